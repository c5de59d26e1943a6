"""Layouts of real grids that reports come in, each with every number where it belongs."""

import random
from itertools import chain

import pytest
from variants.written import html_of as table

from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.registry import rows

RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
BLOCKS = ["行政复议", "未经复议直接起诉", "复议后起诉"]
ORGANISATIONS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
PARTIES = ["自然人", *ORGANISATIONS, "总计"]
REQUESTS = [r for r in rows("forms") if r["form"] == "requests.2021"]
LABELS = list(dict.fromkeys(r["row_path"] for r in REQUESTS))
DISPUTES = [r["metric"] for r in rows("forms") if r["form"] == "disputes"]
TITLES = [
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
]
SEEDS = range(6)


def values(*tables):
    """The reported numbers of a report that holds the tables, by metric."""
    page = (
        "<html><body><p>临河县水利局2023年政府信息公开工作年度报告</p><p>一、总体情况</p>"
        f"<p>我局按时更新网站栏目。</p>{''.join(tables)}"
        "<p>五、存在的主要问题及改进情况</p><p>个别栏目更新慢。</p>"
        "<p>六、其他需要报告的事项</p><p>无。</p></body></html>"
    )
    facts = parse(read_document(page.encode(), path="report.html")).facts()
    told = facts[(facts["status"] == "reported") & (facts["form"] != "narrative")]
    return dict(zip(told["metric"], told["value"], strict=True))


def repeated(lines):
    """The full grid with the text of every spanned cell in each place."""
    taken = {}
    for i, line in enumerate(lines):
        j = 0
        for cell in line:
            text, down, across = cell if isinstance(cell, tuple) else (cell, 1, 1)
            while (i, j) in taken:
                j += 1
            taken |= {(i + a, j + b): text for a in range(down) for b in range(across)}
            j += across
    width = 1 + max(j for _, j in taken)
    return [[taken[i, j] for j in range(width) if (i, j) in taken] for i in range(len(lines))]


def flat(lines):
    """Every line's own cells, without spans."""
    return [[cell[0] if isinstance(cell, tuple) else cell for cell in line] for line in lines]


def turned(lines):
    return [list(column) for column in zip(*repeated(lines), strict=True)]


def request_numbers(seed):
    """The seven numbers of each row of the form; rows and columns add up."""
    rng = random.Random(seed)
    cells = {label: [rng.choice([0, 0, rng.randint(1, 40)]) for _ in range(6)] for label in LABELS}
    new, carried_in, *outcomes, concluded, carried_out = LABELS
    for i in range(6):
        cells[concluded][i] = sum(cells[label][i] for label in outcomes)
        inflow = cells[concluded][i] + cells[carried_out][i]
        cells[carried_in][i] = rng.randint(0, inflow)
        cells[new][i] = inflow - cells[carried_in][i]
    return {label: [*row, sum(row)] for label, row in cells.items()}


