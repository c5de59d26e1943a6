import itertools

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from govinfo import registry
from govinfo.show import figure
from govinfo.show.fonts import shipped_font

mpl.use("agg")

PROVINCES = ["110000", "120000", "130000", "620000"]
YEARS = range(2019, 2025)


def outcome_metrics(*, since_2021=True):
    """The metrics of all outcomes on one of the two forms."""
    chosen = []
    for outcome in registry.tree("charts")["outcomes"].values():
        parts = outcome["parts"]
        chosen += parts[0] if since_2021 or len(parts) == 1 else parts[1]
    return chosen


@pytest.fixture
def panel():
    """Requests received by province and year: Hebei 2022 missing, Tianjin 2020 zero."""
    rows = [
        {
            "province": province,
            "year": year,
            "metric": "requests.new.total",
            "value": 1000.0 * (PROVINCES.index(province) + 1) + year,
            "n_reported": 90,
            "n_expected": 100,
        }
        for province, year in itertools.product(PROVINCES, YEARS)
    ]
    frame = pd.DataFrame(rows)
    frame.loc[frame.province.eq("120000") & frame.year.eq(2020), "value"] = 0.0
    gone = frame.province.eq("130000") & frame.year.eq(2022)
    frame.loc[gone, "value"] = float("nan")
    frame.loc[gone, "n_reported"] = 0
    return frame


@pytest.fixture
def national(panel):
    one = panel[panel["province"] == "110000"].drop(columns="province")
    return one.reset_index(drop=True)


@pytest.fixture
def outcome_frame():
    """All outcomes of 2020 on the old form and of 2021–2023 on the new one."""
    rows = [
        (year, metric, 4.0 if ".granted." in metric else 2.0, 7, 8)
        for year in (2020, 2021, 2022, 2023)
        for metric in outcome_metrics(since_2021=year > 2020)
    ]
    return pd.DataFrame(rows, columns=["year", "metric", "value", "n_reported", "n_expected"])


@pytest.fixture
def rates():
    """An indicator by year, with a denominator below 30 in 2021."""
    return pd.DataFrame(
        {
            "year": [2020, 2021, 2022],
            "indicator": "disclosure_rate.of_concluded",
            "value": [0.5, 0.25, 0.75],
            "numerator": [50.0, 5.0, 75.0],
            "denominator": [100.0, 20.0, 100.0],
            "n": [9, 9, 9],
            "n_expected": [10, 10, 10],
        }
    )


@pytest.fixture
def draw():
    """Draw a chart to the end; every text must use the shipped font, rcParams stay."""

    def draw_(chart, data, *, preset="single", lang="zh", **options):
        before = mpl.rcParams.copy()
        fig, ax = figure(preset, lang=lang)
        chart(data, lang=lang, ax=ax, **options)
        FigureCanvasAgg(fig).draw()
        assert dict(mpl.rcParams) == dict(before)
        wrong = [
            text.get_text()
            for text in fig.findobj(Text)
            if text.get_text()
            and text.get_visible()
            and text.get_fontproperties().get_file() != str(shipped_font())
        ]
        assert wrong == []
        assert ax.get_title() == ""
        return ax

    return draw_
