"""Documents to reports: the only room that knows forms, labels and prose."""

from govinfo.parse.report import parse
from govinfo.parse.rowforms import row_forms

__all__ = ["parse", "row_forms"]
