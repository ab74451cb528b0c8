"""Pair files: labels in any spelling, texts in the row or joined by id."""

import pytest

from newsloom.errors import ParseError
from newsloom.trial.labelled import read_articles
from newsloom.trial.pairs import PairLabel, read_pairs
from tests.trial.files import LOCK, PEARS, jsonl, pair


def read(*rows, known=None):
    return read_pairs(jsonl(rows).split(b"\n"), "x.jsonl", known)


def known(*rows):
    return read_articles(jsonl(rows).split(b"\n"), "articles.jsonl")


@pytest.mark.parametrize("label", PairLabel)
def test_every_label_is_read_in_any_case(label):
    found = read(pair(label), pair(label.upper(), id1="c"), pair(f" {label.title()} ", id1="d"))
    assert [p.label for p in found.pairs] == [label] * 3


def test_the_texts_stand_in_the_row():
    found = read(pair("copy", published1="2026-10-08", domain2="a.harrow.example", lang="en"))
    (one,) = found.pairs
    ours, theirs = found.articles[one.one], found.articles[one.two]
    assert (ours.title, ours.text, ours.language) == ("Velm closes lock", LOCK, "en")
    assert (ours.published_at.day, theirs.provider.domain) == (8, "harrow.example")


def test_one_id_may_stand_for_two_texts_in_two_rows():
    found = read(pair("same"), pair("same", title1="Other", text1=""))
    assert len(found.articles) == 3


def test_the_texts_are_joined_by_id():
    rows = {"id1": "a", "id2": "b", "label": "partial"}
    texts = known(*({"id": key, "title": key.upper(), "text": LOCK} for key in "abc"))
    found = read(rows, known=texts)
    assert [found.articles[key].title for key in (found.pairs[0].one, found.pairs[0].two)] == [
        "A",
        "B",
    ]
    assert len(found.articles) == 3


def test_a_row_with_its_own_texts_needs_no_other_file():
    assert len(read(pair("copy"), known=known({"id": "z", "title": "Z"})).articles) == 3


def test_headlines_are_enough_where_events_are_asked():
    row = {"id1": "a", "id2": "b", "title1": "A", "title2": "B", "label": "same"}
    assert len(read(row).pairs) == 1


def test_other_labels_are_left_out_and_counted():
    found = read(pair("UNCLEAR"), pair("same"), pair("UNCLEAR"), pair("related"))
    assert len(found.pairs) == 1
    assert found.left_out == {"UNCLEAR": 2, "related": 1}


def test_a_question_asked_again_counts_once():
    turned = {**pair("SAME"), "id1": "b", "id2": "a", "title1": "Pear trees torn out"}
    turned |= {"title2": "Velm closes lock", "text1": PEARS, "text2": LOCK}
    found = read(pair("same"), turned, pair("different"), pair("distinct"))
    assert [p.label for p in found.pairs] == ["same", "distinct"]
    assert found.repeated == 2


def test_pairs_of_one_story_go_to_one_half():
    found = read(
        pair("same", story="s", id="1"), pair("same", id="2", id1="c"), pair("same", id1="d")
    )
    groups = [p.group for p in found.pairs]
    assert groups[:2] == ["s", "2"]
    assert groups[2]


NO_TEXT = {"id1": "a", "id2": "b", "title1": "A", "title2": "B", "label": "copy"}
BAD = {
    "no label": ({"id1": "a", "id2": "b"}, None, "`label` is missing"),
    "no id": (pair("same", id2=None), None, "`id2` is missing"),
    "an article with itself": (
        {"id1": "a", "id2": "a", "label": "same"}, known({"id": "a", "title": "A"}), "with itself",
    ),
    "no title": (pair("same", title2=None), None, "`title2` is missing"),
    "no texts": (NO_TEXT, None, "`text1` is missing; add it, or name a file with the texts"),
    "not in the other file": (NO_TEXT, {}, "`a` is not in the file of --articles"),
    "no date": (pair("same", published2="soon"), None, "`published2` is no date"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_rows_are_named_with_file_and_line(name):
    row, texts, words = BAD[name]
    with pytest.raises(ParseError) as raised:
        read(pair("same"), row, known=texts)
    assert str(raised.value).startswith("x.jsonl, line 2: ")
    assert words in str(raised.value)


def test_a_file_without_any_label_of_ours_is_refused():
    with pytest.raises(ParseError, match="has no row labelled copy, partial, distinct, same, diff"):
        read(pair("related"))
