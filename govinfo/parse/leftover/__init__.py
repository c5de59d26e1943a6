"""Tables of no registered form, kept whole."""
