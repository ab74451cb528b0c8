"""Labelled sets -> how well and how fast copies and stories are found; prints, asserts nothing.

Run: ``python -m bench.match [--all] [--set NAME ...] [--fit]``. Stories are split in two by a hash
of their label: one half tunes (``--fit`` refits the weights on it), the other is reported;
``--all`` takes both.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from time import perf_counter
from typing import Any

import numpy as np

from bench.labelled import STORIES, is_absent, read_rows
from bench.machine import say_peak
from newsloom.edges.embed import WordsOnly, open_embedder
from newsloom.match.copy_evidence import relation_of
from newsloom.match.evidence import Measures, measure, probability_of
from newsloom.match.fingerprint import fingerprint_article, fingerprint_articles
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
    Originality,
    Provider,
    Ruling,
    Story,
    StoryId,
    Syndication,
)
from newsloom.ports import Embedder, StoryWindow, SyndicationWindow
from newsloom.settings import Matching

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
    rows = read_rows(STORIES / f"{name}_dev.jsonl")
    return [Row(to_article(row), str(row["story"])) for row in rows]


def reported(rows: Sequence[Row]) -> list[Row]:
    """Return the half of a set that nothing is tuned on."""
    return [row for row in rows if not is_tuning(row.label)]


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


def run(
    rows: Sequence[Row], settings: Matching, embedder: Embedder
) -> tuple[list[str], Newsdesk, float]:
    """Return each row's story, the desk, and the seconds taken (fingerprints included)."""
    start = perf_counter()
    desk = Newsdesk(settings)
    articles = {row.article.article_id: row.article for row in rows}
    prints = list(fingerprint_articles(articles, embedder).values())
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


def measure_copies(settings: Matching) -> dict[str, float]:
    """Return how well copies and partial copies are told from distinct texts.

    ``pair`` compares the two texts alone; ``tree`` asks whether they end in one copy tree.
    """
    rows = read_rows(STORIES / "groundnews_dev.jsonl")
    prints = {row["id"]: fingerprint_article(to_article(row)) for row in rows}
    pairs = read_rows(STORIES / "syndication_pairs_dev.jsonl")
    start = perf_counter()
    by_id = {p.article_id: p for p in prints.values()}
    found = find_copies(SyndicationWindow(by_id, {}, {}, ()), settings)
    seconds = perf_counter() - start
    root = {i: k.own.original_id for i, k in found.items()}

    def linked(pair: Mapping[str, str]) -> bool:
        one, two = (found[prints[pair[key]].article_id].own for key in ("id1", "id2"))
        return relation_of(one, two) is not Originality.ORIGINAL

    def in_tree(pair: Mapping[str, str]) -> bool:
        one, two = prints[pair["id1"]].article_id, prints[pair["id2"]].article_id
        return root[one] == root[two]

    measures: dict[str, float] = {}
    for name, test in (("pair", linked), ("tree", in_tree)):
        count = Counter((pair["label"], test(pair)) for pair in pairs)
        right = count["copy", True] + count["partial", True]
        missed = count["copy", False] + count["partial", False]
        precision, recall = right / (right + count["distinct", True]), right / (right + missed)
        measures |= {
            f"copy {name} precision": precision,
            f"copy {name} recall": recall,
            f"copy {name} F1": f1(precision, recall),
            f"copy {name} recall, whole copies": share(count, "copy"),
            f"copy {name} recall, partial ones": share(count, "partial"),
        }
    return {**measures, "copies articles/s": len(by_id) / seconds}


def share(count: Counter[tuple[str, bool]], label: str) -> float:
    """Return the share of the pairs of a label that were found."""
    return count[label, True] / (count[label, True] + count[label, False])


def measure_pairs(settings: Matching) -> dict[str, float]:
    """Return how well one event is told from the same template on another day."""
    prints: dict[ArticleId, Fingerprint] = {}
    asked = []
    for pair in read_rows(STORIES / "same_event_pairs_dev.jsonl"):
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
    measures: dict[str, float] = {}
    for cut in (settings.join_probability, 0.6, 0.8):
        right = sum(same for p, same in said if p >= cut)
        precision = right / max(1, sum(p >= cut for p, _ in said))
        recall = right / sum(same for _, same in said)
        measures |= {
            f"same event at {cut} precision": precision,
            f"same event at {cut} recall": recall,
            f"same event at {cut} F1": f1(precision, recall),
        }
    return measures


# --- fitting -------------------------------------------------------------------------------------

FITTED = ("title", "containment", "headline_in_lede", "lede", "numbers", "conflict", "meaning")


