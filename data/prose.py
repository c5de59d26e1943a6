"""The prose of the sample reports, put together from our own sentences in ``prose.toml``.

Numbers go into the text with varied bounds (余, 多, 近, 约, 万), and every one that stands for
a narrative metric is handed back with the value and bound a careful reader would note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

Said = list[tuple[str, float, str]]

LOOSE = {
    "disclosed_total",
    "website_items",
    "wechat_items",
    "new_media_items",
    "hotline_cases",
    "mailbox_cases",
    "consultations",
}
MANY = 150  # from so many requests on, carried and concluded requests are told too


@dataclass(slots=True)
class Writer:
    """Writes the sections of one report and keeps what was said in numbers."""

    agency: Mapping[str, Any]
    year: int
    figures: Mapping[str, float]
    prose: Mapping[str, Any]
    names: Mapping[str, str]
    error: Mapping[str, Any] = field(default_factory=dict)
    said: Said = field(default_factory=list)

    @property
    def rng(self) -> Random:
        """A fresh source of chance, the same at every call."""
        return Random(f"prose {self.agency['slug']} {self.year}")

    def pick(self, texts: Sequence[str], shift: int = 0) -> str:
        """One of several wordings: by the agency's voice, turning with the years."""
        at = int(self.agency["voice"]) * 5 + self.year * 3 + shift
        return texts[at % len(texts)]

    def fill(self, text: str, **more: str) -> str:
        """Put names into a sentence."""
        return text.format(**self.names, **more)

    def number(self, rng: Random, key: str, value: float, *, loose: bool = True) -> str:
        """Print a number, with or without a bound, and note it."""
        exact = not loose or key not in LOOSE or value < 100
        text, noted, bound = (f"{value:.0f}", value, "=") if exact else bounded(rng, int(value))
        self.said.append((f"narrative.{key}", noted, bound))
        return text

    def intro(self) -> str:
        """Open the report: what the report holds, its period and whom to ask."""
        texts = self.prose["intro"]["texts"]
        return self.fill(texts[self.agency["voice"] % len(texts)])

    def general(self) -> list[str]:
        """Section one: what was done this year."""
        prose, rng = self.prose, self.rng
        labels = prose["headings"]["parts"]
        labels = labels[self.agency["voice"] % len(labels)]
        topics = prose["topics"][str(self.year)]
        local = prose["local"][self.agency["voice"]]["texts"]
        bodies = [
            self._proactive(rng) + self.pick(local),
            self._requests(rng),
            *(
                "".join(self.pick(prose[name]["texts"], shift) for shift in (0, 7))
                for name in ("management", "platform", "supervision")
            ),
        ]
        opening = self.fill(self.pick(prose["opening"]["texts"])) + self.pick(topics)
        lines = [opening]
        for label, body in zip(labels, bodies, strict=True):
            lines += [f"{label}{body}"] if label.endswith("。") else [label, body]
        return lines

    def _proactive(self, rng: Random) -> str:
        clauses = []
        for key, mean in self.agency["narrative"].items():
            value = max(1, round(mean * 1.02 ** (self.year - 2019) * rng.uniform(0.9, 1.1)))
            if key in ("gazette_issues",):
                value = mean
            broken_down = mean < 700 and key == next(iter(self.agency["narrative"]))
            shown = self.number(rng, key, value, loose=not broken_down)
            wording = self.prose["said"][key]
            town = self.prose["local"][self.agency["voice"]]["town"]
            clause = self.fill(self.pick(wording), n=shown, town=town)
            if broken_down:
                clause = f"{clause.removesuffix('。')}，{self._parts(rng, value)}"
            clauses.append(clause)
        return "".join(clauses)

    def _parts(self, rng: Random, total: int) -> str:
        names = self.prose["said"]["categories"]
        names = [names[(self.year + i) % len(names)] for i in range(3)]
        reach = total * self.error.get("parts", 0.7)
        sizes = [round(reach * share) for share in (0.5, 0.3, 0.2)]
        listed = "、".join(f"{name}{size}条" for name, size in zip(names, sizes, strict=True))
        return str(self.prose["said"]["parts"]).format(list=listed)

    def _requests(self, rng: Random) -> str:
        texts, figures = self.prose["requests"], self.figures
        received = figures["requests.new.total"]
        keys: dict[str, float] = {
            "requests_received": received + self.error.get("say", {}).get("requests_received", 0)
        }
        if received >= MANY:
            text = self.pick(texts["many"])
            for row in ("carried_in", "concluded", "carried_out"):
                keys[f"requests_{row}"] = figures[f"requests.{row}.total"]
        else:
            text = self.pick(texts["some"] if received else texts["none"])
        told = {key: self.number(rng, key, value, loose=False) for key, value in keys.items()}
        natural = f"{figures['requests.new.natural_person']:.0f}"
        return (
            self.fill(text, natural=natural, **told) + self.pick(texts["advice"]) + self._suits(rng)
        )

    def _suits(self, rng: Random) -> str:
        texts, figures = self.prose["requests"], self.figures
        suits = ("litigation_direct.total", "litigation_after_reconsideration.total")
        keys = {
            "reconsideration_cases": figures["reconsideration.total"],
            "litigation_cases": sum(figures[metric] for metric in suits),
        }
        text = self.pick(texts["disputes"] if any(keys.values()) else texts["peace"])
        told = {key: self.number(rng, key, value, loose=False) for key, value in keys.items()}
        return self.fill(text, **told)

    def problems(self) -> list[str]:
        """Section five: what was lacking, each fault with its own remedy."""
        prose = self.prose
        texts, measures = prose["problems"]["texts"], prose["problems"]["measures"]
        start = (self.agency["voice"] * 5 + self.year * 3) % len(texts)
        chosen = [(start + shift) % len(texts) for shift in (0, 4, 9, 2, 7)]
        marks = ("一是", "二是", "三是", "四是", "五是")
        listed = "".join(mark + texts[i] for mark, i in zip(marks, chosen, strict=True))
        cures = "".join(mark + measures[i] for mark, i in zip(marks, chosen, strict=True))
        return [
            self.pick(prose["problems"]["review"]) + self.pick(prose["problems"]["lead"]) + listed,
            self.pick(prose["problems"]["next"]) + cures,
        ]

    def others(self) -> list[str]:
        """Section six: the information-processing fee since 2021, and the rest."""
        texts = self.prose["others"]
        if self.year < 2021:
            return [self.pick(texts["old"]) + self.pick(texts["more"])]
        fee = self.agency["fee"][self.year - 2019]
        shown = self.number(self.rng, "information_fee", fee, loose=False)
        line = self.fill(self.pick(texts["fee"] if fee else texts["nofee"]), n=shown)
        return [line, self.pick(texts["more"]) + self.pick(texts["more"], 1)]


def bounded(rng: Random, value: int) -> tuple[str, float, str]:
    """Tell a number of three digits or more: printed text, value and bound."""
    step = 10 ** (len(str(value)) - 2)
    low, high = value // step * step, -(-value // step) * step
    near = round(value / step) * step
    ways = ["exact", "exact", "more", "many", "nearly", "about", "wan"]
    match rng.choice(ways):
        case "more":
            return f"{_wan(low)}余", low, "≥"
        case "many":
            return f"{_wan(low)}多", low, "≥"
        case "nearly":
            return f"近{_wan(high)}", high, "≤"
        case "about":
            return f"约{_wan(near)}", near, "≈"
        case "wan" if near >= 10000:
            return _wan(near), near, "="
        case _:
            return str(value), value, "="


def _wan(value: int) -> str:
    return f"{value / 10000:g}万" if value >= 10000 else str(value)
