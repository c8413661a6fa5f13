"""Parts of a report as parts of a page of the desk: the same blocks, in the same words.

A page of the desk allows no style within an element: widths are left to its style sheet, and the
bars beside the limit are drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from carbon_eia.desk.unkeyed import Unkeyed
from carbon_eia.report.document import (
    Block,
    Body,
    Box,
    Chapter,
    Chart,
    Document,
    Drawing,
    Section,
    Table,
    TableRow,
    VerdictBox,
)
from carbon_eia.report.english_document import chapter_in_own_language
from carbon_eia.report.figures import Figure, draw_figures
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.path_section import path_to_limit
from carbon_eia.report.project.plan_section import plan_of_measures
from carbon_eia.report.project.verdict_chapter import verdict_page
from carbon_eia.run.records import Run

__all__ = ["Printable", "figures_of", "options_of", "printable"]


class Printable(NamedTuple):
    """The page of the verdict: its blocks, the document that they are printed in, and the bars
    beside the limit (None where there is nothing to compare)."""

    document: Document
    blocks: tuple[Block, ...]
    chart: Chart | None


def printable(run: Run, lang: str) -> Printable:
    """The page of the verdict, as a page of the desk prints it."""
    chapter = chapter_in_own_language(verdict_page(run, Printer(lang)), lang)
    chart = next((b.chart for b in chapter.blocks if isinstance(b, VerdictBox)), None)
    return Printable(Document(lang), tuple(_plain(b) for b in chapter.blocks), chart)


def options_of(run: Run, lang: str) -> Printable:
    """The ways to the limit of a Run with a plan: what each set of measures reaches, the plan and
    its curve, the candidates of the catalogue."""
    p = Printer(lang, drawings=draw_figures(run, lang, ("path", "curve")))
    blocks = (*path_to_limit(run, p), *plan_of_measures(run, p))
    chapter = chapter_in_own_language(Chapter("options", "", blocks), lang)
    labels = {f"table-{b.name}": b.caption for b in chapter.blocks if isinstance(b, Table)}
    shown = tuple(_headed(map(_plain, chapter.blocks)))
    return Printable(Document(lang, labels=labels), shown, None)


def figures_of(run: Run, lang: str) -> tuple[Figure, ...]:
    """The figures of a Run, as its report has them; kept, as each takes a while."""
    return _figures(run.id, lang, Unkeyed(run))


@lru_cache(maxsize=64)
def _figures(ident: str, lang: str, run: Unkeyed[Run]) -> tuple[Figure, ...]:
    drawn = draw_figures(run.value, lang).values()
    blocks = tuple(Drawing(f.name, f.caption, f.alt, f.svg) for f in drawn)
    chapter = chapter_in_own_language(Chapter("figures", "", blocks), lang)
    shown = (b for b in chapter.blocks if isinstance(b, Drawing))
    return tuple(Figure(b.name, b.caption, b.alt, b.svg) for b in shown)


def _headed(blocks: Iterable[Block]) -> Iterator[Block]:
    """Sections with their numbers, as the blocks stand alone."""
    numbers = count(1)
    for block in blocks:
        yield replace(block, number=str(next(numbers))) if isinstance(block, Section) else block


def _plain(block: Block) -> Block:
    if isinstance(block, Table):
        columns = tuple(c._replace(width=0) for c in block.columns)
        bodies = tuple(Body(tuple(_rows(b)), b.anchor) for b in block.bodies)
        return replace(block, columns=columns, bodies=bodies)
    if isinstance(block, Box):
        return replace(block, blocks=tuple(_plain(inner) for inner in block.blocks))
    return replace(block, chart=None) if isinstance(block, VerdictBox) else block


def _rows(body: Body) -> Iterator[TableRow]:
    for row in body.rows:
        cells = tuple(replace(cell, room="") for cell in row.cells)
        yield replace(row, cells=cells)
