"""Address or text -> the news agency that wrote it, with the words that show it.

Reads the agency table ``data/wires.toml``. Does not decide whether a text is a copy, and leaves
agencies that are not in the table to the reader of the page.

Names of agencies are looked for once and replaced by a mark; the forms of credits are then looked
for around the marks, so that a form costs the same for one agency and for a hundred.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from newsloom.data import read_text
from newsloom.text.dateline import read_dateline
from newsloom.text.urls import host_of, registered_domain

MARK = "\ue000"
MOST_LINES = 300
"""Lines that name an agency and are looked at."""
MOST_MATCHES = 20
"""Matches of one form in a line that are looked at."""
SHOWN = ("text", "rights", "source", "part", "house")
"""What a credit shows, the strongest first."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One row of the agency table."""

    name: str
    names: tuple[str, ...]
    """As credits print it."""
    domains: tuple[str, ...]
    """Its own sites, registered domains."""
    path_marks: tuple[str, ...]
    """Parts of addresses on other sites that name it: ``/reuters/``."""
    credits: tuple[re.Pattern[str], ...]
    """Credits that only it has; each match is the words that show it."""
    house: tuple[re.Pattern[str], ...]
    """Its ways to credit that do not name it; weaker than any that does."""


@dataclass(frozen=True, slots=True)
class Credit:
    """A credit as a text prints it."""

    agency: str
    words: str
    """Those that show it, as printed, white space folded."""
    shows: str
    """One of SHOWN."""


@dataclass(frozen=True, slots=True)
class _Form:
    shows: int
    """Place in SHOWN."""
    holds: str
    """Without it in a text the form is not there; "" = not known."""
    pattern: re.Pattern[str]


@cache
def _table() -> dict[str, list[dict[str, list[str]]]]:
    found: dict[str, list[dict[str, list[str]]]] = tomllib.loads(read_text("wires.toml"))
    return found


def _read_agency(row: dict[str, list[str]]) -> Agency:
    return Agency(
        name=str(row["name"]),
        names=tuple(row["names"]),
        domains=tuple(row["domains"]),
        path_marks=tuple(row["path_marks"]),
        credits=tuple(re.compile(text) for text in row.get("credits", ())),
        house=tuple(re.compile(text) for text in row.get("house", ())),
    )


AGENCIES: tuple[Agency, ...] = tuple(map(_read_agency, _table()["agency"]))

_PLACE_OF = {name: place for place, agency in enumerate(AGENCIES) for name in agency.names}


def _by_last_word() -> dict[str, tuple[frozenset[str], ...]]:
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for name in _PLACE_OF:
        *others, last = re.findall(r"\w+", name)
        found[last] = (*found.get(last, ()), frozenset(others))
    return found


_WORDS_OF = _by_last_word()
"""Last word of a name -> the other words of such names."""
_WORD = re.compile(r"\w+")
_LONGEST_FIRST = sorted(_PLACE_OF, key=len, reverse=True)
_NAME = "|".join(r"\s+".join(map(re.escape, name.split())) for name in _LONGEST_FIRST)
_PRINTED = re.compile(rf"(?<![\w@])(?:{_NAME})(?!\w)")
_ARTICLE = re.compile(r"(?i)(?:the|la|die|der)\s|l['’]")
_MORE = re.compile(r"$|[/,+]|-[A-Z]{2,}")
_STAFF = re.compile(r"(?i)(?:\W*(?:staff|editorial|bureau|news|desk|agency|sports?|wire|feed))*\W*")

