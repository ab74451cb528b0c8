"""Ruled pairs against grouping: counts, intervals, months and mistakes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsloom.model import ArticleId, Ruling, RulingKind
from newsloom.trial.agreement import JudgedPair, agreement_of, by_month, mistakes_in, share_of
from newsloom.trial.pairs import PairLabel
from newsloom.trial.rulings import RuledPair


def judged(number: int, same: bool, together: bool, month: int = 10) -> JudgedPair:
    kind = RulingKind.SAME_EVENT if same else RulingKind.NOT_SAME_EVENT
    one, two = ArticleId(f"a{number}"), ArticleId(f"b{number}")
    at = datetime(2026, month, 1 + number % 28, tzinfo=UTC)
    ruling = Ruling(f"r{number}", kind, one, two, "", "ines", "", at)
    label = PairLabel.SAME if same else PairLabel.DIFFERENT
    return JudgedPair(RuledPair(one, two, label, ruling), together)


PAIRS = [
    judged(1, True, True), judged(2, True, True), judged(3, True, False),
    judged(4, False, True, 11), judged(5, False, False, 11),
]  # fmt: skip


def test_precision_and_recall_are_counted():
    found = agreement_of(PAIRS)
    assert (found.precision.right, found.precision.of) == (2, 3)
    assert (found.recall.right, found.recall.of) == (2, 3)
    assert found.pairs == 5


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    # Wilson score intervals of 95 %, by hand.
    [(0, 10, 0.0, 0.2775), (8, 10, 0.4902, 0.9433), (50, 100, 0.4038, 0.5962), (10, 10, 0.7225, 1)],
)
def test_the_interval_is_that_of_wilson(right, of, low, high):
    found = share_of(right, of)
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_nothing_counted_is_nothing_known():
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)


def test_months_come_newest_first_below_all():
    assert [(m.month, m.pairs) for m in by_month(PAIRS)] == [
        ("", 5),
        ("2026-11", 2),
        ("2026-10", 3),
    ]


def test_mistakes_are_those_on_which_both_differ():
    titles = {ArticleId(f"{s}{n}"): f"{s} {n}" for s in "ab" for n in range(9)}
    found = mistakes_in(PAIRS, titles)
    assert [(m.ruling_id, m.ruled_same, m.title_one) for m in found] == [
        ("r4", False, "a 4"), ("r3", True, "a 3"),
    ]  # fmt: skip
