import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.urls import (
    amp_cache_url,
    article_id,
    canonical_url,
    host_of,
    registered_domain,
)
from tests.shared import SHARED, needs_shared

CANONICAL = {
    "host in lower case": ("HTTPS://News.Harrow.Example/a", "https://news.harrow.example/a"),
    "default port": ("http://harrow.example:80/a", "http://harrow.example/a"),
    "other port stays": ("http://harrow.example:8080/a", "http://harrow.example:8080/a"),
    "user name": ("https://me:pw@harrow.example/a", "https://harrow.example/a"),
    "fragment": ("https://harrow.example/a#part-2", "https://harrow.example/a"),
    "tracking": ("https://harrow.example/a?utm_source=x&gclid=1", "https://harrow.example/a"),
    "tracking between meaning": (
        "https://harrow.example/?b=2&UTM_Medium=x&a=1",
        "https://harrow.example/?b=2&a=1",
    ),
    "tracking of one site": ("https://metro.co.uk/a/?ico=more", "https://metro.co.uk/a/"),
    "not tracking elsewhere": (
        "https://harrow.example/a/?ico=more",
        "https://harrow.example/a/?ico=more",
    ),
    "meaningful query": ("https://harrow.example/?p=121777", "https://harrow.example/?p=121777"),
    "escaped ampersand": (
        "https://harrow.example/?p=1&amp;utm_source=x",
        "https://harrow.example/?p=1",
    ),
    "empty query": ("https://harrow.example/a?", "https://harrow.example/a"),
    "session in path": ("https://harrow.example/a;jsessionid=AF1/b", "https://harrow.example/a/b"),
    "session in query": ("https://harrow.example/a?PHPSESSID=1", "https://harrow.example/a"),
    "index page": ("https://harrow.example/a/index.html", "https://harrow.example/a/"),
    "index script with query": (
        "https://harrow.example/index.php?p=4",
        "https://harrow.example/index.php?p=4",
    ),
    "index script with tracking": (
        "https://harrow.example/index.php?utm_source=4",
        "https://harrow.example/",
    ),
    "dot segments": ("https://harrow.example/a/../b/./c", "https://harrow.example/b/c"),
    "one spelling of escapes": (
        "https://harrow.example/%7ejo/%e2%82%ac",
        "https://harrow.example/~jo/%E2%82%AC",
    ),
    "international host": ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
    "dot at the end of the host": ("https://harrow.example./a", "https://harrow.example/a"),
    "no scheme": ("//harrow.example/a", "https://harrow.example/a"),
    "white space": ("  https://harrow.example/a\n", "https://harrow.example/a"),
    "amp address stays itself": (
        "https://amp.harrow.example/a?amp=1",
        "https://amp.harrow.example/a?amp=1",
    ),
    "mail": ("mailto:desk@harrow.example", None),
    "script": ("javascript:alert(1)", None),
    "words": ("not an address", None),
    "nothing": ("", None),
    "no host": ("https://", None),
    "endless": ("https://harrow.example/" + "a" * 5000, None),
}


@pytest.mark.parametrize(("raw", "expected"), CANONICAL.values(), ids=CANONICAL)
def test_canonical_url(raw: str, expected: str | None) -> None:
    assert expected == canonical_url(raw)


def test_a_relative_address_resolves_against_its_base() -> None:
    base = "https://harrow.example/news/today?x=1"
    found = [canonical_url(raw, base) for raw in ("../a", "b", "/c", "?p=3", "//other.example/d")]
    assert found == [
        "https://harrow.example/a",
        "https://harrow.example/news/b",
        "https://harrow.example/c",
        "https://harrow.example/news/today?p=3",
        "https://other.example/d",
    ]


ADDRESS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["http://", "HTTPS://", "//", "", "ftp://"]),
    st.sampled_from(["harrow.example", "a.B.example:80", "[::1]", "127.0.0.1:8080", "bücher.de."]),
    st.text(st.sampled_from("/.;=%?2eE7~aindex.htmlphp&sid ä\\#:"), max_size=40).map("/".__add__),
    st.sampled_from(["", "?utm_source=a&b=1", "?&amp;amp;c=%41&fbclid", "#x", "/index.html/"]),
)


