"""All faults and all that only seems one, by name: what must be found, what must stay silent.

``README.md`` says of each what is done to the report.
"""

from __future__ import annotations

from typing import Any

from faults import documents, in_prose, in_report, mistyped, over_years, seeming
from faults.planting import Fault, Make

_SUMS = ("requests_balance", "requests_outcomes", "requests_parties")
_LARGE = ("sudden_change", "peer_outlier", "repeated_figures")
_ALL = (
    *_LARGE,
    "scope_switch",
    "all_zero",
    "stock_flow",
    "fee_unit_slip",
    "cross_logic",
    "copied_from_self",
)
_REPEATS = (*_ALL, "carry_over", "narrative_parts")
_SILENCED = ("carry_over", "sudden_change", "stock_flow")
_PLAN = "stale_basis: cites {before}年政务公开工作要点 in a report on {year}"
_PERIOD = (
    "year_conflict: the statistical period is no calendar year: {before}年9月1日至{year}年8月31日"
)


def _fault(name: str, make: Make, *possible: str, **more: Any) -> Fault:
    """Keywords are the rules that must be found, with severity, and fields of `Fault`."""
    fields = {key: more.pop(key) for key in ("never", "silenced", "every_year") if key in more}
    return Fault(name, make, rules=more, possible=possible, **fields)


#: Rounds the figures of a whole level, so it comes before the others.
_GROUPS = (_fault("heaped", documents.heaped, digit_heaping="info"),)
_YEARS = (
    _fault("carried_a_little", over_years.carried((1, 3)), *_LARGE, carry_over="warning"),
    _fault("carried_much", over_years.carried((6, 30)), *_LARGE, carry_over="error"),
    _fault("repeated_all", over_years.repeated(0), *_REPEATS, repeated_figures="error"),
    _fault("repeated_most", over_years.repeated(1), *_REPEATS, repeated_figures="warning"),
    _fault("sudden_rise", over_years.sudden(12.0), *_LARGE, sudden_change="warning"),
    _fault("sudden_fall", over_years.sudden(1 / 12), *_LARGE, sudden_change="warning"),
    _fault(
        "scope_declared",
        over_years.scope_declared,
        "peer_outlier",
        never=_SILENCED,
        silenced=("carry_over",),
        scope_switch="warning",
    ),
    _fault(
        "scope_jump",
        over_years.scope_jump,
        "peer_outlier",
        "cross_logic",
        never=_SILENCED,
        silenced=("carry_over",),
        scope_switch="warning",
    ),
    _fault("out_of_peers", over_years.out_of_peers, *_LARGE, every_year=True, peer_outlier="info"),
    _fault(
        "fees_in_yuan",
        over_years.fees_in_yuan,
        *_LARGE,
        "fee_unit_slip",
        fee_unit_slip="warning",
    ),
    _fault("stock_wrong", over_years.stock(repealed=False), *_LARGE, stock_flow="info"),
    _fault("repealed_too_many", over_years.stock(repealed=True), *_LARGE, stock_flow="error"),
    _fault("items_lost", over_years.items_lost, stock_flow="info"),
)
_IN_REPORT = (
    _fault("negative", in_report.impossible("negative"), *_LARGE, impossible_value="error"),
    _fault("fraction", in_report.impossible("fraction"), impossible_value="error"),
    _fault("town_rules", in_report.rules_of_a_town, impossible_value="error"),
    _fault("office_rules", in_report.rules_of_a_department, impossible_value="warning"),
    _fault("late", in_report.late, late="warning"),
    _fault("town_late", in_report.town_late, late="info"),
    _fault("all_zero", in_report.all_zero(told=False), *_ALL, all_zero="warning"),
    _fault("all_zero_but_told", in_report.all_zero(told=True), *_ALL, all_zero="warning"),
    _fault("section_missing", in_report.section_missing, missing_section="error"),
    _fault("nothing_assessed", in_report.nothing_assessed, missing_section="warning"),
    _fault("old_plan", in_report.warned(_PLAN), stale_basis="warning"),
    _fault("school_year", in_report.warned(_PERIOD), stale_basis="error"),
)
_IN_PROSE = (
    _fault(
        "received_misquoted", in_prose.misquoted("requests_received"), *_LARGE, text_table="warning"
    ),
    _fault(
        "concluded_misquoted",
        in_prose.misquoted("requests_concluded"),
        *_LARGE,
        text_table="warning",
    ),
    _fault(
        "cases_misquoted",
        in_prose.misquoted("reconsideration_cases"),
        *_LARGE,
        text_table="warning",
    ),
    _fault("prose_unbalanced", in_prose.unbalanced, narrative_parts="warning"),
    _fault("parts_too_large", in_prose.parts(too_large=True), narrative_parts="warning"),
    _fault("parts_short", in_prose.parts(too_large=False), narrative_parts="info"),
    _fault("none_told", in_prose.none_told, *_LARGE, cross_logic="warning"),
    _fault("odd_fee", in_prose.odd_fee, cross_logic="warning"),
    _fault("fee_denied", in_prose.fee_denied, *_LARGE, cross_logic="info"),
    _fault("many_suits", in_prose.many_suits, *_LARGE, "stock_flow", cross_logic="warning"),
)
_BETWEEN = (
    _fault("copied_from_self", documents.copied_from_self, copied_from_self="warning"),
    _fault(
        "copied_from_other",
        documents.copied_from_other,
        "copied_from_self",
        copied_from_other="warning",
    ),
    _fault(
        "county_template",
        documents.county_template,
        "copied_from_self",
        copied_from_other="warning",
    ),
    _fault("another_name", documents.another_name, copied_from_other="error"),
    _fault("two_versions", documents.two_versions, version_conflict="warning"),
    _fault("missing_year", documents.missing_year, missing_year="warning"),
    _fault("parent_too_small", documents.parent_too_small, *_LARGE, hierarchy="warning"),
)
FAULTS = (*_GROUPS, *mistyped.IDENTITY, *_YEARS, *_IN_REPORT, *_IN_PROSE, *_BETWEEN)


