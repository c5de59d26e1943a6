"""Facts in, frames out: checks, suggestions, flags, similarity, aggregates, indicators."""

from govinfo.analyse.aggregates import aggregate
from govinfo.analyse.checks import check
from govinfo.analyse.corrections import correct
from govinfo.analyse.editions import versions
from govinfo.analyse.flags import flag
from govinfo.analyse.indicators import indicator
from govinfo.analyse.rates import flag_rates
from govinfo.analyse.region_panels import crosswalk_regions
from govinfo.analyse.rosters import coverage
from govinfo.analyse.shapes import wide
from govinfo.analyse.similarities import similarity
from govinfo.analyse.suggestions import suggest

__all__ = [
    "aggregate",
    "check",
    "correct",
    "coverage",
    "crosswalk_regions",
    "flag",
    "flag_rates",
    "indicator",
    "similarity",
    "suggest",
    "versions",
    "wide",
]
