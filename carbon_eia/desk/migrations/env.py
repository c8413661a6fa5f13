"""Alembic runs its steps on the connection that the desk hands over, under a table of its own."""

from __future__ import annotations

from alembic import context

from carbon_eia.desk.tables import METADATA, VERSION

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
    version_table=VERSION,
)
context.run_migrations()
