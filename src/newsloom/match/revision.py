"""A loom whose articles all stand somewhere -> a better one: splits, moves, merges, strays home.

Bounded: only new articles, and the unsettled ones near them, are looked at again, and nothing a
ruling holds moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import isnan

import numpy as np

from newsloom.match.average_link import Likeness, joints
from newsloom.match.loom import NEAREST, Loom, mean_of_nearest
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
"""Two grown stories merge only when the bond between them is this part of that within them, and a
story whose parts have less than that splits."""

GROWTH = 1.1
"""How much a story has grown when it is looked at again for a split."""

LOOKED_AT = 400
"""Voters of a story looked at for a split, the newest: the time is that to the third power."""

TOP_JOINTS = 6
"""Joints of two grown parts that are tried, the weakest first."""

Links = dict[tuple[StoryId, StoryId], float]


def revise(loom: Loom) -> None:
    """Split, move and merge what the new articles show in a new light; then bring strays home."""
    seeds = stirring(loom)
    for story in sorted({loom.story_of[place] for place in seeds}):
        split(loom, story)
    stirred = seeds
    for _ in range(REVISION_ROUNDS):
        places = movable(loom, stirred)
        stirred = move_all(loom, places) | merge_all(loom, places)
        if not stirred:
            break
    bring_home(loom, movable(loom, seeds))


def stirring(loom: Loom) -> set[int]:
    """Return the new articles that show others in a new light.

    One that came again because an editor ruled on it brings no news: what he did not speak of stays
    as it is.
    """
    return {p for p in loom.new if p not in loom.returned or not is_held(loom, p)}


def is_held(loom: Loom, place: int) -> bool:
    """Say whether a ruling names an article, or one that goes where it goes."""
    return bool(loom.bonds.ruled and loom.bonds.ruled & loom.bonds.members(loom.knot(place)))


def movable(loom: Loom, stirred: Iterable[int]) -> list[int]:
    """Return those of some articles, and of those near them in other stories, that may move.

    A neighbour in the same story has only been strengthened: it has no reason to leave.
    """
    found = set(stirred)
    for place in sorted(found):
        story = loom.story_of.get(place)
        found.update(
            other
            for other, p in loom.near.of(place)
            if p >= NEAR_PROBABILITY and loom.story_of.get(other) != story
        )
    free = sorted(unsettled(loom, found), key=loom.turn)
    loom.near.link(free)
    return free


def unsettled(loom: Loom, places: Iterable[int]) -> list[int]:
    """Return the voters among some articles that neither time nor a ruling holds.

    The time of an article is up when the newest of the new ones in its reach came 72 hours later:
    a chunk of an archive may span years.
    """
    hours = loom.active.hours
    new = np.array(sorted(h for h in hours[list(loom.new)] if not isnan(h)))
    asked = list(places)
    newest = np.searchsorted(new, hours[asked] + loom.settings.window_hours, "right") - 1
    return [
        p
        for p, last in zip(asked, newest.tolist(), strict=True)
        if p in loom.story_of
        and loom.is_voter(p)
        and not (last >= 0 and new[last] - hours[p] > REVISION_HOURS)
        and not is_held(loom, p)
    ]


def move_all(loom: Loom, places: Sequence[int]) -> set[int]:
    """Move each article, with its copies, to a story that fits it better; returns the moved."""
    moved: set[int] = set()
    for place in places:
        story = loom.story_of[place]
        if loom.sizes[story] < 2:
            continue
        better, fit = loom.likeliest(place, but=story)
        if better is not None and fit > loom.fit(place, story) + MOVE_GAIN:
            for member in loom.places_of(loom.knot(place)):
                loom.put(member, better)
            moved.add(place)
    return moved


def split(loom: Loom, story: StoryId) -> None:
    """Let a part of a grown story found its own when it hangs by less than the parts hold together.

    The larger part keeps the id; nothing settled or ruled leaves.
    """
    size = loom.sizes[story]
    if size < max(2 * HOME_SIZE, GROWTH * loom.looked_at.get(story, 0)):
        return
    loom.looked_at[story] = size
    part = weak_part(loom, newest_voters(loom, story))
    if part and set(part) <= set(unsettled(loom, part)):
        own = loom.found(min(part, key=loom.turn))
        for place in part:
            for member in loom.places_of(loom.knot(place)):
                loom.put(member, own)
        for piece in (story, own):
            loom.looked_at.pop(piece, None)
            split(loom, piece)


def weak_part(loom: Loom, voters: Sequence[int]) -> list[int]:
    """Return the smaller of two grown parts that barely hang together, [] when all do."""
    likeness = likeness_of(loom, voters)
    grown = [j for j in joints(likeness) if min(len(j.one), len(j.two)) >= HOME_SIZE]
    for joint in grown[: -TOP_JOINTS - 1 : -1]:
        small, large = sorted((list(joint.one), list(joint.two)), key=len)
        if not hangs_together(likeness, small, large):
            return [voters[row] for row in small]
    return []


def hangs_together(likeness: Likeness, small: list[int], large: list[int]) -> bool:
    """Say whether the bond between two parts is strong beside that within them."""
    cohesion = min(bond(likeness, part, part) for part in (small, large))
    return bond(likeness, small, large) >= COHESION * cohesion


def newest_voters(loom: Loom, story: StoryId) -> list[int]:
    """Return the voters of a story in order, the newest ``LOOKED_AT`` of them."""
    voters = sorted((p for p in loom.members[story] if loom.is_voter(p)), key=loom.turn)
    return voters[-LOOKED_AT:]


def likeness_of(loom: Loom, places: Sequence[int]) -> Likeness:
    """Return the probabilities of one event between some articles, 0 for those not near."""
    rows = {place: row for row, place in enumerate(places)}
    found = np.zeros((len(places), len(places)))
    for place, row in rows.items():
        for other, probability in loom.near.of(place):
            if other in rows:
                found[row, rows[other]] = found[rows[other], row] = probability
    return found


def bond(likeness: Likeness, small: list[int], large: list[int]) -> float:
    """Return the mean over the first part of the mean of the 20 nearest in the second."""
    size = max(1, min(NEAREST, len(large) - (small is large)))
    nearest = -np.sort(-likeness[np.ix_(small, large)], axis=1)[:, :NEAREST]
    return float(nearest.sum(axis=1).mean() / size)


def merge_all(loom: Loom, places: Sequence[int]) -> set[int]:
    """Merge stories whose members hang together, the likeliest pair first.

    Returns the articles that are in another story now.
    """
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


def merge_best(loom: Loom, asked: dict[StoryId, set[StoryId]], links: Links) -> set[int]:
    """Merge pair by pair while one is likely enough; keep ``links`` true after each."""
    merged: set[int] = set()
    gone: set[StoryId] = set()
    while True:
        likely = [pair for pair, p in links.items() if p >= loom.settings.join_probability]
        if not likely:
            return merged
        pair = min(likely, key=lambda pair: (-links[pair], pair))
        del links[pair]
        stays, goes = sorted(pair, key=loom.age)
        if not is_one(loom, stays, goes):
            continue
        merged |= loom.members[goes]
        loom.merge(stays, goes)
        gone.add(goes)
        for old in [pair for pair in links if goes in pair]:
            del links[old]
        asked[stays] = (asked[stays] | asked[goes]) - {stays, *gone}
        for other, bond in loom.linkages(stays, sorted(asked[stays])).items():
            asked[other].add(stays)
            links[min(stays, other), max(stays, other)] = bond


def is_one(loom: Loom, one: StoryId, two: StoryId) -> bool:
    """Say whether nothing but the probability speaks against a merge: rulings, time, cohesion."""
    if not (loom.may_merge(one, two) and are_near(loom, one, two)):
        return False
    if min(loom.sizes[one], loom.sizes[two]) < HOME_SIZE:
        return True
    small, large = sorted((newest_voters(loom, one), newest_voters(loom, two)), key=len)
    likeness = likeness_of(loom, [*small, *large])
    rows = list(range(len(small) + len(large)))
    return hangs_together(likeness, rows[: len(small)], rows[len(small) :])


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
    """Return the large story a stray clearly hangs on, None when there is none or several.

    A story that an editor arranged is none: it takes in what is like it, and no strays.
    """
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
    if loom.ruled_founders(loom.members[ranked[0]]):
        return None
    is_clear = len(ranked) == 1 or near[ranked[0]] >= STRAY_LEAD * near[ranked[1]]
    return ranked[0] if is_clear else None


def are_near(loom: Loom, one: StoryId, two: StoryId) -> bool:
    """Say whether two stories' newest reports are within the window of each other."""
    return not abs(loom.newest(one) - loom.newest(two)) > loom.settings.window_hours
