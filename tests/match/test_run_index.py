"""The inverted index against counting by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.match import run_index
from newsloom.match.run_index import Places, RunIndex

RUNS = st.frozensets(
    st.one_of(
        st.integers(0, 12), st.integers(2**16 - 3, 2**16 + 3), st.integers(2**32 - 4, 2**32 - 1)
    ),
    max_size=12,
)
"""Few values, so that they meet: within a bucket, at its edges, and at the end of all."""


def array(runs: Sequence[int] | frozenset[int]) -> np.ndarray:
    return np.array(sorted(runs), "<u4")


def ranked(places: Places) -> Places:
    """The higher the place, the better the claim."""
    return np.sort(places)[::-1]


def counts(
    index: RunIndex, asked: Sequence[tuple[int, frozenset[int]]], held: np.ndarray
) -> dict[tuple[int, int], int]:
    owners = np.array([owner for owner, runs in asked for _ in runs], np.int64)
    runs = np.concatenate([array([]), *(array(runs) for _, runs in asked)])
    found = index.meet(owners, runs, held).counts()
    pairs = list(zip(*(column.tolist() for column in found), strict=True))
    assert pairs == sorted(pairs)
    return {(owner, place): shared for owner, place, shared in pairs}


@settings(max_examples=150, deadline=None)
@given(
    st.lists(RUNS, max_size=14),
    st.sets(st.integers(0, 14), max_size=5),
    st.sets(st.integers(0, 13), max_size=6),
    st.lists(RUNS, max_size=3),
    st.booleans(),
)
def test_it_counts_what_is_shared(
    texts: list[frozenset[int]],
    cuts: set[int],
    gone: set[int],
    asked: list[frozenset[int]],
    is_renumbered: bool,
) -> None:
    """However articles came and went, runs are counted as by hand."""
    index = RunIndex(ranked)
    edges = [0, *sorted(cut for cut in cuts if cut < len(texts)), len(texts)]
    for start, end in zip(edges, edges[1:], strict=False):
        index.add(np.arange(start, end), [array(runs) for runs in texts[start:end]])
    held = np.ones(len(texts), np.bool_)
    held[[place for place in gone if place < len(texts)]] = False
    index.drop(held)
    names = {place: place for place in np.flatnonzero(held).tolist()}
    if is_renumbered:
        moved = np.full(len(texts), -1, np.int64)
        moved[held] = np.arange(held.sum())
        index.renumber(moved)
        names = {place: int(moved[place]) for place in names}
        held = np.ones(held.sum(), np.bool_)
    expected = {
        (owner, names[place]): len(runs & texts[place])
        for owner, runs in enumerate(asked)
        for place in names
        if runs & texts[place]
    }
    assert expected == counts(index, list(enumerate(asked)), held)


def test_of_a_run_that_all_have_the_best_claims_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many segments they lie in, and whatever was let go."""
    monkeypatch.setattr(run_index, "POSTING_CAP", 3)
    index = RunIndex(ranked)
    for start in range(0, 40, 5):
        index.add(
            np.arange(start, start + 5), [array([7, 100 + n]) for n in range(start, start + 5)]
        )
    held = np.ones(40, np.bool_)
    assert [place for _, place in counts(index, [(0, frozenset({7}))], held)] == [37, 38, 39]
    assert counts(index, [(0, frozenset({7, 139, 104}))], held)[0, 39] == 2
    assert counts(index, [(0, frozenset({104}))], held) == {(0, 4): 1}


def test_segments_are_few_and_every_article_is_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_index, "SEGMENT_ARTICLES", 64)
    index = RunIndex(ranked)
    for start in range(0, 500, 5):
        index.add(np.arange(start, start + 5), [array([n]) for n in range(start, start + 5)])
    sizes = [len(segment.places) for segment in index.segments]
    assert sum(sizes) == 500
    assert max(sizes) <= 64
    assert len(sizes) < 20
    found = Counter(place for segment in index.segments for place in segment.places.tolist())
    assert set(found.values()) == {1}


def test_a_segment_of_gone_articles_goes() -> None:
    index = RunIndex(ranked)
    index.add(np.arange(4), [array([n]) for n in range(4)])
    index.drop(np.array([True, False, True, True]))
    assert [len(segment.places) for segment in index.segments] == [4]
    index.drop(np.array([True, False, False, False]))
    assert [segment.places.tolist() for segment in index.segments] == [[0]]
    index.drop(np.zeros(4, np.bool_))
    assert index.segments == []
    assert index.bytes_held == 0
