"""Link headers and what they name."""

from __future__ import annotations

import time

import pytest

from newsloom.edges.links import links_of

BASE = "https://news.harrow.example/feed"
HEADERS = {
    "none": ("", {}),
    "one": ("<https://hub.example/>; rel=hub", {"hub": "https://hub.example/"}),
    "quoted": ('<https://hub.example/>; rel="hub"', {"hub": "https://hub.example/"}),
    "relative": ('</feed.xml>; rel="self"', {"self": "https://news.harrow.example/feed.xml"}),
    "two": (
        '<https://hub.example/>; rel="hub", <https://a.example/f>; rel="self"',
        {"hub": "https://hub.example/", "self": "https://a.example/f"},
    ),
    "the first of two": (
        "<https://a.example/>; rel=hub, <https://b.example/>; rel=hub",
        {"hub": "https://a.example/"},
    ),
    "several relations": (
        '<https://a.example/>; rel="Self Canonical"',
        {"self": "https://a.example/", "canonical": "https://a.example/"},
    ),
    "other parameters": (
        '<https://a.example/?x,y;z>; title="a, b; rel=no"; type=text/html; rel=hub',
        {"hub": "https://a.example/?x,y;z"},
    ),
    "no relation": ("<https://a.example/>; title=x", {}),
    "no web address": ("<javascript:alert(1)>; rel=hub", {}),
    "a broken one before": ("<http://[>; rel=hub, <https://a.example/>; rel=hub", {
        "hub": "https://a.example/",
    }),
    "nonsense": (";;,<,>;rel", {}),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HEADERS.values(), ids=HEADERS)
def test_links(text: str, expected: dict[str, str]) -> None:
    assert expected == links_of({"link": text}, BASE)


LONG = ["<" * 90_000, "<a>" + ";" * 90_000, "<a>; x=" + " " * 90_000, "<a>" + "; a " * 30_000]


@pytest.mark.parametrize("text", LONG, ids=["open", "semicolons", "blanks", "parameters"])
def test_a_flood_of_links_is_read_fast(text: str) -> None:
    began = time.process_time()
    links_of({"link": text}, BASE)
    assert time.process_time() - began < 1
