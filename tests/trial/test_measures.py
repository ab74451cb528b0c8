"""The measures, on stories worked out by hand, published ones, and against plain definitions."""

from collections import Counter
from itertools import permutations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.trial.measures import (
    Agreement,
    adjusted_mutual_information,
    b_cubed,
    ceaf_e,
    fragments,
    pairwise,
    singletons,
)
from newsloom.trial.scores import score

TRUE = ["a"] * 5 + ["b"] * 2 + ["c"] * 5
"""The example of the papers that define B-cubed and CEAF."""
LAST_TWO_MERGED = [1] * 5 + [2] * 7
FIRST_AND_LAST_MERGED = [1] * 5 + [2] * 2 + [1] * 5

CASES = {
    # predicted, true, then by hand: B-cubed, pairs, CEAF-e (precision, recall each), fragments
    "right, whatever the names": ("xxyz", "aabc", (1, 1), (1, 1), (1, 1), 1),
    "one of four misplaced": (
        "xxxy", "aabb",
        (2 / 3, 3 / 4), (1 / 3, 1 / 2), (11 / 15, 11 / 15), 1,
    ),
    "all in one": ("xxxx", "aabb", (1 / 2, 1), (2 / 6, 1), (2 / 3, 1 / 3), 1 / 2),
    "all alone": ("wxyz", "aabb", (1, 1 / 2), (0, 0), (1 / 3, 2 / 3), 2),
    "all alone, rightly": ("xyz", "abc", (1, 1), (1, 1), (1, 1), 1),
    "one article": ("x", "a", (1, 1), (1, 1), (1, 1), 1),
    "crossed": ("xyxy", "aabb", (1 / 2, 1 / 2), (0, 0), (1 / 2, 1 / 2), 1),
    "as published, two merged": (
        LAST_TWO_MERGED, TRUE,
        ((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12, 1), (21 / 31, 1), (11 / 12, 11 / 18), 2 / 3,
    ),
    "as published, other two merged": (
        FIRST_AND_LAST_MERGED, TRUE,
        (7 / 12, 1), (21 / 46, 1), (5 / 6, 5 / 9), 2 / 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_worked_by_hand(name):
    predicted, true, cubed, paired, aligned, pieces = CASES[name]
    found = {
        "B-cubed": b_cubed(predicted, true),
        "pairs": pairwise(predicted, true),
        "CEAF-e": ceaf_e(predicted, true),
    }
    expected = {"B-cubed": cubed, "pairs": paired, "CEAF-e": aligned}
    assert {k: (a.precision, a.recall) for k, a in found.items()} == {
        k: pytest.approx(pair) for k, pair in expected.items()
    }
    assert fragments(predicted, true) == pytest.approx(pieces)


@pytest.mark.parametrize(
    ("agreement", "expected"),
    [((1, 1), 1), ((1, 0), 0), ((0, 0), 0), ((0.5, 1), 2 / 3)],
)
def test_f1_is_the_harmonic_mean(agreement, expected):
    assert Agreement(*agreement).f1 == pytest.approx(expected)


def test_singletons_need_no_engine():
    assert singletons("aabb") == b_cubed("wxyz", "aabb")
    assert singletons("aabb").f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("predicted", "true", "expected"),
    [
        pytest.param("xxyy", "aabb", 1.0, id="right"),
        pytest.param("wxyz", "abcd", 1.0, id="right, all alone"),
        pytest.param("xxxx", "aaaa", 1.0, id="right, all in one"),
        pytest.param("xxxx", "aabb", 0.0, id="all in one tells nothing"),
        pytest.param("wxyz", "aabb", 0.0, id="all alone tells nothing"),
        # MI = 0; E over the three ways to pair up four = log 2 / 3; H = log 2 of both.
        pytest.param("xyxy", "aabb", -0.5, id="worse than chance"),
    ],
)
def test_mutual_information_by_hand(predicted, true, expected):
    assert adjusted_mutual_information(predicted, true) == pytest.approx(expected, abs=1e-12)


def information(predicted, true):
    """The mutual information, by its definition."""
    n = len(true)
    both, found, real = (
        Counter(zip(predicted, true, strict=True)),
        Counter(predicted),
        Counter(true),
    )
    return sum(k / n * log(k * n / (found[p] * real[t])) for (p, t), k in both.items())


labels = st.integers(2, 6).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2)
)


@given(labels)
def test_chance_is_the_mean_over_every_shuffling(both):
    predicted, true = both
    shuffled = [information(other, true) for other in permutations(predicted)]
    chance = sum(shuffled) / len(shuffled)
    most = (information(predicted, predicted) + information(true, true)) / 2
    if most - chance > 1e-9:
        expected = (information(predicted, true) - chance) / (most - chance)
        assert adjusted_mutual_information(predicted, true) == pytest.approx(expected, abs=1e-9)


@given(labels)
def test_every_measure_keeps_within_its_range(both):
    predicted, true = both
    scores = score(predicted, true)
    shares = {k: getattr(scores, k) for k in ("b3_p", "b3_r", "pair_p", "pair_r", "ceaf_e")}
    assert {k: v for k, v in shares.items() if not 0 <= v <= 1 + 1e-12} == {}
    assert scores.ami <= 1 + 1e-9
    assert 0 < scores.fragments <= scores.stories_predicted
    assert score(true, true).b3_f1 == score(true, true).ami == 1


def made(n, stories, others, every):
    """Stories by a formula: of each ``every`` articles one stands elsewhere."""
    true = [i * i % stories for i in range(n)]
    predicted = [t if i % every else i * 7 % others for i, t in enumerate(true)]
    return predicted, true


@pytest.mark.parametrize(
    ("shape", "precision", "recall", "ami"),
    [
        ((500, 23, 17, 3), 0.484455748869, 0.726683623303, 0.499157221858),
        ((3000, 401, 97, 2), 0.488614273254, 0.595574611678, 0.373519245729),
        ((20000, 3001, 4003, 4), 0.305189143702, 0.813905491164, 0.738901754975),
    ],
    ids=["12 stories", "201 stories", "1,501 stories"],
)
def test_as_scipy_1_17_and_scikit_learn_1_9_have_it(shape, precision, recall, ami):
    """linear_sum_assignment over the whole matrix, and adjusted_mutual_info_score."""
    predicted, true = made(*shape)
    found = ceaf_e(predicted, true)
    assert (found.precision, found.recall) == pytest.approx((precision, recall), abs=1e-9)
    assert adjusted_mutual_information(predicted, true) == pytest.approx(ami, abs=1e-9)
