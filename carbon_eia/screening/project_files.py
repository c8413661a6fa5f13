"""Project files as an input: each file is a row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from carbon_eia.errors import CallError, InputError, Place, Problem
from carbon_eia.files import MAX_INPUT_BYTES, read_text, toml_tables
from carbon_eia.forms import notice, sheet_names
from carbon_eia.project import Project, read_project
from carbon_eia.project.form import FORM
from carbon_eia.reference import World
from carbon_eia.screening.csvfile import TablePiece

__all__ = ["FilesInput", "collect"]

PIECE_FILES = 200
PROJECTS = (".toml", ".xlsx")
"""Suffixes of project files in a folder: TOML, and Excel forms of one project."""


class FilesInput:
    """Project files in the order of their paths; ``read_project``: how one is read."""

    heads: tuple[str, ...] = ()

    def __init__(
        self,
        paths: Sequence[Path],
        read_project: Callable[[Path, World], Project] = read_project,
    ) -> None:
        self.paths = tuple(paths)
        self.size = len(self.paths)
        self.read_project = read_project

    def pieces(self) -> Iterator[TablePiece]:
        """Some files at a time."""
        for number, offset in enumerate(range(0, self.size, PIECE_FILES)):
            yield TablePiece(number, offset, min(PIECE_FILES, self.size - offset), offset + 1)

    def files(self, piece: TablePiece) -> tuple[Path, ...]:
        """The files of a piece."""
        return self.paths[piece.offset : piece.offset + piece.length]

    def fingerprint(self) -> str:
        """What tells these files from others."""
        told = hashlib.sha256()
        for path in self.paths:
            stat = path.stat()
            told.update(f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns}\n".encode())
        return told.hexdigest()


def _is_no_project(path: Path) -> bool:
    """Whether a TOML file is another of our kinds: benchmarks, a park."""
    if path.suffix.lower() != ".toml" or path.stat().st_size > MAX_INPUT_BYTES:
        return False
    try:
        tables = toml_tables(read_text(path))
    except (ValueError, InputError):
        return False  # told when it is read
    return "project" not in tables and bool({"instrument", "park"} & tables.keys())


def _is_form(path: Path) -> bool:
    """Whether a workbook is the form of one project, by the names of its sheets."""
    names = sheet_names(path)
    return {"project", "sources"} <= {FORM.sheet_of(name) for name in names}


def collect(paths: Sequence[Path]) -> list[Path] | None:
    """The project files that are meant; None where one table is.

    Raises InputError CE-F001 for a path that is not there, CE-S010 for a folder without project
    files, CE-F018 for a link in it that leads out of it, CallError CE-S011 for several tables, or
    tables and project files together.
    """
    found: list[Path] = []
    tables = 0
    for path in paths:
        if not path.exists():
            raise InputError(Problem("CE-F001", Place(str(path))))
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in PROJECTS)
            inside = [p for p in inside if p.is_file() and not p.name.startswith(("~", "."))]
            root = path.resolve()
            outside = [p for p in inside if not p.resolve().is_relative_to(root)]
            if outside:
                raise InputError(Problem("CE-F018", Place(str(p))) for p in outside)
            other = [p for p in inside if _is_no_project(p)]
            notice(Problem("CE-S020", Place(str(p))) for p in other)
            inside = [p for p in inside if p not in other]
            if not inside:
                raise InputError(Problem("CE-S010", Place(str(path))))
            found += inside
        elif path.suffix.lower() == ".toml" or _is_form(path):
            found.append(path)
        else:
            tables += 1
    if tables and (tables > 1 or found):
        raise CallError(Problem("CE-S011", Place(str(paths[0]))))
    return None if tables else found
