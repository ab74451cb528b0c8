"""What the desk's pages and the API ask and order: rulings, the queue of decisions, the log.

An order is given in terms of stories and articles as they stand; what is kept are rulings on
articles, which hold wherever these come to stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from newsloom.model import (
    Article,
    ArticleId,
    Clash,
    Decision,
    Deed,
    Feature,
    Health,
    RuleAnswer,
    Ruling,
    Source,
    StoryId,
)


@dataclass(frozen=True, slots=True)
class Order:
    """What an editor wants done, and the fields that each deed reads.

    merge: ``story_id`` stays, ``other_id`` (a story) goes into it.
    split: the ``articles`` leave ``story_id`` and stand together in one of their own; those that
    stand elsewhere stay out of it.
    move: the ``articles`` leave their story for ``other_id`` (a story).
    same, apart: ``article_id`` and ``other_id`` (articles) report one event, or two.
    copy, not-copy: ``article_id`` is a copy of ``other_id`` (article), or is none.
    lead: ``article_id`` leads ``story_id``.
    never-lead: ``article_id`` never leads; or nothing of the provider ``value`` (domain) leads
    ``story_id``.
    title, excerpt: ``value`` is that of ``story_id``.
    topics: ``topics`` are those of ``story_id``, no others; () = it has none.
    pin, publish, hold: ``story_id``.
    retract: ``story_id``, with the correction readers see in ``value``.
    """

    deed: Deed
    story_id: str = ""
    article_id: str = ""
    other_id: str = ""
    articles: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A story as it stands, or would stand."""

    story_id: StoryId
    """"" = it would be a new one."""
    title: str
    reports: int
    independent: int
    heat: float
    """At this moment."""
    place: int
    """On the front page, from 1; 0 = it is not on it."""
    decision: Decision | None
    """None = the gate has not heard it yet."""
    merged_into: StoryId | None = None
    """It ended in this one; None = it stands by itself."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an order would do to the stories it touches."""

    before: tuple[Standing, ...]
    after: tuple[Standing, ...]
    """The first is the one that was named first; merge leaves one, split makes two."""


@dataclass(frozen=True, slots=True)
class Named:
    """An article that a ruling names."""

    article_id: ArticleId
    title: str
    """"" = it is not in the store (yet)."""
    provider: str
    story_id: StoryId | None
    """Where it stands now; None = nowhere."""


@dataclass(frozen=True, slots=True)
class Act:
    """What an editor did in one go: its rulings share author, note and times."""

    act_id: str
    deed: Deed
    author: str
    note: str
    made_at: datetime
    undone_at: datetime | None
    """None = it is in force."""
    undone_by: str
    rulings: tuple[Ruling, ...]
    about: tuple[Named, ...]
    """The articles it is about, the one named first, first; no more than six."""
    value: str
    """Title, excerpt, topics (one a line), correction or domain; "" for other deeds."""
    overruled_by: str = ""
    """The newest act that overrules all or part of it; "" = it holds."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two acts in force of which the newer one wins."""

    older: Act
    newer: Act
    why: Clash


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an order or an undoing."""

    act: Act
    stories: tuple[Standing, ...]
    """Every story it touched as it stands now, the one named first, first; ended ones too."""
    is_done: bool
    """False = a run is under way: it will carry this out within seconds."""


@dataclass(frozen=True, slots=True)
class Held:
    """A story that is not published, and what is missing."""

    key: str
    """For ``later``."""
    story: Standing
    rule: str
    """Rule of the gate that decided."""
    answers: tuple[RuleAnswer, ...]
    is_near: bool
    """True = it has nine tenths of what the rule asks for, or is held."""
    at: datetime
    """Time of its newest report."""


class Doubt(StrEnum):
    """What the machine is unsure of."""

    MERGE = "merge"
    """Two stories may be one event."""
    STRANGER = "stranger"
    """A report may not belong to its story."""
    SPLIT = "split"
    """A story may be two."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A grouping close to the edge, with the likeliest pair of reports as evidence."""

    key: str
    doubt: Doubt
    story: Standing
    other: Standing | None
    """The other story of a merge; None for the other doubts."""
    articles: tuple[ArticleId, ...]
    """The stranger, or the reports that would leave in a split; of a merge the two most alike."""
    probability: float
    """0..1 that they are one event; the machine joins from ``matching.join_probability`` on."""
    one: Named
    two: Named
    """The two reports the evidence compares."""
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """A report that may belong to a published story, but came long after its other reports.

    It has founded a story of its own, which is held until an editor answers.
    """

    key: str
    story: Standing
    article: Named
    at: datetime
    """When it was published."""
    hours: float
    """Since the story's newest report."""
    probability: float
    """0..1 that it belongs there."""
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class BrokenSource:
    """A source that gives nothing any more."""

    key: str
    source: Source
    health: Health