_PEOPLE_WORD = r"[^\W\d_a-zß-öø-ÿ\ue000][\w.’'-]{0,20}"
_PERSON = rf"{_PEOPLE_WORD}(?:\s(?:[a-z]{{1,3}}\s){{0,2}}{_PEOPLE_WORD}){{1,4}}"
_NEXT = r"(?:,\s?(?:and\s)?|\s(?:and|y|und|et|e|And|AND)\s|\s?&\s?)"
_SEPARATOR = r"(?:\s?[,/+&]\s?|\s(?:and|und|y|et|e|ed|en)\s(?:the\s)?|-)"
_BEFORE = rf"(?:(?:[A-Z]{{2,7}}{_SEPARATOR}|[a-z]{{2,4}}/){{0,2}})"
_AFTER = rf"(?:(?:{_SEPARATOR}(?:{MARK}|[A-Z]{{2,7}}(?!\w))|/[a-z]{{2,4}}(?!\w)){{0,5}})"
_PARTS = {
    "{agency}": MARK,
    "{people}": rf"{_PERSON}(?:{_NEXT}{_PERSON}){{0,6}}",
    "{list}": rf"{_BEFORE}{MARK}{_AFTER}(?:\s(?i:staff|agencies|news agency)\b)?",
}
_PICTURE = re.compile(
    r"(?i:\b(?:photos?|fotos?|photographs?|pictures?|pics?|images?|imagem|imagens|imagen|bild(?:er)?|"
    r"crédits? photos?|archivbild|archivfoto|symbolbild|video|vídeo|vidéo|graphics?|grafik|"
    r"illustration|thumbnail)"
    r"(?:[\s/](?:credits?|courtesy|source|quelle|file))?\s?"
    r"(?:[:/©]|\s(?:by|via|von|de|da|di|par|door|of|from|credit)\b)"
    rf"[^.\n;){MARK}]{{0,60}}{MARK})"
    rf"|{MARK}\s(?i:photos?|fotos?|pictures?|images?|pics?|file photo|video|footage)\b"
    rf"|{_PERSON}\s?/\s?{MARK}|{MARK}\s?/\s?(?:{_PERSON}|Getty|Pool|POOL|Handout)"
    rf"|(?i:picture[ -]alliance|getty(?: images)?|images|pool|epa)\s?(?:/|via)\s?{MARK}"
)
"""Whose picture it is tells nothing of the text."""
_BYLINE = re.compile(r"(?i)\W{0,3}(?:by|von|par|por|di|door)\s")
"""What follows is no picture's: "By Mara Quill/AFP"."""


@cache
def _forms() -> tuple[_Form, ...]:
    """Return the forms of credits, the strongest first."""
    found = []
    for group in _table()["forms"]:
        shows, holds = SHOWN.index(str(group["shows"])), str(group.get("holds", ""))
        for text in group["patterns"]:
            for part, pattern in _PARTS.items():
                text = text.replace(part, pattern)
            found.append(_Form(shows, holds, re.compile(text)))
    return tuple(found)


def agency_of_url(url: str) -> tuple[str, str] | None:
    """Return (agency, one sentence of evidence) when an address names an agency, or None.

    An agency's own domain beats a mark in the path of another site (``nytimes.com/reuters/...``).
    """
    host, domain = host_of(url), registered_domain(url)
    path = urlsplit(url).path.lower() if host else ""
    for agency in AGENCIES:
        for own in agency.domains:
            if own in (domain, host):
                return agency.name, f"The address is on {own}, a site of {agency.name}."
    for agency in AGENCIES:
        for mark in agency.path_marks:
            if mark in path:
                return agency.name, f"The address names {agency.name} in its path: {mark}"
    return None


def known_agency(printed: str) -> str:
    """Return the name in the table of an agency as printed ("AFP", "dpa/lno"); "" = it is unknown.

    Of several the first counts; words that are none of an agency's name make it unknown.
    """
    folded = _folded(printed)
    article = _ARTICLE.match(folded)
    found = _PRINTED.match(folded) or _PRINTED.match(folded, article.end() if article else 0)
    if found is None:
        return ""
    rest = folded[found.end() :]
    is_more = _MORE.match(rest) or _STAFF.fullmatch(rest)
    return AGENCIES[_PLACE_OF[_folded(found[0])]].name if is_more else ""


