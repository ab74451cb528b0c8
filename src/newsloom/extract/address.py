"""Page, declarations -> the article's web address, and why a declared one was refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsloom.extract.metadata import Metadata
from newsloom.text.unlisted import is_unlisted
from newsloom.text.urls import canonical_url, is_front_page, is_variant_of, registered_domain

AMP_CACHES = ("ampproject.org", "google.com", "bing.com", "bing-amp.com", "ampproject.net")
"""Registered domains that serve other publishers' AMP pages."""
OF_AN_ARTICLE = re.compile(r"\d{4,}|[^\W_]+(?:[-_][^\W_]+){2,}|[-_]\d{2,}|\d{2,}[-_]")
"""What the last part of an article's path holds: a number, or words of its title."""
PART_OF_AN_ARTICLE = re.compile(r"(?:page/)?\d{1,2}|comments|full|all|gallery|photos?|video")
"""What follows on an article's path where it stands on several pages."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where an article is found."""

    web_url: str
    canonical_url: str = ""
    """As the page declares it; "" = it declares none."""
    notes: tuple[str, ...] = ()


def choose_address(metadata: Metadata, own: str, final_url: str) -> Address:
    """Return the address of the article on a page.

    The canonical address the page declares counts, else another it declares as its own (og:url):
    within the page's registered domain, on AMP caches, which serve other sites' pages, and on
    imported pages without an address. One of a front page, of the section above the article, or
    without the part of the query that names the article is refused.

    Args:
        metadata: what the page declares.
        own: canonical address of the item that led there.
        final_url: where the page was read, after redirects.
    """
    final = canonical_url(final_url) or own
    first = ""
    notes: list[str] = []
    for declared in declared_addresses(metadata, final):
        first = first or declared
        reason = refusal(declared, final)
        if not reason:
            return Address(declared, declared, tuple(notes))
        notes.append(f"The canonical address {declared} was refused: {reason}.")
    return Address(final, first, tuple(notes[:1]))


def declared_addresses(metadata: Metadata, final: str) -> Iterator[str]:
    """Yield the addresses a page declares as its own, in canonical form, each once."""
    raw = filter(None, (metadata.raw_canonical, *metadata.raw_addresses))
    found = (canonical_url(one, final) for one in raw)
    yield from dict.fromkeys(filter(None, found))


def refusal(declared: str, final: str) -> str:
    """Return why a declared address is not the article's, "" = it can be."""
    if declared == final:
        return ""
    here = registered_domain(final)
    is_stand_in = is_unlisted(final) or (here in AMP_CACHES and "amp" in final)
    if registered_domain(declared) != here and not is_stand_in:
        return "it is on another site"
    if is_stand_in or is_variant_of(declared, final):
        return "it is a front page" if is_front_page(declared) else ""
    if is_front_page(declared) and not is_front_page(final):
        return "it is a front page"
    if is_section_of(declared, final):
        return "it is the section above the article"
    return "it leaves out which article is meant" if leaves_out_article(declared, final) else ""


def is_section_of(declared: str, final: str) -> bool:
    """Return whether an address is a level above the page's, and no article's itself."""
    above, below = path_of(declared), path_of(final)
    if not below.startswith(f"{above}/") or names_article(above) or urlsplit(declared).query:
        return False
    return PART_OF_AN_ARTICLE.fullmatch(below.removeprefix(f"{above}/")) is None


def leaves_out_article(declared: str, final: str) -> bool:
    """Return whether an address lacks the query that says which article of its path is meant."""
    query = urlsplit(final).query
    is_same = path_of(declared) == path_of(final) and not urlsplit(declared).query
    return is_same and re.search(r"\d", query) is not None and not names_article(path_of(final))


def names_article(path: str) -> bool:
    """Return whether the last part of a path can name an article."""
    return OF_AN_ARTICLE.search(path.rpartition("/")[2]) is not None


def path_of(url: str) -> str:
    """Return the path of a canonical address without its last slash."""
    return urlsplit(url).path.rstrip("/")
