"""Alembic runs its steps on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from carbon_eia.register.event_tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
context.run_migrations()
