"""SQLite overwrites no event either: REPLACE deletes a row without asking the trigger of DELETE.

PostgreSQL has no such statement; ON CONFLICT DO UPDATE asks the trigger that is there.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

SQLITE = """
CREATE TRIGGER events_INSERT BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE sequence >= NEW.sequence OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'events are only added'); END
"""


def upgrade() -> None:
    """An event is only added behind all others."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(SQLITE)


def downgrade() -> None:
    """A ledger is never thrown away by a program."""
    raise NotImplementedError
