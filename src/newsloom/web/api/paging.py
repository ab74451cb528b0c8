"""Where a page of a list ended -> an opaque cursor, and back.

A cursor holds the place in the list and a check of the list it belongs to: one that was altered,
cut short or taken from another list is refused and never guessed at. It holds no secret.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b
from http import HTTPStatus
from typing import TypeVar

import msgspec

from newsloom.web.api.problems import Refusal

Place = TypeVar("Place")

CHECK_BYTES = 6

BAD_CURSOR = "`after` is no cursor of this list: take the path in `next` of the page before."


def to_cursor(place: object, of_list: str) -> str:
    """Return the cursor of a place in the list that ``of_list`` names."""
    packed = msgspec.msgpack.encode(place)
    return to_text(check_of(packed, of_list) + packed)


def from_cursor(text: str, of_list: str, place: type[Place]) -> Place:
    """Return the place in a cursor.

    Raises:
        Refusal: it was not given out for this list.
    """
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        packed = raw[CHECK_BYTES:]
        if raw[:CHECK_BYTES] != check_of(packed, of_list) or to_text(raw) != text:
            raise ValueError("it belongs to another list")
        return msgspec.msgpack.decode(packed, type=place)
    except ValueError as exc:
        raise Refusal(HTTPStatus.BAD_REQUEST, BAD_CURSOR) from exc


def to_text(raw: bytes) -> str:
    """Return bytes as they stand in an address."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def check_of(packed: bytes, of_list: str) -> bytes:
    """Return what tells a cursor of this list from any other text."""
    key = blake2b(of_list.encode(), digest_size=16).digest()
    return blake2b(packed, digest_size=CHECK_BYTES, key=key).digest()
