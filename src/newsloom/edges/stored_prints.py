"""Ids -> fingerprints that are read when they are gone through, a piece at a time.

A window can know more of them than fit in memory at once.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping

from newsloom.edges.rows import pieces
from newsloom.model import ArticleId, Fingerprint

Read = Callable[[Iterable[str]], Mapping[ArticleId, Fingerprint]]


class StoredPrints(Mapping[ArticleId, Fingerprint]):
    """The fingerprints of some articles, in a store."""

    def __init__(self, read: Read, ids: Iterable[ArticleId]) -> None:
        self.read = read
        self.ids = dict.fromkeys(ids)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[ArticleId]:
        return iter(self.ids)

    def __getitem__(self, article_id: ArticleId) -> Fingerprint:
        return self.read([article_id])[article_id]

    def items(self) -> ItemsView[ArticleId, Fingerprint]:
        """Return all of them, read in order as they are gone through."""
        return StoredItems(self)


class StoredItems(ItemsView[ArticleId, Fingerprint]):
    """The items of ``StoredPrints``."""

    def __init__(self, prints: StoredPrints) -> None:
        super().__init__(prints)
        self.prints = prints

    def __iter__(self) -> Iterator[tuple[ArticleId, Fingerprint]]:
        for piece in pieces(self.prints):
            yield from self.prints.read(piece).items()
