"""List of names as printed -> names of people, in ordinary case.

The words are ``[names]`` of ``data/credits.toml``. Who did what is told in `byline`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache

from newsloom.data import read_text
from newsloom.text.wires import known_agency

MAX_NAME_WORDS = 7
MAX_NAME_CHARACTERS = 60

CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
WORD = rf"(?:(?:al|el|ad|as|ash|an|ar|at|az|ul|ould)-|[dlo]['’])?{CAPITAL}[\w'’.-]*"
EAST_ASIAN_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・]{2,12}")
DATED = re.compile(
    r"\s*(?:[|,·•–—-]\s*)?(?:\b(?:last )?(?:updated|published|posted|modified|created|"
    r"actualizado|publicado|aktualisiert|veröffentlicht|stand:|publié|mis à jour|atualizado em|"
    r"pubblicato|aggiornato|gepubliceerd|bijgewerkt)\b|\d{1,2}[:.]\d\d\b|\b\d{1,2}\s(?:hours?|"
    r"minutes?|days?|hrs?|mins?)\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s\d{1,2}\b|"
    r"\b\d{1,2}\.?\s(?:de\s)?[a-zäûéç]{3,10}\.?\s(?:de\s)?\d{4}).*",
    re.IGNORECASE | re.DOTALL,
)
"""Where a date after a name begins; names end before it."""
MONTH_AFTER = re.compile(
    r"(?i)\s+(?:january|february|march|april|june|july|august|september|october|november|december)$"
)
WHERE = re.compile(
    r"(?:\s+(?:in|from|at|en|em|à|aus|desde|te|im|au|aux|reporting from)"
    r"\s+(?:el |la |the |den |der |het )?|,?\s*\()(?=[A-ZÀ-Þ(]).*$"
)
"""A place after a name."""
AFTER = re.compile(
    r"\s+(?:(?:for|para|für|pour|of|at|per|voor|by|via)\s+(?:the |el |la |die |den )?(?=[A-Z])|"
    r"(?:is|are|was|were|has|have|ist|es|est|é|reports?|reported|covers?|writes?)\s).*$"
)
"""For whom, or a sentence about the person."""
JOB = re.compile(
    r"(?i)\s+(?:staff|special to|senior|chief|political|sports|news)?\s*\b(?:staff|reporter|"
    r"correspondent|editor|columnist|writer|contributor|freelancer?|photographer|producer)s?$"
)
SUFFIX = re.compile(r"(?i)\s*,?\s(?:ph\.?\s?d\.?|m\.?d\.?|esq\.?|mba|msc|ma|ba|jd|rn|cbe|obe|mbe)$")
STAYS = re.compile(r"(?i)(?:\w\.-?)+|[^aeiouyàâäèéêëìíîïòóôöùúûü\W]{2}|i{2,3}|iv|vi")
"""Initials and numbers in a name: capitals stay."""
SCOTTISH = re.compile(r"\bMa?c(?=[A-Z])")
INITIALS = re.compile(r"[A-Z]{2,5}(?:\s[A-Z]{2,3})+")
"""How an agency signs with those who worked on a text: "PTI ANK HVA"."""
AROUND = ' \t.:()[]*_–—-"“”„«»'


@cache
def _table() -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = tomllib.loads(read_text("credits.toml"))["names"]
    return found


@cache
def words_of(name: str) -> frozenset[str]:
    """Return one list of the table, lower case: ``joiners``, ``particles``, ``cities`` ..."""
    listed = _table()[name]
    if isinstance(listed, list):
        return frozenset(listed)
    parts = listed.split(",") if "," in listed else listed.split()
    return frozenset(" ".join(part.split()) for part in parts)


@cache
def name_pattern() -> re.Pattern[str]:
    """Return the pattern that a whole name matches."""
    particles = "|".join(sorted(map(re.escape, words_of("particles")), key=len, reverse=True))
    return re.compile(rf"{WORD}(?:\s(?:(?:{particles})\s){{0,3}}{WORD}){{0,5}}")


@cache
def joints() -> re.Pattern[str]:
    """Return the pattern of what stands between two names.

    "y", "e" and "i" may stand inside one ("José Ortega y Gasset"): they count only when two words
    follow.
    """
    words = "|".join(sorted(word for word in words_of("joiners") if len(word) > 2))
    return re.compile(
        rf"\s?(?:[,;|/&·•+]|(?<=[a-z]{{3}})[.]\s|\b(?:{words}|et|ed)\b)\s?"
        r"|\s(?:y|e|i)\s(?=\S+\s\S)|\s[-–—]\s",
        re.IGNORECASE,
    )


def split_names(text: str) -> tuple[str, ...]:
    """Return the personal names in a list of names; places, jobs, dates, addresses are cut off."""
    names = (clean_name(part) for part in joints().split(DATED.sub("", text)))
    return tuple(straight_case(name) for name in names if is_person(name))


def clean_name(part: str) -> str:
    """Return a part of a list without place, job, agency, honorific and what stands around it."""
    name = part.strip(AROUND)
    for cut in (AFTER, WHERE, SUFFIX, JOB, MONTH_AFTER):
        name = cut.sub("", name)
    words = name.split()
    while words and words[0].rstrip(".").lower() in words_of("honorifics"):
        words.pop(0)
    house = (place for place in range(2, len(words)) if known_agency(" ".join(words[place:])))
    return " ".join(words[: next(house, None)]).strip(" ,;:'’\"")


def is_organisation(text: str) -> bool:
    """Return whether a text has a word that no person's name has: an organisation's, a job's."""
    words = re.findall(r"[^\W_]+", text.lower())
    return not words_of("organisation").isdisjoint(words) or text.lower().startswith("the ")


