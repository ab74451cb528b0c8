"""Many phrases -> those that a line begins with, at the cost of one look.

A line is looked up by its first word. It knows no phrase itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LEAD = re.compile(r"(?:[^\w\"“”„«»‘’'¿¡©(]|_|\((?![cC]\)))+")
"""What may stand before the first word: bullets, brackets, arrows; no quotation mark."""
FIRST = re.compile(r"[^\s:,.!?…|»>]+")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


HEAD = 60
"""Characters of the longest phrase."""


def folded(line: str) -> str:
    """Return a line in lower case with straight apostrophes and # for each number.

    What stands before the first word is left out, and one space stands between words.
    """
    lead = LEAD.match(line)
    plain = line[lead.end() if lead else 0 :].lower().replace("’", "'")
    return " ".join(NUMBER.sub("#", plain).split())


def first_word(line: str) -> str:
    """Return the first word of a line as phrase books know it, "" = it has none."""
    lead = LEAD.match(line)
    found = FIRST.match(line, lead.end() if lead else 0)
    if found is None:
        return ""
    return "#" if found[0][0].isdigit() else found[0].lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A phrase that a line begins with."""

    said: str
    """The line, folded."""
    rest: str
    """What follows the phrase."""
    told: T


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    """The phrases with one first word."""

    beginnings: tuple[str, ...]
    """Of the phrases, up to a number in them."""
    phrases: tuple[tuple[str, T], ...]


class PhraseBook(Generic[T]):
    """Phrases, as `folded` writes them, with what each tells."""

    __slots__ = ("_pages",)

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        """Take the phrases; of two with one beginning the longer is found first."""
        by_first: dict[str, list[tuple[str, T]]] = {}
        for phrase, told in sorted(phrases, key=lambda row: -len(row[0])):
            first = "#" if phrase[0] == "#" else first_word(phrase)
            by_first.setdefault(first, []).append((phrase, told))
        self._pages: Mapping[str, _Page[T]] = {
            first: _Page(tuple({phrase.partition("#")[0] for phrase, _ in rows}), tuple(rows))
            for first, rows in by_first.items()
        }

    def find(self, line: str, first: str) -> Sequence[Found[T]]:
        """Return the phrases that a line begins with, the longest first.

        A phrase ends where a word ends.

        Args:
            line: as printed.
            first: its `first_word`, which the caller looks up in several books.
        """
        page = self._pages.get(first)
        if page is None or not _beginning(line).startswith(page.beginnings):
            return ()
        said = folded(line)
        begun = (row for row in page.phrases if said.startswith(row[0]))
        found = (Found(said, said[len(phrase) :], told) for phrase, told in begun)
        return [one for one in found if not is_word(one.said, one.rest)]


def is_word(said: str, rest: str) -> bool:
    """Return whether a line goes on with a letter where a phrase ends with one."""
    return rest[:1].isalnum() and said[-len(rest) - 1].isalnum()


def _beginning(line: str) -> str:
    lead = LEAD.match(line)
    start = lead.end() if lead else 0
    return " ".join(line[start : start + HEAD].lower().replace("’", "'").split())
