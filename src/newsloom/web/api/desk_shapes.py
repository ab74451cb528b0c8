"""What the API answers to editors' tokens: rulings, sources, webhooks."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from newsloom.model import Decision, Deed, HealthState, RulingKind, SourceKind
from newsloom.model.hooks import HookEvent, NoticeState
from newsloom.web.api.shapes import Moment, Next, StoryRow


class StandingShape(Struct, frozen=True):
    """A story as it stands."""

    id: str
    title: str
    articles: int
    independent: int
    heat: float
    place: Annotated[int, Meta(description="On the front page, from 1; 0 = not on it.")]
    verdict: Decision | None
    merged_into: str | None


class RulingRow(Struct, frozen=True):
    """One ruling, as ``rulings --json`` has it."""

    ruling_id: str
    kind: RulingKind
    subject: str
    object: str
    value: str
    author: str
    note: str
    made_at: Moment
    undone_at: Moment | None


class ActShape(Struct, frozen=True):
    """What an editor did in one go."""

    id: str
    deed: Deed
    author: str
    note: str
    made_at: Moment
    undone_at: Moment | None
    undone_by: str
    value: str
    overruled_by: Annotated[str, Meta(description="Newer act that overrules it; empty = it holds.")]
    articles: Annotated[
        list[str], Meta(description="It is about these, the one named first first.")
    ]
    rulings: list[RulingRow]


class ActPage(Struct, frozen=True):
    """Acts of editors, the newest first."""

    items: list[ActShape]
    next: Next


class OutcomeShape(Struct, frozen=True):
    """What came of an order or an undoing."""

    act: ActShape
    stories: list[StandingShape]
    is_done: Annotated[bool, Meta(description="false = a run is under way and carries it out.")]


class SourceShape(Struct, frozen=True):
    """How a source does, as ``sources --health --json`` has it."""

    url: str
    title: str
    kind: SourceKind
    parent: Annotated[str, Meta(description="Sitemap index that names it; empty = an editor did.")]
    state: HealthState
    says: str
    remedy: str
    since: Moment | None
    changed: Moment | None
    newest_item: Moment | None
    minutes_between_changes: float | None
    failures: int
    moved_to: str
    hub: str


class SourceList(Struct, frozen=True):
    """All sources, the worst first."""

    items: list[SourceShape]


class Rechecked(Struct, frozen=True):
    """Sources that are looked at in the next round."""

    due: list[str]


class HookShape(Struct, frozen=True):
    """A webhook; its secret is not told again."""

    id: str
    url: str
    events: list[HookEvent]
    author: str
    made_at: Moment
    ended_at: Annotated[Moment | None, Meta(description="When it asked for no more calls (410).")]


class HookMade(HookShape, frozen=True):
    """A webhook as it was registered, with its secret: it is shown this once."""

    secret: str


class HookList(Struct, frozen=True):
    """All webhooks, the ended ones too."""

    items: list[HookShape]


class NoticeShape(Struct, frozen=True):
    """One event told to one hook, and how that went."""

    id: str
    hook: str
    event: HookEvent
    subject: str
    made_at: Moment
    state: NoticeState
    tries: Annotated[int, Meta(description="Calls that failed.")]
    called_at: Moment | None
    says: Annotated[str, Meta(description="How the last call ended.")]


class NoticeList(Struct, frozen=True):
    """What a hook was told or is to be told, the latest first."""

    items: list[NoticeShape]


class BrokenShape(Struct, frozen=True):
    """A source that gives no news any more."""

    url: str
    state: HealthState
    says: str
    since: Moment | None
    failures: int
    moved_to: str


class TestShape(Struct, frozen=True):
    """What a test call tells."""

    hook: str


class StoryNotice(Struct, frozen=True):
    """The body of a call about a story."""

    type: HookEvent
    timestamp: Moment
    data: StoryRow


class RulingNotice(Struct, frozen=True):
    """The body of a call about a ruling."""

    type: HookEvent
    timestamp: Moment
    data: RulingRow


class SourceNotice(Struct, frozen=True):
    """The body of a call about a source."""

    type: HookEvent
    timestamp: Moment
    data: BrokenShape


class TestNotice(Struct, frozen=True):
    """The body of a test call."""

    type: HookEvent
    timestamp: Moment
    data: TestShape
