"""What the pipeline needs from the world, as protocols. Edges implement them; tests fake them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsloom.errors import PublishError, SourceError
from newsloom.model import (
    Angles,
    Article,
    ArticleId,
    Assignment,
    Brief,
    Contest,
    Coverage,
    Cut,
    Deferred,
    Delivery,
    Dossier,
    Due,
    Edition,
    Ending,
    Fingerprint,
    Health,
    HealthChange,
    Hearing,
    Heat,
    Illustration,
    Item,
    Kinship,
    Lead,
    Led,
    Listing,
    Page,
    Passages,
    Quality,
    Receipt,
    RenditionSet,
    Ruling,
    Snapshot,
    Source,
    SourceCheck,
    Story,
    StoryId,
    Subscription,
    Summary,
    Syndication,
    Tagging,
    Topic,
    Verdict,
)
from newsloom.ports.hooks import HookStore

FETCH_CODES: Mapping[str, str] = {
    "robots": "The site's robots.txt forbids it.",
    "not-found": "The address does not exist (404).",
    "gone": "The publisher has removed it for good (410).",
    "forbidden": "The publisher does not let us in (401 or 403).",
    "refused": "The server refused the request for good (another 4xx).",
    "too-large": "The body is larger than fetching.max_bytes, or inflates beyond reason.",
    "not-a-page": "The address answers with something that is not a page: a PDF, a picture, ...",
    "private-address": "The address leads into a private network, where the web has no business.",
    "redirects": "It redirects more often than fetching.max_redirects, or to nowhere.",
    "bad-address": "It is no valid http or https address, or asks for a port that is not allowed.",
    "garbled": "The server's answer breaks HTTP or its own encoding.",
    "not-a-picture": "The address answers with nothing that can be shown as a picture.",
    "busy": "The server asks for a pause (429, or 503 with a time).",
    "waiting": "Too many others wait for the same slow host, or too many bytes are held.",
    "unreachable": "The bytes could not be had.",
}
"""Every code a FetchError can carry, with its sentence."""

UNCHANGED = "unchanged"
"""Detail of the deferral of a source that has nothing new."""


@dataclass(frozen=True, slots=True)
class PageBatch:
    """Pages to be read, and what is known of the habits of their sites."""

    pages: Mapping[str, Page]
    printed_titles: Mapping[str, Sequence[str]]
    """Registered domain -> titles as its pages declare them, of up to 50 known articles."""


@dataclass(frozen=True, slots=True)
class PictureOffer:
    """An article whose picture is to be chosen."""

    article: Article
    repeats: Mapping[str, int]
    """Address of a picture -> other articles of the same site that use it, copies left out."""


@dataclass(frozen=True, slots=True)
class Copying:
    """One article as the quality rating sees it: its text and whether that text is its own."""

    article: Article
    syndication: Syndication


Span = tuple[datetime, datetime]
"""A stretch of time, both ends in it."""


@dataclass(frozen=True, slots=True)
class SyndicationWindow:
    """New fingerprints, and everything they could be a copy of that is not held yet."""

    new: Mapping[ArticleId, Fingerprint]
    known: Mapping[ArticleId, Fingerprint]
    """Fingerprints within reach of the new ones (never one of ``new``), those in the span held left
    out; read piece by piece as they are gone through."""
    syndications: Mapping[ArticleId, Syndication]
    """Of the known ones; one that shares no text may be left out."""
    rulings: tuple[Ruling, ...]
    """On new and known ones."""


@dataclass(frozen=True, slots=True)
class Collation:
    """An article's text, and that of the article it shares most with, to be laid side by side."""

    article_id: ArticleId
    text: str
    other_id: ArticleId | None
    """None = it shares its text with nobody; both texts are "" then."""
    other_text: str


@dataclass(frozen=True, slots=True)
class StoryWindow:
    """New articles, and the stories they could join."""

    new: Mapping[ArticleId, Fingerprint]
    known: Mapping[ArticleId, Fingerprint]
    """Fingerprints of the articles in active stories that the engine does not hold yet; never one
    of ``new``."""
    syndications: Mapping[ArticleId, Syndication]
    """Of new and known ones."""
    coverages: Mapping[ArticleId, Coverage]
    """Of known ones, and of new ones that already stand in a story (a new version)."""
    stories: Mapping[StoryId, Story]
    """Of the coverages, none merged into another."""
    rulings: tuple[Ruling, ...]
    headings: Mapping[int, Collection[int]]
    """Run of two words of a headline -> the days since 1970 on which dated articles had it; of the
    runs of new and known ones, and of the half year before them. One seen on fewer than three days
    may be left out."""
    published: Collection[StoryId] = frozenset()
    """Stories within reach that readers see: a late report does not join them by itself."""


