"""House style: what stands plain, what is quoted, how blocks are laid out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsloom.text.housestyle import render_entry, render_mapping, render_value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("New York Times", "New York Times"),
        ("Sails | Daily", "Sails | Daily"),
        ("Games+ on MSN", "Games+ on MSN"),
        ("9to5", "9to5"),
        ("as.com", "as.com"),
        ("Tides & Ports", "Tides & Ports"),
        ("it's", "it's"),
        ("", '""'),
        (" a", '" a"'),
        ("a: b", '"a: b"'),
        ("a:", '"a:"'),
        ("a #b", '"a #b"'),
        ("- a", '"- a"'),
        ("@home", '"@home"'),
        ("yes", '"yes"'),
        ("Off", '"Off"'),
        ("NULL", '"NULL"'),
        ("~", '"~"'),
        ("1e3", '"1e3"'),
        ("12:30", '"12:30"'),
        ("0x1F", '"0x1F"'),
        ("0o17", '"0o17"'),
        ("1_000", '"1_000"'),
        (".5", '".5"'),
        ("2020-06-09", '"2020-06-09"'),
        ("=", '"="'),
        ("<<", '"<<"'),
        ("tab\there", '"tab\\there"'),
        ('say "a"\\b', 'say "a"\\b'),
        ('"a" b', '"\\"a\\" b"'),
        ("a\nb", '"a\\nb"'),
        ("a\u2028b\x85", '"a\\u2028b\\x85"'),
        ("bell\x07", '"bell\\x07"'),
        ("\ufeffa", '"\\uFEFFa"'),
        ("naïve ‘quoted’ 🙂", "naïve ‘quoted’ 🙂"),
        (None, "null"),
        (True, "true"),
        (-1, "-1"),
        (0.5, "0.5"),
        (1e16, "1.0e+16"),
        (1e-7, "1.0e-07"),
        (float("inf"), ".inf"),
        (float("-inf"), "-.inf"),
        (float("nan"), ".nan"),
        (datetime(2020, 6, 9, 0, 53, tzinfo=UTC), "2020-06-09T00:53:00Z"),
        (datetime(2020, 6, 9, 2, 53, tzinfo=timezone(timedelta(hours=2))), "2020-06-09T00:53:00Z"),
        (date(2020, 6, 9), "2020-06-09"),
        ([], "[]"),
        ({}, "{}"),
    ],
)
def test_one_line_values(value: object, expected: str) -> None:
    assert expected == render_value(value)


@pytest.mark.parametrize("key", ["title", "excerpt", "webUrl", "cdnAmpWebUrl", "url", "secured"])
def test_prose_and_addresses_are_always_quoted(key: str) -> None:
    assert render_value("plain", key) == '"plain"'


def test_blocks() -> None:
    values = {
        "category": "news",
        "heat": 3,
        "provider": {"name": "A", "images": [{"url": "u", "width": 5}]},
        "topics": ["x", "z"],
        "odd": [["a", {"b": [1]}], [], {}],
        "after": True,
        "last": 1,
        "secured": "s",
    }
    assert render_mapping(values) == (
        "category: news\nheat: 3\n\n"
        'provider:\n  name: A\n  images:\n    - url: "u"\n      width: 5\n\n'
        "topics:\n  - x\n  - z\n\n"
        "odd:\n  - - a\n    - b:\n        - 1\n  - []\n  - {}\n\n"
        'after: true\nlast: 1\n\nsecured: "s"\n'
    )


def test_keys_are_quoted_when_they_must_be() -> None:
    assert render_entry("on", 1) == '"on": 1\n'
    assert render_entry("a b", {"1": 2, 3: 4}) == 'a b:\n  "1": 2\n  3: 4\n'


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [("a", object(), "no YAML form for object under 'a'"), ("k" * 2000, 1, "longer than")],
)
def test_what_yaml_cannot_say(key: str, value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        render_entry(key, value)
