"""Characters recognised in pictures."""
