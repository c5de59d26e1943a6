"""The gazetteer: the units of China, dated by year, by code and by name.

`regions` and `region` give frames to users; the other names give the same to the other
rooms without pandas.
"""

from govinfo.gazetteer.frames import region, regions
from govinfo.gazetteer.lead import Led, OnMap, code_in, leading, on_map
from govinfo.gazetteer.table import (
    Unit,
    checked_year,
    known_years,
    periods,
    towns,
    towns_by_name,
    towns_of,
    units,
)

__all__ = [
    "Led",
    "OnMap",
    "Unit",
    "checked_year",
    "code_in",
    "known_years",
    "leading",
    "on_map",
    "periods",
    "region",
    "regions",
    "towns",
    "towns_by_name",
    "towns_of",
    "units",
]
