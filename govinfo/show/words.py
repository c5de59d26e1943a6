"""Names, units, numbers and notes as they are printed, in Chinese or English."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from govinfo import gazetteer, registry
from govinfo.errors import UnknownNameError

LANGUAGES = ("zh", "en")


def charts() -> Mapping[str, Any]:
    """``registry/charts.toml``."""
    return registry.tree("charts")


def words(lang: str) -> Mapping[str, Any]:
    """Look up the fixed words of the charts in one language.

    Raises
    ------
    UnknownNameError
        If ``lang`` is neither ``"zh"`` nor ``"en"``.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError.of("language", lang, LANGUAGES, "lang='zh' or lang='en'")
    found: Mapping[str, Any] = charts()["words"][lang]
    return found


def is_indicator(name: str) -> bool:
    """Whether the registry knows an indicator of this id."""
    return name not in registry.metric_rows() and name in registry.tree("indicators")


def known_unit(name: str) -> str:
    """Look up the unit of a metric or an indicator, as the registry has it."""
    if is_indicator(name):
        return str(registry.tree("indicators")[name]["unit"])
    return registry.metric(name)["unit"]


def axis_name(name: str, lang: str) -> str:
    """Name a metric or an indicator on an axis, without its unit."""
    words(lang)
    short = charts()["axis"]["names"].get(name)
    if short is not None:
        return str(short[lang])
    if is_indicator(name):
        return _capital(str(registry.tree("indicators")[name][f"label_{lang}"]))
    label = registry.metric(name)[f"label_{lang}"]
    for end in ("front", "back"):
        label = re.sub(charts()["axis"][f"{end}_{lang}"], "", label)
    return _capital(label)


def axis_label(name: str, lang: str) -> str:
    """Name and unit of a metric or an indicator: 新收申请（件）.

    Examples
    --------
    >>> from govinfo.show.words import axis_label
    >>> axis_label("requests.new.total", "zh")
    '新收申请（件）'
    >>> axis_label("requests.new.total", "en")
    'Requests received (number)'
    >>> axis_label("disclosure_rate.of_concluded", "zh")
    '公开率（占办结总数，%）'
    """
    unit = known_unit(name)
    printed = charts()["units"].get(unit, {lang: unit})[lang]
    label, text = axis_name(name, lang), words(lang)
    if label.endswith(("）", ")")):
        return str(text["label_nested"].format(stem=label[:-1], unit=printed))
    return str(text["label"].format(name=label, unit=printed))


def value_text(name: str, value: float, lang: str, *, digits: int = 3) -> str:
    """Print a value of a metric or an indicator as its axis and its cells print it.

    Shares are printed in per cent; 万 is left to metrics whose unit has none.

    Examples
    --------
    >>> from govinfo.show.words import value_text
    >>> value_text("requests.new.total", 12500, "zh"), value_text("fees.amount", 12500, "zh")
    ('1.25万', '12500')
    """
    unit = known_unit(name)
    scale = charts()["units"].get(unit, {}).get("scale", 1)
    myriads = words("zh")["large_unit"] not in unit
    return number(value * scale, lang, digits=digits, myriads=myriads)


def small_below(name: str) -> float:
    """Look up the denominator below which an indicator is too small to be ranked, else 0."""
    return float(registry.tree("indicators")[name]["small_below"]) if is_indicator(name) else 0.0


def number(value: float, lang: str, *, digits: int = 3, myriads: bool = True) -> str:
    """Print a number as an axis or a cell prints it.

    Chinese numbers of 10,000 and more are printed in 万 unless ``myriads`` is off;
    English ones are parted by commas. ``digits`` is the number of decimals kept at most;
    closing zeros go where the number is exact and stay where it was rounded.

    Examples
    --------
    >>> from govinfo.show.words import number
    >>> number(12500, "zh"), number(12500, "en"), number(0, "zh")
    ('1.25万', '12,500', '0')
    >>> number(20160, "zh", digits=1), number(20000, "zh", digits=1)
    ('2.0万', '2万')
    """
    text = words(lang)
    suffix = ""
    if myriads and "large" in text and abs(value) >= text["large"]:
        value, suffix = value / text["large"], text["large_unit"]
    printed = f"{value:,.{digits}f}"
    exact = math.isclose(value, round(value, digits), rel_tol=1e-9, abs_tol=1e-12)
    if exact and "." in printed:
        printed = printed.rstrip("0").rstrip(".")
    if printed == "-0":
        printed = "0"
    return printed.replace(",", text["thousands"]).replace("-", "−") + suffix


