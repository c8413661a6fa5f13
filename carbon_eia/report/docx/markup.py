"""WordprocessingML: the elements that python-docx has no call for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = [
    "add",
    "drawing",
    "element",
    "field_parts",
    "legible",
    "numbering",
    "run",
    "table_style",
]

EMU = 12700
"""English metric units in a point."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def legible(text: str) -> str:
    """A text with a blank in the place of what XML may not hold.

    >>> legible("a\\x00b")
    'a b'
    """
    return _CONTROL.sub(" ", text)


def element(tag: str, **values: str) -> BaseOxmlElement:
    """An element whose attributes are all of the main namespace.

    >>> element("w:gridSpan", val="2").xml.count('w:val="2"')
    1
    """
    made = OxmlElement(tag)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add(parent: BaseOxmlElement, tag: str, **values: str) -> BaseOxmlElement:
    """The same, at the end of a parent."""
    made = element(tag, **values)
    parent.append(made)
    return made


def run(text: str, properties: BaseOxmlElement | None = None) -> BaseOxmlElement:
    """A run of text, blanks kept."""
    made = OxmlElement("w:r")
    if properties is not None and len(properties):
        made.append(properties)
    held = add(made, "w:t")
    held.text = text = legible(text)
    if text.strip() != text or "  " in text:
        held.set(qn("xml:space"), "preserve")
    return made


def field_parts(
    instruction: str, shown: str, properties: BaseOxmlElement | None = None
) -> list[BaseOxmlElement]:
    """A field with what it shows until it is updated: begin, instruction, result, end."""
    parts = []
    for kind in ("begin", "instr", "separate", "result", "end"):
        if kind == "result":
            parts.append(run(shown, _copy(properties)))
            continue
        part = OxmlElement("w:r")
        if properties is not None and len(properties):
            part.append(_copy(properties))
        if kind == "instr":
            held = add(part, "w:instrText")
            held.set(qn("xml:space"), "preserve")
            held.text = f" {instruction} "
        else:
            add(part, "w:fldChar", fldCharType=kind)
        parts.append(part)
    return parts


def _copy(properties: BaseOxmlElement | None) -> BaseOxmlElement | None:
    from copy import deepcopy

    return deepcopy(properties)


def table_style(name: str) -> BaseOxmlElement:
    """The style of every table with rules: legible in print, told by lines and weight alone."""
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        '<w:qFormat/><w:pPr><w:spacing w:after="0"/></w:pPr>'
        '<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="1D3A5C"/>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1D3A5C"/>'
        '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C3C8D0"/></w:tblBorders>'
        '<w:tblCellMar><w:top w:w="30" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
        '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="1D3A5C"/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )


def numbering(lists: dict[int, bool]) -> BaseOxmlElement:
    """The numbering of every list: number → whether it counts; each counts from one."""
    signs = ("•", "–", "·")
    kinds = []
    for ordered in (False, True):
        levels = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{"decimal" if ordered else "bullet"}"/>'
            f'<w:lvlText w:val="{f"%{i + 1}." if ordered else signs[i % 3]}"/>'
            '<w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{400 * (i + 1)}" w:hanging="400"/></w:pPr></w:lvl>'
            for i in range(9)
        )
        kinds.append(
            f'<w:abstractNum w:abstractNumId="{int(ordered)}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/>{levels}</w:abstractNum>'
        )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{int(ordered)}"/>'
        + (
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            if ordered
            else ""
        )
        + "</w:num>"
        for number, ordered in sorted(lists.items())
    )
    return parse_xml(f"<w:numbering {nsdecls('w')}>{''.join(kinds)}{numbers}</w:numbering>")


def drawing(
    number: int, size: tuple[float, float], alt: str, picture: str, vector: str
) -> BaseOxmlElement:
    """An inline picture, in points: pixels for every program, the vectors for those that can.

    ``picture`` and ``vector`` are ids of relations, the latter empty where there are no vectors;
    ``alt`` is what it says in words.
    """
    vectors = (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
        'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
        f'r:embed="{vector}"/></a:ext></a:extLst>'
        if vector
        else ""
    )
    width, height = (round(x * EMU) for x in size)
    name, alt = f"figure{number}", quoteattr(legible(alt))
    return parse_xml(
        f"<w:drawing {nsdecls('w', 'wp', 'a', 'pic', 'r')}>"
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number}" name="{name}" descr={alt}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name="{name}" descr={alt}/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{picture}">{vectors}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch>"
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
