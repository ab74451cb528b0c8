"""Memberships as they were decided -> the groupings closest to the edge, the least sure first.

The row stories keeps with each membership how well the article fits, and the likeliest other story:
nothing is compared again here. What an editor has answered is not asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsloom.match.bonds import Bonds
from newsloom.model import ArticleId, Coverage, Feature, Story, StoryId
from newsloom.ports.desk import Doubt

STRANGER_MARGIN = 0.1
"""How far over ``join_probability`` a report may fit its story and still be asked about."""

TOLD_OTHERWISE = frozenset({"ruling", "copy"})
"""Features of memberships that were not decided by likeness."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One grouping close to the edge."""

    doubt: Doubt
    story_id: StoryId
    other_id: StoryId | None
    """The other story of a merge."""
    articles: tuple[ArticleId, ...]
    """The two compared of a merge; the stranger, or several that are near each other."""
    probability: float
    one: ArticleId
    two: ArticleId
    """The two articles the features compare."""
    features: tuple[Feature, ...]


@dataclass(frozen=True, slots=True)
class Memberships:
    """Where articles stand, and what rulings say of them."""

    recent: Mapping[ArticleId, Coverage]
    members: Mapping[StoryId, list[Coverage]]
    """Of every story among the recent ones and their rivals that still stands."""
    stories: Mapping[StoryId, Story]
    """The same stories."""
    bonds: Bonds
    bar: float
    """``matching.join_probability``."""

    def are_apart(self, one: StoryId, two: StoryId) -> bool:
        """Say whether rulings keep two stories from becoming one."""
        knots = [{self.bonds.knot(c.article_id) for c in self.members[key]} for key in (one, two)]
        return any(self.bonds.foes_of(knot) & knots[1] for knot in knots[0])


def find_doubts(told: Memberships) -> list[Doubtful]:
    """Return the doubts about recent memberships, the nearest to the bar first."""
    found = [*merges(told), *strangers(told)]
    return sorted(found, key=lambda d: (abs(d.probability - told.bar), d.story_id, d.articles))


def merges(told: Memberships) -> Iterator[Doubtful]:
    """Yield the pairs of stories, older first, of which one has a report likely in the other."""
    best: dict[tuple[StoryId, StoryId], Doubtful] = {}
    for article_id, cover in told.recent.items():
        rival = cover.rival
        if rival is None or rival.late_hours or rival.story_id not in told.members:
            continue
        if rival.story_id == cover.story_id:
            continue
        ends = {cover.story_id: article_id, rival.story_id: rival.nearest_id}
        first, second = sorted(ends, key=lambda key: (told.stories[key].founded_at, key))
        known = best.get((first, second))
        if known is None or known.probability < rival.probability:
            pair = ends[first], ends[second]
            best[first, second] = Doubtful(
                Doubt.MERGE, first, second, pair, rival.probability, *pair, rival.features
            )
    yield from (d for (one, two), d in best.items() if not told.are_apart(one, two))


def strangers(told: Memberships) -> Iterator[Doubtful]:
    """Yield the reports that hardly fit their story; those most like each other are one doubt."""
    odd = {i: c for i, c in told.recent.items() if is_odd(c, told)}
    for group in joined(odd):
        first = min(group, key=lambda i: (odd[i].probability, i))
        cover = odd[first]
        assert cover.nearest_id is not None
        yield Doubtful(
            Doubt.STRANGER if len(group) == 1 else Doubt.SPLIT, cover.story_id, None,
            tuple(sorted(group)), cover.probability, first, cover.nearest_id, cover.features,
        )  # fmt: skip


def is_odd(cover: Coverage, told: Memberships) -> bool:
    """Say whether a report hardly fits its story, and nobody has said that it belongs there."""
    by_likeness = TOLD_OTHERWISE.isdisjoint(feature.name for feature in cover.features)
    return (
        by_likeness
        and cover.nearest_id is not None
        and cover.probability <= told.bar + STRANGER_MARGIN
        and cover.article_id not in told.bonds.ruled
        and cover.nearest_id in {c.article_id for c in told.members.get(cover.story_id, [])}
    )


def joined(odd: Mapping[ArticleId, Coverage]) -> Iterable[set[ArticleId]]:
    """Return groups of reports: one is with that which it is nearest to, if that is odd too."""
    groups: dict[ArticleId, set[ArticleId]] = {i: {i} for i in odd}
    for article_id, cover in sorted(odd.items()):
        near = cover.nearest_id
        if near is not None and near in odd and odd[near].story_id == cover.story_id:
            both = groups[article_id] | groups[near]
            groups |= dict.fromkeys(both, both)
    return {min(group): group for group in groups.values()}.values()
