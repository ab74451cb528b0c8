"""Page tree -> what the page says of itself: JSON-LD, OpenGraph, meta tags, headings.

Every field has its own order of places: JSON-LD first for people, dates and sections, since it
names what it gives; for the title the places vote (`headline`). What nothing declares is looked for
on the page, by `printed_date` and `printed_authors`.

Nothing here is checked for truth: dates may lie in the future, addresses may be another site's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice

import htmldate
from lxml.html import HtmlElement

from newsloom.extract.attribution import declared_attributions
from newsloom.extract.byline import find_leading_byline
from newsloom.extract.declarations import Declarations, read_declarations, seen_texts
from newsloom.extract.field import absolute, plain
from newsloom.extract.headline import choose_headline
from newsloom.extract.json_ld import JsonLd, addresses_of, read_json_ld, text_of, type_names
from newsloom.extract.labels import (
    declared_languages,
    genre_of,
    is_free,
    keyword_names,
    section_of,
)
from newsloom.extract.people import declared_people
from newsloom.extract.picture import json_ld_pictures, og_pictures
from newsloom.extract.timestamps import Timestamp, read_timestamps
from newsloom.extract.title import is_site_name, squash
from newsloom.extract.tree import PARSE_ERRORS
from newsloom.model import Attribution, Person, Picture
from newsloom.text.dates import parse_date
from newsloom.text.markup import plain_text
from newsloom.text.urls import registered_domain

AUTHOR_MARK = re.compile(r"(?i)(?:^|[\s_-])(?:byline|authors?|vcard|autor|auteur)(?:$|[\s_-])")
AUTHOR_BOX = re.compile(
    r"(?i)bio|box|card(?<!vcard)|comment|avatar|image|photo|social|more|related"
)
AFTER_NAMES = re.compile(
    r"(?i)\s*(?:[|•·@(\d]|\s[-–—]\s|\b(?:published|updated|posted|follow|comments?|publicado|"
    r"veröffentlicht|aktualisiert|publié|mis à jour|atualizado|actualizado)\b|,? ?\b(?:(?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? \d))"
)
"""What ends the names in a printed byline."""
MAX_BYLINE_WORDS = 16
MAX_BYLINE_CHARACTERS = 1_000
MAX_BYLINE_PARTS = 8


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page declares; "" and () where it declares nothing."""

    title: str = ""
    """Without the site's name."""
    printed_title: str = ""
    """As declared, the site's name included."""
    is_shown: bool = False
    """The page shows the title to its readers, so nothing in it is an addition of the site."""
    description: str = ""
    authors: tuple[str, ...] = ()
    """Names as declared, agencies and firms too, but not the site itself."""
    people: tuple[Person, ...] = ()
    published: tuple[Timestamp, ...] = ()
    """Times of publication, most trusted first."""
    updated: tuple[Timestamp, ...] = ()
    """Times of the last change, most trusted first."""
    site_name: str = ""
    raw_canonical: str = ""
    """Address of ``<link rel=canonical>``, as written."""
    raw_addresses: tuple[str, ...] = ()
    """Other addresses it declares as its own, as written: og:url, JSON-LD url."""
    raw_amp: str = ""
    is_amp: bool = False
    """It is itself an AMP page."""
    section: str = ""
    keywords: tuple[str, ...] = ()
    kind: str = ""
    """``og:type`` or the JSON-LD type, lower case."""
    genre: str = ""
    """``opinion``, ``analysis``, ``background``, ``report``, ``review``, ``live``,
    ``advertisement``, ``satire``, ``ask-public``; "" = it does not say."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes it declares, most trusted first."""
    pictures: tuple[Picture, ...] = ()
    body: str = ""
    """JSON-LD articleBody as plain text."""
    is_free: bool = True
    attributions: tuple[Attribution, ...] = ()
    """What it is said to be taken from; its own addresses are among them."""
    is_article: bool = False
    """The page calls itself an article or gives a time of publication."""

    @property
    def published_at(self) -> datetime | None:
        """The time of publication declared first; None = none is."""
        return self.published[0].at if self.published else None


def read_metadata(tree: HtmlElement, url: str) -> Metadata:
    """Return what a page declares; broken declarations are passed over.

    Args:
        tree: the whole page.
        url: its final address, against which relative ones are resolved.
    """
    told = read_declarations(tree)
    og_type = told.first("og:type").lower()
    json_ld = read_json_ld(told.scripts, url, is_written=og_type.startswith("article"))
    article, fields = json_ld.article, json_ld.fields
    domain = registered_domain(url)
    name = site_name(told, json_ld, domain)
    sites = (domain, *dict.fromkeys((name, *site_names(told, json_ld, domain))))
    headline = choose_headline(told, fields, sites)
    people = declared_people(told, json_ld, sites)
    times = read_timestamps(told, json_ld)
    types = type_names(article)
    is_dated = any(not stamp.where.startswith("JSON-LD") for stamp in times.published)
    return Metadata(
        title=headline.text,
        printed_title=headline.printed,
        is_shown=headline.is_shown,
        description=plain(
            text_of(article.get("description"))
            or told.first("og:description", "description", "twitter:description")
        ),
        authors=people.authors,
        people=people.people,
        published=times.published,
        updated=times.updated,
        site_name=name,
        raw_canonical=told.link("canonical"),
        raw_addresses=tuple(
            dict.fromkeys((*told.metas.get("og:url", ())[:1], *addresses_of(article)))
        ),
        raw_amp=absolute(told.link("amphtml"), url),
        is_amp=told.is_amp,
        section=section_of(told, json_ld, sites),
        keywords=keyword_names(told, fields),
        kind=og_type or next(iter(types), ""),
        genre=genre_of(told, types),
        languages=declared_languages(told, fields),
        pictures=(
            *og_pictures(head_of(tree), url),
            *json_ld_pictures(article.get("image"), url, json_ld.objects),
        ),
        body=plain_text(text_of(article.get("articleBody"))),
        is_free=is_free(told, fields),
        attributions=declared_attributions(told.link("canonical"), article, url),
        is_article=bool(article) or og_type.startswith(("article", "video")) or is_dated,
    )


