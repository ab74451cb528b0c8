"""An older database -> one this Newsloom reads, by the steps in ``versions``.

Alembic is loaded only when there is a step to take; each step runs in one transaction.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from newsloom.errors import MigrationError

HEAD = "0012"
"""The newest step; a test holds it to the files in ``versions``."""

STEPS = frozenset(f"{step:04d}" for step in range(1, int(HEAD) + 1))
"""Every step this Newsloom knows."""


def migrate(connection: Connection, name: str) -> None:
    """Bring a database up to date; a new one gets all tables.

    Raises:
        MigrationError: a newer Newsloom wrote it, it is another program's, or a step failed.
    """
    tables = set(inspect(connection).get_table_names())
    current = revision(connection) if "alembic_version" in tables else None
    if current == HEAD:
        return
    if current is None and tables:
        message = "it holds tables of another program: name a database of Newsloom's own"
        raise MigrationError(f"{name}: {message}")
    if current is not None and current not in STEPS:
        message = f"a newer Newsloom wrote it (step {current}): install that version or a later one"
        raise MigrationError(f"{name}: {message}")
    try:
        upgrade(connection)
    except SQLAlchemyError as exc:
        message = f"it could not be brought up to step {HEAD}; nothing was changed ({exc})"
        raise MigrationError(f"{name}: {message}") from exc


def revision(connection: Connection) -> str | None:
    """Return the step a database is at."""
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def upgrade(connection: Connection) -> None:
    """Take every step that is missing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
