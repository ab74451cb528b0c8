"""What an editor types -> the stories that may be meant: by title, address or id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsloom.model import StoryId
from newsloom.ports.search import Query, Term, Where
from newsloom.publish.tongue import Tongue
from newsloom.publish.words import count_words
from newsloom.text.folding import folded_words
from newsloom.web.live import Live

LONGEST = 300
"""Characters that are looked for."""
MOST = 8
"""Stories offered."""
HELD = 200
"""Stories that are held or were refused, whose titles are searched."""


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
    wanted = folded_words(asked[:LONGEST])
    if not wanted:
        return ()
    exact = live.front.find_story(asked)
    if exact is not None:
        standing = live.desk.standing(exact)
        if standing is None or exact == than:
            return ()
        count = count_words(tongue, standing.reports, standing.independent)
        return (Other(exact, standing.title, count),)
    found: dict[str, Other] = {}
    for other in (*published(live, tongue, wanted), *held(live, tongue, wanted)):
        if other.story_id != than:
            found.setdefault(other.story_id, other)
    return tuple(found.values())[:MOST]


def published(live: Live, tongue: Tongue, wanted: Sequence[str]) -> Iterator[Other]:
    """Yield the stories readers see with a report whose headline has all these words."""
    clauses = tuple((Term(Where.TITLE, (word,), is_start=True),) for word in wanted)
    hits = live.search.find(Query(" ".join(wanted), clauses), live.clock(), size=MOST + 1).hits
    known = live.front.summaries_of([hit.story_id for hit in hits])
    for hit in hits:
        one = known[hit.story_id]
        yield Other(one.story_id, one.title, count_words(tongue, one.reports, one.independent))


def held(live: Live, tongue: Tongue, wanted: Sequence[str]) -> Iterator[Other]:
    """Yield the stories the gate holds whose title has all these words."""
    for one in (entry.story for entry in live.desk.held(HELD)):
        titled = folded_words(one.title)
        if all(any(word.startswith(start) for word in titled) for start in wanted):
            count = count_words(tongue, one.reports, one.independent)
            yield Other(one.story_id, one.title, count)