def percent(part: float, whole: float) -> str:
    """``part`` of ``whole`` in per cent, rounded, but 100 only where nothing is missing.

    Examples
    --------
    >>> from govinfo.show.words import percent
    >>> percent(1204, 1310), percent(1309, 1310), percent(1, 1310), percent(0, 1310)
    ('92', '99', '<1', '0')
    """
    share = 100 * part / whole
    if 0 < share < 1:
        return "<1"
    if 99 < share < 100:
        return "99"
    return f"{share:.0f}"


def coverage_note(reported: Sequence[float], expected: Sequence[float], lang: str) -> str:
    """How many agencies stand behind a chart: one figure, or the smallest and largest.

    ``reported`` and ``expected`` count agencies [1], one entry per year or unit drawn;
    ``expected`` is empty or NaN where it is not known.

    Examples
    --------
    >>> from govinfo.show.words import coverage_note
    >>> coverage_note([1204], [1310], "en")
    'n = 1,204 of 1,310 agencies (92 %)'
    >>> coverage_note([1204, 1250], [1310, 1310], "zh")
    'n = 1204–1250／1310 个机关（92–95%）'
    """
    text = words(lang)
    counts = [count for count in reported if not math.isnan(count)]
    if not counts:
        return ""
    pairs = [
        (part, whole)
        for part, whole in zip(reported, expected, strict=False)
        if not math.isnan(part) and whole > 0
    ]
    if len(pairs) < len(counts):
        return str(text["alone"].format(reported=_range(counts, lang)))
    shares = sorted(pairs, key=lambda pair: pair[0] / pair[1])
    ends = dict.fromkeys(percent(*pair) for pair in (shares[0], shares[-1]))
    return str(
        text["of"].format(
            reported=_range(counts, lang),
            expected=_range([whole for _, whole in pairs], lang),
            share="–".join(ends),
        )
    )


def inexact_note(count: float, lang: str) -> str:
    """Say how many of the values added up were printed as bounds (余, 近, 约)."""
    template = words(lang)["inexact"]
    return str(template.format(count=number(count, lang, myriads=False))) if count else ""


def unit_name(value: object, lang: str) -> str:
    """Print a region or a level by its name, anything else as it stands."""
    plain = str(value)
    level = charts()["levels"].get(plain)
    if level is not None:
        return str(level[lang])
    region = _regions().get(plain)
    if region is None:
        return plain
    return (region.name_en if lang == "en" else region.short) or region.name


def unit_rank(value: object) -> tuple[int, str]:
    """Sort key: regions in the registry's order, then everything else by name."""
    plain = str(value)
    return (_ranks().get(plain, len(_ranks())), plain)


@cache
def _regions() -> Mapping[str, gazetteer.Unit]:
    """Every region by its code, under its last name, and the provinces by their names too."""
    regions = {unit.code: unit for unit in gazetteer.periods()}
    provinces = [unit for unit in gazetteer.units().values() if unit.level == "province"]
    for unit in provinces:
        regions |= dict.fromkeys((unit.name, unit.short, unit.name_en), unit)
    return regions


@cache
def _ranks() -> Mapping[str, int]:
    places = {unit.code: rank for rank, unit in enumerate(gazetteer.periods())}
    return {name: places[unit.code] for name, unit in _regions().items()}


def _range(counts: Sequence[float], lang: str) -> str:
    ends = dict.fromkeys(
        number(end, lang, digits=0, myriads=False) for end in (min(counts), max(counts))
    )
    return "–".join(ends)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
