"""Sample newsrooms for tests: their clock, what stands in them, and their edition's bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from newsloom import newsroom
from newsloom.model import Coverage

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""After everything the sample web tells of."""


class Clock(datetime):
    """A clock that stands still until it is set."""

    moment = NOON

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return cls.moment


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Let newsrooms opened in the block read this moment."""
    before, Clock.moment = Clock.moment, moment
    try:
        with patch("newsloom.newsroom.room.datetime", Clock):
            yield
    finally:
        Clock.moment = before


def run_at(folder: Path, later: timedelta = timedelta()) -> None:
    """Run a newsroom once, some time after noon; every row's inputs must have ended."""
    with newsroom.opened(folder, clock=lambda: NOON + later) as room:
        counts = newsroom.run_once(room)
    assert all(c.read == c.passed + c.dropped + c.deferred for c in counts)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file of an edition."""
    public = folder / "public"
    found = sorted(path for path in public.rglob("*") if path.is_file())
    return {path.relative_to(public).as_posix(): path.read_bytes() for path in found}


def memberships(folder: Path) -> dict[str, Coverage]:
    """Return where each article stands, by its address; it stands in one story and no more."""
    with newsroom.opened(folder) as room:
        pairs = [
            (report.article.web_url, report.coverage)
            for brief in room.store.briefs()
            for report in brief.dossier.reports
            if brief.dossier.story.merged_into is None
        ]
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)


def agreement(one: Mapping[str, Coverage], other: Mapping[str, Coverage]) -> float:
    """Return the B-cubed F1 of two groupings of the same articles into stories, 0 to 1."""
    assert one.keys() == other.keys()
    groups, others = grouped(one), grouped(other)
    pairs = [(groups[one[url].story_id], others[other[url].story_id]) for url in one]
    precision = sum(len(a & b) / len(b) for a, b in pairs) / len(pairs)
    recall = sum(len(a & b) / len(a) for a, b in pairs) / len(pairs)
    return 2 * precision * recall / (precision + recall)


def grouped(members: Mapping[str, Coverage]) -> Mapping[str, set[str]]:
    """Return the addresses in each story."""
    groups: dict[str, set[str]] = defaultdict(set)
    for url, coverage in members.items():
        groups[coverage.story_id].add(url)
    return groups
