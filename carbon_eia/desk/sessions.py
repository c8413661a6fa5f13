"""Who is signed in: sessions of browsers, and tokens of other systems."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from carbon_eia.desk.accounts import Account, Accounts, account_of
from carbon_eia.desk.secret import digest_of, new_token
from carbon_eia.desk.tables import ACCOUNTS, SESSIONS, TOKENS
from carbon_eia.errors import CallError, Problem

__all__ = ["IDLE", "LASTS", "Session", "Sessions", "Token"]

IDLE = timedelta(minutes=30)
"""How long a session lasts in which nothing is done."""

LASTS = timedelta(hours=12)
"""How long a session lasts at most."""

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is written down when somebody was last seen."""

LONGEST_TOKEN = 1100
"""Days that a token lasts at most."""


SESSION = (
    select(SESSIONS, ACCOUNTS.c.name, ACCOUNTS.c.roles, ACCOUNTS.c.organisation,
           ACCOUNTS.c.credit_code, ACCOUNTS.c.active)
    .join(ACCOUNTS, ACCOUNTS.c.key == SESSIONS.c.account)
    .where(SESSIONS.c.digest == bindparam("digest"))
)  # fmt: skip
"""A session and whose it is."""

TOKEN = (
    select(ACCOUNTS)
    .join(TOKENS, ACCOUNTS.c.key == TOKENS.c.account)
    .where(TOKENS.c.digest == bindparam("digest"))
    .where(TOKENS.c.until > bindparam("now"))
)
"""The account of a token that holds."""


class Session(NamedTuple):
    """A session that is open: whose, and what its forms have to bring along."""

    digest: str
    account: Account
    form: str


class Token(NamedTuple):
    """A token of another system, without its secret."""

    id: str
    account: str
    system: str
    until: str


class Sessions:
    """The sessions and tokens of a desk."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts

    def begin(self, account: Account) -> str:
        """Sign an account in: the secret of a new session."""
        secret, now = new_token(), self._now()
        with self.accounts.writing() as connection:
            old = (now - LASTS).isoformat()
            connection.execute(delete(SESSIONS).where(SESSIONS.c.began < old))
            connection.execute(
                insert(SESSIONS),
                {"digest": digest_of(secret), "account": account.key, "form": new_token(),
                 "began": now.isoformat(), "seen": now.isoformat()},
            )  # fmt: skip
        return secret

    def open(self, secret: str) -> Session | None:
        """The session of a secret; None where there is none or its time is over."""
        now, digest = self._now(), digest_of(secret)
        with self.accounts.reading() as connection:
            row = connection.execute(SESSION, {"digest": digest}).first()
        if row is None or not row.active:
            return None
        seen = datetime.fromisoformat(row.seen)
        if now - seen > IDLE or now - datetime.fromisoformat(row.began) > LASTS:
            self.end(digest)
            return None
        if now - seen > SEEN_EVERY:
            with self.accounts.writing() as connection:
                own = update(SESSIONS).where(SESSIONS.c.digest == digest)
                connection.execute(own.values(seen=now.isoformat()))
        roles = tuple(row.roles.split())
        account = Account(row.account, row.name, roles, row.organisation, row.credit_code,
                          True, True)  # fmt: skip
        return Session(digest, account, row.form)

    def end(self, digest: str) -> None:
        """Sign out."""
        with self.accounts.writing() as connection:
            connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest))

    # --- tokens

    def give_token(self, account: Account, system: str, days: int) -> str:
        """The secret of a new token, with which a system acts as an account for some days.

        Raises CallError CE-H009 where it has no name or lasts too long; CE-H002 for an
        administrator, who acts in person.
        """
        system = " ".join(system.split())
        if not system or len(system) > 60 or not 1 <= days <= LONGEST_TOKEN:
            raise CallError(Problem("CE-H009", params={"most": LONGEST_TOKEN}))
        if account.is_administrator:
            known = " ".join(self.accounts.roles)
            raise CallError(Problem("CE-H002", params={"known": known}))
        secret, now = new_token(), self._now()
        with self.accounts.writing() as connection:
            connection.execute(
                insert(TOKENS),
                {"digest": digest_of(secret), "id": new_token()[:12], "account": account.key,
                 "system": system, "made": now.isoformat(),
                 "until": (now + timedelta(days=days)).isoformat()},
            )  # fmt: skip
        return secret

    def tokens(self) -> list[Token]:
        """Every token that still holds, by system."""
        found = select(TOKENS.c.id, TOKENS.c.account, TOKENS.c.system, TOKENS.c.until)
        found = found.where(TOKENS.c.until > self._now().isoformat()).order_by(TOKENS.c.system)
        with self.accounts.reading() as connection:
            return [Token(*row) for row in connection.execute(found)]

    def take_token(self, ident: str) -> None:
        """Take a token back."""
        with self.accounts.writing() as connection:
            connection.execute(delete(TOKENS).where(TOKENS.c.id == ident))

    def of_token(self, secret: str) -> Account | None:
        """The account that a token acts as; None where it is none or does not hold any more."""
        asked = {"digest": digest_of(secret), "now": self._now().isoformat()}
        with self.accounts.reading() as connection:
            row = connection.execute(TOKEN, asked).first()
        account = None if row is None else account_of(row)
        return account if account is not None and account.is_active else None

    def _now(self) -> datetime:
        return self.accounts.now()
