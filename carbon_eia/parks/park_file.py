"""park.toml → Park, or every error of it and of the project files that it names, at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import NamedTuple

from carbon_eia.errors import CallError, InputError, Place, Problem, UnitError
from carbon_eia.files import read_text
from carbon_eia.forms import SPREADSHEETS, refuse_other
from carbon_eia.parks.member_table import ProjectRows, read_rows
from carbon_eia.parks.park_model import (
    ROLES,
    Coordination,
    Member,
    Park,
    ParkYear,
    Pollutant,
    Renewable,
    Scenario,
    ScenarioChange,
    SectorTotal,
    Sink,
    StatedIndicator,
    Transfer,
)
from carbon_eia.parks.park_statements import statement_problems, with_ids
from carbon_eia.parks.structure import share_problems
from carbon_eia.project import City, Field, Project, parse_project, read_project
from carbon_eia.project.fields import read_fields
from carbon_eia.project.lines_of_keys import Cells, key_lines, located_at
from carbon_eia.project.raw_tables import Table
from carbon_eia.project.reader import FieldReader, Vocabulary, parse_toml
from carbon_eia.project.table_values import Values
from carbon_eia.reference import World
from carbon_eia.units import Quantity, Unit, decimal_text

__all__ = ["SECTIONS", "Files", "misfits", "park_fields", "park_of", "parse_park", "read_park"]

_NOTHING = Quantity(Fraction(0), Unit("", Fraction(1), ()), "")
"""Stands where a problem is recorded, so that reading goes on."""

SECTIONS = (
    "park",
    "city",
    "years",
    *ROLES,
    "tables",
    "totals",
    "transfers",
    "renewables",
    "sinks",
    "pollutants",
    "indicators",
    "coordination",
    "scenarios",
)


SHARES = (
    "activity",
    "activity_low",
    "activity_high",
    "activity_share",
    "energy",
    "process",
    "green_share",
    "share",
)
"""Keys of a change that are shares: a number of 1."""


@cache
def park_fields() -> dict[str, dict[str, Field]]:
    """The one description of a park file: section → key → field."""
    return read_fields(Path(__file__).with_name("fields.csv"))


class Files(NamedTuple):
    """What a park names: the text of a file, the project of an Excel form, the rows of a table.

    Without ``form`` and ``table`` every file is a text, as in a record.
    """

    text: Callable[[str], str]
    form: Callable[[str], Project] | None = None
    table: Callable[[str, str], ProjectRows] | None = None


def read_park(path: Path, world: World) -> Park:
    """Read a park file, TOML or an Excel form, and the files that it names.

    Those lie in or below its folder; the project file of a member may be a form too, and members
    may be the rows of a table.

    Raises InputError with the problems of all files together (CE-F…, CE-P…, CE-U…, CE-K…, of a
    form CE-O…, of a table CE-S…).
    """
    folder = path.resolve().parent

    def inside(name: str) -> Path:
        found = (folder / name).resolve()
        if PurePosixPath(name).is_absolute() or folder not in found.parents:
            raise InputError(Problem("CE-K001", Place(name), {"file": name}))
        return found

    files = Files(
        lambda name: read_text(inside(name)),
        lambda name: read_project(inside(name), world, name),
        lambda name, role: read_rows(inside(name), name, role, park_fields()["members"], world),
    )
    refuse_other(path, Place(str(path)))
    if path.suffix.lower() in SPREADSHEETS:
        from carbon_eia.parks.park_form_layout import read_park_form

        return read_park_form(path, world, files)
    text, file = read_text(path), str(path)
    return park_of(parse_toml(text, file), text, world, files, file, key_lines(text))


def parse_park(
    text: str, vocabulary: Vocabulary, content: Callable[[str], str], file: str = "park.toml"
) -> Park:
    """Read a park from its text; ``content(name)`` gives the text of a file that it names."""
    files = Files(content)
    return park_of(parse_toml(text, file), text, vocabulary, files, file, key_lines(text))


def park_of(
    raw: Table,
    text: str,
    vocabulary: Vocabulary,
    files: Files,
    file: str,
    lines: Mapping[str, int],
    cells: Cells = MappingProxyType({}),
) -> Park:
    """The park of the tables of a file; ``text`` is it as TOML, ``cells`` are those of a form.

    Raises InputError with every problem.
    """
    reader = _ParkReader(file, lines, vocabulary, files, cells)
    park = reader.park(raw, text)
    if reader.problems:
        raise InputError(reader.problems)
    return park


def misfits(park: Park, vocabulary: Vocabulary) -> list[Problem]:
    """Everything that one part of a park says against another, of a park that no file states."""
    reader = _ParkReader("park.toml", {}, vocabulary, Files(str), MappingProxyType({}))
    reader._consistent(park)
    return reader.problems


class _ParkReader(FieldReader):
    """Reads a park file; a member's project file is read by the reader of projects."""

    def __init__(
        self,
        file: str,
        lines: Mapping[str, int],
        vocabulary: Vocabulary,
        files: Files,
        cells: Cells,
    ) -> None:
        super().__init__(file, lines, vocabulary)
        self.files = files
        self.cells = cells
        self.texts: dict[str, str] = {}
        self.rows: dict[str, Project | None] = {}
        self.places: dict[str, Place] = {}

    def place(self, key: str) -> Place:
        """The line of a key; in a form its sheet and cell, in a table its row and column."""
        if key in self.places:
            return self.places[key]
        return located_at(super().place(key), self.file, self.cells)

    def park(self, raw: Table, text: str) -> Park:
        """The park; problems are collected on the way."""
        known = park_fields()
        self._unknown(raw, SECTIONS, "")
        head = self.section(self._table(raw, "park"), known["park"], "park")
        city = self.section(self._table(raw, "city"), known["city"], "city")
        increment = city.take(Quantity, "increment")
        if city and not city.get("source"):
            self.add("CE-P003", "city.source", section="city")
        entries = {role: self._tables(raw, role) for role in ROLES}
        for t, key in self._tables(raw, "tables"):
            self.table(t, key, entries)
        members = [
            member
            for role, listed in entries.items()
            for t, key in listed
            if (member := self.member(t, key, role)) is not None
        ]
        lists = {
            name: [
                (self.section(t, known[name], key), self.place(key))
                for t, key in self._tables(raw, name)
            ]
            for name in SECTIONS
            if name not in ("park", "city", "tables", *ROLES)
        }
        for name in head.texts("benchmarks"):
            try:
                self.texts[name] = self.files.text(name)
            except InputError as error:
                self.problems += [p.at(self.place("park.benchmarks")) for p in error.problems]
        park = Park(
            name=head.text("name"),
            code=head.text("code"),
            region=head.text("region"),
            kind=head.text("kind") or "general",
            base_year=head.of(int, "base_year") or 0,
            plan_years=tuple(sorted(head.of(list, "plan_years") or ())),
            boundary=head.text("boundary"),
            area=head.of(Quantity, "area") or _NOTHING,
            activity=head.text("activity") or "added_value",
            objective=head.text("objective") or "added_value",
            pending=head.text("pending") or "exclude",
            benchmarks=head.texts("benchmarks"),
            members=tuple(members),
            totals=tuple(_total(v, p) for v, p in lists["totals"]),
            transfers=tuple(_transfer(v, p) for v, p in lists["transfers"]),
            renewables=tuple(
                Values({"source": ""} | v).into(Renewable)
                for v, _ in lists["renewables"]
                if _complete(v, "renewables")
            ),
            sinks=tuple(v.into(Sink) for v, _ in lists["sinks"] if _complete(v, "sinks")),
            years=tuple(v.into(ParkYear) for v, _ in lists["years"] if _complete(v, "years")),
            scenarios=tuple(_scenario(v, p) for v, p in lists["scenarios"]),
            pollutants=tuple(
                v.into(Pollutant, place=p)
                for v, p in lists["pollutants"]
                if _complete(v, "pollutants")
            ),
            indicators=tuple(
                v.into(StatedIndicator, place=p)
                for v, p in lists["indicators"]
                if _complete(v, "indicators")
            ),
            coordination=tuple(
                v.into(Coordination, place=p)
                for v, p in lists["coordination"]
                if _complete(v, "coordination")
            ),
            city=city.into(City),
            increment=increment,
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            texts=MappingProxyType(self.texts),
        )
        if not self.problems:
            park = with_ids(self._with_sectors(park))
            self._consistent(park)
        return park

    # --- members

    def table(self, raw: Table, key: str, entries: dict[str, list[tuple[Table, str]]]) -> None:
        """Add the entries of a table's rows; each names the text of its project."""
        v = self.section(raw, park_fields()["tables"], key)
        if {"file", "role"} - v.keys():
            return
        file, role = v.text("file"), v.text("role")
        if file in self.texts:
            self.add("CE-K004", f"{key}.file", value=file)
            return
        try:
            read = self.files.table
            found = ProjectRows(self.files.text(file)) if read is None else read(file, role)
        except (CallError, InputError, UnitError) as error:
            self._failed(error.problems, key)
            return
        self.texts |= {file: found.text}
        self.texts |= {f: p.text for f, p in found.projects.items() if p is not None}
        self.rows |= found.projects
        self.places |= found.places
        self.problems += found.problems
        listed = self._tables(parse_toml(found.text, file), role)
        entries[role] += [(t, str(t.get("file", at))) for t, at in listed]

    def member(self, raw: Table, key: str, role: str) -> Member | None:
        """A member with its project; None where its file is wrong."""
        v = self.section(raw, park_fields()["members"], key)
        if role == "projects" and "start" not in v and "start" not in raw:
            self.add("CE-P003", f"{key}.start", section=key)
        file = v.take(str, "file") or ""
        if not file:
            return None
        project = self._project(file, key)
        if role == "projects":
            v.setdefault("measures", "committed")
        elif v.get("measures", "none") != "none":
            self.add("CE-K013", f"{key}.measures", value=v.text("name"))
        if project is None or "name" not in v:
            return None
        return v.into(Member, role=role, project=project, place=self.place(key))

    def _project(self, file: str, key: str) -> Project | None:
        if file in self.rows:
            return self.rows[file]
        form = self.files.form if file.lower().endswith(SPREADSHEETS) else None
        try:
            if form is not None:
                project = form(file)
            else:
                project = parse_project(self.files.text(file), self.vocabulary, file)
            self.texts[file] = project.text
            return project
        except InputError as error:
            self._failed(error.problems, key)
            return None

    def _failed(self, problems: Iterable[Problem], key: str) -> None:
        """Problems of a file: those that name no place in it stand where the park names it."""
        for p in problems:
            within = p.place.line or p.place.sheet or p.place.key
            self.problems.append(p if within else p.at(self.place(f"{key}.file")))

    # --- values of kinds that only a park has

    def value(self, raw: object, field: Field, key: str) -> object:
        """As for a project; a list of years or of changes besides."""
        if field.type == "integers":
            if not isinstance(raw, list) or not raw:
                self.add("CE-P004", key, expected=field.example)
                return None
            one = field._replace(type="integer")
            found = [self.value(x, one, key) for x in raw]
            return None if None in found else found
        if field.type == "changes":
            if not isinstance(raw, list) or not all(isinstance(x, dict) for x in raw):
                self.add("CE-P004", key, expected="[[scenarios.changes]] year = 2030 …")
                return None
            return [self._change(x, f"{key}[{i}]") for i, x in enumerate(raw)]
        return super().value(raw, field, key)

    def _change(self, raw: Table, key: str) -> ScenarioChange:
        v = self.section(raw, park_fields()["changes"], key)
        for name in (*SHARES, "efficiency"):
            share = v.of(Quantity, name)
            if share is not None:
                v[name] = share.to("1")
        if len({"switch_from", "switch_to", "share"} & v.keys()) not in (0, 3):
            self.add("CE-K002", key)
        self._range(v, key)
        v.setdefault("year", 0)
        return v.into(ScenarioChange, place=self.place(key))

    def _range(self, v: Values, key: str) -> None:
        """The low and the high case of a change of activity, with the change between them."""
        ends = [v.of(Fraction, k) for k in ("activity_low", "activity", "activity_high")]
        low, central, high = ends
        if low is None and high is None:
            return
        held = Fraction(0) if central is None else central
        if low is None or high is None or not low <= held <= high:
            shown = ["—" if x is None else f"{decimal_text(x * 100, 6)} %" for x in ends]
            self.add("CE-K026", key, low=shown[0], central=shown[1], high=shown[2])

    # --- what must fit together

    def _consistent(self, park: Park) -> None:
        """Everything that one table of the file says of another."""
        early = [y for y in park.plan_years if y <= park.base_year]
        if early:
            self.add("CE-K003", "park.plan_years", year=early[0], base=park.base_year)
        self._names(park)
        self._scenarios(park)
        for i, year in enumerate(park.years):
            if (year.carbon_cap or year.energy_cap) and not year.source:
                self.add("CE-P003", f"years[{i}].source", section="years")
        self.problems += statement_problems(park)
        if len({y.year for y in park.years}) < len(park.years):
            self.add("CE-K004", "years", value="year")

    def _names(self, park: Park) -> None:
        seen: set[str] = set()
        projects: dict[str, Member] = {}
        places = [(m.name, m.place) for m in park.members]
        for name, place in [*places, *((t.name, t.place) for t in park.totals)]:
            if name in seen:
                self.problems.append(Problem("CE-K004", place, {"value": name}))
            seen.add(name)
        for m in park.members:
            marks = [x for x in (m.project.sha256, m.project.code, m.project.name) if x]
            other = next((projects[x] for x in marks if x in projects), None)
            if other is not None:
                at = str(other.place) or "park.toml"
                params: dict[str, object] = {"value": m.name, "other": other.name, "at": at}
                self.problems.append(Problem("CE-K005", m.place, params))
            projects |= dict.fromkeys(marks, m)
            if m.start is not None and m.role == "projects" and m.start <= park.base_year:
                params = {"year": m.start, "base": park.base_year}
                self.problems.append(Problem("CE-K003", m.place, params))
        for t in park.totals:
            own = [
                m.name
                for m in park.members
                if m.role == "enterprises" and m.project.sector == t.sector
            ]
            if own:
                params = {"sector": t.name, "members": "、".join(own)}
                self.problems.append(Problem("CE-K006", t.place, params))
            if (t.emission is None) == (t.intensity is None):
                self.problems.append(Problem("CE-K007", t.place, {"sector": t.name}))
        for x in park.transfers:
            ends = [(x.seller, x.source)] if x.leaves else [(x.seller, x.source), (x.buyer, x.use)]
            for name, source in ends:
                member = park.member(name)
                if member is None:
                    known = "、".join(m.name for m in park.members)
                    params = {"value": name, "known": known}
                    self.problems.append(Problem("CE-K008", x.place, params))
                elif not source:
                    self.add("CE-P003", f"{x.place.key}.use", section="transfers")
                elif source not in [s.name for s in member.project.sources]:
                    known = "、".join(s.name for s in member.project.sources)
                    params = {"value": f"{name} {source}", "known": known}
                    self.problems.append(Problem("CE-K008", x.place, params))

    def _scenarios(self, park: Park) -> None:
        names = {m.name for m in park.members} | {t.name for t in park.totals}
        sectors = _sectors(park)
        labels = {i: self.vocabulary.sector_label(i) for i in sectors}
        seen: set[str] = set()
        for s in park.scenarios:
            if s.name in seen:
                self.problems.append(Problem("CE-K004", s.place, {"value": s.name}))
            seen.add(s.name)
            self.problems += share_problems(s, labels)
            for c in s.changes:
                if c.of and c.of not in names | sectors:
                    known = sorted(names | set(labels.values()))
                    params: dict[str, object] = {"value": c.of, "known": "、".join(known)}
                    self.problems.append(Problem("CE-K008", c.place, params))
                if not park.base_year < c.year <= max(park.plan_years):
                    params = {"year": c.year, "base": park.base_year}
                    self.problems.append(Problem("CE-K003", c.place, params))

    def _with_sectors(self, park: Park) -> Park:
        """The park with the sectors that its changes name by their ids."""
        names = {m.name for m in park.members} | {t.name for t in park.totals}
        sectors = _sectors(park)

        def plain(c: ScenarioChange) -> ScenarioChange:
            if not c.of or c.of in names:
                return c
            meant = [i for i in self.vocabulary.sector_ids(c.of) if i in sectors]
            return c._replace(of=meant[0]) if len(meant) == 1 else c

        scenarios = [s._replace(changes=tuple(map(plain, s.changes))) for s in park.scenarios]
        return park._replace(scenarios=tuple(scenarios))


