"""Line or end of a line -> whether it credits people or agencies, and little else.

The words are ``data/credits.toml``; who is credited is read by `byline` and `agency`. A line that
begins like a credit and goes on like a sentence is text: "Edited by Ann Lee, the book gathers..."
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache

from newsloom.data import read_text
from newsloom.extract.byline import (
    CONTRIBUTED,
    is_signature,
    parse_byline,
    role_marks,
    role_of,
    role_of_mark,
)
from newsloom.extract.person import words_of
from newsloom.extract.phrasebook import PhraseBook, first_word
from newsloom.text.dates import has_month
from newsloom.text.wires import find_credit, known_agency

LONGEST = 600
"""Characters of a credit."""
MAX_WORDS = 60
MAX_CLOSING_WORDS = 30
"""Of a line that credits an agency with a part."""
TAIL = 420
"""Characters of a line's end in which a credit is looked for."""
MAX_SIGNATURE = 60
"""Characters of a line that is nothing but a name."""
MAX_BYLINE_WORDS = 16
MAX_TAILS = 6
"""Credits at the end of one line."""
SHARE = 0.5
"""Of a line that the words of an agency's credit must fill."""

FAREWELL = re.compile(r"(?i)the (?:team|staff|editors) (?:at|of)\b.*\benjoyed\b")
BRACKET = re.compile(r"\s*\((?P<inside>[^()]{3,300})\)[\W_]*$")
STOP = re.compile(r"[a-zà-ÿ][.!?…][\"”’»)\]]*$")
SENTENCE = re.compile(
    r"(?<=[.!?…”\"’»)\]])(?<!\b[A-ZÀ-Þ]\.)(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr)\.)\s+(?=\S)"
)
"""Where a sentence begins inside a line; not after initials."""
SOURCE = re.compile(
    r"(?:\b(?:by|in|on|at|from|via|bei|auf|von|aus|der|en|por|em|no|na|pela|pelo|sur|dans|par|de"
    r"|su|da|op|door)|[lL]['’])\s?(?:(?:the|die|der|dem|la|el|le|het)\s)?([A-ZÀ-Þ][\w.]+)"
)
"""Who published or supplied it."""
CLAUSE_END = re.compile(r"[,;]|\.\s")
LICENSED = re.compile(r"(?i)permission|creative commons|\bfeed\b|licen[cs]e|partnership|https?://")
WORD = re.compile(r"(?<![/\w])[^\W\d_][\w'’.-]*")
"""Initials after a slash are no words: "Ann Lee/jhb/ts"."""
NOTES = re.compile(
    r"(?i)^\W*(?:editors?['’]s? note|note|nota|hinweis|anmerkung der redaktion|ndlr)\s?:\W*"
)


@cache
def _words(table: str, *names: str) -> tuple[str, ...]:
    found: dict[str, list[str]] = tomllib.loads(read_text("credits.toml"))[table]
    lists = (found[name] for name in names) if names else found.values()
    return tuple(phrase for phrases in lists for phrase in phrases)


@cache
def _openings() -> PhraseBook[bool]:
    """Return the phrases that credits of people begin with; True = names must follow a colon."""
    phrases = (p for p in role_of() if not p.isalpha() and p not in _words("not_in_text"))
    return PhraseBook((p, p.endswith(":")) for p in phrases)


@cache
def _provenance() -> PhraseBook[None]:
    return PhraseBook((phrase, None) for phrase in _words("provenance"))


@cache
def _closings() -> PhraseBook[None]:
    return PhraseBook((phrase, None) for phrase in _words("closing"))


@cache
def _connectives() -> frozenset[str]:
    """Return the words in lower case that credits are made of."""
    phrases = (re.findall(r"\w+", phrase) for phrase in role_of())
    return frozenset(word for phrase in phrases for word in phrase).union(
        words_of("connectives"), words_of("joiners"), words_of("particles"), words_of("honorifics")
    )


def is_credit(line: str, first: str) -> bool:
    """Return whether a line names who wrote, edited or pictured the article, and little else.

    Args:
        line: as printed.
        first: its `first_word`.
    """
    if len(line) > LONGEST:
        return False
    if FAREWELL.match(line):
        return role_marks().search(line.lower()) is not None or find_credit(line) is not None
    for found in _openings().find(line, first):
        is_colon = found.told
        said = after(line, found.rest)
        return is_credit_shaped(said) and (not is_colon or names_somebody(line, said))
    return False


def after(line: str, rest: str) -> str:
    """Return the end of a line as printed that is ``rest`` when folded."""
    count = len(rest.strip(" :").split())
    return " ".join(line.split()[-count:]) if count else ""


def names_somebody(line: str, said: str) -> bool:
    """Return whether a credit names a person, or signs for nobody in person."""
    return parse_byline(line) != () or is_signature(said)


