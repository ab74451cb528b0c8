"""sources --health, report and recheck."""

from datetime import UTC, datetime

import pytest

from newsloom.model import Health, HealthState, Source, SourceKind
from newsloom.newsroom import opened

FEED = Source("https://ledger.harrow.example/feed", SourceKind.FEED, "The Harrow Ledger")
DAY = datetime(2026, 10, 8, 12, tzinfo=UTC)
GONE = Health(
    HealthState.GONE, HealthState.WELL, "has been removed for good (410)", DAY, gap_minutes=300
)


@pytest.fixture
def ailing(room):
    with opened(room) as inside, inside.store.transaction():
        inside.store.save_sources([FEED], DAY)
        inside.store.save_healths({FEED.url: GONE}, DAY)
        inside.store.settle("poll", [FEED.url], [], {}, DAY)
    return room


def test_the_table_names_the_state_and_the_remedy(ailing, newsloom):
    told = newsloom("sources", "--health", "-C", ailing)
    assert told.code == 0
    assert "1 source: 1 gone" in told.out
    assert "gone: https://ledger.harrow.example/feed" in told.out
    assert "To do: remove it" in told.out
    assert "History: gone 2026-10-08 12:00" in told.out
    assert "5 h" in told.out


def test_the_facts(ailing, newsloom):
    (facts,) = newsloom("sources", "--health", "-C", ailing, "--json").facts
    assert (facts["state"], facts["since"]) == ("gone", "2026-10-08T12:00:00Z")
    assert facts["minutes_between_changes"] == 300
    assert [one["state"] for one in facts["history"]] == ["gone"]


def test_without_sources_it_says_what_to_do(room, newsloom):
    assert "No sources yet" in newsloom("sources", "--health", "-C", room).out


def test_sources_alone_prints_its_help(newsloom):
    told = newsloom("sources")
    assert told.code == 0
    assert "--health" in told.out


def test_the_report_is_markdown(ailing, newsloom):
    told = newsloom("sources", "report", "-C", ailing)
    assert told.out.startswith("# Feed care, week ")
    assert "- **gone** The Harrow Ledger" in told.out


def test_an_ended_source_is_asked_again_on_request(ailing, newsloom):
    told = newsloom("sources", "recheck", FEED.url, "-C", ailing)
    assert told.out == "Asked on the next run: 1 source.\n"
    with opened(ailing) as inside:
        assert [due.key for due in inside.store.due("poll", inside.clock())] == [FEED.url]


def test_recheck_of_an_unknown_source_is_refused(ailing, newsloom):
    told = newsloom("sources", "recheck", "https://nobody.example/feed", "-C", ailing)
    assert told.code == 2
    assert "is no source of this newsroom" in told.err
