"""The work list: which keys of which row are due, and how inputs ended.

It does not know what a key means, except where a raised row version wakes all it ever answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, ColumnElement, Select, delete, func, or_, select

from newsloom.edges import tables as t
from newsloom.edges.database import Database
from newsloom.edges.rows import delete_in, pieces, rows_in, upsert
from newsloom.model import Deferred, Due, Ending
from newsloom.stage import PATIENT

Keys = Select[str]

POLLABLE = or_(t.SOURCES.c.url.startswith("http://"), t.SOURCES.c.url.startswith("https://"))
"""Sources that are asked over the web; imported ones have nothing to poll."""

ANSWERED: Mapping[str, Callable[[], Keys]] = {
    "poll": lambda: select(t.SOURCES.c.url).where(POLLABLE),
    "collect": lambda: select(t.SNAPSHOTS.c.source_url),
    "subscribe": lambda: select(t.SUBSCRIPTIONS.c.source_url),
    "fetch": lambda: select(t.ITEMS.c.web_url).where(t.ITEMS.c.has_page == 1).distinct(),
    "extract": lambda: select(t.PAGES.c.web_url),
    "fingerprint": lambda: select(t.ARTICLES.c.article_id),
    "syndication": lambda: select(t.FINGERPRINTS.c.article_id),
    "passages": lambda: select(t.SYNDICATIONS.c.article_id),
    "quality": lambda: select(t.SYNDICATIONS.c.article_id),
    "topics": lambda: select(t.ARTICLES.c.article_id),
    "search": lambda: select(t.TAGGINGS.c.article_id),
    "stories": lambda: select(t.FINGERPRINTS.c.article_id),
    "lead": lambda: select(t.STORIES.c.story_id).where(t.STORIES.c.merged_into.is_(None)),
    "pictures": lambda: select(t.LEADS.c.article_id).where(not_merged(t.LEADS.c.story_id)),
    "angles": lambda: select(t.LEADS.c.story_id).where(not_merged(t.LEADS.c.story_id)),
    "heat": lambda: select(t.LEADS.c.story_id).where(not_merged(t.LEADS.c.story_id)),
    "gate": lambda: select(t.HEATS.c.story_id),
    "crops": lambda: select(t.CROPS.c.article_id),
    "summary": lambda: select(t.VERDICTS.c.story_id),
    "publish": lambda: select(t.RENDITIONS.c.target).distinct(),
}
"""Keys a row has answered, or could have: those whose input is in the store.

