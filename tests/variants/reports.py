"""Whole reports: all three tables, and one cell changed."""

import random
from dataclasses import replace
from itertools import pairwise

from variants.layouts import lay_out
from variants.pages import TITLES, Made, document, printed_in
from variants.tables import Page, build

#: The forms that stand together in a report; the hybrid was met in real districts.
VINTAGES = {
    "2021": ("proactive.2021", "requests.2021", "disputes"),
    "2019": ("proactive.2019", "requests.2019", "disputes"),
    "hybrid": ("proactive.2021", "requests.2019", "disputes"),
}


def make_report(vintage, layout, damage, seed, *, filled=False):
    """A report with three tables, and the cells printed for each metric.

    ``damage`` changes one of the tables.
    """
    rng = random.Random(f"{vintage} {layout} {seed}")
    pages = [Page(form, build(rng, form, filled=filled)) for form in VINTAGES[vintage]]
    if damage is not None:
        rng = random.Random(f"{vintage} {layout} {damage.__name__} {seed}")
        damage(rng, rng.choice(pages))
    printed = {}
    for page in pages:
        printed |= printed_in(page)
    tables = [lay_out(rng, layout, page) for page in pages]
    titles = [TITLES[page.form.partition(".")[0]] for page in pages]
    year = 2020 if vintage == "2019" else 2023
    parts = list(zip(titles, tables, strict=True))
    text = document(parts, layout, year, contents=any(page.contents for page in pages))
    return Made(text, printed, pages, tables, layout)


# --- One cell changed --------------------------------------------------------------------


def dropped(rng, page):
    row, at = cell(rng, page)
    del row.values[at]


def doubled(rng, page):
    row, at = cell(rng, page)
    row.values.insert(at, replace(row.values[at], metric=""))


def swapped_in_row(rng, page):
    row, at = cell(rng, page, lambda row, at: at and row.values[at].text != row.values[at - 1].text)
    exchange(row, at, row, at - 1)


def swapped_in_column(rng, page):
    rows = page.rows()
    pairs = [
        (a, b, at)
        for a, b in pairwise(rows)
        if len(a.values) == len(b.values)
        for at in range(len(a.values))
        if a.values[at].text != b.values[at].text
    ]
    if not pairs:
        return swapped_anywhere(rng, page)
    one, other, at = rng.choice(pairs)
    return exchange(one, at, other, at)


def swapped_anywhere(rng, page):
    one, at = cell(rng, page)
    text = one.values[at].text
    other, place = cell(rng, page, lambda row, at: row.values[at].text != text)
    exchange(one, at, other, place)


def digit_changed(rng, page):
    row, at = cell(rng, page, has_digit)
    text = row.values[at].text
    place = rng.choice([i for i, sign in enumerate(text) if sign.isdigit()])
    digits = [d for d in "123456789" if d != text[place]]
    write(row, at, text[:place] + rng.choice(digits) + text[place + 1 :])


def digit_lost(rng, page):
    row, at = cell(rng, page, lambda row, at: has_digit(row, at) and len(row.values[at].text) > 1)
    text = row.values[at].text
    shorter = text[:-1] if rng.random() < 0.5 else text[1:]
    write(row, at, shorter.strip("+-.") or "0")


def ten_for_zero(rng, page):
    row, at = cell(rng, page, lambda row, at: row.values[at].text == "0")
    write(row, at, "10")


def blank_for_zero(rng, page):
    """The other way round where the page has a blank."""
    row, at = cell(rng, page, lambda row, at: row.values[at].text in ("0", ""))
    write(row, at, "" if row.values[at].text else "0")


MUTATIONS = {
    "dropped": dropped,
    "doubled": doubled,
    "swapped with its neighbour in the row": swapped_in_row,
    "swapped with its neighbour in the column": swapped_in_column,
    "swapped with any cell": swapped_anywhere,
    "a digit changed": digit_changed,
    "a digit lost": digit_lost,
    "0 to 10": ten_for_zero,
    "0 to blank, blank to 0": blank_for_zero,
}


def cell(rng, page, suits=lambda row, at: True):
    """A cell that suits; any other where none does."""
    every = [(row, at) for row in page.rows() for at in range(len(row.values))]
    return rng.choice([place for place in every if suits(*place)] or every)


def has_digit(row, at):
    return any(sign.isdigit() for sign in row.values[at].text)


def write(row, at, text):
    value = None if text in ("", "-", "/", "—") else float(text)
    row.values[at] = replace(row.values[at], text=text, value=value)


def exchange(one, at, other, place):
    """Two cells' texts change places; their columns stay."""
    a, b = one.values[at], other.values[place]
    one.values[at] = replace(a, text=b.text, value=b.value)
    other.values[place] = replace(b, text=a.text, value=a.value)