def _seems(name: str, make: Make, *never: str, **more: Any) -> Fault:
    return _fault(name, make, *more.pop("possible", ()), never=never, **more)


#: What only seems wrong: the rules named must stay silent.
DISTRACTORS = (
    _seems("blank_left", seeming.blank_left, *_SUMS, "repeated_figures"),
    _seems("only_totals", seeming.only_totals, *_SUMS, "all_zero"),
    _seems("dashes", seeming.dashes, *_SUMS, "disputes_sum", "impossible_value"),
    _seems("posted_again", seeming.posted_again, "late"),
    _seems("undated", seeming.undated, "late"),
    _seems("neighbour_named", seeming.neighbour_named, "copied_from_other"),
    _seems("superior_named", seeming.superior_named, "copied_from_other"),
    _seems("older_version", seeming.older_version, "carry_over", possible=("version_conflict",)),
    _seems("subset_short", seeming.subset_short, "narrative_parts"),
    _seems("pending_left_out", seeming.pending_left_out, "text_table"),
    _seems("load_told", seeming.load_told, "text_table", "narrative_parts"),
    _seems("told_about", seeming.told_about, "text_table"),
    _seems("tables_lost", seeming.tables_lost, "missing_section", *_SUMS),
    _seems("fees_and_no_fee", seeming.fees_and_no_fee, "cross_logic", possible=_LARGE),
    _seems("fee_not_collected", seeming.fee_not_collected, "cross_logic", possible=_LARGE),
    _seems("all_repealed", seeming.all_repealed, "stock_flow", possible=_LARGE),
    _seems("few_repeat", seeming.few_repeat, "repeated_figures", possible=_ALL),
    _seems("from_none_to_nine", seeming.from_none_to_nine, "sudden_change", "scope_switch"),
    _seems("university", seeming.university, "stale_basis", "late", "missing_section"),
)
