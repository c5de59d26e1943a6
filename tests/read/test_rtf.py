r"""Rich Text Format.

What Word, WPS and LibreOffice write is cut down to what matters: ``\trowd`` before the cells
of a row, after them, or both.
"""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govinfo.model import LIMITS, Limits
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.richtext.rtf import read

from .reports import rows_of, same, sample

FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 SimSun{\*\falt x};}"
    rb"{\f2\fnil\fcharset136 MingLiU;}{\f3\fnil\fcharset2 Wingdings;}{\f4\fnil\fcharset2 Symbol;}"
    rb"{\f5\fnil\fcharset204 Arial Cyr;}{\f6\fnil\cpg65001 Utf;}}"
)


def rtf(body):
    return rb"{\rtf1\ansi\ansicpg936\deff0" + FONTS + body + b"}"


def content(body):
    return read(rtf(body.encode() if isinstance(body, str) else body), LIMITS)


def blocks(body):
    return content(body).blocks


def coded(text, codec="gb18030"):
    return "".join(f"\\'{byte:02x}" for byte in text.encode(codec))


def unicoded(text, fallback="?"):
    units = text.encode("utf-16-le")
    pairs = zip(units[::2], units[1::2], strict=True)
    codes = [low | high << 8 for low, high in pairs]
    return "".join(f"\\u{code - 65536 if code > 32767 else code}{fallback}" for code in codes)


def grid(body):
    found = [block for block in blocks(body) if not isinstance(block, str)]
    assert len(found) == 1
    at = found[0].layout
    places = (at.rows, at.columns, at.row_spans, at.column_spans)
    return list(zip(found[0].texts, *places, strict=True))


def row(*texts, define=None, ends=r"\row "):
    define = define or r"\trowd" + "".join(rf"\cellx{1000 * at}" for at in range(1, len(texts) + 1))
    return define + r"\pard\intbl " + "".join(rf"{text}\cell " for text in texts) + ends


def test_characters_come_by_the_code_page_of_their_font():
    assert blocks(rf"\f1 {coded('政府信息')}\f2 {coded('資訊', 'big5')}\f0 caf\'e9\par") == [
        "政府信息資訊café"
    ]
    assert blocks(
        rf"\f5 {coded('Отчёт', 'cp1251')}\f6 {coded('总计', 'utf-8')}\f99 {coded('数')}"
    ) == ["Отчёт总计数"]
    assert blocks(b"\\f1 " + "总计26".encode("gb18030")) == ["总计26"]


def test_a_character_whose_second_byte_is_a_sign_of_the_markup_is_whole():
    # 昞 ends with a backslash in its code, 乷 with a brace, 亊 with a letter.
    for text in "昞乷亊":
        first, second = text.encode("gbk")
        sign = chr(second)
        escaped = f"\\{sign}" if sign in "\\{}" else sign
        assert blocks(rf"\f1 \'{first:02x}{escaped}12") == [f"{text}12"]


def test_a_stray_byte_takes_no_digit_with_it():
    assert blocks(rb"\f1 \'d51\'d526") == ["\ufffd1\ufffd26"]


def test_han_characters_in_a_font_said_to_be_western_are_read():
    assert blocks(rf"\f0 {coded('总计')}26 caf\'e9") == ["总计26 café"]


def test_unicode_counts_and_leaves_out_what_stands_for_it():
    assert blocks(unicoded("总计26")) == ["总计26"]
    assert blocks(r"\uc2" + unicoded("总计", r"\'d7\'dc") + "26") == ["总计26"]
    assert blocks(r"\uc0" + unicoded("总计", " ") + "26") == ["总计26"]
    assert blocks(r"\u20013\u25991?12") == ["中文12"]
    assert blocks(r"{\uc3\u20013abc}\u25991?12") == ["中文12"]
    assert blocks(unicoded("𠮷") + r"1\u-10178 ?2") == ["𠮷1\ufffd2"]
    assert blocks(r"\u20013\{5{\u20013 }5") == ["中5中5"]


def test_words_and_signs_are_what_they_stand_for():
    assert blocks(r"1\~2\_3\-4\emdash 5\ldblquote 6\rdblquote\tab 7\{8\}\\") == [
        "1\xa02-34—5“6”\t7{8}\\"
    ]
    assert blocks("a\\line b\\page c\\par d\\\ne\\sect f") == ["a", "b", "c", "d", "e", "f"]
    assert blocks("1\r\n2\\b 3\\b0 4") == ["1234"]


