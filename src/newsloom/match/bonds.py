"""Rulings and copies -> which articles must share a story, and which must not.

Knows no story. Articles that must stay together form a knot. The newest ruling wins: one that
contradicts newer ones is left out. Copies follow their originals where no ruling says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from newsloom.model import ArticleId, Originality, Ruling, RulingKind, Syndication

FOLLOWING_SHARE = 0.5
"""Share of its text a partial copy must have from its original to follow it: below that, the rest
is its own report, perhaps of another event."""


def is_follower(syndication: Syndication | None) -> bool:
    """Say whether an article goes where its original goes instead of finding its own story."""
    if syndication is None or syndication.status is Originality.ORIGINAL:
        return False
    is_copy = syndication.status is Originality.COPY
    return is_copy or syndication.similarity >= FOLLOWING_SHARE


class Bonds:
    """The knots of a window."""

    def __init__(
        self, rulings: Iterable[Ruling], syndications: Mapping[ArticleId, Syndication]
    ) -> None:
        self.parents: dict[ArticleId, ArticleId] = {}
        self.foes: dict[ArticleId, set[ArticleId]] = defaultdict(set)
        self.ruled_same: list[tuple[ArticleId, ArticleId]] = []
        self.ruled: set[ArticleId] = set()
        in_force = in_order([r for r in rulings if r.undone_at is None])
        self.founders = ruled_founders(in_force)
        """Articles that found a story of their own by a ruling; two never share one by likeness."""
        for ruling in in_force:
            self.obey(ruling)
        for article_id in sorted(syndications):
            if is_follower(syndications[article_id]):
                self.follow(article_id, syndications[article_id].original_id)

    def obey(self, ruling: Ruling) -> None:
        """Accept one ruling unless newer ones contradict it."""
        one, two = ArticleId(ruling.subject), ArticleId(ruling.object)
        if ruling.kind is RulingKind.NOT_SAME_EVENT:
            if self.knot(one) != self.knot(two):
                self.foes[self.knot(one)].add(self.knot(two))
                self.foes[self.knot(two)].add(self.knot(one))
                self.ruled |= {one, two}
        elif self.tie(one, two):
            self.ruled |= {one, two}
            if ruling.kind is RulingKind.SAME_EVENT:
                self.ruled_same.append((one, two))

    def follow(self, copy: ArticleId, original: ArticleId) -> None:
        """Tie a copy to its original, unless rulings give them different founders."""
        founders = {self.knot(f): f for f in sorted(self.founders)}
        ours, theirs = founders.get(self.knot(copy)), founders.get(self.knot(original))
        if ours is None or theirs is None or ours == theirs:
            self.tie(copy, original)

    def knot(self, article_id: ArticleId) -> ArticleId:
        """Return the article that stands for its knot."""
        while article_id in self.parents:
            article_id = self.parents[article_id]
        return article_id

    def tie(self, one: ArticleId, two: ArticleId) -> bool:
        """Put two articles into one knot; False = a newer ruling keeps them apart."""
        first, second = sorted((self.knot(one), self.knot(two)))
        if second in self.foes.get(first, ()):
            return False
        if first != second:
            self.parents[second] = first
            for foe in self.foes.pop(second, set()):
                self.foes[foe].discard(second)
                self.foes[foe].add(first)
                self.foes[first].add(foe)
        return True

    def foes_of(self, knot: ArticleId) -> set[ArticleId]:
        """Return the knots that must never share a story with this one."""
        return self.foes.get(knot, set())


def ruled_founders(rulings: Iterable[Ruling]) -> set[ArticleId]:
    """Return the objects of MEMBER_OF that are not themselves members of another's story."""
    member_of = {r.subject: r.object for r in rulings if r.kind is RulingKind.MEMBER_OF}
    objects = set(member_of.values())
    return {ArticleId(i) for i in objects if member_of.get(i, i) == i}


def in_order(rulings: list[Ruling]) -> list[Ruling]:
    """Return the rulings on stories, newest first; one MEMBER_OF an article, its newest."""
    kinds = (RulingKind.SAME_EVENT, RulingKind.NOT_SAME_EVENT, RulingKind.MEMBER_OF)
    found = sorted(
        (r for r in rulings if r.kind in kinds),
        key=lambda r: (r.made_at, r.ruling_id),
        reverse=True,
    )
    member_of: set[str] = set()
    kept = []
    for ruling in found:
        if ruling.kind is RulingKind.MEMBER_OF:
            if ruling.subject in member_of:
                continue
            member_of.add(ruling.subject)
        kept.append(ruling)
    return kept
