"""The database of a register: the address of one, connections to it, and the version of its tables.

SQLite commits to the disk before it says so; one writer at a time begins a transaction there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbon_eia.errors import CallError, InputError, MachineError, Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

__all__ = [
    "ADDRESS",
    "DATABASE",
    "SQLITE",
    "connected",
    "engine_of",
    "file_of",
    "newest_version",
    "upgrade_tables",
    "version_of",
]

DATABASE = "register.db"
ADDRESS = "sqlite:///"
"""What an address of a SQLite file begins with: its path, from the folder of the register."""

SQLITE = "sqlite"
"""What the settings say of a register whose database lies in its folder."""

PATIENCE = 60
"""Seconds that a writer waits for another."""

OF_THE_MACHINE = frozenset({3, 5, 6, 7, 8, 9, 10, 13, 14, 15, 22, 23})
"""Codes of SQLite for rights, locks, memory, disk: https://sqlite.org/rescode.html."""

SECRET = re.compile(r"(//[^:/@]*):[^@]*@")

PASSWORD = "CARBON_EIA_REGISTER_PASSWORD"
"""Environment variable with the password of a PostgreSQL server: none is ever written to a file."""


def file_of(folder: Path, database: str) -> Path | None:
    """The file of a SQLite database; None where it lies on a server."""
    if database == SQLITE:
        return folder / DATABASE
    return folder / database.removeprefix(ADDRESS) if database.startswith(ADDRESS) else None


def engine_of(folder: Path, database: str) -> Engine:
    """What makes connections to the database that the settings of a folder name.

    Raises CallError CE-G208 where the address is none of PostgreSQL or holds a password,
    MachineError CE-D001 where a package is missing.
    """
    try:
        file = file_of(folder, database)
        return _postgres_engine(database) if file is None else _sqlite_engine(file)
    except ModuleNotFoundError as error:
        raise MachineError(Problem("CE-D001", params={"package": error.name or ""})) from None


def _postgres_engine(database: str) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError
    from sqlalchemy.pool import NullPool

    try:
        url = make_url(database).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        url = None
    if url is None or not database.startswith("postgresql://") or SECRET.search(database):
        address = SECRET.sub(r"\1:…@", database)
        raise CallError(Problem("CE-G208", params={"address": address, "variable": PASSWORD}))
    if PASSWORD in os.environ:
        url = url.set(password=os.environ[PASSWORD])
    return create_engine(url, poolclass=NullPool)


def _sqlite_engine(file: Path) -> Engine:
    from sqlalchemy import create_engine, event

    engine = create_engine(f"{ADDRESS}{file}", connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepared)
    event.listen(engine, "begin", _begun)
    return engine


def _prepared(connection: Any, _: object) -> None:
    """Every connection to SQLite: transactions are begun by us, and are on the disk when over."""
    connection.isolation_level = None
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")


def _begun(connection: Connection) -> None:
    writes = connection.get_execution_options().get("carbon_eia_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def connected(engine: Engine) -> Iterator[Connection]:
    """A connection; what the database says is told.

    Raises InputError CE-G281 where its file is damaged, MachineError CE-G207 where it is the
    machine that fails.
    """
    from sqlalchemy.exc import DBAPIError

    try:
        with engine.connect() as connection:
            yield connection
    except UnicodeDecodeError as error:  # names within the file
        raise InputError(Problem("CE-G281", params={"why": str(error)})) from None
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[:1]
        why: dict[str, object] = {"why": said[0] if said else ""}
        if _is_damage(error.orig):
            raise InputError(Problem("CE-G281", params=why)) from None
        raise MachineError(Problem("CE-G207", params=why)) from None


def _is_damage(error: object) -> bool:
    """Whether SQLite complains of what is in its file, and not of machine, rights or disk."""
    import sqlite3

    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and (code is None or code & 0xFF not in OF_THE_MACHINE)


# --- versions


def _alembic() -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "carbon_eia.register:migrations")
    return config


def newest_version() -> str:
    """The version of the tables of this program."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_alembic()).get_current_head())


def version_of(engine: Engine) -> str | None:
    """The version of the tables of a database; None where there are none."""
    from alembic.migration import MigrationContext

    with connected(engine) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade_tables(engine: Engine) -> None:
    """Bring the tables of a database to the version of this program."""
    from alembic import command

    config = _alembic()
    with connected(engine) as connection:
        connection = connection.execution_options(carbon_eia_writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
