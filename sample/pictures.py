"""A name -> a picture as PNG bytes: sky, sun, hills and water in flat colours, always the same."""

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
LOGO_SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="220" height="40">'
    b'<rect width="220" height="40" fill="#223"/></svg>'
)


def draw_landscape(name: str, width: int = 1200, height: int = 630) -> bytes:
    """Return a PNG of ``width`` x ``height`` pixels that depends only on ``name``."""
    seed = zlib.crc32(name.encode())
    colours = SKIES[seed % len(SKIES)]
    horizon = height * (50 + seed // 7 % 20) // 100
    sun = (width * (15 + seed // 11 % 70) // 100, horizon * (35 + seed // 13 % 30) // 100)
    radius = height // (9 + seed // 17 % 5)
    hills = [hill_height(x, seed, height) for x in range(0, width, 4)]
    rows = b"".join(b"\0" + row_of(y, width, horizon, sun, radius, hills) for y in range(height))
    return png(width, height, colours, rows)


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
