"""Tables that show what became of each cell."""

import pickle
import re
from html.parser import HTMLParser

import pytest

from govinfo.model import Table
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.registry import rows

PROACTIVE = """<table><tr><td colspan="2">第二十条第（五）项</td></tr>
<tr><td>信息内容</td><td>本年处理决定数量</td></tr>
<tr><td>行政许可</td><td>{licensing}</td></tr>
<tr><td>行政处罚</td><td>3</td></tr>
<tr><td>本地事项</td><td>17</td></tr></table>"""


def requests(values="<td>2</td><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td><td>3</td>"):
    labels = [r["row_path"] for r in rows("forms") if r["form"] == "requests.2021"]
    heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = ["".join(f"<td>{text}</td>" for text in ["", *heads])]
    for path in dict.fromkeys(labels):
        label = path.split("/")[-1]
        lines.append(f"<td>{label}</td>" + (values if "本年新收" in label else "<td>0</td>" * 7))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def tables_of(*bodies):
    page = "<p>临河县水利局2023年政府信息公开工作年度报告</p><p>一、总体情况</p><p>略。</p>"
    page += "".join(bodies) + "<p>六、其他需要报告的事项</p><p>无。</p>"
    return parse(read_document(page.encode(), path="page.html")).tables


class Cells(HTMLParser):
    """The cells of a shown table: classes, title and words."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.spans = []
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag == "td":
            self.open = True
            self.found.append([dict(attributes).get("class", ""), dict(attributes), ""])

    def handle_endtag(self, tag):
        self.open = self.open and tag != "td"

    def handle_data(self, data):
        if self.open:
            self.found[-1][2] += data + " "

    def of(self, text):
        (cell,) = [cell for cell in self.found if cell[2].split()[:1] == [text]]
        return cell


def shown(table):
    return Cells(table._repr_html_())


def test_a_placed_cell_shows_metric_status_method_and_both_labels():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    kind, attributes, words = shown(table).of("12")
    assert kind.split() == ["govinfo-cell", "number"]
    assert "reported, cell" in words
    assert "licensing.decisions" in words.replace(" ", "")
    assert "row: 行政许可 (row 3, column 1)" in attributes["title"]
    assert "column: 本年处理决定数量 (row 2, column 2)" in attributes["title"]


def test_labels_show_the_key_they_were_taken_for():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    cells = shown(table)
    assert cells.of("行政许可")[0] == "govinfo-row"
    assert cells.of("行政许可")[2].split() == ["行政许可", "licensing"]
    assert cells.of("本年处理决定数量")[0] == "govinfo-column"
    assert cells.of("第二十条第（五）项")[0] == "govinfo-group"


def test_a_number_that_went_nowhere_stands_out():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    assert shown(table).of("17")[0].split() == ["govinfo-loose", "number"]
    assert "17!" in str(table)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [("5①", "unreadable"), ("—", "blank"), ("0", "cell")],
)
def test_the_colour_tells_the_status(printed, kind):
    (table,) = tables_of(PROACTIVE.format(licensing=printed))
    assert shown(table).of(printed)[0].split()[0] == f"govinfo-{kind}"


def test_the_cells_of_an_unplaced_row_name_all_they_may_be():
    short = "<td>2</td><td>1</td><td>3</td>"
    (table,) = tables_of(requests(short))
    held = [cell for cell in shown(table).found if "govinfo-unplaced" in cell[0]]
    titles = [attributes["title"] for _, attributes, _ in held]
    assert len(held) >= 3
    assert all("requests.new.natural_person" in title for title in titles[:3])
    assert all("requests.new.total" in title for title in titles[:3])


def test_a_damaged_label_is_shown_as_such():
    (table,) = tables_of(requests().replace("保护第三方合法权益", "保护第三方合祛权益"))
    words = next(c[2] for c in shown(table).found if c[2].startswith("4.保护"))
    assert (
        "denied.third_party (damaged)"
        in " ".join(words.split()).replace(" _ ", "_").replace(". ", ".")
        or "(damaged)" in words
    )


def test_a_statistics_sheet_shows_its_rows_and_heads_too():
    cells = [row for row in rows("forms") if row["form"] == "statistics.fujian"]
    lines = "".join(
        f"<tr><td>{row['row_path'].split('/')[-1]}</td><td>件</td><td>{100 + i}</td></tr>"
        for i, row in enumerate(cells)
    )
    head = "<tr><td>指标名称</td><td>计量单位</td><td>2023年度</td></tr>"
    (table,) = tables_of(f"<table>{head}{lines}</table>")
    cells = shown(table)
    assert cells.of("2023年度")[0] == "govinfo-column"
    assert "fujian.litigation" in cells.of("115")[2].replace(" ", "")
    assert cells.of("行政诉讼数")[0] == "govinfo-row"


def test_a_report_with_views_survives_pickling(samples):
    path = samples / "by_hand" / "dehua_2023_hybrid.html"
    report = parse(read_document(path.read_bytes(), path=path.name))
    again = pickle.loads(pickle.dumps(report))
    assert [str(table) for table in again.tables] == [str(table) for table in report.tables]


def test_spans_are_shown_as_printed():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    assert shown(table).of("第二十条第（五）项")[1]["colspan"] == "2"


def test_what_the_page_prints_is_never_markup():
    nasty = "&lt;script&gt;alert(1)&lt;/script&gt;"
    (table,) = tables_of(PROACTIVE.format(licensing=12).replace("本地事项", nasty))
    text = table._repr_html_()
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_numbers_kept_in_other_tables_are_told_apart():
    sheet = """<table><tr><td>类别</td><td>数量</td></tr><tr><td>土地</td><td>12</td></tr>
    <tr><td>房屋</td><td>3</td></tr></table>"""
    _, table = tables_of(PROACTIVE.format(licensing=1), sheet)
    kind, attributes, _ = shown(table).of("12")
    assert kind.split()[0] == "govinfo-kept"
    assert "土地" in attributes["title"]
    assert "2 numbers of no registered form" in str(table)


def test_the_legend_names_the_colours_in_use_and_no_others():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    legend = table._repr_html_().partition("govinfo-legend'>")[2]
    assert set(re.findall("govinfo-([a-z]+)'", legend)) == {
        "cell", "loose", "row", "column", "group",
    }  # fmt: skip


def test_the_words_of_a_coloured_cell_have_contrast_on_light_and_dark_pages():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    style = table._repr_html_().partition("</style>")[0]
    grounds = re.findall(r"\.govinfo-\w+ \{ background: (#\w{6})", style)
    assert len(grounds) == 12
    for ground in grounds:
        assert (_luminance(ground) + 0.05) / (_luminance("#1a1a1a") + 0.05) > 7


def _luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_view_is_still_the_table():
    (table,) = tables_of(PROACTIVE.format(licensing=12))
    assert isinstance(table, Table)
    assert (table.number, table.n_rows, table.n_columns) == (1, 5, 2)
    assert repr(table) == "<Table 1: 5 rows, 2 columns>"
    assert [cell.text for cell in table.cells][:2] == ["第二十条第（五）项", "信息内容"]


def test_every_table_of_every_sample_report_can_be_shown(samples):
    n = 0
    for path in sorted(samples.rglob("*.html"))[:12]:
        report = parse(read_document(path.read_bytes(), path=path.name))
        for table in report.tables:
            n += 1
            cells = shown(table)
            assert len(cells.found) == len(table.cells)
            assert str(table).startswith(f"table {table.number}:")
    assert n > 12


def test_the_card_of_a_report_says_how_its_facts_were_placed(samples):
    path = samples / "by_hand" / "dehua_2023_hybrid.html"
    card = parse(read_document(path.read_bytes(), path=path.name))._repr_html_()
    assert re.search(r"\d+ cell", card)
