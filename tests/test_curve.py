"""Heat as a function of time."""

from datetime import UTC, datetime, timedelta

import pytest

from newsloom.curve import direction, heat_at, share_at, trend_at
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
