"""Chosen suggestions laid over the facts: a new frame, and a log of what it changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from govinfo import schema
from govinfo.errors import SchemaError

_CHANGED = {"status": "reported", "method": "corrected", "bound": "="}
_HOW = 'Choose one, as suggestions.query("alternative == 1") does.'


def correct(facts: pd.DataFrame, suggestions: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply the suggestions that the analyst has chosen.

    Parameters
    ----------
    facts : DataFrame
        The facts frame that the suggestions were made for. It is not changed.
    suggestions : DataFrame
        Rows of `suggest`, one alternative of each system: for example
        ``suggestions.query("alternative == 1 and n_alternatives == 1 and complete")``.

    Returns
    -------
    facts : DataFrame
        The same rows; where a suggestion was chosen ``value`` is the suggested one,
        ``status`` reported, ``method`` corrected and ``bound`` "=". ``raw`` and ``at`` still
        say what is printed, and where.
    log : DataFrame
        One row per changed cell, in the order of the suggestions: ``agency_id``, ``year``,
        ``source_id``, ``metric``, ``value`` (before) and ``corrected`` [unit of the
        metric], ``status`` and ``method`` before, ``raw``, ``at`` and ``cause``.

    Raises
    ------
    SchemaError
        If two alternatives of one system are given, or only some cells of one; if a
        suggestion names no cell, no value, or a cell that the facts lack; or if the
        facts hold another value than the suggestion was made for.

    Examples
    --------
    >>> import pandas as pd
    >>> from govinfo.analyse.corrections import correct
    >>> from govinfo.analyse.suggestions import suggest
    >>> from govinfo.schema import FACTS
    >>> cells = {"upheld": 10, "corrected": 1, "other": 0, "pending": 0, "total": 0}
    >>> facts = pd.DataFrame(
    ...     {
    ...         "metric": [f"reconsideration.{name}" for name in cells],
    ...         "value": list(cells.values()),
    ...     }
    ... ).assign(agency_id="a", year=2023, form="disputes", status="reported", source_id="x")
    >>> facts = facts.reindex(columns=list(FACTS.columns))
    >>> corrected, log = correct(facts, suggest(facts).query("alternative == 1"))
    >>> corrected.loc[corrected["method"] == "corrected", ["metric", "value"]]
                     metric  value
    4  reconsideration.total   11.0
    >>> log[["metric", "value", "corrected"]]
                      metric  value  corrected
    0  reconsideration.total    0.0       11.0
    """
    schema.require(facts, schema.FACTS.columns, what="facts", key=schema.FACTS.key)
    schema.require(suggestions, schema.SUGGESTIONS.columns, what="suggestions")
    _refuse_open(suggestions)
    _refuse_rivals(suggestions)
    where = _places(facts, suggestions)
    before = facts.iloc[where].reset_index(drop=True)
    _refuse_others(before, suggestions)
    value = facts["value"].to_numpy(dtype="float64", na_value=np.nan, copy=True)
    value[where] = suggestions["suggested"].to_numpy(dtype="float64")
    changed = {name: _with(facts[name], where, word) for name, word in _CHANGED.items()}
    log = before.assign(
        corrected=suggestions["suggested"].to_numpy(), cause=suggestions["cause"].to_numpy()
    )
    return facts.assign(value=value, **changed), schema.conform(log, schema.CORRECTIONS)


def _refuse_open(suggestions: pd.DataFrame) -> None:
    """Refuse rows that name no cell or no value."""
    nothing = suggestions["metric"].isna()
    if nothing.any():
        row = suggestions.loc[nothing].iloc[0]
        raise SchemaError(
            f"For {row['system']} of {row['source_id']} nothing is suggested ({row['method']}). "
            'Leave such rows out: suggestions.query("alternative > 0").'
        )
    undetermined = suggestions["suggested"].isna()
    if undetermined.any():
        row = suggestions.loc[undetermined].iloc[0]
        raise SchemaError(
            f"Alternative {row['alternative']} for {row['system']} of {row['source_id']} leaves "
            f"the value of {row['metric']} open: the sums do not determine it. Choose another, "
            "or set suggested yourself."
        )


def _refuse_rivals(suggestions: pd.DataFrame) -> None:
    """Refuse two alternatives of one system, halves of one, and one cell twice."""
    system = suggestions.groupby(["source_id", "system"], observed=True, sort=False)
    rivals = system["alternative"].nunique()
    if (rivals > 1).any():
        source_id, name = rivals.index[int(np.argmax(rivals.to_numpy() > 1))]
        raise SchemaError(
            f"Two alternatives or more for {name} of {source_id}: each settles it alone. {_HOW}"
        )
    changes = suggestions.assign(given=suggestions["method"] != "deduced")
    given = changes.groupby(["source_id", "system"], observed=True, sort=False).agg(
        given=("given", "sum"), n_cells=("n_cells", "first")
    )
    short = given["given"] != given["n_cells"]
    if short.any():
        source_id, name = given.index[int(np.argmax(short.to_numpy()))]
        counts = given.loc[short].iloc[0]
        raise SchemaError(
            f"The alternative for {name} of {source_id} changes {counts['n_cells']} cells, "
            f"{counts['given']} are given. Only together do they settle it."
        )
    twice = suggestions.duplicated(["source_id", "metric"])
    if twice.any():
        row = suggestions.loc[twice].iloc[0]
        raise SchemaError(
            f"Two systems change {row['metric']} of {row['source_id']}. Correct the one, then "
            "suggest again."
        )


def _places(facts: pd.DataFrame, suggestions: pd.DataFrame) -> npt.NDArray[np.intp]:
    """Where the cell of each suggestion stands in the facts."""
    key = ["source_id", "metric"]
    asked = suggestions[key].astype("object")
    known = facts[key].astype("object").assign(place=np.arange(len(facts)))
    found = asked.merge(known, on=key, how="left", validate="one_to_one")["place"]
    if found.isna().any():
        row = suggestions.loc[found.isna().to_numpy()].iloc[0]
        raise SchemaError(
            f"The facts have no {row['metric']} of {row['source_id']}. Give the facts that the "
            "suggestions were made for."
        )
    return found.to_numpy(dtype=np.intp)


def _refuse_others(before: pd.DataFrame, suggestions: pd.DataFrame) -> None:
    """Refuse suggestions made for other values than the facts hold."""
    reported = (before["status"] == "reported") & ~before["bound"].isin(schema.BOUNDS[1:])
    held = before["value"].where(reported).to_numpy(dtype="float64")
    meant = suggestions["value"].to_numpy(dtype="float64")
    other = ~((held == meant) | (np.isnan(held) & np.isnan(meant)))
    if other.any():
        row, now = suggestions.loc[other].iloc[0], held[other][0]
        raise SchemaError(
            f"{row['metric']} of {row['source_id']} is {now:g} in the facts, but the suggestion "
            f"was made for {row['value']:g}. Suggest anew."
        )


def _with(column: pd.Series[Any], where: npt.NDArray[np.intp], word: str) -> pd.Series[Any]:
    """``column`` with a word in some places, and among its categories."""
    changed = column.copy()
    if isinstance(changed.dtype, pd.CategoricalDtype):
        if word not in changed.cat.categories:
            changed = changed.cat.add_categories([word])
    else:
        changed = changed.astype("object")
    changed.iloc[where] = word
    return changed
