"""Labels -> a better pair model, or none: what is tuned on, what is held out, and who decides.

How a model is fitted and judged comes in as functions; here is only what keeps it honest: a fixed
split by story, and no model that is worse on what it has not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import chain
from statistics import fmean
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from newsloom.errors import ParseError
from newsloom.model import Article
from newsloom.trial.labelled import Labelled, read_labelled
from newsloom.trial.pairs import EVENTS, PairSet, read_pairs
from newsloom.trial.rows import id_of

Model = TypeVar("Model")

NO_PAIRS = PairSet({}, (), {})


@dataclass(frozen=True, slots=True)
class LabelSet:
    """One label file: labelled articles, or labelled pairs."""

    name: str
    rows: tuple[Labelled, ...] = ()
    pairs: PairSet = NO_PAIRS

    def half(self, *, tuning: bool) -> LabelSet:
        """Return the labels to tune on, or those held out."""
        rows = tuple(row for row in self.rows if is_tuning(row.story) is tuning)
        kept = tuple(pair for pair in self.pairs.pairs if is_tuning(pair.group) is tuning)
        return replace(self, rows=rows, pairs=replace(self.pairs, pairs=kept))

    def __len__(self) -> int:
        return len(self.rows) + len(self.pairs.pairs)


@dataclass(frozen=True, slots=True)
class Training(Generic[Model]):
    """What came of training."""

    model: Model
    before: Mapping[str, float]
    """Label file -> F1 on its held-out half, by the model so far; 0..1."""
    after: Mapping[str, float]
    """The same by the new model."""

    @property
    def gain(self) -> float:
        """How much better the mean over the files has become; below 0 = it is worse."""
        return round(fmean(self.after.values()) - fmean(self.before.values()), 6)


def train_model(
    labels: Sequence[LabelSet],
    before: Model,
    fit: Callable[[Sequence[LabelSet]], Model],
    judge: Callable[[LabelSet, Model], float],
) -> Training[Model]:
    """Return a model fitted on the tuning half of some labels, judged on the half held out.

    Args:
        before: the model so far.
        fit: the tuning halves -> a model.
        judge: a held-out half and a model -> F1, 0..1.

    Raises:
        ParseError: one of the halves is empty.
    """
    tuning = [half for half in (one.half(tuning=True) for one in labels) if len(half)]
    held = [half for half in (one.half(tuning=False) for one in labels) if len(half)]
    if not tuning or not held:
        named = ", ".join(one.name for one in labels)
        raise ParseError(named, "too few stories to tune on one half and report on the other")
    model = fit(tuning)
    return Training(
        model,
        {one.name: judge(one, before) for one in held},
        {one.name: judge(one, model) for one in held},
    )


def is_tuning(label: str) -> bool:
    """Return whether a story is one to tune on: half of them, by a hash of the label, for ever."""
    return blake2b(label.encode(), digest_size=2).digest()[0] % 2 == 0


def read_labels(lines: Iterable[bytes], file: str) -> LabelSet:
    """Return the labels of a file: pairs where its first row has an ``id1``, else articles.

    Of pairs only those are kept that say whether two articles report one event.

    Raises:
        ParseError: a row cannot be read, or there is none to train on.
    """
    rest = iter(lines)
    head = []
    for line in rest:
        head.append(line)
        if line.strip():
            break
    if head and b'"id1"' in head[-1]:
        found = own_pairs(read_pairs(chain(head, rest), file), file)
        kept = tuple(pair for pair in found.pairs if pair.label in EVENTS)
        if not kept:
            raise ParseError(
                file, f"has no pair labelled {' or '.join(EVENTS)}; nothing to train on"
            )
        return LabelSet(file, pairs=replace(found, pairs=kept))
    rows = read_labelled(chain(head, rest), file)
    return LabelSet(file, tuple(replace(row, article=own(row.article, file)) for row in rows))


def own(article: Article, file: str) -> Article:
    """Return an article under an id of its own: two files may give one id to two texts."""
    return replace(article, article_id=id_of(f"{file}\n{article.article_id}"))


def own_pairs(found: PairSet, file: str) -> PairSet:
    """Return pairs with articles under ids of their own."""
    articles = {key: own(article, file) for key, article in found.articles.items()}
    pairs = tuple(
        replace(pair, one=articles[pair.one].article_id, two=articles[pair.two].article_id)
        for pair in found.pairs
    )
    by_id = {article.article_id: article for article in articles.values()}
    return replace(found, articles=by_id, pairs=pairs)


def fit_logistic(
    values: NDArray[np.float64],
    same: NDArray[np.float64],
    share: NDArray[np.float64],
    low: Sequence[float],
    high: Sequence[float],
) -> NDArray[np.float64]:
    """Return the weights of a logistic model, features first, then the bias, by gradient ascent.

    Every weight is held within its bounds, so that likeness never speaks against one event however
    odd the labels; the bias is free. The result is the same on every run.

    Args:
        values: n x d, the features.
        same: n, 1 for one event and 0 for two.
        share: n, how much each row counts, >= 0; they need not sum to 1.
        low, high: d bounds of the weights.
    """
    inputs = np.hstack([values, np.ones((len(values), 1))])
    bounds = np.array([*low, -np.inf]), np.array([*high, np.inf])
    weights: NDArray[np.float64] = np.zeros(inputs.shape[1])
    counted = share / share.sum()
    for step in range(STEPS):
        said = (1 + np.tanh(inputs @ weights / 2)) / 2
        pull = inputs.T @ (counted * (same - said)) - PULL_TO_ZERO * weights
        weights = np.clip(weights + RATE / (1 + step / 1000) * pull, *bounds)
    return weights


STEPS = 3000
"""Steps of the fit; more change no weight by .01 on the labelled sets."""

RATE = 20.0
"""First step of the fit per unit of gradient; it falls to a quarter."""

PULL_TO_ZERO = 2e-4
"""Ridge: keeps the weights of features that hardly occur near 0."""
