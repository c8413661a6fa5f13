"""Sealed chapter: what the draft would do to projects before it is adopted."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.report.document import Block, Chapter
from carbon_eia.report.printer import Printer, TextRow
from carbon_eia.report.standard.edition import StandardReport, shown
from carbon_eia.standards.consequences import Consequences, ProjectMove

__all__ = ["consequences"]


def consequences(report: StandardReport, p: Printer) -> Chapter:
    """Who passes, who must retrofit and what it costs, how the verdicts move."""
    moves = report.moves
    if moves is None or not moves.projects:
        return p.chapter("consequences", ())
    return p.chapter("consequences", _counts(moves, p), _projects(report, moves, p))


def _counts(moves: Consequences, p: Printer) -> Iterator[Block]:
    yield from p.paragraph("p.moves", count=len(moves.projects))
    yield from p.text_table(
        "moves",
        [p.column("h.before", 38), p.column("h.after", 38), p.column("h.count", 24, "num")],
        [
            TextRow([_verdict(before, p), _verdict(after, p), str(count)])
            for (before, after), count in moves.moves.items()
        ],
    )
    if moves.retrofits:
        yield from p.paragraph(
            "p.cost",
            count=len(moves.retrofits),
            cost=shown(moves.investment, p, 0),
            uncosted=moves.uncosted,
        )


def _projects(report: StandardReport, moves: Consequences, p: Printer) -> Iterator[Block]:
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
        [_project(m, p) for m in moves.projects],
    )


def _project(m: ProjectMove, p: Printer) -> TextRow:
    dash = p.word("dash")
    return TextRow(
        [
            m.name,
            _verdict(m.before, p),
            _verdict(m.after, p),
            dash if m.intensity is None else f"{m.intensity:.4f}",
            dash if m.gap_percent is None else f"{m.gap_percent:.2f}".replace("-", "−"),
            p.listed(m.measures) or dash,
            shown(m.investment, p, 0),
        ]
    )


def _verdict(code: str, p: Printer) -> str:
    return p.word("not_read") if code == "error" else p.code("verdict", code)
