"""The opinion of a case: its record made of events, of the Run that was filed, and of the law.

The same events, head, Run and law give the same record: so whoever has the document can make it
again without the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.reference import World
from carbon_eia.register.case import AuthorityDecision, Case, Filing, ReviewFinding, Task
from carbon_eia.register.clocks import Clock, Reading, case_clocks
from carbon_eia.register.counting import ArithmeticStep, accepted_day
from carbon_eia.register.event import Event, event_of
from carbon_eia.register.fold import case_of, effective
from carbon_eia.register.law import Ground, Law, ground_of, open_law
from carbon_eia.register.opinion_record import (
    OPINION_SCHEMA,
    ClauseRecord,
    ClockRecord,
    DecidedRecord,
    FiledRecord,
    FindingRecord,
    OpinionRecord,
    ReadingRecord,
    RecommendedRecord,
    RunExcerpt,
    StatutoryRecord,
    TaskRecord,
)
from carbon_eia.register.opinion_sources import OpinionSources, filed_run_of
from carbon_eia.register.view import settled
from carbon_eia.run import parse_run, under_own_id
from carbon_eia.run.records import BilingualText, BreakEvenRecord, Run
from carbon_eia.run.stated import reference_part

__all__ = ["make_opinion"]

FILE = "register/opinion.toml"
"""What the data give to every opinion."""

RUN = "run.json"
DEFAULT_CHANNEL = "energy_review"
"""The channel of a filing that names none."""

DECIMAL = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?")


def make_opinion(sources: OpinionSources, world: World) -> OpinionRecord:
    """The record of an opinion.

    Raises InputError CE-G201, CE-G101 for events that are none, CE-N001, CE-N002 for a Run that is
    none; ReferenceDataError CE-R005 for tables of an older version; ValueError where the events are
    not those of one case with a filing.
    """
    law = open_law(world.tables)
    events = [event_of(p.row) for p in sources.events]
    case = _sound_case(events)
    decision = case.decision if case.state == "decided" else None
    as_of = effective(events)[-1].day if decision is None else decision.day
    case = settled(case, as_of, law)
    filing = case.filing
    if filing is None:
        raise ValueError("no filing")
    run = parse_run(sources.run, Place(key=RUN)) if sources.run else None
    verdict = (
        decision.verdict if decision else case.proposal.recommendation if case.proposal else ""
    )
    clocks = case_clocks(case, as_of, law)
    record = OpinionRecord(
        schema=OPINION_SCHEMA,
        id="",
        as_of=as_of.isoformat(),
        reference=reference_part(world, run.reference.overrides if run is not None else ()),
        case=case.code,
        project=case.name,
        applicant=case.applicant,
        credit_code=case.credit_code,
        region=case.region,
        sector=_sector(case, world),
        stage=case.stage,
        filing=_filing(case, filing, events, as_of, law),
        run=_excerpt(sources.run, run) if run is not None else None,
        findings=tuple(_finding(f, events) for f in case.findings),
        recommended=_recommended(case, events, law),
        decided=None if decision is None else _decided(decision, events, law),
        rule=_clause(law.guards["other_than_proposer"]),
        grounds=tuple(_clause(g) for g in _grounds(world, verdict, case)),
        tasks=tuple(_tasks(case, law)),
        duties=tuple(_statutory(world, "duties", verdict, case, clocks)),
        remedies=tuple(_statutory(world, "remedies", verdict, case, clocks)),
        clocks=tuple(map(_clock, clocks)),
        head=sources.head,
        events=sources.events,
        signature=sources.signature,
    )
    return under_own_id(record)


def _sound_case(events: Sequence[Event]) -> Case:
    """The case of the events of an opinion.

    Raises ValueError where they are not those of one case, each once and in order, that led to a
    recommendation.
    """
    if len({e.case for e in events}) != 1 or any(
        a.sequence >= b.sequence for a, b in pairwise(events)
    ):
        raise ValueError("events of several cases, or out of order")
    case = case_of(events)
    if case.state not in ("proposed", "decided") or case.proposal is None:
        raise ValueError(f"no opinion in state {case.state}")
    return case


# --- the filing and its Run


def _filing(
    case: Case, filing: Filing, events: Sequence[Event], as_of: date, law: Law
) -> FiledRecord:
    brought, sha256 = filed_run_of(case, events)
    accepted, deemed = accepted_day(filing, as_of, law)
    return FiledRecord(
        number=filing.number,
        event=filing.event,
        received=filing.received.isoformat(),
        accepted=_iso(accepted),
        deemed=deemed,
        file="" if brought is None else str(brought.body.get("file") or ""),
        run=filing.run,
        sha256=sha256,
        verdict=filing.verdict,
    )


def _excerpt(text: str, run: Run) -> RunExcerpt:
    """What of a Run the decision rests on: the values compared with, and the rules that judge."""
    decision = run.decision
    comparisons = tuple(c for c in run.comparisons if c.governs)
    used = run.reference.overrides
    return RunExcerpt(
        id=run.id,
        text=text,
        label=decision.label,
        ground=decision.ground,
        provisional=decision.provisional,
        indicative=decision.indicative,
        illustrative=any(c.illustrative for c in comparisons) or any(f.illustrative for f in used),
        comparisons=comparisons,
        reasons=tuple(r for r in decision.reasons if r.passed is not None),
        missing=decision.missing,
        documents=tuple(d for d in run.documents if d.quotation),
        sensitivity=run.sensitivity,
    )


def _sector(case: Case, world: World) -> BilingualText:
    names = world.sectors().get(case.sector)
    if names is None:
        return BilingualText(zh=case.sector, en=case.sector)
    return BilingualText(zh=names["zh"], en=names["en"])


# --- findings, recommendation, decision


def _finding(finding: ReviewFinding, events: Sequence[Event]) -> FindingRecord:
    answers = [
        e
        for e in events
        if e.kind == "finding_answered" and str(e.body.get("finding")) == str(finding.event)
    ]
    break_even = _break_even(finding.worth)
    return FindingRecord(
        event=finding.event,
        day=finding.day.isoformat(),
        path=finding.path,
        text=finding.text,
        worth="" if break_even is not None else _words(finding.worth),
        break_even=break_even,
        answered=_iso(finding.answered),
        answer=str(answers[-1].body.get("text") or "") if answers else "",
    )


def _break_even(worth: object) -> BreakEvenRecord | None:
    """What a finding says of the value at which the verdict turns; None for words of its own."""
    if not isinstance(worth, Mapping) or not _is_decimal(worth.get("break_even")):
        return None
    change = worth.get("change_percent")
    return BreakEvenRecord(
        value=str(worth["break_even"]),
        unit=_words(worth.get("unit")),
        change_percent=str(change) if _is_decimal(change) else "",
    )


def _is_decimal(value: object) -> bool:
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None


def _recommended(case: Case, events: Sequence[Event], law: Law) -> RecommendedRecord | None:
    proposal = case.proposal
    if proposal is None:
        return None
    event = _event(events, proposal.event)
    return RecommendedRecord(
        event=event.sequence,
        day=_moment(case, event).isoformat(),
        role=_role(event, law),
        verdict=proposal.recommendation,
        reason=proposal.reason,
    )


def _decided(decision: AuthorityDecision, events: Sequence[Event], law: Law) -> DecidedRecord:
    event = _event(events, decision.event)
    return DecidedRecord(
        event=event.sequence,
        day=decision.day.isoformat(),
        role=_role(event, law),
        verdict=decision.verdict,
        reason=decision.reason,
        against=decision.against,
        conditions=tuple(_words(c) for c in decision.conditions),
        deadline=_iso(decision.deadline),
        remedies=_several(event.body.get("remedies")),
        number=_words(event.body.get("number")),
        authority=_words(event.body.get("authority")),
    )


def _event(events: Sequence[Event], sequence: int) -> Event:
    return next(e for e in events if e.sequence == sequence)


def _moment(case: Case, event: Event) -> date:
    """The day of an event as it holds now."""
    return case.corrected.get(event.sequence, event.day)


def _role(event: Event, law: Law) -> BilingualText:
    names = law.roles.get(event.role, {"zh": event.role, "en": event.role})
    return BilingualText(zh=names["zh"], en=names["en"])


# --- what follows: grounds, tasks, duties, remedies, clocks


def _entries(world: World, part: str, verdict: str, case: Case) -> Iterator[Mapping[str, Any]]:
    """What the data give to an opinion of this verdict on a plant at its stage, in its channel.

    Raises ReferenceDataError CE-R005: tables of an older version, without it.
    """
    if not (world.tables.folder / FILE).is_file():
        place = Place(str(world.tables.folder))
        raise ReferenceDataError(Problem("CE-R005", place, {"what": FILE}))
    stage, channel = case.stage, (case.filing.channel if case.filing else "") or DEFAULT_CHANNEL
    for entry in world.tables.toml(FILE)[part]:
        fits = stage in entry.get("stages", (stage,)) and channel in entry.get(
            "channels", (channel,)
        )
        if fits and verdict in entry["verdicts"]:
            yield entry


def _grounds(world: World, verdict: str, case: Case) -> Iterator[Ground]:
    for entry in _entries(world, "grounds", verdict, case):
        yield ground_of(world.tables, entry)


def _statutory(
    world: World, part: str, verdict: str, case: Case, clocks: Iterable[Clock]
) -> Iterator[StatutoryRecord]:
    """Duties or remedies, each with its last day where its clock runs on the day of the opinion."""
    by_rule = {c.rule.id: c for c in clocks}
    for entry in _entries(world, part, verdict, case):
        clock = by_rule.get(entry.get("clock", ""))
        yield StatutoryRecord(
            id=entry["id"],
            text=BilingualText(zh=entry["zh"], en=entry["en"]),
            ground=_clause(ground_of(world.tables, entry)),
            due=None if clock is None else _iso(clock.due),
        )


def _tasks(case: Case, law: Law) -> Iterator[TaskRecord]:
    """Milestones and duties with a day or a step of their own."""
    for kind, tasks in (("milestone", case.milestones), ("duty", case.duties)):
        for task in tasks:
            if task.day is not None or task.before:
                yield _task(kind, task, law)


def _task(kind: str, task: Task, law: Law) -> TaskRecord:
    row = law.commands.get(task.before)
    before = None if row is None else BilingualText(zh=row.zh, en=row.en)
    return TaskRecord(kind=kind, name=task.name, day=_iso(task.day), before=before)


def _clause(ground: Ground) -> ClauseRecord:
    return ClauseRecord(
        clause=ground.clause,
        instrument=ground.instrument,
        quotation=ground.quotation,
        grade=ground.grade,
    )


def _clock(clock: Clock) -> ClockRecord:
    return ClockRecord(
        clock=clock.rule.id,
        label=BilingualText(zh=clock.label("zh"), en=clock.label("en")),
        ground=_clause(clock.rule.ground),
        start=clock.start_day.isoformat(),
        met=_iso(clock.met),
        readings=tuple(_reading(r) for r in clock.readings),
    )


def _reading(reading: Reading) -> ReadingRecord:
    return ReadingRecord(
        name=BilingualText(zh=reading.names["zh"], en=reading.names["en"]),
        due=_iso(reading.due),
        state=reading.state,
        provisional=reading.is_provisional,
        steps=tuple(_step(s) for s in reading.steps),
    )


def _step(step: ArithmeticStep) -> BilingualText:
    return BilingualText(zh=step.text("zh"), en=step.text("en"))


# --- what somebody wrote


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _several(value: object) -> tuple[str, ...]:
    """What a body says under a key, each of several by itself."""
    if value is None or value == "":
        return ()
    return tuple(_words(v) for v in value) if isinstance(value, list | tuple) else (_words(value),)


def _words(value: object) -> str:
    """What somebody wrote of something, in one text.

    >>> _words({"value": "2.1", "unit": "GJ/t"}), _words(None), _words(["a", "b"])
    ('value 2.1，unit GJ/t', '', 'a；b')
    """
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "，".join(f"{k} {_words(v)}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return "；".join(map(_words, value))
    return str(value)
