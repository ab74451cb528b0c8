"""What the API answers of articles, topics, providers and searches, in the form of ``shapes``."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from newsloom.model import DateOrigin
from newsloom.web.api.shapes import Moment, Next, PictureShape, ReasonShape, Reference, StoryRow


class PersonShape(Struct, frozen=True):
    """A name in a byline and what it did."""

    name: str
    role: str


class CreditShape(Struct, frozen=True):
    """Who really wrote it, and the words that show it."""

    agency: str
    evidence: str


class ArticleRow(Struct, frozen=True):
    """One article as lists show it."""

    id: str
    url: Annotated[str, Meta(description="Empty = it was never public.")]
    title: str
    provider: str
    domain: str
    published: Moment
    date_origin: DateOrigin
    language: str
    excerpt: str
    key_points: list[str]
    authors: list[str]
    section: str
    keywords: list[str]
    kind: str
    is_free: bool
    version: Annotated[int, Meta(ge=1)]
    quality: Annotated[int, Meta(ge=0, le=100)]
    story: Annotated[str, Meta(description="The story it is part of.")]
    copy_of: str | None
    picture: PictureShape | None


class ArticlePage(Struct, frozen=True):
    """Articles, the newest first."""

    items: list[ArticleRow]
    next: Next


class TextVersion(Struct, frozen=True):
    """One version of an article."""

    version: int
    title: str
    excerpt: str
    seen: Moment
    text: Annotated[str | None, Meta(description="For editors' tokens; null for anybody else.")]


class ArticleShape(ArticleRow, frozen=True):
    """One article with its versions."""

    text: Annotated[str | None, Meta(description="For editors' tokens; null for anybody else.")]
    byline: list[PersonShape]
    dateline: str
    wire_credit: CreditShape | None
    date_reason: str
    genre: str
    notes: list[str]
    quality_reasons: list[ReasonShape]
    topics: list[str]
    versions: Annotated[list[TextVersion], Meta(description="The first one first.")]


class TopicShape(Struct, frozen=True):
    """A topic and how many stories have it."""

    name: str
    slug: str
    parent: Annotated[str, Meta(description="Name of the topic above it; empty = none.")]
    stories: int
    path: str


class TopicList(Struct, frozen=True):
    """Every topic of the taxonomy, and those of older ones that stories still have."""

    items: list[TopicShape]


class ProviderShape(Struct, frozen=True):
    """A provider and how much it reports."""

    domain: str
    name: str
    stories: int
    leads: int
    path: str


class ProviderList(Struct, frozen=True):
    """The providers of shown stories, most stories first."""

    items: list[ProviderShape]


class HitShape(Struct, frozen=True):
    """A story, and the report of it that answers best."""

    story: StoryRow
    report: Reference
    more: Annotated[int, Meta(description="Further reports of the story that answer.")]


class HitPage(Struct, frozen=True):
    """What was found."""

    stories: Annotated[int, Meta(description="How many answer, of the reports compared.")]
    is_all: Annotated[bool, Meta(description="false = only the newest reports were compared.")]
    items: list[HitShape]
    next: Next
