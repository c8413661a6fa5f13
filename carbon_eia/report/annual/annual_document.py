"""The annual report and the mid-term review of the register as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from carbon_eia.register.annual_records import AnnualRecord, GroupCount
from carbon_eia.register.case import VERDICTS
from carbon_eia.report import show
from carbon_eia.report.document import (
    Block,
    Chapter,
    Document,
    KeyFigure,
    TableColumn,
    VerdictBox,
    numbered,
)
from carbon_eia.report.english_document import in_own_language
from carbon_eia.report.printer import Printer, TextRow, clipped
from carbon_eia.run.keywords import REGISTER
from carbon_eia.run.records import QuantityRecord
from carbon_eia.run.values import quantity_of

if TYPE_CHECKING:
    from carbon_eia.report.figures import Figure

__all__ = ["WORDS", "annual_document"]

WORDS = "annual.report"
"""Where the words of these documents stand in the catalogue."""


def annual_document(record: AnnualRecord, lang: str = "zh", *, drawn: bool = True) -> Document:
    """The report in a language; ``drawn``: with its figures."""
    lang = "en" if lang == "en" else "zh"
    p = Printer(lang, _figures(record, lang) if drawn else {}, own=WORDS)
    chapters = (
        _summary(record, p),
        _decisions(record, p),
        _deadlines(record, p),
        _operation(record, p),
        _controls(record, p),
        _cases(record, p),
        _record(record, p),
    )
    return numbered(in_own_language(_document(record, p, tuple(c for c in chapters if c.blocks))))


def _figures(record: AnnualRecord, lang: str) -> dict[str, Figure]:
    from carbon_eia.report.figures.register_figures import annual_figures  # draws with matplotlib

    return annual_figures(record, lang)


def _period(record: AnnualRecord, p: Printer) -> str:
    """The year, or the years, of the report."""
    first, last = record.first[:4], record.last[:4]
    if first == last:
        return p.word("year", year=first)
    return p.word("years", first=first, last=last)


def _document(record: AnnualRecord, p: Printer, chapters: tuple[Chapter, ...]) -> Document:
    title = p.word(f"title.{record.kind}", period=_period(record, p))
    head = p.word("head_of", id=show.short_id(record.root), count=record.size)
    return Document(
        lang=p.lang,
        kind=p.word(f"kind.{record.kind}"),
        title=title,
        name=title,
        head=clipped(title),
        foot=head,
        what=p.word("what"),
        notes=(p.word("nature"),),
        imprint=(
            (p.word("i.period"), p.word("from_to", first=record.first, last=record.last)),
            (p.word("i.head"), head),
            (p.word("i.version"), record.reference.version),
            (p.word("i.record"), show.short_id(record.id)),
        ),
        keywords=(REGISTER,),
        day=record.as_of,
        chapters=chapters,
    )


# --- chapters


def _summary(record: AnnualRecord, p: Printer) -> Chapter:
    decided = sum(record.decided.values())
    missed = sum(c.late + c.missed for c in record.clocks)
    figures = (
        KeyFigure(p.word("f.received"), str(record.received), p.word("f.unit"), ""),
        KeyFigure(
            p.word("f.decided"), str(decided), p.word("f.unit"), _verdicts(record.decided, p)
        ),
        KeyFigure(p.word("f.open"), str(record.open), p.word("f.unit"), ""),
        KeyFigure(p.word("f.missed"), str(missed), p.word("f.items"), ""),
    )
    box = VerdictBox("undetermined", p.word("box", period=_period(record, p)), figures)
    approved = sum(record.decided.get(v, 0) for v in ("pass", "retrofit"))
    facts = {
        "first": record.first,
        "last": record.last,
        "received": str(record.received),
        "decided": str(decided),
        "approved": str(approved),
        "emission": _tonnes(_summed([y.emission for y in record.years])),
        "energy": _tonnes(_summed([y.energy for y in record.years])),
        "findings": str(len(record.findings)),
    }
    unknown = p.paragraph("p.unknown", cases=p.listed(record.unknown)) if record.unknown else ()
    return p.chapter(
        "summary", [box], p.paragraph("p.summary", **facts), unknown, p.paragraph("p.basis")
    )


def _decisions(record: AnnualRecord, p: Printer) -> Chapter:
    return p.chapter("decisions", _by_year(record, p), _by(record.counties, "county", p),
                     _by(record.sectors, "sector", p))  # fmt: skip


def _by_year(record: AnnualRecord, p: Printer) -> Iterator[Block]:
    """Each year of a mid-term review; of one year there is nothing to compare."""
    if len(record.years) < 2:
        return
    yield p.section("years")
    yield from p.paragraph("p.years", years=str(len(record.years)))
    columns = [
        p.column("h.year", 12),
        p.column("h.received", 12, "num"),
        *(_verdict_column(v, p, 12) for v in VERDICTS),
        p.column("h.emission", 15, "num"),
        p.column("h.energy", 13, "num"),
    ]
    rows = [
        TextRow([str(y.year), str(y.received), *(str(y.decided.get(v, 0)) for v in VERDICTS),
                 _tonnes(y.emission), _tonnes(y.energy)])
        for y in record.years
    ]  # fmt: skip
    yield from p.text_table("years", columns, rows)
    yield from p.drawing("by_year")


def _by(groups: Sequence[GroupCount], key: str, p: Printer) -> Iterator[Block]:
    if not groups:
        return
    yield p.section(key)
    columns = [
        p.column(f"h.{key}", 24),
        *(_verdict_column(v, p, 12) for v in VERDICTS),
        p.column("h.open", 12, "num"),
        p.column("h.emission", 16, "num"),
    ]
    rows = [
        TextRow([p.text(g.name), *(str(g.decided.get(v, 0)) for v in VERDICTS), str(g.open),
                 _tonnes(g.emission)])
        for g in groups
    ]  # fmt: skip
    sums = [str(sum(g.decided.get(v, 0) for g in groups)) for v in VERDICTS]
    waiting = str(sum(g.open for g in groups))
    total = _tonnes(_summed([g.emission for g in groups]))
    rows.append(TextRow([p.word("sum"), *sums, waiting, total], "sum"))
    yield from p.text_table(key, columns, rows)
    yield from p.drawing(f"by_{key}")


def _summed(values: Sequence[QuantityRecord]) -> QuantityRecord:
    return quantity_of(sum((v.number for v in values), Fraction(0)), values[0].unit)


def _deadlines(record: AnnualRecord, p: Printer) -> Chapter:
    columns = [
        p.column("h.clock", 32),
        p.column("h.clause", 28),
        p.column("h.kept", 10, "num"),
        p.column("h.late", 10, "num"),
        p.column("h.missed", 10, "num"),
        p.column("h.disputed", 10, "num"),
    ]
    rows = [
        TextRow(
            [p.text(c.name), c.clause, str(c.kept), str(c.late), str(c.missed), str(c.disputed)]
        )
        for c in record.clocks
    ]
    if not rows:
        return p.chapter("deadlines", p.paragraph("p.no_deadlines"))
    sums = [str(sum(getattr(c, k) for c in record.clocks)) for k in ("kept", "late", "missed",
                                                                    "disputed")]  # fmt: skip
    rows.append(TextRow([p.word("sum"), "", *sums], "sum"))
    return p.chapter("deadlines", p.paragraph("p.deadlines"), p.text_table("clocks", columns, rows))


def _operation(record: AnnualRecord, p: Printer) -> Chapter:
    """Years of operation, what is above the approval, cross-checks."""
    above = [f for f in record.findings if f.id.startswith(("exceeds", "disputed"))]
    checks = [f for f in record.findings if f.id == "crosscheck"]
    counts = [p.word("one_count", name=p.code("crosscheck.result", k), count=n)
              for k, n in record.crosschecks.items()]  # fmt: skip
    return p.chapter(
        "operation",
        p.paragraph("p.operation", count=str(record.reported_years), above=str(len(above))),
        p.bullets([p.text(f.text) for f in above]),
        p.paragraph("p.crosschecks", counts=p.listed(counts) or p.word("none")),
        p.bullets([p.text(f.text) for f in checks]),
    )


def _controls(record: AnnualRecord, p: Printer) -> Chapter:
    splits = [f for f in record.findings if f.id == "split"]
    areas = [f for f in record.findings if f.id.startswith("headroom")]
    return p.chapter(
        "controls",
        _areas(record, p),
        p.bullets([p.text(f.text) for f in areas]),
        _serials(record, p),
        [p.section("splits")],
        p.paragraph("p.splits" if splits else "p.no_splits", count=str(len(splits))),
        p.bullets([p.text(f.text) for f in splits]),
    )


def _areas(record: AnnualRecord, p: Printer) -> list[Block]:
    columns = [
        p.column("h.area", 26),
        p.column("h.instrument", 32),
        p.column("h.limit", 14, "num"),
        p.column("h.used", 14, "num"),
        p.column("h.left", 14, "num"),
    ]
    rows = [
        TextRow([a.name, a.instrument, _tonnes(a.limit), _tonnes(a.used), _tonnes(a.left)])
        for a in record.areas
    ]
    return _listed("areas", columns, rows, p)


def _serials(record: AnnualRecord, p: Printer) -> list[Block]:
    columns = [
        p.column("h.serial_kind", 18),
        p.column("h.serial", 24),
        p.column("h.amount", 16, "num"),
        p.column("h.claimed", 16, "num"),
        p.column("h.claimants", 26),
    ]
    rows = [
        TextRow([p.text(s.kind), s.serial, _amount(s.amount), _amount(s.claimed),
                 p.listed(s.cases) or p.word("dash")])
        for s in record.serials
    ]  # fmt: skip
    return _listed("serials", columns, rows, p)


def _listed(
    name: str, columns: Sequence[TableColumn], rows: Sequence[TextRow], p: Printer
) -> list[Block]:
    """A section with a table, or with the sentence that there is nothing to list."""
    table = p.text_table(name, columns, rows) or p.paragraph(f"p.no_{name}")
    return [p.section(name), *table]


def _cases(record: AnnualRecord, p: Printer) -> Chapter:
    """Every case of the period in a row, on pages of its own."""
    columns = [
        p.column("h.code", 17),
        p.column("h.name", 23),
        p.column("h.county", 9),
        p.column("h.sector", 10),
        p.column("h.verdict", 9),
        p.column("h.decision", 9),
        p.column("h.day", 9),
        p.column("h.state", 8),
        p.column("h.deadline", 6),
    ]
    rows = [
        TextRow([
            c.code, c.name, p.text(c.county), p.text(c.sector), _verdict(c.verdict, p),
            _verdict(c.decision, p), c.decided or p.word("dash"), p.text(c.state),
            p.word(f"deadline.{c.deadline}"),
        ])
        for c in record.cases
    ]  # fmt: skip
    made = p.chapter(
        "cases", p.paragraph("p.cases"), p.text_table("cases", columns, rows), annex=True
    )
    return replace(made, wide=True)


def _record(record: AnnualRecord, p: Printer) -> Chapter:
    rows = [
        TextRow([p.word("i.record"), record.id]),
        TextRow([p.word("r.root"), record.root]),
        TextRow([p.word("r.reference"), record.reference.sha256]),
    ]
    columns = [p.column("h.what", 34), p.column("h.sha", 66)]
    return p.chapter("record", p.paragraph("p.record"), p.text_table("record", columns, rows),
                     annex=True)  # fmt: skip


# --- words


def _verdict_column(verdict: str, p: Printer, width: float) -> TableColumn:
    return TableColumn(p.word(f"v.{verdict}"), width, "num")


def _verdict(verdict: str, p: Printer) -> str:
    return p.word(f"v.{verdict}") if verdict else p.word("dash")


def _verdicts(counts: dict[str, int], p: Printer) -> str:
    return p.listed(
        [p.word("one_count", name=p.word(f"v.{v}"), count=n) for v, n in counts.items()]
    )


def _tonnes(value: QuantityRecord) -> str:
    return show.emission(value)


def _amount(value: QuantityRecord) -> str:
    return f"{show.plain(value.value)} {value.unit}"
