"""Any text given as a post: it is read and rewritten whole, or refused in one sentence."""

from __future__ import annotations

import tracemalloc
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from newsloom.collect.imports import read_import
from newsloom.collect.post import Post, check_post, post_pages, read_post
from newsloom.errors import ParseError, PublishError
from newsloom.model import Page
from newsloom.publish.sealed import is_ours, seal, unseal
from newsloom.text.frontmatter import (
    FrontMatter,
    new_front_matter,
    parse_front_matter,
    render_front_matter,
    with_value,
)
from tests.collect.test_post import POST as HOUSE
from tests.shared import SHARED, needs_shared

AT = datetime(2026, 10, 20, tzinfo=UTC)
MIB = 2**20
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ODD = """---
# by hand
title:   'A  title'   # kept
tags: [a,  b]

unknown:
    deep:   {x: 1,   y: [2]}
    # inside
    text: |+
      line

      # no comment

"quoted key": >
  folded
  text

heat:   0x1F
? long
: value
empty:
day: 2020-06-09
# the end
---
Body --- text
---
"""
GOLDEN = (
    HOUSE,
    ODD,
    ODD.replace("\n", "\r\n"),
    "\ufeff" + HOUSE,
    '---\n{title: "a", heat: 3, related: [{title: b}]}\n---\n',
    "---\n  title: a\n  more: |2\n     b\n---\n",
)
SCRAPS = (
    "---", "...", "--- ", "... #", "%TAG ! x", "%YAML 1.1", "&a ", "*a", "!!set ", "!!int ", "!x ",
    "!", "!!str", "!!python/object/apply:os.system ", "<<: {a: 1}", "? ", "- ", ": ", "{", "}", "[",
    "]", '"', "'", "|", ">", "|2-", "|+", "#", "\t", "\r", "\n", "\n\n", "\x85", "\u2028", "\ufeff",
    "\0", "\x1b", "\ud800", "0x", "1:1", "1_0", ".inf", ".nan", "1e999", "2020-13-01", "0001-01-01",
    "9999-12-31T23:59:59-12:00", "99999-01-01", "=", "~", "yes", r'"\0"', r'"\ud800"', r'"\e[31m"',
    " ", "  ", "title: a", "heat: 1", "related:", "  - title: x", "\u202e", "\U0001f600", ",",
)  # fmt: skip
ANY_CHARACTER = st.characters(exclude_categories=())
PLACES = st.integers(0, 2000)


def complaint_of(exc: ParseError, path: str, lines: int) -> str:
    """Return what an error says: one short sentence that names file, line and remedy."""
    said = str(exc)
    assert exc.url == path
    assert 1 <= exc.line <= lines
    assert said.isprintable()
    assert len(said) < 260
    assert "; " in said
    return said


def same(one: object, other: object) -> bool:
    """Return whether two values are of one kind and equal; NaN is NaN."""
    return repr(one) == repr(other)


def keep(front: FrontMatter, text: str) -> None:
    """Assert that a post that was read comes out whole, also when a value is replaced."""
    assert render_front_matter(front) == text
    try:
        in_style = render_front_matter(new_front_matter(front.values))
        assert same(parse_front_matter(in_style).values, front.values)
        for key in ("title", "new"):
            changed = render_front_matter(with_value(front, key, "New words"))
            values = dict(sorted(parse_front_matter(changed).values.items()))
            assert same(values, dict(sorted({**front.values, key: "New words"}.items())))
    except ValueError as exc:
        # What a file may have and the style has no form for.
        assert "longer than" in str(exc)


def told_of(text: str, path: str = "p.md") -> str:
    """Return how a text is refused, "" when it is read; and assert that either is done well."""
    lines = text.count("\n") + 1
    try:
        front = parse_front_matter(text, path)
    except ParseError as exc:
        return complaint_of(exc, path, lines)
    keep(front, text)
    check = check_post(text, path)
    assert (check.identical, check.line) == (True, 0)
    try:
        post = read_post(text, path)
    except ParseError as exc:
        return complaint_of(exc, path, lines)
    assert_storable(post)
    return ""


def assert_storable(post: Post) -> None:
    """Assert that the pages of a post survive the store, and that nothing hidden is in them."""
    for page in post_pages(post, AT):
        assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page
        item = page.item
        shown = (item.title, item.summary, *item.keywords)
        assert not {"\0", "\x1b", "\x9b"}.intersection("".join(shown))
        addresses = (item.web_url, *(picture.url for picture in item.pictures))
        assert all(url.lower().startswith(("http://", "https://")) for url in addresses)
        assert item.published_at is None or 1900 <= item.published_at.year <= 2199


