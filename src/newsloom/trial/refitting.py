"""Ruled pairs and the pair model in force -> a model that learnt from them, judged on others.

The weights in force are the prior: a few rulings move them little. Every pair is judged once by a
model that has not seen it, nor any pair that hangs together with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from newsloom.match.evidence import FEATURES, decay, features_of
from newsloom.match.pair_model import SETS, PairModel, Weights
from newsloom.model import ArticleId, Fingerprint
from newsloom.model.tuning import Retraining
from newsloom.settings import Matching
from newsloom.trial.agreement import share_of
from newsloom.trial.fitting import bounds_of, kinds_of
from newsloom.trial.likeness import Likeness
from newsloom.trial.measures import Agreement
from newsloom.trial.pairs import PairLabel
from newsloom.trial.rulings import RuledPair

LEAST_PAIRS = 50
"""Ruled pairs without which nothing is learnt: below, one pair decides over two points of F1."""

LEAST_OF_A_KIND = 10
"""Pairs of one event, and of two, without which nothing is learnt."""

FOLDS = 5
"""Parts the pairs are split into; each is judged by the model of the four others."""

PRIOR = 4.0
"""Pull to the weights in force: that of sixteen pairs of which the model knows nothing."""

STEPS = 2000
"""Steps of the fit; more change no weight by .01."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measured:
    """Ruled pairs, measured."""

    values: Floats
    """n x features."""
    same: Floats
    """1 = one event, 0 = two."""
    needed: Floats
    """Log odds from which the engine says one event, with what time and forms take off."""
    kinds: NDArray[np.int64]
    """Place in ``SETS`` of the weights that judge it."""
    folds: NDArray[np.int64]

    def only(self, rows: NDArray[np.bool_]) -> Measured:
        """Return some of the pairs."""
        return Measured(
            self.values[rows],
            self.same[rows],
            self.needed[rows],
            self.kinds[rows],
            self.folds[rows],
        )


def measure_pairs(
    pairs: Sequence[RuledPair],
    fingerprints: Mapping[ArticleId, Fingerprint],
    settings: Matching,
    model: PairModel,
) -> Measured:
    """Return ruled pairs of events as the pair model sees them among some articles.

    Args:
        fingerprints: of all articles of the pairs, and of others for how rare words are.
    """
    likeness = Likeness(fingerprints, settings, model)
    parts = component_of(pairs)
    values, needed, kinds = [], [], []
    for pair in pairs:
        found = likeness.comparison.measure(
            likeness.places[pair.one], np.array([likeness.places[pair.two]])
        )
        left = float((decay(found.hours, settings) * (1 - found.form))[0])
        values.append(features_of(found)[0])
        needed.append(log_odds_of(min(settings.join_probability / max(left, 1e-9), 0.99)))
        kinds.append(int(kinds_of(found)[0]))
    return Measured(
        np.array(values, float).reshape(-1, len(FEATURES)),
        np.array([float(pair.label is PairLabel.SAME) for pair in pairs]),
        np.array(needed, float),
        np.array(kinds, np.int64),
        np.array([fold_of(parts[pair.one]) for pair in pairs], np.int64),
    )


def log_odds_of(probability: float) -> float:
    """Return log(p / (1 - p))."""
    return float(np.log(probability / (1 - probability)))


def component_of(pairs: Sequence[RuledPair]) -> dict[ArticleId, ArticleId]:
    """Return one article for all that hang together by rulings: they are never told apart."""
    parents: dict[ArticleId, ArticleId] = {}

    def root(one: ArticleId) -> ArticleId:
        while parents.setdefault(one, one) != one:
            one = parents[one]
        return one

    for pair in pairs:
        first, second = sorted((root(pair.one), root(pair.two)))
        parents[second] = first
    return {one: root(one) for one in list(parents)}


def fold_of(component: ArticleId) -> int:
    """Return the part a component belongs to, by a hash: the same for ever."""
    return blake2b(component.encode(), digest_size=2).digest()[0] % FOLDS


def refit(found: Measured, before: PairModel, trained_on: str) -> PairModel:
    """Return the model in force moved towards what some pairs say."""
    fitted: dict[str, Weights] = {}
    for place, name in enumerate(SETS):
        old: Weights = getattr(before, name)
        mine = found.only(found.kinds == place)
        fitted[name] = refit_weights(mine, old, name) if len(mine.same) else old
    return PairModel(**fitted, trained_on=trained_on)


