"""Every way to hand the pieces of one row to its columns."""

import math
import re
from itertools import combinations

from variants.pieces import runs
from variants.tables import BLANKS

NUMBER = re.compile(r"[+\-−－]?\d+(?:[,，]\d{3})*(?:\.\d+)?")
UNIT = re.compile(r"(?<=\d)件$")
NOTE = re.compile(r"（[^（）]*）")
WIDE = str.maketrans("０１２３４５６７８９－−，", "0123456789--,")
UNREAD = "?"  # a cell that holds something else than a number
MOST = 30_000  # assignments and sums looked at before a page counts as unproved


class UnprovedError(Exception):
    """More assignments than can be looked at."""


def assignments(row, layout):
    """Every tuple of cells, one for each column, that the row may stand for."""
    width = len(row.metrics)
    cells = [read(piece) for piece in row.pieces]
    if not runs(layout) and len(cells) == width:
        return [tuple(cells)]
    return [found for found in placed(row, cells) if sums_hold(row, found)]


def read(piece):
    """The number in a cell; None where it is blank, UNREAD where it is something else."""
    plain = UNIT.sub("", NOTE.sub("", piece).translate(WIDE).strip())
    if plain in BLANKS:
        return None
    return float(plain.replace(",", "")) if NUMBER.fullmatch(plain) else UNREAD


def placed(row, cells):
    """Cells in their order under the columns; too many cells leave some out."""
    width = len(row.metrics)
    count(math.comb(max(width, len(cells)), min(width, len(cells))))
    if len(cells) > width:
        return list(combinations(cells, width))
    found = []
    for columns in combinations(range(width), len(cells)):
        line = dict(zip(columns, cells, strict=True))
        found.append(tuple(line.get(i) for i in range(width)))
    return found


def cuts(row, *, least):
    """Every cut of the runs into ``least`` to all cells of the row, under its columns."""
    pieces, last = [], 0
    text = " ".join(row.pieces).translate(WIDE)
    for note in NOTE.finditer(text):
        pieces += [*text[last : note.start()].split()]
        last = note.end()
    pieces += text[last:].split()
    lines, width = [()], len(row.metrics)
    for number, piece in enumerate(pieces, 1):
        left = pieces[number:]
        fewest, most = width - len(left), least - sum(map(len, left))
        cut = numbers_in(piece, width)
        count(len(lines) * len(cut) // 10)
        lines = [
            (*line, *cells)
            for line in lines
            for cells in cut
            if most <= len(line) + len(cells) <= fewest
        ]
    count(sum(math.comb(width, len(line)) for line in lines) // 10)
    return [found for line in lines for found in placed(row, line)]


def numbers_in(run, most):
    """Every way to read a run of digits and signs as cells without leading zeros."""
    if not run:
        return [()]
    found, work = [], [((), run)]
    while work:
        done, rest = work.pop()
        count(len(found) + len(work))
        if not rest:
            found.append(done)
            continue
        if len(done) == most:
            continue
        if rest[0] in "/—-":
            work.append(((*done, None), rest[1:]))
        match = re.match(r"[+-]?(?:[1-9]\d*|0)(?:\.\d+)?", rest)
        whole = match[0] if match else ""
        for end in range(1, len(whole) + 1):
            part = whole[:end]
            if re.fullmatch(r"[+-]?(?:[1-9]\d*|0)(?:\.\d+)?", part):
                work.append(((*done, float(part)), rest[end:]))
    return found


def sums_hold(row, cells):
    """Whether each total of the row is the sum of its parts, and signs stand where they may."""
    found = dict(zip(row.metrics, cells, strict=True))
    for metric, cell in found.items():
        if isinstance(cell, float) and cell < 0 and not metric.endswith("change"):
            return False
    for each in row.sums:
        cells = [found.get(metric, UNREAD) for metric in each.terms]
        total = next(metric for metric, sign in each.terms.items() if sign < 0)
        if UNREAD in cells or found[total] is None:
            continue
        if sum(sign * (found[metric] or 0) for metric, sign in each.terms.items()):
            return False
    return True


def alone(row):
    """Assignments of a run with sums by itself: parts may be lost from it, no total is."""
    text = " ".join(NOTE.sub(" ", piece) for piece in row.pieces).translate(WIDE).strip()
    metrics = list(row.metrics)
    for each in row.sums:
        block, metrics = metrics[: len(each.terms)], metrics[len(each.terms) :]
        if set(block) != each.terms.keys() or not block[-1].endswith(".total"):
            return []
    ways = [((), 0)] if not metrics else []
    for each in row.sums:
        ways = [
            ((*cells, *more), end)
            for cells, at in ways
            for more, end in block_from(text, at, len(each.terms))
        ]
        count(len(ways))
    return [cells for cells, end in ways if end == len(text)]


def block_from(text, at, width):
    """Every way to read ``width`` cells from ``at`` on, the last the sum of the others."""
    found, work = [], [((), at)]
    while work:
        cells, at = work.pop()
        count(len(found) + len(work))
        while text[at : at + 1] == " ":
            at += 1
        if len(cells) == width - 1:
            total = f"{sum(n or 0 for n in cells):g}"
            if text.startswith(total, at):
                found.append(((*cells, float(total)), at + len(total)))
            continue
        work.append(((*cells, None), at))  # lost
        if text[at : at + 1] in ("/", "—", "-"):
            work.append(((*cells, None), at + 1))
        match = re.compile(r"[1-9]\d*|0").match(text, at)
        for end in range(at + 1, match.end() + 1) if match else ():
            work.append(((*cells, float(text[at:end])), end))
    return found


def count(number):
    if number > MOST:
        raise UnprovedError
