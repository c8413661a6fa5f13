"""The Word file: body, running head and foot, properties, what is embedded, fixed bytes."""

from __future__ import annotations

import base64
import datetime
import io
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from carbon_eia.messages import sentence
from carbon_eia.report.carried import Carried
from carbon_eia.report.document import Block, Box, Document, Drawing
from carbon_eia.report.docx.bookmarks import Bookmarks, anchors_of
from carbon_eia.report.docx.lines import TextRun, runs_of
from carbon_eia.report.docx.markup import legible, numbering
from carbon_eia.report.docx.paragraphs import ParagraphWriter
from carbon_eia.report.docx.raster_pictures import POINTS, draw, fitted
from carbon_eia.report.docx.styles import STAND_INS, TEXT_WIDTH, WIDE_WIDTH, apply_styles
from carbon_eia.report.docx.word_body import BodyWriter, PlacedPicture

if TYPE_CHECKING:
    from docx.document import Document as DocxFile
    from docx.section import Section as DocxSection

__all__ = ["blank_file", "fixed_bytes", "set_up_file", "write_docx"]

FOLDER = "/carbon-eia"
RECORD = "urn:carbon-eia:record"
RELATION = "urn:carbon-eia:relationships/record"
CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml"
CUSTOM_PROPS = CUSTOM_XML + "Props"
DATA = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"

DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def write_docx(document: Document, carried: Carried) -> bytes:
    """A document in Word that carries its record; the same record gives the same bytes."""
    file = blank_file()
    writer = ParagraphWriter(document, Bookmarks(anchors_of(document)))
    section = file.element.body[-1]
    for made in BodyWriter(document, writer, _pictures(file, document), section).body():
        section.addprevious(made)
    _running(file, document)
    set_up_file(file, writer.lists, has_contents=True)
    _properties(file, document, carried)
    _embed(file, carried)
    return fixed_bytes(file, datetime.date.fromisoformat(carried.as_of))


def blank_file() -> DocxFile:
    """The empty document of python-docx in the styles of a report, without what it brings along."""
    file = docx.Document()
    for child in list(file.element.body)[:-1]:
        file.element.body.remove(child)
    for rels, endings in (
        (file.part.package.rels, ("/thumbnail",)),
        (file.part.rels, ("/customXml", "/stylesWithEffects")),
    ):
        for ident, relation in list(rels.items()):
            if relation.reltype.endswith(endings):
                del rels[ident]
    apply_styles(file)
    return file


def set_up_file(file: DocxFile, lists: dict[int, bool], has_contents: bool = False) -> None:
    """Numbering of its lists, settings and fonts of a document that is written."""
    _numbering(file, lists)
    _settings(file, has_contents)
    _fonts(file)


def _pictures(file: DocxFile, document: Document) -> list[PlacedPicture]:
    """The size of every drawing, and the relations of its pixels and of its vectors."""
    drawings = [d for c in document.chapters for d in _drawings(c.blocks)]
    own = iter(draw([legible(d.svg) for d in drawings if d.pixels is None], TEXT_WIDTH / 20))
    placed: list[PlacedPicture] = []
    for i, drawing in enumerate(drawings, start=1):
        if drawing.pixels is not None:
            given = drawing.pixels
            size = fitted(given.width * POINTS, given.height * POINTS, TEXT_WIDTH / 20)
            ending = given.kind.rpartition("/")[2]
            pixels = _media(file, f"figure{i}.{ending}", given.kind, given.content)
            placed.append((size, pixels, ""))
        else:
            drawn = next(own)
            pixels = _media(file, f"figure{i}.png", "image/png", drawn.pixels)
            vectors = _media(file, f"figure{i}.svg", "image/svg+xml", drawn.vectors)
            placed.append((drawn.size, pixels, vectors))
    return placed


def _media(file: DocxFile, name: str, kind: str, content: bytes) -> str:
    """The relation of a picture that the file holds."""
    part = Part(PackURI(f"/word/media/{name}"), kind, content, file.part.package)
    return str(file.part.relate_to(part, RT.IMAGE))


