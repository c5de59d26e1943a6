"""What a reader could know: every assignment that a made-up page allows, by brute force.

Slow, simple and independent of govinfo's own solver. It is given what is printed: the rows
by their labels, the pieces of text behind each label, and whether the layout shows where
one cell ends and the next begins. It tries every way to hand the pieces, in their order, to
the columns of the row, keeps those under which the form's sums hold, and calls a cell
decodable if it is the same in all of them. Blank cells count as nothing in a sum; a row
whose total is blank has no sum.
"""

from dataclasses import dataclass

from variants.assignments import (
    NOTE,
    UNREAD,
    UnprovedError,
    alone,
    assignments,
    count,
    cuts,
    sums_hold,
)
from variants.layouts import ASTRAY, spread
from variants.pieces import one_each, printed_rows
from variants.sums import key_of, sums_of
from variants.tables import Value

NOTHING = Value("", "", None)


@dataclass(frozen=True)
class Reading:
    """What brute force finds.

    ``known`` holds the cells that are the same in every assignment. ``deceptive`` holds those
    of rows that a damage made read as another row, full and with all sums kept: nobody who
    sees the page can tell.
    """

    known: dict
    deceptive: dict


def reading(made):
    """Try every assignment of the page's numbers.

    Raises
    ------
    UnprovedError
        If there are too many assignments to look at all of them, or labels do not tell where a
        row begins.
    """
    if made.layout in ASTRAY:
        raise UnprovedError
    rows = one_each(printed_rows(made))
    if spread(made.layout) == "glued":
        options = of_runs(made.page.form, rows)
    else:
        options = {row.key: assignments(row, made.layout) for row in rows}
        sound = [row for row in rows if options[row.key]]
        options |= jointly(made.page.form, sound, options) or {}
    known, deceptive = {}, {}
    for row in rows:
        cells = agreed(row, options[row.key])
        truth = {m: made.printed.get(m, [NOTHING]) for m in cells}
        same = all(v.value == n for m, n in cells.items() for v in truth[m])
        (known if same else deceptive).update(cells)
    return Reading(known, deceptive)


def of_runs(form, rows):
    """Assignments of runs of digits: all rows jointly, as full rows; else each row by itself.

    By itself a row may have lost cells, too, and is trusted only up to ten digits for seven
    columns and where the rows of zeros show that no cell is lost from the table.
    """
    options = {}
    if form.startswith("requests"):
        full = {row.key: [c for c in cuts(row, least=7) if sums_hold(row, c)] for row in rows}
        options = jointly(form, rows, full) if all(full.values()) else {}
        linked = {key_of(m) for terms in equations(form, as_keys(rows), full) for m in terms}
        options = {key: found for key, found in (options or {}).items() if key in linked}
    runs_of_zeros = [row for row in rows if set("".join(row.pieces)) == {"0"}]
    complete = all(len("".join(row.pieces)) == len(row.metrics) for row in runs_of_zeros)
    for row in rows:
        if row.key in options:
            continue
        digits = sum(sign.isdigit() for piece in row.pieces for sign in NOTE.sub("", piece))
        if not row.sums:
            options[row.key] = [c for c in cuts(row, least=1) if sums_hold(row, c)]
        elif row in runs_of_zeros or (complete and digits <= 10 * len(row.metrics) // 7):
            options[row.key] = alone(row)
        else:
            options[row.key] = []
    return options


def as_keys(rows):
    return {row.key: row for row in rows}


def jointly(form, rows, options):
    """The assignments of each row that take part in one under which all columns' sums hold.

    None if there is none. Only requests have sums over rows.
    """
    if not all(options.values()):
        return None
    if not form.startswith("requests"):
        return options
    terms = equations(form, as_keys(rows), options)
    zero = (0.0,) * len(terms)
    shares = {row.key: [share(row, cells, terms) for cells in options[row.key]] for row in rows}
    before = [{zero}]
    for row in rows:
        before.append(shifted(before[-1], set(shares[row.key]), 1))
    if zero not in before[-1]:
        return None
    after, kept = {zero}, {}
    for row, reached in zip(reversed(rows), reversed(before[:-1]), strict=True):
        count(len(reached) * len(shares[row.key]))
        kept[row.key] = [
            cells
            for cells, step in zip(options[row.key], shares[row.key], strict=True)
            if any(added(total, step, 1) in after for total in reached)
        ]
        after = shifted(after, set(shares[row.key]), -1) & reached
    return kept


def equations(form, rows, options):
    """A1 and A2 of each column that all their rows print: a sign for each metric."""
    found = []
    for each in sums_of(form):
        keys = {key_of(metric) for metric in each.terms}
        if len(keys) == 1 or not keys <= rows.keys():
            continue
        if any(UNREAD in cells for key in keys for cells in options[key]):
            continue
        if all(metric in rows[key_of(metric)].metrics for metric in each.terms):
            found.append(each.terms)
    return found


def share(row, cells, terms):
    """What a row adds to each equation."""
    printed = dict(zip(row.metrics, cells, strict=True))
    return tuple(
        sum(signs[m] * (n or 0.0) for m, n in printed.items() if m in signs) for signs in terms
    )


def shifted(totals, steps, sign):
    """Every sum that one more step leads to, or that it came from."""
    count(len(totals) * len(steps))
    return {added(total, step, sign) for total in totals for step in steps}


def added(total, step, sign):
    return tuple(a + sign * b for a, b in zip(total, step, strict=True))


def agreed(row, options):
    """Cells that hold the same number in all assignments."""
    found = {}
    for metric, cells in (
        zip(row.metrics, zip(*options, strict=True), strict=True) if options else ()
    ):
        if metric and len(set(cells)) == 1 and isinstance(cells[0], float):
            found[metric] = cells[0]
    return found
