"""A table of returns, one plant a row: its columns are those of a table of projects and a few more.

Products and sources go through the engine of screening, so that ten thousand returns are accounted
by the same plans as ten thousand projects. What a plant says of its return besides (months,
purpose, verification …) stands in columns of its own.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from carbon_eia.errors import Place, Problem
from carbon_eia.project import Field
from carbon_eia.project.evidence import evidence_of_cell
from carbon_eia.reference import World
from carbon_eia.screening.cells import (
    as_integer,
    as_text,
    is_blank,
    quantity_text,
    spreadsheet_error,
)
from carbon_eia.screening.column_heads import (
    ColumnHead,
    ColumnTarget,
    head_of,
    normal,
    plain_target,
    word_of,
)
from carbon_eia.screening.columns import Batch
from carbon_eia.screening.exact_figures import ExactScreener, RowAmounts
from carbon_eia.screening.marks import ALWAYS
from carbon_eia.screening.table_inputs import open_table
from carbon_eia.standards.emissions import figures_of
from carbon_eia.standards.read_return import heads_of_columns, operating
from carbon_eia.standards.return_fields import SurveyReader, survey_fields
from carbon_eia.standards.survey_model import PlantFigures, Return, ReturnHead, Survey
from carbon_eia.units.signs import readable

__all__ = ["ReturnRows", "return_heads"]

OF_PROJECT = {"plant": "name", "sector": "sector", "region": "region", "year": "year"}
"""Keys of a return that a table of projects has too."""


class _ReturnRow(NamedTuple):
    """A row that was read: its number, its head or None, what is wrong with it, its text."""

    number: int
    head: ReturnHead
    problems: tuple[Problem, ...]
    sha256: str


class ReturnRows:
    """The rows of a table of returns, read once; then accounted under a survey.

    Raises InputError: CE-F… and CE-O… for a file that is not read, CE-S001 without known heads;
    CallError CE-S018 for a file that is no table; UnitError CE-U003 for a unit of a head.
    """

    def __init__(self, path: Path, name: str, world: World) -> None:
        self.name, self.world = name, world
        self.table = open_table(path, name)
        self.batches = [b for piece in self.table.pieces() for b in self.table.read(piece)]
        self.reader = _HeadReader(name, world)
        self._read: list[tuple[Batch, list[ColumnHead], dict[int, str], list[_ReturnRow]]] = []
        for batch in self.batches:
            told = batch.heads or self.table.heads
            heads = [head_of(h, name) if isinstance(h, str) else h for h in told]
            own = return_heads([h.label for h in heads])
            sector = next((i for i, k in own.items() if k == "sector"), None)
            full = batch if sector is None else batch.without_blank(sector)
            self._read.append((full, heads, own, self.reader.rows(full, heads, own)))

    def unaccounted(self) -> Iterator[Return]:
        """Every row as a return without figures."""
        for *_, rows in self._read:
            for row in rows:
                name = f"{self.name}/{row.number}"
                yield Return(name, row.head, None, None, row.problems, row.sha256)

    def heads(self) -> list[ReturnHead]:
        """What each row that can be read says of its return."""
        return [r.head for *_, rows in self._read for r in rows if not r.problems]

    def products(self) -> list[str]:
        """The names of the products of the rows; that of a sector's only one where none is said."""
        found: list[str] = []
        for batch, heads, _, _ in self._read:
            places = [i for i, h in enumerate(heads) if _is_plain(h, "products", "name")]
            found += [x for i in places for x in batch.codes(i).texts if not is_blank(x)]
        return list(dict.fromkeys(found))

    def returns(self, survey: Survey, year: int | None) -> Iterator[Return]:
        """Every row as a return with its figures, or with its problems."""
        for batch, heads, own, rows in self._read:
            screener = ExactScreener(
                [*_mended(heads, own), _head("stage")],
                self.world,
                lambda a: figures_of(a, survey.product),
                _with_amounts,
            )
            fixed = {"region": survey.region} | ({} if year is None else {"year": str(year)})
            figures, errors = screener.exact(_accounting(batch, own, fixed))
            wrong: dict[int, list[Problem]] = {}
            for e in errors:
                place = Place(self.name, e.row, e.column)
                wrong.setdefault(e.row, []).append(e.problem.at(place))
            for row, found in zip(rows, figures, strict=True):
                problems, name = row.problems, f"{self.name}/{row.number}"
                if row.number in wrong:
                    told = {p.place.key for p in problems}
                    problems += tuple(p for p in wrong[row.number] if p.place.key not in told)
                kept = None if problems else found
                yield Return(name, row.head, None, kept, problems, row.sha256)


