"""The lossless front matter: what is read comes out again byte for byte."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from newsloom.errors import ParseError
from newsloom.text.frontmatter import (
    FrontMatter,
    new_front_matter,
    parse_front_matter,
    render_front_matter,
    with_value,
)
from tests.shared import SHARED, needs_shared

ODD = """---
# made by hand
title:   'A  title'   # kept
tags: [a,  b]

unknown:
    deep:   {x: 1,   y: [2]}
    # inside
    text: |+
      line

      # no comment

# above heat
heat:   104
"quoted key": >
  folded
  text

? long
: value
empty:
# the end
---
Body --- text
---
"""


def parsed(inner: str, path: str = "x.md") -> FrontMatter:
    """Return a post's front matter with these lines in it."""
    return parse_front_matter(f"---\n{inner}---\nBody\n", path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("comments, quotes, flow, literal", ODD.replace("? long\n: value\n", "")),
        ("an explicit key", ODD),
        ("windows line ends", ODD.replace("\n", "\r\n")),
        ("byte order mark", "\ufeff" + ODD),
        ("no body", "---\ntitle: a\n---"),
        ("nothing in it", "---\n---\n"),
        ("only comments", "---\n# nothing\n\n---\nBody"),
        ("spaces after the hyphens", "--- \ntitle: a\n---  \n"),
        ("closed by dots", "---\ntitle: a\n...\nBody"),
        ("in braces", '---\n{"title": "a", "heat": 3}\n---\n'),
        ("braces over lines", "---\n{title: a,\n heat: 3}\n# c\n---\n"),
        ("indented root", "---\n  title: a\n  heat: 3\n---\n"),
        ("odd line breaks in a value", '---\ntitle: "a\u2028b\u0085c"\nheat: 3\n---\n'),
        ("quotes over lines", '---\ntitle: "a\n\n  # b"\n\nheat: 3\n---\n'),
        ("lists without indent", "---\ntopics:\n- a\n- b\nheat: 3\n---\n"),
        ("trailing blanks", "---\ntitle: a  \n\n\n---\n\n\n"),
        ("blank lines with a tab", "---\ntitle: a\n \t\n\n---\n"),
        ("a text that keeps its blank lines", "---\na:\n  b: |+\n    c\n\n    # d\n\n---\n"),
        ("a line that begins with a percent sign", '---\ntitle: "a\n%b"\n---\n'),
        ("a key longer than house style has", f"---\n? {'k' * 2000}\n: 1\n---\n"),
    ],
)
def test_any_file_is_rendered_as_it_was(name: str, text: str) -> None:
    assert text == render_front_matter(parse_front_matter(text)), name


def test_values_and_lines() -> None:
    doc = parse_front_matter(ODD.replace("? long\n: value\n", ""))
    assert doc.values == {
        "title": "A  title",
        "tags": ["a", "b"],
        "unknown": {"deep": {"x": 1, "y": [2]}, "text": "line\n\n# no comment\n\n"},
        "heat": 104,
        "quoted key": "folded text\n",
        "empty": None,
    }
    assert [doc.line_of(key) for key in ("title", "tags", "heat", "none")] == [3, 4, 15, 0]
    assert doc.body == "Body --- text\n---\n"


