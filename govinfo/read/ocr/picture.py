"""Pictures from bytes: their pages in shades of grey, upright and straight."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from govinfo.model import Limits
from govinfo.read.content import BeyondLimitError, RefusalError
from govinfo.read.ocr.raster import Grey

_MOST_PIXELS = 12_000_000  # read; a page of A4 at 300 dots an inch has 8.7 million
_LONGEST_SIDE = 16_000  # OpenCV turns no picture of twice as many
_POINTS_PER_INCH = 72
_DOTS_PER_INCH = 200
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError)
_WITH_ALPHA = ("RGBA", "LA", "PA", "La", "RGBa")
_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_DAMAGED = ("is a damaged picture", "Fetch or scan it again.")


def pictures(data: bytes, limits: Limits) -> Iterator[Grey]:
    """Give the pages of a picture: all of a TIFF, the first of an animation.

    Raises
    ------
    RefusalError
        If it can't be decoded.
    BeyondLimitError
        If it has more pages or pixels than allowed.
    """
    from PIL import Image, ImageOps

    Image.init()
    with _guarded():
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
        n = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if n > limits.pages:
        raise BeyondLimitError("pages", f"has {n:,} pages")
    for number in range(n):
        with _guarded():
            if number:
                image.seek(number)
            _watch_size(image.size, limits)
            upright = ImageOps.exif_transpose(image)
            upright.load()
        yield _grey(upright)


def pages(data: bytes, limits: Limits) -> Iterator[Grey]:
    """Draw the pages of a PDF.

    Raises
    ------
    RefusalError
        If it can't be opened, or a page can't be drawn.
    BeyondLimitError
        If it has more pages than allowed.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        n = len(document)
    except pypdfium2.PdfiumError as error:
        raise RefusalError("is a damaged PDF or protected", "Open it and save it again.") from error
    try:
        if n > limits.pages:
            raise BeyondLimitError("pages", f"has {n:,} pages")
        for number in range(n):
            try:
                page = document[number]
                width, height = page.get_size()
                scale = _DOTS_PER_INCH / _POINTS_PER_INCH
                scale = min(scale, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
                scale = min(scale, _LONGEST_SIDE / max(width, height, 1))
                drawn = page.render(scale=scale, grayscale=True, draw_annots=True)
                grey = np.array(drawn.to_numpy()).reshape(drawn.height, drawn.width)
                page.close()
            except (pypdfium2.PdfiumError, ValueError) as error:
                problem = f"has a page that can't be drawn ({number + 1})"
                raise RefusalError(problem, "Open it and save it again.") from error
            yield grey
    finally:
        document.close()


@contextmanager
def _guarded() -> Iterator[None]:
    """Tell a picture that can't be decoded from our own errors."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which have a limit of ours
            yield
    except Image.DecompressionBombError as error:
        raise BeyondLimitError("unpacked_bytes", "is a picture of too many pixels") from error
    except _BROKEN as error:
        raise RefusalError(*_DAMAGED) from error


def _watch_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if width * height * 4 > limits.unpacked_bytes:  # at most four bytes a pixel
        raise BeyondLimitError("unpacked_bytes", f"is a picture of {width:,} × {height:,} pixels")


def _grey(image: Any) -> Grey:
    """One page on white, in shades of grey."""
    from PIL import Image

    shrink = (_MOST_PIXELS / (image.width * image.height)) ** 0.5
    shrink = min(shrink, _LONGEST_SIDE / max(image.size))
    if image.mode.startswith("I") or image.mode == "F":
        step = math.ceil(1 / shrink)
        deep = np.asarray(image)[::step, ::step].astype(np.float32)
        image = Image.fromarray((deep / max(deep.max(), 1.0) * 255).clip(0, 255).astype(np.uint8))
    elif image.mode in _WITH_ALPHA or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("L")
    if shrink < 1:
        image.thumbnail((max(1, image.width * shrink), max(1, image.height * shrink)))
    return np.array(image)
