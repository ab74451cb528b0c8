"""Title -> the part of a file name or address made from it. Does not ask whether it is taken."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_DROPPED = re.compile(r"[^a-z0-9\s-]")
_GAPS = re.compile(r"[\s-]+")
_LONGEST = 180


def slugify(title: str) -> str:
    """Return a title as lower-case ASCII letters, digits and single hyphens.

    NFKD to ASCII, everything but letters, digits, spaces and hyphens dropped, runs of spaces and
    hyphens one hyphen. At most 180 characters, cut between words, so that a file name stays legal.
    A title that leaves nothing (another script) gives ``story-`` and 8 hex digits of its hash.
    """
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    slug = _GAPS.sub("-", _DROPPED.sub("", ascii_title.lower())).strip("-")
    if not slug:
        digest = hashlib.blake2b(title.encode("utf-8", "replace"), digest_size=4).hexdigest()
        return f"story-{digest}"
    if len(slug) > _LONGEST:
        slug = slug[: _LONGEST + 1].rpartition("-")[0] or slug[:_LONGEST]
    return slug
