"""What the desk needs to look after sources: how they do, what mends them, what a site offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsloom.model import Health, HealthChange, Source


@dataclass(frozen=True, slots=True)
class Offer:
    """A source that was found and read, and what it gives."""

    source: Source
    form: str
    """``RSS``, ``Atom``, ``news sitemap``, ``web page``, ...: what its bytes are."""
    items: int
    """Items it lists, or sitemaps where it is an index of them."""
    newest_at: datetime | None
    """Date of its newest item; None = none is dated."""
    full_text: float
    """Share of its items with full text, 0..1."""
    reason: str
    """One sentence on what speaks for and against it."""
    is_known: bool
    """True = it is a source of this newsroom already."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What an address offers."""

    url: str
    """The address that was asked, canonical."""
    found: tuple[Offer, ...]
    """The best first; () = nothing that could be followed."""
    failures: tuple[tuple[str, str], ...]
    """(address, why there is no source), of the places that the site itself names."""


class Sourcing(Protocol):
    """The sources of a newsroom in the hands of an editor."""

    def sources(self) -> Sequence[Source]: ...
    def healths(self) -> Mapping[str, Health]:
        """How sources do, by address; one never looked at is left out."""
        ...

    def health_changes(self, since: datetime) -> Sequence[HealthChange]:
        """What happened to all sources from a moment on, oldest first."""
        ...

    def recheck(self, url: str) -> bool:
        """Make a source due now, however it ended; False = it is no source of this newsroom."""
        ...

    def accept_move(self, url: str) -> str:
        """Follow a source for good to where it has moved; returns the new address.

        "" = it is no source of this newsroom any more, or has not moved.
        """
        ...

    def remove(self, url: str) -> bool:
        """Forget a source; its articles stay. False = it was not known."""
        ...

    def offers(self, address: str) -> Offers:
        """What an address offers: asked for and read, nothing is added.

        Raises:
            ConfigError: it is no web address.
            SourceError: nothing can be had there.
        """
        ...

    def add(self, sources: Sequence[Source]) -> Sequence[str]:
        """Add sources and make them due; returns the addresses that are new.

        Raises:
            ConfigError: one of them has no web address.
        """
        ...
