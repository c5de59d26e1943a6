"""Prose of made-up reports: an agency keeps some of its sentences from year to year.

Different agencies draw other words, so that hardly five characters in a row are the same; of
its own sentences an agency keeps a part, as real ones do.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from faults.agencies import Agency

_MARK = re.compile(r"⟦(?P<metric>\w+)(?:\|(?P<words>[^⟧]*))?⟧")
_SLOT = re.compile(r"\{([a-z])2?\}")
PART = "part_"
_BANKS = {
    "a": "actions",
    "o": "objects",
    "m": "means",
    "g": "goals",
    "c": "channels",
    "p": "people",
}
#: How many sentences each part of section one has in a long and in a short report.
_LENGTHS = {"proactive": (5, 3), "handling": (2, 1), "management": (3, 2), "platform": (3, 2)}
_LENGTHS |= {"supervision": (3, 2)}


class Told(NamedTuple):
    """A figure in the prose: ``start`` and ``end`` are places in the narrative."""

    metric: str
    value: float
    method: str
    bound: str
    raw: str
    start: int
    end: int


@cache
def words() -> Mapping[str, Any]:
    """The words of ``words.toml``."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


class Writer:
    """Writes the reports of one agency, year by year."""

    def __init__(self, agency: Agency, seed: str) -> None:
        self.agency = agency
        self.rng = Random(f"{seed} {agency.agency_id}")
        self.keeps = self.rng.uniform(0.25, 0.5)
        topics = words()["topics"]
        field = agency.field or ("township" if agency.level == "township" else "government")
        self.topics = [*topics["common"], *topics[field], *topics[field]]
        self.kept: dict[tuple[str, int], str] = {}
        self.still: set[tuple[str, int]] = set()
        self.wording = {name: self.rng.randrange(100) for name in words()["figures"]}
        self.long = agency.level != "township"

    def write(self, year: int, figures: Mapping[str, float]) -> tuple[str, list[Told]]:
        """The narrative of a year as `sources` has it, and what its figures say."""
        known = sorted(self.kept)
        self.still = set(self.rng.sample(known, round(self.keeps * len(known))))
        labels = words()["labels"]["parts"]
        labels = labels[self.wording["published"] % len(labels)]
        leads = words()["leads"]["words"]
        overview = [leads[self.wording["received"] % len(leads)] + self.some("opening", 1)]
        for label, part in zip(labels, _LENGTHS, strict=True):
            said = self.some(part, _LENGTHS[part][not self.long])
            overview.append(label + self.numbers(part, figures) + said)
        problems = [
            "存在的主要问题：" + self.some("problem", 3),
            "下一步，" + self.some("remedy", 3),
        ]
        other = [self.numbers("other", figures), self.some("other", 2)]
        if self.agency.kind == "government":
            other.insert(0, self.some("assessment", 1))
        parts = [
            ("overview", "\n".join(overview)),
            ("problems", "\n".join(problems)),
            ("other", "".join(other)),
        ]
        text = "\n\n".join(f"[{name}]\n{said}" for name, said in parts)
        text = text.replace("{y}", str(year)).replace("{name}", self.agency.name)
        return _printed(text.replace("{w}", _we(self.agency)), figures)

    def some(self, part: str, n: int) -> str:
        """So many sentences of a part, some of them kept from the year before."""
        frames = self.rng.sample(words()["sentences"][part], n)
        for place, frame in enumerate(frames):
            if (part, place) not in self.still:
                self.kept[part, place] = _SLOT.sub(self.word, frame)
        return "".join(self.kept[part, place] for place in range(n))

    def word(self, slot: re.Match[str]) -> str:
        """A word for a slot; year and name are filled in when the report is printed."""
        if slot[1] == "t":
            return self.rng.choice(self.topics)
        return self.rng.choice(words()[_BANKS[slot[1]]]["words"]) if slot[1] in _BANKS else slot[0]

    def numbers(self, part: str, figures: Mapping[str, float]) -> str:
        """The sentences with figures that stand in a part."""
        has = figures.__contains__
        wanted = {
            "proactive": [
                _if("listed", has("part_three")),
                _if("subset", has("part_one") and not has("part_three")),
                _if("published", has("wechat_items")),
                _if("loose", has("disclosed_total") and not _exact(figures)),
                _if("interpreted", has("policy_interpretations")),
            ],
            "handling": [
                _if("balance", has("requests_concluded")),
                _if(
                    "received",
                    figures.get("requests_received", 0) and not has("requests_concluded"),
                ),
                _if("none_received", figures.get("requests_received") == 0),
                _if("disputed", has("reconsideration_cases")),
                _if("sued", has("litigation_cases")),
            ],
            "supervision": [_if("trained", has("training_sessions"))],
            "other": [
                _if("charged", figures.get("information_fee", 0)),
                _if("uncharged", figures.get("information_fee") == 0),
                _if("unpaid", has("unpaid")),
            ],
        }.get(part, [])
        texts = words()["figures"]
        return "".join(
            texts[name][self.wording[name] % len(texts[name])] for name in wanted if name
        )


def _exact(figures: Mapping[str, float]) -> bool:
    """Whether the total stands beside others, and so is printed to the last digit."""
    return not {"wechat_items", f"{PART}one"}.isdisjoint(figures)


def _if(name: str, wanted: object) -> str:
    return name if wanted else ""


def _we(agency: Agency) -> str:
    if agency.level == "township":
        town = agency.name.removesuffix("人民政府").removesuffix("办事处")
        return "我街道" if town.endswith("街道") else f"我{town[-1]}"
    if agency.kind == "government":
        return f"我{agency.name.removesuffix('人民政府')[-1]}"
    return f"我{agency.name[-1]}"


def _printed(text: str, figures: Mapping[str, float]) -> tuple[str, list[Told]]:
    """Put the figures into the text and note where they stand."""
    pieces, told, last, length = [], [], 0, 0
    for mark in _MARK.finditer(text):
        metric, value = mark["metric"], figures[mark["metric"]]
        unit = words()["figures"]["units"][metric]
        said, value, bound = (
            (mark["words"], value, "=") if mark["words"] else _number(value, unit, figures)
        )
        pieces += [text[last : mark.start()], said]
        start = length + mark.start() - last
        length, last = start + len(said), mark.end()
        method = "statement" if mark["words"] else "text"
        if not metric.startswith(PART):
            told.append(Told(f"narrative.{metric}", value, method, bound, said, start, length))
    return "".join([*pieces, text[last:]]), told


def _number(value: float, unit: str, figures: Mapping[str, float]) -> tuple[str, float, str]:
    """A number as printed, the value and the bound that a reader takes from it."""
    if unit != "条" or _exact(figures) or value < 1000:
        return f"{value:.0f}{unit}", value, "="
    if value >= 10_000:
        return f"{value / 10_000:.1f}万{unit}", round(value / 1000) * 1000.0, "="
    return f"{value // 100 * 100:.0f}余{unit}", value // 100 * 100, "≥"
