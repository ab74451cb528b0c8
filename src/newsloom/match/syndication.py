"""SyndicationWindow -> Kinship per new article: which are copies, and of which original.

A ``CopyFinder`` holds what it has seen, so that a window costs what is new in it. The answer
depends on the articles alone, never on the order they arrived in, save where so many share a text
that only the best claims to it are compared (``POSTING_CAP``, ``LINK_CAP``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from itertools import islice

from newsloom.match.copy_evidence import syndication_of
from newsloom.match.copy_trees import CopyTrees, CopyWord, Place
from newsloom.match.reach import Reach
from newsloom.match.text_index import TextIndex
from newsloom.model import (
    ArticleId,
    Clash,
    Fingerprint,
    Kinship,
    Originality,
    Ruling,
    RulingKind,
    Syndication,
)
from newsloom.ports import Span, SyndicationWindow
from newsloom.ruled import Overruling, newest_first
from newsloom.settings import Matching

COPY_KINDS = (RulingKind.COPY_OF, RulingKind.NOT_COPY_OF)

READ_AT_ONCE = 1000
"""Known fingerprints taken in at once: bounds the memory of a start."""

SPARE = 0.25
"""Articles out of reach, as a share of those held, from which on they are let go."""

LOOK = 0.05
"""New articles, as a share of those held, after which is looked for articles out of reach: looking
costs a step for each that is held."""

NOTHING = 0
"""Told of an original that shares nothing."""


def find_copies(window: SyndicationWindow, settings: Matching) -> Mapping[ArticleId, Kinship]:
    """Return one Kinship for each id in ``window.new``, from this one window."""
    return CopyFinder(settings).find(window)


class CopyFinder:
    """Finds copies, window by window; what it has seen it does not need to be told again."""

    def __init__(self, settings: Matching) -> None:
        self.texts = TextIndex(settings)
        self.trees = CopyTrees(self.texts.held, settings.partial_containment)
        self.reach = Reach(timedelta(hours=settings.window_hours))
        self.rulings: dict[str, Ruling] = {}
        self.told: dict[ArticleId, int] = {}
        """What the store has of an article, as ``told_of``; not of originals that share nothing."""
        self.unlooked = 0
        """Articles taken since articles out of reach were looked for."""

    @property
    def span(self) -> Span | None:
        """The stretch of publication time whose articles are all held; None = nothing is."""
        return self.reach.span

    def find(self, window: SyndicationWindow) -> Mapping[ArticleId, Kinship]:
        """Return one Kinship for each id in ``window.new``.

        An original points to itself. A known article whose status, original or overlaps changed is
        in ``rerooted`` of exactly one Kinship: of the first new article of its tree. COPY_OF and
        NOT_COPY_OF rulings in force are obeyed, as far as ``copy_word`` has them.
        """
        if not window.new:
            return {}
        restored, moved = self._hold(window.known.items(), window.syndications)
        moved |= self._take(window.new)
        moved |= self._obey(window)
        moved |= self.trees.align(restored)
        for link in self.texts.links(list(window.new.values())):
            moved.add(self.trees.link(link))
        for article_id in moved:
            self.trees.trim(article_id)
        places = self.trees.settle(sorted(moved))
        kinships = self._kinships(window.new, places)
        self._release(window.new.values())
        return kinships

    def _hold(
        self,
        known: Iterable[tuple[ArticleId, Fingerprint]],
        syndications: Mapping[ArticleId, Syndication],
    ) -> tuple[list[ArticleId], set[ArticleId]]:
        """Take in known articles as the store tells of them.

        Returns those that share text, which were found under the rulings of then, and those that
        may move.
        """
        restored: list[ArticleId] = []
        moved: set[ArticleId] = set()
        stream = iter(known)
        while part := list(islice(stream, READ_AT_ONCE)):
            unheld = [made for _, made in part if not self.texts.held.holds(made)]
            moved |= self._replace(unheld)
            for made in unheld:
                if made.article_id in syndications:
                    restored.append(made.article_id)
                    self._remember(syndications[made.article_id])
        self._anchor(syndications.values())
        return restored, moved

    def _take(self, new: Mapping[ArticleId, Fingerprint]) -> set[ArticleId]:
        """Take in new articles; returns those that may move."""
        changed = [made for made in new.values() if not self.texts.held.holds(made)]
        # What was told of one that was let go long ago is of another text, too.
        lower = {other for made in changed for other in self.trees.cut(made.article_id)}
        return {*new, *lower, *self._replace(changed)}

    def _replace(self, prints: Sequence[Fingerprint]) -> set[ArticleId]:
        """Put fingerprints in place of older ones; returns the articles that may move."""
        if not prints:
            return set()
        held = self.texts.held
        older = [made.article_id for made in prints if made.article_id in held]
        moved = {other for article_id in older for other in self.trees.cut(article_id)}
        if older:
            self.texts.drop(older)
        self.texts.add(prints)
        anchored = self.trees.anchored
        back = {key for key, place in anchored.items() if place.root in held}
        for article_id in back:
            del anchored[article_id]
        return moved | back

    def _remember(self, syndication: Syndication) -> None:
        """Take up what the store has of a known article."""
        article_id = syndication.article_id
        for overlap in syndication.overlaps:
            self.trees.put(article_id, overlap)
        if syndication.status is not Originality.ORIGINAL:
            root, status = syndication.original_id, syndication.status
            self.trees.places[article_id] = Place(root, root, status is Originality.COPY)
        self._tell(syndication)

    def _tell(self, syndication: Syndication) -> None:
        """Keep what the store has, or is about to have."""
        told = told_of(syndication)
        if told == NOTHING:
            self.told.pop(syndication.article_id, None)
        else:
            self.told[syndication.article_id] = told

    def _anchor(self, syndications: Iterable[Syndication]) -> None:
        """Hold fast the known copies whose original is out of reach."""
        for syndication in syndications:
            place = self.trees.places.get(syndication.article_id)
            if place is not None and place.root not in self.texts.held:
                self.trees.anchored[syndication.article_id] = place

    def _obey(self, window: SyndicationWindow) -> set[ArticleId]:
        """Take up the rulings on new and newly known articles; returns those that may move."""
        asked = {*window.new, *window.known}
        kept = {k: r for k, r in self.rulings.items() if not {r.subject, r.object} & asked}
        given = {r.ruling_id: r for r in window.rulings if r.kind in COPY_KINDS}
        self.rulings = kept | given
        return self.trees.rule(copy_word(self.rulings.values()))

    def _kinships(
        self, new: Mapping[ArticleId, Fingerprint], places: Mapping[ArticleId, Place]
    ) -> dict[ArticleId, Kinship]:
        """Return the answers, and keep what is told."""
        own: dict[ArticleId, Syndication] = {}
        rerooted: dict[ArticleId, list[Syndication]] = defaultdict(list)
        firsts: dict[ArticleId, ArticleId] = {}
        for article_id in sorted(new):
            firsts.setdefault(places[article_id].root, article_id)
        for article_id, place in sorted(places.items()):
            if article_id in new:
                own[article_id] = syndication_of(article_id, place, self.trees)
                self._tell(own[article_id])
            elif article_id not in self.trees.anchored:
                now = syndication_of(article_id, place, self.trees)
                if told_of(now) != self.told.get(article_id, NOTHING):
                    rerooted[firsts.get(place.root, min(new))].append(now)
                    self._tell(now)
        return {i: Kinship(own[i], tuple(rerooted[i])) for i in new}

    def _release(self, new: Iterable[Fingerprint]) -> None:
        """Let go of articles out of reach, once they are many; a tree stays while one is near."""
        moments = [made.published_at for made in new]
        self.reach.move(moments)
        held = self.texts.held
        self.unlooked += len(moments)
        if self.reach.span is None or self.unlooked < max(READ_AT_ONCE, LOOK * len(held)):
            return
        self.unlooked = 0
        far = set(held.outside(*self.reach.span))
        if len(far) < SPARE * len(held):
            return
        near = {place.root for key, place in self.trees.places.items() if key not in far}
        gone = [
            key for key in far
            if (root := self.trees.place(key).root) in far and root not in near
        ]  # fmt: skip
        for article_id in gone:
            self.trees.release(article_id)
            self.told.pop(article_id, None)
        self.texts.drop(gone)


def told_of(syndication: Syndication) -> int:
    """Return a number for what can change of an article's answer; good within one process."""
    if syndication.status is Originality.ORIGINAL and not syndication.overlaps:
        return NOTHING
    return hash((syndication.status, syndication.original_id, syndication.overlaps))


