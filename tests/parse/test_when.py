"""The year where nothing but a signature tells it."""

from datetime import date

import pytest

from govinfo.parse.identity.when import find_year


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
