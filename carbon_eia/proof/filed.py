"""The projects of a register, as they were filed: for who judges them again under other values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from carbon_eia.errors import CallError, Place, Problem
from carbon_eia.project import Project, read_project
from carbon_eia.proof.project_replay import stated_project
from carbon_eia.reference import World
from carbon_eia.register.acting import view_of
from carbon_eia.register.law import open_law
from carbon_eia.register.listing import cases_at
from carbon_eia.register.store import SETTINGS, Register, open_register
from carbon_eia.run import parse_run
from carbon_eia.screening import FilesInput, ProjectTable, collect, open_input

__all__ = ["FiledRun", "filed_projects", "filed_runs", "open_projects"]


GONE = ("withdrawn", "closed")
"""States of cases that are judged no more: the application was taken back, the plant is shut."""


class FiledRun(NamedTuple):
    """The Run that was filed last for a case, by the name of its file."""

    register: Register
    record: str

    def text(self) -> str:
        """Its text, however long: it holds the pictures of its project.

        Raises InputError CE-G205, CE-G206 where its file is missing or was changed.
        """
        return self.register.blob(self.record).decode()


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
    filed: dict[Path, FiledRun] = {}
    for folder in registers:
        filed |= filed_runs(open_register(folder, view_of), world)
    return filed_projects(filed, files)


def filed_runs(register: Register, world: World) -> dict[Path, FiledRun]:
    """How each case of a register is called that is judged, and its Run.

    Raises CallError CE-G026 and InputError CE-G205 or CE-G206 as ``open_projects``.
    """
    found: dict[Path, FiledRun] = {}
    law = open_law(world.tables)
    with register.reading() as ledger:
        for case in cases_at(ledger, world.as_of, law):
            if case.filing is None or case.state in GONE:
                continue
            run = FiledRun(register, case.filing.record)
            run.text()  # that it is still what its name says
            found[register.folder / case.code] = run
    if not found:
        raise CallError(Problem("CE-G026", Place(str(register.folder)), {"day": world.as_of}))
    return found


def filed_projects(filed: Mapping[Path, FiledRun], files: Sequence[Path] = ()) -> FilesInput:
    """Cases of registers and files of projects, to be judged."""

    def read(path: Path, world: World) -> Project:
        if path not in filed:
            return read_project(path, world)
        return stated_project(parse_run(filed[path].text(), Place(str(path))), world)

    return FilesInput([*filed, *files], read)
