"""What readers follow, mute, keep and have read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = ("reader_id", "kind", "what", "subject")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "marks",
        *(sa.Column(name, sa.Text(), nullable=False) for name in KEY),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("until", Moment()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_marks")),
        sqlite_strict=True,
    )
    op.create_index("ix_marks_made_at", "marks", ["made_at"])
