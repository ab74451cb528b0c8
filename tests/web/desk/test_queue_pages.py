"""The queue: one decision at a time, by plain forms."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.model.people import Role
from newsloom.newsroom import Room
from newsloom.web.desk.waiting import Queue
from tests.deskroom import ARTICLES, IDS, desk_room
from tests.live import FROM_OWN_PAGE, client_of
from tests.match.invented import make_article
from tests.web.desk.desks import Sitting, csrf_of, field_in, sit, told_in

UNSURE = "/desk?queue=unsure"

LATE = make_article(
    "https://late.example/1",
    "Velm harbour: northern lock closed after divers found cracks",
    hours=82,
)


@pytest.fixture
def editor(sample_room: Room) -> Sitting:
    return sit(sample_room)


def answer(editor: Sitting, queue: str, given: str, **more: str) -> str:
    """Answer the first decision of a queue; return the page it leads to."""
    page = f"/desk?queue={queue}"
    key = field_in(editor.look(page).text, "key")
    assert key
    fields = {"queue": queue, "key": key, "at": "0", "answer": given, **more}
    return editor.done("/desk/answer", page, **fields)


def standing(room: Room) -> int:
    """Return how many stories stand by themselves."""
    return sum(brief.dossier.story.merged_into is None for brief in room.store.briefs())


@pytest.mark.parametrize("queue", list(Queue))
def test_every_queue_has_a_page(editor: Sitting, queue: Queue) -> None:
    page = editor.look(f"/desk?queue={queue}")
    assert page.status_code == 200
    assert page.text.count("aria-current") == 2
    assert "no-store" in page.headers["cache-control"]


def test_the_desk_opens_where_something_waits(editor: Sitting) -> None:
    page = editor.look("/desk").text
    assert field_in(page, "key")
    assert editor.look("/desk?queue=nonsense&at=99999999999&key=x").status_code == 200


def test_a_merge_shows_both_stories_and_what_each_answer_changes(editor: Sitting) -> None:
    page = editor.look(UNSURE).text
    assert "one event?" in page
    assert page.count("<article") == 2
    assert "<mark>" in page
    assert "If you say “Same event”:" in page
    assert "What is compared" in page
    assert 'class="bars"' in page


def test_an_answer_leads_to_the_next_decision_and_can_be_undone(editor: Sitting) -> None:
    before = field_in(editor.look(UNSURE).text, "key")
    page = answer(editor, "unsure", "apart", note="Two matches")
    assert told_in(page).startswith("Said “not the same event” for ")
    assert field_in(page, "key") != before
    (act,) = editor.room.store.latest_acts(5)
    back = {"back": "/desk?queue=unsure"}
    page = editor.done(f"/desk/rulings/{act}/undo", UNSURE, **back)
    assert told_in(page).startswith("Undone: Said “not the same event”")
    assert field_in(page, "key") == before


def test_same_event_makes_one_story(editor: Sitting) -> None:
    before = standing(editor.room)
    page = answer(editor, "unsure", "same")
    assert told_in(page).startswith("Merged the stories of ")
    assert standing(editor.room) == before - 1


def test_later_puts_a_decision_off(editor: Sitting) -> None:
    before = field_in(editor.look(UNSURE).text, "key")
    page = answer(editor, "unsure", "later")
    assert told_in(page) == "Put off until its evidence changes."
    assert before not in page


@pytest.mark.parametrize(("given", "is_one"), [("same", True), ("apart", False)])
def test_a_late_report_waits_beside_the_story_it_may_belong_to(
    tmp_path: Path, given: str, is_one: bool
) -> None:
    with desk_room(tmp_path) as made:
        made.take(ARTICLES)
        made.clock.now += timedelta(hours=70)
        made.take([LATE])
        editor = sit(made.room)
        page = editor.look("/desk?queue=late").text
        assert "Does this late report belong in this story?" in page
        assert "It came 76 hours after" in page
        assert LATE.title in html.unescape(re.sub("</?mark>", "", page))
        assert page.count("<article") == 2
        assert "If you say “It belongs”:" in page
        page = answer(editor, "late", given)
        assert "Nothing waits here." in page
        assert (made.story(LATE.article_id) == made.story(IDS[0])) is is_one


def test_a_story_the_gate_refused_is_published(editor: Sitting) -> None:
    page = answer(editor, "held", "publish")
    assert told_in(page).startswith("Published “")
    act = editor.room.store.rulings()[-1]
    assert (act.kind, act.author) == ("publish", "editor")


def test_a_broken_source_is_removed_and_that_is_in_the_log(editor: Sitting) -> None:
    sources = len(editor.room.store.sources())
    page = answer(editor, "broken", "remove")
    assert told_in(page) == "The source was removed; its articles stay."
    assert len(editor.room.store.sources()) == sources - 1
    assert editor.room.store.audit()[0][1].act == "removed the source"


def test_a_decision_that_is_gone_says_so_and_shows_the_next(editor: Sitting) -> None:
    key = field_in(editor.look(UNSURE).text, "key")
    fields = {"queue": "unsure", "key": key, "at": "0", "answer": "apart"}
    editor.done("/desk/answer", UNSURE, **fields)
    page = editor.done("/desk/answer", UNSURE, **fields)
    assert told_in(page).startswith("That decision was made meanwhile")
    assert field_in(page, "key") not in ("", key)
    assert len(editor.room.store.latest_acts(5)) == 1


@pytest.mark.parametrize("given", ["", "publish", "nonsense"])
def test_an_answer_the_decision_does_not_take_does_nothing(editor: Sitting, given: str) -> None:
    assert told_in(answer(editor, "unsure", given)).startswith("That decision was made meanwhile")
    assert editor.room.store.rulings() == []


def test_who_is_not_signed_in_is_led_there(sample_room: Room) -> None:
    sit(sample_room)
    answered = client_of(sample_room).get("/desk")
    assert answered.status_code == 303
    assert answered.headers["location"].startswith("/sign-in?next=/desk")


@pytest.mark.parametrize(
    "path", ["/desk", "/desk/rulings", "/desk/sources", "/desk/rulings/export", "/desk/suggest"]
)
def test_readers_may_not_enter(sample_room: Room, path: str) -> None:
    refused = sit(sample_room, Role.READER).look(path)
    assert refused.status_code == 403
    assert "Only an editor may do this" in refused.text


@pytest.mark.parametrize(
    "path",
    [
        "/desk/answer",
        "/desk/rulings/x/undo",
        "/desk/rulings/import",
        "/desk/stories/x/rule",
        "/desk/sources/find",
        "/desk/sources/remove",
    ],
)
def test_no_form_is_taken_with_another_token_or_from_elsewhere(editor: Sitting, path: str) -> None:
    csrf = csrf_of(editor.look("/desk").text)
    wrong = editor.client.post(path, data={"csrf": "0" * 40}, headers=FROM_OWN_PAGE)
    none = editor.client.post(path, headers=FROM_OWN_PAGE)
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    foreign = editor.client.post(path, data={"csrf": csrf}, headers=elsewhere)
    assert {wrong.status_code, none.status_code, foreign.status_code} == {403}


def test_what_was_done_is_not_believed_of_an_address(editor: Sitting) -> None:
    page = editor.look("/desk?did=0123456789abcdef&told=Send+money").text
    assert told_in(page) == ""
    assert "Send money" not in page
