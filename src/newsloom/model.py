"""The nouns of Newsloom: frozen records, no logic, nothing imported from newsloom.

An article changes type as it moves: Source -> Snapshot -> Item -> Page -> Article, and then it is
part of a Story by its Coverage. Each later fact about it is a record of its own, keyed by
``article_id`` or ``story_id``. All datetimes are timezone-aware UTC; all URLs are canonical unless
the field is named ``raw_url``; all text is plain Unicode unless the field is named ``_html``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

ArticleId = NewType("ArticleId", str)
"""First 16 hex digits of blake2b(canonical web URL)."""

StoryId = NewType("StoryId", str)
"""Minted once from the founding article; survives merges and splits."""


# --- gathering -----------------------------------------------------------------------------------


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


# --- reading -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a byline and what it did."""

    name: str
    role: str = "author"
    """``author``, ``reporting``, ``editing``, ``photography``, ``additional reporting``."""


@dataclass(frozen=True, slots=True)
class WireCredit:
    """Who really wrote it, and the words that show it."""

    agency: str
    """Name as in data/wires.toml: ``Reuters``."""
    evidence: str


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
    page_url: str = ""
    """``web_url`` of the item whose page it was read from; "" = the same as ``web_url``."""


# --- matching ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What matching compares of an article."""

    article_id: ArticleId
    title: str
    domain: str
    published_at: datetime
    is_dated: bool
    """False = the date is only when we first saw it; no time decay applies."""
    title_words: tuple[str, ...]
    lede_words: tuple[str, ...]
    """Canonical content words of title and first paragraphs, stop words and numbers removed."""
    shingles: tuple[int, ...]
    """Sorted 64-bit hashes of word 4-grams of the whole text, kept mod m."""
    lede_shingles: tuple[int, ...]
    """Sorted hashes of all word 3-grams of title and excerpt: for copies known only by these."""
    word_count: int
    anchors: tuple[str, ...]
    """Numbers and dates as canonical strings, sorted: ``4200``, ``10-19``, ``$34bn``."""
    names: tuple[str, ...]
    """Capitalised names as printed, for evidence people read."""
    agency: str = ""
    """Credited agency, or the agency whose path or domain the address names; "" = none."""
    agency_evidence: str = ""


class Originality(StrEnum):
    """What an article is among its copies."""

    ORIGINAL = "original"
    COPY = "copy"
    PARTIAL = "partial"


@dataclass(frozen=True, slots=True)
class Feature:
    """One compared thing: its value, how far it pulled, and what was found."""

    name: str
    value: float
    pull: float
    """Weight x value, in the unit of the score it belongs to."""
    detail: str


