"""What ``ports.Store`` promises, held against every implementation there is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from newsloom.edges.digest import digest_of
from newsloom.edges.store import SqlStore, open_store
from newsloom.errors import StoreError
from newsloom.match.headings import day_of, heading_runs
from newsloom.match.weft import mint_story_id
from newsloom.model import (
    Angles,
    Assignment,
    Bond,
    DateOrigin,
    Decision,
    Deferred,
    Delivery,
    Due,
    Ending,
    Item,
    Kinship,
    Originality,
    Overlap,
    Receipt,
    Rendition,
    RenditionSet,
    RulingKind,
    Source,
    SourceCheck,
    SourceKind,
    Topic,
)
from newsloom.ports import Collation, Copying, Store
from tests.contract import records as r

Factory = Callable[[Path], AbstractContextManager[SqlStore]]


@contextmanager
def in_memory(folder: Path) -> Iterator[SqlStore]:
    with open_store("sqlite://") as store:
        yield store


@contextmanager
def in_file(folder: Path) -> Iterator[SqlStore]:
    with open_store(f"sqlite:///{folder / 'newsloom.db'}") as store:
        yield store


FACTORIES: dict[str, Factory] = {"sqlite-memory": in_memory, "sqlite-file": in_file}
"""Every store there is; a new one is held to this suite by a line here."""


@pytest.fixture(params=FACTORIES.values(), ids=FACTORIES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    with request.param(tmp_path) as opened:
        yield opened


def test_every_method_of_the_protocol_is_tested() -> None:
    """A method added to the protocol fails here until a test of this folder calls it."""
    promised = {name for name in vars(Store) if not name.startswith("_")}
    files = Path(__file__).parent.glob("test_*.py")
    text = "\n".join(path.read_text("utf-8") for path in files)
    assert sorted(name for name in promised if f"store.{name}(" not in text) == []


def test_the_store_has_the_protocol(store: SqlStore) -> None:
    held: Store = store
    assert held is store


# --- transactions --------------------------------------------------------------------------------


def test_an_exception_undoes_the_whole_transaction(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.save_sources([r.FEED], r.DAY)
        store.mark_due("fetch", ["x"], r.DAY)
        raise ZeroDivisionError
    assert store.sources() == []
    assert store.due("fetch", r.DAY) == []


def test_a_transaction_sees_its_own_writes(store: SqlStore) -> None:
    with store.transaction():
        store.save_sources([r.FEED], r.DAY)
        assert store.sources() == [r.FEED]
    assert store.sources() == [r.FEED]


def test_transactions_nest(store: SqlStore) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        with store.transaction():
            store.save_sources([r.FEED], r.DAY)
        raise ZeroDivisionError
    assert store.sources() == []


def test_a_failed_write_undoes_its_transaction(store: SqlStore) -> None:
    with pytest.raises(StoreError), store.transaction():
        store.save_sources([r.FEED], r.DAY)
        store.save_qualities([r.quality("nobody")])
    assert store.sources() == []


def test_threads_can_share_a_store(store: SqlStore) -> None:
    def save(number: int) -> None:
        source = Source(f"http://news{number}.harrow.example/feed", SourceKind.FEED)
        store.save_sources([source], r.DAY)

    threads = [threading.Thread(target=save, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.sources()) == 4


def test_a_naive_time_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError, match="naive"):
        store.mark_due("fetch", ["x"], datetime(2026, 3, 1))


def test_times_come_back_aware(store: SqlStore) -> None:
    store.mark_due("fetch", ["x"], r.DAY + timedelta(microseconds=7))
    assert r.DAY + timedelta(microseconds=7) == store.next_due("fetch")


# --- the work list -------------------------------------------------------------------------------


def test_due_keys_come_oldest_first_then_by_key(store: SqlStore) -> None:
    store.mark_due("fetch", ["b", "a"], r.hours(1))
    store.mark_due("fetch", ["c"], r.hours(0))
    store.mark_due("fetch", ["later"], r.hours(9))
    store.mark_due("extract", ["other row"], r.hours(0))
    assert [Due("c", 0), Due("a", 0), Due("b", 0)] == store.due("fetch", r.hours(1))
    assert r.hours(0) == store.next_due("fetch")
    assert None is store.next_due("gate")


def test_due_keys_can_come_in_order_of_publication(store: SqlStore) -> None:
    times = {"a": 3, "b": 1, "c": 2}
    store.save_articles([r.article(name) for name in times])
    store.save_fingerprints([r.fingerprint(name, r.hours(at)) for name, at in times.items()])
    store.mark_due("stories", [r.aid("a")], r.DAY)
    store.mark_due("stories", [r.aid("b"), "unknown"], r.hours(1))
    store.mark_due("stories", [r.aid("c")], r.hours(2))
    due = store.due("stories", r.hours(1), by_publication=True)
    assert [Due(key, 0) for key in ("unknown", r.aid("b"), r.aid("a"))] == due


def test_an_earlier_time_stays(store: SqlStore) -> None:
    store.mark_due("fetch", ["a", "b"], r.hours(5))
    store.mark_due("fetch", ["a"], r.hours(3))
    store.mark_due("fetch", ["b"], r.hours(7))
    assert [Due("a", 0)] == store.due("fetch", r.hours(3))
    assert [Due("a", 0), Due("b", 0)] == store.due("fetch", r.hours(5))


def test_endings_of_one_row_or_from_a_moment(store: SqlStore) -> None:
    old = Ending("extract", "a", "no-article", "", r.hours(0))
    new = Ending("fetch", "b", "gone", "", r.hours(2))
    for ending in (old, new):
        store.mark_due(ending.stage, [ending.key], r.DAY)
        store.settle(ending.stage, [], [ending], {}, ending.at)
    assert [new] == store.endings("fetch") == store.endings(since=r.hours(2))
    assert [old, new] == store.endings(since=r.hours(0))
    assert store.endings("extract", r.hours(1)) == []


def test_settled_keys_are_gone_and_deferred_ones_wait(store: SqlStore) -> None:
    store.mark_due("fetch", ["pass", "drop", "wait"], r.DAY)
    dropped = Ending("fetch", "drop", "gone", "410", r.DAY)
    store.settle("fetch", ["pass"], [dropped], {"wait": Deferred(r.hours(1), "503")}, r.DAY)
    assert store.due("fetch", r.DAY) == []
    assert [Due("wait", 1)] == store.due("fetch", r.hours(1))
    waiting = Ending("fetch", "wait", "deferred", "503", r.DAY)
    assert [dropped, waiting] == store.endings()
    store.settle("fetch", [], [], {"wait": Deferred(r.hours(2), "503")}, r.hours(1))
    assert [Due("wait", 2)] == store.due("fetch", r.hours(2))


def test_a_passed_key_loses_the_ending_it_had_in_this_row(store: SqlStore) -> None:
    for stage in ("fetch", "extract"):
        store.settle(stage, [], [Ending(stage, "a", "gone", "", r.DAY)], {}, r.DAY)
    store.settle("fetch", ["a"], [], {}, r.hours(1))
    assert [ending.stage for ending in store.endings()] == ["extract"]


def test_a_large_chunk_is_settled_whole(store: SqlStore) -> None:
    keys = [f"{number:05}" for number in range(1201)]
    store.mark_due("fetch", keys, r.DAY)
    assert keys == [due.key for due in store.due("fetch", r.DAY)]
    store.settle("fetch", keys[:1200], [], {}, r.DAY)
    assert [Due("01200", 0)] == store.due("fetch", r.DAY)


def test_a_raised_version_wakes_what_the_row_answered(store: SqlStore) -> None:
    store.save_sources([r.FEED], r.DAY)
    store.save_snapshots([r.snapshot()])
    store.save_listings([r.listing(r.item("one"))], r.DAY)
    store.save_pages([r.page("one"), r.bare_page("bare")])
    r.fill_story(store, "one")
    store.save_renditions([RenditionSet("site", (Rendition("site", "x", b"x"),))])
    expected = {
        "poll": [r.FEED.url],
        "collect": [r.FEED.url],
        "fetch": [r.url("one")],
        "extract": [r.url("bare"), r.url("one")],
        "fingerprint": [r.aid("one")],
        "syndication": [r.aid("one")],
        "quality": [r.aid("one")],
        "topics": [r.aid("one")],
        "stories": [r.aid("one")],
        "lead": [r.sid("one")],
        "angles": [r.sid("one")],
        "heat": [r.sid("one")],
        "gate": [r.sid("one")],
        "publish": ["site"],
        "deliver": [],
    }
    for stage in expected:
        store.raise_version(stage, "2", r.DAY - timedelta(days=1))
    assert expected == {
        stage: [due.key for due in store.due(stage, r.DAY - timedelta(days=1))]
        for stage in expected
    }
    assert dict.fromkeys(expected, "2") == store.stage_versions()


def test_a_known_version_wakes_nothing(store: SqlStore) -> None:
    store.raise_version("extract", "1", r.DAY)
    store.save_pages([r.page("one")])
    store.raise_version("extract", "1", r.DAY)
    assert store.due("extract", r.DAY) == []


# --- gathering -----------------------------------------------------------------------------------


def test_new_sources_are_due(store: SqlStore) -> None:
    folder = Source("posts/", SourceKind.POSTS)
    assert [r.OTHER.url, folder.url] == store.save_sources([r.OTHER, folder], r.DAY)
    assert [r.FEED.url] == store.save_sources([r.OTHER, r.FEED], r.hours(1))
    assert [r.FEED, r.OTHER, folder] == store.sources()
    assert [Due(r.OTHER.url, 0), Due(r.FEED.url, 0)] == store.due("poll", r.hours(1))


def test_a_source_keeps_its_title_until_it_gets_another(store: SqlStore) -> None:
    store.save_sources([r.FEED], r.DAY)
    store.save_sources([replace(r.FEED, title="")], r.DAY)
    assert store.sources() == [r.FEED]
    store.save_sources([replace(r.FEED, title="Harrow")], r.DAY)
    assert [replace(r.FEED, title="Harrow")] == store.sources()


def test_a_removed_source_leaves_its_articles(store: SqlStore) -> None:
    store.save_sources([r.FEED], r.DAY)
    store.save_snapshots([r.snapshot()])
    store.save_listings([r.listing(r.item("one"))], r.DAY)
    assert store.remove_source(r.FEED.url) is True
    assert store.remove_source(r.FEED.url) is False
    assert store.sources() == []
    assert store.source_checks([r.FEED.url]) == {}
    assert store.snapshots([r.FEED.url]) == {}
    assert store.due("poll", r.hours(99)) == []
    assert [r.url("one")] == [*store.items([r.url("one")])]


def test_checks_know_the_last_answer(store: SqlStore) -> None:
    store.save_sources([r.FEED, r.OTHER], r.DAY)
    store.save_snapshots([r.snapshot()])
    assert {
        r.FEED.url: SourceCheck(r.FEED, '"e"', "yesterday", "d1"),
        r.OTHER.url: SourceCheck(r.OTHER),
    } == store.source_checks([r.FEED.url, r.OTHER.url, "unknown"])


def test_snapshots_are_kept_and_the_next_check_is_due(store: SqlStore) -> None:
    assert [r.FEED.url] == store.save_snapshots([r.snapshot(b"\0\xff" * 9)])
    assert {r.FEED.url: r.snapshot(b"\0\xff" * 9)} == store.snapshots([r.FEED.url, "unknown"])
    assert store.due("poll", r.DAY) == []
    assert [Due(r.FEED.url, 0)] == store.due("poll", r.hours(1))
    store.save_snapshots([r.snapshot(b"new", digest="d2")])
    assert store.snapshots([r.FEED.url])[r.FEED.url].body == b"new"


CHANGES: dict[str, tuple[dict[str, object], bool]] = {
    "nothing": ({}, False),
    "title": ({"title": "Corrected"}, True),
    "update time": ({"updated_at": r.hours(3)}, True),
    "text": ({"body_html": "<p>More</p>"}, True),
    "summary": ({"summary": "More."}, True),
    "a picture": ({"pictures": ()}, False),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_changed_items_are_told(store: SqlStore, change: dict[str, object], expected: bool) -> None:
    assert [r.url("one")] == store.save_listings([r.listing(r.item("one"))], r.DAY)
    changed = r.item("one", **change)
    told = store.save_listings([r.listing(changed)], r.hours(1))
    assert ([r.url("one")] if expected else []) == told
    assert {r.url("one"): changed} == store.items([r.url("one"), "unknown"])


def test_a_second_mention_wakes_nothing(store: SqlStore) -> None:
    first, second = r.item("one"), r.item("one", r.OTHER, title="Another title")
    store.save_listings([r.listing(first)], r.DAY)
    assert store.save_listings([r.listing(second, source=r.OTHER)], r.hours(1)) == []
    assert {r.url("one"): first} == store.items([r.url("one")])


def test_an_item_without_a_page_is_not_fetched(store: SqlStore) -> None:
    assert store.save_listings([r.listing(r.item("one", has_page=False))], r.DAY) == []
    with_page = r.item("one", r.OTHER)
    assert [r.url("one")] == store.save_listings([r.listing(with_page)], r.DAY)
    assert {r.url("one"): with_page} == store.items([r.url("one")])


def test_the_first_of_two_mentions_in_one_listing_counts(store: SqlStore) -> None:
    twice = r.listing(r.item("one"), r.item("one", title="Again"))
    assert [r.url("one")] == store.save_listings([twice], r.DAY)
    assert store.save_listings([twice], r.DAY) == []


def test_a_listing_names_a_source_without_a_title(store: SqlStore) -> None:
    store.save_sources([replace(r.FEED, title=""), r.OTHER], r.DAY)
    store.save_listings([r.listing(title="Named"), r.listing(source=r.OTHER, title="No")], r.DAY)
    assert [source.title for source in store.sources()] == ["Named", "Mallow Wire"]


def test_pages_are_told_when_bytes_or_item_changed(store: SqlStore) -> None:
    key = r.url("one")
    assert [key] == store.save_pages([r.page("one", b"<p>\xe9</p>")])
    assert store.save_pages([replace(r.page("one", b"<p>\xe9</p>"), fetched_at=r.hours(1))]) == []
    assert [key] == store.save_pages([r.page("one", b"<p>new</p>")])
    assert [key] == store.save_pages([r.page("one", b"<p>new</p>", title="New")])
    assert {key: r.page("one", b"<p>new</p>", title="New")} == store.pages([key, "unknown"])


def test_an_import_brings_its_item(store: SqlStore) -> None:
    bare = r.bare_page("one")
    assert [r.url("one")] == store.save_pages([bare])
    assert store.save_pages([bare]) == []
    assert {r.url("one"): bare} == store.pages([r.url("one")])
    assert {r.url("one"): bare.item} == store.items([r.url("one")])


def test_an_import_never_takes_the_place_of_a_fetched_page(store: SqlStore) -> None:
    store.save_pages([r.page("one")])
    assert store.save_pages([r.bare_page("one", "long " * 99)]) == []
    assert {r.url("one"): r.page("one")} == store.pages([r.url("one")])


@pytest.mark.parametrize("order", [0, 1], ids=["poorer first", "richer first"])
def test_of_two_imports_the_richer_counts(store: SqlStore, order: int) -> None:
    poor, rich = r.bare_page("one", "short"), r.bare_page("one", "longer text", r.OTHER)
    for page in [(poor, rich), (rich, poor)][order]:
        store.save_pages([page])
    assert {r.url("one"): rich} == store.pages([r.url("one")])
    assert store.save_pages([poor, rich]) == []


# --- reading -------------------------------------------------------------------------------------


def test_an_unchanged_article_changes_nothing(store: SqlStore) -> None:
    one = r.article("one")
    assert [one.article_id] == store.save_articles([one])
    again = replace(one, seen_at=r.hours(9), notes=("Other.",), date_reason="Other.")
    assert store.save_articles([again]) == []
    assert {one.article_id: one} == store.articles([one.article_id, "unknown"])


EDITS: dict[str, dict[str, object]] = {
    "title": {"title": "Corrected"},
    "text": {"text": "Corrected."},
    "key points": {"key_points": ()},
}

FACTS: dict[str, dict[str, object]] = {
    "excerpt": {"excerpt": "Corrected."},
    "byline": {"byline": ()[:0] or (r.Person("Cy Marsh"),)},
    "pictures": {"pictures": (r.Picture("http://news.harrow.example/q.jpg"),)},
    "date": {"published_at": r.hours(1)},
    "amp address": {"amp_url": "http://news.harrow.example/amp/one"},
    "wire credit": {"wire_credit": None},
    "rated quality": {"rated_quality": 70},
    "provider": {"provider": r.Provider("Harrow", "harrow.example")},
    "paywall": {"is_free": False},
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_an_edit_is_a_new_version(store: SqlStore, edit: dict[str, object]) -> None:
    one = r.article("one")
    edited = r.article("one", seen_at=r.hours(9), **edit)
    store.save_articles([one])
    assert [one.article_id] == store.save_articles([edited])
    expected = replace(edited, version=2, seen_at=one.seen_at)
    assert [one, expected] == store.article_versions(one.article_id)
    assert {one.article_id: expected} == store.articles([one.article_id])


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_another_fact_about_the_same_words_is_no_version(
    store: SqlStore, fact: dict[str, object]
) -> None:
    one = r.article("one")
    store.save_articles([one])
    assert [one.article_id] == store.save_articles([r.article("one", **fact)])
    assert [r.article("one", **fact)] == store.article_versions(one.article_id)


def test_versions_count_on(store: SqlStore) -> None:
    for number in range(4):
        store.save_articles([r.article("one", title=f"Title {number}")])
    versions = store.article_versions(r.aid("one"))
    assert [(a.version, a.title) for a in versions] == [
        (1, "Title 0"),
        (2, "Title 1"),
        (3, "Title 2"),
        (4, "Title 3"),
    ]
    assert store.article_versions(r.aid("unknown")) == []


def test_a_told_date_beats_a_first_sight(store: SqlStore) -> None:
    seen = {"date_origin": DateOrigin.FIRST_SEEN, "date_reason": "First seen."}
    store.save_articles([r.article("one", published_at=r.hours(5), **seen)])
    assert store.save_articles([r.article("one", published_at=r.hours(8), **seen)]) == []
    told = r.article("one", published_at=r.hours(1))
    assert [told.article_id] == store.save_articles([told])
    assert store.save_articles([r.article("one", published_at=r.hours(9), **seen)]) == []
    assert r.hours(1) == store.articles([told.article_id])[told.article_id].published_at


def test_another_page_takes_nothing_away(store: SqlStore) -> None:
    full = r.article("one")
    store.save_articles([full])
    for less in (
        r.article("one", text="", page_url=r.url("two")),
        r.article("one", text="Short.", confidence=0.3, page_url=r.url("two")),
    ):
        assert store.save_articles([less]) == []
    rated = r.article("one", text="", page_url=r.url("three"), rated_quality=74)
    assert [full.article_id] == store.save_articles([rated])
    kept = store.articles([full.article_id])[full.article_id]
    assert replace(full, rated_quality=74) == kept


def test_the_same_page_may_be_shortened(store: SqlStore) -> None:
    store.save_articles([r.article("one")])
    short = r.article("one", text="Short.", confidence=0.3)
    assert [short.article_id] == store.save_articles([short])


# --- matching ------------------------------------------------------------------------------------


def test_fingerprints_are_told_when_they_changed(store: SqlStore) -> None:
    store.save_articles([r.article("one")])
    assert [r.aid("one")] == store.save_fingerprints([r.fingerprint("one")])
    assert store.save_fingerprints([r.fingerprint("one")]) == []
    assert [r.aid("one")] == store.save_fingerprints([r.fingerprint("one", r.hours(1))])
    window = store.syndication_window([r.aid("one"), "unknown"], 24, None)
    assert {r.aid("one"): r.fingerprint("one", r.hours(1))} == window.new


def test_a_syndication_window_holds_what_is_in_reach(store: SqlStore) -> None:
    store.save_articles([r.article(name) for name in "abcdefg"])
    prints = {
        "a": r.fingerprint("a", r.hours(0)),
        "b": r.fingerprint("b", r.hours(-10)),
        "c": r.fingerprint("c", r.hours(10)),
        "d": r.fingerprint("d", r.hours(-10.01)),
        "e": r.fingerprint("e", r.hours(10.01)),
        "f": r.fingerprint("f", r.hours(9), is_dated=False),
        "g": r.fingerprint("g", r.hours(-999), is_dated=False),
    }
    store.save_fingerprints([*prints.values()])
    store.save_kinships([Kinship(r.original("b")), Kinship(r.copy_of("c", "b"))])
    window = store.syndication_window([r.aid("a")], 10, None)
    assert {r.aid("a")} == set(window.new)
    assert {r.aid(name): prints[name] for name in "bcf"} == dict(window.known.items())
    assert {r.aid("c"): r.copy_of("c", "b")} == window.syndications
    assert window.rulings == ()


HELD = {
    "all of it": ((-10, 10), ""),
    "more": ((-99, 99), ""),
    "the beginning": ((-99, 0), "de"),
    "the end": ((0, 99), "bc"),
    "the middle": ((-4, 4), "bcde"),
    "something else": ((50, 99), "bcde"),
}


@pytest.mark.parametrize(("held", "expected"), HELD.values(), ids=HELD)
def test_a_syndication_window_leaves_out_what_is_held(
    store: SqlStore, held: tuple[float, float], expected: str
) -> None:
    """A copy tree that reaches out of the span held is read all the same."""
    times = {"a": 0, "b": -9, "c": -5, "d": 5, "e": 9}
    store.save_articles([r.article(name) for name in times])
    store.save_fingerprints([r.fingerprint(name, r.hours(at)) for name, at in times.items()])
    span = (r.hours(held[0]), r.hours(held[1]))
    window = store.syndication_window([r.aid("a")], 10, span)
    assert {r.aid(name) for name in expected} == set(window.known)
    assert {r.aid(name): r.fingerprint(name, r.hours(times[name])) for name in expected} == {
        key: window.known[key] for key in window.known
    }


def test_a_syndication_window_holds_whole_copy_trees(store: SqlStore) -> None:
    store.save_articles([r.article(name) for name in "abcd"])
    store.save_fingerprints(
        [
            r.fingerprint("a"),
            *(r.fingerprint(n, r.hours(h)) for n, h in zip("bcd", (5, 90, 180), strict=True)),
        ]
    )
    store.save_kinships([Kinship(r.copy_of(name, "c")) for name in "bd"])
    store.save_kinships([Kinship(r.original("c"))])
    window = store.syndication_window([r.aid("a")], 10, None)
    assert {r.aid(name) for name in "bcd"} == set(window.known)


def test_rulings_bring_their_articles_into_a_window(store: SqlStore) -> None:
    r.fill_articles(store, "a")
    store.save_articles([r.article(name) for name in "bcd"])
    store.save_fingerprints([r.fingerprint(name, r.hours(999)) for name in "bcd"])
    named = r.ruling(RulingKind.COPY_OF, r.aid("a"), r.aid("b"))
    further = r.ruling(RulingKind.SAME_EVENT, r.aid("b"), r.aid("c"))
    undone = r.ruling(RulingKind.COPY_OF, r.aid("a"), r.aid("d"), undone_at=r.DAY)
    store.save_rulings([named, further, undone])
    window = store.syndication_window([r.aid("a")], 10, None)
    assert {r.aid("b"), r.aid("c")} == set(window.known)
    assert {named, further} == set(window.rulings)


def test_kinships_are_told_with_the_rerooted(store: SqlStore) -> None:
    store.save_articles([r.article(name) for name in "abc"])
    assert [r.aid("a")] == store.save_kinships([Kinship(r.original("a"))])
    assert store.save_kinships([Kinship(r.original("a"))]) == []
    turned = Kinship(r.original("b"), (r.copy_of("a", "b"),))
    assert [r.aid("b"), r.aid("a")] == store.save_kinships([turned])
    copying = store.copyings([r.aid("a"), r.aid("c")])
    assert {r.aid("a"): Copying(r.article("a"), r.copy_of("a", "b"))} == copying


def test_collations_lay_an_article_beside_the_one_it_shares_most_with(store: SqlStore) -> None:
    texts = {"a": "One text.", "b": "Its copy.", "c": "", "d": "Nobody's.", "e": "Of an orphan."}
    store.save_articles([r.article(name, text=text) for name, text in texts.items()])
    overlap = Overlap(r.aid("b"), Bond.PASSAGE, 40, 0.2, 0.2)
    sharing = replace(r.original("c"), overlaps=(overlap,))
    lost = r.copy_of("e", "lost")
    kinships = (r.original("a"), r.copy_of("b", "a"), sharing, r.original("d"), lost)
    store.save_kinships([Kinship(syndication) for syndication in kinships])
    found = store.collations([r.aid(name) for name in "abcdex"])
    assert found == {
        r.aid("a"): Collation(r.aid("a"), "", None, ""),
        r.aid("b"): Collation(r.aid("b"), "Its copy.", r.aid("a"), "One text."),
        r.aid("c"): Collation(r.aid("c"), "First paragraph.", r.aid("b"), "Its copy."),
        r.aid("d"): Collation(r.aid("d"), "", None, ""),
        r.aid("e"): Collation(r.aid("e"), "", None, ""),
    }


def test_passages_stand_beside_the_report(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    rows = [r.passages("b", "a", "a passage", "another")]
    assert store.save_passages(rows) == [r.aid("b")]
    assert store.save_passages(rows) == []
    (dossier,) = store.dossiers([r.sid("a")]).values()
    found = {report.article.article_id: report.passages for report in dossier.reports}
    assert found == {r.aid("a"): (), r.aid("b"): ("a passage", "another")}


def test_a_story_window_holds_articles_in_stories(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    r.fill_articles(store, "new", "loose")
    window = store.story_window([r.aid("new"), "unknown"], 10, None)
    assert {r.aid("new"): r.fingerprint("new")} == window.new
    assert {r.aid("a"), r.aid("b")} == set(window.known)
    assert {r.aid(n): r.original(n) for n in ("new", "a", "b")} == dict(window.syndications)
    joined = r.joining("b", "a").coverage
    assert {r.aid("a"): r.coverage("a", "a"), r.aid("b"): joined} == dict(window.coverages)
    assert {r.sid("a"): r.story("a")} == window.stories


def test_a_story_window_holds_the_standing_of_new_versions(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    window = store.story_window([r.aid("b")], 10, None)
    assert {r.aid("a")} == set(window.known)
    assert {r.aid("a"), r.aid("b")} == set(window.coverages)


def test_a_story_window_reaches_for_originals_copies_and_rulings(store: SqlStore) -> None:
    names = ("root", "copy", "ruled")
    for name in names:
        r.fill_story(store, name)
    store.save_fingerprints([r.fingerprint(name, r.hours(-999)) for name in names])
    r.fill_articles(store, "new")
    store.save_kinships(
        [Kinship(r.copy_of("new", "root")), Kinship(r.copy_of("copy", "new", Originality.PARTIAL))]
    )
    store.save_rulings([r.ruling(RulingKind.MEMBER_OF, r.aid("new"), r.aid("ruled"))])
    window = store.story_window([r.aid("new")], 10, None)
    assert {r.aid(name) for name in names} == set(window.known)


FORM = ("morn", "market")
"""A headline, and the only run it has."""


def remember(store: SqlStore, days: Sequence[float], *, is_dated: bool = True) -> None:
    """Keep an article of each day, all of one headline."""
    names = [str(day) for day in days]
    r.fill_articles(store, *names)
    made = [r.fingerprint(str(day), r.hours(24 * day), is_dated=is_dated) for day in days]
    store.save_fingerprints([replace(one, title_words=FORM) for one in made])


def days_known(store: SqlStore, name: str) -> list[int]:
    """Return the days that a window with an article gives of the headline, from ``DAY`` on."""
    (run,) = heading_runs(replace(r.fingerprint(name), title_words=FORM))
    found = store.story_window([r.aid(name)], 10, None).headings.get(run, ())
    return [day - day_of(r.DAY) for day in found]


def test_a_story_window_knows_the_days_of_a_headline(store: SqlStore) -> None:
    remember(store, [0, 1, 1.1, 2, 9, 30])
    assert days_known(store, "9") == [0, 1, 2, 9]


def test_a_headline_of_few_days_is_left_out(store: SqlStore) -> None:
    remember(store, [0, 9])
    assert days_known(store, "9") == []


def test_a_headline_of_half_a_year_ago_is_left_out(store: SqlStore) -> None:
    remember(store, [0, 1, 2, 3, 182, 183])
    assert days_known(store, "182") == [2, 3, 182]


def test_articles_without_a_date_are_no_history(store: SqlStore) -> None:
    remember(store, [0, 1, 2, 3], is_dated=False)
    remember(store, [9])
    assert days_known(store, "9") == []


def test_a_story_window_knows_the_headlines_of_articles_in_stories(store: SqlStore) -> None:
    remember(store, [0, 1, 2, 9])
    store.save_assignments([r.founding("9")])
    r.fill_articles(store, "new")
    store.save_fingerprints([r.fingerprint("new", r.hours(24 * 9))])
    assert days_known(store, "new") == [0, 1, 2, 9]


def test_headlines_are_forgotten_when_the_news_has_moved_on(store: SqlStore) -> None:
    remember(store, [0, 1, 2, 3, 20, 200])
    store.save_assignments([r.founding("20")])
    assert days_known(store, "20") == [0, 1, 2, 3, 20]
    store.save_assignments([r.founding("200")])
    assert days_known(store, "20") == []


def test_windows_of_nothing_are_empty(store: SqlStore) -> None:
    r.fill_story(store, "a")
    assert store.story_window([], 10, None).known == {}
    assert store.syndication_window(["unknown"], 10, None).known == {}


# --- stories -------------------------------------------------------------------------------------


def test_assignments_tell_the_stories_that_changed(store: SqlStore) -> None:
    r.fill_articles(store, "a", "b")
    assert [r.sid("a")] == store.save_assignments([r.founding("a")])
    assert store.save_assignments([r.founding("a")]) == []
    assert [r.sid("a")] == store.save_assignments([r.joining("b", "a")])
    assert [r.sid("a")] == store.stories_of([r.aid("b"), r.aid("a"), "unknown"])


def test_a_moved_article_changes_both_stories(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    r.fill_story(store, "c")
    assert [r.sid("a"), r.sid("c")] == store.save_assignments([r.joining("b", "c")])
    assert [r.sid("c")] == store.stories_of([r.aid("b")])


def test_a_merge_moves_all_that_is_left(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b", "c"])
    r.fill_story(store, "d")
    r.fill_articles(store, "new")
    merge = Assignment(
        r.coverage("new", "d"), moved=(r.coverage("b", "d"),), merged=(r.story("a", "d"),)
    )
    assert {r.sid("a"), r.sid("d")} == set(store.save_assignments([merge]))
    assert [r.sid("d")] == store.stories_of([r.aid(name) for name in ("a", "b", "c", "new")])
    assert r.sid("d") == store.find_story(r.sid("a"))


def test_a_story_can_be_opened_for_known_articles(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b", "c"])
    r.fill_articles(store, "new")
    opened = Assignment(
        r.coverage("new", "a"), moved=(r.coverage("b", "b"),), merged=(r.story("b"),)
    )
    assert set(store.save_assignments([opened])) == {r.sid("a"), r.sid("b")}
    assert store.stories_of([r.aid("b")]) == [r.sid("b")]
    store.save_assignments([r.joining("b", "a")])
    assert store.find_story(r.sid("b")) == r.sid("a")
    again = Assignment(
        r.coverage("new", "a"), moved=(r.coverage("b", "b"),), merged=(r.story("b"),)
    )
    assert set(store.save_assignments([again])) == {r.sid("a"), r.sid("b")}
    assert store.find_story(r.sid("b")) == r.sid("b")


def test_merges_chain(store: SqlStore) -> None:
    for name in "abc":
        r.fill_story(store, name)
    store.save_assignments([Assignment(r.coverage("a", "b"), merged=(r.story("a", "b"),))])
    store.save_assignments([Assignment(r.coverage("b", "c"), merged=(r.story("b", "c"),))])
    r.fill_articles(store, "late")
    assert store.save_assignments([r.joining("late", "a")]) == [r.sid("c")]
    assert [r.sid("c")] == store.stories_of([r.aid(name) for name in "abc"])
    assert r.sid("c") == store.find_story(r.sid("a"))
    assert ((r.sid("a"), r.sid("c")), (r.sid("b"), r.sid("c"))) == store.edition().redirects


def test_a_story_whose_last_article_left_ends_where_it_went(store: SqlStore) -> None:
    r.fill_story(store, "a")
    r.fill_story(store, "b")
    assert [r.sid("a"), r.sid("b")] == store.save_assignments([r.joining("a", "b")])
    assert r.sid("b") == store.find_story(r.sid("a"))


def test_an_id_of_another_newsroom_leads_to_its_founders_story(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    elsewhere = mint_story_id(r.aid("b"))
    assert r.sid("a") == store.find_story(elsewhere)
    assert store.find_story(mint_story_id(r.aid("unknown"))) is None


def test_a_story_founded_again_stands_again(store: SqlStore) -> None:
    r.fill_story(store, "a")
    r.fill_story(store, "b")
    store.save_assignments([r.joining("a", "b")])
    store.save_assignments([r.founding("a")])
    assert r.sid("a") == store.find_story(r.sid("a"))
    assert [r.sid("a"), r.sid("b")] == [*store.contests([r.sid("a"), r.sid("b")])]


# --- judging -------------------------------------------------------------------------------------


def test_judgements_are_told_when_they_changed(store: SqlStore) -> None:
    r.fill_articles(store, "a")
    assert store.save_qualities([r.quality("a")]) == []
    assert [r.aid("a")] == store.save_qualities([r.quality("a", 61)])
    assert store.save_taggings([r.tagging("a")]) == []
    assert [r.aid("a")] == store.save_taggings([replace(r.tagging("a"), tags=())])
    store.save_assignments([r.founding("a")])
    assert [r.sid("a")] == store.save_leads([r.lead("a")])
    assert store.save_leads([r.lead("a")]) == []
    assert [r.sid("a")] == store.save_angles([r.angles("a")])
    assert store.save_angles([r.angles("a")]) == []
    assert [r.sid("a")] == store.save_angles([r.angles("a", 4.5)])
    assert [r.sid("a")] == store.save_heats([r.heat("a")])
    assert store.save_heats([r.heat("a")]) == []
    assert [r.sid("a")] == store.save_verdicts([r.verdict("a")])
    assert store.save_verdicts([r.verdict("a")]) == []


def test_a_dossier_has_reports_by_time_and_the_rulings_on_them(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b", "c"])
    store.save_articles([r.article("c", published_at=r.hours(-1))])
    on_story = r.ruling(RulingKind.HOLD, r.sid("a"))
    on_member = r.ruling(RulingKind.NEVER_LEAD, r.aid("b"), made_at=r.hours(1))
    undone = r.ruling(RulingKind.NEVER_LEAD, r.aid("c"), undone_at=r.DAY)
    elsewhere = r.ruling(RulingKind.HOLD, r.aid("unknown"))
    store.save_rulings([on_member, undone, elsewhere, on_story])
    dossier = store.dossiers([r.sid("a"), "unknown"])[r.sid("a")]
    assert r.story("a") == dossier.story
    ordered = [r.aid("c"), *sorted([r.aid("a"), r.aid("b")])]
    assert ordered == [report.article.article_id for report in dossier.reports]
    assert (on_story, on_member) == dossier.rulings
    first = dossier.reports[-1]
    assert r.quality("b").reasons == first.quality.reasons
    assert {r.original("a"), r.original("b")} == {x.syndication for x in dossier.reports[1:]}


def test_a_story_waits_until_all_its_reports_are_judged(store: SqlStore) -> None:
    r.fill_story(store, "a")
    store.save_articles([r.article("b")])
    store.save_kinships([Kinship(r.original("b"))])
    store.save_assignments([r.joining("b", "a")])
    asked = [r.sid("a")]
    assert {} == store.dossiers(asked) == store.contests(asked) == store.hearings(asked)
    store.save_qualities([r.quality("b")])
    assert store.dossiers(asked) == {}
    store.save_taggings([r.tagging("b")])
    assert len(store.dossiers(asked)[r.sid("a")].reports) == 2


def test_contests_know_the_incumbent_as_long_as_it_stands_there(store: SqlStore) -> None:
    r.fill_articles(store, "a", "b")
    store.save_assignments([r.founding("a"), r.joining("b", "a")])
    assert store.contests([r.sid("a")])[r.sid("a")].incumbent is None
    store.save_leads([r.lead("b", "a")])
    assert r.lead("b", "a") == store.contests([r.sid("a")])[r.sid("a")].incumbent
    store.save_assignments([r.founding("b")])
    assert store.contests([r.sid("a")])[r.sid("a")].incumbent is None
    assert store.leds([r.sid("a")]) == {}


def test_leds_and_hearings_wait_for_what_they_need(store: SqlStore) -> None:
    asked = [r.sid("a")]
    r.fill_articles(store, "a")
    store.save_assignments([r.founding("a")])
    assert store.leds(asked) == {}
    store.save_leads([r.lead("a")])
    assert r.lead("a") == store.leds(asked)[r.sid("a")].lead
    assert store.hearings(asked) == {}
    store.save_heats([r.heat("a")])
    hearing = store.hearings(asked)[r.sid("a")]
    assert (r.lead("a"), r.heat("a"), False) == (hearing.lead, hearing.heat, hearing.was_published)


def test_a_brief_has_the_angles_there_are(store: SqlStore) -> None:
    r.fill_story(store, "a")
    r.fill_articles(store, "b")
    store.save_assignments([r.founding("b")])
    store.save_leads([r.lead("b")])
    store.save_heats([r.heat("b")])
    store.save_verdicts([r.verdict("b")])
    angles = {brief.dossier.story.story_id: brief.angles for brief in store.briefs()}
    assert {r.sid("a"): r.angles("a"), r.sid("b"): Angles(r.sid("b"))} == angles


def test_a_published_story_is_remembered(store: SqlStore) -> None:
    r.fill_story(store, "a")
    assert store.hearings([r.sid("a")])[r.sid("a")].was_published is True
    store.save_verdicts([r.verdict("a", Decision.REFUSE)])
    assert store.hearings([r.sid("a")])[r.sid("a")].was_published is False
    store.save_verdicts([r.verdict("a")])
    publish(store)
    store.save_verdicts([r.verdict("a", Decision.HOLD)])
    assert store.hearings([r.sid("a")])[r.sid("a")].was_published is True


def test_a_merged_story_is_heard_with_its_last_lead(store: SqlStore) -> None:
    r.fill_story(store, "a")
    r.fill_story(store, "b")
    store.save_assignments([r.joining("a", "b")])
    asked = [r.sid("a")]
    hearing = store.hearings(asked)[r.sid("a")]
    assert r.sid("b") == hearing.dossier.story.merged_into
    assert [(r.aid("a"), r.sid("b"))] == [
        (x.article.article_id, x.coverage.story_id) for x in hearing.dossier.reports
    ]
    assert {} == store.contests(asked) == store.leds(asked)


def test_challenged_leads_are_pending(store: SqlStore) -> None:
    for name in "abc":
        r.fill_story(store, name)
    store.save_leads([r.lead("a", challenger="b"), r.lead("c", challenger="b")])
    store.save_assignments([r.joining("c", "a")])
    assert [r.sid("a")] == store.pending_leads()


def test_rulings_name_their_articles(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    both = r.ruling(RulingKind.SAME_EVENT, r.aid("b"), r.aid("unknown"))
    assert [r.aid("b")] == store.named_by([both])
    hold = r.ruling(RulingKind.HOLD, r.sid("a"), made_at=r.hours(-1))
    assert sorted([r.aid("a"), r.aid("b")]) == store.named_by([hold])


def test_rulings_are_kept_and_told_when_they_change(store: SqlStore) -> None:
    both = r.ruling(RulingKind.SAME_EVENT, r.aid("a"), r.aid("b"))
    hold = r.ruling(RulingKind.HOLD, r.sid("a"), made_at=r.hours(-1))
    assert [both, hold] == store.save_rulings([both, hold])
    undone = replace(hold, undone_at=r.hours(1), undone_by="desk")
    assert [undone] == store.save_rulings([both, undone])
    assert [undone, both] == store.rulings()


def test_rulings_of_one_act_are_found_together(store: SqlStore) -> None:
    first, other = (r.ruling(RulingKind.HOLD, r.aid(name), act="act") for name in "ab")
    alone = r.ruling(RulingKind.PIN, r.aid("a"), made_at=r.hours(1))
    early = r.ruling(RulingKind.PIN, r.aid("b"), made_at=r.hours(-1))
    store.save_rulings([first, alone, other, early])
    assert [alone.ruling_id, "act", early.ruling_id] == store.latest_acts(5)
    assert store.latest_acts(1, alone.ruling_id) == ["act"]
    assert {first, other} == set(store.rulings_of(["act"]))
    assert [early] == store.rulings_of([early.ruling_id])


# --- publishing ----------------------------------------------------------------------------------


def test_an_edition_is_hottest_first_with_names(store: SqlStore) -> None:
    r.fill_story(store, "a", peak=50)
    r.fill_story(store, "b", peak=90)
    r.fill_story(store, "c", peak=70)
    store.save_verdicts([r.verdict("c", Decision.REFUSE)])
    store.save_sources([r.FEED], r.DAY)
    edition = store.edition([Topic("t", "Canals", "canals")])
    assert [r.sid("b"), r.sid("a")] == [b.dossier.story.story_id for b in edition.briefs]
    assert [brief.post_name for brief in edition.briefs] == [
        "2026-03-01-title-of-b.md",
        "2026-03-01-title-of-a.md",
    ]
    assert (edition.articles, edition.sources, edition.as_of) == (3, 1, r.DAY)
    assert (Topic("t", "Canals", "canals"),) == edition.topics
    assert edition == store.edition([Topic("t", "Canals", "canals")])


def test_stories_as_hot_come_by_id(store: SqlStore) -> None:
    for name in "abc":
        r.fill_story(store, name)
    ids = [brief.dossier.story.story_id for brief in store.edition().briefs]
    assert sorted(ids) == ids


def publish(store: SqlStore) -> None:
    """Keep the names of the edition's posts, as its renditions do."""
    names = {brief.post_holder: brief.post_name for brief in store.edition().briefs}
    store.save_posts(names)


