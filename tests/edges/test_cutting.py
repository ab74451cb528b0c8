"""Pictures cut to the shape of the pages: where most is to be seen, and nothing that is none."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from newsloom.edges.cutting import HEIGHT, WIDTH, best, cut_picture, window
from newsloom.errors import ExtractError

WHERE = "https://pictures.example/wall.jpg"


def picture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    return Image.new(mode, (width, height), (200, 200, 200, 255)[: len(mode)])


def packed(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    body = BytesIO()
    image.save(body, kind, **how)
    return body.getvalue()


def cut(data: bytes) -> Image.Image:
    return Image.open(BytesIO(cut_picture(data, WHERE)))


def with_pattern(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    """Return the picture with stripes in one place: the only thing to be seen."""
    draw = ImageDraw.Draw(image)
    for x in range(box[0], box[2], 12):
        draw.rectangle((x, box[1], x + 5, box[3]), fill=(20, 40, 160))
    return image


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((3000, 2000), (900, 600)),
        ((1800, 600), (900, 600)),
        ((600, 1800), (600, 400)),
        ((900, 600), (900, 600)),
        ((300, 300), (300, 200)),
        ((5000, 260), (390, 260)),
    ],
)
def test_a_picture_gets_the_shape_of_the_pages(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    made = cut(packed(picture(*size)))

    assert made.format == "WEBP"
    assert made.size == expected
    assert made.width * HEIGHT == made.height * WIDTH


@pytest.mark.parametrize("at", [0, 700, 1500, 2300])
def test_the_part_with_most_to_see_is_kept(at: int) -> None:
    image = with_pattern(picture(2700, 600), (at, 100, at + 400, 500))
    left, top, right, low = window(image)

    assert (top, low, right - left) == (0, 600, 900)
    assert left <= at and at + 400 <= right


@pytest.mark.parametrize("at", [0, 500, 1300])
def test_a_tall_picture_is_cut_where_most_is_to_be_seen(at: int) -> None:
    left, top, right, low = window(with_pattern(picture(600, 1800), (100, at, 500, at + 300)))

    assert (left, right, low - top) == (0, 600, 400)
    assert top <= at and at + 300 <= low


def test_of_equal_parts_the_middle_one_is_kept() -> None:
    assert window(picture(2700, 600)) == (900, 0, 1800, 600)


def test_best_is_where_a_stretch_begins() -> None:
    assert best(np.array([0.0, 0, 0, 5, 5, 0, 0, 0, 0, 0]), 0.2) == 0.3
    assert best(np.array([1.0, 1.0]), 1.0) == 0.0


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"), ("GIF", "P"), ("WEBP", "RGBA"), ("PNG", "L")],
)
def test_formats_of_the_web_are_read(kind: str, mode: str) -> None:
    made = cut(packed(picture(900, 600).convert(mode), kind))
    assert made.mode == "RGB"


def test_what_shines_through_becomes_white() -> None:
    made = cut(packed(Image.new("RGBA", (900, 600), (0, 0, 0, 0)), "PNG"))
    assert made.getpixel((450, 300)) == (255, 255, 255)


def test_a_camera_held_sideways_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert cut(packed(picture(600, 900), "JPEG", exif=exif)).size == (900, 600)


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = packed(with_pattern(picture(1200, 900), (100, 100, 700, 500)), "JPEG")
    assert cut_picture(data, WHERE) == cut_picture(data, WHERE)


def bomb(width: int, height: int) -> bytes:
    """Return a PNG that says it is huge, of a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no picture"),
        (b"<html>not found</html>", "no picture"),
        (b"\x89PNG\r\n\x1a\n broken", "no picture"),
        (packed(picture(900, 600), "JPEG")[:400], "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='600'/>", "no picture"),
        (packed(picture(900, 100)), "too small"),
        (bomb(60_000, 60_000), "too large"),
        (bomb(9_000, 9_000), "too large"),
    ],
)
def test_what_is_no_picture_says_so(data: bytes, words: str) -> None:
    with pytest.raises(ExtractError, match=words) as caught:
        cut_picture(data, WHERE)
    assert WHERE in str(caught.value)


GOOD = packed(with_pattern(picture(300, 260), (10, 10, 200, 200)), "JPEG")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12))
def test_a_damaged_picture_is_cut_or_refused(damage: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in damage:
        data[place] = value
    try:
        made = cut(bytes(data))
    except ExtractError as exc:
        assert WHERE in str(exc)
    else:
        assert made.format == "WEBP"
