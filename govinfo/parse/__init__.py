"""Documents to reports: the only room that knows forms, labels and prose."""

from govinfo.parse.report import parse

__all__ = ["parse"]
