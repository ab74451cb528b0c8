"""An answer's bytes as they arrive -> its body, unpacked, within the bounds; or a refusal.

Only what was asked for is unpacked (gzip, deflate): never Brotli or zstd, whatever else is
installed. The memory a body takes while it grows is little more than the largest allowed size.
"""

from __future__ import annotations

import asyncio
import contextlib
import zlib
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass
from io import BytesIO

import httpx2

from newsloom.errors import FetchError

ENCODINGS = "gzip, deflate"
"""What we say that we can unpack."""

PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""Encoding -> window bits of zlib; a deflate without its wrapping has them negative."""

MAGIC = b"\x1f\x8b"
"""How a gzip stream begins."""

MOST_LAYERS = 2
"""Encodings one upon the other: some servers pack what is packed."""

PIECE = 256 * 1024
"""Bytes unpacked at a time."""

PARTS_AT_A_TIME = 64
"""Parts of a body after which others get their turn: tiny ones come without a wait in between."""

GROWN_BYTES = 1024 * 1024
"""Unpacked bytes below which growth does not matter."""

WIDE = 4
"""A body larger than this part of what is allowed gets all of it at once: to grow step by step can
take twice the memory, when it has to be moved."""

REST_BYTES = 64 * 1024
"""Bytes of an unwanted body that are read, so that its connection can be used again."""

REST_SECONDS = 1.0


class FullError(Exception):
    """More bodies are held at a time than there is room for."""


@dataclass(slots=True)
class Room:
    """Bytes that the bodies of one call may still take."""

    left: int


class Inflater:
    """One layer of packing, undone piece by piece."""

    def __init__(self, encoding: str) -> None:
        self.bits = PACKED[encoding]
        self.stream = zlib.decompressobj(self.bits)
        self.held: bytes | None = b""
        """Bytes of the beginning, as long as there are too few; None = it has begun."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what packed bytes unpack to, at most ``PIECE`` at a time.

        Several gzip streams in a row are one; anything else after the end is ignored.

        Raises:
            zlib.error: they are not packed like that.
        """
        while data:
            if self.held is not None:
                data, self.held = self.held + data, None
                if len(data) < len(MAGIC):
                    self.held = data
                    return
                self._begin(data)
            if self.stream.eof:
                return
            piece = self.stream.decompress(data, PIECE)
            data = self._rest()
            if piece:
                yield piece

    def _rest(self) -> bytes:
        """Return the bytes not unpacked yet; after an end they are a beginning."""
        if not self.stream.eof:
            return self.stream.unconsumed_tail
        self.held = b""
        return self.stream.unused_data

    def _begin(self, data: bytes) -> None:
        """Be ready for what begins like this; after an end, only for another gzip stream."""
        if self.stream.eof:
            if self.bits == PACKED["gzip"] and data.startswith(MAGIC):
                self.stream = zlib.decompressobj(self.bits)
        elif self.bits == PACKED["deflate"] and not is_wrapped(data):
            self.stream = zlib.decompressobj(-self.bits)


def is_wrapped(data: bytes) -> bool:
    """Return whether a deflate begins with the header that it ought to have (RFC 1950)."""
    return data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0


def inflaters(url: str, encoding: str) -> list[Inflater]:
    """Return what undoes a Content-Encoding, the outermost first.

    Raises:
        FetchError: it is none that was asked for.
    """
    names = [name for text in encoding.lower().split(",") if (name := text.strip())]
    layers = [name for name in names if name != "identity"]
    if len(layers) > MOST_LAYERS or not PACKED.keys() >= set(layers):
        says = f"is packed as {ascii(encoding[:60])}, which was not asked for"
        raise FetchError(url, says, "garbled")
    return [Inflater(name) for name in reversed(layers)]


def unpacked(layers: list[Inflater], data: bytes) -> Iterator[bytes]:
    """Yield packed bytes with all layers undone."""
    if not layers:
        yield data
        return
    for piece in layers[0].feed(data):
        yield from unpacked(layers[1:], piece)


async def pieces(response: httpx2.Response, url: str, most: int) -> AsyncGenerator[bytes]:
    """Yield the unpacked body of an answer, of which at most ``most`` packed bytes are read.

    Raises:
        FetchError: there are more, or it is packed in another way than it says.
    """
    layers = inflaters(url, response.headers.get("content-encoding", ""))
    count = 0
    async with contextlib.aclosing(response.aiter_raw()) as parts:
        async for part in parts:
            if response.num_bytes_downloaded > most:
                raise FetchError(url, f"is longer than {most} bytes", "too-large")
            count += 1
            if not count % PARTS_AT_A_TIME:
                await asyncio.sleep(0)
            try:
                for piece in unpacked(layers, part):
                    yield piece
            except zlib.error as exc:
                raise FetchError(url, f"breaks its own encoding: {exc}", "garbled") from exc


async def read_whole(
    response: httpx2.Response, url: str, most: int, inflation: float, room: Room
) -> bytes:
    """Return the whole body, at most ``most`` bytes of it; it takes its room for good.

    Raises:
        FetchError: it is larger, or grows more than ``inflation`` times like a bomb.
        FullError: there is no room left.
    """
    told = length_told(response)
    if told > most:
        raise FetchError(url, f"is {told} bytes long; {most} are allowed", "too-large")
    body, size = BytesIO(), 0
    try:
        async with contextlib.aclosing(pieces(response, url, most)) as parts:
            async for piece in parts:
                size += len(piece)
                room.left -= len(piece)
                if size > most:
                    raise FetchError(url, f"is longer than {most} bytes", "too-large")
                if size > max(GROWN_BYTES, inflation * response.num_bytes_downloaded):
                    raise FetchError(url, f"grows more than {inflation:g} times", "too-large")
                if room.left < 0:
                    raise FullError
                if size > most // WIDE >= size - len(piece):
                    widen(body, most)
                body.write(piece)
    except BaseException:
        room.left += size
        body.close()  # at once: the exception on its way holds on to it
        raise
    body.truncate(size)
    return body.getvalue()


def widen(body: BytesIO, most: int) -> None:
    """Let a body take all the memory it may ever take, so that it need not move as it grows."""
    at = body.tell()
    body.seek(most - 1)
    body.write(b"\0")
    body.seek(at)


async def read_start(response: httpx2.Response, url: str, most: int) -> bytes:
    """Return the first bytes of a body; the rest is left."""
    body = BytesIO()
    async with contextlib.aclosing(pieces(response, url, most + REST_BYTES)) as parts:
        async for piece in parts:
            body.write(piece)
            if body.tell() >= most:
                break
    return body.getvalue()[:most]


async def read_rest(response: httpx2.Response) -> None:
    """Read a body that nobody wants, when it is short: its connection can be used again then."""
    if length_told(response) > REST_BYTES:
        return
    # The answer is known already: a rest that fails only costs the connection.
    with contextlib.suppress(TimeoutError, httpx2.TransportError):
        async with asyncio.timeout(REST_SECONDS):
            async with contextlib.aclosing(response.aiter_raw()) as parts:
                async for _ in parts:
                    if response.num_bytes_downloaded > REST_BYTES:
                        return


def length_told(response: httpx2.Response) -> int:
    """Return the length that an answer announces, 0 when it does not."""
    told = response.headers.get("content-length", "")
    return int(told[:18]) if told.isascii() and told.isdigit() else 0
