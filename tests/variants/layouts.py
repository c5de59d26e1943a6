"""The layouts that reports come in: a page's tables as text."""

from itertools import repeat, zip_longest
from unicodedata import east_asian_width

from variants.ruling import broken, halved, halves, insert, numbered, tear, twin, with_subtotal
from variants.tables import Span

GRIDS = [
    "html", "html_torn", "html_flat", "html_padded", "html_repeated", "html_subtotal",
    "html_numbered", "html_split", "html_split_headed", "html_split_flat", "html_heads",
    "html_promoted", "html_twin", "html_nested", "html_broken",
]  # fmt: skip
FENCED = [
    "pipes", "pipes_own", "pipes_trailing", "pipes_open", "pipes_lines", "markdown",
    "markdown_torn", "markdown_repeated", "tabs", "tabs_padded", "tabs_split",
]  # fmt: skip
LINES = ["lines", "lines_dense", "lines_torn", "lines_paged", "lines_split", "lines_split_headed"]
#: Numbers above their label, or inside it, or column after column, as text taken from a PDF
#: has them; and a table whose rows are columns.
ASTRAY = [
    "lines_above", "lines_within", "spaced_within", "lines_columns", "spaced_columns",
    "html_transposed",
]  # fmt: skip
RUNS = ["fixed", "spaced", "halfglued", "glued"]
LAYOUTS = [*GRIDS, *FENCED, *LINES, *ASTRAY, *RUNS]


def spread(layout):
    """What a layout shows of a row: its cells, blank ones too; its numbers; or only digits."""
    if layout in ("glued", "halfglued"):
        return "glued"
    return "numbers" if layout in ("lines_dense", "spaced") else "cells"


def grid_of(block, page, *, headed=True):
    """Lines of spans: the head, then the rows with their parents' cells where they begin."""
    lines = [list(line) for line in block.head] if headed else []
    for i, row in enumerate(block.rows):
        line = []
        for depth, parent in enumerate(row.parents):
            path = row.parents[: depth + 1]
            if i and block.rows[i - 1].parents[: depth + 1] == path:
                continue
            down = 1
            while i + down < len(block.rows) and block.rows[i + down].parents[: depth + 1] == path:
                down += 1
            line.append(Span(tear(parent) if page.torn else parent, down))
        if block.width:
            label = tear(row.label) if page.torn else row.label
            line.append(Span(label, 1, max(1, block.width - len(row.parents))))
        shares = [1] * len(row.values)
        if block.head and 0 < len(row.values) < block.columns == 3:
            spans = [span.across for span in block.head[-1][1:]]
            if len(spans) == len(row.values):
                shares = spans
        line += [Span(v.text, 1, n) for v, n in zip(row.values, shares, strict=True)]
        lines.append(line)
    return lines


def expanded(lines, *, repeat):
    """The full grid; cells that a span covers are empty, or repeat its text."""
    taken = {}
    for i, line in enumerate(lines):
        j = 0
        for span in line:
            while (i, j) in taken:
                j += 1
            for di in range(span.down):
                for dj in range(span.across):
                    taken[i + di, j + dj] = span.text if repeat or not (di or dj) else ""
            j += span.across
    ends = [1 + max((j for k, j in taken if k == i), default=-1) for i in range(len(lines))]
    return [[taken[i, j] for j in range(end) if (i, j) in taken] for i, end in enumerate(ends)]


def plain(lines):
    """Each line's own cells, spans forgotten."""
    return [[span.text for span in line] for line in lines]


# --- Layouts: a block, or both halves of one, as a piece of a page ---------------------


def html_table(lines, *, spans=True, heads=0):
    def cell(span, tag):
        size = f' rowspan="{span.down}"' * (span.down > 1) + f' colspan="{span.across}"' * (
            span.across > 1
        )
        text = span.text.replace("\n", "<br>") or "&nbsp;"
        return f"<{tag}{size if spans else ''}>{text}</{tag}>"

    body = ""
    for i, line in enumerate(lines):
        tag = "th" if i < heads else "td"
        body += f"<tr>{''.join(cell(span, tag) for span in line)}</tr>\n"
    return f'<table border="1">\n{body}</table>\n'


def html_cells(cells):
    return html_table([[Span(text) for text in line] for line in cells])


def flat(text):
    return text.replace("\n", "")


def piped(cells, left="| ", right=" |"):
    return "\n".join(left + " | ".join(map(flat, line)) + right for line in cells) + "\n"


def marked_down(cells):
    first, *rest = [[text.replace("\n", "<br>") for text in line] for line in cells]
    rule = "|" + " --- |" * len(first)
    lines = ["| " + " | ".join(line) + " |" for line in (first, *rest)]
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def one_per_line(cells, *, blanks, mark="", page_marks=None):
    texts = [text for line in cells for text in line if blanks or text.strip()]
    if page_marks is not None:
        texts.insert(page_marks.randrange(len(texts)), "- 3 -")
    return "\n".join(mark + text for text in texts) + "\n"


