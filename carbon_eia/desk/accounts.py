"""Who may use the desk: local accounts, their passwords, their roles, and what locks one out."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from carbon_eia.desk.secret import digest_of, new_code
from carbon_eia.desk.tables import ACCOUNTS, ATTEMPTS, CODES, SESSIONS, TOKENS
from carbon_eia.errors import CallError, Problem
from carbon_eia.register.people import name_key

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Row

__all__ = ["ADMINISTRATOR", "Account", "Accounts", "account_of", "utc_now"]

ADMINISTRATOR = "administrator"
"""The role that keeps the accounts, and never a case."""

SHORTEST, LONGEST = 12, 256
"""Characters of a password."""

LONGEST_NAME = 60
CODE_LASTS = timedelta(days=7)
FIRST_CODE_LASTS = timedelta(days=1)

MOST_FAILURES = 5
"""Failed attempts on one account, after which it waits."""

MOST_FROM_ADDRESS = 50
"""The same of one address: an office may sit behind one."""

WAIT = timedelta(minutes=15)
"""How long failures count, and how long one waits."""

HASHING = threading.BoundedSemaphore(4)
"""Passwords that are hashed at a time: each takes 64 MB."""


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Account(NamedTuple):
    """An account. ``roles``: what its owner may act as; ``credit_code``: of the enterprise whose
    cases are its own; ``is_ready``: its owner has chosen a password."""

    key: str
    name: str
    roles: tuple[str, ...]
    organisation: str
    credit_code: str
    is_active: bool
    is_ready: bool

    @property
    def is_administrator(self) -> bool:
        """Whether it keeps the accounts."""
        return ADMINISTRATOR in self.roles


class Accounts:
    """The accounts of a desk. ``roles``: those that there are."""

    def __init__(
        self, engine: Engine, roles: Sequence[str], now: Callable[[], datetime] = utc_now
    ) -> None:
        self.engine, self.roles, self.now = engine, tuple(roles), now

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to look at them."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to change them; what was changed stands when this ends well."""
        with self.engine.connect() as connection:
            connection = connection.execution_options(carbon_eia_writes=True)
            with connection.begin():
                yield connection

    # --- who there is

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self.reading() as connection:
            return [account_of(r) for r in connection.execute(select(ACCOUNTS).order_by("name"))]

    def one(self, key: str) -> Account | None:
        """An account by its key; None where there is none."""
        with self.reading() as connection:
            row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.key == key)).first()
        return None if row is None else account_of(row)

    def first_code(self) -> str | None:
        """A one-time code for the first administrator; None where there is an account already."""
        with self.writing() as connection:
            if connection.execute(select(func.count()).select_from(ACCOUNTS)).scalar_one():
                return None
            connection.execute(delete(CODES).where(CODES.c.account == ""))
            return self._code(connection, "", FIRST_CODE_LASTS)

    def add(
        self,
        name: str,
        roles: Iterable[str],
        organisation: str = "",
        credit_code: str = "",
    ) -> tuple[Account, str]:
        """A new account, and the one-time code with which its owner chooses a password.

        Raises CallError: CE-H001 the name is taken, empty, too long or has unseen signs, CE-H002
        roles that there are none of, or an administrator with another role.
        """
        chosen = self._roles(roles)
        with self.writing() as connection:
            key = self._insert(connection, name, chosen, organisation, credit_code)
            code = self._code(connection, key, CODE_LASTS)
        return self._known(key), code

    def change(
        self, key: str, roles: Iterable[str], organisation: str, credit_code: str, active: bool
    ) -> None:
        """Change what an account may do; who is signed in with it is signed out.

        Raises CallError: CE-H002 as ``add``, CE-H003 there would be no administrator any more,
        CE-H004 there is no such account.
        """
        chosen = self._roles(roles)
        with self.writing() as connection:
            values = {"roles": " ".join(chosen), "organisation": organisation.strip(),
                      "credit_code": credit_code.strip(), "active": active}  # fmt: skip
            where = ACCOUNTS.c.key == key
            if not connection.execute(update(ACCOUNTS).where(where).values(values)).rowcount:
                raise CallError(Problem("CE-H004", params={"name": key}))
            rows = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.active.is_(True)))
            if not any(account_of(r).is_administrator for r in rows):
                raise CallError(Problem("CE-H003"))
            connection.execute(delete(SESSIONS).where(SESSIONS.c.account == key))
            if not active:
                connection.execute(delete(TOKENS).where(TOKENS.c.account == key))
                connection.execute(delete(CODES).where(CODES.c.account == key))

    def new_code(self, key: str) -> str:
        """Another one-time code for an account whose owner has lost the password.

        Raises CallError CE-H004 where there is no such account.
        """
        self._known(key)
        with self.writing() as connection:
            connection.execute(delete(CODES).where(CODES.c.account == key))
            return self._code(connection, key, CODE_LASTS)

    # --- codes and passwords

    def redeem(self, code: str, password: str, name: str, address: str) -> Account:
        """Choose a password by a one-time code; ``name``: that of the first administrator.

        Raises CallError: CE-H005 the code is none or has run out, CE-H008 too many were tried from
        this address, CE-H001 and CE-H006 for a name or a password that cannot be used.
        """
        self._refuse_after_failures(address)
        with self.reading() as connection:
            key = self._of_code(connection, code)
        if key is None:
            self._failed(address)
            raise CallError(Problem("CE-H005"))
        hashed = self._hashed(password, self._known(key).name if key else name)
        with self.writing() as connection:
            if self._of_code(connection, code) != key:
                raise CallError(Problem("CE-H005"))
            if not key:
                key = self._insert(connection, name, (ADMINISTRATOR,), "", "")
            self._set_password(connection, key, hashed)
            connection.execute(delete(CODES).where(CODES.c.account.in_(["", key])))
        return self._known(key)

    def set_password(self, key: str, old: str, password: str) -> None:
        """Change one's own password; everybody who is signed in with it is signed out.

        Raises CallError: CE-H007 the old one is wrong, CE-H006 the new one cannot be used.
        """
        account = self._known(key)
        if not self._matches(key, old):
            raise CallError(Problem("CE-H007"))
        hashed = self._hashed(password, account.name)
        with self.writing() as connection:
            self._set_password(connection, key, hashed)

    def signed_in(self, name: str, password: str, address: str) -> Account:
        """The account of a name and a password.

        The same is said, after the same time, of a name that there is none of. Raises CallError:
        CE-H007 they do not fit, CE-H008 too many attempts have failed.
        """
        key = name_key(name)[:LONGEST_NAME]
        key = key if key.isprintable() else "?"
        self._refuse_after_failures(key, address)
        account = self.one(key)
        if self._matches(key, password) and account is not None and account.is_active:
            with self.writing() as connection:
                connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.who == key))
            return account
        self._failed(key, address)
        raise CallError(Problem("CE-H007"))

    def _failed(self, *who: str) -> None:
        at, old = self.now().isoformat(), (self.now() - WAIT).isoformat()
        with self.writing() as connection:
            connection.execute(insert(ATTEMPTS), [{"who": w, "at": at} for w in who])
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.at < old))

    def _refuse_after_failures(self, *who: str) -> None:
        since = (self.now() - WAIT).isoformat()
        with self.reading() as connection:
            for one in who:
                most = MOST_FROM_ADDRESS if one.startswith("@") else MOST_FAILURES
                failed = select(func.count()).select_from(ATTEMPTS)
                failed = failed.where(ATTEMPTS.c.who == one, ATTEMPTS.c.at >= since)
                if connection.execute(failed).scalar_one() >= most:
                    minutes = int(WAIT.total_seconds() // 60)
                    raise CallError(Problem("CE-H008", params={"minutes": minutes}))

    def _matches(self, key: str, password: str) -> bool:
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        with self.reading() as connection:
            found = select(ACCOUNTS.c.password).where(ACCOUNTS.c.key == key)
            hashed = connection.execute(found).scalar_one_or_none() or _nobody()
        try:
            with HASHING:
                return PasswordHasher().verify(hashed, _normal(password)[: LONGEST * 4])
        except (VerificationError, InvalidHashError):
            return False

    def _hashed(self, password: str, name: str) -> str:
        from argon2 import PasswordHasher

        text = _normal(password)
        is_name = name_key(name) in name_key(text)
        if not SHORTEST <= len(text) <= LONGEST or is_name or len(set(text)) < 5:
            raise CallError(Problem("CE-H006", params={"least": SHORTEST, "most": LONGEST}))
        with HASHING:
            return PasswordHasher().hash(text)

    def _set_password(self, connection: Connection, key: str, hashed: str) -> None:
        connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.key == key).values(password=hashed))
        connection.execute(delete(SESSIONS).where(SESSIONS.c.account == key))
        connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.who == key))

    # --- parts

    def _known(self, key: str) -> Account:
        account = self.one(key)
        if account is None:
            raise CallError(Problem("CE-H004", params={"name": key}))
        return account

    def _roles(self, roles: Iterable[str]) -> tuple[str, ...]:
        chosen = {*roles}
        if not chosen <= {*self.roles} or not chosen or chosen > {ADMINISTRATOR}:
            known = " ".join(self.roles)
            raise CallError(Problem("CE-H002", params={"known": known}))
        return tuple(r for r in self.roles if r in chosen)

    def _insert(
        self,
        connection: Connection,
        name: str,
        roles: tuple[str, ...],
        organisation: str,
        credit_code: str,
    ) -> str:
        name = " ".join(unicodedata.normalize("NFKC", name).split())
        key = name_key(name)
        there = connection.execute(select(ACCOUNTS.c.key).where(ACCOUNTS.c.key == key)).first()
        is_sound = key and key[0] != "@" and len(name) <= LONGEST_NAME and name.isprintable()
        if not is_sound or there is not None:
            raise CallError(Problem("CE-H001", params={"name": name}))
        connection.execute(
            insert(ACCOUNTS),
            {"key": key, "name": name, "roles": " ".join(roles),
             "organisation": organisation.strip(), "credit_code": credit_code.strip(),
             "password": "", "active": True, "made": self.now().isoformat()},
        )  # fmt: skip
        return key

    def _code(self, connection: Connection, account: str, lasts: timedelta) -> str:
        code = new_code()
        until = (self.now() + lasts).isoformat()
        row = {"digest": digest_of(code), "account": account, "until": until}
        connection.execute(insert(CODES), row)
        return code

    def _of_code(self, connection: Connection, code: str) -> str | None:
        found = select(CODES.c.account).where(
            CODES.c.digest == digest_of(code.strip()), CODES.c.until > self.now().isoformat()
        )
        return connection.execute(found).scalar_one_or_none()


def account_of(row: Row[tuple[object, ...]]) -> Account:
    """The account of a row of its table."""
    roles = tuple(row.roles.split())
    has_password = bool(row.password)
    return Account(
        row.key, row.name, roles, row.organisation, row.credit_code, bool(row.active), has_password
    )


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


@cache
def _nobody() -> str:
    """The hash of a password that nobody has: as long is taken over an unknown name."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(secrets.token_hex())
