from __future__ import annotations

import pickle
from pathlib import Path

import pandas as pd
import pytest

import govinfo as gi
from govinfo.cli import main
from govinfo.parse import row_forms

HEAD = "form,order,row_path,column_path,metric,unit,label_en\n"
ROWS = (
    "my.2010,1,受理申请总数,数量,my.received,件,received\n"
    "my.2010,2,受理申请总数/其中：1．在办理,数量,my.received.open,件,\n"
    "my.2010,3,受理申请总数/2．已办结,数量,my.received.closed,件,\n"
    "my.2010,4,受理申请总数/2．已办结/其中：1．同意提供,数量,my.granted,件,\n"
    "my.2010,5,受理申请总数/2．已办结/2．其他,数量,my.closed.other,件,\n"
    "my.2010,6,咨询总数,数量,my.advice,人次,\n"
    "my.2010,7,咨询总数/其中：1．其他,数量,my.advice.other,人次,\n"
    "my.2010,8,收取费用总额,数量,my.fees,元,\n"
)
TITLE = "某县水利局2010年政府信息公开工作年度报告"
PAGE = (
    f"{TITLE}\n一、概述\n统计期限为2010年1月1日至2010年12月31日。\n二、存在的主要问题及改进情况\n三、附表\n"
    "指标名称 单位 数量 受理申请总数 件 9 其中：1．在办理 件 2 2．已办结 件 7 "
    "其中：1．同意提供 件 4 2．其他 件 3 咨询总数 人次 11 "
    "其中：1．其他 人次 5 收取费用总额 元 120 附件"
)
VALUES = {
    "my.received": 9,
    "my.received.open": 2,
    "my.received.closed": 7,
    "my.granted": 4,
    "my.closed.other": 3,
    "my.advice": 11,
    "my.advice.other": 5,
    "my.fees": 120,
}


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    path = tmp_path / "forms.csv"
    path.write_text(HEAD + ROWS, encoding="utf-8-sig")
    return path


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "pages" / "page.txt"
    path.parent.mkdir()
    path.write_text(PAGE, encoding="utf-8")
    return path


def _values(facts: pd.DataFrame) -> dict[str, float]:
    mine = facts[facts["form"] == "my.2010"].set_index("metric")
    return {str(name): value for name, value in mine["value"].items()}


def test_a_form_of_ones_own_is_read_beside_the_registered_ones(forms: Path, page: Path) -> None:
    report = gi.read_report(page, forms=forms)
    assert _values(report.facts()) == VALUES
    assert report.forms == ("my.2010",)
    units = report.facts().set_index("metric")["unit"].astype("str")
    assert units["my.advice"] == "人次"


def test_without_it_the_same_page_has_no_facts_of_that_form(forms: Path, page: Path) -> None:
    gi.read_report(page, forms=forms)
    assert "my.2010" not in set(gi.read_report(page).facts()["form"])
    assert "my.received" not in set(gi.metrics()["metric"])
    assert "my.2010" not in set(gi.forms()["form"])


def test_its_facts_are_saved_and_loaded_with_the_others(
    forms: Path, page: Path, tmp_path: Path
) -> None:
    corpus = gi.read_reports(page.parent, forms=forms, progress=False)
    again = gi.load(corpus.save(tmp_path / "panel"))
    assert _values(again.facts) == VALUES
    pd.testing.assert_frame_equal(again.facts, corpus.facts)
    plain = gi.read_reports(page.parent, progress=False)
    assert _values(gi.load(plain.save(tmp_path / "panel")).facts) == {}


def test_frames_of_facts_take_its_metrics(forms: Path, page: Path) -> None:
    corpus = gi.read_reports(page.parent, forms=forms, progress=False)
    facts = corpus.facts
    assert gi.explain(corpus, "某县水利局", 2010, "my.received")["label_en"].tolist() == [
        "received"
    ]
    assert gi.aggregate(facts, ["year"], metrics="my.received")["value"].tolist() == [9]
    assert gi.wide(facts, metrics="my.received")["my.received"].tolist() == [9]
    with pytest.raises(gi.UnknownNameError):
        gi.wide(facts, metrics="my.receivd")
    assert gi.wide(facts)["my.received"].tolist() == [9]
    assert gi.check(facts)["ok"].isna().all()


def test_a_table_whose_rows_have_other_labels_is_not_of_the_form(forms: Path, page: Path) -> None:
    page.write_text(PAGE.replace("总数", "数").replace("申请", "来信"), encoding="utf-8")
    assert _values(gi.read_report(page, forms=forms).facts()) == {}


