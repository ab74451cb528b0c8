"""Quality, topics, rulings, lead, heat, verdict: what each is worth, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.gathering import Picture
from newsloom.model.ids import ArticleId, StoryId
from newsloom.model.matching import Coverage, Story, Syndication
from newsloom.model.reading import Article, Crop, Illustration


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
    """What one ruling says. "The story of" an article is the one it stands in, whichever that is.

    Rulings name articles, for a story's id follows from the article that founded it.
    """

    SAME_EVENT = "same-event"
    """subject and object (articles) belong to one story."""
    NOT_SAME_EVENT = "not-same-event"
    """subject and object (articles) never share a story."""
    MEMBER_OF = "member-of"
    """subject (article) belongs to the story that object (article) founds; ``value`` is ``stays``
    where it only was not asked to leave."""
    COPY_OF = "copy-of"
    """subject (article) is a copy of object (article)."""
    NOT_COPY_OF = "not-copy-of"
    """subject (article) is no copy of object (article)."""
    LEAD = "lead"
    """object (article) leads the story of subject (article)."""
    NEVER_LEAD = "never-lead"
    """subject (article) never leads; with a ``value``, no article of this registered domain leads
    the story of subject."""
    TITLE = "title"
    """The story of subject is titled ``value``."""
    EXCERPT = "excerpt"
    """The story of subject is summed up by ``value``."""
    TOPIC = "topic"
    """The story of subject has exactly the topics in ``value``, one a line; "" = none."""
    PIN = "pin"
    """The story of subject stands at the top of the front page and of its topics."""
    PUBLISH = "publish"
    HOLD = "hold"
    RETRACT = "retract"
    """The story of subject is taken back: it stays at its address with the correction in ``value``,
    and is in no list."""


class Deed(StrEnum):
    """What an editor did in one go; it takes one ruling or several."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    SAME = "same"
    APART = "apart"
    COPY = "copy"
    NOT_COPY = "not-copy"
    LEAD = "lead"
    NEVER_LEAD = "never-lead"
    TITLE = "title"
    EXCERPT = "excerpt"
    TOPICS = "topics"
    PIN = "pin"
    PUBLISH = "publish"
    HOLD = "hold"
    RETRACT = "retract"
    ARCHIVE = "archive"
    """An imported archive has it so."""


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
    undone_by: str = ""
    act: str = ""
    """Rulings with the same were made in one go and are undone together; "" = it is by itself."""
    deed: Deed | None = None
    """What the editor did by it; None = what its kind says."""

    @property
    def act_id(self) -> str:
        """The act it is part of, its own id when it is by itself."""
        return self.act or self.ruling_id


class Clash(StrEnum):
    """Why an older ruling gives way to a newer one."""

    MOVED = "moved"
    """The newer one puts the same article into another story."""
    TOGETHER = "together"
    """Newer ones hold together what the older one keeps apart."""
    APART = "apart"
    """Newer ones keep apart what the older one holds together."""
    REPLACED = "replaced"
    """The newer one says the same kind of thing otherwise: title, excerpt, topics, lead, verdict,
    original."""
    BARRED = "barred"
    """The newer one bars the article or provider from leading that the older one chose."""
    CIRCLE = "circle"
    """With newer ones it would make an article a copy of itself."""


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
    crop: Crop | None = None
    """None = its picture is not kept here."""


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
    RETRACT = "retract"
    """An editor has taken it back: it stays at its address with a correction, in no list."""
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
