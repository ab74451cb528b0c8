"""What anybody may read over the API: lists page by page, one story, past moments, ETags."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from newsloom.model import ArticleId, Assignment, Decision, Kinship, Selection
from newsloom.model.people import Role, Scope
from newsloom.newsroom import Room
from newsloom.publish.facts import story_detail, story_row
from newsloom.web.api.shapes import StoryRow, StoryShape
from sample.truth import AS_OF
from tests.web.api.doors import client_of, token_for

API = "/api/v1"


def got(client: TestClient, path: str) -> Any:
    """Return what is answered with status 200."""
    answer = client.get(path if path.startswith("/api") else f"{API}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def all_ids(client: TestClient, path: str) -> list[str]:
    """Return the ids of every page from a path on."""
    ids: list[str] = []
    following: str | None = path
    while following:
        page = got(client, following)
        ids += [item["id"] for item in page["items"]]
        following = page["next"]
    return ids


def shown(room: Room) -> list[str]:
    """Return the stories of the front page in its order."""
    return [s.story_id for s in room.store.summaries(Selection(at=AS_OF, limit=500))]


def change(room: Room, minutes: float, heat: float, story: str = "") -> str:
    """Put a story on the front page, or change one; returns its id."""
    summaries = room.store.summaries_of([story] if story else shown(room)[:1])
    first = next(iter(summaries.values()))
    at = AS_OF + timedelta(minutes=minutes)
    pulses = tuple(replace(pulse, weight=heat, at=at) for pulse in first.pulses[:1])
    name = story or f"s-new-{minutes}"
    told = replace(first, story_id=name, title=f"New at {minutes}", pulses=pulses, newest_at=at)  # type: ignore[arg-type]
    with room.store.transaction():
        room.store.save_summaries([told], at)
    return name


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_pages_make_up_the_whole_list(sample_room: Room, limit: int) -> None:
    client = client_of(sample_room)
    assert all_ids(client, f"{API}/stories?limit={limit}") == shown(sample_room)
    newest = all_ids(client, f"{API}/stories?order=newest&limit={limit}")
    assert sorted(newest) == sorted(shown(sample_room))


def test_no_story_is_twice_or_missing_while_new_ones_arrive(sample_room: Room) -> None:
    client, before = client_of(sample_room), shown(sample_room)
    ids: list[str] = []
    path, minutes = f"{API}/stories?limit=2", 0
    while path:
        page = got(client, path)
        ids += [item["id"] for item in page["items"]]
        path, minutes = page["next"], minutes + 1
        change(sample_room, minutes, 500.0 - minutes)
        change(sample_room, minutes + 0.5, 0.1 if minutes % 2 else 900.0, before[minutes % 5])
    assert ids == before
    assert set(all_ids(client, f"{API}/stories")) > set(before)


def test_articles_page_from_the_newest(sample_room: Room) -> None:
    client, store = client_of(sample_room), sample_room.store
    pages = [got(client, path)["items"] for path in paths_from(client, f"{API}/articles?limit=7")]
    found = [one for page in pages for one in page]
    times = [(one["published"], one["id"]) for one in found]
    expected = {r.article.article_id for b in store.briefs(shown(sample_room)) for r in
                b.dossier.reports}  # fmt: skip

    assert len({one["id"] for one in found}) == len(found) > 50
    assert {one["id"] for one in found} == expected
    assert times == sorted(times, key=lambda pair: (-ord_of(pair[0]), pair[1]))


def ord_of(moment: str) -> float:
    """Return a printed moment as seconds."""
    return datetime.fromisoformat(moment).timestamp()


def test_articles_that_arrive_between_two_pages_move_none(sample_room: Room) -> None:
    client, store = client_of(sample_room), sample_room.store
    first = got(client, "/articles?limit=5")
    before = all_ids(client, f"{API}/articles?limit=100")
    (report,) = [store.report(first["items"][0]["id"], is_all=False)]
    assert report is not None
    later = report.article.published_at + timedelta(hours=1)
    new = replace(report.article, article_id=ArticleId("new"), web_url="http://n.example/new",
                  published_at=later)  # fmt: skip
    with store.transaction():
        store.save_articles([new])
        store.save_qualities([replace(report.quality, article_id=new.article_id)])
        store.save_taggings([replace(report.tagging, article_id=new.article_id)])
        kin = replace(report.syndication, article_id=new.article_id, original_id=new.article_id)
        store.save_kinships([Kinship(kin)])
        cover = replace(report.coverage, article_id=new.article_id)
        store.save_assignments([Assignment(cover)])
    rest = all_ids(client, first["next"])
    assert [one["id"] for one in first["items"]] + rest == before
    assert all_ids(client, f"{API}/articles?limit=50") == ["new", *before]


def test_a_past_moment_is_as_it_was(sample_room: Room) -> None:
    client = client_of(sample_room)
    before = got(client, "/stories?limit=100")
    name = change(sample_room, 30, 900.0)
    after = got(client, "/stories?limit=100")
    past = got(client, f"/stories?limit=100&as_of={before['as_of']}")
    future = got(client, "/stories?limit=100&as_of=2099-01-01T00:00:00Z")

    assert past == before
    assert (after["items"][0]["id"], after["as_of"]) == (name, "2026-10-08T15:10:00Z")
    assert future == after
    assert got(client, "/stories?as_of=1999-01-01T00:00:00%2B02:00")["items"] == []


def test_conditions_hold_together(sample_room: Room) -> None:
    client = client_of(sample_room)
    topic, domain = "Public services", "quayradio.example"
    slugs = {one["name"]: one["slug"] for one in got(client, "/topics")["items"]}
    every = got(client, "/stories?limit=100")["items"]
    expected = [s["id"] for s in every if topic in s["topics"] and domain in s["providers"]]
    assert expected

    def found(query: str) -> list[str]:
        return [one["id"] for one in got(client, f"/stories?limit=100&{query}")["items"]]

    assert found(f"topic={topic}&provider={domain}") == expected
    assert found(f"topic={slugs[topic]}&provider={domain.upper()}") == expected
    since = "2026-10-08T12:00:00Z"
    assert found(f"since={since}") == [s["id"] for s in every if s["newest"] >= since]
    assert found(f"until={since}") == [s["id"] for s in every if s["newest"] < since]
    assert found("topic=No+such+topic") == []


def test_stories_that_readers_do_not_see_are_for_editors(sample_room: Room) -> None:
    store = sample_room.store
    hidden = [b.dossier.story.story_id for b in store.briefs() if b.verdict.decision in HIDDEN]
    assert hidden
    anybody = client_of(sample_room)
    reader = client_of(sample_room, token_for(sample_room, Scope.READ, role=Role.READER))
    unscoped = client_of(sample_room, token_for(sample_room, Scope.RULINGS))
    editor = client_of(sample_room, token_for(sample_room, Scope.READ))

    for client in (anybody, reader, unscoped):
        answer = client.get(f"{API}/stories?published=false")
        assert answer.status_code == 403
        assert client.get(f"{API}/stories/{hidden[0]}").status_code == 404
    assert set(hidden) <= set(all_ids(editor, f"{API}/stories?published=false"))
    assert not set(hidden) & set(all_ids(editor, f"{API}/stories"))
    assert got(editor, f"/stories/{hidden[0]}")["verdict"] in ("refuse", "hold")


HIDDEN = (Decision.REFUSE, Decision.HOLD)


def test_one_story_has_every_reason(sample_room: Room) -> None:
    client, key = client_of(sample_room), shown(sample_room)[0]
    story = got(client, f"/stories/{key}")
    (brief,) = sample_room.store.briefs([key])

    assert len(story["coverage"]) == story["articles"] == len(brief.dossier.reports)
    assert story["coverage"][0]["id"] == story["lead"]["id"]
    assert round(sum(one["points"] for one in story["heat_reasons"]), 1) == story["peak"]
    assert story["gate_answers"][-1]["rule"] == story["rule"]
    assert story["lead_reasons"] and story["timeline"]["first"]["at"] <= story["newest"]
    copies = {key for tree in story["copy_tree"] for key in tree["copies"]}
    assert copies == {one["id"] for one in story["coverage"] if one["copy_of"]}
    assert any(one["link"]["features"] for one in story["coverage"])
    assert [one["until"] for one in story["versions"]][-1] is None


def test_names_are_those_of_the_command_line(sample_room: Room) -> None:
    (brief,) = sample_room.store.briefs([shown(sample_room)[0]])
    detail = msgspec.json.decode(msgspec.json.encode(story_detail(brief, AS_OF)))
    story = got(client_of(sample_room), f"/stories/{brief.dossier.story.story_id}")
    row = got(client_of(sample_room), "/stories")["items"][0]

    assert set(story_row(brief, AS_OF)) <= set(row)
    assert set(detail) <= set(story)
    same = set(detail) - {"lead", "coverage"}
    assert {key: story[key] for key in same} == {key: detail[key] for key in same}
    for ours, theirs in zip(story["coverage"], detail["coverage"], strict=True):
        assert {key: ours[key] for key in theirs} == theirs
    assert detail["lead"].items() <= story["lead"].items()


def test_an_article_of_a_merged_story_leads_to_the_survivor(sample_room: Room) -> None:
    client, key = client_of(sample_room), shown(sample_room)[0]
    article = got(client, f"/stories/{key}")["coverage"][1]["id"]
    answer = client.get(f"{API}/stories/{article}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{API}/stories/{key}")


def test_full_texts_are_for_editors_alone(sample_room: Room) -> None:
    anybody = client_of(sample_room)
    key = got(anybody, "/articles")["items"][0]["id"]
    reader = client_of(sample_room, token_for(sample_room, Scope.READ, role=Role.READER))
    editor = client_of(sample_room, token_for(sample_room, Scope.READ))
    text = sample_room.store.articles([key]).popitem()[1].text  # type: ignore[attr-defined]
    assert len(text) > 200

    for client in (anybody, reader):
        answer = client.get(f"{API}/articles/{key}")
        assert text[100:200] not in answer.text
        assert answer.json()["text"] is None
        assert {one["text"] for one in answer.json()["versions"]} == {None}
    shown_text = got(editor, f"/articles/{key}")
    assert shown_text["text"] == shown_text["versions"][-1]["text"] == text


def test_what_has_not_changed_is_not_sent_again(sample_room: Room) -> None:
    client = client_of(sample_room)
    paths = ["/stories", f"/stories/{shown(sample_room)[0]}", "/articles", "/topics", "/providers"]
    for path in [*paths, "/search?q=harbour", "/openapi.json", "/"]:
        first = client.get(f"{API}{path}")
        etag = first.headers["etag"]
        assert etag.startswith('"')
        for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
            again = client.get(f"{API}{path}", headers={"If-None-Match": known})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        other = client.get(f"{API}{path}", headers={"If-None-Match": '"other"'})
        assert (other.status_code, other.content) == (200, first.content)
        head = client.head(f"{API}{path}")
        assert (head.status_code, head.headers["etag"]) == (200, etag)
        assert head.headers["content-length"] == str(len(first.content))
    etag = client.get(f"{API}/stories").headers["etag"]
    change(sample_room, 10, 900.0)
    again = client.get(f"{API}/stories", headers={"If-None-Match": etag})
    assert (again.status_code, again.json()["items"][0]["title"]) == (200, "New at 10")


def test_the_next_page_is_in_the_header_too(sample_room: Room) -> None:
    client = client_of(sample_room)
    answer = client.get(f"{API}/stories?limit=2&order=newest")
    path = answer.json()["next"]
    assert answer.headers["link"] == f'<{path}>; rel="next"'
    assert path.startswith(f"{API}/stories?order=newest&limit=2&after=")
    last = client.get(f"{API}/stories?limit=100")
    assert (last.json()["next"], "link" in last.headers) == (None, False)


@pytest.mark.parametrize("other", ["/articles", "/stories?order=newest", "/search?q=harbour"])
def test_a_cursor_is_of_one_list(sample_room: Room, other: str) -> None:
    client = client_of(sample_room)
    cursor = got(client, "/stories?limit=2")["next"].partition("after=")[2]
    mark = "&" if "?" in other else "?"
    bad = [cursor[:-1], f"{cursor}A", cursor.swapcase(), "x", "é", "=", cursor[4:]]
    answers = [client.get(f"{API}{other}{mark}after={cursor}")]
    answers += [client.get(f"{API}/stories", params={"after": one}) for one in bad]
    for answer in answers:
        assert answer.status_code == 400
        assert answer.json()["detail"].startswith("`after` is no cursor of this list")


def test_search_finds_what_the_site_finds(sample_room: Room) -> None:
    client = client_of(sample_room)
    found = got(client, '/search?q="benefit letters" topic:"Public services"')
    assert found["stories"] == len(found["items"]) > 0
    assert "benefit letters" in found["items"][0]["report"]["title"].lower()
    assert found["items"][0]["story"]["id"] in shown(sample_room)
    one_by_one = [
        item["story"]["id"]
        for path in paths_from(client, f"{API}/search?q=council&limit=1")
        for item in got(client, path)["items"]
    ]
    whole = [item["story"]["id"] for item in got(client, "/search?q=council")["items"]]
    assert (one_by_one, len(set(whole))) == (whole, len(whole))


def paths_from(client: TestClient, path: str | None) -> list[str]:
    """Return the paths of all pages from one on."""
    paths: list[str] = []
    while path:
        paths.append(path)
        path = got(client, path)["next"]
    return paths


def test_providers_are_counted_anew_when_a_story_changes(sample_room: Room) -> None:
    client = client_of(sample_room)
    before = got(client, "/providers")["items"]
    assert before == got(client, "/providers")["items"]
    assert before[0]["stories"] >= before[-1]["stories"] > 0
    change(sample_room, 10, 900.0)
    for _ in range(100):
        if got(client, "/providers")["items"] != before:
            break
        time.sleep(0.05)
    after = {one["domain"]: one["stories"] for one in got(client, "/providers")["items"]}
    assert sum(after.values()) > sum(one["stories"] for one in before)


def test_shapes_leave_nothing_out(sample_room: Room) -> None:
    row = got(client_of(sample_room), "/stories")["items"][0]
    story = got(client_of(sample_room), f"/stories/{row['id']}")
    assert set(row) == set(StoryRow.__struct_fields__)
    assert set(story) == set(StoryShape.__struct_fields__)
    assert datetime.fromisoformat(story["as_of"]).tzinfo == UTC
