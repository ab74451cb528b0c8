from pathlib import Path

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.collect.feed import read_feed, read_xml_feed
from newsloom.collect.rawfeed import RawEntry
from newsloom.collect.repair import repair_xml
from newsloom.errors import ParseError
from newsloom.text.urls import canonical_url
from tests.collect.golden_feeds import INPUTS, URL, read_golden, to_golden
from tests.shared import SHARED, needs_shared


@pytest.mark.parametrize("path", INPUTS, ids=[path.stem for path in INPUTS])
def test_a_golden_feed_gives_its_listing(path: Path) -> None:
    assert read_golden(path) == to_golden(read_feed(path.read_bytes(), URL))


def rss(item: str) -> bytes:
    return f"<rss version='2.0'><channel><title>T</title>{item}</channel></rss>".encode()


def test_the_charset_of_the_answer_counts() -> None:
    body = rss("<item><title>Čaj</title><link>https://a.example/1</link></item>")
    wide = body.decode().encode("iso8859-2")
    listing = read_feed(wide, URL, "application/rss+xml; charset=ISO-8859-2")
    assert [item.title for item in listing.items] == ["Čaj"]


def test_a_long_description_is_the_text_and_its_summary_is_cut() -> None:
    told = "<p>" + "Gulls came and went. " * 100 + "</p>"
    item = f"<item><title>t</title><link>https://a.example/1</link><description><![CDATA[{told}]]></description></item>"
    found = read_feed(rss(item), URL).items[0]
    assert found.body_html == told
    assert len(found.summary) <= 1001
    assert found.summary.endswith("Gulls came…")


TITLES = {
    "markup": ("&lt;b&gt;Bold&lt;/b&gt; gull", "Bold gull"),
    "generic type": ("Vec&lt;Gull&gt; grows", "Vec<Gull> grows"),
    "double escaped": ("A &amp;amp; B", "A & B"),
    "lines": ("One\n   two", "One two"),
}


@pytest.mark.parametrize(("title", "expected"), TITLES.values(), ids=TITLES)
def test_titles_are_plain_text(title: str, expected: str) -> None:
    item = f"<item><title>{title}</title><link>https://a.example/1</link></item>"
    assert read_feed(rss(item), URL).items[0].title == expected


PEOPLE = {
    "address and name": ("jo@a.example (Jo Hale)", ("Jo Hale",)),
    "name and address": ("Jo Hale &lt;jo@a.example&gt;", ("Jo Hale",)),
    "address alone": ("jo@a.example", ()),
    "name alone": ("Jo Hale", ("Jo Hale",)),
}


@pytest.mark.parametrize(("author", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_addresses_of_people_are_left_out(author: str, expected: tuple[str, ...]) -> None:
    item = f"<item><title>t</title><link>https://a.example/1</link><author>{author}</author></item>"
    assert read_feed(rss(item), URL).items[0].authors == expected


NO_FEEDS = {
    "nothing": (b" \n", "empty"),
    "words": (b"The gulls are back.", "not-a-feed"),
    "other JSON": (b'{"gulls": 3}', "not-a-feed"),
    "broken JSON": (b'{"items": [', "unparsable"),
    "other XML": (b"<gulls><gull/></gulls>", "not-a-feed"),
}


@pytest.mark.parametrize(("body", "code"), NO_FEEDS.values(), ids=NO_FEEDS)
def test_what_is_no_feed_says_so(body: bytes, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_feed(body, URL)
    assert (caught.value.code, caught.value.url) == (code, URL)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    """Whatever comes in, a Listing or a ParseError comes out."""
    for sent in (body, rss("<item><title>") + body, b"<feed>" + body):
        try:
            read_feed(sent, URL)
        except ParseError as exc:
            assert exc.url == URL


def conformance_files(group: str, every: int) -> list[Path]:
    folder = SHARED / "data" / "feeds" / "feedparser" / group
    return sorted(folder.rglob("*.xml"))[::every]


def entries_of(path: Path) -> tuple[RawEntry, ...]:
    try:
        return read_xml_feed(repair_xml(path.read_bytes()), URL).entries
    except ParseError:
        return ()


@needs_shared
@pytest.mark.parametrize(
    ("group", "every"), [("wellformed", 12), ("illformed", 1), ("encoding", 3)]
)
def test_no_entry_of_the_conformance_files_is_lost(group: str, every: int) -> None:
    lost = [
        path.name
        for path in conformance_files(group, every)
        if len(entries_of(path)) < len(feedparser.parse(path.read_bytes())["entries"])
    ]
    assert lost == []


@needs_shared
def test_links_of_the_wellformed_conformance_files() -> None:
    differing = []
    for path in conformance_files("wellformed", 12):
        theirs = [e.get("link", "") for e in feedparser.parse(path.read_bytes())["entries"]]
        own = [canonical_url(e.link, e.base or URL) for e in entries_of(path)]
        if [canonical_url(link, URL) for link in theirs] != own:
            differing.append(path.name)
    assert differing == []
