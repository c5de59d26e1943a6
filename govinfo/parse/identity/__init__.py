"""Who made the report, where, and for which year."""
