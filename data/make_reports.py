"""Write the sample reports, their manifest and the truth about them.

Run from the project root::

    python data/make_reports.py

The reports under ``data/reports/`` (all but ``by_hand``), ``data/reports/manifest.csv`` and
``data/truth.csv`` are written anew, byte for byte the same on every machine; ``--out`` sends
them to another folder. What the hand-written reports hold is taken from
``data/by_hand/manifest.csv`` and ``data/by_hand/truth.csv``.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from figures import REFORM, Figures, form_rows, panel, spoil
from layouts import LAYOUTS, shifted, tables
from prose import Writer

HERE = Path(__file__).parent
MANIFEST = ("path", "agency", "year", "url", "published")
TRUTH = ("path", "metric", "value", "status", "bound")
Row = tuple[Any, ...]


def main() -> None:
    """Write everything into ``data/`` or the folder given."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into")
    write(parser.parse_args().out)


def write(out: Path) -> None:
    """Write reports, manifest and truth below ``out``."""
    settings, errors, prose = (_load(name) for name in ("agencies", "errors", "prose"))
    manifest: list[Row] = _read(HERE / "by_hand" / "manifest.csv")
    truth: list[Row] = _read(HERE / "by_hand" / "truth.csv")
    for agency in settings["agency"]:
        slug = agency["slug"]
        mine = [error for error in errors["error"] if error["slug"] == slug]
        figures = panel(agency, settings)
        for error in mine:
            spoil(figures, error)
        jobs = [
            (year, f"{slug}/{year}", layout, _of(mine, slug, year))
            for year, layout in zip(settings["years"], agency["layouts"], strict=True)
            if layout != "hand"
        ]
        jobs += [
            (version["year"], f"{slug}/{version['year']}_2", version["layout"], version)
            for version in errors["version"]
            if version["slug"] == slug
        ]
        for year, stem, layout, error in jobs:
            now = {year: dict(figures[year])}
            if stem.endswith("_2"):
                spoil(now, error)
            report = Report(agency, year, now[year], settings, prose, error, layout)
            path = f"{stem}.{'html' if layout.startswith('html') else 'txt'}"
            encoding = _of(settings["encoding"], slug, year).get("name", "utf-8")
            target = out / "reports" / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(report.text(encoding).encode(encoding))
            manifest.append((path, agency["name"], year, report.url, report.published))
            truth += [(path, *fact) for fact in report.facts()]
    _write(out / "reports" / "manifest.csv", MANIFEST, sorted(manifest))
    _write(out / "truth.csv", TRUTH, sorted(truth, key=lambda row: row[0]))


