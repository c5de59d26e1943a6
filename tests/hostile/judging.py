"""What may be read in a hostile file: nothing that does not stand in it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import govinfo as gi
from govinfo import errors

from .report import PAGE

if TYPE_CHECKING:
    import pandas as pd

_LARGEST = 5_000_000


@cache
def _good() -> frozenset[tuple[str, float]]:
    """The facts of the report that damaged files are made of."""
    return _told(gi.read_report(PAGE).facts())


def _told(facts: pd.DataFrame) -> frozenset[tuple[str, float]]:
    told = facts[facts["status"] == "reported"]
    return frozenset(zip(told["metric"], told["value"], strict=True))


def is_told(name: str) -> bool:
    """Whether an error is one that is raised on purpose."""
    return issubclass(getattr(errors, name, ValueError), gi.GovinfoError)


def untrue(facts: pd.DataFrame, data: bytes) -> list[str]:
    """The facts that a file does not hold.

    A fact is held if it is one of the good report's, or if its print stands in the file,
    with no digit beside it.

    Parameters
    ----------
    facts : DataFrame
        What was read in the file.
    data : bytes
        The file.
    """
    strange = _told(facts) - _good()
    if not strange:
        return []
    text = data[:_LARGEST].decode("utf-8", "replace")
    raws = facts[facts["status"] == "reported"].set_index("metric")["raw"]
    return [
        f"{metric} = {value:g} ({raws[metric]!r})"
        for metric, value in sorted(strange)
        if not _stands(str(raws[metric]), text)
    ]


def _stands(raw: str, text: str) -> bool:
    number = re.search(r"[0-9][0-9.,]*", raw)
    # A fact without digits (未收到申请) is told by its words.
    if number is None:
        return raw in text
    return re.search(rf"(?<![0-9.]){re.escape(number[0])}(?![0-9])", text) is not None


def facts_by_file(corpus: gi.Corpus, folder: Path) -> dict[str, pd.DataFrame]:
    """The facts of the corpus by the name of the file they were read in."""
    sources = corpus.sources
    files = sources["path"].str.removeprefix(f"{folder}/").str.partition("!")[0]
    ids = {
        name: set(sources["source_id"][files == name].astype(str))
        for name in files.drop_duplicates()
    }
    told = corpus.facts
    owner = told["source_id"].astype(str)
    return {name: told[owner.isin(own)] for name, own in ids.items()}
