"""Bases that are not of the report's year."""

import pytest

from govinfo.parse.identity.citations import stale_basis

PLAN = "按照《{}年政务公开工作要点》要求，我镇……"


@pytest.mark.parametrize(
    ("text", "year", "cited"),
    [
        (PLAN.format(2021), 2022, "2021年政务公开工作要点"),
        (PLAN.format("二〇二一"), 2022, "二〇二一年政务公开工作要点"),
        ("落实《甘肃省2020年政务公开工作要点》", 2022, "2020年政务公开工作要点"),
        ("对照2021年全县政务公开重点工作要点", 2022, "2021年全县政务公开重点工作要点"),
        ("根据《条例》（国务院令第492号）", 2020, "492"),
        ("按照国办公开办函〔2019〕60号要求", 2022, "60号"),
        ("（中华人民共和国国务院令第492号）", 2022, "492"),
        ("国务院第492号令", 2019, "492"),
        ("按照国办公开办函[2019] 60 号要求", 2022, "60号"),
    ],
)
def test_a_basis_of_another_year_is_told(text: str, year: int, cited: str) -> None:
    (found,) = stale_basis(text, year)
    assert found.startswith("stale_basis: ")
    assert cited in found


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (PLAN.format(2022), 2022),
        (PLAN.format(2023), 2022),
        ("制定明年工作，回顾2021年政务公开工作要点", 2022),
        ("根据《条例》（国务院令第492号）", 2018),
        ("《条例》（国务院令第711号，原第492号）", 2020),
        ("国办公开办函〔2019〕60号", 2020),
        ("国办公开办函〔2021〕30号（原〔2019〕60号）", 2022),
        ("某政办〔2019〕160号", 2022),
        ("共收到60件", 2022),
        ("较《2021年政务公开工作要点》落实情况有所提升", 2022),
        ("继续落实2021年政务公开工作要点未完成事项", 2022),
        ("对照2021年政务公开工作要点查漏补缺，制定2022年政务公开工作要点", 2022),
        ("在2021年政务公开工作要点基础上，印发《2022年政务公开工作要点》", 2022),
        ("答复人大第492号建议、政协第492号提案", 2023),
        ("通政办发〔2019〕60号、人社发[2019]60号", 2022),
        ("办理2021492号申请", 2022),
        ("", 2022),
    ],
)
def test_a_basis_of_the_year_and_history_are_not(text: str, year: int) -> None:
    assert list(stale_basis(text, year)) == []


def test_a_plan_cited_twice_is_told_once() -> None:
    assert len(list(stale_basis(PLAN.format(2021) * 2, 2022))) == 1
