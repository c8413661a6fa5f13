"""What was handed in: the files of returns, tables of them, and the file of the survey."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.forms import SPREADSHEETS, notice, sheet_names
from carbon_eia.forms.workbook import OTHER_SPREADSHEETS
from carbon_eia.project.reader import parse_toml
from carbon_eia.screening.table_inputs import TABLES
from carbon_eia.standards.read_survey import SURVEY
from carbon_eia.standards.return_form_layout import FORM

__all__ = ["HandedIn", "NamedFile", "collect_returns"]


UNREAD = (*OTHER_SPREADSHEETS, ".doc", ".docx", ".wps", ".rtf", ".odt")
"""Suffixes of files that a return may have been written in, and that are not read."""

MOST = 8
"""Most files of other kinds that are named."""


class NamedFile(NamedTuple):
    """A file, and how it is called in the record of the survey."""

    name: str
    path: Path


class HandedIn(NamedTuple):
    """Everything that a draft is made from.

    ``returns``: files of one return each; ``tables``: of one a row; ``survey``: None where the
    returns themselves must agree; ``sealed``: records of earlier editions that lie beside.
    """

    returns: tuple[NamedFile, ...]
    tables: tuple[NamedFile, ...]
    survey: NamedFile | None
    sealed: tuple[NamedFile, ...]

    @property
    def files(self) -> tuple[NamedFile, ...]:
        """Every file, in the order of the names."""
        found = [*self.returns, *self.tables, *self.sealed]
        found += [] if self.survey is None else [self.survey]
        return tuple(sorted(found))


def collect_returns(paths: Sequence[Path], survey: Path | None = None) -> HandedIn:
    """The files that are meant: folders, files of returns, tables, and the survey.

    A folder is looked through whole: TOML files and forms are returns, CSV and other tables hold
    one a row; ``survey.toml`` states the survey. A text or a workbook of a kind that is not read is
    taken for a return, so that it stands among the exclusions; that other files are not read is
    told (CE-G030). ``survey``: its file where it lies elsewhere.

    Raises InputError CE-F001 for a path that is not there, CE-F018 for a link that leads out of its
    folder, CE-G002 where no return is found; CallError CE-S018 for a file of another kind.
    """
    files: list[NamedFile] = []
    for path in paths:
        if not path.exists():
            raise InputError(Problem("CE-F001", Place(str(path))))
        files += _inside(path) if path.is_dir() else [NamedFile(path.name, path)]
    files = _told_apart(files)
    surveys = [f for f in files if f.path.name == SURVEY]
    frame = NamedFile(SURVEY, survey) if survey is not None else next(iter(surveys), None)
    if survey is not None and not survey.exists():
        raise InputError(Problem("CE-F001", Place(str(survey))))
    if survey is None and len(surveys) > 1:
        raise InputError(Problem("CE-G003", Place(str(f.path))) for f in surveys[1:])
    rest = [f for f in files if f not in surveys]
    sealed = [f for f in rest if f.path.suffix.lower() == ".json"]
    single = [f for f in rest if f not in sealed and _is_return(f.path)]
    tables = [f for f in rest if f not in sealed and f not in single]
    if not single and not tables:
        raise InputError(Problem("CE-G002", Place(str(paths[0]))))
    return HandedIn(tuple(single), tuple(tables), frame, tuple(sealed))


def _inside(folder: Path) -> list[NamedFile]:
    """The files of a folder that may be returns, tables or the survey, by their paths within it."""
    root = folder.resolve()
    known = (".toml", ".json", *TABLES, *UNREAD)
    every = [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name[0] not in "~."]
    found = [p for p in every if p.suffix.lower() in known]
    outside = [p for p in found if not p.resolve().is_relative_to(root)]
    if outside:
        raise InputError(Problem("CE-F018", Place(str(p))) for p in outside)
    found = [p for p in found if p.suffix.lower() != ".txt"]
    if other := [p.relative_to(folder).as_posix() for p in every if p not in found]:
        params = {"count": len(other), "names": "、".join(other[:MOST])}
        notice([Problem("CE-G030", Place(str(folder)), params)])
    found = [p for p in found if not _is_instrument(p)]
    return [NamedFile(p.relative_to(folder).as_posix(), p) for p in found]


def _told_apart(files: Sequence[NamedFile]) -> list[NamedFile]:
    """The files with names that are all different, each once."""
    once = list({f.path.resolve(): f for f in files}.values())
    names = [f.name for f in once]
    return [
        f if names.count(f.name) == 1 else NamedFile(f"{i}/{f.name}", f.path)
        for i, f in enumerate(once, 1)
    ]


def _is_return(path: Path) -> bool:
    """Whether a file holds one return; a workbook does where it has the sheets of the form.

    Raises CallError CE-S018 for a file that is neither a return nor a table.
    """
    suffix = path.suffix.lower()
    if suffix in UNREAD:
        return True  # told when it is read
    if suffix in SPREADSHEETS:
        first = FORM.names(FORM.sheets[0]).values()
        names = sheet_names(path)  # none of a damaged one: told when it is read
        return not names or any(name.strip() in first for name in names)
    if suffix not in (".toml", *TABLES):
        params: dict[str, object] = {"value": suffix, "known": "、".join((".toml", *TABLES))}
        raise CallError(Problem("CE-S018", Place(str(path)), params))
    return suffix == ".toml"


def _is_instrument(path: Path) -> bool:
    """Whether a TOML file states values that an authority has adopted, or a draft of them."""
    if path.suffix.lower() != ".toml":
        return False
    try:
        return bool({"instrument", "draft"} & parse_toml(read_text(path)).keys())
    except InputError:
        return False  # told when it is read
