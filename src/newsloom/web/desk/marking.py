"""Two texts -> the same texts with the words marked that are in both. Judges nothing by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from markupsafe import Markup, escape

from newsloom.text.tokens import content_words, words

_WORD = re.compile(r"[\w\u0300-\u036f]+(?:['’.,-][\w\u0300-\u036f]+)*")
"""What is marked as a whole: a word or number as printed."""


def shared_words(one: Iterable[str], other: Iterable[str]) -> frozenset[str]:
    """Return the canonical content words and numbers that are in both of two groups of texts."""
    return frozenset(keys_of(" ".join(one))) & frozenset(keys_of(" ".join(other)))


def marked(text: str, shared: frozenset[str]) -> Markup:
    """Return the text, escaped, with ``<mark>`` around what ``shared`` names.

    Words with nothing but a space between them share one mark.
    """
    found = Markup()
    end = 0
    for start, stop in joined(text, stretches(text, shared)):
        found += escape(text[end:start]) + Markup("<mark>%s</mark>") % text[start:stop]
        end = stop
    return found + escape(text[end:])


def keys_of(text: str) -> list[str]:
    """Return what words and numbers are compared by; stop words have none."""
    return content_words(text) + [word for word in words(text) if word[0].isdigit()]


def stretches(text: str, shared: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the places in the text that are marked, in order."""
    for match in _WORD.finditer(text):
        printed = match[0]
        pairs = ["".join(pair) for pair in pairwise(printed)]
        if len(pairs) > 1 and words(printed) == pairs:
            yield from (
                (match.start() + place, match.start() + place + 2)
                for place, pair in enumerate(pairs)
                if pair in shared
            )
        elif not shared.isdisjoint(keys_of(printed)):
            yield match.span()


def joined(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the places with those made one that touch or have only white space between them."""
    held: tuple[int, int] | None = None
    for start, stop in places:
        if held is not None and not text[held[1] : start].strip():
            held = (held[0], max(held[1], stop))
            continue
        if held is not None:
            yield held
        held = (start, stop)
    if held is not None:
        yield held
