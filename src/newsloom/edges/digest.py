"""Bytes -> the hash that the store, the fetcher and the targets tell them apart by."""

from __future__ import annotations

from hashlib import blake2b


def digest_of(body: bytes) -> str:
    """Return blake2b of ``body``, 32 hex digits."""
    return blake2b(body, digest_size=16).hexdigest()
