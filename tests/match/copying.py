"""A copy finder beside what a store would keep for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from newsloom.match.syndication import CopyFinder
from newsloom.model import ArticleId, Fingerprint, Kinship, Originality, Ruling, Syndication
from newsloom.ports import SyndicationWindow
from newsloom.settings import Matching

Standing = tuple[Originality, ArticleId]


class CopyDesk:
    """Windows taken one after the other, as the pipeline does."""

    def __init__(self, settings: Matching | None = None) -> None:
        self.settings = settings or Matching()
        self.finder = CopyFinder(self.settings)
        self.prints: dict[ArticleId, Fingerprint] = {}
        self.syndications: dict[ArticleId, Syndication] = {}
        self.read = 0
        """Known fingerprints that the finder had to be told."""

    def restart(self) -> None:
        """Forget all but what a store keeps."""
        self.finder = CopyFinder(self.settings)

    def take(
        self, new: Mapping[ArticleId, Fingerprint], rulings: tuple[Ruling, ...] = ()
    ) -> Mapping[ArticleId, Kinship]:
        """Find the copies of one window and keep the answers."""
        known = self.unheld(new)
        self.read += len(known)
        stored = {key: self.syndications[key] for key in known if key in self.syndications}
        kinships = self.finder.find(SyndicationWindow(new, known, stored, rulings))
        assert list(new) == list(kinships)
        for kinship in kinships.values():
            for syndication in (kinship.own, *kinship.rerooted):
                self.syndications[syndication.article_id] = syndication
        self.prints.update(new)
        return kinships

    def unheld(self, new: Mapping[ArticleId, Fingerprint]) -> dict[ArticleId, Fingerprint]:
        """Return what the store would read: in reach, outside the span held, and whole trees."""
        reach, held = timedelta(hours=self.settings.window_hours), self.finder.span
        times = [made.published_at for made in new.values()]
        near = {
            key
            for key, made in self.prints.items()
            if any(abs(made.published_at - at) <= reach for at in times)
            and not (held and held[0] <= made.published_at <= held[1])
        }
        roots = {self.syndications[key].original_id for key in near | {*new} & {*self.syndications}}
        trees = {key for key, known in self.syndications.items() if known.original_id in roots}
        return {key: self.prints[key] for key in sorted((near | trees) - {*new})}

    def standings(self) -> dict[ArticleId, Standing]:
        """Return the status and original of every article."""
        return {key: (s.status, s.original_id) for key, s in self.syndications.items()}
