"""Counts and heat -> small drawings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from newsloom.model import ArticleId, Heat, HeatShare, StoryId
from newsloom.publish.loom import loom, pull_bar, share_bar, shrunk, spark

NOON = datetime(2026, 10, 8, 12, 0, tzinfo=UTC)


def heat(*shares: tuple[float, float]) -> Heat:
    """Return a heat of (hours after noon, weight)."""
    made = tuple(
        HeatShare(ArticleId(f"a{i}"), NOON + timedelta(hours=h), w, "")
        for i, (h, w) in enumerate(shares)
    )
    return Heat(StoryId("s"), 24.0, made, 0.0, NOON, ())


@pytest.mark.parametrize(
    ("independent", "copies", "ticks"),
    [
        (4, 8, (4, 8)),
        (60, 0, (60, 0)),
        (100, 100, (30, 30)),
        (1, 5000, (1, 59)),
        (5000, 1, (59, 1)),
        (0, 0, (0, 0)),
    ],
)
def test_ticks_stay_few_and_hide_neither_kind(
    independent: int, copies: int, ticks: tuple[int, int]
) -> None:
    assert shrunk(independent, copies) == ticks


def test_a_loom_has_a_tick_for_each_report() -> None:
    drawn = etree.fromstring(str(loom(4, 8)))
    paths = {path.get("class"): path.get("d") or "" for path in drawn}

    assert drawn.get("width") == "76"
    assert (paths["i"].count("M"), paths["c"].count("M")) == (4, 8)


@pytest.mark.parametrize("trend", ["rising", "steady", "falling"])
def test_a_spark_has_eight_bars_and_an_arrow(trend: str) -> None:
    drawn = etree.fromstring(str(spark(heat((-14, 60), (-4, 30)), NOON, trend)))

    assert [(p.get("d") or "").count("M") for p in drawn] == [7, 1, 1]


def test_drawings_are_well_formed_for_any_value() -> None:
    for value in (-2.0, -0.3, 0.0, 0.4, 1.0, 7.0):
        assert etree.fromstring(str(share_bar(value))).get("aria-hidden") == "true"
        assert etree.fromstring(str(pull_bar(value))).get("aria-hidden") == "true"
    assert etree.fromstring(str(spark(heat(), NOON, "steady"))).get("focusable") == "false"
