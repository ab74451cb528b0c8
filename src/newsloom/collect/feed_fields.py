"""Loose records, as JSON and feedparser give them -> texts, rows, pictures and keywords."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsloom.model import Picture

Fields = Mapping[str, object]

_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")


def text_of(fields: Fields, key: str) -> str:
    """Return a text field; "" when it is missing or no text."""
    value = fields.get(key)
    return value.strip() if isinstance(value, str) else ""


def rows_of(fields: Fields, key: str) -> list[Fields]:
    """Return a field that lists records; [] when it is missing or something else."""
    value = fields.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Return the non-empty names, each once, in order."""
    return tuple(dict.fromkeys(name for name in names if name))


def add_picture(found: dict[str, Picture], url: str, width: object = 0, height: object = 0) -> None:
    """Add a picture unless its address is missing or already there."""
    if url:
        found.setdefault(url, Picture(url, _pixels(width), _pixels(height), origin="feed"))


def is_picture(url: str, kind: str, medium: str) -> bool:
    """Return whether media are a picture, by what is said of them or by the end of their address.

    ``kind`` is their media type, ``medium`` what Media RSS calls them; either may be "".
    """
    if kind or medium:
        return kind.startswith("image/") or (medium == "image" and not kind)
    return url.lower().partition("?")[0].endswith(_PICTURE_ENDINGS)


def _pixels(value: object) -> int:
    if isinstance(value, str):
        value = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
    return value if isinstance(value, int) and 0 < value < 100_000 else 0
