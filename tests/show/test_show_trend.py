import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from govinfo.errors import SchemaError, UnknownNameError
from govinfo.schema import FACTS
from govinfo.show import plot

YEARS = range(2019, 2025)
LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])


def lines(ax, label=None):
    """The lines of groups, or those with one label."""
    if label is not None:
        return [line for line in ax.get_lines() if line.get_label() == label]
    return [
        line for line in ax.get_lines() if line.get_label()[0] != "_" or line.get_label() == "_line"
    ]


def texts(ax):
    return [text.get_text() for text in ax.texts]


@LANGUAGES
def test_there_is_one_line_per_group(draw, panel, lang):
    ax = draw(plot.trend, panel, by="province", lang=lang)
    names = {"zh": ["北京", "天津", "河北", "甘肃"], "en": ["Beijing", "Tianjin", "Hebei", "Gansu"]}
    assert [line.get_label() for line in lines(ax)] == names[lang]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == names[lang]


def test_a_missing_value_is_a_gap(draw, panel):
    hebei = lines(draw(plot.trend, panel, by="province"))[2]
    x, y = hebei.get_data()
    assert math.isnan(y[list(x).index(2022)])
    assert not np.isnan(y[list(x).index(2021)])


def test_a_year_without_a_row_is_a_gap(draw, national):
    x, y = lines(draw(plot.trend, national[national["year"] != 2022]))[0].get_data()
    assert math.isnan(y[list(x).index(2022)])


def test_a_reported_zero_is_a_point_inside_the_axes(draw, panel):
    ax = draw(plot.trend, panel, by="province")
    x, y = lines(ax)[1].get_data()
    assert y[list(x).index(2020)] == 0.0
    assert ax.get_ylim()[0] < 0


@LANGUAGES
def test_the_axes_name_metric_and_unit(draw, national, lang):
    ax = draw(plot.trend, national, lang=lang)
    assert ax.get_ylabel() == {"zh": "新收申请（件）", "en": "Requests received (number)"}[lang]
    assert ax.get_xlabel() == {"zh": "年份", "en": "Year"}[lang]


@LANGUAGES
def test_the_form_of_2021_is_marked_between_its_years(draw, national, lang):
    ax = draw(plot.trend, national, lang=lang)
    (line,) = lines(ax, "_break")
    assert list(line.get_xdata()) == [2020.5, 2020.5]
    assert {"zh": "2021 新格式", "en": "2021 form"}[lang] in texts(ax)


def series(metric, years):
    return pd.DataFrame(
        {"year": list(years), "metric": metric, "value": 10.0, "n_reported": 5, "n_expected": 5}
    )


def test_an_exact_link_carries_the_line_across_the_form_of_2021(draw, national):
    x, y = lines(draw(plot.trend, national))[0].get_data()
    assert not np.isnan(y).any()
    assert list(x) == list(range(2019, 2025))


def test_an_approximate_link_is_a_thin_bridge_and_no_line(draw):
    ax = draw(plot.trend, series("requests.new.total", range(2017, 2021)))
    x, y = lines(ax)[0].get_data()
    assert math.isnan(y[list(x).index(2018.5)])
    (bridge,) = lines(ax, "_bridge")
    assert list(bridge.get_xdata()) == [2018, 2019]
    assert bridge.get_linestyle() == "--"


def test_a_weak_link_is_not_crossed(draw):
    ax = draw(plot.trend, series("normative_documents.issued", range(2017, 2021)))
    x, y = lines(ax)[0].get_data()
    assert math.isnan(y[list(x).index(2018.5)])
    assert lines(ax, "_bridge") == []


def test_no_bridge_spans_a_missing_year(draw):
    frame = series("requests.new.total", [2016, 2017, 2019, 2020])
    (bridge,) = lines(draw(plot.trend, frame), "_bridge")
    assert np.isnan(np.asarray(bridge.get_ydata(), dtype=float)).any()


def test_reconsideration_first_is_marked_on_disputes_alone(draw):
    years = range(2020, 2026)
    disputes = draw(plot.trend, series("reconsideration.total", years))
    requests = draw(plot.trend, series("requests.new.total", years))
    assert "2024 复议前置" in texts(disputes)
    assert "2024 复议前置" not in texts(requests)


def test_the_form_of_2021_is_not_marked_where_it_changed_nothing(draw):
    assert "2021 新格式" not in texts(draw(plot.trend, series("litigation_direct.total", YEARS)))


def test_labels_of_breaks_that_lie_close_do_not_overlap(draw):
    ax = draw(plot.trend, series("requests.new.total", range(2008, 2026)), lang="en")
    boxes = [
        text.get_window_extent()
        for text in ax.texts
        if text.get_text() in ("2019 form", "2021 form")
    ]
    assert len(boxes) == 2
    assert not boxes[0].overlaps(boxes[1])


@LANGUAGES
def test_the_note_counts_the_agencies(draw, panel, lang):
    ax = draw(plot.trend, panel, by="province", lang=lang)
    wanted = {
        "zh": "n = 270–360／400 个机关（68–90%）",
        "en": "n = 270–360 of 400 agencies (68–90 %)",
    }
    assert wanted[lang] in texts(ax)


def test_the_note_keeps_clear_of_the_axis_label(draw, national):
    ax = draw(plot.trend, national)
    note = next(text for text in ax.texts if text.get_text().startswith("n ="))
    assert note.get_window_extent().y1 <= ax.xaxis.label.get_window_extent().y0
    assert note.get_window_extent().y0 >= 0


