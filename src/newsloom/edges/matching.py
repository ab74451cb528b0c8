"""Fingerprints, syndications and the windows that copies and stories are found in.

Which articles a window holds is decided here; what belongs together is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import and_, or_, select

from newsloom.edges import tables as t
from newsloom.edges.headings import keep_headings, read_headings
from newsloom.edges.rows import Values, encode, pieces, records, rows_in, save_changed, upsert
from newsloom.edges.rulings import Rulings
from newsloom.edges.stored_prints import StoredPrints
from newsloom.model import (
    Article,
    ArticleId,
    Coverage,
    Fingerprint,
    Kinship,
    Originality,
    Passages,
    Story,
    StoryId,
    Syndication,
)
from newsloom.ports import Collation, Span, StoryWindow, SyndicationWindow

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
            keep_headings(connection, rows)
            return list(changed)

    def fingerprints(self, ids: Iterable[str]) -> dict[ArticleId, Fingerprint]:
        """Return the fingerprints of some articles, in the order of ``ids``."""
        asked = [ArticleId(key) for key in ids]
        with self.reading() as connection:
            row = t.FINGERPRINTS.c
            found = {
                key: msgspec.msgpack.decode(data, type=Fingerprint)
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

    def syndication_window(
        self, ids: Sequence[str], reach_hours: float, held: Span | None
    ) -> SyndicationWindow:
        """Return new fingerprints with all they could be a copy of, and whole copy trees.

        What was published within ``held`` is not read again. An article without a date counts by
        when it was first seen.
        """
        with self.reading():
            new = self.fingerprints(ids)
            near = self._near(new.values(), reach_hours, held)
            near |= self.ruled_with(new)
            near |= self._copy_trees(near | set(new))
            known = sorted(map(ArticleId, near - set(new)))
            return SyndicationWindow(
                new=new,
                known=StoredPrints(self.fingerprints, known),
                syndications=self._shared_texts(known),
                rulings=self.rulings_on([*new, *known]),
            )

    def collations(self, ids: Sequence[str]) -> Mapping[ArticleId, Collation]:
        """Return articles with a syndication, each beside the one it shares most with."""
        with self.reading():
            others = {key: other_of(found) for key, found in self.syndications(ids).items()}
            shared = {key: other for key, other in others.items() if other is not None}
            known = self.articles([*shared, *shared.values()])
            apart = {key: Collation(key, "", None, "") for key in others}
            return apart | {
                key: Collation(key, text_of(known[key]), other, text_of(known[other]))
                for key, other in shared.items()
                if key in known and other in known
            }

    def save_passages(self, rows: Sequence[Passages]) -> Sequence[ArticleId]:
        """Keep passages; returns the articles whose passages changed."""
        with self.writing() as connection:
            given: dict[ArticleId, Values] = {
                row.article_id: {"article_id": row.article_id, "data": encode(row)} for row in rows
            }
            return save_changed(connection, t.PASSAGES, given)

    def passages(self, ids: Iterable[str]) -> dict[ArticleId, Passages]:
        """Return the passages of some articles, in the order of ``ids``."""
        with self.reading() as connection:
            return records(connection, t.PASSAGES, [ArticleId(key) for key in ids], Passages)

    def story_window(
        self, ids: Sequence[str], reach_hours: float, held: Span | None
    ) -> StoryWindow:
        """Return new fingerprints with the articles of stories they could join.

        What was published within ``held`` is not read again. An article without a date counts by
        when it was first seen.
        """
        with self.reading() as connection:
            new = self.fingerprints(ids)
            near = self._near(new.values(), reach_hours, held)
            near |= self.ruled_with(new)
            near |= self._copy_trees(new)
            coverages = self.coverages(sorted(near | set(new)))
            stories = self.stories({coverage.story_id for coverage in coverages.values()})
            known = [key for key in coverages if key not in new]
            return StoryWindow(
                new=new,
                known=StoredPrints(self.fingerprints, known),
                syndications=self.syndications([*new, *known]),
                coverages=coverages,
                stories={k: story for k, story in stories.items() if story.merged_into is None},
                rulings=self.rulings_on([*new, *known]),
                headings=read_headings(connection, [*new, *known]),
                published=self._shown(new.values(), reach_hours),
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

    def _near(self, new: Iterable[Fingerprint], reach_hours: float, held: Span | None) -> set[str]:
        """Return the ids of fingerprints near in time to a new one, those held left out."""
        spans = joined_spans((made.published_at for made in new), timedelta(hours=reach_hours))
        return self._published([rest for span in spans for rest in without(span, held)])

    def _published(self, spans: Sequence[Span]) -> set[str]:
        """Return the ids of all fingerprints published, or else first seen, within some spans."""
        row = t.FINGERPRINTS.c
        found: set[str] = set()
        with self.reading() as connection:
            for start in range(0, len(spans), SPANS):
                near = [
                    and_(row.published_at >= first, row.published_at <= last)
                    for first, last in spans[start : start + SPANS]
                ]
                # Both values named: the index begins with is_dated.
                query = select(row.article_id).where(row.is_dated.in_((0, 1)), or_(*near))
                found |= set(connection.execute(query).scalars())
        return found

    def _shown(self, new: Iterable[Fingerprint], reach_hours: float) -> frozenset[StoryId]:
        """Return the stories readers see that have a report since so long before the first new."""
        row = t.SUMMARIES.c
        first = min((made.published_at for made in new), default=None)
        if first is None:
            return frozenset()
        recent = row.newest_at >= first - timedelta(hours=reach_hours)
        query = select(row.story_id).where(row.until.is_(None), row.is_shown == 1, recent)
        with self.reading() as connection:
            return frozenset(map(StoryId, connection.execute(query).scalars()))

    def _shared_texts(self, ids: Iterable[str]) -> dict[ArticleId, Syndication]:
        """Return the syndications of those among some articles that share text."""
        return {
            key: found
            for piece in pieces(ids)
            for key, found in self.syndications(piece).items()
            if found.overlaps or found.status is not Originality.ORIGINAL
        }

    def _copy_trees(self, ids: Collection[str]) -> set[str]:
        """Return all articles that share a root with one of ``ids``, with the roots."""
        row = t.SYNDICATIONS.c
        with self.reading() as connection:
            query = select(row.original_id)
            roots = {r[0] for r in rows_in(connection, query, row.article_id, sorted(ids))}
            roots |= set(ids)
            tree = select(row.article_id)
            return roots | {r[0] for r in rows_in(connection, tree, row.original_id, sorted(roots))}


def without(span: Span, held: Span | None) -> list[Span]:
    """Return what is left of a span when another one is taken out, its edges still in it."""
    if held is None:
        return [span]
    before, after = (span[0], min(span[1], held[0])), (max(span[0], held[1]), span[1])
    return [rest for rest in (before, after) if rest[0] <= rest[1]]


def other_of(syndication: Syndication) -> ArticleId | None:
    """Return the article one hangs on, or else shares most with; None = it shares with nobody."""
    if syndication.overlaps:
        return syndication.overlaps[0].other_id
    is_own = syndication.original_id == syndication.article_id
    return None if is_own else syndication.original_id


def text_of(article: Article) -> str:
    """Return an article's text, or its excerpt when no more is known."""
    return article.text or article.excerpt


def joined_spans(moments: Iterable[datetime], reach: timedelta) -> list[Span]:
    """Return the stretches of time within ``reach`` of some moments, apart and in order."""
    spans: list[Span] = []
    for at in sorted(moments):
        if spans and at - reach <= spans[-1][1]:
            spans[-1] = (spans[-1][0], at + reach)
        else:
            spans.append((at - reach, at + reach))
    return spans


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