def test_an_edition_that_is_only_looked_at_names_nothing(store: SqlStore) -> None:
    r.fill_story(store, "a")
    assert store.edition().briefs[0].post_name == "2026-03-01-title-of-a.md"
    assert [brief.post_name for brief in store.briefs()] == [""]


def test_a_post_goes_with_the_lead_when_asked(store: SqlStore) -> None:
    r.fill_story(store, "a", ["b"])
    store.save_posts({r.aid("a"): "a.md", r.aid("b"): "b.md"})
    edition = store.edition(per_lead=True)
    told = [(b.post_name, b.verdict.decision, b.lead.article_id) for b in edition.briefs]
    assert told == [
        ("a.md", Decision.PUBLISH, r.aid("a")),
        ("b.md", Decision.RETIRE, r.aid("b")),
    ]


def test_a_held_story_keeps_its_post(store: SqlStore) -> None:
    r.fill_story(store, "a")
    publish(store)
    store.save_verdicts([r.verdict("a", Decision.HOLD)])
    assert [brief.post_name for brief in store.edition().briefs] == ["2026-03-01-title-of-a.md"]


def test_a_name_once_given_stays(store: SqlStore) -> None:
    r.fill_story(store, "a")
    (before,) = store.edition().briefs
    publish(store)
    store.save_articles([r.article("a", title="A wholly new title")])
    (after,) = store.edition().briefs
    assert "2026-03-01-title-of-a.md" == before.post_name == after.post_name


