"""Two versions of an article -> what was added and removed, word by word.

Only paragraphs that changed are given. No page is made here, and nobody is told which version is
right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from newsloom.model import Article
from newsloom.publish.words import printable
from newsloom.text.folding import UNSPACED
from newsloom.text.sentences import sentences

PARAGRAPHS = 400
"""Paragraphs of a text that are compared: comparing takes their number squared."""

WORDS = 400
"""Words of a paragraph that are compared one by one; a longer one is compared by sentences."""

FINE = 40
"""Changed paragraphs that are looked into; further ones are shown whole. The worst takes 7 ms."""

ALIKE = 0.35
"""Share of common words under which a paragraph is another one, not a changed one."""

WORD = re.compile(rf"[{UNSPACED}]\s*|[^\s{UNSPACED}]+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, came or went."""

    text: str
    kind: str
    """"same", "added", "removed"."""


Passage = tuple[Piece, ...]
"""One headline or paragraph with what changed in it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What one version changed of the one before."""

    old: int
    new: int
    title: Passage
    """() = it stayed."""
    excerpt: Passage
    points: tuple[Passage, ...]
    paragraphs: tuple[Passage, ...]
    """Those that changed, in their order."""
    total: int
    """Paragraphs of the newer text."""
    is_whole: bool
    """False = the texts are longer than what is compared."""


def compare(old: Article, new: Article) -> Comparison:
    """Return what ``new`` changed of ``old``, a version of the same article before it."""
    before, after = paragraphs_of(old.text), paragraphs_of(new.text)
    excerpts = compared([old.excerpt], [new.excerpt])
    titles = compared([old.title], [new.title])
    return Comparison(
        old=old.version,
        new=new.version,
        title=titles[0] if titles else (),
        excerpt=excerpts[0] if excerpts else (),
        points=compared(old.key_points, new.key_points),
        paragraphs=compared(before[:PARAGRAPHS], after[:PARAGRAPHS]),
        total=len(after),
        is_whole=max(len(before), len(after)) <= PARAGRAPHS,
    )


def comparisons(versions: Sequence[Article], most: int) -> tuple[Comparison, ...]:
    """Return what the newest versions changed, at most ``most`` of them, the newest first."""
    pairs = list(zip(versions, versions[1:], strict=False))[-most:]
    return tuple(compare(old, new) for old, new in reversed(pairs))


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def compared(old: Sequence[str], new: Sequence[str]) -> tuple[Passage, ...]:
    """Return the passages that changed."""
    before, after = [" ".join(one.split()) for one in old], [" ".join(one.split()) for one in new]
    found: list[Passage] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "replace":
            for one, two in zip_longest(before[i:j], after[k:m], fillvalue=""):
                is_fine = len(found) < FINE
                found += changed(one, two) if is_fine else [removed(one), added(two)]
        elif tag != "equal":
            found += [removed(one) for one in before[i:j]] + [added(one) for one in after[k:m]]
    return tuple(passage for passage in found if passage)


def changed(old: str, new: str) -> list[Passage]:
    """Return one passage with its changes, or two when they have hardly a word in common."""
    before, after = units(old), units(new)
    bare, bare_after = [one.strip() for one in before], [one.strip() for one in after]
    matcher = SequenceMatcher(None, bare, bare_after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return [removed(old), added(new)]
    made: list[Piece] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            made.append(piece(after[k:m], "same"))
        else:
            made += [piece(before[i:j], "removed"), piece(after[k:m], "added")]
    return [tuple(one for one in made if one.text)]


def units(text: str) -> list[str]:
    """Return the words of a passage with the space after each; of a long one its sentences."""
    words: list[str] = WORD.findall(text)
    return words if len(words) <= WORDS else list(spaced(sentences(text)))[:WORDS]


def spaced(parts: Sequence[str]) -> Iterator[str]:
    """Return parts with a space after each."""
    return (f"{part} " for part in parts)


def piece(parts: Sequence[str], kind: str) -> Piece:
    """Return parts as one piece."""
    return Piece(str(printable("".join(parts))), kind)


def removed(text: str) -> Passage:
    """Return a passage that went; () for no text."""
    return (piece([text], "removed"),) if text else ()


def added(text: str) -> Passage:
    """Return a passage that came; () for no text."""
    return (piece([text], "added"),) if text else ()
