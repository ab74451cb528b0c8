"""What was looked for, marked in a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from newsloom.ports.search import Query, Term
from newsloom.publish.marking import WIDTH, marked, passage
from newsloom.publish.query import parse_query
from newsloom.publish.tongue import ENGLISH
from newsloom.publish.words import printable


def terms(text: str) -> tuple[Term, ...]:
    query = parse_query(text, ENGLISH)
    assert isinstance(query, Query)
    return query.sought


MARKED = {
    ("council", "The Council’s view"): "The <mark>Council</mark>’s view",
    ("cafe", "Café, cafés"): "<mark>Café</mark>, cafés",
    ("caf*", "Café, cafés"): "<mark>Café</mark>, <mark>cafés</mark>",
    ('"house of"', "House of a house, of"): "<mark>House of</mark> a <mark>house, of</mark>",
    ("a b", "a b c"): "<mark>a</mark> <mark>b</mark> c",
    ('"a b" "b c"', "a b c d"): "<mark>a b c</mark> d",
    ("智能", "人工智能"): "人工<mark>智能</mark>",
    ("b", "<b>&amp;</b>"): "&lt;<mark>b</mark>&gt;&amp;amp;&lt;/<mark>b</mark>&gt;",
    ("mark", "<mark>"): "&lt;<mark>mark</mark>&gt;",
    ("provider:post -x y", "post x"): "post x",
    ("title:post", "Post"): "<mark>Post</mark>",
    ("½", "1 2 ½"): "<mark>1 2</mark> <mark>½</mark>",
}


@pytest.mark.parametrize(("query", "text"), MARKED)
def test_every_match_is_marked(query: str, text: str) -> None:
    assert marked(text, terms(query)) == MARKED[query, text]


def test_a_passage_is_where_most_terms_stand() -> None:
    text = f"A ferry left. {'Nothing more. ' * 40}The ferry crew went on strike. {'So. ' * 99}"

    found = passage(text, terms("ferry strike"))

    assert "The <mark>ferry</mark> crew went on <mark>strike</mark>." in found
    assert found.startswith("…") and found.endswith("…")
    assert len(found.striptags()) <= WIDTH + 2


def test_a_short_text_is_shown_whole() -> None:
    assert passage("The ferry.\n\nIt left.", terms("left")) == "The ferry. It <mark>left</mark>."


def test_no_match_is_no_passage() -> None:
    assert passage("The ferry left.", terms("boat")) == ""
    assert passage("The ferry left.", ()) == ""


def test_a_text_without_spaces_is_cut_all_the_same() -> None:
    assert len(passage("船" * 4000, terms("船")).striptags()) <= WIDTH + 2


HOSTILE = st.text(st.sampled_from("ab<>&\"'/ \n\u202e\x00markscript½é"), max_size=400)


@given(HOSTILE, st.sampled_from(["a", "mark", "a*b", '"a b"', "script OR b", "ma*"]))
def test_nothing_but_marks_is_markup(text: str, query: str) -> None:
    shown = escape(printable(" ".join(text.split())))
    for made in (marked(text, terms(query)), passage(text, terms(query))):
        assert set(re.findall("<[^>]*>", made)) <= {"<mark>", "</mark>"}
        assert made.count("<mark>") == made.count("</mark>")
        assert re.sub("</?mark>|^…|…$", "", made) in shown


WORDS = st.lists(st.sampled_from(["a", "b", "ab", "-", "’", "“a”"]), max_size=12).map(" ".join)


@given(WORDS, st.sampled_from(["a", "ab", '"a b"', '"a b a"', "ab*", "b OR ab", '"b-a" a']))
def test_a_text_of_plain_letters_is_marked_like_any_other(text: str, query: str) -> None:
    assert marked(f"{text} é", terms(query)) == marked(text, terms(query)).rstrip() + (
        " é" if text.split() else "é"
    )