def test_names_are_unique(store: SqlStore) -> None:
    for name in "abc":
        r.fill_story(store, name)
    store.save_articles([r.article(name, title="The same title") for name in "abc"])
    names = {brief.post_name for brief in store.edition().briefs}
    stem = "2026-03-01-the-same-title"
    assert {f"{stem}.md", f"{stem}-2.md", f"{stem}-3.md"} == names


def test_a_retired_story_keeps_its_post(store: SqlStore) -> None:
    r.fill_story(store, "a", peak=90)
    r.fill_story(store, "b")
    publish(store)
    store.save_assignments([r.joining("a", "b")])
    store.save_verdicts([r.verdict("a", Decision.RETIRE)])
    edition = store.edition()
    assert [r.sid("b"), r.sid("a")] == [b.dossier.story.story_id for b in edition.briefs]
    assert edition.briefs[1].post_name == "2026-03-01-title-of-a.md"
    assert [r.aid("a")] == [x.article.article_id for x in edition.briefs[1].dossier.reports]
    assert ((r.sid("a"), r.sid("b")),) == edition.redirects


def test_a_merged_story_without_a_post_is_not_told(store: SqlStore) -> None:
    r.fill_story(store, "a")
    r.fill_story(store, "b")
    store.save_assignments([r.joining("a", "b")])
    store.save_verdicts([r.verdict("a", Decision.RETIRE)])
    assert [r.sid("b")] == [brief.dossier.story.story_id for brief in store.briefs()]


