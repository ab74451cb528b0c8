import gzip
import io
import tracemalloc
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.collect.payload import MOST_BYTES
from newsloom.collect.webarchive import is_archive, read_archive
from newsloom.errors import ParseError
from newsloom.model import Page
from tests.collect.archives import packed, record, response, written_by_fastwarc

AT = datetime(2026, 11, 1, tzinfo=UTC)
WALL = "https://harrow.example/wall"
HTML = "<html><title>Wall</title><p>Die Größe der Mauer</p></html>".encode()
FEED = b"""<rss version="2.0"><channel><title>F</title><item><title>Tide</title><link>/tide</link>
<description>High.</description></item></channel></rss>"""


def read(archive: bytes) -> list[Page | ParseError]:
    return list(read_archive(io.BytesIO(archive), "crawl.warc.gz", AT))


def pages(archive: bytes) -> list[Page]:
    return [one for one in read(archive) if isinstance(one, Page)]


def problems(archive: bytes) -> list[str]:
    return [str(one) for one in read(archive) if isinstance(one, ParseError)]


RECORDS = (
    record("warcinfo", "", b"software: none\r\n"),
    record("request", WALL, b"GET /wall HTTP/1.1\r\n\r\n"),
    response(f"{WALL}?utm_source=x#top", HTML),
    response("https://harrow.example/gone", HTML, status="404 Not Found"),
    response("https://harrow.example/moved", HTML, status="301 Moved"),
    response("https://harrow.example/wall.jpg", b"\xff\xd8", content_type="image/jpeg"),
    response("https://harrow.example/empty", b" "),
    response("https://harrow.example/data", b"{}", content_type="application/json"),
    record("response", "dns:harrow.example", b"192.0.2.1"),
    record("revisit", WALL, b""),
)
PACKINGS = {
    "plain": b"".join(RECORDS),
    "a member for each record": packed(*RECORDS),
    "one member": gzip.compress(b"".join(RECORDS)),
    "zeros after members": b"".join(gzip.compress(one) + b"\x00" * 40 for one in RECORDS),
}


@pytest.mark.parametrize("archive", PACKINGS.values(), ids=PACKINGS)
def test_an_archive_gives_its_pages(archive: bytes) -> None:
    assert is_archive(archive[:512])
    (page,) = read(archive)
    assert isinstance(page, Page)
    assert (page.item.web_url, page.item.raw_url) == (WALL, f"{WALL}?utm_source=x#top")
    assert (page.final_url, page.content_type) == (WALL, "text/html; charset=utf-8")
    assert (page.body, page.fetched_at) == (HTML, datetime(2026, 10, 20, 10, tzinfo=UTC))
    assert (page.item.source_url, page.item.has_page) == ("import:crawl.warc.gz", False)


def test_an_archive_written_by_another_program() -> None:
    archive = written_by_fastwarc(WALL, HTML)
    assert is_archive(archive)
    assert [(page.item.web_url, page.body) for page in pages(archive)] == [(WALL, HTML)]
    assert problems(archive) == []


def test_feeds_in_an_archive_are_read_as_feeds() -> None:
    url = "https://harrow.example/feed"
    kinds = ("application/rss+xml", "text/xml", "text/html")
    for archive in (response(url, FEED, content_type=kind) for kind in kinds):
        (page,) = pages(archive)
        assert (page.item.web_url, page.item.title) == ("https://harrow.example/tide", "Tide")
        assert (page.item.source_url, page.item.has_page) == ("import:crawl.warc.gz", False)
        assert (page.body, page.fetched_at.day) == (b"", 20)


def test_a_page_without_a_date_has_that_of_the_import() -> None:
    assert pages(response(WALL, HTML, day="yesterday"))[0].fetched_at == AT


CODED = {
    "gzip": (gzip.compress(HTML), "Content-Encoding: gzip"),
    "gzip in name only": (HTML, "Content-Encoding: gzip"),
    "zlib": (zlib.compress(HTML), "Content-Encoding: deflate"),
    "bare deflate": (zlib.compress(HTML)[2:-4], "Content-Encoding: deflate"),
    "chunks": (
        b"a\r\n" + HTML[:10] + b"\r\n%x;x=y\r\n" % (len(HTML) - 10) + HTML[10:] + b"\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked",
    ),
    "chunks in name only": (HTML, "Transfer-Encoding: chunked"),
    "none": (HTML, "Content-Encoding: identity"),
}


