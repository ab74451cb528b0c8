"""Labelled sets -> how well and how fast copies and stories are found; prints, asserts nothing.

Run: ``python -m bench.match [--all] [--set NAME ...] [--fit]``. The labelled sets lie outside the
project: NEWSLOOM_SHARED names their folder. Stories are split in two by a hash of their label: one
half tunes (``--fit`` refits the weights on it), the other is reported. ``--all`` takes both.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from newsloom.match.evidence import Measures, measure, probability_of
from newsloom.match.fingerprint import fingerprint_article
from newsloom.match.shared_text import Bond, compare_texts
from newsloom.match.stories import weave_stories
from newsloom.match.syndication import find_copies
from newsloom.match.window import ActiveWindow
from newsloom.model import (
    Article,
    ArticleId,
    Assignment,
    Coverage,
    DateOrigin,
    Fingerprint,
    Kinship,
    Provider,
    Ruling,
    Story,
    StoryId,
    Syndication,
)
from newsloom.ports import StoryWindow, SyndicationWindow
from newsloom.settings import Matching

SHARED = Path(os.environ.get("NEWSLOOM_SHARED", Path(__file__).resolve().parents[2] / "shared"))
SETS = ("groundnews", "kite", "uci", "basil")
NO_TIME = datetime(2020, 1, 1, tzinfo=UTC)
CHUNK = 200
"""Articles in one window, as the pipeline takes them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled article."""

    article: Article
    label: str


def read_set(name: str) -> list[Row]:
    """Return the rows of one labelled set; all at one time where the set has no times."""
    path = SHARED / "data" / "stories" / f"{name}_dev.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Row(to_article(row), str(row["story"])) for row in rows]


def to_article(row: Mapping[str, str | None]) -> Article:
    """Return a labelled row as an Article."""
    stamp = row["published"]
    at = datetime.fromisoformat(stamp.replace("Z", "+00:00")) if stamp else NO_TIME
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    article_id = ArticleId(blake2b((row["id"] or "").encode(), digest_size=8).hexdigest())
    return Article(
        article_id=article_id,
        web_url=row["url"] or "",
        title=row["title"] or "",
        text=(row["text"] or "").replace("\n", "\n\n"),
        excerpt="",
        provider=Provider(row["domain"] or "", row["domain"] or ""),
        published_at=at,
        date_origin=DateOrigin.PAGE if stamp else DateOrigin.FIRST_SEEN,
        date_reason="labelled",
        seen_at=at,
        language="en",
    )


def is_tuning(label: str) -> bool:
    """Say whether a story belongs to the tuning half: a fixed split by its label."""
    return blake2b(label.encode(), digest_size=2).digest()[0] % 2 == 0


# --- running the engine --------------------------------------------------------------------------


class Newsdesk:
    """What a store keeps between two windows."""

    def __init__(self, settings: Matching) -> None:
        self.settings = settings
        self.known: dict[ArticleId, Fingerprint] = {}
        self.syndications: dict[ArticleId, Syndication] = {}
        self.coverages: dict[ArticleId, Coverage] = {}
        self.stories: dict[StoryId, Story] = {}

    def take(
        self, new: Mapping[ArticleId, Fingerprint], rulings: tuple[Ruling, ...] = ()
    ) -> tuple[Mapping[ArticleId, Kinship], Mapping[ArticleId, Assignment]]:
        """Match one window and keep its outcome, as the store would; returns the answers."""
        known = {i: p for i, p in self.known.items() if i not in new}
        copying = SyndicationWindow(
            new, known, {i: s for i, s in self.syndications.items() if i in known}, rulings
        )
        kinships = find_copies(copying, self.settings)
        for kinship in kinships.values():
            for syndication in (kinship.own, *kinship.rerooted):
                self.syndications[syndication.article_id] = syndication
        standing = dict(self.stories)
        window = StoryWindow(
            new, known, dict(self.syndications), dict(self.coverages), standing, rulings
        )
        assignments = weave_stories(window, self.settings)
        for assignment in assignments.values():
            for coverage in (assignment.coverage, *assignment.moved):
                self.coverages[coverage.article_id] = coverage
            if assignment.founded:
                self.stories[assignment.founded.story_id] = assignment.founded
            for story in assignment.merged:
                if story.merged_into is None:
                    self.stories[story.story_id] = story
                else:
                    del self.stories[story.story_id]
        self.known.update(new)
        return kinships, assignments


def run(rows: Sequence[Row], settings: Matching) -> tuple[list[str], Newsdesk, float]:
    """Return each row's story, the desk, and the seconds taken (fingerprints included)."""
    start = perf_counter()
    desk = Newsdesk(settings)
    prints = [fingerprint_article(row.article) for row in rows]
    prints.sort(key=lambda p: (p.published_at, p.article_id))
    for at in range(0, len(prints), CHUNK):
        desk.take({p.article_id: p for p in prints[at : at + CHUNK]})
    seconds = perf_counter() - start
    return [desk.coverages[row.article.article_id].story_id for row in rows], desk, seconds


