"""Do the printed sums hold? Every rule for every report, none left out."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import pandas as pd

from govinfo import registry, schema
from govinfo.analyse._grid import grid, previous, with_sources
from govinfo.analyse.checking.judged import judge, kin
from govinfo.analyse.checking.own_rules import Rules, as_pandas, rulebook
from govinfo.errors import SchemaError
from govinfo.registry import Forms, OwnForms

__all__ = ["check", "judge", "kin"]

Frame = TypeVar("Frame")


def check(
    facts: Frame,
    *,
    sources: Any = None,
    roster: Any = None,
    rules: Rules = None,
    forms: Forms | None = None,
    blank_as_zero: bool = False,
) -> Frame:
    """Judge every sum that the forms prescribe, for every report.

    Parameters
    ----------
    facts : DataFrame, LazyFrame, DuckDB relation or PySpark DataFrame
        The facts frame: one row per document and metric, of any kind that narwhals knows.
    sources : DataFrame, optional
        The sources frame. It adds documents without facts, names tables that were lost,
        and tells which reports cover others (rules E1).
    roster : DataFrame, optional
        Who should have reported: ``agency_id``, ``level``, ``kind``, ``region_code`` and
        optionally ``year``; only with it E1_sum knows that all are in.
    rules : str, Path, DataFrame or list of them, optional
        Ids of `govinfo.rules`, paths of TOML or CSV files and frames with rules of your own
        in the form of `govinfo.rules`; all registered ones where left out. Only what is
        given is judged: ``[*gi.rules()["rule"], "my.toml"]`` adds to the registry's. A rule
        of your own needs its id, ``left``, ``op`` and ``right`` (or ``any_of``). Labels left
        out are its id, the severity is warning, the source "own rule", the tolerance 1e-6,
        ``identity`` false, and the forms are all that hold what stands on the left.
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own (see `govinfo.registry.read_forms`) that your rules name.
        Forms and metrics that the facts hold need not be registered.
    blank_as_zero : bool, default False
        Count a blank as 0 where not every cell of the sum is blank; the reason then says so.

    Returns
    -------
    frame of the kind given
        One row per rule, document and ``party`` (the column, row or block that the sum
        speaks of; empty where a rule has one sum): ``rule``, ``agency_id``, ``year``,
        ``source_id``, ``party``, ``ok`` (True, False, NA where it could not be judged),
        ``observed`` (left side), ``expected`` (right side; of several the nearest),
        ``gap`` (observed less expected) [unit of the metrics], ``metrics`` (the ids
        involved, as rules write them, parted by blanks) and ``reason``. A document that
        has none of a rule's forms has one row for it, NA with an empty party.

    Raises
    ------
    ReadError
        If a file of rules cannot be read.
    SchemaError
        If a column is missing, a document repeats a metric, or a rule of your own is
        malformed.
    UnknownNameError
        If a rule, or a metric or form that a rule names, does not exist.

    Notes
    -----
    A sum with a cell that is not reported is NA, neither passed nor failed. So is a sum
    that holds for cells which the same identity placed or confirmed (``method`` decoded, ocr): it
    would be true by construction. Rules over two years need one document of the same
    named agency in each of two consecutive years.

    Frames in memory keep the order of rules and reports. Lazy ones (polars, DuckDB,
    PySpark) are judged where they live, in no order; only a count of rows that must not be
    there is fetched.

    Examples
    --------
    >>> import pandas as pd
    >>> import govinfo as gi
    >>> from govinfo.schema import FACTS
    >>> cells = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    >>> facts = pd.DataFrame(
    ...     {
    ...         "metric": [f"reconsideration.{name}" for name in cells],
    ...         "value": list(cells.values()),
    ...     }
    ... ).assign(agency_id="a", year=2023, form="disputes", status="reported", source_id="x")
    >>> found = gi.check(facts.reindex(columns=list(FACTS.columns)), rules="B1")
    >>> found[["party", "ok", "observed", "expected", "gap"]].head(1)
                 party     ok  observed  expected   gap
    0  reconsideration  False       0.0      11.0 -11.0
    """
    own = registry.read_forms(forms)
    if isinstance(facts, pd.DataFrame):
        held = _in_memory(facts, sources, roster, rules, own, blank_as_zero=blank_as_zero)
        return cast(Frame, held)
    import narwhals as nw

    frame = nw.from_native(cast(Any, facts))
    if isinstance(frame, nw.DataFrame):
        plain = frame.to_pandas()
        held = _in_memory(plain, sources, roster, rules, own, blank_as_zero=blank_as_zero)
        return cast(Frame, _as_given(held, frame))
    if sources is not None or roster is not None:
        raise SchemaError(
            "sources= and roster= go with facts in memory. Leave them out: rules that compare "
            "agencies are then NA."
        )
    from govinfo.analyse.checking.lazy import check_lazy
    from govinfo.analyse.checking.lazy_facts import held_lazily

    book = rulebook(rules, lambda: held_lazily(frame), own)
    return cast(Frame, check_lazy(frame, book, blank_as_zero=blank_as_zero).to_native())


def _in_memory(
    facts: pd.DataFrame,
    sources: Any,
    roster: Any,
    rules: Rules,
    forms: OwnForms,
    *,
    blank_as_zero: bool,
) -> pd.DataFrame:
    book = rulebook(rules, lambda: held(facts), forms)
    cells, reports, lost, current = grid(facts), None, None, None
    if sources is not None:
        cells, reports = with_sources(cells, as_pandas("sources", sources))
        lost = reports["tables_lost"].astype("object").to_numpy()
        current = reports["current"].to_numpy(dtype=bool)
    back, why = previous(cells.reports, current)
    judged = judge(
        cells,
        book,
        back,
        why,
        blank_as_zero=blank_as_zero,
        reports=reports,
        roster=None if roster is None else as_pandas("roster", roster),
        lost=lost,
    )
    return _public(judged, cells.reports)


def _as_given(checks: pd.DataFrame, frame: Any) -> Any:
    """The checks as a frame of the same kind."""
    import narwhals as nw
    import pyarrow as pa

    table = pa.Table.from_pandas(checks, preserve_index=False)
    return nw.from_arrow(table, backend=frame.implementation).to_native()


def _public(judged: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    rows = judged["report"].to_numpy()
    who = {
        name: pd.Series(reports[name].astype("category").array.take(rows), dtype="category")
        for name in ("agency_id", "source_id")
    }
    year = reports["year"].astype("Int16").array.take(rows)
    why = _texts(judged["reason"].array)
    return schema.conform(judged.assign(year=year, reason=why, **who), schema.CHECKS)


def _texts(found: Any) -> Any:
    """A categorical as text, ten times as quickly as pandas does it."""
    import pyarrow as pa

    words = pa.array(found.categories.tolist(), pa.large_string())
    codes = pa.array(found.codes, mask=found.codes < 0)
    plain = pa.DictionaryArray.from_arrays(codes, words).cast(pa.large_string())
    return pd.array(plain, dtype="string")


def held(facts: pd.DataFrame) -> dict[str, list[str]]:
    """The metrics of each form in the facts."""
    schema.require(facts, ("form", "metric"), what="facts")
    pairs = facts[["form", "metric"]].dropna().drop_duplicates().astype("object")
    grouped = pairs.groupby("form", sort=False)["metric"]
    return {str(form): metrics.tolist() for form, metrics in grouped}
