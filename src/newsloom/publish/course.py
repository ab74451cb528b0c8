"""Brief -> the course of a story: its first report, its busiest hours, its last report.

Judges nothing and draws nothing; every step of the coverage is in `timeline`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.independence import is_independent
from newsloom.model import Brief, DateOrigin, Report
from newsloom.publish.shelf import Line, line_of

WINDOW = timedelta(hours=1)
"""How long a burst is looked at."""

LEAST = 3
"""Independent reports that make a burst: two can be chance."""

TIMES = 2.0
"""Times the story's mean rate that a burst must exceed."""


@dataclass(frozen=True, slots=True)
class Peak:
    """A time in which a story was reported more often than usual."""

    since: datetime
    """Of its first report."""
    until: datetime
    """Of its last report."""
    reports: int
    """Independent ones."""


@dataclass(frozen=True, slots=True)
class Course:
    """When a story began, was busiest, and was last reported."""

    first: Line
    peaks: tuple[Peak, ...]
    """In order of time; () = it was never reported much more often than on average."""
    last: Line


def course_of(brief: Brief, at: datetime) -> Course:
    """Return the course of a story as of a moment, UTC.

    Reports that came later or have no date are left out, unless there are no others. A peak is
    made of all hours that begin with an independent report and hold more than ``TIMES`` the
    story's mean rate and at least ``LEAST`` of them, as far as they overlap; the mean rate is the
    number of independent reports over the hours from the first to the last of them.

    Raises:
        ValueError: the story has no reports.
    """
    ordered = sorted(brief.dossier.reports, key=by_time)
    if not ordered:
        raise ValueError(f"story {brief.dossier.story.story_id} has no reports")
    known = [r for r in ordered if is_dated(r) and r.article.published_at <= at]
    moments = [report.article.published_at for report in known if is_independent(report)]
    told = known or ordered
    return Course(line_of(told[0]), peaks_of(moments), line_of(told[-1]))


def by_time(report: Report) -> tuple[datetime, str]:
    """Return the order of reports: time, then id."""
    return report.article.published_at, report.article.article_id


def is_dated(report: Report) -> bool:
    """Return whether a report has a date of its own."""
    return report.article.date_origin is not DateOrigin.FIRST_SEEN


def peaks_of(moments: Sequence[datetime]) -> tuple[Peak, ...]:
    """Return the peaks among moments, which are in order."""
    if len(moments) < LEAST:
        return ()
    hours = max((moments[-1] - moments[0]) / WINDOW, 1.0)
    spans: list[tuple[int, int]] = []
    for first, start in enumerate(moments):
        end = bisect_left(moments, start + WINDOW)
        if end - first < LEAST or end - first <= TIMES * len(moments) / hours:
            continue
        if spans and first < spans[-1][1]:
            first = spans.pop()[0]
        spans.append((first, end))
    return tuple(Peak(moments[first], moments[end - 1], end - first) for first, end in spans)