def is_person(name: str) -> bool:
    """Return whether the text looks like a person's name: two to seven words, none of a firm."""
    if EAST_ASIAN_NAME.fullmatch(name):
        return True
    if len(name) > MAX_NAME_CHARACTERS or not 2 <= len(name.split()) <= MAX_NAME_WORDS:
        return False
    lower = name.lower()
    is_other = is_organisation(name) or lower in words_of("organisations")
    is_other |= lower in words_of("cities")
    is_other |= len(lower.split()) == 2 and lower.split()[0] in words_of("articles")
    is_other |= INITIALS.fullmatch(name) is not None and known_agency(name.split()[0]) != ""
    return not is_other and not known_agency(name) and name_pattern().fullmatch(name) is not None


def straight_case(name: str) -> str:
    """Return a name printed in capitals, or with its surname in capitals, in ordinary case.

    "RONAN O'BRIEN-MCKAY" is "Ronan O'Brien-McKay"; particles are lower case, initials stay.
    """
    words = name.split()
    if SCOTTISH.sub("MC", name).isupper() and len(name) > 4:
        return " ".join(_straight(word, place > 0) for place, word in enumerate(words))
    return " ".join(_straight(word, False) if _is_shouted(word) else word for word in words)


def _straight(word: str, may_be_particle: bool) -> str:
    lower = word.lower()
    if may_be_particle and lower in words_of("particles"):
        return lower
    if STAYS.fullmatch(word):
        return word
    return "".join(map(_capitalised, re.split(r"(['’-])", word)))


def _capitalised(part: str) -> str:
    scottish = SCOTTISH.match(part) or (part.startswith("MC") and len(part) > 3)
    if not scottish:
        return part.capitalize()
    end = 3 if part.startswith("Mac") else 2
    return f"{part[:end].capitalize()}{part[end:].capitalize()}"


def _is_shouted(word: str) -> bool:
    """Return whether one word of a name stands in capitals that are no initials: "Jean DUPONT"."""
    return len(word) > 3 and word.isupper() and re.fullmatch(r"[^\W\d_'’-]+", word) is not None


def name_key(name: str) -> str:
    """Return what the spellings of one name share: no accents, no case, no stops."""
    letters = (c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", "".join(letters).casefold()))


def count_accents(name: str) -> int:
    """Return how many letters of a name are no ASCII."""
    return sum(not letter.isascii() for letter in name)
