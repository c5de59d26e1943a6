"""The agencies of a corpus and whom they follow."""

from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.collect.directory import agencies
from govinfo.errors import SchemaError
from govinfo.parse.identity.succession import changes
from govinfo.parse.identity.who import agency_from_name
from govinfo.schema import SOURCES


def listed(*reports: tuple[str, int | None]) -> pd.DataFrame:
    """The agencies of these reports, by their names and years."""
    rows = []
    for number, (name, year) in enumerate(reports):
        found = agency_from_name(name, year=year, source_id=str(number))
        rows.append(
            {
                "source_id": str(number),
                "agency_id": found.agency_id,
                "agency": found.name,
                "level": found.level,
                "kind": found.kind,
                "region_code": found.region_code,
                "town_code": found.town_code,
                "year": year,
                "agency_basis": found.basis,
                "spellings": "; ".join(found.spellings),
            }
        )
    frame = pd.DataFrame(rows, columns=list(SOURCES.columns))
    return agencies(SimpleNamespace(sources=frame)).set_index("agency")


def test_an_agency_is_listed_once_with_every_spelling() -> None:
    found = listed(
        ("通渭县人社局", 2019),
        ("通渭县人力资源和社会保障局", 2020),
        ("通渭县人力资源和社会保障局", 2022),
        ("通渭县人力资源社会保障局", 2021),
    )
    (row,) = found.to_dict("records")
    assert found.index.tolist() == ["通渭县人力资源和社会保障局"]
    assert (row["first_year"], row["last_year"], row["n_reports"]) == (2019, 2022, 4)
    assert row["spellings"].split("; ") == [
        "通渭县人力资源和社会保障局",
        "通渭县人社局",
        "通渭县人力资源社会保障局",
    ]
    assert (row["province"], row["prefecture"], row["county"]) == ("甘肃省", "定西市", "通渭县")
    assert row["predecessors"] == ""


def test_bureaus_of_one_name_in_two_counties_stay_apart() -> None:
    found = listed(("通渭县旅游局", 2016), ("合水县旅游局", 2016), ("合水县文化和旅游局", 2019))
    assert len(found) == 3
    assert found.loc["合水县文化和旅游局", "predecessors"] == "621024:合水县旅游局"