@st.composite
def mutants(draw: st.DrawFn, seeds: tuple[str, ...]) -> str:
    """Draw a post that is cut, spliced, repeated, flipped and stuffed with scraps."""
    text = draw(st.sampled_from(seeds))
    kinds = ("cut", "splice", "twice", "flip", "stuff", "value")
    for kind in draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=5)):
        place, length = draw(PLACES) % (len(text) + 1), draw(st.integers(1, 60))
        before, after = text[:place], text[place:]
        if kind == "cut":
            text = before + after[length:]
        elif kind == "splice":
            text = before + draw(st.sampled_from(seeds))[draw(PLACES) :]
        elif kind == "twice":
            text = before + after[:length] + after
        elif kind == "flip":
            text = before + draw(ANY_CHARACTER) + after[1:]
        elif kind == "stuff":
            text = before + draw(st.sampled_from(SCRAPS)) + after
        else:
            key, colon, rest = after.partition(": ")
            below = rest.partition("\n")[2]
            text = f"{before}{key}{colon}{draw(st.sampled_from(SCRAPS))}\n{below}"
    return text


@settings(CALM, max_examples=200)
@given(mutants(GOLDEN))
@example("---\n!\t|\n---\n")
@example("---\n a: b\n---\n")
@example("---\na:\n  b: |+\n    c\n\n    # d\n---\n")
@example("---\na: b\n \t\n---\n")
def test_mutated_posts(text: str) -> None:
    told_of(text)


@settings(CALM, max_examples=200)
@given(st.lists(st.sampled_from((*SCRAPS, "a", "b", ": ", "\n", "\n", "\n  ")), max_size=25))
def test_scraps_of_yaml(scraps: list[str]) -> None:
    told_of(f"---\n{''.join(scraps)}\n---\n")


@settings(CALM, max_examples=100)
@given(st.text(ANY_CHARACTER), st.text(ANY_CHARACTER))
def test_random_text(inner: str, outer: str) -> None:
    assert told_of(inner) or inner.startswith(("---", "\ufeff---"))
    told_of(f"---\n{inner}\n---\n{outer}")


@settings(CALM, max_examples=200)
@given(st.binary(), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]), mutants(GOLDEN))
def test_random_bytes(noise: bytes, charset: str, text: str) -> None:
    files = (
        b"---\n" + noise,
        b"---\ntitle: a\n" + noise + b"\n---\n",
        text.encode(charset, "replace") + noise,
    )
    for body in files:
        try:
            found = read_import("p.md", body, AT)
        except ParseError as exc:
            assert exc.url == "p.md"
            assert str(exc).isprintable()
        else:
            assert found.pages


WRONG = (
    "", "~", "yes", "1", "-1", "1.5", ".nan", "-.inf", "1" * 40, "1" * 5000, "0x" + "f" * 5000,
    "0b_", "1" + ":1" * 3000, "1" + ":1" * 3000 + ".0", "2020-01-01", "2020-13-45", "0000-01-01",
    "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "99999-01-01", "=", "<<", "[]", "{}",
    "[1, [2]]", "{a: b}", "{1: b, 0x1: c}", "{<<: {a: b}}", "{[a]: b}", "&a b", "*a",
    "!!set {a, b}", "!!binary aGVq", "!!omap [a: 1]", "!!bool maybe", '!!int ""', '!!float ""',
    "!!timestamp soon", "!!python/name:os.system", "!local x", "!!int 5", "|\n  a\n  b",
    '"\\0\\e[31m"', '"\\ud800"', "\x07", "\ud800", "[" * 10_000 + "]" * 10_000, "- " * 10_000,
    "a" * 70_000, '"' + "é" * 70_000,
)  # fmt: skip
KEYS = [n for n, line in enumerate(HOUSE.split("\n")) if ": " in line]


@pytest.mark.parametrize("value", WRONG, ids=lambda value: ascii(value[:20]))
def test_every_key_with_every_kind_of_value(value: str) -> None:
    lines = HOUSE.split("\n")
    for number in KEYS:
        line = f"{lines[number].partition(': ')[0]}: {value}"
        text = "\n".join([*lines[:number], line, *lines[number + 1 :]])
        try:
            assert_storable(read_post(text, "p.md"))
        except ParseError as exc:
            complaint_of(exc, "p.md", text.count("\n") + 1)
        else:
            assert check_post(text, "p.md").identical


