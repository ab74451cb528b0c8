"""Rows of numbers -> growing arrays: what the active window holds of a hundred thousand articles.

Knows no article. Arrays grow by a quarter when full, so a row costs the same however many
there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)

Places = NDArray[np.int64]
"""Numbers of rows, in any order."""

Weights = NDArray[np.float64]


class Column(Generic[Scalar]):
    """One number a row."""

    def __init__(self, dtype: type[Scalar]) -> None:
        self._rows: NDArray[Scalar] = np.zeros(64, dtype)
        self._used = 0

    def __len__(self) -> int:
        return self._used

    def append(self, value: float) -> None:
        """Add a row at the end."""
        if self._used == len(self._rows):
            self._rows = grown(self._rows, self._used + 1)
        self._rows[self._used] = value
        self._used += 1

    @property
    def all(self) -> NDArray[Scalar]:
        """Return the rows so far; a view that later rows may leave behind."""
        return self._rows[: self._used]


class Ragged(Generic[Scalar]):
    """Rows of different lengths, end to end in one array."""

    def __init__(self, dtype: type[Scalar]) -> None:
        self._values: NDArray[Scalar] = np.zeros(1024, dtype)
        self._used = 0
        self._starts = Column(np.int64)
        self._lengths = Column(np.int64)

    def __len__(self) -> int:
        return len(self._starts)

    def append(self, row: Sequence[float]) -> None:
        """Add a row at the end."""
        end = self._used + len(row)
        if end > len(self._values):
            self._values = grown(self._values, end)
        self._values[self._used : end] = row
        self._starts.append(self._used)
        self._lengths.append(len(row))
        self._used = end

    def row(self, place: int) -> NDArray[Scalar]:
        """Return one row."""
        start = int(self._starts.all[place])
        return self._values[start : start + int(self._lengths.all[place])]

    def take(self, places: Places) -> tuple[NDArray[Scalar], Places]:
        """Return the values of some rows end to end, and for each the index into ``places``."""
        lengths = np.asarray(self._lengths.all[places])
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        shifts = np.asarray(self._starts.all[places]) - ends + lengths
        owners = np.repeat(np.arange(len(places)), lengths)
        return self._values[np.arange(total) + shifts[owners]], owners


def grown(rows: NDArray[Scalar], needed: int) -> NDArray[Scalar]:
    """Return the rows in an array of a quarter more room."""
    room = np.zeros(max(needed, len(rows) * 5 // 4), rows.dtype)
    room[: len(rows)] = rows
    return room


class Spread:
    """One sparse row laid out over all keys, so that others are compared by looking up."""

    def __init__(self) -> None:
        self._room = np.zeros(1024)
        self._laid: Places = np.zeros(0, np.int64)

    def lay(self, keys: NDArray[np.integer[Any]], values: Weights, size: int) -> Weights:
        """Return an array of at least ``size`` numbers, 0 but for ``values`` at ``keys``.

        It holds until the next row is laid.
        """
        self._room[self._laid] = 0.0
        if size > len(self._room):
            self._room = np.zeros(max(size, 2 * len(self._room)))
        self._laid = keys.astype(np.int64)
        self._room[self._laid] = values
        return self._room
