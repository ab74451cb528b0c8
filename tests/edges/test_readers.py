"""What readers keep, in a real database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import event

from newsloom.edges import tables as t
from newsloom.edges.rows import encode
from newsloom.edges.store import SqlStore, open_store
from newsloom.model import ArticleId, Mark, Marked, MarkKind, Marks, Read, Story, StoryId
from newsloom.ports.readers import Readers

NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(hours=1)
LATER = NOON + timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    with open_store(f"sqlite:///{tmp_path / 'newsloom.db'}") as opened:
        yield opened


def mark(subject: str, kind: MarkKind = MarkKind.FOLLOW, **given: object) -> Mark:
    made = Mark(kind, Marked.STORY, subject, f"Story {subject}", NOON)
    return replace(made, **given)  # type: ignore[arg-type]


def read(subject: str, at: datetime = NOON, *reports: str) -> Read:
    ids = tuple(ArticleId(name) for name in reports)
    return Read(StoryId(subject), at, ids, (f"Title {subject}",), ("4200",))


def merge(store: SqlStore, *chain: str) -> None:
    """Keep stories, each merged into the next one."""
    with store.writing() as connection:
        for name, into in zip(chain, (*chain[1:], None), strict=True):
            story_id = StoryId(name)
            story = Story(story_id, ArticleId(name), NOON, StoryId(into) if into else None)
            row = {
                "story_id": name,
                "founder_id": name,
                "founded_at": NOON,
                "merged_into": into,
                "data": encode(story),
            }
            connection.execute(t.STORIES.insert().values(row))


def marks_of(store: SqlStore, reader: str = "ann") -> Marks:
    return store.marks_of(reader, NOON)


def test_the_store_has_the_protocol(store: SqlStore) -> None:
    held: Readers = store
    assert held is store


def test_marks_come_back_newest_first_and_only_to_their_reader(store: SqlStore) -> None:
    first = mark("s-1", made_at=EARLIER)
    second = mark("Work", MarkKind.MUTE, what=Marked.TOPIC, until=LATER)
    for one in (first, second):
        assert store.keep_mark("ann", one)
    store.keep_mark("bob", mark("s-2"))
    store.keep_reads("ann", [read("s-1", NOON, "a", "b")])

    assert marks_of(store) == Marks(
        "ann", (second, first), {StoryId("s-1"): read("s-1", NOON, "a", "b")}
    )
    assert marks_of(store, "eve") == Marks("eve")
    assert marks_of(store, "") == Marks("")


def test_marks_of_one_reader_are_one_query(store: SqlStore) -> None:
    merge(store, "s-old", "s-new")
    for number in range(20):
        store.keep_mark("ann", mark(f"s-{number}"))
    store.keep_mark("ann", mark("s-old"))
    store.keep_reads("ann", [read("s-1"), read("s-old")])
    asked: list[str] = []

    @event.listens_for(store.engine, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, *_: object) -> None:
        asked.append(statement)

    assert len(marks_of(store).marks) == 21
    assert len([one for one in asked if one != "BEGIN"]) == 1


def test_a_mark_kept_again_takes_the_new_end(store: SqlStore) -> None:
    store.keep_mark("ann", mark("s-1", MarkKind.MUTE, until=LATER))
    store.keep_mark("ann", mark("s-1", MarkKind.MUTE, until=None))

    assert [one.until for one in marks_of(store).marks] == [None]


def test_a_mute_ends_at_its_time(store: SqlStore) -> None:
    store.keep_mark("ann", mark("s-1", MarkKind.MUTE, until=LATER))

    assert len(store.marks_of("ann", LATER - timedelta(seconds=1)).marks) == 1
    assert store.marks_of("ann", LATER).marks == ()


def test_a_mark_is_dropped_alone(store: SqlStore) -> None:
    store.keep_mark("ann", mark("s-1"))
    store.keep_mark("ann", mark("s-1", MarkKind.SAVE))
    store.keep_mark("bob", mark("s-1"))
    store.drop_mark("ann", MarkKind.FOLLOW, Marked.STORY, "s-1")

    assert [one.kind for one in marks_of(store).marks] == [MarkKind.SAVE]
    assert len(marks_of(store, "bob").marks) == 1


def test_a_story_can_be_unread_again(store: SqlStore) -> None:
    store.keep_reads("ann", [read("s-1"), read("s-2")])
    store.drop_read("ann", "s-1")

    assert list(marks_of(store).reads) == ["s-2"]


def test_marks_on_a_merged_story_stand_on_the_last_survivor(store: SqlStore) -> None:
    merge(store, "s-1", "s-2", "s-3")
    store.keep_mark("ann", mark("s-1", made_at=EARLIER))
    store.keep_mark("ann", mark("s-3"))
    store.keep_mark("ann", mark("s-2", MarkKind.MUTE))
    store.keep_reads("ann", [read("s-1", LATER, "a"), read("s-2", NOON, "b")])
    kept = marks_of(store)

    assert [(one.kind, one.subject, one.made_at) for one in kept.marks] == [
        (MarkKind.FOLLOW, "s-3", NOON),
        (MarkKind.MUTE, "s-3", NOON),
    ]
    assert kept.reads == {
        StoryId("s-3"): Read(
            StoryId("s-3"),
            LATER,
            (ArticleId("a"), ArticleId("b")),
            ("Title s-1", "Title s-2"),
            ("4200",),
        )
    }


def test_dropping_a_mark_of_a_survivor_drops_those_of_what_merged_into_it(store: SqlStore) -> None:
    merge(store, "s-1", "s-2", "s-3")
    for name in ("s-1", "s-2", "s-3"):
        store.keep_mark("ann", mark(name))
    store.keep_reads("ann", [read("s-1")])
    store.drop_mark("ann", MarkKind.FOLLOW, Marked.STORY, "s-3")
    store.drop_read("ann", "s-3")

    assert marks_of(store) == Marks("ann")


def test_a_topic_named_like_a_merged_story_is_left_alone(store: SqlStore) -> None:
    merge(store, "s-1", "s-2")
    store.keep_mark("ann", mark("s-1"))
    store.keep_mark("ann", mark("s-1", what=Marked.TOPIC, made_at=EARLIER))

    assert [(one.what, one.subject) for one in marks_of(store).marks] == [
        (Marked.STORY, "s-2"),
        (Marked.TOPIC, "s-1"),
    ]


def test_stories_that_merge_in_a_circle_do_not_hang(store: SqlStore) -> None:
    merge(store, "s-1", "s-2")
    with store.writing() as connection:
        connection.execute(t.STORIES.update().values(merged_into="s-1"))
    store.keep_mark("ann", mark("s-1"))

    assert [one.subject for one in marks_of(store).marks] == ["s-1"]


def test_a_reader_cannot_keep_without_end(store: SqlStore) -> None:
    with patch("newsloom.edges.readers.MARKS_MOST", 3):
        kept = [store.keep_mark("ann", mark(f"s-{n}")) for n in range(4)]
        again = store.keep_mark("ann", mark("s-1", name="Another name"))

    assert (kept, again) == ([True, True, True, False], True)
    assert len(marks_of(store).marks) == 3


def test_the_oldest_reads_make_room(store: SqlStore) -> None:
    with patch("newsloom.edges.readers.READS_MOST", 3):
        for number in range(5):
            store.keep_reads("ann", [read(f"s-{number}", NOON + timedelta(minutes=number))])

    assert sorted(marks_of(store).reads) == ["s-2", "s-3", "s-4"]


def test_an_account_adopts_what_was_kept_before(store: SqlStore) -> None:
    store.keep_mark("ann", mark("s-1", name="Old", made_at=EARLIER))
    store.keep_mark("ann", mark("s-2", name="Own"))
    store.keep_mark("anonymous", mark("s-1", name="New"))
    store.keep_mark("anonymous", mark("s-2", name="Older", made_at=EARLIER))
    store.keep_mark("anonymous", mark("s-3"))
    store.keep_reads("ann", [read("s-1", EARLIER)])
    store.keep_reads("anonymous", [read("s-1", NOON, "a")])
    store.adopt_reader("anonymous", "ann")
    kept = marks_of(store)

    assert {one.subject: one.name for one in kept.marks} == {
        "s-1": "New",
        "s-2": "Own",
        "s-3": "Story s-3",
    }
    assert kept.reads[StoryId("s-1")] == read("s-1", NOON, "a")
    assert marks_of(store, "anonymous") == Marks("anonymous")


def test_adopting_oneself_loses_nothing(store: SqlStore) -> None:
    store.keep_mark("ann", mark("s-1"))
    store.adopt_reader("ann", "ann")

    assert len(marks_of(store).marks) == 1


def test_adopting_stays_within_the_limit(store: SqlStore) -> None:
    for number in range(3):
        store.keep_mark("ann", mark(f"s-{number}"))
        store.keep_mark("anonymous", mark(f"s-{number + 2}"))
    with patch("newsloom.edges.readers.MARKS_MOST", 4):
        store.adopt_reader("anonymous", "ann")

    assert len(marks_of(store).marks) == 4


def test_a_reader_can_be_forgotten(store: SqlStore) -> None:
    store.keep_mark("ann", mark("s-1"))
    store.keep_reads("ann", [read("s-1")])
    store.keep_mark("bob", mark("s-1"))

    assert store.forget_reader("ann") == 2
    assert marks_of(store) == Marks("ann")
    assert len(marks_of(store, "bob").marks) == 1


def test_idle_readers_are_forgotten_but_not_those_with_an_account(store: SqlStore) -> None:
    for name, at in (("idle", EARLIER), ("account", EARLIER), ("busy", EARLIER), ("busy", LATER)):
        store.keep_mark(name, mark(f"s-{at:%H}", made_at=at))

    assert store.forget_idle_readers(NOON, ["account"]) == 1
    assert [n for n in ("idle", "account", "busy") if marks_of(store, n).marks] == [
        "account",
        "busy",
    ]
