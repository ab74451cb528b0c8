"""The articles of the API. Full texts are their publishers': only editors' tokens get them."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

import msgspec
from msgspec import Struct

from newsloom.model import Article, ArticleId, Originality, Report
from newsloom.ports.pages import ArticlePlace, ArticleSelection
from newsloom.publish.edition import public_url
from newsloom.publish.facts import reason_rows
from newsloom.publish.illustration import shown_pictures
from newsloom.publish.summary_facts import picture_row
from newsloom.text.dates import format_utc
from newsloom.web.api.endpoint import Answer, Asked, Nothing
from newsloom.web.api.links import linked
from newsloom.web.api.list_shapes import ArticlePage, ArticleRow, ArticleShape
from newsloom.web.api.paging import from_cursor, to_cursor
from newsloom.web.api.problems import Refusal
from newsloom.web.api.queries import ArticleQuery


class Turned(Struct, frozen=True):
    """Where a page of articles ended."""

    published_at: datetime
    article_id: str


def list_articles(asked: Asked[ArticleQuery, Nothing]) -> Answer:
    """Return one page of articles, the newest first.

    What arrives between two pages stands before them, or is in the one it belongs to.
    """
    query = asked.query
    of_list = repr(msgspec.structs.replace(query, limit=1, after=""))
    turned = from_cursor(query.after, of_list, Turned) if query.after else None
    found = asked.house.pages.article_page(
        ArticleSelection(
            domain=query.provider.lower(),
            language=query.language,
            story_id=query.story,
            since=query.since,
            until=query.until,
            is_all=asked.sees_all,
            after=place_of(turned) if turned else None,
            limit=query.limit + 1,
        )
    )
    shown = found[: query.limit]
    cursor = to_cursor(turned_at(shown[-1].article), of_list) if shown != found else ""
    path, headers = linked("/articles", query, cursor)
    items = [msgspec.convert(article_row(report), ArticleRow) for report in shown]
    return Answer(ArticlePage(items, path), headers=headers)


def show_article(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return one article with its versions; with their texts for an editor's token.

    Raises:
        Refusal: there is no such article for who asks.
    """
    pages, key = asked.house.pages, asked.path["article_id"]
    report = pages.report(key, is_all=asked.sees_all)
    if report is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "There is no such article; see /api/v1/articles.")
    versions = asked.house.front.article_versions(report.article.article_id)
    told = {
        **article_row(report),
        **detail_row(report),
        "text": report.article.text if asked.sees_all else None,
        "versions": [version_row(version, asked.sees_all) for version in versions],
    }
    return Answer(msgspec.convert(told, ArticleShape))


def article_row(report: Report) -> dict[str, object]:
    """Return an article as lists show it."""
    article = report.article
    is_copy = report.syndication.status is not Originality.ORIGINAL
    return {
        "id": article.article_id,
        "url": public_url(article),
        "title": article.title,
        "provider": article.provider.name or article.provider.domain,
        "domain": article.provider.domain,
        "published": format_utc(article.published_at),
        "date_origin": article.date_origin,
        "language": article.language,
        "excerpt": article.excerpt,
        "key_points": article.key_points,
        "authors": [person.name for person in article.byline if person.role == "author"],
        "section": article.section,
        "keywords": article.keywords,
        "kind": article.kind,
        "is_free": article.is_free,
        "version": article.version,
        "quality": report.quality.points,
        "story": report.coverage.story_id,
        "copy_of": report.syndication.original_id if is_copy else None,
        "picture": picture_row(next(iter(shown_pictures(report)), None)),
    }


def detail_row(report: Report) -> dict[str, object]:
    """Return what one article says beyond its row."""
    article, credit = report.article, report.article.wire_credit
    return {
        "byline": [{"name": person.name, "role": person.role} for person in article.byline],
        "dateline": article.dateline,
        "wire_credit": {"agency": credit.agency, "evidence": credit.evidence} if credit else None,
        "date_reason": article.date_reason,
        "genre": article.genre,
        "notes": article.notes,
        "quality_reasons": reason_rows(report.quality.reasons),
        "topics": [tag.topic for tag in report.tagging.tags],
    }


def version_row(version: Article, has_text: bool) -> dict[str, object]:
    """Return one version of an article."""
    return {
        "version": version.version,
        "title": version.title,
        "excerpt": version.excerpt,
        "seen": version.seen_at,
        "text": version.text if has_text else None,
    }


def turned_at(article: Article) -> Turned:
    """Return where a page ends."""
    return Turned(article.published_at, article.article_id)


def place_of(turned: Turned) -> ArticlePlace:
    """Return the place a page goes on from."""
    return ArticlePlace(turned.published_at, ArticleId(turned.article_id))
