"""data/angles.toml -> the points of every sign of an angle, checked when read.

It finds no angle; the signs are looked for in ``angle_signs``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

import msgspec

from newsloom.data import read_text
from newsloom.model import Angle
from newsloom.text.patterns import any_of


class Place(StrEnum):
    """Where a sign can stand."""

    HEADLINE = "headline"
    LINES = "lines"
    ADDRESS = "address"
    SECTION = "section"
    BYLINE = "byline"
    GENRE = "genre"


class Plain(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a plain report has without any sign."""

    report: float
    first: float


class Usual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a sign is what happened."""

    share: float
    headlines: int


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of a headline that asks."""

    analysis: float


class Later(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of time since the first report."""

    day: float
    most: float


class Names(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"follow_up": "follow-up"}
):
    """Points of new names."""

    share: float
    names: int
    reaction: float
    follow_up: float


class Quotes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of quotation."""

    least: float
    full: float
    reaction: float
    words: int


class FirstPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Points of an author who speaks of himself."""

    times: int
    opinion: float
    words: Mapping[str, tuple[str, ...]]
    """By language, as printed."""


class Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How reports of one angle are put together."""

    texts: int
    nearness: float
    words: float
    link: float
    half_life_hours: float
    most: int
    name_words: int
    compared: int
    least: int
    announces: tuple[str, ...]
    dull: tuple[str, ...]


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns that speak for an angle in one place."""

    angle: Angle
    where: Place
    points: float
    patterns: tuple[str, ...]
    languages: tuple[str, ...] = ()
    """() = any."""

    def find(self, text: str) -> str:
        """Return the words that match, "" for none."""
        found = any_of(self.patterns).search(text)
        return " ".join(found[0].split()) if found else ""


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table ``data/angles.toml``."""

    plain: Plain
    usual: Usual
    question: Question
    later: Later
    names: Names
    quotes: Quotes
    first_person: FirstPerson
    groups: Groups
    signs: tuple[Sign, ...]


WEIGHTS = msgspec.convert(tomllib.loads(read_text("angles.toml")), Weights)

LANGUAGES = frozenset(language for sign in WEIGHTS.signs for language in sign.languages)
"""Languages that have signs of their own."""

FALLBACK = "en"
"""How a report is read whose language is not known, or has no signs of its own."""


def read_as(language: str) -> str:
    """Return the language by whose signs a report is read."""
    return language if language in LANGUAGES else FALLBACK


@cache
def signs_for(language: str) -> Mapping[Place, tuple[Sign, ...]]:
    """Return the signs looked for in a report of a language, by place, the best first."""
    spoken = read_as(language)
    fit = [sign for sign in WEIGHTS.signs if not sign.languages or spoken in sign.languages]
    fit.sort(key=lambda sign: -sign.points)
    return {place: tuple(sign for sign in fit if sign.where is place) for place in Place}


@cache
def first_person_in(language: str) -> re.Pattern[str]:
    """Return a pattern of the words by which an author names himself, as printed."""
    words = WEIGHTS.first_person.words[read_as(language)]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
