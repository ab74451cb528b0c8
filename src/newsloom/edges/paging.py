"""Stories and articles in the database, read page by page; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from newsloom.edges import tables as t
from newsloom.edges.rows import decode
from newsloom.edges.summaries import Summaries, chosen_conditions
from newsloom.model import ArticleId, Report, Selection, StoryId, Summary
from newsloom.ports.pages import ArticlePlace, ArticleSelection, StoryPlace, Turn, Wanted


class Paging(Summaries):
    """``ports.pages.Pages``."""

    def last_change(self) -> datetime | None:
        """Return when a summary changed last; None = there is no story yet."""
        with self.reading() as connection:
            newest = select(t.SUMMARIES.c.since).order_by(t.SUMMARIES.c.version.desc()).limit(1)
            return connection.execute(newest).scalar()

    def story_page(
        self, selection: Selection, wanted: Wanted
    ) -> Sequence[tuple[StoryPlace, Summary]]:
        """Return stories as they stood at the selection's moment, from the place wanted on."""
        row = t.SUMMARIES.c
        query = select(row.is_pinned, row.rank, row.newest_at, row.story_id, row.data)
        with self.reading() as connection:
            found = query.where(*self._standing(selection.at), *story_conditions(selection, wanted))
            by_heat = (row.is_pinned.desc(), row.rank.desc())
            order = (row.newest_at.desc(),) if selection.is_newest_first else by_heat
            rows = connection.execute(found.order_by(*order, row.story_id).limit(selection.limit))
            return [
                (StoryPlace(bool(pinned), rank, at, StoryId(key)), decode(data, Summary))
                for pinned, rank, at, key, data in rows
            ]

    def article_page(self, selection: ArticleSelection) -> Sequence[Report]:
        """Return articles that are part of a story, the newest first."""
        row, cover = t.ARTICLES.c, t.COVERAGES.c
        joined = t.ARTICLES.join(t.COVERAGES, cover.article_id == row.article_id)
        query = select(row.article_id).select_from(joined).where(*article_conditions(selection))
        newest = query.order_by(row.published_at.desc(), row.article_id).limit(selection.limit)
        with self.reading() as connection:
            return self._filed(connection.execute(newest).scalars().all())

    def report(self, article_id: str, *, is_all: bool) -> Report | None:
        """Return one article that is part of a story; None = there is none such."""
        row, cover = t.ARTICLES.c, t.COVERAGES.c
        joined = t.ARTICLES.join(t.COVERAGES, cover.article_id == row.article_id)
        query = select(row.article_id).select_from(joined).where(row.article_id == article_id)
        if not is_all:
            query = query.where(is_seen())
        with self.reading() as connection:
            return next(iter(self._filed(connection.execute(query).scalars().all())), None)

    def turns_since(self, counter: int, limit: int) -> Sequence[Turn]:
        """Return what changed after a change counter, oldest first."""
        row, before = t.SUMMARIES.c, t.SUMMARIES.alias("before")
        earlier = (before.c.story_id == row.story_id, before.c.version < row.version)
        last = select(before.c.is_shown).where(*earlier).order_by(before.c.version.desc()).limit(1)
        was = last.correlate(t.SUMMARIES).scalar_subquery()
        query = select(row.version, row.story_id, row.since, was, row.is_shown)
        later = query.where(row.version > counter).order_by(row.version).limit(limit)
        with self.reading() as connection:
            return [
                Turn(version, StoryId(key), at, bool(was_shown), bool(is_shown))
                for version, key, at, was_shown, is_shown in connection.execute(later)
            ]

    def _filed(self, ids: Sequence[str]) -> list[Report]:
        """Return articles with all that is known of each, in the order of ``ids``."""
        covers = self.coverages(ids)
        found = self._reports(list(covers.values()))
        return [found[key] for one in ids if (key := ArticleId(one)) in found]


def story_conditions(selection: Selection, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Return what the stories of a selection meet, the moment left out."""
    row = t.SUMMARIES.c
    found = chosen_conditions(selection)
    if not wanted.is_all:
        found.append(row.is_shown == 1)
    if wanted.until is not None:
        found.append(row.newest_at < wanted.until)
    if wanted.after is not None:
        found.append(comes_after(wanted.after, selection.is_newest_first))
    return found


def comes_after(place: StoryPlace, is_newest_first: bool) -> ColumnElement[bool]:
    """Return the condition that a story stands after a place, so that an index leads there."""
    row = t.SUMMARIES.c
    if is_newest_first:
        later = or_(row.newest_at < place.newest_at, row.story_id > place.story_id)
        return and_(row.newest_at <= place.newest_at, later)
    later = or_(row.rank < place.rank, row.story_id > place.story_id)
    below = and_(row.is_pinned == int(place.is_pinned), row.rank <= place.rank, later)
    return or_(row.is_pinned == 0, below) if place.is_pinned else below


def article_conditions(selection: ArticleSelection) -> list[ColumnElement[bool]]:
    """Return what the articles of a selection meet."""
    row, cover = t.ARTICLES.c, t.COVERAGES.c
    given: list[tuple[object, ColumnElement[bool]]] = [
        (selection.domain, row.domain == selection.domain),
        (selection.language, row.language == selection.language),
        (selection.story_id, cover.story_id == selection.story_id),
        (not selection.is_all, is_seen()),
    ]
    found = [condition for wanted, condition in given if wanted]
    if selection.since is not None:
        found.append(row.published_at >= selection.since)
    if selection.until is not None:
        found.append(row.published_at < selection.until)
    if selection.after is not None:
        found.append(article_after(selection.after))
    return found


def article_after(place: ArticlePlace) -> ColumnElement[bool]:
    """Return the condition that an article stands after a place."""
    row = t.ARTICLES.c
    later = or_(row.published_at < place.published_at, row.article_id > place.article_id)
    return and_(row.published_at <= place.published_at, later)


def is_seen() -> ColumnElement[bool]:
    """Return the condition that readers see the story of an article."""
    row = t.SUMMARIES.c
    current = (row.story_id == t.COVERAGES.c.story_id, row.until.is_(None))
    shown = select(row.is_shown).where(*current).limit(1).correlate(t.COVERAGES)
    return shown.scalar_subquery() == 1
