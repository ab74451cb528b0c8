"""Printed title -> the article's title without the site's name. Changes no word of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

SEPARATOR = re.compile(r"\s+(?:[|–—·•»«:]|::|-)\s+|\s*\|\s*|(?<=\w):\s+")
MAX_CHARACTERS = 600
"""A longer title is none; it is left as it is."""
LETTERS = re.compile(r"[\W_]+")


def cut_site_name(title: str, sites: Iterable[str]) -> str:
    """Return the title without a part at its end or beginning that is the site's name.

    Args:
        title: plain text.
        sites: names and domains of the publisher; "" are passed over.
    """
    if len(title) > MAX_CHARACTERS:
        return title
    names = {key for site in sites for key in site_keys(site)}
    names.discard("")
    while True:
        shorter = cut_once(title, names)
        if shorter == title:
            return title
        title = shorter


def cut_once(title: str, names: set[str]) -> str:
    """Return the title without one site name at its end or beginning."""
    marks = list(SEPARATOR.finditer(title))
    for mark in reversed(marks):
        if squash(title[mark.end() :]) in names and title[: mark.start()].strip():
            return title[: mark.start()].strip()
    for mark in marks:
        if squash(title[: mark.start()]) in names and title[mark.end() :].strip():
            return title[mark.end() :].strip()
    return title


def site_keys(site: str) -> tuple[str, ...]:
    """Return the forms in which a site is named in titles, squashed."""
    label = site.split(".")[0] if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", site) else ""
    bare = re.sub(r"(?i)^the\s+", "", site)
    return squash(site), squash(label), squash(bare), squash(f"the {site}")


def squash(text: str) -> str:
    """Return letters and digits only, case folded."""
    return LETTERS.sub("", text).casefold()
