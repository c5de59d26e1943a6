"""Compare prose: clean, cut into shingles, sketch, pair and show what is shared."""