def requests(numbers, *, parents=True, label=lambda text: [text], head=None):
    """Lines of the requests table; ``label`` gives the cells of a row's label."""
    wide = len(label("")) - 1
    lines = head or [
        [("", 3, 3 + wide), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        ORGANISATIONS,
    ]
    lines = [list(line) for line in lines]
    above_before = []
    for path in LABELS:
        *above, text = path.split("/")
        line = []
        for depth, parent in enumerate(above if parents else []):
            if above_before[: depth + 1] != above[: depth + 1]:
                prefix = "/".join(above[: depth + 1]) + "/"
                line.append((parent, sum(other.startswith(prefix) for other in LABELS), 1))
        above_before = above
        *before, last = label(text)
        line += [*before, (last, 1, 3 - len(above) if parents else 1)]
        lines.append([*line, *map(str, numbers[path])])
    return lines


def printed_requests(numbers):
    """What the table says, by metric."""
    cells = [n for label in LABELS for n in numbers[label]]
    return {row["metric"]: float(n) for row, n in zip(REQUESTS, cells, strict=True)}


def halves(text):
    middle = len(text) // 2
    return [text[:middle], text[middle:]]


LAYOUTS = {
    "spans": lambda n: requests(n),
    "repeated": lambda n: repeated(requests(n)),
    "flat": lambda n: flat(requests(n)),
    "title within": lambda n: [[(TITLES[1], 1, 10)], *requests(n)],
    "label twice": lambda n: requests(n, label=lambda text: [text, text]),
    "label torn": lambda n: requests(n, label=halves),
    "groups lost": lambda n: requests(
        n, parents=False, head=[["", *PARTIES]]
    ),
    "turned": lambda n: turned(requests(n)),
    "line of numbers below the head": lambda n: [
        *requests(n)[:3], [("栏次", 1, 3), *map(str, range(1, 8))], *requests(n)[3:]
    ],
    "row numbers before": lambda n: [
        [("序号", 3, 1), *line] if not i else line if i < 3 else [str(i - 2), *line]
        for i, line in enumerate(requests(n))
    ],
    "empty remarks behind": lambda n: [
        [*line, ("备注", 3, 1)] if not i else line if i < 3 else [*line, ""]
        for i, line in enumerate(requests(n))
    ],
    "empty columns behind": lambda n: [
        [*line, *[""] * (14 - len(line))] for line in repeated(requests(n))
    ],
    "flat and padded": lambda n: [
        [*line, *[""] * (11 - len(line))] for line in flat(requests(n))
    ],
    "units behind the label": lambda n: requests(n, label=lambda text: [text, "件"]),
    "header again": lambda n: [
        *requests(n, parents=False, head=[["", *PARTIES]])[:9], ["", *PARTIES],
        *requests(n, parents=False, head=[["", *PARTIES]])[9:],
    ],
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_of_the_requests_table_is_placed(layout, seed):
    numbers = request_numbers(seed)
    assert values(table(LAYOUTS[layout](numbers))) == printed_requests(numbers)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_row_of_the_requests_table_that_lost_a_cell_is_not_believed_in_any_layout(seed):
    rng = random.Random(seed)
    for layout, lay_out in LAYOUTS.items():
        if layout == "turned":
            continue
        numbers = request_numbers(seed)
        lines = lay_out(numbers)
        at = rng.randrange(len(lines) - 12, len(lines) - 2)
        cells = [i for i, cell in enumerate(lines[at]) if str(cell).isdigit()][-7:]
        del lines[at][rng.choice(cells)]
        if "behind" in layout or "padded" in layout:
            lines[at].append("")
        told = values(table(lines))
        right = printed_requests(numbers)
        assert {m: n for m, n in told.items() if right[m] != n} == {}, layout


@pytest.mark.parametrize("lost", range(1, 6))
def test_a_column_that_is_not_printed_is_absent_and_the_others_stand(lost):
    numbers = request_numbers(lost)
    kept = [party for i, party in enumerate(PARTIES) if i != lost]
    lines = requests(numbers, parents=False, head=[["", *kept]])
    for line in lines[1:]:
        del line[1 + lost]
    right = printed_requests(numbers)
    gone = REQUESTS[lost]["metric"].rpartition(".")[2]
    assert values(table(lines)) == {m: n for m, n in right.items() if not m.endswith(gone)}


def test_a_table_without_totals_gets_none():
    numbers = request_numbers(3)
    lines = requests(numbers, parents=False, head=[["", *PARTIES[:-1]]])
    told = values(table([lines[0], *(line[:-1] for line in lines[1:])]))
    right = printed_requests(numbers)
    assert told == {m: n for m, n in right.items() if not m.endswith(".total")}


@pytest.mark.parametrize("lost", [(1, 0), (1, 1), (1, 2), (2, 0), (2, 3)])
def test_a_head_that_lost_a_cell_moves_no_number(lost):
    numbers = request_numbers(7)
    lines = requests(numbers)
    del lines[lost[0]][lost[1]]
    right = printed_requests(numbers)
    for drawn in (lines, repeated(lines), flat(lines)):
        told = values(table(drawn))
        assert {m: n for m, n in told.items() if right[m] != n} == {}


def test_a_remark_that_moved_among_the_heads_moves_no_number():
    numbers = request_numbers(8)
    lines = LAYOUTS["empty remarks behind"](numbers)
    del lines[0][1]
    right = printed_requests(numbers)
    assert {m: n for m, n in values(table(lines)).items() if right[m] != n} == {}


def test_a_label_that_is_the_end_of_another_is_not_taken_for_it():
    numbers = request_numbers(9)
    lines = requests(
        numbers, label=lambda text: ["（一）不", "予以公开"] if "予以" in text else ["", text]
    )
    assert not any(metric.startswith("requests.granted") for metric in values(table(lines)))


def dispute_numbers(seed):
    rng = random.Random(seed)
    found = []
    for _ in BLOCKS:
        four = [rng.choice([0, rng.randint(1, 30)]) for _ in range(4)]
        found.append([*map(str, four), str(sum(four))])
    return found


def across(c):
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*[(text, 2, 1) for text in RESULTS], (BLOCKS[1], 1, 5), (BLOCKS[2], 1, 5)],
        RESULTS * 2,
        [*c[0], *c[1], *c[2]],
    ]


