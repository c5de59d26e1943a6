"""Grids read by plan give what reading them cell by cell gives."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from govinfo.model import Table
from govinfo.parse import fold, tables
from govinfo.parse.plans import Plans
from govinfo.read import read_document

REPORTS = Path(__file__).parents[2] / "data" / "reports"
PAGES = ["tianshui/2024.html", "putian/2022.html", "lingshan/2019.html", "dehua/2020.html"]
PRINTS = ["0", "1", "12", "", "-", "&nbsp;", "5①", "1,234", "0.5", "无", "３", "12 3"]


def document_of(markup):
    return read_document(markup.encode(), path="page.html")


def columns_of(placed):
    columns = placed.columns
    return (
        *(columns.metric, columns.form, list(map(repr, columns.value)), columns.state),
        *(columns.raw, columns.table, columns.first, columns.last, columns.unit_unstated),
        *(placed.kinds, placed.forms, placed.notes),
    )


def read(markup, plans, monkeypatch):
    monkeypatch.setattr(tables, "_plans", plans)
    document = document_of(markup)
    return columns_of(tables.read_tables(document, fold.fold(document.text)))


def grids(markup):
    return tuple(block for block in document_of(markup).blocks if isinstance(block, Table))


def other_numbers(markup, factor):
    return re.sub(r">(\d+)<", lambda found: f">{int(found[1]) * factor}<", markup)


def mutated(markup, rng):
    """One cell printed otherwise, dropped, doubled or put in."""
    cells = list(re.finditer(r"<td[^>]*>.*?</td>", markup, re.DOTALL))
    cell = rng.choice(cells)
    numbers = [c for c in cells if re.fullmatch(r"<td>\d+</td>", c[0])]
    kind = rng.choice(["print", "print", "drop", "double", "put in"])
    if kind == "print" and numbers:
        cell = rng.choice(numbers)
        return f"{markup[: cell.start()]}<td>{rng.choice(PRINTS)}</td>{markup[cell.end() :]}"
    if kind == "drop":
        return markup[: cell.start()] + markup[cell.end() :]
    extra = cell[0] if kind == "double" else "<td>9</td>"
    return markup[: cell.end()] + extra + markup[cell.end() :]


@pytest.mark.parametrize("name", PAGES)
def test_a_second_report_of_the_same_tables_is_read_by_the_plan_of_the_first(name, monkeypatch):
    markup = (REPORTS / name).read_text(encoding="utf-8")
    plans = Plans()
    first = read(markup, plans, monkeypatch)
    assert plans.recall(grids(markup)) is not None
    assert read(markup, plans, monkeypatch) == first
    other = other_numbers(markup, 3)
    assert plans.recall(grids(other)) is not None
    assert read(other, plans, monkeypatch) == read(other, Plans(), monkeypatch)


@pytest.mark.parametrize("name", PAGES)
def test_whatever_is_changed_the_plan_gives_what_reading_gives(name, monkeypatch):
    rng = random.Random(name)
    markup = (REPORTS / name).read_text(encoding="utf-8")
    plans = Plans()
    read(markup, plans, monkeypatch)
    for _ in range(25):
        damaged = mutated(markup, rng)
        assert read(damaged, plans, monkeypatch) == read(damaged, Plans(), monkeypatch)


def test_a_sum_that_does_not_hold_needs_a_reading_of_its_own():
    markup = (REPORTS / PAGES[0]).read_text(encoding="utf-8")
    plans = Plans()
    document = document_of(markup)
    sheets, looked_at = tables.read_sheets(document, fold.fold(document.text))
    plans.learn(grids(markup), sheets, tables.place_facts(sheets, looked_at))
    assert plans.recall(grids(markup)) is not None
    own = grids(markup)
    changed = [
        replace(table, texts=(*table.texts[:-1], "987")) if table is own[-1] else table
        for table in own
    ]
    assert plans.recall(tuple(changed)) is None


def test_tables_before_the_first_form_don_t_matter(monkeypatch):
    markup = (REPORTS / PAGES[0]).read_text(encoding="utf-8")
    plans = Plans()
    read(markup, plans, monkeypatch)
    card = (
        "<table><tr><td>索引号</td><td>X-1</td></tr><tr><td>发布机构</td><td>某局</td></tr></table>"
    )
    later = markup.replace("<body>", f"<body>{card}", 1)
    assert len(grids(later)) == len(grids(markup)) + 1
    assert plans.recall(grids(later)) is not None
    assert read(later, plans, monkeypatch) == read(later, Plans(), monkeypatch)


def test_a_row_printed_twice_teaches_no_plan(monkeypatch):
    markup = (REPORTS / PAGES[0]).read_text(encoding="utf-8")
    row = next(
        found[0]
        for found in re.finditer(r"<tr>.*?</tr>", markup, re.DOTALL)
        if ">规章<" in found[0]
    )
    twice = markup.replace(row, row * 2, 1)
    plans = Plans()
    read(twice, plans, monkeypatch)
    other = markup.replace(row, row + re.sub(r">\d+<", ">77<", row), 1)
    assert grids(twice)[0].layout is grids(other)[0].layout
    assert read(other, plans, monkeypatch) == read(other, Plans(), monkeypatch)


def test_no_table_no_plan():
    assert Plans().recall(()) is None
