"""The size of a picture from the first bytes of its file, and what is no picture."""

from __future__ import annotations

import struct
import time
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.picture_size import (
    FIRST_BYTES,
    MORE_BYTES,
    Size,
    Unfit,
    Unknown,
    is_cut,
    read_size,
)

HEADS = {
    "PNG": "iVBORw0KGgoAAAANSUhEUgAAAoAAAAFoCAI=",
    "JPEG": "/9j/4AAQSkZJRgABAQAAAQABAAD/wAARCAFoAoADASIAAhEBAxEB",
    "GIF": "R0lGODdhgAJoAQ==",
    "WebP": "UklGRuQBAABXRUJQVlA4INgBAACwNACdASqAAmgB",
    "WebP without loss": "UklGRi4AAABXRUJQVlA4TCEAAAAvf8JZAA==",
    "BMP": "Qk02jAoAAAAAADYAAAAoAAAAgAIAAGgBAAA=",
    "AVIF": (
        "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAA"
        "AAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAATgAAAChpaW5mAAAA"
        "AAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAACgAAAAWgA"
        "AAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAQwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQB"
        "AoME"
    ),
    "HEIC": (
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
        "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABewABAAAAAAAAAHcAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
        "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA12lwcnAAAAC4aXBjbwAAAHlodmNDAQNwAAAAkAAAAAAAP/AA/P34"
        "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAP7oCQGEAAQAsQgEBA3AAAAMAkAAAAwAAAwA/oAUCAWllupJK"
        "a5uAhoMCAAADADIAAAMAAhBiAAEAB0QBwXKwYkAAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAACgAAA"
        "AWgAAAAQcGl4aQAAAAADCAgIAAAAF2lwbWEAAAAAAAAAAQABBIECAwQ="
    ),
}
"""What real files of 640 x 360 pixels begin with."""


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_every_format_tells_its_size(head: str) -> None:
    data = b64decode(head)
    assert read_size(data) == Size(640, 360)
    assert read_size(data.ljust(FIRST_BYTES, b"\0")) == Size(640, 360)


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def jpeg(camera_data: bytes, width: int = 640, height: int = 360) -> bytes:
    """Return the head of a JPEG behind what its camera wrote."""
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\1\x11\0" * 3
    parts = (segment(0xE1, camera_data) if camera_data else b"") + segment(0xC0, frame)
    return b"\xff\xd8" + parts + segment(0xDA, bytes(10))


def test_a_jpeg_behind_long_camera_data_asks_for_more() -> None:
    whole = jpeg(b"Exif\0\0" + bytes(9000))
    first = read_size(whole[:FIRST_BYTES])
    assert first == Unknown("the first 2,048 bytes of the JPEG do not tell it")
    assert is_cut(whole[:FIRST_BYTES], first)
    assert read_size(whole[:MORE_BYTES]) == Size(640, 360)


def test_a_short_broken_file_is_not_asked_for_again() -> None:
    broken = jpeg(b"")[:9]
    assert isinstance(read_size(broken), Unknown)
    assert not is_cut(broken, read_size(broken))


def test_a_photograph_on_its_side_is_turned() -> None:
    turned = b"MM\0*\0\0\0\x08" + struct.pack(">HHHLHH", 1, 0x0112, 3, 1, 6, 0) + bytes(4)
    assert read_size(jpeg(b"Exif\0\0" + turned, 600, 400)) == Size(400, 600)


OTHERS = {
    "page": (b"\n<!doctype html><html>", "a page"),
    "page with a mark": (b"\xef\xbb\xbf<html>", "a page"),
    "drawing": (b'<svg width="900" height="500">', "a drawing"),
    "XML": (b"<?xml version='1.0'?><svg/>", "a drawing"),
    "nothing": (b"", "nothing"),
    "text": (b"Not found", "no picture"),
    "film": (b"\0\0\0\x18ftypisom\0\0\0\0", "no picture"),
    "TIFF": (b"II*\0" + bytes(40), "no picture"),
    "Netpbm": (b"P6 640 360 255\n", "no picture"),
}


@pytest.mark.parametrize(("data", "words"), OTHERS.values(), ids=OTHERS)
def test_what_is_no_picture(data: bytes, words: str) -> None:
    look = read_size(data)
    assert isinstance(look, Unfit)
    assert words in look.reason


def box(name: bytes, payload: bytes) -> bytes:
    return struct.pack(">L", 8 + len(payload)) + name + payload


def test_a_small_file_cannot_name_millions_of_parts() -> None:
    parts = b"".join(struct.pack(">HHH", number, 0, 65535) for number in range(300))
    places = box(b"iloc", bytes(6) + struct.pack(">H", 300) + parts)
    bomb = box(b"ftyp", b"avif\0\0\0\0mif1") + box(b"meta", bytes(4) + places)
    assert len(bomb) <= FIRST_BYTES
    started = time.process_time()
    assert isinstance(read_size(bomb), Unknown)
    assert time.process_time() - started < 0.5


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything(data: bytes) -> None:
    assert isinstance(read_size(data), Size | Unfit | Unknown)


@given(
    st.sampled_from([b64decode(head) for head in HEADS.values()] + [jpeg(b"Exif\0\0MM\0*")]),
    st.integers(0, 400),
    st.binary(max_size=12),
    st.integers(0, 500),
)
def test_no_damage_raises_anything(head: bytes, at: int, bytes_: bytes, end: int) -> None:
    damaged = (head[:at] + bytes_ + head[at + len(bytes_) :])[:end]
    look = read_size(damaged)
    assert not isinstance(look, Size) or (look.width > 0 and look.height > 0)