def find_credit(text: str) -> Credit | None:
    """Return the strongest wire credit of a text, or None when it has none.

    What shows the whole text to be the agency's beats what shows a part, and a credit that names
    its agency a house form that does not; of two that show the same, the agency that stands first
    in the table is told, so that the order of lines plays no part. Quoting an agency ("told
    Reuters") and picture credits are no wire credits.
    """
    found = min(_credits(text), default=None, key=lambda credit: credit[:2])
    if found is not None:
        shows, place, words = found
        return Credit(AGENCIES[place].name, _trimmed(words), SHOWN[shows])
    for agency in AGENCIES:
        for pattern in agency.house:
            if match := pattern.search(text):
                return Credit(agency.name, _trimmed(match[0]), "house")
    return None


def may_name(text: str) -> bool:
    """Return whether a text holds all words of an agency's name: most hold none's."""
    words = set(_WORD.findall(text))
    for last in words & _WORDS_OF.keys():
        if any(others <= words for others in _WORDS_OF[last]):
            return True
    return False


def _credits(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what each credit of a text shows, by number, its agency's place, and its words."""
    lines = (line for line in text.split("\n") if may_name(line))
    seen: set[int] = set()
    for line in islice(lines, MOST_LINES):
        marked, names = _mark(line)
        if names:
            seen.update(_PLACE_OF[_folded(name)] for name in names)
            yield from _dateline_credits(line)
            yield from _form_credits(marked, names)
    for place in sorted(seen):
        for pattern in AGENCIES[place].credits:
            if match := pattern.search(text):
                yield SHOWN.index("rights"), place, match[0]


def _dateline_credits(line: str) -> Iterator[tuple[int, int, str]]:
    """Yield the agency of the dateline that a line begins with."""
    found = read_dateline(line)
    if found is None or not found.agency:
        return
    marked, names = _mark(found.agency)
    is_list = re.fullmatch(rf"\W*{_PARTS['{list}']}\W*", marked) is not None
    if is_list and (found.is_closed or any(map(str.isdigit, found.printed))):
        yield 0, _PLACE_OF[_folded(names[0])], found.printed


def _form_credits(marked: str, names: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the credits that have one of the forms of the table."""
    ends = [match.end() for match in re.finditer(MARK, marked)]
    for form in _forms():
        if form.holds not in marked:
            continue
        for match in islice(form.pattern.finditer(marked), MOST_MATCHES):
            first = bisect_left(ends, match.start() + 1)
            inside = names[first : first + match[0].count(MARK)]
            yield form.shows, _PLACE_OF[_folded(inside[0])], _unmark(match[0], inside)


def _mark(text: str) -> tuple[str, list[str]]:
    """Return a text with a mark for each agency in it, and the agencies as printed, in order."""
    names = []

    def note(match: re.Match[str]) -> str:
        names.append(match[0])
        return MARK

    marked = _PRINTED.sub(note, text.replace(MARK, " "))
    if not names or _BYLINE.match(marked) or _PICTURE.search(marked) is None:
        return marked, names
    kept: list[str] = []
    parts, place, last = [], 0, 0
    for match in _PICTURE.finditer(marked):
        before, inside = marked.count(MARK, last, match.start()), match[0].count(MARK)
        kept += names[place : place + before]
        place += before + inside
        parts += [marked[last : match.start()], " ¦ "]
        last = match.end()
    return "".join([*parts, marked[last:]]), kept + names[place:]


def _unmark(words: str, names: list[str]) -> str:
    """Return words with the names in the places of their marks."""
    parts = words.split(MARK)
    return "".join(part + name for part, name in zip(parts, [*names, ""], strict=True))


def _folded(words: str) -> str:
    return " ".join(words.split())


def _trimmed(words: str) -> str:
    trimmed = _folded(words).strip(" ;,")
    if trimmed.count("(") > trimmed.count(")"):
        trimmed = trimmed.lstrip("(")
    return trimmed
