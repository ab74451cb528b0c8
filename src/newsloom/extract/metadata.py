"""Page tree -> what the page says of itself: JSON-LD first, then OpenGraph and meta tags.

Reads declarations only; the body and the words printed on the page are other modules' work.
Nothing here is checked for truth: dates may lie in the future, addresses may be another site's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import htmldate
import trafilatura.metadata
from lxml.html import HtmlElement

from newsloom.extract.attribution import declared_attributions
from newsloom.extract.field import absolute, plain
from newsloom.extract.json_ld import (
    Json,
    article_object,
    is_free,
    json_ld_objects,
    publisher,
    text_of,
    texts_of,
    type_names,
)
from newsloom.extract.picture import json_ld_pictures, og_pictures
from newsloom.extract.tree import PARSE_ERRORS
from newsloom.model import Attribution, Picture
from newsloom.text.dates import parse_date
from newsloom.text.markup import plain_text

PAGE_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "publishdate",
    "publish-date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "date",
)
"""Meta names that hold the time of publication, most trusted first."""


AUTHOR_MARK = re.compile(r"(?i)(?:^|[\s_-])(?:byline|authors?|vcard|autor|auteur)(?:$|[\s_-])")
AUTHOR_BOX = re.compile(
    r"(?i)bio|box|card(?<!vcard)|comment|avatar|image|photo|social|more|related"
)
MAX_BYLINE_WORDS = 16


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page declares; "" and () where it declares nothing."""

    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    """None = no declared time of publication."""
    published_where: str = ""
    """Which declaration gave ``published_at``, for the reason people read."""
    site_name: str = ""
    raw_canonical: str = ""
    raw_amp: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    kind: str = ""
    """``og:type`` or the JSON-LD type, lower case."""
    language: str = ""
    pictures: tuple[Picture, ...] = ()
    body: str = ""
    """JSON-LD articleBody as plain text."""
    is_free: bool = True
    attributions: tuple[Attribution, ...] = ()
    """What it is said to be taken from; its own addresses are among them."""
    is_article: bool = False
    """The page calls itself an article or gives a time of publication."""


def read_metadata(tree: HtmlElement, url: str) -> Metadata:
    """Return what a page declares; broken declarations are passed over.

    Args:
        tree: the whole page.
        url: its final address, against which relative ones are resolved.
    """
    metas = meta_tags(tree)
    objects = tuple(json_ld_objects(tree))
    article = article_object(objects)
    published_at, where = published(article, metas)
    types = type_names(article)
    og_type = first(metas, "og:type").lower()
    return Metadata(
        title=title_of(tree, metas, article),
        description=plain(
            text_of(article.get("description"))
            or first(metas, "og:description", "description", "twitter:description")
        ),
        authors=author_names(article, metas),
        published_at=published_at,
        published_where=where,
        site_name=plain(first(metas, "og:site_name", "application-name") or publisher(article)),
        raw_canonical=link(tree, "canonical") or first(metas, "og:url"),
        raw_amp=absolute(link(tree, "amphtml"), url),
        section=plain(text_of(article.get("articleSection")) or first(metas, "article:section")),
        keywords=keyword_names(article, metas),
        kind=og_type or next(iter(types), ""),
        language=language_of(tree, metas, article),
        pictures=(*og_pictures(tree, url), *json_ld_pictures(article.get("image"), url)),
        body=plain_text(text_of(article.get("articleBody"))),
        is_free=is_free(article),
        attributions=declared_attributions(link(tree, "canonical"), article, url),
        is_article=bool(article) or og_type.startswith(("article", "video")) or bool(published_at),
    )


# --- meta tags -----------------------------------------------------------------------------------


