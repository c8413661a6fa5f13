"""The opinion as a document: a letter of numbered parts, with its clocks and receipt as annexes."""

from __future__ import annotations

from carbon_eia.register.opinion_record import OpinionRecord
from carbon_eia.report import show
from carbon_eia.report.document import Chapter, Document, numbered
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.opinion.annexes import clocks, receipt
from carbon_eia.report.opinion.filing_and_findings import application, opening, review
from carbon_eia.report.opinion.opinion_words import WORDS
from carbon_eia.report.opinion.verdict_and_remedies import (
    closing,
    conditions,
    grounds,
    opinion,
    remedies,
)
from carbon_eia.report.printer import Printer, clipped

__all__ = ["opinion_document"]

PARTS = (
    opening,
    application,
    review,
    grounds,
    opinion,
    conditions,
    remedies,
    closing,
    clocks,
    receipt,
)
"""The parts of an opinion in their order."""


def opinion_document(record: OpinionRecord, lang: str = "zh", *, paper: bool = False) -> Document:
    """The opinion in a language; on ``paper`` long tables are cut."""
    lang = "en" if lang == "en" else "zh"
    p = Printer(lang, {}, paper, own=WORDS)
    made = (part(record, p) for part in PARTS)
    return numbered(in_own_language(_document(record, p, tuple(c for c in made if c.blocks))))


def _document(record: OpinionRecord, p: Printer, chapters: tuple[Chapter, ...]) -> Document:
    decided = record.decided
    authority = decided.authority if decided is not None else ""
    number = decided.number if decided is not None else ""
    title = p.word("title", project=record.project)
    banners = [p.word("banner_draft")] if record.is_draft else []
    if record.run is not None and record.run.illustrative:
        banners.append(p.word("banner_sample"))
    version = f"{p.word('reference_version')} {record.reference.version}"
    return Document(
        lang=p.lang,
        form="letter",
        kind=p.word("kind"),
        title=title,
        name=title,
        head=clipped(title),
        foot=f"{p.word('record')} {show.short_id(record.id)}{p.word('semicolon')}{version}",
        what=number or p.gap(p.word("number")).text,
        sender=authority or p.gap(p.word("authority")).text,
        banner=p.word("semicolon").join(banners),
        day=record.as_of,
        chapters=chapters,
    )
