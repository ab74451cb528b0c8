"""Headlines -> the forms that come back on other days ("Market report: ..."), and their words.

A form is known by its runs: pairs of consecutive words. Keeps nothing; how much a form takes away
from a likeness is measured in evidence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from typing import Protocol

FORM_DAYS = 3
"""Days on which a run must have been seen to be of a form: two can be one event's long echo."""

LOOK_BACK_DAYS = 180
"""Days before an article that are looked back on: the same words half a year later are news."""

Headings = Mapping[int, Collection[int]]
"""Run -> days on which a headline had it."""


class Headline(Protocol):
    """The words of a headline, and when it ran; a ``Fingerprint`` is one."""

    @property
    def title_words(self) -> tuple[str, ...]: ...
    @property
    def published_at(self) -> datetime: ...
    @property
    def is_dated(self) -> bool: ...


def heading_runs(headline: Headline) -> tuple[int, ...]:
    """Return a hash of each two consecutive words, in their order; none for one word.

    The same in every process and on every machine, and of 63 bits: databases know no unsigned
    integers.
    """
    pairs = pairwise(headline.title_words)
    runs = (f"{one} {two}".encode("utf-8", "surrogatepass") for one, two in pairs)
    return tuple(int.from_bytes(blake2b(run, digest_size=8).digest(), "big") >> 1 for run in runs)


def day_of(at: datetime) -> int:
    """Return the days since 1970, UTC."""
    return int(at.timestamp() // 86400)


def formal_words(headline: Headline, headings: Headings, window_hours: float) -> frozenset[str]:
    """Return the words of a headline that stand in a recurring form.

    Those of a run seen on three days or more, of the last 180, that ended more than
    ``window_hours`` before the article; none for an article without a date of its own.
    """
    if not headline.is_dated:
        return frozenset()
    first = day_of(headline.published_at) - LOOK_BACK_DAYS
    end = day_of(headline.published_at - timedelta(hours=window_hours))
    pairs = pairwise(headline.title_words)
    return frozenset(
        word
        for run, both in zip(heading_runs(headline), pairs, strict=True)
        if sum(first <= day < end for day in headings.get(run, ())) >= FORM_DAYS
        for word in both
    )


def learn_headings(headings: dict[int, set[int]], headlines: Iterable[Headline]) -> None:
    """Add the days on which the runs of dated headlines were seen."""
    for headline in headlines:
        if headline.is_dated:
            day = day_of(headline.published_at)
            for run in heading_runs(headline):
                headings.setdefault(run, set()).add(day)