@dataclass(frozen=True, slots=True)
class Counts:
    """How many decisions wait in each queue."""

    held: int
    unsure: int
    late: int
    broken: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an import of rulings brought."""

    new: int
    changed: int
    """Known ones that were undone since, there or here."""
    known: int


class Desk(Protocol):
    """Everything an editor can decide. Any method can raise StoreError.

    ``who`` is the name of the account; it is kept with the ruling and in the audit log.
    """

    # orders
    def order(self, order: Order, who: str, note: str = "", address: str = "") -> Outcome:
        """Keep what an editor wants as rulings, and carry it out unless a run is under way.

        ``address``: where the request came from, for the log; "" = this machine.

        Raises:
            ConfigError: it names what is not there, or asks for what makes no sense; the sentence
                says what to do instead, and nothing was changed.
        """
        ...

    def undo(self, act_id: str, who: str, address: str = "") -> Outcome:
        """Undo an act, and let the machine decide again what it decided.

        Raises:
            ConfigError: there is no such act, or it has been undone.
        """
        ...

    def preview(self, order: Order) -> Preview:
        """What an order would do; nothing is written.

        Raises:
            ConfigError: as ``order``.
        """
        ...

    def explain(self, one: str, two: str) -> Sequence[Feature]:
        """What is compared of two articles, and how far each thing pulls; () = one is not known."""
        ...

    # log
    def acts(self, limit: int = 50, before: str = "") -> Sequence[Act]:
        """The newest acts, the undone ones too; ``before`` an act: those made before it."""
        ...

    def act(self, act_id: str) -> Act | None: ...
    def acts_on(self, story_id: str) -> Sequence[Act]:
        """The acts in force that touch a story as it stands, newest first."""
        ...

    def conflicts(self) -> Sequence[Conflict]:
        """Acts in force that newer ones overrule, the newest conflict first."""
        ...

    # queue; the newest evidence first to be decided, nothing that was put off
    def counts(self) -> Counts: ...
    def held(self, limit: int = 50) -> Sequence[Held]:
        """Stories the gate holds or has just refused, the nearest to being published first.

        Those an editor holds come last.
        """
        ...

    def unsure(self, limit: int = 20) -> Sequence[Unsure]:
        """Groupings the machine is least sure of, the least sure first."""
        ...

    def late(self, limit: int = 50) -> Sequence[Late]:
        """Reports that came too late to join a published story, the newest first.

        "Belongs" is the order same (``article``, a report of the story), "does not" is apart.
        """
        ...

    def broken(self) -> Sequence[BrokenSource]: ...
    def later(self, key: str, who: str) -> None:
        """Put off one entry of a queue until its evidence changes."""
        ...

    # what pages need to ask
    def standing(self, story_id: str) -> Standing | None: ...
    def reports(self, story_id: str) -> Sequence[Article]:
        """The reports of a story in order of time; () = there is no such story."""
        ...

    # one file
    def export(self) -> bytes:
        """All rulings as one readable file, oldest first."""
        ...

    def weigh(self, body: bytes, name: str) -> Loaded:
        """What ``load`` would bring; nothing is kept.

        Raises:
            ConfigError: as ``load``.
        """
        ...

    def load(self, body: bytes, name: str, who: str, address: str = "") -> Loaded:
        """Keep the rulings of such a file; the same file twice changes nothing.

        Raises:
            ConfigError: a line is damaged; nothing was changed.
        """
        ...
