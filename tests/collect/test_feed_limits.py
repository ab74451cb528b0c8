"""What is sent to exhaust or to spy: it ends soon, in a ParseError or in a clean listing."""

import gzip
import time
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsloom.collect.decoding import MOST_INFLATED, inflate
from newsloom.collect.feed import read_feed
from newsloom.collect.listing import LISTING_CODES, list_items
from newsloom.errors import ParseError
from newsloom.model import Listing, Snapshot, Source, SourceKind
from tests.shared import SHARED, needs_shared

URL = "https://feeds.harrow.example/feed.xml"
AT = datetime(2026, 10, 20, tzinfo=UTC)
ITEM = "<item><title>One</title><link>https://a.example/1</link></item>"
DEEP = 100_000


def rss(inside: str, doctype: str = "") -> bytes:
    return f"{doctype}<rss version='2.0'><channel>{inside}</channel></rss>".encode()


def entry(inside: str) -> str:
    return ITEM.replace("</item>", f"{inside}</item>")


def numbered(form: str, count: int) -> str:
    return "".join(form.format(number) for number in range(count))


def laughs(reference: str) -> bytes:
    """Ten entities, each ten times the one before: 10 GB of "ha"."""
    nested = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    return rss(reference, f'<!DOCTYPE rss [<!ENTITY a0 "ha">{nested}]>')


def listed(body: bytes) -> Listing | None:
    """What a feed gives within a second of work; None = it is refused."""
    started = time.process_time()
    try:
        return read_feed(body, URL)
    except ParseError as exc:
        assert (exc.url, exc.code) == (URL, "unparsable")
        return None
    finally:
        assert time.process_time() - started < 1


QUADRATIC = f'<!DOCTYPE rss [<!ENTITY a "{"ha" * 5_000}">]>'
REFUSED = {
    "laughs in a text": laughs(f"<item><title>&a10;</title></item>{ITEM}"),
    "laughs in an attribute": laughs(f'<item a="&a10;"/>{ITEM}'),
    "one long entity, often": rss(f"<title>{'&a;' * 20_000}</title>{ITEM}", QUADRATIC),
    "one long entity in attributes": rss(f'<item a="{"&a;" * 20_000}"/>{ITEM}', QUADRATIC),
    "entities the parser does not see": rss(f"<x &>{'&a;' * 20_000}</x>{ITEM}", QUADRATIC),
    "deep": rss("<a>" * DEEP + "</a>" * DEEP + ITEM),
    "deep without end": rss(ITEM + "<a>" * DEEP),
    "deep entries": rss("<item>" * DEEP),
    "long text": rss(f"<title>{'ha' * 6_000_000}</title>{ITEM}"),
    "long attribute": rss(f"<title a='{'ha' * 6_000_000}'/>{ITEM}"),
    "many tags": rss("<a/>" * 1_500_001),
    "deep JSON": b'{"items": ' + b"[" * DEEP,
    "deep JSON, closed": b'{"items": ' + b"[" * DEEP + b"]" * DEEP + b"}",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_would_exhaust_the_reader_is_refused(body: bytes) -> None:
    assert listed(body) is None


READ = {
    "many attributes": rss("<x " + numbered(" a{}='1'", 50_000) + f"/>{ITEM}"),
    "many namespaces": rss("<x " + numbered(" xmlns:a{0}='u{0}'", 20_000) + f"/>{ITEM}"),
    "many names": rss(numbered("<a{}/>", 50_000) + ITEM),
    "many names without a namespace": rss(numbered("<a{}:b/>", 20_000) + ITEM),
    "many children of an entry": rss(entry("<category>a</category>" * 50_000)),
    "deep markup in a text": rss(entry(f"<description>{'&lt;div>' * DEEP}x</description>")),
    "signs without end": rss(f"<description>{'&' * 200_000}{'&lt;' * 50_000}</description>{ITEM}"),
    "broken without end": rss(ITEM + "<b><i></b>" * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("body", READ.values(), ids=READ)
def test_what_is_only_strange_is_read(body: bytes) -> None:
    listing = listed(body)
    assert listing is not None
    assert [item.title for item in listing.items] == ["One"]


@pytest.mark.parametrize("kind", ["SYSTEM", 'PUBLIC "-//x//y"'])
def test_entities_of_files_stay_text(kind: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the gulls know", "utf-8")
    item = entry("<description>&spy;</description>").replace("One", "One &spy;")
    for doctype in (
        f'<!DOCTYPE rss [<!ENTITY spy {kind} "{secret.as_uri()}">]>',
        f'<!DOCTYPE rss [<!ENTITY % all {kind} "{secret.as_uri()}"> %all;]>',
        f'<!DOCTYPE rss {kind} "{secret.as_uri()}">',
    ):  # fmt: skip
        listing = listed(rss(item, doctype))
        assert listing is not None
        assert "gulls" not in repr(listing)
        assert [item.title for item in listing.items] == ["One &spy;"]


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    chunk = bytes(1024 * 1024)
    return b"".join([*(packer.compress(chunk) for _ in range(size // len(chunk))), packer.flush()])


def test_a_gzip_bomb_takes_no_memory() -> None:
    body = bomb(MOST_INFLATED + 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(ParseError, match="unpacks to more than 60 MB"):
            inflate(body)
        assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_gzip_file_has_members_and_may_stop() -> None:
    one, two = rss(ITEM)[:60], rss(ITEM)[60:]
    assert inflate(gzip.compress(one) + gzip.compress(two)) == rss(ITEM)
    packed = gzip.compress(rss(ITEM + "<item><title>Two</title></item>" * 100))
    listing = read_feed(packed[:-20], URL)
    assert [item.title for item in listing.items] == ["One"]


@needs_shared
def test_no_conformance_file_breaks_any_reader() -> None:
    """Every file, as every kind of source, under headers that tell the truth or not."""
    headers = ("", "application/rss+xml; charset=utf-16", "text/html; charset=iso-8859-2")
    kinds = (SourceKind.FEED, SourceKind.SITEMAP, SourceKind.WEBPAGE)
    files = sorted((SHARED / "data" / "feeds" / "feedparser").rglob("*.xml"))
    assert len(files) > 2000
    for path in files:
        body = path.read_bytes()
        for number, kind in enumerate(kinds):
            snapshot = Snapshot(Source(URL, kind), URL, headers[number], body, AT, AT, digest="")
            started = time.process_time()
            try:
                list_items(snapshot)
            except ParseError as exc:
                assert exc.code in LISTING_CODES, path.name
            assert time.process_time() - started < 1, path.name