class Report:
    """One report: its prose, its tables and what a careful reader finds in them."""

    def __init__(
        self,
        agency: Mapping[str, Any],
        year: int,
        figures: Figures,
        settings: Mapping[str, Any],
        prose: Mapping[str, Any],
        error: Mapping[str, Any],
        layout: str,
    ) -> None:
        self.agency, self.year, self.figures, self.layout = agency, year, figures, layout
        self.words = prose["words"]
        self.zeros = _of(settings["zeros"], agency["slug"], year)
        rng = Random(f"published {agency['slug']} {year}")
        whole = agency["government"] and agency["level"] != "township"
        first = date(year + 1, 1, 20) if whole else date(year + 1, 1, 8)
        drawn = first + timedelta(days=rng.randint(0, 64 if whole else 21))
        self.published = date.fromisoformat(error.get("published", drawn.isoformat()))
        self.number = rng.randint(10000, 99999)
        self.site = f"https://{agency['slug'].replace('_', '-')}.example"
        self.url = f"{self.site}/zwgk/nb/t{self.published:%Y%m%d}_{self.number}.html"
        self.title = agency["title"].format(year=year)
        version = 2021 if year >= REFORM else 2019
        self.forms = (f"proactive.{version}", f"requests.{version}", "disputes")
        names = {
            "year": str(year),
            "body": agency["body"],
            "we": agency["we"],
            "office": agency["office"],
            "site": f"{self.site}/",
            "basis": self.words["basis"][year >= REFORM],
            # No telephone number begins with 0 behind the area code: nobody's number.
            "phone": f"{agency['area']}-0{agency['code']}{agency['voice']}",
        }
        writer = Writer(agency, year, figures, prose, names, error)
        sets = prose["headings"]["sets"]
        heads = sets[agency["voice"] % len(sets)]
        self.intro = writer.intro()
        self.sections = [
            (heads[0], writer.general()),
            *((head, []) for head in heads[1:4]),
            (heads[4], writer.problems()),
            (heads[5], writer.others()),
        ]
        self.said = writer.said

    def text(self, encoding: str) -> str:
        """Return the whole page, in its layout."""
        drawn = tables(self.forms, self.show, self.words)
        if self.layout == "html_spans" and self.year < REFORM:
            drawn = (shifted(drawn[0], self.words), *drawn[1:])
        printed = [LAYOUTS[self.layout](grid, self.words) for grid in drawn]
        if self.layout.startswith("html"):
            return self._page(printed, "utf-8" if encoding.startswith("utf") else "gb18030")
        gap = "\n\n" if self.layout in ("text_blank", "tabs") else "\n"
        lines = [*self._card(), self.title, self.intro]
        for number, (head, paragraphs) in enumerate(self.sections):
            lines += [
                head,
                *paragraphs,
                *(printed[number - 1 : number] if 1 <= number <= 3 else []),
            ]
        return gap.join([*lines, *self._foot()]) + "\n"

    def show(self, metric: str) -> str:
        """Return what is printed in a cell."""
        value, status = self._cell(metric)
        if status != "reported":
            return str(self.zeros["text"])
        if metric == "procurement.amount" and value:
            wan = _plain(value / 10000)
            return f"{wan}万元" if self.agency["voice"] % 2 else f"{value:.0f}元"
        if metric.endswith("items_change") and value > 0 and self.agency["voice"] % 3 == 0:
            return f"+{value:.0f}"
        return _plain(value)

    def facts(self) -> Iterable[Row]:
        """Metric, value, status and bound of every cell and every number in the prose."""
        for form in self.forms:
            for row in form_rows(form):
                value, status = self._cell(row["metric"])
                reported = status == "reported"
                yield (
                    row["metric"],
                    _plain(value) if reported else "",
                    status,
                    "=" if reported else "",
                )
        for metric, value, bound in self.said:
            yield metric, _plain(value), "reported", bound

    def _cell(self, metric: str) -> tuple[float, str]:
        value = round(self.figures[metric], 2)
        party = metric.rpartition(".")[2]
        others = party not in ("natural_person", "total")
        if self.zeros and metric.startswith("requests.") and others and not value:
            return value, self.zeros["status"]
        return value, "reported"

    def _card(self) -> list[str]:
        """Return the lines about the page that stand above it."""
        index = f"{self.agency['code']}{self.agency['voice']}/{self.year + 1}-{self.number}"
        match self.agency["voice"] % 4:
            case 0:
                return [
                    "当前位置：首页 > 政务公开 > 政府信息公开年报",
                    f"发布时间：{self.published}　发布机构：{self.agency['name']}　索引号：{index}",
                ]
            case 1:
                return [
                    f"索引号：{index}",
                    f"发布机构：{self.agency['name']}",
                    f"发布日期：{self.published}",
                    "主题分类：政务公开",
                ]
            case 2:
                return [f"【信息来源：{self.agency['name']}】【发布时间：{self.published} 09:30】"]
            case _:
                return [
                    f"{self.agency['name']}　信息公开年报",
                    f"公开日期：{self.published:%Y}年{self.published.month}月{self.published.day}日",
                    f"索引号：{index}　文号：　字号：[大 中 小]",
                ]

    def _foot(self) -> list[str]:
        """Return the end: who signs, then what the site prints below every page."""
        day = f"{self.published.year}年{self.published.month}月{self.published.day}日"
        signed = [self.agency["name"], day] if self.agency["voice"] % 2 else []
        return [*signed, "打印本页　关闭窗口", self.words["notice"]]

    def _page(self, printed: Sequence[str], charset: str) -> str:
        card = "\n".join(f"<div>{html.escape(line)}</div>" for line in self._card())
        lines = [
            "<!DOCTYPE html>",
            f'<html lang="zh-CN"><head><meta charset="{charset}">',
            f"<title>{self.title}-{self.agency['body']}</title></head><body>",
            f'<div class="card">{card}</div>',
            f'<h1 class="title">{self.title}</h1><div class="article" id="zoom">',
            self._paragraph(self.intro),
        ]
        for number, (head, paragraphs) in enumerate(self.sections):
            lines.append(self._paragraph(head, strong=True))
            lines += [self._paragraph(paragraph) for paragraph in paragraphs]
            lines += printed[number - 1 : number] if 1 <= number <= 3 else []
        signed = "\n".join(f"<p>{line}</p>" for line in self._foot())
        return "\n".join([*lines, f'</div><div class="foot">{signed}</div>', "</body></html>", ""])

    def _paragraph(self, text: str, *, strong: bool = False) -> str:
        text = html.escape(text, quote=False)
        if self.layout == "html_word":
            # Word sets digits in a font of their own, so every number gets its span.
            text = re.sub(r"(\d+)", r'<span lang="EN-US">\1</span>', text)
            face = self.words["face"]
            style = "text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt"
            inner = f'<span style="font-family:{face};mso-hansi-font-family:仿宋">{text}</span>'
            ending = '<span lang="EN-US"><o:p></o:p></span>'
            return f'<p class="MsoNormal" style="{style}">{inner}{ending}</p>'
        if strong:
            return f"<p><strong>{text}</strong></p>"
        return f'<p style="text-indent:2em">{text}</p>'


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.2f}".rstrip("0")


def _of(entries: Iterable[Mapping[str, Any]], slug: str, year: int) -> dict[str, Any]:
    """All that is said about one agency and year, in one mapping."""
    found: dict[str, Any] = {}
    for entry in entries:
        if (entry["slug"], entry["year"]) == (slug, year):
            found |= entry
    return found


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [tuple(row) for row in csv.reader(file)][1:]


def _write(path: Path, header: Sequence[str], rows: Iterable[Row]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8"))


if __name__ == "__main__":
    main()
