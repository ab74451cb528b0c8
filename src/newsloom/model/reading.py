"""Article: what a page says, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.gathering import Picture, Provider
from newsloom.model.ids import ArticleId


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a byline and what it did."""

    name: str
    role: str = "author"
    """``author``, ``reporting``, ``additional reporting``, ``editing``, ``photography``,
    ``illustration``, ``translation``."""


@dataclass(frozen=True, slots=True)
class WireCredit:
    """Who really wrote it, and the words that show it."""

    agency: str
    """Name as in data/wires.toml: ``Reuters``."""
    evidence: str


class AttributionKind(StrEnum):
    """Where an attribution is found, the plainest first."""

    CANONICAL = "canonical"
    """The page declares an address on another site as its own."""
    BASED_ON = "is-based-on"
    """Its metadata name what it is based on (``isBasedOn``)."""
    SOURCE_ORGANIZATION = "source-organization"
    """Its metadata name an organisation as its source, other than its publisher."""
    FEED_SOURCE = "feed-source"
    """The feed says from where it took the article (RSS ``<source>``)."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """What an article is said to be taken from; at least one of name and URL is known."""

    kind: AttributionKind
    name: str = ""
    url: str = ""
    """Canonical address of an article or a site."""


class DateOrigin(StrEnum):
    """Where an article's date comes from, most trusted first."""

    PAGE = "page"
    SOURCE = "source"
    URL = "url"
    FIRST_SEEN = "first-seen"


@dataclass(frozen=True, slots=True)
class Article:
    """One text at one canonical URL; an edit is a new version of it."""

    article_id: ArticleId
    web_url: str
    title: str
    text: str
    """Body, paragraphs separated by a blank line; "" when only headline and excerpt are known."""
    excerpt: str
    provider: Provider
    published_at: datetime
    date_origin: DateOrigin
    date_reason: str
    """One sentence: which date was taken and why."""
    seen_at: datetime
    language: str
    key_points: tuple[str, ...] = ()
    byline: tuple[Person, ...] = ()
    dateline: str = ""
    wire_credit: WireCredit | None = None
    pictures: tuple[Picture, ...] = ()
    """Usable ones, best first; placeholders and logos are already refused."""
    amp_url: str = ""
    canonical_url: str = ""
    """As the page declares it; "" = it declares none."""
    section: str = ""
    keywords: tuple[str, ...] = ()
    kind: str = "article"
    is_free: bool = True
    """False = the page says it is behind a paywall, or only a stub could be read."""
    confidence: float = 1.0
    """0..1, agreement of the extractors on the body."""
    boilerplate: float = 0.0
    """0..1, share of the page's words that are not the article."""
    notes: tuple[str, ...] = ()
    """Sentences about repairs and fallbacks, in the order they happened."""
    rated_quality: int | None = None
    version: int = 1
    """1 for the first text seen at this URL; the store counts up when the text changes."""
    attributions: tuple[Attribution, ...] = ()
    """Only of what lies on other sites, in the order of AttributionKind."""
    page_url: str = ""
    """``web_url`` of the item whose page it was read from; "" = the same as ``web_url``."""
    printed_title: str = ""
    """Title as the page declares it, the site's name included; "" = it declares none."""
    genre: str = ""
    """As the page declares it: ``opinion``, ``analysis``, ``background``, ``report``, ``review``,
    ``live``, ``advertisement``, ``satire``, ``ask-public``; "" = it does not."""
    wrapper: str = ""
    """Name of the service through which the link led: ``Google News``; "" = none."""


@dataclass(frozen=True, slots=True)
class Crop:
    """The picture of a leading article as the live pages show it: one shape, kept here."""

    article_id: ArticleId
    url: str
    """Of the picture it was cut from."""
    name: str
    """Of its file: a digest of its bytes, then the suffix."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A crop and its bytes."""

    crop: Crop
    body: bytes


@dataclass(frozen=True, slots=True)
class Illustration:
    """The picture that stands for an article, and why."""

    article_id: ArticleId
    picture: Picture | None
    """None = no candidate is usable."""
    reason: str
    refused: tuple[str, ...] = ()
    """Sentences about candidates that were not taken, in the order they were looked at."""
