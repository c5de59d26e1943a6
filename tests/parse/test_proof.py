"""What the form's sums prove: no number that was recognised wrongly is believed."""

import math
import random
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from variants.layouts import lay_out
from variants.pages import TITLES, document
from variants.tables import Page, build

from govinfo.parse import parse, settled
from govinfo.parse.proof import confirm, unproven
from govinfo.parse.solving.sums import form_sums
from govinfo.read import read_document

FORMS = ["requests.2021", "requests.2019", "disputes"]
WHOLE = ["proactive.2021", "requests.2021", "disputes"]
OTHER = (
    "<table><tr><th>单位</th><th>件数</th><th>次数</th></tr>"
    + "".join(f"<tr><td>{name}局</td><td>12</td><td>34</td></tr>" for name in "甲乙丙丁")
    + "</table>"
)


def drawn(form, seed, *, filled=False):
    """A made-up table that adds up."""
    return Page(form, build(random.Random(f"{form} {seed}"), form, filled=filled))


def markup_of(*pages, layout="html", more=""):
    """A report that holds the tables of these pages."""
    rng = random.Random(1)
    parts = [(TITLES[page.form.partition(".")[0]], lay_out(rng, layout, page)) for page in pages]
    return document(parts, layout, 2023).replace("</body>", f"{more}</body>")


def read(markup, *, recognised=True):
    """A report, as if its characters had been recognised in a picture."""
    document = read_document(markup.encode(), path="page.html")
    return parse(replace(document, recognised=recognised))


def facts_of(*pages, **how):
    return read(markup_of(*pages, **how)).facts().set_index("metric")


def values(page):
    return [value for row in page.rows() for value in row.values]


def put(page, metric, text):
    for row in page.rows():
        for at, value in enumerate(row.values):
            if value.metric == metric:
                row.values[at] = replace(value, text=text)


def filled_with(form, numbers):
    """A table of zeros but for some cells."""
    page = drawn(form, 0, filled=True)
    for value in values(page):
        put(page, value.metric, str(numbers.get(value.metric, 0)))
    return page


def digits_of(page):
    return {digit for value in values(page) if value.value is not None for digit in value.text}


@cache
def few_digits(form):
    """Seeds of tables that lack a digit."""
    return [seed for seed in range(80) if 0 < len(digits_of(drawn(form, seed))) < 10]


def misread(data, text):
    """One digit taken for another, lost, doubled, or the whole number lost."""
    at = data.draw(st.integers(0, len(text) - 1), label="digit")
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    lost = text[:at] + text[at + 1 :]
    doubled = text[:at] + text[at] + text[at:]
    changed = text[:at] + other + text[at + 1 :]
    return data.draw(st.sampled_from([changed, changed, lost, doubled, "", "\ufffd"]))


@pytest.mark.parametrize("form", FORMS)
@given(seed=st.integers(0, 10_000), data=st.data())
def test_a_number_that_was_misread_is_never_reported(form, seed, data):
    page = drawn(form, seed)
    value = data.draw(st.sampled_from([v for v in values(page) if v.value is not None]))
    text = misread(data, value.text)
    put(page, value.metric, text)
    fact = facts_of(page).loc[value.metric]
    assert fact["status"] != "reported"
    assert math.isnan(fact["value"])
    assert fact["status"] == "unreadable" or not text.strip()


@pytest.mark.parametrize("form", FORMS[1:])
@given(data=st.data())
def test_a_digit_taken_throughout_for_one_that_is_not_there_is_never_reported(form, data):
    page = drawn(form, data.draw(st.sampled_from(few_digits(form))))
    seen = digits_of(page)
    right = data.draw(st.sampled_from(sorted(seen)))
    wrong = data.draw(st.sampled_from(sorted(set("0123456789") - seen)))
    changed = [value.metric for value in values(page) if right in value.text]
    for value in values(page):
        put(page, value.metric, value.text.replace(right, wrong))
    assert "reported" not in set(facts_of(page).loc[changed, "status"])


