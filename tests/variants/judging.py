"""What govinfo makes of a made-up document, beside what is printed in it."""

from math import isclose

from govinfo.errors import ParseError
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.schema import STATUSES
from variants.tables import BLANKS


def judge(text, printed):
    """How many cells are right and printed, and every cell that claims what is not printed."""
    right, wanted, wrong = verdict(text, printed)
    return len(right), len(wanted), wrong


def verdict(text, printed):
    """Metrics that are right, metrics whose cell holds a number, and wrong cells."""
    return compare(read_columns(text), printed)


def read_columns(text):
    """The facts of a document as columns; none where it is no report."""
    path = "page.html" if text.startswith("<html") else "page.txt"
    try:
        return parse(read_document(text.encode(), path=path)).columns
    except ParseError:
        return None


def reported(columns):
    """The value of each reported metric, prose apart."""
    return {
        metric: value
        for metric, form, value, state in zip(
            columns.metric, columns.form, columns.value, columns.state, strict=True
        )
        if form != "narrative" and STATUSES[(state & 7) - 1] == "reported"
    }


def compare(columns, printed):
    """As `verdict`, for facts that are at hand."""
    wanted = {m for m, cells in printed.items() if m and any(c.value is not None for c in cells)}
    right, wrong = set(), []
    if columns is None:
        return right, wanted, wrong
    for metric, form, value, state in zip(
        columns.metric, columns.form, columns.value, columns.state, strict=True
    ):
        status = STATUSES[(state & 7) - 1]
        cells = printed.get(metric, [])
        if form == "narrative":
            continue
        if status == "reported":
            if cells and all(c.value is not None and isclose(c.value, value) for c in cells):
                right.add(metric)
            else:
                wrong.append((metric, value, [cell.text for cell in cells]))
        elif status in ("blank", "not_applicable") and any(
            cell.text.strip() not in BLANKS for cell in cells
        ):
            wrong.append((metric, status, [cell.text for cell in cells]))
    return right, wanted, wrong