@pytest.mark.parametrize(("body", "header"), CODED.values(), ids=CODED)
def test_codings_are_undone(body: bytes, header: str) -> None:
    assert [page.body for page in pages(response(WALL, body, header))] == [HTML]


BOMB = gzip.compress(b"<p>" + b"\x00" * (3 * MOST_BYTES))
LEFT_OUT = {
    "too long": (b"<p>" * (MOST_BYTES // 3 + 1), "", "is longer than"),
    "a bomb": (BOMB, "Content-Encoding: gzip", "is longer than"),
    "damaged gzip": (b"\x1f\x8b, said the gulls", "Content-Encoding: gzip", "unpacked"),
    "damaged brotli": (b"no brotli", "Content-Encoding: br", "cannot be unpacked"),
    "damaged zstd": (b"no zstd", "Content-Encoding: zstd", "cannot be unpacked"),
    "an unknown coding": (HTML, "Content-Encoding: lace", "nobody here knows (lace)"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_page_that_cannot_be_read_is_left_out_and_the_rest_goes_on(name: str) -> None:
    body, header, words = LEFT_OUT[name]
    bad = response("https://harrow.example/bad", body, *([header] if header else []))
    archive = packed(bad, response(WALL, HTML))
    assert [page.item.web_url for page in pages(archive)] == [WALL]
    (problem,) = problems(archive)
    assert problem.startswith("crawl.warc.gz: https://harrow.example/bad was left out: it ")
    assert words in problem


GOOD = response(WALL, HTML)
MORE = response("https://harrow.example/tide", HTML * 50)
BROKEN = {
    "cut": GOOD + MORE[:-900],
    "cut in the headers": GOOD + MORE[:70],
    "cut in gzip": packed(GOOD) + gzip.compress(MORE)[:-20],
    "cut in one gzip": gzip.compress(GOOD + MORE, 0)[: len(GOOD) + 40],
    "garbage": GOOD + b"gulls and more gulls\r\n" * 30 + MORE,
    "garbage after gzip": packed(GOOD) + b"gulls" * 30,
    "no length": GOOD + MORE.replace(b"Content-Length", b"Length"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_archive_is_said_in_one_sentence_and_keeps_what_was_read(name: str) -> None:
    found = read(BROKEN[name])
    assert isinstance(found[0], Page)
    assert found[0].item.web_url == WALL
    assert isinstance(found[-1], ParseError)
    assert str(found[-1]).startswith("crawl.warc.gz: is a broken web archive: ")
    assert len(problems(BROKEN[name])) == 1


def test_an_archive_without_responses_is_whole() -> None:
    assert read(packed(*RECORDS[:2])) == []


NO_ARCHIVES = {
    "nothing": b"",
    "a page": HTML,
    "a packed page": gzip.compress(HTML),
    "damaged gzip": b"\x1f\x8bgulls",
    "a text on archives": b"WARC archives are read.",
}


@pytest.mark.parametrize("name", NO_ARCHIVES)
def test_other_files_are_no_archives(name: str) -> None:
    assert not is_archive(NO_ARCHIVES[name])


class Endless(io.RawIOBase):
    """An archive of a given number of records, made while it is read."""

    def __init__(self, records: int) -> None:
        self.left, self.rest = records, b""

    def read(self, size: int = -1) -> bytes:
        while self.left and len(self.rest) < size:
            self.left -= 1
            self.rest += packed(
                response(f"{WALL}-{self.left}", HTML + self.left.to_bytes(8) * 5000)
            )
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


def test_a_large_archive_is_never_held_in_memory() -> None:
    tracemalloc.start()
    number = sum(1 for _ in read_archive(Endless(600), "crawl.warc.gz", AT))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == 600
    assert peak < 4_000_000


@given(st.binary(max_size=400), st.integers(0, len(GOOD)), st.booleans())
@settings(max_examples=300)
def test_no_bytes_break_the_reader(noise: bytes, place: int, is_packed: bool) -> None:
    archive = GOOD[:place] + noise + GOOD[place:]
    read(gzip.compress(archive) if is_packed else archive)
    read((gzip.compress(GOOD)[:place] if is_packed else b"") + noise)
