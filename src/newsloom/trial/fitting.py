"""The tuning half of some labels -> the weights of the pair model that tell their events best.

The weights are fitted on pairs of articles, the biases then raised for whole stories: a story is
judged by the mean over pairs of which many are far, so what is best for pairs is too strict.
Nothing here sees a held-out label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from newsloom.match.evidence import FEATURES, Measures, features_of
from newsloom.match.fingerprint import fingerprint_articles
from newsloom.match.pair_model import SETS, PairModel, Weights
from newsloom.model import Article, ArticleId, Fingerprint
from newsloom.ports import Embedder
from newsloom.settings import Matching
from newsloom.stage import CHUNK, batched
from newsloom.trial.answers import Answer, tallies
from newsloom.trial.likeness import Likeness
from newsloom.trial.measures import b_cubed
from newsloom.trial.pairs import PairLabel
from newsloom.trial.training import LabelSet, fit_logistic
from newsloom.trial.trial import run_windows

FULL_SET = 500
"""Labels from which on a file counts as much as any other; a smaller one counts by its size."""

LEAST_PAIRS = 30
"""Pairs of a kind, of one event and of two, without which its weights stay as they were."""

RAISED = (0.0, 0.4, 0.8, 1.2, 1.6)
"""How far the biases may be raised above the best ones for pairs."""

RAISED_TOGETHER = (("headlines", "meant_headlines"), ("texts",))
"""The biases that are raised by one step: first those of headlines, then that of texts."""

TIE = 0.002
"""F1 by which a higher bias must be better than a lower one: loose stories are the greater harm."""

HELD = ("conflict",)
"""Weights that stay as they were: label files are too short in time to show what a template filled
in on another day is worth."""

MEANT_ONLY = "meaning"
"""Weighs in the set ``meant_headlines`` only: texts have words enough (decision 7)."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Pairs of articles, measured and labelled."""

    values: NDArray[np.float64]
    """n x features."""
    same: NDArray[np.float64]
    """1 = one event, 0 = two."""
    share: NDArray[np.float64]
    """How much each counts."""
    kinds: NDArray[np.int64]
    """Place in ``SETS`` of the weights that judge it."""


class Fitter:
    """Fits and judges pair models with one embedder; what it has read it does not read again."""

    def __init__(self, before: PairModel, settings: Matching, embedder: Embedder) -> None:
        self.before = before
        self.settings = settings
        self.embedder = embedder
        self._prints: dict[ArticleId, Fingerprint] = {}

    def fit(self, halves: Sequence[LabelSet]) -> PairModel:
        """Return the model fitted on some labels, its biases raised for their stories."""
        examples = joined([self.examples_of_rows(halves), *map(self.examples_of_pairs, halves)])
        model = fit_model(examples, self.before, told(halves))
        for names in RAISED_TOGETHER:
            raised = [raised_by(model, names, step) for step in RAISED]
            worth = [fmean(self.judge(half, one) for half in halves) for one in raised]
            model = next(m for m, f1 in zip(raised, worth, strict=True) if f1 > max(worth) - TIE)
        return model

    def judge(self, half: LabelSet, model: PairModel) -> float:
        """Return the F1 of a model on some labels: B-cubed of stories, or of pairs of one event."""
        if half.rows:
            return self.judge_stories(half, model)
        return self.judge_pairs(half, model)

    def judge_stories(self, half: LabelSet, model: PairModel) -> float:
        """Return the B-cubed F1 of the engine with this model."""
        articles = [row.article for row in half.rows]
        prints = self.fingerprints(articles)
        ordered = sorted(articles, key=lambda article: article.published_at)
        windows = (
            {article.article_id: prints[article.article_id] for article in chunk}
            for chunk in batched(ordered, CHUNK)
        )
        trial = run_windows(windows, self.settings, model)
        return b_cubed(trial.stories_of(articles), [row.story for row in half.rows]).f1

    def judge_pairs(self, half: LabelSet, model: PairModel) -> float:
        """Return the F1 of this model on pairs of one event."""
        likeness = Likeness(self.fingerprints(articles_of(half)), self.settings, model)
        answers = []
        for pair in half.pairs.pairs:
            probability = likeness.probability(pair.one, pair.two)
            same = probability >= self.settings.join_probability
            said = PairLabel.SAME if same else PairLabel.DIFFERENT
            answers.append(Answer(pair, said, probability))
        return tallies(answers)[PairLabel.SAME].agreement.f1

    def fingerprints(self, articles: Iterable[Article]) -> dict[ArticleId, Fingerprint]:
        """Return the fingerprints of some articles."""
        wanted = {article.article_id: article for article in articles}
        unread = {key: one for key, one in wanted.items() if key not in self._prints}
        self._prints |= fingerprint_articles(unread, self.embedder)
        return {key: self._prints[key] for key in wanted}

    def examples_of_rows(self, halves: Sequence[LabelSet]) -> Examples:
        """Return the pairs the engine would compare of all labelled articles, as one stream.

        Mixed and without times, so that the pairs of two events are of all kinds. In a file every
        article counts the same.
        """
        halves = [half for half in halves if half.rows]
        prints = self.fingerprints(row.article for half in halves for row in half.rows)
        undated = {key: replace(made, is_dated=False) for key, made in prints.items()}
        likeness = Likeness(undated, self.settings, self.before)
        window = likeness.comparison.window
        stories, shares = [""] * len(undated), np.zeros(len(undated))
        for half in halves:
            for row in half.rows:
                place = likeness.places[row.article.article_id]
                stories[place] = f"{half.name}\n{row.story}"
                shares[place] = weight_of(half) / len(half.rows)
        found = [NO_EXAMPLES]
        for place, others in window.candidates(range(len(undated))):
            measures = likeness.comparison.measure(place, others)
            same = np.array([stories[place] == stories[other] for other in others.tolist()], float)
            share = np.full(len(others), shares[place] / max(1, len(others)))
            found.append(Examples(features_of(measures), same, share, kinds_of(measures)))
        return joined(found)

    def examples_of_pairs(self, half: LabelSet) -> Examples:
        """Return the labelled pairs of a file; all count the same."""
        if not half.pairs.pairs:
            return NO_EXAMPLES
        likeness = Likeness(self.fingerprints(articles_of(half)), self.settings, self.before)
        found = []
        for pair in half.pairs.pairs:
            one, two = likeness.places[pair.one], likeness.places[pair.two]
            measures = likeness.comparison.measure(one, np.array([two]))
            same = np.array([float(pair.label is PairLabel.SAME)])
            share = np.array([weight_of(half) / len(half.pairs.pairs)])
            found.append(Examples(features_of(measures), same, share, kinds_of(measures)))
        return joined(found)


