"""When a source is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.collect.schedule import mean_gap, next_check, retry_wait
from newsloom.model import NEVER_ASKED, Health
from newsloom.settings import Fetching

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
SETTINGS = Fetching()


def ago(minutes, gap=0.0):
    return Health(changed_at=NOW - timedelta(minutes=minutes), gap_minutes=gap)


@pytest.mark.parametrize(
    ("name", "health", "changed", "minutes"),
    [
        ("a new source is looked at after check_minutes", NEVER_ASKED, True, 30),
        ("one change says little, so check_minutes still hold", ago(40), False, 30),
        ("a long silence after one change is believed", ago(600), False, 300),
        ("half the mean gap after a change", ago(120, gap=120), True, 60),
        ("half the mean gap after a look without news", ago(10, gap=120), False, 60),
        ("half the silence when it is longer than the gap", ago(480, gap=120), False, 240),
        ("never less than shortest_minutes", ago(1, gap=2), True, 10),
        ("never more than longest_minutes", ago(1e6, gap=2e5), False, 1440),
    ],
)
def test_the_next_look(name, health, changed, minutes):
    assert next_check(health, NOW, changed, SETTINGS) == timedelta(minutes=minutes)


def test_later_gaps_weigh_more():
    assert mean_gap(ago(100, gap=0), NOW) == 100
    assert mean_gap(ago(200, gap=100), NOW) == pytest.approx(130)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 30), (1, 60), (3, 240), (5, 960), (9, 1440)])
def test_a_failing_source_is_left_alone_longer_and_longer(failures, minutes):
    assert retry_wait(Health(failures=failures), SETTINGS) == timedelta(minutes=minutes)


@given(
    st.floats(0, 1e7), st.floats(0, 1e7), st.booleans(), st.integers(0, 10_000),
    st.floats(1, 1e4), st.floats(1, 1e4),
)  # fmt: skip
def test_every_wait_is_within_the_bounds(silence, gap, changed, failures, shortest, longest):
    settings = Fetching(shortest_minutes=shortest, longest_minutes=longest)
    health = Health(changed_at=NOW - timedelta(minutes=silence), gap_minutes=gap, failures=failures)
    most = timedelta(minutes=max(shortest, longest))
    for wait in (next_check(health, NOW, changed, settings), retry_wait(health, settings)):
        assert timedelta(minutes=shortest) <= wait <= most


def test_a_source_of_two_a_day_settles_at_its_own_pace():
    """A source that changes every 12 hours is asked about four times a day, not every 10 min."""
    health, at, looks, published = NEVER_ASKED, NOW, 0, NOW
    for _ in range(200):
        changed = at >= published + timedelta(hours=12) or health.changed_at is None
        wait = next_check(health, at, changed, SETTINGS)
        if changed:
            health = Health(changed_at=at, gap_minutes=mean_gap(health, at))
            published = at
        looks += at > NOW + timedelta(days=7)
        at += wait
        if at > NOW + timedelta(days=14):
            break
    assert 2 * 7 <= looks <= 7 * 7
