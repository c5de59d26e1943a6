"""Find the fewest cells that settle the failed sums of a table."""