@pytest.mark.parametrize("form", FORMS)
@given(seed=st.integers(0, 10_000), data=st.data())
def test_a_number_taken_throughout_for_one_that_is_not_there_is_never_reported(form, seed, data):
    page = drawn(form, seed)
    seen = {value.text for value in values(page) if value.value is not None}
    right = data.draw(st.sampled_from(sorted(seen)))
    wrong = str(data.draw(st.integers(0, 3000).filter(lambda n: str(n) not in seen)))
    changed = [value.metric for value in values(page) if value.text == right]
    for metric in changed:
        put(page, metric, wrong)
    assert "reported" not in set(facts_of(page).loc[changed, "status"])


@pytest.mark.parametrize("form", FORMS)
def test_what_was_read_rightly_is_confirmed_and_says_that_it_was_recognised(form):
    kept = printed = 0
    for seed in range(30):
        page = drawn(form, seed)
        facts = facts_of(page)
        for value in values(page):
            fact = facts.loc[value.metric]
            if value.value is None:
                assert fact["status"] != "reported"
                continue
            printed += 1
            assert fact["status"] in ("reported", "unreadable")
            assert fact["method"] == "ocr"
            assert fact["raw"] == value.text
            kept += fact["status"] == "reported"
            assert fact["status"] == "unreadable" or fact["value"] == value.value
    assert kept > 0.9 * printed


def test_the_same_number_on_both_sides_of_each_sum_proves_nothing():
    cells = ("new", "granted", "concluded")
    one = {f"requests.{row}.{party}": 7 for row in cells for party in ("natural_person", "total")}
    facts = facts_of(filled_with("requests.2021", one))
    assert set(facts.loc[list(one), "status"]) == {"unreadable"}
    assert set(facts.loc[list(one), "raw"]) == {"7"}
    assert facts.loc["requests.carried_in.total", "status"] == "reported"


def test_numbers_that_decide_a_sum_are_confirmed():
    person = {"new": 5, "granted": 2, "partially_granted": 3, "concluded": 5}
    cells = {f"requests.{row}.{party}": n for row, n in person.items() for party in
             ("natural_person", "total")}  # fmt: skip
    facts = facts_of(filled_with("requests.2021", cells))
    assert facts.loc[list(cells), "value"].to_dict() == cells
    assert set(
        facts.loc[[name for name in facts.index if name.startswith("requests")], "status"]
    ) == {"reported"}


def test_zeros_beside_blanks_prove_nothing():
    page = filled_with("disputes", {})
    put(page, "reconsideration.other", "")
    facts = facts_of(page)
    assert facts.loc["reconsideration.total", "status"] == "unreadable"
    assert facts.loc["reconsideration.other", "status"] == "blank"
    assert facts.loc["litigation_direct.total", "status"] == "reported"


def test_a_blank_in_a_sum_that_fails_may_be_a_number_not_seen():
    page = filled_with("disputes", {"reconsideration.upheld": 3, "reconsideration.total": 5})
    put(page, "reconsideration.pending", "")
    facts = facts_of(page)
    assert facts.loc["reconsideration.pending", "status"] == "unreadable"
    assert facts.loc["reconsideration.pending", "method"] == "ocr"


def test_a_dash_is_believed_where_a_sum_holds_with_it():
    numbers = {"reconsideration.upheld": 3, "reconsideration.other": 1, "reconsideration.total": 4}
    page = filled_with("disputes", numbers)
    put(page, "reconsideration.pending", "—")
    assert facts_of(page).loc["reconsideration.pending", "status"] == "not_applicable"
    put(page, "reconsideration.total", "9")
    assert facts_of(page).loc["reconsideration.pending", "status"] == "unreadable"


def test_table_two_has_no_sums_and_is_unreadable():
    page = drawn("proactive.2021", 3, filled=True)
    facts = facts_of(page)
    for value in values(page):
        assert facts.loc[value.metric, ["status", "raw", "method"]].tolist() == [
            "unreadable", value.text, "ocr",
        ]  # fmt: skip


