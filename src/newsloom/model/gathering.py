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
    POSTS = "posts"


@dataclass(frozen=True, slots=True)
class Source:
    """A place we pull from; one provider may have many sources."""

    url: str
    kind: SourceKind
    title: str = ""
    parent: str = ""
    """The sitemap index that names it and keeps it; "" = an editor added it."""


class HealthState(StrEnum):
    """How a source is doing, the worst first."""

    GONE = "gone"
    """The server says it is gone for good (410): it is not asked any more."""
    BLOCKED = "blocked"
    """The server or its robots.txt does not let us in, or asks us to slow down."""
    MISSING = "missing"
    """Its address does not exist (404)."""
    UNREACHABLE = "unreachable"
    """No usable answer: the network, the server, or too much of it."""
    HTML = "html-instead-of-feed"
    UNPARSABLE = "unparsable"
    EMPTY = "empty"
    """It lists nothing."""
    UNDATED = "undated"
    """None of its items has a date."""
    STALE = "stale"
    """Its newest item is older than fetching.stale_days."""
    MOVED = "moved"
    """It has moved for good and is followed; its address should be changed."""
    NEW = "new"
    """Not looked at yet."""
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Health:
    """How a source has behaved; changes only when something new is learned of it."""

    asking: HealthState = HealthState.NEW
    """How asking ended last: NEW, WELL, GONE, BLOCKED, MISSING or UNREACHABLE."""
    content: HealthState = HealthState.NEW
    """How what it gave could be read: any other state but MOVED."""
    detail: str = ""
    """One sentence on what is wrong; "" = nothing is."""
    since: datetime | None = None
    """When it came into its present state; None = not looked at yet."""
    changed_at: datetime | None = None
    """When its bytes were last seen to be new."""
    gap_minutes: float = 0.0
    """Mean minutes between changes, later ones weighing more; 0 = fewer than two were seen."""
    failures: int = 0
    """Looks without an answer in a row."""
    moved_to: str = ""
    """Where it has moved for good; "" = it has not."""
    hub: str = ""
    """Its WebSub hub; "" = it names none."""
    topic: str = ""
    """The address its hub knows it by."""
    newest_at: datetime | None = None
    """Date of its newest item."""

    @property
    def state(self) -> HealthState:
        """The worst that holds."""
        if self.asking not in (HealthState.WELL, HealthState.NEW):
            return self.asking
        if self.content in (HealthState.WELL, HealthState.NEW) and self.moved_to:
            return HealthState.MOVED
        return self.content


NEVER_ASKED = Health()


FIRST_LOOK = "first look"
"""Detail of the first line in a source's history, when it is well."""


@dataclass(frozen=True, slots=True)
class HealthChange:
    """One line of a source's history: from then on it was in this state."""

    source_url: str
    at: datetime
    state: HealthState
    detail: str


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """A source that is due, with what its last answer told us."""

    source: Source
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    """blake2b of the last body, hex; "" before the first visit."""
    health: Health = NEVER_ASKED


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
    moved_to: str = ""
    """Where permanent redirects alone (301, 308) led; "" = there were none, or others too."""
    hub: str = ""
    """WebSub hub that the answer's headers name."""
    topic: str = ""
    """Own address that the answer's headers name, for the hub."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source whose WebSub hub shall tell us what is new."""

    source_url: str
    hub: str
    topic: str
    token: str
    """Last part of the address the hub calls; known to the hub alone."""
    secret: str
    """Key of the signatures under what the hub sends (HMAC)."""
    until: datetime | None = None
    """End of the lease the hub has granted; None = it has not confirmed."""


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
    """Full text as the source gives it, safe to show; "" = none."""
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
    wrapper: str = ""
    """Name of the service whose link ``raw_url`` is and from which ``web_url`` was read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one snapshot lists: its items, in its own order."""

    source_url: str
    title: str
    items: tuple[Item, ...]
    children: tuple[Source, ...] = ()
    """Sitemaps that an index names; those it named before and does not name now are forgotten."""
    hub: str = ""
    """WebSub hub it names; "" = none."""
    topic: str = ""
    """Address it gives itself, for the hub."""
    has_dates: bool = True
    """False = sources of its kind give none (section pages): their pages do."""
    notes: tuple[str, ...] = ()
    """Sentences about repairs and about what was left out."""


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as fetched; ``body`` is empty when the item itself is all there is."""

    item: Item
    final_url: str
    content_type: str
    body: bytes
    fetched_at: datetime
    wrapper: str = ""
    """Name of a service through whose page the way led; "" = none."""