def test_as_of_is_the_newest_dated_report(store: SqlStore) -> None:
    assert datetime(1970, 1, 1, tzinfo=r.DAY.tzinfo) == store.edition().as_of
    r.fill_story(store, "a", ["b"])
    seen = {"date_origin": DateOrigin.FIRST_SEEN}
    store.save_articles([r.article("b", published_at=r.hours(50), **seen)])
    assert store.edition().as_of == r.DAY
    store.save_articles([r.article("x", published_at=r.hours(50))])
    assert store.edition().as_of == r.DAY


def test_as_of_without_dates_is_the_newest_report(store: SqlStore) -> None:
    r.fill_articles(store, "x")
    seen = r.article("a", published_at=r.hours(50), date_origin=DateOrigin.FIRST_SEEN)
    store.save_articles([seen])
    r.fill_story(store, "b")
    store.save_verdicts([r.verdict("b", Decision.REFUSE)])
    store.save_kinships([Kinship(r.original("a"))])
    store.save_qualities([r.quality("a")])
    store.save_taggings([r.tagging("a")])
    store.save_assignments([r.founding("a")])
    store.save_leads([r.lead("a")])
    store.save_heats([r.heat("a")])
    store.save_verdicts([r.verdict("a")])
    assert r.hours(50) == store.edition().as_of


