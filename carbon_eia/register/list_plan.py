"""How the columns of somebody's list are to be read: a TOML file that says which is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import InputError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.project.reader import parse_toml
from carbon_eia.register.law import Law

__all__ = ["DAY_FIELDS", "FIELDS", "ListPlan", "PlannedStep", "read_plan"]

FIELDS = ("code", "name", "applicant", "credit_code", "site", "region", "park", "sector", "stage",
          "exempt", "day", "state", "opinion.day", "opinion.number")  # fmt: skip
"""What a column of a list may be."""

DAY_FIELDS = frozenset({"day", "opinion.day"})
"""Fields that are days."""

KEYS = ("sheet", "heads", "columns", "values", "steps")
STEP_KEYS = ("command", "day", "role", "columns")


class PlannedStep(NamedTuple):
    """A command that a row may call for: the head of the column of its day, in which role, and the
    heads of what its body says."""

    command: str
    day: str
    role: str | None
    columns: Mapping[str, str]


class ListPlan(NamedTuple):
    """The plan of a list.

    ``sheet``: empty where there is one visible sheet; ``heads``: the row of the heads, from 1 on;
    ``columns``: field → head; ``values``: field → what a cell says → what is meant.
    """

    sheet: str
    heads: int
    columns: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    steps: tuple[PlannedStep, ...]


def read_plan(path: Path, law: Law) -> ListPlan:
    """The plan of a file.

    Raises InputError, all at once: CE-P001 no TOML, CE-P002 an unknown key, CE-P003 a column that
    is missing, CE-P004 another kind of value, CE-G102 a command that there is not.
    """
    raw = parse_toml(read_text(path), str(path))
    reader = _ListPlanReader(Place(str(path)))
    reader.known(raw, KEYS, "")
    columns = reader.texts(raw.get("columns", {}), "columns")
    reader.known(columns, FIELDS, "columns.")
    if "code" not in columns:
        what: dict[str, object] = {"key": "code", "section": "columns"}
        reader.add("CE-P003", "columns.code", what)
    values = {
        str(field): reader.texts(words, f"values.{field}")
        for field, words in reader.table(raw.get("values", {}), "values").items()
    }
    reader.known(values, FIELDS, "values.")
    steps = raw.get("steps", [])
    if not isinstance(steps, list):
        reader.add("CE-P004", "steps", {"key": "steps", "expected": "[[steps]]"})
        steps = []
    plan = ListPlan(
        sheet=str(raw.get("sheet", "")),
        heads=reader.row(raw.get("heads", 1)),
        columns=columns,
        values=values,
        steps=tuple(reader.step(step, f"steps[{i}]", law) for i, step in enumerate(steps)),
    )
    if reader.problems:
        raise InputError(reader.problems)
    return plan


class _ListPlanReader:
    """Keeps every problem of a plan, not only the first."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.problems: list[Problem] = []

    def add(self, code: str, key: str, params: dict[str, object]) -> None:
        self.problems.append(Problem(code, self.place._replace(key=key), params))

    def known(self, table: Mapping[str, object], keys: Sequence[str], head: str) -> None:
        for key in table:
            if key not in keys:
                self.add("CE-P002", f"{head}{key}", {"found": key, "meant": " ".join(keys)})

    def table(self, value: object, key: str) -> Mapping[str, object]:
        if isinstance(value, Mapping):
            return value
        self.add("CE-P004", key, {"key": key, "expected": f"[{key}]"})
        return {}

    def texts(self, value: object, key: str) -> dict[str, str]:
        """A table whose values are all texts; a table within it has its keys with a dot."""
        found: dict[str, str] = {}
        for name, text in self.table(value, key).items():
            if isinstance(text, Mapping):
                found |= {f"{name}.{k}": v for k, v in self.texts(text, f"{key}.{name}").items()}
            elif isinstance(text, str) and text.strip():
                found[str(name)] = text.strip()
            else:
                self.add("CE-P004", f"{key}.{name}", {"key": name, "expected": '"…"'})
        return found

    def row(self, value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 1000:
            return value
        self.add("CE-P004", "heads", {"key": "heads", "expected": "1 … 1000"})
        return 1

    def step(self, value: object, key: str, law: Law) -> PlannedStep:
        table = self.table(value, key)
        self.known(table, STEP_KEYS, f"{key}.")
        texts = self.texts({k: v for k, v in table.items() if k != "columns"}, key)
        for name in ("command", "day"):
            if name not in texts:
                self.add("CE-P003", f"{key}.{name}", {"key": name, "section": "[steps]"})
        command, role = texts.get("command", ""), texts.get("role")
        if command and command not in law.commands:
            self.add("CE-G102", f"{key}.command", {"command": command, "near": "…"})
        if role is not None and role not in law.roles:
            self.add("CE-P004", f"{key}.role", {"key": "role", "expected": " ".join(law.roles)})
        columns = self.texts(table.get("columns", {}), f"{key}.columns")
        return PlannedStep(command, texts.get("day", ""), role, columns)
