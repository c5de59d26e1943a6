"""The region table: complete, dated, linked; found by code and by name, never guessed."""

import csv
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

import govinfo as gi
from govinfo import gazetteer
from govinfo.errors import UnknownNameError
from govinfo.gazetteer import Unit, code_in, leading, on_map, periods, towns_of, units
from govinfo.gazetteer.search import find
from govinfo.show.fonts import shipped_font

PARQUET = Path(gazetteer.__file__).parents[1] / "registry" / "regions.parquet"
CHANGES = Path(__file__).parents[1] / "data" / "region_changes.csv"
FIRST, LAST = gazetteer.known_years()
SNAPSHOTS = (2005, 2015, 2023)


def codes(name: str, **asked: object) -> list[str]:
    return gi.region(name, **asked)["code"].tolist()  # type: ignore[arg-type]


@cache
def named(year: int) -> set[str]:
    return {unit.name for unit in units(year).values()}


def chain_of(unit: Unit, year: int) -> str:
    there = units(year)
    uppers = (there[code].name for code in (unit.province, unit.prefecture) if code)
    return "".join((*uppers, unit.name))


@pytest.mark.parametrize(
    ("year", "provinces", "prefectures", "counties"),
    [
        *[(1980, 32, 316, None), (1990, 33, 336, None), (1997, 34, 332, None)],
        *[(2005, 34, 333, 2862), (2011, 34, 332, 2853), (2015, 34, 334, 2850)],
        *[(2020, 34, 333, 2844), (2022, 34, 333, 2843), (2023, 34, 333, 2844)],
        *[(2024, 34, 333, 2846)],
    ],
)
def test_counts_are_the_ministrys(
    year: int, provinces: int, prefectures: int, counties: int | None
) -> None:
    levels = Counter(unit.level for unit in units(year).values())
    assert (levels["province"], levels["prefecture"]) == (provinces, prefectures)
    assert counties in (None, levels["county"])


@pytest.mark.parametrize(
    ("code", "name", "year", "after"),
    [
        ("110103", "崇文区", 2009, ["110101"]),
        ("110104", "宣武区", 2009, ["110102"]),
        ("310103", "卢湾区", 2010, ["310101"]),
        ("320803", "楚州区", 2010, ["320803"]),
        ("522400", "毕节地区", 2010, ["520500"]),
        ("522401", "毕节市", 2010, ["520502"]),
        ("341402", "居巢区", 2010, ["340181"]),
        ("320124", "溧水县", 2012, ["320117"]),
        ("210112", "东陵区", 2013, ["210112"]),
        ("310108", "闸北区", 2014, ["310106"]),
        ("110228", "密云县", 2014, ["110118"]),
        ("341521", "寿县", 2014, ["340422"]),
        ("310230", "崇明县", 2015, ["310151"]),
        ("360402", "庐山区", 2015, ["360402"]),
        ("370181", "章丘市", 2015, ["370114"]),
        ("371200", "莱芜市", 2017, ["370100"]),
        ("140726", "太谷县", 2018, ["140703"]),
        ("220381", "公主岭市", 2019, ["220184"]),
        ("330103", "下城区", 2020, ["330105"]),
        ("330104", "江干区", 2020, ["330102", "330114"]),
        ("330110", "余杭区", 2020, ["330110", "330113"]),
        ("410322", "孟津县", 2020, ["410308"]),
        ("350402", "梅列区", 2020, ["350404"]),
        ("540530", "错那县", 2022, ["540581"]),
    ],
)
def test_known_changes_are_told_with_their_year(
    code: str, name: str, year: int, after: list[str]
) -> None:
    unit = next(unit for unit in periods() if (unit.code, unit.name) == (code, name))
    assert (unit.last, list(unit.successors)) == (year, after)


@pytest.mark.parametrize(
    ("code", "name", "first"),
    [
        ("460300", "三沙市", 2012),
        ("500000", "重庆市", 1997),
        ("460000", "海南省", 1988),
        ("460400", "儋州市", 2015),
        ("659011", "新星市", 2021),
        ("659012", "白杨市", 2023),
        ("653228", "和康县", 2024),
        ("460302", "西沙区", 2020),
    ],
)
def test_known_units_begin_in_their_year(code: str, name: str, first: int) -> None:
    assert [unit.first for unit in periods() if (unit.code, unit.name) == (code, name)] == [first]


def test_code_and_first_year_are_a_key_and_periods_do_not_overlap() -> None:
    by_code: dict[str, list[Unit]] = {}
    for unit in periods():
        by_code.setdefault(unit.code, []).append(unit)
    for alike in by_code.values():
        for before, after in pairwise(alike):
            assert before.last is not None
            assert after.first is not None
            assert before.last < after.first


