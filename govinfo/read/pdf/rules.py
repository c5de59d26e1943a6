"""The straight lines that a PDF's page draws: strokes, thin filled boxes, borders of cells."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, TypeAlias

from govinfo.read.pages.shapes import Rule
from govinfo.read.pdf.words import INVISIBLE, Frame, Turn

_THIN = 4.0  # a filled box is a line if it is no thicker [point]
_AXIS = 1.5  # by which the ends of a line may lie apart across it [point]
_MOST = 100_000  # objects of a page and segments of its paths: more are a drawing
_WHOLE = 0.7  # of the page's size, that a picture of it has
_MOST_PICTURES = 2000  # objects of a page that are looked at
_FARTHEST = 1e6  # from the corner of a page [point]
_DEEPEST = 8  # forms in forms

#: The six numbers of a PDF's transformation.
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PageObjects:
    """What a page draws.

    ``covered`` tells that a picture lies over its text, ``hides``, that some of its text
    is not drawn.
    """

    def __init__(self, pdfium: Any, page: Any, frame: Frame) -> None:
        self._pdfium, self._frame = pdfium, frame
        self._left = _MOST
        self._text_seen = False
        self._lines: list[Frame] = []
        self.covered = self.hides = False
        for drawn, matrix in self._objects(page, _SAME, 0):
            self._read(drawn, matrix)
        if self._left < 0:
            self._lines.clear()
            self.hides = True  # not all of it was looked at

    def rules(self, turn: Turn) -> list[Rule]:
        """The straight lines, turned as the page is read."""
        return [Rule(*turn(frame)) for frame in self._lines]

    @property
    def too_many(self) -> bool:
        """Whether the page holds a drawing, of which no line was taken."""
        return self._left < 0

    def _objects(self, holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
        """The objects of a page or form, with what brings them to the page."""
        pdfium = self._pdfium
        count, get = (
            (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
            if depth
            else (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject)
        )
        for i in range(count(holder)):
            self._left -= 1
            if self._left < 0:
                return
            drawn = get(holder, i)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                yield from self._objects(drawn, self._with_own(drawn, matrix), depth + 1)
            elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self._text_seen = True
                self.hides = self.hides or pdfium.FPDFTextObj_GetTextRenderMode(drawn) == INVISIBLE
            elif kind in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
                yield drawn, matrix

    def _with_own(self, drawn: Any, outer: Matrix) -> Matrix:
        own = self._pdfium.FS_MATRIX()
        if not self._pdfium.FPDFPageObj_GetMatrix(drawn, own):
            return outer
        return _after((own.a, own.b, own.c, own.d, own.e, own.f), outer)

    def _read(self, drawn: Any, outer: Matrix) -> None:
        pdfium = self._pdfium
        matrix = self._with_own(drawn, outer)
        if pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._add_thin([_at(matrix, x, y) for x in (0, 1) for y in (0, 1)])
            self.covered |= self._text_seen and covers(pdfium, drawn, self._frame)
            return
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke):
            return
        if not fill.value and not stroke.value:
            return
        for points in self._outlines(drawn, matrix):
            if stroke.value:
                for one, other in pairwise(points):
                    self._add(one, other)
            else:
                self._add_thin(points)

    def _outlines(self, drawn: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
        """The points of each part of a path; parts with curves are left out."""
        pdfium = self._pdfium
        points: list[tuple[float, float]] = []
        curved = False
        x, y = ctypes.c_float(), ctypes.c_float()
        count = pdfium.FPDFPath_CountSegments(drawn)
        self._left -= count
        for i in range(count if self._left >= 0 else 0):
            segment = pdfium.FPDFPath_GetPathSegment(drawn, i)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                if len(points) > 1 and not curved:
                    yield points
                points, curved = [], False
            curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
            points.append(_at(matrix, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
        if len(points) > 1 and not curved:
            yield points

    def _add(self, one: tuple[float, float], other: tuple[float, float]) -> None:
        """A line that is drawn, if it runs along or down the page."""
        across, down = abs(one[0] - other[0]), abs(one[1] - other[1])
        if min(across, down) <= _AXIS and max(across, down) > 0:
            self._add_box([one, other])

    def _add_thin(self, points: list[tuple[float, float]]) -> None:
        """A filled box that is as thin as a line."""
        width, height = (max(p[i] for p in points) - min(p[i] for p in points) for i in (0, 1))
        if min(width, height) <= _THIN and max(width, height) > 0:
            self._add_box(points)

    def _add_box(self, points: list[tuple[float, float]]) -> None:
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        if all(abs(at) < _FARTHEST for at in (*xs, *ys)):  # which not even NaN is
            self._lines.append((min(xs), min(ys), max(xs), max(ys)))


def covers(pdfium: Any, drawn: Any, page: Frame) -> bool:
    """Whether a picture hides a page: it is about as large, and nothing shines through."""
    large = _area(pdfium, drawn) > _WHOLE * (page[2] - page[0]) * (page[3] - page[1])
    return large and not pdfium.FPDFPageObj_HasTransparency(drawn)


def is_picture(pdfium: Any, handle: Any, page: Frame) -> bool:
    """Whether pictures make up a page, as those of a scanner do, in one piece or in strips."""
    area = 0.0
    for i in range(min(pdfium.FPDFPage_CountObjects(handle), _MOST_PICTURES)):
        drawn = pdfium.FPDFPage_GetObject(handle, i)
        if pdfium.FPDFPageObj_GetType(drawn) in (
            pdfium.FPDF_PAGEOBJ_IMAGE,
            pdfium.FPDF_PAGEOBJ_FORM,
        ):
            area += _area(pdfium, drawn)
    return area > _WHOLE * (page[2] - page[0]) * (page[3] - page[1])


def _area(pdfium: Any, drawn: Any) -> float:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(drawn, *edges)
    left, bottom, right, top = (edge.value for edge in edges)
    return (right - left) * (top - bottom)


def _after(first: Matrix, then: Matrix) -> Matrix:
    """One transformation after another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
