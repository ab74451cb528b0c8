"""Runs of words -> the articles that hold them: an inverted index that grows by what is new.

It lies in segments, as log-structured merge trees do: new articles make a small segment, and small
ones are merged into larger ones, so that an article is moved a few times in its life, whatever the
size of the index. A posting takes four bytes. What is counted here is judged in shared_text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]
"""Run << 16 | number of the article in its segment, sorted."""
Ranked = Callable[[Places], Places]
"""Puts places in order of their claims to be the original, the best first."""

POSTING_CAP = 100
"""Articles met through one run, the best claims to be original first: every copy meets those, and a
footer that a thousand pages carry costs no more than one that a hundred do."""

SEGMENT_ARTICLES = 1 << 16
"""Articles in a segment at most: their numbers in it take two bytes."""

GROWTH = 3
"""A segment is merged with a newer one that is not smaller than a third of it."""

BUCKETS = 1 << 16
"""Postings are found by the upper half of a run; the lower half stands in the posting."""

SPARSENESS = 1
"""Bits of ``Segment.seen`` for each posting, at least; twice as many at most."""

SLICE = 4096
"""Buckets merged at once: bounds the memory that merging takes."""


@dataclass(frozen=True, slots=True)
class Segment:
    """The runs of some articles."""

    places: npt.NDArray[np.int32]
    """Of its articles, the best claim first; the number of an article is where it stands here."""
    starts: npt.NDArray[np.uint32]
    """``BUCKETS`` + 1: where the postings of each bucket begin."""
    postings: npt.NDArray[np.uint32]
    """Lower half of the run << 16 | number of the article, sorted within each bucket."""
    seen: npt.NDArray[np.uint8]
    """A bit for each value of a run's upper bits, set where there is one: most runs of an article
    are its own, and are not looked for further."""

    def keys(self, first: int, last: int) -> Keys:
        """Return the keys of some buckets."""
        edges = self.starts[first : last + 1].astype(np.int64)
        upper = np.repeat(np.arange(first, last, dtype=np.uint64), np.diff(edges))
        lower = self.postings[edges[0] : edges[-1]].astype(np.uint64)
        return (upper << np.uint64(32)) | lower

    def find(self, runs: npt.NDArray[np.uint32]) -> tuple[Places, Places]:
        """Return (number of the run in ``runs``, place) for every posting of some runs."""
        bit = runs >> (32 - (len(self.seen) * 8).bit_length() + 1)
        likely = np.flatnonzero(self.seen[bit >> 3] & (128 >> (bit & 7)))
        runs = runs[likely]
        bucket, lower = runs >> 16, (runs & 0xFFFF).astype(np.int64) << 16
        first = self.starts[bucket].astype(np.int64)
        last = self.starts[bucket.astype(np.int64) + 1].astype(np.int64)
        low = self._bisect(first, last, lower)
        is_in = low < last
        is_in[is_in] = self.postings[low[is_in]] >> 16 == lower[is_in] >> 16
        hit = np.flatnonzero(is_in)
        low = low[hit]
        counts = self._bisect(low, last[hit], lower[hit] + (1 << 16)) - low
        whose = np.repeat(hit, counts)
        steps = np.arange(len(whose)) - np.repeat(np.cumsum(counts) - counts, counts)
        found = self.postings[np.repeat(low, counts) + steps] & 0xFFFF
        return likely[whose], self.places[found].astype(np.int64)

    def _bisect(self, low: Places, high: Places, wanted: Places) -> Places:
        """Return where each wanted posting stands or would, between its two bounds."""
        low, high = low.copy(), high.copy()
        open_ = np.flatnonzero(low < high)
        while len(open_):
            middle = (low[open_] + high[open_]) >> 1
            is_less = self.postings[middle] < wanted[open_]
            low[open_[is_less]] = middle[is_less] + 1
            high[open_[~is_less]] = middle[~is_less]
            open_ = open_[low[open_] < high[open_]]
        return low


@dataclass(frozen=True, slots=True)
class Meetings:
    """Runs that articles share with others: one row for each run and article that has it."""

    owner: Places
    place: Places
    run: npt.NDArray[np.uint32]

    def where(self, chosen: npt.NDArray[np.bool_]) -> Meetings:
        """Return some of the rows."""
        return Meetings(self.owner[chosen], self.place[chosen], self.run[chosen])

    def counts(self) -> tuple[Places, Places, Places]:
        """Return (owner, place, how many runs they share) for each pair, in order."""
        width = np.int64(self.place.max(initial=0) + 1)
        pairs, shared = np.unique(self.owner * width + self.place, return_counts=True)
        return pairs // width, pairs % width, shared


class RunIndex:
    """Segments, the oldest first."""

    def __init__(self, ranked: Ranked) -> None:
        self.ranked = ranked
        self.segments: list[Segment] = []

    @property
    def bytes_held(self) -> int:
        """Memory the segments take."""
        arrays = ((s.places, s.starts, s.postings, s.seen) for s in self.segments)
        return sum(array.nbytes for four in arrays for array in four)

    def add(self, places: Places, runs: Sequence[npt.NDArray[np.uint32]]) -> None:
        """Take in new articles, each with its sorted distinct runs."""
        for start in range(0, len(places), SEGMENT_ARTICLES):
            part = slice(start, start + SEGMENT_ARTICLES)
            order = self.ranked(places[part])
            numbers = number_of(order, places[part])
            lengths = [len(found) for found in runs[part]]
            every = np.concatenate(runs[part]).astype(np.uint64) << np.uint64(16)
            keys = np.sort(every | np.repeat(numbers, lengths).astype(np.uint64))
            self.segments.append(segment_of(order, [capped(keys)], len(keys)))
        while len(self.segments) > 1 and self._is_due():
            two = [self.segments.pop(), self.segments.pop()]
            self.segments.append(merged(two, self.ranked, lambda places: places >= 0))

    def meet(
        self, owners: Places, runs: npt.NDArray[np.uint32], is_held: npt.NDArray[np.bool_]
    ) -> Meetings:
        """Return every run that articles share with held ones, themselves among them.

        Args:
            owners: whose run each of ``runs`` is, any numbers; one may have many.
            runs: as in ``add``, in any order.
            is_held: of every place; others are not met.
        """
        distinct, whose = np.unique(runs, return_inverse=True)
        none = np.zeros(0, np.int64), np.zeros(0, np.int64)
        met = [none, *(segment.find(distinct) for segment in self.segments)]
        run, place = (np.concatenate(part) for part in zip(*met, strict=True))
        alive = is_held[place]
        run, place = self._best(run[alive], place[alive])
        # Every posting of a run is met by each owner of that run.
        by_run = np.argsort(whose, kind="stable")
        times = np.bincount(whose, minlength=len(distinct))
        begin = np.cumsum(times) - times
        repeats = times[run]
        steps = np.arange(repeats.sum()) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        owner = owners[by_run[np.repeat(begin[run], repeats) + steps]]
        return Meetings(owner, np.repeat(place, repeats), distinct[np.repeat(run, repeats)])

    def drop(self, is_held: npt.NDArray[np.bool_]) -> None:
        """Let go of the postings of articles not held, where they are half of a segment."""
        kept: list[Segment] = []
        for segment in self.segments:
            alive = np.count_nonzero(is_held[segment.places])
            if alive * 2 > len(segment.places):
                kept.append(segment)
            elif alive:
                kept.append(merged([segment], self.ranked, lambda places: is_held[places]))
        self.segments = kept

    def renumber(self, moved: Places) -> None:
        """Follow places to new ones, -1 for those that are gone; their postings go too."""
        self.segments = [
            replace(s, places=moved[s.places].astype(np.int32))
            if (moved[s.places] >= 0).all()
            else merged([s], self.ranked, lambda places: places >= 0, moved)
            for s in self.segments
        ]

    def _is_due(self) -> bool:
        """Say whether the two newest segments are to be merged."""
        newer, older = (len(self.segments[at].places) for at in (-1, -2))
        return newer * GROWTH >= older and newer + older <= SEGMENT_ARTICLES

    def _best(self, run: Places, place: Places) -> tuple[Places, Places]:
        """Return the postings with at most ``POSTING_CAP`` of each run, the best claims."""
        crowded = np.bincount(run, minlength=1)[run] > POSTING_CAP
        if not crowded.any():
            return run, place
        runs, places = run[crowded], place[crowded]
        distinct, whose = np.unique(places, return_inverse=True)
        claim = number_of(self.ranked(distinct), distinct)
        by_claim = np.lexsort((claim[whose], runs))
        runs, places = runs[by_claim], places[by_claim]
        kept = within_cap(runs)
        return (
            np.concatenate([run[~crowded], runs[kept]]),
            np.concatenate([place[~crowded], places[kept]]),
        )


def merged(
    segments: Sequence[Segment],
    ranked: Ranked,
    is_kept: Callable[[Places], npt.NDArray[np.bool_]],
    moved: Places | None = None,
) -> Segment:
    """Return one segment with the kept articles of some, at their new places if they moved."""
    places = [s.places.astype(np.int64) for s in segments]
    if moved is not None:
        places = [moved[part] for part in places]
    kept = [is_kept(part) for part in places]
    order = ranked(np.concatenate([part[keep] for part, keep in zip(places, kept, strict=True)]))
    numbers = []
    for part, keep in zip(places, kept, strict=True):
        number = np.full(len(part), -1, np.int64)
        number[keep] = number_of(order, part[keep])
        numbers.append(number)

    def slices() -> Iterable[Keys]:
        for first in range(0, BUCKETS, SLICE):
            parts = []
            for segment, number in zip(segments, numbers, strict=True):
                keys = segment.keys(first, first + SLICE)
                new = number[(keys & np.uint64(0xFFFF)).astype(np.int64)]
                keys = (keys >> np.uint64(16) << np.uint64(16))[new >= 0]
                parts.append(keys | new[new >= 0].astype(np.uint64))
            yield capped(np.sort(np.concatenate(parts)))

    return segment_of(order, slices(), sum(len(segment.postings) for segment in segments))


def segment_of(order: Places, slices: Iterable[Keys], most: int) -> Segment:
    """Return the segment of keys that come sorted, in slices; there are at most so many."""
    counts = np.zeros(BUCKETS, np.int64)
    bits = max(10, (SPARSENESS * most).bit_length())
    seen = np.zeros(1 << bits, np.bool_)
    postings = []
    for keys in slices:
        counts += np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=BUCKETS)
        seen[keys >> np.uint64(48 - bits)] = True
        postings.append(keys.astype(np.uint32))
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
    return Segment(order.astype(np.int32), starts, np.concatenate(postings), np.packbits(seen))


def number_of(order: Places, places: Places) -> Places:
    """Return where each place stands in ``order``, which holds all of them once."""
    sorter = np.argsort(order)
    return sorter[np.searchsorted(order, places, sorter=sorter)]


def capped(keys: Keys) -> Keys:
    """Return sorted keys with at most ``POSTING_CAP`` of each run, the best claims."""
    return keys[within_cap((keys >> np.uint64(16)).astype(np.int64))]


def within_cap(runs: Places) -> npt.NDArray[np.bool_]:
    """Say of each of sorted values whether it is among the first ``POSTING_CAP`` of its kind."""
    if len(runs) <= POSTING_CAP:
        return np.ones(len(runs), np.bool_)
    # A value with as many of its kind before it stands that far behind the first of them.
    is_late = np.zeros(len(runs), np.bool_)
    is_late[POSTING_CAP:] = runs[POSTING_CAP:] == runs[:-POSTING_CAP]
    return ~is_late
