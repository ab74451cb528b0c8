"""Two texts -> the longest passages they have in common, as the first prints them.

Evidence for people; whether a text is a copy is decided before, in syndication.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsloom.model import Passages
from newsloom.ports import Collation
from newsloom.text.tokens import words

MOST = 3
"""Passages shown."""

LEAST_WORDS = 8
"""Words of a passage worth showing: shorter ones are phrases."""

SHOWN_WORDS = 60
"""Words shown of a passage: enough to recognise a text, too few to read it here."""

RUN = 4
"""Words that must follow each other in both texts before a passage is looked at."""

PLACES = 8
"""Places in the other text that one run is looked up at, the first ones."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
WORD = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+(?:['’][^\W{UNSPACED}]+)*")
"""A word, or one letter of a script without spaces."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as compared, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the first text that are also in the second: from ``start`` to before ``end``."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Words in it."""
        return self.end - self.start


def find_passages(collation: Collation) -> Passages:
    """Return at most three passages of eight words or more, longest first, printed as in the text.

    A passage ends where a word differs; case, quotation marks and punctuation do not count. Of a
    long one the first 60 words are shown, with "…".
    """
    text = collation.text
    ours = words_in(text)
    matches = longest_matches(ours, words_in(collation.other_text))
    shown = tuple(printed(text, ours[match.start : match.end]) for match in matches)
    return Passages(collation.article_id, collation.other_id, shown)


def words_in(text: str) -> list[Word]:
    """Return the words of a text in order."""
    found = ((match, "".join(words(match[0]))) for match in WORD.finditer(text))
    return [Word(folded, match.start(), match.end()) for match, folded in found if folded]


def longest_matches(ours: Sequence[Word], theirs: Sequence[Word]) -> list[Match]:
    """Return the longest passages of ``ours`` that are in ``theirs``, none within another."""
    other = [word.folded for word in theirs]
    own = [word.folded for word in ours]
    places = run_places(other)
    found: list[Match] = []
    at = 0
    while at + RUN <= len(own):
        starts = places.get(tuple(own[at : at + RUN]), ())
        length = max((common_length(own, at, other, start) for start in starts), default=0)
        if length >= LEAST_WORDS:
            found.append(Match(at, at + length))
            at += length
        else:
            at += 1
    # A headline or summary that begins the text again is one passage, not two.
    distinct = {tuple(own[match.start : match.end]): match for match in reversed(found)}
    return sorted(distinct.values(), key=lambda match: (-match.length, match.start))[:MOST]


def run_places(own: Sequence[str]) -> Mapping[tuple[str, ...], Sequence[int]]:
    """Return where each run of words begins."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(own) - RUN + 1):
        run = places[tuple(own[at : at + RUN])]
        if len(run) < PLACES:
            run.append(at)
    return places


def common_length(own: Sequence[str], at: int, other: Sequence[str], start: int) -> int:
    """Return how many words are the same from two places on."""
    length = 0
    longest = min(len(own) - at, len(other) - start)
    while length < longest and own[at + length] == other[start + length]:
        length += 1
    return length


def printed(text: str, passage: Sequence[Word]) -> str:
    """Return a passage as its text prints it, on one line."""
    shown = passage[:SHOWN_WORDS]
    line = " ".join(text[shown[0].start : shown[-1].end].split())
    return line if len(shown) == len(passage) else f"{line} …"