def fit_weights(sets: Mapping[str, Sequence[Row]], settings: Matching, embedder: Embedder) -> None:
    """Print logistic weights fitted on the candidate pairs of the tuning stories.

    The sets run mixed, as one stream without times, so that the negatives are of all kinds. Every
    set weighs the same, and inside a set every article; likeness weights are held >= 0 and
    the conflict <= 0.
    """
    found: dict[bool, list[tuple[Measures, bool, float]]] = {True: [], False: []}
    label = {r.article.article_id: r.label for rows in sets.values() for r in rows}
    share = {r.article.article_id: 1 / len(rows) for rows in sets.values() for r in rows}
    prints = {
        key: replace(made, is_dated=False)
        for rows in sets.values()
        for key, made in fingerprint_articles(
            {r.article.article_id: r.article for r in rows}, embedder
        ).items()
    }
    window = ActiveWindow(prints, settings.window_hours)
    for one in prints:
        near = window.candidates(one)
        for other in near:
            pair = measure(window.weighed[one], window.weighed[other])
            weight = share[one] / len(near)
            found[pair.with_text].append((pair, label[one] == label[other], weight))
    for with_text, pairs in found.items():
        values = np.array([[getattr(m, name) or 0.0 for name in FITTED] for m, _, _ in pairs])
        same = np.array([s for _, s, _ in pairs], float)
        weights = logistic(values, same, np.array([w for *_, w in pairs]))
        print("TEXTS" if with_text else "HEADLINES", len(pairs), f"{same.mean():.2f} same")
        print("  ", dict(zip((*FITTED, "bias"), weights.round(2).tolist(), strict=True)))


def logistic(values: np.ndarray, same: np.ndarray, share: np.ndarray) -> np.ndarray:
    """Return the weights (n features, then bias) of a logistic model with signs held."""
    inputs = np.hstack([values, np.ones((len(values), 1))])
    weights, share = np.zeros(inputs.shape[1]), share / share.sum()
    low = np.array([-8.0 if name == "conflict" else 0.0 for name in FITTED] + [-np.inf])
    high = np.array([0.0 if name == "conflict" else np.inf for name in FITTED] + [np.inf])
    for step in range(3000):
        said = 1 / (1 + np.exp(-inputs @ weights))
        pull = inputs.T @ (share * (same - said)) - 2e-4 * weights
        weights = np.clip(weights + (20 / (1 + step / 1000)) * pull, low, high)
    return weights


# --- printing ------------------------------------------------------------------------------------


def measure_set(rows: Sequence[Row], settings: Matching, embedder: Embedder) -> dict[str, float]:
    """Return one set's numbers; ``singletons`` is the F1 of every article alone."""
    true = [row.label for row in rows]
    predicted, _, seconds = run(rows, settings, embedder)
    precision, recall, whole = b_cubed(predicted, true)
    return {
        "P": precision,
        "R": recall,
        "F1": whole,
        "pair F1": pair_f1(predicted, true),
        "stories": len(set(predicted)),
        "true stories": len(set(true)),
        "singletons": b_cubed([str(i) for i in range(len(rows))], true)[2],
        "articles/s": len(rows) / seconds,
    }


def compare_with_textbook(rows: Sequence[Row], own: Mapping[str, float]) -> dict[str, float]:
    """Return our F1 and time over those of TF-IDF and average-link on the same rows."""
    start = perf_counter()
    predicted = tfidf_average_link(rows)
    seconds = perf_counter() - start
    whole = b_cubed(predicted, [row.label for row in rows])[2]
    print(f"TF-IDF average-link F1 {whole:.3f}, {len(rows) / seconds:.0f} articles/s")
    return {
        "F1 / TF-IDF": own["F1"] / whole,
        "time / TF-IDF": len(rows) / own["articles/s"] / seconds,
    }


def printed(name: str, measures: Mapping[str, float]) -> None:
    """Print a line of the table."""
    said = "  ".join(f"{what} {number:.4g}" for what, number in measures.items())
    print(f"{name:11} {said}", flush=True)


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print how well stories, copies and pairs are found, and return it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="report on both halves together")
    parser.add_argument("--tune", action="store_true", help="report on the tuning half")
    parser.add_argument("--set", action="append", choices=SETS, help="only these sets")
    parser.add_argument("--fit", action="store_true", help="fit the weights on the tuning half")
    parser.add_argument("--copies", action="store_true", help="only copies and pairs")
    parser.add_argument("--words", action="store_true", help="without the embedder")
    chosen = parser.parse_args(arguments)
    embedder = WordsOnly() if chosen.words else open_embedder()
    if is_absent(STORIES):
        return {}
    settings = Matching()
    names: Iterable[str] = () if chosen.copies else chosen.set or SETS
    sets = {name: read_set(name) for name in names}
    if chosen.fit:
        tuning = {n: [r for r in s if is_tuning(r.label)] for n, s in sets.items()}
        fit_weights(tuning, settings, embedder)
        return {}
    found: dict[str, dict[str, float]] = {}
    for name, rows in sets.items():
        kept = [r for r in rows if chosen.all or is_tuning(r.label) == chosen.tune]
        found[name] = measure_set(kept, settings, embedder)
        printed(name, found[name])
        if name == "groundnews":
            found["peer"] = compare_with_textbook(kept, found[name])
    measures = {f"{name} F1": found[name]["F1"] for name in sets}
    if measures:
        measures["mean F1"] = sum(measures.values()) / len(measures)
        print(f"mean B-cubed F1 {measures['mean F1']:.3f}")
    if not chosen.set:
        copies, pairs = measure_copies(settings), measure_pairs(settings)
        printed("copies", copies)
        printed("same event", pairs)
        measures |= {name: copies[name] for name in ("copy pair F1", "copies articles/s")}
    slowest = min((found[name]["articles/s"] for name in sets), default=0.0)
    return {
        **measures, **found.get("peer", {}), "articles/s, slowest set": slowest,
        "peak MiB": say_peak(),
    }  # fmt: skip


if __name__ == "__main__":
    main()
