"""Pictures and scans, drawn here: what is recognised is right, or said to be unreadable."""

import io
import socket
import struct
import zlib
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from govinfo.model import LIMITS, Limits
from govinfo.parse import parse
from govinfo.read import read_document
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.ocr import reader as ocr
from govinfo.read.ocr.ink import draw_apart, enlarged, straightened
from govinfo.read.ocr.picture import pages, pictures
from govinfo.read.page import Grid

FONT = Path(ocr.__file__).parents[2] / "show" / "fonts" / "NotoSansSC-subset.ttf"
LACKING = [name for name in ocr._NEEDED if find_spec(name) is None]
needs_ocr = pytest.mark.skipif(
    bool(LACKING), reason=f"govinfo[ocr] is not installed: {', '.join(LACKING)}"
)
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
COLUMNS = ["upheld", "corrected", "other", "pending", "total"]
BLOCKS = ["reconsideration", "litigation_direct", "litigation_after_reconsideration"]
NUMBERS = ["3", "0", "1", "0", "4", "8", "5", "0", "0", "13", "0", "0", "0", "0", "0"]
SIDE = 60  # of a cell [pixels]


def page(numbers=NUMBERS, *, size=24, scribbled=None):
    """A report with its table of disputes, drawn."""
    image = Image.new("L", (1000, 640), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), size)

    def box(left, top, right, bottom, text):
        edges = [left * SIDE + 40, top * SIDE + 220, right * SIDE + 40, bottom * SIDE + 220]
        draw.rectangle(edges, outline="black", width=2)
        lines = [text[:2], text[2:]] if len(text) == 4 else [text]
        for i, line in enumerate(filter(None, lines)):
            middle = edges[1] + edges[3]
            at = (edges[0] + edges[2]) / 2, middle / 2 + (i - (len(lines) - 1) / 2) * 1.15 * size
            draw.text(at, line, fill="black", font=font, anchor="mm")

    draw.text((180, 30), "临河县水利局2023年政府信息公开工作年度报告", "black", font)
    draw.text((80, 90), "一、总体情况", "black", font)
    draw.text((80, 160), "四、政府信息公开行政复议、行政诉讼情况", "black", font)
    box(0, 0, 5, 1, "行政复议")
    box(5, 0, 15, 1, "行政诉讼")
    box(5, 1, 10, 2, "未经复议直接起诉")
    box(10, 1, 15, 2, "复议后起诉")
    for i in range(15):
        box(i, 1 if i < 5 else 2, i + 1, 3, RESULTS[i % 5])
        box(i, 3, i + 1, 4, numbers[i])
    if scribbled is not None:
        left, top = scribbled * SIDE + 52, 3 * SIDE + 232
        draw.line([left, top, left + 30, top + 30, left, top + 30, left + 30, top], "black", 3)
    draw.text((80, 520), "五、存在的主要问题及改进情况", "black", font)
    draw.text((80, 580), "六、其他需要报告的事项", "black", font)
    return image


def saved(image, form="PNG", **how):
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def read(data, limits=LIMITS):
    """The report in a picture, by the way that every picture goes."""
    document = read_document(data, path="scan", limits=limits)
    assert not document.blocks
    assert document.slower.limit == "ocr_seconds"
    document = document.slower.read()
    assert document.recognised
    return parse(document)


def table_of(report):
    facts = report.facts().set_index("metric")
    return facts.loc[[f"{block}.{column}" for block in BLOCKS for column in COLUMNS]]


@needs_ocr
def test_a_table_whose_sums_hold_is_read_from_a_picture_without_a_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    report = read(saved(page()))
    table = table_of(report)
    assert table["value"].tolist() == [float(number) for number in NUMBERS]
    assert table["raw"].tolist() == NUMBERS
    assert set(table["method"]) == {"ocr"}
    assert (report.agency, report.year) == ("临河县水利局", 2023)
    assert "recognised: 15 of 15 values confirmed by sums; the others are unreadable" in (
        report.warnings
    )


@needs_ocr
def test_a_crooked_noisy_picture_gives_no_wrong_number():
    turned = page().rotate(1.0, resample=Image.Resampling.BICUBIC, fillcolor="white")
    noise = np.random.default_rng(1).normal(0, 8, (turned.height, turned.width))
    noisy = Image.fromarray((np.asarray(turned) * 0.9 + 10 + noise).clip(0, 255).astype(np.uint8))
    table = table_of(read(saved(noisy, "JPEG", quality=60)))
    reported = table["status"] == "reported"
    assert reported.sum() >= 12
    wanted = np.array(NUMBERS, dtype=float)
    assert (table["value"].to_numpy()[reported] == wanted[reported]).all()


@needs_ocr
def test_numbers_that_do_not_add_up_are_unreadable_and_kept_as_seen():
    numbers = [*NUMBERS[:4], "9", *NUMBERS[5:]]
    table = table_of(read(saved(page(numbers))))
    assert table["status"].tolist() == ["unreadable"] * 5 + ["reported"] * 10
    assert table["raw"].tolist() == numbers


@needs_ocr
def test_an_empty_cell_is_blank_a_bar_a_dash_and_ink_without_characters_unreadable():
    numbers = ["3", "", "1", "—", "4", *NUMBERS[5:10], *[""] * 5]
    table = table_of(read(saved(page(numbers, scribbled=12))))
    told = {"": "blank", "—": "not_applicable"}
    wanted = [told.get(number, "reported") for number in numbers]
    wanted[12] = "unreadable"
    assert table["status"].tolist() == wanted