def fixed(lines):
    """Columns parted by blanks alone, as a PDF's text keeps them; long cells run over."""
    cells = [list(map(flat, line)) for line in expanded(lines, repeat=False)]
    starts, at = [], 0
    for j in range(max(map(len, cells))):
        starts.append(at)
        at += min(30, max((width(line[j]) for line in cells if j < len(line)), default=0)) + 2
    rows = []
    for line in cells:
        row = ""
        for start, text in zip(starts, line, strict=False):
            if text:
                row += " " * max(start - width(row), 2 * bool(row)) + text
        rows.append(row)
    return "\n".join(rows) + "\n"


def width(text):
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def lay_out(rng, layout, page):
    """The page's tables as text, in one layout."""
    blocks = page.blocks
    headed = [True] * len(blocks)
    if "split" in layout:
        cut = [halves(rng, block) for block in blocks]
        headed = [not i or "headed" in layout for parts in cut for i in range(len(parts))]
        blocks = [part for parts in cut for part in parts]
    if "subtotal" in layout:
        blocks = [with_subtotal(block) for block in blocks]
    if "torn" in layout:
        page.torn = True
    pieces = []
    lines_before = []
    for block, has_head in zip(blocks, headed, strict=True):
        lines = grid_of(block, page, headed=has_head)
        if "numbered" in layout:
            lines = numbered(lines, block, headed=has_head)
        if "twin" in layout:
            lines = twin(lines, block)
        if "broken" in layout:
            lines = broken(lines, len(block.head) if has_head else 0)
        if layout.endswith(("above", "within")):
            lines = [
                *lines[: len(lines) - len(block.rows)],
                *map(astray, repeat(layout), lines[len(lines) - len(block.rows) :], block.rows),
            ]
        for text in page.furniture:
            insert(lines, rng.randint(len(block.head) if has_head else 0, len(lines)), text)
        if page.stray:
            at = rng.randint(len(block.head) if has_head else 0, len(lines))
            stray = [Span(str(rng.randint(1, 99))) for _ in range(rng.choice([1, 1, 2, 7]))]
            lines.insert(at, stray)
        if block.separate or "split" in layout:
            lines_before = []
            pieces.append(lines_before)
        lines_before += lines
    heads = len(blocks[0].head)
    texts = [draw(rng, layout, lines, heads if i == 0 else 1) for i, lines in enumerate(pieces)]
    between = "<p>- 3 -</p>\n" if "html" in layout else "- 3 -\n"
    return (between if "split" in layout else "").join(texts)


def astray(layout, line, row):
    """The cells of a row with its numbers before its label, or between the halves of it."""
    at = len(line) - len(row.values)
    labels, values = line[:at], line[at:]
    if layout.endswith("above") or not labels or len(row.label) < 6:
        return [*values, *labels]
    first, second = halved(labels[-1].text).split("\n")
    return [*labels[:-1], Span(first), *values, Span(second)]


def draw(rng, layout, lines, heads=0):
    """One table of spans in one layout; the first ``heads`` lines are its head."""
    own, padded = plain(lines), expanded(lines, repeat=False)
    if layout.endswith(("columns", "transposed")):
        own = padded = [list(column) for column in zip_longest(*padded, fillvalue="")]
    match layout.split("_")[0], layout.split("_")[-1]:
        case "html", "flat" | "transposed":
            return html_cells(own)
        case "html", "padded":
            return html_cells(padded)
        case "html", "repeated":
            return html_cells(expanded(lines, repeat=True))
        case "html", "heads":
            return html_table(lines, heads=heads)
        case "html", "promoted":
            at = heads + rng.randrange(max(1, len(lines) - heads))
            first, second = lines[:at], lines[at:]
            return html_table(first, heads=heads) + html_table(second, heads=1) * bool(second)
        case "html", "nested":
            inner = f"<table><tr><td>{html_table(lines)}</td></tr></table>"
            return f"<table><tr><td>&nbsp;</td><td>{inner}</td></tr></table>\n"
        case "html", _:
            return html_table(lines)
        case "pipes", "own":
            return piped(own)
        case "pipes", "trailing":
            return piped(padded, left="")
        case "pipes", "open":
            return piped(padded, right="")
        case "pipes", "lines":
            return one_per_line(own, blanks=True, mark="| ")
        case "pipes", _:
            return piped(padded)
        case "markdown", "repeated":
            return marked_down(expanded(lines, repeat=True))
        case "markdown", _:
            return marked_down(padded)
        case "tabs", last:
            cells = padded if last == "padded" else own
            return "\n".join("\t".join(map(flat, line)) for line in cells) + "\n"
        case "lines", last:
            marks = rng if last == "paged" else None
            blanks = last not in ("dense", "columns")
            return one_per_line(own, blanks=blanks, page_marks=marks)
        case "fixed", _:
            return fixed(lines)
        case "spaced", _:
            return " ".join(flat(text) for line in own for text in line if text) + "\n"
        case "halfglued", _:
            texts = [flat(text) + rng.choice(["", " "]) for line in own for text in line]
            return "".join(texts) + "\n"
        case _:
            return "".join(flat(text) for line in own for text in line) + "\n"
