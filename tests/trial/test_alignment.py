"""The one-to-one alignment: the best there is, by trying all of them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.trial.alignment import best_alignment

CASES = {
    "nothing": ({}, {}),
    "one to one": ({"a": {"x": 0.5}}, {"a": "x"}),
    "nobody to align with": ({"a": {}}, {}),
    "the greater sum, not the greatest pair": (
        {"a": {"x": 0.9, "y": 0.8}, "b": {"x": 0.8}},
        {"a": "y", "b": "x"},
    ),
    "two want one": ({"a": {"x": 0.4}, "b": {"x": 0.6}}, {"b": "x"}),
    "a chain of changes": (
        {"a": {"x": 0.9, "y": 0.5}, "b": {"x": 0.9, "z": 0.5}, "c": {"x": 0.9}},
        {"a": "y", "b": "z", "c": "x"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_alignments(name):
    likeness, expected = CASES[name]
    assert best_alignment(likeness) == expected


tables = st.lists(
    st.dictionaries(st.integers(0, 4), st.floats(0.01, 1), max_size=5), min_size=1, max_size=5
)


@given(tables)
def test_no_other_alignment_is_better(rows):
    likeness = dict(enumerate(rows))
    found = best_alignment(likeness)
    assert len(set(found.values())) == len(found)
    total = sum(likeness[left][right] for left, right in found.items())
    best = max(
        sum(row.get(right, 0.0) for row, right in zip(rows, order, strict=False))
        for order in permutations(range(5))
    )
    assert total == pytest.approx(best)
