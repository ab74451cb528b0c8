"""The measure of extraction, against values worked out by hand."""

import csv
from io import StringIO

import pytest

from bench import extract
from bench.runs import Hits, hits, score, token_f1
from tests.shared import needs_shared

HITS = {
    "the same": ("a b c d e", "a b c d e", Hits(1, 0, 0), 1, 1),
    "punctuation is no word": ("a, b! c d", "a b c d", Hits(1, 0, 0), 1, 1),
    "one word more": ("a b c d e", "a b c d", Hits(1 / 2, 1 / 2, 0), 1 / 2, 1),
    "one word less": ("a b c d", "a b c d e", Hits(1 / 2, 0, 1 / 2), 1, 1 / 2),
    "another order": ("d c b a", "a b c d", Hits(0, 1 / 2, 1 / 2), 0, 0),
    "a run said twice": ("a a a a a", "a a a a", Hits(1 / 2, 1 / 2, 0), 1 / 2, 1),
    "fewer than four words are one run": ("a b", "a b", Hits(1, 0, 0), 1, 1),
    "nothing found": ("", "a b c d", Hits(0, 0, 1), 0, 0),
    "nothing to find": ("a b c d", "", Hits(0, 1, 0), 0, 0),
    "nothing at all": ("", "", Hits(0, 0, 0), 1, 1),
}


@pytest.mark.parametrize(
    ("got", "wanted", "expected", "precision", "recall"), HITS.values(), ids=HITS
)
def test_hits(got: str, wanted: str, expected: Hits, precision: float, recall: float) -> None:
    found = hits(got, wanted)
    assert (found, found.precision, found.recall) == (expected, precision, recall)


def test_score_is_of_the_means_and_leaves_empty_texts_out_of_precision() -> None:
    truth = {"one": "a b c d", "two": "a b c d e", "three": "x y z w"}
    found = score({"one": "a b c d e", "two": "a b c d e", "three": ""}, truth)
    assert found["precision"] == pytest.approx((1 / 2 + 1) / 2)
    assert found["recall"] == pytest.approx((1 + 1 + 0) / 3)
    assert found["F1"] == pytest.approx(2 * 0.75 * (2 / 3) / (0.75 + 2 / 3))
    assert found["token F1"] == pytest.approx((8 / 9 + 1 + 0) / 3)


def test_token_f1() -> None:
    assert token_f1("b a", "a b") == 1
    assert token_f1("a b c", "a") == pytest.approx(1 / 2)
    assert token_f1("", "…") == 1


@needs_shared
def test_the_case_file_has_a_row_for_each_page_and_no_word_of_it() -> None:
    rows = list(csv.reader(StringIO(extract.cases()["pages.csv"])))
    assert rows[0] == ["page", "resiliparse", "trafilatura", "newsloom"]
    assert len(rows) == 1 + 181
    for key, *values in rows[1:]:
        assert len(key) == 64
        assert all(0 <= float(value) <= 1 for value in values)
