"""The stories of the last days, for trying other settings on them; nothing is changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select

from newsloom.edges import tables as t
from newsloom.edges.database import Database
from newsloom.edges.rows import rows_in
from newsloom.model import ArticleId, StoryId


def recent_stories(store: Database, since: datetime, most: int) -> tuple[Sequence[StoryId], int]:
    """Return the stories whose newest report is not before a moment, and how many there are.

    The newest first, at most ``most`` of them.
    """
    article, cover = t.ARTICLES.c, t.COVERAGES.c
    newest = func.max(article.published_at)
    query = (
        select(cover.story_id)
        .join_from(t.ARTICLES, t.COVERAGES, article.article_id == cover.article_id)
        .where(article.published_at >= since)
        .group_by(cover.story_id)
        .order_by(newest.desc(), cover.story_id)
    )
    with store.reading() as connection:
        found = [StoryId(key) for key in connection.execute(query).scalars()]
    return found[:most], len(found)


def hottest_stories(store: Database, most: int) -> list[StoryId]:
    """Return the hottest stories at this moment: so many shown ones, and so many of the others."""
    row = t.SUMMARIES.c
    found: list[StoryId] = []
    with store.reading() as connection:
        for is_shown in (1, 0):
            query = (
                select(row.story_id)
                .where(row.until.is_(None), row.is_shown == is_shown)
                .order_by(row.is_pinned.desc(), row.rank.desc())
                .limit(most)
            )
            found += [StoryId(key) for key in connection.execute(query).scalars()]
    return found


def published_times(store: Database, ids: Collection[str]) -> dict[ArticleId, datetime]:
    """Return when some articles were published, those that have a fingerprint."""
    row = t.FINGERPRINTS.c
    query = select(row.article_id, row.published_at)
    with store.reading() as connection:
        return {ArticleId(r[0]): r[1] for r in rows_in(connection, query, row.article_id, ids)}


def published_between(store: Database, first: datetime, last: datetime) -> list[ArticleId]:
    """Return the articles with a fingerprint that were published in a stretch of time, in order."""
    row = t.FINGERPRINTS.c
    query = (
        select(row.article_id)
        .where(row.published_at >= first, row.published_at <= last)
        .order_by(row.published_at, row.article_id)
    )
    with store.reading() as connection:
        return [ArticleId(key) for key in connection.execute(query).scalars()]
