"""The log of rulings: who did what, what holds, and the way out and in."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.model import Brief
from newsloom.model.people import Role
from newsloom.newsroom import Room
from newsloom.web.desk.log import LogFilter, read_log
from sample.truth import AS_OF
from tests.live import FROM_OWN_PAGE, opened_copy
from tests.web.desk.desks import Sitting, csrf_of, id_of, sit, story_with, told_in, wrong_in

LOG = "/desk/rulings"


@pytest.fixture
def editor(sample_room: Room) -> Sitting:
    return sit(sample_room)


@pytest.fixture
def story(sample_room: Room) -> Brief:
    return story_with(sample_room, "Harrow Bay stops")


def table_in(page: str) -> str:
    """Return the log itself."""
    found = re.search(r"<tbody>.*</tbody>", page, re.DOTALL)
    return found[0] if found else ""


def retitle(editor: Sitting, story: Brief, title: str) -> None:
    """Retitle a story."""
    sent = editor.rule(id_of(story), group="title", do="title", title=title, note="Because <i>")
    assert sent.status_code == 303


def upload(editor: Sitting, body: bytes, do: str = "try") -> str:
    """Send a file to the log; return the page that answers."""
    csrf = csrf_of(editor.look(LOG).text)
    sent = editor.client.post(
        f"{LOG}/import",
        data={"csrf": csrf, "do": do},
        files={"file": ("rulings.jsonl", body)},
        headers=FROM_OWN_PAGE,
    )
    assert sent.status_code in (200, 422)
    return str(sent.text)


def test_an_empty_log_says_so(editor: Sitting) -> None:
    assert "There are none here." in editor.look(LOG).text


def test_a_ruling_is_told_in_plain_words_with_links(editor: Sitting, story: Brief) -> None:
    retitle(editor, story, "Letters <stopped>")
    rows = table_in(editor.look(LOG).text)
    assert "Title" in rows
    assert f'href="/desk/stories/{id_of(story)}"' in rows
    assert "Letters &lt;stopped&gt;" in rows
    assert "Because &lt;i&gt;" in rows
    assert ">Editor<" in rows
    assert "in force" in rows


def test_undone_rulings_say_so_and_lose_their_button(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    retitle(editor, story, "Letters stopped")
    (act,) = sample_room.store.latest_acts(1)
    page = editor.done(f"{LOG}/{act}/undo", LOG, back=LOG)
    assert "undone by Editor" in table_in(page)
    assert "<button" not in table_in(page)
    again = editor.send(f"{LOG}/{act}/undo", LOG, back=LOG)
    assert again.status_code == 409
    assert told_in(again.text) == "That ruling was undone by editor already."


def test_the_filters(editor: Sitting, story: Brief) -> None:
    retitle(editor, story, "Letters stopped")
    editor.rule(id_of(story), group="standing", do="pin")
    assert "Pin" not in table_in(editor.look(f"{LOG}?kind=title").text)
    assert "Letters" not in table_in(editor.look(f"{LOG}?kind=pin").text)
    assert table_in(editor.look(f"{LOG}?by=nobody").text) == ""
    assert table_in(editor.look(f"{LOG}?by=editor").text).count("<tr") == 2
    assert table_in(editor.look(f"{LOG}?story={id_of(story)}").text).count("<tr") == 2
    assert table_in(editor.look(f"{LOG}?story=nothing").text) == ""


def test_a_newer_ruling_overrules_and_the_conflict_waits(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    later = AS_OF
    for title in ("First title", "Second title"):
        retitle(editor, story, title)
        later += timedelta(minutes=1)
    page = editor.look("/desk?queue=conflicts").text
    assert "contradict each other" in page
    rows = table_in(editor.look(LOG).text)
    assert "overruled by a newer one" in rows
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key is not None
    fields = {"queue": "conflicts", "key": key[1], "at": "0", "answer": "older"}
    page = editor.done("/desk/answer", "/desk?queue=conflicts", **fields)
    assert told_in(page).startswith("Undone: Retitled")
    assert sum(r.undone_at is None for r in sample_room.store.rulings()) == 1


def test_the_log_goes_on_over_pages(editor: Sitting, sample_room: Room, story: Brief) -> None:
    for number in range(3):
        retitle(editor, story, f"Title {number}")
    desk = editor.client.app.state.live.desk  # type: ignore[attr-defined]
    first = read_log(desk, LogFilter())
    assert (len(first.acts), first.older) == (3, "")
    rest = read_log(desk, LogFilter(), first.acts[0].act_id)
    assert rest.acts == first.acts[1:]


def test_export_and_import_into_another_newsroom(
    editor: Sitting, sample_folder: Path, tmp_path: Path, story: Brief
) -> None:
    retitle(editor, story, "Letters stopped")
    exported = editor.look(f"{LOG}/export")
    assert exported.headers["content-disposition"] == 'attachment; filename="rulings.jsonl"'
    with opened_copy(sample_folder, tmp_path / "other", lambda: AS_OF) as room:
        other = sit(room)
        page = upload(other, exported.content)
        assert "It would bring 1 ruling that is new here" in page
        assert room.store.rulings() == []
        kept = re.search(r'name="kept" value="([^"]+)"', page)
        assert kept is not None
        page = other.done(f"{LOG}/import", LOG, kept=kept[1], do="import")
        assert told_in(page) == "Imported 1 new ruling, 0 were changed."
        assert len(room.store.rulings()) == 1
        assert "It would change nothing." in upload(other, exported.content)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "Choose a file of rulings first."),
        (b"{]", "line 1"),
        (b"\xff\xfe\x00", "line 1"),
        (b'{"made": "yesterday"}', "line 1"),
    ],
)
def test_a_bad_file_is_said_to_be(editor: Sitting, body: bytes, sentence: str) -> None:
    assert sentence in wrong_in(upload(editor, body))


@pytest.mark.parametrize("kept", ["%%%", "AAAA", "é"])
def test_what_was_kept_is_not_trusted(editor: Sitting, sample_room: Room, kept: str) -> None:
    sent = editor.send(f"{LOG}/import", LOG, kept=kept, do="import")
    assert sent.status_code == 422
    assert sample_room.store.rulings() == []


def test_an_act_that_is_not_there(editor: Sitting) -> None:
    sent = editor.send(f"{LOG}/nothing/undo", LOG)
    assert sent.status_code == 409
    assert "That ruling is no act of an editor" in told_in(sent.text)


def test_readers_cannot_undo(sample_room: Room, editor: Sitting, story: Brief) -> None:
    retitle(editor, story, "Letters stopped")
    (act,) = sample_room.store.latest_acts(1)
    reader = sit(sample_room, Role.READER)
    csrf = csrf_of(reader.look("/account").text)
    sent = reader.client.post(f"{LOG}/{act}/undo", data={"csrf": csrf}, headers=FROM_OWN_PAGE)
    assert sent.status_code == 403
    assert all(r.undone_at is None for r in sample_room.store.rulings())
