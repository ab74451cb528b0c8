"""Text + what was looked for -> the text with its matches marked, whole or a passage of it.

Texts come as articles have them: every sign of them is escaped, and only ``mark`` is put around
what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup, escape

from newsloom.ports.search import Term, Where
from newsloom.publish.words import printable
from newsloom.text.folding import places, plain_text

LONGEST = 30_000
"""Characters of a text that are looked through: some 5,000 words."""

WIDTH = 260
"""Characters of a passage, about three lines."""

BEFORE = 60
"""Characters of it that stand before the first match."""

Span = tuple[int, int]
"""Where a match begins and ends, in characters."""

OPENING, CLOSING = Markup("<mark>"), Markup("</mark>")


def marked(text: str, terms: Sequence[Term]) -> Markup:
    """Return the whole text with every match marked."""
    shown = plain(text)
    found = [span for _, span in matches(shown, terms)]
    return with_marks(shown, merged(found), 0, len(shown))


def passage(text: str, terms: Sequence[Term]) -> Markup:
    """Return the part of a text in which most of the terms stand, marked; "" = none stands in it.

    A part that does not begin or end with the text has dots there.
    """
    shown = plain(text)
    found = sorted(matches(shown, terms), key=lambda one: one[1])
    if not found:
        return Markup()
    start = max(range(len(found)), key=lambda i: (len(terms_from(found, i)), -i))
    first, last = part(shown, found[start][1][0])
    body = with_marks(shown, merged(span for _, span in found), first, last)
    dots = ("…" if first else "", "…" if last < len(shown) else "")
    return Markup("{}{}{}").format(dots[0], body, dots[1])


def terms_from(found: Sequence[tuple[Term, Span]], start: int) -> set[Term]:
    """Return the terms that stand in a passage which begins with a match."""
    end = found[start][1][0] + WIDTH - BEFORE
    return {term for term, span in found[start : start + 40] if span[1] <= end}


def part(text: str, at: int) -> Span:
    """Return where the passage around a place begins and ends, between words where there are."""
    first = max(at - BEFORE, 0)
    if first:
        space = text.find(" ", first, at)
        first = space + 1 if space >= 0 else first
    last = min(first + WIDTH, len(text))
    if last < len(text):
        space = text.rfind(" ", at + 1, last)
        last = space if space > first + WIDTH // 2 else last
    return first, last


def plain(text: str) -> str:
    """Return a text on one line without what no page may show."""
    return str(printable(" ".join(text[:LONGEST].split())))


def matches(text: str, terms: Iterable[Term]) -> Iterator[tuple[Term, Span]]:
    """Return each place in a text where a term stands, with the term."""
    plain = plain_text(text)
    if plain is not None:
        for term in filter(is_seen, terms):
            for match in plain_pattern(term).finditer(plain):
                yield term, match.span(1)
        return
    known = list(places(text))
    words = [place.word for place in known]
    for term in filter(is_seen, terms):
        for first, last in runs(words, term):
            yield term, (known[first].start, known[last].end)


def is_seen(term: Term) -> bool:
    """Return whether a term is words of a headline or a text."""
    return term.where in (Where.ANYWHERE, Where.TITLE) and bool(term.words)


@lru_cache(maxsize=256)
def plain_pattern(term: Term) -> re.Pattern[str]:
    """Return the pattern of a term in a plain text: the words with anything else between them.

    It looks ahead, for two matches may have words in common.
    """
    words = "[^a-z0-9]+".join(map(re.escape, term.words))
    end = "[a-z0-9]*" if term.is_start else "(?![a-z0-9])"
    return re.compile(f"(?<![a-z0-9])(?=({words}{end}))")


def runs(words: Sequence[str], term: Term) -> Iterator[Span]:
    """Return the numbers of the first and the last word of each run that is a term."""
    *firsts, last = term.words
    for end in range(len(firsts), len(words)):
        word = words[end]
        if word == last or (term.is_start and word.startswith(last)):
            start = end - len(firsts)
            if words[start:end] == firsts:
                yield start, end


def merged(found: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that overlap as one."""
    joined: list[Span] = []
    for first, last in sorted(found):
        if joined and first < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def with_marks(text: str, found: Sequence[Span], first: int, last: int) -> Markup:
    """Return part of a text, escaped, with marks around the spans that lie in it."""
    inside = [(max(a, first), min(b, last)) for a, b in found if a < last and b > first]
    edges = [first, *(edge for span in inside for edge in span), last]
    pieces = [escape(text[a:b]) for a, b in pairwise(edges)]
    return Markup().join(
        OPENING + piece + CLOSING if number % 2 else piece for number, piece in enumerate(pieces)
    )
