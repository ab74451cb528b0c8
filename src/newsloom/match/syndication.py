"""SyndicationWindow -> Kinship per new article: which are copies, and of which original.

Texts meet through an inverted index of word runs; linked texts form trees; the root of a tree is
its original. The answer depends on the articles alone, never on the order they arrived in. It does
not fill ``Syndication.passages``: a fingerprint holds hashes, not words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from newsloom.match.copy_trees import CopyTrees, Tree
from newsloom.match.fingerprint import KEEP_MOD
from newsloom.match.shared_text import (
    PARTIAL_FLOOR,
    Bond,
    SharedText,
    compare_texts,
    share_features,
)
from newsloom.model import (
    ArticleId,
    Feature,
    Fingerprint,
    Kinship,
    Originality,
    Ruling,
    RulingKind,
    Syndication,
)
from newsloom.ports import SyndicationWindow
from newsloom.settings import Matching

COPY_SHARE = 0.8
"""Share of its text found in the original that makes a copy rather than a partial one."""

LEAST_LEDE_RUNS = 3
"""Shared headline-and-lede runs that make two short texts worth comparing."""

POSTING_CAP = 100
"""Articles met through one run, the earliest first: they hold every tree together, and a footer
that a thousand pages carry costs no more than one that a hundred do."""


def find_copies(window: SyndicationWindow, settings: Matching) -> Mapping[ArticleId, Kinship]:
    """Return one Kinship for each id in ``window.new``.

    An original points to itself. A known article whose status or original changed is in
    ``rerooted`` of exactly one Kinship: of the first new article of its tree. COPY_OF rulings in
    force are obeyed, the newest for each article; those that would close a circle are not.
    """
    finder = CopyFinder(window, settings)
    return finder.kinships()


class CopyFinder:
    """The links of one window and the trees they make."""

    def __init__(self, window: SyndicationWindow, settings: Matching) -> None:
        self.window = window
        self.settings = settings
        self.prints: dict[ArticleId, Fingerprint] = {**window.known, **window.new}
        self.links: dict[tuple[ArticleId, ArticleId], SharedText] = {}
        self.copied_from = copy_rulings(window.rulings)
        self.trees = CopyTrees(self.prints, self.copied_from)

    def kinships(self) -> Mapping[ArticleId, Kinship]:
        """Link, build trees, and report what changed."""
        for one, two in sorted(self.meeting_pairs()):
            self.link(one, two)
        self.add_known_trees()
        self.add_rulings()
        for article_id in self.window.new:
            self.trees.add(article_id)
        own: dict[ArticleId, Syndication] = {}
        rerooted: dict[ArticleId, list[Syndication]] = defaultdict(list)
        first_new = min(self.window.new, default=ArticleId(""))
        for tree in self.trees.grown():
            fresh = [m for m in tree.members if m in self.window.new]
            carrier = min(fresh, default=first_new)
            for member in tree.members:
                ruled = self.syndication_of(member, tree)
                if member in self.window.new:
                    own[member] = ruled
                elif self.is_changed(ruled):
                    rerooted[carrier].append(ruled)
        return {i: Kinship(own[i], tuple(rerooted[i])) for i in self.window.new}

    def is_changed(self, now: Syndication) -> bool:
        """Say whether a known article's status or original differs from the stored one."""
        was = self.window.syndications.get(now.article_id)
        if was is None:
            return now.status is not Originality.ORIGINAL
        return (was.status, was.original_id) != (now.status, now.original_id)

    # links

    def meeting_pairs(self) -> set[tuple[ArticleId, ArticleId]]:
        """Return pairs (one of them new) that share enough runs to be compared."""
        least = max(1, int(self.settings.copy_words * PARTIAL_FLOOR) // KEEP_MOD)
        by_text = self.meet(lambda p: p.shingles, least)
        return by_text | self.meet(lambda p: p.lede_shingles, LEAST_LEDE_RUNS)

    def meet(
        self, runs_of: Callable[[Fingerprint], Sequence[int]], least: int
    ) -> set[tuple[ArticleId, ArticleId]]:
        """Return pairs of a new article and any other with at least ``least`` common runs."""
        wanted = {run for p in self.window.new.values() for run in runs_of(p)}
        postings: dict[int, list[ArticleId]] = defaultdict(list)
        in_time = sorted(self.prints.values(), key=lambda p: (p.published_at, p.article_id))
        for p in in_time:
            for run in wanted.intersection(runs_of(p)):
                if len(postings[run]) < POSTING_CAP:
                    postings[run].append(p.article_id)
        pairs = set()
        for article_id, p in self.window.new.items():
            met: Counter[ArticleId] = Counter()
            for run in runs_of(p):
                met.update(postings[run])
            for other, runs in met.items():
                if runs >= least and other != article_id:
                    pairs.add((min(article_id, other), max(article_id, other)))
        return pairs

    def link(self, one: ArticleId, two: ArticleId) -> Bond:
        """Compare two articles, keep what they share, and return how they hang together."""
        shared = compare_texts(self.prints[one], self.prints[two], self.settings)
        if shared.bond is Bond.NONE:
            return Bond.NONE
        self.links[one, two] = shared
        self.links[two, one] = turned(shared)
        if shared.bond is Bond.COPY:
            self.trees.join(one, two)
        else:
            self.trees.lean(one, two, shared.shares)
        return shared.bond

    def add_known_trees(self) -> None:
        """Bring in the stored trees that the new articles touch."""
        stored = self.window.syndications
        trees: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        for known in sorted(self.window.known):
            if known in stored:
                trees[stored[known].original_id].append(known)
        met = {i for pair in (*self.links, *self.copied_from.items()) for i in pair}
        touched = {stored[i].original_id for i in met if i in stored}
        for root in sorted(touched | (trees.keys() & self.window.new.keys())):
            self.add_known_tree(root, trees[root])

    def add_known_tree(self, root: ArticleId, members: list[ArticleId]) -> None:
        """Join a stored tree again; where its root is a new version, only what still holds."""
        for member in members:
            self.trees.add(member)
        others = [m for m in members if m != root]
        if root in self.window.new:
            for one, two in zip(others, others[1:], strict=False):
                self.link(one, two)
            return
        for member in others:
            if root not in self.prints:
                self.trees.join_absent(member, root)
            elif (member, root) not in self.links and self.link(member, root) is Bond.NONE:
                self.trees.join(member, root)

    def add_rulings(self) -> None:
        """Put every ruled copy into the tree of its ruled original."""
        for copy, original in sorted(self.copied_from.items()):
            if copy not in self.prints:
                continue
            if original in self.prints:
                self.trees.join(copy, original)
            else:
                stored = self.window.syndications.get(original)
                self.trees.join_absent(copy, stored.original_id if stored else original)

    # answers

    def syndication_of(self, member: ArticleId, tree: Tree) -> Syndication:
        """Return what ``member`` is in its tree."""
        if member == tree.root:
            return original(member)
        if member in self.copied_from:
            return self.ruled(member, tree)
        via = tree.leans_on if member == tree.leaning else ""
        found = self.best_link(member, tree, ArticleId(via) if via else None)
        if found is None:
            stored = self.window.syndications.get(member)
            share = stored.similarity if stored else 1.0
            evidence = stored.evidence if stored else ()
            sentence = stored.sentence if stored else ""
        else:
            other, shared = found
            share, evidence = shared.shares[0], share_features(shared, shared.shares[0])
            sentence = self.sentence(member, other, shared)
        is_copy = share >= COPY_SHARE and tree.leaning is None
        status = Originality.COPY if is_copy else Originality.PARTIAL
        return Syndication(member, status, tree.root, share, evidence, sentence)

    def best_link(
        self, member: ArticleId, tree: Tree, via: ArticleId | None
    ) -> tuple[ArticleId, SharedText] | None:
        """Return the link that shows the copying: to the root, else the strongest in the tree."""
        if via is not None:
            return via, self.links[member, via]
        if tree.root in self.prints and (member, tree.root) not in self.links:
            self.link_again(member, tree.root)
        linked = [o for o in (tree.root, *tree.members) if (member, o) in self.links]
        if not linked:
            return None
        best = max(linked, key=lambda o: (o == tree.root, self.links[member, o].shares[0]))
        return best, self.links[member, best]

    def link_again(self, one: ArticleId, two: ArticleId) -> None:
        """Compare two members of a grown tree without changing the tree."""
        shared = compare_texts(self.prints[one], self.prints[two], self.settings)
        if shared.bond is not Bond.NONE:
            self.links[one, two] = shared
            self.links[two, one] = turned(shared)

    def ruled(self, member: ArticleId, tree: Tree) -> Syndication:
        """Return a copy by an editor's ruling."""
        shared = self.links.get((member, tree.root))
        share = shared.shares[0] if shared else 1.0
        feature = Feature("ruling", 1.0, 1.0, "An editor ruled it a copy.")
        evidence = (feature, *(share_features(shared, share) if shared else ()))
        sentence = "An editor ruled that it is a copy."
        return Syndication(member, Originality.COPY, tree.root, share, evidence, sentence)

    def sentence(self, member: ArticleId, other: ArticleId, shared: SharedText) -> str:
        """Return the evidence of a copy as a person reads it."""
        twin = self.prints[other]
        named = f"“{twin.title}” ({twin.domain})" if twin.domain else f"“{twin.title}”"
        what = "headline and lede" if shared.by_lede else "its text"
        said = (
            f"It shares {shared.shares[0]:.0%} of {what}, about {shared.words} words, with {named}"
        )
        return f"{said}; both credit {shared.agency}." if shared.agency else f"{said}."


def original(article_id: ArticleId) -> Syndication:
    """Return the Syndication of an article that copies nothing."""
    sentence = "No other report known shares its text."
    return Syndication(article_id, Originality.ORIGINAL, article_id, 0.0, (), sentence)


def turned(shared: SharedText) -> SharedText:
    """Return the same comparison seen from the second text."""
    shares = shared.shares[1], shared.shares[0]
    return SharedText(
        shared.bond, shared.words, shared.jaccard, shares, shared.by_lede, shared.same_title,
        shared.agency,
    )  # fmt: skip


def copy_rulings(rulings: Iterable[Ruling]) -> dict[ArticleId, ArticleId]:
    """Return {copy: original} of the COPY_OF rulings in force, the newest first.

    An older ruling on the same copy, and one that would make an article a copy of itself by way of
    newer ones, is left out.
    """
    ruled: dict[ArticleId, ArticleId] = {}
    of_copies = [r for r in rulings if r.kind is RulingKind.COPY_OF and r.undone_at is None]
    for ruling in sorted(of_copies, key=lambda r: (r.made_at, r.ruling_id), reverse=True):
        copy, source = ArticleId(ruling.subject), ArticleId(ruling.object)
        end: ArticleId | None = source
        while end is not None and end != copy:
            end = ruled.get(end)
        if copy not in ruled and end is None:
            ruled[copy] = source
    return ruled
