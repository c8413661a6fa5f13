"""A file of one return, TOML or an Excel form → a return, or every error of it with its place.

A return states its products and sources as a project file does, and is read by what reads that:
the same names, units and checks. Its ``[return]`` says who hands it in, for which year and purpose.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from carbon_eia.errors import CarbonEiaError, InputError, Place, Problem
from carbon_eia.files import read_bytes, read_text
from carbon_eia.forms import SPREADSHEETS, refuse_other
from carbon_eia.project import Project
from carbon_eia.project.fields import fields
from carbon_eia.project.form_sheets import FormContent, read_sheets
from carbon_eia.project.lines_of_keys import key_lines
from carbon_eia.project.project_file import project_of
from carbon_eia.project.raw_tables import Table, table
from carbon_eia.project.reader import parse_toml
from carbon_eia.reference import World
from carbon_eia.standards.return_fields import SurveyReader, survey_fields
from carbon_eia.standards.return_form_layout import FORM
from carbon_eia.standards.survey_model import Return, ReturnHead
from carbon_eia.units import Quantity

__all__ = ["heads_of_columns", "operating", "read_return"]

AS_PROJECT = {"plant": "name", "sector": "sector", "region": "region", "year": "year"}
"""Keys of ``[return]`` that are keys of ``[project]``."""


def read_return(path: Path, world: World, name: str = "") -> Return:
    """The return of a file; one that cannot be read holds its problems, and is never left out.

    ``name``: how the file is called, its path where nothing is given.
    """
    file = name or str(path)
    sha256 = ""
    try:
        sha256 = hashlib.sha256(read_bytes(path, place=Place(file))).hexdigest()
        refuse_other(path, Place(file))
        if path.suffix.lower() not in (".toml", *SPREADSHEETS):
            params: dict[str, object] = {
                "value": path.suffix,
                "known": "、".join((".toml", *SPREADSHEETS)),
            }
            raise InputError(Problem("CE-S018", Place(file), params))
        if path.suffix.lower() in SPREADSHEETS:
            found = read_sheets(path, FORM, lambda form: _of_form(form, world), file)
        else:
            text = read_text(path)
            found = _return_of(parse_toml(text, file), text, world, file, key_lines(text))
    except CarbonEiaError as error:
        head = _rough_head(path, file)
        return Return(file, head, problems=tuple(error.problems), sha256=sha256)
    head, project = found
    project = project.with_evidence(lambda shown: shown.with_file(path.parent))
    return Return(file, head, project, sha256=sha256)


def _of_form(form: FormContent, world: World) -> tuple[ReturnHead, Project]:
    head, project = _return_of(form.tables, form.text, world, form.file, form.lines)
    return head, project._replace(cells=form.cells)


def _return_of(
    raw: Table, text: str, world: World, file: str, lines: Mapping[str, int]
) -> tuple[ReturnHead, Project]:
    """Head and project of the tables of a return.

    Raises InputError with every problem, each at its key of the return.
    """
    reader = SurveyReader(file, lines, world)
    reader.known_tables(raw, ("return", "products", "sources"))
    head = reader.head(raw, "return")
    values = reader.section(head, survey_fields()["return"], "return")
    own = {k: head[r] for r, k in AS_PROJECT.items() if r in head}
    tables: dict[str, object] = {"project": {**own, "stage": operating()}}
    tables |= {k: raw[k] for k in ("products", "sources") if k in raw}
    keys = {f"project.{k}": f"return.{r}" for r, k in AS_PROJECT.items()}
    at = {**lines, **{k: lines[r] for k, r in keys.items() if r in lines}}
    told = {p.place.key for p in reader.problems}
    try:
        project = project_of(tables, text, world, file, at)
    except InputError as error:
        for p in error.problems:
            key = keys.get(p.place.key, p.place.key)
            if key not in told:
                reader.problems.append(p.at(p.place._replace(key=key)))
    if reader.problems:
        raise InputError(sorted(reader.problems, key=lambda p: p.place.line or 0))
    return _head_of_values(values), project


def operating() -> str:
    """The stage of a plant that hands in a return, as a project file writes it."""
    return fields("project")["stage"].choices["operating"]


def _head_of_values(values: Mapping[str, object]) -> ReturnHead:
    """The head of a return from its typed values; a key that was not read is not there."""
    return heads_of_columns({k: [v] for k, v in values.items()}, 1)[0]


def heads_of_columns(columns: Mapping[str, Sequence[object]], rows: int) -> list[ReturnHead]:
    """The heads of many returns, from their typed values by key; None where one was not read."""
    absent = {**ReturnHead._field_defaults, **NOTHING}
    shares: dict[int, Fraction] = {}

    def told(key: str, value: object) -> object:
        if value is None:
            return absent[key]
        if isinstance(value, Quantity) and key == "utilisation":
            if id(value) not in shares:  # a text that repeats is one object
                shares[id(value)] = value.to("1")
            return shares[id(value)]
        return value

    empty: list[object] = [None] * rows
    found = [[told(k, v) for v in columns.get(k, empty)] for k in ReturnHead._fields]
    return [ReturnHead._make(values) for values in zip(*found, strict=True)]


NOTHING: Mapping[str, object] = MappingProxyType(
    {"plant": "", "purpose": "", "sector": "", "region": "", "year": 0}
)
"""What stands for a required key that was not read."""


def _rough_head(path: Path, file: str) -> ReturnHead | None:
    """Who hands in a return that cannot be read as a whole, and for what, where it says so."""
    try:
        if path.suffix.lower() in SPREADSHEETS:
            forms: list[FormContent] = []

            def keep(form: FormContent) -> None:
                forms.append(form)

            with suppress(InputError):
                read_sheets(path, FORM, keep)
            if not forms:
                return None
            said = table(forms[0].tables, "return")
        else:
            said = table(parse_toml(read_text(path)), "return")
    except CarbonEiaError:
        return None
    purpose = said.get("purpose")
    code = (
        survey_fields()["return"]["purpose"].choice(purpose) if isinstance(purpose, str) else None
    )
    year = said.get("year")
    return ReturnHead(
        plant=str(said.get("plant", "")) or file,
        purpose=code or "",
        sector="",
        region="",
        year=year if isinstance(year, int) else 0,
    )
