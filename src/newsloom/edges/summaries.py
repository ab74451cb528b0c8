"""Summaries in the database, with their times: the front page now and at any past moment.

Every change of a story is a version of its own, so one query answers for all moments. The order by
heat is a column (``curve.rank_of``): lists are read from an index, however many stories there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from newsloom.curve import halvings, rank_of
from newsloom.edges import tables as t
from newsloom.edges.publishing import Publishing
from newsloom.edges.rows import Values, count, decode, encode, pieces, rows_in
from newsloom.model import (
    Brief,
    Decision,
    FrontCounts,
    ProviderCount,
    Selection,
    StoryId,
    Summary,
    Telling,
)

HIGHEST = 14.0
"""log2 of a heat that no story reaches (16,384): bounds where a past moment is looked for."""


class Summaries(Publishing):
    """What the row summary writes and the live pages read."""

    def tellings(self, ids: Sequence[str]) -> Mapping[StoryId, Brief]:
        """Return stories with every decision about them, those that ended in another one too."""
        return {brief.dossier.story.story_id: brief for brief in self.decided(ids)}

    def save_summaries(self, rows: Sequence[Summary], at: datetime) -> Sequence[StoryId]:
        """Keep new versions of summaries that changed; returns their stories."""
        row = t.SUMMARIES.c
        with self.writing() as connection:
            query = select(row.story_id, row.version, row.data).where(row.until.is_(None))
            asked = [summary.story_id for summary in rows]
            found = rows_in(connection, query, row.story_id, asked)
            before = {one.story_id: one for one in found}
            changed = [s for s in rows if is_other(before.get(s.story_id), s)]
            ended = [before[s.story_id].version for s in changed if s.story_id in before]
            for piece in pieces(ended):
                end = t.SUMMARIES.update().where(row.version.in_(piece))
                connection.execute(end.values(until=at))
            first = connection.execute(select(func.max(row.version))).scalar() or 0
            insert_versions(connection, changed, first + 1, at)
            return [summary.story_id for summary in changed]

    def summaries(self, selection: Selection) -> Sequence[Summary]:
        """Return the stories of a selection, pinned ones first, then by heat or by newest report.

        At a past moment they are given as they stood then.
        """
        query = select(t.SUMMARIES.c.data).where(*self._conditions(selection))
        with self.reading() as connection:
            data = connection.execute(ordered(query, selection)).scalars()
            return [decode(one, Summary) for one in data]

    def count_summaries(self, selection: Selection) -> int:
        """Return how many stories a selection has, its limit and offset left out."""
        with self.reading() as connection:
            return count(connection, t.SUMMARIES, *self._conditions(selection))

    def summaries_of(self, ids: Iterable[str]) -> Mapping[StoryId, Summary]:
        """Return how some stories stand now, shown or not."""
        row = t.SUMMARIES.c
        query = select(row.story_id, row.data).where(row.until.is_(None))
        with self.reading() as connection:
            found = dict[StoryId, Summary]()
            for one in rows_in(connection, query, row.story_id, ids):
                found[StoryId(one.story_id)] = decode(one.data, Summary)
            return found

    def history(self, story_id: str) -> Sequence[Telling]:
        """Return every version of a story's summary, oldest first."""
        row = t.SUMMARIES.c
        query = select(row.version, row.since, row.until, row.data)
        chosen = query.where(row.story_id == story_id).order_by(row.version)
        with self.reading() as connection:
            return [telling(*found) for found in connection.execute(chosen)]

    def change_counter(self) -> int:
        """Return a number that grows with every change of a summary."""
        with self.reading() as connection:
            return connection.execute(select(func.max(t.SUMMARIES.c.version))).scalar() or 0

    def first_moment(self) -> datetime | None:
        """Return since when the front page can be asked for; None = there is no story yet."""
        with self.reading() as connection:
            first = select(t.SUMMARIES.c.since).order_by(t.SUMMARIES.c.version).limit(1)
            return connection.execute(first).scalar()

    def front_counts(self) -> FrontCounts:
        """Return what stands in the line under the date and in the bars, as of now."""
        with self.reading() as connection:
            shown = (t.SUMMARIES.c.until.is_(None), t.SUMMARIES.c.is_shown == 1)
            newest = select(func.max(t.SUMMARIES.c.newest_at)).where(*shown)
            return FrontCounts(
                articles=count(connection, t.ARTICLES),
                sources=count(connection, t.SOURCES),
                stories=count(connection, t.SUMMARIES, *shown),
                newest_at=connection.execute(newest).scalar(),
                topics=tuple(self._topic_counts(connection)),
            )

    def provider_counts(self) -> Sequence[ProviderCount]:
        """Return the providers of shown stories, most stories first, then by domain."""
        row, side = t.SUMMARIES.c, t.SUMMARY_DOMAINS.c
        shown = (row.until.is_(None), row.is_shown == 1)
        joined = t.SUMMARY_DOMAINS.join(t.SUMMARIES, side.version == row.version)
        told = select(side.domain, func.max(side.name), func.count()).select_from(joined)
        leads = select(row.lead_domain, func.count()).where(*shown).group_by(row.lead_domain)
        with self.reading() as connection:
            led = {one[0]: one[1] for one in connection.execute(leads)}
            found = connection.execute(told.where(*shown).group_by(side.domain))
            counts = [ProviderCount(d, name, n, led.get(d, 0)) for d, name, n in found]
            return sorted(counts, key=lambda one: (-one.stories, one.domain))

    def _topic_counts(self, connection: Connection) -> Iterable[tuple[str, int]]:
        """Return (topic, shown stories), most stories first, then by name."""
        row, side = t.SUMMARIES.c, t.SUMMARY_TOPICS.c
        joined = t.SUMMARY_TOPICS.join(t.SUMMARIES, side.version == row.version)
        query = select(side.topic, func.count()).select_from(joined)
        shown = query.where(row.until.is_(None), row.is_shown == 1).group_by(side.topic)
        found = [(topic, number) for topic, number in connection.execute(shown)]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def _conditions(self, selection: Selection) -> list[ColumnElement[bool]]:
        """Return what the rows of a selection meet."""
        shown = t.SUMMARIES.c.is_shown == 1
        return [*self._standing(selection.at), shown, *chosen_conditions(selection)]

    def _standing(self, at: datetime) -> list[ColumnElement[bool]]:
        """Return what rows meet that stood at a moment: now the newest ones, which an index has."""
        row = t.SUMMARIES.c
        newest = select(row.since, row.data).order_by(row.version.desc()).limit(1)
        with self.reading() as connection:
            last = connection.execute(newest).one_or_none()
        if last is None or at >= last.since:
            return [row.until.is_(None)]
        half_life = decode(last.data, Summary).half_life_hours
        ceiling = [row.rank <= halvings(at, half_life) + HIGHEST] if half_life else []
        return [row.since <= at, (row.until.is_(None)) | (row.until > at), *ceiling]


