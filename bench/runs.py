"""Texts and true texts -> how far they agree, by runs of four words and by words.

The measure is that of github.com/scrapinghub/article-extraction-benchmark (MIT), ``evaluate.py``:
words are ``\\w+``; of two texts the multisets of their runs of four words are compared (a text of
fewer words is one run); a page's true positives, false positives and false negatives are divided
by their sum, which changes no ratio of them; precision and recall are the means over pages, left
out where a text is empty, and F1 is that of the two means. Token F1, the mean over pages of the F1
of the word multisets, stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

RUN = 4
"""Words of a run."""
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hits:
    """Runs of four words of one page, as shares of all of them."""

    found: float
    surplus: float
    missed: float

    @property
    def precision(self) -> float:
        """0..1; 1 when both texts are the same."""
        return ratio(self.found, self.surplus, self.missed)

    @property
    def recall(self) -> float:
        """0..1; 1 when both texts are the same."""
        return ratio(self.found, self.missed, self.surplus)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two, 0..1."""
        return harmonic(self.precision, self.recall)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text; all of it when it has fewer, nothing of none."""
    words = WORD.findall(text)
    found = (tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1)))
    return Counter(filter(None, found))


def hits(got: str, wanted: str) -> Hits:
    """Return how the runs of a text agree with those of the true one."""
    ours, true = runs(got), runs(wanted)
    counts = ((ours & true).total(), (ours - true).total(), (true - ours).total())
    total = sum(counts) or 1
    return Hits(*(count / total for count in counts))


def ratio(found: float, wrong: float, other: float) -> float:
    """Return found / (found + wrong), 0..1; 1 when nothing is wrong, 0 when nothing is there."""
    if wrong == other == 0:
        return 1.0
    return found / (found + wrong) if found + wrong else 0.0


def harmonic(precision: float, recall: float) -> float:
    """Return the F1 of precision and recall, 0..1."""
    both = precision + recall
    return 2 * precision * recall / both if both else 0.0


def token_f1(got: str, wanted: str) -> float:
    """Return the F1 of two texts' word multisets, 0..1; two texts without words agree."""
    ours, true = Counter(WORD.findall(got)), Counter(WORD.findall(wanted))
    total = ours.total() + true.total()
    return 2 * (ours & true).total() / total if total else 1.0


def score(texts: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float]:
    """Return the benchmark's precision, recall and F1, and the token F1, of texts by page id."""
    found = [hits(text, truth[key]) for key, text in texts.items()]
    precision = fmean(one.precision for one in found if one.found + one.surplus)
    recall = fmean(one.recall for one in found if one.found + one.missed)
    return {
        "F1": harmonic(precision, recall),
        "precision": precision,
        "recall": recall,
        "token F1": fmean(token_f1(text, truth[key]) for key, text in texts.items()),
    }
