"""The Word file: body, running head and foot, properties, what is embedded, fixed bytes."""

from __future__ import annotations

import base64
import datetime
import io
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from carbon_eia.messages import sentence
from carbon_eia.report.carried import Carried
from carbon_eia.report.docx.blocks import Block, Contents, Paragraph, Span, Table, Text
from carbon_eia.report.docx.markup import add, numbering
from carbon_eia.report.docx.pictures import draw
from carbon_eia.report.docx.reading import read_html
from carbon_eia.report.docx.styles import STAND_INS, TEXT_WIDTH, apply_styles
from carbon_eia.report.docx.writing import Writer

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["write_docx"]

FOLDER = "/carbon-eia"
RECORD = "urn:carbon-eia:record"
RELATION = "urn:carbon-eia:relationships/record"
CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
CUSTOM_PROPS = CUSTOM_XML + "Props"
DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_docx(html: str, carried: Carried, lang: str) -> bytes:
    """A finished HTML as a Word document that carries its record."""
    text = read_html(html)
    document = _blank()
    apply_styles(document)
    writer = Writer(document.element.body, set(_targets(text.blocks)), _pictures(document, text))
    writer.write(text.blocks)
    _numbering(document, writer.lists)
    _running(document, text, carried, lang)
    _settings(document)
    _fonts(document)
    _properties(document, text.title, carried, lang)
    _embed(document, carried)
    return _fixed(document, carried)


def _blank() -> Document:
    """The empty document of python-docx without what it brings along and a report does not need."""
    document = docx.Document()
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)
    for rels, endings in (
        (document.part.package.rels, ("/thumbnail",)),
        (document.part.rels, ("/customXml", "/stylesWithEffects")),
    ):
        for ident, relation in list(rels.items()):
            if relation.reltype.endswith(endings):
                del rels[ident]
    return document


def _targets(blocks: Sequence[Block]) -> Iterator[str]:
    """Every id that a link of the document leads to."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (s.link for s in block.spans if s.link)
        elif isinstance(block, Table):
            yield from _targets([b for row in block.rows for c in row.cells for b in c.blocks])
        elif isinstance(block, Contents):
            yield from _targets(block.entries)


def _pictures(document: Document, text: Text) -> list[tuple[tuple[float, float], str, str]]:
    """The size of every drawing, and the relations of its pixels and of its vectors."""
    found = []
    package = document.part.package
    for i, drawn in enumerate(draw(text.drawings, TEXT_WIDTH / 20), start=1):
        ids = [
            document.part.relate_to(
                Part(PackURI(f"/word/media/{name}"), kind, content, package), RT.IMAGE
            )
            for name, kind, content in (
                (f"figure{i}.png", "image/png", drawn.pixels),
                (f"figure{i}.svg", "image/svg+xml", drawn.vectors),
            )
        ]
        found.append((drawn.size, ids[0], ids[1]))
    return found


def _numbering(document: Document, lists: dict[int, bool]) -> None:
    held = document.part.numbering_part.element
    for child in list(held):
        held.remove(child)
    held.extend(list(numbering(lists)))


# --- running head and foot


def _running(document: Document, text: Text, carried: Carried, lang: str) -> None:
    """The head and foot of the template; the name of the project, the Run and the page without."""
    section = document.sections[0]
    section.different_first_page_header_footer = text.cover
    if text.cover:
        section.first_page_header.is_linked_to_previous = False
        section.first_page_footer.is_linked_to_previous = False
    head = text.head or [Paragraph("head", [Span(carried.title)])]
    foot = text.foot or _own_foot(carried, lang)
    if not any(s.code == "page" for p in foot for s in p.spans):
        foot = [*foot, *_own_foot(carried, lang)[1:]]
    line = Paragraph("foot", [])
    for i, paragraph in enumerate(foot):
        line.spans += ([Span(code="tab")] if i else []) + paragraph.spans
    for part, paragraphs in (
        (section.header, [Paragraph("head", p.spans) for p in head]),
        (section.footer, [line]),
    ):
        part.is_linked_to_previous = False
        for old in list(part._element):
            part._element.remove(old)
        Writer(part._element, set(), ()).write(paragraphs)
    shape = section.footer._element[0].find(qn("w:pPr"))
    tabs = add(shape, "w:tabs")
    add(tabs, "w:tab", val="right", pos=str(TEXT_WIDTH))


def _own_foot(carried: Carried, lang: str) -> list[Paragraph]:
    w = {key: sentence(f"report.{key}", lang) for key in ("run", "page", "of", "page_end")}
    page = [
        Span(w["page"] + " "),
        Span(code="page"),
        Span(f" {w['of']} "),
        Span(code="pages"),
        Span(f" {w['page_end']}".rstrip()),
    ]
    return [
        Paragraph("foot", [Span(f"{w['run']} {carried.id[:12]}")]),
        Paragraph("foot", [s for s in page if s.text or s.code]),
    ]


# --- what a reader does not see


def _settings(document: Document) -> None:
    """Settings of today's Word; fields are not updated on opening, for Word would ask first."""
    held = document.settings.element
    for child in list(held):
        held.remove(child)
    parts = parse_xml(
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
    held.extend(list(parts))


def _fonts(document: Document) -> None:
    """What stands in for a font where a machine has none of that name."""
    named = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in STAND_INS.items()
    )
    for relation in document.part.rels.values():
        if relation.reltype == RT.FONT_TABLE:
            text = f"<w:fonts {nsdecls('w')}>{named}</w:fonts>"
            relation.target_part._blob = (DECLARED + text).encode()


