"""What holds for every address, printed well or badly, and for every page behind one."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.collect.landing import next_address
from newsloom.text.urls import (
    article_id,
    canonical_url,
    desktop_variants,
    host_of,
    is_variant_of,
    registered_domain,
)
from newsloom.text.wrappers import unwrap

HOSTS = [
    "harrow.example", "m.a.B.example:80", "[::1]", "127.0.0.1:8080", "bücher.de.", "www.google.com",
    "news.google.com", "l.facebook.com", "web.archive.org", "href.li", "urldefense.com",
    "a-b--c.translate.goog", "x.cdn.ampproject.org", "substack.com", "www.reddit.com", "0x7f.1", "",
]  # fmt: skip
TRACKERS = ["utm_source=a", "fbclid", "GCLID=%31", "amp;utm_x=1", "at_medium=é", "share=twitter"]
MEANING = ["b=1", "a=%7e", "id=https://x.example/?q=1", "p", "q=https%3A%2F%2Fharrow.example%2Fa"]

PATH = st.text(st.sampled_from("/.;=%?2eE7~aindex.htmlphp&sid ä\\#:_*-()@"), max_size=40)
ADDRESS = st.builds(
    "{}{}/{}{}{}".format,
    st.sampled_from(["http://", "HTTPS://", "//", "", "ftp://", "https:", "https:/\\"]),
    st.sampled_from(HOSTS),
    PATH,
    st.sampled_from(["", "?", "?url=", "?q=", "?u=", "?&amp;amp;", "#", "/index.html/", "/amp/"]),
    st.lists(st.sampled_from(TRACKERS + MEANING), max_size=4).map("&".join),
)
NESTED = st.recursive(
    ADDRESS,
    lambda inner: st.builds(
        "{}{}".format,
        st.sampled_from(
            [
                "https://www.google.com/url?q=",
                "https://href.li/?",
                "https://l.facebook.com/l.php?u=",
                "https://web.archive.org/web/2024/",
                "https://www.google.com/amp/s/",
                "https://urldefense.com/v3/__",
                "https://news.google.com/rss/articles/",
            ]  # fmt: skip
        ),
        inner,
    ),
    max_leaves=4,
)
ANYTHING = NESTED | st.text(max_size=60)


@given(ANYTHING)
def test_a_canonical_address_is_its_own(raw: str) -> None:
    once = canonical_url(raw)
    assert once is None or once == canonical_url(once)


@given(ANYTHING, ANYTHING)
def test_a_canonical_address_is_a_web_address(raw: str, base: str) -> None:
    found = canonical_url(raw, base)
    if found is not None:
        assert found.startswith(("http://", "https://"))
        assert host_of(found)
        assert not set(found) & set("# \t\n")
        assert found.isascii()


@given(
    st.sampled_from([host for host in HOSTS if host]),
    st.permutations([*TRACKERS, "b=1", "a=2"]),
)
def test_where_the_trackers_stand_makes_no_difference(host: str, parts: list[str]) -> None:
    kept = [part for part in parts if part in ("b=1", "a=2")]
    tagged = canonical_url(f"https://{host}/a?{'&'.join(parts)}")
    assert tagged == canonical_url(f"https://{host}/a?{'&'.join(kept)}")


@given(ANYTHING, st.text(max_size=80))
def test_unwrapping_ends(raw: str, content: str) -> None:
    found = unwrap(raw, f'<a href="{raw}">[link]</a>{content}')
    if found is not None:
        assert found.url == canonical_url(found.url)
        assert found.name
        assert unwrap(found.url) is None


@given(ANYTHING)
def test_variants_are_addresses_of_the_same_site(raw: str) -> None:
    own = canonical_url(raw)
    for variant in desktop_variants(raw):
        assert own and variant == canonical_url(variant) != own
        assert registered_domain(variant) == registered_domain(own)
        assert is_variant_of(own, variant)


@given(ANYTHING, ANYTHING)
def test_being_a_variant_has_no_direction(one: str, other: str) -> None:
    assert is_variant_of(one, other) == is_variant_of(other, one)
    assert is_variant_of(one, one) == (canonical_url(one) is not None)


PIECES = [
    '<meta http-equiv="refresh" content="0;url=https://other.example/b">',
    '<script>location.href="https://other.example/b"</script>',
    '<a href="https://other.example/b">go</a>',
    "You are leaving our site", "<body onload='", "location.replace('", "');", "<base href='//x'>",
    "<noscript>", "</noscript>", "<script>", "</script>", "<title>", "<!--", "-->", "<" * 50,
    "a " * 50, "\x00", "\ufeff",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("".join), ADDRESS)
def test_a_page_leads_to_a_web_address_or_nowhere(page: str, url: str) -> None:
    found = next_address(page.encode("utf-8", "surrogatepass"), url)
    if found is not None:
        assert found.url == canonical_url(found.url) != canonical_url(url)
        assert found.name
        assert unwrap(found.url) is None


@pytest.mark.parametrize("seed", range(4))
def test_random_text_is_read(seed: int) -> None:
    """500 strings a seed: noise, and addresses with some characters turned into others."""
    chance = random.Random(seed)
    tail = "/a;b/index.html?url=https%3A%2F%2Fx.example%2Fy&amp=1"
    sane = [f"https://{host}{tail}" for host in HOSTS]
    signs = string.printable + "\x00\ufffd\u202e\ud800äß中%%%%////::::"
    for _ in range(500):
        text = list(chance.choice(sane))
        if chance.random() < 0.5:
            text = [chr(chance.randrange(0x250)) for _ in range(chance.randrange(60))]
        for _ in range(chance.randrange(8)):
            text.insert(chance.randrange(len(text) + 1), chance.choice(signs))
        raw = "".join(text)
        once = canonical_url(raw, chance.choice(sane))
        assert once is None or once == canonical_url(once)
        found = unwrap(raw, raw)
        assert found is None or unwrap(found.url) is None
        assert len(article_id(raw)) == 16
        next_address(raw.encode("utf-8", "replace"), once or raw)
        desktop_variants(raw)
