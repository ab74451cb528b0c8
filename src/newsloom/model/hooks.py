"""Hook, Notice, Answered: who is told what happens here, and how each was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HookEvent(StrEnum):
    """What a hook can be told of."""

    STORY_PUBLISHED = "story.published"
    """Readers see a story that they did not see before."""
    STORY_CHANGED = "story.changed"
    """A story that readers see shows other words, reports or topics."""
    STORY_RETRACTED = "story.retracted"
    """Readers do not see a story any more."""
    RULING_MADE = "ruling.made"
    """An editor has ruled, or taken a ruling back."""
    SOURCE_BROKEN = "source.broken"
    """A source that gave news gives none any more."""
    TEST = "hook.test"
    """Somebody tries the hook out: every hook is told."""


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that is told of events, by calls it can check with its secret."""

    hook_id: str
    url: str
    events: tuple[HookEvent, ...]
    secret: str
    """``whsec_`` and the key of its signatures in base64; shown once, to who registers it."""
    author: str
    """Who registered it."""
    made_at: datetime
    ended_at: datetime | None = None
    """When its server asked for no more (410); None = it is called."""


class NoticeState(StrEnum):
    """How far a notice has come."""

    WAITING = "waiting"
    """It is to be sent, or sent again."""
    TAKEN = "taken"
    """The hook has answered with a status of 200 to 299."""
    GIVEN_UP = "gave-up"
    """The hook has failed too often; an editor can have it sent again."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One event told to one hook: the same id and the same bytes however often it is sent."""

    notice_id: str
    hook_id: str
    event: HookEvent
    subject: str
    """Id of the story or ruling, address of the source, id of the hook."""
    made_at: datetime
    body: str
    """The JSON that is sent and signed."""
    state: NoticeState = NoticeState.WAITING
    tries: int = 0
    """Calls that failed."""
    called_at: datetime | None = None
    """When the hook was called last; None = not yet."""
    says: str = ""
    """How the last call ended, a sentence; "" = there was none."""


@dataclass(frozen=True, slots=True)
class Call:
    """A notice on its way: what the caller needs to know."""

    notice: Notice
    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A hook has taken a notice."""

    notice_id: str
    at: datetime
    says: str