@dataclass(frozen=True, slots=True)
class Commission:
    """An edition to be rendered for one target."""

    target: str
    edition: Edition


class Store(HookStore, Protocol):
    """All records of a newsroom. Any method can raise StoreError.

    ``save_xs`` returns the keys whose stored answer changed, so that only those wake later rows;
    readers return what they find, keyed, and leave out what is not there. Every write belongs
    inside ``transaction``: an exception there undoes all of it.
    """

    def transaction(self) -> AbstractContextManager[None]: ...

    # the work list
    def due(self, stage: str, now: datetime, *, by_publication: bool = False) -> Sequence[Due]:
        """Keys of a row whose time has come, oldest first, then by key.

        ``by_publication``: in order of the time the articles were published, those without a
        fingerprint first.
        """
        ...

    def next_due(self, stage: str) -> datetime | None: ...
    def mark_due(self, stage: str, keys: Iterable[str], at: datetime) -> None:
        """Make keys due from ``at``; an earlier time already on the list stays."""
        ...

    def settle(
        self,
        stage: str,
        passed: Sequence[str],
        dropped: Sequence[Ending],
        deferred: Mapping[str, Deferred],
        at: datetime,
    ) -> None:
        """Take ended keys off the list; keep the deferred ones with their time and one try more.

        A deferral whose code is ``waiting`` is no try: it was not even begun.

        A passed key loses the Ending it had in this row; dropped and deferred ones get one.
        """
        ...

    def stage_versions(self) -> Mapping[str, str]: ...
    def raise_version(self, stage: str, version: str, at: datetime) -> None:
        """Record a row's version and make every key it ever answered due again."""
        ...

    # sources
    def healths(self, urls: Iterable[str] | None = None) -> Mapping[str, Health]:
        """How sources do, those of all by default; one never looked at is left out."""
        ...

    def save_healths(self, healths: Mapping[str, Health], at: datetime) -> None:
        """A new state is a line of a source's history."""
        ...

    def health_changes(self, since: datetime | None = None) -> Sequence[HealthChange]: ...
    def want_subscriptions(self, healths: Mapping[str, Health], at: datetime) -> None:
        """Make sources due for ``subscribe`` that name a hub not asked yet."""
        ...

    def subscriptions(self, urls: Iterable[str]) -> Mapping[str, Subscription]: ...
    def subscription_of(self, token: str) -> Subscription | None:
        """The subscription a hub means by the last part of the address it calls."""
        ...

    def save_subscriptions(self, rows: Sequence[Subscription]) -> Sequence[str]: ...

    # gathering
    def save_sources(self, sources: Sequence[Source], at: datetime) -> Sequence[str]:
        """Add or change sources and make new ones due for ``poll``; returns the new URLs."""
        ...

    def remove_source(self, url: str) -> bool: ...
    def sources(self) -> Sequence[Source]: ...
    def source_checks(self, urls: Sequence[str]) -> Mapping[str, SourceCheck]: ...
    def save_snapshots(self, rows: Sequence[Snapshot]) -> Sequence[str]: ...
    def snapshots(self, urls: Sequence[str]) -> Mapping[str, Snapshot]: ...
    def save_listings(self, rows: Sequence[Listing], at: datetime) -> Sequence[str]:
        """Keep items; returns web URLs that are new or whose item changed and has a page."""
        ...

    def items(self, web_urls: Sequence[str]) -> Mapping[str, Item]:
        """The first mention of each URL."""
        ...

    def save_pages(self, rows: Sequence[Page]) -> Sequence[str]: ...
    def pages(self, web_urls: Sequence[str]) -> Mapping[str, Page]: ...

    # reading
    def page_batch(self, web_urls: Sequence[str]) -> PageBatch:
        """Pages with the printed titles of known articles on their sites."""
        ...

    def save_articles(self, rows: Sequence[Article]) -> Sequence[ArticleId]:
        """Keep articles; a changed text is a new version, an unchanged one changes nothing."""
        ...

    def articles(self, ids: Sequence[str]) -> Mapping[ArticleId, Article]: ...
    def article_versions(self, article_id: ArticleId) -> Sequence[Article]: ...

    # matching
    def save_fingerprints(self, rows: Sequence[Fingerprint]) -> Sequence[ArticleId]: ...
    def syndication_window(
        self, ids: Sequence[str], reach_hours: float, held: Span | None
    ) -> SyndicationWindow:
        """New fingerprints with all they could be a copy of, and whole copy trees.

        What was published within ``held`` is not read again. An article without a date counts by
        when it was first seen.
        """
        ...

    def save_kinships(self, rows: Sequence[Kinship]) -> Sequence[ArticleId]:
        """Returns every article whose syndication changed, the re-rooted ones included."""
        ...

    def collations(self, ids: Sequence[str]) -> Mapping[ArticleId, Collation]:
        """Articles with a syndication, each beside the one it hangs on or else shares most with."""
        ...

    def save_passages(self, rows: Sequence[Passages]) -> Sequence[ArticleId]: ...

    def story_window(
        self, ids: Sequence[str], reach_hours: float, held: Span | None
    ) -> StoryWindow: ...
    def save_assignments(self, rows: Sequence[Assignment]) -> Sequence[StoryId]:
        """Returns stories that gained, lost or changed a coverage, survivors of merges included."""
        ...

    def stories_of(self, ids: Sequence[str]) -> Sequence[StoryId]: ...

    # judging
    def copyings(self, ids: Sequence[str]) -> Mapping[ArticleId, Copying]: ...
    def save_qualities(self, rows: Sequence[Quality]) -> Sequence[ArticleId]: ...
    def save_taggings(self, rows: Sequence[Tagging]) -> Sequence[ArticleId]: ...
    def contests(self, ids: Sequence[str]) -> Mapping[StoryId, Contest]: ...
    def save_leads(self, rows: Sequence[Lead]) -> Sequence[StoryId]: ...
    def leaders(self, story_ids: Sequence[str]) -> Sequence[ArticleId]:
        """The articles that lead some stories."""
        ...

    def picture_offers(self, ids: Sequence[str]) -> Mapping[ArticleId, PictureOffer]:
        """Articles with how many others on the same site use their pictures.

        Left out are articles of the same story, and of several copies all but one.
        """
        ...

    def save_illustrations(self, rows: Sequence[Illustration]) -> Sequence[ArticleId]: ...
    def pictures_to_choose(self, ids: Sequence[str]) -> Sequence[ArticleId]:
        """Articles whose chosen picture is in doubt when some articles have changed.

        Those of them that have one, and those on their sites that show a picture they use too.
        """
        ...

    def crops_wanted(self, ids: Sequence[str]) -> Sequence[ArticleId]:
        """Articles whose chosen picture is to be cut: leads of published stories, not cut yet."""
        ...

    def pictures_to_cut(self, ids: Sequence[str]) -> Mapping[ArticleId, str]:
        """The address of the chosen picture of some articles."""
        ...

    def save_cuts(self, rows: Sequence[Cut]) -> Sequence[ArticleId]: ...
    def leds(self, ids: Sequence[str]) -> Mapping[StoryId, Led]: ...
    def save_angles(self, rows: Sequence[Angles]) -> Sequence[StoryId]: ...
    def save_heats(self, rows: Sequence[Heat]) -> Sequence[StoryId]: ...
    def hearings(self, ids: Sequence[str]) -> Mapping[StoryId, Hearing]: ...
    def save_verdicts(self, rows: Sequence[Verdict]) -> Sequence[StoryId]: ...
    def tellings(self, ids: Sequence[str]) -> Mapping[StoryId, Brief]:
        """Stories with every decision about them, those that ended in another one too."""
        ...

    def save_summaries(self, rows: Sequence[Summary], at: datetime) -> Sequence[StoryId]:
        """Keep what lists show; a change is a new version, and the former one ends at ``at``."""
        ...

    def save_rulings(self, rulings: Sequence[Ruling]) -> Sequence[Ruling]:
        """Keep rulings; returns those that are new or changed."""
        ...

    def named_by(self, rulings: Iterable[Ruling]) -> Sequence[ArticleId]:
        """The known articles that rulings name, a story by its members."""
        ...

    def rulings(self) -> Sequence[Ruling]: ...
    def pending_leads(self) -> Sequence[StoryId]:
        """Stories whose lead is challenged and must be asked again on the next run."""
        ...

    # publishing
    def edition(self, topics: Sequence[Topic] = (), per_lead: bool = False) -> Edition:
        """Everything published, then what else has a post; nothing is written.

        ``topics`` is the taxonomy in force, which the store does not keep. A post goes with its
        story; with ``per_lead`` with its article, and is retired when another leads the story.
        """
        ...

    def save_posts(self, names: Mapping[str, str]) -> None:
        """Keep the post names of stories (or articles) that have none; a name never changes."""
        ...

    def save_renditions(self, rows: Sequence[RenditionSet]) -> Sequence[str]:
        """Keep new and changed files and withdrawals; returns their ``target/path`` keys."""
        ...

    def deliveries(self, keys: Sequence[str]) -> Mapping[str, Delivery]: ...
    def save_receipts(self, rows: Sequence[Receipt]) -> Sequence[str]: ...
    def receipts(self) -> Sequence[Receipt]: ...
    def forget_receipts(self, keys: Sequence[str]) -> Sequence[str]:
        """Forget delivered files that have gone missing; returns the targets to publish again."""
        ...

    # asking
    def briefs(self, ids: Sequence[str] | None = None) -> Sequence[Brief]:
        """Stories with every decision about them, all of them by default, in order of id."""
        ...

    def dossiers(self, ids: Sequence[str]) -> Mapping[StoryId, Dossier]: ...
    def find_story(self, key: str) -> StoryId | None:
        """The story with this id (or the survivor of a merge), article id, or article URL."""
        ...

    def trace(self, url: str) -> Sequence[tuple[str, object]]:
        """(row name, record) of everything known of one article URL, in table order."""
        ...

    def endings(self, stage: str = "", since: datetime | None = None) -> Sequence[Ending]:
        """Drops and deferrals by row and key: of all rows or one, of all times or from a moment."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many records of each kind there are."""
        ...


