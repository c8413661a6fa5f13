"""Sealed chapter: what the draft would do to projects before it is adopted."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report import show
from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.report.standard.edition import StandardReport
from carbon_eia.standards.standard_records import ConsequencesRecord, ProjectMoveRecord

__all__ = ["consequences"]


def consequences(report: StandardReport, p: Printer) -> Chapter:
    """Who passes, who must retrofit and what it costs, how the verdicts move.

    It is sealed: the projects may be the plants, and their intensities stand here.
    """
    found = report.record.consequences
    if found is None or not found.count:
        return p.chapter("consequences", ())
    return p.chapter("consequences", _counts(found, p), _projects(found, p))


def _counts(found: ConsequencesRecord, p: Printer) -> Iterator[Block]:
    today = p.listed(found.today) or p.word("today_none")
    yield from p.paragraph("p.moves", count=found.count, today=today)
    yield from p.text_table(
        "moves",
        [p.column("h.before", 38), p.column("h.after", 38), p.column("h.count", 24, "num")],
        [TextRow([_verdict(m.before, p), _verdict(m.after, p), str(m.count)]) for m in found.moves],
    )
    if found.retrofits:
        yield from p.paragraph(
            "p.cost",
            count=found.retrofits,
            cost=show.emission(found.investment, 0),
            uncosted=found.uncosted,
        )


def _projects(found: ConsequencesRecord, p: Printer) -> Iterator[Block]:
    """The projects whose verdict changes, and those that must retrofit."""
    if not found.projects:
        return
    yield p.section("projects")
    yield from p.text_table(
        "projects",
        [
            p.column("h.project", 24),
            p.column("h.before", 15),
            p.column("h.after", 15),
            p.column("h.intensity", 11, "num"),
            p.column("h.gap", 9, "num"),
            p.column("h.measures", 16),
            p.column("h.investment", 10, "num"),
        ],
        [_project(m, p) for m in found.projects],
    )
    if found.left_out:
        yield from p.paragraph("p.left_out", "note", count=found.left_out)


def _project(m: ProjectMoveRecord, p: Printer) -> TextRow:
    dash = p.word("dash")
    return TextRow(
        [
            m.name,
            _verdict(m.before, p),
            _verdict(m.after, p),
            dash if m.intensity is None else show.plain(m.intensity),
            dash if m.gap_percent is None else show.plain(m.gap_percent),
            p.listed(m.measures) or dash,
            dash if m.investment is None else show.emission(m.investment, 0),
        ]
    )


def _verdict(code: str, p: Printer) -> str:
    return p.word("not_read") if code == "error" else p.code("verdict", code)
