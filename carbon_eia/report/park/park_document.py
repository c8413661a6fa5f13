"""A park's planning evaluation as a document, built from its record and from nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from carbon_eia.parks.park_records import ParkRecord
from carbon_eia.report import show
from carbon_eia.report.document import Chapter, Document, numbered
from carbon_eia.report.document_language import PARK, park_reader
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.markdown_chapters import with_markdown_chapters
from carbon_eia.report.park.accounting import accounting
from carbon_eia.report.park.control import control
from carbon_eia.report.park.impact import impact
from carbon_eia.report.park.indicators_chapter import indicators
from carbon_eia.report.park.optimise import optimise
from carbon_eia.report.park.park_summary import summary
from carbon_eia.report.park.present import present
from carbon_eia.report.park.record_files_annex import evaluation_record
from carbon_eia.report.park.scenarios_chapter import scenarios
from carbon_eia.report.park.scope import scope
from carbon_eia.report.park.tracking import tracking
from carbon_eia.report.printer import Printer, clipped

if TYPE_CHECKING:
    from carbon_eia.report.figures import Figure

__all__ = ["CHAPTERS", "park_document"]

CHAPTERS = (
    summary,
    scope,
    present,
    accounting,
    indicators,
    scenarios,
    impact,
    optimise,
    control,
    tracking,
    evaluation_record,
)
"""The chapters in their order, from which their numbers follow."""


def park_document(
    record: ParkRecord,
    lang: str = "zh",
    templates: Path | None = None,
    *,
    paper: bool = False,
    drawn: bool = True,
) -> Document:
    """The report of a park in a language; on ``paper``, long tables say where the rest is.

    ``templates``: a folder whose ``chapters/park`` adds chapters to the package's own; ``drawn``:
    with its figures.

    Raises TemplateError CE-T001 where a chapter of the folder is wrong.
    """
    lang = park_reader(lang).lang
    p = Printer(lang, _figures(record, lang) if drawn else {}, paper, own=PARK)
    chapters = tuple(chapter(record, p) for chapter in CHAPTERS)
    chapters = with_markdown_chapters(chapters, "park", lang, record, templates)
    return numbered(in_own_language(_document(record, p, chapters)))


def _figures(record: ParkRecord, lang: str) -> dict[str, Figure]:
    from carbon_eia.report.figures.figures_of_park import park_figures  # draws with matplotlib

    return park_figures(record, lang)


def _document(record: ParkRecord, p: Printer, chapters: tuple[Chapter, ...]) -> Document:
    park, reference = record.park, record.reference
    title = p.word("title", name=park.name)
    version = f"{p.word('reference_version')} {reference.version}"
    illustrative = any(x.illustrative for x in reference.overrides)
    return Document(
        lang=p.lang,
        kind=p.word("kind"),
        title=title,
        name=title,
        head=clipped(park.name),
        foot=f"{p.word('run')} {show.short_id(record.id)}{p.word('semicolon')}{version}",
        notes=(p.word("cover_note"), p.word("nature")),
        banner=p.word("banner") if illustrative else "",
        imprint=tuple(_imprint(record, p)),
        day=record.as_of,
        chapters=chapters,
    )


def _imprint(record: ParkRecord, p: Printer) -> list[tuple[str, str]]:
    """What the cover says under its title."""
    park = record.park
    plan_years = p.listed([str(year) for year in park.plan_years])
    return [
        (p.word("i.park"), park.name),
        *([(p.word("i.code"), park.code)] if park.code else []),
        (p.word("i.region"), park.region),
        (p.word("i.years"), p.word("years", base=park.base_year, plan=plan_years)),
        (p.word("i.as_of"), record.as_of),
        (p.word("i.version"), record.reference.version),
        (p.word("i.id"), show.short_id(record.id)),
    ]
