"""What a WebSub hub sends -> whether it is what was asked for (W3C WebSub, 5.3 and 7.1).

Knows neither server nor store: it compares words and signatures.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace
from datetime import datetime, timedelta

from newsloom.model import Subscription

SIGNATURES = frozenset({"sha1", "sha256", "sha384", "sha512"})
"""Methods the standard names for ``X-Hub-Signature``."""

LONGEST_LEASE = timedelta(days=30)
"""A longer lease is asked for anew all the same."""

DEFAULT_LEASE = timedelta(days=1)
"""Of a hub that names none."""


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Return whether ``X-Hub-Signature`` (``sha256=hex``) is the HMAC of a body by our secret."""
    method, _, given = signature.strip().partition("=")
    if method.lower() not in SIGNATURES:
        return False
    digest = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(digest.encode(), given.strip().lower().encode())


def confirmed(
    asked: Subscription, topic: str, lease_seconds: str, now: datetime
) -> Subscription | None:
    """Return the subscription as a hub grants it, None when it is not the one we asked for.

    Args:
        topic: ``hub.topic`` of the hub's question.
        lease_seconds: ``hub.lease_seconds``; "" or nonsense = a day.
    """
    if topic != asked.topic:
        return None
    is_number = lease_seconds.isascii() and lease_seconds.isdigit() and len(lease_seconds) < 10
    lease = timedelta(seconds=int(lease_seconds)) if is_number else DEFAULT_LEASE
    return replace(asked, until=now + min(lease, LONGEST_LEASE))


def is_wanted(known: Subscription | None, hub: str, topic: str) -> bool:
    """Return whether a hub that a source names is to be asked: it or its topic is new."""
    return known is None or (known.hub, known.topic) != (hub, topic)
