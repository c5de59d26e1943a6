"""Word documents to paragraphs and grids: the parts of the file and what it says of itself."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

from govinfo.model import Limits
from govinfo.read.content import Content, RefusalError, watch_cells
from govinfo.read.package import Package, as_utf8, parse_xml, refuse_entities
from govinfo.read.page import Grid
from govinfo.read.word.body import Walk
from govinfo.read.word.lists import Lists
from govinfo.read.word.names import W, transitional, value
from govinfo.read.word.quick import Quick, UnusualError
from govinfo.read.word.styles import Styles
from govinfo.read.word.tables import COVERED

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_MAIN_TYPES = (
    "wordprocessingml.document.main+xml",
    "wordprocessingml.template.main+xml",
    "ms-word.document.macroEnabled.main+xml",
    "ms-word.template.macroEnabledTemplate.main+xml",
)
_MOST_PROPERTY = 10_000  # characters
_LONGEST_KEPT = 200_000  # bytes of a part that is parsed once for all that have the same
_quick = Quick()


def read(data: bytes, limits: Limits) -> Content:
    """Read a Word document as it is shown with all tracked changes accepted.

    Tracked insertions are kept, deletions and hidden text dropped. Text boxes follow the
    paragraph that they are anchored in, footnotes and endnotes the whole text. Headers and
    footers are left out.

    Raises
    ------
    RefusalError
        If it is damaged, protected by a password, or holds no Word document.
    BeyondLimitError
        If it goes beyond a limit.
    """
    package = Package(data, limits)
    return _Parts(package, limits).content()


class _Parts:
    """The parts of one document that hold text or say how it is shown."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._warnings: list[str] = []
        self._lists: Lists | None = None
        self._parts: dict[str, bytes] = {}
        of_file = self._relations("")
        self._properties = of_file.get("core-properties", "")
        self._main = of_file.get("officeDocument") or self._declared_main()
        if self._main not in package:
            raise RefusalError("holds no Word document", "Open it and save it again.")
        self._related = self._relations(self._main)

    def content(self, *, quick: bool = True) -> Content:
        """The whole document, which reads the same whether the quick way is tried first or not."""
        markup = self._markup(self._main)
        # Cells have two tags, whatever the prefix: far too many are told before they are read.
        watch_cells(markup.count(b":tc>") // 2, self._limits)
        styles = self._styles()
        if quick:
            try:
                blocks, covered = _quick.read(markup, styles, self._numbering, self._limits)
                return self._finished(blocks, [COVERED] if covered else [])
            except UnusualError:
                self._lists = None  # which have counted some paragraphs
        walk = Walk(styles, self._numbering, self._limits)
        root = parse_xml(markup, self._limits)
        body = root.find(W + "body")
        if root.tag != W + "document" or body is None:
            raise RefusalError("holds no Word document", "Open it and save it again.")
        blocks = walk.blocks(body)
        blocks += self._notes(walk)
        return self._finished(blocks, walk.warnings)

    def _finished(self, blocks: list[str | Grid], warnings: Iterable[str]) -> Content:
        metadata = self._metadata()
        said = [*warnings, *self._warnings]
        if self._lists is not None and self._lists.unknown:
            unknown = ", ".join(sorted(self._lists.unknown))
            said.append(f"numbering: numbers of lists are left out ({unknown})")
        return Content(blocks, metadata, warnings=tuple(said))

    def _numbering(self) -> Lists:
        if self._lists is None:
            part = self._part("numbering")
            root = parse_xml(part, self._limits) if part else None
            self._lists = Lists(root, self._styles().list_of_style())
        return self._lists

    def _styles(self) -> Styles:
        markup = self._part("styles")
        parse = _styles if len(markup) <= _LONGEST_KEPT else _styles.__wrapped__
        return parse(markup, self._limits)

    def _notes(self, walk: Walk) -> Iterator[str | Grid]:
        """Footnotes and endnotes in the order of their marks in the text."""
        found: dict[str, dict[str, Element]] = {}
        for kind, name in walk.notes:
            if kind not in found:
                part = self._part(f"{kind}s")
                notes = parse_xml(part, self._limits).findall(W + kind) if part else []
                found[kind] = {value(note, "id"): note for note in notes}
            note = found[kind].pop(name, None)
            if note is not None:
                yield from walk.blocks(note)

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        if self._properties not in self._package:
            return ()
        try:
            root = self._package.tree(self._properties)
        except RefusalError as error:
            self._warnings.append(f"metadata: its properties cannot be read: it {error.problem}")
            return ()
        pairs = ((each.tag.rpartition("}")[2], (each.text or "").strip()) for each in root)
        return tuple((name, said) for name, said in pairs if 0 < len(said) <= _MOST_PROPERTY)

    def _markup(self, name: str) -> bytes:
        markup = self._package.read(name)
        refuse_entities(markup)
        return transitional(as_utf8(markup))

    def _part(self, relation: str) -> bytes:
        """The markup of a part that the main part names, empty where there is none."""
        if relation not in self._parts:
            name = self._related.get(relation)
            there = name is not None and name in self._package
            if name is not None and not there:
                self._warnings.append(f"missing_part: {name} is named but not there")
            self._parts[relation] = self._markup(name) if name is not None and there else b""
        return self._parts[relation]

    def _relations(self, part: str) -> dict[str, str]:
        """The parts that a part names, by the last word of the relation."""
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels"
        if name not in self._package:
            return {}
        markup = self._package.read(name)
        parse = _targets if len(markup) <= _LONGEST_KEPT else _targets.__wrapped__
        return parse(markup, folder, self._limits)

    def _declared_main(self) -> str:
        """The main part by the list of content types, where no relation names it."""
        if "[Content_Types].xml" not in self._package:
            return ""
        for each in self._package.tree("[Content_Types].xml").iter(_OVERRIDE):
            if each.get("ContentType", "").endswith(_MAIN_TYPES):
                return each.get("PartName", "").lstrip("/")
        return ""


@lru_cache(maxsize=16)
def _styles(markup: bytes, limits: Limits) -> Styles:
    return Styles(parse_xml(markup, limits) if markup else None)


@lru_cache(maxsize=256)
def _targets(markup: bytes, folder: str, limits: Limits) -> dict[str, str]:
    related: dict[str, str] = {}
    for each in parse_xml(markup, limits).iter(_RELATION):
        kind, target = each.get("Type", ""), each.get("Target", "")
        if each.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target))
            related.setdefault(kind.rpartition("/")[2], path.lstrip("/"))
    return related
