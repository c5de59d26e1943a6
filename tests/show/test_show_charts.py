import itertools
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from govinfo import registry
from govinfo.errors import SchemaError, UnknownNameError
from govinfo.show import figure, plot, save
from govinfo.show.lightness import lightness
from govinfo.show.words import axis_label, charts

LANGUAGES = pytest.mark.parametrize("lang", ["zh", "en"])
NAMES = list(registry.tree("charts")["outcomes"])


def texts(ax):
    return [text.get_text() for text in ax.texts]


def hatched(ax):
    return [patch for patch in ax.patches if patch.get_hatch() == "////"]


def shares(ax):
    """Outcome by bar: the shares drawn [%]."""
    return np.array([[bar.get_height() for bar in one] for one in ax.containers])


# composition


@LANGUAGES
def test_every_outcome_is_a_set_of_bars_with_its_label(draw, outcome_frame, lang):
    ax = draw(plot.composition, outcome_frame, lang=lang)
    wanted = [charts()["outcomes"][name][f"label_{lang}"] for name in NAMES]
    assert [one.get_label() for one in ax.containers] == wanted
    assert [text.get_text() for text in ax.get_legend().get_texts()] == wanted


def test_shares_add_up_to_a_hundred_on_either_form(draw, outcome_frame):
    drawn = shares(draw(plot.composition, outcome_frame))
    np.testing.assert_allclose(drawn.sum(axis=0), 100)
    # 4 granted; 2 each of 1 partly, 8 denied, 3 unavailable, 5 unprocessed, 1 or 3 other
    np.testing.assert_allclose(drawn[0], [100 * 4 / 40, *[100 * 4 / 44] * 3])
    np.testing.assert_allclose(drawn[5], [100 * 2 / 40, *[100 * 6 / 44] * 3])


@pytest.mark.parametrize("gone", ["requests.denied.third_party.total", "requests.granted.total"])
def test_a_missing_part_makes_the_bar_missing_and_never_zero(draw, outcome_frame, gone):
    cut = outcome_frame["metric"].eq(gone) & outcome_frame["year"].eq(2022)
    for frame in (
        outcome_frame[~cut],
        outcome_frame.assign(value=outcome_frame["value"].mask(cut)),
    ):
        ax = draw(plot.composition, frame)
        drawn = shares(ax)
        assert np.isnan(drawn[:, 2]).all()
        np.testing.assert_allclose(drawn[:, [0, 1, 3]].sum(axis=0), 100)
        frames = [patch for patch in hatched(ax) if patch.get_height() == 100]
        assert len(frames) == 1
        assert "—" in texts(ax)


def test_a_year_without_rows_is_a_missing_bar(draw, outcome_frame):
    ax = draw(plot.composition, outcome_frame[outcome_frame["year"] != 2022])
    assert "—" in texts(ax)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2020", "2021", "2022", "2023"]


def test_outcomes_that_are_all_reported_zero_print_zero(draw, outcome_frame):
    none = outcome_frame["value"].mask(outcome_frame["year"] == 2021, 0.0)
    ax = draw(plot.composition, outcome_frame.assign(value=none))
    assert "0" in texts(ax)
    assert "—" not in texts(ax)


def test_agencies_on_both_forms_in_one_year_are_added_up(draw, outcome_frame):
    old = outcome_frame[outcome_frame["metric"] == "requests.other.total.total"]
    both = pd.concat([outcome_frame, old.assign(year=2021, value=10.0, n_reported=3)])
    drawn = shares(draw(plot.composition, both))
    assert drawn[5, 1] == pytest.approx(100 * 16 / 54)


def agency_facts(outcome_frame):
    """Two agencies in 2023; the second one leaves a ground of denial blank."""
    one = outcome_frame[outcome_frame["year"] == 2023][["year", "metric", "value"]]
    facts = pd.concat([one.assign(agency_id="a"), one.assign(agency_id="b", value=9.0)])
    facts = facts.assign(status="reported", bound="=", level="county").reset_index(drop=True)
    cut = facts["agency_id"].eq("b") & facts["metric"].eq("requests.denied.state_secret.total")
    facts.loc[cut, ["value", "status"]] = [float("nan"), "blank"]
    return facts