@pytest.mark.parametrize(
    ("earlier", "later", "link"),
    [
        (("通渭县旅游局", 2017), ("通渭县文化和旅游局", 2019), "merged"),
        (("通渭县文化广播影视局", 2017), ("通渭县文体广电和旅游局", 2019), "merged"),
        (("定西市旅游发展委员会", 2017), ("定西市文化广电和旅游局", 2019), "merged"),
        (("甘肃省旅游局", 2017), ("甘肃省文化和旅游厅", 2018), "merged"),
        (("通渭县国土资源局", 2017), ("通渭县自然资源局", 2019), "renamed"),
        (("沭阳县国土资源局", 2017), ("沭阳县自然资源和规划局", 2019), "merged"),
        (("通渭县环境保护局", 2017), ("定西市生态环境局通渭分局", 2019), "renamed"),
        (("通渭县安监局", 2017), ("通渭县应急管理局", 2018), "renamed"),
        (("通渭县卫生局", 2010), ("通渭县卫生和计划生育局", 2014), "merged"),
        (("通渭县卫计局", 2017), ("通渭县卫生健康局", 2019), "renamed"),
        (("通渭县工商行政管理局", 2013), ("通渭县市场监督管理局", 2015), "merged"),
        (("通渭县质监局", 2013), ("通渭县市场监管局", 2015), "merged"),
        (("通渭县农业局", 2017), ("通渭县农业农村局", 2019), "merged"),
        (("通渭县畜牧兽医局", 2017), ("通渭县农业农村局", 2019), "merged"),
        (("通渭县人事局", 2008), ("通渭县人社局", 2010), "merged"),
        (("通渭县扶贫开发办公室", 2019), ("通渭县乡村振兴局", 2021), "renamed"),
        (("通渭县乡村振兴局", 2022), ("通渭县农业农村局", 2024), "merged"),
        (("甘肃省人民政府法制办公室", 2017), ("甘肃省司法厅", 2019), "merged"),
        (("淮安市楚州区财政局", 2010), ("淮安市淮安区财政局", 2012), "renamed"),
        # It took in a part of 邢台县 and kept its code.
        (("毕节地区行政公署", 2010), ("毕节市人民政府", 2012), "recoded"),
        (("邢台市桥东区财政局", 2018), ("邢台市襄都区财政局", 2021), "renamed"),
        (("溧水县财政局", 2012), ("溧水区财政局", 2013), "recoded"),
        (("溧水县旅游局", 2012), ("溧水区文化和旅游局", 2019), "merged"),
        (("毕节地区教育局", 2010), ("毕节市教育局", 2012), "recoded"),
        (("通渭县国家税务局", 2017), ("国家税务总局通渭县税务局", 2018), "merged"),
        (("环境保护部", 2017), ("生态环境部", 2018), "renamed"),
        (("国家旅游局", 2017), ("文化和旅游部", 2018), "merged"),
        (("靖远县大芦乡", 2012), ("靖远县大芦镇", 2016), "renamed"),
    ],
)
def test_an_agency_under_a_new_name_is_linked_and_never_merged(
    earlier: tuple[str, int], later: tuple[str, int], link: str
) -> None:
    found = listed(earlier, later).set_index("agency_id")
    assert len(found) == 2
    (follower,) = found.index[found["predecessors"] != ""]
    (leader,) = found.index[found["predecessors"] == ""]
    assert found.loc[follower, "predecessors"] == leader
    assert found.loc[follower, "link"] == link
    assert found.loc[follower, "link_years"] == f"{earlier[1]}-{later[1]}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("通渭县旅游局", 2017), ("合水县文化和旅游局", 2019)),  # another county
        (("定西市旅游局", 2017), ("通渭县文化和旅游局", 2019)),  # another level
        (("通渭县旅游局", 2020), ("通渭县文化和旅游局", 2019)),  # both report
        (("通渭县旅游局", 2009), ("通渭县文化和旅游局", 2011)),  # long before the reform
        (("通渭县教育局", 2009), ("通渭县教育和体育局", 2019)),  # in no table
        (("平潭县教育局", 2010), ("平潭综合实验区教育局", 2019)),  # a zone is not the county
        (("朝阳区旅游局", 2017), ("朝阳区文化和旅游局", 2019)),  # which of the two is open
        (("通渭县碧玉镇", 2012), ("通渭县碧玉街道", 2016)),  # the town is still there
        (("杭州市余杭区财政局", 2019), ("杭州市临平区财政局", 2022)),  # split
    ],
)
def test_what_is_not_certain_is_not_linked(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert set(listed(one, other)["predecessors"]) == {""}


def test_an_agency_may_follow_several() -> None:
    found = listed(("通渭县旅游局", 2017), ("通渭县文化局", 2016), ("通渭县文化和旅游局", 2019))
    row = found.loc["通渭县文化和旅游局"]
    assert row["predecessors"].split(" ") == ["621121:通渭县文化局", "621121:通渭县旅游局"]
    assert row["link"].split(" ") == ["merged", "merged"]
    assert row["link_years"].split(" ") == ["2016-2019", "2017-2019"]


def test_a_bureau_of_a_district_that_was_merged_leads_to_that_of_the_other() -> None:
    found = listed(
        ("上海市闸北区教育局", 2014), ("上海市静安区教育局", 2010), ("上海市静安区教育局", 2020)
    )
    assert found.loc["静安区教育局", "predecessors"] == "310108:闸北区教育局"
    assert found.loc["静安区教育局", "link"] == "merged"


def test_reports_without_an_agency_are_left_out_and_those_without_a_year_are_listed() -> None:
    found = listed(("随便", 2020), ("通渭县教育局", None))
    assert found.index.tolist() == ["通渭县教育局"]
    assert found["first_year"].isna().all()


def test_no_reports_give_no_agencies_and_the_right_columns() -> None:
    empty = agencies(SimpleNamespace(sources=pd.DataFrame(columns=list(SOURCES.columns))))
    assert len(empty) == 0
    assert list(empty.columns) == list(
        agencies(
            SimpleNamespace(
                sources=pd.DataFrame(
                    [dict.fromkeys(SOURCES.columns) | {"agency_id": "a", "agency": "甲"}]
                )
            )
        ).columns
    )


def test_a_frame_without_the_columns_is_told() -> None:
    with pytest.raises(SchemaError, match="agency_id"):
        agencies(SimpleNamespace(sources=pd.DataFrame({"path": ["a"]})))


def test_every_change_of_the_table_has_a_year_and_a_kind_and_leads_to_another_name() -> None:
    assert len(changes()) > 40
    bodies = [body for each in changes() for body in each.before.pattern.split("|")]
    plain = [body for body in bodies if not set(body) & set("(?.[")]
    for each in changes():
        assert 2008 <= each.year <= 2024
        assert each.link in ("renamed", "merged", "split", "recoded")
        for body in plain:
            assert not (each.before.fullmatch(body) and each.after.fullmatch(body)), body


BODIES = ["旅游局", "文化局", "文化和旅游局", "教育局", "农业局", "农业农村局", "乡村振兴局"]
UNITS = ["通渭县", "合水县", "溧水县", "溧水区", "朝阳区", "定西市", ""]


@given(
    st.lists(
        st.tuples(st.sampled_from(UNITS), st.sampled_from(BODIES), st.integers(2008, 2024)),
        max_size=12,
    )
)
def test_links_run_forwards_within_the_corpus_and_no_report_is_lost(
    reports: list[tuple[str, str, int]],
) -> None:
    found = listed(*((unit + body, year) for unit, body, year in reports)).reset_index()
    assert found["n_reports"].sum() == len(reports)
    assert found["agency_id"].is_unique
    last = found.set_index("agency_id")["last_year"]
    for row in found.to_dict("records"):
        for earlier in row["predecessors"].split():
            assert last[earlier] <= row["last_year"]
            assert earlier != row["agency_id"]
