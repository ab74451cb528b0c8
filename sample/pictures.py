"""A name -> a picture as PNG or JPEG: sky, sun, hills and water in flat colours."""

from __future__ import annotations

import math
import struct
import zlib

SKIES = (
    ((214, 226, 230), (190, 209, 214), (246, 214, 150), (92, 118, 112), (58, 86, 94), (38, 62, 72)),
    ((243, 226, 203), (233, 201, 168), (214, 108, 72), (122, 104, 96), (84, 86, 98), (54, 60, 74)),
    ((225, 232, 238), (201, 214, 226), (250, 240, 214), (104, 128, 92), (66, 98, 84), (44, 70, 66)),
    ((206, 216, 234), (176, 190, 216), (250, 228, 180), (96, 99, 132), (64, 72, 99), (42, 50, 80)),
)  # fmt: skip
Colours = tuple[tuple[int, int, int], ...]
SQUARE = 8
"""Pixels of a side of what a JPEG is made of."""
LOGO_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="220" height="40">'
    b'<rect width="220" height="40" fill="#223"/></svg>'
)


def draw_landscape(name: str, width: int = 1200, height: int = 630) -> bytes:
    """Return a PNG of ``width`` x ``height`` pixels that depends only on ``name``."""
    colours, rows = landscape(name, width, height)
    return png(width, height, colours, b"".join(b"\0" + row for row in rows))


def draw_photo(name: str, width: int = 1200, height: int = 630) -> bytes:
    """Return the same as a JPEG of squares, with 5,000 bytes in front as cameras write them."""
    across, down = -(-width // SQUARE), -(-height // SQUARE)
    colours, rows = landscape(name, across, down)
    levels = [luminance(colour) for colour in colours]
    return jpeg(width, height, [levels[number] for row in rows for number in row])


def landscape(name: str, width: int, height: int) -> tuple[Colours, list[bytes]]:
    """Return the colours of a landscape and its lines of palette numbers."""
    seed = zlib.crc32(name.encode())
    colours = SKIES[seed % len(SKIES)]
    horizon = height * (50 + seed // 7 % 20) // 100
    sun = (width * (15 + seed // 11 % 70) // 100, horizon * (35 + seed // 13 % 30) // 100)
    radius = height // (9 + seed // 17 % 5)
    hills = [hill_height(x, seed, height) for x in range(0, width, 4)]
    return colours, [row_of(y, width, horizon, sun, radius, hills) for y in range(height)]


def hill_height(x: int, seed: int, height: int) -> float:
    """Return how far the hills rise above the horizon at ``x``, pixels."""
    phase = seed % 97
    wave = math.sin((x + phase * 9) / 170) + 0.6 * math.sin((x + phase * 31) / 71)
    return height * 0.07 * (wave + 1.4)


def row_of(
    y: int, width: int, horizon: int, sun: tuple[int, int], radius: int, hills: list[float]
) -> bytes:
    """Return one line of palette numbers: 0, 1 sky, 2 sun, 3 hills, 4, 5 water."""
    if y >= horizon:
        return bytes([4 if (y - horizon) // (6 + (y - horizon) // 9) % 2 == 0 else 5]) * width
    row = bytearray(bytes([0 if y < horizon * 0.55 else 1]) * width)
    reach = radius * radius - (y - sun[1]) ** 2
    if reach > 0:
        half = int(math.sqrt(reach))
        left, right = max(0, sun[0] - half), min(width, sun[0] + half)
        row[left:right] = b"\2" * (right - left)
    for column, rise in enumerate(hills):
        if horizon - y < rise:
            row[column * 4 : column * 4 + 4] = b"\3\3\3\3"
    return bytes(row[:width])


def draw_plain(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """Return a PNG of one colour."""
    return png(width, height, (colour,), (b"\0" + bytes(width)) * height)


def png(width: int, height: int, colours: tuple[tuple[int, int, int], ...], rows: bytes) -> bytes:
    """Return the PNG file of palette rows, each led by its filter byte."""
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    palette = b"".join(bytes(colour) for colour in colours)
    parts = (
        (b"IHDR", header),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one PNG chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def luminance(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """Return a colour as a JPEG holds it: brightness, blue and red, each -128 to 127."""
    red, green, blue = colour
    bright = 0.299 * red + 0.587 * green + 0.114 * blue
    return round(bright) - 128, round(0.564 * (blue - bright)), round(0.713 * (red - bright))


def jpeg(width: int, height: int, squares: list[tuple[int, int, int]]) -> bytes:
    """Return the JPEG file of squares of one colour each, row by row, behind camera data.

    Only the mean of a square is written: a code of four bits for the length of its difference from
    the one before, the difference, and one bit for the end of the square.
    """
    parts = list[str]()
    before = (0, 0, 0)
    for square in squares:
        for level, last in zip(square, before, strict=True):
            step = level - last
            length = abs(step).bit_length()
            bits = step if step > 0 else step + (1 << length) - 1
            parts.append(f"{length:04b}{bits:0{length}b}0" if length else "00000")
        before = square
    stream = "".join(parts)
    stream += "1" * (-len(stream) % 8)
    data = int(stream, 2).to_bytes(len(stream) // 8, "big").replace(b"\xff", b"\xff\0")
    ids = (1, 2, 3)
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes(b for i in ids for b in (i, 0x11, 0))
    lengths = bytes((0, 0, 0, 0, 12)) + bytes(12) + bytes(range(12))
    ends = bytes((0x10, 1)) + bytes(15) + b"\0"
    scan = b"\3" + bytes(b for i in ids for b in (i, 0)) + bytes((0, 63, 0))
    segments = (
        (0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0" + bytes(5000)),
        (0xDB, b"\0" + bytes((8,)) * 64),
        (0xC0, frame),
        (0xC4, lengths),
        (0xC4, ends),
        (0xDA, scan),
    )
    head = b"".join(struct.pack(">BBH", 0xFF, m, len(p) + 2) + p for m, p in segments)
    return b"\xff\xd8" + head + data + b"\xff\xd9"
