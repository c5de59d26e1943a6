"""What the sums of the forms prove."""
