"""Fingerprints -> the active window: each weighed by rare words, and an index of who is near whom.

Decides nothing: it only names the articles worth comparing. Numbers are not in the index, for two
reports of the same amount are not thereby about the same event.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from sys import intern

import numpy as np
from numpy.typing import NDArray

from newsloom.model import ArticleId, Fingerprint
from newsloom.text.tokens import anchors, content_words

PRIOR_ARTICLES = 1000
"""Articles imagined in every window, in which no word occurs: in a window of one event alone, the
words of that event stay rare words."""

POSTING_SHARE = 0.2
"""Words in more than this share of the window name no candidates (they still weigh)."""

POSTING_LEAST = 200
"""... but a word in so few articles always names them."""

INDEX_WORDS = 32
"""Words of an article that ask the index, the rarest first."""

CANDIDATES = 80
"""Articles worth comparing with one article by their words, the nearest first."""

MEANT = 40
"""Articles worth comparing with a headline by their meaning."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article with its words weighed by their rarity in the window."""

    fingerprint: Fingerprint
    title: Mapping[str, float]
    """Title word -> rarity, > 0."""
    title_norm: float
    title_mass: float
    """Sum of the rarities."""
    lede: Mapping[str, float]
    """Word of title and first paragraphs -> rarity times dampened count."""
    lede_norm: float
    title_anchors: frozenset[str]
    title_names: frozenset[str]
    """Canonical words of the names its headline prints."""
    anchors: frozenset[str]
    has_text: bool
    """True = more than the headline is known."""
    vector: NDArray[np.float32] | None
    """Unit vector of its meaning; None = no embedder, or another one, has read it."""


class ActiveWindow:
    """The articles a new one may belong with, and an index over their words."""

    def __init__(self, fingerprints: Mapping[ArticleId, Fingerprint], reach_hours: float) -> None:
        self.ids: tuple[ArticleId, ...] = tuple(sorted(fingerprints))
        self.places = {article_id: place for place, article_id in enumerate(self.ids)}
        self.rarities = word_rarities([fingerprints[i] for i in self.ids])
        model = commonest_model(fingerprints.values())
        self.weighed = {i: weigh(fingerprints[i], self.rarities, model) for i in self.ids}
        self.reach_hours = reach_hours
        self.hours: NDArray[np.float64] = np.array([hour_of(fingerprints[i]) for i in self.ids])
        self.postings = self.make_postings()
        self.vectors = self.make_vectors()

    def make_postings(self) -> dict[str, tuple[NDArray[np.int32], NDArray[np.float64]]]:
        """Return word -> (places, weights in a unit vector), common words left out."""
        rows: dict[str, list[tuple[int, float]]] = {}
        for place, article_id in enumerate(self.ids):
            one = self.weighed[article_id]
            for word, weight in one.lede.items():
                rows.setdefault(word, []).append((place, weight / one.lede_norm))
        cap = max(POSTING_LEAST, POSTING_SHARE * len(self.ids))
        return {
            word: (np.array([p for p, _ in row], np.int32), np.array([w for _, w in row]))
            for word, row in rows.items()
            if 1 < len(row) <= cap
        }

    def make_vectors(self) -> NDArray[np.float32]:
        """Return the vectors, n x d, a row of zeros for an article without; 0 x 0 for none."""
        found = [self.weighed[i].vector for i in self.ids]
        sizes = {len(vector) for vector in found if vector is not None}
        if not sizes:
            return np.zeros((0, 0), np.float32)
        none = np.zeros(max(sizes), np.float32)
        return np.stack([none if vector is None else vector for vector in found])

    def candidates(self, article_id: ArticleId) -> Sequence[ArticleId]:
        """Return the other articles worth comparing: by rare words, then by meaning.

        At most ``CANDIDATES`` by cosine of their rare words, nearest first; for an article known by
        its headline only also those of the ``MEANT`` nearest in meaning that are not among them: a
        text has words enough to be found by. Only articles within ``reach_hours``
        of it, and those without a date of their own. Equal ones come in order of id.
        """
        place = self.places[article_id]
        far = np.abs(self.hours - self.hours[place]) > self.reach_hours
        far[place] = True
        by_words = self.nearest(self.likeness_of_words(article_id), far, CANDIDATES)
        one = self.weighed[article_id]
        if one.vector is None or one.has_text:
            return by_words
        by_meaning = self.nearest(self.vectors @ one.vector, far, MEANT)
        return list(dict.fromkeys((*by_words, *by_meaning)))

    def likeness_of_words(self, article_id: ArticleId) -> NDArray[np.float64]:
        """Return the cosine of rare words with every article of the window, times a constant."""
        one = self.weighed[article_id]
        near: NDArray[np.float64] = np.zeros(len(self.ids))
        asked = sorted((w for w in one.lede if w in self.postings), key=lambda w: -one.lede[w])
        for word in asked[:INDEX_WORDS]:
            places, weights = self.postings[word]
            near[places] += one.lede[word] * weights
        return near

    def nearest(
        self, near: NDArray[np.floating], far: NDArray[np.bool_], limit: int
    ) -> list[ArticleId]:
        """Return at most ``limit`` articles of the highest likeness above 0 that are not far."""
        near = np.where(far, 0.0, np.maximum(near, 0.0))
        found = np.flatnonzero(near)
        if len(found) > limit:
            floor = np.partition(near[found], -limit)[-limit]
            found = found[near[found] >= floor]
        ordered = found[np.argsort(-np.round(near[found], 6), kind="stable")]
        return [self.ids[place] for place in ordered[:limit]]


