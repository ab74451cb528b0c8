"""Paragraphs -> paragraphs without insertions, sharing footers and credits, which are kept aside.

Works on plain text only, for HTML bodies and plain text articles alike; it knows no page layout.
The signs by which a line is told are in `signs`, all languages together.

Insertions are never more than INSERTION_SHARE of the words that are no footer or credit, beyond
INSERTION_WORDS of them: a text that is made of links is left as it is. Stripping twice changes
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from newsloom.extract.credit_lines import (
    FAREWELL,
    MAX_TAILS,
    is_closing_credit,
    is_credit,
    is_opening_credit,
    is_short_closing,
    split_bracket_tail,
    split_tail,
)
from newsloom.extract.phrasebook import first_word
from newsloom.extract.signs import BULLET, Kind, kind_of

MAX_INSERTION_WORDS = 30
"""A longer line is part of the article, whatever stands above it."""
MAX_HEADLINE = 300
"""Characters of a title."""
LOOK_AHEAD = 20
"""Lines under a label in which titles of other articles are looked for."""
MAX_TITLES = 6
"""Of a list without bullets."""
TITLE_WORDS = 4
"""Fewer words are no title in such a list."""
INSERTION_SHARE = 0.5
INSERTION_WORDS = 60
CREDIT_REACH = 6
"""Paragraphs from the end in which a credit inside a longer paragraph is looked for."""
HEAD_REACH = 2
"""Paragraphs from the start in which the article tells where it comes from."""
AGENCY_REACH = 2
"""Paragraphs from the end in which the name of an agency alone is a credit."""

RIGHTS = re.compile(
    r"©|\bcopyright\b|\(c\)|\brights reserved\b|\bmay not be published|\bour standards:",
    re.IGNORECASE,
)
"""A claim of rights can name the agency whose text it is."""
NO_HEADLINE = re.compile(r"(?<!\.)[.;:,][\"”’'»)\]]*$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Paragraphs of the article, and what was taken out of them."""

    paragraphs: tuple[str, ...]
    credits: tuple[str, ...]
    """Lines naming people, agencies and owners of rights, in order."""
    insertions: int
    """Lines about other articles that were taken out."""
    footers: int
    """Lines about sharing, subscribing, rights that were taken out."""

    @property
    def note(self) -> str:
        """A sentence on what was taken out, "" = nothing but credits."""
        taken = self.insertions + self.footers
        if not taken:
            return ""
        lines = (
            "line of an insertion or a footer was"
            if taken == 1
            else "lines of insertions and footers were"
        )
        return f"{taken} {lines} taken out of the text."


@dataclass(slots=True)
class _Line:
    """One line while it is looked at."""

    text: str
    credits: list[str]
    """Credits taken off its end, in their order."""
    kind: Kind = Kind.TEXT


def strip_clutter(paragraphs: Sequence[str]) -> Cleaned:
    """Return the paragraphs without insertions, footers and credits.

    Args:
        paragraphs: lines of text in reading order, any number, bullets kept as printed.
    """
    lines = _told(paragraphs)
    _keep_lists_of_links(lines)
    _tell_ends(lines)
    credits: list[str] = []
    for line in lines:
        is_claim = line.kind is Kind.RIGHTS or line.kind is Kind.CREDIT
        credits += [line.text, *line.credits] if is_claim else line.credits
    kinds = [line.kind for line in lines]
    return Cleaned(
        tuple(line.text for line in lines if line.kind in (Kind.TEXT, Kind.KEPT)),
        tuple(credits),
        kinds.count(Kind.INSERTION),
        kinds.count(Kind.FOOTER) + kinds.count(Kind.RIGHTS),
    )


def is_label(line: str) -> bool:
    """Return whether the line only announces that another article's title follows."""
    return kind_of(line, first_word(line)) in (Kind.LABEL, Kind.LIST)


def is_headline(line: str) -> bool:
    """Return whether the line can be the title of another article: short, no full stop."""
    if len(line) > MAX_HEADLINE or len(line.split()) > MAX_INSERTION_WORDS:
        return False
    return NO_HEADLINE.search(line.rstrip()) is None


