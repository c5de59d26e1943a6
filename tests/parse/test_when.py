"""The year where nothing but a signature tells it."""

from datetime import date

import pytest

from govinfo.parse.identity.when import find_published, find_year


@pytest.mark.parametrize("tail", ["无。\n某局\n2024年1月17日", "无。某县教育局 二〇二四年三月八日"])
def test_a_report_that_names_no_year_is_on_the_year_before_its_signature(tail: str) -> None:
    when = find_year(title="某局年报", period_text="", body="", published=None, tail=tail)
    assert (when.year, when.basis, when.doubtful) == (2023, "signature", True)
    assert when.warnings[0].startswith("year_doubtful: ")


@pytest.mark.parametrize(
    ("tail", "published"),
    [
        ("无。\n某局\n2024年9月17日", None),
        ("无。", date(2024, 1, 17)),
        ("按2024年1月17日起施行的办法", None),
        ("无。", None),
    ],
)
def test_other_dates_name_no_year(tail: str, published: date | None) -> None:
    when = find_year(title="某局年报", period_text="", body="", published=published, tail=tail)
    assert (when.year, when.basis) == (None, "")


def test_a_year_in_the_title_goes_before_the_signature() -> None:
    tail = "无。\n某局\n2024年1月17日"
    when = find_year(title="2022年年报", period_text="", body="", published=None, tail=tail)
    assert (when.year, when.basis, when.warnings) == (2022, "title", ())


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("通渭县政府信息公开年报（2023年度）", 2023),
        ("2024年1月发布通渭县2023年政府信息公开工作年度报告", 2023),
        ("通渭县2022年度政府信息公开工作年度报告（2023年3月修订）", 2022),
        ("通渭县教育局2019年政府信息公开工作年度报告（国办公开办函〔2021〕30号）", 2019),
        ("通渭县23年政府信息公开工作年度报告", None),
        ("关于2008年-2010年政府信息公开工作年度报告", None),  # on several years
        ("通渭县2021—2022年政府信息公开工作报告", None),
        ("通渭县2021年和2022年政府信息公开工作报告", None),
        ("某大学2021-2022学年信息公开年度报告", None),
    ],
)
def test_of_several_years_in_a_title_the_report_s_own_counts(title: str, year: int | None) -> None:
    assert find_year(title=title, period_text="", body="", published=None).year == year


@pytest.mark.parametrize(
    ("period", "body", "year"),
    [
        ("统计期限自2023年1月1日起，至2023年12月31日止", "", 2023),
        ("统计期限为2022年1月1日至2023年12月31日", "", None),
        ("统计时间：2022年9月1日至2023年8月31日", "", None),
        ("", "根据2021年政府信息公开工作年度报告格式，编制2020年政府信息公开工作年度报告", 2020),
        ("", "2023年，我局落实。2023年，公开20条。2022年，有不足。", 2023),
    ],
)
def test_of_rivalling_periods_and_sentences_the_report_s_own_counts(
    period: str, body: str, year: int | None
) -> None:
    title = "通渭县政府信息公开工作年度报告"
    assert find_year(title=title, period_text=period, body=body, published=None).year == year


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("索引号：2024-00012 成文日期：2024年1月10日 发布日期：2024年1月19日", date(2024, 1, 19)),
        ("日期：2025-06-01 星期日 发布时间：2024-01-19", date(2024, 1, 19)),
        ("发布时间：2024-13-45 成文日期：2024-01-10", date(2024, 1, 10)),
        ("发布日期 2024年01月19日 有效期至 2030年1月1日", date(2024, 1, 19)),
        ("时间：2024年1月10日 来源：教育局", date(2024, 1, 10)),
        ("今天是2025年6月1日 星期日", None),
        ("会议时间：2024年1月10日", None),
        ("活动时间：2024年1月10日 报名时间：2024年2月1日", None),
        ("施行日期：2024年5月1日 废止日期：2029年1月1日", None),
        ("申请时间：2024年1月10日 受理时间：2024年1月12日", None),
        ("热点 发布时间：2025-05-05 正文 发布时间：2024-01-19", None),  # which is the page's own?
        ("系统时间：2025-06-01 打印日期：2024-05-01", None),
    ],
)
def test_of_rivalling_labels_only_one_of_publication_counts(
    head: str, published: date | None
) -> None:
    assert find_published(head=head, metadata=[], tail="") == published


@pytest.mark.parametrize(
    ("tail", "published"),
    [
        ("通渭县教育局\n2024年1月17日\n版权所有 2025年6月1日", date(2024, 1, 17)),
        ("某局 2024年1月17日\n上一篇：年报 2023-01-11\n下一篇：年报 2025-01-15", date(2024, 1, 17)),
        ("信息公开年报\n上一篇：2022年年报 2023-01-11", None),
        ("通渭县教育局\n2024年1月17日\n附件1：表 2023年3月1日", date(2024, 1, 17)),
        ("通渭县教育局 2024年1月17日 附件1：表 2023年3月1日", None),
        ("本报告自2024年1月17日起施行", None),
    ],
)
def test_what_a_page_carries_below_the_report_signs_nothing(
    tail: str, published: date | None
) -> None:
    assert find_published(head="", metadata=[], tail=tail) == published


@pytest.mark.parametrize(
    ("key", "value", "published"),
    [
        ("pubdate", "2024-01-19T23:30:00+08:00", date(2024, 1, 19)),
        ("PubDate", "2024-01-19T16:30:00Z", date(2024, 1, 19)),
        ("lastmodified", "2025-01-19", None),
        ("updatetime", "2025-01-19", None),
    ],
)
def test_of_the_metadata_only_publication_counts(
    key: str, value: str, published: date | None
) -> None:
    assert find_published(head="", metadata=[(key, value)], tail="") == published


@pytest.mark.parametrize(
    ("published", "year", "basis"),
    [
        (date(2023, 1, 20), 2022, "title"),
        (date(2022, 1, 20), 2021, "period"),
        (date(2024, 6, 1), 2021, "period"),
        (None, 2021, "period"),
    ],
)
def test_of_an_older_period_and_the_title_the_publication_decides(
    published: date | None, year: int, basis: str
) -> None:
    when = find_year(
        title="某县2022年政府信息公开工作年度报告",
        period_text="本报告统计期限为2021年1月1日至2021年12月31日。",
        body="",
        published=published,
    )
    assert (when.year, when.basis, when.doubtful) == (year, basis, True)
    assert when.warnings[0].startswith("year_conflict: the statistical period says 2021")


@pytest.mark.parametrize(
    ("period", "year", "broken"),
    [
        ("本报告数据统计期限为2023年1月1日至11月30日。", 2023, "2023年1月1日至11月"),
        ("数据的统计期限自2023年2月1日至2023年12月31日", 2023, "2023年2月1日至2023年12月"),
        ("统计期限为2023年1月1日至12月31日", 2023, None),
        ("统计期限为2008年5月1日至12月31日", 2008, None),
        ("公示期间为2023年3月1日至3月31日", 2023, None),
        ("统计期限为2023年1月1日至6月30日；补充统计期限为2023年1月1日至12月31日", 2023, None),
    ],
)
def test_a_statistical_period_of_some_months_is_told(
    period: str, year: int, broken: str | None
) -> None:
    when = find_year(
        title="通渭县政府信息公开工作年度报告", period_text=period, body="", published=None
    )
    assert when.year == year
    told = [text for text in when.warnings if "no calendar year" in text]
    assert told == (
        [f"year_conflict: the statistical period is no calendar year: {broken}"] if broken else []
    )
