"""A generator of report variants: random truths × layouts × damages.

Used by the tests of the parser and by the studies in ``benchmarks``.
"""
