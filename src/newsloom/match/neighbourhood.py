"""The active window -> who is near whom, with the probability of one event; grows with the news.

Both sides know of every pair, whichever came first. Decides nothing.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from newsloom.match.evidence import Comparison, Evidence, Measures

LEAST_PROBABILITY = 0.02
"""Pairs below this are taken for strangers."""


class Neighbourhood:
    """The neighbours of each place that has been asked for."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._others: dict[int, array[int]] = {}
        self._likely: dict[int, array[float]] = {}
        self._waiting: dict[int, list[tuple[int, float]]] = {}
        self._compared: dict[int, tuple[dict[int, int], Measures]] = {}

    def link(self, places: Iterable[int]) -> None:
        """Compare some places with all worth comparing, those that were not yet."""
        window = self.comparison.window
        asked = [p for p in places if p not in self._others and window.votes(p)]
        for place, candidates in window.candidates(asked):
            measures = self.comparison.measure(place, candidates)
            found = self.comparison.judge(measures)
            rows = {other: row for row, other in enumerate(candidates.tolist())}
            self._compared[place] = rows, measures
            near = found >= LEAST_PROBABILITY
            others, likely = candidates[near].tolist(), found[near].tolist()
            self._others[place], self._likely[place] = array("i", others), array("f", likely)
            for other, probability in zip(others, likely, strict=True):
                self._tell(other, place, probability)
            for other, probability in self._waiting.pop(place, ()):
                self._append(place, other, probability)

    def explain(self, place: int, other: int) -> Evidence:
        """Return why two articles report one event, or do not."""
        if place in self._compared:
            rows, measures = self._compared[place]
            if other in rows:
                return self.comparison.explain(place, other, measures.only(rows[other]))
        return self.comparison.explain(place, other)

    def forget_measures(self) -> None:
        """Let go of what was compared so far; the probabilities stay."""
        self._compared.clear()

    def of(self, place: int) -> Iterator[tuple[int, float]]:
        """Return (other place, probability) of those near a place; those that left too."""
        if place not in self._others:
            self.link([place])
        return zip(self._others.get(place, ()), self._likely.get(place, ()), strict=True)

    def _tell(self, place: int, other: int, probability: float) -> None:
        """Let a place know who is near it, at once or as soon as it is asked for."""
        if place in self._others:
            self._append(place, other, probability)
        else:
            self._waiting.setdefault(place, []).append((other, probability))

    def _append(self, place: int, other: int, probability: float) -> None:
        if other not in self._others[place]:
            self._others[place].append(other)
            self._likely[place].append(probability)
