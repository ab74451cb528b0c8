"""Which sources the page shows, and in what order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsloom.collect.care import SourceHealth
from newsloom.model import Health, HealthChange, HealthState, Source, SourceKind
from newsloom.web.desk.source_list import LINES, NEEDY, ROWS, list_sources

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def source(name: str, state: HealthState = HealthState.WELL) -> SourceHealth:
    health = Health(asking=HealthState.WELL, content=state)
    return SourceHealth(Source(f"https://{name}.example/feed", SourceKind.FEED, name), health)


def test_those_in_need_stand_apart_and_are_counted() -> None:
    shown = list_sources([source("ferry", HealthState.EMPTY), source("post"), source("times")], ())
    assert [line.name for line in shown.needy] == ["ferry"]
    assert shown.counts == ((HealthState.EMPTY, 1), (HealthState.WELL, 2))
    assert (shown.total, shown.found, len(shown.rows)) == (3, 3, 3)


def test_many_in_need_do_not_fill_the_page() -> None:
    shown = list_sources([source(f"s{n}", HealthState.EMPTY) for n in range(NEEDY + 5)], ())
    assert len(shown.needy) == NEEDY
    assert len(shown.rows) == NEEDY + 5


@pytest.mark.parametrize(
    ("page", "names"), [(1, ROWS), (2, 5), (3, 5), (0, ROWS), (999_999, 5)], ids=str
)
def test_long_lists_have_pages_and_a_page_that_is_not_there_is_the_nearest(
    page: int, names: int
) -> None:
    shown = list_sources([source(f"s{n}") for n in range(ROWS + 5)], (), page=page)
    assert (len(shown.rows), shown.pages) == (names, 2)
    assert shown.page in (1, 2)


def test_the_filter_takes_words_of_name_and_address_in_any_case() -> None:
    shown = list_sources([source("Ferry Post"), source("Times")], (), "POST example")
    assert [line.name for line in shown.rows] == ["Ferry Post"]
    assert shown.total == 2
    assert list_sources([source("Times")], (), "nothing").rows == ()


def test_the_history_is_the_sources_own_latest_first() -> None:
    changes = [
        HealthChange("https://post.example/feed", NOON + timedelta(hours=n), HealthState.EMPTY, "")
        for n in range(LINES + 3)
    ]
    others = [HealthChange("https://times.example/feed", NOON, HealthState.WELL, "")]
    (line,) = list_sources([source("post")], [*others, *changes]).rows
    assert len(line.history) == LINES
    assert line.history[0].at == NOON + timedelta(hours=LINES + 2)
