"""Long lists read page by page, each from where the one before ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsloom.model import ArticleId, Report, Selection, StoryId, Summary


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """Where a story stands in a list of stories, hottest or newest first."""

    is_pinned: bool
    rank: float
    newest_at: datetime
    story_id: StoryId


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which stories are wanted, beyond their ``Selection``."""

    until: datetime | None = None
    """Newest report before this; None = any."""
    is_all: bool = False
    """True = those too that readers do not see."""
    after: StoryPlace | None = None
    """Only what comes after this place; None = from the first."""


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """Where an article stands in a list of articles, newest first."""

    published_at: datetime
    article_id: ArticleId


@dataclass(frozen=True, slots=True)
class ArticleSelection:
    """Which articles are asked for: all conditions hold together."""

    domain: str = ""
    language: str = ""
    story_id: str = ""
    since: datetime | None = None
    """Published at or after; None = any time."""
    until: datetime | None = None
    """Published before."""
    is_all: bool = False
    """True = those too whose story readers do not see."""
    after: ArticlePlace | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of a summary, as far as readers are concerned."""

    version: int
    story_id: StoryId
    at: datetime
    was_shown: bool
    is_shown: bool


class Pages(Protocol):
    """Stories and articles, page by page. Any method can raise StoreError; nothing is written."""

    def last_change(self) -> datetime | None:
        """When a summary changed last; None = there is no story yet.

        The list of stories as of this moment never changes again.
        """
        ...

    def story_page(
        self, selection: Selection, wanted: Wanted
    ) -> Sequence[tuple[StoryPlace, Summary]]:
        """Stories as they stood at the selection's moment, pinned first; its offset is 0."""
        ...

    def article_page(self, selection: ArticleSelection) -> Sequence[Report]:
        """Articles that are part of a story, with what is known of each, newest first."""
        ...

    def report(self, article_id: str, *, is_all: bool) -> Report | None:
        """One article of ``article_page``; None = there is none such for who asks."""
        ...

    def turns_since(self, counter: int, limit: int) -> Sequence[Turn]:
        """What changed after a change counter, oldest first."""
        ...
