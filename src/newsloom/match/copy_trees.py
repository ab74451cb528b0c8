"""Links between texts -> copy trees: whom each article copies, and the original at the root.

Knows no words: what two texts share is measured in shared_text. Every article hangs on at most one
with a better claim, so a page with passages of two texts never makes one tree of them. A place
depends only on the places of those with better claims: when something changes, only what lies
behind it is placed anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from newsloom.match.holdings import Holdings, Rank
from newsloom.match.shared_text import COPY_SHARE, STRENGTH
from newsloom.match.text_index import Link
from newsloom.model import ArticleId, Bond, Means, Overlap
from newsloom.ruled import Overruling

LINK_CAP = 60
"""Links an article keeps to those with better claims, the strongest: a thousand copies of one text
cost no more each than sixty."""

CLAIM_SHARE = 0.5
"""Share of its text found in the article it names that makes a copy in whole: pages leave out and
put in."""

Key = tuple[bool, tuple[Rank, ...]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article hangs."""

    parent: ArticleId | None
    """The article it copies; None = it is an original."""
    root: ArticleId
    """The original of its tree; may be out of reach."""
    is_whole: bool
    """True = the root itself, or a copy in whole of it, by way of copies in whole."""


@dataclass(frozen=True, slots=True)
class CopyWord:
    """What editors ruled of copies, without what newer rulings contradict."""

    ruled: Mapping[ArticleId, ArticleId]
    """Copy -> original."""
    barred: Mapping[ArticleId, Collection[ArticleId]]
    """Article -> those it is no copy of."""
    overruled: tuple[Overruling, ...] = ()