@dataclass(frozen=True, slots=True)
class Syndication:
    """Whether an article is its own text or a copy, and of which."""

    article_id: ArticleId
    status: Originality
    original_id: ArticleId
    """The root of its copy tree; its own id for an original."""
    similarity: float
    """0..1, share of its text found in the original; 0 for an original."""
    evidence: tuple[Feature, ...] = ()
    sentence: str = ""
    """The evidence as a person reads it."""
    passages: tuple[str, ...] = ()
    """Longest matched passages, at most three."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """What one arriving article changes among copies: its own status and the re-rooted ones."""

    own: Syndication
    rerooted: tuple[Syndication, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """One event."""

    story_id: StoryId
    founder_id: ArticleId
    founded_at: datetime
    merged_into: StoryId | None = None
    """None = stands by itself."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One article's membership of a story, with the evidence that put it there."""

    article_id: ArticleId
    story_id: StoryId
    probability: float
    """0..1, mean probability against the story's members; 1 for a founder or a ruling."""
    nearest_id: ArticleId | None
    """The member it is closest to; None for a founder."""
    features: tuple[Feature, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one arriving article changes among stories."""

    coverage: Coverage
    founded: Story | None = None
    """The new story when none was close enough; None = it joined one."""
    moved: tuple[Coverage, ...] = ()
    """Other articles whose story changed because of it (its copies, a merge)."""
    merged: tuple[Story, ...] = ()
    """Stories that ended in another one because of it; one with ``merged_into`` None was opened
    for known articles that a ruling took out of theirs."""


# --- judging -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explained score: points in the unit of the score."""

    feature: str
    points: float
    detail: str
    """A full sentence."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Worth of an article: ``points`` = sum of the reasons, rounded and clamped to 0..100."""

    article_id: ArticleId
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One editable tag of the taxonomy."""

    topic_id: str
    name: str
    shortname: str
    parent: str = ""
    """``topic_id`` of the parent; "" for a root."""
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    images: tuple[Picture, ...] = ()
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A topic an article has, and the words that earned it."""

    topic: str
    """Name of the topic."""
    phrase: str
    """The matched phrase; for an ancestor, the name of the descendant that brought it."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """All topics of an article: leaves by strength, each followed by its ancestors."""

    article_id: ArticleId
    tags: tuple[Tag, ...]


class RulingKind(StrEnum):
    """What a human decided."""

    SAME_EVENT = "same-event"
    """subject and object (articles) belong to one story."""
    NOT_SAME_EVENT = "not-same-event"
    """subject and object (articles) never share a story."""
    MEMBER_OF = "member-of"
    """subject (article) belongs to the story founded by object (article)."""
    LEAD = "lead"
    """object (article) leads the story of subject (article)."""
    NEVER_LEAD = "never-lead"
    """subject (article) never leads."""
    PUBLISH = "publish"
    HOLD = "hold"
    TITLE = "title"
    """The story of subject is titled ``value``."""
    TOPIC = "topic"
    """subject (article) has exactly the topics in ``value``, comma separated."""
    COPY_OF = "copy-of"
    """subject (article) is a copy of object (article)."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A human decision: data that beats the algorithm and is never overwritten."""

    ruling_id: str
    kind: RulingKind
    subject: str
    object: str
    value: str
    author: str
    note: str
    made_at: datetime
    undone_at: datetime | None = None
    """None = in force."""


@dataclass(frozen=True, slots=True)
class Report:
    """An article in a story with everything known of it."""

    article: Article
    quality: Quality
    syndication: Syndication
    coverage: Coverage
    tagging: Tagging


@dataclass(frozen=True, slots=True)
class Dossier:
    """A story with all its reports (in order of time, then id) and the rulings that touch it."""

    story: Story
    reports: tuple[Report, ...]
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """The article shown first for a story."""

    story_id: StoryId
    article_id: ArticleId
    points: float
    reasons: tuple[Reason, ...]
    challenger_id: ArticleId | None = None
    """An article that won by the margin once and must win again; None = no challenge."""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """What the lead is decided from."""

    dossier: Dossier
    incumbent: Lead | None
    """None = the story never had a lead."""


@dataclass(frozen=True, slots=True)
class HeatShare:
    """One independent report's part of the heat at the moment it was published."""

    article_id: ArticleId
    at: datetime
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Heat:
    """How hot a story is, as a function of time: sum of weight * 2^(-(t - at) / half life)."""

    story_id: StoryId
    half_life_hours: float
    """0 = heat does not cool (seed profile)."""
    shares: tuple[HeatShare, ...]
    peak: float
    """Highest value at any moment; what the gate and the posts use."""
    peak_at: datetime
    reasons: tuple[Reason, ...]
    """Each share at ``peak_at``; they sum to ``peak``."""


@dataclass(frozen=True, slots=True)
class Led:
    """What the heat is computed from."""

    dossier: Dossier
    lead: Lead


class Decision(StrEnum):
    """The gate's answer."""

    PUBLISH = "publish"
    REFUSE = "refuse"
    HOLD = "hold"
    """An editor or an embargo holds it."""
    RETIRE = "retire"
    """Its article has become a member of another story: heat -1, not published."""


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule of the gate: what was found, what was needed, whether it passed."""

    rule: str
    passed: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The gate's decision on a story and the rule that decided."""

    story_id: StoryId
    decision: Decision
    rule: str
    answers: tuple[RuleAnswer, ...]
    """Every rule asked, in order; the last one decided."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the gate decides from."""

    dossier: Dossier
    lead: Lead
    heat: Heat
    was_published: bool


# --- publishing ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Brief:
    """A story with every decision about it: what ``show``, the site and the API are made from."""

    dossier: Dossier
    lead: Lead
    heat: Heat
    verdict: Verdict
    post_name: str = ""
    """``YYYY-MM-DD-slug.md``, fixed at first publication; "" = never published."""
    post_holder: str = ""
    """What the post goes with: the story's id, or in profile ``seed`` its lead's."""


@dataclass(frozen=True, slots=True)
class StageCount:
    """How one row of the pipeline ended: read == passed + dropped + deferred."""

    stage: str
    read: int = 0
    passed: int = 0
    dropped: int = 0
    deferred: int = 0


@dataclass(frozen=True, slots=True)
class Edition:
    """All that is published at one moment, hottest first."""

    as_of: datetime
    """Time of the newest dated report: published bytes never depend on the clock."""
    briefs: tuple[Brief, ...]
    """Verdict ``publish``; then the retired ones that once had a post."""
    redirects: tuple[tuple[StoryId, StoryId], ...]
    """(merged story, survivor)."""
    articles: int
    sources: int
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a target: bytes for one path."""

    target: str
    path: str
    """Relative to the target's folder, ``/``-separated."""
    body: bytes


@dataclass(frozen=True, slots=True)
class RenditionSet:
    """Every file of one target; a stored path that is not in it is withdrawn."""

    target: str
    renditions: tuple[Rendition, ...]
    posts: tuple[tuple[str, str], ...] = ()
    """(holder, post name) of the posts among them: a name once written is kept."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A rendition to be put in place, or (``body`` None) withdrawn."""

    target: str
    path: str
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A rendition is in its place."""

    target: str
    path: str
    digest: str
    """blake2b of the bytes, hex; "" = withdrawn."""


# --- ends ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dropped:
    """An ordinary end of an input's way; ``code`` is one of pipeline.DROP_CODES."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now: the row may be tried again after ``until``."""

    until: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """A stored drop or deferral: which row ended which input, and how."""

    stage: str
    key: str
    code: str
    """A drop code, or ``deferred``."""
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """One line of the work list."""

    key: str
    tries: int
    """How often it was deferred in a row."""
