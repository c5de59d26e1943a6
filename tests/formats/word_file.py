"""The parts of a DOCX file."""

from __future__ import annotations

from collections.abc import Collection
from xml.sax.saxutils import escape

from formats.blocks import packed

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    _W: "http://purl.oclc.org/ooxml/wordprocessingml/main",
    _R: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="wps"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def package(body: str, numbering: str, title: str, habits: Collection[str]) -> bytes:
    """A file round the content of the body and of the numbering part."""
    if "layout_table" in habits:
        body = (
            '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9000"/></w:tblGrid><w:tr><w:tc>'
            f'<w:tcPr><w:tcW w:w="9000" w:type="dxa"/></w:tcPr>{body}<w:p/></w:tc></w:tr>'
            "</w:tbl><w:p/>"
        )
    edges = ""
    if "header_footer" in habits:
        edges = (
            '<w:headerReference w:type="default" r:id="rId5"/>'
            '<w:footerReference w:type="default" r:id="rId6"/>'
        )
    body += f'<w:sectPr>{edges}<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    main = "document2" if "document2" in habits else "document"
    texts = {
        main: ("document.main", f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"),
        "styles": (
            "styles",
            f'<w:styles {_SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a">'
            '<w:name w:val="Normal"/></w:style></w:styles>',
        ),
        "numbering": ("numbering", f"<w:numbering {_SPACES}>{numbering}</w:numbering>"),
        "comments": ("comments", _notes("comment", "应为97件？", 'w:author="李"')),
        "footnotes": ("footnotes", _notes("footnote", "见国办公开办函〔2021〕30号。")),
        "header1": ("header", f"<w:hdr {_SPACES}>{_plain('年度报告 2088')}</w:hdr>"),
        "footer1": (
            "footer",
            f'<w:ftr {_SPACES}><w:p><w:r><w:t>— </w:t></w:r><w:fldSimple w:instr=" PAGE ">'
            "<w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p></w:ftr>",
        ),
    }
    order = ["styles", "numbering", "comments", "footnotes", "header1", "footer1"]
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{texts[name][0]}" Target="{name}.xml"/>'
        for n, name in enumerate(order, 1)
    )
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}{kind}+xml"/>'
        for name, (kind, _) in texts.items()
    )
    parts = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/'
        'package/2006/content-types"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/>{overrides}</Types>',
        "_rels/.rels": _relationships(
            f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/{main}.xml"/>'
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
            'relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        ),
        "docProps/core.xml": f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats'
        '.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/'
        f'1.1/"><dc:title>{escape(title)}</dc:title></cp:coreProperties>',
        f"word/_rels/{main}.xml.rels": _relationships(links),
    }
    parts |= {f"word/{name}.xml": _HEAD + text for name, (_, text) in texts.items()}
    return packed({name: _spelt(part, habits) for name, part in parts.items()})


def _spelt(part: str, habits: Collection[str]) -> str:
    """The part in the namespaces and with the prefix that the habits ask for."""
    if "strict" in habits:
        for usual, strict in _STRICT.items():
            part = part.replace(usual, strict)
    if "prefix" in habits:
        part = part.replace("<w:", "<ns0:").replace("</w:", "</ns0:").replace(" w:", " ns0:")
        part = part.replace("xmlns:w=", "xmlns:ns0=")
    return part


def _plain(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _relationships(links: str) -> str:
    where = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{_HEAD}<Relationships xmlns="{where}">{links}</Relationships>'


def _notes(name: str, text: str, more: str = "") -> str:
    return f'<w:{name}s {_SPACES}><w:{name} {more} w:id="1">{_plain(text)}</w:{name}></w:{name}s>'
