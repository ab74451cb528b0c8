import re
import tomllib
from pathlib import Path

import pytest

from newsloom.data import read_text
from newsloom.text.urls import (
    amp_cache_url,
    article_id,
    canonical_url,
    desktop_variants,
    host_of,
    is_front_page,
    is_variant_of,
    parts_of,
    registered_domain,
)
from tests.shared import SHARED, needs_shared

TABLE = tomllib.loads(Path(__file__).with_name("urls.toml").read_text("utf-8"))
PAIRS = [
    pytest.param(row["one"], row["other"], verdict == "same", id=f"{row['one']} {verdict}")
    for verdict in ("same", "different")
    for row in TABLE[verdict]
]


@pytest.mark.parametrize(("raw", "expected"), TABLE["canonical"].items())
def test_canonical_url(raw: str, expected: str) -> None:
    assert (expected or None) == canonical_url(raw)


@pytest.mark.parametrize("url", sorted(set(TABLE["canonical"].values()) - {""}))
def test_a_canonical_address_stays(url: str) -> None:
    assert url == canonical_url(url)


def test_an_endless_address_is_none() -> None:
    assert canonical_url("https://harrow.example/" + "a" * 5000) is None


def test_escapes_in_escapes_without_end_are_none() -> None:
    assert canonical_url("https://harrow.example/" + "%" * 40 + "3" * 39 + "41") is None


@pytest.mark.parametrize(("url", "expected"), TABLE["variants"].items())
def test_desktop_variants(url: str, expected: list[str]) -> None:
    assert tuple(expected) == desktop_variants(url)


@pytest.mark.parametrize(("one", "other", "expected"), PAIRS)
def test_is_variant_of(one: str, other: str, expected: bool) -> None:
    assert expected == is_variant_of(one, other) == is_variant_of(other, one)


def test_every_name_of_the_tracking_table_is_in_lower_case_and_stands_once() -> None:
    table = tomllib.loads(read_text("tracking.toml"))
    lists = list(table["anywhere"].values())
    lists += [row[key] for row in table["on"] for key in ("parameters", "pairs") if key in row]
    for names in lists:
        assert sorted(set(names)) == sorted(names)
    named = [*table["anywhere"]["parameters"], *table["anywhere"]["sessions"]]
    assert [name.lower() for name in named] == named


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


def test_the_parts_of_an_address_are_left_as_they_are() -> None:
    url = " HTTPS://Harrow.Example.:81/a/index.html?utm_source=%7E#x"
    assert parts_of(url) == ("harrow.example", "/a/index.html", "utm_source=%7E")
    assert parts_of("mailto:a@b.example") is None


def test_a_front_page_has_neither_path_nor_query() -> None:
    urls = [
        "https://a.example",
        "https://a.example/",
        "https://a.example/x",
        "https://a.example/?x",
    ]
    assert [is_front_page(url) for url in urls] == [True, True, False, False]


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
