"""The edited texts are what they say, and the engine is asked as a newsroom asks it."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.copies import find_all, measure_size, right_of, stream, three_ways
from bench.edits import EDITS, EditedPair, Text, edited_pairs
from newsloom.model import Originality
from newsloom.settings import Matching
from tests.match.invented import HARBOUR, ORCHARD, THEATRE

COPY, PARTIAL, DISTINCT = Originality.COPY, Originality.PARTIAL, Originality.ORIGINAL


def text_of(name: str, *parts: str) -> Text:
    """A text of four paragraphs."""
    words = " ".join(parts).split()
    step = len(words) // 4
    return Text(name, "\n\n".join(" ".join(words[n * step : (n + 1) * step]) for n in range(4)))


TEXTS = [
    text_of("Lock", HARBOUR, ORCHARD),
    text_of("Clocks", THEATRE, " ".join(reversed(HARBOUR.split()))),
]
PAIRS = {pair.kind: pair for pair in edited_pairs(TEXTS)}


def shared(pair: EditedPair) -> float:
    """The share of runs of five words of the shorter text that are in the other."""
    runs = []
    for text in (pair.one, pair.two):
        words = text.body.split()
        runs.append({tuple(words[at : at + 5]) for at in range(len(words) - 4)})
    return len(runs[0] & runs[1]) / min(map(len, runs))


def test_there_is_a_pair_of_every_kind() -> None:
    assert list(PAIRS) == list(EDITS)


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_is_what_it_says(kind: str) -> None:
    pair = PAIRS[kind]
    least, most = {COPY: (0.75, 1.0), PARTIAL: (0.2, 0.85), DISTINCT: (0.0, 0.25)}[pair.truth]
    assert least <= shared(pair) <= most
    assert pair.one.body != pair.two.body or kind == "other headline"


def test_a_seed_gives_the_same_edits() -> None:
    assert [*edited_pairs(TEXTS)] == [*PAIRS.values()]
    assert [*edited_pairs(TEXTS, seed=2)] != [*PAIRS.values()]


def test_what_is_right_depends_on_the_kind() -> None:

    said = Counter({(COPY, COPY): 3, (PARTIAL, DISTINCT): 2, (DISTINCT, DISTINCT): 1})
    assert right_of("truncated", said) == 5
    assert right_of("same footer", said) == 3


def test_three_ways() -> None:

    counts = Counter(
        {(COPY, COPY): 3, (COPY, PARTIAL): 1, (PARTIAL, COPY): 2, (PARTIAL, PARTIAL): 2}
    )
    assert three_ways(counts) == {
        "copy precision": 3 / 5,
        "copy recall": 3 / 4,
        "partial precision": 2 / 3,
        "partial recall": 2 / 4,
    }


def test_the_stream_has_copies_that_are_found() -> None:
    told = find_all([*stream(600)], Matching())
    copied = sum(s.status is not Originality.ORIGINAL for s in told.values()) / len(told)
    assert copied == pytest.approx(0.15, abs=0.05)


def test_a_size_is_measured() -> None:
    assert list(measure_size(300)) == [
        "articles/s at 300", "peak MiB at 300", "MiB of index at 300",
    ]  # fmt: skip
