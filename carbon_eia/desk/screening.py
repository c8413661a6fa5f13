"""A table of projects that is screened in another process, with how far it has come."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from starlette.datastructures import UploadFile

from carbon_eia.desk.accounts import Account
from carbon_eia.desk.jobs import Job
from carbon_eia.desk.opening import Desk
from carbon_eia.desk.uploads import kind_of_file, safe_name
from carbon_eia.errors import CallError, CarbonEiaError, Place, Problem
from carbon_eia.screening import open_input, run_screening

__all__ = ["begin_screening", "share_done"]

MAX_TABLE = 16 * 1024 * 1024
"""Bytes of a table."""

TABLES = {"text": ".csv", "xlsx": ".xlsx", "ods": ".ods"}
"""Kind of a file → the ending under which it is opened as a table."""

RESULT = ".xlsx"
SHARE = "share"
"""The file that says how much is done."""


def begin_screening(
    desk: Desk, account: Account, sent: UploadFile, title: str, lang: str
) -> Job[bytes]:
    """Have a table screened by the limits of the desk, as ``screen`` does; the job keeps a workbook
    of the verdicts, called after the table and ``title``.

    Raises CallError: CE-H015 it is too large, CE-H021 it is no table, CE-H018 too many are waiting.
    """
    content, name = sent.file.read(MAX_TABLE + 1), safe_name(sent.filename or "")
    if len(content) > MAX_TABLE:
        raise CallError(Problem("CE-H015"))
    ending = TABLES.get(kind_of_file(content))
    if ending is None:
        known = " ".join(x.removeprefix(".") for x in TABLES.values())
        raise CallError(Problem("CE-H021", Place(name), {"name": name, "known": known}))
    folder = tempfile.TemporaryDirectory(prefix="carbon-eia-")
    table = Path(folder.name) / f"table{ending}"
    table.write_bytes(content)
    work = partial(screened, table, name, desk.today(), desk.benchmarks, lang)
    shown = f"{Path(name).stem}-{title}{RESULT}"
    job = desk.jobs.begin_file(account.key, shown, work, "screen", folder.cleanup)
    job.folder = table.parent
    return job


def screened(table: Path, name: str, day: date, benchmarks: Sequence[Path], lang: str) -> bytes:
    """The verdict of every row as a workbook; errors call the table ``name``. Runs in its own
    process, and says beside the table how much is done.

    Raises what ``run_screening`` raises.
    """

    def told(done: int, whole: int, rows: int) -> None:
        (table.parent / SHARE).write_text(f"{done} {whole}", encoding="utf-8")

    result = table.parent / f"result{RESULT}"
    try:
        run_screening(
            open_input([table]), [result], as_of=day, benchmarks=benchmarks, lang=lang, told=told
        )
    except CarbonEiaError as error:
        own = (p.at(p.place._replace(file=name)) for p in error.problems)
        raise type(error)(own) from None
    return result.read_bytes()


def share_done(job: Job[object]) -> tuple[int, int] | None:
    """How much of a screening is done, of how much; None before anything is."""
    if job.folder is None:
        return None
    try:
        done, whole = (job.folder / SHARE).read_text(encoding="utf-8").split()
        return int(done), int(whole)
    except (OSError, ValueError):
        return None