@given(ADDRESS | st.text(max_size=60))
def test_canonical_url_is_idempotent(raw: str) -> None:
    once = canonical_url(raw)
    assert once is None or once == canonical_url(once)


DOMAINS = {
    "sub-domain": ("https://uk.harrow.com/x", "harrow.com"),
    "second-level suffix": ("news.harrow.co.uk", "harrow.co.uk"),
    "reserved name": ("news.harrow.example", "harrow.example"),
    "host with port": ("harrow.example:8080", "harrow.example"),
    "address with port": ("127.0.0.1:80", "127.0.0.1"),
    "capitals": ("WWW.Harrow.Example", "harrow.example"),
    "this machine": ("http://localhost:9000/x", "localhost"),
    "hosted blog": ("https://harrow.github.io/a", "harrow.github.io"),
    "only a suffix": ("co.uk", ""),
    "nothing": ("", ""),
    "international": ("https://bücher.de/", "xn--bcher-kva.de"),
}


@pytest.mark.parametrize(("given_text", "expected"), DOMAINS.values(), ids=DOMAINS)
def test_registered_domain(given_text: str, expected: str) -> None:
    assert expected == registered_domain(given_text)


def test_host_of_knows_only_web_addresses() -> None:
    found = [host_of(url) for url in ("https://A.example:1/x", "mailto:a@b.example", "a.example")]
    assert found == ["a.example", "", ""]


def test_spellings_of_one_address_share_their_article_id() -> None:
    ids = {article_id("https://harrow.example/a"), article_id("HTTPS://HARROW.example/a#x")}
    assert len(ids) == 1
    assert re.fullmatch(r"[0-9a-f]{16}", ids.pop())


AMP = {
    "https": (
        "https://harrow.example/a?amp=1",
        "https://harrow-example.cdn.ampproject.org/c/s/harrow.example/a?amp=1",
    ),
    "http": (
        "http://harrow.example/a",
        "https://harrow-example.cdn.ampproject.org/c/harrow.example/a",
    ),
    "hyphen": (
        "https://amp.my-harrow.example/a",
        "https://amp-my--harrow-example.cdn.ampproject.org/c/s/amp.my-harrow.example/a",
    ),
    "hyphens where punycode has them": (
        "https://en-us.harrow.example/a",
        "https://0-en--us-harrow-example-0.cdn.ampproject.org/c/s/en-us.harrow.example/a",
    ),
    "international": (
        "https://xn--bcher-kva.example/a",
        "https://xn--bcher-example-wob.cdn.ampproject.org/c/s/xn--bcher-kva.example/a",
    ),
    "nothing": ("", ""),
    "no address": ("harrow", ""),
}


@pytest.mark.parametrize(("url", "expected"), AMP.values(), ids=AMP)
def test_amp_cache_url(url: str, expected: str) -> None:
    assert expected == amp_cache_url(url)


def test_a_long_host_is_hashed() -> None:
    url = f"https://{'a' * 40}.{'b' * 40}.example/x"
    assert re.match(r"https://[a-z2-7]{52}\.cdn\.ampproject\.org/c/s/", amp_cache_url(url))


@needs_shared
@pytest.mark.parametrize("folder", ["seeds", "data/posts"])
def test_the_amp_cache_addresses_of_the_archives(folder: str) -> None:
    pair = re.compile(r'^ *ampWebUrl: "(.*)"\n *cdnAmpWebUrl: "(.*)"$', re.MULTILINE)
    texts = [path.read_text("utf-8") for path in sorted((SHARED / folder).iterdir())]
    pairs = [found for text in texts for found in pair.findall(text)]
    assert len(pairs) > 5
    assert [cdn for _, cdn in pairs] == [amp_cache_url(amp) for amp, _ in pairs]
