"""What ``ports.Store`` promises about sources and how they do, for every implementation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.edges.store import SqlStore
from newsloom.model import (
    NEVER_ASKED,
    Health,
    HealthChange,
    HealthState,
    Listing,
    Source,
    SourceKind,
)
from tests.contract import records as r
from tests.contract.test_store import FACTORIES

WELL = Health(
    HealthState.WELL, HealthState.WELL, since=r.DAY, changed_at=r.DAY, gap_minutes=12.5,
    hub="https://hub.example/", newest_at=r.hours(-3),
)  # fmt: skip
GONE = replace(WELL, asking=HealthState.GONE, detail="has been removed for good (410)")
INDEX = Source("https://news.harrow.example/sitemap.xml", SourceKind.SITEMAP, "Harrow")


@pytest.fixture(params=sorted(FACTORIES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    with FACTORIES[request.param](tmp_path) as opened:
        yield opened


def children(*names: str) -> tuple[Source, ...]:
    folder = "https://news.harrow.example"
    return tuple(
        Source(f"{folder}/{name}.xml", SourceKind.SITEMAP, parent=INDEX.url) for name in names
    )


def test_healths_are_kept(store: SqlStore) -> None:
    store.save_sources([r.FEED, r.OTHER], r.DAY)
    store.save_healths({r.FEED.url: WELL, r.OTHER.url: GONE}, r.DAY)
    assert store.healths() == {r.FEED.url: WELL, r.OTHER.url: GONE}
    assert store.healths([r.OTHER.url, "unknown"]) == {r.OTHER.url: GONE}
    checks = store.source_checks([r.FEED.url])
    assert checks[r.FEED.url].health == WELL


def test_a_source_never_asked_has_no_health(store: SqlStore) -> None:
    store.save_sources([r.FEED], r.DAY)
    assert store.healths() == {}
    assert store.source_checks([r.FEED.url])[r.FEED.url].health == NEVER_ASKED


def test_only_a_new_state_is_history(store: SqlStore) -> None:
    store.save_healths({r.FEED.url: WELL}, r.DAY)
    store.save_healths({r.FEED.url: replace(WELL, changed_at=r.hours(1))}, r.hours(1))
    store.save_healths({r.FEED.url: GONE}, r.hours(2))
    history = [
        HealthChange(r.FEED.url, r.DAY, HealthState.WELL, ""),
        HealthChange(r.FEED.url, r.hours(2), HealthState.GONE, GONE.detail),
    ]
    assert history == store.health_changes()
    assert history[1:] == store.health_changes(r.DAY + timedelta(minutes=1))


def test_a_removed_source_takes_its_health_along(store: SqlStore) -> None:
    store.save_sources([r.FEED], r.DAY)
    store.save_healths({r.FEED.url: WELL}, r.DAY)
    store.remove_source(r.FEED.url)
    assert (store.healths(), store.health_changes()) == ({}, [])


def test_an_index_brings_its_sitemaps_and_takes_them_away(store: SqlStore) -> None:
    store.save_sources([INDEX], r.DAY)
    store.save_listings([Listing(INDEX.url, "", (), children("a", "b"))], r.DAY)
    assert [*children("a", "b"), INDEX] == store.sources()
    due = {line.key for line in store.due("poll", r.DAY)}
    assert due == {source.url for source in (*children("a", "b"), INDEX)}
    store.save_listings([Listing(INDEX.url, "", (), children("b", "c"))], r.DAY)
    assert [*children("b", "c"), INDEX] == store.sources()


def test_a_sitemap_that_an_editor_added_stays_an_editors(store: SqlStore) -> None:
    own = replace(children("a")[0], parent="")
    store.save_sources([INDEX, own], r.DAY)
    store.save_listings([Listing(INDEX.url, "", (), children("a"))], r.DAY)
    store.save_listings([Listing(INDEX.url, "", ())], r.DAY)
    assert store.sources() == [own, INDEX]


def test_a_removed_index_takes_its_sitemaps_along(store: SqlStore) -> None:
    store.save_sources([INDEX], r.DAY)
    store.save_listings([Listing(INDEX.url, "", (), children("a", "b"))], r.DAY)
    assert store.remove_source(INDEX.url)
    assert store.sources() == []
    assert store.due("poll", r.DAY) == []
