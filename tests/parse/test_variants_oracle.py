"""Brute force finds what a reader could know of a made-up page, and no more."""

import pytest
from variants.assignments import assignments, cuts, sums_hold
from variants.damages import DAMAGES
from variants.layouts import FENCED, GRIDS, LINES
from variants.oracle import reading
from variants.pages import make
from variants.pieces import Printed
from variants.sums import rows_of, sums_of
from variants.tables import FORMS


def dispute_row(text):
    return Printed(
        "disputes", rows_of("disputes")["disputes"], tuple(text.split()), sums_of("disputes")
    )


def test_a_short_dispute_row_has_all_its_placements_tried():
    row = dispute_row("0 1 0 0 1 0 0 0 0")
    assert len(assignments(row, "spaced")) == 965  # a total may be among the lost cells


def test_a_glued_dispute_row_is_cut_where_its_sums_say():
    row = dispute_row("21317000001324019")
    (cells,) = (found for found in cuts(row, least=15) if sums_hold(row, found))
    assert cells == (2, 1, 3, 1, 7, 0, 0, 0, 0, 0, 13, 2, 4, 0, 19)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", [*GRIDS, *FENCED, *LINES, "fixed", "spaced"])
def test_every_number_of_a_clean_page_without_blanks_is_decodable(layout, form):
    made = make(form, layout, None, 0, filled=True)
    found = reading(made)
    assert found.known == {m: cell.value for m, (cell,) in made.printed.items()}
    assert found.deceptive == {}


@pytest.mark.parametrize("damage", ["drop_blank", "double_value", "merged_values"])
def test_what_is_decodable_on_a_damaged_page_is_printed_there(damage):
    for form in FORMS:
        for layout in ("html", "lines", "spaced"):
            made = make(form, layout, DAMAGES[damage], 1)
            found = reading(made)
            assert all(
                cell.value == n
                for metric, n in found.known.items()
                for cell in made.printed[metric]
            )


def test_a_table_printed_twice_with_other_numbers_is_not_decodable():
    assert reading(make("requests.2021", "html", DAMAGES["twice"], 1)).known == {}


def test_heads_that_do_not_match_the_columns_tell_nothing():
    made = make("requests.2021", "html", DAMAGES["header_cell_doubled"], 0)
    assert reading(made).known == {}
