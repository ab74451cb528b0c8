"""What an editor types -> the stories that may be meant: by title, address or id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsloom.model import Selection, StoryId
from newsloom.publish.tongue import Tongue
from newsloom.publish.words import count_words
from newsloom.text.tokens import words
from newsloom.web.live import Live

MOST = 8
"""Stories offered."""
NEWEST = 400
"""Newest published stories, and stories that are held, whose titles are searched."""


@dataclass(frozen=True, slots=True)
class Other:
    """A story that may be meant."""

    story_id: StoryId
    title: str
    note: str
    """How many reports it has."""


def find_others(live: Live, tongue: Tongue, asked: str, than: str) -> tuple[Other, ...]:
    """Return the stories other than one that may be meant, () when nothing was typed.

    The address or id of a story, or of one of its articles, means that story and no other.
    """
    if not asked:
        return ()
    exact = live.front.find_story(asked)
    if exact is not None:
        standing = live.desk.standing(exact)
        if standing is None or exact == than:
            return ()
        count = count_words(tongue, standing.reports, standing.independent)
        return (Other(exact, standing.title, count),)
    wanted = words(asked)
    found: dict[str, Other] = {}
    for other in known_stories(live, tongue):
        titled = words(other.title)
        if other.story_id != than and all(any(w.startswith(x) for w in titled) for x in wanted):
            found.setdefault(other.story_id, other)
        if len(found) == MOST:
            break
    return tuple(found.values())


def known_stories(live: Live, tongue: Tongue) -> Iterator[Other]:
    """Yield the newest published stories, then those the gate holds."""
    chosen = Selection(live.clock(), limit=NEWEST, is_newest_first=True)
    for one in live.front.summaries(chosen):
        yield Other(one.story_id, one.title, count_words(tongue, one.reports, one.independent))
    for held in live.desk.held(NEWEST):
        story = held.story
        count = count_words(tongue, story.reports, story.independent)
        yield Other(story.story_id, story.title, count)
