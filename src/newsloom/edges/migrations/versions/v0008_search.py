"""The index of searchable texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of what is indexed and, where there is one, the index itself."""
    op.create_table(
        "search_rows",
        sa.Column("number", LONG, autoincrement=False, nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("at", LONG, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_rows")),
        sa.UniqueConstraint("article_id", name=op.f("uq_search_rows_article_id")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_search_rows_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "search_bodies",
        sa.Column("number", LONG, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_bodies")),
        sa.ForeignKeyConstraint(
            ["number"],
            ["search_rows.number"],
            name=op.f("fk_search_bodies_number"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5("
            "title, text, provider, facts, content = '', tokenize = 'ascii')"
        )
