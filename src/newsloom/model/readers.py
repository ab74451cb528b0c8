"""Mark: what a reader follows, mutes, saves, and how a story stood when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsloom.model.ids import ArticleId, StoryId


class MarkKind(StrEnum):
    """What a reader wants of something."""

    FOLLOW = "follow"
    """Point it out, and say what is new."""
    MUTE = "mute"
    """Leave it out, for a time or for good."""
    SAVE = "save"
    """Keep it in the list of saved stories; of stories only."""


class Marked(StrEnum):
    """What kind of thing a mark is on, and how its ``subject`` names it."""

    STORY = "story"
    """By its id."""
    TOPIC = "topic"
    """By its name."""
    PROVIDER = "provider"
    """By its domain."""
    PHRASE = "phrase"
    """By its words as the reader wrote them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing a reader keeps; kind, what and subject are its key."""

    kind: MarkKind
    what: Marked
    subject: str
    name: str
    """What lists of marks call it: the title of the story, the name of the provider, ..."""
    made_at: datetime
    until: datetime | None = None
    """End of a mute; None = it holds until it is taken back."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader had before them when they read a story: enough to tell what is new since."""

    story_id: StoryId
    at: datetime
    reports: tuple[ArticleId, ...]
    """The independent ones there were, sorted."""
    lines: tuple[str, ...]
    """Title and key points."""
    numbers: tuple[str, ...]
    """Anchors: the numbers and dates that the lists named, sorted."""


@dataclass(frozen=True, slots=True)
class Marks:
    """All that one reader keeps; mutes that have ended are not among it.

    A mark on a story that was merged stands on its survivor.
    """

    reader_id: str
    """"" = a reader who keeps nothing."""
    marks: tuple[Mark, ...] = ()
    """Newest first."""
    reads: Mapping[StoryId, Read] = field(default_factory=dict)


NO_MARKS = Marks("")
"""The marks of a reader who keeps nothing."""