@needs_ocr
def test_small_print_is_enlarged():
    small = page().resize((520, 333), Image.Resampling.LANCZOS)
    table = table_of(read(saved(small)))
    reported = table["status"] == "reported"
    wanted = np.array(NUMBERS, dtype=float)
    assert (table["value"].to_numpy()[reported] == wanted[reported]).all()


@needs_ocr
def test_the_pages_of_a_scan_are_drawn_and_read():
    data = saved(page(), "PDF", resolution=100)
    content = ocr.read_pdf(data, LIMITS)
    assert content.recognised
    (grid,) = [block for block in content.blocks if isinstance(block, Grid)]
    assert list(grid.texts[-15:]) == NUMBERS
    assert "四、政府信息公开行政复议、行政诉讼情况" in content.blocks


@needs_ocr
def test_an_empty_page_holds_nothing():
    content = ocr.read(saved(Image.new("L", (300, 200), "white")), LIMITS).slower()
    assert (content.blocks, content.recognised) == ([], True)


@needs_ocr
def test_no_word_reaches_over_a_ruling_line():
    drawing = draw_apart(straightened(enlarged(np.asarray(page()))))
    edges = [i * SIDE + 40 for i in range(16)]
    inside = [patch for patch in drawing.patches if patch.top > 3 * SIDE + 220]
    assert len(inside) == 15
    for (left, right), patch in zip(pairwise(edges), inside, strict=True):
        assert left < patch.left < patch.right < right


# --- Decoding ------------------------------------------------------------------------------

SQUARE = Image.new("L", (90, 60), "white")
ImageDraw.Draw(SQUARE).rectangle([10, 10, 20, 20], fill="black")


def transparent():
    image = Image.new("RGBA", SQUARE.size, (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle([10, 10, 20, 20], fill=(0, 0, 0, 255))
    return image


@needs_ocr
@pytest.mark.parametrize(
    ("form", "image"),
    [
        ("PNG", SQUARE),
        ("PNG", SQUARE.convert("1")),
        ("PNG", SQUARE.convert("P")),
        ("PNG", SQUARE.convert("LA")),
        ("PNG", transparent()),
        ("PNG", SQUARE.convert("I").convert("I;16").point(lambda shade: shade * 257)),
        ("JPEG", SQUARE.convert("RGB")),
        ("JPEG", SQUARE.convert("CMYK")),
        ("TIFF", SQUARE.convert("1")),
        ("TIFF", SQUARE.convert("F")),
        ("GIF", SQUARE),
        ("WEBP", SQUARE.convert("RGB")),
        ("BMP", SQUARE),
    ],
)
def test_every_kind_of_picture_is_dark_on_white(form, image):
    (grey,) = pictures(saved(image, form), LIMITS)
    assert grey.shape == (60, 90)
    assert grey[12:18, 12:18].max() < 60
    assert grey[30:, 30:].min() > 200


@needs_ocr
def test_a_picture_that_lies_on_its_side_is_turned():
    how = Image.Exif()
    how[0x112] = 6
    (grey,) = pictures(saved(SQUARE, "JPEG", exif=how), LIMITS)
    assert grey.shape == (90, 60)
    assert grey[12:18, 42:48].max() < 60


@needs_ocr
def test_all_pages_of_a_tiff_are_read():
    data = saved(SQUARE, "TIFF", save_all=True, append_images=[SQUARE, SQUARE])
    assert len([*pictures(data, LIMITS)]) == 3
    with pytest.raises(BeyondLimitError, match="pages"):
        next(pictures(data, Limits(pages=2)))


@needs_ocr
def test_a_picture_of_too_many_pixels_is_not_decoded():
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    with pytest.raises(BeyondLimitError, match="unpacked_bytes"):
        next(pictures(data, LIMITS))
    with pytest.raises(BeyondLimitError, match="unpacked_bytes"):
        next(pictures(saved(SQUARE), Limits(unpacked_bytes=1000)))


@needs_ocr
@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP"])
def test_a_damaged_picture_is_refused_or_read(form):
    data = saved(SQUARE.convert("RGB"), form)
    rng = np.random.default_rng(1)
    damaged = [data[:end] for end in range(12, len(data), max(1, len(data) // 10))]
    for _ in range(100):
        changed = bytearray(data)
        for at in rng.integers(0, len(data), 3):
            changed[at] = rng.integers(0, 256)
        damaged.append(bytes(changed))
    for one in damaged:
        try:
            found = [*pictures(one, Limits(unpacked_bytes=1 << 22))]
        except (RefusalError, BeyondLimitError):
            continue
        assert all(grey.ndim == 2 for grey in found)


@needs_ocr
def test_a_large_page_is_drawn_smaller():
    data = saved(SQUARE, "PDF", resolution=0.2)
    (grey,) = pages(data, LIMITS)
    assert 1_000_000 < grey.size <= 12_100_000


@needs_ocr
def test_what_is_no_pdf_is_refused():
    with pytest.raises(RefusalError, match="damaged"):
        next(pages(b"%PDF-1.7 nothing", LIMITS))
    with pytest.raises(BeyondLimitError, match="pages"):
        next(pages(saved(SQUARE, "PDF", save_all=True, append_images=[SQUARE]), Limits(pages=1)))


def test_without_the_extra_a_picture_is_refused_with_what_to_install(monkeypatch):
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    with pytest.raises(RefusalError, match="is a picture; reading it needs") as told:
        ocr.read(saved(SQUARE), LIMITS)
    assert told.value.hint == "pip install 'govinfo[ocr]'"
    with pytest.raises(RefusalError, match="is a scan without text"):
        ocr.read_pdf(b"%PDF-1.7", LIMITS)