def refit_weights(found: Measured, old: Weights, name: str) -> Weights:
    """Return weights that maximise log likelihood - PRIOR / 2 x (distance from the old ones)^2.

    What is modelled is the engine's decision: the log odds beyond those it needs. Each weight stays
    within its bounds, so that likeness never speaks against one event.
    """
    prior = np.array([*(getattr(old, feature) for feature in FEATURES), old.bias])
    low, high = zip(*(bounds_of(feature, name, old) for feature in FEATURES), strict=True)
    bounds = np.array([*low, -np.inf]), np.array([*high, np.inf])
    inputs = np.hstack([found.values, np.ones((len(found.same), 1))])
    rate = 1 / (PRIOR + 0.25 * float(np.linalg.norm(inputs, 2)) ** 2)
    weights = np.clip(prior, *bounds)
    for _ in range(STEPS):
        said = (1 + np.tanh((inputs @ weights - found.needed) / 2)) / 2
        pull = inputs.T @ (found.same - said) - PRIOR * (weights - prior)
        weights = np.clip(weights + rate * pull, *bounds)
    rounded = dict(zip((*FEATURES, "bias"), weights.round(3).tolist(), strict=True))
    return Weights(**rounded)


def said_same(found: Measured, model: PairModel) -> NDArray[np.bool_]:
    """Return which pairs a model says report one event."""
    sets: list[Weights] = [getattr(model, name) for name in SETS]
    table = np.array([[getattr(one, feature) for feature in FEATURES] for one in sets])
    biases = np.array([one.bias for one in sets])
    odds = (found.values * table[found.kinds]).sum(axis=1) + biases[found.kinds]
    beyond: NDArray[np.bool_] = odds >= found.needed
    return beyond


def retrain(
    found: Measured,
    before: PairModel,
    trained_on: str,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[PairModel, Retraining]:
    """Return the model learnt from all pairs, and how such a model does on pairs held out.

    Raises:
        ValueError: there are too few pairs, or too few of a kind; see ``too_few``.
    """
    if said := too_few(found.same):
        raise ValueError(said)
    after = np.zeros(len(found.same), bool)
    for fold in range(FOLDS):
        held = found.folds == fold
        learnt = refit(found.only(~held), before, trained_on)
        after[held] = said_same(found.only(held), learnt)
        on_progress(fold + 1, FOLDS + 1)
    model = refit(found, before, trained_on)
    on_progress(FOLDS + 1, FOLDS + 1)
    return model, compared(found.same > 0, said_same(found, before), after)


def too_few(same: Sequence[float] | Floats) -> str:
    """Return why nothing can be learnt from some labels, "" = it can."""
    missing = LEAST_PAIRS - len(same)
    if missing > 0:
        return f"Ruled pairs are too few: {missing} more are needed of {LEAST_PAIRS}."
    rare = int(min(np.sum(np.asarray(same) > 0), np.sum(np.asarray(same) == 0)))
    if rare < LEAST_OF_A_KIND:
        return (
            f"Rulings are too one-sided: at least {LEAST_OF_A_KIND} that say one event and as many "
            f"that say two are needed, and of one kind there are {rare}."
        )
    return ""


def compared(
    same: NDArray[np.bool_], before: NDArray[np.bool_], after: NDArray[np.bool_]
) -> Retraining:
    """Return how two models do on the same pairs."""
    right_before, right_after = before == same, after == same
    won = int(np.sum(right_after & ~right_before))
    lost = int(np.sum(right_before & ~right_after))
    return Retraining(
        pairs=len(same),
        before=share_of(int(right_before.sum()), len(same)),
        after=share_of(int(right_after.sum()), len(same)),
        won=won,
        lost=lost,
        won_share=share_of(won, won + lost),
        f1_before=f1_of(same, before),
        f1_after=f1_of(same, after),
    )


def f1_of(same: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """Return the F1 of what is said to be one event."""
    both = int(np.sum(same & said))
    precision = both / int(said.sum()) if said.any() else 0.0
    recall = both / int(same.sum()) if same.any() else 0.0
    return Agreement(precision, recall).f1
