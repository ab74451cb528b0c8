"""Likeness of things to each other -> how average link joins them, step by step.

Knows no article. The two groups of highest mean likeness are joined first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Likeness = NDArray[np.float64]
"""n x n, symmetric; the diagonal does not count."""

DIGITS = 9
"""Means are compared to so many decimals, so that no order of sums decides."""


class Joint(NamedTuple):
    """Two groups that are joined, as sorted rows."""

    one: tuple[int, ...]
    two: tuple[int, ...]
    likeness: float
    """Mean over all pairs of one of the first and one of the second."""


def joints(likeness: Likeness) -> Iterator[Joint]:
    """Return the joints of n rows in order, n - 1 of them; of equals the earliest rows first.

    O(n^2) memory, O(n^2) to O(n^3) time.
    """
    means = np.round(likeness.astype(np.float64), DIGITS)
    np.fill_diagonal(means, -np.inf)
    exact = likeness.astype(np.float64)
    sizes = np.ones(len(means))
    members: list[tuple[int, ...]] = [(row,) for row in range(len(means))]
    alive = np.ones(len(means), np.bool_)
    best = means.argmax(axis=1) if len(means) else np.zeros(0, np.int64)
    value = means[np.arange(len(means)), best]
    for _ in range(len(means) - 1):
        first = int(np.where(alive, value, -np.inf).argmax())
        one, two = sorted((first, int(best[first])))
        yield Joint(members[one], members[two], float(value[first]))
        total = sizes[one] + sizes[two]
        exact[one] = (exact[one] * sizes[one] + exact[two] * sizes[two]) / total
        exact[:, one] = exact[one]
        sizes[one] = total
        members[one] = tuple(sorted((*members[one], *members[two])))
        alive[two] = False
        means[one] = np.where(alive, np.round(exact[one], DIGITS), -np.inf)
        means[one, one] = -np.inf
        means[:, one] = means[one]
        means[two] = means[:, two] = -np.inf
        value[two] = -np.inf
        stale = alive & ((best == one) | (best == two) | (means[:, one] >= value))
        stale[one] = True
        best[stale] = means[stale].argmax(axis=1)
        value[stale] = means[stale, best[stale]]
