"""Heat as a function of time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curve import COLDEST, EPOCH, direction, heat_at, heats_at, rank_of, share_at, trend_at
from newsloom.model import ArticleId, Heat, HeatShare, StoryId
from newsloom.settings import Heating

AT = datetime(2026, 10, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "half_life", "expected"),
    [(0, 24, 80.0), (24, 24, 40.0), (48, 24, 20.0), (-1, 24, 0.0), (500, 0, 80.0)],
)
def test_a_share_halves_every_half_life(hours, half_life, expected):
    assert share_at(80, AT, AT + timedelta(hours=hours), half_life) == pytest.approx(expected)


def test_heat_is_the_sum_of_its_shares_and_rises_when_a_report_comes():
    shares = tuple(
        HeatShare(ArticleId(str(h)), AT + timedelta(hours=h), w, "") for h, w in ((0, 80), (24, 10))
    )
    heat = Heat(StoryId("s"), 24, shares, 80, AT, ())
    day = AT + timedelta(hours=24)
    assert heat_at(heat, day) == pytest.approx(50)
    assert trend_at(heat, AT + timedelta(hours=1), Heating()) > 70
    assert trend_at(heat, day + timedelta(hours=20), Heating()) < -2


@pytest.mark.parametrize(
    ("change", "word"), [(2.1, "rising"), (-2.1, "falling"), (2.0, "steady"), (0.0, "steady")]
)
def test_a_change_counts_beyond_the_setting(change, word):
    assert direction(change, Heating()) == word


@given(
    st.lists(
        st.lists(st.tuples(st.floats(0.01, 500), st.floats(0, 2000)), min_size=1, max_size=6),
        min_size=2,
        max_size=6,
    ),
    st.floats(2000, 4000),
    st.sampled_from([0.0, 6.0, 24.0]),
)
def test_the_order_by_rank_is_the_order_by_heat(
    stories: list[list[tuple[float, float]]], later: float, half_life: float
) -> None:
    heats = [
        Heat(StoryId(str(n)), half_life, shares_at(story), 0.0, EPOCH, ())
        for n, story in enumerate(stories)
    ]
    at = EPOCH + timedelta(hours=later)
    by_rank = sorted(heats, key=rank_of)
    values = [heat_at(heat, at) for heat in by_rank]

    assert all(a <= b or a == pytest.approx(b, rel=1e-9) for a, b in pairwise(values))


def shares_at(story: list[tuple[float, float]]) -> tuple[HeatShare, ...]:
    """Return shares of some weights at some hours after the epoch."""
    return tuple(
        HeatShare(ArticleId("a"), EPOCH + timedelta(hours=hours), weight, "")
        for weight, hours in story
    )


def test_a_story_without_heat_ranks_last() -> None:
    assert rank_of(Heat(StoryId("s"), 24.0, (), 0.0, EPOCH, ())) == COLDEST


@given(
    st.lists(st.tuples(st.floats(0.01, 500), st.floats(-50, 50)), max_size=9),
    st.lists(st.floats(-60, 60), min_size=1, max_size=9).map(sorted),
    st.sampled_from([0.0, 6.0, 24.0]),
)
def test_heats_of_several_moments_are_those_of_each(
    story: list[tuple[float, float]], hours: list[float], half_life: float
) -> None:
    heat = Heat(StoryId("s"), half_life, shares_at(story), 0.0, EPOCH, ())
    moments = [EPOCH + timedelta(hours=hour) for hour in hours]

    assert heats_at(heat, moments) == pytest.approx([heat_at(heat, at) for at in moments])
