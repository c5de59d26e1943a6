"""What `build_regions` checks of its table before it writes it; it stops where one fails."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Year = Mapping[str, str]
Row = Mapping[str, Any]

# Prefectures and counties at the end of each year, by the ministry's yearly communiqués.
COUNTS = {
    **{2002: (332, 2860), 2003: (333, 2861), 2004: (333, 2862), 2005: (333, 2862)},
    **{2006: (333, 2860), 2007: (333, 2859), 2008: (333, 2859), 2009: (333, 2858)},
    **{2010: (333, 2856), 2011: (332, 2853), 2012: (333, 2852), 2013: (333, 2853)},
    **{2014: (333, 2854), 2015: (334, 2850), 2016: (334, 2851), 2017: (334, 2851)},
    **{2018: (333, 2851), 2019: (333, 2846), 2020: (333, 2844), 2021: (333, 2843)},
    **{2022: (333, 2843), 2023: (333, 2844), 2024: (333, 2846)},
}
HAINAN, CHONGQING, TOWNS = 1988, 1997, 41352

# Where the bureau's lists of 2002 to 2016 are known to differ from the ministry's.
_OTHER_CODES = """
    130181 130682 139001 139002 220604 220605 230106 230110 340205 340207 341602 370903 370911
    410307 410311 410881 419001 421302 421303 440203 440204 450405 450411 620922 620925 640203
    640205
"""
_MISPRINTED = """
    341302 371700 410304 411502 420104 420505 440506 450331 451402 511681 610403
"""
_LISTED_LATE = """
    150206 152600 220602 321011 330402 410108 410211 510115 510123 510802 620502 620503 659005
    659006 659007 659008
