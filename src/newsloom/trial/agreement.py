"""Ruled pairs and where the machine, left alone, put them -> precision, recall and the mistakes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from newsloom.model import ArticleId
from newsloom.model.tuning import Mistake, MonthAgreement, Share
from newsloom.trial.pairs import PairLabel
from newsloom.trial.rulings import RuledPair

Z = 1.959964
"""Of the interval a share lies in 95 times of 100."""


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """A ruled pair, and whether the machine put it together."""

    pair: RuledPair
    is_together: bool

    @property
    def is_same(self) -> bool:
        """Whether the editor ruled it one event."""
        return self.pair.label is PairLabel.SAME

    @property
    def is_right(self) -> bool:
        """Whether both say the same."""
        return self.is_same is self.is_together


def share_of(right: int, of: int) -> Share:
    """Return a counted share with its Wilson interval; 0 with 0 to 1 when nothing was counted.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if not of:
        return Share(0, 0, 0.0, 0.0, 1.0)
    value = right / of
    middle = value + Z * Z / (2 * of)
    half = Z * sqrt(value * (1 - value) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    low, high = max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
    return Share(right, of, value, low, high)


def agreement_of(pairs: Sequence[JudgedPair], month: str = "") -> MonthAgreement:
    """Return precision and recall of the machine over some pairs."""
    both = sum(one.is_same and one.is_together for one in pairs)
    together = sum(one.is_together for one in pairs)
    same = sum(one.is_same for one in pairs)
    return MonthAgreement(month, len(pairs), share_of(both, together), share_of(both, same))


def by_month(pairs: Sequence[JudgedPair]) -> tuple[MonthAgreement, ...]:
    """Return the agreement over all pairs, then by the month they were ruled in, newest first."""
    months: dict[str, list[JudgedPair]] = defaultdict(list)
    for one in pairs:
        months[f"{one.pair.ruling.made_at:%Y-%m}"].append(one)
    told = [agreement_of(months[month], month) for month in sorted(months, reverse=True)]
    return (agreement_of(pairs), *told)


def mistakes_in(
    pairs: Sequence[JudgedPair], titles: Mapping[ArticleId, str]
) -> tuple[Mistake, ...]:
    """Return the pairs the machine gets wrong, the newest ruling first."""
    wrong = [one for one in pairs if not one.is_right]
    wrong.sort(key=lambda one: (one.pair.ruling.made_at, one.pair.ruling.ruling_id), reverse=True)
    return tuple(
        Mistake(
            one.pair.ruling.ruling_id,
            one.is_same,
            one.pair.one,
            one.pair.two,
            titles[one.pair.one],
            titles[one.pair.two],
            one.pair.ruling.made_at,
            one.pair.ruling.author,
        )
        for one in wrong
    )