def test_prose_and_statements_are_unreadable():
    prose = "<p>一、总体情况</p><p>全年主动公开政府信息520条，未收到政府信息公开申请。</p>"
    markup = markup_of(drawn("disputes", 1)).replace("<p>一、总体情况</p>", prose)
    told = read(markup, recognised=False).facts()
    told = told[told["form"].astype(str) == "narrative"]
    assert len(told) >= 2
    facts = read(markup).facts().set_index("metric").loc[told["metric"].tolist()]
    assert set(facts["status"]) == {"unreadable"}
    assert set(facts["raw"]) == set(told["raw"])
    assert facts["value"].isna().all()


def test_tables_of_no_form_are_unreadable():
    report = read(markup_of(drawn("disputes", 1), more=OTHER))
    assert report.others is not None
    assert "12" in report.others.raw
    assert all(math.isnan(value) for value in report.others.value)
    assert set(unproven(report.others).state) == set(report.others.state)


def test_numbers_that_no_grid_places_are_unreadable():
    page = drawn("requests.2021", 2, filled=True)
    document = read_document(markup_of(page, layout="lines").encode(), path="page.txt")
    assert "stream" in set(parse(document).facts()["method"].dropna())
    assert "reported" not in set(parse(replace(document, recognised=True)).facts()["status"])


def test_a_warning_tells_how_many_values_were_confirmed():
    report = read(markup_of(filled_with("disputes", {})))
    assert "recognised: 15 of 15 values confirmed by sums; the others are unreadable" in (
        report.warnings
    )


def test_where_nothing_was_read_there_is_nothing_to_tell():
    page = drawn("disputes", 1)
    for value in values(page):
        put(page, value.metric, "")
    report = read(markup_of(page))
    assert not any(warning.startswith("recognised") for warning in report.warnings)
    assert set(report.facts()["status"]) == {"blank"}


def test_what_was_read_is_not_changed():
    report = read(markup_of(drawn("disputes", 1)), recognised=False)
    value, state = report.columns.value.tobytes(), bytes(report.columns.state)
    confirm(report.columns, {1})
    assert (report.columns.value.tobytes(), bytes(report.columns.state)) == (value, state)


# --- Whether a quick reading will do -------------------------------------------------------


def quick(*pages, layout="lines"):
    return parse(read_document(markup_of(*pages, layout=layout).encode(), path="page.txt"))


@pytest.mark.parametrize("seed", range(4))
def test_three_full_tables_that_add_up_need_no_other_reading(seed):
    assert settled(quick(*(drawn(form, seed, filled=True) for form in WHOLE)))


def test_a_sum_that_fails_a_blank_or_a_missing_table_asks_for_another():
    pages = [drawn(form, 1, filled=True) for form in WHOLE]
    assert not settled(quick(*pages[:2]))
    put(pages[2], "litigation_direct.total", "99")
    assert not settled(quick(*pages))
    put(pages[2], "litigation_direct.total", "")
    assert not settled(quick(*pages))


def test_digits_cut_by_their_sums_ask_for_another_reading():
    pages = [drawn(form, 1, filled=True) for form in WHOLE]
    assert not settled(quick(*pages, layout="glued"))


def test_a_report_without_tables_asks_for_another_reading():
    text = markup_of(layout="lines")
    assert not settled(parse(read_document(text.encode(), path="page.txt")))


def test_a_report_with_other_tables_asks_for_another_reading():
    pages = [drawn(form, 1, filled=True) for form in WHOLE]
    report = read(markup_of(*pages, more=OTHER), recognised=False)
    assert settled(replace(report, others=None))
    assert not settled(report)


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_form_takes_part_in_a_sum(form):
    metrics = {name for sides in form_sums(form) for side in sides for name in side}
    assert metrics == {value.metric for value in values(drawn(form, 1))}