"""
_NO_UNITS = "232701 232702 232703 232704 460321 460322 460323"
EXPLAINED = frozenset(" ".join((_OTHER_CODES, _MISPRINTED, _LISTED_LATE, _NO_UNITS)).split())
# Counties under the province itself: placeholders, Hainan's codes, its islands.
EXPLAINED_WITHIN = ("4600", "4690", "4290", "6590")

# Changes known for certain: code and name before, last year, successor.
KNOWN = (
    ("110103", "崇文区", 2009, "110101"),
    ("310103", "卢湾区", 2010, "310101"),
    ("320803", "楚州区", 2010, "320803"),
    ("522400", "毕节地区", 2010, "520500"),
    ("320124", "溧水县", 2012, "320117"),
    ("310108", "闸北区", 2014, "310106"),
    ("110228", "密云县", 2014, "110118"),
    ("110229", "延庆县", 2014, "110119"),
    ("310230", "崇明县", 2015, "310151"),
    ("370181", "章丘市", 2015, "370114"),
    ("371200", "莱芜市", 2017, "370100"),
    ("140726", "太谷县", 2018, "140703"),
    ("330103", "下城区", 2020, "330105"),
    ("410322", "孟津县", 2020, "410308"),
    ("350427", "沙县", 2020, "350405"),
    ("420600", "襄樊市", 2009, "420600"),
    ("310119", "南汇区", 2008, "310115"),
    ("522401", "毕节市", 2010, "520502"),
    ("440183", "增城市", 2013, "440118"),
    ("540530", "错那县", 2022, "540581"),
)


def check(
    years: Mapping[int, Year],
    table: Sequence[Row],
    towns: Sequence[Row],
    bureau: Year,
    newest: Year,
    lists: Path,
    placeholders: frozenset[str],
) -> None:
    """Stop unless counts, lists and links are as they must be."""
    found = [
        *_counts(years),
        *_newest(years, bureau, newest, placeholders),
        *_lists(years, lists, placeholders),
        *_links(years, table),
        *_towns(years, towns),
    ]
    if found:
        raise SystemExit("\n".join(found))
    unlinked = Counter(
        row["last"] >= 2001 for row in table if row["last"] is not None and not row["successors"]
    )
    print(f"{len(table)} periods of units, {len(towns)} towns.")
    print(f"Ended, successor unknown: {unlinked[False]} before 2002, {unlinked[True]} since.")


def _level(code: str) -> int:
    return 2 if code.endswith("0000") else 4 if code.endswith("00") else 6


def _counts(years: Mapping[int, Year]) -> list[str]:
    found = []
    for year, units in years.items():
        count = Counter(map(_level, units))
        provinces = 34 - (year < HAINAN) - (year < CHONGQING)
        if count[2] != provinces:
            found.append(f"{year}: {count[2]} provinces, not {provinces}")
        if year in COUNTS and (count[4], count[6]) != COUNTS[year]:
            found.append(f"{year}: {count[4]}, {count[6]} units, not {COUNTS[year]}")
    return found


def _newest(
    years: Mapping[int, Year], bureau: Year, newest: Year, placeholders: frozenset[str]
) -> list[str]:
    counties = {code: name for code, name in years[2023].items() if _level(code) == 6}
    statistics = {
        code: name for code, name in bureau.items() if code[4] != "7" and _level(code) == 6
    }
    # 三沙's districts stand under its islands there.
    differing = {("460302", "西沙区"), ("460303", "南沙区")} ^ (
        counties.items() ^ statistics.items()
    )
    found = [f"2023: {sorted(differing)}"] if differing else []
    named = {
        code: name
        for code, name in newest.items()
        if name not in placeholders and not code.startswith(("4603",)) and code[2:4] != "90"
    }
    now = years[max(years)]
    missing = {
        (code, name)
        for code, name in named.items()
        if now.get(code) != name and now.get(f"{code[:2]}0000") != name
    }
    more = {item for item in now.items() if newest.get(item[0]) != item[1]}
    if missing or more:
        found.append(f"{max(years)}: {sorted(missing)}, {sorted(more)}")
    return found


def _lists(years: Mapping[int, Year], lists: Path, placeholders: frozenset[str]) -> list[str]:
    """Compare with the lists; within a year either its beginning or its end may be right."""
    found = []
    paths = sorted(lists.glob("20????.json"))
    if len(paths) != 19:
        return [f"{lists} holds {len(paths)} lists, not 19"]
    for path in paths:
        year, december = int(path.stem[:4]), path.stem.endswith("12")
        listed: Year = json.loads(path.read_text(encoding="utf-8"))
        before, after = years[year if december else year - 1], years[year]
        strange = {
            (code, name)
            for code, name in listed.items()
            if name not in placeholders and name not in (before.get(code), after.get(code))
        } | {
            (code, name)
            for code, name in before.items()
            if after.get(code) == name and code not in listed
        }
        found += [
            f"{path.stem}: {code} {name}"
            for code, name in sorted(strange)
            if code not in EXPLAINED and not code.startswith((*EXPLAINED_WITHIN, "7", "8"))
        ]
    return found


def _links(years: Mapping[int, Year], table: Sequence[Row]) -> list[str]:
    found = []
    ends = {(row["code"], row["name"], row["last"]): row["successors"].split() for row in table}
    for code, name, last, successor in KNOWN:
        if ends.get((code, name, last)) != [successor]:
            found.append(f"{code} {name} did not become {successor} after {last}")
    for row in table:
        last = row["last"]
        if last is not None and last >= 2001 and not row["successors"]:
            found.append(f"{row['code']} {row['name']} ended in {last}: what became of it?")
        if last is None or not row["successors"]:
            continue
        gone = [code for code in row["successors"].split() if code not in years[last + 1]]
        if gone:
            found.append(f"{row['code']} {row['name']}: {gone} were not there in {last + 1}")
        upper = row["prefecture"]
        if upper and last >= 2001 and upper not in years[last]:
            found.append(f"{row['code']} {row['name']} lies in no prefecture in {last}")
    return found


def _towns(years: Mapping[int, Year], towns: Sequence[Row]) -> list[str]:
    if len(towns) != TOWNS or len({row["code"] for row in towns}) != TOWNS:
        return [f"{len(towns)} towns, not {TOWNS}"]
    strange = {row["parent"] for row in towns} - years[2023].keys()
    return [f"Towns in {sorted(strange)}"] if strange else []