def test_digits_that_a_reader_sees_apart_are_kept_apart():
    assert blocks(r"5{\super 1}\par 5\sub 2\nosupersub 3\par 1{\v 2}3\par 1{\strike 2}3") == [
        "5¹",
        "5₂3",
        "1 3",
        "1 2 3",
    ]
    assert blocks(r"5\chftn{\footnote\pard\plain\chftn  x1}6\plain\par") == ["5 6", "  x1"]
    assert blocks(r"5{\field{\*\fldinst PAGE}}6 {\field{\*\fldinst X 7}{\fldrslt 8}}9") == [
        "5 6 89"
    ]
    assert blocks(r"1{\pict\pngblip 89504e}2") == ["12"]


def test_tracked_changes_are_accepted():
    assert blocks(r"1{\deleted 2}{\revised 3}4\par {\deleted 5\par }6") == ["134", "6"]
    gone = row("1", "2", ends=r"{\deleted\row }")
    assert blocks(gone + r"\pard x") == ["x"]


def test_hidden_paragraphs_are_left_out():
    assert blocks(r"{\v top\par}1\par {\v\plain 2\par}") == ["1", "2"]


def test_destinations_that_hold_no_text_are_left_out():
    hidden = (
        r"{\stylesheet{\s0 Normal;}}{\colortbl;\red0;}{\*\generator Word 5}{\header 5\par}"
        r"{\*\unknown 5{\par 5}}{\*\bkmkstart 5}{\xe{\v 5}}{\*\pnseclvl1{\pntxta .5}}"
        r"{\*\shppict{\pict 55}}{\nonshppict{\pict 55}}{\object\objemb{\*\objdata 5}{\result 6}}"
    )
    assert blocks(hidden + "7") == ["67"]


def test_raw_bytes_are_passed_over():
    assert blocks(rb"1{\*\blob\bin7 }}}{\\{}2\bin3 \x}3") == ["123"]
    assert blocks(rb"1\bin999999999999 2") == ["1"]
    assert blocks(rb"1\bin-5 2") == ["12"]


def test_signs_of_a_font_are_no_digits():
    assert blocks(r"\f3 2\f0 1\u-3998 ?{\f3\u-3998 ?}\f4 2") == [" 1\uf062 2"]


def test_paragraphs_and_tables_come_in_their_order():
    found = blocks(r"a\par " + row("1", "2") + row("3", "") + r"\pard b\par")
    assert [block if isinstance(block, str) else block.texts for block in found] == [
        "a",
        ("1", "2", "3", ""),
        "b",
    ]


