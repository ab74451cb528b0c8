"""Runs of headlines, and the days on which they were seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the memory of headline forms."""
    long = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "headings",
        sa.Column("run", long, autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("run", "day", name=op.f("pk_headings")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_headings_day", "headings", ["day"])
