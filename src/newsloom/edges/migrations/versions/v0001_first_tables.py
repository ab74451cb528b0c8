"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from newsloom.edges.moments import Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_articles_domain", "articles", ["domain"]),
    ("ix_articles_published_at", "articles", ["published_at"]),
    ("ix_articles_web_url", "articles", ["web_url"]),
    ("ix_endings_key", "endings", ["key"]),
    ("ix_pages_final_url", "pages", ["final_url"]),
    ("ix_rulings_object", "rulings", ["object"]),
    ("ix_rulings_subject", "rulings", ["subject"]),
    ("ix_stories_founder_id", "stories", ["founder_id"]),
    ("ix_stories_merged_into", "stories", ["merged_into"]),
    ("ix_work_list_stage_not_before", "work_list", ["stage", "not_before"]),
    ("ix_coverages_story_id", "coverages", ["story_id"]),
    ("ix_fingerprints_is_dated_published_at", "fingerprints", ["is_dated", "published_at"]),
    ("ix_leads_article_id", "leads", ["article_id"]),
    ("ix_page_articles_article_id", "page_articles", ["article_id"]),
    ("ix_syndications_original_id", "syndications", ["original_id"]),
    ("ix_verdicts_decision", "verdicts", ["decision"]),
)


def upgrade() -> None:
    """Make every table of the first Newsloom."""
    work_tables()
    gathering_tables()
    article_tables()
    matching_tables()
    rating_tables()
    story_tables()
    decision_tables()
    publishing_tables()
    for name, table, columns in INDEXES:
        op.create_index(op.f(name), table, columns)


def work_tables() -> None:
    """Make the work list, endings and row versions."""
    op.create_table(
        "work_list",
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("not_before", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("stage", "key", name=op.f("pk_work_list")),
        sqlite_strict=True,
    )
    op.create_table(
        "endings",
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("stage", "key", name=op.f("pk_endings")),
        sqlite_strict=True,
    )
    op.create_table(
        "stage_versions",
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("stage", name=op.f("pk_stage_versions")),
        sqlite_strict=True,
    )


def gathering_tables() -> None:
    """Make what is kept of sources and pages."""
    op.create_table(
        "sources",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_sources")),
        sqlite_strict=True,
    )
    op.create_table(
        "snapshots",
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("next_check_at", Moment(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("source_url", name=op.f("pk_snapshots")),
        sqlite_strict=True,
    )
    op.create_table(
        "items",
        sa.Column("web_url", sa.Text(), nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("has_page", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment()),
        sa.Column("first_seen_at", Moment(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("web_url", "source_url", name=op.f("pk_items")),
        sqlite_strict=True,
    )
    op.create_table(
        "pages",
        sa.Column("web_url", sa.Text(), nullable=False),
        sa.Column("final_url", sa.Text(), nullable=False),
        sa.Column("fetched_at", Moment(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("web_url", name=op.f("pk_pages")),
        sqlite_strict=True,
    )


def article_tables() -> None:
    """Make articles, their versions and addresses."""
    op.create_table(
        "articles",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("web_url", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("date_origin", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_articles")),
        sqlite_strict=True,
    )
    op.create_table(
        "article_versions",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "version", name=op.f("pk_article_versions")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_article_versions_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "page_articles",
        sa.Column("web_url", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("web_url", name=op.f("pk_page_articles")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_page_articles_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )


def matching_tables() -> None:
    """Make what matching compares."""
    op.create_table(
        "fingerprints",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("is_dated", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_fingerprints")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_fingerprints_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "syndications",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("original_id", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_syndications")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_syndications_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )


def rating_tables() -> None:
    """Make what is judged of an article."""
    op.create_table(
        "qualities",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_qualities")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_qualities_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "taggings",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_taggings")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_taggings_article_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )


def story_tables() -> None:
    """Make stories and who belongs to them."""
    op.create_table(
        "stories",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("founder_id", sa.Text(), nullable=False),
        sa.Column("founded_at", Moment(), nullable=False),
        sa.Column("merged_into", sa.Text()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_stories")),
        sa.ForeignKeyConstraint(
            ["merged_into"],
            ["stories.story_id"],
            name=op.f("fk_stories_merged_into"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "coverages",
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_coverages")),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.article_id"],
            name=op.f("fk_coverages_article_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.story_id"],
            name=op.f("fk_coverages_story_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "rulings",
        sa.Column("ruling_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("undone_at", Moment()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ruling_id", name=op.f("pk_rulings")),
        sqlite_strict=True,
    )


def decision_tables() -> None:
    """Make what is decided about a story."""
    op.create_table(
        "leads",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("article_id", sa.Text(), nullable=False),
        sa.Column("challenger_id", sa.Text()),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_leads")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name=op.f("fk_leads_story_id"), ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "heats",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("peak", sa.Float().with_variant(sa.REAL(), "sqlite"), nullable=False),
        sa.Column("peak_at", Moment(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_heats")),
        sa.ForeignKeyConstraint(
            ["story_id"], ["stories.story_id"], name=op.f("fk_heats_story_id"), ondelete="CASCADE"
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "verdicts",
        sa.Column("story_id", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("story_id", name=op.f("pk_verdicts")),
        sa.ForeignKeyConstraint(
            ["story_id"],
            ["stories.story_id"],
            name=op.f("fk_verdicts_story_id"),
            ondelete="CASCADE",
        ),
        sqlite_strict=True,
    )


def publishing_tables() -> None:
    """Make posts and files."""
    op.create_table(
        "posts",
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("post_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("holder", name=op.f("pk_posts")),
        sa.UniqueConstraint("post_name", name=op.f("uq_posts_post_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "renditions",
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("delivered", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("target", "path", name=op.f("pk_renditions")),
        sqlite_strict=True,
    )
