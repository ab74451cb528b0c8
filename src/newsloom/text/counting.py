"""Numbers of things as words."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return a number of things: ``1 item``, ``3,000 items``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
