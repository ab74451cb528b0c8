"""The taxonomy's pages: examples are tried, what was typed stays, other topics are not touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from newsloom import newsroom
from newsloom.newsroom import Room
from sample.truth import AS_OF
from tests.web.tuning.house import Editor, signed_in, words

PATH = "/desk/topics"
EDIT = f"{PATH}/edit"


@pytest.fixture
def editor(sample_room: Room) -> Iterator[Editor]:
    with signed_in(sample_room) as one:
        yield one


def taxonomy(room: Room) -> Path:
    [path] = (room.folder / "taxonomy").glob("*.yaml")
    return path


def first_topic(editor: Editor) -> str:
    return str(editor.page(PATH).xpath("string(//tbody//a/@href)"))


def test_a_failing_example_refuses_the_save_at_its_field(editor: Editor, sample_room: Room):
    before = taxonomy(sample_room).read_bytes()
    headline = "Nothing of the kind at the duck pond"
    answer = editor.fill(first_topic(editor), must_match=headline, do="save")
    assert answer.status_code == 422
    shown = html.fromstring(answer.text)
    [wrong] = shown.xpath("//*[@class='wrong']")
    assert f"The headline “{headline}” must match" in words(wrong)
    assert wrong.getparent().get("id") == "f-must_match-n"
    assert shown.xpath("string(//textarea[@name='must_match'])").strip() == headline
    assert taxonomy(sample_room).read_bytes() == before


def test_a_preview_names_the_stories_and_writes_nothing(editor: Editor, sample_room: Room):
    before = taxonomy(sample_room).read_bytes()
    title = sample_room.store.briefs()[0].dossier.reports[0].article.title
    answer = editor.fill(EDIT, name="Oddities", keywords=title, do="try", days="60")
    assert answer.status_code == 200, answer.text
    rows = html.fromstring(answer.text).xpath("//table[contains(., 'Gains')]//tbody/tr")
    assert any("Oddities" in words(row) for row in rows)
    assert taxonomy(sample_room).read_bytes() == before


def test_a_new_topic_is_saved_found_and_removed(editor: Editor, sample_room: Room):
    before = taxonomy(sample_room).read_bytes()
    parent = first_topic(editor).rpartition("=")[2]
    keywords = "duck pond\nswan: the bird"
    saved = editor.fill(EDIT, name="Duck Ponds", parent=parent, keywords=keywords, do="save")
    assert saved.status_code == 303, saved.text
    assert "Duck Ponds is saved." in words(editor.page(saved.headers["location"]))
    after = taxonomy(sample_room).read_bytes()
    assert after.startswith(before)
    assert b"- _id: duck-ponds\n" in after and b'- "swan: the bird"\n' in after
    with newsroom.opened(sample_room.folder) as room:
        assert room.taxonomy.by_id["duck-ponds"].parent == parent
    refused = editor.send(f"{PATH}/remove", id=parent)
    assert (refused.status_code, "It has children" in words(refused)) == (409, True)
    removed = editor.send(f"{PATH}/remove", id="duck-ponds")
    assert removed.status_code == 303
    assert taxonomy(sample_room).read_bytes().rstrip() == before.rstrip()
    acts = [(line.act, line.subject) for _, line in sample_room.store.audit()]
    assert acts == [("removed the topic", "Duck Ponds"), ("added the topic", "Duck Ponds")]


def test_a_renamed_topic_tags_its_articles_anew(editor: Editor, sample_room: Room):
    brief = next(b for b in sample_room.store.briefs() if b.dossier.reports[0].tagging.tags)
    article = brief.dossier.reports[0].article.article_id
    name = brief.dossier.reports[0].tagging.tags[0].topic
    topic = next(t for t in sample_room.taxonomy.topics if t.name == name)
    saved = editor.fill(f"{EDIT}?id={topic.topic_id}", name="Quite Another", do="save")
    assert saved.status_code == 303, saved.text
    with newsroom.opened(sample_room.folder, clock=lambda: AS_OF) as room:
        newsroom.run_once(room)
        tags = [tag.topic for tag in room.store.taggings([article])[article].tags]
    assert "Quite Another" in tags and name not in tags


def test_two_editors_do_not_overwrite_each_other(editor: Editor, sample_room: Room):
    place = first_topic(editor)
    form = editor.page(place).xpath("//div[@class='sim']//form")[0]
    stale = {name: value or "" for name, value in form.form_values()}
    assert editor.fill(place, hashtags="#First", do="save").status_code == 303
    del stale["csrf"]
    answer = editor.send(EDIT, page=place, **{**stale, "hashtags": "#Second", "do": "save"})
    assert answer.status_code == 422
    assert "Somebody has changed this since" in words(answer)
    assert "#Second" in words(answer) and b"#Second" not in taxonomy(sample_room).read_bytes()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Pond", "images": "javascript:alert(1)"}, "images"),
        ({"name": "Pond", "topic_id": "../../evil"}, "topic_id"),
        ({"name": "Pond", "parent": "nobody"}, "parent"),
    ],
)
def test_a_wrong_field_is_named(editor: Editor, sample_room: Room, fields, field):
    before = taxonomy(sample_room).read_bytes()
    answer = editor.fill(EDIT, **fields, do="save")
    assert answer.status_code == 422
    [wrong] = html.fromstring(answer.text).xpath("//*[@class='wrong']")
    assert wrong.getparent().get("id") == f"f-{field}-n"
    assert taxonomy(sample_room).read_bytes() == before
