"""The Run on which a filing rests: what a finding may be pinned to and what it is worth, which
milestones the retrofit has, and what the verdict would be on another day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from carbon_eia.assessment import assess, certainty_of
from carbon_eia.errors import CallError, Problem
from carbon_eia.project.reader import parse_toml
from carbon_eia.proof.causes import Cause
from carbon_eia.proof.project_replay import PROJECT
from carbon_eia.reference import World, open_world
from carbon_eia.register.fold import case_of
from carbon_eia.register.runs import filed_run
from carbon_eia.register.store import Register
from carbon_eia.run import make_run
from carbon_eia.run.records import Run

__all__ = [
    "Milestone",
    "Replayed",
    "is_place",
    "milestones_of",
    "pinned",
    "replayed",
    "worth_of",
]

CHAPTER = re.compile(r"\d{1,2}(\.\d{1,2}){0,3}")
STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")

FEWEST_DRAWS = 100
"""Draws of the analysis that finds break-evens: they are solved exactly, whatever is drawn."""


class Milestone(NamedTuple):
    """A measure of the retrofit, when it is finished, and its entry of the catalogue."""

    name: str
    day: date
    measure: str


class Replayed(NamedTuple):
    """The verdict that was filed, the one of another day, and why it is another."""

    then: Run
    now: Run
    causes: tuple[Cause, ...]


def is_place(run: Run, path: str) -> bool:
    """Whether a path is one of a Run: a parameter (``sources[1].ncv``), a rule, or a chapter.

    A parameter need not stand in the project's file, where a default holds in its place; the table
    that it belongs to does.
    """
    if _is_chapter_or_rule(run, path):
        return True
    steps = [STEP.fullmatch(step) for step in path.split(".")]
    found: object = parse_toml(run.project.text)
    for step in steps[:-1] if len(steps) > 1 else steps:
        if step is None or not isinstance(found, Mapping) or step[1] not in found:
            return False
        found = found[step[1]]
        if step[2] is not None:
            if not isinstance(found, list) or int(step[2]) >= len(found):
                return False
            found = found[int(step[2])]
    return steps[-1] is not None and (len(steps) == 1 or isinstance(found, Mapping))


def _is_chapter_or_rule(run: Run, path: str) -> bool:
    return bool(CHAPTER.fullmatch(path)) or any(r.rule == path for r in run.decision.reasons)


def worth_of(run: Run, path: str, world: World) -> dict[str, object] | None:
    """What a parameter is worth: at which value of it the verdict would turn.

    As the Run says it; where it has no analysis of uncertainty it is solved now, from the same
    project in the same world. None for a rule or a chapter, and for a parameter whose value decides
    nothing.
    """
    if _is_chapter_or_rule(run, path):
        return None
    analysed = run.uncertainty
    if analysed is None:
        situation = PROJECT.situation(run, world)
        assessed = assess(situation.stated, situation.world, situation.limits)
        analysed = make_run(assessed, certainty_of(assessed, FEWEST_DRAWS)).uncertainty
    inputs = () if analysed is None else analysed.inputs
    own = next((i for i in inputs if path in i.places), None)
    even = None if own is None else own.break_even
    if even is None:
        return None
    return {"break_even": even.value, "unit": even.unit, "change_percent": even.change_percent}


def milestones_of(run: Run) -> list[Milestone]:
    """The measures that the retrofit rests on, each with its finish: of the plan, else those that
    are committed, else those that are proposed."""
    plan = run.retrofit.plan
    if plan is not None:
        planned = [(m.name, m.finish, m.reference) for m in plan.measures]
    else:
        chosen = run.retrofit.committed or run.retrofit.proposed
        names = () if chosen is None else chosen.measures
        own = [m for m in run.project.measures if m.name in names]
        planned = [(m.name, m.finish, m.reference) for m in own]
    return [
        Milestone(name, date.fromisoformat(finish), reference)
        for name, finish, reference in planned
        if finish is not None
    ]


def replayed(run: Run, world: World) -> Replayed:
    """A Run computed again in another world: the same project by the data and rules of its day."""
    now = PROJECT.again(run, world)
    return Replayed(run, now, tuple(PROJECT.causes(run, now)))


def pinned(register: Register, code: str, body: Mapping[str, object]) -> dict[str, object]:
    """A finding with what it is worth, where its path is one of the Run that was filed.

    Raises CallError CE-G228 where it is none.
    """
    path = str(body.get("path", ""))
    body = {**body, "path": path}
    with register.reading() as ledger:
        case = case_of(ledger.events(code))
    run = filed_run(register, case)
    if run is None or not path:
        return dict(body)
    if not is_place(run, path):
        raise CallError(Problem("CE-G228", params={"path": path}))
    if "worth" in body:
        return dict(body)
    worth = worth_of(run, path, open_world(date.fromisoformat(run.as_of)))
    return dict(body) if worth is None else {**body, "worth": worth}
