"""The registry as frames for users: metrics, forms, rules, indicators and flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from govinfo.registry import Forms, form_rows, metric_rows, read_forms, tree

if TYPE_CHECKING:
    import pandas as pd


def metrics(forms: Forms | None = None) -> pd.DataFrame:
    """All metrics with their labels in Chinese and English.

    Parameters
    ----------
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own (see `read_forms`), whose metrics come last.

    Returns
    -------
    DataFrame
        One row per metric: ``metric`` (key), ``label_zh``, ``label_en``, ``unit``,
        ``section``, ``item``, ``party``, ``role`` (part or total) and ``kind``
        (flow, stock, change or money).

    Raises
    ------
    SchemaError
        If the CSV is malformed.

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.metrics().set_index("metric").loc["requests.new.total", "label_en"]
    'requests newly received, all applicants'
    """
    return _frame(metric_rows(read_forms(forms)).values())


def forms(forms: Forms | None = None) -> pd.DataFrame:
    """All cells of the registered forms, in printed order.

    Parameters
    ----------
    forms : str, Path or OwnForms, optional
        A CSV of forms of your own (see `read_forms`), whose cells come last.

    Returns
    -------
    DataFrame
        One row per cell: ``form``, ``order`` (from 1), ``row_path``,
        ``column_path`` (printed labels, outermost first, parted by ``/``) and
        ``metric``, with the metric's ``label_zh``, ``label_en`` and ``unit``.

    Raises
    ------
    SchemaError
        If the CSV is malformed.

    Examples
    --------
    >>> import govinfo as gi
    >>> gi.forms().groupby("form").size()["requests.2021"]
    np.int64(175)
    """
    own = read_forms(forms)
    frame = _frame(form_rows(own))
    frame["order"] = frame["order"].astype("int64")
    labels = metrics(own)[["metric", "label_zh", "label_en", "unit"]]
    return frame.merge(labels, on="metric", how="left", validate="many_to_one")


def rules() -> pd.DataFrame:
    """All check rules: what must add up, and where that is written.

    Returns
    -------
    DataFrame
        One row per rule: ``rule`` (id), ``label_zh``, ``label_en``, ``relation`` (in words
        and signs), ``severity`` (error, warning or info), ``source`` (notice or law),
        ``forms``, ``over`` (what {party}, {row} or {block} stands for; NA where a rule is
        one sum), ``among`` (its only fillings, NA where all that fit are meant), ``left``,
        ``op`` (=, <= or >=) and ``right`` (signed metric ids, ``[t-1]`` for the year before,
        ``[child]`` and ``[children]`` for agencies that a report covers), ``any_of`` (several
        sums of which one must fit, in the stead of ``right``), ``when`` (conditions),
        ``bounds`` (how a figure of the prose is read), ``covers``, ``apart`` and ``own_kinds``
        (who covers whom), ``identity`` (whether readers use the relation to place cells)
        and ``tolerance`` [unit of the metrics].

    Notes
    -----
    The file ``registry/rules.toml`` tells at its head what each field means. `check` takes
    frames of this form, and TOML and CSV files, as ``rules=``; the columns that are NA
    may be left out. In CSV, ids are parted by blanks, the sums of ``any_of`` by ``|`` and
    conditions by ``;``.

    Examples
    --------
    >>> import govinfo as gi
    >>> own = gi.rules().query("rule == 'B1'").assign(rule="B1_rounded", tolerance=1.0)
    >>> own[["rule", "left", "op"]].to_dict("records")
    [{'rule': 'B1_rounded', 'left': ['{block}.total'], 'op': '='}]
    """
    return _nested("rules", "rule")


def indicators() -> pd.DataFrame:
    """All indicators with their numerator, denominator and labels.

    Returns
    -------
    DataFrame
        One row per indicator: ``indicator`` (id), ``label_zh``, ``label_en``,
        ``unit``, ``forms``, ``numerator``, ``denominator`` (signed metric ids), ``scale``,
        ``small_below`` (denominators too small to rank) and ``source``.
    """
    return _nested("indicators", "indicator")


def flags() -> pd.DataFrame:
    """All flag rules with their thresholds.

    Returns
    -------
    DataFrame
        One row per rule: ``rule`` (id), ``label_zh``, ``label_en``, ``definition``,
        ``severity``, ``judge`` (how it is judged), ``basis`` (the laws and notices that
        name the fault, one per line) and a column for each threshold, NA where a rule has
        no such threshold.
    """
    import pandas as pd

    laws = [entry.get("basis", ()) for entry in tree("flags").values()]
    texts = ["\n".join(law["text"] for law in each) or None for each in laws]
    frame = _nested("flags", "rule").drop(columns="words")
    return frame.assign(basis=pd.array(texts, dtype="string"))


def _frame(found: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([dict(row) for row in found], dtype="str")


def _nested(name: str, key: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([{key: id_, **fields} for id_, fields in tree(name).items()])