def test_successors_were_there_the_year_after_and_are_known_since_2002() -> None:
    for unit in periods():
        if unit.last is None:
            assert (unit.successors, unit.change) == ((), "")
            continue
        assert set(unit.successors) <= units(unit.last + 1).keys()
        assert bool(unit.successors) == bool(unit.change)
        assert unit.successors or unit.last < 2001, unit


def test_every_row_of_the_hand_table_is_in_the_table() -> None:
    with CHANGES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    by_end = {(unit.code, unit.last): unit for unit in periods()}
    begun = {(unit.code, unit.first) for unit in periods()}
    for row in rows:
        year = int(row["year"])
        if row["change"] == "created":
            assert (row["code"], year) in begun
            continue
        unit = by_end[row["code"], year - 1]
        assert (unit.name, unit.change) == (row["name"], row["change"])
        assert " ".join(unit.successors) == row["successors"]
        assert set(unit.successors) <= units(year).keys()
        assert (row["change"] == "split") == (len(unit.successors) > 1)


def test_successors_run_forward_without_a_circle_to_units_of_today() -> None:
    for year in range(2002, LAST):
        assert all(leading(year, LAST).values())


def test_parents_exist_in_every_year_since_2002() -> None:
    for year in range(2002, LAST + 1):
        there = units(year)
        for unit in there.values():
            assert unit.parent in there or unit.level == "province"
            assert unit.parent in (unit.prefecture or unit.province, "")


def test_the_provinces_have_english_names_and_a_tile_each() -> None:
    frame = gi.regions().query("level == 'province'")
    assert frame["name_en"].nunique() == 34
    assert len(frame[["tile_row", "tile_column"]].drop_duplicates()) == 34
    others = gi.regions().query("level != 'province'")
    assert set(others["name_en"]) == {""}
    assert others["tile_row"].isna().all()


@pytest.mark.parametrize("year", SNAPSHOTS)
def test_every_unit_of_a_year_resolves_to_itself_by_its_code_and_its_chain(year: int) -> None:
    for unit in units(year).values():
        for asked in (unit.code, chain_of(unit, year)):
            found = find(asked, year)
            assert [each.unit.code for each in found] == [unit.code], asked
            assert found[0].status == "unique"


@pytest.mark.parametrize("year", SNAPSHOTS)
def test_every_unit_is_among_the_candidates_of_its_bare_names(year: int) -> None:
    for unit in units(year).values():
        assert unit.code in {each.unit.code for each in find(unit.name, year)}
        found = find(unit.short, year)
        assert {each.status for each in found} <= {"unique", "ambiguous"}
        assert unit.code in {each.unit.code for each in found} or unit.short in named(year)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("朝阳区", ["110105", "220104"]),
        ("鼓楼区", ["320106", "320302", "350102", "410204"]),
        ("吉林", ["220000", "220200"]),
        ("海南", ["150303", "460000", "632500"]),
    ],
)
def test_shared_names_stay_open_with_all_their_candidates(name: str, expected: list[str]) -> None:
    found = gi.region(name)
    assert found["code"].tolist() == expected
    assert set(found["status"]) == {"ambiguous"}


def test_towns_of_one_name_stay_open_but_for_their_county() -> None:
    found = gi.region("城关镇")
    assert len(found) > 50
    assert set(found["status"]) == {"ambiguous"}
    assert codes("城关镇", within="平潭县") == []
    assert codes("镇原县城关镇") == codes("城关镇", within="镇原县")


@pytest.mark.parametrize(
    ("asked", "within", "year", "code"),
    [
        ("朝阳区", "吉林", None, "220104"),
        ("朝阳区", "220100", None, "220104"),
        ("北京市朝阳区", None, None, "110105"),
        ("甘肃庆阳西峰区", None, None, "621002"),
        ("甘肃省庆阳市西峰区", None, 2015, "621002"),
        ("甘肃", None, None, "620000"),
        ("庆阳", None, None, "621000"),
        ("恩施州", None, None, "422800"),
        ("襄樊市襄城区", None, 2015, "420602"),
        ("七星关区", "毕节地区", 2015, "520502"),
        ("宁晋县大曹庄镇", None, None, "130528111"),
        ("130528111", None, None, "130528111"),
        ("东莞市东城街道", None, None, "441900003"),
        ("巢湖市", None, 2005, "341400"),
        ("巢湖市", None, 2015, "340181"),
        ("毕节市", None, 2005, "522401"),
        ("毕节市", None, 2015, "520500"),
    ],
)
def test_chains_short_names_and_upper_units_decide(
    asked: str, within: str | None, year: int | None, code: str
) -> None:
    found = gi.region(asked, within=within, year=year)
    assert found[["code", "status"]].to_numpy().tolist() == [[code, "unique"]]


