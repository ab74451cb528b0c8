"""Bytes of an HTTP message as captured -> the body that was meant. Never grows beyond its bound."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Mapping

from fastwarc.stream_io import BrotliReader, ZstdReader

from newsloom.errors import ParseError

MOST_BYTES = 15 * 1024 * 1024
"""Bytes a body may have, as captured and decoded: as many as are fetched."""

_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


def decode_payload(body: bytes, transfer_coding: str, content_coding: str) -> bytes:
    """Return a body with its codings undone.

    The arguments besides ``body`` are the headers ``Transfer-Encoding`` and ``Content-Encoding``.
    Archives often keep a header whose coding they have undone: a body that is not chunked or not
    gzip after all stays as it is.

    Raises ParseError when it is broken, or longer than `MOST_BYTES`.
    """
    if "chunked" in transfer_coding.lower():
        body = _dechunked(body)
    for coding in reversed([name.strip().lower() for name in content_coding.split(",")]):
        decode = _CODINGS.get(coding)
        if decode is not None:
            body = decode(body)
        elif coding not in ("", "identity"):
            raise ParseError("", f"is packed in a way nobody here knows ({coding})")
    if len(body) > MOST_BYTES:
        raise ParseError("", f"is longer than {MOST_BYTES} bytes", code="too-large")
    return body


def _dechunked(body: bytes) -> bytes:
    """The chunks put together; the end may be missing."""
    parts, place = list[bytes](), 0
    while match := _CHUNK.match(body, place):
        size = int(match[1], 16)
        parts.append(body[match.end() : match.end() + size])
        place = match.end() + size
        place += len(body[place : place + 2]) - len(body[place : place + 2].lstrip(b"\r\n"))
        if size == 0:
            break
    return b"".join(parts) if parts else body


def _gunzipped(body: bytes) -> bytes:
    return _inflated(body, 16 + zlib.MAX_WBITS) if body.startswith(b"\x1f\x8b") else body


def _inflated_any(body: bytes) -> bytes:
    """``deflate`` means zlib, and many servers send it bare."""
    try:
        return _inflated(body, zlib.MAX_WBITS)
    except ParseError:
        return _inflated(body, -zlib.MAX_WBITS)


def _inflated(body: bytes, window: int) -> bytes:
    try:
        return zlib.decompressobj(window).decompress(body, MOST_BYTES + 1)
    except zlib.error as exc:
        raise ParseError("", "cannot be unpacked") from exc


def _read_from(reader: Callable[[io.BytesIO], BrotliReader | ZstdReader], body: bytes) -> bytes:
    try:
        return bytes(reader(io.BytesIO(body)).read(MOST_BYTES + 1))
    except OSError as exc:
        raise ParseError("", "cannot be unpacked") from exc


_CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated_any,
    "br": lambda body: _read_from(BrotliReader, body),
    "zstd": lambda body: _read_from(ZstdReader, body),
}
