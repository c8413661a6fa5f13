"""The files under ``factors/``: read once, whole, and known by one hash."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from carbon_eia.errors import Place, Problem, ReferenceDataError
from carbon_eia.reference.regions import Regions

__all__ = [
    "ColumnSchema",
    "Compiled",
    "DataPackage",
    "Row",
    "SectorNames",
    "TableResource",
    "Tables",
]

Row = dict[str, str]


class Constraints(TypedDict, total=False):
    """What the cells of a column keep to."""

    required: bool
    unique: bool
    enum: list[str]
    pattern: str


class ColumnSchema(TypedDict):
    """A column of a table."""

    name: str
    type: str
    title: NotRequired[str]
    title_en: NotRequired[str]
    description: NotRequired[str]
    constraints: NotRequired[Constraints]


class Schema(TypedDict):
    """The columns of a table, and the one by which its rows are known."""

    fields: list[ColumnSchema]
    primaryKey: str


class TableResource(TypedDict):
    """A table of the data package: its file, its titles and its schema."""

    name: str
    path: str
    title: str
    title_en: str
    description: str
    schema: Schema


class DataPackage(TypedDict):
    """The data package: its version, and every table."""

    name: str
    version: str
    resources: list[TableResource]


class SectorNames(TypedDict):
    """All names under which a sector is found, and its name in each language."""

    names: list[str]
    zh: str
    en: str


class Compiled(TypedDict, total=False):
    """What was made when the tables were last checked: digest, sectors, each file as JSON."""

    sha256: str
    sectors: dict[str, SectorNames]
    toml: dict[str, str]


class Tables:
    """Raw rows of the reference tables, read when first asked for.

    ``digest`` is the SHA-256 over the names and bytes of all data files. ``compiled.json``
    states the digest for which the checks of ``reference.checks`` have passed; when it is that of
    the files, they need no second check.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._rows: dict[str, tuple[Row, ...]] = {}
        self._by_id: dict[str, dict[str, Row]] = {}
        self._toml: dict[str, dict[str, Any]] = {}
        self.memo: dict[tuple[object, ...], Any] = {}

    def data_files(self) -> list[Path]:
        """Every file that holds data, in a fixed order."""
        return [self.folder / name for name in self._names()]

    def _names(self) -> list[str]:
        """Names of the data files relative to the folder, with forward slashes, sorted."""
        root = str(self.folder)
        found = []
        for place, _, files in os.walk(root):
            inside = place[len(root) + 1 :].replace(os.sep, "/")
            for name in files:
                if name.endswith((".csv", ".toml")) or name == "datapackage.json":
                    found.append(f"{inside}/{name}" if inside else name)
        return sorted(found)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the reference as a whole."""
        whole = hashlib.sha256()
        for name in self._names():
            whole.update(name.encode())
            with open(f"{self.folder}/{name}", "rb") as stream:
                whole.update(hashlib.sha256(stream.read()).digest())
        return whole.hexdigest()

    @cached_property
    def compiled(self) -> Compiled:
        """What was compiled when the tables were last checked (empty when never)."""
        path = self.folder / "compiled.json"
        if not path.is_file():
            return {}
        found: Compiled = json.loads(path.read_text(encoding="utf-8"))
        return found

    @cached_property
    def package(self) -> DataPackage:
        """The data package: name, version, and the schema of every table."""
        text = (self.folder / "datapackage.json").read_text(encoding="utf-8")
        found: DataPackage = json.loads(text)
        return found

    def names(self) -> list[str]:
        """Names of the tables: those of their files."""
        return [Path(r["path"]).stem for r in self.package["resources"]]

    def path(self, table: str) -> Path:
        """The file of a table."""
        plain = self.folder / f"{table}.csv"
        return plain if plain.is_file() else self.folder / "benchmarks" / f"{table}.csv"

    def rows(self, table: str) -> tuple[Row, ...]:
        """All rows of a table, as text."""
        if table not in self._rows:
            with self.path(table).open(encoding="utf-8", newline="") as stream:
                head, *lines = csv.reader(stream)
            rows = [dict(zip(head, line, strict=False)) for line in lines]
            for row, line in zip(rows, lines, strict=True):
                if len(line) > len(head):  # kept for the checks to see
                    row["?"] = ",".join(line[len(head) :])
            self._rows[table] = tuple(rows)
        return self._rows[table]

    def columns(self, table: str) -> frozenset[str]:
        """The columns of a table; none where it has no file."""
        path = self.path(table)
        if not path.is_file():
            return frozenset()
        with path.open(encoding="utf-8", newline="") as stream:
            return frozenset(next(csv.reader(stream), ()))

    def rows_where(self, table: str, column: str, values: Iterable[str]) -> list[Row]:
        """The rows of a table with one of some values in a column, in the order of the table."""
        key = "rows_where", table, column
        if key not in self.memo:
            places: dict[str, list[int]] = {}
            for i, row in enumerate(self.rows(table)):
                places.setdefault(row[column], []).append(i)
            self.memo[key] = places
        rows, places = self.rows(table), self.memo[key]
        return [rows[i] for i in sorted(i for v in set(values) for i in places.get(v, ()))]

    @cached_property
    def regions(self) -> Regions:
        """The administrative divisions, parsed as far as they are asked for."""
        return Regions(self.path("regions"))

    def row(self, table: str, ident: str) -> Row:
        """One row by its id."""
        if table not in self._by_id:
            self._by_id[table] = {r.get("id") or r.get("code", ""): r for r in self.rows(table)}
        return self._by_id[table][ident]

    def title_of(self, table: str, name: str) -> str:
        """The document that a set of default values is taken from, by its title.

        >>> from carbon_eia.reference import open_tables
        >>> open_tables().title_of("fuels", "ndrc-steel-2013")
        '中国钢铁生产企业温室气体排放核算方法与报告指南（试行）'
        """
        first = next((r for r in self.rows(table) if r["table"] == name), None)
        if first is None:
            return name
        return self.row("sources", first["source"].split(";")[0])["title"]

    def toml(self, name: str) -> dict[str, Any]:
        """A TOML file; from ``compiled.json`` when that is current (its numbers are texts).

        Raises ReferenceDataError CE-R001 where it is none.
        """
        if name not in self._toml:
            if self.is_checked:
                self._toml[name] = json.loads(self.compiled["toml"][name])
            else:
                import tomllib  # only while the tables are being edited

                text = (self.folder / name).read_text(encoding="utf-8")
                try:
                    self._toml[name] = tomllib.loads(text)
                except tomllib.TOMLDecodeError as error:
                    params: dict[str, object] = {"column": "TOML", "why": str(error)}
                    place = Place(f"factors/{name}")
                    raise ReferenceDataError(Problem("CE-R001", place, params)) from None
        return self._toml[name]

    @cached_property
    def is_checked(self) -> bool:
        """Whether the checks have passed for these very files."""
        return bool(self.compiled.get("sha256") == self.digest)

    def ids(self, folder: str) -> list[str]:
        """Ids of the TOML files in a folder (``sectors``, ``policy``)."""
        return sorted(p.stem for p in (self.folder / folder).glob("*.toml"))