def test_of_facts_only_agencies_with_all_outcomes_count(draw, outcome_frame):
    ax = draw(plot.composition, agency_facts(outcome_frame))
    assert shares(ax)[0, 0] == pytest.approx(100 * 4 / 44)
    assert "n = 1／2 个机关（50%）" in texts(ax)


def test_alternatives_that_contradict_each_other_are_missing(draw, outcome_frame):
    facts = agency_facts(outcome_frame)
    extra = facts.iloc[[0]].assign(metric="requests.other.total.total", value=99.0)
    ax = draw(plot.composition, pd.concat([facts, extra], ignore_index=True))
    assert "—" in texts(ax)
    assert "n = 0／2 个机关（0%）" in texts(ax)


def test_outcomes_reported_by_unequal_numbers_of_agencies_are_said(draw, outcome_frame):
    fewer = outcome_frame["n_reported"].mask(outcome_frame["metric"].str.contains("granted"), 5)
    ax = draw(plot.composition, outcome_frame.assign(n_reported=fewer), lang="en")
    note = next(text for text in texts(ax) if text.startswith("n ="))
    assert note.startswith("n = 5 of 8 agencies (62 %)")
    assert "not all agencies reported every outcome" in note


@LANGUAGES
@pytest.mark.parametrize("preset", ["single", "double"])
def test_nothing_is_cut_off_by_the_edge_of_the_figure(draw, rates, panel, lang, preset):
    frame = pd.concat([rates.assign(province=code) for code in ("150000", "620000")])
    drawn = [
        draw(plot.heatmap, frame, lang=lang, preset=preset),
        draw(plot.trend, frame, by="province", lang=lang, preset=preset),
        draw(plot.heatmap, panel, lang=lang, preset=preset),
    ]
    for ax in drawn:
        page = ax.figure.bbox.padded(1)
        bars = [other.yaxis.label for other in ax.figure.axes]
        for text in [*ax.texts, ax.xaxis.label, *bars, *ax.get_yticklabels()]:
            box = text.get_window_extent()
            if text.get_text() and text.get_visible():
                assert page.x0 <= box.x0, text
                assert box.x1 <= page.x1, text
                assert page.y0 <= box.y0, text


@LANGUAGES
def test_bars_of_regions_lie_and_are_named(draw, outcome_frame, lang):
    one = outcome_frame[outcome_frame["year"] == 2023]
    frame = pd.concat([one.assign(province=code) for code in ("620000", "110000")])
    ax = draw(plot.composition, frame, by="province", lang=lang)
    names = {"zh": ["北京", "甘肃"], "en": ["Beijing", "Gansu"]}[lang]
    assert [label.get_text() for label in ax.get_yticklabels()] == names


def test_bars_of_regions_do_not_mix_years(outcome_frame):
    with pytest.raises(SchemaError, match="Choose one year"):
        plot.composition(outcome_frame.assign(level="county"), by="level")


def test_composition_names_what_it_lacks(outcome_frame):
    with pytest.raises(SchemaError, match="lacks 'metric'"):
        plot.composition(outcome_frame.drop(columns="metric"))


def test_composition_of_nothing_is_no_data(draw, panel):
    assert texts(draw(plot.composition, panel)) == ["无数据"]


def test_the_form_of_2021_is_marked_between_the_bars(draw, outcome_frame):
    ax = draw(plot.composition, outcome_frame)
    assert "2021 新格式" in texts(ax)
    assert [list(line.get_xdata()) for line in ax.get_lines()] == [[2020.5, 2020.5]]


# heatmap


@LANGUAGES
def test_missing_is_hatched_and_zero_is_printed(draw, panel, lang):
    ax = draw(plot.heatmap, panel, lang=lang)
    assert len(hatched(ax)) == 1
    assert "0" in texts(ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        {"zh": "缺失", "en": "missing"}[lang]
    ]


