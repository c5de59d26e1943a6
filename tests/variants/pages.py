"""Whole documents around made-up tables."""

import random
from dataclasses import dataclass

from variants.layouts import lay_out
from variants.prints import written
from variants.tables import Page, build

TITLES = {
    "proactive": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "disputes": "四、政府信息公开行政复议、行政诉讼情况",
}


@dataclass
class Made:
    """A document, the cells printed for each metric, and how it came about."""

    text: str
    printed: dict
    page: Page
    table: str
    layout: str


def make_page(form, layout, damage, seed, *, filled=False):
    """A page with one table, and the cells printed for each metric."""
    made = make(form, layout, damage, seed, filled=filled)
    return made.text, made.printed


def make(form, layout, damage, seed, *, filled=False):
    """As `make_page`, with the table and the page it was drawn from."""
    rng = random.Random(f"{form} {layout} {damage.__name__ if damage else 'none'} {seed}")
    page = Page(form, build(rng, form, filled=filled))
    if damage is not None:
        damage(rng, page)
    printed = printed_in(page)
    table = lay_out(rng, layout, page)
    year = 2023 if "2021" in form or form == "disputes" else 2020
    parts = [(TITLES[form.partition(".")[0]], table)]
    text = document(parts, layout, year, contents=page.contents, tail=page.tail, script=page.script)
    return Made(text, printed, page, table, layout)


def printed_in(page):
    """The cells of each metric; none belongs to "", where strange cells are."""
    printed = {}
    for row in page.rows():
        for value in row.values:
            printed.setdefault(value.metric, []).append(value)
    return printed


def document(parts, layout, year, *, contents=False, tail="", script=""):
    """Headings and prose around tables, each under its own heading; HTML or plain text."""
    before = ["临河县水利局", f"{year}年政府信息公开工作年度报告"]
    if contents:
        before += ["目录", "一、总体情况", *TITLES.values(), "五、存在的主要问题及改进情况"]
    before += [
        "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开"
        "行政复议、行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六部分组成。",
        "一、总体情况",
        f"{year}年，我局按时更新网站栏目，全年开会研究3次。",
    ]
    after = [tail] if tail else []
    after += [
        "五、存在的主要问题及改进情况",
        "个别栏目更新慢，下一步加强培训2次。",
        "六、其他需要报告的事项",
        "无。",
    ]
    before = [written(line, script) for line in before]
    after = [written(line, script) for line in after]
    parts = [(written(title, script), table) for title, table in parts]
    if layout.startswith("html"):
        html = "".join(f"<p>{line}</p>\n" for line in before)
        html += "".join(f"<p>{title}</p>\n{table}" for title, table in parts)
        html += "".join(f"<p>{line}</p>\n" for line in after)
        return f"<html><head><title>{before[1]}</title></head><body>{html}</body></html>"
    tables = [line for title, table in parts for line in (title, table.rstrip("\n"))]
    return "\n".join([*before, *tables, *after]) + "\n"
