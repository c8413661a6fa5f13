"""Chapter 1: the survey, who answered, and who is not in the sample and why."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.messages import sentence
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.printer import Printer, TextRow, labelled
from carbon_eia.report.standard.edition import StandardReport, percent
from carbon_eia.standards.published import public_exclusions
from carbon_eia.standards.standard_records import ExclusionRecord, RemovalRecord

__all__ = ["survey"]


def survey(report: StandardReport, p: Printer) -> Chapter:
    """What was asked, of whom, and what was taken of it."""
    return p.chapter(
        "survey", _frame(report, p), _grid(report, p), _excluded(report, p), _removed(report, p)
    )


def _frame(report: StandardReport, p: Printer) -> Iterator[Block]:
    record, found = report.record, report.found
    asked = record.survey
    yield p.section("frame")
    yield from p.paragraph("p.purpose")
    unknown = p.word("unknown")
    facts = {
        "sector": p.text(asked.sector_name),
        "product": p.text(asked.product_name),
        "boundary": p.text(asked.boundary_name or asked.boundary),
        "years": p.listed([str(y) for y in asked.years]),
        "returns": p.word("returns", count=len(record.returns), excluded=_count(report)),
        "sample": p.word("sample", n=found.n, population=found.population or unknown),
        "coverage": unknown if found.coverage is None else percent(found.coverage, p, 0),
        "eligible": p.word(
            "eligible", months=asked.months, utilisation=f"{asked.utilisation.value} %"
        ),
    }
    columns = [p.column("", 24), p.column("", 76)]
    rows = [labelled(p.word(f"l.{key}"), text) for key, text in facts.items()]
    yield from p.table("frame", columns, rows)


def _grid(report: StandardReport, p: Printer) -> list[Block]:
    """All emissions are worked out alike: one set of factors, one factor of electricity."""
    grid = report.record.grid
    if grid is None:
        return p.paragraph("p.no_grid")
    return p.paragraph(
        "p.grid",
        factor=p.typed(grid.factor),
        document=p.document(grid.citation),
        year=grid.year,
        version=report.record.reference.version,
    )


def _excluded(report: StandardReport, p: Printer) -> Iterator[Block]:
    """In the sealed edition each return with its reason, else how many for each reason."""
    exclusions = report.record.exclusions
    yield p.section("excluded")
    if not _count(report):
        yield from p.paragraph("p.none_excluded")
        return
    yield from p.paragraph("p.excluded", count=_count(report))
    if report.sealed:
        columns = [p.column("h.return", 26), p.column("h.plant", 22), p.column("h.why", 52)]
        rows = [TextRow([x.name, x.plant or p.word("dash"), _why(x, p)]) for x in exclusions]
        yield from p.text_table("excluded", columns, rows)
        return
    counts = public_exclusions(report.record)
    columns = [p.column("h.reason", 70), p.column("h.count", 30, "num")]
    rows = [TextRow([p.word(f"reason.{c}"), str(n)]) for c, n in sorted(counts.items())]
    yield from p.text_table("excluded_counts", columns, rows)


def _count(report: StandardReport) -> int:
    """How many returns are not in the sample; one may have several reasons."""
    if report.sealed:
        return len({x.name for x in report.record.exclusions})
    return sum(public_exclusions(report.record).values())


def _why(x: ExclusionRecord, p: Printer) -> str:
    return x.text if p.lang == "zh" else sentence(x.code, p.lang, x.params, default=x.text)


def _removed(report: StandardReport, p: Printer) -> Iterator[Block]:
    """Outliers that were taken out for a physical reason, under two names."""
    removals = report.record.removals
    if not removals or not report.sealed:  # that a plant stands apart says what its figure is
        return
    yield p.section("removed")
    yield from p.text_table(
        "removed",
        [p.column("h.plant", 26), p.column("h.physical", 50), p.column("h.names", 24)],
        [_removal(r, p) for r in removals],
    )


def _removal(r: RemovalRecord, p: Printer) -> TextRow:
    return TextRow([r.plant, r.reason, p.listed(r.names)])
