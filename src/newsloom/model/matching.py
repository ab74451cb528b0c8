"""Fingerprint, Syndication, Story, Coverage: which articles belong together, with evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.ids import ArticleId, StoryId


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
    shingles: bytes
    """Sorted 32-bit hashes of word 4-grams of the whole text, little-endian; of long texts a
    sample."""
    lede_shingles: bytes
    """The same of all word 3-grams of title and excerpt: for copies known only by these."""
    word_count: int
    anchors: tuple[str, ...]
    """Numbers and dates as canonical strings, sorted: ``4200``, ``10-19``, ``$34bn``."""
    names: tuple[str, ...]
    """Capitalised names as printed, for evidence people read."""
    vector: bytes = b""
    """Meaning of headline and first lines: a unit vector as little-endian float16; b"" = none."""
    vector_model: str = ""
    """Embedder the vector is of; vectors of two embedders are never compared."""
    agency: str = ""
    """Credited agency, or the agency whose path or domain the address names; "" = none."""
    agency_evidence: str = ""
    claims: tuple[ArticleId, ...] = ()
    """Articles its page names as those it is taken from: canonical elsewhere, ``isBasedOn``."""
    credited: tuple[str, ...] = ()
    """Domains credited as its source, other than its own."""


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


class Bond(StrEnum):
    """How strongly two texts hang together, strongest first."""

    COPY = "copy"
    """One text in two places."""
    PARTIAL = "partial"
    """Much is shared; the rest is the article's own."""
    PASSAGE = "passage"
    """A passage is shared, as when both quote a statement: no copying by itself."""


class Means(StrEnum):
    """By what two texts were found to have something in common."""

    TEXT = "text"
    LEDE = "lede"
    """Headline and first lines, where not more is known of one of them."""
    CLAIM = "claim"
    """The page itself names the other article as the one it is taken from."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What an article has in common with one that has the better claim to be original."""

    other_id: ArticleId
    bond: Bond
    words: int
    """Shared words, about."""
    share: float
    """0..1, share of its text found in the other."""
    other_share: float
    """0..1, share of the other's text found in it."""
    means: Means = Means.TEXT


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
    overlaps: tuple[Overlap, ...] = ()
    """All it shares text with, strongest first, the article it hangs on among them: an article with
    passages of several others has them all, though it hangs on one tree. An original may have some:
    passages that make no copy."""


@dataclass(frozen=True, slots=True)
class Passages:
    """The longest passages an article has in common with another, as it prints them."""

    article_id: ArticleId
    other_id: ArticleId | None
    """The article they are also in; None = it shares its text with none."""
    passages: tuple[str, ...] = ()
    """At most three, longest first, each cut to some lines."""


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
class Rival:
    """The likeliest story an article does not stand in, where it is likely enough to be told."""

    story_id: StoryId
    nearest_id: ArticleId
    """The report of that story it is closest to."""
    probability: float
    """0..1, mean probability against the story's members."""
    features: tuple[Feature, ...]
    late_hours: float = 0.0
    """Hours since that story's newest report, where it was not joined because of them; else 0."""


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
    rival: Rival | None = None


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
