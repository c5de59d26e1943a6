"""Which unit a government website belongs to, as the corpus itself shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pandas as pd

from govinfo import schema
from govinfo.parse.identity.atlas import Region, lead, region
from govinfo.parse.identity.settling import Agency, agency_within
from govinfo.registry import tree

_READ = (
    "source_id",
    "url",
    "agency_id",
    "agency",
    "level",
    "kind",
    "region_code",
    "town_code",
    "year",
    "agency_basis",
    "warnings",
)
_WRITTEN = ("agency_id", "agency", "level", "region_code", "town_code", "agency_basis", "warnings")
_OPEN = "region_open:"


def settle_by_domain(sources: pd.DataFrame) -> pd.DataFrame:
    """Settle reports of open region by the websites on which they were published.

    Parameters
    ----------
    sources : DataFrame
        The sources frame, whole.

    Returns
    -------
    DataFrame
        The same rows. Where a report's region is open, its website belongs to a unit by
        `websites`, its address begins like that of a report of the unit (a website of
        many counties has a folder for each), and exactly one of the units that it may be
        of lies there, its ``agency_id``, ``agency``, ``level``, ``region_code`` and
        ``town_code`` are those of that unit, its ``agency_basis`` ends with "and domain",
        and the warning ``region_open`` is gone.

    Raises
    ------
    SchemaError
        If a column is missing.
    """
    schema.require(sources, _READ, what="sources")
    found = sources.copy()
    open_rows = found["region_code"].isna() & found["agency"].notna() & found["url"].ne("")
    if not open_rows.fillna(False).any():
        return found
    owners = websites(found)
    hosts, folders = found["url"].map(host), found["url"].map(_folder)
    known = set(folders[hosts.isin(list(owners)) & found["region_code"].notna()])
    open_rows &= hosts.isin(list(owners)) & folders.isin(known)
    settled = {
        index: agency
        for index in found.index[open_rows]
        if (agency := _settled(found.loc[index], owners[hosts[index]])) is not None
    }
    if not settled:
        return found
    rows = [_row(agency, found.loc[index, "warnings"]) for index, agency in settled.items()]
    better = pd.DataFrame(rows, index=list(settled))
    for column in _WRITTEN:
        values = found[column].astype("object")
        values.loc[better.index] = better[column]
        dtype = sources[column].dtype
        found[column] = values.astype(
            "category" if isinstance(dtype, pd.CategoricalDtype) else dtype
        )
    return found


def websites(sources: pd.DataFrame) -> dict[str, str]:
    """Infer to which unit the websites of governments in a corpus belong.

    Parameters
    ----------
    sources : DataFrame
        The sources frame.

    Returns
    -------
    dict
        Host (without www.) to the six-digit code of the smallest unit in which all
        documents on it lie whose region is known by better evidence. Only hosts with
        enough documents of enough agencies, the unit's own government or its office among
        them, and with no report of another place; the numbers are in
        ``registry/agencies.toml``.
    """
    words = tree("agencies")["websites"]
    known = sources.loc[sources["agency"].notna() & (sources["level"] != "central")]
    known = known.assign(host=known["url"].map(host))
    known = known[known["host"] != ""].drop_duplicates("source_id")
    return {
        str(name): owner.code
        for name, each in known.groupby("host", sort=True)
        if len(each) >= words["documents"]
        and (owner := _owner(each.to_dict("records"), words)) is not None
    }


def host(url: object) -> str:
    """The host of a government website as it is printed, without www.; else empty.

    Examples
    --------
    >>> host("http://www.tongwei.gov.cn:8080/art/1.html"), host("https://example.org/")
    ('tongwei.gov.cn', '')
    """
    suffix: str = tree("agencies")["websites"]["suffix"]
    parts = _parts(url)
    name = ((parts and parts.hostname) or "").removeprefix("www.")
    return name if name.endswith(suffix) else ""


def _folder(url: object) -> str:
    """The host and the first folder below it."""
    parts = _parts(url)
    path = parts.path.lstrip("/") if parts else ""
    return f"{host(url)}/{path.partition('/')[0] if '/' in path else ''}"


def _parts(url: object) -> SplitResult | None:
    text = url.strip() if isinstance(url, str) else ""
    try:
        return urlsplit(text if "//" in text else f"//{text}")
    except ValueError:
        return None


def _owner(rows: list[dict[Any, Any]], words: Mapping[str, Any]) -> Region | None:
    """The unit to which a website belongs by what lies on it."""
    years = [int(row["year"]) for row in rows if pd.notna(row["year"])]
    newest = max(years, default=None)
    proofs = []
    for row in rows:
        if not isinstance(row["region_code"], str):
            continue
        basis = str(row["agency_basis"])
        if "region_former:" in str(row["warnings"]) or any(
            word in basis for word in words["lesser"]
        ):
            continue
        unit = _place(row["region_code"], row["year"], newest)
        if unit is None:
            return None
        proofs.append((row, unit))
    agencies = {row["agency_id"] for row, _ in proofs}
    if len(proofs) < words["documents"] or len(agencies) < words["agencies"]:
        return None
    owner = _common([unit for _, unit in proofs])
    if owner is None or any(_denies(row, owner) for row in rows):
        return None
    own = any(
        unit == owner and row["level"] == owner.level and row["kind"] in words["owners"]
        for row, unit in proofs
    )
    return owner if own else None


def _place(code: str, year: Any, newest: int | None) -> Region | None:
    unit = region(code, None if pd.isna(year) else int(year))
    return unit if newest is None else lead(unit, newest)


def _common(units: list[Region]) -> Region | None:
    """The smallest unit in which all of them lie."""
    first = units[0]
    for code in (first.code, first.prefecture, first.province):
        if code and all(code in (unit.code, unit.prefecture, unit.province) for unit in units):
            return region(code) if code != first.code else first
    return None


def _denies(row: Mapping[Any, Any], owner: Region) -> bool:
    """Whether a report of open region can be of no place in a unit."""
    told = [
        line for line in _lines(row["warnings"]) if line.startswith(_OPEN) and " may be " in line
    ]
    codes = [code for line in told for code in line.partition(" may be ")[2].split(" or ")]
    return bool(codes) and not any(
        owner.code in (unit.code, unit.prefecture, unit.province) for unit in map(region, codes)
    )


def _settled(row: pd.Series, owner: str) -> Agency | None:
    year = None if pd.isna(row["year"]) else int(row["year"])
    unit = region(owner)
    if year is not None and not unit.holds(year):
        led = lead(unit, year)
        if led is None:
            return None
        unit = region(led.code, year)
    return agency_within(
        str(row["agency"]),
        unit,
        year=year,
        basis=f"{row['agency_basis']} and domain",
        source_id=str(row["source_id"]),
    )


def _row(agency: Agency, warnings: object) -> dict[str, object]:
    kept = [line for line in _lines(warnings) if not line.startswith(_OPEN)]
    return {
        "agency_id": agency.agency_id,
        "agency": agency.name,
        "level": agency.level,
        "region_code": agency.region_code,
        "town_code": pd.NA if agency.town_code is None else agency.town_code,
        "agency_basis": agency.basis,
        "warnings": "\n".join(dict.fromkeys([*agency.warnings, *kept])),
    }


def _lines(text: object) -> Iterator[str]:
    return iter(text.split("\n") if isinstance(text, str) and text else ())
