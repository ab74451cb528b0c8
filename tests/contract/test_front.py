"""What lists show of stories, kept with its times: every store must answer alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.curve import heat_at
from newsloom.edges.store import SqlStore
from newsloom.model import Decision, Selection, Summary, Tag
from newsloom.ports.front import Front
from newsloom.publish.summary import summarise
from tests.contract import records as r
from tests.contract.test_store import FACTORIES

Factory = Callable[[Path], SqlStore]


@pytest.fixture(params=FACTORIES.values(), ids=FACTORIES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    with request.param(tmp_path) as opened:
        yield opened


def summarised(store: SqlStore, *names: str) -> list[Summary]:
    """Return the summaries of some stories as the pipeline makes them."""
    ids = [r.sid(name) for name in names]
    return [summarise(brief) for brief in store.tellings(ids).values()]


def keep(store: SqlStore, *names: str, at: datetime = r.DAY) -> list[Summary]:
    """Keep the summaries of some stories, each founded and judged."""
    for name in names:
        r.fill_story(store, name)
    made = summarised(store, *names)
    store.save_summaries(made, at)
    return made


def shown(store: SqlStore, at: datetime = r.DAY, **chosen: object) -> list[str]:
    """Return the stories of a selection."""
    return [s.story_id for s in store.summaries(Selection(at, **chosen))]  # type: ignore[arg-type]


def test_the_store_has_the_protocol(store: SqlStore) -> None:
    held: Front = store
    assert held is store


def test_every_method_of_the_protocol_is_tested() -> None:
    promised = {name for name in vars(Front) if not name.startswith("_")}
    text = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert sorted(name for name in promised if f"store.{name}(" not in text) == []


def test_an_empty_store_has_no_past(store: SqlStore) -> None:
    assert store.first_moment() is None
    assert store.change_counter() == 0
    assert shown(store) == []
    assert store.front_counts().newest_at is None


def test_the_same_summary_is_kept_once(store: SqlStore) -> None:
    (made,) = keep(store, "a")
    assert store.save_summaries([made], r.hours(1)) == []
    assert [t.summary for t in store.history(made.story_id)] == [made]
    assert store.first_moment() == r.DAY


def test_a_change_is_a_new_version(store: SqlStore) -> None:
    (made,) = keep(store, "a")
    later = replace(made, title="What came of it")
    assert store.save_summaries([later], r.hours(1)) == [made.story_id]

    told = store.history(made.story_id)
    assert [(t.since, t.until, t.summary) for t in told] == [
        (r.DAY, r.hours(1), made),
        (r.hours(1), None, later),
    ]
    assert store.summaries_of([made.story_id, "unknown"]) == {made.story_id: later}
    assert store.summaries(Selection(r.hours(0.5))) == [made]
    assert store.summaries(Selection(r.hours(1))) == [later]
    assert store.summaries(Selection(r.hours(-1))) == []


def test_changes_are_counted(store: SqlStore) -> None:
    keep(store, "a", "b")
    before = store.change_counter()
    (a, b) = summarised(store, "a", "b")
    store.save_summaries([a, b], r.hours(1))
    assert store.change_counter() == before

    store.save_summaries([replace(a, title="New"), b], r.hours(1))
    assert store.change_counter() > before


def test_the_hottest_comes_first_and_pinned_ones_before(store: SqlStore) -> None:
    hot, cold, pinned = keep(store, "a", "b", "c")
    hot = replace(hot, pulses=(replace(hot.pulses[0], weight=90.0),))
    store.save_summaries([hot, replace(pinned, is_pinned=True)], r.hours(1))

    assert shown(store, r.hours(1)) == [pinned.story_id, hot.story_id, cold.story_id]
    assert shown(store, r.hours(1), limit=1, offset=1) == [hot.story_id]


def test_a_younger_story_outranks_an_older_one_as_hot(store: SqlStore) -> None:
    old, young = keep(store, "a", "b")
    pulse = old.pulses[0]
    young = replace(young, pulses=(replace(pulse, at=pulse.at + timedelta(hours=20)),))
    store.save_summaries([young], r.hours(20))

    assert shown(store, r.hours(20)) == [young.story_id, old.story_id]


def test_only_published_stories_are_shown(store: SqlStore) -> None:
    a, _ = keep(store, "a", "b")
    store.save_summaries([replace(a, decision=Decision.HOLD)], r.hours(1))

    assert shown(store, r.hours(1)) == [r.sid("b")]
    assert store.count_summaries(Selection(r.hours(1))) == 1
    assert store.count_summaries(Selection(r.DAY)) == 2


def test_a_merged_story_is_told_of_and_shown_no_more(store: SqlStore) -> None:
    keep(store, "a", "b")
    store.save_assignments([r.joining("a", "b")])
    store.save_verdicts([r.verdict("a", Decision.RETIRE)])
    (told,) = [s for s in summarised(store, "a", "b") if s.story_id == r.sid("a")]
    store.save_summaries([told], r.hours(1))

    assert told.merged_into == r.sid("b")
    assert shown(store, r.hours(1)) == [r.sid("b")]


def test_stories_are_found_by_topic_provider_and_time(store: SqlStore) -> None:
    a, b = keep(store, "a", "b")
    a = replace(a, topics=(Tag("Locks", "lock"),), domains=("x.example",), provider_names=("X",))
    b = replace(b, newest_at=r.hours(5))
    store.save_summaries([a, b], r.hours(6))

    assert shown(store, r.hours(6), topic="Locks") == [a.story_id]
    assert shown(store, r.hours(6), topic="Nothing") == []
    assert shown(store, r.hours(6), domain="x.example") == [a.story_id]
    assert shown(store, r.hours(6), since=r.hours(4)) == [b.story_id]
    assert shown(store, r.hours(6), is_newest_first=True)[0] == b.story_id
    assert ("Locks", 1) in store.front_counts().topics
    assert ("x.example", "X", 1) in [(p.domain, p.name, p.stories) for p in store.provider_counts()]


def test_counts_are_of_now(store: SqlStore) -> None:
    a, b = keep(store, "a", "b")
    store.save_summaries([replace(b, decision=Decision.REFUSE)], r.hours(1))
    counts = store.front_counts()

    assert (counts.stories, counts.articles, counts.newest_at) == (1, 2, a.newest_at)
    assert store.article_versions(r.aid("a"))[0].title == a.lead.title
    assert store.find_story(r.aid("a")) == a.story_id
    assert [brief.lead.article_id for brief in store.briefs([a.story_id])] == [a.lead.article_id]


weights = st.floats(0.5, 200, allow_nan=False)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(weights, st.integers(0, 400)), min_size=1, max_size=8),
    st.lists(st.integers(0, 7), max_size=12),
    st.integers(0, 450),
)
def test_any_moment_is_what_stood_then(
    stories: list[tuple[float, int]], changes: list[int], asked: int
) -> None:
    """Random changes at growing times: a moment shows each story's last version up to then."""
    with FACTORIES["sqlite-memory"](Path()) as store:
        made = keep(store, *"abcdefgh"[: len(stories)])
        expected: dict[str, Summary] = {}
        for hour, place in enumerate(changes, 1):
            one = made[place % len(made)]
            weight, age = stories[place % len(made)]
            pulse = replace(one.pulses[0], at=r.hours(hour - age), weight=weight + hour)
            new = replace(one, pulses=(pulse,), title=f"{one.title} {hour}")
            store.save_summaries([new], r.hours(hour))
            if hour <= asked:
                expected[new.story_id] = new
        before = {one.story_id: one for one in made} | expected
        now = store.summaries(Selection(r.hours(asked)))
        assert {one.story_id: one for one in now} == before
        heats = [heat_at(one, r.hours(asked)) for one in now]
        assert all(a >= b or a == pytest.approx(b) for a, b in pairwise(heats))
