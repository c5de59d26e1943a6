import re
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont

from govinfo import registry
from govinfo.errors import ReadError, UnknownNameError
from govinfo.gazetteer import periods, towns_by_name
from govinfo.show.fonts import properties, shipped_font

REGISTRY = Path(registry.__file__).parent / "registry"


def test_the_shipped_font_holds_every_character_of_the_registry():
    present = set(TTFont(shipped_font()).getBestCmap())
    texts = [path.read_text("utf-8") for path in REGISTRY.iterdir() if path.suffix != ".parquet"]
    lacking = {character for text in texts for character in text} - set(map(chr, present))
    assert {character for character in lacking if character.isprintable()} == set()


def test_the_shipped_font_holds_the_name_of_every_region_and_town():
    names = {unit.name for unit in periods()} | set(towns_by_name())
    present = set(map(chr, TTFont(shipped_font()).getBestCmap()))
    assert len(names) > 30_000
    assert set("".join(names)) - present == set()


def test_the_shipped_font_is_truetype_so_that_pdf_can_embed_it():
    font = TTFont(shipped_font())
    assert "glyf" in font
    assert "CFF " not in font


def test_the_licence_lies_beside_the_font_and_the_font_names_it():
    licence = (shipped_font().parent / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Open Font License" in TTFont(shipped_font())["name"].getDebugName(13)


def test_the_subset_does_not_pass_for_the_whole_font():
    assert properties().get_name() == "Noto Sans SC Subset"


def test_a_font_without_chinese_is_warned_of():
    with pytest.warns(UserWarning, match="lacks .* characters that this chart prints"):
        properties("DejaVu Sans", lang="zh")


def test_a_font_without_chinese_serves_english():
    path = mpl.get_data_path() + "/fonts/ttf/DejaVuSerif.ttf"
    assert properties(path, lang="en", size=9).get_file() == path


def test_a_font_that_is_not_installed_is_named_with_its_neighbours():
    with pytest.raises(UnknownNameError, match=re.escape("Did you mean 'DejaVu Sans'")):
        properties("DejaVu Snas")


def test_a_font_file_that_is_not_there_is_a_read_error():
    with pytest.raises(ReadError, match=re.escape("nowhere.ttf")):
        properties("nowhere.ttf")
