"""Pages and texts that are too deep, too wide, too long, or hard to search."""

from __future__ import annotations

import json
from collections.abc import Iterator

from .makers import Hostile
from .report import lines

_TITLE = "乙县人民政府2023年政府信息公开工作年度报告"
_BEFORE = (
    f"{_TITLE}\n一、总体情况\n略。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n"
)
_AFTER = (
    "\n四、政府信息公开行政复议、行政诉讼情况\n五、存在问题\n略。\n六、其他需要报告的事项\n无。\n"
)
_LONG_LINE = 200_000  # characters
_WIDE = '<td rowspan="100000" colspan="100000">1</td>'

#: What long lines are made of: signs that a search may try to read in many ways.
_RUNS = {
    "brackets": "（",
    "enumerators": "1.",
    "han_enumerators": "一、",
    "numbered": "1一",
    "pinyin": "关（guān）",
    "letters": "a",
    "mail": "a@",
    "years": "2023年",
    "dates": "2023年1月1日至",
    "digits": "1",
    "zeros": "0",
    "digits_and_spaces": "1 ",
    "spaces": " ",
    "wide_spaces": "\u3000",
    "tabs": "\t",
    "pipes": "|",
    "pipes_and_numbers": "| 1 ",
    "rules": "|---",
    "commas": "1,",
    "points": "1.1",
    "title": "政府信息公开年度报告",
    "agency": "乙县人民政府",
    "heading": "三、收到和处理政府信息公开申请情况",
    "label": "总计",
    "requests": "收到申请1件，",
    "of_which": "其中：",
    "numerals": "十",
    "traditional": "復議",
    "links": "http://",
    "angle_brackets": "<",
    "comments": "<!--",
    "braces": "{",
    "square_brackets": "[",
    "ampersands": "&#",
    "quotes": '"',
}


