"""What editors' tokens may do: rule and undo, have sources looked at, look after webhooks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from newsloom.model.people import Scope
from newsloom.newsroom import Room
from tests.edges.receiver import Receiver, receiving
from tests.web.api.doors import api_app, client_of, token_for

API = "/api/v1"


@pytest.fixture
def editor(sample_room: Room) -> TestClient:
    """Give a program with an editor's token that may do all."""
    return client_of(sample_room, token_for(sample_room, *Scope))


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def sent(client: TestClient, path: str, status: int, body: object = None) -> Any:
    """Return what a change is answered with."""
    answer = client.post(f"{API}{path}", **({"json": body} if body is not None else {}))
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def stories(client: TestClient) -> list[dict[str, Any]]:
    """Return the stories of the front page."""
    items: list[dict[str, Any]] = client.get(f"{API}/stories?limit=100").json()["items"]
    return items


def test_a_ruling_is_made_and_undone(editor: TestClient) -> None:
    before = stories(editor)
    key = before[0]["id"]
    order = {"deed": "title", "story": key, "value": "Letters stopped", "note": "shorter"}
    made = sent(editor, "/rulings", 201, order)

    assert (made["act"]["deed"], made["act"]["note"], made["is_done"]) == ("title", "shorter", True)
    assert made["stories"][0]["title"] == "Letters stopped"
    assert made["act"]["author"].startswith("editor-")
    assert stories(editor)[0]["title"] == "Letters stopped"
    assert editor.get(f"{API}/stories/{key}").json()["rulings"][0]["note"] == "shorter"

    act = made["act"]["id"]
    undone = sent(editor, f"/rulings/{act}/undo", 200)
    assert undone["act"]["undone_by"] == made["act"]["author"]
    assert stories(editor)[0]["title"] == before[0]["title"]
    again = sent(editor, f"/rulings/{act}/undo", 409)
    assert again["detail"] == "It has been undone already: nothing was changed."
    assert sent(editor, "/rulings/none/undo", 404)["status"] == 404


def test_stories_are_merged_and_the_old_address_leads_on(editor: TestClient) -> None:
    one, two = (story["id"] for story in stories(editor)[:2])
    made = sent(editor, "/rulings", 201, {"deed": "merge", "story": one, "other": two})
    assert made["stories"][0]["id"] == one
    assert two not in [story["id"] for story in stories(editor)]
    answer = editor.get(f"{API}/stories/{two}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{API}/stories/{one}")


def test_what_editors_did_comes_page_by_page(editor: TestClient) -> None:
    key = stories(editor)[0]["id"]
    acts = [
        sent(editor, "/rulings", 201, {"deed": "title", "story": key, "value": f"Title {n}"})
        for n in range(5)
    ]
    expected = {made["act"]["id"] for made in acts}
    found: list[str] = []
    path: str | None = f"{API}/rulings?limit=2"
    while path:
        page = editor.get(path).json()
        found += [act["id"] for act in page["items"]]
        path = page["next"]
    assert (set(found), len(found)) == (expected, 5)


def test_a_ruling_that_makes_no_sense_changes_nothing(editor: TestClient) -> None:
    before = stories(editor)
    told = sent(editor, "/rulings", 400, {"deed": "title", "story": "s-none", "value": "x"})
    assert told["detail"] == "s-none is no story or article here; look it up again."
    assert stories(editor) == before


def test_sources_are_listed_and_looked_at(editor: TestClient, sample_room: Room) -> None:
    listed = editor.get(f"{API}/sources").json()["items"]
    assert {one["url"] for one in listed} == {s.url for s in sample_room.store.sources()}
    assert all(one["remedy"] and one["says"] for one in listed)
    url = listed[0]["url"]

    assert sent(editor, "/sources/recheck", 202, {"url": url}) == {"due": [url]}
    assert url in [due.key for due in sample_room.store.due("poll", sample_room.clock())]
    assert sent(editor, "/sources/recheck", 404, {"url": "http://none.example/"})["status"] == 404
    (_, line), *_ = sample_room.store.audit(act="asked for a look at the source")
    assert (line.subject, line.who.startswith("editor-")) == (url, True)


def test_a_webhook_from_beginning_to_end(sample_room: Room, receiver: Receiver) -> None:
    fetching = replace(sample_room.settings.fetching, allow_private=(f"127.0.0.1:{receiver.port}",))
    room = replace(sample_room, settings=replace(sample_room.settings, fetching=fetching))
    editor = TestClient(
        api_app(room), headers={"Authorization": f"Bearer {token_for(room, Scope.HOOKS)}"}
    )
    url = f"http://127.0.0.1:{receiver.port}/news"
    made = sent(editor, "/hooks", 201, {"url": url, "events": ["ruling.made"]})
    secret, path = made.pop("secret"), f"/hooks/{made['id']}"
    listed = editor.get(f"{API}/hooks")
    assert listed.json()["items"] == [made]
    assert secret not in listed.text

    tried = sent(editor, f"{path}/test", 200)
    assert (tried["state"], tried["says"]) == ("taken", "It answered 204.")
    (heard,) = receiver.heard
    assert heard.is_signed_with(secret)
    receiver.status = 500
    failed = sent(editor, f"{path}/test", 200)
    assert (failed["state"], failed["says"]) == ("gave-up", "Answers 500.")

    notices = editor.get(f"{API}{path}/notices").json()["items"]
    assert {one["id"] for one in notices} == {tried["id"], failed["id"]}
    assert sent(editor, f"/notices/{failed['id']}/again", 204) is None
    assert [due.key for due in room.store.due("notify", room.clock())] == [failed["id"]]

    assert editor.delete(f"{API}{path}").status_code == 204
    assert editor.delete(f"{API}{path}").status_code == 404
    assert room.store.due("notify", room.clock()) == []
    acts = [line.act for _, line in room.store.audit(subject=url)]
    assert acts == ["removed the webhook", "added the webhook"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (
            {"url": "ftp://x.example/", "events": ["ruling.made"]},
            "ftp://x.example/ is no web address; write one that begins with https://.",
        ),
        (
            {"url": "https://x.example/", "events": ["hook.test"]},
            "`hook.test` is sent by hand alone: leave it out of `events`.",
        ),
        ({"url": "https://x.example/", "events": []}, ""),
        ({"url": "", "events": ["ruling.made"]}, ""),
        ({"url": "https://x.example/", "events": ["story.sung"]}, ""),
    ],
)
def test_a_webhook_that_cannot_be(editor: TestClient, body: object, says: str) -> None:
    told = sent(editor, "/hooks", 400, body)
    assert told["detail"] == says or not says
    assert editor.get(f"{API}/hooks").json()["items"] == []
