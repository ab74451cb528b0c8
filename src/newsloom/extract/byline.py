"""Printed credit -> people with roles.

Knows how newspapers print who wrote what, in English, Spanish, German, French, Portuguese, Italian
and Dutch; the words are the table ``data/credits.toml``. What a name is stands in `person`, which
agency is credited in `agency`. It does not look at page markup.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from newsloom.data import read_text
from newsloom.extract.person import (
    count_accents,
    name_key,
    name_pattern,
    split_names,
    words_of,
)
from newsloom.model import Person
from newsloom.text.wires import known_agency

MAX_LIST_WORDS = 20
"""Words of a text without credit words that can be a bare list of names."""
MAX_LIST_CHARACTERS = 400
"""Of a list of names."""
CONTRIBUTED = re.compile(
    r"\s(?:(?:also )?contributed(?: to this| (?:to )?(?:the )?report| from|(?=\s?(?:\.|$)))"
    r"|contribuy(?:ó|eron) (?:a|en|con) est[ea]|contribu(?:iu|íram) para est[ea]"
    r"|(?:a|ont) (?:également )?contribué à (?:cet|ce)|(?:hat|haben) zu diese[mr]\b"
    r"|h(?:a|anno) contribuito a quest|droeg(?:en)? bij aan dit)",
)
"""Words after names that tell of a part in the work."""
STAFF_BEFORE = re.compile(
    r"^.*?\b(?:writers?|journalists?|reporters?|correspondents?|staffers?|producers?|editors?|"
    r"researchers?)\b,?\s+|^(?:[Tt]he\s)?(?:[A-Z][\w.&]*\s){0,3}?[A-Z][\w.&]*['’]s?\s+"
)
ADDRESS = re.compile(r"[(<\[]?(?:mailto:)?[\w.+-]{0,64}@[\w.-]+[)>\]]?|\(?https?://\S+|\bwww\.\S+")
"""E-mail addresses, handles, links."""
SENTENCE_END = re.compile(
    r"(?<![A-ZÀ-Þ])(?<!\bJr)(?<!\bSr)(?<!\bDr)(?<!\bSt)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bProf)"
    r"[.](?:\s|$)|[;)\n]"
)
DUTCH = re.compile(r"(?i)\b(?:door|tekst|beeld|foto['’]s|redactie|medewerking)\b")
DUTCH_AND = re.compile(r"\sen\s")
"""Between names in Dutch; in Spanish and French a place follows it."""
SPACES = re.compile(r"[^\S\n]+")
GLUED = re.compile(r"(?<=[a-zà-ÿ.])(?=(?:Additional reporting|Reporting|Writing|Editing) by\b)")
"""Where the line break between two credits was lost."""


@cache
def role_of() -> dict[str, str]:
    """Return the role that each phrase before names shows; "" = of nobody."""
    roles: dict[str, list[str]] = tomllib.loads(read_text("credits.toml"))["roles"]
    return {
        phrase: "" if role == "nobody" else role
        for role, phrases in roles.items()
        for phrase in phrases
    }


@cache
def role_marks() -> re.Pattern[str]:
    """Return the pattern of the phrases, for texts in lower case.

    One word without a colon counts only where a list opens, for "von" stands inside names too;
    "by" may stand anywhere before one.
    """
    ordered = sorted(role_of(), key=len, reverse=True)
    bound = [phrase for phrase in ordered if not phrase.isalpha() or phrase == "by"]
    opens = r"(?:^\W{0,5}|(?<=[.:;|(/–—]\s)|(?<=[.:;|(\n])|(?<=\s[-–—]\s))"
    return re.compile(
        rf"{opens}(?:{'|'.join(map(_pattern, ordered))})(?!\w)\s?:?"
        rf"|(?<![\w'’-])(?:{'|'.join(map(_pattern, bound))})(?!\w)\s?:?",
    )


def _pattern(phrase: str) -> str:
    words = re.escape(phrase.removesuffix(":")).replace(r"\ ", r"\s+").replace("'", "['’]")
    return rf"{words}\s?:" if phrase.endswith(":") else words


def parse_byline(text: str) -> tuple[Person, ...]:
    """Return the people a printed credit names, in its order, each once.

    Reads "Reporting by A in X and B in Y. Editing by C", "By A, Some Paper", a bare "A and B",
    "X writers A and B contributed to this report", and the forms of other languages;
    organisations, job titles, addresses and dates are left out.

    Args:
        text: one line or several credits in a row; may be empty.
    """
    text = text.replace("İ", "I")  # the one letter that is longer in lower case
    plain = SPACES.sub(" ", unicodedata.normalize("NFC", ADDRESS.sub(" ", text)))
    people: dict[str, Person] = {}
    for role, names in role_lists(GLUED.sub("; ", plain)):
        for name in names:
            people.setdefault(name_key(name), Person(name, role))
    return tuple(people.values())


def role_lists(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (role, names) for each credit of a text, in its order."""
    marks = list(role_marks().finditer(text.lower()))
    bare = text[: marks[0].start()] if marks else text
    contributed = CONTRIBUTED.search(bare)
    if contributed:
        yield "additional reporting", contributors(bare, contributed)
    elif not marks and is_short(text):
        yield "author", split_names(text)
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        role = role_of_mark(mark[0])
        if role:
            listed = text[mark.end() : min(end, mark.end() + MAX_LIST_CHARACTERS)]
            names = SENTENCE_END.split(listed, maxsplit=1)[0]
            yield role, split_names(DUTCH_AND.sub(" & ", names) if DUTCH.search(mark[0]) else names)