def copy_word(rulings: Iterable[Ruling]) -> CopyWord:
    """Return what the COPY_OF and NOT_COPY_OF rulings in force come to, the newest first.

    Left out is an older ruling on the same copy, one that would make an article a copy of itself
    by way of newer ones, and one that a newer one of the other kind denies.
    """
    ruled: dict[ArticleId, Ruling] = {}
    barred: dict[ArticleId, dict[ArticleId, Ruling]] = defaultdict(dict)
    overruled: list[Overruling] = []
    for ruling in newest_first(rulings, *COPY_KINDS):
        copy, source = ArticleId(ruling.subject), ArticleId(ruling.object)
        wins = winner(ruling, ruled, barred[copy])
        if wins is not None:
            overruled.append(Overruling(ruling, *wins))
        elif ruling.kind is RulingKind.COPY_OF:
            if copy != source:
                ruled[copy] = ruling
        elif copy not in ruled:
            barred[copy].setdefault(source, ruling)
    return CopyWord(
        {copy: ArticleId(r.object) for copy, r in ruled.items()},
        {article_id: frozenset(others) for article_id, others in barred.items() if others},
        tuple(overruled),
    )


def winner(
    ruling: Ruling, ruled: Mapping[ArticleId, Ruling], bars: Mapping[ArticleId, Ruling]
) -> tuple[Ruling, Clash] | None:
    """Return the newer ruling that denies one on copies, and why; None = it holds."""
    copy, source = ArticleId(ruling.subject), ArticleId(ruling.object)
    newer = ruled.get(copy)
    if ruling.kind is RulingKind.NOT_COPY_OF:
        is_denied = newer is not None and newer.object == source
        return (newer, Clash.REPLACED) if newer is not None and is_denied else None
    if newer is not None:
        return None if newer.object == source else (newer, Clash.REPLACED)
    if source in bars:
        return bars[source], Clash.REPLACED
    while source in ruled and source != copy:
        newer = ruled[source]
        source = ArticleId(newer.object)
    return (newer, Clash.CIRCLE) if newer is not None and source == copy else None