NO_EXAMPLES = Examples(
    np.zeros((0, len(FEATURES))), np.zeros(0), np.zeros(0), np.zeros(0, np.int64)
)


def joined(parts: Sequence[Examples]) -> Examples:
    """Return all examples as one."""
    return Examples(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.same for part in parts]),
        np.concatenate([part.share for part in parts]),
        np.concatenate([part.kinds for part in parts]),
    )


def weight_of(half: LabelSet) -> float:
    """Return how much a file counts in all, 0..1."""
    return min(1.0, len(half) / FULL_SET)


def articles_of(half: LabelSet) -> list[Article]:
    """Return the articles of the pairs of a file."""
    asked = dict.fromkeys(key for pair in half.pairs.pairs for key in (pair.one, pair.two))
    return [half.pairs.articles[key] for key in asked]


def kinds_of(found: Measures) -> NDArray[np.int64]:
    """Return the place in ``SETS`` of the weights that judge each pair."""
    meant = np.where(found.with_meaning, SETS.index("meant_headlines"), SETS.index("headlines"))
    return np.where(found.with_text, SETS.index("texts"), meant)


def fit_model(examples: Examples, before: PairModel, trained_on: str) -> PairModel:
    """Return the weights fitted on some examples; a kind of which there are few keeps its own.

    With an embedder every pair of headlines has vectors; their words fit ``headlines`` too.
    """
    fitted: dict[str, Weights] = {}
    for name in SETS:
        kinds = (name, "meant_headlines") if name == "headlines" else (name,)
        mine = np.isin(examples.kinds, [SETS.index(kind) for kind in kinds])
        old: Weights = getattr(before, name)
        same = examples.same[mine]
        if min(np.count_nonzero(same), np.count_nonzero(same == 0)) < LEAST_PAIRS:
            fitted[name] = old
            continue
        bounds = [bounds_of(feature, name, old) for feature in FEATURES]
        low, high = zip(*bounds, strict=True)
        weights = fit_logistic(examples.values[mine], same, examples.share[mine], low, high)
        found = dict(zip((*FEATURES, "bias"), weights.round(2).tolist(), strict=True))
        fitted[name] = Weights(**found)
    return PairModel(**fitted, trained_on=trained_on)


def bounds_of(feature: str, name: str, old: Weights) -> tuple[float, float]:
    """Return the lowest and highest weight of a feature in one set of weights."""
    if feature in HELD:
        held: float = getattr(old, feature)
        return held, held
    return (0.0, 0.0) if feature == MEANT_ONLY and name != "meant_headlines" else (0.0, np.inf)


def raised_by(model: PairModel, names: Sequence[str], step: float) -> PairModel:
    """Return a model with the biases of some of its sets of weights raised."""
    sets: dict[str, Weights] = {name: getattr(model, name) for name in SETS}
    for name in names:
        sets[name] = replace(sets[name], bias=round(sets[name].bias + step, 2))
    return PairModel(**sets, trained_on=model.trained_on)


def told(halves: Sequence[LabelSet]) -> str:
    """Return what a model was trained on, for people."""
    named = ", ".join(f"{PurePath(half.name).name} ({len(half)} labels)" for half in halves)
    return f"The tuning half, by a hash of the story, of {named}"