def files(*paths: str, body: bytes = b"bytes") -> list[RenditionSet]:
    return [RenditionSet("site", tuple(Rendition("site", path, body) for path in paths))]


def placed(path: str, body: bytes = b"bytes") -> Receipt:
    return Receipt("site", path, digest_of(body))


def test_new_and_changed_files_are_delivered(store: SqlStore) -> None:
    assert store.save_renditions(files("c", "a/b")) == ["site/a/b", "site/c"]
    assert {
        "site/c": Delivery("site", "c", b"bytes"),
        "site/a/b": Delivery("site", "a/b", b"bytes"),
    } == store.deliveries(["site/c", "site/a/b", "site/unknown"])
    assert store.receipts() == []
    assert store.save_receipts([placed("c"), placed("a/b")]) == ["site/c", "site/a/b"]
    assert store.deliveries(["site/c", "site/a/b"]) == {}
    assert [placed("a/b"), placed("c")] == store.receipts()
    assert store.save_renditions(files("c", "a/b")) == []
    changed = files("c") + [RenditionSet("feeds", (Rendition("feeds", "c", b""),))]
    assert store.save_renditions(changed) == ["site/a/b", "feeds/c"]
    assert {"feeds/c": Delivery("feeds", "c", b"")} == store.deliveries(["feeds/c"])


