"""What can go wrong.

    CarbonEiaError              one or many problems, each with code, place, finding and remedy
    ├── InputError              a project or benchmark file is wrong            exit 2
    ├── UnitError               one quantity or unit cannot be read             exit 2
    ├── CallError               the command was called wrongly                  exit 2
    ├── ReferenceDataError      the tables under factors/ are wrong             exit 2
    ├── TemplateError           a report template is wrong                      exit 2
    └── MachineError            this machine lacks something                    exit 4

A problem carries a stable code and the facts; the sentence is looked up in
``carbon_eia.messages`` in the reader's language, so that one problem reads the same on the
terminal, in JSON and in a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from carbon_eia.messages import sentence

__all__ = [
    "MISREAD",
    "CallError",
    "CarbonEiaError",
    "InputError",
    "MachineError",
    "Place",
    "Problem",
    "ReferenceDataError",
    "TemplateError",
    "UnitError",
    "shown",
    "unseen",
]

MISREAD = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What a record or event that no program wrote may raise where it is computed again or put into
words."""

LONGEST_FACT = 2000
"""Most characters of a fact that a sentence of an error quotes."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, half characters, and signs that turn text round."""


def shown(text: str) -> str:
    """A text of anybody as it may be printed: signs that nobody sees are named, its end cut off.

    >>> shown("甲\u202e乙\x1b[2J")
    '甲‹U+202E›乙‹U+001B›[2J'
    """
    kept = text if len(text) <= LONGEST_FACT else text[:LONGEST_FACT] + "…"
    return _UNSEEN.sub(lambda m: f"‹U+{ord(m.group()):04X}›", kept)


def unseen(text: str) -> str:
    r"""The first sign of a text that would not be printed as it is, with its place; empty for none.

    >>> unseen("甲厂\u202e"), unseen("甲厂\n乙厂")
    ('U+202E (3)', '')
    """
    found = _UNSEEN.search(text)
    return "" if found is None else f"U+{ord(found.group()):04X} ({found.start() + 1})"


def _fact(value: object) -> object:
    """A fact as a sentence may quote it; of a number that is too long to be written, a sign."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):  # by language
        return {k: _fact(v) for k, v in value.items()}
    try:
        return shown(str(value)) if value is not None else value
    except ValueError:
        return "…"


class Place(NamedTuple):
    """Where something stands: a file, and in it a line or a cell of a sheet, and a key path.

    >>> print(Place("project.toml", line=12, key="sources[1].amount"))
    project.toml:12 sources[1].amount
    >>> print(Place("form.xlsx", key="sources[1].amount", sheet="排放源", cell="E8"))
    form.xlsx 排放源!E8 sources[1].amount
    """

    file: str = ""
    line: int | None = None
    key: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.sheet:
            inside = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
            return shown(" ".join(part for part in (self.file, inside, self.key) if part))
        head = f"{self.file}:{self.line}" if self.line is not None else self.file
        return shown(" ".join(part for part in (head, self.key) if part))

    def to_dict(self) -> dict[str, object]:
        """The place as JSON; sheet and cell where it is in a spreadsheet."""
        found: dict[str, object] = {"file": self.file, "line": self.line, "key": self.key}
        return found | {"sheet": self.sheet, "cell": self.cell} if self.sheet else found


class Problem(NamedTuple):
    """One thing that is wrong: a stable code, its place, and the facts of its sentence.

    >>> Problem("CE-U003", params={"unit": "ton", "meant": "t"}).code
    'CE-U003'
    """

    code: str
    place: Place = Place()
    params: dict[str, object] = {}  # noqa: RUF012 — read only

    def at(self, place: Place) -> Problem:
        """The same problem, at a place."""
        return self._replace(place=place)

    def message(self, lang: str = "zh") -> str:
        """What was found and what was expected."""
        return sentence(self.code, lang, self._facts())

    def hint(self, lang: str = "zh") -> str:
        """How to mend it (may be empty)."""
        return sentence(self.code + ".hint", lang, self._facts(), default="")

    def _facts(self) -> dict[str, object]:
        return {k: _fact(v) for k, v in self.params.items()}

    def to_dict(self, lang: str = "zh") -> dict[str, object]:
        """The problem as JSON."""
        return {
            "code": self.code,
            "place": self.place.to_dict(),
            "message": self.message(lang),
            "hint": self.hint(lang),
        }


class CarbonEiaError(Exception):
    """Base of everything that this package raises on purpose."""

    exit_status = 2

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__(*self.problems)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def __reduce__(self) -> tuple[type[CarbonEiaError], tuple[tuple[Problem, ...]]]:
        """Can be pickled: carries the problems themselves, not just their text."""
        return type(self), (self.problems,)

    def lines(self, lang: str = "zh") -> list[str]:
        """One line of text for each problem."""
        return [
            " ".join(p for p in (x.code, str(x.place), x.message(lang), x.hint(lang)) if p)
            for x in self.problems
        ]


class InputError(CarbonEiaError):
    """A project or benchmark file is wrong; all its problems are reported together."""


class UnitError(CarbonEiaError):
    """A quantity or a unit cannot be read, or has the wrong dimension."""


class CallError(CarbonEiaError):
    """The command was called wrongly."""


class ReferenceDataError(CarbonEiaError):
    """A reference table is wrong: no source, a bad unit, an overlap, no rule or two rules."""


class TemplateError(CarbonEiaError):
    """A report template is wrong."""


class MachineError(CarbonEiaError):
    """This machine lacks something (``carbon-eia doctor`` says what)."""

    exit_status = 4
