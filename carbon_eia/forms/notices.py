"""What a person should know of a workbook that is read all the same, as that rows are hidden.

A notice is a Python warning that carries a problem: a program can turn it into an error or collect
it, and the command line prints it in the reader's language.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from carbon_eia.errors import Place, Problem
from carbon_eia.forms.cell import cell_name
from carbon_eia.forms.sheet import Sheet
from carbon_eia.messages import LANGUAGES, sentence

__all__ = ["ReadingNotice", "heard", "notice", "notices_of"]

NAMED = 6
"""How many rows, columns or cells are named in one notice."""


class ReadingNotice(UserWarning):
    """Something about a file that does not keep it from being read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message("zh"))


def notice(problems: Iterable[Problem]) -> None:
    """Tell of each problem without stopping."""
    for problem in problems:
        warnings.warn(ReadingNotice(problem), stacklevel=2)


@contextmanager
def heard() -> Iterator[list[Problem]]:
    """Keeps the notices of what is done within, for another process to tell.

    >>> with heard() as problems:
    ...     notice([Problem("CE-O026", params={"which": "J4"})])
    >>> [p.code for p in problems]
    ['CE-O026']
    """
    problems: list[Problem] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ReadingNotice)
        yield problems
    for warning in caught:
        if isinstance(warning.message, ReadingNotice):
            problems.append(warning.message.problem)
        else:
            warnings.warn_explicit(
                warning.message, warning.category, warning.filename, warning.lineno
            )


def notices_of(sheet: Sheet, file: str, first: int = 0) -> list[Problem]:
    """CE-O025 for hidden rows and columns that hold something from row ``first`` on, CE-O026 for
    cells that are struck through."""
    place = Place(file, sheet=sheet.name)
    filled = {
        r for r in range(first, len(sheet.values)) if any(v is not None for v in sheet.values[r])
    }
    rows = [str(r + 1) for r in sorted(sheet.hidden_rows & filled)]
    width = max((len(sheet.values[r]) for r in filled), default=0)
    columns = [
        cell_name(0, c)[:-1]
        for c in sorted(sheet.hidden_columns)
        if c < width and any(sheet.cell(r, c).value is not None for r in filled)
    ]
    found: list[Problem] = []
    for kind, names in (("rows", rows), ("columns", columns)):
        if names:
            said = {lang: sentence(f"form.kind.{kind}", lang) for lang in LANGUAGES}
            found.append(Problem("CE-O025", place, {"kind": said, "which": _listed(names)}))
    crossed = [cell_name(r, c) for r, c in sheet.crossed if r >= first]
    if crossed:
        found.append(Problem("CE-O026", place, {"which": _listed(crossed)}))
    return found


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
