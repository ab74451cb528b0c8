"""Links between texts -> copy trees: whom each article copies, and the original at the root.

Knows no words: what two texts share is measured in shared_text. Every article hangs on at most one
earlier one, so a page with passages of two texts never makes one tree of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.match.shared_text import Bond, SharedText
from newsloom.model import ArticleId, Fingerprint
from newsloom.text.wires import AGENCIES

OWN_DOMAINS = {agency.name: frozenset(agency.domains) for agency in AGENCIES}
"""Agency -> domains on which it publishes itself."""

COPY_SHARE = 0.8
"""Share of its text found in the other that makes a copy rather than a partial one."""

Links = Mapping[ArticleId, Mapping[ArticleId, SharedText]]
Rank = tuple[bool | datetime | int | str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article hangs."""

    parent: ArticleId | None
    """The article it copies; None = it is an original."""
    root: ArticleId
    """The original of its tree; may be out of reach of the window."""
    is_whole: bool
    """True = the root itself, or a copy in whole of it, by way of copies in whole."""


def grow_trees(
    prints: Mapping[ArticleId, Fingerprint],
    links: Links,
    forced: Mapping[ArticleId, ArticleId],
) -> dict[ArticleId, Place]:
    """Return the place of every article in ``links`` and ``forced``, and of their neighbours.

    Articles are placed in the order of ``rank``; each hangs on the earlier one that holds most of
    its text. By a partial bond, or on a partial copy, it hangs only where the text of the root is
    (a partial copy of a partial copy may share nothing with the root), save when it is a whole copy
    of that partial one. ``forced`` gives parents by ruling, or originals out of reach; it has no
    circles.
    """
    places: dict[ArticleId, Place] = {}
    keys = {i: placing_key(i, prints, forced) for i in links if i in prints}
    for article_id in sorted(keys, key=lambda i: keys[i]):
        parent = forced.get(article_id)
        if parent is not None:
            above = places.get(parent)
            places[article_id] = Place(parent, above.root if above else parent, True)
        else:
            places[article_id] = hang(article_id, links[article_id], places, keys)
    return places


def hang(
    article_id: ArticleId,
    linked: Mapping[ArticleId, SharedText],
    places: Mapping[ArticleId, Place],
    keys: Mapping[ArticleId, tuple[Rank, ...]],
) -> Place:
    """Return the place of an article among those placed before it."""
    may = [
        other
        for other, shared in linked.items()
        if other in places and (places[other].is_whole or shared.shares[0] >= COPY_SHARE)
    ]
    if not may:
        return Place(None, article_id, True)
    parent = min(may, key=lambda o: (-linked[o].bond, -round(linked[o].shares[0], 3), keys[o]))
    above, shared = places[parent], linked[parent]
    is_whole = above.is_whole and shared.bond is Bond.COPY and shared.shares[0] >= COPY_SHARE
    return Place(parent, above.root, is_whole)


def placing_key(
    article_id: ArticleId,
    prints: Mapping[ArticleId, Fingerprint],
    forced: Mapping[ArticleId, ArticleId],
) -> tuple[Rank, ...]:
    """Return the order of placing: a forced copy comes right after its forced original."""
    chain = [article_id]
    while forced.get(chain[0]) is not None:
        chain.insert(0, forced[chain[0]])
    # An original that an editor or the store names comes before all that are found by likeness.
    is_found = len(chain) == 1 and article_id not in forced.values()
    return (
        (is_found,),
        *(rank(prints[i]) if i in prints else (False, i) for i in chain),
    )


def rank(fingerprint: Fingerprint) -> Rank:
    """Return an article's claim to be the original, lowest first.

    On a domain of the agency it credits; dated; the earliest; the fullest; the lowest id.
    """
    own = fingerprint.domain in OWN_DOMAINS.get(fingerprint.agency, ())
    return (
        not own,
        not fingerprint.is_dated,
        fingerprint.published_at,
        -fingerprint.word_count,
        fingerprint.article_id,
    )
