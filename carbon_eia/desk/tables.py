"""The desk's own tables: accounts and how they sign in. The ledger knows nothing of them.

They lie in the database of the register, apart from its events: a backup of the register holds
none of them. ``migrations/`` brings those of an earlier version here. Points in time are UTC in
ISO 8601, so that they compare as text; secrets are kept as SHA-256 or Argon2 alone.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text

__all__ = ["ACCOUNTS", "ATTEMPTS", "CODES", "METADATA", "SESSIONS", "TOKENS", "VERSION"]

METADATA = MetaData()

VERSION = "desk_version"
"""The table that says which version the others are of."""


def _text(name: str, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=primary_key, nullable=False)


ACCOUNTS = Table(
    "desk_accounts",
    METADATA,
    _text("key", primary_key=True),
    _text("name"),
    _text("roles"),
    _text("organisation"),
    _text("credit_code"),
    _text("password"),
    Column("active", Boolean, nullable=False),
    _text("made"),
)
"""``key``: the name without differences that nobody sees; ``roles``: with spaces between;
``password``: its Argon2, empty until its owner has chosen one."""

CODES = Table("desk_codes", METADATA, _text("digest", primary_key=True), _text("account"),
              _text("until"))  # fmt: skip
"""One-time codes with which an account gets its password; ``account`` is empty for the first."""

SESSIONS = Table(
    "desk_sessions",
    METADATA,
    _text("digest", primary_key=True),
    _text("account"),
    _text("form"),
    _text("began"),
    _text("seen"),
)
"""Who is signed in; ``form``: what every form of the session has to bring along."""

TOKENS = Table(
    "desk_tokens",
    METADATA,
    _text("digest", primary_key=True),
    _text("id"),
    _text("account"),
    _text("system"),
    _text("made"),
    _text("until"),
)
"""Tokens of other systems, each of which acts as an account."""

ATTEMPTS = Table(
    "desk_attempts",
    METADATA,
    Column("number", Integer, primary_key=True),
    _text("who"),
    _text("at"),
)
"""What failed to sign in: the key of an account, or the address that it came from."""
