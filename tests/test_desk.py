"""The desk over a room: each order does what the editor sees, is undone, told and foreseen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsloom.edges.lock import locked
from newsloom.errors import ConfigError
from newsloom.model import Clash, Deed, Originality, RulingKind, Selection
from newsloom.newsroom.acting import DEEDS
from newsloom.newsroom.desk import PAST
from newsloom.newsroom.ordering import PLANS
from newsloom.newsroom.ruling import ARTICLE_ROWS, AT_ONCE, SHOWN, TOUCHED
from newsloom.ports.desk import Order
from newsloom.publish.edition import published_briefs
from newsloom.publish.feeds import render_feeds
from newsloom.publish.fields import post_fields
from newsloom.publish.shelf import shelve
from newsloom.publish.site import render_site
from newsloom.publish.words import Moment
from tests.deskroom import ARTICLES, IDS, DeskRoom, desk_room
from tests.match.invented import HARBOUR, make_article

A, B, C = (frozenset(IDS[start : start + 4]) for start in (0, 4, 8))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DeskRoom]:
    with desk_room(tmp_path) as made:
        made.take(ARTICLES)
        assert made.groups() == {A, B, C}
        made.clock.tick()
        yield made


def act(room: DeskRoom, order: Order) -> str:
    """Carry an order out; what was foreseen must come true. Returns the act."""
    foreseen = room.desk.preview(order)
    outcome = room.desk.order(order, "ines", "a note")
    assert outcome.is_done
    now = {one.story_id: one for one in outcome.stories}
    for one in foreseen.after:
        if one.story_id:
            assert now[one.story_id] == one
        else:
            assert [o for o in now.values() if (o.title, o.reports) == (one.title, one.reports)]
    room.clock.tick()
    return outcome.act.act_id


def test_merge_puts_all_of_both_into_the_one_named_first(room: DeskRoom) -> None:
    stays, goes = room.story(IDS[4]), room.story(IDS[0])
    merged = act(room, Order(Deed.MERGE, stays, other_id=goes))
    assert room.groups() == {A | B, C}
    assert {room.story(i) for i in A | B} == {stays}
    assert room.room.store.survivor(goes) == stays
    room.run()
    assert room.groups() == {A | B, C}
    room.desk.undo(merged, "tomas")
    assert room.groups() == {A, B, C}
    assert (room.story(IDS[4]), room.story(IDS[0])) == (stays, goes)


def test_what_comes_later_joins_a_merged_story(tmp_path: Path) -> None:
    with desk_room(tmp_path) as room:
        room.take([*ARTICLES[:3], *ARTICLES[4:7]])
        act(room, Order(Deed.MERGE, room.story(IDS[0]), other_id=room.story(IDS[4])))
        room.take(ARTICLES)
        assert room.groups() == {A | B, C}


def test_split_lets_the_ticked_stand_together_without_the_rest(room: DeskRoom) -> None:
    ticks = IDS[1:3]
    apart = act(room, Order(Deed.SPLIT, room.story(IDS[0]), articles=ticks))
    assert room.groups() == {frozenset(ticks), A - set(ticks), B, C}
    room.desk.undo(apart, "ines")
    assert room.groups() == {A, B, C}


def test_split_may_take_the_founder(room: DeskRoom) -> None:
    story = room.story(IDS[0])
    act(room, Order(Deed.SPLIT, story, articles=IDS[:2]))
    assert room.groups() == {frozenset(IDS[:2]), frozenset(IDS[2:4]), B, C}
    assert room.story(IDS[0]) == story


def test_a_stranger_leaves_alone_and_the_rest_is_not_tied(room: DeskRoom) -> None:
    act(room, Order(Deed.SPLIT, room.story(IDS[0]), articles=IDS[3:4]))
    assert room.groups() == {frozenset(IDS[:3]), frozenset(IDS[3:4]), B, C}
    ties = [r for r in room.room.store.rulings() if r.kind == "member-of"]
    assert [(r.subject, r.object) for r in ties] == [(IDS[3], IDS[3])]


def test_move_takes_reports_from_several_stories(room: DeskRoom) -> None:
    moved = (IDS[1], IDS[5])
    undone = act(room, Order(Deed.MOVE, articles=moved, other_id=room.story(IDS[8])))
    assert room.groups() == {A - {IDS[1]}, B - {IDS[5]}, C | set(moved)}
    room.desk.undo(undone, "ines")
    assert room.groups() == {A, B, C}


def test_same_event_makes_one_story_of_two(room: DeskRoom) -> None:
    act(room, Order(Deed.SAME, article_id=IDS[6], other_id=IDS[1]))
    assert room.groups() == {A | B, C}
    assert room.story(IDS[6]) == room.story(IDS[0])


@pytest.mark.parametrize("one", [IDS[0], IDS[2]], ids=["the founder", "another"])
def test_not_the_same_event_lets_the_first_leave(room: DeskRoom, one: str) -> None:
    act(room, Order(Deed.APART, article_id=one, other_id=IDS[1]))
    assert A - {one} in room.groups()


def test_lead_and_never_lead(room: DeskRoom) -> None:
    story, first = room.story(IDS[0]), room.brief(IDS[0]).lead.article_id
    other = next(i for i in IDS[:4] if i != first)
    chosen = act(room, Order(Deed.LEAD, story, article_id=other))
    assert room.brief(IDS[0]).lead.article_id == other
    act(room, Order(Deed.NEVER_LEAD, story, value=other.partition("/")[0]))
    assert room.brief(IDS[0]).lead.article_id != other
    (conflict,) = room.desk.conflicts()
    assert (conflict.older.act_id, conflict.why) == (chosen, Clash.BARRED)
    assert room.desk.act(chosen).overruled_by == conflict.newer.act_id


def test_words_of_a_story(room: DeskRoom) -> None:
    story = room.story(IDS[0])
    act(room, Order(Deed.TITLE, story, value="  A   new title "))
    act(room, Order(Deed.EXCERPT, story, value="In short."))
    act(room, Order(Deed.TOPICS, story, topics=("Stages", "Orchards")))
    pin = act(room, Order(Deed.PIN, story))
    summary = room.summary(IDS[0])
    assert (summary.title, summary.excerpt) == ("A new title", "In short.")
    assert [tag.topic for tag in summary.topics] == ["Stages", "Orchards"]
    assert summary.is_pinned
    assert room.desk.standing(story).place == 1
    room.desk.undo(pin, "ines")
    assert not room.summary(IDS[0]).is_pinned


def test_publishing_is_ruled_and_the_newest_word_holds(room: DeskRoom) -> None:
    story = room.story(IDS[0])
    act(room, Order(Deed.HOLD, story))
    assert room.desk.standing(story).decision == "hold"
    taken_back = act(room, Order(Deed.RETRACT, story, value="The lock was never closed."))
    summary = room.summary(IDS[0])
    assert (summary.decision, summary.correction) == ("retract", "The lock was never closed.")
    room.desk.undo(taken_back, "ines")
    assert room.desk.standing(story).decision == "hold"
    assert room.summary(IDS[0]).correction == ""
    act(room, Order(Deed.PUBLISH, story))
    assert room.desk.standing(story).decision == "publish"
    assert [c.why for c in room.desk.conflicts()] == [Clash.REPLACED]


def test_the_edition_says_what_editors_said(room: DeskRoom) -> None:
    """A retracted story keeps its page, with the correction, and leaves lists and feeds."""
    gone, kept = room.story(IDS[0]), room.story(IDS[4])
    room.room.store.save_posts({gone: "2031-03-04-a.md", kept: "2031-03-04-b.md"})
    act(room, Order(Deed.EXCERPT, kept, value="In <short>."))
    act(room, Order(Deed.RETRACT, gone, value="The lock was <never> closed."))
    edition = room.room.edition()
    assert gone not in {b.dossier.story.story_id for b in published_briefs(edition)}
    site = {r.path: r.body for r in render_site(edition, room.room.settings).renditions}
    assert b"The lock was &lt;never&gt; closed." in site[f"stories/{gone}.html"]
    lists = [body for path, body in site.items() if not path.startswith("stories/")]
    assert not any(gone.encode() in body for body in lists)
    feeds = {r.path: r.body for r in render_feeds(edition, room.room.settings).renditions}
    assert not any(gone.encode() in body for body in feeds.values())
    assert any(b"In &lt;short&gt;." in body for body in feeds.values())
    (post,) = (b for b in edition.briefs if b.dossier.story.story_id == gone)
    assert post_fields(post, room.room.settings)["published"] is False
    (other,) = (b for b in edition.briefs if b.dossier.story.story_id == kept)
    assert post_fields(other, room.room.settings)["excerpt"] == "In <short>."


def test_a_pinned_story_leads_the_front_page_and_its_topic(room: DeskRoom) -> None:
    pinned = room.story(IDS[4])
    act(room, Order(Deed.PIN, pinned))
    shelf = shelve(room.room.edition(), room.room.settings, Moment(room.clock()))
    assert shelf.briefs[0].dossier.story.story_id == pinned
    (first, *_) = room.room.store.summaries(Selection(room.clock()))
    assert first.story_id == pinned
    (first, *_) = room.room.store.summaries(Selection(room.clock(), topic="Orchards"))
    assert first.story_id == pinned


def test_copies_are_marked_and_unmarked(tmp_path: Path) -> None:
    with desk_room(tmp_path) as room:
        copied = [make_article(f"https://{x}.example/lock", "Lock", HARBOUR) for x in "xyz"]
        room.take([*ARTICLES, *copied])
        ids = [article.article_id for article in copied]
        root = room.room.store.syndications(ids)[ids[1]].original_id
        (copy, _) = (i for i in ids if i != root)
        marked = act(room, Order(Deed.NOT_COPY, article_id=copy, other_id=root))
        assert room.room.store.syndications(ids)[copy].original_id != root
        room.desk.undo(marked, "ines")
        assert room.room.store.syndications(ids)[copy].original_id == root
        act(room, Order(Deed.COPY, article_id=IDS[0], other_id=IDS[1]))
        found = room.room.store.syndications(IDS)[IDS[0]]
        assert (found.status, found.original_id) == (Originality.COPY, IDS[1])


def test_a_later_act_wins_and_the_conflict_is_told(room: DeskRoom) -> None:
    first = act(room, Order(Deed.MERGE, room.story(IDS[0]), other_id=room.story(IDS[4])))
    second = act(room, Order(Deed.SPLIT, room.story(IDS[0]), articles=tuple(sorted(B))))
    assert room.groups() == {A, B, C}
    pairs = [(c.older.act_id, c.newer.act_id) for c in room.desk.conflicts()]
    assert pairs == [(first, second)]
    assert [a.act_id for a in room.desk.acts()] == [second, first]
    assert [a.act_id for a in room.desk.acts(before=second)] == [first]
    assert [a.act_id for a in room.desk.acts_on(room.story(IDS[0]))] == [second, first]


def test_every_act_is_in_the_audit_log(room: DeskRoom) -> None:
    story = room.story(IDS[0])
    held = act(room, Order(Deed.HOLD, story))
    room.desk.undo(held, "tomas")
    assert room.log == [
        ("ines", "held a story", story, "a note"),
        ("tomas", "undid: held a story", held, "a note"),
    ]
    told = room.desk.act(held)
    assert (told.author, told.undone_by, told.deed) == ("ines", "tomas", Deed.HOLD)


def test_where_a_run_is_under_way_the_next_round_carries_out(room: DeskRoom) -> None:
    order = Order(Deed.MERGE, room.story(IDS[0]), other_id=room.story(IDS[4]))
    with locked(room.room.folder):
        assert not room.desk.order(order, "ines").is_done
        assert room.groups() == {A, B, C}
    room.run()
    assert room.groups() == {A | B, C}


STORY, OTHER = IDS[0], IDS[4]
"""The desk takes an article for the story it stands in."""


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (Order(Deed.MERGE, STORY), "another story"),
        (Order(Deed.MERGE, STORY, other_id=IDS[1]), "one already"),
        (Order(Deed.MERGE, "s000000000000", other_id=STORY), "no story or article"),
        (Order(Deed.HOLD), "needs a story"),
        (Order(Deed.SPLIT, STORY), "tick one"),
        (Order(Deed.SPLIT, STORY, articles=IDS[:4]), "leave one"),
        (Order(Deed.SPLIT, STORY, articles=(IDS[1], OTHER)), "no report of this story"),
        (Order(Deed.MOVE, other_id=STORY), "tick one"),
        (Order(Deed.MOVE, articles=(IDS[1],), other_id=STORY), "already"),
        (Order(Deed.MOVE, articles=(IDS[1],)), "another story"),
        (Order(Deed.SAME, article_id=STORY, other_id=STORY), "one article"),
        (Order(Deed.APART, article_id=STORY), "name two"),
        (Order(Deed.LEAD, STORY, article_id=OTHER), "no report of this story"),
        (Order(Deed.NEVER_LEAD, STORY, value="elsewhere.example"), "reports nothing"),
        (Order(Deed.TITLE, STORY, value=" \n"), "needs a text"),
        (Order(Deed.TITLE, STORY, value="x" * 301), "301 characters"),
        (Order(Deed.RETRACT, STORY), "needs a text"),
        (Order(Deed.TOPICS, STORY, topics=("Weather",)), "no topic"),
    ],
)
def test_an_order_without_sense_changes_nothing(
    room: DeskRoom, order: Order, sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        room.desk.order(order, "ines")
    assert room.room.store.rulings() == []
    assert room.log == []


def test_an_act_is_undone_once(room: DeskRoom) -> None:
    held = act(room, Order(Deed.HOLD, STORY))
    room.desk.undo(held, "ines")
    with pytest.raises(ConfigError, match="undone by ines already"):
        room.desk.undo(held, "tomas")
    with pytest.raises(ConfigError, match="no act"):
        room.desk.undo("unknown", "tomas")


def test_every_kind_wakes_a_row_and_every_deed_has_a_plan(room: DeskRoom) -> None:
    rows = [row.name for row in room.room.table()]
    assert set(TOUCHED) == set(RulingKind) == set(DEEDS)
    assert {*TOUCHED.values(), *SHOWN, *ARTICLE_ROWS} <= set(AT_ONCE)
    assert [name for name in rows if name in AT_ONCE] == list(AT_ONCE)
    assert set(PLANS) == set(Deed) - {Deed.ARCHIVE}
    assert set(PAST) == set(Deed)
