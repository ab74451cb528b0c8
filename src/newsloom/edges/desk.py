"""What the desk asks of the database besides rulings: places, what was put off, what is held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from newsloom.edges import tables as t
from newsloom.edges.judging import Judging
from newsloom.edges.rows import rows_in, upsert
from newsloom.model import ArticleId, Decision, StoryId

Spot = tuple[bool, float]
"""Whether a story is pinned, and its rank: what the front page is ordered by."""


class DeskRows(Judging):
    """The desk's own queries."""

    def places_of(self, spots: Mapping[str, Spot], but: Iterable[str]) -> Mapping[str, int]:
        """Return the place on the front page, from 1, that stories at some spots would have.

        ``but``: the stories that are not counted, as they are the ones that move.
        """
        row = t.SUMMARIES.c
        shown = (row.until.is_(None), row.is_shown == 1, row.story_id.not_in(list(but)))
        found: dict[str, int] = {}
        with self.reading() as connection:
            for key, (is_pinned, rank) in spots.items():
                same = and_(row.is_pinned == int(is_pinned), row.rank > rank)
                above = or_(row.is_pinned > int(is_pinned), same)
                query = select(func.count()).select_from(t.SUMMARIES).where(*shown, above)
                found[key] = 1 + connection.execute(query).scalar_one()
            return found

    def unpublished(self, since: datetime, limit: int) -> Sequence[StoryId]:
        """Return stories that are held, and those refused that have news since then, hottest first.

        Ended stories are left out.
        """
        verdict, row = t.VERDICTS.c, t.SUMMARIES.c
        held = verdict.decision == Decision.HOLD
        refused = and_(verdict.decision == Decision.REFUSE, row.newest_at >= since)
        joined = t.VERDICTS.join(
            t.SUMMARIES, and_(row.story_id == verdict.story_id, row.until.is_(None))
        ).join(t.STORIES, t.STORIES.c.story_id == verdict.story_id)
        query = (
            select(verdict.story_id)
            .select_from(joined)
            .where(or_(held, refused), t.STORIES.c.merged_into.is_(None))
            .order_by(held.desc(), row.rank.desc(), verdict.story_id)
        )
        with self.reading() as connection:
            found = connection.execute(query.limit(limit)).scalars()
            return [StoryId(story_id) for story_id in found]

    def held_by(self, rule: str) -> Sequence[StoryId]:
        """Return the standing stories that a rule of the gate holds, by id."""
        verdict = t.VERDICTS.c
        standing = select(t.STORIES.c.story_id).where(t.STORIES.c.merged_into.is_(None))
        query = select(verdict.story_id).where(
            verdict.decision == Decision.HOLD,
            verdict.rule == rule,
            verdict.story_id.in_(standing),
        )
        with self.reading() as connection:
            found = connection.execute(query.order_by(verdict.story_id)).scalars()
            return [StoryId(story_id) for story_id in found]

    def recent_articles(self, since: datetime, limit: int) -> Sequence[ArticleId]:
        """Return the dated articles published from then on that stand in a story, newest first."""
        row = t.FINGERPRINTS.c
        joined = t.FINGERPRINTS.join(
            t.COVERAGES, t.COVERAGES.c.article_id == row.article_id
        )  # fmt: skip
        query = (
            select(row.article_id)
            .select_from(joined)
            .where(row.is_dated == 1, row.published_at >= since)
            .order_by(row.published_at.desc(), row.article_id)
        )
        with self.reading() as connection:
            return [ArticleId(i) for i in connection.execute(query.limit(limit)).scalars()]

    def desk_counter(self) -> tuple[object, ...]:
        """Return what is another whenever a story, a ruling or what was put off has changed."""
        row = t.RULINGS.c
        rulings = select(func.count(), func.max(row.made_at), func.max(row.undone_at))
        stories = select(func.max(t.SUMMARIES.c.version))
        put_off = select(func.count(), func.max(t.PUT_OFF.c.at))
        with self.reading() as connection:
            asked = (rulings, stories, put_off)
            return tuple(value for one in asked for value in connection.execute(one).one())

    def put_off(self, entry: str, evidence: str, who: str, at: datetime) -> None:
        """Keep that an entry of a queue waits until its evidence is another."""
        with self.writing() as connection:
            row = {"entry": entry, "evidence": evidence, "who": who, "at": at}
            upsert(connection, t.PUT_OFF, [row])

    def put_offs(self, entries: Iterable[str]) -> Mapping[str, str]:
        """Return the evidence at which entries were put off."""
        row = t.PUT_OFF.c
        with self.reading() as connection:
            found = rows_in(connection, select(row.entry, row.evidence), row.entry, entries)
            return {row.entry: row.evidence for row in found}
