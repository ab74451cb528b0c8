"""Vectors -> the nearest of those held: exact while they are few, by a graph when they are many.

The graph is usearch (extra ``usearch``), which is imported here alone. It does no I/O, and its
answers are nearly those of the exact search: see docs/decisions/011-*.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from newsloom.match.neighbours import (
    ExactNeighbours,
    Nearest,
    Neighbours,
    Places,
    Vectors,
    checked,
    fill,
    nothing_near,
    placed,
)

EXACT_UP_TO = 20_000
"""Vectors up to which the exact search is used."""

PACKAGE = "usearch"

LINKS = 16
"""Links of a vector in the graph."""

LOOKED_AT_TO_ADD = 64
LOOKED_AT_TO_FIND = 96
"""Vectors the graph keeps in view while it looks for a place and for an answer: with twice as many
to add, twice the time, it finds 1% more."""

SLOW = (
    "more than {limit} vectors are compared one by one; `pip install newsloom[usearch]` finds "
    "neighbours faster"
)


class Matches(Protocol):
    """What the graph answers to n vectors."""

    keys: NDArray[np.uint64]
    distances: NDArray[np.float32]
    counts: NDArray[np.int64]


class Graph(Protocol):
    """What usearch gives."""

    def __len__(self) -> int: ...
    def add(self, keys: Places, vectors: NDArray[np.float16], *, threads: int) -> object: ...
    def contains(self, keys: Places) -> NDArray[np.bool_]: ...
    def get(self, keys: Places) -> tuple[NDArray[np.float16] | None, ...]: ...
    def remove(self, keys: Places, *, threads: int) -> object: ...
    def search(self, vectors: NDArray[np.float16], count: int, *, threads: int) -> Matches: ...


class GraphNeighbours:
    """``Neighbours`` by a graph: nearly all of the nearest, in a small part of the time.

    The same vectors in the same order give the same answers. Dropped ones leave no gaps: their room
    in the graph is used again.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.graph: Graph = import_module("usearch.index").Index(
            ndim=width,
            metric="ip",
            dtype="f16",
            connectivity=LINKS,
            expansion_add=LOOKED_AT_TO_ADD,
            expansion_search=LOOKED_AT_TO_FIND,
        )

    def __len__(self) -> int:
        return len(self.graph)

    def add(self, places: Sequence[int] | Places, vectors: Vectors) -> None:
        """Hold vectors (n x width, unit length); a place that is held gets the new one.

        Raises:
            ValueError: another width or number of vectors, or a place below 0.
        """
        numbers, values = placed(places, vectors, self.width)
        last = sorted({place: at for at, place in enumerate(numbers.tolist())}.values())
        self.drop(numbers.tolist())
        if last:
            self.graph.add(numbers[last], values[last], threads=1)

    def vectors(self, places: Places) -> NDArray[np.float32]:
        """Return the vectors of held places, n x width; KeyError for one that is not."""
        rows = np.zeros((len(places), self.width), np.float32)
        found = self.graph.get(places) if len(places) else ()
        for number, vector in enumerate(found):
            if vector is None:
                raise KeyError(int(places[number]))
            rows[number] = vector
        return rows

    def drop(self, places: Iterable[int]) -> None:
        """Forget places; those not held are no matter."""
        numbers = np.unique(np.fromiter(places, np.int64))
        held = numbers[self.graph.contains(numbers)] if len(numbers) else numbers
        if len(held):
            self.graph.remove(held, threads=1)

    def nearest(self, vectors: Vectors, k: int) -> Nearest:
        """Return nearly all of the k held nearest to each of ``vectors`` (n x width)."""
        asked = checked(vectors, self.width)
        answer = nothing_near(len(asked), k)
        if k > 0 and len(asked) and len(self):
            found = self.graph.search(asked, k, threads=1)
            # One vector is answered by a row without gaps, many by a table with gaps at the ends.
            keys, distances = np.atleast_2d(found.keys), np.atleast_2d(found.distances)
            counts = found.counts if len(asked) > 1 else np.array([keys.shape[1]])
            one, at = np.nonzero(np.arange(keys.shape[1]) < counts[:, None])
            fill(answer, one, keys[one, at].astype(np.int64), 1 - distances[one, at])
        return answer


class GrowingNeighbours:
    """``Neighbours`` that begins exact and goes over to the graph when it holds too many.

    Without the package it stays exact, and says once that another way would be faster.
    """

    def __init__(self, width: int, exact_up_to: int) -> None:
        self.width = width
        self.exact_up_to = exact_up_to
        self.exact: ExactNeighbours | None = ExactNeighbours(width)
        self.held: Neighbours = self.exact

    def __len__(self) -> int:
        return len(self.held)

    def add(self, places: Sequence[int] | Places, vectors: Vectors) -> None:
        """Hold vectors (n x width, unit length); a place that is held gets the new one."""
        self.held.add(places, vectors)
        if self.exact is not None and len(self.exact) > self.exact_up_to:
            self._grow(self.exact)

    def vectors(self, places: Places) -> NDArray[np.float32]:
        """Return the vectors of held places, n x width; KeyError for one that is not."""
        return self.held.vectors(places)

    def drop(self, places: Iterable[int]) -> None:
        """Forget places; those not held are no matter."""
        self.held.drop(places)

    def nearest(self, vectors: Vectors, k: int) -> Nearest:
        """Return the k held nearest to each of ``vectors`` (n x width), itself among them."""
        return self.held.nearest(vectors, k)

    def _grow(self, exact: ExactNeighbours) -> None:
        """Go over to the graph, if there is one."""
        self.exact = None
        if find_spec(PACKAGE) is None:
            logging.getLogger(__name__).warning(SLOW.format(limit=self.exact_up_to))
            return
        self.held = GraphNeighbours(self.width)
        self.held.add(*exact.held())


def open_neighbours(width: int, exact_up_to: int = EXACT_UP_TO) -> Neighbours:
    """Return an empty set of vectors of ``width`` numbers, exact up to so many of them."""
    return GrowingNeighbours(width, exact_up_to)
