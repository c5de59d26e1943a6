"""Tables ruled otherwise: columns of codes and subtotals, labels twice, words broken."""

from dataclasses import replace

from variants.tables import Block, Span, Value


def tear(label):
    """The label with a line break in its middle, as narrow cells print it."""
    middle = len(label) // 2
    return f"{label[:middle]}\n{label[middle:]}" if len(label) > 5 else label


def halves(rng, block):
    """The block cut by a page, between two rows."""
    if len(block.rows) < 2:
        return [block]
    at = rng.randint(1, len(block.rows) - 1)
    return [replace(block, rows=block.rows[:at]), replace(block, rows=block.rows[at:])]


def numbered(lines, block, *, headed):
    """A column of row codes between labels and values, under a head of its own."""
    if not block.width:
        return lines
    heads = len(block.head) if headed else 0
    found = []
    for i, line in enumerate(lines):
        at = 1 if block.columns == 3 else len(line) - block.columns
        if i >= heads:
            found.append([*line[:at], Span(f"{i - heads + 1:02d}"), *line[at:]])
        elif not line:
            found.append(line)
        elif heads == 2 and not i:
            found.append([replace(line[0], across=5)])
        elif heads == 2 or not i:
            found.append([*line[:1], Span("序号", 1 if i else heads), *line[1:]])
        else:
            found.append(line)
    return found


def twin(lines, block):
    """Each row's label printed twice, in two columns."""
    if not block.width:
        return lines
    heads = len(lines) - len(block.rows)
    found = []
    for i, line in enumerate(lines):
        if i < heads:
            wide = i == 0 or (block.columns == 3 and i == 1)
            first = replace(line[0], across=line[0].across + 1) if wide and line else None
            found.append([first, *line[1:]] if first else line)
            continue
        at = len(line) - len(block.rows[i - heads].values)
        found.append([*line[:at], replace(line[at - 1], across=1), *line[at:]])
    return found


def broken(lines, heads):
    """Words of the head broken over lines: 法人或其他组织 as 法人或 / 其他组织."""
    return [
        [replace(span, text=halved(span.text)) for span in line] if i < heads else line
        for i, line in enumerate(lines)
    ]


def halved(text):
    middle = (len(text) + 1) // 2
    return f"{text[:middle]}\n{text[middle:]}" if len(text) > 1 else text


def with_subtotal(block):
    """An extra column 法人小计 behind the five kinds of organisation."""
    if block.columns != 7 or [len(line) for line in block.head] != [2, 3, 5]:
        return block
    head = [[replace(s, across=8) if s.across == 7 else s for s in line] for line in block.head]
    head[1] = [replace(s, across=6) if s.across == 5 else s for s in head[1]]
    head[2] = [*head[2], Span("法人小计")]
    rows = []
    for row in block.rows:
        five = [v.value for v in row.values[1:6]]
        known = len(row.values) == 7 and None not in five
        extra = Value("", f"{sum(five):g}" if known else "", None)
        rows.append(replace(row, values=[*row.values[:6], extra, *row.values[6:]]))
    return Block(head, rows, block.width, 8, block.separate)


def insert(lines, at, text):
    """A row of one cell among the others; cells that reach over it grow."""
    for i, line in enumerate(lines[:at]):
        lines[i] = [replace(s, down=s.down + 1) if i + s.down > at else s for s in line]
    lines.insert(at, [Span(text)])
