"""Sources and how they do, in the database; nobody is asked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select

from newsloom.edges import tables as t
from newsloom.edges.robots import RobotsText
from newsloom.edges.rows import (
    Values,
    decode,
    encode,
    pack,
    records,
    rows_in,
    save_changed,
    unpack,
    upsert,
)
from newsloom.edges.worklist import WorkList
from newsloom.model import (
    FIRST_LOOK,
    NEVER_ASKED,
    Health,
    HealthChange,
    HealthState,
    Listing,
    Source,
    SourceCheck,
)

WEB = ("http://", "https://")


class Sources(WorkList):
    """What the row poll reads, and what is learned of sources."""

    def save_sources(self, sources: Sequence[Source], at: datetime) -> Sequence[str]:
        """Add or change sources and make new ones due for ``poll``; returns the new URLs.

        A source without a title keeps the one it has. One that is not on the web is never polled.
        """
        given = {source.url: source for source in sources}
        with self.writing() as connection:
            known = records(connection, t.SOURCES, given, Source)
            for url, source in known.items():
                if not given[url].title:
                    given[url] = replace(given[url], title=source.title)
            save_changed(connection, t.SOURCES, {u: source_row(s) for u, s in given.items()})
            new = [url for url in given if url not in known]
            self.mark_due("poll", [url for url in new if url.startswith(WEB)], at)
            return new

    def remove_source(self, url: str) -> bool:
        """Forget a source and the sitemaps it named; its items and articles stay.

        False = it was not known.
        """
        with self.writing() as connection:
            found = connection.execute(delete(t.SOURCES).where(t.SOURCES.c.url == url))
            for table in (t.SNAPSHOTS, t.HEALTH, t.HEALTH_CHANGES, t.SUBSCRIPTIONS):
                connection.execute(delete(table).where(table.c.source_url == url))
            self.take_off(["poll", "collect", "subscribe"], [url])
            for child in self._children(url):
                self.remove_source(child)
            return found.rowcount > 0

    def sources(self) -> Sequence[Source]:
        """Return all sources, by URL."""
        with self.reading() as connection:
            query = select(t.SOURCES.c.data).order_by(t.SOURCES.c.url)
            return [decode(data, Source) for data in connection.execute(query).scalars()]

    def source_checks(self, urls: Sequence[str]) -> Mapping[str, SourceCheck]:
        """Return sources with what their last snapshots told."""
        with self.reading() as connection:
            sources = records(connection, t.SOURCES, urls, Source)
            last = t.SNAPSHOTS.c
            query = select(last.source_url, last.etag, last.last_modified, last.digest)
            told = {row[0]: row[1:] for row in rows_in(connection, query, last.source_url, urls)}
            known = self.healths(urls)
            return {
                url: SourceCheck(source, *told.get(url, ("", "", "")), known.get(url, NEVER_ASKED))
                for url, source in sources.items()
            }

    def healths(self, urls: Iterable[str] | None = None) -> Mapping[str, Health]:
        """Return how sources do, those of all by default; one never looked at is left out."""
        known = t.HEALTH.c
        query = select(known.source_url, known.data)
        with self.reading() as connection:
            if urls is None:
                rows: Iterable[tuple[str, str]] = (
                    (row.source_url, row.data) for row in connection.execute(query)
                )
            else:
                found = rows_in(connection, query, known.source_url, urls)
                rows = ((row.source_url, row.data) for row in found)
            return {url: decode(data, Health) for url, data in rows}

    def save_healths(self, healths: Mapping[str, Health], at: datetime) -> None:
        """Keep how sources do; a new state is a line of their history."""
        with self.writing() as connection:
            before = self.healths(healths)

            def was(url: str) -> HealthState:
                return before[url].state if url in before else HealthState.NEW

            def told_of(url: str) -> str:
                is_first = was(url) is HealthState.NEW and healths[url].state is HealthState.WELL
                return FIRST_LOOK if is_first else healths[url].detail

            upsert(connection, t.HEALTH, [health_row(url, h) for url, h in healths.items()])
            changes = [
                {"source_url": url, "at": at, "state": h.state.value, "detail": told_of(url)}
                for url, h in healths.items()
                if was(url) is not h.state
            ]
            upsert(connection, t.HEALTH_CHANGES, changes)

    def health_changes(self, since: datetime | None = None) -> Sequence[HealthChange]:
        """Return the history of all sources, or what happened from a moment on; oldest first."""
        told = t.HEALTH_CHANGES.c
        query = select(told.source_url, told.at, told.state, told.detail)
        if since is not None:
            query = query.where(told.at >= since)
        with self.reading() as connection:
            rows = connection.execute(query.order_by(told.at, told.source_url))
            return [HealthChange(url, at, HealthState(s), detail) for url, at, s, detail in rows]

    def robots(self, origins: Iterable[str]) -> Mapping[str, RobotsText]:
        """Return the robots.txt files of hosts as they were last had, old ones too."""
        known = t.ROBOTS.c
        query = select(known.origin, known.until, known.body)
        with self.reading() as connection:
            found = rows_in(connection, query, known.origin, origins)
            return {origin: RobotsText(unpack(body), until) for origin, until, body in found}

    def save_robots(self, texts: Mapping[str, RobotsText]) -> None:
        """Keep robots.txt files."""
        rows: list[Values] = [
            {"origin": origin, "until": text.until, "body": pack(text.body)}
            for origin, text in texts.items()
        ]
        with self.writing() as connection:
            upsert(connection, t.ROBOTS, rows)

    def _learn_sources(self, listings: Sequence[Listing], at: datetime) -> None:
        """Take over what listings say of sources: titles, and the sitemaps an index names."""
        self._name_sources(listings)
        known = self.sources()
        urls = {source.url for source in known}
        for listing in listings:
            named = {child.url for child in listing.children}
            for source in known:
                if source.parent == listing.source_url and source.url not in named:
                    self.remove_source(source.url)
            new = [child for child in listing.children if child.url not in urls]
            if new:
                self.save_sources(new, at)

    def _name_sources(self, listings: Sequence[Listing]) -> None:
        titles = {listing.source_url: listing.title for listing in listings if listing.title}
        with self.writing() as connection:
            known = records(connection, t.SOURCES, titles, Source)
            named = [replace(s, title=titles[u]) for u, s in known.items() if not s.title]
            upsert(connection, t.SOURCES, [source_row(source) for source in named])

    def _children(self, parent: str) -> list[str]:
        return [source.url for source in self.sources() if source.parent == parent]


def source_row(source: Source) -> Values:
    """Return the row of a source."""
    return {"url": source.url, "kind": source.kind, "data": encode(source)}


def health_row(url: str, health: Health) -> Values:
    """Return the row of a source's health."""
    return {"source_url": url, "state": health.state.value, "data": encode(health)}
