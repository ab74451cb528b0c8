"""What the desk's tuning works with: simulations of the gate, providers, previews of topics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.ids import StoryId
from newsloom.model.judging import Decision


@dataclass(frozen=True, slots=True)
class Knob:
    """One setting a form can change."""

    name: str
    """``section.key``."""
    doc: str
    kind: str
    """``number``, ``yes`` (true or false), ``lines`` (a list of texts)."""
    text: str
    """Its value as a form shows it: a number, ``yes`` or "", one text a line."""
    least: float | None = None
    most: float | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class ChangedSetting:
    """A setting that another value was given to."""

    name: str
    before: str
    """As TOML."""
    after: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a story stands under some settings."""

    decision: Decision
    rule: str
    """Rule of the gate that decided."""
    sentence: str
    """What that rule found."""
    peak: float
    heat: float
    """At the moment of the simulation."""
    place: int = 0
    """Place on the front page, from 1; 0 = it is not there."""


class Move(StrEnum):
    """What other settings would do to a story."""

    APPEARS = "appears"
    DISAPPEARS = "disappears"
    RISES = "rises"
    FALLS = "falls"
    STAYS = "stays"
    """It keeps its place, or stays away."""


@dataclass(frozen=True, slots=True)
class StoryChange:
    """A story before and after a change of settings."""

    story_id: StoryId
    title: str
    move: Move
    before: Standing
    after: Standing
    is_published: bool = False
    """True = it is on the site now, and stays there whatever the gate's thresholds become."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change of settings does to the stories of some days."""

    changes: tuple[StoryChange, ...]
    """Those that appear, disappear, then those that move, the furthest first."""
    front: tuple[StoryChange, ...]
    """The first places of the front page before, then those that are there only after."""
    stay: int
    """Stories that neither appear, disappear nor move."""

    def count(self, *moves: Move) -> int:
        """Return how many stories make one of some moves."""
        return sum(change.move in moves for change in self.changes)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a change of settings would do."""

    at: datetime
    days: int
    stories: int
    """Stories of these days that were tried."""
    left_out: int
    """Older ones of these days that were not, as there are too many."""
    fresh: Outcome
    """As if no story had been published yet."""
    kept: Outcome
    """As it would be: what is published stays published."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """A provider as the editor knows it: one table of ``providers.toml``."""

    name: str
    domains: tuple[str, ...]
    logo: str = ""
    """Address of a picture of 50 by 50 pixels."""
    standing: float | None = None
    """Points of quality its reports gain or lose; None = as the shipped table has it."""
    is_agency: bool = False
    """True = others print its texts: its own report is the original."""
    never_leads: bool = False
    """True = its reports lead a story only where nobody else reports."""


@dataclass(frozen=True, slots=True)
class Retagged:
    """A story that would gain or lose a topic."""

    story_id: StoryId
    title: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopicPreview:
    """What a change of the taxonomy would do to the stories of some days."""

    days: int
    stories: int
    left_out: int
    changed: tuple[Retagged, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A share that was counted, with the interval it lies in 95 times of 100 (Wilson)."""

    right: int
    of: int
    value: float
    """0..1; 0 when nothing was counted."""
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MonthAgreement:
    """How grouping agrees with the rulings of one month, or of all."""

    month: str
    """``2026-11``; "" = all."""
    pairs: int
    precision: Share
    """Of the ruled pairs the machine put together, those that belong together."""
    recall: Share
    """Of the ruled pairs that belong together, those the machine put together."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A ruled pair that the machine, left alone, gets wrong."""

    ruling_id: str
    ruled_same: bool
    """What the editor ruled; the machine says the opposite."""
    one: str
    """Article id."""
    two: str
    title_one: str
    title_two: str
    made_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Retraining:
    """A pair model learnt from rulings, and how it does on rulings it has not seen."""

    pairs: int
    before: Share
    """Held-out pairs that the model in force judges right."""
    after: Share
    """The same by the new model."""
    won: int
    """Held-out pairs that only the new model judges right."""
    lost: int
    """Held-out pairs that only the model in force judges right."""
    won_share: Share
    """``won`` of those on which the two differ."""
    f1_before: float
    f1_after: float

    @property
    def is_better(self) -> bool:
        """Whether the new model may be offered: it is right more often, and its F1 is higher."""
        return self.won > self.lost and self.f1_after > self.f1_before


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came of one look at the rulings."""

    at: datetime
    ruled: int
    """Pairs that rulings in force label."""
    left_out: int
    """Of these, those that could not be replayed: an article is gone or too far back."""
    months: tuple[MonthAgreement, ...]
    """All first, then month by month, the newest first."""
    mistakes: tuple[Mistake, ...]
    retraining: Retraining | None = None
    """None = it was not asked for."""


@dataclass(frozen=True, slots=True)
class LearningState:
    """What the page of learning shows."""

    lesson: Lesson | None
    """None = nobody has looked yet."""
    is_running: bool
    step: str
    """``replaying`` or ``fitting``; "" when nothing is being done."""
    done: int
    total: int
    failure: str
    """Why the last look failed; "" = it did not."""
    missing: int
    """Ruled pairs that are missing before retraining is possible; 0 = none."""
    can_accept: bool
    """True = a model was learnt that is better, and is offered."""
    can_undo: bool
    """True = a model was accepted, and what stood before can be put back."""
    is_stale: bool
    """True = rulings have changed since."""
