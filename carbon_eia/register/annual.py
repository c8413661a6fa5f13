"""The register over a period, counted: what the annual report and the mid-term review print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from carbon_eia.crosscheck.tonnes import TONNES
from carbon_eia.messages import LANGUAGES
from carbon_eia.reference import World
from carbon_eia.reference.world import sector_names
from carbon_eia.register.annual_records import (
    ANNUAL_SCHEMA,
    AnnualCase,
    AnnualRecord,
    AreaRecord,
    ClockCount,
    GroupCount,
    NoticedRecord,
    SerialRecord,
    YearCount,
)
from carbon_eia.register.beside import headrooms
from carbon_eia.register.case import APPROVING, VERDICTS, AuthorityDecision, Case
from carbon_eia.register.clocks import Clock, case_clocks
from carbon_eia.register.event import Event, event_of
from carbon_eia.register.findings import findings_among
from carbon_eia.register.headroom import Ceiling, Headroom
from carbon_eia.register.heads import at_end_of, head_of
from carbon_eia.register.law import Law
from carbon_eia.register.listing import cases_at
from carbon_eia.register.serials import SERIAL_EVENTS, index_key, serial_account
from carbon_eia.register.sizes import NO_SIZE, Size, sizes_of
from carbon_eia.register.store import Ledger, Register
from carbon_eia.run.record import under_own_id
from carbon_eia.run.records import BilingualText, QuantityRecord
from carbon_eia.run.stated import reference_part
from carbon_eia.run.values import quantity_of

__all__ = ["annual_record"]

WAITING = frozenset({"filed", "to_be_corrected", "accepted", "in_review", "expert_review",
                     "proposed"})  # fmt: skip
"""States of a case whose filing is in hand."""


class _Seen(NamedTuple):
    """A case at the end of the period, with its place, its clocks, and the sizes of its Runs."""

    case: Case
    county: BilingualText
    sector: BilingualText
    clocks: tuple[Clock, ...]
    sizes: Mapping[str, Size]

    def size_of(self, decision: AuthorityDecision) -> Size:
        """The size of what was decided."""
        own = self.case.filings[decision.filing - 1] if decision.filing else None
        return self.sizes.get(own.run, NO_SIZE) if own is not None else NO_SIZE


def annual_record(
    ledger: Ledger, register: Register, first: date, last: date, law: Law, world: World
) -> AnnualRecord:
    """The register from one day to another, both included; cases as they stand on the last.

    ``world``: the reference data of the last day. A period of one calendar year or less is an
    annual report, a longer one a mid-term review.
    """
    rows = list(ledger.rows())
    events = [e for e in map(event_of, rows) if e.day <= last]
    sizes = sizes_of(events, register.blob)
    cases = [_seen(case, sizes, last, law, world) for case in cases_at(ledger, last, law)]
    period = range(first.toordinal(), last.toordinal() + 1)
    decisions = [(s, d) for s in cases for d in s.case.decisions if d.day.toordinal() in period]
    head = head_of(at_end_of(rows, last) or rows) if rows else None
    areas = list(headrooms(events, register, last, law))
    found = findings_among(register, [s.case for s in cases], events, areas, law, world)
    return under_own_id(
        AnnualRecord(
            schema=ANNUAL_SCHEMA,
            id="",
            as_of=str(last),
            reference=reference_part(world),
            kind="annual" if first.year == last.year else "midterm",
            first=str(first),
            last=str(last),
            size=0 if head is None else head.size,
            root="" if head is None else head.root,
            received=sum(f.received.toordinal() in period for s in cases for f in s.case.filings),
            decided=_counts(d.verdict for _, d in decisions),
            open=sum(s.case.state in WAITING for s in cases),
            years=tuple(_years(cases, decisions, first.year, last.year, period)),
            counties=_groups(cases, decisions, "county"),
            sectors=_groups(cases, decisions, "sector"),
            clocks=tuple(_clocks(cases, period)),
            reported_years=sum(y.day.toordinal() in period for s in cases for y in s.case.years),
            crosschecks=dict(
                Counter(
                    c.result for s in cases for c in s.case.crosschecks
                    if c.day.toordinal() in period
                )
            ),
            areas=tuple(_area(ceiling, after[-1]) for ceiling, after in areas),
            serials=tuple(_serials(events, law)),
            findings=tuple(
                NoticedRecord(
                    id=f.id,
                    text=BilingualText(**{lang: f.text(lang) for lang in LANGUAGES}),
                    clause=f.clause,
                    cases=f.cases,
                )
                for f in found
            ),
            cases=tuple(_case(s, law) for s in cases if _concerns(s.case, period)),
            unknown=tuple(dict.fromkeys(_unknown(decisions))),
        )
    )  # fmt: skip


def _seen(case: Case, sizes: Mapping[str, Size], last: date, law: Law, world: World) -> _Seen:
    return _Seen(
        case, county_of(case.region, world), sector_of(case.sector, world),
        case_clocks(case, last, law), sizes,
    )  # fmt: skip


def county_of(region: str, world: World) -> BilingualText:
    """The most specific division that a region names; the text itself where it names none."""
    found = world.region(region) if region else None
    name = found.name if found is not None else region or "—"
    return BilingualText(zh=name, en=name)


def sector_of(sector: str, world: World) -> BilingualText:
    """A sector by its names."""
    if sector not in world.tables.ids("sectors"):
        return BilingualText(zh=sector or "—", en=sector or "—")
    names = sector_names(world.tables, sector)
    return BilingualText(zh=names["zh"], en=names["en"])


def _counts(verdicts: Iterable[str]) -> dict[str, int]:
    """How many of each verdict, in the order of the verdicts."""
    counted = Counter(verdicts)
    return {v: counted[v] for v in VERDICTS if counted[v]}


def _sum(values: Iterable[Fraction | None], unit: str) -> QuantityRecord:
    return quantity_of(sum((v for v in values if v is not None), Fraction(0)), unit)


def _approved(decisions: Iterable[tuple[_Seen, AuthorityDecision]]) -> list[Size]:
    return [s.size_of(d) for s, d in decisions if d.verdict in APPROVING]


def _unknown(decisions: Iterable[tuple[_Seen, AuthorityDecision]]) -> Iterator[str]:
    """The cases whose approval adds nothing known to a sum."""
    for seen, decision in decisions:
        size = seen.size_of(decision)
        if decision.verdict in APPROVING and None in (size.emission, size.energy):
            yield seen.case.code


def _years(
    cases: Sequence[_Seen],
    decisions: Sequence[tuple[_Seen, AuthorityDecision]],
    first: int,
    last: int,
    period: range,
) -> Iterator[YearCount]:
    for year in range(first, last + 1):
        own = [(s, d) for s, d in decisions if d.day.year == year]
        received = [f.received for s in cases for f in s.case.filings]
        sizes = _approved(own)
        yield YearCount(
            year=year,
            received=sum(r.year == year and r.toordinal() in period for r in received),
            decided=_counts(d.verdict for _, d in own),
            emission=_sum((z.emission for z in sizes), TONNES),
            energy=_sum((z.energy for z in sizes), "tce"),
        )


def _groups(
    cases: Sequence[_Seen], decisions: Sequence[tuple[_Seen, AuthorityDecision]], by: str
) -> tuple[GroupCount, ...]:
    """Decisions and open cases by county or sector, those with most decisions first."""
    names: dict[str, BilingualText] = {getattr(s, by).zh: getattr(s, by) for s in cases}
    found = []
    for key, name in names.items():
        own = [(s, d) for s, d in decisions if getattr(s, by).zh == key]
        waiting = sum(s.case.state in WAITING for s in cases if getattr(s, by).zh == key)
        if own or waiting:
            found.append(
                GroupCount(
                    name=name,
                    decided=_counts(d.verdict for _, d in own),
                    open=waiting,
                    emission=_sum((z.emission for z in _approved(own)), TONNES),
                )
            )
    return tuple(sorted(found, key=lambda g: (-sum(g.decided.values()), -g.open, g.name.zh)))


def _clocks(cases: Sequence[_Seen], period: range) -> Iterator[ClockCount]:
    """The deadlines whose last day lies in the period, by their rule."""
    by_rule: dict[str, list[Clock]] = {}
    for seen in cases:
        for clock in seen.clocks:
            if clock.due is not None and clock.due.toordinal() in period:
                by_rule.setdefault(clock.rule.id, []).append(clock)
    for ident, clocks in sorted(by_rule.items()):
        states = Counter(c.state for c in clocks)
        kept, late = states["met"], states["met_late"]
        missed = states["overdue"] + states["lapsed"]
        if kept + late + missed:
            rule = clocks[0].rule
            yield ClockCount(
                id=ident,
                name=BilingualText(zh=rule.zh, en=rule.en),
                clause=rule.ground.clause,
                kept=kept,
                late=late,
                missed=missed,
                disputed=sum(c.is_disputed for c in clocks),
            )


def _area(ceiling: Ceiling, now: Headroom) -> AreaRecord:
    return AreaRecord(
        name=ceiling.name,
        instrument=ceiling.instrument,
        limit=quantity_of(ceiling.limit, TONNES),
        used=quantity_of(now.used, TONNES),
        left=quantity_of(now.left, TONNES),
        unknown=now.unknown,
    )


def _serials(events: Sequence[Event], law: Law) -> Iterator[SerialRecord]:
    """Every serial that was registered, with its claims."""
    kinds = law.controls.serials
    groups: dict[str, list[Event]] = {}
    for event in events:
        if event.kind in SERIAL_EVENTS:
            key = index_key(str(event.body.get("what", "")), str(event.body.get("serial", "")))
            groups.setdefault(key, []).append(event)
    for key, own in groups.items():
        account = serial_account(own, key, {k: s.unit for k, s in kinds.items()})
        kind = kinds.get(str(own[0].body.get("what", "")))
        if account.amount is None or kind is None:
            continue
        yield SerialRecord(
            kind=BilingualText(zh=kind.zh, en=kind.en),
            serial=str(own[0].body["serial"]),
            amount=quantity_of(account.amount, kind.unit),
            claimed=quantity_of(account.claimed, kind.unit),
            cases=tuple(dict.fromkeys(c.case for c in account.claims)),
        )


def _concerns(case: Case, period: range) -> bool:
    """Whether something happened to a case in the period, or it waits for a decision."""
    return case.state in WAITING or any(m.day.toordinal() in period for m in case.history)


def _case(seen: _Seen, law: Law) -> AnnualCase:
    case, decision = seen.case, seen.case.decision
    size = NO_SIZE if decision is None else seen.size_of(decision)
    filing = case.filing
    state = law.states[case.state]
    missed = any(c.state in ("overdue", "lapsed", "met_late") for c in seen.clocks)
    return AnnualCase(
        code=case.code,
        name=case.name,
        county=seen.county,
        sector=seen.sector,
        verdict=filing.verdict if filing is not None else "",
        decision=decision.verdict if decision is not None else "",
        decided=None if decision is None else str(decision.day),
        state=BilingualText(zh=state["zh"], en=state["en"]),
        deadline="missed" if missed else "kept",
        emission=None if size.emission is None else quantity_of(size.emission, TONNES),
    )
