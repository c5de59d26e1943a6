"""The golden reports: agency and dates from a crude cut of each page."""

import html
import json
import re
from datetime import date
from pathlib import Path

import pytest

from govinfo.parse.fold import fold
from govinfo.parse.identity.who import find_agency, find_published, find_year

REPORTS = Path(__file__).parents[2].parent / "shared" / "reports"
NAMES = sorted(
    path.name.removesuffix(".meta.json")
    for path in REPORTS.glob("*.meta.json")
    if any((REPORTS / path.name.replace(".meta.json", end)).exists() for end in (".txt", ".html"))
)
OVERVIEW = re.compile(r"一、\s*(?:总体情况|概述|年政府信息公开工作概述)|\n总体情况")
OTHER = re.compile(r"六、\s*其他需要报告的事项")


def crude(name: str) -> dict[str, str]:
    """Title, head, introduction, body and tail, cut as roughly as one would by hand."""
    path = REPORTS / f"{name}.txt"
    text = (
        path.read_text("utf-8") if path.exists() else (REPORTS / f"{name}.html").read_text("utf-8")
    )
    if not path.exists():
        text = re.sub(r"</(?:p|tr|div|h1|title)>", "\n", text)
        text = html.unescape(
            re.sub(r"<[^>]*>", lambda m: "" if "span" in m[0] or "font" in m[0] else " ", text)
        )
    text = fold(text).text
    start = OVERVIEW.search(text)
    head = text[: start.start()] if start else text[:1500]
    titles = re.findall(
        r"^\W*(?:标题[:：])?\s*(\S{4,60}(?:报告|年报))(?:\.docx)?\W*$", head, re.MULTILINE
    )
    body = text[len(head) :]
    last = [match.end() for match in OTHER.finditer(body)]
    return {
        "title": titles[0] if titles else "",
        "head": head,
        "intro": max(head.splitlines(), key=len),
        "body": body,
        "tail": body[last[-1] :] if last else body[-800:],
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_agency_is_found(name: str) -> None:
    meta = json.loads((REPORTS / f"{name}.meta.json").read_text("utf-8"))
    cut = crude(name)
    found = find_agency(
        title=cut["title"], head=cut["head"], intro=cut["intro"], metadata=[], source_id=name
    )
    assert (found.name, found.level, found.kind, found.region_code) == (
        meta["agency"],
        meta["level"],
        meta["kind"],
        meta["region_code"],
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_year_and_date_are_found(name: str) -> None:
    meta = json.loads((REPORTS / f"{name}.meta.json").read_text("utf-8"))
    cut = crude(name)
    published = find_published(head=cut["head"], metadata=[], tail=cut["tail"])
    assert published == (date.fromisoformat(meta["published"]) if meta["published"] else None)
    when = find_year(
        title=cut["title"], period_text=cut["head"], body=cut["body"], published=published
    )
    assert (when.year, when.doubtful) == (meta["year"], meta.get("year_doubtful", False))


@pytest.mark.skipif(not NAMES, reason="the golden reports are not here")
def test_eleven_golden_texts_and_pages_are_read() -> None:
    assert len(NAMES) == 11
