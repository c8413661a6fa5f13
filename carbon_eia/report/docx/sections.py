"""Sections of a Word document: pages upright, and in landscape for wide tables."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from docx.oxml.ns import qn

from carbon_eia.report.docx.markup import add
from carbon_eia.report.docx.paragraphs import paragraph

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

__all__ = ["end_of_section", "lay_across"]


def end_of_section(upright: BaseOxmlElement, wide: bool) -> BaseOxmlElement:
    """An empty paragraph that ends a section; ``upright``: the shape of its pages, or of those
    that are laid across."""
    made = paragraph("cell")
    shape = made.find(qn("w:pPr"))
    add(shape, "w:spacing", before="0", after="0", line="20", lineRule="exact")
    section = deepcopy(upright)
    if wide:
        lay_across(section)
    shape.append(section)
    return made


def lay_across(section: BaseOxmlElement) -> None:
    """Turn the pages of a section; its margins stay where they are."""
    size = section.find(qn("w:pgSz"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