def is_credit_shaped(said: str) -> bool:
    """Return whether what follows the words of a credit can be names and further credits."""
    words = WORD.findall(said)
    if not words or len(words) > MAX_WORDS:
        return False
    plain = plain_words(words)
    return words[0] not in plain and len(plain) <= max(1, len(words) // 4)


def plain_words(words: Sequence[str]) -> list[str]:
    """Return the words that are neither names nor what credits are made of."""
    lower = (word for word in words if word[0].islower())
    unknown = (word for word in lower if word.rstrip(".").lower() not in _connectives())
    return [word for word in unknown if not known_agency(word)]


def is_closing_credit(line: str) -> bool:
    """Return whether a line near the end tells who else worked on the text or had it before."""
    if len(line) > LONGEST or len(line.split()) > MAX_WORDS:
        return False
    is_stem = any(stem in line for stem in ("contrib", "zu diese", "bij aan"))
    if is_stem and CONTRIBUTED.search(line):
        return is_contribution(line)
    return is_provenance(line)


def is_provenance(line: str) -> bool:
    """Return whether a line tells where the article was published before, or who supplied it."""
    if len(line) > LONGEST or len(line.split()) > MAX_WORDS:
        return False
    note = NOTES.match(line)
    said = line[note.end() :] if note else line
    is_opened = any(_provenance().find(said, first_word(said)))
    if not is_opened or not any(word in said.lower() for word in _words("provenance_words")):
        return False
    clause = CLAUSE_END.split(said, maxsplit=1)[0]
    sources = (name for name in SOURCE.findall(clause) if not has_month(name))
    return next(sources, "") != "" or LICENSED.search(said) is not None


def is_contribution(line: str) -> bool:
    """Return whether a line is made of names and of what they contributed."""
    words = WORD.findall(line)
    return len(plain_words(words)) <= max(1, len(words) // 4)


def is_short_closing(line: str, is_last: bool) -> bool:
    """Return whether a short line or sentence credits an agency or agencies with the text.

    Args:
        line: one of the last lines of a text, or its last sentence.
        is_last: the name of an agency alone is a credit only here.
    """
    if len(line) > LONGEST or len(line.split()) > MAX_CLOSING_WORDS:
        return False
    if len(line) < MAX_SIGNATURE and is_signature(line):
        return is_last
    credit = find_credit(line)
    for found in _closings().find(line, first_word(line)):
        said = after(line, found.rest)
        return credit is not None or said == "" or is_credit_shaped(said)
    if credit is None or credit.shows == "house":
        return False
    return len(credit.words) >= SHARE * len(line.strip())


def is_opening_credit(line: str, is_first: bool) -> bool:
    """Return whether a line at the start signs the article or tells where it comes from.

    Args:
        line: one of the first lines of a text.
        is_first: the name of an agency alone is a credit only here.
    """
    if is_first and len(line) < MAX_SIGNATURE and is_signature(line):
        return True
    return is_byline(line) or is_provenance(line)


def is_byline(line: str) -> bool:
    """Return whether a line says by whom an article is, and nothing else: "By Ann Lee, Rome"."""
    if len(line) > LONGEST or len(line.split()) > MAX_BYLINE_WORDS or STOP.search(line):
        return False
    mark = role_marks().match(line.lower())
    if mark is None or role_of_mark(mark[0]) != "author":
        return False
    return is_credit_shaped(line[mark.end() :]) and parse_byline(line) != ()


def split_bracket_tail(line: str) -> tuple[str, list[str]]:
    """Return a line without the credits of people in brackets at its end, and those credits.

    A line with more than MAX_TAILS of them is left as it is.
    """
    credits: list[str] = []
    body = line
    while body.rstrip(" .*_").endswith(")"):
        found = BRACKET.search(body, max(0, len(body) - TAIL))
        inside = found["inside"] if found and found.start() else ""
        if found is None or not is_credit(inside, first_word(inside)):
            break
        if len(credits) == MAX_TAILS:
            return line, []
        credits.insert(0, body[found.start() :].strip())
        body = body[: found.start()].rstrip()
    return body, [" ".join(credits)] if credits else []


def split_tail(line: str, is_last: bool) -> tuple[str, str]:
    """Return a line near the end without a credit that ends it, and that credit, "" = none.

    Args:
        line: one of the last lines of a text.
        is_last: the name of an agency alone is a credit only here.
    """
    found = BRACKET.search(line, max(0, len(line) - TAIL)) if ")" in line[-8:] else None
    if found and found.start() and is_short_closing(found["inside"], is_last):
        return line[: found.start()].rstrip(), line[found.start() :].strip()
    places = [match.end() for match in SENTENCE.finditer(line, max(1, len(line) - TAIL))]
    for place in places:
        if is_credit(line[place:], first_word(line[place:])):
            return line[:place].rstrip(), line[place:].strip()
    if places and is_short_closing(line[places[-1] :], is_last):
        return line[: places[-1]].rstrip(), line[places[-1] :].strip()
    return line, ""
