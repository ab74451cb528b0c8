"""One topic of a taxonomy file changed: all other lines stay byte for byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.data import read_text
from newsloom.edges.topic_files import TopicFiles, faults_of
from newsloom.edges.topic_lines import added_topic, blocks, lines_of, with_topic, without_topic
from newsloom.judge.taxonomy import read_entries
from newsloom.model import Picture, Topic
from newsloom.newsroom import STARTERS

TEXT = """\
# Our topics.

- _id: town
  name: Town
  keywords:
    - town hall   # the house
    # The old name:
    - moot hall
    - "mayor: the office"
  services: {a: 1}

# All about water.
- _id: harbour
  name: Harbour
  parent: Town
  keywords: [ferry, quay]
  must_match:
    - "Ferry leaves the quay"
"""


def topics(text: str) -> dict[str, Topic]:
    return {entry.topic.topic_id: entry.topic for entry in read_entries({"t.yaml": text})}


def test_what_stays_in_a_list_keeps_its_lines():
    town = topics(TEXT)["town"]
    changed = with_topic(TEXT, town, replace(town, keywords=("moot hall", "Guildhall: new")))
    wanted = TEXT.replace("    - town hall   # the house\n", "").replace(
        '    - "mayor: the office"\n', '    - "Guildhall: new"\n'
    )
    assert changed == wanted


def test_other_keys_and_topics_stay():
    before = topics(TEXT)["harbour"]
    after = replace(
        before, name="Port", shortname="Port", keywords=("ferry", "pier"), hashtags=("#Port",),
        images=(Picture("https://a.example/p.png", 640, 400, "A pier", "taxonomy"),),
    )  # fmt: skip
    changed = with_topic(TEXT, before, after)
    assert topics(changed) == {"town": topics(TEXT)["town"], "harbour": after}
    assert changed.startswith(TEXT[: TEXT.index("- _id: harbour")])
    assert '  must_match:\n    - "Ferry leaves the quay"\n' in changed
    assert "  parent: Town\n" in changed


def test_a_list_is_emptied_and_a_topic_put_at_the_top():
    before = topics(TEXT)["harbour"]
    changed = with_topic(TEXT, before, replace(before, parent="", must_match=()))
    assert changed == TEXT.replace("  parent: Town\n", "").replace(
        '  must_match:\n    - "Ferry leaves the quay"\n', ""
    )


def test_one_topic_alone_in_a_file():
    text = "_id: town\nname: Town\n# Words.\nkeywords:\n- town hall\n"
    before = topics(text)["town"]
    changed = with_topic(text, before, replace(before, keywords=("town hall", "mayor")))
    assert changed == text + "  - mayor\n" or topics(changed)["town"].keywords[-1] == "mayor"


def test_a_topic_in_brackets_is_written_anew():
    text = "- {_id: a, name: A, keywords: [one]}\n# Next.\n- {_id: b, name: B}\n"
    before = topics(text)["a"]
    changed = with_topic(text, before, replace(before, keywords=("one", "two")))
    assert changed == (
        "- _id: a\n  name: A\n  keywords:\n    - one\n    - two\n# Next.\n- {_id: b, name: B}\n"
    )


def test_topics_are_added_and_taken_out():
    new = Topic("pier", "Pier", "Pier", "harbour", keywords=("pier", "null", "12"))
    more = added_topic(TEXT, new)
    assert more.startswith(TEXT) and topics(more)["pier"] == new
    assert without_topic(more, "pier").rstrip() == TEXT.rstrip()
    assert (
        without_topic(TEXT, "town")
        == TEXT[: TEXT.index("- _id: town")] + TEXT[TEXT.index("# All about") :]
    )
    assert lines_of(TEXT, "town").endswith("services: {a: 1}\n")


WORD = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
WORDS = st.lists(WORD.map(lambda w: " ".join(w.split()) or "x"), max_size=4, unique=True).map(tuple)


@settings(max_examples=25)
@given(st.sampled_from(["", *STARTERS[:1]]), st.data(), WORDS, WORDS, WORDS, WORD)
def test_any_topic_becomes_any_other(starter, data, keywords, tags, examples, name):
    text = read_text(f"starters/{starter}/taxonomy.yaml") if starter else TEXT
    known = topics(text)
    before = data.draw(st.sampled_from(sorted(known.values(), key=lambda t: t.topic_id)))
    # A topic that names its parent by its name is for ``TopicFiles``.
    name = before.name if before.topic_id == "town" else name
    kept = before.keywords[::2]
    mixed = (*kept, *(k for k in keywords if k not in kept))
    after = replace(
        before, name=name, shortname=name, keywords=mixed,
        hashtags=tags, must_not_match=examples,
    )  # fmt: skip
    changed = with_topic(text, before, after)
    assert topics(changed) == {**known, before.topic_id: after}
    for topic_id in known.keys() - {before.topic_id}:
        assert lines_of(changed, topic_id) == lines_of(text, topic_id)
    assert len(list(blocks(changed))) == len(known)


@pytest.fixture
def files(tmp_path: Path) -> TopicFiles:
    folder = tmp_path / "taxonomy"
    folder.mkdir()
    (folder / "town.yaml").write_text(TEXT)
    (folder / "water.yaml").write_text("_id: water\nname: Water\nparent: Harbour\n")
    return TopicFiles(folder)


def test_children_follow_a_renamed_parent(files: TopicFiles):
    placed = {one.topic.topic_id: one for one in files.topics()}
    texts = files.redrawn("harbour", replace(placed["harbour"].topic, name="Port"))
    assert not faults_of(texts, "harbour")
    files.save(texts)
    found = [(one.topic.name, one.topic.parent, one.depth, one.file) for one in files.topics()]
    assert found == [
        ("Town", "", 0, "town.yaml"), ("Port", "town", 1, "town.yaml"),
        ("Water", "harbour", 2, "water.yaml"),
    ]  # fmt: skip
    assert "parent: Port" in files.texts()["water.yaml"]


def test_a_file_that_holds_nothing_any_more_goes(files: TopicFiles):
    files.save(files.without("water"))
    assert sorted(p.name for p in files.folder.iterdir()) == ["town.yaml", "water.yaml.bak"]


def test_a_fault_is_put_at_the_field_it_is_in(files: TopicFiles):
    harbour = {one.topic.topic_id: one.topic for one in files.topics()}["harbour"]
    for changes, field in (
        ({"must_match": ("Nothing at all",)}, "must_match"),
        ({"must_not_match": ("The quay is closed",)}, "must_not_match"),
        ({"keywords": ("ferry", "moot hall")}, "keywords"),
        ({"name": "Town"}, "name"),
        ({"parent": "harbour"}, "parent"),
        ({"keywords": ("pier",)}, "must_match"),
    ):
        texts = files.redrawn("harbour", replace(harbour, **changes))
        assert list(faults_of(texts, "harbour")) == [field], changes


def test_a_fault_in_another_topic_is_said_of_none(files: TopicFiles):
    town = {one.topic.topic_id: one.topic for one in files.topics()}["town"]
    texts = files.redrawn("town", replace(town, must_match=("The mayor: the office",)))
    texts["water.yaml"] += "must_match: [Dry land]\n"
    assert list(faults_of(texts, "town")) == [""]
