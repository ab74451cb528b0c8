"""Ruled pairs and a store -> where the machine puts them when nobody rules, by the engine itself.

The articles around the pairs are gone through anew in order of time, from their fingerprints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.edges.recent import published_between, published_times
from newsloom.edges.store import SqlStore
from newsloom.match.pair_model import PairModel
from newsloom.model import ArticleId, Fingerprint
from newsloom.settings import Matching
from newsloom.stage import CHUNK, batched
from newsloom.trial.agreement import JudgedPair
from newsloom.trial.rulings import RuledPair
from newsloom.trial.trial import run_windows

MOST_ARTICLES = 20_000
"""Articles gone through: about a minute."""

Span = tuple[datetime, datetime]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of going through the articles anew."""

    judged: tuple[JudgedPair, ...]
    fingerprints: Mapping[ArticleId, Fingerprint]


def replay(
    pairs: Sequence[RuledPair],
    store: SqlStore,
    settings: Matching,
    model: PairModel,
    on_progress: Progress,
) -> Replay:
    """Return ruled pairs with whether the engine, without rulings, puts them together.

    The newest rulings come first where there are too many articles; others are left out.
    """
    kept, ids = chosen(pairs, store, timedelta(hours=settings.window_hours))
    on_progress(0, len(ids))

    def windows() -> Iterator[Mapping[ArticleId, Fingerprint]]:
        for piece in batched(ids, CHUNK):
            yield store.fingerprints(piece)

    trial = run_windows(windows(), settings, model, lambda done: on_progress(done, len(ids)))
    stories = {key: coverage.story_id for key, coverage in trial.coverages.items()}
    judged = tuple(JudgedPair(p, stories[p.one] == stories[p.two]) for p in kept)
    return Replay(judged, trial.fingerprints)


def chosen(
    pairs: Sequence[RuledPair], store: SqlStore, reach: timedelta
) -> tuple[list[RuledPair], list[ArticleId]]:
    """Return the pairs that can be replayed, oldest ruling first, and the articles around them."""
    times = published_times(store, {key for pair in pairs for key in (pair.one, pair.two)})
    kept: list[RuledPair] = []
    articles: dict[Span, list[ArticleId]] = {}
    for pair in reversed(pairs):
        if pair.one not in times or pair.two not in times:
            continue
        first, last = sorted((times[pair.one], times[pair.two]))
        wider = joined(articles.keys(), (first - reach, last + reach))
        found = {span: articles.get(span) or published_between(store, *span) for span in wider}
        if sum(map(len, found.values())) <= MOST_ARTICLES:
            kept.append(pair)
            articles = found
    ids = [key for span in sorted(articles) for key in articles[span]]
    return kept[::-1], ids


def joined(spans: Iterable[Span], new: Span) -> list[Span]:
    """Return stretches of time with one more, those that meet made one."""
    first, last = new
    apart: list[Span] = []
    for start, end in sorted(spans):
        if end < first or start > last:
            apart.append((start, end))
        else:
            first, last = min(first, start), max(last, end)
    return sorted([*apart, (first, last)])
