"""Cursor -> the path of the next page, and the header Link that says it too (RFC 8288)."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from msgspec import Struct
from msgspec.structs import fields

ROOT = "/api/v1"


def linked(path: str, query: Struct, cursor: str) -> tuple[str | None, dict[str, str]]:
    """Return the path of the next page and its headers; "" as cursor = there is none."""
    if not cursor:
        return None, {}
    given = [
        (field.encode_name, text_of(value))
        for field in fields(query)
        if field.name != "after" and (value := getattr(query, field.name)) != field.default
    ]
    next_path = f"{ROOT}{path}?{urlencode([*given, ('after', cursor)])}"
    return next_path, {"Link": f'<{next_path}>; rel="next"'}


def text_of(value: object) -> str:
    """Return the value of a parameter as it stands in an address."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)