def _told(paragraphs: Sequence[str]) -> list[_Line]:
    """Return the lines with what each is by itself, and titles under a label as insertions."""
    lines = [_Line(*split_bracket_tail(text)) for text in paragraphs]
    for line in lines:
        line.kind = _kind_alone(line.text)
    other = [line for line in lines if line.kind in (Kind.TEXT, Kind.LABEL, Kind.LIST)]
    for place, line in enumerate(other):
        if line.kind in (Kind.LABEL, Kind.LIST):
            follow = other[place + 1 : place + 1 + LOOK_AHEAD]
            for title in _titles(follow, line.kind is Kind.LIST):
                title.kind = Kind.INSERTION
            line.kind = Kind.INSERTION
    return lines


def _titles(follow: Sequence[_Line], is_list: bool) -> list[_Line]:
    """Return the titles of other articles with which the lines under a label begin.

    List items as many as there are; other lines one, under the label of a list several. One alone
    before a paragraph is a heading of the article when the label announced a list.
    """
    items = list(takewhile(lambda one: is_title(one) and BULLET.match(one.text), follow))
    if items:
        return items
    run = list(takewhile(is_title, follow))
    if not is_list:
        return run[:1]
    long = [line for line in run if len(line.text.split()) >= TITLE_WORDS]
    is_heading = len(run) == 1 and len(follow) > 1
    return [] if is_heading or len(long) < len(run) or len(run) > MAX_TITLES else run


def is_title(line: _Line) -> bool:
    """Return whether a line can be the title of another article, and is no credit at the end."""
    if line.kind is not Kind.TEXT or not is_headline(line.text):
        return False
    return not (is_closing_credit(line.text) or is_short_closing(line.text, is_last=True))


def _kind_alone(text: str) -> Kind:
    """Return what a line is by itself, wherever it stands."""
    first = first_word(text)
    kind = kind_of(text, first)
    if kind is Kind.TEXT or FAREWELL.match(text):
        return Kind.CREDIT if is_credit(text, first) else kind
    if kind is Kind.FOOTER and RIGHTS.search(text):
        return Kind.RIGHTS
    return kind


def _keep_lists_of_links(lines: Sequence[_Line]) -> None:
    """Keep all insertions of a text that has more of them than belong into an article."""
    inserted = count_words(lines, Kind.INSERTION)
    if inserted <= INSERTION_WORDS:
        return
    if inserted > INSERTION_SHARE * (inserted + count_words(lines, Kind.TEXT)):
        for line in lines:
            line.kind = Kind.KEPT if line.kind is Kind.INSERTION else line.kind


def count_words(lines: Sequence[_Line], kind: Kind) -> int:
    """Return the number of words in the lines of one kind."""
    return sum(len(line.text.split()) for line in lines if line.kind is kind)


def _tell_ends(lines: Sequence[_Line]) -> None:
    """Tell the credits that are known by where they stand: at the start and at the end."""
    kept = 0
    for line in reversed(lines):
        if kept == CREDIT_REACH:
            break
        if line.kind is Kind.TEXT:
            _tell_end(line, kept < AGENCY_REACH)
        kept += line.kind in (Kind.TEXT, Kind.KEPT)
    kept = 0
    for line in lines:
        if line.kind is Kind.TEXT and is_opening_credit(line.text, kept == 0):
            line.kind = Kind.CREDIT
        kept += line.kind in (Kind.TEXT, Kind.KEPT)
        if kept == HEAD_REACH:
            break


def _tell_end(line: _Line, is_last: bool) -> None:
    """Tell whether a line near the end is a credit, and take the credits off its end.

    A line with more than MAX_TAILS of them is left as it is.
    """
    rest, taken, kind = line.text, list[str](), line.kind
    while kind is Kind.TEXT and len(taken) <= MAX_TAILS:
        if is_closing_credit(rest):
            kind = Kind.CREDIT
            break
        body, credit = split_tail(rest, is_last)
        if not credit:
            kind = Kind.CREDIT if is_short_closing(rest, is_last) else kind
            break
        rest, kind = body, _kind_alone(body)
        taken.insert(0, credit)
    if len(taken) <= MAX_TAILS:
        line.text, line.credits = rest, [*taken, *line.credits]
        line.kind = Kind.INSERTION if kind in (Kind.LABEL, Kind.LIST) else kind