@pytest.mark.parametrize(
    "inner", ["a: 1\n\nb:\n  - c\n", "{a: 1,\n\n b: 2}\n", "  a: 1\n\n  b: 2\n"]
)
def test_every_key_has_its_line(inner: str) -> None:
    assert [parsed(inner).line_of(key) for key in ("a", "b")] == [2, 4]


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("utc", "2020-06-09T00:53:00Z", datetime(2020, 6, 9, 0, 53, tzinfo=UTC)),
        ("offset", "2020-06-09T02:53:00+02:00", datetime(2020, 6, 9, 0, 53, tzinfo=UTC)),
        ("no zone is utc", "2020-06-09 00:53:00", datetime(2020, 6, 9, 0, 53, tzinfo=UTC)),
        ("a day", "2020-06-09", date(2020, 6, 9)),
        ("quoted is text", '"2020-06-09"', "2020-06-09"),
    ],
)
def test_moments_are_aware_and_utc(name: str, written: str, expected: object) -> None:
    assert expected == parsed(f"at: {written}\n").values["at"], name


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("no front matter", "# A page\n", 1, "start it with a line of three hyphens"),
        ("empty file", "", 1, "start it with a line of three hyphens"),
        ("never closed", "---\ntitle: a\n", 1, "never closed; put a line of three hyphens"),
        ("a key twice", "---\ntitle: a\nheat: 1\ntitle: b\n---\n", 4, "`title` stands here a"),
        ("twice inside", "---\na:\n  b: 1\n  b: 2\n---\n", 4, "`b` stands here a second time"),
        ("tab", "---\na:\n\tb: 1\n---\n", 3, "indent with spaces"),
        ("anchor", "---\na: 1\nb: &x 1\n---\n", 3, "anchors and aliases (`x`) are not read"),
        ("alias", "---\na: &x [1]\nb: *x\n---\n", 2, "write the value out"),
        ("a list", "---\n- a\n---\n", 2, "write one key a line"),
        ("a text", "---\nhello\n---\n", 2, "write one key a line"),
        ("an empty text", '---\n""\n---\n', 2, "write one key a line"),
        ("open quote", '---\na: 1\ntitle: "abc\nb: 2\n---\n', 3, "begins here never ends; close"),
        ("colon in plain text", "---\na: 1\ntitle: b: c\n---\n", 3, "put a value with special"),
        ("no such day", "---\na: 1\nat: 2020-13-45\n---\n", 3, "`2020-13-45` looks like a date"),
        (
            "no such day inside",
            "---\na:\n  - b\n  - 2020-13-45\n---\n",
            4,
            "put it in double quotes",
        ),
        ("endless number", f"---\na: {'1' * 200}\n---\n", 2, f"`{'1' * 40}…` looks like a date or"),
        ("number in sixties", f"---\na: 1{':1' * 200}\n---\n", 2, "…` looks like a date or number"),
        ("no yes or no", "---\na: !!bool maybe\n---\n", 2, "`maybe` looks like a date or number"),
        (
            "python object",
            "---\na: !!python/name:os.system x\n---\n",
            2,
            "`!!python/name:os.system`",
        ),
        ("a set", "---\na: 1\nb: !!set {c, d}\n---\n", 3, "tags such as `!!set` are not read"),
        ("own tag", "---\na: !b c\n---\n", 2, "tags such as `!b` are not read; remove it"),
        ("merge", "---\na:\n  <<: {b: 1}\n---\n", 3, "merges (`<<`) are not read"),
        ("a list for a key", "---\na: 1\n? [b]\n: 1\n---\n", 3, "cannot be a key; put the key in"),
        ("one key twice", "---\na: {1: b, 0x1: c}\n---\n", 2, "two keys below have the same value"),
        ("a key in two forms", '---\n1: a\n"1": b\n---\n', 3, "`1` stands here a second time"),
        ("unseen key", '---\n"\\e[1m": 1\n"\\e[1m": 1\n---\n', 3, "the key `\\x1b[1m` stands here"),
        ("directive", "---\n%YAML 1.1\na: 1\n---\n", 2, "starts with `%`"),
        (
            "two documents",
            "---\na: 1\n--- b\n---\n",
            3,
            "three hyphens or dots, and more on that line",
        ),
        ("more after the end", "---\na: 1\n... # b\n---\n", 3, "end it there or indent it"),
        ("half a character", "---\na: 1\nb: \ud83d\n---\n", 3, "write the character whole"),
        (
            "control character",
            "---\na: 1\nb: x\x07y\n---\n",
            3,
            "control characters are not allowed",
        ),
        ("after accents", f"---\na: {'é' * 9}\nb: x\x07y\nc: 1\n---\n", 3, "control characters"),
        ("a tab after odd breaks", '---\na: "\x85"\nb:\n\tc: 1\n---\n', 4, "indent with spaces"),
        ("too deep", "---\na: 1\nb: " + "[" * 60 + "]" * 60 + "\n---\n", 3, "flatten it"),
        ("too many", f"---\na: [{'1,' * 30_000}]\n---\n", 2, "more than 30,000 keys and values"),
        ("bracket bomb", "---\nb: " + "[" * 9000 + "\n---\n", 2, "flatten it"),
    ],
)
def test_what_cannot_be_read_says_where_and_what_to_do(
    name: str, text: str, line: int, message: str
) -> None:
    with pytest.raises(ParseError) as caught:
        parse_front_matter(text, "p.md")
    assert message in str(caught.value), name
    assert str(caught.value).startswith("p.md")
    assert line in (0, caught.value.line), name
    assert caught.value.line > 0


