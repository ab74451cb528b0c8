from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.collect.feed import read_feed, read_raw_feed
from newsloom.collect.rawfeed import RawEntry
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


def test_a_long_description_is_the_text_and_no_summary() -> None:
    told = "<p>" + "Gulls came and went. " * 100 + "</p>"
    item = f"<item><title>t</title><link>https://a.example/1</link><description><![CDATA[{told}]]></description></item>"
    found = read_feed(rss(item), URL).items[0]
    assert found.body_html == told
    assert found.summary == ""


LONG = {
    "words": "Gulls came and went. " * 400,
    "markup before the words": "<img src='https://a.example/p.jpg'>" * 300 + "Gulls " * 400,
    "a sign": "5 < 6 " * 1000,
}


@pytest.mark.parametrize("told", LONG.values(), ids=LONG)
def test_a_long_summary_beside_a_text_is_cut_after_a_word(told: str) -> None:
    text = "<content:encoded><![CDATA[<p>Text.</p>]]></content:encoded>"
    item = f"<item><title>t</title><link>https://a.example/1</link><description><![CDATA[{told}]]></description>{text}</item>"
    found = read_feed(rss(item), URL).items[0]
    assert found.body_html == "<p>Text.</p>"
    assert 990 < len(found.summary) <= 1001
    assert found.summary.endswith("…")


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


# The first reading of all loads tables.
@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    """Whatever comes in, a Listing or a ParseError comes out."""
    for sent in (body, rss("<item><title>") + body, b"<feed>" + body):
        try:
            read_feed(sent, URL)
        except ParseError as exc:
            assert exc.url == URL


def test_no_body_names_a_file_or_a_server(tmp_path: Path) -> None:
    """feedparser opens what its argument names; what a server sends may name anything."""
    other = tmp_path / "feed.xml"
    other.write_bytes(rss("<item><title>Not ours</title><link>https://a.example/1</link></item>"))
    for named in (str(other), other.as_uri(), "http://127.0.0.1:9/feed"):
        with pytest.raises(ParseError):
            read_feed(named.encode(), URL)


def test_ten_thousand_entries_are_read_in_order() -> None:
    items = [
        f"<item><title>Gull {n}</title><link>https://a.example/{n}</link></item>"
        for n in range(10_000)
    ]
    listing = read_feed(rss("".join(items)), URL)
    assert [item.title for item in listing.items] == [f"Gull {n}" for n in range(10_000)]
    assert listing.notes == ()


def test_more_entries_than_anybody_lists_are_left_out_and_said() -> None:
    listing = read_feed(rss("<item><link>https://a.example/1</link></item>" * 20_001), URL)
    assert listing.notes == (
        "It has 20001 entries; the first 20000 were read.",
        "Entries that repeat an address were left out: 19999 of 20000.",
    )


def test_a_feed_that_stops_keeps_its_whole_entries_wherever_it_stops() -> None:
    whole = rss(
        "<item><title>One</title><link>https://a.example/1</link></item>"
        "<item><title>Two</title><link>https://a.example/2</link><description>d</description></item>"
    )
    first, second = whole.index(b"</item>") + 7, whole.rindex(b"</item>") + 7
    for end in range(first, len(whole)):
        listing = read_feed(whole[:end], URL)
        expected = ["One", "Two"] if end >= second else ["One"]
        assert [item.title for item in listing.items] == expected


def conformance_files(group: str, every: int) -> list[Path]:
    folder = SHARED / "data" / "feeds" / "feedparser" / group
    return sorted(folder.rglob("*.xml"))[::every]


def entries_of(path: Path) -> tuple[RawEntry, ...]:
    try:
        return read_raw_feed(path.read_bytes(), URL).entries
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
        own = [e.link or e.guid for e in entries_of(path)]
        pairs = [pair for pair in zip(theirs, own, strict=True) if pair[0]]
        if any(canonical_url(one, URL) != canonical_url(other, URL) for one, other in pairs):
            differing.append(path.name)
    assert differing == []
