"""Sources and how they do -> what one page of the desk shows of them. Asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from newsloom.collect.care import STATES, SourceHealth, in_need
from newsloom.model import HealthChange, HealthState, SourceKind

ROWS = 50
"""Sources on one page of the table."""
NEEDY = 20
"""Sources in need shown with their history; the others stand in the table."""
LINES = 8
"""Lines of a source's history."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as the page shows it."""

    url: str
    name: str
    kind: SourceKind
    parent: str
    """The sitemap index that names it; "" = an editor added it, and may remove it."""
    state: HealthState
    says: str
    """One sentence on its state."""
    newest_at: datetime | None
    gap_minutes: float
    failures: int
    history: tuple[HealthChange, ...]
    """Latest first."""

    @property
    def is_on_web(self) -> bool:
        """Whether it is asked over the network."""
        return self.url.startswith(("http://", "https://"))

    @property
    def site(self) -> str:
        """Address of the site it is of."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}/"


@dataclass(frozen=True, slots=True)
class SourceList:
    """The sources of a newsroom, as far as one page shows them."""

    total: int
    counts: tuple[tuple[HealthState, int], ...]
    """(state, sources in it), the worst first."""
    needy: tuple[SourceLine, ...]
    """Those that need care, the worst first."""
    query: str
    rows: tuple[SourceLine, ...]
    found: int
    """How many the query finds."""
    page: int
    pages: int


def list_sources(
    healths: Sequence[SourceHealth],
    changes: Sequence[HealthChange],
    query: str = "",
    page: int = 1,
) -> SourceList:
    """Return what the page shows; a page that is not there becomes the nearest one.

    Args:
        healths: every source, the worst first.
        changes: what happened to them, oldest first.
        query: words that name or address must have, in any case; "" = all.
    """
    words = query.casefold().split()
    found = [
        one
        for one in healths
        if all(word in f"{one.name} {one.source.url}".casefold() for word in words)
    ]
    pages = max(1, -(-len(found) // ROWS))
    page = min(max(page, 1), pages)
    counts = Counter(one.health.state for one in healths)
    return SourceList(
        total=len(healths),
        counts=tuple((state, counts[state]) for state in STATES if counts[state]),
        needy=tuple(line_of(one, changes) for one in in_need(healths)[:NEEDY]),
        query=query,
        rows=tuple(line_of(one, changes) for one in found[(page - 1) * ROWS : page * ROWS]),
        found=len(found),
        page=page,
        pages=pages,
    )


def line_of(one: SourceHealth, changes: Sequence[HealthChange]) -> SourceLine:
    """Return one source as the page shows it."""
    own = [change for change in changes if change.source_url == one.source.url]
    return SourceLine(
        url=one.source.url,
        name=one.name,
        kind=one.source.kind,
        parent=one.source.parent,
        state=one.health.state,
        says=one.says,
        newest_at=one.health.newest_at,
        gap_minutes=one.health.gap_minutes,
        failures=one.health.failures,
        history=tuple(own[::-1][:LINES]),
    )
