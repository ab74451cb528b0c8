"""Addresses as printed, and the places they mean."""

from __future__ import annotations

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.edges.place import LONGEST, Place, place_of
from newsloom.errors import FetchError

BASE = "http://news.harrow.example/a/b?c=d"
PLACES = {
    "as it is": ("https://b.example/x?y=z", "", "https://b.example/x?y=z"),
    "no path": ("http://b.example", "", "http://b.example/"),
    "upper case": ("HTTP://B.Example/X", "", "http://b.example/X"),
    "its own port": ("https://b.example:443/", "", "https://b.example/"),
    "another port": ("https://b.example:8443/", "", "https://b.example:8443/"),
    "a fragment": ("http://b.example/x#y", "", "http://b.example/x"),
    "a name and a password": ("http://ann:secret@b.example/", "", "http://b.example/"),
    "a dot after the host": ("http://b.example./x", "", "http://b.example/x"),
    "a dot and a port": ("http://b.example.:81/x", "", "http://b.example:81/x"),
    "blanks and breaks": (" \thttp://b.exa\nmple/x\r\n ", "", "http://b.example/x"),
    "not ASCII": ("http://bücher.example/ä?ö", "", "http://xn--bcher-kva.example/%C3%A4?%C3%B6"),
    "backslashes": (r"http:\\b.example\x", "", "http://b.example/x"),
    "a number": ("http://2130706433/", "", "http://127.0.0.1/"),
    "IPv6": ("http://[2001:DB8:0::1]:81/", "", "http://[2001:db8::1]:81/"),
    "relative": ("x", BASE, "http://news.harrow.example/a/x"),
    "from the root": ("/x", BASE, "http://news.harrow.example/x"),
    "a query": ("?x", BASE, "http://news.harrow.example/a/b?x"),
    "up": ("../../../x", BASE, "http://news.harrow.example/x"),
    "another host": ("//b.example/x", BASE, "http://b.example/x"),
    "another host, backslashes": (r"\\b.example\x", BASE, "http://b.example/x"),
    "a backslash in a query": (r"/x?a=\b", BASE, r"http://news.harrow.example/x?a=\b"),
    "another scheme": ("https://b.example/", BASE, "https://b.example/"),
}


@pytest.mark.parametrize(("text", "base", "expected"), PLACES.values(), ids=PLACES)
def test_places(text: str, base: str, expected: str) -> None:
    assert expected == place_of(text, base).url


def test_what_a_place_is_made_of() -> None:
    expected = Place("http://b.example:81/x", "http", "b.example", 81)
    assert expected == place_of("http://b.example:81/x#y")
    assert expected.origin == "http://b.example:81"


BAD = ["", "nonsense", "/x", "//", "http://", "ftp://b.example/", "file:///etc/passwd", "http://[x"]
BAD += [
    "http://a b/",
    "mailto:a@b.example",
    "http://a:b:c/",
    "http://\ud800/",
    "http://b.example:0x1/",
]
BAD += ["http://b.example/" + "x" * LONGEST]


@pytest.mark.parametrize("text", BAD)
def test_no_places(text: str) -> None:
    with pytest.raises(FetchError) as caught:
        place_of(text)
    assert caught.value.code == "bad-address"
    assert len(str(caught.value)) < LONGEST * 2


@given(st.text(max_size=60), st.sampled_from(["", BASE, "https://[2001:db8::1]/"]))
def test_a_place_is_its_own_place(text: str, base: str) -> None:
    try:
        place = place_of(text, base)
    except FetchError:
        return
    assert place == place_of(place.url)
    assert place.url.isascii()
    assert "@" not in place.url.split("/")[2]


HOSTS = st.text("0123456789abcdefx.:[]@%\\/#?。１⓪", max_size=40)


@given(HOSTS)
def test_hosts_of_all_kinds(text: str) -> None:
    try:
        place = place_of(f"http://{text}")
    except FetchError:
        return
    assert place == place_of(place.url)
    assert place.host == place.host.lower()
    assert not place.host.endswith(".")
    asked = httpx2.URL(place.url)
    assert (asked.raw_host.decode(), asked.port or 80) == (place.host.strip("[]"), place.port)
