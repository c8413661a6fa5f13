"""How an opinion names what it says: verdicts, clauses, days, gaps."""

from __future__ import annotations

from carbon_eia.messages import verdict_label
from carbon_eia.register.opinion_record import ClauseRecord, OpinionRecord
from carbon_eia.report.document import TextSpan
from carbon_eia.report.printer import Printer

__all__ = ["WORDS", "clause", "day", "gap_or", "label_of"]

WORDS = "register.opinion"
"""Where the words of these documents stand in the catalogue."""


def label_of(verdict: str, record: OpinionRecord, p: Printer) -> str:
    """The words of a verdict; of an energy limit where the Run says the same on its ground."""
    run = record.run
    same = run is not None and record.filing.verdict == verdict
    return verdict_label(verdict, p.lang, run.ground if run is not None and same else None)


def clause(ground: ClauseRecord, p: Printer) -> str:
    """A clause with the document that it stands in."""
    own = ground.instrument.startswith("《")
    return f"{ground.clause}{p.bracketed(ground.instrument)}" if own else ground.clause


def gap_or(text: str, p: Printer, what: str) -> TextSpan | str:
    """A text, or the mark where it is still to be supplied."""
    return text or p.gap(p.word(what))


def day(text: str, p: Printer) -> str:
    """A day as a letter writes it.

    >>> day("2026-07-02", Printer("zh", own=WORDS)), day("2026-07-02", Printer("en", own=WORDS))
    ('2026年7月2日', '2 July 2026')
    """
    year, month, number = (int(x) for x in text.split("-"))
    name = p.word("months").split()[month - 1]
    return p.word("day", year=year, month=name, day=number)
