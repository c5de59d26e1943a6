"""Word and OpenDocument texts written by hand, as small as readers take them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
ODF_SPACES = " ".join(
    f'xmlns:{prefix}="{_OASIS}:{name}:1.0"'
    for prefix, name in (
        *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")),
        *(("style", "style"), ("meta", "meta")),
    )
)


def packed(parts: Mapping[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def relations(links: Mapping[str, str]) -> str:
    """A part of relations, each by its last word, to the parts that they name."""
    inner = "".join(
        f'<Relationship Id="r{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in links.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def document(body: str, spaces: str = SPACES) -> str:
    """The main part."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}\n<w:document {spaces}><w:body>{body}</w:body></w:document>"


def docx(body: str, others: Mapping[str, str | bytes] | None = None, **more: str) -> bytes:
    """A Word document; ``more`` are the contents of the parts named, as ``numbering``."""
    links = {name: f"{name}.xml" for name in more}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": relations({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relations(links),
        "word/document.xml": document(body),
        **{
            f"word/{name}.xml": f"<w:{name} {SPACES}>{inner}</w:{name}>"
            for name, inner in more.items()
        },
    }
    return packed(parts | dict(others or {}))


def run(text: str, marks: str = "") -> str:
    """A run; ``marks`` are its properties."""
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(*inner: str, marks: str = "") -> str:
    """A paragraph of runs, or of texts that become runs."""
    runs = "".join(each if each.startswith("<") else run(each) for each in inner)
    return f"<w:p><w:pPr>{marks}</w:pPr>{runs}</w:p>"


def cell(text: str = "", properties: str = "", inner: str | None = None) -> str:
    """A cell of one paragraph, or of what is given."""
    inside = para(text) if inner is None else inner
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A row of cells, or of texts that become cells."""
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str, widths: Iterable[int] = ()) -> str:
    """A table; ``widths`` are those of the columns of its grid."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def odt(body: str, automatic: str = "", styles: str = "", **parts: str | bytes) -> bytes:
    """A text document; ``automatic`` are its own styles, ``styles`` the common ones."""
    content = (
        f"<office:document-content {ODF_SPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    common = (
        f"<office:document-styles {ODF_SPACES}><office:styles>{styles}</office:styles>"
        "</office:document-styles>"
    )
    named = {f"{name}.xml": part for name, part in parts.items()}
    kind = "application/vnd.oasis.opendocument.text"
    return packed({"mimetype": kind, "content.xml": content, "styles.xml": common} | named)