class Embedder(Protocol):
    """Turns texts into vectors whose dot product is their likeness in meaning."""

    @property
    def name(self) -> str:
        """Model and its weights: others have another name; "" = no model, every vector is b""."""
        ...

    def embed(self, texts: Sequence[str]) -> Sequence[bytes]:
        """A unit vector for each text, as little-endian float16, all of one width.

        b"" for a text in which the model finds nothing. A text has one vector (within 1e-3),
        whatever stands beside it. Raises ConfigError when the model cannot be used.
        """
        ...


class Fetcher(Protocol):
    """Asks the web; every input gets an answer or the error that is its end."""

    def poll(
        self, checks: Mapping[str, SourceCheck]
    ) -> Mapping[str, Snapshot | Deferred | SourceError]:
        """A Snapshot when the source changed, Deferred until the next check when it did not."""
        ...

    def fetch(self, items: Mapping[str, Item]) -> Mapping[str, Page | Deferred | SourceError]: ...
    def illustrate(
        self, offers: Mapping[ArticleId, PictureOffer]
    ) -> Mapping[ArticleId, Illustration]:
        """The picture that stands for each article, its size asked for where none is declared."""
        ...

    def cut(
        self, pictures: Mapping[ArticleId, str]
    ) -> Mapping[ArticleId, Cut | Deferred | SourceError]:
        """The picture at each address, cut to the shape of the pages."""
        ...


class Hubs(Protocol):
    """Asks WebSub hubs to tell us what is new."""

    def subscribe(
        self, wanted: Mapping[str, Subscription]
    ) -> Mapping[str, Subscription | Deferred | SourceError]:
        """The subscription itself when its hub took the request, Deferred while a lease holds."""
        ...


class Target(Protocol):
    """Puts renditions in place: all of one call, or none."""

    def deliver(
        self, deliveries: Mapping[str, Delivery]
    ) -> Mapping[str, Receipt | PublishError]: ...


class HubPost(Protocol):
    """Takes what WebSub hubs send."""

    def confirm(self, token: str, topic: str, lease_seconds: str) -> bool:
        """Keep that a hub grants a subscription; False = nobody has asked for it."""
        ...

    def receive(self, token: str, body: bytes, content_type: str, signature: str) -> bool:
        """Keep what a hub sends of a source, unless its signature is wrong.

        False = there is no such subscription.
        """
        ...