# --- measures ------------------------------------------------------------------------------------


def b_cubed(predicted: Sequence[str], true: Sequence[str]) -> tuple[float, float, float]:
    """Return B-cubed (precision, recall, F1)."""
    both, found, real = (
        Counter(zip(predicted, true, strict=True)),
        Counter(predicted),
        Counter(true),
    )
    precision = sum(n * n / found[p] for (p, _), n in both.items()) / len(true)
    recall = sum(n * n / real[t] for (_, t), n in both.items()) / len(true)
    return precision, recall, f1(precision, recall)


def pair_f1(predicted: Sequence[str], true: Sequence[str]) -> float:
    """Return the F1 over pairs of articles."""

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter(zip(predicted, true, strict=True)))
    return f1(both / max(1, pairs(Counter(predicted))), both / max(1, pairs(Counter(true))))


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


# --- baseline ------------------------------------------------------------------------------------


def tfidf_average_link(rows: Sequence[Row], threshold: float = 0.15) -> list[str]:
    """Return stories by the textbook way: TF-IDF cosine, average-link, one cut."""
    prints = [fingerprint_article(row.article) for row in rows]
    counts = Counter(word for p in prints for word in set(p.lede_words))
    columns = {word: place for place, word in enumerate(sorted(counts))}
    matrix = np.zeros((len(rows), len(columns)), np.float32)
    for place, p in enumerate(prints):
        for word, times in Counter(p.lede_words).items():
            matrix[place, columns[word]] = times * np.log((1 + len(rows)) / (1 + counts[word]))
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return average_link(matrix @ matrix.T, threshold)


def average_link(likeness: np.ndarray, threshold: float) -> list[str]:
    """Return groups of agglomerative average-link over a full similarity matrix."""
    sums, size = likeness.astype(np.float64), np.ones(len(likeness))
    np.fill_diagonal(sums, -np.inf)
    group, alive = np.arange(len(sums)), np.ones(len(sums), bool)
    best = sums.argmax(axis=1)
    value = sums[np.arange(len(sums)), best]
    while True:
        one = int(np.where(alive, value, -np.inf).argmax())
        if value[one] < threshold:
            return [str(g) for g in group]
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


# --- copies --------------------------------------------------------------------------------------


