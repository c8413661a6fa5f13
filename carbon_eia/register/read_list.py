"""A list of projects in a spreadsheet: its rows as commands of the table of states, each with the
cell that it stands in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.forms import (
    WORKBOOK_LIMITS,
    Sheet,
    SheetCell,
    cell_name,
    notice,
    notices_of,
    open_workbook,
)
from carbon_eia.reference import World
from carbon_eia.register.acting import CommandRequest
from carbon_eia.register.law import Law
from carbon_eia.register.list_plan import DAY_FIELDS, ListPlan, PlannedStep
from carbon_eia.register.states import DAYS

__all__ = ["ListedCase", "Planned", "read_list"]


class Planned(NamedTuple):
    """A command that a row calls for, and the place to name where it is refused."""

    asked: CommandRequest
    place: Place


class ListedCase(NamedTuple):
    """A row: the case, its commands in order (the first lists it), and the state that it claims.

    ``has_day``: whether the list says when it was listed.
    """

    code: str
    place: Place
    planned: tuple[Planned, ...]
    has_day: bool
    state: str
    state_place: Place


class IntakeOfficer(NamedTuple):
    """Who takes the list in, and on which day where a row has none."""

    actor: str
    day: date


def read_list(
    path: Path, plan: ListPlan, actor: str, day: date, world: World, law: Law
) -> list[ListedCase]:
    """The cases of a list.

    Raises InputError, all at once with sheet and cell: what ``open_workbook`` raises; CE-G230 no or
    several sheets, CE-G231 a head that is missing or there twice, CE-G232 a row without a code,
    CE-G233 a code twice, CE-G234 no day, CE-G235 a word that nothing is known of, CE-O011, CE-O016,
    CE-O017 a cell that cannot be read.
    """
    sheet = _sheet(path, plan)
    reader = _ListRows(
        sheet, Place(str(path), sheet=sheet.name), plan, IntakeOfficer(actor, day), world, law
    )
    cases = [c for row in range(plan.heads, len(sheet.values)) if (c := reader.case(row))]
    first: dict[str, Place] = {}
    for case in cases:
        if case.code in first:
            params: dict[str, object] = {"code": case.code, "cell": first[case.code].cell}
            reader.problems.append(Problem("CE-G233", case.place, params))
        first.setdefault(case.code, case.place)
    if reader.problems:
        raise InputError(reader.problems)
    return cases


def _sheet(path: Path, plan: ListPlan) -> Sheet:
    """The sheet that a plan names, or the only visible one."""
    sheets = open_workbook(path, limits=WORKBOOK_LIMITS)
    own = [s for s in sheets if not s.hidden and plan.sheet in ("", s.name)]
    if len(own) != 1:
        known = "、".join(s.name for s in sheets if not s.hidden)
        raise InputError(Problem("CE-G230", Place(str(path)), {"known": known}))
    notice(notices_of(own[0], str(path), plan.heads - 1))
    return own[0]


class _ListRows:
    """Reads the rows of a sheet, and keeps every problem."""

    def __init__(
        self,
        sheet: Sheet,
        place: Place,
        plan: ListPlan,
        office: IntakeOfficer,
        world: World,
        law: Law,
    ) -> None:
        self.sheet, self.place, self.plan, self.office = sheet, place, plan, office
        self.world, self.law = world, law
        self.problems: list[Problem] = []
        self.heads = self._heads()

    def _heads(self) -> dict[str, int]:
        """The column of each head that the plan names."""
        row = self.plan.heads - 1
        cells = self.sheet.row(row) if row < len(self.sheet.values) else []
        texts = ["" if c.covered else c.text.strip() for c in cells]
        steps = self.plan.steps
        wanted = [*self.plan.columns.values(), *(s.day for s in steps)]
        wanted += [head for s in steps for head in s.columns.values()]
        found: dict[str, int] = {}
        for head in dict.fromkeys(wanted):
            if texts.count(head) != 1:
                params: dict[str, object] = {
                    "head": head,
                    "count": texts.count(head),
                    "row": self.plan.heads,
                    "known": "、".join(t for t in texts if t),
                }
                self.problems.append(Problem("CE-G231", self.place, params))
            else:
                found[head] = texts.index(head)
        return found

    def case(self, row: int) -> ListedCase | None:
        """The case of a row; None where the row says nothing, or has no code."""
        texts = {field: self._text(row, head) for field, head in self.plan.columns.items()}
        if not any(texts.values()) and not any(self._text(row, s.day) for s in self.plan.steps):
            return None
        place = self._at(row, self.plan.columns["code"])
        code = texts.pop("code")
        if not code:
            self.problems.append(Problem("CE-G232", place))
            return None
        facts = {f: self._meant(f, t, row) for f, t in texts.items() if t}
        steps = [p for s in self.plan.steps if (p := self._step(s, code, row)) is not None]
        days = [p.asked.day for p in steps]
        listed = facts.pop("day", "")
        day = date.fromisoformat(listed) if listed else min([self.office.day, *days])
        state = facts.pop("state", "")
        body = _nested(facts)
        body["source"] = {"file": Path(self.place.file).name, "sheet": self.sheet.name,
                          "row": row + 1}  # fmt: skip
        first = Planned(CommandRequest("list", code, self.office.actor, None, day, body), place)
        where = self._at(row, self.plan.columns.get("state", self.plan.columns["code"]))
        return ListedCase(code, place, (first, *steps), bool(listed), state, where)

    def _step(self, step: PlannedStep, code: str, row: int) -> Planned | None:
        """A step of a row; None where its day is empty."""
        day = self._day(row, step.day)
        if not day:
            return None
        texts = {key: (self._day if key in DAYS else self._text)(row, head)
                 for key, head in step.columns.items()}  # fmt: skip
        body = {key: text for key, text in texts.items() if text}
        actor, on = self.office.actor, date.fromisoformat(day)
        asked = CommandRequest(step.command, code, actor, step.role, on, body)
        return Planned(asked, self._at(row, step.day))

    def _meant(self, field: str, text: str, row: int) -> str:
        """What a cell means, as the plan and the data have it; it is as written where both are
        silent, and empty where it is a problem."""
        head = self.plan.columns[field]
        if field in DAY_FIELDS:
            return self._day(row, head)
        text = self.plan.values.get(field, {}).get(text, text)
        if field == "sector":
            return self._one(field, text, row, self.world.sector_id(text), ())
        if field in ("stage", "state"):
            known = self.law.stages if field == "stage" else self.law.states
            names = {i: i for i in known} | {n[lang]: i for i, n in known.items() for lang in n}
            return self._one(field, text, row, names.get(text), list(known))
        return text

    def _one(self, field: str, text: str, row: int, meant: str | None, known: Sequence[str]) -> str:
        if meant is not None:
            return meant
        params: dict[str, object] = {
            "value": text,
            "field": field,
            "known": " ".join(known) or f"[values.{field}]",
        }
        where = self._at(row, self.plan.columns[field])
        self.problems.append(Problem("CE-G235", where, params))
        return ""

    def _day(self, row: int, head: str) -> str:
        """A day as text; empty where the cell is, or where it is none, which is a problem."""
        from carbon_eia.screening.cells import as_date

        cell = self._cell(row, head)
        if isinstance(cell.value, datetime):
            return cell.value.date().isoformat()
        if isinstance(cell.value, date):
            return cell.value.isoformat()
        text = self._text(row, head)
        if not text:
            return ""
        day = as_date(text)
        if day is None:
            self.problems.append(Problem("CE-G234", self._at(row, head), {"value": text}))
            return ""
        return day.isoformat()

    def _text(self, row: int, head: str) -> str:
        """What a cell says; a cell that cannot be read is a problem."""
        cell = self._cell(row, head)
        problem = None if cell.empty else cell.problem
        if problem is not None:
            where = problem.at(self._at(row, head))
            self.problems += [] if where in self.problems else [where]
            return ""
        return "" if cell.empty else cell.text.strip()

    def _cell(self, row: int, head: str) -> SheetCell:
        return self.sheet.cell(row, self.heads[head]) if head in self.heads else SheetCell()

    def _at(self, row: int, head: str) -> Place:
        return self.place._replace(cell=cell_name(row, self.heads.get(head, 0)))


def _nested(facts: dict[str, str]) -> dict[str, object]:
    """Facts as a body: ``opinion.day`` becomes the day of an opinion."""
    body: dict[str, object] = {}
    for field, value in facts.items():
        if not value:
            continue
        outer, dot, inner = field.partition(".")
        if dot:
            within = body.setdefault(outer, {})
            if isinstance(within, dict):
                within[inner] = value
        else:
            body[outer] = value
    return body