def test_several_columns_are_told_by_their_heads(tmp_path: Path) -> None:
    rows = ["主动公开信息数", "受理申请总数", "行政复议总数", "行政诉讼总数"]
    columns = ["区政府", "区直部门", "乡镇街道"]
    forms = tmp_path / "forms.csv"
    forms.write_text(
        "form,order,row_path,column_path,metric\n"
        + "".join(
            f"my.three,{i},{row},{column},my.r{i // 3}.c{i % 3}\n"
            for i, (row, column) in enumerate((row, column) for row in rows for column in columns)
        ),
        encoding="utf-8",
    )
    page = tmp_path / "page.html"
    body = "".join(
        f"<tr><td>{row}</td><td>件</td><td>{i}1</td><td>{i}3</td><td>9</td><td>{i}2</td></tr>"
        for i, row in enumerate(rows, start=1)
    )
    head = "".join(
        f"<td>{text}</td>"
        for text in ("指标名称", "单位", "区政府", "乡镇街道", "企业", "区直部门")
    )
    page.write_text(
        f"<html><p>{TITLE}</p><p>一、概述</p><table><tr>{head}</tr>{body}</table></html>",
        encoding="utf-8",
    )
    facts = gi.read_report(page, forms=forms, year=2010).facts().set_index("metric")["value"]
    assert {str(name): value for name, value in facts.items()} == {
        f"my.r{i}.c{j}": 10 * (i + 1) + j + 1 for i in range(4) for j in range(3)
    }


def test_its_cells_and_metrics_can_be_listed(forms: Path) -> None:
    listed = gi.forms(forms)
    assert len(listed) == len(gi.forms()) + len(VALUES)
    assert gi.metrics(forms).set_index("metric").loc["my.fees", "kind"] == "money"


def test_forms_read_once_can_be_given_again_and_sent_to_other_processes(
    forms: Path, page: Path
) -> None:
    own = pickle.loads(pickle.dumps(gi.read_forms(forms)))
    assert own == gi.read_forms(forms)
    assert _values(gi.read_report(page, forms=own).facts()) == VALUES
    assert row_forms(own) is row_forms(gi.read_forms(forms))


def test_build_takes_forms(forms: Path, page: Path, tmp_path: Path) -> None:
    assert main(["build", str(page), "--out", str(tmp_path / "out"), "--forms", str(forms)]) == 0
    facts = pd.read_csv(tmp_path / "out" / "facts.csv")
    assert _values(facts) == VALUES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("form,order,metric\n", r"lacks 'row_path', 'column_path'.*one row per cell"),
        (HEAD, "holds no form"),
        (HEAD + "my.2010,1,总数,数量,,件,\n", r"line 2: metric is empty"),
        (HEAD + "my.2010,one,总数,数量,my.a,件,\n", r"line 2: order is 'one'"),
        (HEAD + "my.2010,1,总数,数量,received,件,\n", r"'received' is no metric id"),
        (HEAD + "my.2010,1,总数,数量,rules.issued,件,\n", r"'rules.issued' is in govinfo's own"),
        (HEAD + "disputes,1,总数,数量,my.a,件,\n", r"form 'disputes' is in govinfo's own"),
        (HEAD + ROWS + ROWS, r"line 10: metric 'my.received' stands in line 2 already"),
        (
            HEAD + "my.2010,1,总数,数量,my.a,件,\nmy.2010,2,总数,数量,my.b,件,\n",
            r"line 3: cell '总数', '数量' of form 'my.2010' stands in line 2 already",
        ),
        (
            HEAD + "my.2010,1,1．总数,数量,my.a,件,\nmy.2010,2,2．总数,数量,my.b,件,\n",
            r"rows '1．总数' and '2．总数' have the same labels",
        ),
        (
            "form,order,row_path,column_path,metric,kind\nmy.2010,1,总数,数量,my.a,money\n",
            r"kind 'money' does not go with unit ''",
        ),
        (
            "form,order,row_path,column_path,metric,kind\nmy.2010,1,总数,数量,my.a,sum\n",
            r"kind is 'sum'\. Write one of flow",
        ),
    ],
)
def test_a_malformed_form_is_refused_before_anything_is_read(
    tmp_path: Path, page: Path, text: str, told: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(gi.SchemaError, match=told):
        gi.read_reports(page.parent, forms=path)


def test_a_missing_or_misencoded_file_of_forms_is_told(tmp_path: Path, page: Path) -> None:
    with pytest.raises(gi.ReadError, match="cannot be read"):
        gi.read_report(page, forms=tmp_path / "none.csv")
    (tmp_path / "gbk.csv").write_bytes((HEAD + ROWS).encode("gb18030"))
    with pytest.raises(gi.SchemaError, match="is not UTF-8"):
        gi.read_report(page, forms=tmp_path / "gbk.csv")


@pytest.mark.parametrize("first", [True, False])
def test_what_was_read_without_a_form_does_not_hide_it_later(
    forms: Path, samples: Path, tmp_path: Path, first: bool
) -> None:
    rows = "".join(
        f"<tr><td>{row.split(',')[2].split('/')[-1]}</td><td>{i}</td></tr>"
        for i, row in enumerate(ROWS.splitlines(), start=1)
    )
    table = f"<table><tr><td>项目</td><td>数量</td></tr>{rows}</table>"
    page = (samples / "dehua" / "2022.html").read_text(encoding="utf-8")
    at = page.index("<table") if first else page.rindex("</table>") + len("</table>")
    path = tmp_path / "page.html"
    path.write_text(page[:at] + table + page[at:], encoding="utf-8")
    plain = gi.read_report(path)
    assert _values(plain.facts()) == {}
    facts = gi.read_report(path, forms=forms).facts()
    assert list(_values(facts).values()) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (facts["form"] != "my.2010").sum() == len(plain.facts())
    assert _values(gi.read_report(path).facts()) == {}
