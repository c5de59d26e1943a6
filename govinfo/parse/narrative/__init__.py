"""Numbers and statements in the prose."""
