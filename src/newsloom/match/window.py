"""Fingerprints -> the active window: their words in arrays, and an index of who is near whom.

Decides nothing: it only names the articles worth comparing. It grows and shrinks with the news and
is never built anew. Numbers are not in the index, for two reports of the same amount are not
thereby about the same event.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from sys import intern
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsloom.match.neighbours import ExactNeighbours, Neighbours
from newsloom.match.ragged import Column, Places, Ragged, Weights
from newsloom.model import ArticleId, Fingerprint
from newsloom.text.tokens import anchors, content_words

PRIOR_ARTICLES = 1000
"""Articles imagined in every window, in which no word occurs: in a window of one event alone, the
words of that event stay rare words."""

POSTING_SHARE = 0.2
"""Words in more than this share of the window name no candidates (they still weigh)."""

POSTING_LEAST = 200
"""... but a word in so few articles always names them."""

POSTING_MOST = 1000
"""... and one in so many never does: what a question costs stays the same however many articles
there are."""

COMMON_WORDS = 3
"""Words that name candidates, the newest ones, when all words of an article are common."""

INDEX_WORDS = 32
"""Words of an article that ask the index, the rarest first."""

CANDIDATES = 50
"""Articles worth comparing with one article by their words, the nearest first."""

MEANT = 40
"""Articles worth comparing with a headline by their meaning."""

MEANT_ASKED = 100
"""Vectors the neighbours are asked for: more than ``MEANT``, for some are too far in time."""


DATE = re.compile(r"\d\d-\d\d")

MOST = 255
DAMPED = 1 + np.log(np.maximum(1, np.arange(MOST + 1)))
"""What a word counts that stands so often in a text, 255 times at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """What people are told of an article, as in its fingerprint."""

    article_id: ArticleId
    title: str
    names: tuple[str, ...]
    anchors: tuple[str, ...]
    published_at: datetime
    is_dated: bool


