"""The units of websites, and what they settle."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.collect.domains import host, settle_by_domain, websites
from govinfo.errors import SchemaError
from govinfo.parse.identity.who import agency_from_name
from govinfo.schema import SOURCES, conform, empty

COUNTY = ["通渭县人民政府", "通渭县教育局", "通渭县财政局", "通渭县水务局", "通渭县平襄镇"]
SITE = "http://www.tongwei.gov.cn/art/"


def sources(*reports: tuple[str, str], basis: str = "title", year: int | None = 2022):
    """Reports of these agencies at these addresses."""
    rows = []
    for number, (name, url) in enumerate(reports):
        found = agency_from_name(name, year=year, source_id=f"{number:04}")
        rows.append(
            dict.fromkeys(SOURCES.columns, "")
            | {
                "source_id": f"{number:04}",
                "path": f"{number}.html",
                "url": url,
                "agency_id": found.agency_id,
                "agency": found.name,
                "level": found.level,
                "kind": found.kind,
                "region_code": found.region_code,
                "town_code": found.town_code,
                "year": year,
                "agency_basis": basis if found.region_code else "title",
                "warnings": "\n".join(("table_lost: one", *found.warnings)),
                "published": pd.NaT,
                "bytes": 1,
                "n_reported": 0,
                "current": True,
            }
        )
    return conform(pd.DataFrame(rows), SOURCES)


def on(site: str, *names: str) -> list[tuple[str, str]]:
    return [(name, f"{site}{number}.html") for number, name in enumerate(names)]


def test_a_website_belongs_to_the_smallest_unit_in_which_its_reports_lie() -> None:
    assert websites(sources(*on(SITE, *COUNTY))) == {"tongwei.gov.cn": "621121"}
    city = ["定西市人民政府", "定西市教育局", "通渭县教育局", "通渭县人民政府", "安定区教育局"]
    assert websites(sources(*on("https://dingxi.gov.cn/", *city))) == {"dingxi.gov.cn": "621100"}
    province = ["甘肃省人民政府", "甘肃省教育厅", "合水县教育局", "定西市教育局", "甘肃省财政厅"]
    assert websites(sources(*on("https://gansu.gov.cn/", *province))) == {"gansu.gov.cn": "620000"}


@pytest.mark.parametrize(
    "names",
    [
        COUNTY[:4],  # too few documents
        ["通渭县人民政府", "通渭县人民政府", "通渭县教育局", "通渭县教育局", "通渭县教育局"],
        [*COUNTY[1:], "通渭县审计局"],  # its government is not among them: a part of a larger one
        [*COUNTY, "南京市教育局"],  # a report of another province
        [*COUNTY, "朝阳区教育局"],  # an open one that can be of no place there
    ],
)
def test_a_website_that_is_not_proven_belongs_to_nobody(names: list[str]) -> None:
    assert websites(sources(*on(SITE, *names))) == {}


@pytest.mark.parametrize("basis", ["manifest", "title and domain", "title and page"])
def test_lesser_evidence_proves_nothing_about_a_website(basis: str) -> None:
    assert websites(sources(*on(SITE, *COUNTY), basis=basis)) == {}


def test_a_website_that_is_no_government_s_belongs_to_nobody() -> None:
    assert websites(sources(*on("http://www.tongwei.com/", *COUNTY))) == {}


@pytest.mark.parametrize(
    ("name", "agency_id", "level", "town"),
    [
        ("县审计局", "621121:通渭县审计局", "county", None),
        ("县人民政府办公室", "621121:通渭县人民政府办公室", "county", None),
        ("碧玉镇", "621121:通渭县碧玉镇人民政府", "township", "621121"),
    ],
)
def test_an_open_report_on_a_county_s_website_is_settled(
    name: str, agency_id: str, level: str, town: str | None
) -> None:
    before = sources(*on(SITE, *COUNTY), (name, SITE + "x.html"), ("乡财政所", ""))
    row = settle_by_domain(before).loc[5]
    assert (row["agency_id"], row["level"]) == (agency_id, level)
    assert (row["region_code"], row["agency_basis"]) == ("621121", "title and domain")
    assert row["warnings"] == "table_lost: one"
    assert (town is None) == pd.isna(row["town_code"])


def test_a_city_of_county_rank_settles_what_says_only_city() -> None:
    names = ["义乌市人民政府", "义乌市教育局", "义乌市财政局", "义乌市审计局", "义乌市水务局"]
    before = sources(*on("http://www.yw.gov.cn/", *names, "市民政局", "市场监督管理局"))
    found = settle_by_domain(before)
    assert found.loc[5, ["agency_id", "level"]].tolist() == ["330782:义乌市民政局", "county"]
    assert pd.isna(found.loc[6, "region_code"])  # 市场监督管理局 names no city


def test_of_same_named_districts_the_one_in_the_city_is_taken() -> None:
    names = ["长春市人民政府", "长春市教育局", "长春市财政局", "南关区教育局", "农安县教育局"]
    found = settle_by_domain(sources(*on("http://changchun.gov.cn/", *names, "朝阳区教育局")))
    assert found.loc[5, "agency_id"] == "220104:朝阳区教育局"


@pytest.mark.parametrize(
    "name",
    [
        "区审计局",  # 通渭县 is no 区
        "市审计局",
        "李家坪镇",  # no such town is known there
        "审计局",
        "通渭县审计局",
        "兰州市城关镇",
        "复旦大学",
    ],
)
def test_what_a_website_does_not_settle_stays_as_it_is(name: str) -> None:
    before = sources(*on(SITE, *COUNTY), (name, SITE + "x.html"))
    pd.testing.assert_frame_equal(settle_by_domain(before), before)


def test_two_candidates_in_a_province_stay_open() -> None:
    names = ["江苏省人民政府", "江苏省教育厅", "江苏省财政厅", "南京市教育局", "徐州市教育局"]
    before = sources(*on("http://www.jiangsu.gov.cn/", *names, "鼓楼区教育局"))
    assert websites(before) == {"jiangsu.gov.cn": "320000"}
    pd.testing.assert_frame_equal(settle_by_domain(before), before)


@pytest.mark.parametrize("name", ["县审计局", "城关镇", "碧玉镇", "平凉市城关镇"])
@pytest.mark.parametrize("folder", ["jingning/", "jingning/zfxxgk/", ""])
def test_on_a_website_of_many_counties_another_folder_settles_nothing(
    name: str, folder: str
) -> None:
    site = "https://zfxxgk.gansu.gov.cn/"
    before = sources(*on(site + "tongwei/", *COUNTY), (name, f"{site}{folder}x.html"))
    pd.testing.assert_frame_equal(settle_by_domain(before), before)


def test_a_website_is_led_through_the_years() -> None:
    site = "http://www.njls.gov.cn/"
    names = ["溧水区人民政府", "溧水区教育局", "溧水区财政局", "溧水区水务局", "溧水区审计局"]
    later = sources(*on(site, *names), year=2016)
    earlier = sources(("县民政局", site + "old.html"), year=2010).assign(source_id="old")
    # 县民政局 was of 溧水县, which the website's 溧水区 was then.
    found = settle_by_domain(pd.concat([later, earlier], ignore_index=True))
    assert found.loc[5, "agency_id"] == "320124:溧水县民政局"


def test_an_empty_frame_and_one_without_the_columns() -> None:
    assert len(settle_by_domain(empty(SOURCES))) == 0
    with pytest.raises(SchemaError, match="url"):
        settle_by_domain(pd.DataFrame({"path": ["a"]}))


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.beijing.gov.cn/a", "beijing.gov.cn"),
        ("zwgk.tongwei.gov.cn/a", "zwgk.tongwei.gov.cn"),
        ("HTTP://TONGWEI.GOV.CN", "tongwei.gov.cn"),
        ("http://[broken", ""),
        ("http://gov.cn.example.org/", ""),
        ("http://www.gov.cn/zhengce/", ""),  # the State Council's, and everybody's
        ("http://tongwei.gov.cn@example.org/", ""),
        ("http://example.org/?url=http://tongwei.gov.cn", ""),
        ("https://web.archive.org/web/2020/http://tongwei.gov.cn/a", ""),
        ("http://202.100.64.1:8080/a", ""),
        ("http://通渭.政务/", ""),
        ("tongwei.gov.cn:8080", "tongwei.gov.cn"),
        ("//www.tongwei.gov.cn/a", "tongwei.gov.cn"),
        ("http://tongwei.gov.cn:port/", "tongwei.gov.cn"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_host_is_compared_as_printed(url: str | None, name: str) -> None:
    assert host(url) == name


@given(
    st.lists(
        st.tuples(
            st.sampled_from([*COUNTY, "县教育局", "朝阳区教育局", "城关镇", "定西市教育局"]),
            st.sampled_from([SITE, "http://dingxi.gov.cn/", ""]),
        ),
        max_size=12,
    )
)
def test_only_open_rows_change_and_what_is_settled_lies_in_the_unit(
    reports: list[tuple[str, str]],
) -> None:
    before = sources(*reports) if reports else empty(SOURCES)
    after, owners = settle_by_domain(before), websites(before)
    settled = before["region_code"].isna() & after["region_code"].notna()
    pd.testing.assert_frame_equal(after[~settled], before[~settled])
    for row in after[settled].to_dict("records"):
        assert row["region_code"][:4] == owners[host(row["url"])][:4]