def test_files_no_longer_in_the_edition_are_withdrawn(store: SqlStore) -> None:
    store.save_renditions(files("a", "b"))
    store.save_receipts([placed("a"), placed("b")])
    assert store.save_renditions(files("a")) == ["site/b"]
    assert {"site/b": Delivery("site", "b", None)} == store.deliveries(["site/b"])
    assert [placed("a")] == store.receipts()
    store.save_receipts([Receipt("site", "b", "")])
    assert store.save_renditions(files("a")) == []
    assert store.deliveries(["site/b"]) == {}


def test_a_file_that_was_not_delivered_is_told_again(store: SqlStore) -> None:
    store.save_renditions(files("a"))
    assert store.save_renditions(files("a")) == ["site/a"]


def test_an_old_receipt_does_not_settle_a_newer_file(store: SqlStore) -> None:
    store.save_renditions(files("a"))
    store.save_renditions(files("a", body=b"newer"))
    store.save_receipts([placed("a")])
    assert {"site/a": Delivery("site", "a", b"newer")} == store.deliveries(["site/a"])


def test_an_empty_file_is_a_file(store: SqlStore) -> None:
    assert store.save_renditions(files("a", body=b"")) == ["site/a"]
    assert {"site/a": Delivery("site", "a", b"")} == store.deliveries(["site/a"])
    store.save_receipts([placed("a", b"")])
    assert [placed("a", b"")] == store.receipts()


