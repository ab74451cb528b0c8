"""First bytes of a picture's file -> its size, or why there is none.

Reads headers only: no pixel is decoded, and nobody in a picture is looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import imagesize

FIRST_BYTES = 2048
"""Bytes in which PNG, GIF, WebP, BMP and nearly every JPEG and AVIF tell their size."""
MORE_BYTES = 65536
"""Bytes in which a JPEG tells it behind the longest camera data (one segment holds 64 KB)."""

FORMATS = re.compile(
    rb"(?P<PNG>\x89PNG\r\n\x1a\n)|(?P<JPEG>\xff\xd8\xff)|(?P<GIF>GIF8[79]a)"
    rb"|(?P<WebP>RIFF....WEBP)|(?P<BMP>BM)|(?P<AVIF>....ftyp(?:avi[fs]|mif1|msf1|hei[cx]|hev[cx]))",
    re.DOTALL,
)
"""What files of pictures that browsers show begin with."""
PAGE = re.compile(rb"[\xef\xbb\xbf\s]*<(?!\?xml|svg)", re.IGNORECASE)
VECTOR = re.compile(rb"[\xef\xbb\xbf\s]*<(?:\?xml|svg)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Size:
    """Pixels, both above 0."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Unfit:
    """There is no picture to be shown at an address."""

    reason: str
    """Words that go on after "it was refused: "."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """There may be a picture, but its size could not be had."""

    reason: str


Look = Size | Unfit | Unknown
"""What looking at an address has told."""


def read_size(data: bytes) -> Look:
    """Return what the first bytes of a file say; no bytes raise anything.

    A size is the one shown: a photograph that its camera says lies on its side is turned.
    """
    found = FORMATS.match(data)
    if found is None:
        return Unfit(what_else(data))
    # Where parts of an AVIF lie is not asked for: a file of 200 bytes can name millions of them.
    width, height = imagesize.get(BytesIO(data), exif_rotation=found.lastgroup != "AVIF")
    if width > 0 and height > 0:
        return Size(int(width), int(height))
    return Unknown(f"the first {len(data):,} bytes of the {found.lastgroup} do not tell it")


def is_cut(data: bytes, look: Look) -> bool:
    """Return whether more bytes may tell the size that these first ones do not."""
    return isinstance(look, Unknown) and len(data) >= FIRST_BYTES


def what_else(data: bytes) -> str:
    """Return what bytes are that are no picture."""
    if not data:
        return "its address answers with nothing"
    if VECTOR.match(data):
        return "it is a drawing (SVG or XML), no photograph"
    if PAGE.match(data):
        return "its address answers with a page"
    return "its address answers with something that is no picture"
