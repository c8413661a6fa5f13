"""The law of the register as data: states and commands, clocks, and the calendar they count by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.reference.articles import read_article
from carbon_eia.reference.factor_tables import Tables
from carbon_eia.register.controls import Controls, read_controls
from carbon_eia.register.days import Calendar, announced_calendar

__all__ = [
    "ClockRule",
    "Command",
    "DatedGround",
    "Ground",
    "Law",
    "ReadingRule",
    "ground_of",
    "open_law",
]


class Ground(NamedTuple):
    """What a row rests on: its clause, the words quoted, why it is read so, its grade."""

    clause: str
    instrument: str
    quotation: str
    note: str
    grade: str


class Command(NamedTuple):
    """A row of the table of states.

    ``states``: those from which it may be given (``new``: there is no case yet, ``*``: any but
    that); ``roles``: who may give it; ``event``: what it writes; ``to``: the state it leads to
    (``same``, ``origin``: the one before, ``stage``: that of the plant); ``guards``: what must hold
    besides, by name; ``needs``: keys that its body must have; ``allows``: others that it may have.
    """

    id: str
    event: str
    zh: str
    en: str
    states: frozenset[str]
    roles: frozenset[str]
    to: str
    guards: tuple[str, ...]
    needs: tuple[str, ...]
    allows: frozenset[str]
    ground: Ground

    def is_from(self, state: str) -> bool:
        """Whether it may be given in a state (empty: there is no case yet)."""
        if not state:
            return "new" in self.states
        return state in self.states or "*" in self.states


class DatedGround(NamedTuple):
    """What a clock rests on from a day of force on."""

    valid_from: date
    ground: Ground


class ReadingRule(NamedTuple):
    """One way to read a clock, where the law allows two; the first of a clock is the one taken.

    ``stops``: by it the experts' time is left out.
    """

    id: str
    zh: str
    en: str
    length: int | None = None
    unit: str = ""
    month_day: str = ""
    stops: bool = False


class ClockRule(NamedTuple):
    """A clock: how long, counted how, met by which events, and what it is when its time is over.

    ``joint``: length and extension where authorities handle the case together; ``grounds``: what it
    rests on, the newest first.
    """

    id: str
    zh: str
    en: str
    unit: str
    length: int | None
    extension: int
    joint: tuple[int, int] | None
    stops: bool
    shift: bool
    met: frozenset[str]
    unmet: str
    who: str
    after: Mapping[str, str]
    readings: tuple[ReadingRule, ...]
    grounds: tuple[DatedGround, ...]

    @property
    def ground(self) -> Ground:
        """What it rests on now."""
        return self.grounds[0].ground

    @property
    def first_day(self) -> date:
        """The day of force of the earliest of its grounds."""
        return self.grounds[-1].valid_from

    def ground_on(self, day: date) -> Ground:
        """What it rested on, on a day; before all of them, the earliest."""
        return next(
            (g.ground for g in self.grounds if g.valid_from <= day), self.grounds[-1].ground
        )


class Law(NamedTuple):
    """The law of the register: what is allowed, what is due, and how days are counted.

    ``administration``: what is done to the register itself; ``outside``: roles of persons who are
    not of the authority; ``as_written``, ``shifted``: how the two readings of a last day that is
    off are called. ``controls``: what holds across cases.
    """

    tables: Tables
    states: Mapping[str, Mapping[str, str]]
    stages: Mapping[str, Mapping[str, str]]
    roles: Mapping[str, Mapping[str, str]]
    outside: frozenset[str]
    commands: Mapping[str, Command]
    administration: Mapping[str, Command]
    guards: Mapping[str, Ground]
    clocks: Mapping[str, ClockRule]
    calendar: Calendar
    valid_from: date
    as_written: Mapping[str, str]
    shifted: Mapping[str, str]
    controls: Controls

    def command_for(self, event: str) -> Command:
        """The first command that writes an event of a kind."""
        return next(c for c in self.commands.values() if c.event == event)


def open_law(tables: Tables) -> Law:
    """The law as the reference data have it.

    Raises ReferenceDataError CE-R005: tables of an older version, without it.

    >>> from carbon_eia.reference import open_tables
    >>> law = open_law(open_tables())
    >>> law.commands["notify"].ground.clause, law.clocks["decision"].length
    ('31号令第14条', 20)
    """
    key = ("register law",)
    if key not in tables.memo:
        for name in ("states", "clocks"):
            file = f"register/{name}.toml"
            if not (tables.folder / file).is_file():
                place = Place(str(tables.folder))
                raise ReferenceDataError(Problem("CE-R005", place, {"what": file}))
        raw, clocks = tables.toml("register/states.toml"), tables.toml("register/clocks.toml")
        common = frozenset(raw.get("common", ()))
        tables.memo[key] = Law(
            tables=tables,
            states=raw["states"],
            stages=raw["stages"],
            roles={i: {"zh": r["zh"], "en": r["en"]} for i, r in raw["roles"].items()},
            outside=frozenset(i for i, r in raw["roles"].items() if r.get("outside")),
            commands={c["id"]: _command(tables, c, common) for c in raw["commands"]},
            administration={c["id"]: _command(tables, c, common) for c in raw["administration"]},
            guards={name: ground_of(tables, g) for name, g in raw["guards"].items()},
            clocks={c["id"]: _clock(tables, c, clocks["valid_from"]) for c in clocks["clocks"]},
            calendar=announced_calendar(tables),
            valid_from=date.fromisoformat(raw["valid_from"]),
            as_written=clocks["as_written"],
            shifted=clocks["shifted"],
            controls=read_controls(tables),
        )
    law: Law = tables.memo[key]
    return law


def ground_of(tables: Tables, raw: Mapping[str, object]) -> Ground:
    """What a row rests on: its article, and what it quotes of it."""
    article = read_article(tables, str(raw["article"]))
    return Ground(
        clause=article.clause,
        instrument=article.instrument,
        quotation=str(raw.get("quotation", "")),
        note=str(raw.get("note", "")),
        grade=str(raw.get("grade", article.grade)),
    )


def _command(tables: Tables, raw: Mapping[str, Any], common: frozenset[str]) -> Command:
    return Command(
        id=raw["id"],
        event=raw["event"],
        zh=raw["zh"],
        en=raw["en"],
        states=frozenset(raw["from"]),
        roles=frozenset(raw["roles"]),
        to=raw["to"],
        guards=tuple(raw.get("guards", ())),
        needs=tuple(raw.get("needs", ())),
        allows=frozenset(raw.get("allows", ())) | common,
        ground=ground_of(tables, raw),
    )


def _clock(tables: Tables, raw: Mapping[str, Any], force: str) -> ClockRule:
    joint = raw.get("joint")
    dated = [(raw.get("valid_from", force), raw)]
    dated += [(g["valid_from"], g) for g in raw.get("earlier", ())]
    return ClockRule(
        id=raw["id"],
        zh=raw["zh"],
        en=raw["en"],
        unit=raw["unit"],
        length=int(raw["length"]) if "length" in raw else None,
        extension=int(raw.get("extension", 0)),
        joint=(int(joint["length"]), int(joint["extension"])) if joint else None,
        stops=bool(raw.get("stops")),
        shift=bool(raw.get("shift")),
        met=frozenset(raw["met"]),
        unmet=raw["unmet"],
        who=raw["who"],
        after=raw.get("after", {}),
        readings=tuple(_reading(r) for r in raw.get("readings", ())),
        grounds=tuple(DatedGround(date.fromisoformat(d), ground_of(tables, g)) for d, g in dated),
    )


def _reading(raw: Mapping[str, Any]) -> ReadingRule:
    return ReadingRule(
        id=raw["id"],
        zh=raw["zh"],
        en=raw["en"],
        length=int(raw["length"]) if "length" in raw else None,
        unit=raw.get("unit", ""),
        month_day=raw.get("month_day", ""),
        stops=bool(raw.get("stops")),
    )
