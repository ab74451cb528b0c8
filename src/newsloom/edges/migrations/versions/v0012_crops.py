"""Pictures cut to the shape of the pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    article = sa.ForeignKeyConstraint(
        ["article_id"],
        ["articles.article_id"],
        name=op.f("fk_crops_article_id"),
        ondelete="CASCADE",
    )
    op.create_table(
        "crops",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_crops")),
        article,
        sqlite_strict=True,
    )
    op.create_index("ix_crops_name", "crops", ["name"])
