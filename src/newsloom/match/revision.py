"""A loom whose articles all stand somewhere -> a better one: moves, then merges.

Bounded: only new articles, and the unsettled ones near them, are looked at again, and nothing a
ruling holds moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import isnan

from newsloom.match.loom import Loom
from newsloom.match.window import hour_of
from newsloom.model import ArticleId, Fingerprint, StoryId

NEAR_PROBABILITY = 0.3
"""Known articles so near to a new one are looked at again with it."""

REVISION_HOURS = 72.0
"""Older articles are settled: only a ruling moves them."""

REVISION_ROUNDS = 2

MOVE_GAIN = 0.05
"""How much better another story must fit before an article moves: keeps ids still."""

SAMPLE = 20
"""Members of the smaller story asked before two stories merge."""

Links = dict[tuple[StoryId, StoryId], float]


def revise(loom: Loom) -> None:
    """Move and merge what the new articles show in a new light, at most two rounds."""
    for _ in range(REVISION_ROUNDS):
        has_moved = move_all(loom)
        if not merge_all(loom) and not has_moved:
            break


def movable(loom: Loom) -> list[ArticleId]:
    """Return new articles and those near them that no ruling holds, in order."""
    near = {
        other
        for article_id in loom.new
        for other, p in loom.neighbours(article_id).items()
        if p >= NEAR_PROBABILITY
    }
    hours = [hour_of(loom.prints[i]) for i in loom.new]
    newest = max((h for h in hours if not isnan(h)), default=float("nan"))
    free = [
        i
        for i in (loom.new | near) & loom.voters.keys()
        if i in loom.story_of
        and not newest - hour_of(loom.prints[i]) > REVISION_HOURS
        and not loom.bonds.ruled.intersection(loom.knots[loom.knot_of[i]])
    ]
    return sorted(free, key=loom.turn)


def move_all(loom: Loom) -> bool:
    """Move each movable article, with its copies, to a story that fits it better."""
    has_moved = False
    for article_id in movable(loom):
        story = loom.story_of[article_id]
        if loom.sizes[story] < 2:
            continue
        better, fit = loom.likeliest(article_id, but=story)
        if better is not None and fit > loom.fit(article_id, story) + MOVE_GAIN:
            for member in loom.knots[loom.knot_of[article_id]]:
                loom.put(member, better)
            has_moved = True
    return has_moved


def merge_all(loom: Loom) -> bool:
    """Merge stories whose members hang together, the likeliest pair first."""
    asked: dict[StoryId, set[StoryId]] = defaultdict(set)
    for article_id in movable(loom):
        story = loom.story_of[article_id]
        for other, p in loom.neighbours(article_id).items():
            target = loom.story_of.get(other)
            if p >= NEAR_PROBABILITY and target is not None and target != story:
                asked[story].add(target)
                asked[target].add(story)
    links: dict[tuple[StoryId, StoryId], float] = {}
    for one in sorted(asked):
        for two in sorted(asked[one]):
            if one < two:
                links[one, two] = linkage(loom, one, two)
    return merge_best(loom, asked, links)


def merge_best(
    loom: Loom,
    asked: dict[StoryId, set[StoryId]],
    links: dict[tuple[StoryId, StoryId], float],
) -> bool:
    """Merge pair by pair while one is likely enough; keep ``links`` true after each."""
    has_merged = False
    while True:
        likely = [pair for pair, p in links.items() if p >= loom.settings.join_probability]
        if not likely:
            return has_merged
        pair = min(likely, key=lambda pair: (-links[pair], pair))
        del links[pair]
        stays, goes = sorted(pair, key=loom.age)
        if not (loom.may_merge(stays, goes) and are_near(loom, stays, goes)):
            continue
        loom.merge(stays, goes)
        has_merged = True
        for old in [pair for pair in links if goes in pair]:
            del links[old]
        asked[stays] = (asked[stays] | asked[goes]) - {stays, goes, *loom.merged}
        for other in sorted(asked[stays]):
            asked[other].add(stays)
            links[min(stays, other), max(stays, other)] = linkage(loom, stays, other)


def linkage(loom: Loom, one: StoryId, two: StoryId) -> float:
    """Return the mean probability between two stories, from a sample of the smaller one."""
    small, large = sorted((one, two), key=lambda s: (loom.sizes[s], s))
    voters = sorted((i for i in loom.members[small] if i in loom.voters), key=loom.turn)
    sample = evenly(voters, SAMPLE)
    return sum(loom.fit(i, large) for i in sample) / max(1, len(sample))


def are_near(loom: Loom, one: StoryId, two: StoryId) -> bool:
    """Say whether two stories' newest reports are within the window of each other."""
    newest = [
        max((h for h in map(hour_of, prints_of(loom, s)) if not isnan(h)), default=float("nan"))
        for s in (one, two)
    ]
    return not abs(newest[0] - newest[1]) > loom.settings.window_hours


def prints_of(loom: Loom, story: StoryId) -> list[Fingerprint]:
    """Return the fingerprints of a story's members."""
    return [loom.prints[i] for i in loom.members[story]]


def evenly(items: Sequence[ArticleId], count: int) -> Sequence[ArticleId]:
    """Return at most ``count`` items, spread evenly over the whole."""
    if len(items) <= count:
        return items
    return [items[i * len(items) // count] for i in range(count)]
