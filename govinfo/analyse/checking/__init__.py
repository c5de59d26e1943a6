"""Judge the rules: terms, sums and their reasons, in memory and on lazy frames."""
