"""What is found: reports that answer -> stories, best or newest first, page by page.

How words are kept is in `search_index`, how they are matched in `search_matches`; no text is read
or marked here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection, select

from newsloom.edges import tables as t
from newsloom.edges.digest import digest_of
from newsloom.edges.judging import Judging
from newsloom.edges.rows import pieces, rows_in
from newsloom.edges.search_index import body_of, insert, remove, second
from newsloom.edges.search_matches import LAST, Match, answered_before, window_of
from newsloom.errors import StoreError
from newsloom.model import ArticleId, StoryId
from newsloom.ports.search import After, Found, Hit, Indexable, Query, SearchRow

HALF_WEIGHT = timedelta(days=30)
"""Age at which a report weighs half of one of today."""


@dataclass(slots=True)
class Group:
    """The reports of one story that answer."""

    best: Match
    score: float
    """Of the best."""
    count: int


class Searching(Judging):
    """What the row search writes, and what readers and scripts find."""

    def indexables(self, ids: Sequence[str]) -> Mapping[ArticleId, Indexable]:
        """Return articles with their topics; left out while they have none told."""
        with self.reading():
            articles, taggings = self.articles(ids), self.taggings(ids)
            return {
                key: Indexable(article, taggings[key])
                for key, article in articles.items()
                if key in taggings
            }

    def save_search_rows(self, rows: Sequence[SearchRow]) -> Sequence[ArticleId]:
        """Keep what is searched; returns the articles whose words, facts or time changed.

        On another database than SQLite the words are kept, but not indexed yet.
        """
        row = t.SEARCH_ROWS.c
        with self.writing() as connection:
            query = select(row.article_id, row.number, row.at, row.digest)
            found = rows_in(connection, query, row.article_id, [r.article_id for r in rows])
            before = {one.article_id: one for one in found}
            changed: list[ArticleId] = []
            for new in {row.article_id: row for row in rows}.values():
                old = before.get(new.article_id)
                if old is not None:
                    if (old.at, old.digest) == (second(new), digest_of(body_of(new))):
                        continue
                    remove(connection, old.number)
                insert(connection, new)
                changed.append(new.article_id)
            return changed

    def find(
        self, query: Query, now: datetime, after: After | None = None, size: int = 20
    ) -> Found:
        """Return a page of shown stories with a report that answers, best or newest first.

        Raises:
            StoreError: the database cannot search.
        """
        with self.reading() as connection:
            if connection.dialect.name != "sqlite":
                message = "searching works on SQLite only: name a database sqlite:///PATH"
                raise StoreError(f"{self.name}: {message}")
            if query.is_ranked:
                return self._best(connection, query, now, after, size)
            return self._newest(connection, query, now, after, size)

    def _best(
        self, connection: Connection, query: Query, now: datetime, after: After | None, size: int
    ) -> Found:
        """Return a page by relevance and recency, as of the moment of the first page."""
        at = after.at if after else now
        window = window_of(connection, query, LAST)
        groups = sorted(grouped(window.matches, weighing(at)), key=order)
        left = groups if after is None else [group for group in groups if is_later(group, after)]
        page = left[:size]
        last = page[-1] if len(left) > size else None
        return Found(
            hits=self._hits(page),
            stories=len(groups),
            compared=len(window.matches),
            is_all=window.older is None,
            after=after_group(at, last) if last else None,
        )

    def _newest(
        self, connection: Connection, query: Query, now: datetime, after: After | None, size: int
    ) -> Found:
        """Return a page by recency: of each story the newest report that answers counts."""
        window = window_of(connection, query, after.row if after else LAST)
        groups = grouped(window.matches, lambda match: match.number)
        shown = groups
        if after is not None:
            shown = list(islice(unread(connection, query, after, groups), size + 1))
        page = shown[:size]
        older = page[-1].best.number if len(shown) > size else window.older
        story_id = StoryId(page[-1].best.story_id if page else "")
        return Found(
            hits=self._hits(page),
            stories=len(groups),
            compared=len(window.matches),
            is_all=window.older is None,
            after=None if older is None else After(now, 0.0, older, story_id),
        )

    def _hits(self, groups: Sequence[Group]) -> tuple[Hit, ...]:
        """Return the stories of a page with their best reports."""
        articles = self.articles([group.best.article_id for group in groups])
        bests = ((group.best, group.count) for group in groups)
        return tuple(
            Hit(StoryId(best.story_id), articles[ArticleId(best.article_id)], count - 1)
            for best, count in bests
        )


# --- what answers best ---------------------------------------------------------------------------


def weighing(at: datetime) -> Callable[[Match], float]:
    """Return what weighs a report at a moment: relevance / (1 + age in days / 30), age >= 0."""
    now, half = at.timestamp(), HALF_WEIGHT.total_seconds()
    return lambda match: match.relevance / (1.0 + max(now - match.number, 0.0) / half)


def grouped(matches: Iterable[Match], score: Callable[[Match], float]) -> list[Group]:
    """Return the stories of some matches, in the order they come first, each with its best one."""
    found: dict[str, Group] = {}
    for match in matches:
        worth, group = score(match), found.get(match.story_id)
        if group is None:
            found[match.story_id] = Group(match, worth, 1)
            continue
        group.count += 1
        if worth > group.score:
            group.best, group.score = match, worth
    return list(found.values())


def unread(
    connection: Connection, query: Query, after: After, groups: Sequence[Group]
) -> Iterator[Group]:
    """Return the stories that no newer report has put on an earlier page, in their order."""
    by_id = {group.best.story_id: group for group in groups}
    for piece in pieces(by_id, 40):
        told = answered_before(connection, query, after.row, piece)
        yield from (by_id[story_id] for story_id in piece if story_id not in told)


def order(group: Group) -> tuple[float, str]:
    """Return what orders stories: the score of the best report, then the id."""
    return -group.score, group.best.story_id


def is_later(group: Group, after: After) -> bool:
    """Return whether a story comes after the one a page ended with."""
    return order(group) > (-after.score, after.story_id) and group.best.story_id != after.story_id


def after_group(at: datetime, group: Group) -> After:
    """Return the place behind a story."""
    return After(at, group.score, group.best.number, StoryId(group.best.story_id))
