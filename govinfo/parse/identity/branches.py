"""Central organs, and branches in whose name the unit stands inside."""

from __future__ import annotations

from govinfo.parse.identity.bodies import Name, in_full, one_level, pattern, terms, vocabulary
from govinfo.parse.identity.places import Chain, chain


def central_of(name: str, year: int | None) -> Name | None:
    """Read an organ of the central government."""
    bare = name.removeprefix(vocabulary()["central"]["prefix"])
    if bare in terms("central", "names") or (
        pattern("central", "pattern").match(name) and not _inside(name, "central_prefixes", year)
    ):
        kind = "office" if bare.endswith("办公厅") else "department"
        return Name(in_full(bare), kind, "central", stem="")
    return None


def branch_of(name: str, year: int | None) -> Name | None:
    """Read a branch of a central organ or of a state firm: the unit stands inside the name."""
    words = vocabulary()["branches"]
    for group, kind in words["kinds"].items():
        ends, prefixes = f"{group}_ends", f"{group}_prefixes"
        link = _inside(name, prefixes, year) if name.endswith(terms("branches", ends)) else None
        if link is None:
            continue
        regions = link.regions
        if not link.full and any(unit.level == "county" for unit in regions):
            regions = ()  # 黄埔海关 is not of 黄埔区
        level = None if kind == "company" else one_level(regions)
        return Name(name, kind, level, regions, stem="")
    return None


def _inside(name: str, prefixes: str, year: int | None) -> Chain | None:
    """Find the unit named behind a central organ's own name."""
    for prefix in terms("branches", prefixes):
        if name.startswith(prefix) and (found := chain(name, len(prefix), year)) is not None:
            return found
    return None
