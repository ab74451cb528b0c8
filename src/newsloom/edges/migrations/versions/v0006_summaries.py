"""The versions of stories as lists show them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

INDEXES = (
    ("until", "is_shown", "is_pinned", "rank"),
    ("until", "is_shown", "newest_at"),
    ("story_id", "until", "is_shown"),
    ("is_shown", "rank"),
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "summaries",
        sa.Column("version", LONG, nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment()),
        sa.Column("is_shown", sa.Integer(), nullable=False),
        sa.Column("is_pinned", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Float().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("newest_at", Moment(), nullable=False),
        sa.Column("lead_domain", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_summaries")),
        sqlite_strict=True,
    )
    for columns in INDEXES:
        op.create_index(f"ix_summaries_{'_'.join(columns)}", "summaries", list(columns))
    make_side("summary_topics", "topic")
    make_side("summary_domains", "domain", sa.Column("name", sa.Text(), nullable=False))


def make_side(name: str, key: str, *more: sa.Column[str]) -> None:
    """Make a table that finds versions by something they have several of."""
    op.create_table(
        name,
        sa.Column(key, sa.Text(), nullable=False),
        sa.Column("version", LONG, autoincrement=False, nullable=False),
        *more,
        sa.PrimaryKeyConstraint(key, "version", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["version"],
            ["summaries.version"],
            name=op.f(f"fk_{name}_version"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{name}_version", name, ["version"])
