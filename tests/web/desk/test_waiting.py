"""What each answer to an entry of a queue orders."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from newsloom.model import (
    NEVER_ASKED,
    ArticleId,
    Clash,
    Decision,
    Deed,
    Source,
    SourceKind,
    StoryId,
)
from newsloom.ports.desk import (
    Act,
    BrokenSource,
    Conflict,
    Counts,
    Doubt,
    Held,
    Late,
    Named,
    Order,
    Standing,
    Unsure,
)
from newsloom.publish.tongue import ENGLISH
from newsloom.web.desk.waiting import (
    Answer,
    Queue,
    answers_of,
    counts_of,
    key_of,
    orders_of,
    queue_lines,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HARBOUR = Standing(StoryId("harbour"), "The harbour", 6, 3, 60.0, 4, Decision.PUBLISH)
FERRY = replace(HARBOUR, story_id=StoryId("ferry"))
A, B, C = (ArticleId(name) for name in "abc")


def named(article_id: ArticleId) -> Named:
    return Named(article_id, f"Title {article_id}", "Post", HARBOUR.story_id)


def unsure(doubt: Doubt, *articles: ArticleId, other: Standing | None = None) -> Unsure:
    return Unsure("unsure:1", doubt, HARBOUR, other, articles, 0.5, named(A), named(B), ())


def act(act_id: str) -> Act:
    return Act(act_id, Deed.TITLE, "ines", "", NOON, None, "", (), (), "")


def test_two_stories_become_one_or_their_likest_reports_are_kept_apart() -> None:
    assert orders_of(unsure(Doubt.MERGE, A, B, other=FERRY), [A]) == {
        Answer.SAME: Order(Deed.MERGE, "harbour", other_id="ferry"),
        Answer.APART: Order(Deed.APART, article_id=A, other_id=B),
    }


def test_a_stranger_belongs_or_leaves() -> None:
    assert orders_of(unsure(Doubt.STRANGER, A), [A, B]) == {
        Answer.SAME: Order(Deed.SAME, article_id=A, other_id=B),
        Answer.APART: Order(Deed.SPLIT, "harbour", articles=(A,)),
    }


def test_a_story_is_one_or_two() -> None:
    found = orders_of(unsure(Doubt.SPLIT, A, C), [A, B, C])
    assert found[Answer.APART] == Order(Deed.SPLIT, "harbour", articles=(A, C))


def test_a_late_report_is_compared_with_another_one() -> None:
    late = Late("late:a", HARBOUR, named(A), NOON, 90.0, 0.6, ())
    assert orders_of(late, [A, B]) == {
        Answer.SAME: Order(Deed.SAME, article_id=A, other_id=B),
        Answer.APART: Order(Deed.SPLIT, "harbour", articles=(A,)),
    }
    assert answers_of(late, [A]) == (Answer.APART, Answer.LATER)


def test_what_an_editor_holds_can_only_be_published() -> None:
    refused = Held("held:1", replace(HARBOUR, decision=Decision.REFUSE), "heat", (), False, NOON)
    assert answers_of(refused, ()) == (Answer.PUBLISH, Answer.HOLD, Answer.LATER)
    held = replace(refused, story=replace(HARBOUR, decision=Decision.HOLD))
    assert answers_of(held, ()) == (Answer.PUBLISH, Answer.LATER)


def test_a_source_has_a_new_address_only_when_it_has_moved() -> None:
    source = Source("https://ferry.example/feed", SourceKind.FEED)
    broken = BrokenSource("source:1", source, NEVER_ASKED)
    assert answers_of(broken, ()) == (Answer.RECHECK, Answer.REMOVE, Answer.LATER)
    moved = replace(broken, health=replace(NEVER_ASKED, moved_to="https://new.example/"))
    assert answers_of(moved, ())[0] == Answer.MOVE


def test_a_conflict_is_known_by_both_of_its_acts() -> None:
    conflict = Conflict(act("old"), act("new"), Clash.REPLACED)
    assert key_of(conflict) == "old.new"
    assert answers_of(conflict, ()) == (Answer.NEWER, Answer.OLDER)
    assert orders_of(conflict, ()) == {}


def test_a_queue_of_none_stays_listed() -> None:
    counts = Counts(held=2, unsure=0, late=0, broken=1, conflicts=0)
    assert list(counts_of(counts)) == list(Queue)
    lines = queue_lines(counts, Queue.LATE, ENGLISH)
    assert [(line.name, line.count) for line in lines] == [
        ("Held by the gate", 2),
        ("Unsure groupings", 0),
        ("Late arrivals", 0),
        ("Broken sources", 1),
        ("Conflicting rulings", 0),
    ]
    assert [line.is_current for line in lines] == [False, False, True, False, False]
