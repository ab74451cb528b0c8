"""A trial and the true stories -> its worst merges and splits, each with what led to it.

A merge is two true stories in one predicted story; a split is a true story in pieces. The damage of
both is counted in pairs of articles that are wrongly together or wrongly apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations, product

from newsloom.match.pair_model import PairModel
from newsloom.model import ArticleId, Coverage, Feature, StoryId
from newsloom.settings import Matching
from newsloom.trial.labelled import Labelled
from newsloom.trial.likeness import Likeness
from newsloom.trial.trial import Trial

ASKED = 40
"""Articles of a story compared with as many of another, to find the likest two."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two articles, and what the engine says of them."""

    one: Labelled
    two: Labelled
    probability: float
    """Of one event, 0..1."""
    sentence: str
    features: tuple[Feature, ...]
    was_made: bool
    """True = it put the first where the second stood; False = nothing joined the two directly."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two true stories in one predicted story."""

    story: StoryId
    labels: tuple[str, str]
    """The true stories, the one with more articles here first."""
    articles: tuple[int, int]
    """How many of each are here."""
    damage: int
    """Pairs of articles that are wrongly together."""
    link: Link


@dataclass(frozen=True, slots=True)
class Split:
    """A true story in more than one predicted story."""

    label: str
    pieces: tuple[int, ...]
    """Its articles in each predicted story, most first."""
    damage: int
    """Pairs of articles that are wrongly apart."""
    link: Link
    """The likest two articles of its two largest pieces: the best link that was refused."""


@dataclass(frozen=True, slots=True)
class Faults:
    """The worst errors of a trial."""

    merges: tuple[Merge, ...]
    splits: tuple[Split, ...]


def worst_faults(
    rows: Sequence[Labelled],
    trial: Trial,
    settings: Matching,
    most: int,
    model: PairModel | None = None,
) -> Faults:
    """Return at most ``most`` merges by damage, and as many splits by pieces, then damage."""
    inquiry = Inquiry(rows, trial, Likeness(trial.fingerprints, settings, model))
    return Faults(
        tuple(inquiry.merge(*found) for found in inquiry.merges(most)),
        tuple(inquiry.split(label) for label in inquiry.splits(most)),
    )


Members = Mapping[str, Sequence[Labelled]]


class Inquiry:
    """The predicted and the true stories of some rows, laid over each other."""

    def __init__(self, rows: Sequence[Labelled], trial: Trial, likeness: Likeness) -> None:
        self.coverages = trial.coverages
        self.rows = {row.article.article_id: row for row in rows}
        self.likeness = likeness
        self.predicted: Mapping[str, Members] = overlaps(rows, self.story_of, lambda r: r.story)
        self.true: Mapping[str, Members] = overlaps(rows, lambda r: r.story, self.story_of)

    def story_of(self, row: Labelled) -> str:
        """Return the story the engine put an article in."""
        return self.coverages[row.article.article_id].story_id

    def merges(self, most: int) -> list[tuple[str, str, str]]:
        """Return the worst (predicted story, true story, another in it), by damage."""
        found = (
            (-len(members[one]) * len(members[two]), story, one, two)
            for story, members in self.predicted.items()
            for one, two in combinations(by_size(members), 2)
        )
        return [(story, one, two) for _, story, one, two in nsmallest(most, found)]

    def splits(self, most: int) -> list[str]:
        """Return the true stories in most pieces, the most damaged of equals first."""
        found = (
            (-len(members), -self.damage_of(label), label)
            for label, members in self.true.items()
            if len(members) > 1
        )
        return [label for _, _, label in nsmallest(most, found)]

    def merge(self, story: str, one: str, two: str) -> Merge:
        """Return two true stories in one, and what joined them."""
        ours, theirs = self.predicted[story][one], self.predicted[story][two]
        link = self.made(ours, theirs) or self.likest(ours, theirs)
        numbers = len(ours), len(theirs)
        return Merge(StoryId(story), (one, two), numbers, numbers[0] * numbers[1], link)

    def split(self, label: str) -> Split:
        """Return a true story in pieces, and what should have joined its two largest."""
        members = self.true[label]
        first, second = by_size(members)[:2]
        link = self.likest(members[first], members[second])
        return Split(label, self.pieces_of(label), self.damage_of(label), link)

    def pieces_of(self, label: str) -> tuple[int, ...]:
        """Return how many articles of a true story stand in each predicted one, most first."""
        members = self.true[label]
        return tuple(len(members[story]) for story in by_size(members))

    def damage_of(self, label: str) -> int:
        """Return how many pairs of articles of a true story are apart."""
        pieces = self.pieces_of(label)
        return (sum(pieces) ** 2 - sum(n * n for n in pieces)) // 2

    def made(self, ours: Sequence[Labelled], theirs: Sequence[Labelled]) -> Link | None:
        """Return the surest link by which an article of one side came to the other."""
        sides = [{row.article.article_id for row in side} for side in (ours, theirs)]
        found: list[Coverage] = [
            self.coverages[key]
            for side, other in (sides, sides[::-1])
            for key in side
            if self.coverages[key].nearest_id in other
        ]
        if not found:
            return None
        best = min(found, key=lambda c: (-c.probability, c.article_id))
        assert best.nearest_id is not None
        return Link(
            self.rows[best.article_id], self.rows[best.nearest_id],
            best.probability, best.sentence, best.features, was_made=True,
        )  # fmt: skip

    def likest(self, ours: Sequence[Labelled], theirs: Sequence[Labelled]) -> Link:
        """Return the likest two articles of two sides; large sides are asked evenly."""
        both = product(*(ids_of(evenly(side)) for side in (ours, theirs)))
        asked = {pair: self.likeness.probability(*pair) for pair in both}
        one, two = min(asked, key=lambda pair: (-asked[pair], pair))
        evidence = self.likeness.explain(one, two)
        return Link(
            self.rows[one], self.rows[two],
            evidence.probability, evidence.sentence, evidence.features, was_made=False,
        )  # fmt: skip


def overlaps(
    rows: Iterable[Labelled], outer: Callable[[Labelled], str], inner: Callable[[Labelled], str]
) -> dict[str, dict[str, list[Labelled]]]:
    """Return rows grouped twice: outer key -> inner key -> rows, in their order."""
    found: dict[str, dict[str, list[Labelled]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        found[outer(row)][inner(row)].append(row)
    return found


def by_size(members: Members) -> list[str]:
    """Return the keys of some groups, the largest group first."""
    return sorted(members, key=lambda key: (-len(members[key]), key))


def ids_of(rows: Iterable[Labelled]) -> list[ArticleId]:
    """Return the ids of the articles of some rows."""
    return [row.article.article_id for row in rows]


def evenly(rows: Sequence[Labelled]) -> Sequence[Labelled]:
    """Return at most ``ASKED`` rows, spread evenly over the whole."""
    if len(rows) <= ASKED:
        return rows
    return [rows[place * len(rows) // ASKED] for place in range(ASKED)]