def head_of(tree: HtmlElement) -> HtmlElement:
    """Return the head where it holds the page's meta tags: it is much smaller than the page."""
    head = tree.find("head")
    return tree if head is None or head.find("meta") is None else head


# --- the site ------------------------------------------------------------------------------------


def site_name(told: Declarations, json_ld: JsonLd, domain: str) -> str:
    """Return the name of the site: og:site_name, the publisher, the application's name."""
    offered = (told.first("og:site_name"), publisher(json_ld), told.first("application-name"))
    return next(names_among(offered, told, domain), "")


def site_names(told: Declarations, json_ld: JsonLd, domain: str) -> Iterator[str]:
    """Yield the other names under which titles can name the site."""
    offered = (
        publisher(json_ld),
        told.first("application-name", "apple-mobile-web-app-title"),
        text_of(json_ld.of_type("website").get("name")),
        told.first("twitter:site").lstrip("@"),
    )
    yield from names_among(offered, told, domain)


def names_among(offered: Iterable[str], told: Declarations, domain: str) -> Iterator[str]:
    """Yield the offered names that can be a site's: not its address, nor the page's own title."""
    titles = {squash(told.title), squash(told.first("og:title"))}
    for name in map(plain, offered):
        is_title = squash(name) in titles and not is_site_name(name, (domain,))
        if name and "://" not in name and not is_title:
            yield name


def publisher(json_ld: JsonLd) -> str:
    """Return the name of the article's publisher."""
    return text_of(json_ld.resolved(json_ld.article.get("publisher")))


# --- printed on the page -------------------------------------------------------------------------


def printed_date(tree: HtmlElement, latest: datetime) -> datetime | None:
    """Return the moment or day printed somewhere on the page; None = none found.

    The first time of the article that is machine-readable, else what htmldate finds; the first of
    January is no find: it is how htmldate writes a bare year, as copyright lines have.

    Args:
        latest: no later day is believed.
    """
    in_article = (tag.moment for tag in read_declarations(tree).times if tag.is_in_article)
    at = next(filter(None, map(parse_date, in_article)), None)
    if at is not None and at <= latest:
        return at
    try:
        found = htmldate.find_date(
            tree, original_date=True, extensive_search=False,
            max_date=latest.replace(tzinfo=None),
        )  # fmt: skip
    except PARSE_ERRORS:
        return None
    at = parse_date(found) if found else None
    return None if at is None or (at.month, at.day) == (1, 1) else at


def printed_authors(tree: HtmlElement) -> tuple[str, ...]:
    """Return the bylines printed on the page, likeliest first.

    The text of the first element that its markup calls author or byline, then of what stands in it;
    without the date and whatever else follows the names. When there is none, the line below the
    heading that says "By".
    """
    for element in tree.iter("span", "div", "p", "a", "address", "strong", "cite"):
        names = " ".join(filter(None, map(element.get, ("class", "rel", "itemprop"))))
        if not names or not AUTHOR_MARK.search(names) or AUTHOR_BOX.search(names):
            continue
        # What is seen is looked for piece by piece; nests of long texts would take long.
        if len(element.text_content()) > MAX_BYLINE_CHARACTERS:
            continue
        if len(plain(" ".join(seen_texts(element))).split()) > MAX_BYLINE_WORDS:
            continue
        inner = (element, *element.iter("a", "span", "strong", "b"))
        texts = (byline_in(" ".join(seen_texts(one))) for one in inner[:MAX_BYLINE_PARTS])
        found = tuple(dict.fromkeys(filter(None, texts)))
        if found:
            return found
    return tuple(islice(lines_below_heading(tree), 1))


def lines_below_heading(tree: HtmlElement) -> Iterator[str]:
    """Yield the bylines at the beginning of the lines that follow the first heading."""
    heading = next(tree.iter("h1"), None)
    above = heading.getparent() if heading is not None else None
    if heading is None or above is None:
        return
    following = islice(chain(heading.itersiblings(), above.itersiblings()), MAX_BYLINE_PARTS)
    for element in following:
        lines = (line.strip() for text in seen_texts(element) for line in text.splitlines())
        for line in islice(filter(None, lines), MAX_BYLINE_PARTS):
            byline = find_leading_byline(line)
            if byline:
                yield byline


def byline_in(text: str) -> str:
    """Return the beginning of a line of small print, up to a date, an account or a note."""
    return AFTER_NAMES.split(plain(text).strip(" |:–—-"), maxsplit=1)[0].strip(" |:,–—-")
