"""Declared value -> clean text, number or address. Knows no declaration by name."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from newsloom.text.markup import plain_text, unescape

WEB = ("http://", "https://")


def plain(text: str) -> str:
    """Return one line of plain text."""
    return " ".join(plain_text(unescape(text)).split()) if text else ""


def number(value: object) -> int:
    """Return a declared size in pixels, 0 when it is none (`"1200px"` is 1200)."""
    if isinstance(value, dict):
        value = value.get("value")
    found = re.match(r"\s*(\d{1,5})(?:\.\d+)?\s*(?:px)?\s*$", str(value))
    return int(found[1]) if found else 0


def absolute(address: str, url: str) -> str:
    """Return an http(s) address made absolute, "" when it is none."""
    address = address.strip()
    if address.startswith(WEB) and "[" not in address:
        return address
    try:
        full = urljoin(url, address) if address else ""
    except ValueError:
        return ""
    return full if full.startswith(WEB) else ""
