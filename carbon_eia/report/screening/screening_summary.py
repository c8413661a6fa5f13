"""Chapter 0: on which limits the verdicts rest, how many rows have which, and the plots."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence
from carbon_eia.report.document import Block, Chapter, Paragraph, TableCell, TableRow
from carbon_eia.report.printer import Printer, numbers
from carbon_eia.report.screening.head_words import with_capital
from carbon_eia.screening import Summary, verdict_word

__all__ = ["summary_of_rows"]


def summary_of_rows(summary: Summary, p: Printer) -> Chapter:
    """What holds of all rows."""
    return p.chapter(
        "summary",
        _caution(summary, p),
        p.bullets(map(with_capital, _notes(summary, p)), look="notes"),
        _verdicts(summary, p),
        *(p.drawing(name) for name in p.drawings),
    )


def _caution(summary: Summary, p: Printer) -> Iterator[Block]:
    caution = summary.caution(p.lang)
    if caution is not None:
        yield Paragraph((caution,), "alert")


def _notes(summary: Summary, p: Printer) -> Iterator[str]:
    """The day and the reference data, how many rows there are, and the sum of their emissions."""
    yield p.word("basis", as_of=summary.as_of, version=summary.reference)
    yield p.word("rows", rows=f"{summary.rows:,}")
    if summary.blank:
        yield sentence("screening.blank", p.lang, {"count": f"{summary.blank:,}"})
    yield sentence("screening.total", p.lang, {"total": f"{summary.total:,.0f}"})


def _verdicts(summary: Summary, p: Printer) -> list[Block]:
    """How many rows have each verdict, and their share of all."""
    counts = numbers([str(count) for count in summary.verdicts.values()])
    shares = numbers([f"{100 * count / summary.rows:.1f} %" for count in summary.verdicts.values()])
    columns = (
        p.column("h.verdict", 60),
        p.column("h.rows", 20, "num"),
        p.column("h.share", 20, "num"),
    )
    return p.table(
        "verdicts",
        columns,
        (
            TableRow((TableCell((_verdict(verdict, p),)), count, share))
            for verdict, count, share in zip(summary.verdicts, counts, shares, strict=True)
        ),
    )


def _verdict(verdict: str, p: Printer) -> Paragraph:
    return Paragraph((with_capital(verdict_word(verdict, p.lang)),), f"v-{verdict}")
