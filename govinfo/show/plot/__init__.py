"""Charts: each takes a frame and ``ax=`` and returns the Axes, without a title."""

from govinfo.show.plot.composition import composition
from govinfo.show.plot.coverage import coverage
from govinfo.show.plot.flag_rate import flag_rate
from govinfo.show.plot.heatmap import heatmap
from govinfo.show.plot.trend import trend

__all__ = ["composition", "coverage", "flag_rate", "heatmap", "trend"]