def test_one_value_is_replaced_and_all_else_stays() -> None:
    doc = parse_front_matter(ODD)
    # An explicit `? key` cannot be told from its lines, so there everything is written anew.
    assert 'title: "A  title"\n\ntags:\n' in render_front_matter(with_value(doc, "heat", -1))
    lines = ODD.replace("? long\n: value\n", "")
    kept = render_front_matter(with_value(parse_front_matter(lines), "heat", -1))
    assert kept == lines.replace("heat:   104", "heat: -1")


@pytest.mark.parametrize(
    ("name", "inner", "key", "value", "expected"),
    [
        ("a text", "title: old # c\nheat: 1\n", "title", "new", 'title: "new"\nheat: 1\n'),
        ("a list", "a: 1\n\nl:\n  - x\n\nb: 2\n", "l", ["z"], "a: 1\n\nl:\n  - z\n\nb: 2\n"),
        ("a new key goes last", "a: 1\n", "b", 2, "a: 1\nb: 2\n"),
        ("a new block stands apart", "a: 1\n", "b", [2], "a: 1\n\nb:\n  - 2\n"),
        ("secured stays last", 'a: 1\n\nsecured: "x"\n', "b", 2, 'a: 1\nb: 2\n\nsecured: "x"\n'),
        ("secured is new", "a: 1\n", "secured", "x", 'a: 1\n\nsecured: "x"\n'),
        ("literal text", "a: |\n  x\n\n  y\n\nb: 1\n", "a", "z", "a: z\n\nb: 1\n"),
        ("quoted hash line", 'a: "x\n  # y"\nb: 1\n', "a", "z", "a: z\nb: 1\n"),
        ("in braces", "{a: 1, b: 2}\n", "b", 3, "a: 1\nb: 3\n"),
        ("indented", "  a: 1\n  b: 2\n", "b", 3, "a: 1\nb: 3\n"),
        ("kept blank lines", "a: |+\n  x\n\n", "b", [1], "a: |+\n  x\n\nb:\n  - 1\n"),
        ("no comment", "a:\n  b: |\n    c\n    # d\n", "a", 1, "a: 1\n"),
        ("below no comment", "a:\n - |\n  # d\n", "e", 1, "a:\n - |\n  # d\n\ne: 1\n"),
    ],
)  # fmt: skip
def test_with_value(name: str, inner: str, key: str, value: object, expected: str) -> None:
    new = with_value(parsed(inner), key, value)
    assert f"---\n{expected}---\nBody\n" == render_front_matter(new), name
    assert new.values == parsed(expected).values


def test_replacing_keeps_windows_line_ends() -> None:
    doc = parse_front_matter("---\r\na: 1\r\n\r\nb:\r\n  - 2\r\n---\r\n")
    new = render_front_matter(with_value(doc, "b", [3, 4]))
    assert new == "---\r\na: 1\r\n\r\nb:\r\n  - 3\r\n  - 4\r\n---\r\n"


@needs_shared
def test_archives_of_the_family_are_reproduced_and_even_from_their_values_alone() -> None:
    files = [*(SHARED / "seeds").glob("00[0-3]*"), *(SHARED / "data" / "posts").glob("*.md")]
    texts = [file.read_bytes().decode() for file in files]
    docs = [parse_front_matter(text) for text in texts]
    assert len(files) == 84
    assert [render_front_matter(doc) for doc in docs] == texts
    assert [render_front_matter(new_front_matter(doc.values)) for doc in docs] == texts
