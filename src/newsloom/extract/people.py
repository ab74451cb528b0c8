"""Declarations -> the people a page declares as its authors, editors, translators, with roles.

Credits printed in the text are `byline`'s work; here a name stands in a field that says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsloom.extract.byline import parse_byline
from newsloom.extract.declarations import Declarations
from newsloom.extract.field import plain
from newsloom.extract.json_ld import MAX_JSON_DEPTH, JsonLd, type_names
from newsloom.extract.person import count_accents, is_organisation, name_key
from newsloom.extract.title import is_site_name
from newsloom.model import Person
from newsloom.text.wires import known_agency

AUTHOR_NAMES = (
    "author", "article:author", "og:article:author", "parsely-author", "sailthru.author", "byl",
    "byline", "dc.creator", "dcterms.creator", "cxenseparse:author", "citation_author",
    "article_author", "creator",
)  # fmt: skip
"""Meta names that hold authors, most trusted first."""
ROLES = (
    ("editor", "editing"),
    ("contributor", "additional reporting"),
    ("translator", "translation"),
    ("illustrator", "illustration"),
)
"""JSON-LD property -> role of a Person."""
MAX_PEOPLE = 20
MAX_NAME_CHARACTERS = 200
ADDRESS = re.compile(r"\S*(?:://|www\.)\S*|\S+@\S+\.\w+|(?<!\w)@\w+")
"""Profiles, e-mail addresses and accounts."""
ALONE = re.compile(r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{2,}(?:[-'’][^\W\d_]+)?")
"""The name of a person who uses only one."""


@dataclass(frozen=True, slots=True)
class Declared:
    """Who a page says made it."""

    authors: tuple[str, ...] = ()
    """As declared, agencies and firms too, but not the site itself."""
    people: tuple[Person, ...] = ()
    """Authors first, then those of other roles; each once."""


@dataclass(frozen=True, slots=True)
class Name:
    """One declared name."""

    text: str
    is_person: bool = False
    """The page says that it is a person's."""


def declared_people(told: Declarations, json_ld: JsonLd, sites: Sequence[str]) -> Declared:
    """Return the people a page declares.

    JSON-LD counts if it names a person, else the first meta name that does; a later one stands in
    for it when it names the same people and more.

    Args:
        told: what stands in the page's tags.
        json_ld: its JSON-LD.
        sites: names and domains of the publisher, which are no authors.
    """
    fields = json_ld.fields
    groups = [
        tuple(own_names(names_in(fields.get(key), json_ld), sites)) for key in ("author", "creator")
    ]
    groups += [
        tuple(own_names(map(Name, told.metas.get(name, ())), sites)) for name in AUTHOR_NAMES
    ]
    different = [group for group in dict.fromkeys(groups) if group]
    authors = fullest([people_of(group, "author", sites) for group in different])
    others = (
        person
        for key, role in ROLES
        for person in people_of(own_names(names_in(fields.get(key), json_ld), sites), role, sites)
    )
    names = dict.fromkeys(name.text for group in different for name in group)
    return Declared(tuple(names)[:MAX_PEOPLE], once((*authors, *others)))


def names_in(value: object, json_ld: JsonLd, depth: int = 0) -> Iterator[Name]:
    """Yield the names of a JSON-LD value: texts, objects, references, lists of them."""
    value = json_ld.resolved(value)
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, str):
        yield Name(value)
    elif isinstance(value, list):
        for part in value[:MAX_PEOPLE]:
            yield from names_in(part, json_ld, depth + 1)
    elif isinstance(value, dict):
        is_person = "person" in type_names(value)
        full = " ".join(str(value.get(key) or "") for key in ("givenName", "familyName")).strip()
        told = value.get("name") or full or value.get("@value") or value.get("author")
        for name in names_in(told, json_ld, depth + 1):
            yield Name(name.text, is_person or name.is_person)


def own_names(names: Iterable[Name], sites: Sequence[str]) -> Iterator[Name]:
    """Yield the names as plain text, without addresses, accounts and the site's own name."""
    for name in names:
        text = " ".join(ADDRESS.sub(" ", plain(name.text)).split()).strip(" ,;|-–()")
        if 0 < len(text) <= MAX_NAME_CHARACTERS and not is_site_name(text, sites):
            yield Name(text, name.is_person)


def people_of(names: Iterable[Name], role: str, sites: Sequence[str]) -> tuple[Person, ...]:
    """Return the people that names mean, in a role; firms and agencies are left out."""
    found: list[Person] = []
    for name in names:
        people = parse_byline(name.text)
        if not people and name.is_person and is_lone_name(name.text):
            people = (Person(name.text),)
        found.extend(
            Person(person.name, role if person.role == "author" else person.role)
            for person in people
            if not is_site_name(person.name, sites)
        )
    return once(found)


def is_lone_name(text: str) -> bool:
    """Return whether a single word can be a person's name."""
    return bool(ALONE.fullmatch(text)) and not is_organisation(text) and not known_agency(text)


def fullest(groups: Sequence[tuple[Person, ...]]) -> tuple[Person, ...]:
    """Return the first group with a person, or a later one that has all of it and more."""
    best: tuple[Person, ...] = ()
    for group in groups:
        own, more = ({name_key(p.name) for p in people} for people in (best, group))
        if not best or (own < more):
            best = group
    return best


def once(people: Iterable[Person]) -> tuple[Person, ...]:
    """Return each person once, in order; the first role counts, and the spelling with accents."""
    known: dict[str, Person] = {}
    for person in people:
        key = name_key(person.name)
        first = known.get(key)
        if first is None:
            known[key] = person
        elif count_accents(person.name) > count_accents(first.name) or first.name.islower():
            known[key] = Person(person.name, first.role)
    return tuple(known.values())[:MAX_PEOPLE]
