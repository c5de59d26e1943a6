"""Characters from pictures of words, with models that are installed: nothing is fetched."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from govinfo.read.content import RefusalError
from govinfo.read.ocr.ink import Patch, bands, character_height
from govinfo.read.ocr.raster import Grey, differing, resized
from govinfo.read.pages.geometry import Word

#: Stands for ink that could not be read for certain.
UNREAD = "\ufffd"

_DETECTS, _RECOGNISES = "*_det_*.onnx", "*_rec_*.onnx"
_NARROW = [3, 48, 96]  # what a word is widened to, at least: colours, height, width [pixels]
_DOUBT = 0.3  # what may lack to certainty, over all digits of a number
_TEXT_HEIGHT = 26  # of characters in running text: more is not needed [pixels]
_TALLEST = 1000  # part of a page in which lines are sought at once [pixels]
_LARGEST_SIDE = 4000  # of a picture that the engine takes as it is [pixels]
_MARGIN = 16
_LEAST = 0.5  # certainty of a line of text, on the average
_BARS, _DASH = "一—–-－_", "—"  # by itself, a bar is a dash rather than a numeral
_DIGITS = frozenset("0123456789")


@cache
def _engine() -> Any:
    """The engine, made once a process."""
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    detects, recognises = (
        next(iter(sorted(models.glob(name))), None) for name in (_DETECTS, _RECOGNISES)
    )
    if detects is None or recognises is None:
        raise RefusalError(
            "needs optical character recognition, and the rapidocr installed lacks its models",
            "pip install --upgrade 'govinfo[ocr]'",
        )
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LARGEST_SIDE,
            "Global.text_score": 0.0,
            "Det.limit_type": "max",
            "Det.limit_side_len": _LARGEST_SIDE,
            "Det.model_path": str(detects),
            "Rec.model_path": str(recognises),
            "Rec.rec_img_shape": _NARROW,
            "Rec.rec_batch_num": 1,  # for the memory's sake
            # Threads of one picture mostly wait for one another; other documents need the cores.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def words_in(patches: Sequence[Patch], height: float) -> list[Word]:
    """Read single words.

    Parameters
    ----------
    patches : sequence of Patch
        The ink of one word each.
    height : float
        Of a character; a word is at least as high, were it a dash.

    Returns
    -------
    list of Word
        One for each patch. Ink in which no character is recognised is `UNREAD`; so is
        what follows a number whose digits are in doubt: the engine is not certain, or
        does not count as many digits as there are pieces of ink.
    """
    words = []
    for patch in patches:
        above = max(0.0, height - (patch.bottom - patch.top)) / 2
        top, bottom = patch.top - above, patch.bottom + above
        words.append(Word(_text(patch), patch.left, top, patch.right, bottom))
    return words


def _text(patch: Patch) -> str:
    picture = np.repeat(patch.picture[:, :, None], 3, axis=2)
    found = _engine()(picture, use_det=False, use_cls=False, use_rec=True)
    text = "".join(found.txts or ()).strip()
    if not text:
        return UNREAD
    if patch.alone and text in _BARS:
        return _DASH
    if not _DIGITS.issuperset(text):
        return text
    certain = len(text) * (1 - found.scores[0]) < _DOUBT
    return text if certain and len(text) in patch.pieces else text + UNREAD


def lines_in(page: Grey) -> list[Word]:
    """Find and read the lines of running text on a page."""
    scale = min(1.0, _TEXT_HEIGHT / character_height(differing(page)))
    paper = int(np.median(page))
    words = []
    for top, bottom in bands(page, int(_TALLEST / scale)):
        band = np.pad(resized(page[top:bottom], scale), _MARGIN, constant_values=paper)
        found = _engine()(np.repeat(band[:, :, None], 3, axis=2), use_det=True, use_cls=False)
        if found.boxes is None or found.txts is None:
            continue
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
            left, upper = ((box.min(axis=0) - _MARGIN) / scale).tolist()
            right, lower = ((box.max(axis=0) - _MARGIN) / scale).tolist()
            text = text if score > _LEAST else UNREAD
            words.append(Word(text, left, top + upper, right, top + lower))
    return words
