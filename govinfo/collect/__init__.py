"""Many sources to one corpus, and the corpus to disk and back."""

from govinfo.collect.corpus import Corpus
from govinfo.collect.read import read_report, read_reports
from govinfo.collect.storage import load

__all__ = ["Corpus", "load", "read_report", "read_reports"]
