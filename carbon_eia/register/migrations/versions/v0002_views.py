"""What a case has become says more: the file of its Run, what its class asks, its latest day.

The tables stay as they are: ``register migrate`` makes every view again after this step.
"""

from __future__ import annotations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing but the number: views of before are told from those of now."""


def downgrade() -> None:
    """A ledger is never thrown away by a program."""
    raise NotImplementedError