def blocks_as_rows(c):
    return [
        [("", 1, 2), *RESULTS],
        [("行政复议", 1, 2), *c[0]],
        [("行政诉讼", 2, 1), BLOCKS[1], *c[1]],
        [BLOCKS[2], *c[2]],
    ]


def apart(c):
    yield [[("行政复议", 1, 5)], RESULTS, c[0]]
    yield [
        [("行政诉讼", 1, 10)],
        [(BLOCKS[1], 1, 5), (BLOCKS[2], 1, 5)],
        RESULTS * 2,
        [*c[1], *c[2]],
    ]


def beside(c, head, label):
    first, second, third, last = across(c)
    return [[(head, 3, 1), *first], second, third, [label, *last]]


DISPUTE_LAYOUTS = {
    "spans": lambda c: [across(c)],
    "repeated": lambda c: [repeated(across(c))],
    "flat": lambda c: [flat(across(c))],
    "blocks as rows": lambda c: [blocks_as_rows(c)],
    "blocks as rows, repeated": lambda c: [repeated(blocks_as_rows(c))],
    "blocks as rows, flat": lambda c: [flat(blocks_as_rows(c))],
    "results as rows": lambda c: [
        [[("", 2, 1), ("行政复议", 2, 1), ("行政诉讼", 1, 2)], BLOCKS[1:],
         *([name, *cells] for name, *cells in zip(RESULTS, *c, strict=True))]
    ],
    "two tables": lambda c: list(apart(c)),
    "two tables, flat": lambda c: [flat(lines) for lines in apart(c)],
    "stacked": lambda c: [
        [[("行政复议", 1, 10)], [(name, 1, 2) for name in RESULTS], [(n, 1, 2) for n in c[0]],
         *list(apart(c))[1]]
    ],
    "head and row apart": lambda c: [across(c)[:3], across(c)[3:]],
    "label beside": lambda c: [beside(c, "", "件数")],
    "row number beside": lambda c: [beside(c, "序号", "1")],
    "title within": lambda c: [[[(TITLES[2], 1, 15)], *across(c)]],
    "a stray number": lambda c: [[*across(c), ["7"]]],
}  # fmt: skip


@pytest.mark.parametrize("layout", DISPUTE_LAYOUTS)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_number_of_the_disputes_table_is_placed(layout, seed):
    cells = dispute_numbers(seed)
    told = values(*map(table, DISPUTE_LAYOUTS[layout](cells)))
    assert told == dict(zip(DISPUTES, map(float, chain(*cells)), strict=True))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("padded", [False, True])
def test_a_dispute_row_that_lost_a_cell_gives_nothing(seed, padded):
    cells = dispute_numbers(seed)
    for layout in ("spans", "repeated", "flat", "label beside", "title within"):
        (lines,) = DISPUTE_LAYOUTS[layout](cells)
        lines = [list(line) for line in lines]
        at = random.Random(f"{seed} {layout}").randrange(len(lines[-1]) - 15, len(lines[-1]) - 5)
        del lines[-1][at]
        lines = [[*line, ""] for line in lines] if padded else lines
        right = dict(zip(DISPUTES, map(float, chain(*cells)), strict=True))
        assert {m: n for m, n in values(table(lines)).items() if right[m] != n} == {}


