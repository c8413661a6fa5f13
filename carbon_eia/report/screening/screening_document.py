"""The results of a screening as a document, from counts of all rows and from the foremost rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pyarrow as pa

from carbon_eia.messages import sentence
from carbon_eia.report.document import Chapter, Document, numbered
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.printer import Printer
from carbon_eia.report.screening.groups import places, sectors
from carbon_eia.report.screening.screening_summary import summary_of_rows
from carbon_eia.report.screening.screening_tables import errors, results
from carbon_eia.run.keywords import SCREENING
from carbon_eia.screening.foremost_rows import ForemostRows
from carbon_eia.screening.tally import Summary

if TYPE_CHECKING:
    from carbon_eia.report.figures import Figure

__all__ = ["OWN", "screening_document"]

OWN = "screening.page"
"""Where the words of these documents stand in the catalogue."""


def screening_document(
    summary: Summary, kept: ForemostRows, lang: str = "zh", paper: bool = False
) -> Document:
    """The document of a screening in a language.

    It holds the rows that were kept, never all; on ``paper`` the first of them, in fewer columns.
    """
    foremost = kept.foremost()
    p = Printer(lang, _figures(summary, kept, foremost, lang, paper), paper, own=OWN)
    chapters = tuple(_chapters(summary, kept, foremost, p))
    return numbered(in_own_language(_document(summary, p, chapters)))


def _figures(
    summary: Summary, kept: ForemostRows, foremost: pa.Table, lang: str, paper: bool
) -> dict[str, Figure]:
    from carbon_eia.report.figures.screening_plots import screening_figures  # draws with matplotlib

    return screening_figures(summary, kept, foremost, lang, paper)


def _chapters(
    summary: Summary, kept: ForemostRows, foremost: pa.Table, p: Printer
) -> Iterator[Chapter]:
    """Errors where there are any; places where there are several."""
    yield summary_of_rows(summary, p)
    yield results(kept, foremost, p)
    if kept.errors:
        yield errors(kept, p)
    yield sectors(summary, p)
    if len(summary.towns) > 1:
        yield places(summary, p)


def _document(summary: Summary, p: Printer, chapters: tuple[Chapter, ...]) -> Document:
    title = sentence("screening.title", p.lang)
    version = f"{p.word('reference_version')} {summary.reference}"
    day = str(summary.as_of)
    return Document(
        lang=p.lang,
        kind=p.word("kind"),
        title=title,
        name=title,
        head=title,
        foot=f"{p.word('as_of')} {day}{p.word('semicolon')}{version}",
        notes=(p.word("cover_note"), p.word("no_record")),
        banner=p.word("banner") if summary.illustrative else "",
        imprint=(
            (p.word("as_of"), day),
            (p.word("reference_version"), summary.reference),
            (p.word("i.rows"), f"{summary.rows:,}"),
            *((p.word("i.limits"), title) for title in summary.illustrative),
            *((d.title, sentence(d.code, p.lang, d.params)) for d in summary.departures),
        ),
        keywords=(SCREENING,),
        day=day,
        chapters=chapters,
    )
