"""The report of a standard as a document: a sealed edition and one that may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carbon_eia.report import show
from carbon_eia.report.document import Chapter, Document, numbered
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.printer import Printer, clipped
from carbon_eia.report.standard.consequences_chapter import consequences
from carbon_eia.report.standard.disclosure_chapter import disclosure
from carbon_eia.report.standard.edition import WORDS, StandardReport
from carbon_eia.report.standard.influence import influence
from carbon_eia.report.standard.standard_summary import summary
from carbon_eia.report.standard.steps import record_of_standard, steps
from carbon_eia.report.standard.survey import survey
from carbon_eia.report.standard.values_chapter import values
from carbon_eia.run.keywords import PUBLISHED
from carbon_eia.standards.published import seal_of
from carbon_eia.standards.standard_records import StandardRecord

if TYPE_CHECKING:
    from carbon_eia.report.figures import Figure

__all__ = ["standard_document"]

PUBLIC = (summary, survey, values, disclosure, steps, record_of_standard)
SEALED = (
    summary,
    survey,
    values,
    disclosure,
    influence,
    consequences,
    steps,
    record_of_standard,
)
"""The chapters of each edition in their order."""


def standard_document(
    record: StandardRecord | StandardReport,
    lang: str = "zh",
    *,
    paper: bool = False,
    drawn: bool = True,
) -> Document:
    """The report in a language; of a bare record its sealed edition.

    On ``paper`` long tables are cut; ``drawn``: with its figures.
    """
    report = record if isinstance(record, StandardReport) else StandardReport(record)
    lang = "en" if lang == "en" else "zh"
    p = Printer(lang, _figures(report, lang) if drawn else {}, paper, own=WORDS)
    made = (c(report, p) for c in (SEALED if report.sealed else PUBLIC))
    return numbered(in_own_language(_document(report, p, tuple(c for c in made if c.blocks))))


def _figures(report: StandardReport, lang: str) -> dict[str, Figure]:
    from carbon_eia.report.figures.plant_curve import standard_figures  # draws with matplotlib

    return standard_figures(report, lang)


def _document(report: StandardReport, p: Printer, chapters: tuple[Chapter, ...]) -> Document:
    record, edition = report.record, "sealed" if report.sealed else "public"
    sector = p.text(record.survey.sector_name)
    title = p.word("title", region=p.named(record.survey.region), sector=sector)
    version = f"{p.word('reference_version')} {record.reference.version}"
    seal = show.short_id(seal_of(record))
    return Document(
        lang=p.lang,
        kind=p.word("kind"),
        title=title,
        name=title,
        head=clipped(f"{title}{p.bracketed(p.word(f'edition.{edition}'))}"),
        foot=f"{p.word('seal')} {seal}{p.word('semicolon')}{version}",
        what=p.word(f"what.{edition}"),
        notes=(p.word(f"note.{edition}"), p.word("nature")),
        banner=p.word("banner") if record.survey.illustrative else "",
        imprint=(
            (p.word("i.edition"), p.word(f"edition.{edition}")),
            (p.word("i.survey"), record.survey.title or p.word("dash")),
            (p.word("i.notice"), record.survey.notice or p.word("dash")),
            (p.word("i.region"), record.survey.region),
            (p.word("i.years"), p.listed([str(y) for y in record.survey.years])),
            (p.word("i.as_of"), record.as_of),
            (p.word("i.version"), record.reference.version),
            (p.word("i.seal"), seal),
        ),
        keywords=() if report.sealed else (PUBLISHED,),
        day=record.as_of,
        chapters=chapters,
    )