@pytest.mark.parametrize(
    "body",
    [
        row("1", "", "3") + row("", "0", ""),
        # Word: again behind the cells, in a group
        *[
            "".join(
                row(*texts, define=before, ends=r"{\trowd\cellx900\cellx1800\cellx2700\row }")
                for texts in (("1", "", "3"), ("", "0", ""))
            )
            for before in (r"\trowd\cellx900\cellx1800\cellx2700", r"\pard")
        ],
        # the definition holds until there is another
        row("1", "", "3") + row("", "0", "", define=r"\pard"),
        # paragraphs that do not say they are in a table
        r"\trowd\cellx9\cellx18\cellx27 1\cell\cell 3\cell\row\trowd\cellx9\cellx18\cellx27"
        r"\cell\pard 0\cell\cell\row",
    ],
)
def test_blank_cells_stay_blank_and_in_their_place(body):
    assert grid(body + r"\pard x") == [
        (text, at // 3, at % 3, 1, 1) for at, text in enumerate(["1", "", "3", "", "0", ""])
    ]


def test_paragraphs_of_a_cell_are_lines_of_it():
    assert grid(row(r"a\par b", r"1\line 2"))[0][0] == "a\nb"
    assert grid(r"\trowd\cellx9\cellx18 a\par b\cell 1\cell\row")[0][0] == "a\nb"


@pytest.mark.parametrize("write", [coded, unicoded])
def test_a_report_written_again_is_read_the_same(samples, write):
    blocks = sample(samples)
    body = r"\f1 "
    for block in blocks:
        if not hasattr(block, "layout"):
            body += rf"\pard {write(block.text)}\par "
            continue
        for line in rows_of(block):
            define = rf"\trowd\trleft{line[0][1]}"
            for _, _, right, down in line:
                define += {"first": r"\clvmgf", "next": r"\clvmrg"}.get(down, "")
                define += rf"\cellx{right}"
            texts = [r"\par ".join(map(write, text.split("\n"))) for text, *_ in line]
            body += row(*texts, define=define)
    assert same(read_document(rtf(body.encode()), path="report.rtf").blocks, blocks)


def test_text_behind_a_definition_that_no_row_follows_is_text():
    body = r"\trowd\cellx9 a\par b\par " + row("1", "2") + r"\pard c"
    found = blocks(body)
    assert [block if isinstance(block, str) else block.texts for block in found] == [
        "a",
        "b",
        ("1", "2"),
        "c",
    ]
    assert blocks(r"\trowd\cellx9 a\par b") == ["a", "b"]


def test_cells_merged_across_and_down_are_one():
    first = r"\trowd\clvmgf\cellx900\clmgf\cellx1800\clmrg\cellx2700\cellx3600"
    second = r"\trowd\clvmrg\cellx900\cellx1800\cellx2700\cellx3600"
    assert grid(row("a", "b", "", "c", define=first) + row("", "1", "2", "3", define=second)) == [
        ("a", 0, 0, 2, 1),
        ("b", 0, 1, 1, 2),
        ("c", 0, 3, 1, 1),
        ("1", 1, 1, 1, 1),
        ("2", 1, 2, 1, 1),
        ("3", 1, 3, 1, 1),
    ]


def test_rows_of_differing_edges_span_the_columns_of_others():
    body = row("a", define=r"\trowd\trleft-108\cellx2700") + row(
        "1", "2", "3", define=r"\trowd\trleft-100\cellx900\cellx1800\cellx2710"
    )
    assert [cell[2:] for cell in grid(body)] == [(0, 1, 3), (0, 1, 1), (1, 1, 1), (2, 1, 1)]


def test_tables_in_tables_lay_out_the_page():
    inner = (
        r"\pard\intbl\itap2 1\nestcell 2\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}{\nonesttables\par }"
        r"\pard\intbl\itap2 3\nestcell\nestcell"
        r"{\*\nesttableprops\trowd\cellx500\cellx1000\nestrow}{\nonesttables\par }"
    )
    body = (
        rf"\trowd\cellx1000\cellx3000\pard\intbl a\cell b\par {inner}\pard\intbl c\cell\row\pard d"
    )
    found = blocks(body)
    assert [block if isinstance(block, str) else block.texts for block in found] == [
        *("a", "b"),
        ("1", "2", "3", ""),
        *("c", "d"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        row("1", "", "3", define=r"\trowd\cellx9\cellx18"),
        row("1", "", "3", define=r"\trowd\cellx9\cellx18\cellx27\cellx36"),
        row("1", "", "3", define=r"\trowd\cellx9\cellx9\cellx18"),
        row("1", "", "3", define=r"\trowd\cellx18\cellx9\cellx27"),
        row("1", "", "3", define=r"\trowd"),
        row("1", "", "3", ends=""),
        row("1", "", ends=r"3\row "),
    ],
)
def test_a_table_whose_edges_contradict_its_cells_is_given_as_lines(broken):
    found = content(row("a", "b", "c") + broken + r"\pard d")
    lines = [*found.blocks[0].texts, *found.blocks[1:]] if len(found.blocks) < 7 else found.blocks
    assert lines == ["a", "b", "c", "1", "", "3", "d"]
    assert found.warnings[0].startswith("table_as_lines: ")


def test_printed_numbers_of_lists_are_kept_and_signs_are_not():
    body = (
        rf"\ls1{{\listtext\pard\plain {unicoded('一、')}\tab}}a\par"
        r"\pard{\pntext 2.\tab}26\par\pard{\listtext\f3 l\tab}b\par\pard\ls2 c\par"
    )
    found = content(body)
    assert found.blocks == ["一、 a", "2. 26", "b", "c"]
    assert found.warnings[0].startswith("numbering: ")


def test_notes_follow_the_text_and_text_boxes_their_paragraph():
    box = (
        r"{\shp{\*\shpinst\shpleft5{\sp{\sn x}{\sv 5}}{\shptxt\pard "
        + row("1", "2")
        + r"\pard box\par}}{\shprslt{\*\do 5}5}}"
    )
    old = r"{\*\do\dobxcolumn{\dptxbxtext\pard old\par}}"
    found = blocks(rf"a{box}{old}b{{\footnote\pard n\par}}\par c")
    assert [block if isinstance(block, str) else block.texts for block in found] == [
        "ab",
        ("1", "2"),
        *("box", "old", "c", "n"),
    ]


def test_what_the_file_says_of_itself_is_kept():
    said = content(
        rf"{{\info{{\upr{{\title ????}}{{\*\ud{{\title {unicoded('年度报告')}}}}}}}"
        r"{\author Zhang}{\creatim\yr2024\mo1\dy19\hr8\min5}{\revtim\yr1601\mo1\dy1}{\doccomm 5}}"
    )
    assert said.metadata == (
        ("title", "年度报告"),
        ("author", "Zhang"),
        ("created", "2024-01-19 08:05"),
    )
    assert said.blocks == []


def test_what_is_said_twice_is_read_once():
    assert blocks(rf"{{\upr{{1??}}{{\*\ud{{1{unicoded('总计')}}}}}}}2") == ["1总计2"]


def test_a_file_cut_off_is_read_as_far_as_it_goes():
    found = read(rtf(rb"a\par ")[:-1] + b"{12", LIMITS)
    assert found.blocks == ["a", "12"]
    assert found.warnings == ("cut_off: the file ends before its text does",)


def test_what_stands_behind_the_end_is_said_to_be_left_out():
    assert read(rtf(b"1") + b"\r\n\0", LIMITS).warnings == ()
    assert read(rtf(b"1}2"), LIMITS).warnings[0].startswith("text_behind: ")


def test_a_web_page_packed_into_the_file_is_said():
    assert content(r"\fromhtml1{\*\htmltag64 <p>}a").warnings[0].startswith("html: ")
    assert content(r"\fromhtml0 a").warnings == ()


def test_a_document_is_known_by_its_bytes():
    document = read_document(rtf(row("a", "26").encode()), path="report.doc")
    assert document.source.format == "rtf"
    assert [cell.text for cell in document.blocks[0].cells] == ["a", "26"]


def test_what_is_no_rtf_is_refused():
    with pytest.raises(RefusalError):
        read(b"{\\pwi 1}", LIMITS)


def test_deep_groups_are_refused_and_limits_hold():
    with pytest.raises(RefusalError, match="too deeply"):
        read(rtf(b"{" * 100_000), LIMITS)
    assert blocks(r"{\*\x" + "{" * 100_000 + "}" * 100_001 + "1") == ["1"]
    with pytest.raises(BeyondLimitError) as beyond:
        blocks(r"\itap2000000000 x\par")
    assert beyond.value.limit == "nesting"
    with pytest.raises(BeyondLimitError) as beyond:
        read(rtf(b"x\\cell " * 40), Limits(cells=30))
    assert beyond.value.limit == "cells"


WORDS = st.sampled_from(
    [
        *("{", "}", "\\", "\\*", "\\'", "\\'d5", "\\'fe", "1", "23", " ", "\n", ";"),
        *("\\par ", "\\cell ", "\\row ", "\\nestcell ", "\\nestrow ", "\\trowd", "\\cellx900 "),
        *("\\cellx-5 ", "\\clmgf", "\\clmrg", "\\clvmgf", "\\clvmrg", "\\trleft9", "\\pard"),
        *("\\intbl ", "\\itap2 ", "\\itap0 ", "\\u20013 ", "\\u-9999999999999 ", "\\uc0 "),
        *("\\uc99999 ", "\\bin3 ", "\\bin99999999999999999999 ", "\\f1 ", "\\f99999999999 "),
        *("\\plain ", "\\v ", "\\deleted ", "\\super ", "\\strike ", "\\tab ", "\\line "),
        *("{\\fonttbl", "{\\info", "{\\title ", "{\\creatim\\yr", "{\\footnote ", "{\\shptxt "),
        *("{\\upr", "{\\*\\ud ", "{\\field", "{\\fldrslt ", "{\\*\\fldinst ", "{\\listtext "),
        *(
            "{\\*\\nesttableprops",
            "{\\object",
            "{\\result ",
            "{\\header ",
            "\\fcharset2 ",
            "\\cpg7 ",
        ),
        *("\\ansicpg65001 ", "\\deff1 ", "\\ls1 ", "\\fromhtml1 ", "\\mmath ", "\\shp", "\\do"),
    ]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=3)), max_size=60))
def test_words_in_any_order_are_read_or_refused(words):
    body = "".join(words).encode("utf-8", "surrogatepass")
    begun = time.perf_counter()
    for data in (rtf(body), rb"{\rtf1" + body):
        try:
            found = read(data, LIMITS)
        except (RefusalError, BeyondLimitError):
            continue
        for block in found.blocks:
            texts = [block] if isinstance(block, str) else block.texts
            assert all(text.encode() is not None for text in texts)
        assert not any("\n" in block for block in found.blocks if isinstance(block, str))
    assert time.perf_counter() - begun < 2


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(noise):
    with contextlib.suppress(RefusalError, BeyondLimitError):
        read(rb"{\rtf1" + noise, LIMITS)


@given(
    st.lists(st.lists(st.sampled_from(["", "0", "12", "x"]), min_size=1, max_size=5), min_size=1)
)
def test_cells_written_are_cells_read(rows):
    body = "".join(row(*texts) for texts in rows) + r"\pard "
    written = [text for texts in rows for text in texts]
    read_back = []
    for block in blocks(body):
        read_back += [block] if isinstance(block, str) else block.texts
    assert read_back == written
