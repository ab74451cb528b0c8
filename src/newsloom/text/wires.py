"""Address or text -> the news agency that wrote it, with the words that show it.

Reads the agency table ``data/wires.toml``. Does not decide whether a text is a copy, and leaves
agencies that are not in the table to the reader of the page.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsloom.data import read_text
from newsloom.text.urls import host_of, registered_domain


@dataclass(frozen=True, slots=True)
class Agency:
    """One row of the agency table."""

    name: str
    domains: tuple[str, ...]
    """Its own sites, registered domains."""
    path_marks: tuple[str, ...]
    """Parts of addresses on other sites that name it: ``/reuters/``."""
    printed: re.Pattern[str]
    """Its names as credits print them."""
    credits: tuple[re.Pattern[str], ...]
    """Credits that name it; each match is the words that show it."""
    house: tuple[re.Pattern[str], ...]
    """Its ways to credit that do not name it; weaker than any of ``credits``."""


def _read_agencies() -> tuple[Agency, ...]:
    table = tomllib.loads(read_text("wires.toml"))
    forms: list[str] = table["forms"]
    return tuple(_read_agency(row, forms) for row in table["agency"])


def _read_agency(row: dict[str, str | list[str]], forms: list[str]) -> Agency:
    printed = str(row["printed"])
    named = (form.replace("{agency}", printed) for form in forms)
    return Agency(
        name=str(row["name"]),
        domains=tuple(row["domains"]),
        path_marks=tuple(row["path_marks"]),
        printed=re.compile(rf"\b{printed}\b"),
        credits=tuple(re.compile(text) for text in (*named, *row.get("credits", ()))),
        house=tuple(re.compile(text) for text in row.get("house", ())),
    )


AGENCIES: tuple[Agency, ...] = _read_agencies()

_ANY_PRINTED = re.compile("|".join(agency.printed.pattern for agency in AGENCIES))
"""Most texts name no agency: one search instead of one for each."""


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


def find_credit(text: str) -> tuple[str, str] | None:
    """Return (agency, the words that credit it) for the first wire credit in a text, or None.

    A credit that names its agency beats a house form that does not; among those that do, the
    earliest stands, and of two at one place the longer. Quoting an agency ("told Reuters") and
    picture credits are no wire credits.
    """
    is_any = _ANY_PRINTED.search(text) is not None
    present = [agency for agency in AGENCIES if is_any and agency.printed.search(text)]
    named = [
        (match.start(), -len(match[0]), agency.name, match[0])
        for agency in present
        for pattern in agency.credits
        if (match := pattern.search(text)) and match[0].strip()
    ]
    if named:
        _, _, name, words = min(named)
        return name, _folded(words)
    for agency in AGENCIES:
        for pattern in agency.house:
            match = pattern.search(text)
            if match:
                return agency.name, _folded(match[0])
    return None


def _folded(words: str) -> str:
    folded = " ".join(words.split()).strip(" ;,")
    if folded.count("(") > folded.count(")"):
        folded = folded.lstrip("(")
    return folded
