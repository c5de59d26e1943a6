"""Numbers of other bodies than the agency."""

import pytest

from govinfo.parse.narrative.prose import read_narrative

RECEIVED = "narrative.requests_received"


def received(text: str, agency: str | None) -> list[float]:
    found = read_narrative({"overview": text}, year=2023, agency=agency)
    return [one.value for one in found if one.metric == RECEIVED and one.status == "reported"]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("县公安局收到政府信息公开申请3件。", "甲县人民政府"),
        ("2023年，市教育局共收到政府信息公开申请3件。", "通渭县教育局"),
        ("县政府收到政府信息公开申请3件。", "通渭县教育局"),
        ("海河镇收到政府信息公开申请3件。", "通渭县马营镇人民政府"),
        ("县政府收到政府信息公开申请3件。", "射阳县海河镇人民政府"),
        ("射阳县人民政府收到政府信息公开申请3件。", "射阳县海河镇人民政府"),
        ("县公安局未收到政府信息公开申请。", "甲县人民政府"),
    ],
)
def test_a_clause_about_another_body_is_left_out(text: str, agency: str) -> None:
    assert received(text, agency) == []


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("县公安局收到政府信息公开申请3件。", "甲县公安局"),
        ("县人社局收到政府信息公开申请3件。", "甲县人力资源和社会保障局"),
        ("定西市通渭县教育局收到政府信息公开申请3件。", "通渭县教育局"),
        ("甘肃省定西市通渭县人社局收到政府信息公开申请3件。", "通渭县人力资源和社会保障局"),
        ("2023年，海河镇共收到政府信息公开申请3件。", "射阳县海河镇人民政府"),
        ("县政府收到政府信息公开申请3件。", "通渭县人民政府"),
        ("海河镇政府收到政府信息公开申请3件。", "射阳县海河镇人民政府"),
        ("射阳县海河镇人民政府收到政府信息公开申请3件。", "射阳县海河镇人民政府"),
        ("市政府收到政府信息公开申请3件。", "上海市人民政府办公厅"),
        ("我局收到政府信息公开申请3件。", "通渭县教育局"),
        ("全市收到政府信息公开申请3件。", "天水市人民政府"),
        ("县公安局收到政府信息公开申请3件。", None),
        ("管委会全年收到政府信息公开申请3件。", "某某经济开发区管理委员会"),
        ("党政办公室全年收到政府信息公开申请3件。", "射阳县海河镇人民政府"),
    ],
)
def test_the_agency_by_any_of_its_names_is_not(text: str, agency: str | None) -> None:
    assert received(text, agency) == [3]
