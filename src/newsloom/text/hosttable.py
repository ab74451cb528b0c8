"""Rows that hold for named hosts -> the rows of one host. Knows no addresses and no table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Row = TypeVar("Row")

ANY_HOST = "*"
"""The name under which a row holds everywhere."""

_LONGEST_ENDING_LABEL = 3


class HostTable(Generic[Row]):
    """Rows by host name, in the order they were given.

    ``harrow.example`` names the host and everything under it, ``harrow.*`` the same under any
    country's ending (``harrow.de``, ``news.harrow.co.uk``), ``*`` every host.
    """

    def __init__(self, rows: Iterable[tuple[Sequence[str], Row]]) -> None:
        self._rows: list[Row] = []
        self._places: dict[str, list[int]] = {}
        for place, (hosts, row) in enumerate(rows):
            self._rows.append(row)
            for host in hosts:
                self._places.setdefault(host, []).append(place)

    def rows_of(self, host: str) -> tuple[Row, ...]:
        """Return the rows that hold for a host, in the table's order; () for none."""
        places = {place for name in names_of(host) for place in self._places.get(name, ())}
        return tuple(self._rows[place] for place in sorted(places))


def names_of(host: str) -> Iterator[str]:
    """Yield the names a host answers to: itself, what it lies under, each with any ending."""
    yield ANY_HOST
    labels = host.split(".")
    for start in range(len(labels)):
        yield ".".join(labels[start:])
        for end in range(max(start + 1, len(labels) - 2), len(labels)):
            if all(len(label) <= _LONGEST_ENDING_LABEL for label in labels[end:]):
                yield f"{'.'.join(labels[start:end])}.*"
