"""Links between texts -> copy trees, each with its original.

Knows nothing of words: who is linked to whom is decided in shared_text. Strong links join trees;
an article that only shares passages leans on the tree it shares most with, and never joins two
trees that share nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.model import ArticleId, Fingerprint
from newsloom.text.wires import AGENCIES

OWN_DOMAINS = {agency.name: frozenset(agency.domains) for agency in AGENCIES}
"""Agency -> domains on which it publishes itself."""

Rank = tuple[bool, bool, bool, bool, datetime, int, str]


@dataclass(frozen=True, slots=True)
class Tree:
    """Texts that hang together, and the one they come from."""

    root: ArticleId
    """The original; may lie in another tree, or outside the window."""
    members: tuple[ArticleId, ...]
    """Sorted."""
    leaning: ArticleId | None = None
    """Member that shares passages with another tree, where ``root`` is; None = stands alone."""
    leans_on: str = ""
    """The article those passages are shared with."""


class CopyTrees:
    """A forest under construction. Every answer is independent of the order of the calls."""

    def __init__(
        self, prints: Mapping[ArticleId, Fingerprint], copied_from: Mapping[ArticleId, ArticleId]
    ) -> None:
        self.prints = prints
        self.ruled_copies = frozenset(copied_from)
        self.ruled_originals = frozenset(copied_from.values())
        self.parents: dict[ArticleId, ArticleId] = {}
        self.leans: dict[ArticleId, dict[ArticleId, float]] = defaultdict(dict)
        self.absent: dict[ArticleId, set[ArticleId]] = defaultdict(set)

    def add(self, article_id: ArticleId) -> None:
        """Make sure an article stands in the forest."""
        self.parents.setdefault(article_id, article_id)

    def top(self, article_id: ArticleId) -> ArticleId:
        """Return the article that stands for its tree while the forest grows."""
        self.add(article_id)
        while self.parents[article_id] != article_id:
            self.parents[article_id] = self.parents[self.parents[article_id]]
            article_id = self.parents[article_id]
        return article_id

    def join(self, one: ArticleId, two: ArticleId) -> None:
        """One text in two places: their trees become one."""
        tops = sorted((self.top(one), self.top(two)))
        self.parents[tops[1]] = tops[0]

    def join_absent(self, member: ArticleId, root: ArticleId) -> None:
        """The member's original is ``root``, whose fingerprint is out of reach."""
        self.absent[member].add(root)
        siblings = [m for m, roots in self.absent.items() if root in roots]
        self.join(member, siblings[0])

    def lean(self, one: ArticleId, two: ArticleId, shares: tuple[float, float]) -> None:
        """Two texts share passages; ``shares`` of each found in the other."""
        self.add(one)
        self.add(two)
        self.leans[one][two], self.leans[two][one] = shares

    def grown(self) -> list[Tree]:
        """Return every tree, originals first.

        A root is, in this order: what rulings leave as original, an article on the domain of the
        agency it credits, a dated one, the earliest, the fullest. A tree leans only on a tree that
        itself leans on none, and comes after it in that order.
        """
        groups: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        for article_id in self.parents:
            groups[self.top(article_id)].append(article_id)
        alone = sorted(
            (Tree(self.root_of(sorted(group)), tuple(sorted(group))) for group in groups.values()),
            key=lambda tree: self.tree_rank(tree),
        )
        tree_of = {member: tree for tree in alone for member in tree.members}
        standing: set[ArticleId] = set()
        trees = []
        for tree in alone:
            leaned = self.leaned(tree, tree_of, standing)
            trees.append(leaned)
            if leaned.leaning is None:
                standing.add(tree.members[0])
        return trees

    def leaned(
        self, tree: Tree, tree_of: Mapping[ArticleId, Tree], standing: set[ArticleId]
    ) -> Tree:
        """Return ``tree`` leaning on the standing tree it shares most with, or as it is."""
        if any(m in self.absent or m in self.ruled_copies for m in tree.members):
            return tree
        found = [
            (share, self.rank(other), member, other)
            for member in tree.members
            for other, share in self.leans.get(member, {}).items()
            if tree_of[other] is not tree and tree_of[other].members[0] in standing
        ]
        if not found:
            return tree
        most = max(share for share, *_ in found)
        _, _, member, other = min(row for row in found if row[0] == most)
        return Tree(tree_of[other].root, tree.members, member, other)

    def root_of(self, members: list[ArticleId]) -> ArticleId:
        """Return the original of a tree."""
        best = min(members, key=self.rank)
        roots = sorted(root for m in members for root in self.absent.get(m, ()))
        return roots[0] if roots and not self.is_own(self.prints[best]) else best

    def tree_rank(self, tree: Tree) -> Rank:
        """Return the place of a tree among trees: of its best member."""
        return min(self.rank(member) for member in tree.members)

    def rank(self, article_id: ArticleId) -> Rank:
        """Return the place of an article in the search for an original, lowest first."""
        p = self.prints[article_id]
        return (
            article_id in self.ruled_copies,
            article_id not in self.ruled_originals,
            not self.is_own(p),
            not p.is_dated,
            p.published_at,
            -p.word_count,
            article_id,
        )

    @staticmethod
    def is_own(fingerprint: Fingerprint) -> bool:
        """Say whether an article stands on a domain of the agency it credits."""
        return fingerprint.domain in OWN_DOMAINS.get(fingerprint.agency, ())
