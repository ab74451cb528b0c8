"""Vectors -> the nearest of those held, by dot product.

Reads no text and decides nothing. ``Neighbours`` is what the window needs; ``ExactNeighbours``
compares with every vector. An approximate one, for many more, is in ``edges``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Vectors = NDArray[np.float16] | NDArray[np.float32]
Pairs = tuple[Places, Places, NDArray[np.float32]]
"""Of equal length: place of the asked vector, row of the held one, likeness."""

BLOCK = 4096
"""Vectors compared at once: two copies of them fit the cache of a core, whatever their width."""

FLOAT_BLOCKS = 5
"""Blocks kept as float32, 40 MB at a width of 512: turning float16 into it takes a third of the
time of a batch and nearly all of that of a single vector. Later blocks are float16."""

ASKED = 256
"""Vectors asked for at once: bounds the memory of a call."""

MARGIN = 1e-4
"""More than float32 can be wrong by in the product of two unit vectors of up to 800 numbers."""


class Nearest(NamedTuple):
    """For each asked vector the places held nearest to it, best first; n x k."""

    places: Places
    """-1 where fewer than k are held."""
    likeness: NDArray[np.float32]
    """Dot product, -1..1 for unit vectors; -inf where there is no place."""


class Neighbours(Protocol):
    """A set of vectors of one width that can be asked for the nearest ones.

    ``places`` are the caller's own numbers, >= 0, one a vector.
    """

    width: int

    def __len__(self) -> int: ...

    def add(self, places: Sequence[int] | Places, vectors: Vectors) -> None:
        """Hold vectors (n x width, unit length); a place that is held gets the new one."""
        ...

    def vectors(self, places: Places) -> NDArray[np.float32]:
        """Return the vectors of held places, n x width; KeyError for one that is not."""
        ...

    def drop(self, places: Iterable[int]) -> None:
        """Forget places; those not held are no matter."""
        ...

    def nearest(self, vectors: Vectors, k: int) -> Nearest:
        """Return the k held nearest to each of ``vectors`` (n x width), itself among them."""
        ...


class ExactNeighbours:
    """``Neighbours`` by comparing with every vector held.

    The answer is exact: it depends on the vectors and places held alone, not on the order in which
    they came, the others asked with them, or the machine. Equal ones come in order of place.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: dict[int, int] = {}
        """Place -> row; row r is number r % BLOCK of block r // BLOCK."""
        self.free: list[int] = []
        """Rows to be used again."""
        self.blocks: list[Vectors] = []
        self.places: list[Places] = []
        """Of each block's rows; -1 = free."""

    def __len__(self) -> int:
        return len(self.rows)

    def add(self, places: Sequence[int] | Places, vectors: Vectors) -> None:
        """Hold vectors (n x width, unit length); a place that is held gets the new one.

        Raises:
            ValueError: another width or number of vectors, or a place below 0.
        """
        numbers, values = placed(places, vectors, self.width)
        for place, value in zip(numbers.tolist(), values, strict=True):
            if place not in self.rows:
                self.rows[place] = self._free_row()
            block, number = divmod(self.rows[place], BLOCK)
            self.blocks[block][number] = value
            self.places[block][number] = place

    def vectors(self, places: Places) -> NDArray[np.float32]:
        """Return the vectors of held places, n x width; KeyError for one that is not."""
        return self._vectors(np.array([self.rows[place] for place in places.tolist()], np.int64))

    def drop(self, places: Iterable[int]) -> None:
        """Forget places; those not held are no matter."""
        for place in places:
            row = self.rows.pop(int(place), None)
            if row is not None:
                self.places[row // BLOCK][row % BLOCK] = -1
                self.free.append(row)

    def nearest(self, vectors: Vectors, k: int) -> Nearest:
        """Return the k held nearest to each of ``vectors`` (n x width), itself among them."""
        asked = checked(vectors, self.width)
        answer = nothing_near(len(asked), k)
        if k > 0:
            for start in range(0, len(asked), ASKED):
                part = slice(start, start + ASKED)
                self._ask(Nearest(answer.places[part], answer.likeness[part]), asked[part], k)
        return answer

    def held(self) -> tuple[Places, NDArray[np.float16]]:
        """Return all places, ascending, and their vectors."""
        places = np.array(sorted(self.rows), np.int64)
        rows = np.array([self.rows[place] for place in places.tolist()], np.int64)
        return places, self._vectors(rows).astype(np.float16)

    def _free_row(self) -> int:
        """Return a row to write to."""
        if not self.free:
            start = len(self.blocks) * BLOCK
            shape = BLOCK, self.width
            is_float = len(self.blocks) < FLOAT_BLOCKS
            block = np.zeros(shape, np.float32) if is_float else np.zeros(shape, np.float16)
            self.blocks.append(block)
            self.places.append(np.full(BLOCK, -1, np.int64))
            self.free = list(range(start + BLOCK - 1, start - 1, -1))
        return self.free.pop()

    def _ask(self, answer: Nearest, asked: NDArray[np.float16], k: int) -> None:
        """Write the nearest of some asked vectors into ``answer``."""
        one, rows = self._candidates(asked.astype(np.float32), k)
        places = np.concatenate(self.places)[rows] if len(rows) else rows
        # A sum of products of float16 below 1 is exact in float64, in whatever order it is made.
        likeness = np.zeros(len(one), np.float64)
        for start in range(0, len(one), BLOCK):
            part = slice(start, start + BLOCK)
            pair = asked[one[part]].astype(np.float64), self._vectors(rows[part]).astype(np.float64)
            likeness[part] = np.einsum("ij,ij->i", *pair)
        fill(answer, one, places, likeness)

    def _candidates(self, asked: NDArray[np.float32], k: int) -> tuple[Places, Places]:
        """Return (number of the asked, row of the held) of all that may be among the k nearest."""
        floor = np.full(len(asked), -np.inf, np.float32)
        none = np.zeros(0, np.int64)
        found: Pairs = none, none, floor[:0]
        for number, (block, places) in enumerate(zip(self.blocks, self.places, strict=True)):
            likeness = asked @ block.astype(np.float32, copy=False).T
            likeness[:, places < 0] = -np.inf
            if k <= BLOCK and not np.isfinite(floor).all():
                floor = np.maximum(floor, np.partition(likeness, -k, axis=1)[:, -k])
            is_near = (likeness >= (floor - MARGIN)[:, None]) & (likeness > -np.inf)
            one, row = np.nonzero(is_near)
            more: Pairs = one, row + number * BLOCK, likeness[one, row]
            found, floor = kept(merged(found, more), floor, k)
        return found[0], found[1]

    def _vectors(self, rows: Places) -> NDArray[np.float32]:
        """Return the vectors of some rows."""
        values = np.zeros((len(rows), self.width), np.float32)
        blocks = rows // BLOCK
        for number in np.unique(blocks).tolist():
            here = blocks == number
            values[here] = self.blocks[number][rows[here] % BLOCK]
        return values


def checked(vectors: Vectors, width: int) -> NDArray[np.float16]:
    """Return vectors as float16; raises ValueError when they are not n x width."""
    values = np.asarray(vectors, np.float16)
    if values.ndim != 2 or values.shape[1] != width:
        raise ValueError(f"vectors of {width} numbers are held here, not of {values.shape}")
    return values


def placed(
    places: Sequence[int] | Places, vectors: Vectors, width: int
) -> tuple[Places, NDArray[np.float16]]:
    """Return places and their vectors as arrays.

    Raises:
        ValueError: another width or number of vectors, or a place below 0.
    """
    numbers, values = np.asarray(places, np.int64), checked(vectors, width)
    if len(numbers) != len(values) or (numbers < 0).any():
        raise ValueError("every vector needs one place, 0 or more")
    return numbers, values


def nothing_near(count: int, k: int) -> Nearest:
    """Return the answer where nothing is held."""
    shape = count, max(0, k)
    return Nearest(np.full(shape, -1, np.int64), np.full(shape, -np.inf, np.float32))


def fill(answer: Nearest, one: Places, places: Places, likeness: NDArray[np.floating]) -> None:
    """Write the best found for each asked vector into ``answer``, equal ones in order of place.

    ``one`` is the number of the asked vector; the three are of equal length, in any order.
    """
    order = np.lexsort((places, -likeness, one))
    rank = ranks(one[order])
    is_kept = rank < answer.places.shape[1]
    order, rank = order[is_kept], rank[is_kept]
    answer.places[one[order], rank] = places[order]
    answer.likeness[one[order], rank] = likeness[order]


def merged(one: Pairs, two: Pairs) -> Pairs:
    """Return the pairs of both."""
    return (
        np.concatenate((one[0], two[0])),
        np.concatenate((one[1], two[1])),
        np.concatenate((one[2], two[2])),
    )


def kept(pairs: Pairs, floor: NDArray[np.float32], k: int) -> tuple[Pairs, NDArray[np.float32]]:
    """Return the pairs that may be among the k best of their asked vector, and the k-th's likeness.

    ``floor`` gives that likeness so far, -inf where fewer than k were found.
    """
    one, row, likeness = pairs
    order = np.lexsort((-likeness, one))
    is_last = ranks(one[order]) == k - 1
    floor = floor.copy()
    floor[one[order][is_last]] = likeness[order][is_last]
    order = order[likeness[order] >= floor[one[order]] - MARGIN]
    return (one[order], row[order], likeness[order]), floor


def ranks(sorted_keys: Places) -> Places:
    """Return 0, 1, 2, ... for each run of equal keys."""
    first = np.searchsorted(sorted_keys, sorted_keys)
    return np.arange(len(sorted_keys)) - first
