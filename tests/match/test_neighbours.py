"""The exact search: exact to the bit, over the borders of blocks and kinds of numbers."""

import numpy as np
import pytest

from newsloom.match.neighbours import BLOCK, FLOAT_BLOCKS, ExactNeighbours, ranks
from tests.contract.test_neighbours import clustered, truth

WIDTH = 16
COUNT = BLOCK * (FLOAT_BLOCKS + 1) + 100
"""Into the second block of float16."""


@pytest.fixture(scope="module")
def vectors():
    """Unit vectors, every tenth of them like the one before it."""
    rows = clustered(COUNT, width=WIDTH)
    rows[9::10] = rows[8::10][: len(rows[9::10])]
    return rows


@pytest.fixture(scope="module")
def held(vectors):
    made = ExactNeighbours(WIDTH)
    made.add(np.arange(COUNT), vectors)
    return made


def test_every_answer_is_the_exact_one(vectors, held):
    asked = vectors[:: COUNT // 300]
    found = held.nearest(asked, 12)
    assert found.places.tolist() == truth(vectors, np.arange(COUNT), asked, 12).tolist()
    products = np.einsum(
        "nd,nkd->nk", asked.astype(np.float64), vectors[found.places].astype(np.float64)
    )
    assert found.likeness.tolist() == products.astype(np.float32).tolist()


def test_nothing_depends_on_the_order_of_arrival(vectors, held):
    order = np.random.default_rng(5).permutation(COUNT)
    other = ExactNeighbours(WIDTH)
    other.add(np.arange(COUNT), vectors[::-1])
    other.drop(range(0, COUNT, 3))
    for start in range(0, COUNT, 1000):
        part = order[start : start + 1000]
        other.add(part, vectors[part])
    one, two = held.nearest(vectors[:50], 30), other.nearest(vectors[:50], 30)
    assert one.places.tolist() == two.places.tolist()
    assert one.likeness.tolist() == two.likeness.tolist()


@pytest.mark.parametrize("size", [1, 2, 7, 300])
def test_nothing_depends_on_what_is_asked_beside_it(size, vectors, held):
    whole = held.nearest(vectors[:300], 9)
    part = held.nearest(vectors[300 - size : 300], 9)
    assert part.places.tolist() == whole.places[-size:].tolist()
    assert part.likeness.tolist() == whole.likeness[-size:].tolist()


def test_more_than_a_block_may_be_asked_for(vectors, held):
    found = held.nearest(vectors[:1], COUNT + 5)
    assert (
        found.places[0, :COUNT].tolist()
        == truth(vectors, np.arange(COUNT), vectors[:1], COUNT)[0].tolist()
    )
    assert found.places[0, COUNT:].tolist() == [-1] * 5


def test_what_is_held_is_told_in_order_of_place(vectors):
    made = ExactNeighbours(WIDTH)
    made.add([9, 2, 5], vectors[:3])
    made.drop([5])
    places, rows = made.held()
    assert places.tolist() == [2, 9]
    assert rows.tolist() == vectors[[1, 0]].tolist()


def test_room_is_used_again(vectors):
    made = ExactNeighbours(WIDTH)
    for start in range(0, 3 * BLOCK, 512):
        made.add(range(start, start + 512), vectors[:512])
        made.drop(range(start - 512, start))
    assert len(made.blocks) == 1


def test_ranks_begin_anew_for_each_key():
    assert ranks(np.array([2, 2, 2, 5, 7, 7])).tolist() == [0, 1, 2, 0, 0, 1]
