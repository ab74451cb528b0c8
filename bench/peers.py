"""Articles -> stories by the textbook ways, each with one setting for all sets.

What Newsloom has to beat: equal headlines, near-duplicate hashing, TF-IDF and sentence vectors,
clustered. The settings are the best on the tuning halves, from ``CHOICES``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from newsloom.match.fingerprint import fingerprint_articles
from newsloom.model import Fingerprint
from newsloom.ports import Embedder
from newsloom.text.tokens import words
from newsloom.trial.labelled import Labelled
from newsloom.trial.measures import b_cubed

Matrix = NDArray[np.float32]
Groups = list[str]

HASHES = 64
"""Hash functions of MinHash."""


@dataclass(frozen=True, slots=True)
class Material:
    """One set, made ready for every way."""

    true: tuple[str, ...]
    prints: tuple[Fingerprint, ...]
    tokens: tuple[tuple[str, ...], ...]
    """Words of headline and text."""


def material(rows: Sequence[Labelled], embedder: Embedder) -> Material:
    """Return labelled articles with what the ways compare of them."""
    made = fingerprint_articles({row.article.article_id: row.article for row in rows}, embedder)
    return Material(
        tuple(row.story for row in rows),
        tuple(made[row.article.article_id] for row in rows),
        tuple(tuple(words(f"{row.article.title} {row.article.text}")) for row in rows),
    )


# --- the ways ------------------------------------------------------------------------------------


def same_title(found: Material, share: float) -> Groups:
    """Return articles whose headlines share so much of their words (Jaccard), chained."""
    titles = [frozenset(made.title_words) for made in found.prints]
    columns = {word: place for place, word in enumerate(sorted(frozenset().union(*titles)))}
    table = np.zeros((len(titles), len(columns)), np.float32)
    for place, title in enumerate(titles):
        table[place, [columns[word] for word in title]] = 1
    both, sizes = table @ table.T, table.sum(axis=1)
    union = np.maximum(1, sizes[:, None] + sizes[None, :] - both)
    return chained(both / union >= share)


def minhash(found: Material, share: float) -> Groups:
    """Return articles with so equal MinHash signatures of their word pairs, chained."""
    signatures = np.array([signature(tokens) for tokens in found.tokens])
    near = np.array([(signatures == one).mean(axis=1) >= share for one in signatures])
    return chained(near)


def signature(tokens: Sequence[str]) -> NDArray[np.uint64]:
    """Return the smallest hash of all word pairs, by each of 64 functions."""
    pairs = {hash_of(" ".join(pair)) for pair in zip(tokens, tokens[1:], strict=False)} or {0}
    keys = np.array(sorted(pairs), np.uint64)[:, None]
    factors = np.arange(1, 2 * HASHES, 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    least: NDArray[np.uint64] = ((keys * factors) >> np.uint64(16)).min(axis=0)
    return least


def simhash(found: Material, share: float) -> Groups:
    """Return articles whose 64-bit SimHashes agree in so many bits, chained."""
    bits = np.array([simhash_of(tokens) for tokens in found.tokens], np.float32)
    return chained((bits @ bits.T / 64 + 1) / 2 >= share)


def simhash_of(tokens: Sequence[str]) -> NDArray[np.float32]:
    """Return 64 signs: the majority of the bits of all words."""
    keys = np.array([hash_of(token) for token in tokens] or [0], np.uint64)
    ones = (keys[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
    return np.where(ones.mean(axis=0) > 0.5, 1.0, -1.0).astype(np.float32)


def tfidf_average_link(found: Material, share: float) -> Groups:
    """Return average-link groups over TF-IDF cosines of headline and first paragraphs."""
    return average_link(found, tfidf, share)


def meaning_average_link(found: Material, share: float) -> Groups:
    """Return average-link groups over cosines of sentence vectors."""
    return average_link(found, meaning, share)


def tfidf_leader(found: Material, share: float) -> Groups:
    """Return groups by the first article that is so near, in order of arrival."""
    return leader(tfidf(found), share)


def meaning_leader(found: Material, share: float) -> Groups:
    """Return the same over sentence vectors."""
    return leader(meaning(found), share)


WAYS: Mapping[str, tuple[Callable[[Material, float], Groups], tuple[float, ...]]] = {
    "equal headlines": (same_title, (0.4, 0.5, 0.6, 0.8)),
    "MinHash": (minhash, (0.05, 0.1, 0.2, 0.4)),
    "SimHash": (simhash, (0.75, 0.8, 0.85, 0.9)),
    "TF-IDF leader": (tfidf_leader, (0.15, 0.2, 0.25, 0.3, 0.4)),
    "TF-IDF average link": (tfidf_average_link, (0.05, 0.08, 0.1, 0.13, 0.16, 0.2)),
    "vectors leader": (meaning_leader, (0.4, 0.45, 0.5, 0.55, 0.6)),
    "vectors average link": (meaning_average_link, (0.3, 0.35, 0.4, 0.45, 0.5)),
}
"""Way -> (function, settings to choose from)."""


def chosen(tuning: Mapping[str, Material]) -> dict[str, float]:
    """Return for each way the setting of the highest mean B-cubed F1 over the tuning halves."""
    return {
        name: max(choices, key=lambda c: fmean(f1(way, half, c) for half in tuning.values()))
        for name, (way, choices) in WAYS.items()
    }


def f1(way: Callable[[Material, float], Groups], found: Material, choice: float) -> float:
    """Return the B-cubed F1 of one way on one set."""
    return b_cubed(way(found, choice), found.true).f1


# --- what they are made of -----------------------------------------------------------------------


def hash_of(text: str) -> int:
    """Return a 64-bit hash, the same in every process (FNV-1a)."""
    number = 0xCBF29CE484222325
    for byte in text.encode():
        number = ((number ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return number


def tfidf(found: Material) -> Matrix:
    """Return unit TF-IDF rows of headline and first paragraphs."""
    counts = Counter(word for made in found.prints for word in set(made.lede_words))
    columns = {word: place for place, word in enumerate(sorted(counts))}
    total = len(found.prints)
    rows = np.zeros((total, len(columns)), np.float32)
    for place, made in enumerate(found.prints):
        for word, times in Counter(made.lede_words).items():
            rows[place, columns[word]] = times * np.log((1 + total) / (1 + counts[word]))
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def meaning(found: Material) -> Matrix:
    """Return the sentence vectors."""
    return np.array([np.frombuffer(made.vector, "<f2") for made in found.prints], np.float32)


def leader(rows: Matrix, share: float) -> Groups:
    """Return groups: each row joins the group of the nearest first row, or becomes one."""
    firsts: list[int] = []
    groups = []
    for place, row in enumerate(rows):
        near = rows[firsts] @ row if firsts else np.zeros(0)
        if len(near) and near.max() >= share:
            groups.append(str(firsts[int(near.argmax())]))
        else:
            firsts.append(place)
            groups.append(str(place))
    return groups


def chained(near: NDArray[np.bool_]) -> Groups:
    """Return the connected parts of a graph."""
    group = np.full(len(near), -1)
    for start in range(len(near)):
        waiting = [start] if group[start] < 0 else []
        while waiting:
            place = waiting.pop()
            if group[place] < 0:
                group[place] = start
                waiting += np.flatnonzero(near[place] & (group < 0)).tolist()
    return [str(number) for number in group]


def average_link(found: Material, rows_of: Callable[[Material], Matrix], floor: float) -> Groups:
    """Return groups of agglomerative average link over all cosines, cut at ``floor``."""
    rows = rows_of(found)
    sums = (rows @ rows.T).astype(np.float64)
    size = np.ones(len(sums))
    np.fill_diagonal(sums, -np.inf)
    group, alive = np.arange(len(sums)), np.ones(len(sums), bool)
    best = sums.argmax(axis=1)
    value = sums[np.arange(len(sums)), best]
    while True:
        one = int(np.where(alive, value, -np.inf).argmax())
        if value[one] < floor:
            return [str(number) for number in group]
        two = int(best[one])
        # Row `one` becomes the mean likeness of the union to everyone.
        sums[one] = (sums[one] * size[one] + sums[two] * size[two]) / (size[one] + size[two])
        size[one] += size[two]
        alive[two] = False
        group[group == two] = one
        sums[one, one] = sums[one, two] = -np.inf
        sums[:, one] = sums[one]
        sums[:, two] = sums[two, :] = -np.inf
        value[two] = -np.inf
        stale = alive & ((best == one) | (best == two) | (sums[:, one] > value))
        stale[one] = True
        best[stale] = sums[stale].argmax(axis=1)
        value[stale] = sums[stale, best[stale]]
