"""Tables as agencies publish them: clean HTML, Word HTML, pipes, tabs, one cell per line.

A table is a list of rows, a row a list of :class:`Box`: the text of a cell and how many
columns and rows it spans. Each layout turns such a table into lines of text or markup.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from figures import form_rows


@dataclass(frozen=True, slots=True)
class Box:
    """One printed cell."""

    text: str
    across: int = 1
    down: int = 1


Grid = list[list[Box]]


def proactive(form: str, show: Callable[[str], str], words: Mapping[str, Any]) -> Grid:
    """Table two: one block of its own header for each item of article 20."""
    grid: Grid = []
    rows = form_rows(form)
    for block, cells in groupby(rows, key=lambda row: row["row_path"].split("/")[0]):
        lines = {
            name: list(line)
            for name, line in groupby(cells, key=lambda row: row["row_path"].split("/")[1])
        }
        columns = [row["column_path"] for row in next(iter(lines.values()))]
        spans = words["spans"][str(len(columns))]
        grid.append([Box(block, 1 + sum(spans))])
        heads = zip(columns, spans, strict=True)
        grid.append([Box(words["content"]), *(Box(head, span) for head, span in heads)])
        for name, line in lines.items():
            values = zip(line, spans, strict=True)
            grid.append([Box(name), *(Box(show(c["metric"]), span) for c, span in values)])
    return grid


def shifted(grid: Grid, words: Mapping[str, Any]) -> Grid:
    """Print the same table five columns wide, header and data cut at different places.

    So it is printed in many reports on the form of 2019: the header widens its second
    last column, the data row its second.
    """
    rows: Grid = []
    for row in grid:
        if len(row) == 4:
            at = 2 if row[0].text == words["content"] else 1
            row = [replace(box, across=2) if i == at else box for i, box in enumerate(row)]
        else:
            row = [*row[:-1], replace(row[-1], across=row[-1].across + 1)]
        rows.append(row)
    return rows


def requests(form: str, show: Callable[[str], str], words: Mapping[str, Any]) -> Grid:
    """Table three: three columns of labels, then six kinds of applicants and their total."""
    cells = form_rows(form)
    lines = [
        (path.split("/"), list(line)) for path, line in groupby(cells, key=lambda c: c["row_path"])
    ]
    columns = [cell["column_path"].split("/") for cell in lines[0][1]]
    parts = [path[1] for path in columns if len(path) == 2]
    group = next(path[0] for path in columns if len(path) == 2)
    grid: Grid = [
        [Box(words["note"], 3, 3), Box(words["applicants"], len(columns))],
        [Box(columns[0][0], 1, 2), Box(group, len(parts)), Box(columns[-1][0], 1, 2)],
        [Box(part) for part in parts],
    ]
    for number, (path, line) in enumerate(lines):
        row: list[Box] = []
        for depth in range(len(path) - 1):
            above = lines[number - 1][0] if number else []
            if above[: depth + 1] != path[: depth + 1]:
                same = sum(other[: depth + 1] == path[: depth + 1] for other, _ in lines)
                row.append(Box(path[depth], 1, same))
        row.append(Box(path[-1], 4 - len(path)))
        grid.append([*row, *(Box(show(cell["metric"])) for cell in line)])
    return grid


def disputes(form: str, show: Callable[[str], str], words: Mapping[str, Any]) -> Grid:
    """Table four: three rows of headers above a single row of fifteen values."""
    cells = [(row["column_path"].split("/"), row["metric"]) for row in form_rows(form)]
    first = [
        Box(name, len(list(line))) for name, line in groupby(cells, key=lambda cell: cell[0][0])
    ]
    second: list[Box] = []
    for (head, name), line in groupby(cells, key=lambda cell: (len(cell[0]), cell[0][1])):
        second.append(Box(name, 1, 2) if head == 2 else Box(name, len(list(line))))
    third = [Box(path[2]) for path, _ in cells if len(path) == 3]
    return [first, second, third, [Box(show(metric)) for _, metric in cells]]


def width(grid: Grid) -> int:
    """Count the columns of a table."""
    return max(sum(box.across for box in row) for row in grid)


def _attributes(box: Box) -> str:
    across = f' colspan="{box.across}"' if box.across > 1 else ""
    return across + (f' rowspan="{box.down}"' if box.down > 1 else "")


def html_clean(grid: Grid, words: Mapping[str, Any]) -> str:
    """Write a table as a content-management system does."""
    lines = ['<table border="1" cellspacing="0" cellpadding="4" width="100%">', "<tbody>"]
    for row in grid:
        boxes = "".join(f"<td{_attributes(b)}>{html.escape(b.text, quote=False)}</td>" for b in row)
        lines.append(f"<tr>{boxes}</tr>")
    return "\n".join([*lines, "</tbody>", "</table>"])


def html_spans(grid: Grid, words: Mapping[str, Any]) -> str:
    """As :func:`html_clean`, every cell a centred paragraph, empty cells a no-break space."""
    lines = ['<table align="center" border="1" cellspacing="1"><tbody>']
    for row in grid:
        boxes = "".join(
            f'<td{_attributes(b)} nowrap="nowrap"><p align="center">{b.text or "&nbsp;"}</p></td>'
            for b in row
        )
        lines.append(f"<tr>{boxes}</tr>")
    return "\n".join([*lines, "</tbody></table>"])


def html_break(grid: Grid, words: Mapping[str, Any]) -> str:
    """As :func:`html_clean`, with line breaks inside the words of the headers."""
    broken: Mapping[str, str] = words["broken"]
    text = html_clean(grid, words)
    for word, parts in broken.items():
        text = text.replace(f">{word}<", f">{parts.replace('|', '<br />')}<")
    return text


def html_word(grid: Grid, words: Mapping[str, Any]) -> str:
    """Write a table as pasted from Word: paragraphs, wrapped spans, mso styles, empty ``o:p``."""
    face = words["face"]
    lines = ['<table class="MsoTableGrid" style="border-collapse:collapse;mso-yfti-tbllook:480">']
    for row in grid:
        lines.append('<tr style="mso-yfti-irow:1;height:20pt">')
        for box in row:
            inner = f'<span style="font-family:{face}">{html.escape(box.text, quote=False)}</span>'
            lines.append(
                f'<td{_attributes(box)} valign="center"><p class="MsoNormal" '
                f'style="mso-line-height-rule:exactly">{inner}<o:p></o:p></p></td>'
            )
        lines.append("</tr>")
    return "\n".join([*lines, "</table>"])


def text_blank(grid: Grid, words: Mapping[str, Any]) -> str:
    """One cell per line, blank lines between, narrow headers broken as on the page."""
    broken: Mapping[str, str] = words["broken"]
    texts = [broken.get(box.text, box.text).replace("|", "\n\n") for row in grid for box in row]
    return "\n\n".join(text + "\u00a0" if text.isdigit() else text for text in texts)


def text_tight(grid: Grid, words: Mapping[str, Any]) -> str:
    """One cell per line and nothing between."""
    return "\n".join(box.text for row in grid for box in row)


def pipe_fragments(grid: Grid, words: Mapping[str, Any]) -> str:
    """One cell per line, rows begin with a pipe, spanned places follow as bare pipes."""
    columns, lines = width(grid), []
    for row in grid:
        lines += [f"| {row[0].text} |", *(f"{box.text} |" for box in row[1:])]
        if columns > len(row):
            lines.append("|" * (columns - len(row)))
    return "\n".join(lines)


def expanded(grid: Grid) -> list[list[str]]:
    """Fill every place of a table: a spanned place is an empty string."""
    columns = width(grid)
    places: list[list[str | None]] = [[None] * columns for _ in grid]
    for r, row in enumerate(grid):
        for box in row:
            c = places[r].index(None)
            for below in range(r, min(r + box.down, len(grid))):
                places[below][c : c + box.across] = [""] * box.across
            places[r][c] = box.text
    return [[text or "" for text in row] for row in places]


def pipe_rows(grid: Grid, words: Mapping[str, Any]) -> str:
    """One row per line between pipes, spanned places empty."""
    return "\n".join(f"| {' | '.join(row)} |" for row in expanded(grid))


def pipe_trailing(grid: Grid, words: Mapping[str, Any]) -> str:
    """One row per line, a pipe after every cell and for every spanned place."""
    columns = width(grid)
    return "\n".join(
        " | ".join(box.text for box in row) + " |" + "|" * (columns - len(row)) for row in grid
    )


def tabs(grid: Grid, words: Mapping[str, Any]) -> str:
    """One row per line, cells parted by tabs, as copied out of a browser."""
    return "\n".join("\t".join(box.text for box in row) for row in grid)


LAYOUTS: Mapping[str, Callable[[Grid, Mapping[str, Any]], str]] = {
    "html_clean": html_clean,
    "html_spans": html_spans,
    "html_br": html_break,
    "html_word": html_word,
    "text_blank": text_blank,
    "text_tight": text_tight,
    "pipe_fragments": pipe_fragments,
    "pipe_rows": pipe_rows,
    "pipe_trailing": pipe_trailing,
    "tabs": tabs,
}


def tables(
    forms: Sequence[str], show: Callable[[str], str], words: Mapping[str, Any]
) -> tuple[Grid, Grid, Grid]:
    """Lay out the three tables of one report, on the forms named in that order."""
    second, third, fourth = forms
    return (
        proactive(second, show, words),
        requests(third, show, words),
        disputes(fourth, show, words),
    )