def proactive():
    return [
        [("第二十条第（一）项", 1, 4)],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "2", "3"],
        ["行政规范性文件", "4", "5", "6"],
        [("第二十条第（五）项", 1, 4)],
        ["信息内容", ("本年处理决定数量", 1, 3)],
        ["行政许可", ("7", 1, 3)],
        [("第二十条第（六）项", 1, 4)],
        ["信息内容", ("本年处理决定数量", 1, 3)],
        ["行政处罚", ("8", 1, 3)],
        ["行政强制", ("9", 1, 3)],
        [("第二十条第（八）项", 1, 4)],
        ["信息内容", ("本年收费金额（单位：万元）", 1, 3)],
        ["行政事业性收费", ("10", 1, 3)],
    ]


@pytest.mark.parametrize("draw", [list, repeated, flat])
def test_the_three_tables_may_stand_in_one_grid(draw):
    numbers, cells = request_numbers(1), dispute_numbers(1)
    lines = []
    for title, part in zip(TITLES, [proactive(), requests(numbers), across(cells)], strict=True):
        lines += [[(title, 1, 15)], *part]
    told = values(table(draw(lines)))
    right = printed_requests(numbers) | dict(zip(DISPUTES, map(float, chain(*cells)), strict=True))
    own = [row["metric"] for row in rows("forms") if row["form"] == "proactive.2021"]
    assert told == right | dict(zip(own, map(float, range(1, 11)), strict=True))


def test_a_converter_that_repeats_the_number_of_a_spanned_cell_gives_it_once():
    assert values(table(repeated(proactive())))["coercion.decisions"] == 9


def test_different_numbers_under_one_head_belong_to_none():
    lines = proactive()
    lines[6] = ["行政许可", "7", "8", "7"]
    told = values(table(lines))
    assert "licensing.decisions" not in told
    assert told["penalties.decisions"] == 8


