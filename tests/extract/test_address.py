"""Which address an article gets, and which declared ones are refused."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.address import Address, choose_address
from newsloom.extract.metadata import Metadata
from newsloom.text.urls import canonical_url, registered_domain

SITE = "https://www.harrowpost.example"
PIER = f"{SITE}/news/east-pier-closes"


def choose(final: str, canonical: str = "", *others: str) -> Address:
    """Return the address of a page that declares some."""
    metadata = Metadata(raw_canonical=canonical, raw_addresses=others)
    return choose_address(metadata, "https://feeds.example/first", final)


TAKEN: dict[str, tuple[str, str]] = {
    "none declared": (PIER, ""),
    "its own": (PIER, PIER),
    "with tracking": (PIER, f"{PIER}?utm_source=x"),
    "relative": (PIER, "/news/east-pier-closes"),
    "another host of the site": (f"{SITE}/x", "https://news.harrowpost.example/news/east-pier"),
    "the number without the words": (f"{SITE}/news/12345/east-pier", f"{SITE}/news/12345"),
    "the second page": (f"{PIER}/2", PIER),
    "its comments": (f"{PIER}/comments", PIER),
    "mobile": ("https://m.harrowpost.example/news/east-pier", f"{SITE}/news/east-pier"),
    "AMP": (f"{PIER}/amp", PIER),
    "AMP, with a short name": (f"{SITE}/pier/amp/", f"{SITE}/pier"),
    "AMP cache": (
        "https://www-harrowpost-example.cdn.ampproject.org/c/s/www.harrowpost.example/amp/pier",
        PIER,
    ),
    "imported without an address": ("https://nowhere.unlisted.invalid/1234", PIER),
    "a query that says nothing": (f"{PIER}?view=large", PIER),
    "a query that says which": (f"{SITE}/read.asp?id=8576&page=1", f"{SITE}/read.asp?id=8576"),
}


@pytest.mark.parametrize(("final", "canonical"), TAKEN.values(), ids=TAKEN)
def test_believed(final: str, canonical: str) -> None:
    found = choose(final, canonical)
    assert found.web_url == canonical_url(canonical or final, final)
    assert found.notes == ()


REFUSED: dict[str, tuple[str, str, str]] = {
    "another site": (PIER, "https://mallow.example/pier", "it is on another site"),
    "another blog of a host": (
        "https://ida.github.io/east-pier", "https://maud.github.io/east-pier",
        "it is on another site",
    ),
    "front page": (PIER, f"{SITE}/", "it is a front page"),
    "front page of another host": (PIER, "https://harrowpost.example", "it is a front page"),
    "section": (PIER, f"{SITE}/news/", "it is the section above the article"),
    "section of a short name": (f"{SITE}/news/pier", f"{SITE}/news",
                                "it is the section above the article"),
    "without the query": (f"{SITE}/read.asp?id=8576", f"{SITE}/read.asp",
                          "it leaves out which article is meant"),
}  # fmt: skip


@pytest.mark.parametrize(("final", "canonical", "reason"), REFUSED.values(), ids=REFUSED)
def test_refused(final: str, canonical: str, reason: str) -> None:
    declared = canonical_url(canonical) or ""
    found = choose(final, canonical)
    note = f"The canonical address {declared} was refused: {reason}."
    assert found == Address(final, declared, (note,))


def test_an_address_that_is_none_is_passed_over() -> None:
    for raw in ("", "javascript:void(0)", "http://[", "mailto:ida@harrowpost.example"):
        assert choose(PIER, raw) == Address(PIER)


def test_other_declarations_stand_in() -> None:
    own = f"{SITE}/news/east-pier"
    assert choose(f"{SITE}/x", "", own) == Address(own, own)
    assert choose(f"{SITE}/x", own, f"{SITE}/news/other") == Address(own, own)
    note = f"The canonical address {SITE}/ was refused: it is a front page."
    assert choose(PIER, f"{SITE}/", own) == Address(own, own, (note,))


def test_the_item_stands_in_for_a_page_without_an_address() -> None:
    assert choose("about:blank") == Address("https://feeds.example/first")


HOSTS = st.sampled_from(
    ["www.harrowpost.example", "m.harrowpost.example", "mallow.example", "ida.github.io", "[::1]",
     "127.0.0.1", "xn--hfn-0na.example", "www-x.cdn.ampproject.org", ""]
)  # fmt: skip
PATHS = st.lists(
    st.sampled_from(["news", "pier", "12345", "east-pier-closes", "amp", "..", "%2e", ""]),
    max_size=4,
).map("/".join)
QUERIES = st.sampled_from(["", "?id=17", "?utm_source=x", "?page=2", "#top"])
ADDRESSES = st.builds("https://{}/{}{}".format, HOSTS, PATHS, QUERIES) | st.text(max_size=20)


@given(ADDRESSES, ADDRESSES, ADDRESSES)
def test_no_page_speaks_for_another_site(final: str, canonical: str, other: str) -> None:
    found = choose(final, canonical, other)
    read = canonical_url(final) or "https://feeds.example/first"
    is_cache = "ampproject.org" in urlsplit(read).netloc
    assert found.web_url == canonical_url(found.web_url)
    assert is_cache or registered_domain(found.web_url) == registered_domain(read)
    assert all(note.endswith(".") for note in found.notes)


@given(ADDRESSES, ADDRESSES)
def test_an_address_once_chosen_stays(final: str, canonical: str) -> None:
    once = choose(final, canonical).web_url
    assert choose(once, once).web_url == once
