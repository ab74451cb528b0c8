"""Fingerprints -> the pair model's word on any two of them: how likely one event is, and why.

The engine's own comparison and rarities of words; what follows from it for stories is not asked
here.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from newsloom.match.evidence import Comparison, Evidence
from newsloom.match.headings import formal_words, learn_headings
from newsloom.match.pair_model import PairModel, shipped_model
from newsloom.match.window import ActiveWindow
from newsloom.model import ArticleId, Fingerprint
from newsloom.settings import Matching


class Likeness:
    """The pair model over some articles, all of them in one window and each other's history."""

    def __init__(
        self,
        fingerprints: Mapping[ArticleId, Fingerprint],
        settings: Matching,
        model: PairModel | None = None,
    ) -> None:
        reach = settings.window_hours
        window = ActiveWindow(reach)
        headings: dict[int, set[int]] = {}
        learn_headings(headings, fingerprints.values())
        self.places = {
            key: window.add(made, formal_words(made, headings, reach))
            for key, made in fingerprints.items()
        }
        for place in self.places.values():
            window.let_vote(place)
        window.weigh(self.places.values())
        self.comparison = Comparison(window, model or shipped_model(), settings)

    def probability(self, one: ArticleId, two: ArticleId) -> float:
        """Return the probability that two articles report one event, 0..1."""
        other = np.array([self.places[two]])
        return float(self.comparison.probabilities(self.places[one], other)[0])

    def explain(self, one: ArticleId, two: ArticleId) -> Evidence:
        """Return that probability with its features and its sentence."""
        return self.comparison.explain(self.places[one], self.places[two])
