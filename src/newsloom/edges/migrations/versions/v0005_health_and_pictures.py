"""How sources do, hubs' leases, rules of hosts, the pictures of articles, titles as printed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and give articles their printed title."""
    make_health()
    make_pictures()
    title = sa.Column("printed_title", sa.Text(), nullable=False, server_default="")
    op.add_column("articles", title)
    op.drop_index("ix_articles_domain", "articles")
    op.create_index("ix_articles_domain_seen_at", "articles", ["domain", "seen_at"])


def make_health() -> None:
    """Make what is known of sources and hosts: health, its history, subscriptions, robots.txt."""
    op.create_table(
        "health",
        text("source_url"),
        text("state"),
        text("data"),
        sa.PrimaryKeyConstraint("source_url", name=op.f("pk_health")),
        sqlite_strict=True,
    )
    op.create_index("ix_health_state", "health", ["state"])
    op.create_table(
        "health_changes",
        text("source_url"),
        sa.Column("at", Moment(), nullable=False),
        text("state"),
        text("detail"),
        sa.PrimaryKeyConstraint("source_url", "at", name=op.f("pk_health_changes")),
        sqlite_strict=True,
    )
    op.create_index("ix_health_changes_at", "health_changes", ["at"])
    op.create_table(
        "subscriptions",
        text("source_url"),
        text("token"),
        sa.Column("until", Moment(), nullable=True),
        text("data"),
        sa.PrimaryKeyConstraint("source_url", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("token", name=op.f("uq_subscriptions_token")),
        sqlite_strict=True,
    )
    op.create_table(
        "robots",
        text("origin"),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("origin", name=op.f("pk_robots")),
        sqlite_strict=True,
    )


def make_pictures() -> None:
    """Make the pictures of articles, and those chosen of them."""
    article = sa.ForeignKeyConstraint(
        ["article_id"],
        ["articles.article_id"],
        name=op.f("fk_pictures_article_id"),
        ondelete="CASCADE",
    )
    op.create_table(
        "pictures",
        text("picture"),
        text("domain"),
        text("article_id"),
        sa.PrimaryKeyConstraint("picture", "domain", "article_id", name=op.f("pk_pictures")),
        article,
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pictures_article_id", "pictures", ["article_id"])
    chosen = sa.ForeignKeyConstraint(
        ["article_id"],
        ["articles.article_id"],
        name=op.f("fk_illustrations_article_id"),
        ondelete="CASCADE",
    )
    op.create_table(
        "illustrations",
        text("article_id"),
        text("shown"),
        text("data"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_illustrations")),
        chosen,
        sqlite_strict=True,
    )
    op.create_index("ix_illustrations_shown", "illustrations", ["shown"])


def text(name: str) -> sa.Column[str]:
    """Return a text column that is never NULL."""
    return sa.Column(name, sa.Text(), nullable=False)