``deliver`` is not among them: what is in its place stays there until its bytes change.
"""


def not_merged(story_id: Column[str]) -> ColumnElement[bool]:
    """Return the condition that a story stands by itself."""
    standing = select(t.STORIES.c.story_id).where(t.STORIES.c.merged_into.is_(None))
    return story_id.in_(standing)


class WorkList(Database):
    """Due keys and endings."""

    def due(self, stage: str, now: datetime, *, by_publication: bool = False) -> Sequence[Due]:
        """Return keys of a row whose time has come, oldest first, then by key.

        ``by_publication``: in order of the time the articles were published, those without a
        fingerprint first.
        """
        work, published = t.WORK_LIST.c, t.FINGERPRINTS.c
        query = select(work.key, work.tries).where(work.stage == stage, work.not_before <= now)
        if by_publication:
            query = query.outerjoin_from(
                t.WORK_LIST, t.FINGERPRINTS, published.article_id == work.key
            ).order_by(published.published_at.nulls_first())
        with self.reading() as connection:
            rows = connection.execute(query.order_by(work.not_before, work.key))
            return [Due(key, tries) for key, tries in rows]

    def next_due(self, stage: str) -> datetime | None:
        """Return when the row has work again; None = its list is empty."""
        query = select(func.min(t.WORK_LIST.c.not_before)).where(t.WORK_LIST.c.stage == stage)
        with self.reading() as connection:
            first: datetime | None = connection.execute(query).scalar_one()
            return first

    def mark_due(self, stage: str, keys: Iterable[str], at: datetime) -> None:
        """Make keys due from ``at``; an earlier time already on the list stays."""
        wanted = list(dict.fromkeys(keys))
        with self.writing() as connection:
            work = t.WORK_LIST.c
            query = select(work.key, work.not_before, work.tries, work.since)
            listed = {
                row.key: row
                for row in rows_in(connection, query.where(work.stage == stage), work.key, wanted)
            }
            rows: list[dict[str, object]] = []
            for key in wanted:
                row = listed.get(key)
                if row is None:
                    rows.append(line(stage, key, at, 0, at))
                elif at < row.not_before:
                    rows.append(line(stage, key, at, row.tries, row.since))
            upsert(connection, t.WORK_LIST, rows)

    def settle(
        self,
        stage: str,
        passed: Sequence[str],
        dropped: Sequence[Ending],
        deferred: Mapping[str, Deferred],
        at: datetime,
    ) -> None:
        """Take ended keys off the list; keep the deferred ones with their time and one try more.

        A deferral whose code is ``waiting`` is no try: it was not even begun.

        A passed key loses the Ending it had in this row; dropped and deferred ones get one.
        """
        work, endings = t.WORK_LIST.c, t.ENDINGS.c
        off = [*passed, *(ending.key for ending in dropped)]
        with self.writing() as connection:
            delete_in(connection, delete(t.WORK_LIST).where(work.stage == stage), work.key, off)
            gone = delete(t.ENDINGS).where(endings.stage == stage)
            delete_in(connection, gone, endings.key, passed)
            query = select(work.key, work.tries, work.since).where(work.stage == stage)
            listed = {row.key: row for row in rows_in(connection, query, work.key, deferred)}
            rows = []
            for key, wait in deferred.items():
                row = listed.get(key)
                tries, since = (row.tries, row.since) if row else (0, at)
                rows.append(line(stage, key, wait.until, tries + (wait.code not in PATIENT), since))
            upsert(connection, t.WORK_LIST, rows)
            waits = [Ending(stage, k, "deferred", w.detail, at) for k, w in deferred.items()]
            upsert(connection, t.ENDINGS, [ending_row(e) for e in (*dropped, *waits)])

    def stage_versions(self) -> Mapping[str, str]:
        """Return the recorded version of each row."""
        with self.reading() as connection:
            rows = connection.execute(select(t.STAGE_VERSIONS.c.stage, t.STAGE_VERSIONS.c.version))
            return {row.stage: row.version for row in rows}

    def raise_version(self, stage: str, version: str, at: datetime) -> None:
        """Record a row's version and make every key it ever answered due again."""
        with self.writing() as connection:
            if self.stage_versions().get(stage) == version:
                return
            upsert(connection, t.STAGE_VERSIONS, [{"stage": stage, "version": version}])
            if stage in ANSWERED:
                keys = connection.execute(ANSWERED[stage]()).scalars().all()
                self.mark_due(stage, keys, at)

    def endings(self, stage: str = "", since: datetime | None = None) -> Sequence[Ending]:
        """Return stored drops and deferrals, by row and key; ``since`` is in."""
        query = select(t.ENDINGS).order_by(t.ENDINGS.c.stage, t.ENDINGS.c.key)
        if stage:
            query = query.where(t.ENDINGS.c.stage == stage)
        if since is not None:
            query = query.where(t.ENDINGS.c.at >= since)
        with self.reading() as connection:
            return [Ending(*row) for row in connection.execute(query)]

    def endings_of(self, keys: Iterable[str]) -> Sequence[Ending]:
        """Return the endings of some keys in any row, by row and key."""
        with self.reading() as connection:
            rows = rows_in(connection, select(t.ENDINGS), t.ENDINGS.c.key, keys)
            return sorted((Ending(*row) for row in rows), key=lambda e: (e.stage, e.key))

    def take_off(self, stages: Sequence[str], keys: Sequence[str]) -> None:
        """Forget keys in some rows: neither due nor ended."""
        with self.writing() as connection:
            for table in (t.WORK_LIST, t.ENDINGS):
                for piece in pieces(keys):
                    chosen = (table.c.stage.in_(stages), table.c.key.in_(piece))
                    connection.execute(delete(table).where(*chosen))


def line(
    stage: str, key: str, not_before: datetime, tries: int, since: datetime
) -> dict[str, object]:
    """Return one row of the work list."""
    return {
        "stage": stage,
        "key": key,
        "not_before": not_before,
        "tries": tries,
        "since": since,
    }


def ending_row(ending: Ending) -> dict[str, object]:
    """Return the row of an ending."""
    return {
        "stage": ending.stage,
        "key": ending.key,
        "code": ending.code,
        "detail": ending.detail,
        "at": ending.at,
    }
