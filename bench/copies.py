"""Labelled pairs, edited texts and invented streams -> how well and how fast copies are found.

Run: ``python -m bench.copies [--size N ...]``. Every pair is asked of the engine that has all
articles in one go, never of two texts alone. It prints, and asserts nothing.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import chain
from time import process_time

import numpy as np

from bench.child import measured_apart
from bench.edits import EDITS, Text, edited_pairs
from bench.labelled import STORIES, is_absent, read_rows
from bench.machine import peak_mib
from newsloom.match.copy_evidence import relation_of
from newsloom.match.fingerprint import (
    LEDE_RUN_WORDS,
    LEDE_WORDS,
    RUN_WORDS,
    fingerprint_article,
    sample_of,
)
from newsloom.match.syndication import CopyFinder
from newsloom.model import (
    Article,
    ArticleId,
    DateOrigin,
    Fingerprint,
    Originality,
    Provider,
    Syndication,
)
from newsloom.ports import SyndicationWindow
from newsloom.settings import Matching
from newsloom.stage import CHUNK
from newsloom.text.tokens import shingles
from newsloom.text.urls import registered_domain

COPY, PARTIAL, DISTINCT = Originality.COPY, Originality.PARTIAL, Originality.ORIGINAL
TRUTH = {"copy": COPY, "partial": PARTIAL, "distinct": DISTINCT}

START = datetime(2030, 3, 4, tzinfo=UTC)
SIZES = (1_500, 10_000, 100_000)

LEAST_WORDS = 150
"""Words of a text that is edited."""

TEXT_WORDS = 400
VOCABULARY = 60_000
COPIED = 0.15
"""Share of an invented stream that is copied, half of it in whole."""
COPIED_FROM = 500
"""Latest texts that are copied from."""

Told = Mapping[ArticleId, Syndication]


# --- the engine --------------------------------------------------------------------------------


def find_all(prints: Sequence[Fingerprint], settings: Matching) -> dict[ArticleId, Syndication]:
    """Return what each article is in the end, all of them taken in chunks in order of time."""
    finder = CopyFinder(settings)
    told: dict[ArticleId, Syndication] = {}
    ordered = sorted(prints, key=lambda made: (made.published_at, made.article_id))
    for start in range(0, len(ordered), CHUNK):
        new = {made.article_id: made for made in ordered[start : start + CHUNK]}
        for kinship in finder.find(SyndicationWindow(new, {}, {}, ())).values():
            told |= {s.article_id: s for s in (kinship.own, *kinship.rerooted)}
    return told


def article_of(name: str, text: Text, domain: str, hours: float = 0.0) -> Article:
    """Return a text as an article."""
    at = START + timedelta(hours=hours)
    article_id = ArticleId(blake2b(name.encode(), digest_size=8).hexdigest())
    return Article(
        article_id=article_id,
        web_url=f"https://{domain}/{article_id}",
        title=text.title,
        text=text.body,
        excerpt="",
        provider=Provider(domain, domain),
        published_at=at,
        date_origin=DateOrigin.PAGE,
        date_reason="invented",
        seen_at=at,
        language="en",
    )


# --- labelled pairs ------------------------------------------------------------------------------


def measure_pairs(settings: Matching) -> dict[str, float]:
    """Return how copies, partial copies and distinct texts are told apart.

    ``copy`` and ``partial`` are three-way; ``copy or not`` is among copies and distinct texts;
    ``partial found`` counts those said to be either.
    """
    rows = read_rows(STORIES / "groundnews_dev.jsonl")
    prints = {row["id"]: fingerprint_article(labelled(row)) for row in rows}
    start = process_time()
    told = find_all([*prints.values()], settings)
    seconds = process_time() - start
    counts: Counter[tuple[Originality, Originality]] = Counter()
    for pair in read_rows(STORIES / "syndication_pairs_dev.jsonl"):
        one, two = (told[prints[pair[key]].article_id] for key in ("id1", "id2"))
        counts[TRUTH[pair["label"]], relation_of(one, two)] += 1
    found = three_ways(counts)
    right = counts[COPY, COPY] + counts[COPY, PARTIAL]
    wrong = counts[DISTINCT, COPY] + counts[DISTINCT, PARTIAL]
    return {
        **found,
        "copy or not precision": right / max(1, right + wrong),
        "copy or not recall": right / max(1, right + counts[COPY, DISTINCT]),
        "partial found": 1 - counts[PARTIAL, DISTINCT] / sum(counts[PARTIAL, t] for t in TRUTHS),
        "articles/s": len(prints) / seconds,
    }


TRUTHS = (COPY, PARTIAL, DISTINCT)


def three_ways(counts: Counter[tuple[Originality, Originality]]) -> dict[str, float]:
    """Return precision and recall of copies and partial copies."""
    found = {}
    for name, truth in (("copy", COPY), ("partial", PARTIAL)):
        right = counts[truth, truth]
        found[f"{name} precision"] = right / max(1, sum(counts[t, truth] for t in TRUTHS))
        found[f"{name} recall"] = right / max(1, sum(counts[truth, t] for t in TRUTHS))
    return found


def labelled(row: Mapping[str, str]) -> Article:
    """Return a labelled row as an article; the set has no times."""
    text = Text(row["title"] or "", (row["text"] or "").replace("\n", "\n\n"))
    return article_of(row["id"], text, registered_domain(row["domain"] or ""))


# --- edits ---------------------------------------------------------------------------------------


def measure_edits(settings: Matching) -> dict[str, float]:
    """Print what is said of edited texts kind by kind; returns the shares that are right.

    A kind of copies is right when it is found at all, one of distinct texts when neither is said to
    be a copy or partial copy; a passage both have may be told.
    """
    sets = (read_rows(STORIES / f"{name}_dev.jsonl") for name in ("groundnews", "basil"))
    seen: dict[str, Text] = {}
    for row in chain.from_iterable(sets):
        if len((row["text"] or "").split()) >= LEAST_WORDS:
            text = Text(row["title"], row["text"].replace("\n", "\n\n"))
            seen.setdefault(row["story"], text)
    # One text of each story: what two of them share was put there.
    texts = list(seen.values())
    found: dict[str, float] = {}
    for kind in EDITS:
        pairs = [pair for pair in edited_pairs(texts) if pair.kind == kind]
        articles = [
            (
                article_of(f"{kind} {n} one", pair.one, f"first{n % 3}.example", n / 10),
                article_of(f"{kind} {n} two", pair.two, f"second{n % 4}.example", n / 10 + 1),
            )
            for n, pair in enumerate(pairs)
        ]
        told = find_all([fingerprint_article(a) for both in articles for a in both], settings)
        said = Counter(
            (relation_of(told[a.article_id], told[b.article_id]), told[b.article_id].status)
            for a, b in articles
        )
        found[kind] = right_of(kind, said) / len(pairs)
        shares = {t: sum(n for (s, _), n in said.items() if s is t) / len(pairs) for t in TRUTHS}
        print(
            f"{kind:20} right {found[kind]:.3f}   said copy {shares[COPY]:.3f}  partial"
            f" {shares[PARTIAL]:.3f}  distinct {shares[DISTINCT]:.3f}",
            flush=True,
        )
    return found


def right_of(kind: str, said: Counter[tuple[Originality, Originality]]) -> int:
    """Return how many pairs of a kind are right."""
    if EDITS[kind][0] is DISTINCT:
        return sum(n for (_, status), n in said.items() if status is Originality.ORIGINAL)
    return sum(n for (relation, _), n in said.items() if relation is not DISTINCT)


# --- speed and memory ----------------------------------------------------------------------------


def measure_size(size: int) -> dict[str, float]:
    """Return rate and memory with ``size`` articles of 400 words held, 15% of them copied.

    The rate is that of the last tenth, in processor time; the memory is that of the process, with
    its libraries and the stream.
    """
    finder = CopyFinder(Matching())
    last, spent = max(1, size // 10), 0.0
    chunk: dict[ArticleId, Fingerprint] = {}
    for number, made in enumerate(stream(size), start=1):
        chunk[made.article_id] = made
        if len(chunk) == CHUNK or number == size:
            start = process_time()
            finder.find(SyndicationWindow(chunk, {}, {}, ()))
            spent += process_time() - start if number > size - last else 0.0
            chunk = {}
    indexes = sum(index.bytes_held for index in finder.texts.indexes) / 2**20
    return {
        f"articles/s at {size}": last / spent,
        f"peak MiB at {size}": peak_mib(),
        f"MiB of index at {size}": indexes,
    }


def stream(size: int) -> Iterator[Fingerprint]:
    """Yield ``size`` invented articles over four days, words drawn by Zipf's law."""
    chance = np.random.default_rng(7)
    words = [f"w{number}" for number in range(VOCABULARY)]
    zipf = np.cumsum(1 / np.arange(1, VOCABULARY + 1))
    zipf /= zipf[-1]

    def fresh(count: int) -> list[str]:
        drawn = np.searchsorted(zipf, chance.random(count))
        return [words[at] for at in np.minimum(drawn, VOCABULARY - 1)]

    copied: list[list[str]] = []
    for number in range(size):
        text, luck = fresh(TEXT_WORDS), chance.random()
        if copied and luck < COPIED:
            source = copied[int(chance.integers(len(copied)))]
            kept = TEXT_WORDS if luck < COPIED / 2 else int(TEXT_WORDS * chance.uniform(0.2, 0.7))
            text = source[:kept] + text[kept:]
        elif luck > 0.8:
            copied = [*copied[-COPIED_FROM:], text]
        at = START + timedelta(hours=96 * number / size)
        yield invented(number, text, f"site{int(chance.integers(800))}.example", at)