def test_a_cell_without_a_row_is_hatched(draw, panel):
    frame = panel[~(panel["province"].eq("110000") & panel["year"].eq(2021))]
    assert len(hatched(draw(plot.heatmap, frame))) == 2


def test_a_year_without_rows_keeps_its_column(draw, panel):
    ax = draw(plot.heatmap, panel[panel["year"] != 2021])
    assert [label.get_text() for label in ax.get_xticklabels()] == [
        str(year) for year in range(2019, 2025)
    ]


@LANGUAGES
def test_the_colour_bar_is_labelled(draw, panel, lang):
    ax = draw(plot.heatmap, panel, lang=lang)
    bar = next(other for other in ax.figure.axes if other is not ax)
    assert bar.get_ylabel().replace("\n", "") == axis_label("requests.new.total", lang)


def test_ticks_of_the_colour_bar_are_not_rounded(draw, panel):
    ax = draw(plot.heatmap, panel.assign(value=panel["value"] * 3))
    bar = next(other for other in ax.figure.axes if other is not ax)
    for tick, label in zip(bar.get_yticks(), bar.get_yticklabels(), strict=True):
        text = label.get_text()
        read = float(text.removesuffix("万")) * (10_000 if text.endswith("万") else 1)
        assert read == pytest.approx(tick)


def test_the_names_that_aggregate_gives_are_shortened_and_translated(draw, panel):
    full = {"110000": "北京市", "120000": "天津市", "130000": "河北省", "620000": "甘肃省"}
    ax = draw(plot.heatmap, panel.assign(province=panel["province"].map(full)), lang="en")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["Beijing", "Tianjin", "Hebei", "Gansu"]


def test_the_fill_is_darker_for_more(draw, panel):
    ax = draw(plot.heatmap, panel[panel["province"] == "620000"].assign(value=range(6)))
    fills = [lightness(patch.get_facecolor()) for patch in ax.patches]
    assert fills == sorted(fills, reverse=True)


def test_numbers_stand_out_from_their_cells(draw, panel):
    ax = draw(plot.heatmap, panel)
    filled = [patch for patch in ax.patches if not patch.get_hatch()]
    printed = [text for text in ax.texts if text.get_position()[1] == int(text.get_position()[1])]
    for patch, text in zip(filled, printed, strict=False):
        gap = abs(lightness(patch.get_facecolor()) - lightness(text.get_color()))
        assert gap > 35


def test_a_repeated_cell_is_refused(panel):
    with pytest.raises(SchemaError, match="repeats its key"):
        plot.heatmap(pd.concat([panel, panel]))


def test_a_frame_of_ratios_must_be_named(rates):
    with pytest.raises(SchemaError, match="Name the indicator with metric="):
        plot.heatmap(rates.drop(columns="indicator").assign(province="620000"))


def test_a_frame_of_ratios_is_drawn_once_named(draw, rates):
    frame = rates.drop(columns=["indicator", "n_expected"]).assign(province="甘肃省", n_missing=1)
    ax = draw(plot.heatmap, frame, metric="disclosure_rate.of_concluded")
    assert {"50", "(25)", "75"} <= set(texts(ax))
    note = "n = 9／10 个机关（90%）；灰格加括号：分母小于 30"
    assert note in [text.replace("\n", "；") for text in texts(ax)]


def test_a_cell_with_a_small_denominator_is_grey_and_said(draw, rates):
    ax = draw(plot.heatmap, rates.assign(province="620000"), lang="en")
    grey = [to_hex(patch.get_facecolor()) for patch in ax.patches].count("#dcdcdc")
    assert grey == 1
    assert any("grey, in brackets: denominator below 30" in text for text in texts(ax))


# coverage


@pytest.fixture
def covered():
    frame = pd.DataFrame(
        list(itertools.product(["110000", "620000"], [2022, 2023])), columns=["province", "year"]
    )
    return frame.assign(n_expected=[10, 10, 0, 200], n_reported=[0, 10, 0, 199])


