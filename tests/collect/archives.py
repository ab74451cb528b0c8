"""Invented web archives, record by record."""

from __future__ import annotations

import gzip
import io

from fastwarc import WarcRecord, WarcRecordType
from fastwarc.stream_io import GzipWriter


def response(
    url: str,
    body: bytes,
    *headers: str,
    content_type: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    day: str = "2026-10-20T10:00:00Z",
) -> bytes:
    """Return one response record, its HTTP headers included."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers, "", ""]
    return record("response", url, "\r\n".join(lines).encode() + body, day)


def record(kind: str, url: str, block: bytes, day: str = "2026-10-20T10:00:00Z") -> bytes:
    """Return one record of any kind."""
    lines = (
        "WARC/1.1", f"WARC-Type: {kind}", f"WARC-Target-URI: {url}", f"WARC-Date: {day}",
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>",
        f"Content-Type: application/http; msgtype={kind}", f"Content-Length: {len(block)}", "", "",
    )  # fmt: skip
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def packed(*records: bytes) -> bytes:
    """Return records as archives are packed: each a gzip member of its own."""
    return b"".join(map(gzip.compress, records))


def written_by_fastwarc(url: str, body: bytes) -> bytes:
    """Return a packed archive as another program writes it."""
    sink = io.BytesIO()
    with GzipWriter(sink) as writer:
        made = WarcRecord()
        made.init_headers(WarcRecordType.response)
        made.headers["WARC-Target-URI"] = url
        made.headers["Content-Type"] = "application/http; msgtype=response"
        made.headers["WARC-Date"] = "2026-10-20T10:00:00Z"
        made.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body)
        made.write(writer)
    return sink.getvalue()