def test_forgotten_files_are_made_again(store: SqlStore) -> None:
    store.save_renditions(files("a", "b"))
    store.save_receipts([placed("a"), placed("b")])
    assert store.forget_receipts(["site/a", "feeds/unknown"]) == ["site"]
    assert [placed("b")] == store.receipts()
    assert store.save_renditions(files("a", "b")) == ["site/a"]


# --- asking --------------------------------------------------------------------------------------


def test_briefs_come_in_order_of_id(store: SqlStore) -> None:
    for name in "abc":
        r.fill_story(store, name)
    r.fill_articles(store, "d")
    store.save_assignments([r.founding("d")])
    briefs = store.briefs()
    ids = [brief.dossier.story.story_id for brief in briefs]
    assert sorted(r.sid(name) for name in "abc") == ids
    (one,) = store.briefs([r.sid("b"), "unknown"])
    assert (r.lead("b"), r.heat("b"), r.verdict("b"), "") == (
        one.lead,
        one.heat,
        one.verdict,
        one.post_name,
    )


FOUND = {
    "id": r.sid("a"),
    "article": r.aid("b"),
    "address": r.url("b"),
    "address with tracking": f"{r.url('b')}?utm_source=mail#top",
    "address of its page": r.url("page-of-b"),
    "amp address": r.url("amp/b"),
}


