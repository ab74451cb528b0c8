"""A loom whose articles all stand somewhere -> a better one: moves, merges, strays brought home.

Bounded: only new articles, and the unsettled ones near them, are looked at again, and nothing a
ruling holds moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import isnan

from newsloom.match.loom import Loom, mean_of_nearest
from newsloom.model import StoryId

NEAR_PROBABILITY = 0.3
"""Known articles so near to a new one are looked at again with it."""

REVISION_HOURS = 72.0
"""Older articles are settled: only a ruling moves them."""

REVISION_ROUNDS = 2

MOVE_GAIN = 0.05
"""How much better another story must fit before an article moves: keeps ids still."""

STRAY_SIZE = 2
"""Stories of so many voters are strays when they hang on a larger one ..."""

HOME_SIZE = 5
"""... of at least so many, by the mean of so many nearest pairs ..."""

STRAY_PROBABILITY = 0.3
"""... of at least this probability ..."""

STRAY_LEAD = 2.0
"""... and so many times that of the next story. A quarter of the pieces of large stories go, and
streams of single reports lose .006 of F1 (bench/stories.py)."""

COHESION = 0.5
"""Two grown stories merge only when the bond between them is this part of that within them."""

Links = dict[tuple[StoryId, StoryId], float]


def revise(loom: Loom) -> None:
    """Move and merge what the new articles show in a new light, at most two rounds; then strays."""
    places = movable(loom)
    loom.near.link(places)
    for _ in range(REVISION_ROUNDS):
        has_moved = move_all(loom, places)
        if not merge_all(loom, places) and not has_moved:
            break
    bring_home(loom, places)


def movable(loom: Loom) -> list[int]:
    """Return new articles and those near them that no ruling holds, in order."""
    near = {
        other for place in loom.new for other, p in loom.near.of(place) if p >= NEAR_PROBABILITY
    }
    hours = loom.active.hours
    newest = max((h for h in hours[list(loom.new)] if not isnan(h)), default=float("nan"))
    free = [
        p
        for p in loom.new | near
        if p in loom.story_of
        and loom.is_voter(p)
        and not newest - hours[p] > REVISION_HOURS
        and not (loom.bonds.ruled & loom.bonds.members(loom.knot(p)))
    ]
    return sorted(free, key=loom.turn)


def move_all(loom: Loom, places: Sequence[int]) -> bool:
    """Move each movable article, with its copies, to a story that fits it better."""
    has_moved = False
    for place in places:
        story = loom.story_of[place]
        if loom.sizes[story] < 2:
            continue
        better, fit = loom.likeliest(place, but=story)
        if better is not None and fit > loom.fit(place, story) + MOVE_GAIN:
            for member in loom.places_of(loom.knot(place)):
                loom.put(member, better)
            has_moved = True
    return has_moved


def merge_all(loom: Loom, places: Sequence[int]) -> bool:
    """Merge stories whose members hang together, the likeliest pair first."""
    asked: dict[StoryId, set[StoryId]] = defaultdict(set)
    for place in places:
        story = loom.story_of[place]
        for other, p in loom.near.of(place):
            target = loom.story_of.get(other)
            if p >= NEAR_PROBABILITY and target is not None and target != story:
                asked[story].add(target)
                asked[target].add(story)
    links: Links = {}
    for one in sorted(asked):
        larger = [two for two in asked[one] if (loom.sizes[two], two) > (loom.sizes[one], one)]
        for two, link in loom.bonds_of(one, sorted(larger)).items():
            links[min(one, two), max(one, two)] = link
    return merge_best(loom, asked, links)


def merge_best(loom: Loom, asked: dict[StoryId, set[StoryId]], links: Links) -> bool:
    """Merge pair by pair while one is likely enough; keep ``links`` true after each."""
    has_merged = False
    gone: set[StoryId] = set()
    while True:
        likely = [pair for pair, p in links.items() if p >= loom.settings.join_probability]
        if not likely:
            return has_merged
        pair = min(likely, key=lambda pair: (-links[pair], pair))
        link = links.pop(pair)
        stays, goes = sorted(pair, key=loom.age)
        if not is_one(loom, stays, goes, link):
            continue
        loom.merge(stays, goes)
        gone.add(goes)
        has_merged = True
        for old in [pair for pair in links if goes in pair]:
            del links[old]
        asked[stays] = (asked[stays] | asked[goes]) - {stays, *gone}
        for other, bond in loom.linkages(stays, sorted(asked[stays])).items():
            asked[other].add(stays)
            links[min(stays, other), max(stays, other)] = bond


def is_one(loom: Loom, one: StoryId, two: StoryId, link: float) -> bool:
    """Say whether nothing but the probability speaks against a merge: rulings, time, cohesion."""
    if not (loom.may_merge(one, two) and are_near(loom, one, two)):
        return False
    if min(loom.sizes[one], loom.sizes[two]) < HOME_SIZE:
        return True
    return link >= COHESION * min(loom.bonds_of(s, [s])[s] for s in (one, two))


def bring_home(loom: Loom, places: Sequence[int]) -> None:
    """Merge the strays among some articles' stories with the one large story they hang on."""
    for place in places:
        stray = loom.story_of[place]
        if loom.sizes[stray] > STRAY_SIZE:
            continue
        home = home_of(loom, stray)
        if home is not None and loom.is_open(home, place) and loom.may_merge(home, stray):
            loom.merge(home, stray)


def home_of(loom: Loom, stray: StoryId) -> StoryId | None:
    """Return the large story a stray clearly hangs on, None when there is none or several."""
    voters = sorted(p for p in loom.members[stray] if loom.is_voter(p))
    found = loom.near_stories(voters)
    near = {
        story: mean_of_nearest(found[story], HOME_SIZE, HOME_SIZE)
        for story in found
        if story != stray and loom.sizes[story] >= HOME_SIZE
    }
    ranked = sorted(near, key=lambda story: (-near[story], loom.age(story)))
    if not ranked or near[ranked[0]] < STRAY_PROBABILITY:
        return None
    is_clear = len(ranked) == 1 or near[ranked[0]] >= STRAY_LEAD * near[ranked[1]]
    return ranked[0] if is_clear else None


def are_near(loom: Loom, one: StoryId, two: StoryId) -> bool:
    """Say whether two stories' newest reports are within the window of each other."""
    return not abs(loom.newest(one) - loom.newest(two)) > loom.settings.window_hours
