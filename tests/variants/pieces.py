"""The rows of a made-up page as they are printed, for brute force."""

import re
from dataclasses import dataclass

from variants.layouts import spread
from variants.sums import Sum, key_of, rows_of, sums_of

#: Heads over several columns, or over the labels.
OVER_COLUMNS = (
    "（本列", "申请人情况", "法人或", "行政复议", "行政诉讼", "未经复议", "复议后", "信息内容",
    "案件类型", "项目", "第二十条",
)  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A row as it is printed: its columns' metrics and the pieces behind its label."""

    key: str
    metrics: tuple[str, ...]
    pieces: tuple[str, ...]
    sums: tuple[Sum, ...]  # that speak of this row alone


def printed_rows(made):
    """The rows that bear a label of the form, in the order of the page."""
    order = rows_of(made.page.form)
    segments = cut_by_labels(made) if runs(made.layout) else None
    found = []
    together = [(block, row) for block in made.page.blocks for row in block.rows]
    for number, (block, row) in enumerate(together):
        known = [v.metric for v in row.values if v.metric]
        if not known or not (made.page.script or heads_tell(block, len(order[key_of(known[0])]))):
            continue
        key = key_of(known[0])
        own = [v.metric for v in row.values]
        named = all(own) or len(own) > len(order[key])  # a column of no form has no metric
        full = len(own) == block.columns and bool(block.head) and named
        columns = own if full else in_order(block, order[key], known)
        if key == "disputes":  # may be parted into rows or tables of their own
            key = known[0].rpartition(".")[0]
        pieces = [v.text for v in row.values] if segments is None else segments[number]
        sums = [each for each in sums_of(made.page.form) if each.terms.keys() <= set(columns)]
        found.append(Printed(key, tuple(columns), tuple(pieces), tuple(sums)))
    return found


def runs(layout):
    """Whether the layout leaves it to the reader where one row ends and the next begins."""
    return layout.startswith(("lines", "pipes_lines", "spaced", "glued", "halfglued"))


def heads_tell(block, width):
    """Whether there is one head for each column, or the sums of a row prove it without heads.

    With a head lost or doubled nobody can say which cell stands under which; without any, a
    row of an article could be one of either form.
    """
    if not block.head:
        return block.columns != 3
    texts = [span.text for line in block.head for span in line]
    leaves = [text for text in texts if not text.startswith(OVER_COLUMNS)]
    return len(leaves) == (width if block.columns == 3 else block.columns)


def in_order(block, usual, known):
    """The metrics of a row in the order of the page's columns, as its full rows tell it."""
    if key_of(usual[0]) == "disputes":
        parts = {metric.rpartition(".")[0] for metric in known}
        return [m for m in usual if block.columns >= 14 or m.rpartition(".")[0] in parts]
    for row in block.rows if block.head else ():
        own = [v.metric for v in row.values]
        if all(own) and len(own) in (block.columns, len(usual)):
            names = [metric.rpartition(".")[2] for metric in own]
            return [m for n in names for m in usual if m.endswith(f".{n}")]
    return list(usual)


def cut_by_labels(made):
    """For each row of a running text the pieces that stand behind its label."""
    text, starts, ends, seen = made.table, [], [], ()
    if made.layout.startswith("lines") and made.page.tail.isdigit():
        text += f"{made.page.tail}\n"  # looks like one more cell
    at = 0
    for block in made.page.blocks:
        first = len(starts)
        for span in (span for line in block.head for span in line):
            at = span_of(span.text, text, at)[1]
        for row in block.rows:
            begin = None
            for depth, parent in enumerate(row.parents):
                if row.parents[: depth + 1] != seen[: depth + 1]:
                    start, at = span_of(parent, text, at)
                    begin = start if begin is None else begin
            seen = row.parents
            start, at = span_of(row.label, text, at) if row.label else (at, at)
            starts.append(at)
            ends.append(start if begin is None else begin)
        if block.head and block.head[0] and first < len(starts):
            head = text.rfind(block.head[0][0].text, 0, starts[first])
            ends[first] = head if head >= 0 else ends[first]
        seen = ()
    ends = [*ends[1:], len(text)]
    again = {line[0].text for block in made.page.blocks for line in block.head[:1] if line}
    again |= {parent for row in made.page.rows() for parent in row.parents}
    segments = []
    for start, end in zip(starts, ends, strict=True):
        segment = text[start : max(start, end)]
        cut = [at for head in again if (at := segment.find(head)) >= 0]
        segments.append(segment[: min(cut)] if cut else segment)
    return [pieces_of(segment, made.layout, made.page.furniture) for segment in segments]


def span_of(label, text, at):
    """Where ``label`` stands behind ``at``, line breaks inside it or none."""
    pattern = r"\n*(?:\| )?".join(map(re.escape, label.replace("\n", "")))
    found = re.compile(pattern).search(text, at)
    if found is None:
        raise AssertionError(f"“{label}” is not printed.")
    return found.span()


def pieces_of(segment, layout, furniture):
    """The cells, numbers or runs of a segment, by what the layout shows."""
    for text in (*furniture, "- 3 -\n"):
        segment = segment.replace(text, "")
    if layout.startswith(("lines", "pipes_lines")):
        cells = [cell.removeprefix("| ").strip() for cell in segment.split("\n")[1:-1]]
        return [cell for cell in cells if cell] if spread(layout) == "numbers" else cells
    pieces = [piece.strip() for piece in segment.split(" ")]
    return [piece for piece in pieces if piece]


def one_each(rows):
    """Every row once; none that is printed again with other numbers."""
    first, twice = {}, set()
    for row in rows:
        if first.setdefault(row.key, row).pieces != row.pieces:
            twice.add(row.key)
    return [row for row in first.values() if row.key not in twice]
