"""What a feed reader found: foreign shapes stop here. No address is resolved, no text cleaned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsloom.model import Picture


@dataclass(frozen=True, slots=True)
class RawEntry:
    """One mention as the feed prints it; "" = not printed."""

    title: str
    """One line of plain text."""
    link: str
    """As printed; may be relative, or no web address at all."""
    original: str = ""
    """The publisher's own link where ``link`` counts readers (``feedburner:origLink``)."""
    guid: str = ""
    """Id as printed: any text."""
    base: str = ""
    """Address in force for relative ones (``xml:base``), absolute; "" = the feed's own."""
    summary: str = ""
    """HTML, as hostile as it was printed."""
    content: str = ""
    """HTML, as hostile as it was printed."""
    content_base: str = ""
    """Address in force inside the content, absolute; "" = ``base``."""
    published_at: datetime | None = None
    """None = not printed or not readable."""
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str = ""
    pictures: tuple[Picture, ...] = ()
    keywords: tuple[str, ...] = ()
    publisher: str = ""
    """Name in ``<source>``."""
    publisher_url: str = ""


@dataclass(frozen=True, slots=True)
class RawFeed:
    """A feed as one reader understood it."""

    title: str
    """One line of plain text."""
    language: str
    entries: tuple[RawEntry, ...]
    hub: str = ""
    """WebSub hub, as printed."""
    topic: str = ""
    """Own address for the hub, as printed."""
    notes: tuple[str, ...] = ()
    """Sentences about repairs."""