def chosen_conditions(selection: Selection) -> list[ColumnElement[bool]]:
    """Return what the stories of a selection meet: topic, provider, time of the newest report."""
    row = t.SUMMARIES.c
    found: list[ColumnElement[bool]] = []
    for side, column, wanted in (
        (t.SUMMARY_TOPICS, t.SUMMARY_TOPICS.c.topic, selection.topic),
        (t.SUMMARY_DOMAINS, t.SUMMARY_DOMAINS.c.domain, selection.domain),
    ):
        if wanted:
            found.append(row.version.in_(select(side.c.version).where(column == wanted)))
    if selection.since is not None:
        found.append(row.newest_at >= selection.since)
    return found


def is_other(before: Row[str, int, str] | None, summary: Summary) -> bool:
    """Return whether a summary differs from what is kept."""
    return before is None or before.data != encode(summary)


def ordered(query: Select[str], selection: Selection) -> Select[str]:
    """Return the query in the order of its selection, cut to its limit."""
    row = t.SUMMARIES.c
    first = row.newest_at.desc() if selection.is_newest_first else row.rank.desc()
    pinned = [] if selection.is_newest_first else [row.is_pinned.desc()]
    return (
        query.order_by(*pinned, first, row.story_id).limit(selection.limit).offset(selection.offset)
    )


def telling(version: int, since: datetime, until: datetime | None, data: str) -> Telling:
    """Return the version in a row."""
    return Telling(version, since, until, decode(data, Summary))


def insert_versions(
    connection: Connection, summaries: Sequence[Summary], first: int, at: datetime
) -> None:
    """Insert the newest versions of some stories, numbered from ``first``."""
    if not summaries:
        return
    numbered = list(enumerate(summaries, first))
    connection.execute(t.SUMMARIES.insert(), [summary_row(n, s, at) for n, s in numbered])
    topics = [{"topic": tag.topic, "version": n} for n, s in numbered for tag in s.topics]
    domains = [
        {"domain": domain, "version": n, "name": name}
        for n, s in numbered
        for domain, name in zip(s.domains, s.provider_names, strict=True)
    ]
    for table, rows in ((t.SUMMARY_TOPICS, topics), (t.SUMMARY_DOMAINS, domains)):
        if rows:
            connection.execute(table.insert(), rows)


def summary_row(version: int, summary: Summary, at: datetime) -> Values:
    """Return the row of a summary that stands from a moment on."""
    return {
        "version": version,
        "story_id": summary.story_id,
        "since": at,
        "until": None,
        "is_shown": int(summary.decision is Decision.PUBLISH),
        "is_pinned": int(summary.is_pinned),
        "rank": rank_of(summary),
        "newest_at": summary.newest_at,
        "lead_domain": summary.lead.domain,
        "data": encode(summary),
    }