def meta_tags(tree: HtmlElement) -> Mapping[str, tuple[str, ...]]:
    """Return the contents of all meta tags by property, name or itemprop, lower case."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        content = " ".join((tag.get("content") or "").split())
        for attribute in ("property", "name", "itemprop"):
            key = (tag.get(attribute) or "").strip().lower()
            if key and content:
                found.setdefault(key, []).append(content)
    return {key: tuple(values) for key, values in found.items()}


def first(metas: Mapping[str, tuple[str, ...]], *names: str) -> str:
    """Return the first content of the first of the names that has one, "" when none has."""
    return next((metas[name][0] for name in names if name in metas), "")


def link(tree: HtmlElement, rel: str) -> str:
    """Return the address of the first ``<link rel=...>``, as written."""
    for tag in tree.iter("link"):
        if rel in (tag.get("rel") or "").lower().split():
            return (tag.get("href") or "").strip()
    return ""


# --- fields --------------------------------------------------------------------------------------


def title_of(tree: HtmlElement, metas: Mapping[str, tuple[str, ...]], article: Json) -> str:
    """Return the title: JSON-LD headline, og:title, the only h1, then ``<title>``."""
    headline = plain(text_of(article.get("headline")))
    og_title = plain(first(metas, "og:title", "twitter:title"))
    cut = headline.rstrip(" .…")
    if headline and not (headline.endswith(("…", "...")) and og_title.startswith(cut)):
        return headline
    headings = [plain(one.text_content()) for one in tree.iter("h1")]
    heading = headings[0] if len(headings) == 1 else ""
    return og_title or heading or plain(next((one.text or "" for one in tree.iter("title")), ""))


def author_names(article: Json, metas: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the authors as declared, addresses of profiles left out."""
    declared = [*texts_of(article.get("author")), *texts_of(article.get("creator"))]
    for name in ("article:author", "author", "byl", "parsely-author", "sailthru.author",
                 "dc.creator", "cxenseparse:author"):  # fmt: skip
        declared.extend(metas.get(name, ()))
    names = (plain(name) for name in declared)
    return tuple(dict.fromkeys(name for name in names if name and "://" not in name))[:12]


def keyword_names(article: Json, metas: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the keywords of JSON-LD, article:tag and the keywords tag, each once, at most 30."""
    raw = [*texts_of(article.get("keywords")), *metas.get("article:tag", ())]
    raw.extend(metas.get("news_keywords", metas.get("keywords", ())))
    parts = (plain(part) for text in raw for part in re.split(r"[,;]", text))
    unique: dict[str, str] = {}
    for part in parts:
        if 0 < len(part) <= 60:
            unique.setdefault(part.casefold(), part)
    return tuple(unique.values())[:30]


def language_of(tree: HtmlElement, metas: Mapping[str, tuple[str, ...]], article: Json) -> str:
    """Return the declared language as two letters, "" when none or nonsense is declared."""
    declared = text_of(article.get("inLanguage")) or tree.get("lang") or first(
        metas, "og:locale", "content-language", "language")  # fmt: skip
    found = re.match(r"([a-z]{2})(?:[-_]|$)", declared.strip().lower())
    return found[1] if found else ""


def published(article: Json, metas: Mapping[str, tuple[str, ...]]) -> tuple[datetime | None, str]:
    """Return the declared time of publication and the name of the declaration."""
    candidates = [("JSON-LD datePublished", text_of(article.get("datePublished")))]
    candidates.append(("JSON-LD uploadDate", text_of(article.get("uploadDate"))))
    candidates.extend((f"meta {name}", first(metas, name)) for name in PAGE_DATES)
    for where, text in candidates:
        at = parse_date(text) if text else None
        if at is not None:
            return at, where
    return None, ""


def printed_date(tree: HtmlElement, latest: datetime) -> datetime | None:
    """Return the day printed somewhere on the page, as htmldate finds it; None = none found.

    The first of January is no find: it is how htmldate writes a bare year, as copyright lines have.

    Args:
        latest: no later day is believed.
    """
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
    """Return the bylines printed on the page, likeliest first: by its markup, by trafilatura."""
    try:
        guess = str(trafilatura.metadata.extract_author(tree) or "")
    except PARSE_ERRORS:
        guess = ""
    return tuple(dict.fromkeys(filter(None, (marked_author(tree), guess))))


def marked_author(tree: HtmlElement) -> str:
    """Return the first short text whose markup calls it author or byline, "" = none does."""
    for element in tree.iter("span", "div", "p", "a", "address", "strong", "cite"):
        names = " ".join(element.get(key) or "" for key in ("class", "rel", "itemprop"))
        if names and AUTHOR_MARK.search(names) and not AUTHOR_BOX.search(names):
            text = plain(element.text_content())
            if 0 < len(text.split()) <= MAX_BYLINE_WORDS:
                return text
    return ""
