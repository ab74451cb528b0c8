"""What ``match.neighbours.Neighbours`` promises, held against every implementation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from newsloom.edges.neighbours import GraphNeighbours, GrowingNeighbours, open_neighbours
from newsloom.match.neighbours import ExactNeighbours, Neighbours

WIDTH = 32
MAKERS: dict[str, Callable[[int], Neighbours]] = {
    "exact": ExactNeighbours,
    "graph": GraphNeighbours,
    "growing": lambda width: GrowingNeighbours(width, 100),
    "opened": open_neighbours,
}
"""Every kind there is; a new one is held to this suite by a line here."""


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def make(request) -> Callable[[int], Neighbours]:
    return request.param


@pytest.fixture
def held(make) -> Neighbours:
    return make(WIDTH)


def clustered(count: int, seed: int = 1, width: int = WIDTH) -> np.ndarray:
    """Return unit vectors in groups of about twenty, as reports of events are."""
    chance = np.random.default_rng(seed)
    events = chance.normal(size=(count // 20 + 1, width))
    rows = events[chance.integers(0, len(events), count)]
    rows = rows + 0.6 * chance.normal(size=rows.shape)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


def truth(vectors: np.ndarray, places: np.ndarray, asked: np.ndarray, k: int) -> np.ndarray:
    """Return the places of the k nearest by plain sorting; equal ones in order of place."""
    products = asked.astype(float) @ vectors.astype(float).T
    order = [np.lexsort((places, -row))[:k] for row in products]
    return places[np.array(order)]


def recall(found: np.ndarray, wanted: np.ndarray) -> float:
    shared = [len({*one} & {*two}) for one, two in zip(found, wanted, strict=True)]
    return sum(shared) / wanted.size


def test_nothing_held_is_nothing_near(held):
    found = held.nearest(clustered(3), 2)
    assert found.places.tolist() == [[-1, -1]] * 3
    assert (found.likeness == -np.inf).all()
    assert len(held) == 0


def test_the_nearest_are_found_best_first(held):
    vectors, places = clustered(600), np.arange(600) * 7
    held.add(places, vectors)
    found = held.nearest(vectors[:200], 10)
    assert found.places.shape == found.likeness.shape == (200, 10)
    assert (found.places.dtype, found.likeness.dtype) == (np.int64, np.float32)
    assert found.places[:, 0].tolist() == places[:200].tolist()
    assert recall(found.places, truth(vectors, places, vectors[:200], 10)) >= 0.95
    assert (np.diff(found.likeness, axis=1) <= 0).all()
    products = np.einsum(
        "nd,nkd->nk", vectors[:200].astype(float), vectors[found.places // 7].astype(float)
    )
    assert np.abs(products - found.likeness).max() < 1e-5


def test_fewer_than_asked_for_leave_gaps_at_the_end(held):
    vectors = clustered(3)
    held.add([5, 6, 7], vectors)
    found = held.nearest(vectors, 5)
    assert [sorted(row) for row in found.places.tolist()] == [[-1, -1, 5, 6, 7]] * 3
    assert found.places[:, 3:].tolist() == [[-1, -1]] * 3
    assert (found.likeness[:, 3:] == -np.inf).all()
    assert np.isfinite(found.likeness[:, :3]).all()


def test_one_vector_is_asked_for_like_many(held):
    vectors = clustered(300)
    held.add(range(300), vectors)
    many = held.nearest(vectors, 8)
    for number in (0, 17, 299):
        alone = held.nearest(vectors[number : number + 1], 8)
        assert alone.places.tolist() == many.places[number : number + 1].tolist()


def test_what_is_dropped_is_not_found_again(held):
    vectors = clustered(400)
    held.add(range(400), vectors)
    held.drop([*range(0, 400, 2), 1000])
    found = held.nearest(vectors, 10)
    assert len(held) == 200
    assert (found.places % 2 == 1).all()
    odd = np.arange(1, 400, 2)
    assert recall(found.places, truth(vectors[1::2], odd, vectors, 10)) >= 0.95
    held.drop(range(400))
    assert (len(held), held.nearest(vectors[:2], 1).places.tolist()) == (0, [[-1], [-1]])


def test_a_place_added_again_has_the_new_vector_alone(held):
    old, new = clustered(50, seed=1), clustered(50, seed=2)
    held.add(range(50), old)
    held.add([3, 4, 3], np.stack([new[0], new[1], new[2]]))
    assert len(held) == 50
    found = held.nearest(np.stack([new[2], new[1], new[0]]), 50)
    assert found.places[:2, 0].tolist() == [3, 4]
    assert [len({*row}) for row in found.places.tolist()] == [50] * 3
    assert found.likeness[2, 0] < 0.99


def test_a_window_that_slides_on_finds_as_much_as_ever(held):
    vectors, size, step = clustered(3000), 400, 50
    recalls = []
    for start in range(0, 3000, step):
        held.add(range(start, start + step), vectors[start : start + step])
        held.drop(range(max(0, start - size), max(0, start + step - size)))
        first = max(0, start + step - size)
        places = np.arange(first, start + step)
        asked = vectors[start : start + step]
        found = held.nearest(asked, 5)
        recalls.append(recall(found.places, truth(vectors[places], places, asked, 5)))
    assert len(held) == size
    assert min(recalls[10:]) >= 0.95


def test_the_same_steps_give_the_same_answers(make):
    vectors = clustered(500)

    def steps() -> list[list[int]]:
        held = make(WIDTH)
        held.add(range(300), vectors[:300])
        held.drop(range(100))
        held.add(range(300, 500), vectors[300:])
        return held.nearest(vectors, 10).places.tolist()

    assert steps() == steps()


def test_vectors_are_given_back_as_they_came(held):
    rows = clustered(150)
    held.add(range(150), rows)
    held.drop([7])
    asked = np.array([149, 0, 149, 33])
    assert (held.width, held.vectors(asked).dtype) == (WIDTH, np.float32)
    assert held.vectors(asked).tolist() == rows[asked].astype(np.float32).tolist()
    assert held.vectors(asked[:0]).shape == (0, WIDTH)
    for gone in (7, 500):
        with pytest.raises(KeyError, match=str(gone)):
            held.vectors(np.array([3, gone]))


@pytest.mark.parametrize("k", [0, 3])
def test_no_vectors_are_no_answers(held, k):
    held.add([], np.zeros((0, WIDTH), np.float16))
    held.drop([])
    assert held.nearest(np.zeros((0, WIDTH), np.float32), k).places.shape == (0, k)
    held.add([1], clustered(1))
    assert held.nearest(clustered(2), 0).likeness.shape == (2, 0)


@pytest.mark.parametrize(
    ("places", "shape"),
    [
        pytest.param([1], (1, WIDTH + 1), id="another width"),
        pytest.param([1], (WIDTH,), id="one vector that is no row"),
        pytest.param([1, 2], (1, WIDTH), id="more places than vectors"),
        pytest.param([-1], (1, WIDTH), id="a place below 0"),
    ],
)
def test_what_does_not_fit_is_refused(held, places, shape):
    with pytest.raises(ValueError, match=r"are held here|needs one place"):
        held.add(places, np.zeros(shape, np.float32))
    assert len(held) == 0
