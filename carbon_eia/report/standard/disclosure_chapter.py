"""Chapter 3: the tests that what is published has to pass, so that no plant is given away."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from carbon_eia.report.document import Block, Chapter, TableRow, TextSpan
from carbon_eia.report.printer import Printer, cell, row
from carbon_eia.report.standard.edition import StandardReport, percent, shown
from carbon_eia.standards.derivation import DisclosureTest
from carbon_eia.units import decimal_text

__all__ = ["disclosure"]

SHARES = ("dominance", "p-percent", "position", "interval")
"""Tests whose measure is a share."""

COUNTS = ("threshold", "grid", "decile", "room", "differencing")
"""Tests whose measure is a number of plants."""


def disclosure(report: StandardReport, p: Printer) -> Chapter:
    """Each test with its measure and limit; of sealed measures only the result is published."""
    return p.chapter("disclosure", p.paragraph("p.disclosure"), _tests(report, p), _kept(report, p))


def _tests(report: StandardReport, p: Printer) -> Iterator[Block]:
    found = report.found
    tests = found.tests if report.sealed else found.tests_passed
    if not tests:
        yield from p.paragraph("p.no_tests" if found.tests else "p.untested")
        return
    yield from p.table(
        "tests",
        [
            p.column("h.level", 12),
            p.column("h.test", 42),
            p.column("h.measure", 16, "num"),
            p.column("h.limit", 14, "num"),
            p.column("h.result", 16),
        ],
        [_test(t, report.sealed, p) for t in tests],
    )


def _test(t: DisclosureTest, sealed: bool, p: Printer) -> TableRow:
    level = p.code("level", t.level) if t.level else p.word("whole_survey")
    about = p.bracketed(p.word(f"on.{t.on}")) if t.on else ""
    hidden = t.sealed and not sealed
    measure = p.word("sealed") if hidden else _number(t, t.measure, p)
    return row(
        level,
        p.word(f"test.{t.name}") + about,
        cell(TextSpan(measure, "number"), align="num"),
        cell(TextSpan(_number(t, t.limit, p), "number"), align="num"),
        TextSpan(
            p.word(f"passed.{str(t.passed).lower()}"), "result" if t.passed else "result fails"
        ),
    )


def _number(t: DisclosureTest, number: Fraction | None, p: Printer) -> str:
    if number is None:
        return p.word("dash")
    if t.name in COUNTS:
        return decimal_text(number)
    if t.name in SHARES or (t.name == "together" and t.on):
        return percent(number, p)
    return shown(number, p)


def _kept(report: StandardReport, p: Printer) -> Iterator[Block]:
    yield from p.paragraph("p.kept_sealed")
    if report.sealed and report.found.tests and report.found.outcome != "derived":
        yield from p.paragraph("p.not_published", "alert")
