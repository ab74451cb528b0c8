"""StoryWindow of articles that stand -> the groupings closest to the edge, with their evidence.

The machine decides every one of these; here it says where a little more or less would have decided
otherwise. Changes nothing, and asks nothing that an editor has answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsloom.match.average_link import joints
from newsloom.match.bonds import Bonds
from newsloom.match.loom import Loom
from newsloom.match.neighbours import ExactNeighbours, Neighbours
from newsloom.match.pair_model import PairModel
from newsloom.match.revision import (
    COHESION,
    HOME_SIZE,
    TOP_JOINTS,
    are_near,
    bond,
    likeness_of,
    newest_voters,
)
from newsloom.match.stories import Weaver
from newsloom.model import ArticleId, Feature, StoryId
from newsloom.ports import StoryWindow
from newsloom.settings import Matching

LEAST_SHARE = 0.6
"""Share of ``join_probability`` from which on two stories are worth a question."""

STRANGER_MARGIN = 0.1
"""How far over ``join_probability`` a report may fit its story and still be asked about."""

SPLIT_MARGIN = 0.15
"""How far over ``COHESION`` the bond of two parts may be and still be asked about."""


class DoubtKind(StrEnum):
    """What is unsure."""

    MERGE = "merge"
    STRANGER = "stranger"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One grouping close to the edge."""

    kind: DoubtKind
    story_id: StoryId
    other_id: StoryId | None
    """The other story of a merge."""
    articles: tuple[ArticleId, ...]
    """The two most alike of a merge; the stranger; the smaller part of a split."""
    probability: float
    """0..1, mean probability of one event."""
    distance: float
    """From the edge; 0 = on it."""
    one: ArticleId
    two: ArticleId
    """The two articles the features compare."""
    features: tuple[Feature, ...]


def find_doubts(
    window: StoryWindow,
    settings: Matching,
    model: PairModel | None = None,
    neighbours: Callable[[int], Neighbours] = ExactNeighbours,
) -> list[Doubtful]:
    """Return the doubts about the stories of a window's new articles, the least sure first.

    ``window.new`` are articles that stand somewhere, as ``window.coverages`` says.
    """
    weaver = Weaver(settings, model, neighbours)
    places = weaver.take_in(window)
    loom = weaver.loom
    loom.start(places, Bonds(window.rulings, loom.copies))
    loom.near.link(sorted(places, key=loom.turn))
    stories = sorted({loom.story_of[place] for place in places if place in loom.story_of})
    found = [*merges(loom, stories), *strangers(loom, stories), *splits(loom, stories)]
    return sorted(found, key=lambda one: (one.distance, one.story_id, one.articles))


def explain_pair(
    window: StoryWindow,
    one: ArticleId,
    two: ArticleId,
    settings: Matching,
    model: PairModel | None = None,
) -> tuple[Feature, ...]:
    """Return what is compared of two articles of a window; () = one of them is not in it."""
    weaver = Weaver(settings, model)
    weaver.take_in(window)
    here = weaver.loom.active.places
    if one not in here or two not in here:
        return ()
    return weaver.loom.near.explain(here[one], here[two]).features


def merges(loom: Loom, stories: Sequence[StoryId]) -> Iterator[Doubtful]:
    """Yield the pairs of stories that come near to being one, or are kept apart by cohesion."""
    bar = loom.settings.join_probability
    for one in stories:
        voters = [p for p in loom.members[one] if loom.is_voter(p)]
        others = [s for s in loom.near_stories(voters) if s > one and s in loom.stories]
        for two, link in sorted(loom.linkages(one, others).items()):
            if link < LEAST_SHARE * bar or not loom.may_merge(one, two):
                continue
            if not are_near(loom, one, two):
                continue
            first, second = sorted((one, two), key=loom.age)
            pair = nearest_pair(loom, first, second)
            if pair is not None:
                yield doubtful(loom, DoubtKind.MERGE, first, second, pair, link, pair)


def strangers(loom: Loom, stories: Sequence[StoryId]) -> Iterator[Doubtful]:
    """Yield the reports that hardly fit the story they stand in, its founder left out."""
    most = loom.settings.join_probability + STRANGER_MARGIN
    for story in stories:
        founder = loom.founder_of(story)
        for place in sorted(loom.members[story], key=loom.turn):
            if loom.id_of(place) == founder or not loom.is_voter(place) or is_told(loom, place):
                continue
            fit = loom.fit(place, story)
            nearest = nearest_in(loom, place, story)
            if fit <= most and nearest is not None:
                pair = (loom.id_of(place), nearest)
                yield doubtful(loom, DoubtKind.STRANGER, story, None, pair, fit, pair[:1])


def splits(loom: Loom, stories: Sequence[StoryId]) -> Iterator[Doubtful]:
    """Yield the grown stories whose parts hang together by little more than they must."""
    for story in stories:
        voters = newest_voters(loom, story)
        if len(voters) < 2 * HOME_SIZE:
            continue
        likeness = likeness_of(loom, voters)
        grown = [j for j in joints(likeness) if min(len(j.one), len(j.two)) >= HOME_SIZE]
        for joint in grown[: -TOP_JOINTS - 1 : -1]:
            small, large = sorted((list(joint.one), list(joint.two)), key=len)
            between = bond(likeness, small, large)
            within = min(bond(likeness, part, part) for part in (small, large))
            if between > (COHESION + SPLIT_MARGIN) * within:
                continue
            row, column = max(
                ((r, c) for r in small for c in large), key=lambda rc: (likeness[rc], rc)
            )
            pair = loom.id_of(voters[row]), loom.id_of(voters[column])
            part = tuple(loom.id_of(voters[row]) for row in small)
            if not any(is_told(loom, voters[row]) for row in small):
                yield doubtful(loom, DoubtKind.SPLIT, story, None, pair, between, part)
                break


def is_told(loom: Loom, place: int) -> bool:
    """Say whether an editor has put an article where it stands."""
    return not loom.bonds.tied.isdisjoint(loom.bonds.members(loom.knot(place)))


def nearest_pair(loom: Loom, one: StoryId, two: StoryId) -> tuple[ArticleId, ArticleId] | None:
    """Return the two reports of two stories that are most alike; None = none are near."""
    pairs = [
        (probability, loom.id_of(place), loom.id_of(other))
        for place in loom.members[one]
        for other, probability in loom.near.of(place)
        if loom.story_of.get(other) == two
    ]
    return max(pairs)[1:] if pairs else None


def nearest_in(loom: Loom, place: int, story: StoryId) -> ArticleId | None:
    """Return the report of a story most like one of its own; None = none is near."""
    near = [
        (probability, loom.id_of(other))
        for other, probability in loom.near.of(place)
        if loom.story_of.get(other) == story and other != place
    ]
    return max(near)[1] if near else None


def doubtful(
    loom: Loom,
    kind: DoubtKind,
    story: StoryId,
    other: StoryId | None,
    pair: tuple[ArticleId, ArticleId],
    probability: float,
    articles: tuple[ArticleId, ...],
) -> Doubtful:
    """Return one doubt with the evidence of a pair."""
    here, bar = loom.active.places, loom.settings.join_probability
    features = loom.near.explain(here[pair[0]], here[pair[1]]).features
    distance = abs(probability - bar)
    return Doubtful(kind, story, other, articles, probability, distance, *pair, features)
