"""The annexes of an opinion: the arithmetic of its clocks, and its receipt."""

from __future__ import annotations

from collections.abc import Iterator

from carbon_eia.register.opinion_record import ClockRecord, OpinionRecord, ReadingRecord
from carbon_eia.report.document import Block, Body, Chapter, TableRow, TextSpan
from carbon_eia.report.printer import Printer, cell, labelled, row, small

__all__ = ["clocks", "receipt"]


def clocks(record: OpinionRecord, p: Printer) -> Chapter:
    """Every clock of the case on the day of the opinion, step by step, by each reading."""
    columns = [
        p.column("h.clock", 22),
        p.column("h.due", 15),
        p.column("h.state", 17),
        p.column("h.steps", 46),
    ]
    bodies = [Body(tuple(_rows(clock, p))) for clock in record.clocks]
    said = p.paragraph("p.clocks", day=record.as_of) if bodies else []
    table = p.table("clocks", columns, bodies=bodies)
    return p.chapter("clocks", said, table, annex=True)


def _rows(clock: ClockRecord, p: Printer) -> Iterator[TableRow]:
    several = len(clock.readings) > 1
    for n, reading in enumerate(clock.readings):
        label = cell(p.text(clock.label), small(clock.ground.clause)) if n == 0 else cell("")
        steps = [p.text(reading.name)] if several else []
        steps += [p.text(step) for step in reading.steps]
        due = reading.due or p.word("dash")
        provisional = [small(p.word("provisional_day"))] if reading.provisional else []
        yield row(label, cell(due, *provisional), _state(clock, reading, p), cell(*steps))


def _state(clock: ClockRecord, reading: ReadingRecord, p: Printer) -> str:
    state = p.code("register.clock", reading.state)
    return state if clock.met is None else f"{state}{p.bracketed(clock.met)}"


def receipt(record: OpinionRecord, p: Printer) -> Chapter:
    """Where the opinion stands in the ledger, and how whoever holds a head can check it."""
    event, head = record.deciding, record.head
    signature = record.signature
    signed = p.word("unsigned")
    if signature is not None:
        signed = p.word("signed", day=signature.day, by=signature.key[:16])
    events = p.listed([str(e.row.sequence) for e in record.events])
    facts: dict[str, str | TextSpan] = {
        "last" if record.is_draft else "event": p.word(
            "event_of", sequence=event.row.sequence, at=event.row.at
        ),
        "hash": TextSpan(event.row.hash, "hash"),
        "leaf": p.word("leaf", index=event.row.sequence - 1, count=len(event.path)),
        "events": events,
        "head": p.word("head", size=head.size, day=head.day),
        "root": TextSpan(head.root, "hash"),
        "signature": signed,
        "record": TextSpan(record.id, "hash"),
    }
    rows = [labelled(p.word(f"r.{key}"), text) for key, text in facts.items()]
    table = p.table("receipt", [p.column("", 26), p.column("", 74)], rows)
    return p.chapter("receipt", p.paragraph("p.receipt"), table, _how(p), annex=True)


def _how(p: Printer) -> list[Block]:
    command = TextSpan("carbon-eia verify decision.pdf --head head.json", "code")
    return p.paragraph("p.how", command=(command,))
