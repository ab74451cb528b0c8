"""Quality, topics, rulings, lead, heat, verdict: what each is worth, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.gathering import Picture
from newsloom.model.ids import ArticleId, StoryId
from newsloom.model.matching import Coverage, Story, Syndication
from newsloom.model.reading import Article, Illustration


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
    passages: tuple[str, ...] = ()
    """Longest passages it has in common with the article it shares most with."""
    counts_with: ArticleId | None = None
    """Another report that prints the same agency: both count as one; None = it counts by itself."""
    illustration: Illustration | None = None
    """None = no picture was chosen for it: that is done for reports that lead."""


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