def files() -> Iterator[Hostile]:
    """Yield them."""
    for name, run in _RUNS.items():
        yield Hostile(f"line_of_{name}.txt", lambda _, run=run: _line(run))
        yield Hostile(f"line_of_{name}.html", lambda _, run=run: _cell(run))
    yield Hostile("many_lines_of_zero.txt", lambda _: _text("0\n" * (_LONG_LINE // 2)))
    yield Hostile("many_labels.txt", lambda _: _text("总计\n" * (_LONG_LINE // 3)))
    for name, run in (
        ("digits", b"7"),
        ("spaces", b" "),
        ("lines", b"1\n"),
        ("han", "一".encode()),
    ):
        yield Hostile(f"large_{name}.txt", lambda size, run=run: run * (size // len(run)), ".")
    for name, run in (
        *(("cells", b"<td>"), ("cells_of_one", b"<td>1"), ("angle_brackets", b"<")),
        *(("tables", b"<table>"), ("rows", b"<tr>"), ("divisions", b"<div>"), ("bold", b"<b>")),
        *(("ends_of_cells", b"</td>"), ("comments", b"<!--"), ("paragraphs", b"<p>1")),
        *(("references", b"&#x31;"), ("breaks", b"<br>"), ("inputs", b"<input value=1>")),
    ):
        yield Hostile(
            f"large_{name}.html",
            lambda size, run=run: b"<html><body>" + run * (size // len(run)),
            ".",
        )
    yield Hostile("large_cell.html", _large_cell)
    yield Hostile("large_comment.html", lambda size: b"<p>1</p><!--" + b"-" * size)
    yield Hostile("large_attribute.html", lambda size: b'<p title="' + b"7" * size)
    yield Hostile("large_table.html", _large_table, "cells")
    yield Hostile("5000_divisions.html", lambda _: _nested("<div>", "</div>", 5000))
    yield Hostile(
        "5000_tables.html",
        lambda _: _nested("<table><tr><td>1</td><td>", "</td></tr></table>", 5000),
    )
    yield Hostile("5000_bold.html", lambda _: _nested("<b><i>", "", 5000))
    yield Hostile("spans.html", lambda _: _page(f"<table><tr>{_WIDE}</tr></table>"))
    yield Hostile(
        "spans_in_many_rows.html",
        lambda _: _page(f"<table>{f'<tr>{_WIDE * 3}</tr>' * 2000}</table>"),
    )
    yield Hostile("row_spans.html", lambda _: _page(_row_spans()))
    yield Hostile("overlapping_spans.html", lambda _: _page(_overlapping()))
    yield Hostile("large.csv", lambda size: b"1,2,3\n" * (size // 6), ".")
    yield Hostile("wide.csv", lambda size: b"1," * (size // 2), ".")
    yield Hostile("large_field.csv", lambda size: b'a,b\n1,"' + b"7" * size + b'"\n', ".")
    yield Hostile("open_quote.csv", lambda size: b'a,b\n1,"' + b"2,3\n" * (size // 4), ".")
    yield Hostile("deep.json", lambda _: b"[" * 100_000 + b"]" * 100_000, ".")
    yield Hostile("deep_objects.json", lambda _: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, ".")
    yield Hostile("large_string.json", _large_string, ".")
    yield Hostile("large_number.json", lambda size: b'[{"text": ' + b"7" * size + b"}]", ".")
    yield Hostile("strange_numbers.json", lambda _: _strange(), ".")
    yield Hostile("many_keys.json", _many_keys, ".")
    yield Hostile("many.jsonl", lambda size: b'{"text":"1"}\n' * (size // 260), ".")
    yield Hostile("same_key_twice.json", _same_key)
    yield Hostile("surrogates.json", lambda _: _surrogates())
    yield Hostile("nested_quotes.md", lambda _: b"> " * 100_000 + b"1", ".")
    yield Hostile("nested_lists.md", lambda _: _steps())
    yield Hostile("wide.md", lambda _: b"|a" * 5000 + b"|\n" + b"|---" * 5000 + b"|\n|1|\n", ".")
    yield Hostile("emphasis.md", lambda _: _text("**a " * 50_000))


def _text(body: str) -> bytes:
    return (_BEFORE + body + _AFTER).encode()


def _line(run: str) -> bytes:
    return _text(run * (_LONG_LINE // len(run)))


def _page(body: str) -> bytes:
    before, after = (part.replace("\n", "<p>") for part in (_BEFORE, _AFTER))
    return f"<html><meta charset=utf-8><p>{before}{body}{after}".encode()


def _cell(run: str) -> bytes:
    long = run * (_LONG_LINE // len(run))
    return _page(f"<table><tr><td>总计</td><td>{long}</td></tr><tr><td>1<td>2</table>")


def _large_cell(size: int) -> bytes:
    return _page("<table><tr><td>总计</td><td>" + "7" * size + "</td></tr></table>")


def _large_table(size: int) -> bytes:
    row = "<tr>" + "<td>1</td>" * 10 + "</tr>"
    return _page(f"<table>{row * (max(size, 3_000_000) // len(row))}</table>")


def _nested(before: str, after: str, deep: int) -> bytes:
    return _page(before * deep + "1" + after * deep)


def _row_spans() -> str:
    return "<table>" + '<tr><td rowspan="65534">1</td><td>2</td></tr>' * 3000 + "</table>"


def _overlapping() -> str:
    row = '<tr><td rowspan="3" colspan="2">1</td><td rowspan="2" colspan="3">2</td></tr>'
    return f"<table>{row * 300}</table>"


def _large_string(size: int) -> bytes:
    return b'[{"url": "http://a.cn/1", "text": "' + b"7" * size + b'"}]'


def _strange() -> bytes:
    return (
        b'[{"text": NaN, "html": Infinity, "content": -0, "url": 1e999, "title": '
        + b"9" * 5000
        + b'}, {"text": "\\ud800\\u0000"}, null, true, 1, "a", []]'
    )


def _many_keys(size: int) -> bytes:
    return json.dumps({f"key{i}": i for i in range(size // 30)}).encode()


def _same_key(_: int) -> bytes:
    good = json.dumps("\n".join(lines()), ensure_ascii=False)
    return f'[{{"url": "http://a.cn", "text": "1", "text": {good}}}]'.encode()


def _surrogates() -> bytes:
    """A good page whose address and title are half characters."""
    record = {
        "url": "http://a.cn/\ud800",
        "title": "\udfff报告",
        "text": "\n".join(lines()) + "\ud83d",
    }
    return json.dumps([record]).encode()


def _steps() -> bytes:
    return "\n".join("  " * i + "- 1" for i in range(1000)).encode()
