"""The set of sentences in ``prose/sentences.csv``: what they state, and what only seems to be.

``set`` tells how a sentence came to be: ``modelled`` on the known wordings; ``held_out``,
written by one who had not looked at the registry's wordings; ``later``, longer ones, written
when those were read; ``last``, the same once more; ``probed`` and ``adversary``, look-alikes
tried until some were mistaken. The expectations of all but ``probed`` were written before they
were first read. What is stated in ``adversary`` and not found is left out of it, so that it
tells nothing of recall.

``about`` names the metrics that a sentence states or tempts to read, ``trap`` the kind of
temptation. ``expected`` holds what a careful person reads (``metric=12``, ``≥``, ``≤``,
``≈``, or ``metric:status`` where there is no one number), ``allowed`` what two careful
people may read or not. A ``\\n`` in a sentence is the end of a printed line. All were made up.
"""

import csv
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from govinfo import registry
from govinfo.parse.narrative.prose import read_narrative

SENTENCES = Path(__file__).parent / "prose" / "sentences.csv"
METRICS = [name for name in registry.metric_names() if name.startswith("narrative.")]
_READING = re.compile(r"(?P<metric>[a-z_]+)(?P<bound>[=≥≤≈:])(?P<value>.+)")


@cache
def sentences():
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def readings(text):
    """Metric to value and bound, or to a status."""
    found = {}
    for reading in filter(None, text.split(";")):
        metric, bound, value = _READING.fullmatch(reading).group("metric", "bound", "value")
        found[f"narrative.{metric}"] = value if bound == ":" else (float(value), bound)
    return found


def read(row):
    text = row["sentence"].replace("\\n", "\n")
    return {
        one.metric: (one.value, one.bound) if one.status == "reported" else one.status
        for one in read_narrative({row["section"]: text}, year=int(row["year"]))
    }


@cache
def outcomes():
    """Set, trap, sentence, metric and what came of it, for all that is or seems to be stated."""
    rows = []
    for row in sentences():
        expected, allowed, found = readings(row["expected"]), readings(row["allowed"]), read(row)
        for metric in {**expected, **found}:
            stated, seen = expected.get(metric), found.get(metric)
            if isinstance(seen, tuple) and seen != stated:
                outcome = "allowed" if seen == allowed.get(metric) else "wrong"
            elif isinstance(stated, tuple):
                outcome = "right" if seen == stated else "missed"
            else:
                outcome = "left open" if seen == stated else "open otherwise"
            rows.append((row["set"], row["trap"], row["sentence"], metric, outcome))
    return tuple(rows)


def shares(counts):
    """Precision and recall."""
    right, wrong, missed = counts["right"], counts["wrong"], counts["missed"]
    return right / (right + wrong or 1), right / (right + missed or 1)


def table(by, names):
    lines = [
        f"{'':24}{'stated':>8}{'right':>8}{'wrong':>8}{'missed':>8}{'precision':>11}{'recall':>8}"
    ]
    for name in names:
        counts = by[name]
        stated = counts["right"] + counts["missed"]
        precision, recall = shares(counts)
        lines.append(
            f"{name.removeprefix('narrative.'):24}{stated:8}{counts['right']:8}{counts['wrong']:8}"
            f"{counts['missed']:8}{precision:11.1%}{recall:8.1%}"
        )
    return "\n".join(lines)


def test_the_set_is_large_and_has_every_metric_and_many_traps():
    rows = sentences()
    about = Counter(metric for row in rows for metric in row["about"].split(";"))
    assert len(rows) >= 360
    assert len({row["sentence"] for row in rows}) == len(rows)
    assert sum(row["trap"] != "" for row in rows) >= 120
    assert {f"narrative.{metric}" for metric in about} == set(METRICS)
    assert min(about.values()) >= 12


def test_what_the_sentences_state_is_found_and_next_to_nothing_else():
    by_metric, by_set = defaultdict(Counter), defaultdict(Counter)
    for name, _, _, metric, outcome in outcomes():
        by_metric[metric][outcome] += 1
        by_set[name][outcome] += 1
        by_set["all"][outcome] += 1
    print()
    print(table(by_metric, METRICS))
    print(table(by_set, ["modelled", "held_out", "later", "last", "all"]))
    precision, recall = shares(by_set["all"])
    assert precision >= 0.99
    assert recall >= 0.95


def test_no_sentence_that_tempts_gives_a_wrong_number():
    assert not [
        (sentence, metric)
        for _, trap, sentence, metric, outcome in outcomes()
        if trap and outcome == "wrong"
    ]


@pytest.mark.parametrize("status", ["unreadable", "unplaced"])
def test_what_is_no_one_number_is_told_as_such(status):
    rows = [row for row in sentences() if f":{status}" in row["expected"]]
    assert len(rows) >= 5
    for row in rows:
        found = read(row)
        assert {name: found.get(name) for name in readings(row["expected"])} == readings(
            row["expected"]
        ), row["sentence"]
