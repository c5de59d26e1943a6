"""Writers of every format, for tests: what a reader makes of a file must say the same."""
