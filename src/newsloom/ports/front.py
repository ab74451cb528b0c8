"""What the live pages ask of the store: stories now or at a past moment, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from newsloom.model import (
    Article,
    ArticleId,
    Brief,
    FrontCounts,
    ProviderCount,
    Selection,
    StoryId,
    Summary,
    Telling,
)


class Front(Protocol):
    """Stories as readers see them. Any method can raise StoreError; nothing is written."""

    def summaries(self, selection: Selection) -> Sequence[Summary]:
        """Shown stories, pinned first, then by heat or by newest report."""
        ...

    def count_summaries(self, selection: Selection) -> int: ...
    def summaries_of(self, ids: Iterable[str]) -> Mapping[StoryId, Summary]:
        """How some stories stand now, shown or not."""
        ...

    def history(self, story_id: str) -> Sequence[Telling]:
        """Every version of a story's summary, oldest first."""
        ...

    def change_counter(self) -> int:
        """A number that grows with every change of a summary."""
        ...

    def first_moment(self) -> datetime | None:
        """Since when a past front page can be asked for; None = there is no story yet."""
        ...

    def front_counts(self) -> FrontCounts: ...
    def provider_counts(self) -> Sequence[ProviderCount]: ...
    def briefs(self, ids: Sequence[str] | None = None) -> Sequence[Brief]:
        """Stories with every decision about them."""
        ...

    def find_story(self, key: str) -> StoryId | None:
        """The story with this id (or the survivor of a merge), article id, or article URL."""
        ...

    def picture(self, name: str) -> bytes | None:
        """The bytes of a crop; None = there is none of this name."""
        ...

    def article_versions(self, article_id: ArticleId) -> Sequence[Article]: ...
