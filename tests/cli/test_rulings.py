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
    assert "2 rulings" in told.out
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
    told = newsloom("rulings", "-C", ruled, "--export", file, "--json")
    assert told.facts == {"exported": 1, "left_out": 1, "file": str(file)}
    assert "1 pairs were left out" in told.err
    evaluated = newsloom("eval", file, "--pairs", "--json").facts
    assert evaluated["same"]["count"] == 1
    assert not file.with_name("pairs.jsonl.new").exists()


def test_labels_may_go_to_standard_output(ruled, newsloom):
    row = json.loads(newsloom("rulings", "-C", ruled, "--export", "-").out)
    assert (row["label"], row["id1"], row["id2"]) == ("same", LIGHTS, DARK)
    assert row["title1"] == "Harbour lights go out at midnight"
    told = newsloom("rulings", "-C", ruled, "--export", "-", "--json")
    assert (told.code, told.out) == (2, "")


def test_a_place_that_cannot_be_written_is_one_sentence(ruled, tmp_path, newsloom):
    told = newsloom("rulings", "-C", ruled, "--export", tmp_path / "none" / "pairs.jsonl")
    assert told.code == 2
    assert "cannot be written" in told.err
