"""No made-up table may yield a number that is not printed in that cell."""

import math
from dataclasses import replace

import pytest
from variants.damages import DAMAGES
from variants.judging import judge, read_columns
from variants.layouts import FENCED, GRIDS, LAYOUTS, LINES
from variants.oracle import reading
from variants.prints import PRINTS
from variants.reports import MUTATIONS, VINTAGES, make_report
from variants.tables import FORMS

#: Layouts in which every number stands apart from the next.
APART = [*GRIDS, *FENCED, *LINES, "fixed", "spaced"]
#: Tables without blank cells, in a layout that keeps rows and heads together.
WHOLE = [
    "html", "html_torn", "html_flat", "html_padded", "html_subtotal", "html_numbered",
    "html_split", "html_split_headed", "html_split_flat", "html_heads", "html_promoted",
    "html_twin", "html_nested", "html_broken", "pipes", "pipes_own",
    "pipes_lines", "markdown", "tabs", "tabs_padded", "tabs_split", "lines", "lines_dense",
    "lines_torn", "lines_split", "fixed", "spaced",
]  # fmt: skip
#: Damages after which each number still stands under its head and beside its label.
HARMLESS = ["contents", "full_width", "thousands", "nbsp", "note", "traditional"]
#: Damages that no layout may turn into a wrong number.
ANYWHERE = [
    "swap_labels", "alter_label", "drop_row", "double_row", "header_missing", "column_lost",
    "header_cell_doubled", "footnote", "extra_rows", "label_lost", "near_rows", "split_number",
]  # fmt: skip
#: Damages that shift cells: the grid tells.
SHIFTING = [
    "drop_blank", "double_value", "merged_values", "stray_numbers", "header_cell_lost",
    "double_row_changed", "tail_prose", "enumerated_rows", "page_number", "columns_permuted",
    "twice",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("layout", WHOLE)
def test_an_undamaged_table_without_blanks_is_read_whole(make_page, layout, form):
    for seed in range(2):
        right, wanted, wrong = judge(*make_page(form, layout, None, seed, filled=True))
        assert (right, wrong) == (wanted, [])


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_undamaged_table_with_blanks_yields_no_wrong_number(make_page, layout):
    for form in FORMS:
        for seed in range(2):
            _, _, wrong = judge(*make_page(form, layout, None, seed))
            assert wrong == [], f"{form}, seed {seed}"


@pytest.mark.parametrize("damage", ANYWHERE)
@pytest.mark.parametrize("layout", APART)
def test_a_damaged_table_yields_no_wrong_number(make_page, layout, damage):
    for form in FORMS[::2]:
        _, _, wrong = judge(*make_page(form, layout, DAMAGES[damage], 0))
        assert wrong == [], form


@pytest.mark.parametrize("damage", SHIFTING)
@pytest.mark.parametrize("layout", ["html", "html_torn", "html_subtotal", "html_split_headed"])
def test_a_shifted_row_of_a_grid_yields_no_wrong_number(make_page, layout, damage):
    for form in FORMS:
        for seed in range(2):
            _, _, wrong = judge(*make_page(form, layout, DAMAGES[damage], seed))
            assert wrong == [], f"{form}, seed {seed}"


@pytest.mark.parametrize("layout", [*GRIDS[:6], "pipes", "markdown", "tabs_padded", "lines_dense"])
def test_columns_in_another_order_yield_no_wrong_number(make_page, layout):
    for form in FORMS:
        for seed in range(2):
            _, _, wrong = judge(*make_page(form, layout, DAMAGES["columns_permuted"], seed))
            assert wrong == [], f"{form}, seed {seed}"


@pytest.mark.parametrize("damage", HARMLESS)
@pytest.mark.parametrize("form", FORMS)
def test_a_damage_that_moves_no_number_loses_none_in_a_grid(make_page, form, damage):
    right, wanted, wrong = judge(*make_page(form, "html", DAMAGES[damage], 0))
    assert (right, wrong) == (wanted, [])


@pytest.mark.parametrize("damage", PRINTS)
@pytest.mark.parametrize("layout", APART)
def test_a_page_written_or_ruled_otherwise_yields_no_wrong_number(make_page, layout, damage):
    for form in FORMS:
        _, _, wrong = judge(*make_page(form, layout, DAMAGES[damage], 0))
        assert wrong == [], form


@pytest.mark.parametrize("damage", PRINTS)
@pytest.mark.parametrize("form", FORMS)
def test_a_grid_written_or_ruled_otherwise_is_read_whole(make_page, form, damage):
    right, wanted, wrong = judge(*make_page(form, "html", DAMAGES[damage], 0, filled=True))
    assert (right, wrong) == (wanted, [])


@pytest.mark.parametrize("layout", [*GRIDS[:3], "pipes", "lines", "spaced"])
def test_the_cells_of_a_blank_form_are_never_zero(make_page, layout):
    for form in FORMS:
        text, _ = make_page(form, layout, DAMAGES["blank_form"], 0)
        columns = read_columns(text)
        if columns is None:
            continue
        found = [n for n, kind in zip(columns.value, columns.form, strict=True) if kind == form]
        assert all(math.isnan(n) for n in found)


@pytest.mark.parametrize("vintage", VINTAGES)
@pytest.mark.parametrize("layout", WHOLE)
def test_a_report_with_three_tables_is_read_whole(layout, vintage):
    made = make_report(vintage, layout, None, 0, filled=True)
    right, wanted, wrong = judge(made.text, made.printed)
    assert (right, wrong) == (wanted, [])


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("layout", ["html", "html_flat", "pipes", "lines", "spaced"])
def test_one_changed_cell_puts_no_number_into_another_cell(layout, mutation):
    for seed in range(4):
        made = make_report("2021", layout, MUTATIONS[mutation], seed)
        _, _, wrong = judge(made.text, made.printed)
        readings = [deceptive_cells(made, i) for i in range(3)]
        known = {metric: n for found in readings for metric, n in found.items()}
        assert [cell for cell in wrong if known.get(cell[0]) != cell[1]] == [], seed


def deceptive_cells(made, number):
    """Cells of one table that a change made read as others, with all sums kept."""
    one = replace(made, page=made.page[number], table=made.table[number])
    return reading(one).deceptive
