"""How fast copies and stories are found when 10,000, 100,000 or a million reports are active.

Run: ``python -m bench.scale [--size N ...]``. The reports are made (``bench.corpus``), 96 hours of
them, and come in chunks of 200 in order of time; the rates are of the last 2,000, when all others
are active. Each size has a process of its own; its peak memory is that of both engines together,
with what the bench itself keeps. B-cubed is over all reports.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import process_time

from bench.child import measured_apart
from bench.corpus import Corpus, Report
from bench.machine import peak_mib
from newsloom.edges.neighbours import open_neighbours
from newsloom.match.stories import Weaver
from newsloom.match.syndication import CopyFinder
from newsloom.model import (
    ArticleId,
    Assignment,
    Fingerprint,
    Kinship,
    Originality,
    StoryId,
)
from newsloom.ports import StoryWindow, SyndicationWindow
from newsloom.settings import Matching
from newsloom.stage import CHUNK
from newsloom.trial.measures import b_cubed

SIZES = (10_000, 100_000)
LAST = 2_000
"""Reports whose rate is measured."""


class Matcher:
    """Copies and stories as a newsroom finds them; the store is left out.

    Both engines hold all that came before, so that a window is only what is new.
    """

    def __init__(self, settings: Matching) -> None:
        self.copies = CopyFinder(settings)
        self.stories = Weaver(settings, neighbours=open_neighbours)

    def find_copies(self, new: Mapping[ArticleId, Fingerprint]) -> Mapping[ArticleId, Kinship]:
        """Return the kinships of one chunk."""
        return self.copies.find(SyndicationWindow(new, {}, {}, ()))

    def weave(
        self, new: Mapping[ArticleId, Fingerprint], kinships: Mapping[ArticleId, Kinship]
    ) -> Mapping[ArticleId, Assignment]:
        """Return the assignments of one chunk."""
        found = (one for k in kinships.values() for one in (k.own, *k.rerooted))
        syndications = {one.article_id: one for one in found}
        return self.stories.weave(StoryWindow(new, {}, syndications, {}, {}, (), {}))


@dataclass(slots=True)
class Tally:
    """What was found so far, and the seconds it took."""

    story_of: dict[ArticleId, StoryId] = field(default_factory=dict)
    copied: dict[ArticleId, bool] = field(default_factory=dict)
    copy_seconds: float = 0.0
    story_seconds: float = 0.0
    copy_mib: float = 0.0
    story_mib: float = 0.0
    """By how much the peak memory grew while each was at work."""

    def take(self, matcher: Matcher, reports: Sequence[Report]) -> None:
        """Find what the reports of one chunk are, and keep the outcome."""
        new = {report.made.article_id: report.made for report in reports}
        start, low = process_time(), peak_mib()
        kinships = matcher.find_copies(new)
        middle, between = process_time(), peak_mib()
        assignments = matcher.weave(new, kinships)
        end, high = process_time(), peak_mib()
        self.copy_mib += between - low
        self.story_mib += high - between
        self.copy_seconds += middle - start
        self.story_seconds += end - middle
        for kinship in kinships.values():
            for one in (kinship.own, *kinship.rerooted):
                self.copied[one.article_id] = one.status is not Originality.ORIGINAL
        for assignment in assignments.values():
            for coverage in (assignment.coverage, *assignment.moved):
                self.story_of[coverage.article_id] = coverage.story_id


def measure(size: int) -> dict[str, float]:
    """Return the measures of a corpus of so many reports."""
    corpus, matcher, tally = Corpus(size), Matcher(Matching()), Tally()
    last = max(0, size - LAST)
    for start in range(0, size, CHUNK):
        if start == last:
            tally.copy_seconds = tally.story_seconds = 0.0
        tally.take(matcher, list(corpus.reports(start, start + CHUNK)))
        if start % 10_000 == 0:
            print(f"{start:,} of {size:,}, {peak_mib():.0f} MiB", flush=True)
    timed = size - last
    memory = peak_mib()
    ids = [corpus.article_id(number) for number in range(size)]
    stories = b_cubed([tally.story_of[i] for i in ids], corpus.events.tolist())
    copies = [tally.copied[i] for i in ids]
    true = corpus.is_copy.tolist()
    right = sum(found and copied for found, copied in zip(copies, true, strict=True))
    return {
        "copies/s": timed / tally.copy_seconds,
        "stories/s": timed / tally.story_seconds,
        "both/s": timed / (tally.copy_seconds + tally.story_seconds),
        "peak MiB": memory,
        "copies MiB": tally.copy_mib,
        "stories MiB": tally.story_mib,
        "stories P": stories.precision,
        "stories R": stories.recall,
        "stories F1": stories.f1,
        "copies P": right / max(1, sum(copies)),
        "copies R": right / max(1, sum(true)),
    }


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the measures of each size, and return them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--size", type=int, action="append", help="active reports")
    parser.add_argument("--here", action="store_true", help="one size, in this process")
    chosen = parser.parse_args(arguments)
    sizes: Sequence[int] = chosen.size or SIZES
    if chosen.here:
        return measure(sizes[0])
    measures: dict[str, float] = {}
    for size in sizes:
        found = measured_apart("scale", ["--here", "--size", str(size)])
        print(f"{size:9,} " + "  ".join(f"{what} {n:.4g}" for what, n in found.items()), flush=True)
        measures |= {f"{size} {what}": number for what, number in found.items()}
    return measures


if __name__ == "__main__":
    main()
