"""Where a page of results ended <-> text that goes into an address."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from newsloom.model import StoryId
from newsloom.ports.search import After


def to_cursor(after: After) -> str:
    """Return the text of a place: seconds, score, row and story, joined by ``~``."""
    return f"{after.at.timestamp():.0f}~{after.score!r}~{after.row}~{after.story_id}"


def parse_cursor(text: str) -> After:
    """Return the place a text names.

    Raises:
        ValueError: no result ended there; the text is cut off or made up.
    """
    seconds, score, row, story_id = text.split("~")
    try:
        after = After(
            datetime.fromtimestamp(int(seconds), UTC), float(score), int(row), StoryId(story_id)
        )
    except (OverflowError, OSError) as exc:
        raise ValueError(f"no moment: {seconds}") from exc
    if not math.isfinite(after.score) or abs(after.row) >= 2**63:
        raise ValueError(f"no place: {text}")
    return after