class ActiveWindow:
    """The articles a new one may belong with; each has a place, a number that is never reused."""

    def __init__(
        self, reach_hours: float, neighbours: Callable[[int], Neighbours] = ExactNeighbours
    ) -> None:
        self.reach_hours = reach_hours
        self.make_neighbours = neighbours
        """Width of a vector -> an empty set of such vectors."""
        self.places: dict[ArticleId, int] = {}
        self.told: list[Told] = []
        """What people are told of each place."""
        self.words: list[str] = []
        self.title = Ragged(np.int32)
        """Distinct words of the headline."""
        self.title_names = Ragged(np.int32)
        """Words of the names that the headline prints."""
        self.title_forms = Ragged(np.int32)
        """Words of the headline that stand in a form of other days."""
        self.lede = Ragged(np.int32)
        """Distinct words of headline and first paragraphs."""
        self.lede_counts = Ragged(np.uint8)
        """How often, for each of those: they weigh by ``DAMPED``."""
        self.anchors = Ragged(np.int32)
        self.title_anchors = Ragged(np.int32)
        self.rarities: Weights = np.zeros(0)
        """Of each word: log((n + 1000) / (articles with it + 1)), > 0."""
        self.model = ""
        """Embedder whose vectors are compared: that of the newest article."""
        self._word_ids: dict[str, int] = {}
        self._anchor_ids: dict[str, int] = {}
        self._is_date = Column(np.bool_)
        self._counts = Column(np.int32)
        self._postings: list[array[int]] = []
        self._hours = Column(np.float64)
        self._norms = Column(np.float64)
        self._votes = Column(np.bool_)
        self._has_text = Column(np.bool_)
        self._has_vector = Column(np.bool_)
        self._neighbours: Neighbours | None = None
        self._voters = 0
        self._sums = np.zeros(0)
        self._seen: NDArray[np.int64] = np.zeros(0, np.int64)

    def __len__(self) -> int:
        """Return how many articles are active, copies included."""
        return len(self.places)

    @property
    def hours(self) -> Weights:
        """Hours since 1970 of each place, NaN for an article without a date of its own."""
        return np.asarray(self._hours.all)

    @property
    def has_text(self) -> NDArray[np.bool_]:
        """Of each place: True = more than the headline is known."""
        return np.asarray(self._has_text.all)

    @property
    def has_vector(self) -> NDArray[np.bool_]:
        """Of each place: True = it has a vector of ``model``."""
        return np.asarray(self._has_vector.all)

    @property
    def is_date(self) -> NDArray[np.bool_]:
        """Of each anchor: True = it is a day, ``10-19``."""
        return np.asarray(self._is_date.all)

    # growing and shrinking

    def add(self, fingerprint: Fingerprint, formal: Collection[str] = ()) -> int:
        """Take an article in and return its place; one that was in already gets a new place.

        It does not vote yet: it is no candidate and counts for no rarity. ``formal`` are the words
        of its headline that stand in a form of other days.
        """
        if fingerprint.article_id in self.places:
            self.remove(fingerprint.article_id)
        place = len(self.told)
        self.places[fingerprint.article_id] = place
        self.told.append(told_of(fingerprint))
        lede = Counter(fingerprint.lede_words)
        lede_ids = self._ids_of(lede)
        self.lede.append(lede_ids)
        self.lede_counts.append([min(count, MOST) for count in lede.values()])
        title = dict.fromkeys(fingerprint.title_words)
        self.title.append(self._ids_of(title))
        self.title_names.append(self._ids_of(dict.fromkeys(named_in(fingerprint, title))))
        self.title_forms.append(self._ids_of([word for word in title if word in formal]))
        self.anchors.append(self._anchors_of(telling(fingerprint.anchors)))
        self.title_anchors.append(self._anchors_of(told_in(fingerprint.title)))
        self._hours.append(hour_of(fingerprint))
        self._norms.append(1.0)
        self._has_text.append(
            len(fingerprint.lede_words) > len(fingerprint.title_words) + TEXT_WORDS
        )
        self._votes.append(False)
        self._keep_vector(place, fingerprint)
        return place

    def let_vote(self, place: int) -> None:
        """Let an article name and be a candidate."""
        if self.votes(place):
            return
        self._votes.all[place] = True
        self._voters += 1
        counts = self._counts.all
        counts[self._all_words(place)] += 1
        for word in self.lede.row(place).tolist():
            self._postings[word].append(place)

    def lede_weights(self, place: int) -> Weights:
        """Return the weight of each word of headline and first paragraphs, in their order."""
        weights: Weights = self.rarities[self.lede.row(place)] * DAMPED[self.lede_counts.row(place)]
        return weights

    def votes(self, place: int) -> bool:
        """Say whether an article is a voice of its own, and here."""
        return bool(self._votes.all[place])

    def remove(self, article_id: ArticleId) -> None:
        """Let an article go; its place stays empty."""
        place = self.places.pop(article_id)
        if self._neighbours is not None:
            self._neighbours.drop([place])
        if self.votes(place):
            self._votes.all[place] = False
            self._voters -= 1
            counts = self._counts.all
            counts[self._all_words(place)] -= 1

    def weigh(self, new: Iterable[int]) -> None:
        """Set the rarities to what is active now; ``new`` are the places since the last time."""
        counts = np.asarray(self._counts.all, np.float64)
        total = self._voters + PRIOR_ARTICLES
        self.rarities = np.log(total / (counts + 1))
        self._sums = np.zeros(len(self.told))
        self._seen = np.zeros(len(self.told), np.int64)
        for place in new:
            weights = self.lede_weights(place)
            self._norms.all[place] = float(np.sqrt(weights @ weights)) or 1.0

    def _ids_of(self, words: Sequence[str] | dict[str, object] | Counter[str]) -> list[int]:
        ids = self._word_ids
        found = []
        for word in words:
            number = ids.get(word)
            if number is None:
                number = ids[intern(word)] = len(ids)
                self.words.append(word)
                self._counts.append(0)
                self._postings.append(array("i"))
            found.append(number)
        return found

    def _anchors_of(self, found: Sequence[str]) -> list[int]:
        ids = self._anchor_ids
        for anchor in found:
            if anchor not in ids:
                ids[intern(anchor)] = len(ids)
                self._is_date.append(DATE.fullmatch(anchor) is not None)
        return [ids[anchor] for anchor in found]

    def _all_words(self, place: int) -> NDArray[np.int64]:
        """Return the distinct words of headline and lede: a headline may not be in its lede."""
        return np.union1d(self.lede.row(place), self.title.row(place)).astype(np.int64)

    def _keep_vector(self, place: int, fingerprint: Fingerprint) -> None:
        """Keep an article's vector; those of another embedder than the newest count no more."""
        vector = np.frombuffer(fingerprint.vector, "<f2")
        self._has_vector.append(bool(len(vector)))
        if not len(vector):
            return
        if fingerprint.vector_model != self.model or self._neighbours is None:
            self.model = fingerprint.vector_model
            self._neighbours = self.make_neighbours(len(vector))
            self._has_vector.all[:place] = False
        self._neighbours.add([place], vector[np.newaxis])

    def vectors(self, places: Places) -> NDArray[np.float32]:
        """Return the vectors of some places, n x d; rows of 0 for those without."""
        if self._neighbours is None:
            return np.zeros((len(places), 1), np.float32)
        has = self.has_vector[places]
        found = np.zeros((len(places), self._neighbours.width), np.float32)
        found[has] = self._neighbours.vectors(places[has])
        return found

    # asking

    def candidates(self, places: Sequence[int]) -> Iterator[tuple[int, Places]]:
        """Return for each place the others worth comparing: by rare words, then by meaning.

        At most ``CANDIDATES`` by cosine of their rare words, nearest first; for an article known by
        its headline only also the ``MEANT`` nearest in meaning: a text has words enough to be found
        by. Only articles that vote, within ``reach_hours`` of it or without a date of their own.
        """
        meant = self._meant([p for p in places if self.has_vector[p] and not self.has_text[p]])
        for place in places:
            found = self._by_words(place)
            if place in meant:
                found = np.array(
                    list(dict.fromkeys((*found.tolist(), *meant[place].tolist()))), np.int64
                )
            yield place, found

    def _by_words(self, place: int) -> Places:
        """Return the nearest by cosine of rare words."""
        words = self.lede.row(place)
        weights = self.lede_weights(place)
        counts = np.asarray(self._counts.all)[words]
        cap = max(POSTING_LEAST, min(POSTING_MOST, POSTING_SHARE * self._voters))
        asked = np.flatnonzero((counts > 1) & (counts <= cap))
        asked = asked[np.argsort(-weights[asked], kind="stable")][:INDEX_WORDS]
        if not len(asked):
            asked = np.argsort(counts, kind="stable")[:COMMON_WORDS]
        rows = [np.frombuffer(self._postings[w], np.int32)[-int(cap) :] for w in words[asked]]
        if not rows:
            return np.zeros(0, np.int64)
        pulls = weights[asked] * self.rarities[words[asked]]
        hits = np.concatenate(rows)
        np.add.at(self._sums, hits, np.repeat(pulls, [len(row) for row in rows]))
        order = np.arange(len(hits))
        self._seen[hits] = order
        found = hits[self._seen[hits] == order].astype(np.int64)
        near = self._sums[found] / np.asarray(self._norms.all)[found]
        self._sums[found] = 0.0
        return self._nearest(place, found, near, CANDIDATES)

    def _meant(self, places: Sequence[int]) -> dict[int, Places]:
        """Return the nearest in meaning of each place."""
        if not places or self._neighbours is None:
            return {}
        near = self._neighbours.nearest(self.vectors(np.array(places)), MEANT_ASKED)
        return {
            place: self._nearest(place, found[found >= 0], likeness[found >= 0], MEANT)
            for place, found, likeness in zip(places, near.places, near.likeness, strict=True)
        }

    def _nearest(
        self, place: int, found: Places, near: NDArray[np.floating[Any]], limit: int
    ) -> Places:
        """Return at most ``limit`` of those found, nearest first, equal ones by place."""
        gap = np.abs(self.hours[found] - self.hours[place])
        fits = np.asarray(self._votes.all)[found] & (near > 0) & ~(gap > self.reach_hours)
        fits &= found != place
        found, near = found[fits], near[fits]
        if len(found) > limit:
            floor = np.partition(near, -limit)[-limit]
            found, near = found[near >= floor], near[near >= floor]
        return found[np.lexsort((found, -np.round(near, 6)))][:limit]


