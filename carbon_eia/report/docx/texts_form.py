"""texts.docx: a Word template of the applicant's words, a content control below each heading."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from carbon_eia.messages import sentence
from carbon_eia.project import fields
from carbon_eia.project.texts import heading
from carbon_eia.project.word_texts import tag_of
from carbon_eia.report.document import EMPTY, Block, Bullets, Paragraph, Table, Verbatim
from carbon_eia.report.docx.bookmarks import Bookmarks
from carbon_eia.report.docx.grids import table_grid
from carbon_eia.report.docx.lines import TextRun, runs_of, verbatim
from carbon_eia.report.docx.markup import add
from carbon_eia.report.docx.paragraphs import ParagraphWriter, kind_of, paragraph
from carbon_eia.report.docx.styles import style_id
from carbon_eia.report.docx.word_package import blank_file, fixed_bytes, set_up_file
from carbon_eia.report.docx.word_tables import table
from carbon_eia.report.markdown import blocks_of_text

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["texts_form"]

DAY = datetime.date(2000, 1, 1)
"""The day on every member of the file, so that the same call writes the same bytes."""

PROMPT = "prompt"
"""The style of what asks for a text; Word knows it by its name."""

Elements = Iterator["BaseOxmlElement"]


def texts_form(texts: Mapping[str, str], lang: str = "zh") -> bytes:
    """The template, with the texts that are there already in their controls."""
    file = blank_file()
    writer = ParagraphWriter(replace(EMPTY, lang=lang), Bookmarks(()))
    section = file.element.body[-1]
    for made in _body(texts, writer, lang):
        section.addprevious(made)
    set_up_file(file, writer.lists)
    core = file.core_properties
    core.title = sentence("form.word.title", lang)
    core.author = core.last_modified_by = sentence("report.author", lang)
    core.language = "zh-CN" if lang == "zh" else "en"
    core.comments, core.revision = "", 1
    core.created = core.modified = datetime.datetime.combine(DAY, datetime.time())
    return fixed_bytes(file, DAY)


def _body(texts: Mapping[str, str], writer: ParagraphWriter, lang: str) -> Elements:
    """Title and explanation; of each text its heading, what belongs there, and its control."""
    yield writer.text("title", (sentence("form.word.title", lang),))
    yield writer.text("note", (sentence("form.word.note", lang),))
    for key, field in fields("texts").items():
        label = heading(field.label(lang))
        yield writer.text("section", (label,))
        told = writer.text("note", (field.help_en if lang == "en" else field.help_zh,))
        add(told.find(qn("w:pPr")), "w:keepNext")
        yield told
        text = texts.get(key, "")
        held = list(_blocks(blocks_of_text(text, key), writer)) if text else [_prompt(writer, lang)]
        yield _control(key, label, held, not text)
        yield paragraph("body")


def _control(key: str, label: str, held: Iterable[BaseOxmlElement], empty: bool) -> BaseOxmlElement:
    """A content control that cannot be deleted, around paragraphs, lists and tables."""
    made = OxmlElement("w:sdt")
    shape = add(made, "w:sdtPr")
    add(shape, "w:alias", val=label)
    add(shape, "w:tag", val=tag_of(key))
    add(shape, "w:id", val=str(int(sha256(key.encode()).hexdigest()[:7], 16)))
    add(shape, "w:lock", val="sdtLocked")
    if empty:
        add(shape, "w:showingPlcHdr")
    add(made, "w:sdtContent").extend(list(held))
    return made


def _prompt(writer: ParagraphWriter, lang: str) -> BaseOxmlElement:
    made = writer.of_runs("body", [TextRun(sentence("form.word.prompt", lang))])
    run = made[-1]
    look = OxmlElement("w:rPr")
    add(look, "w:rStyle", val=style_id(PROMPT))
    run.insert(0, look)
    return made


def _blocks(blocks: Iterable[Block], writer: ParagraphWriter) -> Elements:
    """Blocks as Word has them; a table ends in a paragraph, as it must at the end of a control."""
    for block in blocks:
        if isinstance(block, Paragraph):
            runs = runs_of(writer.document, block.text, block.look)
            yield writer.of_runs(kind_of(block.look, "body"), runs)
        elif isinstance(block, Bullets):
            yield from writer.items(block.items, block.ordered)
        elif isinstance(block, Verbatim):
            yield writer.of_runs("code", verbatim(block.lines))
        elif isinstance(block, Table):
            if block.caption:
                yield writer.text("body", (block.caption, sentence("report.colon", "zh")))
            yield table(table_grid(block), writer)
            yield paragraph("body")
