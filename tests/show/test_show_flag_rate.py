import numpy as np
import pandas as pd
import pytest

from govinfo import registry
from govinfo.errors import SchemaError
from govinfo.show import plot
from govinfo.show.words import charts


@pytest.fixture
def rates():
    """Two rules and three levels; nothing of the provinces could be judged by one rule."""
    return pd.DataFrame(
        {
            "rule": ["late", "late", "late", *["requests_balance"] * 3],
            "level": ["township", "county", "province"] * 2,
            "n_flagged": [0, 9, 5, 1, 2, 0],
            "n_assessable": [40, 30, 50, 10, 20, 0],
            "n_reports": [50, 60, 70] * 2,
        }
    )


def texts(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_and_levels_stand_in_the_order_of_the_registry(draw, rates, lang):
    ax = draw(plot.flag_rate, rates, lang=lang)
    wanted = [
        registry.tree("flags")[rule][f"label_{lang}"] for rule in ("requests_balance", "late")
    ]
    assert [label.get_text() for label in ax.get_yticklabels()] == wanted
    levels = [charts()["levels"][name][lang] for name in ("province", "county", "township")]
    assert [label.get_text() for label in ax.get_xticklabels()] == levels


def test_bars_of_all_lanes_have_one_scale(draw, rates):
    ax = draw(plot.flag_rate, rates, lang="en")
    bars = {(round(bar.get_x()), round(bar.get_y())): bar.get_width() for bar in ax.containers[0]}
    # 2/20 and 9/30, 5/50 and 1/10: 10 %, 30 %, 10 %, 10 %
    np.testing.assert_allclose(bars[1, 1], 3 * bars[0, 1])
    np.testing.assert_allclose(bars[1, 0], bars[2, 0])
    assert bars[2, 1] == 0
    assert "each column 0 to 40 %" in " ".join(texts(ax))


def test_counts_are_printed_and_what_cannot_be_judged_is_no_zero(draw, rates):
    ax = draw(plot.flag_rate, rates, lang="en")
    assert {"9/30", "5/50", "0/40", "1/10", "2/20"} <= set(texts(ax))
    assert "0/0" not in texts(ax)
    assert texts(ax).count("—") == 1
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["not assessable"]


def test_the_note_counts_every_report_once(draw, rates):
    assert "n = 180 reports" in " ".join(texts(draw(plot.flag_rate, rates, lang="en")))


def test_any_column_may_part_the_lanes(draw, rates):
    ax = draw(plot.flag_rate, rates.rename(columns={"level": "year"}), by="year", lang="en")
    assert len(ax.get_xticklabels()) == 3


def test_a_repeated_rule_and_level_is_refused(draw, rates):
    with pytest.raises(SchemaError, match="flag_rate"):
        draw(plot.flag_rate, pd.concat([rates, rates]))


def test_nothing_to_draw_is_said(draw, rates):
    assert texts(draw(plot.flag_rate, rates.iloc[:0], lang="en")) == ["no data"]


def test_counts_stay_with_their_rule_whatever_the_index(draw, rates):
    def drawn(frame):
        ax = draw(plot.flag_rate, frame, lang="en")
        cells = [text for text in ax.texts if "/" in text.get_text() and ":" not in text.get_text()]
        return {text.get_position(): text.get_text() for text in cells}

    open_ = rates.drop_duplicates("rule").assign(level=None)
    other = pd.concat([open_, rates]).iloc[::-1].set_axis([7, 3, 5, 1, 9, 2, 0, 4])
    repeated = rates.set_axis([0] * len(rates))
    assert drawn(other) == drawn(repeated) == drawn(rates)
    assert len(drawn(rates)) == 5