def contributors(text: str, found: re.Match[str]) -> tuple[str, ...]:
    """Return the names around words that tell of a part in the work."""
    before = text[max(0, found.start() - MAX_LIST_CHARACTERS) : found.start()].rpartition("\n")[2]
    names = split_names(STAFF_BEFORE.sub("", before))
    if not found[0].endswith(" from"):
        return names
    return (*names, *split_names(SENTENCE_END.split(text[found.end() :][:MAX_LIST_CHARACTERS])[0]))


def role_of_mark(printed: str) -> str:
    """Return the role that words before names show, "" = of nobody."""
    plain = printed.casefold().replace("’", "'")
    words = " ".join(re.findall(r"[^\W_]+(?:['-][^\W_]+)*", plain))
    is_colon = printed.rstrip().endswith(":")
    return (role_of().get(f"{words}:") if is_colon else None) or role_of().get(words, "")


def is_short(text: str) -> bool:
    """Return whether a text without credit words can be a bare list of names."""
    return len(text) <= MAX_LIST_CHARACTERS and 0 < len(text.split()) <= MAX_LIST_WORDS


def find_leading_byline(text: str) -> str:
    """Return the byline a text begins with ("By Ana Ruiz, Harrow Business"), "" when there is none.

    The end is where the names end: an organisation after the comma belongs to it as far as it is
    capitalised, so a headline without a full stop before it may lend its first word.
    """
    found = leading().match(text)
    if found is None or not split_names(found["names"]):
        return ""
    return found[0].strip()


@cache
def leading() -> re.Pattern[str]:
    """Return the pattern of a byline at the start of a text."""
    name = name_pattern().pattern
    return re.compile(
        r"\W{0,3}(?i:(?:(?:text|story|words|written|posted|report|analysis) )?by|por|par|von|door|"
        r"escrito por|écrit par|rédigé par)[: ]\s?"
        rf"(?P<names>{name}(?:(?:,\s|\s(?:and|AND|und|UND|y|et|e|en|&|mit|con|avec|com)\s){name}){{0,9}})"
    )


def is_signature(line: str) -> bool:
    """Return whether a line signs for nobody in person: "Agencies", "Redacción", "dpa"."""
    said = " ".join(line.strip(" .:()[]|/–—-*_").casefold().replace("’", "'").split())
    said = re.sub(r"^(?:by|por|par|von|da|di|door)\s", "", said)
    return said in words_of("signatures") or (
        said != "" and known_agency(line.strip(" .-–—")) != ""
    )


def merge_people(groups: Iterable[Sequence[Person]]) -> tuple[Person, ...]:
    """Return the people of several credits, each name once; a role other than author wins.

    Spellings with and without accents, in any case, are one name; the one with accents stays.
    """
    people: dict[str, Person] = {}
    for person in (person for group in groups for person in group):
        key = name_key(person.name)
        known = people.get(key, person)
        role = person.role if known.role == "author" else known.role
        people[key] = Person(max(known.name, person.name, key=count_accents), role)
    return tuple(people.values())
