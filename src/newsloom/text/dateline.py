"""Start of a text -> its dateline: where from, when, and which agency stands in it.

Reads the forms of agencies and newspapers by their shape, and the places of ``data/credits.toml``.
Whether what stands in the brackets is an agency is asked in `wires`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from newsloom.data import read_text
from newsloom.text.dates import has_month

REACH = 130
"""Characters in which a dateline ends."""
LONGEST = 80
"""Characters of a dateline."""

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"(?:['’][st][ -])?{_CAPITAL}(?:[\w.]|['’-](?=\w))*"
_MONTH = r"[^\W\d_]{3,10}\.?"
_DATE = (
    rf"(?:(?:[a-z]{{2,3}}\s)?(?:{_MONTH},?\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?"
    rf"|\d{{1,2}}(?:er|[.ºª])?\s(?:de\s|d['’]|of\s)?{_MONTH}|\d{{1,2}}[./-]\d{{1,2}}[./-]?)"
    r"(?:,?\s?(?:de\s)?\d{4})?)"
)
_GAP = r"\s{0,2}"
_DASH = rf"{_GAP}(?:--?|[–—]|\.-|\.–|_){_GAP}"
_CLOSED = rf"(?P<dash>{_DASH}|{_GAP}[:.](?=\s|$))?"
_OPENS = re.compile(rf"[\"“”„«»¿¡'‘’]{{0,2}}(?:{_CAPITAL}|[\d$€£])")
_NUMERIC = re.compile(r"\d[./-]\d")
_CITY_END = re.compile(r"[,(\[]")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The dateline a text begins with."""

    printed: str
    """As printed, without the dash after it: ``BERLIN, 3 Oct (dpa)``."""
    place: str
    """``BERLIN``, ``DEIR AL-BALAH, Gaza Strip``; "" = only a date and an agency."""
    agency: str = ""
    """What stands where agencies stand, as printed: ``dpa/lno``; "" = nothing does."""
    is_closed: bool = True
    """A dash, colon or full stop follows."""


@cache
def _table() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(read_text("credits.toml"))["dateline"]
    return found


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(_table()[kind].split())


@cache
def _places() -> frozenset[str]:
    return frozenset(" ".join(name.split()).casefold() for name in _table()["places"].split(","))


@cache
def _opening() -> re.Pattern[str]:
    """Return the pattern of what may be a place and the first character after it.

    Most texts go on with a word in lower case, and then begin with no dateline.
    """
    return re.compile(rf"\s*[“\"„«*]{{0,2}}(?:{_place()})?\s?\S")


@cache
def _place() -> str:
    small = "|".join(sorted(map(re.escape, _table()["small"].split()), key=len, reverse=True))
    return rf"{_WORD}(?:(?:\s|\s?/\s?|\s(?:(?:{small})\s){{1,2}}){_WORD}){{0,5}}"


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the forms in the order in which they are tried."""
    region = rf"(?:,\s{_WORD}(?:\s{_WORD}){{0,2}}|\s[(\[]{_WORD}(?:\s{_WORD}){{0,3}}[)\]]){{0,2}}"
    where = rf"(?P<place>{_place()}{region})"
    when = rf"(?:[,.]?\s{_DATE})?[,.]?"
    printed = (
        rf"(?:{where}{when}|{_DATE})(?:\s|--)?\((?P<agency>[^\n()]{{2,40}})\)",
        rf"{where}{when}\s/(?P<agency>[A-Z][\w -]{{1,20}})/",
        rf"{where}\s(?P<agency>[a-z]{{2,8}}(?:/[a-z]{{2,8}}){{0,2}})(?=\s\|\s)",
        rf"\((?P<agency>[^\n()]{{2,20}})\){_DASH}{where}{when}(?={_DASH})",
        rf"{where}{when}(?={_DASH}|:\s)",
    )
    return tuple(re.compile(rf"\s*[“\"„«*]{{0,2}}(?P<printed>{form}){_CLOSED}") for form in printed)


def read_dateline(text: str) -> Dateline | None:
    """Return the dateline a text begins with, None when it begins with none.

    Without an agency, the place stands in capitals or is one of those known, a dash follows (after
    a known place a colon will do), and then a capital.
    """
    head = text[:REACH]
    opening = _opening().match(head)
    if opening is None or (opening[0][-1].islower() and " | " not in head):
        return None
    for form in _forms():
        found = form.match(head)
        if found and len(found["printed"]) <= LONGEST:
            made = _checked(found, head)
            if made is not None:
                return made
    return None


def _checked(found: re.Match[str], head: str) -> Dateline | None:
    """Return the dateline of a match, None when it only looks like one."""
    groups = found.groupdict()
    printed, dash = found["printed"].strip(" ,"), (found["dash"] or "").strip()
    place, agency = groups.get("place") or "", groups.get("agency") or ""
    is_dated = any(map(str.isdigit, printed))
    if is_dated and not (has_month(printed) or _NUMERIC.search(printed)):
        return None
    place = _without_month(place) if is_dated else place
    follows = head[found.end() :].lstrip()
    if agency:
        is_closed = dash != "" or follows.startswith("|")
        return Dateline(printed, place, agency, is_closed)
    is_spaced = dash in "–—:" or head[found.end("printed")].isspace()
    is_start = is_spaced and _OPENS.match(follows) is not None
    return Dateline(printed, place) if is_start and is_place(place, dash != ":") else None


def is_place(place: str, is_shouted: bool = True) -> bool:
    """Return whether a place is one of those known, or, where that counts, printed in capitals."""
    city = _CITY_END.split(place)[0].strip(" .:")
    known = city.casefold()
    if known in _places():
        return True
    is_word = known in _words("never") or known.split(" ")[0] in _words("openers")
    return is_shouted and city.isupper() and len(city) > 2 and not is_word


def _without_month(place: str) -> str:
    """Return a place without the month that was taken for a part of it."""
    while place and has_month(place.rsplit(" ", 1)[-1]):
        place = place.rpartition(" ")[0].rstrip(" ,")
    return place