def hour_of(fingerprint: Fingerprint) -> float:
    """Return the hours since 1970, NaN for an article without a date of its own."""
    return fingerprint.published_at.timestamp() / 3600 if fingerprint.is_dated else float("nan")


def word_rarities(fingerprints: Sequence[Fingerprint]) -> dict[str, float]:
    """Return word -> log((n + 1000) / (articles with it + 1)): always > 0."""
    counts = Counter(word for p in fingerprints for word in {*p.lede_words, *p.title_words})
    total = len(fingerprints) + PRIOR_ARTICLES
    return {word: log(total / (count + 1)) for word, count in counts.items()}


def weigh(fingerprint: Fingerprint, rarities: Mapping[str, float], model: str) -> Weighed:
    """Return an article with its words weighed."""
    # One object a word: pairs are compared by looking words up, and equal objects are found sooner.
    title = {intern(word): rarities[word] for word in fingerprint.title_words}
    counts = Counter(map(intern, fingerprint.lede_words))
    lede = {word: rarities[word] * (1 + log(count)) for word, count in counts.items()}
    return Weighed(
        fingerprint=fingerprint,
        title=title,
        title_norm=norm(title),
        title_mass=sum(title.values()) or 1.0,
        lede=lede,
        lede_norm=norm(lede),
        title_anchors=told_in(fingerprint.title),
        title_names=frozenset(named_in(fingerprint, title)),
        anchors=frozenset(telling(fingerprint.anchors)),
        has_text=len(fingerprint.lede_words) > len(fingerprint.title_words) + 6,
        vector=vector_of(fingerprint, model),
    )


def named_in(fingerprint: Fingerprint, title: Mapping[str, float]) -> Iterator[str]:
    """Return the words of those names of the article that stand whole in its headline."""
    for name in fingerprint.names:
        stems = stems_of(name)
        if all(stem in title for stem in stems):
            yield from stems


@lru_cache(maxsize=65536)
def stems_of(name: str) -> tuple[str, ...]:
    """Return the canonical words of a name; every window asks again."""
    return tuple(content_words(name))


@lru_cache(maxsize=16384)
def told_in(title: str) -> frozenset[str]:
    """Return the anchors of a headline that tell events apart; every window asks again."""
    return frozenset(telling(anchors(title)))


def commonest_model(fingerprints: Iterable[Fingerprint]) -> str:
    """Return the embedder most of the window was read by, "" when there is none."""
    counts = Counter(p.vector_model for p in fingerprints if p.vector)
    return max(sorted(counts), key=lambda name: counts[name], default="")


def vector_of(fingerprint: Fingerprint, model: str) -> NDArray[np.float32] | None:
    """Return the vector of an article's meaning, None when ``model`` has not read it."""
    if not fingerprint.vector or fingerprint.vector_model != model:
        return None
    return np.frombuffer(fingerprint.vector, "<f2").astype(np.float32)


def norm(weights: Mapping[str, float]) -> float:
    """Return the length of a vector, 1 for an empty one."""
    return sqrt(sum(weight * weight for weight in weights.values())) or 1.0


def telling(found: Sequence[str]) -> list[str]:
    """Return the anchors that tell events apart: no counts up to twelve and no bare years."""
    return [a for a in found if not (a.isdigit() and (int(a) <= 12 or 1900 <= int(a) <= 2100))]
