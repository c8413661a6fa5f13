"""A table of members → what a park file with a project file for each row would say.

Every row becomes a project by the very code of screening; further columns give what a park file
says of a member (``heads.csv``). What is read is a text: the entries of the members as TOML, which
name the texts of their projects as ``table.xlsx/2``, of row 2. A record holds these texts, and a
park is read from them again without the table and without what reads tables.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from carbon_eia.errors import CarbonEiaError, InputError, MachineError, Place, Problem
from carbon_eia.files import read_bytes
from carbon_eia.project import Field, Project
from carbon_eia.project.canonical import toml_value
from carbon_eia.project.reader import MAX_ENTRIES
from carbon_eia.reference import World

if TYPE_CHECKING:
    from carbon_eia.screening.marks import CellMark
    from carbon_eia.screening.screener import Screener

__all__ = ["ProjectRows", "column_words", "member_columns", "read_rows"]


class ProjectRows(NamedTuple):
    """The rows of a table: their entries in a park file, and the projects that those name.

    ``projects``: name of a row → its project, None where the row is wrong; ``places``: key path
    (``table.xlsx/2.start``) → row and column.
    """

    text: str
    projects: Mapping[str, Project | None] = MappingProxyType({})
    places: Mapping[str, Place] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()


@cache
def column_words() -> dict[str, tuple[str, ...]]:
    """Key of a member → how its column may be headed.

    >>> column_words()["close"][0]
    '关停年'
    """
    text = Path(__file__).with_name("heads.csv").read_text(encoding="utf-8")
    return {r["key"]: tuple(r["words"].split("|")) for r in csv.DictReader(text.splitlines())}


def member_columns(labels: Sequence[str]) -> dict[int, str]:
    """The columns that give a park's own fields of a member: number → key.

    >>> member_columns(["项目名称", "投产年份", "烟煤", "measures"])
    {1: 'start', 3: 'measures'}
    """
    from carbon_eia.screening.column_heads import normal

    keys = {normal(word): key for key, words in column_words().items() for word in words}
    return {i: keys[normal(x)] for i, x in enumerate(labels) if normal(x) in keys}


def read_rows(
    path: Path, file: str, role: str, known: Mapping[str, Field], world: World
) -> ProjectRows:
    """Read a table of members of a role; ``file``: how the park calls it; ``known``: their fields.

    Raises InputError: CE-F… and CE-O… for a file that is not read, CE-S001 without known heads,
    CE-S013 without a row, CE-P019 with more rows than a park has members; CallError CE-S018 for a
    file that is no table; UnitError CE-U003 for a unit in a head that is refused; MachineError
    CE-D001 without what reads tables.
    """
    read_bytes(path, place=Place(file))
    reader = _RowReader(file, known)
    try:
        reader.read(path, world)
    except ImportError as error:
        raise MachineError(Problem("CE-D001", params={"package": error.name})) from None
    if not reader.projects:
        raise InputError(reader.problems or Problem("CE-S013", Place(file)))
    text = "\n".join(
        "\n".join([f"[[{role}]]", *(f"{k} = {toml_value(v)}" for k, v in entry.items()), ""])
        for entry in reader.entries
    )
    return ProjectRows(text, reader.projects, reader.places, tuple(reader.problems))


class _RowReader:
    """Reads the rows of one table; keeps every problem, not only the first."""

    def __init__(self, file: str, known: Mapping[str, Field]) -> None:
        self.file, self.known = file, known
        self.entries: list[dict[str, object]] = []
        self.projects: dict[str, Project | None] = {}
        self.places: dict[str, Place] = {}
        self.problems: list[Problem] = []

    def read(self, path: Path, world: World) -> None:
        """Read every row that is not blank."""
        from carbon_eia.screening.column_heads import ColumnTarget, head_of
        from carbon_eia.screening.screener import Screener
        from carbon_eia.screening.table_inputs import open_table
        from carbon_eia.screening.totals import total_problem, totals_by_sum

        table = open_table(path, self.file)
        for batch in (b for piece in table.pieces() for b in table.read(piece)):
            told = batch.heads or table.heads
            heads = [head_of(h, self.file) if isinstance(h, str) else h for h in told]
            own = member_columns([h.label for h in heads])
            for i in own:  # nothing of the project
                heads[i] = heads[i]._replace(fixed=ColumnTarget("row", "ignored"))
            screener = Screener(heads, world)
            sector = screener.place("project", "sector")
            full = batch if sector is None else batch.without_blank(sector)
            if len(self.entries) + full.rows > MAX_ENTRIES:
                params: dict[str, object] = {"key": self.file, "limit": MAX_ENTRIES}
                raise InputError(Problem("CE-P019", Place(self.file), params))
            columns = {i: (key, heads[i].text) for i, key in own.items()}
            totals = totals_by_sum(full, screener.shapes.book)
            for row in range(full.rows):
                number = int(full.row_numbers[row])
                if row in totals:  # no member
                    self.problems.append(total_problem(totals[row]).at(Place(self.file, number)))
                    continue
                marks = full.marks.get(number, {})
                self.row(number, full.text(row), marks, columns, screener)

    def row(
        self,
        number: int,
        cells: Sequence[str],
        marks: Mapping[int, CellMark],
        columns: Mapping[int, tuple[str, str]],
        screener: Screener,
    ) -> None:
        """One row: its project, and its entry with what ``columns`` say of the member; ``marks``:
        what is known of its cells beside their text."""
        file = f"{self.file}/{number}"
        try:
            project = screener.project(cells, file, marks)
        except CarbonEiaError as error:
            self.problems += [p.at(Place(self.file, number, p.place.key)) for p in error.problems]
            if any(p.code == "CE-S008" for p in error.problems):
                return  # totals are no member
            project = None
        self.projects[file] = project
        entry: dict[str, object] = {"file": file}
        self.places[file] = Place(self.file, number)
        for key, field in self.known.items():
            self.places[f"{file}.{key}"] = Place(self.file, number, field.zh)
        for i, (key, head) in columns.items():
            self.places[f"{file}.{key}"] = Place(self.file, number, head)
            value = _value(cells[i], marks.get(i), self.known[key])
            if key in entry and value is not None:
                value = Problem("CE-S007", params={"label": head})
            if isinstance(value, Problem):
                self.problems.append(value.at(Place(self.file, number, head)))
            elif value is not None:
                entry[key] = value
        name = file if project is None else project.name
        self.entries.append({"name": entry.pop("name", name), **entry})


def _value(cell: str, mark: CellMark | None, field: Field) -> object:
    """A cell as an entry of a park file states it; None for a blank one, or a Problem."""
    from carbon_eia.screening.cells import as_integer, is_blank, spreadsheet_error
    from carbon_eia.screening.marks import ALWAYS

    if mark is not None and (mark.where == ALWAYS or field.type == "integer"):
        return mark.problem
    if is_blank(cell):
        return None
    whole = as_integer(cell) if field.type == "integer" else None
    return spreadsheet_error(cell) or (cell.strip() if whole is None else whole)