@pytest.mark.parametrize(
    ("asked", "year", "status", "successors"),
    [
        ("崇文区", 2015, "former", "110101"),
        ("110103", None, "former", "110101"),
        ("楚州区", 2015, "former", "320803"),
        ("淮安市楚州区", 2015, "former", "320803"),
        ("江干区", 2022, "former", "330102 330114"),
        ("临平区", 2015, "later", "330110"),
        ("新星市", 2015, "later", ""),
    ],
)
def test_a_name_of_another_year_is_told_to_be_one(
    asked: str, year: int | None, status: str, successors: str
) -> None:
    found = gi.region(asked, year=year)
    assert found[["status", "successors"]].to_numpy().tolist() == [[status, successors]]


@pytest.mark.parametrize("asked", ["", "  ", "不存在县", "999999", "11010", "x", "北京市通渭县"])
def test_what_is_not_known_gives_no_row_but_the_columns(asked: str) -> None:
    found = gi.region(asked)
    assert found.empty
    assert list(found.columns) == list(gi.region("朝阳区").columns)
    assert found.dtypes.equals(gi.region("朝阳区").dtypes)


@given(st.text(max_size=12))
def test_any_text_gives_candidates_that_bear_a_name_in_it(text: str) -> None:
    for found in find(text):
        assert found.status in ("unique", "ambiguous", "former", "later")
        tail = found.unit.name[-1] if found.unit.level != "township" else ""
        assert not text or found.unit.code in text or tail in text or found.unit.short in text


UNITS = st.sampled_from(sorted(units(2015)))
YEARS = st.integers(2002, LAST)


@given(UNITS, YEARS)
def test_what_a_unit_becomes_leads_back_to_it(code: str, year: int) -> None:
    for later in code_in(code, 2015, year).codes:
        assert code in leading(year, 2015)[later]


@given(YEARS, YEARS)
def test_the_grounds_of_two_years_share_no_unit(here: int, there: int) -> None:
    found = on_map(here, there)
    assert found.keys() == units(here).keys()
    wholes = [place.code for place in {place.parts: place for place in found.values()}.values()]
    assert max(Counter(code for code in wholes if code).values()) == 1
    for code, place in found.items():
        assert code in place.parts
        assert bool(place.code) == (place.how != "open") == (not place.reason)
        assert (place.how == "merged") == (bool(place.code) and len(place.parts) > 1)


@given(YEARS)
def test_a_year_on_its_own_map_is_the_same(year: int) -> None:
    assert {place.how for place in on_map(year, year).values()} == {"same"}


@pytest.mark.parametrize("year", [1900, FIRST - 1, LAST + 6, 9999])
def test_a_year_beyond_the_table_is_refused_and_the_range_named(year: int) -> None:
    with pytest.raises(UnknownNameError, match=f"{FIRST} to {LAST}"):
        gi.regions(year)
    with pytest.raises(UnknownNameError, match=f"{FIRST} to {LAST}"):
        gi.region("朝阳区", year=year)


def test_years_just_after_the_last_known_give_the_newest_units() -> None:
    assert units(LAST + 1) == units(LAST) == units()


def test_an_unknown_code_leads_nowhere() -> None:
    with pytest.raises(UnknownNameError, match="110103"):
        code_in("110103", 2023, 2009)


def test_the_frame_of_a_year_names_the_units_as_they_were_called_then() -> None:
    frame = gi.regions(2009).set_index("code")
    assert frame.loc["420602", "prefecture_name"] == "襄樊市"
    assert frame.loc["110101", "province_name"] == "北京市"
    assert frame.loc["429004", ["parent", "prefecture"]].tolist() == ["420000", ""]
    assert frame.index.is_unique


def test_towns_come_only_when_asked_for() -> None:
    assert "township" not in set(gi.regions(2023)["level"])
    towns = gi.regions(2023, towns=True).query("level == 'township'")
    assert len(towns) == 41352
    assert towns["code"].str.len().eq(9).all()
    assert {town.level for town in towns_of("621121")} == {"township"}
    assert towns_of("999999") == ()


def test_the_table_is_small_and_not_read_on_import() -> None:
    assert PARQUET.stat().st_size < 700_000
    code = (
        "import sys; seen = []\n"
        "sys.addaudithook(lambda e, a: seen.append(str(a[0])) if e == 'open' else None)\n"
        "import govinfo.gazetteer\n"
        "print(any(n.endswith('.parquet') for n in seen), 'pyarrow' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


def test_the_names_that_charts_print_are_in_the_shipped_font() -> None:
    present = set(map(chr, TTFont(shipped_font()).getBestCmap()))
    assert {letter for unit in periods() for letter in unit.name} <= present
