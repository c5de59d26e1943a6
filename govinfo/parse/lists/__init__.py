"""Forms of one metric a row: statistics sheets and the user's own."""
