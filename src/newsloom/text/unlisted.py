"""Provider, date, title -> the stand-in address of an article whose post prints none.

Posts name videos whose address was never public. Such an article still counts, so it needs an
address to be known by: one under ``.invalid``, which RFC 2606 keeps free for ever. Whoever prints
an article asks `is_unlisted` first and prints no link. This module fetches and judges nothing.
"""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import blake2b

SUFFIX = ".unlisted.invalid"
"""How the host of every stand-in ends."""

DOMAIN = re.compile(r"(?:(?!xn--)[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?(?:\.(?!\Z)|\Z)){1,4}\Z")


def unlisted_url(domain: str, title: str, published_at: datetime | None) -> str:
    """Return the canonical stand-in address; the same article in two posts gets the same one.

    Its host names the provider's domain where that is plain ASCII, else ``nowhere``.
    """
    moment = published_at.isoformat() if published_at else ""
    told = f"{domain}\n{title}\n{moment}"
    digest = blake2b(told.encode("utf-8", "replace"), digest_size=8).hexdigest()
    host = domain.lower()
    return f"https://{host if DOMAIN.match(host) else 'nowhere'}{SUFFIX}/{digest}"


def is_unlisted(url: str) -> bool:
    """Return whether ``url`` is a stand-in that must never be shown as a link."""
    return url.startswith("https://") and url[8:].partition("/")[0].endswith(SUFFIX)
