"""The names that a report calls its own agency and place by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from govinfo import registry
from govinfo.gazetteer import Unit, periods

_FEWEST = 2  # characters of a name that can be told from a word


@lru_cache(maxsize=65536)
def own_names(agency: str, region_code: str, spellings: str) -> tuple[str, ...]:
    """Names of an agency, of what it is called within its place, and of that place, longest first.

    Parameters
    ----------
    agency : str
        Canonical full name, empty where unknown.
    region_code : str
        Code of the county, city or province that it belongs to, empty where unknown.
    spellings : str
        Its name as printed, parted by ``"; "``.

    Examples
    --------
    >>> own_names("宁晋县大曹庄镇人民政府", "130528", "大曹庄镇")[:4]
    ('宁晋县大曹庄镇人民政府', '大曹庄镇人民政府', '大曹庄镇', '大曹庄')
    """
    places = dict.fromkeys(_places_of(region_code))
    found = dict(places)
    for name in (agency, *spellings.split("; ")):
        found[name] = None
        found |= dict.fromkeys(_bodies(name, tuple(places)))
    kept = (name for name in found if len(name) >= _FEWEST)
    return tuple(sorted(kept, key=lambda name: (-len(name), name)))


def _places_of(code: str) -> Iterator[str]:
    """Full and short names of a unit and those it lay in, of all years."""
    for unit in _by_code().get(code, ()):
        for each in (unit.prefecture, unit.province):
            yield from (name for upper in _by_code().get(each, ()) for name in _both(upper))
        yield from _both(unit)


def _both(unit: Unit) -> tuple[str, str]:
    return unit.name, unit.short


def _bodies(name: str, places: tuple[str, ...]) -> Iterator[str]:
    """What an agency is called within its county: 大曹庄镇人民政府, 大曹庄镇, 大曹庄."""
    start = True
    while start:
        fitting = [place for place in places if name.startswith(place)]
        start = bool(fitting)
        name = name[len(max(fitting, key=len, default="")) :]
    tree = registry.tree("agencies")
    government, township = tree["government"], tree["township"]
    if name in government["printed"]:
        return
    yield name
    for ending in (*government["printed"], township["street_suffix"]):
        name = name.removesuffix(ending)
    yield name
    for kind in township["kinds"]:
        if name.endswith(kind):
            yield name.removesuffix(kind)
            return


@cache
def _by_code() -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = {}
    for unit in periods():
        found.setdefault(unit.code, []).append(unit)
    return {code: tuple(units) for code, units in found.items()}
