"""Predicted and true stories of the same articles -> how well they agree, as numbers.

Every function takes the two labels of each article, place by place, and compares which articles
stand together; the labels themselves do not matter, nor the order of the articles. It knows no
article and no engine. What each number says: docs/eval.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log

import numpy as np
from numpy.typing import NDArray

from newsloom.trial.alignment import best_alignment

Labels = Sequence[Hashable]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How much of what was said is right, and how much of what is right was said; each 0..1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both, 0 when both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(predicted: Labels, true: Labels) -> Agreement:
    """Return B-cubed precision and recall.

    Precision is the mean, over articles, of the share of the articles in its predicted story that
    are of its true story; recall the same with the stories changed over. Both are > 0. Source:
    Bagga and Baldwin, "Entity-based cross-document coreferencing", 1998.

    Args:
        predicted, true: n labels each, n >= 1.
    """
    both, found, real = (
        Counter(zip(predicted, true, strict=True)),
        Counter(predicted),
        Counter(true),
    )
    precision = sum(n * n / found[p] for (p, _), n in both.items()) / len(true)
    recall = sum(n * n / real[t] for (_, t), n in both.items()) / len(true)
    return Agreement(precision, recall)


def pairwise(predicted: Labels, true: Labels) -> Agreement:
    """Return the precision and recall of pairs of articles put in one story.

    Large stories weigh most: a story of 100 articles has 4,950 pairs. Without any pair on either
    side both are 1; with pairs on one side only they are 0.
    """
    both = pairs(Counter(zip(predicted, true, strict=True)).values())
    found, real = pairs(Counter(predicted).values()), pairs(Counter(true).values())
    if not found and not real:
        return Agreement(1.0, 1.0)
    return Agreement(both / found if found else 0.0, both / real if real else 0.0)


def pairs(sizes: Iterable[int]) -> int:
    """Return how many pairs of articles stories of these sizes hold."""
    return sum(n * (n - 1) // 2 for n in sizes)


def ceaf_e(predicted: Labels, true: Labels) -> Agreement:
    """Return entity CEAF: stories aligned one to one, so that their likeness is greatest.

    Likeness of two stories is phi4 = 2 x common articles / articles of both; precision is its sum
    over the alignment by predicted stories, recall by true ones. Every story weighs the same,
    however small. Source: Luo, "On coreference resolution performance metrics", 2005.
    """
    found, real = Counter(predicted), Counter(true)
    likeness: dict[Hashable, dict[Hashable, float]] = defaultdict(dict)
    for (p, t), n in Counter(zip(predicted, true, strict=True)).items():
        likeness[t][p] = 2 * n / (found[p] + real[t])
    total = sum(likeness[t][p] for t, p in best_alignment(likeness).items())
    return Agreement(total / len(found), total / len(real))


def adjusted_mutual_information(predicted: Labels, true: Labels) -> float:
    """Return the mutual information of the two, adjusted for chance.

    AMI = (MI - E) / ((H(predicted) + H(true)) / 2 - E), with E the mean MI over all shufflings of
    the articles. 1 for equal stories, about 0 (also below) for stories by chance. Source: Vinh,
    Epps and Bailey, "Information theoretic measures for clusterings comparison", 2010.
    """
    both, found, real = (
        Counter(zip(predicted, true, strict=True)),
        Counter(predicted),
        Counter(true),
    )
    if len(both) == len(found) == len(real):
        return 1.0
    total = len(true)
    shared = sum(n / total * log(total * n / (found[p] * real[t])) for (p, t), n in both.items())
    expected = expected_information(Counter(found.values()), Counter(real.values()), total)
    most = (entropy(found.values(), total) + entropy(real.values(), total)) / 2
    return (shared - expected) / (most - expected)


def entropy(sizes: Iterable[int], total: int) -> float:
    """Return the entropy of stories of these sizes, in nats."""
    return -sum(n / total * log(n / total) for n in sizes)


def expected_information(found: Mapping[int, int], real: Mapping[int, int], total: int) -> float:
    """Return the mean mutual information, in nats, over all shufflings of ``total`` articles.

    Args:
        found, real: size of a story -> how many stories have it.
    """
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])
    return sum(
        times * others * expected_share(size, other, total, factorials)
        for (size, times), (other, others) in product(found.items(), real.items())
    )


def expected_share(one: int, two: int, total: int, factorials: NDArray[np.float64]) -> float:
    """Return what two stories of these sizes add to the expected information, in nats.

    The number of common articles is hypergeometric; ``factorials`` are logarithms, 0 to ``total``.
    """
    common = np.arange(max(1, one + two - total), min(one, two) + 1)
    chance = (
        factorials[one] + factorials[two] + factorials[total - one] + factorials[total - two]
        - factorials[total] - factorials[common] - factorials[one - common]
        - factorials[two - common] - factorials[total - one - two + common]
    )  # fmt: skip
    worth = common / total * np.log(total * common / (one * two))
    return float(worth @ np.exp(chance))


def fragments(predicted: Labels, true: Labels) -> float:
    """Return how many stories were predicted for each true one; > 0, below 1 = many were merged."""
    return len(set(predicted)) / len(set(true))


def singletons(true: Labels) -> Agreement:
    """Return B-cubed of the answer that needs no engine: every article a story of its own."""
    return b_cubed(range(len(true)), true)
