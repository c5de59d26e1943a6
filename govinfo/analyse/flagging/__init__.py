"""Judge the flag rules, each a function of a case, and word what they found."""