def _sectors(park: Park) -> set[str]:
    return {m.project.sector for m in park.members} | {t.sector for t in park.totals}


def _complete(v: Values, section: str) -> bool:
    """Whether every required key was read; where not, a problem is recorded."""
    return all(k in v for k, field in park_fields()[section].items() if field.required)


def _total(v: Values, place: Place) -> SectorTotal:
    names = ("added_value", "output_value", "emission", "intensity", "energy", "electricity")
    held: dict[str, Quantity | None] = {n: v.of(Quantity, n) for n in names}
    return SectorTotal(
        v.text("name"), v.text("sector"), **held, source=v.text("source"), place=place
    )


def _transfer(v: Values, place: Place) -> Transfer:
    loss = v.of(Quantity, "loss")
    return Transfer(
        v.text("from"),
        v.text("source"),
        v.text("to"),
        v.text("use"),
        v.of(Quantity, "amount"),
        Fraction(0) if loss is None else loss.to("1"),
        place,
    )


DEFAULT_PROJECTS = {"baseline": "none", "plan": "all", "optimised": "chosen", "own": "all"}


def _scenario(v: Values, place: Place) -> Scenario:
    kind = v.text("kind") or "own"
    changes: Sequence[ScenarioChange] = v.of(list, "changes") or ()
    projects = v.text("projects") or DEFAULT_PROJECTS[kind]
    return Scenario(v.text("name"), kind, projects, tuple(changes), place)
