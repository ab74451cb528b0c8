"""Source -> Snapshot -> Item -> Page: what is pulled in, before anything is understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SourceKind(StrEnum):
    """How the bytes of a source are read."""

    FEED = "feed"
    SITEMAP = "sitemap"
    WEBPAGE = "webpage"
    ARCHIVE = "archive"
    POSTS = "posts"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Source:
    """A place we pull from; one provider may have many sources."""

    url: str
    kind: SourceKind
    title: str = ""


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """A source that is due, with what its last answer told us."""

    source: Source
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """blake2b of the last body, hex; "" before the first visit."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of a source as fetched, when they differ from the last ones."""

    source: Source
    final_url: str
    content_type: str
    body: bytes
    fetched_at: datetime
    next_check_at: datetime
    digest: str
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """The publisher shown to readers."""

    name: str
    domain: str
    """Registered domain, lower case: ``nytimes.com``."""
    images: tuple[Picture, ...] = ()
    """Logos, as posts print them; () = none known."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture a page offers; 0 = size not known."""

    url: str
    width: int = 0
    height: int = 0
    alt: str = ""
    origin: str = ""
    """Where it was found: ``og``, ``json-ld``, ``body``, ``feed``, ``post``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One mention of an article in a source: a link and what the source says of it."""

    web_url: str
    raw_url: str
    source_url: str
    title: str
    published_at: datetime | None
    """None = the source gives no date."""
    updated_at: datetime | None = None
    summary: str = ""
    body_html: str = ""
    """Full text as the source gives it, unsanitised; "" = none."""
    authors: tuple[str, ...] = ()
    language: str = ""
    provider: Provider | None = None
    """None = the source does not name one; the page's domain decides."""
    amp_url: str = ""
    pictures: tuple[Picture, ...] = ()
    keywords: tuple[str, ...] = ()
    kind: str = "article"
    """``article``, ``video``, ...: the post format's ``type``."""
    rated_quality: int | None = None
    """Quality an imported post was published with; None = not from a post."""
    has_page: bool = True
    """False = nothing to fetch: the item's own text is all there is (imports)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one snapshot lists: its items, in its own order."""

    source_url: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as fetched; ``body`` is empty when the item itself is all there is."""

    item: Item
    final_url: str
    content_type: str
    body: bytes
    fetched_at: datetime