@LANGUAGES
def test_nobody_reported_and_nobody_expected_look_different(draw, covered, lang):
    ax = draw(plot.coverage, covered, lang=lang)
    assert len(hatched(ax)) == 1
    key = [text.get_text() for text in ax.get_legend().get_texts()]
    assert key == {"zh": ["缺失", "不适用"], "en": ["missing", "outside the regime"]}[lang]


def test_one_missing_report_is_not_rounded_away(draw, covered):
    printed = texts(draw(plot.coverage, covered))
    assert "100" in printed
    assert "99" in printed


def test_coverage_names_what_it_lacks(covered):
    with pytest.raises(SchemaError, match="lacks 'n_expected'"):
        plot.coverage(covered.drop(columns="n_expected"))


def test_coverage_of_nothing_is_no_data(draw, covered):
    assert texts(draw(plot.coverage, covered.iloc[:0])) == ["无数据"]


# style


def test_neighbouring_outcomes_differ_in_grey_and_in_hatch():
    looks = list(charts()["outcomes"].values())
    for one, other in itertools.pairwise(looks):
        assert abs(lightness(one["colour"]) - lightness(other["colour"])) >= 15
        assert one["hatch"] != other["hatch"]


def test_no_two_groups_share_a_marker_or_a_dash_and_neighbours_differ_in_grey():
    looks = charts()["groups"]
    for field in ("marker", "dash"):
        assert len({str(look[field]) for look in looks}) == len(looks)
    for one, other in itertools.pairwise(looks):
        assert abs(lightness(one["colour"]) - lightness(other["colour"])) >= 15


def test_the_sequential_map_darkens_steadily():
    from govinfo.show.plot.cells import _map

    steps = [lightness(_map()(share)) for share in np.linspace(0, 1, 9)]
    assert steps == sorted(steps, reverse=True)


@LANGUAGES
def test_every_metric_and_indicator_has_an_axis_label_in_either_language(lang):
    names = [*registry.metric_names(), *registry.tree("indicators")]
    labels = [axis_label(name, lang) for name in names]
    assert all(labels)
    if lang == "en":
        assert [label for label in labels if any(one >= "\u2e80" for one in label)] == []


# figures


@pytest.mark.parametrize(
    ("preset", "lang", "width"),
    [("single", "zh", 80), ("single", "en", 90), ("double", "zh", 170), ("slide", "zh", 254)],
)
def test_presets_have_the_width_that_journals_ask_for(preset, lang, width):
    fig, _ = figure(preset, lang=lang)
    assert fig.get_figwidth() * 25.4 == pytest.approx(width)


def test_text_has_the_size_of_the_preset(draw, national):
    assert draw(plot.trend, national).xaxis.label.get_size() == 7.5
    assert draw(plot.trend, national, preset="slide").xaxis.label.get_size() == 14


def test_an_unknown_preset_is_named():
    with pytest.raises(UnknownNameError, match="Did you mean 'double'"):
        figure("duoble")


def test_files_have_the_width_asked_for_and_pdf_embeds_truetype(tmp_path, national):
    from matplotlib.image import imread

    fig, ax = figure("single", lang="en")
    plot.trend(national, lang="en", ax=ax)
    png, pdf = save(ax, tmp_path / "fig.1", dpi=300)
    assert png.name == "fig.1.png"
    assert imread(png).shape[1] == pytest.approx(1063, abs=1)
    assert b"/FontFile2" in pdf.read_bytes()
    assert b"/Type3" not in pdf.read_bytes()
    assert save(fig, tmp_path / "again", formats=["svg"])[0].stat().st_size > 0


def test_an_unknown_format_writes_nothing(tmp_path):
    fig, _ = figure()
    with pytest.raises(UnknownNameError, match="figure format"):
        save(fig, tmp_path / "x", formats=["png", "doc"])
    assert list(tmp_path.iterdir()) == []


def test_importing_the_room_loads_no_pyplot():
    code = (
        "import sys, govinfo.show; assert 'matplotlib' not in sys.modules; "
        "from govinfo.show import plot; assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
