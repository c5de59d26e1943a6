"""Many sources to one corpus, and the corpus to disk and back."""

from govinfo.collect.corpus import Corpus, load
from govinfo.collect.directory import agencies
from govinfo.collect.origins import explain
from govinfo.collect.others import other_tables
from govinfo.collect.prose import breakdowns, items
from govinfo.collect.read import read_report, read_reports

__all__ = [
    "Corpus",
    "agencies",
    "breakdowns",
    "explain",
    "items",
    "load",
    "other_tables",
    "read_report",
    "read_reports",
]
