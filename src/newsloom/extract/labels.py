"""Declarations -> what an article is filed under: section, keywords, languages, genre, access."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from newsloom.extract.declarations import Declarations
from newsloom.extract.field import plain
from newsloom.extract.json_ld import Json, JsonLd, text_of, texts_of
from newsloom.extract.title import is_site_name, squash
from newsloom.text.language import language_code

KEYWORD_NAMES = ("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags")
SECTION_NAMES = ("article:section", "parsely-section", "og:article:section", "section")
MAX_KEYWORDS = 30
MAX_KEYWORD_CHARACTERS = 60
GENRES = {
    "opinionnewsarticle": "opinion",
    "analysisnewsarticle": "analysis",
    "backgroundnewsarticle": "background",
    "askpublicnewsarticle": "ask-public",
    "reportagenewsarticle": "report",
    "reviewnewsarticle": "review",
    "criticreview": "review",
    "liveblogposting": "live",
    "advertisercontentarticle": "advertisement",
    "satiricalarticle": "satire",
}
"""schema.org type, lower case -> genre."""
FRONT_PAGE_NAMES = frozenset({
    "home", "homepage", "frontpage", "main", "mainpage", "startseite", "start", "inicio",
    "início", "accueil",
})  # fmt: skip


def section_of(told: Declarations, json_ld: JsonLd, sites: Sequence[str]) -> str:
    """Return the section: JSON-LD articleSection, meta tags, the first level of the breadcrumbs.

    Args:
        sites: names and domains of the publisher, which are no sections.
    """
    declared = (text_of(json_ld.article.get("articleSection")), told.first(*SECTION_NAMES))
    levels = (name for name in breadcrumbs(json_ld) if not is_site_name(name, sites))
    return next((name for name in (*map(plain, declared), *levels) if is_level(name)), "")


def breadcrumbs(json_ld: JsonLd) -> Iterator[str]:
    """Yield the levels above the article."""
    trail = json_ld.resolved(json_ld.fields.get("breadcrumb")) or json_ld.of_type("breadcrumblist")
    steps = trail.get("itemListElement") if isinstance(trail, dict) else None
    parts = [one for one in steps if isinstance(one, dict)] if isinstance(steps, list) else []
    for one in parts[:-1]:
        yield plain(text_of(one.get("name")) or text_of(one.get("item")))


def is_level(name: str) -> bool:
    """Return whether a name can be a section's, and is not the front page's."""
    return name != "" and "://" not in name and squash(name) not in FRONT_PAGE_NAMES


def keyword_names(told: Declarations, fields: Json) -> tuple[str, ...]:
    """Return the keywords of JSON-LD and of meta tags, each once, at most 30."""
    declared = fields.get("keywords")
    raw = [part for text in texts_of(declared) for part in parted(text, declared)]
    for name in KEYWORD_NAMES:
        values = told.metas.get(name, ())
        raw.extend(part for text in values for part in parted(text, values))
    unique: dict[str, str] = {}
    for part in map(plain, raw):
        if 0 < len(part) <= MAX_KEYWORD_CHARACTERS:
            unique.setdefault(part.casefold(), part)
    return tuple(unique.values())[:MAX_KEYWORDS]


def parted(text: str, declared: object) -> Iterable[str]:
    """Return the keywords in a text: in a list of several each text is one keyword."""
    is_listed = isinstance(declared, (list, tuple)) and len(declared) > 1
    return [text] if is_listed and ";" not in text else re.split(r"[,;]", text)


def declared_languages(told: Declarations, fields: Json) -> tuple[str, ...]:
    """Return the languages a page declares, nonsense left out."""
    declared = fields.get("inLanguage")
    alternate = declared.get("alternateName") if isinstance(declared, dict) else ""
    offered = (
        text_of(alternate), text_of(declared), told.language, told.first("og:locale"),
        told.first("content-language"), told.first("dc.language"), told.first("language"),
    )  # fmt: skip
    return tuple(dict.fromkeys(filter(None, map(language_code, offered))))


def genre_of(told: Declarations, types: Iterable[str]) -> str:
    """Return the genre that the JSON-LD type or a meta tag tells, "" = neither does."""
    is_opinion = told.first("article:opinion").lower() == "true"
    return next((GENRES[name] for name in types if name in GENRES), "opinion" if is_opinion else "")


def is_free(told: Declarations, fields: Json) -> bool:
    """Return False when the article, else a part of it or a meta tag, says that it is not free."""
    own = fields.get("isAccessibleForFree")
    parts = fields.get("hasPart")
    parts = parts if isinstance(parts, list) else [parts]
    values = [one.get("isAccessibleForFree") for one in parts if isinstance(one, dict)]
    if own is not None and own != "":
        return not is_no(own)
    return not any(map(is_no, values)) and told.first("article:content_tier") != "locked"


def is_no(value: object) -> bool:
    """Return whether a declared value denies: ``false``, ``"False"``, ``schema.org/False``, 0."""
    if isinstance(value, list):
        value = value[0] if value else None
    return str(value).rpartition("/")[2].strip().lower() in ("false", "no", "0", "0.0")
