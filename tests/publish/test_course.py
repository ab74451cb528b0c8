"""The course of a story: first report, peaks, last report, as of a moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.model import DateOrigin
from newsloom.publish.course import Course, course_of, peaks_of
from tests.publish.briefs import COASTER, NOON, brief, report

MINUTES = {
    "too few": ([0, 5], []),
    "three in an hour, then quiet": ([0, 20, 59, 600], [(0, 59, 3)]),
    "three in an hour and no more: nothing to be busier than": ([0, 20, 59], []),
    "an hour ends before it is full": ([0, 20, 60, 600], []),
    "a steady story has no peak": (list(range(0, 1200, 20)), []),
    "busy hours that overlap are one peak": (
        [0, 30, 59, 80, 90, 2000],
        [(0, 90, 5)],
    ),
    "two peaks": ([0, 1, 2, 600, 601, 602, 3000], [(0, 2, 3), (600, 602, 3)]),
    "twice the mean rate is not enough": ([0, 1, 2, 60, 61, 62, 90], []),
    "all at one moment, then one": ([0, 0, 0, 0, 500], [(0, 0, 4)]),
}


@pytest.mark.parametrize(("minutes", "expected"), MINUTES.values(), ids=MINUTES.keys())
def test_peaks(minutes: list[int], expected: list[tuple[int, int, int]]) -> None:
    found = peaks_of([NOON + timedelta(minutes=m) for m in minutes])
    told = [((p.since - NOON).seconds // 60, (p.until - NOON).seconds // 60) for p in found]
    assert expected == [(*pair, peak.reports) for pair, peak in zip(told, found, strict=True)]


@given(st.lists(st.integers(0, 4000), max_size=60), st.integers(-5000, 5000))
def test_peaks_lie_apart_in_the_story_and_move_with_it(minutes: list[int], shift: int) -> None:
    moments = sorted(NOON + timedelta(minutes=m) for m in minutes)
    peaks = peaks_of(moments)
    for peak in peaks:
        inside = [at for at in moments if peak.since <= at <= peak.until]
        assert len(inside) == peak.reports >= 3
    assert all(a.until < b.since for a, b in zip(peaks, peaks[1:], strict=False))
    moved = peaks_of([at + timedelta(minutes=shift) for at in moments])
    assert [p.since - NOON for p in peaks] == [
        p.since - NOON - timedelta(minutes=shift) for p in moved
    ]


def ends(course: Course) -> tuple[str, str]:
    return course.first.provider, course.last.provider


FIRST = report("a", hours=-3)
COPY = report("b", hours=-1, provider=COASTER, copy_of=FIRST)
LATER = report("c", hours=2)
UNDATED = report("d", hours=-9, provider=COASTER, date_origin=DateOrigin.FIRST_SEEN)


def test_the_ends_are_the_first_and_last_dated_report_of_any_kind() -> None:
    course = course_of(brief(LATER, COPY, UNDATED, FIRST), NOON)
    assert ends(course) == ("Harrow Gazette", "The Coaster")
    assert (course.first.at, course.last.at) == (
        NOON - timedelta(hours=3),
        NOON - timedelta(hours=1),
    )


@pytest.mark.parametrize("at", [NOON - timedelta(days=9), NOON], ids=["before all", "undated"])
def test_a_story_that_has_nothing_dated_until_then_is_told_whole(at: datetime) -> None:
    reports = (UNDATED,) if at == NOON else (FIRST, LATER)
    course = course_of(brief(*reports), at)
    assert (course.first.article_id, course.last.article_id) == (
        reports[0].article.article_id,
        reports[-1].article.article_id,
    )


def test_copies_make_no_peak() -> None:
    copies = [report(f"c{n}", hours=-2 + n / 60, copy_of=FIRST) for n in range(9)]
    late = report("late", hours=-0.1)
    assert course_of(brief(FIRST, *copies, late), NOON).peaks == ()
