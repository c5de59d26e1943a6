"""From packed columns to the public frame, without losing a state or a place."""

from array import array
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.collect.store import FactStore
from govinfo.frames import categories, coded, pack_state, place_text, printed, unpack_state
from govinfo.model import FactColumns, Report, Source
from govinfo.schema import BOUNDS, FACTS, METHODS, STATUSES

STATES = st.tuples(
    st.sampled_from(STATUSES), st.sampled_from(("", *METHODS)), st.sampled_from(BOUNDS)
)


def columns(n=2):
    return FactColumns(
        metric=["rules.issued", "fees.amount", "requests.new.total"][:n],
        form=["proactive.2021", "proactive.2021", "requests.2021"][:n],
        value=array("d", [3.0, 12.5, float("nan")][:n]),
        state=bytearray(
            [pack_state("reported", "cell"), pack_state("reported", "cell"), pack_state("blank")][
                :n
            ]
        ),
        raw=["3", "12.50", ""][:n],
        table=array("i", [1, 0, 0][:n]),
        first=array("i", [4, 100, 0][:n]),
        last=array("i", [2, 104, 0][:n]),
        unit_unstated=frozenset({"fees.amount"}),
    )


@pytest.fixture
def report():
    return Report(
        source=Source("a.html", "0" * 64, "html", 10),
        title="临河县<script>年报",
        agency='水利局 & "节水" <b>',
        agency_id="open:a",
        level="county",
        kind="department",
        region_code=None,
        year=2023,
        published=None,
        scope="unknown",
        forms=("proactive.2021",),
        tables_lost=(),
        sections={},
        tables=(),
        warnings=("extra_row: <i>规章</i>: 3",),
        columns=columns(3),
    )


@given(st.lists(STATES, max_size=30))
def test_status_method_and_bound_survive_packing(states):
    packed = np.array([pack_state(*state) for state in states], dtype=np.uint8)
    status, method, bound = unpack_state(packed)
    for i, (wanted_status, wanted_method, wanted_bound) in enumerate(states):
        assert STATUSES[status[i]] == wanted_status
        assert (METHODS[method[i]] if method[i] >= 0 else "") == wanted_method
        if wanted_status == "reported":
            assert BOUNDS[bound[i]] == wanted_bound
        else:
            assert bound[i] == -1


def test_every_state_fits_a_byte_and_none_is_another_s():
    packed = {
        pack_state(status, method, bound)
        for status in STATUSES
        for method in ("", *METHODS)
        for bound in BOUNDS
    }
    assert len(packed) == len(STATUSES) * (len(METHODS) + 1) * len(BOUNDS)
    assert min(packed) > 0
    assert max(packed) < 256


def test_a_state_that_does_not_exist_cannot_be_packed():
    with pytest.raises(ValueError, match="not in tuple"):
        pack_state("lost")


@pytest.mark.parametrize(
    ("value", "text"), [(3.0, "3"), (-18.0, "-18"), (0.0, "0"), (12.5, "12.5"), (0.05, "0.05")]
)
def test_a_value_is_printed_as_a_plain_cell_prints_it(value, text):
    assert printed(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_printed_value_reads_as_itself(value):
    assert float(printed(value)) == value


def test_places_are_told_in_words():
    table, first, last = (
        np.array(n, dtype=np.int32) for n in ([3, 0, 0], [5, 1204, 0], [7, 1209, 0])
    )
    assert place_text(table, first, last) == [
        "table 3, row 5, column 7",
        "characters 1204–1209",
        None,
    ]


def test_codes_become_categories_and_minus_one_is_missing():
    found = coded(np.array([1, -1, 0], dtype=np.int8), ("a", "b"))
    assert found.isna().tolist() == [False, True, False]
    assert [found[0], found[2]] == ["b", "a"]
    assert list(found.categories) == ["a", "b"]


def test_the_facts_frame_is_what_the_schema_says(report):
    facts = report.facts()
    assert list(facts.columns) == list(FACTS.columns)
    for column, dtype in FACTS.columns.items():
        assert str(facts[column].dtype) == dtype, column
    for column in ("level", "form", "metric", "unit", "status", "method", "bound"):
        assert list(facts[column].cat.categories) == categories(column)


def test_the_facts_frame_keeps_values_units_and_places(report):
    facts = report.facts().set_index("metric")
    assert facts["value"].tolist()[:2] == [3, 12.5]
    assert np.isnan(facts.loc["requests.new.total", "value"])
    assert facts.loc["rules.issued", "unit"] == "件"
    assert facts["unit"].isna().tolist() == [False, True, False]  # printed without a unit
    assert facts["raw"].tolist() == ["3", "12.50", ""]
    assert facts["at"].fillna("").tolist() == ["table 1, row 4, column 2", "characters 100–104", ""]
    assert facts["bound"].isna().tolist() == [False, False, True]


def test_a_report_without_facts_gives_an_empty_frame_of_the_schema(report):
    facts = replace(report, columns=columns(0)).facts()
    assert len(facts) == 0
    assert {name: str(dtype) for name, dtype in facts.dtypes.items()} == FACTS.columns


def test_an_unknown_agency_and_year_are_missing(report):
    unknown = replace(report, agency=None, level=None, year=None).facts()
    assert unknown[["agency", "level", "year", "region_code"]].isna().all(axis=None)
    assert str(unknown["year"].dtype) == "Int16"


def test_the_card_escapes_what_the_page_said(report):
    card = report._repr_html_()
    assert "<script>" not in card
    assert "<b>" not in card
    assert "<i>" not in card
    assert "临河县&lt;script&gt;年报" in card
    assert "水利局 &amp; &quot;节水&quot; &lt;b&gt;" in card


def test_the_card_of_a_report_that_says_nothing_names_its_file(report):
    bare = replace(
        report, title="", agency=None, year=None, level=None, columns=columns(0), warnings=()
    )
    card = bare._repr_html_()
    assert "<caption>a.html</caption>" in card
    assert "not named" in card


def test_a_store_gives_back_every_print(report):
    store = FactStore()
    store.add(0, report.columns, report.others)
    store.add(1, report.columns, report.others)
    assert len(store) == 6
    assert store.raw_texts() == ["3", "12.50", ""] * 2
    assert set(store.raw.values()) == {"12.50"}  # "3" is the value as a plain cell prints it
    assert store.unit_unstated == {1, 4}
