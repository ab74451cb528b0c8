"""Labelled pairs -> what the engine says of each, and how often it is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsloom.match.copy_evidence import relation_of
from newsloom.match.fingerprint import fingerprint_article, fingerprint_articles
from newsloom.match.pair_model import PairModel
from newsloom.match.syndication import find_copies
from newsloom.model import Article, ArticleId, Fingerprint, Kinship, Originality
from newsloom.ports import Embedder, SyndicationWindow
from newsloom.settings import Matching
from newsloom.trial.likeness import Likeness
from newsloom.trial.measures import Agreement
from newsloom.trial.pairs import COPYING, EVENTS, Pair, PairLabel, PairSet


@dataclass(frozen=True, slots=True)
class Answer:
    """A pair and what the engine says of it."""

    pair: Pair
    said: PairLabel
    probability: float | None
    """Of one event; None where copying is asked."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the engine does on the pairs of one label."""

    agreement: Agreement
    """Precision among the pairs said to be of this label, recall among those that are."""
    count: int
    """Pairs that are of this label."""
    said: Mapping[PairLabel, int]
    """What they were said to be."""


def answer_pairs(
    found: PairSet, settings: Matching, embedder: Embedder, model: PairModel | None = None
) -> list[Answer]:
    """Return what the engine says of each pair, in their order.

    Copying is asked of the copy engine, over all articles at once; one event of the pair model, at
    ``join_probability``. ``model`` None is the one that comes with Newsloom.
    """
    asked = {pair.label for pair in found.pairs}
    prints = fingerprints_of(found.articles, embedder if asked & set(EVENTS) else None)
    copying = Copying(prints, settings) if asked & set(COPYING) else None
    events = Likeness(prints, settings, model) if asked & set(EVENTS) else None
    answers = []
    for pair in found.pairs:
        if pair.label in COPYING and copying is not None:
            answers.append(Answer(pair, copying.label(pair.one, pair.two), None))
        elif events is not None:
            probability = events.probability(pair.one, pair.two)
            same = probability >= settings.join_probability
            said = PairLabel.SAME if same else PairLabel.DIFFERENT
            answers.append(Answer(pair, said, probability))
    return answers


def fingerprints_of(
    articles: Mapping[ArticleId, Article], embedder: Embedder | None
) -> dict[ArticleId, Fingerprint]:
    """Return the fingerprints of some articles; without an embedder they have no vectors."""
    if embedder is None:
        return {key: fingerprint_article(article) for key, article in articles.items()}
    return fingerprint_articles(articles, embedder)


class Copying:
    """What the copy engine makes of some articles, all of them in one window."""

    def __init__(self, fingerprints: Mapping[ArticleId, Fingerprint], settings: Matching) -> None:
        window = SyndicationWindow(fingerprints, {}, {}, ())
        self.kinships: Mapping[ArticleId, Kinship] = find_copies(window, settings)

    def label(self, one: ArticleId, two: ArticleId) -> PairLabel:
        """Return what two articles are to each other."""
        return RELATIONS[relation_of(self.kinships[one].own, self.kinships[two].own)]


RELATIONS = {
    Originality.COPY: PairLabel.COPY,
    Originality.PARTIAL: PairLabel.PARTIAL,
    Originality.ORIGINAL: PairLabel.DISTINCT,
}


def tallies(answers: Sequence[Answer]) -> dict[PairLabel, Tally]:
    """Return how the engine does on each label, for the kinds of labels that are there.

    A label that is never said has precision 0 (1 when no pair has it either).
    """
    counts = Counter((answer.pair.label, answer.said) for answer in answers)
    kinds = [kind for kind in (COPYING, EVENTS) if any(label in kind for label, _ in counts)]
    return {label: tally(label, kind, counts) for kind in kinds for label in kind}


def tally(
    label: PairLabel,
    kind: Sequence[PairLabel],
    counts: Mapping[tuple[PairLabel, PairLabel], int],
) -> Tally:
    """Return how the engine does on one label among those of its kind."""
    said = {other: counts.get((label, other), 0) for other in kind}
    count = sum(said.values())
    named = sum(counts.get((other, label), 0) for other in kind)
    right = said[label]
    precision = right / named if named else float(not count)
    return Tally(Agreement(precision, right / count if count else 1.0), count, said)
