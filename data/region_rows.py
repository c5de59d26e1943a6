"""Rows of the region table, and how they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from region_names import PROVINCES, short_name

FIRST, LAST, TOWNS = 1980, 2024, 2023


@dataclass
class Period:
    """A code and a name with the years for which they hold; None where open."""

    code: str
    name: str
    first: int | None
    last: int | None = None
    successors: list[str] = field(default_factory=list)
    change: str = ""

    @property
    def level(self) -> str:
        """Province, prefecture or county, as the code tells."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    def holds(self, year: int) -> bool:
        """Whether this was valid on 31 December of the year."""
        return (self.first or FIRST) <= year <= (self.last or LAST)


def rows_of(periods: list[Period]) -> list[dict[str, object]]:
    """Rows of the table for provinces, prefectures and counties."""
    prefectures: dict[str, list[Period]] = defaultdict(list)
    for period in periods:
        if period.level == "prefecture":
            prefectures[period.code].append(period)
    return [_row(period, _prefecture(period, prefectures)) for period in periods]


def _prefecture(period: Period, prefectures: dict[str, list[Period]]) -> str:
    code = f"{period.code[:4]}00"
    if period.level != "county" or not any(
        period.holds(year) and upper.holds(year)
        for upper in prefectures[code]
        for year in (period.first or FIRST, period.last or LAST)
    ):
        return ""
    return code


def _row(period: Period, prefecture: str) -> dict[str, object]:
    province = "" if period.level == "province" else f"{period.code[:2]}0000"
    english, row, column = PROVINCES.get(period.code, ("", None, None))
    return {
        "code": period.code,
        "name": period.name,
        "short": short_name(period.name),
        "level": period.level,
        "parent": prefecture or province,
        "province": province,
        "prefecture": prefecture,
        "first": period.first,
        "last": period.last,
        "successors": " ".join(period.successors),
        "change": period.change,
        "name_en": english,
        "tile_row": row,
        "tile_column": column,
    }


def towns(streets: Iterable[dict[str, str]], units: set[str]) -> list[dict[str, object]]:
    """Rows of the table for towns; their county is empty where only statistics have it."""
    found = []
    for street in streets:
        code, province = street["code"], f"{street['code'][:2]}0000"
        prefecture = f"{code[:4]}00" if f"{code[:4]}00" in units else ""
        county = code[:6] if code[:6] in units and code[4:6] != "00" else ""
        row = _row(Period(code, street["name"], None), prefecture)
        parent = county or prefecture or province
        found.append(row | {"short": "", "level": "township", "parent": parent})
    return found


SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("code", "name", "short", "level", "parent")]
    + [("province", pa.string()), ("prefecture", pa.string())]
    + [("first", pa.int16()), ("last", pa.int16())]
    + [("successors", pa.string()), ("change", pa.string()), ("name_en", pa.string())]
    + [("tile_row", pa.int8()), ("tile_column", pa.int8())],
    metadata={"first_year": str(FIRST), "last_year": str(LAST), "towns_year": str(TOWNS)},
)


def write(path: Path, units: list[dict[str, object]], below: list[dict[str, object]]) -> None:
    """Write units and towns in row groups of their own, so that the first are read alone."""
    shared = [name for name in SCHEMA.names if name not in ("code", "name")]
    with pq.ParquetWriter(
        path,
        SCHEMA,
        compression="zstd",
        compression_level=19,
        use_dictionary=shared,
        column_encoding={"code": "DELTA_BYTE_ARRAY", "name": "PLAIN"},
        write_statistics=False,
    ) as out:
        for rows in (units, sorted(below, key=lambda row: str(row["code"]))):
            out.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), row_group_size=len(rows))