def invented(number: int, text: Sequence[str], domain: str, at: datetime) -> Fingerprint:
    """Return the fingerprint of an invented text."""
    title = text[20:30]
    runs = shingles(title, LEDE_RUN_WORDS) + shingles(text[:LEDE_WORDS], LEDE_RUN_WORDS)
    return Fingerprint(
        article_id=ArticleId(f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}"),
        title=" ".join(title),
        domain=domain,
        published_at=at,
        is_dated=True,
        title_words=tuple(title),
        lede_words=tuple(text[:LEDE_WORDS]),
        shingles=shingles(text, RUN_WORDS, sample_of(len(text))),
        lede_shingles=bytes(np.unique(np.frombuffer(runs, "<u4"))),
        word_count=len(text),
        anchors=(),
        names=(),
    )


# --- printing ------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print how well and how fast copies are found, and return it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", action="append", type=int, help="articles held, for the rates")
    parser.add_argument("--alone", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.alone:
        return measure_size(chosen.alone)
    if is_absent(STORIES):
        return {}
    measures = {f"pairs {name}": value for name, value in measure_pairs(Matching()).items()}
    measures |= {f"edits {name}": value for name, value in measure_edits(Matching()).items()}
    for size in chosen.size or SIZES:
        measures |= measured_apart("copies", ["--alone", str(size)])
    for name, value in measures.items():
        if not name.startswith("edits"):
            print(f"{name:32} {value:.4g}")
    return measures


if __name__ == "__main__":
    main()