def _properties(document: Document, title: str, carried: Carried, lang: str) -> None:
    core = document.core_properties
    day = datetime.datetime.combine(
        datetime.date.fromisoformat(carried.as_of), datetime.time(), datetime.UTC
    ).replace(tzinfo=None)
    core.title = title[:255]
    core.subject = sentence(f"report.{carried.subject}", lang)
    core.author = core.last_modified_by = sentence("report.author", lang)
    core.keywords = sentence("report.keywords", lang)[:255]
    core.comments = ""
    core.identifier = carried.id
    core.language = "zh-CN" if lang == "zh" else "en"
    core.version = carried.version
    core.revision = 1
    core.created = core.modified = day


def _embed(document: Document, carried: Carried) -> None:
    """The Run and the project file, as parts of their own and as data that Word keeps."""
    package = document.part.package
    for part in carried.parts:
        uri = PackURI(f"{FOLDER}/{part.name}")
        package.relate_to(Part(uri, part.kind, part.content, package), RELATION)
    held = "".join(
        f'<part name="{part.name}">{base64.b64encode(part.content).decode()}</part>'
        for part in carried.parts
    )
    item = f'{DECLARED}<record xmlns="{RECORD}">{held}</record>'
    ident = str(uuid.UUID(bytes=bytes.fromhex(carried.id)[:16])).upper()
    props = (
        f'{DECLARED}<ds:datastoreItem xmlns:ds="{DATA}" ds:itemID="{{{ident}}}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{RECORD}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    data = Part(PackURI("/customXml/item1.xml"), "application/xml", item.encode(), package)
    described = Part(
        PackURI("/customXml/itemProps1.xml"),
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        props.encode(),
        package,
    )
    data.relate_to(described, CUSTOM_PROPS)
    document.part.relate_to(data, CUSTOM_XML)


def _fixed(document: Document, carried: Carried) -> bytes:
    """The file with the day of the Run on every member instead of the clock's."""
    stream = io.BytesIO()
    document.save(stream)
    day = datetime.date.fromisoformat(carried.as_of)
    when = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    found = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(found, "w") as new:
        for member in old.infolist():
            info = zipfile.ZipInfo(member.filename, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            new.writestr(info, old.read(member))
    return found.getvalue()
