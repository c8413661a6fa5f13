"""A desk that is open: its register, its accounts, the law and the limits that it works with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carbon_eia.desk.accounts import Accounts
from carbon_eia.desk.cases import Cases
from carbon_eia.desk.jobs import Jobs
from carbon_eia.desk.lists import Lists
from carbon_eia.desk.secret import new_token
from carbon_eia.desk.sessions import Sessions
from carbon_eia.errors import CallError, Problem
from carbon_eia.reference import open_tables
from carbon_eia.register.acting import view_of
from carbon_eia.register.database import ADDRESS, DATABASE
from carbon_eia.register.law import Law, open_law
from carbon_eia.register.store import Register, create, is_register, open_register

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["Desk", "open_desk", "place_of"]

MEMORY = ("", ":memory:")
"""What SQLite takes for a database that nobody keeps."""


@dataclass(slots=True)
class Desk:
    """A desk. ``benchmarks``: files of admission values that its assessments use;
    ``user_header``: the header in which a proxy says who is signed in, empty where none does."""

    register: Register
    accounts: Accounts
    sessions: Sessions
    lists: Lists
    cases: Cases
    benchmarks: tuple[Path, ...] = ()
    user_header: str = ""
    header_secret: str = field(default_factory=new_token)
    jobs: Jobs = field(default_factory=Jobs)
    today: Callable[[], date] = date.today

    @property
    def law(self) -> Law:
        """The law of the register."""
        return open_law(open_tables())

    def day(self, text: str) -> date:
        """The day that a text names; today where it is empty.

        Raises CallError CE-C001 where it names none.
        """
        if not text:
            return self.today()
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise CallError(Problem("CE-C001", params={"value": text})) from None


def place_of(address: str, folder: Path) -> tuple[Path, str]:
    """The folder of the register of an address, and how its settings name the database.

    ``sqlite:///FILE``: a file ``register.db`` lies in the folder of its register; beside any other
    its register's folder has the same name with the ending ``.files``. An address of PostgreSQL
    goes with ``folder``.

    >>> place_of("sqlite:///city/register.db", Path("desk"))
    (PosixPath('city'), '')
    >>> place_of("sqlite:////srv/city.db", Path("desk"))
    (PosixPath('/srv/city.files'), 'sqlite:///../city.db')
    """
    if not address.startswith(ADDRESS):
        return folder, address
    named = address.removeprefix(ADDRESS)
    if named in MEMORY:
        raise CallError(Problem("CE-H010", params={"address": address}))
    file = Path(named)
    if file.name == DATABASE:
        return file.parent, ""
    return file.with_suffix(".files"), f"{ADDRESS}../{file.name}"


def open_desk(
    address: str,
    folder: Path,
    benchmarks: Sequence[Path] = (),
    user_header: str = "",
) -> Desk:
    """Open the desk of a register; make the register, and the desk's tables, where there are none.

    Raises what ``create`` and ``open_register`` raise.
    """
    home, database = place_of(address, folder)
    if (not address and (home / "register.toml").is_file()) or is_register(home, database):
        register = open_register(home, view_of)
    else:
        home.mkdir(parents=True, exist_ok=True)
        register = create(home, database, view_of)
    upgrade(register.engine)
    law = open_law(open_tables())
    accounts = Accounts(register.engine, tuple(law.roles))
    sessions, lists, cases = Sessions(accounts), Lists(register), Cases(register)
    return Desk(register, accounts, sessions, lists, cases, tuple(benchmarks), user_header)


def upgrade(engine: Engine) -> None:
    """Make the desk's tables, or bring those of an earlier version to this one."""
    from alembic import command
    from alembic.config import Config

    config: Any = Config()
    config.set_main_option("script_location", "carbon_eia.desk:migrations")
    with engine.connect() as connection:
        connection = connection.execution_options(carbon_eia_writes=True)
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