@cache
def _words() -> Mapping[str, str]:
    """The words of a head → the key of a return."""
    found: dict[str, str] = {}
    for key, field in survey_fields()["return"].items():
        for word in (field.zh, field.en, key):
            found.setdefault(normal(word), key)
    text = Path(__file__).with_name("heads.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for word in row["words"].split("|"):
            found.setdefault(normal(word), row["key"])
    return found


def return_heads(labels: Sequence[str]) -> dict[int, str]:
    """The columns that say something of the return itself: number → key.

    >>> return_heads(["名称", "行业", "运行月数", "烟煤", "调查目的"])
    {0: 'plant', 1: 'sector', 2: 'months', 4: 'purpose'}
    """
    found: dict[int, str] = {}
    for i, label in enumerate(labels):
        key = _words().get(normal(label))
        target = plain_target(label)
        if key is None and target is not None and target.section == "project":
            key = next((r for r, k in OF_PROJECT.items() if k == target.key), None)
        if (
            key is None
            and target is not None
            and (target.section, target.key) == ("row", "credit_code")
        ):
            key = "credit_code"
        if key is not None:
            found[i] = key
    return found


def _is_plain(head: ColumnHead, section: str, key: str) -> bool:
    target = plain_target(head.label)
    return target is not None and (target.section, target.key, target.number) == (section, key, 0)


def _head(key: str) -> ColumnHead:
    label = word_of("project", key)
    return ColumnHead(label, label, "")


def _mended(heads: Sequence[ColumnHead], own: Mapping[int, str]) -> list[ColumnHead]:
    """The heads as a table of projects has them: what is of the return alone is ignored there."""
    found = []
    for i, head in enumerate(heads):
        key = own.get(i)
        if key in OF_PROJECT:
            head = head._replace(label=word_of("project", OF_PROJECT[key]))
        elif key is not None or _is_plain(head, "project", "stage"):
            head = head._replace(fixed=ColumnTarget("row", "ignored"))
        found.append(head)
    return found


def _accounting(batch: Batch, own: Mapping[int, str], fixed: Mapping[str, str]) -> Batch:
    """The batch with what a survey fixes for all plants (region, year), and as operating plants."""

    def alike(text: str) -> pa.Array:
        codes = pa.array([0] * batch.rows, pa.int32())
        return pa.DictionaryArray.from_arrays(codes, pa.array([text], pa.string()))

    columns = [
        alike(fixed[own[i]]) if own.get(i) in fixed else column
        for i, column in enumerate(batch.columns)
    ]
    columns.append(alike(operating()))
    table = pa.Table.from_arrays(columns, names=[str(i) for i in range(len(columns))])
    found = Batch(table, batch.first, (), batch.marks)
    found.row_numbers = batch.row_numbers
    return found


def _with_amounts(like: PlantFigures, amounts: RowAmounts) -> PlantFigures:
    if like.emission is None:
        return like
    return like._replace(emission=amounts.emission, output=amounts.output)


LONGEST = 300
"""Longest text that is read without a closer look."""

_BLANK = object()
"""In the place of the value of an empty cell."""


class _HeadReader(SurveyReader):
    """Reads what rows say of their returns; a text that repeats is read once."""

    def __init__(self, file: str, world: World) -> None:
        super().__init__(file, {}, world)
        self.fields = survey_fields()["return"]
        self.memo: dict[tuple[str, str, str], tuple[object, tuple[Problem, ...]]] = {}

    def rows(
        self, batch: Batch, heads: Sequence[ColumnHead], own: Mapping[int, str]
    ) -> list[_ReturnRow]:
        """What each row of a batch says, in order."""
        columns = [_texts(column) for column in batch.columns]
        numbers = [int(n) for n in batch.row_numbers]
        problems: dict[int, list[Problem]] = {}

        def wrong(row: int, head: str, found: Sequence[Problem]) -> None:
            place = Place(self.file, numbers[row], head)
            problems.setdefault(row, []).extend(p.at(place) for p in found)

        said: dict[str, list[object]] = {}
        filled: dict[str, set[int]] = {k: set() for k in self.fields}
        marked = {r: batch.marks[n] for r, n in enumerate(numbers) if n in batch.marks}
        everything = range(batch.rows)
        for i, key in own.items():
            head, cells = heads[i], columns[i]
            typed = {c: self._cell(key, c, head.unit) for c in dict.fromkeys(cells)}
            plain = all(value is not _BLANK and not found for value, found in typed.values())
            if plain and key not in said and not any(i in marks for marks in marked.values()):
                said[key] = [typed[c][0] for c in cells]
                filled[key].update(everything)
                continue
            values = said.setdefault(key, [None] * batch.rows)
            for row, cell in enumerate(cells):
                mark = marked[row].get(i) if row in marked else None
                if mark is not None and mark.where == ALWAYS:
                    wrong(row, head.text, [mark.problem])
                    filled[key].add(row)
                    continue
                value, found = typed[cell]
                if value is _BLANK:
                    continue
                if row in filled[key]:
                    wrong(row, head.text, [Problem("CE-S007", params={"label": head.label})])
                filled[key].add(row)
                values[row] = value
                if found:
                    wrong(row, head.text, found)
        for key, field in self.fields.items():
            if field.required and len(filled[key]) < batch.rows:
                lacks = Problem("CE-P003", params={"key": field.zh, "section": "return"})
                for row in set(everything) - filled[key]:
                    wrong(row, field.zh, [lacks])
        digests = [_digest(cells) for cells in zip(*columns, strict=True)]
        made = [
            head if head.plant else head._replace(plant=f"{self.file}/{number}")
            for number, head in zip(numbers, heads_of_columns(said, batch.rows), strict=True)
        ]
        return [
            _ReturnRow(number, head, tuple(problems.get(row, ())), digest)
            for row, (number, head, digest) in enumerate(zip(numbers, made, digests, strict=True))
        ]

    def _cell(self, key: str, cell: str, unit: str) -> tuple[object, tuple[Problem, ...]]:
        """The typed value of a cell, ``_BLANK`` of an empty one, and what is wrong with it."""
        known = self.memo.get((key, cell, unit))
        if known is None:
            known = self.memo[key, cell, unit] = self._read(key, cell, unit)
        return known

    def _read(self, key: str, cell: str, unit: str) -> tuple[object, tuple[Problem, ...]]:
        if is_blank(cell):
            return _BLANK, ()
        raw = spreadsheet_error(cell) or _raw(cell, unit, self.fields[key])
        if isinstance(raw, Problem):
            return None, (raw,)
        if self.fields[key].type == "text" and cell.isprintable() and len(cell) <= LONGEST:
            return readable(cell).strip(), ()  # as the reader reads it, ten thousand names at once
        self.problems = []
        value = self.value(raw, self.fields[key], f"return.{key}")
        return value, tuple(self.problems)


def _texts(column: pa.Array | pa.ChunkedArray) -> list[str]:
    """A column as typed."""
    cells: list[object] = column.to_pylist()
    if set(map(type, cells)) == {str}:
        return cells  # type: ignore[return-value]
    return [x if isinstance(x, str) else as_text(x) for x in cells]


def _digest(cells: Sequence[str]) -> str:
    return hashlib.sha256("\x1f".join(cells).encode("utf-8", "backslashreplace")).hexdigest()


def _raw(cell: str, unit: str, field: Field) -> object:
    """A cell as a TOML file would say it, or a Problem."""
    if field.type in ("quantity", "annual"):
        return quantity_text(cell, unit)
    if field.type == "integer":
        whole = as_integer(cell)
        return cell.strip() if whole is None else whole
    return evidence_of_cell(cell) if field.type == "evidence" else cell.strip()
