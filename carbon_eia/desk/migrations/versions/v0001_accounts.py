"""The first desk: accounts, their codes, sessions and tokens, and what failed to sign in.

The tables are written out: a step says what was true then, whatever becomes of ``tables``.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, primary_key=primary_key, nullable=False)


def upgrade() -> None:
    """From nothing to the first tables."""
    op.create_table(
        "desk_accounts",
        _text("key", primary_key=True),
        _text("name"),
        _text("roles"),
        _text("organisation"),
        _text("credit_code"),
        _text("password"),
        sa.Column("active", sa.Boolean, nullable=False),
        _text("made"),
    )
    op.create_table(
        "desk_codes", _text("digest", primary_key=True), _text("account"), _text("until")
    )
    op.create_table(
        "desk_sessions",
        _text("digest", primary_key=True),
        _text("account"),
        _text("form"),
        _text("began"),
        _text("seen"),
    )
    op.create_table(
        "desk_tokens",
        _text("digest", primary_key=True),
        _text("id"),
        _text("account"),
        _text("system"),
        _text("made"),
        _text("until"),
    )
    op.create_table(
        "desk_attempts",
        sa.Column("number", sa.Integer, primary_key=True),
        _text("who"),
        _text("at"),
    )
    op.create_index("desk_attempts_who", "desk_attempts", ["who"])
    op.create_index("desk_sessions_account", "desk_sessions", ["account"])


def downgrade() -> None:
    """Accounts are never thrown away by a program."""
    raise NotImplementedError