@pytest.mark.parametrize("key", FOUND.values(), ids=FOUND)
def test_stories_are_found(store: SqlStore, key: str) -> None:
    r.fill_story(store, "a", ["b"])
    store.save_articles([r.article("b", page_url=r.url("page-of-b"), amp_url=r.url("amp/b"))])
    assert r.sid("a") == store.find_story(key)


@pytest.mark.parametrize("key", ["", "unknown", r.url("unknown"), "not a url %"])
def test_unknown_stories_are_not_found(store: SqlStore, key: str) -> None:
    r.fill_story(store, "a")
    assert store.find_story(key) is None


def test_a_claimed_address_takes_nothing_over(store: SqlStore) -> None:
    r.fill_story(store, "a")
    r.fill_articles(store, "b")
    store.save_articles([r.article("b", canonical_url=r.url("a"), title="Now claims a")])
    assert r.sid("a") == store.find_story(r.url("a"))


def test_a_trace_tells_all_in_table_order(store: SqlStore) -> None:
    store.save_listings([r.listing(r.item("a"))], r.DAY)
    store.save_pages([r.page("a")])
    r.fill_story(store, "a")
    store.save_articles([r.article("a", title="Corrected")])
    ended = Ending("fetch", r.url("a"), "deferred", "503", r.DAY)
    store.settle("fetch", [], [], {r.url("a"): Deferred(r.hours(1), "503")}, r.DAY)
    assert [
        ("collect", r.item("a")),
        ("fetch", r.page("a", b"")),
        ("fetch", ended),
        ("extract", r.article("a")),
        ("extract", r.article("a", title="Corrected", version=2)),
        ("fingerprint", r.fingerprint("a")),
        ("syndication", r.original("a")),
        ("quality", r.quality("a")),
        ("topics", r.tagging("a")),
        ("stories", r.coverage("a", "a")),
        ("stories", r.story("a")),
        ("lead", r.lead("a")),
        ("angles", r.angles("a")),
        ("heat", r.heat("a")),
        ("gate", r.verdict("a")),
    ] == store.trace(f"{r.url('a')}?utm_medium=x")
    assert store.trace(r.url("unknown")) == []


def test_a_trace_starts_from_any_address_of_the_article(store: SqlStore) -> None:
    store.save_listings([r.listing(r.item("page-of-a"))], r.DAY)
    store.save_articles([r.article("a", page_url=r.url("page-of-a"))])
    for asked in ("a", "page-of-a"):
        assert [row for row, _ in store.trace(r.url(asked))] == ["collect", "extract"]


def test_a_trace_of_a_dropped_item(store: SqlStore) -> None:
    store.save_listings([r.listing(r.item("a"))], r.DAY)
    ended = Ending("fetch", r.url("a"), "gone", "410", r.DAY)
    store.settle("fetch", [], [ended], {}, r.DAY)
    assert [("collect", r.item("a")), ("fetch", ended)] == store.trace(r.url("a"))


def test_counts(store: SqlStore) -> None:
    assert {0} == set(store.counts().values())
    store.save_sources([r.FEED], r.DAY)
    r.fill_story(store, "a", ["b"])
    r.fill_story(store, "c")
    store.save_assignments([r.joining("c", "a")])
    counts = store.counts()
    assert tuple(
        counts[name] for name in ("sources", "articles", "stories", "merged_stories", "due")
    ) == (1, 3, 1, 1, 1)


def test_items_of_many_urls_are_read_in_pieces(store: SqlStore) -> None:
    many: list[Item] = [r.item(str(number)) for number in range(1100)]
    urls = [one.web_url for one in many]
    assert urls == store.save_listings([r.listing(*many)], r.DAY)
    assert urls == [*store.items(urls)]


def test_an_old_archive_does_not_take_the_place_of_a_newer_page(store: SqlStore) -> None:
    new = replace(r.page("a", b"<html>new"), fetched_at=r.hours(1))
    old = replace(r.page("a", b"<html>old"), fetched_at=r.DAY)
    store.save_pages([new])
    assert store.save_pages([old]) == []
    assert store.pages([r.url("a")])[r.url("a")].body == b"<html>new"
    later = replace(r.page("a", b"<html>later"), fetched_at=r.hours(2))
    assert store.save_pages([later]) == [r.url("a")]
