"""Digits that a reader of the page sees apart are never joined into one number."""

from __future__ import annotations

import pytest

from govinfo.model import Table
from govinfo.read import read_document


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('12<span style="display:none">3</span>', "12"),
        ("12<span hidden>3</span>", "12"),
        ('<span style="text-decoration:line-through">12</span>13', "12 13"),
        ('12<a href="#note1">1</a>', "12 1"),
        ("12<input value=4>", "12 4"),
        ("<span>1</span><span>2</span>", "12"),
    ],
)
def test_what_stands_apart_in_a_cell_is_not_joined(markup: str, text: str) -> None:
    page = f"<table><tr><td>甲</td><td>乙</td></tr><tr><td>{markup}</td><td>7</td></tr></table>"
    document = read_document(page.encode(), path="page.html")
    table = next(block for block in document.blocks if isinstance(block, Table))
    cell = next(cell for cell in table.cells if (cell.row, cell.column) == (1, 0))
    assert cell.text == text