TEXT_WORDS = 6
"""Words beyond the headline's that make a text."""


def hour_of(fingerprint: Fingerprint) -> float:
    """Return the hours since 1970, NaN for an article without a date of its own."""
    return fingerprint.published_at.timestamp() / 3600 if fingerprint.is_dated else float("nan")


def told_of(fingerprint: Fingerprint) -> Told:
    """Return what people are told of an article; strings that many articles print are one."""
    return Told(
        fingerprint.article_id,
        fingerprint.title,
        tuple(map(intern, fingerprint.names)),
        tuple(map(intern, fingerprint.anchors)),
        fingerprint.published_at,
        fingerprint.is_dated,
    )


def named_in(fingerprint: Fingerprint, title: dict[str, object]) -> Iterator[str]:
    """Return the words of those names of the article that stand whole in its headline."""
    for name in fingerprint.names:
        stems = stems_of(name)
        if all(stem in title for stem in stems):
            yield from stems


@lru_cache(maxsize=16384)
def stems_of(name: str) -> tuple[str, ...]:
    """Return the canonical words of a name; many articles print the same ones."""
    return tuple(content_words(name))


def told_in(title: str) -> list[str]:
    """Return the anchors of a headline that tell events apart."""
    return telling(anchors(title))


def telling(found: Sequence[str]) -> list[str]:
    """Return the anchors that tell events apart: no counts up to twelve and no bare years."""
    return [a for a in found if not (a.isdigit() and (int(a) <= 12 or 1900 <= int(a) <= 2100))]
