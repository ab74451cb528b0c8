"""Fingerprints, syndications and the windows that copies and stories are found in.

Which articles a window holds is decided here; what belongs together is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec
from sqlalchemy import and_, or_, select

from newsloom.edges import tables as t
from newsloom.edges.rows import Values, encode, records, rows_in, save_changed, upsert
from newsloom.edges.rulings import Rulings
from newsloom.model import (
    ArticleId,
    Coverage,
    Fingerprint,
    Kinship,
    Story,
    StoryId,
    Syndication,
)
from newsloom.ports import StoryWindow, SyndicationWindow

Span = tuple[datetime, datetime]

SPANS = 100
"""Spans of time in one query."""


class Matching(Rulings):
    """What the rows fingerprint and syndication write, and the windows of both kinds."""

    def save_fingerprints(self, rows: Sequence[Fingerprint]) -> Sequence[ArticleId]:
        """Keep fingerprints; returns the articles whose fingerprint changed."""
        with self.writing() as connection:
            before = self.fingerprints([row.article_id for row in rows])
            changed = {row.article_id: row for row in rows if before.get(row.article_id) != row}
            upsert(connection, t.FINGERPRINTS, [fingerprint_row(row) for row in changed.values()])
            return list(changed)

    def fingerprints(self, ids: Iterable[str]) -> dict[ArticleId, Fingerprint]:
        """Return the fingerprints of some articles, in the order of ``ids``."""
        asked = [ArticleId(key) for key in ids]
        with self.reading() as connection:
            row = t.FINGERPRINTS.c
            found = {
                key: decode_fingerprint(data)
                for key, data in rows_in(
                    connection, select(row.article_id, row.data), row.article_id, asked
                )
            }
            return {key: found[key] for key in asked if key in found}

    def syndications(self, ids: Iterable[str]) -> dict[ArticleId, Syndication]:
        """Return the syndications of some articles, in the order of ``ids``."""
        with self.reading() as connection:
            return records(connection, t.SYNDICATIONS, [ArticleId(key) for key in ids], Syndication)

    def save_kinships(self, rows: Sequence[Kinship]) -> Sequence[ArticleId]:
        """Keep syndications; returns every article whose changed, the re-rooted ones included."""
        latest: dict[ArticleId, Syndication] = {}
        for kinship in rows:
            for syndication in (kinship.own, *kinship.rerooted):
                latest[syndication.article_id] = syndication
        with self.writing() as connection:
            syndication_rows = {key: syndication_row(value) for key, value in latest.items()}
            return save_changed(connection, t.SYNDICATIONS, syndication_rows)

    def syndication_window(self, ids: Sequence[str], reach_hours: float) -> SyndicationWindow:
        """Return new fingerprints with all they could be a copy of, and whole copy trees."""
        with self.reading():
            new = self.fingerprints(ids)
            near = self._within_reach(new.values(), reach_hours)
            near |= self.ruled_with(new)
            near |= self._copy_trees(near | set(new))
            known = self.fingerprints(sorted(near - set(new)))
            rulings = self.rulings_on([*new, *known])
            return SyndicationWindow(new, known, self.syndications(known), rulings)

    def story_window(self, ids: Sequence[str], reach_hours: float) -> StoryWindow:
        """Return new fingerprints with the articles of stories they could join."""
        with self.reading():
            new = self.fingerprints(ids)
            near = self._within_reach(new.values(), reach_hours)
            near |= self.ruled_with(new)
            near |= self._copy_trees(new)
            coverages = self.coverages(sorted(near | set(new)))
            stories = self.stories({coverage.story_id for coverage in coverages.values()})
            known = self.fingerprints(key for key in coverages if key not in new)
            return StoryWindow(
                new=new,
                known=known,
                syndications=self.syndications([*new, *known]),
                coverages=coverages,
                stories={k: story for k, story in stories.items() if story.merged_into is None},
                rulings=self.rulings_on([*new, *known]),
            )

    def coverages(self, ids: Iterable[str]) -> dict[ArticleId, Coverage]:
        """Return the coverages of some articles, in the order of ``ids``."""
        with self.reading() as connection:
            return records(connection, t.COVERAGES, [ArticleId(key) for key in ids], Coverage)

    def stories(self, ids: Iterable[str]) -> dict[StoryId, Story]:
        """Return some stories, merged ones too, sorted by id."""
        with self.reading() as connection:
            keys = sorted(StoryId(key) for key in ids)
            return records(connection, t.STORIES, keys, Story)

    def stories_of(self, ids: Sequence[str]) -> Sequence[StoryId]:
        """Return the stories that some articles stand in, each once, in the order of ``ids``."""
        return list(dict.fromkeys(cover.story_id for cover in self.coverages(ids).values()))

    def _within_reach(self, new: Iterable[Fingerprint], reach_hours: float) -> set[str]:
        """Return ids of fingerprints near in time to a new one, and of all without a date."""
        row = t.FINGERPRINTS.c
        spans = joined_spans((f.published_at for f in new), timedelta(hours=reach_hours))
        if not spans:
            return set()
        with self.reading() as connection:
            undated = select(row.article_id).where(row.is_dated == 0)
            found = set(connection.execute(undated).scalars())
            for start in range(0, len(spans), SPANS):
                near = [
                    and_(row.published_at >= first, row.published_at <= last)
                    for first, last in spans[start : start + SPANS]
                ]
                dated = select(row.article_id).where(row.is_dated == 1, or_(*near))
                found |= set(connection.execute(dated).scalars())
            return found

    def _copy_trees(self, ids: Collection[str]) -> set[str]:
        """Return all articles that share a root with one of ``ids``, with the roots."""
        row = t.SYNDICATIONS.c
        with self.reading() as connection:
            query = select(row.original_id)
            roots = {r[0] for r in rows_in(connection, query, row.article_id, sorted(ids))}
            roots |= set(ids)
            tree = select(row.article_id)
            return roots | {r[0] for r in rows_in(connection, tree, row.original_id, sorted(roots))}


def joined_spans(moments: Iterable[datetime], reach: timedelta) -> list[Span]:
    """Return the stretches of time within ``reach`` of some moments, apart and in order."""
    spans: list[Span] = []
    for at in sorted(moments):
        if spans and at - reach <= spans[-1][1]:
            spans[-1] = (spans[-1][0], at + reach)
        else:
            spans.append((at - reach, at + reach))
    return spans


@lru_cache(maxsize=4096)
def decode_fingerprint(data: bytes) -> Fingerprint:
    """Return the fingerprint in a row's bytes; the same ones stand in window after window."""
    return msgspec.msgpack.decode(data, type=Fingerprint)


def fingerprint_row(fingerprint: Fingerprint) -> Values:
    """Return the row of a fingerprint."""
    return {
        "article_id": fingerprint.article_id,
        "published_at": fingerprint.published_at,
        "is_dated": int(fingerprint.is_dated),
        "data": msgspec.msgpack.encode(fingerprint),
    }


def syndication_row(syndication: Syndication) -> Values:
    """Return the row of a syndication."""
    return {
        "article_id": syndication.article_id,
        "status": syndication.status,
        "original_id": syndication.original_id,
        "data": encode(syndication),
    }
