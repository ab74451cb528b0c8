"""Webhooks and what is to be sent to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "hooks",
        text("hook_id"),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        text("data"),
        sa.PrimaryKeyConstraint("hook_id", name=op.f("pk_hooks")),
        sqlite_strict=True,
    )
    op.create_table(
        "notices",
        text("notice_id"),
        text("hook_id"),
        text("event"),
        text("subject"),
        sa.Column("made_at", Moment(), nullable=False),
        text("body"),
        text("state"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("called_at", Moment(), nullable=True),
        text("says"),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_notices")),
        sa.ForeignKeyConstraint(
            ["hook_id"], ["hooks.hook_id"], name=op.f("fk_notices_hook_id"), ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_notices_hook_id_made_at", "notices", ["hook_id", "made_at"])
    op.create_index("ix_notices_made_at", "notices", ["made_at"])


def text(name: str) -> sa.Column[str]:
    """Return a text column that is never NULL."""
    return sa.Column(name, sa.Text(), nullable=False)