def test_totals_that_are_mostly_left_empty_are_no_sign_of_a_lost_cell():
    numbers = request_numbers(4)
    lines = requests(numbers)
    for line in lines[5:]:
        line[-1] = ""
    told = values(table(lines))
    right = printed_requests(numbers)
    assert {m: n for m, n in right.items() if m not in told}.keys() == {
        m for m in right if m.endswith(".total") and "new" not in m and "carried_in" not in m
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("lost", [None, (1, 2)])
def test_rows_behind_a_page_break_that_lack_their_group_move_no_number(seed, lost):
    numbers = request_numbers(seed)
    lines = requests(numbers)
    lines[0].append(("上年数", 3, 1))
    for line in lines[3:]:
        line.append("20")
    if lost:
        del lines[lost[0]][lost[1]]
    for at in range(6, len(lines)):
        cut = [line[:] for line in lines[at:]]
        cut[0] = [cell if i else (cell[0], 1, 1) for i, cell in enumerate(cut[0])]
        right = printed_requests(numbers)
        told = values(table(lines[:at]), table(cut))
        assert {m: n for m, n in told.items() if right[m] != n} == {}


def test_heads_in_a_table_of_their_own_hold_for_the_next():
    numbers = request_numbers(5)
    lines = requests(numbers, parents=False, head=[["", *PARTIES]])
    lines[0][2], lines[0][3] = lines[0][3], lines[0][2]
    for line in lines[1:]:
        line[2], line[3] = line[3], line[2]
    assert values(table(lines[:1]), table(lines[1:])) == printed_requests(numbers)


def consistent(seed, *, only=range(7)):
    """Rows of a requests table whose columns add up, those of ``only`` filled; by label."""
    rng = random.Random(seed)

    def row():
        parts = [rng.randint(1, 40) for _ in range(6)]
        return [*parts, sum(parts)]

    (first, second, whole, last) = (LABELS[0], LABELS[1], LABELS[-2], LABELS[-1])
    found = {label: row() for label in LABELS[2:-2]}
    found[whole] = [sum(column) for column in zip(*found.values(), strict=True)]
    found |= {first: row(), last: row()}
    columns = zip(found[whole], found[last], found[first], strict=True)
    found[second] = [a + b - c for a, b, c in columns]
    return {
        label: [str(n) if j in only else "" for j, n in enumerate(found[label])] for label in LABELS
    }


def lines_of(rows_):
    """A table without spans: each line its own cells."""
    lines = [["自然人", "法人或其他组织", "总计"], ORGANISATIONS]
    for label, cells in rows_.items():
        lines.append([label.split("/")[-1], *cells])
    return lines


def as_page(lines, style):
    """The lines as a real grid, or parted by pipes."""
    if style == "grid":
        return table(lines)
    return "".join("<p>| " + " | ".join(line) + " |</p>" for line in lines)


@pytest.mark.parametrize("style", ["grid", "pipes"])
@pytest.mark.parametrize("only", [(0, 6), (0, 1, 2, 3, 4, 5)])
@pytest.mark.parametrize("seed", SEEDS)
def test_rows_without_a_sum_of_their_own_are_borne_out_by_the_columns(seed, only, style):
    rows_ = consistent(seed, only=only)
    found = values(as_page(lines_of(rows_), style))
    told = [float(cell) for cells in rows_.values() for cell in cells if cell]
    assert sorted(found.values()) == sorted(told)


@pytest.mark.parametrize("style", ["grid", "pipes"])
@pytest.mark.parametrize("seed", SEEDS)
def test_rows_without_a_sum_stay_unplaced_where_a_column_fails(seed, style):
    rows_ = consistent(seed, only=(0, 6))
    label = next(iter(rows_))
    rows_[label] = ["", rows_[label][0], "", "", "", "", rows_[label][6]]
    found = values(as_page(lines_of(rows_), style))
    assert not found


def test_fifteen_cells_under_fifteen_heads_need_no_totals():
    cells = ["1", "0", "2", "0", "", "3", "0", "0", "1", "", "4", "1", "0", "0", ""]
    head = [[(name, 1, 5) for name in BLOCKS], RESULTS * 3]
    found = values(table([*head, cells]))
    wanted = {m: float(c) for m, c in zip(DISPUTES, cells, strict=True) if c}
    assert found == wanted


def test_sixteen_cells_under_fifteen_heads_are_unplaced_where_they_fail_their_sums():
    cells = ["1", "0", "2", "0", "3", "3", "0", "0", "1", "4", "4", "1", "1", "0", "0", ""]
    head = [[(name, 1, 5) for name in BLOCKS], RESULTS * 3]
    assert not values(table([*head, cells]))


@pytest.mark.parametrize("style", ["grid", "pipes"])
@pytest.mark.parametrize("lost", range(5))
def test_six_cells_behind_six_heads_keep_their_columns(lost, style):
    rows_ = consistent(lost)
    kept = [j for j in range(7) if j != 1 + lost]
    lines = lines_of({label: [cells[j] for j in kept] for label, cells in rows_.items()})
    lines[1] = [name for j, name in enumerate(ORGANISATIONS) if j != lost]
    found = values(as_page(lines, style))
    places = {r["metric"]: LABELS.index(r["row_path"]) for r in REQUESTS}
    assert len(found) == 6 * len(LABELS)
    assert all(str(int(n)) in rows_[LABELS[places[metric]]] for metric, n in found.items())


def test_a_padded_line_that_lost_a_cell_takes_none_from_its_label():
    rows_ = consistent(0)
    lines = [["", "", *line] for line in lines_of(rows_)[:2]]
    lines += [[label.split("/")[-1], "", *cells] for label, cells in rows_.items()]
    at = LABELS.index(LABELS[3]) + 2
    lines[at] = [lines[at][0], "", "0", "0", "0", "0", "1", "1"]
    page = as_page(lines, "pipes")
    row = {r["metric"] for r in REQUESTS if r["row_path"] == LABELS[3]}
    assert not row & values(page).keys()
