"""What ``ports.Store`` promises about sources and how they do, for every implementation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.edges.robots import RobotsText
from newsloom.edges.store import SqlStore
from newsloom.model import (
    FIRST_LOOK,
    NEVER_ASKED,
    Deferred,
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
        HealthChange(r.FEED.url, r.DAY, HealthState.WELL, FIRST_LOOK),
        HealthChange(r.FEED.url, r.hours(2), HealthState.GONE, GONE.detail),
    ]
    assert history == store.health_changes()
    assert history[1:] == store.health_changes(r.DAY + timedelta(minutes=1))


def test_a_source_that_was_asked_and_then_read_is_looked_at_for_the_first_time(
    store: SqlStore,
) -> None:
    store.save_healths({r.FEED.url: replace(WELL, content=HealthState.NEW)}, r.DAY)
    assert store.health_changes() == []
    store.save_healths({r.FEED.url: WELL}, r.DAY)
    assert store.health_changes() == [HealthChange(r.FEED.url, r.DAY, HealthState.WELL, FIRST_LOOK)]


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


@pytest.mark.parametrize(
    "address",
    [
        "https://m.harrow.example/2026/wall-shut",
        "https://amp.harrow.example/2026/wall-shut",
        "https://www.harrow.example/2026/wall-shut/amp",
        "https://www.harrow.example/amp/2026/wall-shut",
    ],
)
def test_a_mobile_or_amp_address_of_a_known_page_is_a_mention_of_it(
    store: SqlStore, address: str
) -> None:
    plain = "https://www.harrow.example/2026/wall-shut"
    store.save_listings([r.listing(replace(r.item("a"), web_url=plain))], r.DAY)
    later = replace(r.item("a", source=r.OTHER), web_url=address)
    assert store.save_listings([r.listing(later, source=r.OTHER)], r.hours(1)) == []
    assert [item.source_url for item in store.mentions([plain])] == [r.FEED.url, r.OTHER.url]


def test_a_mobile_address_of_nothing_known_stays_its_own(store: SqlStore) -> None:
    address = "https://m.harrow.example/2026/wall-shut"
    item = replace(r.item("a"), web_url=address)
    assert store.save_listings([r.listing(item)], r.DAY) == [address]


def test_a_hub_is_wanted_once(store: SqlStore) -> None:
    store.want_subscriptions({r.FEED.url: WELL, r.OTHER.url: replace(WELL, hub="")}, r.DAY)
    (wanted,) = store.subscriptions([r.FEED.url, r.OTHER.url]).values()
    assert (wanted.hub, wanted.topic, wanted.until) == (WELL.hub, r.FEED.url, None)
    assert [line.key for line in store.due("subscribe", r.DAY)] == [r.FEED.url]
    store.want_subscriptions({r.FEED.url: replace(WELL, newest_at=r.DAY)}, r.hours(1))
    assert store.subscriptions([r.FEED.url]) == {r.FEED.url: wanted}


def test_another_hub_is_another_subscription(store: SqlStore) -> None:
    store.want_subscriptions({r.FEED.url: WELL}, r.DAY)
    old = store.subscriptions([r.FEED.url])[r.FEED.url]
    store.want_subscriptions({r.FEED.url: replace(WELL, hub="https://new.example/")}, r.DAY)
    new = store.subscriptions([r.FEED.url])[r.FEED.url]
    assert new.hub == "https://new.example/"
    assert (new.token, new.secret) != (old.token, old.secret)
    assert store.subscription_of(old.token) is None


def test_a_subscription_is_found_by_its_token(store: SqlStore) -> None:
    store.want_subscriptions({r.FEED.url: WELL}, r.DAY)
    granted = replace(store.subscriptions([r.FEED.url])[r.FEED.url], until=r.hours(24))
    assert store.save_subscriptions([granted]) == [r.FEED.url]
    assert store.subscription_of(granted.token) == granted
    assert store.subscription_of("guess") is None


def test_robots_files_are_kept(store: SqlStore) -> None:
    text = RobotsText(b"User-agent: *\nDisallow: /private", r.hours(12))
    store.save_robots({"https://a.example": text})
    assert store.robots(["https://a.example", "https://b.example"]) == {"https://a.example": text}


def test_a_page_comes_with_the_titles_of_its_site(store: SqlStore) -> None:
    store.save_pages([r.page("a"), r.page("b")])
    articles = [
        replace(r.article(name), printed_title=f"{name} | Harrow News", seen_at=r.hours(hour))
        for name, hour in (("c", 2), ("d", 1), ("e", 3))
    ]
    store.save_articles([*articles, replace(r.article("f"), printed_title="")])
    batch = store.page_batch([r.url("a"), r.url("unknown")])
    assert list(batch.pages) == [r.url("a")]
    assert batch.printed_titles == {
        "harrow.example": ["d | Harrow News", "c | Harrow News", "e | Harrow News"]
    }


def test_waiting_in_line_is_no_try(store: SqlStore) -> None:
    store.mark_due("fetch", ["a", "b"], r.DAY)
    waits = {"a": Deferred(r.DAY, "a slow host", "waiting"), "b": Deferred(r.DAY, "answers 500")}
    store.settle("fetch", [], [], waits, r.DAY)
    assert {line.key: line.tries for line in store.due("fetch", r.DAY)} == {"a": 0, "b": 1}
