"""Rulings and copies -> which articles must share a story, and which must not.

Knows no story. Articles that must stay together form a knot. The newest ruling wins: one that
contradicts newer ones is left out. Copies follow their originals where no ruling says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from newsloom.model import ArticleId, Originality, Ruling, RulingKind, Syndication
from newsloom.ruled import newest_first

KINDS = (RulingKind.SAME_EVENT, RulingKind.NOT_SAME_EVENT, RulingKind.MEMBER_OF)
"""Rulings on what belongs together."""

FOLLOWING_SHARE = 0.5
"""Share of its text a partial copy must have from its original to follow it: below that, the rest
is its own report, perhaps of another event."""


def is_follower(syndication: Syndication) -> bool:
    """Say whether an article goes where its original goes instead of finding its own story."""
    if syndication.status is Originality.ORIGINAL:
        return False
    is_copy = syndication.status is Originality.COPY
    return is_copy or syndication.similarity >= FOLLOWING_SHARE


class Copies:
    """Who follows whom, as the syndications say; kept up as they change."""

    def __init__(self) -> None:
        self.original_of: dict[ArticleId, ArticleId] = {}
        self.followers: dict[ArticleId, set[ArticleId]] = defaultdict(set)
        self.shares: dict[ArticleId, float] = {}
        """Of each follower: 0..1, share of its text found in the original."""

    def learn(self, syndication: Syndication) -> None:
        """Take in what an article is now."""
        copy = syndication.article_id
        before = self.original_of.pop(copy, None)
        if before is not None:
            self.followers[before].discard(copy)
        if is_follower(syndication):
            self.original_of[copy] = syndication.original_id
            self.shares[copy] = syndication.similarity
            self.followers[syndication.original_id].add(copy)


class Bonds:
    """The knots that rulings and copies make."""

    def __init__(self, rulings: Iterable[Ruling], copies: Copies) -> None:
        self.copies = copies
        self.parents: dict[ArticleId, ArticleId] = {}
        self.foes: dict[ArticleId, set[ArticleId]] = defaultdict(set)
        self.ruled_same: list[tuple[ArticleId, ArticleId]] = []
        self.ruled: set[ArticleId] = set()
        """Articles that a ruling in force names and newer ones do not deny."""
        self.tied: set[ArticleId] = set()
        """Those of them that it puts together with another."""
        in_force = in_order([r for r in rulings if r.undone_at is None])
        self.founders = ruled_founders(in_force)
        """Articles that found a story of their own by a ruling; two never share one by likeness."""
        self.named = {ArticleId(i) for r in in_force for i in (r.subject, r.object)}
        for ruling in in_force:
            self.obey(ruling)
        for article_id in sorted(self.named & copies.original_of.keys()):
            self.follow(article_id, copies.original_of[article_id])
        self.classes: dict[ArticleId, set[ArticleId]] = defaultdict(set)
        for article_id in {*self.named, *self.parents, *self.parents.values()}:
            self.classes[self.root(article_id)].add(article_id)

    def members(self, knot: ArticleId) -> set[ArticleId]:
        """Return the articles of a knot."""
        bases = self.classes.get(knot, {knot})
        found = set(bases)
        for base in bases:
            found |= self.copies.followers.get(base, set()) - self.named
        return found

    def obey(self, ruling: Ruling) -> bool:
        """Accept one ruling unless newer ones contradict it; False = they do."""
        one, two = ArticleId(ruling.subject), ArticleId(ruling.object)
        if ruling.kind is RulingKind.NOT_SAME_EVENT:
            is_accepted = self.root(one) != self.root(two)
            if is_accepted:
                self.foes[self.root(one)].add(self.root(two))
                self.foes[self.root(two)].add(self.root(one))
                self.ruled |= {one, two}
            return is_accepted
        is_accepted = self.tie(one, two)
        if is_accepted:
            self.ruled |= {one, two}
            self.tied |= {one, two}
            if ruling.kind is RulingKind.SAME_EVENT:
                self.ruled_same.append((one, two))
        return is_accepted

    def follow(self, copy: ArticleId, original: ArticleId) -> None:
        """Tie a copy to its original, unless rulings give them different founders."""
        founders = {self.root(f): f for f in sorted(self.founders)}
        ours, theirs = founders.get(self.root(copy)), founders.get(self.root(original))
        if ours is None or theirs is None or ours == theirs:
            self.tie(copy, original)

    def knot(self, article_id: ArticleId) -> ArticleId:
        """Return the article that stands for its knot; an unruled copy is in its original's."""
        if article_id not in self.named:
            article_id = self.copies.original_of.get(article_id, article_id)
        return self.root(article_id)

    def root(self, article_id: ArticleId) -> ArticleId:
        """Return the end of the ties of an article."""
        while article_id in self.parents:
            article_id = self.parents[article_id]
        return article_id

    def tie(self, one: ArticleId, two: ArticleId) -> bool:
        """Put two articles into one knot; False = a newer ruling keeps them apart."""
        first, second = sorted((self.root(one), self.root(two)))
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
    member_of: set[str] = set()
    kept = []
    for ruling in newest_first(rulings, *KINDS):
        if ruling.kind is RulingKind.MEMBER_OF:
            if ruling.subject in member_of:
                continue
            member_of.add(ruling.subject)
        kept.append(ruling)
    return kept
