"""Facts in, frames out: check, flag, aggregate, indicator, coverage, wide, explain."""

from govinfo.analyse.aggregates import aggregate
from govinfo.analyse.checks import check
from govinfo.analyse.flags import flag
from govinfo.analyse.indicators import indicator
from govinfo.analyse.origins import explain
from govinfo.analyse.rosters import coverage
from govinfo.analyse.shapes import wide

__all__ = ["aggregate", "check", "coverage", "explain", "flag", "indicator", "wide"]
