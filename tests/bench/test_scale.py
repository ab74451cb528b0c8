"""The benches of scale and neighbours, in little: what they measure, and that it is right."""

import pytest

from bench.neighbours import KINDS
from bench.neighbours import measure as measure_neighbours
from bench.scale import measure


@pytest.fixture(scope="module")
def measures():
    return measure(600)


def test_copies_and_stories_are_found_at_some_speed(measures):
    assert min(measures[name] for name in ("copies/s", "stories/s", "both/s", "peak MiB")) > 0
    assert measures["both/s"] <= min(measures["copies/s"], measures["stories/s"])


def test_made_stories_and_copies_are_those_found(measures):
    assert measures["stories F1"] > 0.9
    assert measures["copies P"] > 0.95
    assert measures["copies R"] > 0.9


@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_are_found_at_some_speed(kind):
    found = measure_neighbours(kind, 1000)
    assert found["recall"] > 0.95
    assert min(found["ms alone"], found["ms in 200"], found["ms to add"]) > 0
