"""Articles, their versions and their addresses in the database; nothing is extracted here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from newsloom.edges import tables as t
from newsloom.edges.cropping import Cropping
from newsloom.edges.revision import content_digest, revised, wording
from newsloom.edges.rows import Values, decode, encode, records, rows_in, upsert
from newsloom.model import Article, ArticleId
from newsloom.ports import PageBatch
from newsloom.text.urls import registered_domain

TITLES_PER_SITE = 50
"""Printed titles from which the habits of a site are learnt."""


class Reading(Cropping):
    """What the row extract writes and later rows read."""

    def save_articles(self, rows: Sequence[Article]) -> Sequence[ArticleId]:
        """Keep articles; a changed text is a new version, an unchanged one changes nothing."""
        with self.writing() as connection:
            known = records(connection, t.ARTICLES, [a.article_id for a in rows], Article)
            kept, old = dict(known), list[Article]()
            changed: dict[ArticleId, None] = {}
            for article in rows:
                before = kept.get(article.article_id)
                after = article if before is None else next_version(before, article)
                if after is before:
                    continue
                if before is not None and after.version > before.version:
                    old.append(before)
                kept[article.article_id] = after
                changed[article.article_id] = None
            upsert(connection, t.ARTICLES, [article_row(kept[key]) for key in changed])
            upsert(connection, t.ARTICLE_VERSIONS, [version_row(article) for article in old])
            self._save_addresses(rows)
            self._save_pictures(connection, [kept[key] for key in changed])
            return list(changed)

    def page_batch(self, web_urls: Sequence[str]) -> PageBatch:
        """Return pages with the printed titles of up to 50 known articles on each of their sites.

        The articles known longest count, so that what is learnt of a site stays.
        """
        pages = self.pages(web_urls)
        domains = sorted({registered_domain(p.final_url or url) for url, p in pages.items()})
        with self.reading() as connection:
            titles = {domain: printed_titles(connection, domain) for domain in domains if domain}
        return PageBatch(pages, titles)

    def articles(self, ids: Sequence[str]) -> Mapping[ArticleId, Article]:
        """Return the current version of each article."""
        with self.reading() as connection:
            return records(connection, t.ARTICLES, [ArticleId(key) for key in ids], Article)

    def article_versions(self, article_id: ArticleId) -> Sequence[Article]:
        """Return every version of an article, the first one first; empty = not known."""
        versions = t.ARTICLE_VERSIONS.c
        query = select(versions.data).where(versions.article_id == article_id)
        with self.reading() as connection:
            old = connection.execute(query.order_by(versions.version)).scalars()
            return [
                *(decode(data, Article) for data in old),
                *self.articles([article_id]).values(),
            ]

    def article_ids(self, urls: Iterable[str]) -> Mapping[str, ArticleId]:
        """Return the articles known under some canonical URLs: their own or a page's."""
        with self.reading() as connection:
            known = t.PAGE_ARTICLES.c
            query = select(known.web_url, known.article_id)
            rows = rows_in(connection, query, known.web_url, urls)
            return {row[0]: ArticleId(row[1]) for row in rows}

    def page_urls(self, article_id: ArticleId) -> Sequence[str]:
        """Return every URL an article is known under, sorted."""
        known = t.PAGE_ARTICLES.c
        query = select(known.web_url).where(known.article_id == article_id)
        with self.reading() as connection:
            return connection.execute(query.order_by(known.web_url)).scalars().all()

    def _save_addresses(self, articles: Sequence[Article]) -> None:
        """Keep every URL of the articles; what a page merely claims never takes one over."""
        own, claimed = dict[str, ArticleId](), dict[str, ArticleId]()
        for article in articles:
            for url in (article.web_url, article.page_url):
                own[url] = article.article_id
            for url in (article.canonical_url, article.amp_url):
                claimed.setdefault(url, article.article_id)
        with self.writing() as connection:
            known = self.article_ids([*own, *claimed])
            rows = {u: i for u, i in claimed.items() if u not in known} | {
                u: i for u, i in own.items() if known.get(u) != i
            }
            rows.pop("", None)
            addresses = [{"web_url": url, "article_id": key} for url, key in rows.items()]
            upsert(connection, t.PAGE_ARTICLES, addresses)


def next_version(before: Article, read: Article) -> Article:
    """Return the article after a reading, or ``before`` itself when nothing changed.

    Other words for the reader are a next version; other facts about them are not.
    """
    after = revised(before, read)
    if content_digest(after) == content_digest(before):
        return before
    return replace(after, version=before.version + (wording(after) != wording(before)))


def article_row(article: Article) -> Values:
    """Return the row of an article's current version."""
    return {
        "article_id": article.article_id,
        "web_url": article.web_url,
        "domain": article.provider.domain,
        "published_at": article.published_at,
        "date_origin": article.date_origin,
        "seen_at": article.seen_at,
        "language": article.language,
        "version": article.version,
        "digest": content_digest(article),
        "printed_title": article.printed_title,
        "data": encode(article),
    }


def printed_titles(connection: Connection, domain: str) -> Sequence[str]:
    """Return titles as the pages of a site declare them, of the articles known longest."""
    known = t.ARTICLES.c
    query = select(known.printed_title).where(known.domain == domain, known.printed_title != "")
    oldest = query.order_by(known.seen_at, known.article_id).limit(TITLES_PER_SITE)
    return connection.execute(oldest).scalars().all()


def version_row(article: Article) -> Values:
    """Return the row of a version that is no longer the current one."""
    return {
        "article_id": article.article_id,
        "version": article.version,
        "digest": content_digest(article),
        "data": encode(article),
    }
