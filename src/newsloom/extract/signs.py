"""One line -> what it is by the words it begins with: an insertion, a footer, text.

Reads the table ``data/clutter.toml``. It looks at one line only; what the lines around it say is
`clutter`'s work.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from newsloom.data import read_text
from newsloom.extract.credit_lines import after, is_credit_shaped
from newsloom.extract.phrasebook import PhraseBook
from newsloom.text.wires import may_name

LONGEST = 600
"""Characters of a line that can be anything but text."""
MOST_WORDS = {
    "labels": 30, "lists": 30, "boxes": 12, "before_colon": 20, "headings": 12, "whole": 12,
    "short": 12, "begins": 60, "asks": 60, "pictures": 16,
}  # fmt: skip
"""Words of a line that a sign of each table can tell."""
INSIDE = 320
"""Characters of a line that a sign inside it can tell."""

TITLE = re.compile(r"\s?[:|»>]+\s*\S|\s[-–—]\s?\S")
"""How a title follows a label in its line."""
NO_WORD = re.compile(r"[\W_]*")
PICTURE = re.compile(r"\s?(?::|/|\b(?:by|von|de|par|di|via)\b)\s?\w")
STOP = re.compile(r"[.!?][\"”’'»)\]]*$")
BULLET = re.compile(r"\s*(?:[•·▪◦‣●■]\s*|[-*–—]\s+)(?=\S)")


class Kind(StrEnum):
    """What a line is."""

    TEXT = "text"
    KEPT = "kept"
    """Looks like an insertion, and is left in."""
    LABEL = "label"
    """Announces the title in the next line."""
    LIST = "list"
    """Announces titles in the next lines."""
    INSERTION = "insertion"
    FOOTER = "footer"
    RIGHTS = "rights"
    """A footer that claims rights."""
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase at the start of a line tells."""

    table: str
    holds: tuple[str, ...] = ()
    """One of them must be in the line; () = none need."""


@cache
def _book() -> PhraseBook[Sign]:
    return PhraseBook(_signs())


@cache
def _listed(table: str, name: str) -> tuple[str, ...]:
    return tuple(tomllib.loads(read_text("clutter.toml"))[table][name])


@cache
def _inside() -> tuple[tuple[str, ...], ...]:
    rows: list[list[str]] = tomllib.loads(read_text("clutter.toml"))["inside"]["any"]
    return tuple(map(tuple, rows))


def _signs() -> Iterator[tuple[str, Sign]]:
    tables = tomllib.loads(read_text("clutter.toml"))
    for table in (
        "labels",
        "lists",
        "boxes",
        "before_colon",
        "headings",
        "whole",
        "short",
        "begins",
    ):
        for phrases in tables[table].values():
            yield from ((phrase, Sign(table)) for phrase in phrases)
    for row in tables["asks"]:
        sign = Sign("asks", tuple(row["holds"]))
        yield from ((phrase, sign) for phrase in row["begins"])
    yield from ((phrase, Sign("pictures")) for phrase in tables["pictures"]["words"])


def kind_of(line: str, first: str) -> Kind:
    """Return what a line is by its own words: TEXT unless a sign of the table tells otherwise.

    Args:
        line: as printed.
        first: its `first_word`.
    """
    if len(line) > LONGEST:
        return Kind.TEXT
    if not first and not any(map(str.isalnum, line)):
        return Kind.FOOTER
    for found in _book().find(line, first):
        kind = _kind_by(found.told, found.rest, found.said, line)
        if kind is not Kind.TEXT:
            return kind
    return Kind.FOOTER if len(line) <= INSIDE and _holds_sign(line) else Kind.TEXT


def _holds_sign(line: str) -> bool:
    """Return whether words that stand anywhere in a line tell a footer."""
    lower = line.lower()
    for first, *others in _inside():
        if first in lower and all(other in lower for other in others):
            return True
    return False


def _kind_by(sign: Sign, rest: str, said: str, line: str) -> Kind:
    """Return what a line is by one sign it begins with."""
    if said.count(" ") >= MOST_WORDS[sign.table]:
        return Kind.TEXT
    is_alone = NO_WORD.fullmatch(rest) is not None
    match sign.table:
        case "labels" | "lists" | "boxes" if is_alone:
            return Kind.LABEL if sign.table == "labels" else Kind.LIST
        case "labels" if TITLE.match(rest):
            return Kind.INSERTION
        case "lists" | "before_colon" if TITLE.match(rest) and not STOP.search(said):
            return Kind.INSERTION
        case "headings" | "whole" if is_alone:
            return Kind.FOOTER
        case "pictures" if PICTURE.match(rest) and is_credit_shaped(after(line, rest)):
            is_stock = any(word in said for word in _listed("pictures", "stock"))
            return Kind.FOOTER if is_stock or may_name(line) else Kind.CREDIT
        case "short" | "begins":
            return Kind.FOOTER
        case "asks" if not BULLET.match(line) and any(word in said for word in sign.holds):
            return Kind.FOOTER
    return Kind.TEXT