@pytest.mark.parametrize("number", KEYS)
def test_every_key_twice(number: int) -> None:
    lines = HOUSE.split("\n")
    lines.insert(number + 1, lines[number].replace("- ", "  "))
    text = "\n".join(lines)
    with pytest.raises(ParseError, match=f"line {number + 2}: the key .* a second time"):
        read_post(text, "p.md")


LAUGHS = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
ENDLESS: dict[str, str] = {
    "a long line": "title: " + "a" * MIB,
    "a long line in quotes": 'title: "' + "\\a" * (MIB // 2) + '"',
    "15 MiB in a line": "title: " + "é" * (15 * MIB // 2),
    "no end of quotes": 'title: "' + "a\n" * (MIB // 2),
    "keys": "title: a\n" + "".join(f"k{n}: 1\n" for n in range(MIB // 11)),
    "the same key": "title: a\n" * (MIB // 9),
    "nothings": "title: a\nx:\n" + "-\n" * (MIB // 2),
    "empty lists": "title: a\nx: [" + "[]," * (MIB // 3) + "]",
    "brackets": "title: a\nx: " + "[" * MIB,
    "braces": "title: a\nx: " + "{a: " * (MIB // 4),
    "levels": "".join(f"{' ' * n}a:\n" for n in range(1400)),
    "explicit keys": "title: a\n" + "? " * (MIB // 2),
    "comments": "title: a\n" + "#c\n" * (MIB // 3),
    "blank lines": "title: a\n" + "\n" * MIB + "b: 1",
    "directives": "".join(f"%TAG !{n}! x\n" for n in range(MIB // 16)),
    "directives below": "title: a\n" + "".join(f"%TAG !{n}! x\n" for n in range(MIB // 16)),
    "documents": "title: a\n" + "--- a\n" * (MIB // 6),
    "tags": "title: a\nx: [" + "!a b," * (MIB // 5) + "]",
    "a number": "title: a\nheat: 1" + ":1" * (MIB // 2),
    "a hexadecimal number": "title: a\nx: 0x" + "f" * MIB,
    "a fraction": "title: a\nx: 0." + "1" * MIB,
    "related reports": "title: a\nrelated:\n" + "  - title: t\n" * (MIB // 13),
    "a billion laughs": f"title: a\na0: &a0 ha\n{LAUGHS}" + "x: 1\n" * (MIB // 5),
    "a host": 'title: a\nwebUrl: "https://' + "a." * (MIB // 2) + 'example/"',
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_mebibyte_takes_less_than_a_second(name: str) -> None:
    text = f"---\n{ENDLESS[name]}\n---\n"
    start = process_time()
    try:
        read_post(text, "p.md")
    except ParseError as exc:
        complaint_of(exc, "p.md", text.count("\n") + 1)
    assert process_time() - start < 1


@pytest.mark.parametrize("name", ["keys", "nothings", "blank lines"])
def test_a_mebibyte_takes_bounded_memory(name: str) -> None:
    text = f"---\n{ENDLESS[name]}\n---\n"
    tracemalloc.start()
    try:
        read_post(text, "p.md")
    except ParseError as exc:
        assert "more than 30,000 keys" in str(exc)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 32 * MIB


@settings(CALM, max_examples=150)
@given(
    st.text(ANY_CHARACTER)
    | st.builds(
        lambda one, two: f"{b64encode(one).decode()};{b64encode(two).decode()}",
        st.integers(0, 4).flatmap(lambda n: st.binary(min_size=16 * n, max_size=16 * n)),
        st.binary(min_size=15, max_size=17),
    ),
    st.text(ANY_CHARACTER),
    st.binary(max_size=40),
)
@example(seal({"a": 1}, "", b"k" * 16), "", b"k" * 17)
@example(";", "\ud800", b"k" * 16)
def test_random_sealed_values(value: str, web_url: str, key: bytes) -> None:
    calls: tuple[Callable[[str, str, bytes], object], ...] = (unseal, is_ours)
    for call in calls:
        try:
            assert call(value, web_url, key) is False
        except PublishError as exc:
            assert "; " in str(exc) or "give at least" in str(exc)


@needs_shared
def test_mutated_archives() -> None:
    files = [*(SHARED / "seeds").glob("00[0-3]*"), *(SHARED / "data" / "posts").glob("*.md")]
    texts = tuple(file.read_bytes().decode() for file in sorted(files))

    @settings(CALM, max_examples=100)
    @given(mutants(texts))
    def check(text: str) -> None:
        told_of(text)

    check()
