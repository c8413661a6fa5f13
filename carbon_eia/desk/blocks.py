"""The first page of a report as a part of a page of the desk: the same blocks, in the same words.

A page of the desk allows no style within an element: widths are left to its style sheet, and the
bars beside the limit are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from carbon_eia.report.document import Block, Body, Box, Chart, Document, Row, Table, VerdictBox
from carbon_eia.report.english_document import chapter_in_own_language
from carbon_eia.report.printer import Printer
from carbon_eia.report.project.verdict import verdict_page
from carbon_eia.run.records import Run

__all__ = ["chart_of", "figures_of", "printable"]


def printable(run: Run, lang: str) -> tuple[Document, tuple[Block, ...]]:
    """The blocks of the page of the verdict, and the document that they are printed in."""
    chapter = chapter_in_own_language(verdict_page(run, _printer(lang)), lang)
    return Document(lang), tuple(_plain(block) for block in chapter.blocks)


def _printer(lang: str) -> Printer:
    return Printer("en" if lang == "en" else "zh")


def chart_of(run: Run, lang: str) -> Chart | None:
    """The bars beside the limit; None where there is nothing to compare."""
    chapter = chapter_in_own_language(verdict_page(run, _printer(lang)), lang)
    return next((b.chart for b in chapter.blocks if isinstance(b, VerdictBox)), None)


def _plain(block: Block) -> Block:
    if isinstance(block, Table):
        columns = tuple(c._replace(width=0) for c in block.columns)
        bodies = tuple(Body(tuple(_rows(b)), b.anchor) for b in block.bodies)
        return replace(block, columns=columns, bodies=bodies)
    if isinstance(block, Box):
        return replace(block, blocks=tuple(_plain(inner) for inner in block.blocks))
    return replace(block, chart=None) if isinstance(block, VerdictBox) else block


def _rows(body: Body) -> Iterator[Row]:
    for row in body.rows:
        cells = tuple(replace(cell, room="") for cell in row.cells)
        yield replace(row, cells=cells)


def figures_of(run: Run, lang: str) -> dict[str, tuple[str, str, str]]:
    """The figures of a report by name, each as its drawing, caption and words."""
    return _figures(run.id, lang, _Drawn(run))


class _Drawn:
    """A Run that is told apart by its id alone, which is asked for beside it."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn)


@lru_cache(maxsize=16)
def _figures(ident: str, lang: str, drawn: _Drawn) -> dict[str, tuple[str, str, str]]:
    from carbon_eia.report.figures import draw_figures

    figures = draw_figures(drawn.run, lang)
    return {name: (f.svg, f.caption, f.alt) for name, f in figures.items()}
