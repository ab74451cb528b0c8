"""Likeness of things of two kinds -> the one-to-one alignment of greatest total likeness.

Exact: shortest augmenting paths with prices (Jonker and Volgenant, 1987), one search for each thing
on the left, which ends at the first free place. Only pairs that have a likeness are looked at, so
thousands of stories of which each shares articles with a few need no matrix.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TypeVar

Left = TypeVar("Left", bound=Hashable)
Right = TypeVar("Right", bound=Hashable)

Costs = Sequence[Mapping[int, float]]
"""For each row, place -> what it costs the row to take it, >= 0."""


@dataclass(frozen=True, slots=True)
class Path:
    """The cheapest way for a row to a free place."""

    end: int
    """The free place."""
    cost: float
    came: Mapping[int, tuple[int, int | None]]
    """Place -> the row that would take it, and the place that row leaves; None = it had none."""
    passed: Mapping[int, float]
    """Taken place on the way, or beside it -> what it costs to come there."""


def best_alignment(likeness: Mapping[Left, Mapping[Right, float]]) -> dict[Left, Right]:
    """Return the alignment of greatest total likeness; what is better left alone is not in it.

    Args:
        likeness: left -> right -> likeness, 0 < likeness <= 1; a pair that is missing has none.
    """
    lefts = list(likeness)
    rights = list(dict.fromkeys(right for row in likeness.values() for right in row))
    places = {right: place for place, right in enumerate(rights)}
    # To stay alone costs 1: every row has a place of its own for it, behind those of the rights.
    costs = [
        {**{places[r]: 1 - value for r, value in likeness[left].items()}, len(rights) + row: 1.0}
        for row, left in enumerate(lefts)
    ]
    return {lefts[row]: rights[at] for at, row in placed(costs).items() if at < len(rights)}


def placed(costs: Costs) -> dict[int, int]:
    """Return place -> row, each row in one place, so that the sum of the costs is least."""
    holders: dict[int, int] = {}
    prices: dict[int, float] = {}
    for row in range(len(costs)):
        path = cheapest_path(row, costs, holders, prices)
        for taken, cost in path.passed.items():
            prices[taken] = prices.get(taken, 0.0) + cost - path.cost
        place: int | None = path.end
        while place is not None:
            holders[place], place = path.came[place]
    return holders


def cheapest_path(
    row: int, costs: Costs, holders: Mapping[int, int], prices: Mapping[int, float]
) -> Path:
    """Return the cheapest way from a row to a free place, by Dijkstra's search."""
    came: dict[int, tuple[int, int | None]] = {}
    known: dict[int, float] = {}
    passed: dict[int, float] = {}
    heap: list[tuple[float, int]] = []
    leaves: int | None = None
    spent = 0.0
    while True:
        refund = 0.0 if leaves is None else costs[row][leaves] - prices.get(leaves, 0.0)
        for place, cost in costs[row].items():
            total = spent + cost - prices.get(place, 0.0) - refund
            if place not in passed and total < known.get(place, float("inf")):
                known[place], came[place] = total, (row, leaves)
                heappush(heap, (total, place))
        spent, place = heappop(heap)
        while place in passed:
            spent, place = heappop(heap)
        if place not in holders:
            return Path(place, spent, came, passed)
        passed[place] = spent
        row, leaves = holders[place], place
