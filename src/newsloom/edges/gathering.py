"""Snapshots, items and pages in the database; nothing is fetched here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from newsloom.edges import tables as t
from newsloom.edges.digest import digest_of
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
from newsloom.edges.subscriptions import Subscriptions
from newsloom.model import Item, Listing, Page, Snapshot
from newsloom.text.urls import desktop_variants

NOTHING = pack(b"")


class Gathering(Subscriptions):
    """What the rows collect and fetch read and write."""

    def save_snapshots(self, rows: Sequence[Snapshot]) -> Sequence[str]:
        """Keep snapshots and make their sources due at their next check; returns their URLs."""
        with self.writing() as connection:
            upsert(connection, t.SNAPSHOTS, [snapshot_row(snapshot) for snapshot in rows])
            for snapshot in rows:
                self.mark_due("poll", [snapshot.source.url], snapshot.next_check_at)
            return [snapshot.source.url for snapshot in rows]

    def snapshots(self, urls: Sequence[str]) -> Mapping[str, Snapshot]:
        """Return the last snapshot of each source."""
        with self.reading() as connection:
            last = t.SNAPSHOTS.c
            query = select(last.source_url, last.data, last.body)
            found = {
                row[0]: replace(decode(row[1], Snapshot), body=unpack(row[2]))
                for row in rows_in(connection, query, last.source_url, urls)
            }
            return {url: found[url] for url in urls if url in found}

    def save_listings(self, rows: Sequence[Listing], at: datetime) -> Sequence[str]:
        """Keep items; returns web URLs that are new or whose item changed and has a page.

        A second source that mentions a known article is kept and wakes nothing. Of two mentions
        in one listing the first counts. A source without a title takes the listing's. A mobile or
        AMP address whose plain one is known is a mention of that.
        """
        with self.writing() as connection:
            self._learn_sources(rows, at)
            items = distinct_items(connection, rows)
            query = select(t.ITEMS.c.web_url, t.ITEMS.c.source_url)
            seen = t.ITEMS.c.web_url
            mentions = rows_in(
                connection,
                query.add_columns(t.ITEMS.c.has_page, t.ITEMS.c.digest, t.ITEMS.c.first_seen_at),
                seen,
                [url for url, _ in items],
            )
            known = {(row.web_url, row.source_url): row for row in mentions}
            with_page = {url for (url, _), row in known.items() if row.has_page}
            changed: dict[str, None] = {}
            fresh: list[Values] = []
            for key, item in items.items():
                before = known.get(key)
                row = item_row(item, before.first_seen_at if before else at)
                fresh.append(row)
                is_new = item.web_url not in with_page
                if item.has_page and (is_new or (before and before.digest != row["digest"])):
                    changed[item.web_url] = None
            upsert(connection, t.ITEMS, fresh)
            return list(changed)

    def items(self, web_urls: Sequence[str]) -> Mapping[str, Item]:
        """Return the first mention of each URL; one with a page to fetch goes before others."""
        with self.reading() as connection:
            first: dict[str, tuple[tuple[object, ...], str]] = {}
            for row in rows_in(connection, select(t.ITEMS), t.ITEMS.c.web_url, web_urls):
                rank = (-row.has_page, row.first_seen_at, row.source_url)
                if row.web_url not in first or rank < first[row.web_url][0]:
                    first[row.web_url] = (rank, row.data)
            return {url: decode(first[url][1], Item) for url in web_urls if url in first}

    def mentions(self, web_urls: Sequence[str]) -> Sequence[Item]:
        """Return every mention of some URLs, first seen first."""
        with self.reading() as connection:
            rows = rows_in(connection, select(t.ITEMS), t.ITEMS.c.web_url, web_urls)
            ranked = sorted(rows, key=lambda r: (r.first_seen_at, r.web_url, r.source_url))
            return [decode(row.data, Item) for row in ranked]

    def save_pages(self, rows: Sequence[Page]) -> Sequence[str]:
        """Keep pages; returns the web URLs whose bytes or item changed.

        A page that is only an item brings its item with it. It never takes the place of bytes
        that were fetched, nor of an item of another source with more text; bytes of an old archive
        never that of newer ones.
        """
        with self.writing() as connection:
            bare = [page for page in rows if not page.item.has_page]
            self._save_bare_items(bare)
            kept = self._kept_pages([page.item.web_url for page in rows])
            pages: dict[str, Page] = {}
            for page in rows:
                url = page.item.web_url
                before = pages.get(url, kept.get(url))
                if before is None or not is_poorer(page, before):
                    pages[url] = page
            rows_by_url = {url: page_row(page) for url, page in pages.items()}
            return save_changed(connection, t.PAGES, rows_by_url, "digest")

    def pages(self, web_urls: Sequence[str]) -> Mapping[str, Page]:
        """Return the page of each URL."""
        with self.reading() as connection:
            query = select(t.PAGES.c.web_url, t.PAGES.c.data, t.PAGES.c.body)
            found = {
                row[0]: replace(decode(row[1], Page), body=unpack(row[2]))
                for row in rows_in(connection, query, t.PAGES.c.web_url, web_urls)
            }
            return {url: found[url] for url in web_urls if url in found}

    def bare_pages(self, web_urls: Sequence[str]) -> Sequence[Page]:
        """Return the pages of some URLs without their bytes, by URL."""
        with self.reading() as connection:
            return list(records(connection, t.PAGES, sorted(web_urls), Page).values())

    def _kept_pages(self, urls: Sequence[str]) -> dict[str, Page]:
        """Return the stored pages of some URLs; b"+" stands for the bytes of a fetched one."""
        with self.reading() as connection:
            query = select(t.PAGES.c.web_url, t.PAGES.c.digest, t.PAGES.c.data)
            return {
                row[0]: replace(decode(row[2], Page), body=b"" if row[1].startswith("/") else b"+")
                for row in rows_in(connection, query, t.PAGES.c.web_url, urls)
            }

    def _save_bare_items(self, pages: Sequence[Page]) -> None:
        with self.writing() as connection:
            seen = t.ITEMS.c
            query = select(seen.web_url, seen.source_url, seen.first_seen_at)
            urls = [page.item.web_url for page in pages]
            first = {(r[0], r[1]): r[2] for r in rows_in(connection, query, seen.web_url, urls)}
            rows = []
            for page in pages:
                key = (page.item.web_url, page.item.source_url)
                rows.append(item_row(page.item, first.get(key, page.fetched_at)))
            upsert(connection, t.ITEMS, rows)


def distinct_items(
    connection: Connection, listings: Sequence[Listing]
) -> dict[tuple[str, str], Item]:
    """Return the items of listings by web and source URL, mentions of one page under one URL."""
    listed = [item for listing in listings for item in listing.items]
    variants = {item.web_url: desktop_variants(item.web_url) for item in listed}
    seen = t.ITEMS.c.web_url
    plain = {url for found in variants.values() for url in found}
    known = {row.web_url for row in rows_in(connection, select(seen).distinct(), seen, plain)}
    items: dict[tuple[str, str], Item] = {}
    for item in listed:
        url = next((one for one in variants[item.web_url] if one in known), item.web_url)
        items.setdefault((url, item.source_url), replace(item, web_url=url))
    return items


def snapshot_row(snapshot: Snapshot) -> Values:
    """Return the row of a snapshot, its body compressed beside it."""
    return {
        "source_url": snapshot.source.url,
        "digest": snapshot.digest,
        "etag": snapshot.etag,
        "last_modified": snapshot.last_modified,
        "fetched_at": snapshot.fetched_at,
        "next_check_at": snapshot.next_check_at,
        "data": encode(replace(snapshot, body=b"")),
        "body": pack(snapshot.body),
    }


def item_row(item: Item, first_seen_at: datetime) -> Values:
    """Return the row of an item; its digest covers what makes a page worth fetching again."""
    says = (item.title, item.updated_at, item.body_html, item.summary)
    return {
        "web_url": item.web_url,
        "source_url": item.source_url,
        "has_page": int(item.has_page),
        "published_at": item.published_at,
        "first_seen_at": first_seen_at,
        "digest": digest_of(encode(says).encode()),
        "data": encode(item),
    }


def is_poorer(new: Page, old: Page) -> bool:
    """Return whether a page has less to say than the one there is.

    Bytes say more than an item alone, later ones more than those of an old archive. Of two items
    the one with more text counts, whichever came first.
    """
    if new.body and old.body:
        return new.fetched_at < old.fetched_at
    if new.body or old.body:
        return not new.body
    if new.item.source_url == old.item.source_url:
        return False
    return wealth(new) < wealth(old)


def wealth(page: Page) -> tuple[int, str]:
    """Return what orders pages without bytes: their text, then (for a tie) their source."""
    return len(page.item.body_html) + len(page.item.summary), page.item.source_url


def page_row(page: Page) -> Values:
    """Return the row of a page; its digest is ``body/item`` in hex, no bytes being ""."""
    bytes_digest = digest_of(page.body) if page.body else ""
    return {
        "web_url": page.item.web_url,
        "final_url": page.final_url,
        "fetched_at": page.fetched_at,
        "digest": f"{bytes_digest}/{digest_of(encode(page.item).encode())}",
        "data": encode(replace(page, body=b"")),
        "body": pack(page.body) if page.body else NOTHING,
    }
