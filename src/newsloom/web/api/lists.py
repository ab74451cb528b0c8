"""The short lists of the API: topics, providers, and what a search finds."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from msgspec import Struct

from newsloom.model import Article, StoryId
from newsloom.ports.search import After, Hit
from newsloom.publish.edition import public_url, topic_slugs
from newsloom.publish.query import Misread, parse_query
from newsloom.publish.tongue import ENGLISH
from newsloom.web.api.endpoint import Answer, Asked, Nothing
from newsloom.web.api.links import linked
from newsloom.web.api.list_shapes import (
    HitPage,
    HitShape,
    ProviderList,
    ProviderShape,
    TopicList,
    TopicShape,
)
from newsloom.web.api.paging import from_cursor, to_cursor
from newsloom.web.api.problems import Refusal
from newsloom.web.api.queries import SearchQuery
from newsloom.web.api.shapes import Reference, StoryRow
from newsloom.web.api.stories import moment_of, row_of


class Turned(Struct, frozen=True):
    """Where a page of results ended."""

    at: datetime
    score: float
    row: int
    story_id: str


def list_topics(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return every topic, those with most stories first, then by name."""
    taxonomy = asked.house.topics()
    counts = dict(asked.house.counts.now().topics)
    parents = {topic.name: topic.parent for topic in taxonomy}
    names = {topic.topic_id: topic.name for topic in taxonomy}
    slugs = topic_slugs({*parents, *counts})
    items = [
        TopicShape(
            name=name,
            slug=slug,
            parent=names.get(parents.get(name, ""), ""),
            stories=counts.get(name, 0),
            path=f"/topics/{slug}.html",
        )
        for name, slug in slugs.items()
    ]
    return Answer(TopicList(sorted(items, key=lambda one: (-one.stories, one.name))))


def list_providers(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return the providers of shown stories, most stories first."""
    found = asked.house.front.provider_counts()
    items = [
        ProviderShape(one.domain, one.name, one.stories, one.leads, f"/providers/{one.domain}.html")
        for one in found
    ]
    return Answer(ProviderList(items))


def search_stories(asked: Asked[SearchQuery, Nothing]) -> Answer:
    """Return one page of the stories that a query finds.

    Raises:
        Refusal: the query cannot be read.
    """
    query, house = asked.query, asked.house
    sought = parse_query(query.q, ENGLISH, house.topics())
    if isinstance(sought, Misread):
        raise Refusal(HTTPStatus.BAD_REQUEST, sought.sentence)
    turned = from_cursor(query.after, query.q, Turned) if query.after else None
    found = house.search.find(sought, house.clock(), after_of(turned), query.limit)
    cursor = to_cursor(turned_at(found.after), query.q) if found.after else ""
    path, headers = linked("/search", query, cursor)
    at = moment_of(house, None)
    summaries = house.front.summaries_of([hit.story_id for hit in found.hits])
    rows = {key: row_of(summary, at) for key, summary in summaries.items()}
    items = [hit_shape(hit, rows[hit.story_id]) for hit in found.hits if hit.story_id in rows]
    return Answer(HitPage(found.stories, found.is_all, items, path), headers=headers)


def hit_shape(hit: Hit, story: StoryRow) -> HitShape:
    """Return what was found of one story."""
    return HitShape(story, reference_of(hit.article), hit.more)


def reference_of(article: Article) -> Reference:
    """Return an article by what it is called and where it is."""
    provider = article.provider
    return Reference(
        id=article.article_id,
        url=public_url(article),
        title=article.title,
        provider=provider.name or provider.domain,
        domain=provider.domain,
        published=article.published_at,
        language=article.language,
    )


def turned_at(after: After) -> Turned:
    """Return where a page ends."""
    return Turned(after.at, after.score, after.row, after.story_id)


def after_of(turned: Turned | None) -> After | None:
    """Return the place a page goes on from; None = the first."""
    if turned is None:
        return None
    return After(turned.at, turned.score, turned.row, StoryId(turned.story_id))
