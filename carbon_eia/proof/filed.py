"""The projects of a register, as they were filed: for who judges them again under other values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.files import read_text
from carbon_eia.project import Project, read_project
from carbon_eia.proof.project import stated_project
from carbon_eia.reference import World
from carbon_eia.register.acting import view_of
from carbon_eia.register.law import open_law
from carbon_eia.register.listing import cases_at
from carbon_eia.register.store import SETTINGS, open_register
from carbon_eia.run import parse_run
from carbon_eia.screening import FilesInput, ProjectTable, collect, open_input

__all__ = ["open_projects"]


GONE = ("withdrawn", "closed")
"""States of cases that are judged no more: the application was taken back, the plant is shut."""


def open_projects(paths: Sequence[Path], world: World) -> ProjectTable | FilesInput:
    """Projects to be judged: what ``open_input`` takes, and folders of registers.

    Of a register every case is taken that it has on the day of the world and that is neither
    withdrawn nor closed, by the Run that was filed last: the project as that states it, with its
    evidence as it was recorded. A register on PostgreSQL is named by its folder too: its files lie
    there.

    Raises InputError and CallError as ``open_input`` and ``open_register``; CallError CE-S011 for a
    table and a register together, CE-G026 for a register without a filing on that day, CE-G027 for
    the address of a database; InputError CE-G205 or CE-G206 for a Run that is missing or was
    changed.
    """
    wrong = [p for p in paths if "postgresql:" in str(p)]
    if wrong:
        raise CallError(Problem("CE-G027", params={"address": str(p)}) for p in wrong)
    registers = [p for p in paths if (p / SETTINGS).is_file()]
    if not registers:
        return open_input(paths)
    rest = [p for p in paths if p not in registers]
    files = collect(rest) if rest else []
    if files is None:
        raise CallError(Problem("CE-S011", Place(str(rest[0]))))
    filed: dict[Path, Path] = {}
    for folder in registers:
        own = dict(_filed(folder, world.as_of, world))
        if not own:
            raise CallError(Problem("CE-G026", Place(str(folder)), {"day": world.as_of}))
        filed |= own

    def read(path: Path, world: World) -> Project:
        if path not in filed:
            return read_project(path, world)
        return stated_project(parse_run(read_text(filed[path]), Place(str(path))), world)

    return FilesInput([*filed, *files], read)


def _filed(folder: Path, as_of: date, world: World) -> Iterator[tuple[Path, Path]]:
    """How each case of a register is called, and where the Run lies that was filed last for it."""
    register = open_register(folder, view_of)
    law = open_law(world.tables)
    with register.reading() as ledger:
        for case in cases_at(ledger, as_of, law):
            if case.filing is None or case.state in GONE:
                continue
            register.blob(case.filing.record)  # that it is still what its name says
            yield folder / case.code, register.blob_path(case.filing.record)
