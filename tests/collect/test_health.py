"""How a source does, look by look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsloom.collect.care import (
    REMEDIES,
    STATES,
    count_states,
    in_need,
    render_care,
    sentence,
    source_healths,
)
from newsloom.collect.health import (
    ASKING_STATES,
    CONTENT_STATES,
    SENTENCES,
    changed_healths,
    health_after_asking,
    health_after_reading,
)
from newsloom.collect.listing import LISTING_CODES
from newsloom.errors import FetchError, ParseError
from newsloom.model import (
    FIRST_LOOK,
    NEVER_ASKED,
    Deferred,
    Health,
    HealthChange,
    HealthState,
    Item,
    Listing,
    Snapshot,
    Source,
    SourceKind,
)
from newsloom.ports import FETCH_CODES, UNCHANGED

URL = "https://ledger.harrow.example/feed"
FEED = Source(URL, SourceKind.FEED, "The Harrow Ledger")
NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
STALE = timedelta(days=30)
NOTHING_NEW = Deferred(NOW, UNCHANGED)


def snapshot(**changes):
    return Snapshot(FEED, changes.pop("final_url", URL), "", b"x", NOW, NOW, "d", **changes)


def listing(*dates, **changes):
    items = tuple(
        Item(f"https://ledger.harrow.example/{n}", "", URL, "t", at) for n, at in enumerate(dates)
    )
    return Listing(URL, "The Harrow Ledger", items, **changes)


def asked(health, end, at=NOW):
    return health_after_asking(health, end, at, STALE)


def read(health, end, at=NOW):
    return health_after_reading(health, end, at, STALE)


WELL = read(asked(NEVER_ASKED, snapshot()), listing(NOW - timedelta(hours=1)))


def test_a_source_is_new_then_well():
    assert NEVER_ASKED.state is HealthState.NEW
    assert WELL.state is HealthState.WELL
    assert (WELL.since, WELL.changed_at, WELL.newest_at) == (NOW, NOW, NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("gone", HealthState.GONE),
        ("not-found", HealthState.MISSING),
        ("robots", HealthState.BLOCKED),
        ("forbidden", HealthState.BLOCKED),
        ("private-address", HealthState.BLOCKED),
        ("too-large", HealthState.UNREACHABLE),
        ("redirects", HealthState.UNREACHABLE),
        ("unreachable", HealthState.UNREACHABLE),
    ],
)
def test_failed_looks(code, state):
    after = asked(WELL, FetchError(URL, "is not there (404)", code))
    assert (after.state, after.failures, after.detail) == (state, 1, "is not there (404)")
    assert after.since == NOW


def test_a_server_that_asks_for_a_pause_blocks_and_one_that_fails_is_unreachable():
    assert asked(WELL, Deferred(NOW, "answers 429", "busy")).state is HealthState.BLOCKED
    assert asked(WELL, Deferred(NOW, "answers 500")).state is HealthState.UNREACHABLE


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("empty", HealthState.EMPTY),
        ("no-links", HealthState.EMPTY),
        ("html-instead-of-feed", HealthState.HTML),
        ("not-a-feed", HealthState.UNPARSABLE),
        ("unparsable", HealthState.UNPARSABLE),
    ],
)
def test_unreadable_answers(code, state):
    after = read(WELL, ParseError(URL, "is no feed", code))
    assert (after.state, after.detail) == (state, "is no feed")


def test_the_codes_are_those_of_the_rows():
    assert set(ASKING_STATES) - {"busy"} <= set(FETCH_CODES)
    assert set(CONTENT_STATES) <= set(LISTING_CODES)


def test_a_list_of_nothing_is_empty_and_an_index_is_not():
    assert read(WELL, listing()).state is HealthState.EMPTY
    child = Source(f"{URL}/1", SourceKind.SITEMAP, parent=URL)
    assert read(WELL, listing(children=(child,))).state is HealthState.WELL


def test_a_list_without_dates_is_undated():
    assert read(WELL, listing(None, None)).state is HealthState.UNDATED
    assert read(WELL, listing(None, NOW)).state is HealthState.WELL
    assert read(WELL, listing(None, None, has_dates=False)).state is HealthState.WELL


def test_a_source_goes_stale_while_it_stays_the_same_and_comes_back():
    later = NOW + timedelta(days=31)
    stale = asked(WELL, NOTHING_NEW, later)
    assert (stale.state, stale.since) == (HealthState.STALE, later)
    assert stale.detail == "Its newest item is of 2026-10-08."
    back = read(asked(stale, snapshot(), later), listing(later), later)
    assert (back.state, back.detail, back.since) == (HealthState.WELL, "", later)


def test_a_date_in_the_future_does_not_keep_a_source_fresh():
    after = read(WELL, listing(NOW + timedelta(days=400), NOW - timedelta(days=40)))
    assert after.state is HealthState.STALE


def test_a_look_without_news_changes_nothing():
    assert asked(WELL, NOTHING_NEW, NOW + timedelta(hours=3)) == WELL
    assert changed_healths(health_after_asking, {URL: WELL}, {URL: NOTHING_NEW}, NOW, STALE) == {}


def test_an_answer_ends_a_failure_and_keeps_what_is_wrong_with_the_content():
    broken = read(WELL, ParseError(URL, "is no feed", "not-a-feed"))
    down = asked(broken, FetchError(URL, "is down", "unreachable"))
    up = asked(down, NOTHING_NEW)
    assert down.state is HealthState.UNREACHABLE
    assert (up.state, up.failures) == (HealthState.UNPARSABLE, 0)
    assert up.detail == SENTENCES[HealthState.UNPARSABLE]


def test_failures_are_counted_and_the_state_keeps_its_beginning():
    health = WELL
    for hour in range(4):
        at = NOW + timedelta(hours=hour)
        health = asked(health, FetchError(URL, "is down", "unreachable"), at)
    assert (health.failures, health.since) == (4, NOW)


def test_a_move_is_remembered_until_the_old_address_answers_itself():
    moved = asked(WELL, snapshot(final_url=f"{URL}/new", moved_to=f"{URL}/new"))
    assert (moved.state, moved.moved_to) == (HealthState.MOVED, f"{URL}/new")
    asked_there = asked(moved, snapshot(final_url=f"{URL}/new"))
    assert asked_there.moved_to == f"{URL}/new"
    assert asked(moved, snapshot()).moved_to == ""


def test_the_mean_gap_grows_with_each_change():
    health = asked(WELL, snapshot(), NOW + timedelta(minutes=60))
    assert health.gap_minutes == 60
    health = asked(health, snapshot(), NOW + timedelta(minutes=180))
    assert health.gap_minutes == pytest.approx(78)


def test_a_hub_is_kept():
    heard = read(WELL, listing(NOW, hub="https://hub.example/", topic=URL))
    assert (heard.hub, heard.topic) == ("https://hub.example/", URL)
    assert read(heard, listing(NOW)).hub == "https://hub.example/"


def test_every_state_has_a_sentence_a_remedy_and_a_place():
    assert set(SENTENCES) == set(REMEDIES) == set(STATES) == set(HealthState)


def test_the_report_names_who_needs_care_and_what_happened():
    gone = replace(FEED, url="https://b.example/feed", title="*Bold* Times")
    healths = {
        URL: WELL,
        gone.url: asked(WELL, FetchError(gone.url, "has been removed for good (410)", "gone")),
    }
    found = source_healths([FEED, gone], healths)
    assert [one.source for one in found] == [gone, FEED]
    assert [one.source for one in in_need(found)] == [gone]
    assert count_states(found) == "1 gone, 1 well"
    changes = [HealthChange(gone.url, NOW, HealthState.GONE, "has been removed for good (410)")]
    report = render_care("Harrow news", NOW, found, changes)
    assert report.startswith("# Feed care, week 41 of 2026\n\nHarrow news: 2 sources, 1 gone, ")
    assert (
        "- **gone** \\*Bold\\* Times (`https://b.example/feed`), since 2026-10-08: "
        "It has been removed for good (410). To do: remove it" in report
    )
    assert "- 2026-10-08 12:00 \\*Bold\\* Times: gone (has been removed for good (410))" in report


@pytest.mark.parametrize(
    ("detail", "says"),
    [
        ("is a web page, not a feed", "It is a web page, not a feed."),
        ("answers 503", "It answers 503."),
        ("no answer in time", "No answer in time."),
        ("robots.txt of its site forbids it", "Robots.txt of its site forbids it."),
        ("Its newest item is of 2026-09-01.", "Its newest item is of 2026-09-01."),
    ],
)
def test_what_an_error_says_of_a_source(detail, says):
    assert sentence(detail) == says


def test_new_sources_are_one_line_of_the_report():
    first = HealthChange(URL, NOW, HealthState.WELL, FIRST_LOOK)
    report = render_care("Harrow news", NOW, source_healths([FEED], {URL: WELL}), [first])
    assert "## What happened\n\n- Well at the first look: 1 source.\n" in report


def test_a_report_of_healthy_sources_says_so():
    report = render_care("Harrow news", NOW, source_healths([FEED], {URL: WELL}), [])
    assert "Nothing: every source is well." in report
    assert "Nothing changed." in report


def test_health_never_asked_is_the_default():
    assert Health() == NEVER_ASKED
