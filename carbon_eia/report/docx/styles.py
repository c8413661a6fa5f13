"""The styles of a Word report: what a consultant changes once and sees everywhere.

Chinese text is set in the pair that every Chinese office has: 宋体 for text, 黑体 for headings and
tables; a machine without them takes its own Song and Hei.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor, Twips

from carbon_eia.report.docx.markup import element, table_style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import BaseStyle

__all__ = ["STAND_INS", "STYLES", "TABLE", "TEXT_WIDTH", "WIDE_WIDTH", "apply_styles", "style_id"]

TEXT_WIDTH = 9864
"""The width of the text in twentieths of a point: 174 mm."""

WIDE_WIDTH = 14797
"""The same in landscape: 261 mm."""

TABLE = "CarbonTable"

SONG, HEI = ("Times New Roman", "宋体"), ("Arial", "黑体")
STAND_INS = {
    "宋体": "Noto Serif CJK SC",
    "黑体": "Noto Sans CJK SC",
    "Times New Roman": "Noto Serif CJK SC",
    "Arial": "Noto Sans CJK SC",
    "Consolas": "Noto Sans Mono CJK SC",
}
"""Font → what stands in for it on a machine without."""

INK, SOFT, ACCENT = "16181D", "4D535E", "1D3A5C"


class ParagraphStyle(NamedTuple):
    """One style of paragraphs; ``based`` is what it takes the rest from."""

    name: str
    based: str = "Normal"
    fonts: tuple[str, str] | None = None
    size: float | None = None
    bold: bool | None = None
    color: str | None = None
    before: float = 0
    after: float = 0
    align: str = ""
    together: bool | None = None
    """Whether it stays with what follows."""


STYLES: dict[str, ParagraphStyle] = {
    "title": ParagraphStyle("Title", "Normal", HEI, 20, True, INK, 60, 24, "center", True),
    "chapter": ParagraphStyle("Heading 1", "Normal", HEI, 15, True, ACCENT, 18, 8, "", True),
    "section": ParagraphStyle("Heading 2", "Normal", HEI, 12, True, ACCENT, 12, 5, "", True),
    "subtitle": ParagraphStyle("Subtitle", "Normal", HEI, 12, False, SOFT, 24, 6, "center"),
    "body": ParagraphStyle("Body Text", "Normal", after=5),
    "note": ParagraphStyle("Note Text", "Normal", HEI, 8, color=SOFT, after=3),
    "lead": ParagraphStyle("Lead Text", "Normal", HEI, bold=True, before=6, after=3, together=True),
    "signed": ParagraphStyle("Letter Signature", "Normal", after=3, align="right"),
    "addressee": ParagraphStyle("Letter Addressee", "Normal", bold=True, before=6, after=5),
    "alert": ParagraphStyle("Alert", "Normal", HEI, bold=True, before=4, after=4),
    "banner": ParagraphStyle("Banner", "Normal", HEI, 12, True, "8C1C13", 6, 6, "center"),
    "verdict": ParagraphStyle("Verdict", "Normal", HEI, 20, True, ACCENT, 2, 4, "center", True),
    "verdict-note": ParagraphStyle("Verdict Note", "Normal", HEI, 11, True, None, 0, 4, "center"),
    "value": ParagraphStyle("Key Figure", "Normal", HEI, 10, True),
    "tabbed": ParagraphStyle("Tabbed Text", "Normal", HEI, 9, after=1),
    "item": ParagraphStyle("List Bullet", "Normal", after=3),
    "item-number": ParagraphStyle("List Number", "Normal", after=3),
    "item-boxed": ParagraphStyle("Boxed List", "Normal", size=9, after=1),
    "table-caption": ParagraphStyle("Caption", "Normal", HEI, 9, True, INK, 8, 3, "", True),
    "figure-caption": ParagraphStyle(
        "Figure Caption", "Caption", before=2, after=8, align="center", together=False
    ),
    "figure": ParagraphStyle("Figure", "Normal", before=6, after=2, align="center", together=True),
    "cell": ParagraphStyle("Table Text", "Normal", HEI, 8),
    "cell-note": ParagraphStyle("Table Note", "Table Text", size=7, color=SOFT),
    "cell-head": ParagraphStyle("Table Head", "Table Text", bold=True),
    "code": ParagraphStyle("Code Text", "Normal", ("Consolas", "宋体"), 8, after=6),
    "contents-title": ParagraphStyle(
        "TOC Heading", "Normal", HEI, 15, True, ACCENT, 6, 10, "center", True
    ),
    "contents-0": ParagraphStyle("toc 1", "Normal", HEI, 8.5, before=2, after=0),
    "contents-1": ParagraphStyle("toc 2", "Normal", size=8.5, after=0),
    "head": ParagraphStyle("Header", "Normal", HEI, 8, color=SOFT),
    "foot": ParagraphStyle("Footer", "Normal", HEI, 8, color=SOFT),
}
"""Kind of paragraph → its style."""


class Characters(NamedTuple):
    """One style of characters; ``latin`` is the font that Latin letters have of their own."""

    name: str
    size: float | None = None
    latin: str = ""
    color: str | None = None


CHARACTERS = {
    "small": Characters("Small Text", 8),
    "mono": Characters("Code Characters", 8, "Consolas"),
    "link": Characters("Hyperlink", color=ACCENT),
    "prompt": Characters("Placeholder Text", color=SOFT),
}
"""Kind of a stretch of characters → its style."""

IN_TABLE = {"body": "cell", "note": "cell-note"}
"""Kind of paragraph → its kind in a table, where it is smaller."""

_ALIGN = {"center": 1, "right": 2}

PAGE_NUMBER = (WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
"""How the number of a page stands in the contents: at the edge, behind dots."""


def style_id(kind: str, in_table: bool = False) -> str:
    """The id that python-docx gives the style of a kind: its name without blanks.

    >>> style_id("chapter"), style_id("note", in_table=True), style_id("mono")
    ('Heading1', 'TableNote', 'CodeCharacters')
    """
    if in_table:
        kind = IN_TABLE.get(kind, kind)
    style = STYLES.get(kind) or CHARACTERS[kind]
    return style.name.replace(" ", "")


def apply_styles(document: Document) -> None:
    """Set up page and styles; what the empty document brings along and nothing uses is dropped."""
    styles = document.styles
    _drop_unused(document)
    _defaults(document)
    for style in STYLES.values():
        _paragraph_style(document, style)
    for characters in CHARACTERS.values():
        _character_style(document, characters)
    styles.element.append(table_style(TABLE))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)


def _drop_unused(document: Document) -> None:
    """Leave the styles of a report and what they rest on: a gallery that a person can read."""
    kept = {"Normal", "Default Paragraph Font", "Normal Table", "No List"}
    kept |= {style.name for style in STYLES.values()} | {c.name for c in CHARACTERS.values()}
    for style in list(document.styles):
        if style.name not in kept:
            style.element.getparent().remove(style.element)
            continue
        for tag in ("w:link", "w:next"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)


def _defaults(document: Document) -> None:
    """Fonts and language of everything that no style says otherwise."""
    run = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for child in list(run):
        run.remove(child)
    run.append(_font_element(SONG))
    run.append(element("w:sz", val="21"))
    run.append(element("w:szCs", val="21"))
    run.append(element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"))
    normal = document.styles["Normal"]
    normal.font.name = None
    _fonts(normal, SONG)
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.25
    normal.paragraph_format.widow_control = True


def _character_style(document: Document, wanted: Characters) -> None:
    style = document.styles.add_style(wanted.name, WD_STYLE_TYPE.CHARACTER)
    if wanted.size is not None:
        style.font.size = Pt(wanted.size)
    if wanted.latin:
        _fonts(style, (wanted.latin, "宋体"))
    if wanted.color is not None:
        style.font.color.rgb = RGBColor.from_string(wanted.color)


def _paragraph_style(document: Document, wanted: ParagraphStyle) -> None:
    styles = document.styles
    if wanted.name in styles:
        style = styles[wanted.name]
        for tag in ("w:rPr", "w:pPr"):
            for old in style.element.findall(qn(tag)):
                style.element.remove(old)
    else:
        builtin = wanted.name.startswith(("toc ", "TOC "))
        style = styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    style.base_style = styles[wanted.based]
    style.hidden, style.quick_style = False, True
    if wanted.fonts is not None:
        _fonts(style, wanted.fonts)
    if wanted.size is not None:
        style.font.size = Pt(wanted.size)
    style.font.bold = wanted.bold
    if wanted.color is not None:
        style.font.color.rgb = RGBColor.from_string(wanted.color)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(wanted.before), Pt(wanted.after)
    shape.keep_with_next = wanted.together
    if wanted.align:
        shape.alignment = _ALIGN[wanted.align]
    if wanted.name.startswith("Heading"):
        level = element("w:outlineLvl", val=str(int(wanted.name[-1]) - 1))
        style.element.get_or_add_pPr().append(level)
    if wanted.name.startswith(("Table", "Tabbed", "Header", "Footer", "Code", "Boxed")):
        shape.line_spacing = 1.05
    if wanted.name.startswith("toc"):
        shape.line_spacing = Pt(10.6)  # whatever the font: the contents keeps to one page
        shape.left_indent = Mm(6 * (int(wanted.name[-1]) - 1))
        shape.tab_stops.add_tab_stop(Twips(TEXT_WIDTH), *PAGE_NUMBER)


def _fonts(style: BaseStyle, fonts: tuple[str, str]) -> None:
    run = style.element.get_or_add_rPr()
    for old in run.findall(qn("w:rFonts")):
        run.remove(old)
    run.insert(0, _font_element(fonts))


def _font_element(fonts: tuple[str, str]) -> object:
    latin, chinese = fonts
    return element("w:rFonts", ascii=latin, hAnsi=latin, eastAsia=chinese, cs=latin)
