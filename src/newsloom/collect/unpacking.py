"""An open file -> its bytes without gzip, piece by piece, however large; damage is remembered."""

from __future__ import annotations

import zlib
from io import UnsupportedOperation
from typing import BinaryIO

GZIP = b"\x1f\x8b"
_PIECE = 64 * 1024
_LONGEST_TAIL = 16


class Unpacked:
    """A stream of bytes; gzip of one or more members is unpacked, anything else comes as it is.

    Damaged gzip ends it there: see ``damage``.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.damage = ""
        """What is wrong with the gzip; "" = nothing so far."""
        self.tail = b""
        """The last bytes that were read, 16 at most."""
        self._place = 0
        self._packed = stream.read(len(GZIP))
        self._is_gzip = self._packed == GZIP
        self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._place

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, 64 kB at most; b"" = that was all."""
        wanted = _PIECE if size < 0 else min(size, _PIECE)
        data = self._unpacked(wanted) if self._is_gzip else self._plain(wanted)
        self.tail = (self.tail + data)[-_LONGEST_TAIL:]
        self._place += len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Refuse: it only goes forward."""
        raise UnsupportedOperation("seek")

    def close(self) -> None:
        """Leave the stream open; whoever opened it closes it."""

    def _plain(self, wanted: int) -> bytes:
        data, self._packed = self._packed[:wanted], self._packed[wanted:]
        return data or self.stream.read(wanted)

    def _unpacked(self, wanted: int) -> bytes:
        while not self.damage:
            packed = self._packed or self.stream.read(_PIECE)
            if not packed:
                return b""
            try:
                data = self._member.decompress(packed, wanted)
            except zlib.error:
                self.damage = "its gzip is damaged"
                return b""
            self._packed = self._member.unconsumed_tail
            if self._member.eof:
                # Some writers fill up the space between two members with zeros.
                self._packed = self._member.unused_data.lstrip(b"\x00")
                self._member = zlib.decompressobj(16 + zlib.MAX_WBITS)
            if data:
                return data
        return b""
