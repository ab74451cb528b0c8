"""The tables of the store, written for any dialect SQLAlchemy speaks.

Keys, times and all that is queried are real columns; the whole record stands in ``data`` as JSON
text (fingerprints as msgpack), and bodies are zlib-compressed in columns of their own. How rows
become records is the business of the modules that read them.
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

from newsloom.edges.moments import Moment

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


LONG = BigInteger().with_variant(Integer, "sqlite")
"""An integer of 64 bits; SQLite has no other."""


def table(name: str, *parts: SchemaItem, is_key_only: bool = False) -> Table:
    """Return a table of the store; STRICT where SQLite holds it, without a second key if all is."""
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=not is_key_only)


def key(name: str) -> Column[str]:
    """Return a text column that is (part of) the primary key."""
    return Column(name, Text, primary_key=True)


def article_key() -> Column[str]:
    """Return the key of a table with one row for an article."""
    link = ForeignKey("articles.article_id", ondelete="CASCADE")
    return Column("article_id", Text, link, primary_key=True)


def story_key() -> Column[str]:
    """Return the key of a table with one row for a story."""
    link = ForeignKey("stories.story_id", ondelete="CASCADE")
    return Column("story_id", Text, link, primary_key=True)


def account_link() -> Column[str]:
    """Return the column of what hangs on an account, and goes with it."""
    link = ForeignKey("accounts.account_id", ondelete="CASCADE")
    return Column("account_id", Text, link, nullable=False, index=True)


def text(name: str, *, index: bool = False) -> Column[str]:
    """Return a text column that is never NULL."""
    return Column(name, Text, nullable=False, index=index)


def number(name: str) -> Column[int]:
    """Return an integer column that is never NULL."""
    return Column(name, Integer, nullable=False)


def data() -> Column[str]:
    """Return the column of the whole record as JSON."""
    return Column("data", Text, nullable=False)


# --- the work list -------------------------------------------------------------------------------

WORK_LIST = table(
    "work_list",
    key("stage"),
    key("key"),
    Column("not_before", Moment, nullable=False),
    number("tries"),
    Column("since", Moment, nullable=False),
    Index("ix_work_list_stage_not_before", "stage", "not_before"),
)
ENDINGS = table(
    "endings",
    key("stage"),
    key("key"),
    text("code"),
    text("detail"),
    Column("at", Moment, nullable=False),
    Index("ix_endings_key", "key"),
)
STAGE_VERSIONS = table("stage_versions", key("stage"), text("version"))

# --- gathering -----------------------------------------------------------------------------------

SOURCES = table("sources", key("url"), text("kind"), data())
SNAPSHOTS = table(
    "snapshots",
    key("source_url"),
    text("digest"),
    text("etag"),
    text("last_modified"),
    Column("fetched_at", Moment, nullable=False),
    Column("next_check_at", Moment, nullable=False),
    data(),
    Column("body", LargeBinary, nullable=False),
)
HEALTH = table("health", key("source_url"), text("state", index=True), data())
HEALTH_CHANGES = table(
    "health_changes",
    key("source_url"),
    Column("at", Moment, primary_key=True),
    text("state"),
    text("detail"),
    Index("ix_health_changes_at", "at"),
)
SUBSCRIPTIONS = table(
    "subscriptions",
    key("source_url"),
    Column("token", Text, nullable=False, unique=True),
    Column("until", Moment),
    data(),
)
ROBOTS = table(
    "robots",
    key("origin"),
    Column("until", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
ITEMS = table(
    "items",
    key("web_url"),
    key("source_url"),
    number("has_page"),
    Column("published_at", Moment),
    Column("first_seen_at", Moment, nullable=False),
    text("digest"),
    data(),
)
PAGES = table(
    "pages",
    key("web_url"),
    text("final_url", index=True),
    Column("fetched_at", Moment, nullable=False),
    text("digest"),
    data(),
    Column("body", LargeBinary, nullable=False),
)

# --- reading -------------------------------------------------------------------------------------

ARTICLES = table(
    "articles",
    key("article_id"),
    text("web_url", index=True),
    text("domain"),
    Column("published_at", Moment, nullable=False, index=True),
    text("date_origin"),
    Column("seen_at", Moment, nullable=False),
    text("language"),
    number("version"),
    text("digest"),
    text("printed_title"),
    data(),
    Index("ix_articles_domain_seen_at", "domain", "seen_at"),
)
ARTICLE_VERSIONS = table(
    "article_versions",
    article_key(),
    Column("version", Integer, primary_key=True),
    text("digest"),
    data(),
)
PAGE_ARTICLES = table(
    "page_articles",
    key("web_url"),
    Column(
        "article_id",
        Text,
        ForeignKey("articles.article_id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
)

PICTURES = table(
    "pictures",
    key("picture"),
    key("domain"),
    article_key(),
    Index("ix_pictures_article_id", "article_id"),
    is_key_only=True,
)
ILLUSTRATIONS = table("illustrations", article_key(), text("shown", index=True), data())

CROPS = table(
    "crops",
    article_key(),
    text("name", index=True),
    data(),
    Column("body", LargeBinary, nullable=False),
)

# --- matching ------------------------------------------------------------------------------------

FINGERPRINTS = table(
    "fingerprints",
    article_key(),
    Column("published_at", Moment, nullable=False),
    number("is_dated"),
    Column("data", LargeBinary, nullable=False),
    Index("ix_fingerprints_is_dated_published_at", "is_dated", "published_at"),
)
HEADINGS = table(
    "headings",
    Column("run", LONG, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Index("ix_headings_day", "day"),
    is_key_only=True,
)
SYNDICATIONS = table(
    "syndications", article_key(), text("status"), text("original_id", index=True), data()
)
PASSAGES = table("passages", article_key(), data())
STORIES = table(
    "stories",
    key("story_id"),
    text("founder_id", index=True),
    Column("founded_at", Moment, nullable=False),
    Column(
        "merged_into",
        Text,
        ForeignKey("stories.story_id", deferrable=True, initially="DEFERRED"),
        index=True,
    ),
    data(),
)
COVERAGES = table(
    "coverages",
    article_key(),
    Column(
        "story_id",
        Text,
        ForeignKey("stories.story_id", deferrable=True, initially="DEFERRED"),
        nullable=False,
        index=True,
    ),
    data(),
)

# --- judging -------------------------------------------------------------------------------------

QUALITIES = table("qualities", article_key(), number("points"), data())
TAGGINGS = table("taggings", article_key(), data())
LEADS = table(
    "leads",
    story_key(),
    text("article_id", index=True),
    Column("challenger_id", Text),
    data(),
)
ANGLES = table("angles", story_key(), data())
HEATS = table(
    "heats",
    story_key(),
    Column("peak", Float().with_variant(REAL(), "sqlite"), nullable=False),
    Column("peak_at", Moment, nullable=False),
    data(),
)
VERDICTS = table("verdicts", story_key(), text("decision", index=True), text("rule"), data())
RULINGS = table(
    "rulings",
    key("ruling_id"),
    text("kind"),
    text("subject", index=True),
    text("object", index=True),
    Column("made_at", Moment, nullable=False),
    Column("undone_at", Moment),
    text("act", index=True),
    data(),
)
PUT_OFF = table(
    "put_off",
    key("entry"),
    text("evidence"),
    text("who"),
    Column("at", Moment, nullable=False),
)

# --- summaries -----------------------------------------------------------------------------------

SUMMARIES = table(
    "summaries",
    Column("version", LONG, primary_key=True),
    text("story_id"),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
    number("is_shown"),
    number("is_pinned"),
    Column("rank", Float().with_variant(REAL(), "sqlite"), nullable=False),
    Column("newest_at", Moment, nullable=False),
    text("lead_domain"),
    data(),
    Index("ix_summaries_until_is_shown_is_pinned_rank", "until", "is_shown", "is_pinned", "rank"),
    Index("ix_summaries_until_is_shown_newest_at", "until", "is_shown", "newest_at"),
    Index("ix_summaries_story_id_until_is_shown", "story_id", "until", "is_shown"),
    Index("ix_summaries_is_shown_rank", "is_shown", "rank"),
)
SUMMARY_TOPICS = table(
    "summary_topics",
    key("topic"),
    Column(
        "version",
        LONG,
        ForeignKey("summaries.version", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Index("ix_summary_topics_version", "version"),
    is_key_only=True,
)
SUMMARY_DOMAINS = table(
    "summary_domains",
    key("domain"),
    Column(
        "version",
        LONG,
        ForeignKey("summaries.version", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    text("name"),
    Index("ix_summary_domains_version", "version"),
    is_key_only=True,
)

# --- searching -----------------------------------------------------------------------------------

SEARCH_ROWS = table(
    "search_rows",
    Column("number", LONG, primary_key=True, autoincrement=False),
    Column(
        "article_id",
        Text,
        ForeignKey("articles.article_id", ondelete="CASCADE"),
        nullable=False,
        unique=True,
    ),
    Column("at", LONG, nullable=False),
    text("digest"),
)
SEARCH_BODIES = table(
    "search_bodies",
    Column(
        "number",
        LONG,
        ForeignKey("search_rows.number", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("body", LargeBinary, nullable=False),
)

# --- readers -------------------------------------------------------------------------------------

MARKS = table(
    "marks",
    key("reader_id"),
    key("kind"),
    key("what"),
    key("subject"),
    Column("made_at", Moment, nullable=False, index=True),
    Column("until", Moment),
    data(),
)

# --- people --------------------------------------------------------------------------------------

ACCOUNTS = table(
    "accounts",
    key("account_id"),
    Column("name", Text, nullable=False, unique=True),
    Column("identity", Text, unique=True),
    number("role"),
    number("is_disabled"),
    text("password"),
    data(),
)
SESSIONS = table(
    "sessions",
    key("session_id"),
    account_link(),
    Column("made_at", Moment, nullable=False, index=True),
    Column("seen_at", Moment, nullable=False),
    data(),
)
API_TOKENS = table(
    "api_tokens",
    key("token_id"),
    Column("digest", Text, nullable=False, unique=True),
    account_link(),
    Column("used_at", Moment),
    data(),
)
PASSKEYS = table(
    "passkeys",
    key("credential_id"),
    account_link(),
    number("sign_count"),
    Column("used_at", Moment),
    data(),
)
ATTEMPTS = table(
    "attempts",
    key("holder"),
    number("failures"),
    Column("last_at", Moment, nullable=False, index=True),
)
PASSES = table(
    "passes",
    key("digest"),
    text("purpose"),
    Column("until", Moment, nullable=False, index=True),
    data(),
)
SECRETS = table("secrets", key("name"), Column("body", LargeBinary, nullable=False))
AUDIT = table(
    "audit",
    Column("line", LONG, primary_key=True),
    Column("at", Moment, nullable=False),
    text("who", index=True),
    text("act", index=True),
    text("subject"),
    data(),
)

# --- publishing ----------------------------------------------------------------------------------

POSTS = table("posts", key("holder"), Column("post_name", Text, nullable=False, unique=True))
RENDITIONS = table(
    "renditions",
    key("target"),
    key("path"),
    text("digest"),
    text("delivered"),
    Column("body", LargeBinary),
)

# --- webhooks ------------------------------------------------------------------------------------

HOOKS = table(
    "hooks",
    key("hook_id"),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    data(),
)
NOTICES = table(
    "notices",
    key("notice_id"),
    Column("hook_id", Text, ForeignKey("hooks.hook_id", ondelete="CASCADE"), nullable=False),
    text("event"),
    text("subject"),
    Column("made_at", Moment, nullable=False),
    text("body"),
    text("state"),
    number("tries"),
    Column("called_at", Moment),
    text("says"),
    Index("ix_notices_hook_id_made_at", "hook_id", "made_at"),
    Index("ix_notices_made_at", "made_at"),
)
