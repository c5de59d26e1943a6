"""Documents to reports: the only room that knows forms, labels and prose."""

from govinfo.parse.lists.rowforms import row_forms
from govinfo.parse.proof import settled
from govinfo.parse.report import parse

__all__ = ["parse", "row_forms", "settled"]