def report_copies(settings: Matching) -> None:
    """Print how well copies and partial copies are told from distinct texts."""
    path = SHARED / "data" / "stories"
    prints = {}
    for line in (path / "groundnews_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        prints[row["id"]] = fingerprint_article(to_article(row))
    pairs = [
        json.loads(line)
        for line in (path / "syndication_pairs_dev.jsonl").read_text("utf-8").splitlines()
    ]
    start = perf_counter()
    by_id = {p.article_id: p for p in prints.values()}
    found = find_copies(SyndicationWindow(by_id, {}, {}, ()), settings)
    seconds = perf_counter() - start
    root = {i: k.own.original_id for i, k in found.items()}

    def linked(pair: Mapping[str, str]) -> bool:
        return compare_texts(prints[pair["id1"]], prints[pair["id2"]], settings).bond != Bond.NONE

    def in_tree(pair: Mapping[str, str]) -> bool:
        one, two = prints[pair["id1"]].article_id, prints[pair["id2"]].article_id
        return root[one] == root[two]

    for name, test in (("pair", linked), ("tree", in_tree)):
        count = Counter((pair["label"], test(pair)) for pair in pairs)
        wrong = count["distinct", True]
        right = count["copy", True] + count["partial", True]
        recall = {
            k: count[k, True] / (count[k, True] + count[k, False]) for k in ("copy", "partial")
        }
        whole = right / (right + count["copy", False] + count["partial", False])
        precision = right / (right + wrong)
        copy_precision = count["copy", True] / (count["copy", True] + wrong)
        print(
            f"copies by {name}: precision {precision:.3f} recall {whole:.3f} F1"
            f" {f1(precision, whole):.3f}  copy alone: precision {copy_precision:.3f} recall"
            f" {recall['copy']:.3f}; partial recall {recall['partial']:.3f}"
        )
    statuses = Counter(k.own.status.value for k in found.values())
    print(f"  {dict(statuses)}, {len(by_id) / seconds:.0f} articles/s\n")


def report_pairs(settings: Matching) -> None:
    """Print how well one event is told from the same template on another day."""
    path = SHARED / "data" / "stories" / "same_event_pairs_dev.jsonl"
    pairs = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    prints: dict[ArticleId, Fingerprint] = {}
    asked = []
    for pair in pairs:
        ids = []
        for side in "12":
            row = {key: pair[f"{key}{side}"] for key in ("id", "title", "text", "published")}
            p = fingerprint_article(to_article({**row, "url": "", "domain": ""}))
            prints[p.article_id] = p
            ids.append(p.article_id)
        asked.append((ids[0], ids[1], pair["label"] == "SAME"))
    window = ActiveWindow(prints, settings.window_hours)
    said = [
        (probability_of(measure(window.weighed[a], window.weighed[b]), settings), same)
        for a, b, same in asked
    ]
    for cut in (settings.join_probability, 0.6, 0.8):
        right = sum(same for p, same in said if p >= cut)
        precision = right / max(1, sum(p >= cut for p, _ in said))
        recall = right / sum(same for _, same in said)
        whole = f1(precision, recall)
        print(f"same event pairs at {cut}: P {precision:.3f} R {recall:.3f} F1 {whole:.3f}")
    print()


# --- fitting -------------------------------------------------------------------------------------

FITTED = ("title", "containment", "headline_in_lede", "lede", "numbers", "conflict")


def fit_weights(sets: Mapping[str, Sequence[Row]], settings: Matching) -> None:
    """Print logistic weights fitted on the candidate pairs of the tuning stories.

    The sets run mixed, as one stream without times, so that the negatives are of all kinds. Every
    set weighs the same, and inside a set every article; likeness weights are held >= 0 and
    the conflict <= 0.
    """
    found: dict[bool, list[tuple[Measures, bool, float]]] = {True: [], False: []}
    label = {r.article.article_id: r.label for rows in sets.values() for r in rows}
    share = {r.article.article_id: 1 / len(rows) for rows in sets.values() for r in rows}
    prints = {
        r.article.article_id: replace(fingerprint_article(r.article), is_dated=False)
        for rows in sets.values()
        for r in rows
    }
    window = ActiveWindow(prints, settings.window_hours)
    for one in prints:
        near = window.candidates(one)
        for other in near:
            pair = measure(window.weighed[one], window.weighed[other])
            weight = share[one] / len(near)
            found[pair.with_text].append((pair, label[one] == label[other], weight))
    for with_text, pairs in found.items():
        values = np.array([[getattr(m, name) for name in FITTED] for m, _, _ in pairs])
        same = np.array([s for _, s, _ in pairs], float)
        weights = logistic(values, same, np.array([w for *_, w in pairs]))
        print("TEXTS" if with_text else "HEADLINES", len(pairs), f"{same.mean():.2f} same")
        print("  ", dict(zip((*FITTED, "bias"), weights.round(2).tolist(), strict=True)))


def logistic(values: np.ndarray, same: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the weights (n features, then bias) of a logistic model with signs held."""
    inputs = np.hstack([values, np.ones((len(values), 1))])
    weights, share = np.zeros(inputs.shape[1]), share / share.sum()
    low = np.array([0.0] * (len(FITTED) - 1) + [-8.0, -np.inf])
    high = np.array([np.inf] * (len(FITTED) - 1) + [0.0, np.inf])
    for step in range(3000):
        said = 1 / (1 + np.exp(-inputs @ weights))
        pull = inputs.T @ (share * (same - said)) - 2e-4 * weights
        weights = np.clip(weights + (20 / (1 + step / 1000)) * pull, low, high)
    return weights


# --- printing ------------------------------------------------------------------------------------


def report_set(name: str, rows: Sequence[Row], settings: Matching, has_baseline: bool) -> float:
    """Print one set's numbers; returns its B-cubed F1."""
    true = [row.label for row in rows]
    predicted, _, seconds = run(rows, settings)
    precision, recall, whole = b_cubed(predicted, true)
    alone = b_cubed([str(i) for i in range(len(rows))], true)[2]
    line = (
        f"{name:11} P {precision:.3f} R {recall:.3f} F1 {whole:.3f}  pair F1"
        f" {pair_f1(predicted, true):.3f}  stories {len(set(predicted))}/{len(set(true))}"
        f"  singletons {alone:.3f}"
    )
    if has_baseline:
        line += f"  TF-IDF average-link {b_cubed(tfidf_average_link(rows), true)[2]:.3f}"
    print(f"{line}  {len(rows) / seconds:.0f} articles/s", flush=True)
    return whole


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="report on both halves together")
    parser.add_argument("--tune", action="store_true", help="report on the tuning half")
    parser.add_argument("--set", action="append", choices=SETS, help="only these sets")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half")
    parser.add_argument("--baseline", action="store_true", help="run the TF-IDF baseline too")
    parser.add_argument("--copies", action="store_true", help="only copies and pairs")
    chosen = parser.parse_args(arguments)
    settings = Matching()
    names: Iterable[str] = chosen.set or SETS
    if chosen.copies:
        names = ()
    sets = {name: read_set(name) for name in names}
    if chosen.fit:
        fit_weights({n: [r for r in s if is_tuning(r.label)] for n, s in sets.items()}, settings)
        return
    means = []
    for name, rows in sets.items():
        kept = [r for r in rows if chosen.all or is_tuning(r.label) == chosen.tune]
        means.append(report_set(name, kept, settings, chosen.baseline))
    if means:
        print(f"mean B-cubed F1 {sum(means) / len(means):.3f}\n")
    if not chosen.set:
        report_copies(settings)
        report_pairs(settings)


if __name__ == "__main__":
    main()
