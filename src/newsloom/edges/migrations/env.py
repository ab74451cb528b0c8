"""Alembic's entry: takes the steps on the connection it is handed, in its transaction."""

from __future__ import annotations

from alembic import context

from newsloom.edges.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
