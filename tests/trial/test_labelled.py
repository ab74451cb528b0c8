"""Label files: what a row may be, what it may not, and when its article arrives."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from newsloom.errors import ParseError
from newsloom.model import DateOrigin
from newsloom.trial.labelled import NO_TIME, read_articles, read_labelled
from tests.trial.files import jsonl

ROW = {"id": "1", "title": "Lights out", "story": "s"}
NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)


def read(body: bytes):
    return read_labelled(body.splitlines(keepends=True), "x.jsonl")


def read_one(**keys):
    (row,) = read(jsonl([{**ROW, **keys}]))
    return row


def test_a_full_row():
    row = read_one(
        text="One.\nTwo.", url="https://news.harrow.example/a", domain="news.harrow.example",
        published="2026-10-08T14:00:00+02:00", lang="en",
    )  # fmt: skip
    article = row.article
    assert (row.key, row.story) == ("1", "s")
    assert (article.title, article.text, article.language) == ("Lights out", "One.\n\nTwo.", "en")
    assert (article.web_url, article.provider.domain) == (
        "https://news.harrow.example/a",
        "harrow.example",
    )
    assert (article.published_at, article.date_origin) == (NOON, DateOrigin.PAGE)


def test_only_three_keys_are_needed():
    article = read_one().article
    assert (article.text, article.web_url, article.provider.domain) == ("", "", "")
    assert (article.published_at, article.date_origin) == (NO_TIME, DateOrigin.FIRST_SEEN)


ODD = {
    "a byte order mark": (b"\xef\xbb\xbf" + jsonl([ROW]), "Lights out"),
    "ends of other systems": (jsonl([ROW]).replace(b"\n", b"\r\n"), "Lights out"),
    "blank lines": (b"\n  \n" + jsonl([ROW]) + b"\n", "Lights out"),
    "no end of line": (jsonl([ROW]).strip(), "Lights out"),
    "keys nobody knows": (jsonl([{**ROW, "set": [1, {}]}]), "Lights out"),
    "numbers for names": (jsonl([{**ROW, "id": 7, "story": 8, "title": 2026}]), "2026"),
    "nulls": (jsonl([{**ROW, "text": None, "url": None, "lang": None}]), "Lights out"),
    "NaN": (b'{"id": 1, "title": "T", "story": "s", "published": NaN}', "T"),
    "an empty title": (jsonl([{**ROW, "title": "", "text": "Body."}]), ""),
    "white space": (jsonl([{**ROW, "title": " Lights\n out "}]), "Lights out"),
    "half a character": (b'{"id": 1, "title": "Lights \\ud83d", "story": "s"}', "Lights ?"),
    "a line separator": ('{"id": 1, "title": "A\u2028B", "story": "s"}'.encode(), "A B"),
    "a raw tab": (b'{"id": 1, "title": "A\tB", "story": "s"}', "A B"),
    "other scripts": (jsonl([{**ROW, "title": "港の灯り", "lang": "xx"}]), "港の灯り"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_rows_are_read(name):
    body, title = ODD[name]
    (row,) = read_labelled(body.split(b"\n"), "x.jsonl")
    assert row.article.title == title


BAD = {
    "empty": (b"", "x.jsonl: is empty; give a file with one JSON object a line"),
    "no json": (b"{}\n{id: 1}", "line 1: `id` is missing"),
    "broken json": (jsonl([ROW]) + b'{"id": ', "line 2: is no JSON (expecting value, column 7)"),
    "a list": (b"[1]", "line 1: is a list; write one JSON object a line"),
    "a text": (b'"x"', "line 1: is a text"),
    "deep": (b"[" * 100_000, "line 1: cannot be read as JSON"),
    "a huge number": (b'{"id": ' + b"9" * 5000 + b"}", "line 1: cannot be read as JSON"),
    "not UTF-8": (jsonl([ROW]) + b'{"id": "\xe9"}', "line 2: is not UTF-8; save it as UTF-8"),
    "UTF-16": (json.dumps(ROW).encode("utf-16"), "line 1: is not UTF-8"),
    "no id": (jsonl([{**ROW, "id": None}]), "line 1: `id` is missing; every row needs one"),
    "blank id": (jsonl([{**ROW, "id": " "}]), "line 1: `id` is missing"),
    "no title": (jsonl([{"id": "1", "story": "s"}]), "line 1: `title` is missing"),
    "no story": (jsonl([ROW, {"id": "2", "title": "T"}]), "line 2: `story` is missing"),
    "a list for a text": (jsonl([{**ROW, "text": ["a"]}]), "line 1: `text` is a list; give a text"),
    "true for a title": (jsonl([{**ROW, "title": True}]), "`title` is true or false"),
    "no date": (jsonl([{**ROW, "published": "soon"}]), "line 1: `published` is no date: “soon”"),
    "no such day": (jsonl([{**ROW, "published": "2026-13-45"}]), "`published` is no date"),
    "a row of pairs": (b'{"id": "1", "id1": "a", "id2": "b"}', "give --pairs with it"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_rows_are_named_with_file_and_line(name):
    body, words = BAD[name]
    with pytest.raises(ParseError) as raised:
        read_labelled(body.split(b"\n") if body else [], "x.jsonl")
    assert str(raised.value).startswith("x.jsonl")
    assert words in str(raised.value)


def times(*printed):
    rows = read(jsonl([{**ROW, "id": i, "published": at} for i, at in enumerate(printed)]))
    assert [row.article.date_origin is DateOrigin.PAGE for row in rows] == [
        at is not None for at in printed
    ]
    assert all(row.article.published_at == row.article.seen_at for row in rows)
    return [row.article.published_at for row in rows]


def test_without_times_the_order_of_the_file_is_the_order_of_arrival():
    assert times(None, None, None) == [NO_TIME + timedelta(seconds=n) for n in range(3)]


def test_a_row_without_a_time_comes_with_the_row_before_it():
    first, second = "2026-10-08T12:00:00Z", "2026-10-07 12:00:00"
    yesterday = NOON - timedelta(days=1)
    assert times(None, first, None, second, None) == [NOON, NOON, NOON, yesterday, yesterday]


def test_a_repeated_id_is_an_article_of_its_own():
    one, two, three = read(jsonl([ROW, {**ROW, "title": "Other"}, ROW]))
    assert (one.key, two.key, three.key) == ("1", "1", "1")
    assert len({row.article.article_id for row in (one, two, three)}) == 3


def test_articles_without_a_story_are_known_by_id():
    known = read_articles(
        jsonl([{"id": "a", "title": "A"}, {"id": "b", "title": "B"}]).split(b"\n"), "x"
    )
    assert {key: article.title for key, article in known.items()} == {"a": "A", "b": "B"}
    assert {article.published_at for article in known.values()} == {NO_TIME}


def test_an_id_that_stands_for_two_texts_is_refused():
    same = {"id": "a", "title": "A"}
    assert len(read_articles(jsonl([same, same]).split(b"\n"), "x")) == 1
    with pytest.raises(ParseError, match="x, line 2: the id `a` stands for another text above"):
        read_articles(jsonl([same, {"id": "a", "title": "B"}]).split(b"\n"), "x")
