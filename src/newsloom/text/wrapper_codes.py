"""What a wrapper's address carries -> the target's address, for wrappers that write it their way.

Each code is public knowledge of its service; text that is not written in it gives "". Nothing is
checked here: whether the result is an address, ``wrappers.py`` asks.
"""

from __future__ import annotations

import binascii
import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import unquote

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_ARTICLE_FIELD, _KIND_FIELD, _VIDEO = 4, 1, 0x20
_VIDEO_ID = re.compile(r"[\w-]{11}")
_MOST_FIELDS = 16
_PROOFPOINT_3 = re.compile(r"__(?P<url>.+?)__;(?P<taken>[\w-]*=*)(?:!.*)?")
_TAKEN_OUT = re.compile(r"\*(?:\*(?P<run>[\w-]))?")
_PLAIN_HTTP = re.compile(r"[?&]_x_tr_sch=http(?:&|\Z)")
_DISQUS_SIGN = re.compile(r":[\w-]{20,}\Z")
_FEEDSPORTAL_SIGN = re.compile(r"0([A-Z])")
_FEEDSPORTAL = {
    "A": "0", "B": ".", "C": "/", "D": "?", "E": "-", "F": "=", "G": "&", "H": ",", "I": "_",
    "J": "%", "K": "+", "L": "http://", "M": "https://", "N": ".com", "O": ".co.uk", "P": ";",
    "Q": "|", "R": ":", "S": "www.", "T": "#", "U": "$", "V": "~", "W": "!", "X": "(", "Y": ")",
}  # fmt: skip


def from_base64(text: str) -> str:
    """Return what URL-safe base64 (padding optional) says, "" when it is not UTF-8."""
    return _bytes(text).decode("utf-8", "ignore")


def from_google_news(text: str) -> str:
    """Return the address in the id of a Google News article.

    The id is a protocol buffer in base64 whose field 4 is the address, or a video's id when field
    1 says so. Ids of the newer kind hold another id there, which only Google can read: "".
    """
    fields = _fields(_bytes(text))
    found = fields.get(_ARTICLE_FIELD, b"")
    address = found.decode("utf-8", "ignore") if isinstance(found, bytes) else ""
    if fields.get(_KIND_FIELD) == _VIDEO and _VIDEO_ID.fullmatch(address):
        return f"https://www.youtube.com/watch?v={address}"
    return address if address.startswith(("http://", "https://")) else ""


def from_proofpoint_2(text: str) -> str:
    """Return the address behind ``-`` for ``%`` and ``_`` for ``/``."""
    return unquote(text.translate(str.maketrans("-_", "%/")))


def from_proofpoint_3(text: str) -> str:
    """Return the address between ``__`` with the characters put back that were taken out.

    ``*`` stands for one of them, ``**X`` for as many as X counts; they follow in base64.
    """
    match = _PROOFPOINT_3.fullmatch(text)
    if match is None:
        return ""
    taken = from_base64(match["taken"])
    place = 0

    def put_back(found: re.Match[str]) -> str:
        nonlocal place
        start = place
        place += _LETTERS.index(found["run"]) + 2 if found["run"] else 1
        return taken[start:place]

    return _TAKEN_OUT.sub(put_back, match["url"])


def from_feedsportal(text: str) -> str:
    """Return the address in which ``0B`` stands for a dot, ``0C`` for a slash and so on."""
    return _FEEDSPORTAL_SIGN.sub(lambda sign: _FEEDSPORTAL.get(sign[1], sign[1]), text)


def from_dashed_host(text: str) -> str:
    """Return the address of ``www-harrow--times-example.translate.goog/path``."""
    host, _, tail = text.partition("/")
    label = host.removesuffix(".translate.goog")
    scheme = "http" if _PLAIN_HTTP.search(tail) else "https"
    plain = label.replace("--", "\0").replace("-", ".").replace("\0", "-")
    return f"{scheme}://{plain}/{tail}"


def from_disqus(text: str) -> str:
    """Return the address without the signature that Disqus writes behind a colon."""
    return _DISQUS_SIGN.sub("", text)


def from_substack(text: str) -> str:
    """Return the member ``e`` of a JSON object in base64."""
    return _member(_bytes(text), "e")


def from_mandrill(text: str) -> str:
    """Return the member ``url`` of the JSON object written in the member ``p`` of another."""
    return _member(_member(_bytes(text), "p").encode("utf-8", "replace"), "url")


def from_turbo(text: str) -> str:
    """Return the address of ``harrow.example/s/path`` or ``s/harrow.example/path``."""
    host, _, tail = text.removeprefix("s/").partition("/")
    return f"https://{host}/{tail.removeprefix('s/').removeprefix('h/')}"


def from_scheme_folder(text: str) -> str:
    """Return the address of ``https/harrow.example/path``."""
    scheme, _, rest = text.partition("/")
    return f"{scheme}://{rest}"


CODES: Final[Mapping[str, Callable[[str], str]]] = {
    "base64": from_base64,
    "google-news": from_google_news,
    "proofpoint-2": from_proofpoint_2,
    "proofpoint-3": from_proofpoint_3,
    "feedsportal": from_feedsportal,
    "dashed-host": from_dashed_host,
    "disqus": from_disqus,
    "substack": from_substack,
    "mandrill": from_mandrill,
    "escaped": unquote,
    "turbo": from_turbo,
    "scheme-folder": from_scheme_folder,
}
"""Every code by the name the table calls it."""


def _bytes(text: str) -> bytes:
    """What URL-safe base64 says, b"" when it is none."""
    plain = text.rstrip("=")
    try:
        return urlsafe_b64decode(plain + "=" * (-len(plain) % 4))
    except (binascii.Error, ValueError):
        return b""


def _member(message: bytes, name: str) -> str:
    """A text of a JSON object, "" when there is none of that name."""
    try:
        found = json.loads(message)
    except (ValueError, RecursionError):
        return ""
    text = found.get(name) if isinstance(found, dict) else None
    return text if isinstance(text, str) else ""


def _fields(message: bytes) -> dict[int, int | bytes]:
    """The first fields of a protocol buffer by number, as far as it can be read."""
    found: dict[int, int | bytes] = {}
    place = 0
    for _ in range(_MOST_FIELDS):
        key, place = _varint(message, place)
        if key & 7 == 0:
            value, place = _varint(message, place)
            found.setdefault(key >> 3, value)
        elif key & 7 == 2:
            size, place = _varint(message, place)
            found.setdefault(key >> 3, message[place : place + size])
            place += size
        else:
            break
        if place >= len(message):
            break
    return found


def _varint(message: bytes, place: int) -> tuple[int, int]:
    """The number written from a place on, and the place after it."""
    number = 0
    for shift in range(0, 64, 7):
        byte = message[place] if place < len(message) else 0
        number |= (byte & 0x7F) << shift
        place += 1
        if byte < 0x80:
            break
    return number, place
