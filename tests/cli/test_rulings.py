"""``newsloom rulings``: what editors ruled, and the same as labels."""

import json
from datetime import UTC, datetime

import pytest

from newsloom import newsroom
from newsloom.model import Ruling, RulingKind
from newsloom.text.urls import article_id

LIGHTS, DARK = (
    article_id(url)
    for url in ("https://lights.example/harbour-lights", "https://dark.example/kallsund")
)
AT = datetime(2026, 10, 8, tzinfo=UTC)


@pytest.fixture
def ruled(room, files, newsloom):
    """A newsroom with a ruling on two articles, and one on an article that is not there."""
    newsloom("import", "-C", room, files / "post.txt")
    newsloom("run", room)
    with newsroom.opened(room) as opened, opened.store.transaction():
        for key, other in (("r1", DARK), ("r2", "0123456789abcdef")):
            kind = RulingKind.SAME_EVENT
            one = Ruling(key, kind, LIGHTS, other, "", "Ada", "Of course.", AT)
            opened.store.save_rulings([one])
    return room


def test_rulings_are_listed(ruled, newsloom):
    told = newsloom("rulings", "-C", ruled)
    assert "2 rulings in 2 acts" in told.out
    assert "Of course." in told.out
    facts = newsloom("rulings", "-C", ruled, "--json").facts["rulings"]
    assert [(r["ruling_id"], r["object"]) for r in facts] == [
        ("r1", DARK),
        ("r2", "0123456789abcdef"),
    ]


def test_no_rulings(room, newsloom):
    assert "No rulings yet" in newsloom("rulings", "-C", room).out
    assert newsloom("rulings", "-C", room, "--json").facts == {"rulings": []}


def test_exported_rulings_are_labels(ruled, tmp_path, newsloom):
    file = tmp_path / "pairs.jsonl"
    told = newsloom("rulings", "-C", ruled, "--pairs", file, "--json")
    assert told.facts == {"exported": 1, "left_out": 1, "file": str(file)}
    assert "1 pairs were left out" in told.err
    evaluated = newsloom("eval", file, "--pairs", "--json").facts
    assert evaluated["same"]["count"] == 1
    assert not file.with_name("pairs.jsonl.new").exists()


def test_labels_may_go_to_standard_output(ruled, newsloom):
    row = json.loads(newsloom("rulings", "-C", ruled, "--pairs", "-").out)
    assert (row["label"], row["id1"], row["id2"]) == ("same", LIGHTS, DARK)
    assert row["title1"] == "Harbour lights go out at midnight"
    told = newsloom("rulings", "-C", ruled, "--pairs", "-", "--json")
    assert (told.code, told.out) == (2, "")


def test_a_place_that_cannot_be_written_is_one_sentence(ruled, tmp_path, newsloom):
    told = newsloom("rulings", "-C", ruled, "--pairs", tmp_path / "none" / "pairs.jsonl")
    assert told.code == 2
    assert "cannot be written" in told.err


def test_rulings_go_to_a_file_and_come_back(ruled, room, tmp_path, newsloom, monkeypatch):
    file = tmp_path / "rulings.jsonl"
    assert "Wrote 2 rulings" in newsloom("rulings", "-C", ruled, "--export", file).out
    assert file.read_bytes() == newsloom("rulings", "-C", ruled, "--export", "-").out.encode()
    told = newsloom("rulings", "-C", ruled, "--import", file, "--json").facts
    assert told == {"new": 0, "changed": 0, "known": 2}
    fresh = tmp_path / "fresh"
    newsloom("init", fresh)
    assert newsloom("rulings", "-C", fresh, "--import", file, "--json").facts["new"] == 2
    assert newsloom("rulings", "-C", fresh, "--export", "-").out.encode() == file.read_bytes()


def test_an_act_is_undone_once(ruled, newsloom):
    assert "Undone: same, 1 ruling." in newsloom("rulings", "-C", ruled, "--undo", "r1").out
    assert "undone" in newsloom("rulings", "-C", ruled).out
    again = newsloom("rulings", "-C", ruled, "--undo", "r1")
    assert (again.code, "undone by newsloom already" in again.err) == (2, True)


BAD_LINES = {
    "no JSON": b"what?",
    "no ruling": b'{"made":"2026-10-08T00:00:00Z"}',
    "an unknown kind": b'{"made":"2026-10-08T00:00:00Z","id":"x","kind":"maybe","subject":"a"}',
    "an unknown key": b'{"made":"2026-10-08T00:00:00Z","id":"x","kind":"pin","subject":"a","z":1}',
    "a time without zone": b'{"made":"2026-10-08T00:00:00","id":"x","kind":"pin","subject":"a"}',
    "another ruling's id": b'{"made":"2026-10-08T00:00:00Z","id":"r1","kind":"pin","subject":"a"}',
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_damaged_file_changes_nothing(name, ruled, tmp_path, newsloom):
    file = tmp_path / "rulings.jsonl"
    good = b'{"made":"2026-10-08T00:00:00Z","id":"new","kind":"pin","subject":"a"}'
    file.write_bytes(good + b"\n" + BAD_LINES[name] + b"\n")
    told = newsloom("rulings", "-C", ruled, "--import", file)
    assert told.code == 2
    assert f"{file.name}, line 2: " in told.err.replace("\n", " ")
    assert len(newsloom("rulings", "-C", ruled, "--json").facts["rulings"]) == 2


def test_one_thing_at_a_time(ruled, tmp_path, newsloom):
    told = newsloom("rulings", "-C", ruled, "--undo", "r1", "--export", tmp_path / "x")
    assert (told.code, "one thing at a time" in told.err) == (2, True)