def _drawings(blocks: Iterable[Block]) -> Iterator[Drawing]:
    for block in blocks:
        if isinstance(block, Drawing):
            yield block
        elif isinstance(block, Box):
            yield from _drawings(block.blocks)


def _numbering(file: DocxFile, lists: dict[int, bool]) -> None:
    held = file.part.numbering_part.element
    for child in list(held):
        held.remove(child)
    held.extend(list(numbering(lists)))


# --- running head and foot


def _running(file: DocxFile, document: Document) -> None:
    """The name and the banner above every page, the record and the page below; not on the cover."""
    cover = file.sections[0]
    cover.different_first_page_header_footer = True
    cover.first_page_header.is_linked_to_previous = False
    cover.first_page_footer.is_linked_to_previous = False
    for section in file.sections:
        is_wide = section.orientation == WD_ORIENT.LANDSCAPE
        _running_of(section, document, WIDE_WIDTH if is_wide else TEXT_WIDTH)


def _running_of(section: DocxSection, document: Document, width: int) -> None:
    """The same in one section."""
    writer = ParagraphWriter(document, Bookmarks(()))
    banner = [f"⚠ {document.banner}"] if document.banner else []
    head = [writer.text("head", (line,)) for line in (*banner, document.head)]
    runs = [*runs_of(document, (document.foot,)), TextRun(code="tab"), *_page(document)]
    foot = [writer.tabbed("foot", runs, "right", width)]
    for part, lines in ((section.header, head), (section.footer, foot)):
        part.is_linked_to_previous = False
        element = part.part.element
        for old in list(element):
            element.remove(old)
        element.extend(lines)


def _page(document: Document) -> list[TextRun]:
    """The number of the page among all pages."""
    page, of, end = (sentence(f"report.{x}", document.lang) for x in ("page", "of", "page_end"))
    return [
        TextRun(f"{page} "),
        TextRun(code="page"),
        TextRun(f" {of} "),
        TextRun(code="pages"),
        *([TextRun(f" {end}")] if end else []),
    ]


# --- what a reader does not see


def _settings(file: DocxFile, has_contents: bool) -> None:
    """Settings of today's Word.

    Only Word knows where its pages end: it is asked to fill in the page numbers of the contents
    when the file is opened, which it does once the reader agrees.
    """
    update = '<w:updateFields w:val="true"/>' if has_contents else ""
    held = file.settings.element
    for child in list(held):
        held.remove(child)
    parts = parse_xml(
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"{update}<w:compat>"
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
    held.extend(list(parts))


def _fonts(file: DocxFile) -> None:
    """What stands in for a font where a machine has none of that name."""
    named = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in STAND_INS.items()
    )
    for relation in file.part.rels.values():
        if relation.reltype == RT.FONT_TABLE:
            text = f"<w:fonts {nsdecls('w')}>{named}</w:fonts>"
            relation.target_part._blob = (DECLARED + text).encode()


def _properties(file: DocxFile, document: Document, carried: Carried) -> None:
    core = file.core_properties
    day = datetime.datetime.combine(
        datetime.date.fromisoformat(carried.as_of), datetime.time(), datetime.UTC
    ).replace(tzinfo=None)
    lang = document.lang
    core.title = legible(document.title)[:255]
    core.subject = legible(document.kind)[:255]
    core.author = core.last_modified_by = sentence("report.author", lang)
    core.keywords = (", ".join(document.keywords) or sentence("report.keywords", lang))[:255]
    core.comments = ""
    core.identifier = carried.id
    core.language = "zh-CN" if lang == "zh" else "en"
    core.version = carried.version
    core.revision = 1
    core.created = core.modified = day


def _embed(file: DocxFile, carried: Carried) -> None:
    """The Run and the project file, as parts of their own and as data that Word keeps."""
    if not carried.parts:
        return
    package = file.part.package
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
        "application/vnd.openxmlformats-officefile.customXmlProperties+xml",
        props.encode(),
        package,
    )
    data.relate_to(described, CUSTOM_PROPS)
    file.part.relate_to(data, CUSTOM_XML)


def fixed_bytes(file: DocxFile, day: datetime.date) -> bytes:
    """The file with a day on every member instead of the clock's."""
    stream = io.BytesIO()
    file.save(stream)
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