def test_chinese_axes_count_in_ten_thousands(draw):
    ax = draw(plot.trend, series("requests.new.total", YEARS).assign(value=25000.0))
    assert "2万" in [label.get_text() for label in ax.get_yticklabels()]


def test_english_axes_part_thousands(draw):
    frame = series("requests.new.total", YEARS).assign(value=25000.0)
    ax = draw(plot.trend, frame, lang="en")
    assert "20,000" in [label.get_text() for label in ax.get_yticklabels()]


def test_years_are_integers(draw, national):
    labels = [label.get_text() for label in draw(plot.trend, national).get_xticklabels()]
    assert all(label.isdigit() and len(label) == 4 for label in labels)


def test_a_share_is_printed_in_per_cent_and_names_its_denominator(draw, rates):
    ax = draw(plot.trend, rates)
    assert ax.get_ylabel().replace("\n", "") == "公开率（占办结总数，%）"
    printed = [float(label.get_text()) for label in ax.get_yticklabels()]
    assert max(printed) > 50


def test_a_small_denominator_is_hollow_and_said(draw, rates):
    ax = draw(plot.trend, rates)
    (few,) = lines(ax, "_few")
    assert list(few.get_xdata()) == [2021]
    assert few.get_markerfacecolor() == "#ffffff"
    assert any("空心：分母小于 30" in text for text in texts(ax))


@LANGUAGES
def test_nothing_to_draw_is_said(draw, national, lang):
    ax = draw(plot.trend, national.iloc[:0], lang=lang)
    assert texts(ax) == [{"zh": "无数据", "en": "no data"}[lang]]


def test_values_that_are_all_missing_are_no_data(draw, national):
    assert texts(draw(plot.trend, national.assign(value=float("nan")))) == ["无数据"]


def test_a_lacking_column_is_named(panel):
    with pytest.raises(SchemaError, match="lacks 'value'"):
        plot.trend(panel.drop(columns="value"), by="province")


def test_groups_that_were_not_named_are_not_drawn_over_each_other(panel):
    with pytest.raises(SchemaError, match=r"repeats its key \(year\).*by="):
        plot.trend(panel)


def test_too_many_groups_are_refused(panel):
    many = pd.concat([panel.assign(province=f"p{number}").iloc[:6] for number in range(7)])
    with pytest.raises(SchemaError, match="at most 6 groups"):
        plot.trend(many, by="province")


def test_several_metrics_want_a_choice(panel):
    both = pd.concat([panel, panel.assign(metric="requests.concluded.total")])
    with pytest.raises(SchemaError, match="metric="):
        plot.trend(both, by="province")


def test_an_unknown_metric_is_named_with_its_neighbours(panel):
    with pytest.raises(UnknownNameError, match=r"'requests\.new\.total'"):
        plot.trend(panel, "requests.new.totl", by="province")


def test_an_unknown_language_is_refused(national):
    with pytest.raises(UnknownNameError, match="No language is called 'fr'"):
        plot.trend(national, lang="fr")


def test_line_options_win_over_the_style(draw, national):
    (line,) = lines(draw(plot.trend, national, color="red", linewidth=2))
    assert line.get_color() == "red"
    assert line.get_linewidth() == 2


def test_the_current_axes_is_drawn_on_by_default(national):
    fig, ax = plt.subplots()
    assert plot.trend(national) is ax
    plt.close(fig)


def test_the_frame_given_is_left_as_it_was(draw, panel):
    before = panel.copy()
    draw(plot.trend, panel, by="province")
    pd.testing.assert_frame_equal(panel, before)


@pytest.fixture
def facts():
    """Two counties of Gansu and one of Beijing; one cell blank in 2022, none in 2023."""
    rows = [
        (code, year, metric, value)
        for code in ("620102", "620103", "110101")
        for year in (2021, 2022, 2024)
        for metric, value in (
            ("requests.new.total", 50.0),
            ("requests.granted.total", 10.0),
            ("requests.partially_granted.total", 0.0),
            ("requests.concluded.total", 40.0),
        )
    ]
    frame = pd.DataFrame(rows, columns=["region_code", "year", "metric", "value"])
    frame = frame.assign(
        agency_id=frame["region_code"],
        level="county",
        form="requests.2021",
        status="reported",
        bound="=",
        source_id=frame["region_code"] + frame["year"].astype(str),
    ).reindex(columns=list(FACTS.columns))
    blank = (
        frame["region_code"].eq("620103")
        & frame["year"].eq(2022)
        & frame["metric"].isin(["requests.new.total", "requests.concluded.total"])
    )
    frame.loc[blank, ["value", "status"]] = [float("nan"), "blank"]
    return frame


def test_facts_are_added_up_as_aggregate_does(draw, facts):
    ax = draw(plot.trend, facts, metric="requests.new.total")
    x, y = lines(ax)[0].get_data()
    assert dict(zip(x, y, strict=True)) == pytest.approx(
        {2021: 150.0, 2022: 100.0, 2023: float("nan"), 2024: 150.0}, nan_ok=True
    )
    assert "n = 2–3／3 个机关（67–100%）" in texts(ax)


def test_facts_give_an_indicator_as_the_ratio_of_sums(draw, facts):
    ax = draw(plot.trend, facts, metric="disclosure_rate.of_concluded", by="province")
    assert [line.get_label() for line in lines(ax)] == ["北京", "甘肃"]
    x, y = lines(ax)[1].get_data()
    assert dict(zip(x, y, strict=True))[2022] == pytest.approx(0.25)
    assert "n = 2–3／3 个机关（67–100%）" in texts(ax)
