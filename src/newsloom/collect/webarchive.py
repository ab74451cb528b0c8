"""WARC archive -> the pages and feeds in it, one by one, as they were captured. Opens no file."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from fastwarc import ArchiveIterator, WarcRecord, WarcRecordType

from newsloom.collect.feed import read_feed
from newsloom.collect.payload import MOST_BYTES, decode_payload
from newsloom.collect.rootname import FEED_ROOTS, root_name
from newsloom.collect.unpacking import GZIP, Unpacked
from newsloom.errors import ParseError
from newsloom.model import Item, Page
from newsloom.text.urls import canonical_url

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_FEED_TYPE = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?(?:xml|json)\Z")
_WHOLE = (b"\r\n\r\n", b"\n\n")
"""How an archive ends: with the blank lines after its last record."""


def is_archive(head: bytes) -> bool:
    """Return whether a file that begins with these bytes is a WARC archive, packed or not."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def read_archive(stream: BinaryIO, name: str, at: datetime) -> Iterator[Page | ParseError]:
    """Yield a Page for each web page, and each mention in a feed, that an archive holds, in order.

    What counts are responses with status 200. A page keeps its bytes, with the address that was
    asked (``WARC-Target-URI``) and the time (``WARC-Date``); a feed gives its items. What cannot be
    read is yielded as a ParseError and the rest goes on; where the archive itself is broken or cut
    off, that is the last thing yielded. One record at a time is held in memory, 15 MiB at most.

    Args:
        stream: the open file, plain or gzip.
        name: names it in errors and in the items' ``source_url``.
        at: moment of the import, UTC; stands in for a missing ``WARC-Date``.
    """
    source = Unpacked(stream)
    records = 0
    try:
        for record in ArchiveIterator(
            source, record_types=WarcRecordType.response, stream_detect=False
        ):
            records += 1
            yield from _pages(record, name, at)
    except OSError as exc:
        yield _broken(name, records, source.damage or str(exc).lower())
        return
    if source.damage:
        yield _broken(name, records, source.damage)
    elif not source.tail.rstrip(b"\x00").endswith(_WHOLE):
        yield _broken(name, records, "it ends in the middle of a record")


def _broken(name: str, records: int, why: str) -> ParseError:
    kept = f"what stands before was read ({records} responses)" if records else "nothing was read"
    return ParseError(name, f"is a broken web archive: {why}; {kept}")


def _pages(record: WarcRecord, name: str, at: datetime) -> Iterator[Page | ParseError]:
    """What one response holds: a page, the items of a feed, or nothing of use."""
    if not record.is_http_parsed or record.http_headers.status_code != 200:
        return
    printed = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    web_url = canonical_url(printed)
    content_type = record.http_headers.get("Content-Type") or ""
    kind = content_type.partition(";")[0].strip().lower()
    if web_url is None or not (kind in _HTML_TYPES or _FEED_TYPE.match(kind)):
        return
    at = record.record_date or at
    item = Item(web_url, printed, f"import:{name}", "", None, has_page=False)
    try:
        body = _body(record)
        root = root_name(body)
        if root in FEED_ROOTS or (root == "json" and b"jsonfeed.org" in body[:4096]):
            for one in read_feed(body, web_url, content_type).items:
                mention = replace(one, source_url=item.source_url, has_page=False)
                yield Page(mention, one.web_url, "", b"", at)
        elif kind in _HTML_TYPES and body.strip():
            yield Page(item, web_url, content_type, body, at)
    except ParseError as exc:
        yield ParseError(name, f"{web_url} was left out: it {exc.message}", exc.code)


def _body(record: WarcRecord) -> bytes:
    """The body of a response.

    Raises ParseError when it is too long, or broken.
    """
    captured = record.reader.read(MOST_BYTES + 1)
    if len(captured) > MOST_BYTES:
        raise ParseError("", f"is longer than {MOST_BYTES} bytes", code="too-large")
    headers = record.http_headers
    return decode_payload(
        captured, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or ""
    )
