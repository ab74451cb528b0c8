"""Fingerprints -> what each shares with those held: links between texts, found through runs.

Holds articles as columns and two inverted indexes, of texts and of headlines with ledes; it never
reads the same article twice. Which of two linked articles is the original is not asked here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from newsloom.match.holdings import Holdings, Places
from newsloom.match.house_text import house_text
from newsloom.match.run_index import Meetings, RunIndex
from newsloom.match.shared_text import (
    BONDS,
    LEDE_SHARED_WORDS,
    PASSAGE_WORDS,
    SHORT_WORDS,
    STRENGTH,
    SharedText,
    compare_bodies,
    compare_ledes,
)
from newsloom.model import ArticleId, Bond, Fingerprint, Means, Overlap
from newsloom.settings import Matching
from newsloom.text.tokens import content_words

LEAST_LEDE_RUNS = 3
"""Shared headline-and-lede runs that make two short texts worth comparing."""

CLAIM_TITLE_WORDS = 3
"""Content words an equal headline must have to bear out a claim."""

DEAD_SHARE = 0.5
"""Empty places, as a share of all, from which on the gaps are closed."""


@dataclass(frozen=True, slots=True)
class Link:
    """What two articles have in common, as each of them sees it."""

    one: ArticleId
    two: ArticleId
    of_one: Overlap
    of_two: Overlap


@dataclass(frozen=True, slots=True)
class Shared:
    """How many runs pairs of articles share: the first of each pair is new."""

    one: Places
    two: Places
    runs: Places

    def with_(self, other: Shared) -> Shared:
        """Return the pairs of both, in order; they have none in common."""
        one, two = np.concatenate([self.one, other.one]), np.concatenate([self.two, other.two])
        order = np.lexsort((two, one))
        return Shared(one[order], two[order], np.concatenate([self.runs, other.runs])[order])

    def of(self, pairs: Sequence[tuple[int, int]], width: int) -> Places:
        """Return the shared runs of some pairs, 0 for those that share none."""
        wanted = np.array([one * width + two for one, two in pairs], np.int64)
        keys = self.one * width + self.two
        at = np.minimum(np.searchsorted(keys, wanted), max(0, len(keys) - 1))
        if not len(keys):
            return np.zeros(len(pairs), np.int64)
        return np.where(keys[at] == wanted, self.runs[at], 0)


class TextIndex:
    """The texts held, and what they share."""

    def __init__(self, settings: Matching) -> None:
        self.settings = settings
        self.held = Holdings()
        self.bodies = RunIndex(self.held.ranked)
        # Ledes are compared only where one of two texts is short: long ones meet by their texts.
        self.short_ledes = RunIndex(self.held.ranked)
        self.long_ledes = RunIndex(self.held.ranked)
        self.claimants: dict[ArticleId, set[ArticleId]] = defaultdict(set)

    @property
    def indexes(self) -> tuple[RunIndex, ...]:
        """All indexes."""
        return self.bodies, self.short_ledes, self.long_ledes

    def add(self, prints: Sequence[Fingerprint]) -> None:
        """Take in articles that are not held."""
        ordered = sorted(prints, key=is_long)
        short = len(prints) - sum(map(is_long, prints))
        places = self.held.add(ordered)
        ledes = [np.frombuffer(p.lede_shingles, "<u4") for p in ordered]
        self.bodies.add(places, [np.frombuffer(p.shingles, "<u4") for p in ordered])
        self.short_ledes.add(places[:short], ledes[:short])
        self.long_ledes.add(places[short:], ledes[short:])
        for made in prints:
            for claimed in made.claims:
                self.claimants[claimed].add(made.article_id)

    def drop(self, ids: Sequence[ArticleId]) -> None:
        """Let go of held articles; what they took is given back when it has become much."""
        for article_id in ids:
            for claimed in self.held.claims.get(article_id, ()):
                self.claimants[claimed].discard(article_id)
                if not self.claimants[claimed]:
                    del self.claimants[claimed]
        self.held.drop(ids)
        for index in self.indexes:
            index.drop(self.held.columns["is_held"])
        if self.held.used - len(self.held) > DEAD_SHARE * self.held.used:
            moved = self.held.renumbered()
            for index in self.indexes:
                index.renumber(moved)

    def links(self, prints: Sequence[Fingerprint]) -> Iterator[Link]:
        """Yield the links of some held articles to all others, each pair once, in no order."""
        short = [made for made in prints if not is_long(made)]
        bodies = self._shared(self.bodies, prints, attrgetter("shingles"))
        ledes = self._shared(self.short_ledes, prints, attrgetter("lede_shingles")).with_(
            self._shared(self.long_ledes, short, attrgetter("lede_shingles"))
        )
        found: dict[tuple[int, int], Link] = {}
        for link, one, two, _ in (*self._by_text(bodies), *self._by_lede(ledes)):
            known = found.get((one, two))
            if known is None or strength(link) > strength(known):
                found[one, two] = link
        for link, one, two in self._by_claim(prints, bodies, ledes):
            found |= {(one, two): link, (two, one): flipped(link)}
        is_new = {self.held.place(made.article_id) for made in prints}
        for (one, two), link in found.items():
            if two not in is_new:
                yield link
            elif one < two and (two, one) in found:
                # Seen from either side, less what is house text there: the lesser counts.
                yield min(link, flipped(found[two, one]), key=weight)

    def _shared(
        self,
        index: RunIndex,
        prints: Sequence[Fingerprint],
        runs_of: Callable[[Fingerprint], bytes],
    ) -> Shared:
        """Return how many runs of one index some articles share with others."""
        runs = [runs_of(made) for made in prints]
        places = np.array([self.held.place(p.article_id) for p in prints], np.int64)
        owners = np.repeat(places, [len(made) // 4 for made in runs])
        every = np.frombuffer(b"".join(runs), "<u4")
        met = index.meet(owners, every, self.held.columns["is_held"])
        met = met.where(met.owner != met.place)
        if index is self.bodies:
            met = self._without_house_text(met, prints)
        return Shared(*met.counts())

    def _without_house_text(self, met: Meetings, prints: Sequence[Fingerprint]) -> Meetings:
        """Return the meetings by own text; house text is no part of a text's length either."""
        is_house, left_out = house_text(met, self.held)
        for made in prints:
            place = self.held.place(made.article_id)
            if place in left_out:
                runs = np.frombuffer(made.shingles, "<u4")
                self.held.count_runs(place, runs[~np.isin(runs, left_out[place])])
        return met.where(~is_house)

    def _by_text(self, shared: Shared) -> Iterator[tuple[Link, int, int, bool]]:
        """Yield the links by texts."""
        rows = self.held.columns
        # Four words to a run at least: most pairs share a phrase and no more.
        enough = shared.runs * 4 >= PASSAGE_WORDS
        one, two, runs = shared.one[enough], shared.two[enough], shared.runs[enough]
        found = compare_bodies(rows[one], rows[two], runs, self.settings)
        for link, first, second, is_brief in self._linked(one, two, found, Means.TEXT):
            is_copy = not is_brief or self._is_kin(first, second)
            yield link if is_copy else weakened(link), first, second, is_brief

    def _by_lede(self, shared: Shared) -> Iterator[tuple[Link, int, int, bool]]:
        """Yield the links by headlines and ledes."""
        rows = self.held.columns
        enough = shared.runs >= LEAST_LEDE_RUNS
        one, two, runs = shared.one[enough], shared.two[enough], shared.runs[enough]
        yield from self._linked(one, two, compare_ledes(rows[one], rows[two], runs), Means.LEDE)

    def _linked(
        self, one: Places, two: Places, found: SharedText, means: Means
    ) -> Iterator[tuple[Link, int, int, bool]]:
        """Yield (link, its two places, whether it is brief) for the pairs that are bound."""
        for at in np.flatnonzero(found.strength):
            first, second = int(one[at]), int(two[at])
            facts = BONDS[int(found.strength[at])], int(found.words[at])
            shares = rounded(found.share[at]), rounded(found.other_share[at])
            yield (
                self._link(first, second, *facts, shares, means),
                first,
                second,
                bool(found.is_brief[at]),
            )

    def _link(
        self, one: int, two: int, bond: Bond, words: int, shares: tuple[float, float], means: Means
    ) -> Link:
        """Return a link between two places."""
        first, second = self.held.ids[one], self.held.ids[two]
        return Link(
            first,
            second,
            Overlap(second, bond, words, *shares, means),
            Overlap(first, bond, words, shares[1], shares[0], means),
        )

    def _by_claim(
        self, prints: Iterable[Fingerprint], bodies: Shared, ledes: Shared
    ) -> Iterator[tuple[Link, int, int]]:
        """Yield the links of articles whose page names the other, where the texts bear it out."""
        pairs = self._claimed_pairs(prints)
        if not pairs:
            return
        rows, width = self.held.columns, len(self.held.columns)
        one, two = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
        by_text = compare_bodies(rows[one], rows[two], bodies.of(pairs, width), self.settings)
        by_lede = compare_ledes(rows[one], rows[two], ledes.of(pairs, width))
        is_same = rows["title"][one] == rows["title"][two]
        is_same &= rows["title_words"][one] >= CLAIM_TITLE_WORDS
        for at, (first, second) in enumerate(pairs):
            if by_text.words[at] >= PASSAGE_WORDS:
                found, words = by_text, int(by_text.words[at])
            elif by_lede.words[at] >= LEDE_SHARED_WORDS:
                found, words = by_lede, int(by_lede.words[at])
            elif is_same[at]:
                found, words = by_text, 0
            else:
                continue
            shares = rounded(found.share[at]), rounded(found.other_share[at])
            yield self._link(first, second, Bond.COPY, words, shares, Means.CLAIM), first, second

    def _claimed_pairs(self, prints: Iterable[Fingerprint]) -> list[tuple[int, int]]:
        """Return the pairs of places of which one names the other, a new one first."""
        pairs: dict[tuple[int, int], None] = {}
        for made in prints:
            here = self.held.place(made.article_id)
            named = {*made.claims, *self.claimants.get(made.article_id, ())}
            for other in sorted(named - {made.article_id}):
                if other in self.held and (self.held.place(other), here) not in pairs:
                    pairs[here, self.held.place(other)] = None
        return list(pairs)

    def _is_kin(self, one: int, two: int) -> bool:
        """Say whether two headlines share a word, or the articles an agency.

        A page that holds nothing but a notice about cookies shares that with every other such page.
        """
        agency = int(self.held.columns["agency"][one])
        if agency and agency == int(self.held.columns["agency"][two]):
            return True
        titles = (self.held.titles[place].decode() for place in (one, two))
        first, second = map(content_words, titles)
        return not set(first).isdisjoint(second)


def is_long(made: Fingerprint) -> bool:
    """Say whether more is known of a text than its beginning."""
    return made.word_count >= SHORT_WORDS


def rounded(share: float) -> float:
    """Return a share in whole ten-thousandths; what is shared is never 0, however long the text."""
    return max(round(float(share), 4), 0.0001) if share else 0.0


def strength(link: Link) -> int:
    """Return how strongly a link binds."""
    return STRENGTH[link.of_one.bond]


def weight(link: Link) -> tuple[int, int]:
    """Return how much two articles have in common."""
    return strength(link), link.of_one.words


def weakened(link: Link) -> Link:
    """Return a link of two articles that share a passage and no more."""
    of_one, of_two = (replace(o, bond=Bond.PASSAGE) for o in (link.of_one, link.of_two))
    return replace(link, of_one=of_one, of_two=of_two)


def flipped(link: Link) -> Link:
    """Return the same link, told of the other article first."""
    return Link(link.two, link.one, link.of_two, link.of_one)
