"""SyndicationWindow -> Kinship per new article: which are copies, and of which original.

Texts meet through an inverted index of word runs; each copy hangs on the text it shares most with;
the root of such a tree is the original. The answer depends on the articles alone, never on the
order they arrived in. ``Syndication.passages`` stays empty: a fingerprint holds hashes, not words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, combinations

from newsloom.match.copy_trees import Place, Rank, grow_trees, rank
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

LEAST_LEDE_RUNS = 3
"""Shared headline-and-lede runs that make two short texts worth comparing."""

POSTING_CAP = 100
"""Articles met through one run, the best claims to be original first: every copy meets those, and a
footer that a thousand pages carry costs no more than one that a hundred do."""

TREE_CAP = 60
"""Members of a stored tree that are compared with each other; later ones only with the root."""


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
        self.links: dict[ArticleId, dict[ArticleId, SharedText]] = {i: {} for i in window.new}
        self.ruled = copy_rulings(window.rulings)
        self.forced: dict[ArticleId, ArticleId] = {}

    def kinships(self) -> Mapping[ArticleId, Kinship]:
        """Link, grow the trees, and report what changed."""
        for one, two in sorted(self.meeting_pairs()):
            self.link(one, two)
        self.obey_rulings()
        self.add_known_trees()
        places = grow_trees(self.prints, self.links, self.forced)
        now = {i: self.syndication_of(i, place) for i, place in places.items()}
        rerooted: dict[ArticleId, list[Syndication]] = defaultdict(list)
        for article_id in sorted(now.keys() - self.window.new.keys()):
            if self.is_changed(now[article_id]):
                rerooted[self.carrier(article_id, places)].append(now[article_id])
        return {i: Kinship(now[i], tuple(rerooted[i])) for i in self.window.new}

    def carrier(self, article_id: ArticleId, places: Mapping[ArticleId, Place]) -> ArticleId:
        """Return the new article that tells of a known one: the first of its tree, else any."""
        root = places[article_id].root
        new = self.window.new
        return min([i for i in new if places[i].root == root] or new)

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
        for p in sorted(self.prints.values(), key=rank):
            for run in wanted.intersection(runs_of(p)):
                if len(postings[run]) < POSTING_CAP:
                    postings[run].append(p.article_id)
        pairs = set()
        for article_id, p in self.window.new.items():
            met = Counter(chain.from_iterable(postings[run] for run in runs_of(p)))
            for other, runs in met.items():
                if runs >= least and other != article_id:
                    pairs.add((min(article_id, other), max(article_id, other)))
        return pairs

    def link(self, one: ArticleId, two: ArticleId) -> None:
        """Compare two articles and keep what they share, if it is enough."""
        shared = compare_texts(self.prints[one], self.prints[two], self.settings)
        if shared.bond is not Bond.NONE:
            self.links.setdefault(one, {})[two] = shared
            self.links.setdefault(two, {})[one] = turned(shared)

    def obey_rulings(self) -> None:
        """Let every ruled copy hang where the ruling says."""
        for copy, source in self.ruled.items():
            if copy in self.prints:
                self.forced[copy] = source
                self.links.setdefault(copy, {})
                if source in self.prints:
                    self.links.setdefault(source, {})
                elif source in self.window.syndications:
                    self.forced[copy] = self.window.syndications[source].original_id

    def add_known_trees(self) -> None:
        """Bring in the stored trees that the new articles touch, with the links inside them."""
        stored = self.window.syndications
        trees: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        for known in sorted(self.window.known):
            if known in stored:
                trees[stored[known].original_id].append(known)
        touched = {stored[i].original_id for i in self.links if i in stored}
        for root in sorted(touched | (trees.keys() & self.window.new.keys())):
            self.add_known_tree(root, trees[root])

    def add_known_tree(self, root: ArticleId, members: Sequence[ArticleId]) -> None:
        """Compare the members of a stored tree again; hold on to a root out of reach."""
        for member in members:
            self.links.setdefault(member, {})
            if root not in self.prints:
                self.forced.setdefault(member, root)
        if root in self.prints:
            for one, two in combinations(sorted(members, key=self.rank)[:TREE_CAP], 2):
                self.link(one, two)
            for late in sorted(members, key=self.rank)[TREE_CAP:]:
                self.link(late, root)

    def rank(self, article_id: ArticleId) -> Rank:
        """Return an article's claim to be the original."""
        return rank(self.prints[article_id])

    # answers

    def syndication_of(self, article_id: ArticleId, place: Place) -> Syndication:
        """Return what an article is in its tree."""
        if place.parent is None:
            return original(article_id)
        shared = self.links[article_id].get(place.root) or self.links[article_id].get(place.parent)
        other = place.root if place.root in self.links[article_id] else place.parent
        if article_id in self.ruled:
            return ruled_copy(article_id, place.root, shared)
        if shared is None:
            # Its original is out of reach: what was found then still stands.
            return self.window.syndications[article_id]
        share = shared.shares[0]
        status = Originality.COPY if place.is_whole else Originality.PARTIAL
        sentence = sentence_of(shared, self.prints[other])
        features = share_features(shared, share)
        return Syndication(article_id, status, place.root, share, features, sentence)


def ruled_copy(article_id: ArticleId, root: ArticleId, shared: SharedText | None) -> Syndication:
    """Return a copy by an editor's ruling."""
    share = shared.shares[0] if shared else 1.0
    feature = Feature("ruling", 1.0, 1.0, "An editor ruled it a copy.")
    evidence = (feature, *(share_features(shared, share) if shared else ()))
    sentence = "An editor ruled that it is a copy."
    return Syndication(article_id, Originality.COPY, root, share, evidence, sentence)


def sentence_of(shared: SharedText, other: Fingerprint) -> str:
    """Return the evidence of a copy as a person reads it."""
    named = f"“{other.title}” ({other.domain})" if other.domain else f"“{other.title}”"
    what = "headline and lede" if shared.by_lede else "its text"
    said = f"It shares {shared.shares[0]:.0%} of {what}, about {shared.words} words, with {named}"
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
