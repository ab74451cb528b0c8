"""The stretch of time an engine holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from newsloom.match.reach import STRAYS, Reach
from tests.match.invented import START

Hours = tuple[float, float]


def spans(*windows: Sequence[float]) -> list[Hours | None]:
    """Return the stretch held after each window, in hours from the start; the reach is ten."""
    reach, found = Reach(timedelta(hours=10)), []
    for window in windows:
        reach.move([START + timedelta(hours=at) for at in window])
        found.append(
            None if reach.span is None
            else tuple((at - START).total_seconds() / 3600 for at in reach.span)
        )  # fmt: skip
    return found


MANY = [500.0 + n for n in range(STRAYS)]
CASES: dict[str, tuple[Sequence[Sequence[float]], Sequence[Hours | None]]] = {
    "nothing": ([[]], [None]),
    "a first window": ([[0, 4]], [(-10, 14)]),
    "an empty one moves nothing": ([[0], []], [(-10, 10), (-10, 10)]),
    "the next one": ([[0], [3]], [(-10, 10), (-10, 13)]),
    "what is far behind is let go": ([[0], [8], [18]], [(-10, 10), (-7, 18), (3, 28)]),
    "a late article": ([[0], [-12]], [(-10, 10), (-22, 10)]),
    "a gap": ([[0], [20]], [(-10, 10), (5, 30)]),
    "a stray of another year": ([[0], [900]], [(-10, 10), (-10, 10)]),
    "a stray beside one of now": ([[0], [2, 900]], [(-10, 10), (-10, 12)]),
    "many strays are another year": ([[0], MANY], [(-10, 10), (490, 509 + STRAYS)]),
    "strays window after window": (
        [[0], [900], [901], [902]], [(-10, 10), (-10, 10), (-10, 10), (892, 912)],
    ),
    "strays now and then": (
        [[0], [900], [1], [901], [902]],
        [(-10, 10), (-10, 10), (-10, 11), (-10, 11), (-10, 11)],
    ),
    "the largest group of a first window": ([[0, 1, 500]], [(-10, 11)]),
    "the latest of two as large": ([[0, 500]], [(490, 510)]),
}  # fmt: skip


@pytest.mark.parametrize(("windows", "expected"), CASES.values(), ids=CASES)
def test_the_stretch_held(
    windows: Sequence[Sequence[float]], expected: Sequence[Hours | None]
) -> None:
    assert list(expected) == spans(*windows)
