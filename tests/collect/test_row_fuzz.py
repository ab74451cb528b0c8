"""Any bytes given as rows or as a text: articles, or a sentence on each row that is none."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Mapping
from datetime import UTC, datetime
from time import process_time

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsloom.collect.imports import read_import
from newsloom.collect.rowimport import MOST_PROBLEMS, read_rows
from newsloom.collect.textarticle import read_text_article, stand_in_url
from newsloom.errors import ParseError
from newsloom.model import Item, Page
from newsloom.text.unlisted import is_unlisted
from newsloom.text.urls import canonical_url

AT = datetime(2026, 10, 20, tzinfo=UTC)
MIB = 2**20
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY_CHARACTER = st.characters(exclude_categories=())
KEYS = (
    "title", "id", "text", "html", "summary", "url", "domain", "provider", "published", "updated",
    "lang", "language", "authors", "image", "keywords", "unknown",
)  # fmt: skip
VALUES: tuple[object, ...] = (
    None, True, 0, -1, 1.5, 1e308, -1e308, 10**18, 10**30, "", " ", "x", "\0", "\ud800", "\x1b[31m",
    "a" * 500, "a\nb\r\n\x85c\u2028d", "\u202e", [], {}, [1], ["a", None], ["\0", ""], {"a": 1},
    "https://a.example/1", "javascript:alert(1)", "//[", "http://a b/", "/a.jpg", "a.example",
    "https://" + "a." * 3000 + "example/", "<script>alert(1)</script>", "en-GB", "2026-10-19",
    "0001-01-01", "99999-01-01", "9" * 400, 1591663980, 1591663980000, -62135596800,
)  # fmt: skip
SCRAPS = (
    b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\n", b"\r\n", b"\r", b"\0", b"\xff", b"\x1b",
    b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc2\x85", rb'"\ud800"', rb"\u0000", b"NaN",
    b"1e999", b"-Infinity", b"9" * 5000, b"null", b"[" * 2000, b'{"a":' * 2000, b"---\n",
    b'"items":', b'<?xml version="1.0" encoding="utf-16"?>', b"\x1f\x8b",
)  # fmt: skip
rows = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=8)


def is_clean(item: Item) -> bool:
    """Return whether an article from a row or a text may go anywhere."""
    shown = (item.title, item.summary, *item.authors, *item.keywords)
    addresses = (item.web_url, *(picture.url for picture in item.pictures))
    named = item.provider.name if item.provider else ""
    return (
        bool(item.title)
        and not {"\0", "\x1b", "\ud800"}.intersection("".join((*shown, named)))
        and all(canonical_url(url) == url for url in addresses)
        and len(item.language) <= 3
        and all(at is None or at.tzinfo is UTC for at in (item.published_at, item.updated_at))
    )


def assert_storable(pages: tuple[Page, ...]) -> None:
    """Assert that pages survive the store and are clean."""
    for page in pages:
        assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page
        assert is_clean(page.item)


def assert_read(body: bytes) -> None:
    """Assert that every row of a file is an article or a problem that names its line."""
    pages, problems = read_rows(body, "r.jsonl", AT)
    assert_storable(pages)
    lines = [problem.line for problem in problems]
    assert lines == sorted(set(lines))
    for problem in problems:
        said = str(problem)
        assert said.startswith(f"r.jsonl, line {problem.line}: this row was left out: ")
        assert said.endswith("; correct it and import again")
        assert said.isprintable()
        assert len(said) < 260


def line_of(row: Mapping[str, object]) -> bytes:
    """Return a row as JSON, characters as they are."""
    return json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass")


@settings(CALM, max_examples=200)
@given(st.lists(rows, max_size=4), st.sampled_from([b"\n", b"\r\n", b"\n\n"]))
def test_rows_of_every_kind_of_value(found: list[dict[str, object]], end: bytes) -> None:
    assert_read(end.join(line_of(row) for row in found))
    assert_read(end.join(json.dumps(row).encode() for row in found))


@pytest.mark.parametrize("key", KEYS)
def test_every_key_with_every_value_among_good_rows(key: str) -> None:
    good = {"title": "Wall shut", "url": "https://harrow.example/1", "text": "It is shut."}
    for value in VALUES:
        body = b"\n".join([line_of(good), line_of({**good, key: value}), line_of(good)])
        pages, problems = read_rows(body, "r.jsonl", AT)
        assert len(pages) + len(problems) == 3
        assert [problem.line for problem in problems] in ([], [2])
        assert_storable(pages)


@st.composite
def mutants(draw: st.DrawFn) -> bytes:
    """Draw a file of rows that is cut, repeated, flipped and stuffed with scraps."""
    body = b"\n".join(line_of({"title": "a", **row}) for row in draw(st.lists(rows, max_size=3)))
    for kind in draw(st.lists(st.sampled_from(("cut", "twice", "flip", "stuff")), max_size=5)):
        place, length = draw(st.integers(0, 600)) % (len(body) + 1), draw(st.integers(1, 40))
        before, after = body[:place], body[place:]
        if kind == "cut":
            body = before + after[length:]
        elif kind == "twice":
            body = before + after[:length] + after
        elif kind == "flip":
            body = before + bytes([draw(st.integers(0, 255))]) + after[1:]
        else:
            body = before + draw(st.sampled_from(SCRAPS)) + after
    return body


@settings(CALM, max_examples=200)
@given(mutants() | st.binary().map(lambda noise: b'{"title": "a"}\n{' + noise))
def test_mutated_rows(body: bytes) -> None:
    assert_read(body)


@settings(CALM, max_examples=200)
@given(mutants() | st.binary(), st.sampled_from([b"", b"{", b"[", b"A title\n"]))
@example(b"", b'{"title": "a\xff"}')
def test_random_files(noise: bytes, start: bytes) -> None:
    try:
        found = read_import("any.file", start + noise, AT)
    except ParseError as exc:
        assert exc.url == "any.file"
        assert str(exc).isprintable()
        assert "; " in str(exc)
    else:
        assert_storable(found.pages)


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_rows_in_the_charsets_that_tools_write(charset: str) -> None:
    text = '{"title": "Öl über Größe"}\n{"title": "b"}\n'
    bom = "\ufeff" if charset == "utf-16-le" else ""
    pages, problems = read_rows((bom + text).encode(charset), "r.jsonl", AT)
    assert ([page.item.title for page in pages], problems) == (["Öl über Größe", "b"], ())


def test_a_row_that_speaks_of_a_charset_is_read_in_its_own() -> None:
    row = {"title": "Größe", "text": '<?xml version="1.0" encoding="shift_jis"?>'}
    assert read_rows(line_of(row), "r.jsonl", AT)[0][0].item.title == "Größe"


def test_a_picture_needs_an_address_to_be_found_from() -> None:
    body = b'{"title": "a", "image": "/a.jpg"}\n{"title": "b", "image": "/a.jpg", "url": "%s"}'
    first, second = read_rows(body % b"https://a.example/b", "r.jsonl", AT)[0]
    assert first.item.pictures == ()
    assert [one.url for one in second.item.pictures] == ["https://a.example/a.jpg"]


def test_bad_rows_without_end_are_counted_and_good_ones_kept() -> None:
    body = b"{\n" * 5000 + b'{"title": "a"}\n' + b"{}\n" * 20
    pages, problems = read_rows(body, "r.jsonl", AT)
    assert ([page.item.title for page in pages], len(problems)) == (["a"], MOST_PROBLEMS + 1)
    said = "up to here 4,020 more rows were left out; correct them and import again"
    assert str(problems[-1]) == f"r.jsonl, line 5021: {said}"


ENDLESS = {
    "bad rows": b"{\n" * (MIB // 2),
    "rows without a title": b"{}\n" * (MIB // 3),
    "rows": b'{"title":"a","text":"It is shut."}\n' * (MIB // 35),
    "blank lines": b'{"title": "a"}' + b"\n" * MIB,
    "brackets": b'{"title": "a", "x": ' + b"[" * MIB,
    "braces": b'{"a":' * (MIB // 5),
    "a number": b'{"title": "a", "published": ' + b"9" * MIB + b"}",
    "a long title": b'{"title": "' + b"a " * (MIB // 2) + b'"}',
    "a long domain": b'{"title": "a", "domain": "' + b"a." * (MIB // 2) + b'example"}',
    "a long address": b'{"title": "a", "url": "https://' + b"a." * (MIB // 2) + b'example/"}',
    "spaces in a text": b'{"title": "a", "text": "a' + b" " * MIB + b'b"}',
    "lines of a text": b'{"title": "a", "text": "' + rb" \n" * (MIB // 3) + b'b"}',
    "keywords": b'{"title": "a", "keywords": [' + b'"a",' * (MIB // 4) + b'"a"]}',
    "15 MiB in a row": b'{"title": "a", "html": "' + b"x" * (15 * MIB) + b'"}',
    "15 MiB in a line": b"a" * (15 * MIB),
    "a text of blank lines": b"Title\n" + b" \n" * (MIB // 2),
    "a text that begins late": b"\n " * (MIB // 2) + b"Title",
    "a text of short lines": b"a\n" * (MIB // 2),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_mebibyte_takes_less_than_a_second(name: str) -> None:
    start = process_time()
    try:
        read_import("any.file", ENDLESS[name], AT)
    except ParseError as exc:
        assert len(str(exc)) < 260
    assert process_time() - start < 1


def test_bad_rows_take_bounded_memory() -> None:
    tracemalloc.start()
    read_rows(b"{\n" * (MIB // 8), "r.jsonl", AT)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * MIB


@settings(CALM, max_examples=200)
@given(st.text(ANY_CHARACTER))
@example("\0\n\x1b\nTitle")
@example("a" * 10_000)
def test_any_text_is_an_article(text: str) -> None:
    try:
        page = read_text_article(text, "a.txt", AT)
    except ParseError as exc:
        assert str(exc) == "a.txt: holds no text; give a file with an article"
    else:
        assert_storable((page,))
        assert len(page.item.title) <= 300
        assert is_unlisted(page.item.web_url)


@settings(CALM, max_examples=200)
@given(st.text(ANY_CHARACTER), st.text(ANY_CHARACTER))
@example("index", "")
@example("a" * 400, "")
def test_a_stand_in_is_canonical(title: str, text: str) -> None:
    url = stand_in_url(title, text)
    assert canonical_url(url) == url
