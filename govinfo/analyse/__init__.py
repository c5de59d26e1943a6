"""Facts in, frames out: check, flag, aggregate, indicator, coverage, versions, wide."""

from govinfo.analyse.aggregates import aggregate
from govinfo.analyse.checks import check
from govinfo.analyse.editions import versions
from govinfo.analyse.flags import flag
from govinfo.analyse.indicators import indicator
from govinfo.analyse.region_panels import crosswalk_regions
from govinfo.analyse.rosters import coverage
from govinfo.analyse.shapes import wide

__all__ = [
    "aggregate",
    "check",
    "coverage",
    "crosswalk_regions",
    "flag",
    "indicator",
    "versions",
    "wide",
]