class CopyTrees:
    """The links of the articles held, and the trees they make."""

    def __init__(self, held: Holdings, partial_share: float) -> None:
        self.held = held
        self.partial_share = partial_share
        self.above: dict[ArticleId, dict[ArticleId, Overlap]] = {}
        """Article -> what it has in common with those of better claims."""
        self.below: dict[ArticleId, set[ArticleId]] = defaultdict(set)
        """Article -> those that have something in common with it, and worse claims."""
        self.places: dict[ArticleId, Place] = {}
        """Of all that are no originals."""
        self.ruled: dict[ArticleId, ArticleId] = {}
        """Copy -> original, as an editor ruled."""
        self.named: set[ArticleId] = set()
        """Originals that an editor names: they come before all that are found by likeness."""
        self.barred: Mapping[ArticleId, Collection[ArticleId]] = {}
        """Article -> those it is no copy of, as an editor ruled."""
        self.anchored: dict[ArticleId, Place] = {}
        """Copies whose original is out of reach: what was found then still stands."""

    def place(self, article_id: ArticleId) -> Place:
        """Return where an article hangs."""
        return self.places.get(article_id) or Place(None, article_id, True)

    def link(self, link: Link) -> ArticleId:
        """Keep a link; returns the article with the worse claim, which it may move."""
        is_first = self.key(link.one) < self.key(link.two)
        better, worse = (link.one, link.two) if is_first else (link.two, link.one)
        self.put(worse, link.of_two if is_first else link.of_one)
        if worse in self.above.get(better, ()):
            self._cut(better, worse)
        return worse

    def put(self, article_id: ArticleId, overlap: Overlap) -> None:
        """Keep what an article has in common with one of a better claim."""
        self.above.setdefault(article_id, {})[overlap.other_id] = overlap
        self.below[overlap.other_id].add(article_id)

    def trim(self, article_id: ArticleId) -> None:
        """Forget the weakest links of an article that has more than ``LINK_CAP``."""
        overlaps = self.above.get(article_id, {})
        if len(overlaps) > LINK_CAP:
            ordered = sorted(overlaps.values(), key=lambda o: (*pull(o), self.key(o.other_id)))
            for overlap in ordered[LINK_CAP:]:
                self._cut(article_id, overlap.other_id)

    def cut(self, article_id: ArticleId) -> set[ArticleId]:
        """Forget all of an article; returns those whose place depended on it."""
        behind = set(self._behind(article_id))
        for other in list(self.below.get(article_id, ())):
            self._cut(other, article_id)
        self.release(article_id)
        return behind

    def release(self, article_id: ArticleId) -> None:
        """Forget an article out of reach; what others have in common with it stays told."""
        for other in list(self.above.get(article_id, ())):
            self._cut(article_id, other)
        self.places.pop(article_id, None)
        self.anchored.pop(article_id, None)

    def rule(self, word: CopyWord) -> set[ArticleId]:
        """Take what editors ruled; returns the articles that may move."""
        changed = self.ruled.items() ^ word.ruled.items()
        moved = {name for pair in changed for name in pair}
        moved |= self._ruled_below(moved)
        unlike = self.barred.keys() | word.barred.keys()
        moved |= {i for i in unlike if self.barred.get(i, ()) != word.barred.get(i, ())}
        self.ruled, self.named = dict(word.ruled), set(word.ruled.values())
        self.barred = word.barred
        moved |= self._ruled_below(moved)
        lower = {other for name in moved for other in self.below.get(name, ())}
        return moved | lower | self.align(moved)

    def align(self, names: Iterable[ArticleId]) -> set[ArticleId]:
        """Turn the links of articles whose claim has changed; returns those that may move."""
        moved: set[ArticleId] = set()
        for name in sorted(names):
            pairs = [(name, other) for other in self.above.get(name, ())]
            pairs += [(other, name) for other in self.below.get(name, ())]
            for worse, better in pairs:
                if (
                    better in self.held
                    and worse in self.held
                    and self.key(worse) < self.key(better)
                ):
                    overlap = self.above[worse][better]
                    self._cut(worse, better)
                    self.put(better, turned(overlap, worse))
                    moved |= {worse, better}
        return moved

    def settle(self, start: Iterable[ArticleId]) -> dict[ArticleId, Place]:
        """Place some articles and all that lies behind those that move; returns the placed ones."""
        placed: dict[ArticleId, Place] = {}
        keys = {name: self.key(name) for name in start if name in self.held}
        heap = [(key, name) for name, key in keys.items()]
        heapify(heap)
        while heap:
            _, name = heappop(heap)
            if name in placed:
                continue
            before, now = self.place(name), self._hang(name, keys)
            placed[name] = now
            if now.parent is None:
                self.places.pop(name, None)
            else:
                self.places[name] = now
            if (before.root, before.is_whole) != (now.root, now.is_whole):
                for other in self._behind(name):
                    if other in self.held:
                        heappush(heap, (keys.setdefault(other, self.key(other)), other))
        return placed

    def key(self, article_id: ArticleId) -> Key:
        """Return the order of placing: a ruled copy comes right after its original."""
        chain = [article_id]
        while chain[0] in self.ruled:
            chain.insert(0, self.ruled[chain[0]])
        if article_id in self.anchored:
            chain.insert(0, self.anchored[article_id].root)
        is_found = len(chain) == 1 and article_id not in self.named
        return is_found, tuple(self.held.rank(name) for name in chain)

    def _hang(self, article_id: ArticleId, keys: dict[ArticleId, Key]) -> Place:
        """Return the place of an article among those before it.

        It hangs on the one it names itself, else on the one that holds most of its text. By a
        partial bond, or on a partial copy, it hangs only where the text of the root is (a partial
        copy of a partial copy may share nothing with the root), save when it is a whole copy of
        that partial one. A page of which less than ``partial_share`` is another's is its own.
        """
        if article_id in self.ruled and self._may_hang(article_id, self.ruled[article_id]):
            parent = self.ruled[article_id]
            return Place(parent, self.place(parent).root, True)
        if article_id in self.anchored:
            place = self.anchored[article_id]
            is_barred = place.root in self.barred.get(article_id, ())
            return Place(None, article_id, True) if is_barred else place
        may = [
            o
            for o in self.above.get(article_id, {}).values()
            if self._can_hold(o) and self._may_hang(article_id, o.other_id)
        ]
        if not may:
            return Place(None, article_id, True)

        def order(overlap: Overlap) -> tuple[float, float, float, Key]:
            other = overlap.other_id
            return (*pull(overlap), keys.setdefault(other, self.key(other)))

        best = min(may, key=order)
        above = self.place(best.other_id)
        return Place(best.other_id, above.root, above.is_whole and is_whole(best))

    def _may_hang(self, article_id: ArticleId, other: ArticleId) -> bool:
        """Say whether no ruling keeps an article from being a copy of another."""
        barred = self.barred.get(article_id, ())
        return not barred or (other not in barred and self.place(other).root not in barred)

    def _can_hold(self, overlap: Overlap) -> bool:
        """Say whether an article can hang on another by what they have in common."""
        if overlap.bond is Bond.PASSAGE or overlap.other_id not in self.held:
            return False
        if overlap.means is Means.CLAIM:
            return True
        is_root_text = self.place(overlap.other_id).is_whole
        return overlap.share >= (self.partial_share if is_root_text else COPY_SHARE)

    def _behind(self, article_id: ArticleId) -> list[ArticleId]:
        """Return the articles whose place depends on that of one."""
        ruled = (copy for copy, source in self.ruled.items() if source == article_id)
        return [*self.below.get(article_id, ()), *ruled]

    def _ruled_below(self, names: Iterable[ArticleId]) -> set[ArticleId]:
        """Return the ruled copies of some articles, and theirs."""
        found, edge = set(names), set(names)
        while edge:
            edge = {copy for copy, source in self.ruled.items() if source in edge} - found
            found |= edge
        return found

    def _cut(self, article_id: ArticleId, other: ArticleId) -> None:
        """Forget what an article has in common with one of a better claim."""
        del self.above[article_id][other]
        if not self.above[article_id]:
            del self.above[article_id]
        self.below[other].discard(article_id)
        if not self.below[other]:
            del self.below[other]


def pull(overlap: Overlap) -> tuple[float, float, float]:
    """Return how much speaks for hanging on another article, most first."""
    is_claimed = overlap.means is Means.CLAIM
    return -is_claimed, -STRENGTH[overlap.bond], -round(overlap.share, 3)


def is_whole(overlap: Overlap) -> bool:
    """Say whether an article is in whole a copy of the one it hangs on."""
    if overlap.means is Means.CLAIM:
        return overlap.share >= CLAIM_SHARE or overlap.words == 0
    return overlap.bond is Bond.COPY and overlap.share >= COPY_SHARE


def turned(overlap: Overlap, article_id: ArticleId) -> Overlap:
    """Return what ``article_id`` has in common with another, as that other one sees it."""
    return Overlap(
        article_id, overlap.bond, overlap.words, overlap.other_share, overlap.share, overlap.means
    )
