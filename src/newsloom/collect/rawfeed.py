"""What a feed reader found: foreign shapes stop here. No address is resolved, no markup removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsloom.model import Picture


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One mention as the feed prints it; "" = not printed."""

    title: str
    link: str
    """As printed; may be relative."""
    guid: str = ""
    """Only when it can serve as an address."""
    base: str = ""
    """``xml:base`` in force, absolute; "" = the feed's own address."""
    summary: str = ""
    content: str = ""
    published_at: datetime | None = None
    """None = not printed or not readable."""
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    pictures: tuple[Picture, ...] = ()
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    """Name in RSS ``<source>``."""
    publisher_url: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as one reader understood it."""

    title: str
    language: str
    entries: tuple[RawEntry, ...]
