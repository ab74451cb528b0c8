"""Page tree -> the JSON-LD object that describes its article.

Opens lists and graphs and repairs the usual faults of hand-made JSON; what the fields mean for an
article is `metadata`'s work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec
from lxml.html import HtmlElement

Json = dict[str, object]

ARTICLE_TYPE = re.compile(
    r"(?:\w*news)?article|(?:live)?blogposting|report|techarticle|scholarlyarticle"
    r"|advertisercontentarticle|socialmediaposting|videoobject"
)
"""schema.org types, lower case, whose object describes the page's article."""
MAX_JSON_DEPTH = 12


def json_ld_objects(tree: HtmlElement) -> Iterator[Json]:
    """Yield every object of the page's JSON-LD, lists and ``@graph`` opened, outer ones first."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            yield from objects_in(parse_json(script.text or ""), 0)


BROKEN_JSON = (
    (re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$"), ""),
    (re.compile(r"[\x00-\x1f]+"), " "),
    (re.compile(r",(\s*[\]}])"), r"\1"),
    (re.compile(r";\s*$"), ""),
    (re.compile(r"\\(?![\"\\/bfnrtu])"), r"\\\\"),
)
"""Repairs of the usual faults: comment marks, raw newlines, trailing commas, stray backslashes."""


def parse_json(text: str) -> object:
    """Return the value of a JSON text, repaired when it is broken, None when that fails too."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        for pattern, replacement in BROKEN_JSON:
            text = pattern.sub(replacement, text)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


def objects_in(value: object, depth: int) -> Iterator[Json]:
    """Yield the objects of a JSON value that can describe an article."""
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from objects_in(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from objects_in(value.get(key), depth + 1)


def article_object(objects: Sequence[Json]) -> Json:
    """Return the object that describes the article, the fullest of several; {} = none."""
    articles = [one for one in objects if any(map(ARTICLE_TYPE.fullmatch, type_names(one)))]
    rank = ("headline", "datePublished", "articleBody", "author", "image", "isAccessibleForFree")
    return max(articles, key=lambda one: sum(key in one for key in rank), default={})


def type_names(value: Json) -> tuple[str, ...]:
    """Return the types of an object, lower case, without the schema.org prefix."""
    types = value.get("@type")
    names = types if isinstance(types, list) else [types]
    return tuple(str(name).rpartition("/")[2].lower() for name in names if name)


def text_of(value: object) -> str:
    """Return a JSON-LD value as text: itself, its name, or the first of a list."""
    if isinstance(value, list):
        return next((text for text in map(text_of, value[:20]) if text), "")
    if isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or value.get("url"))
    return value if isinstance(value, str) else ""


def texts_of(value: object) -> Iterator[str]:
    """Yield every text of a JSON-LD value that may be one or a list."""
    for part in value if isinstance(value, list) else [value]:
        text = text_of(part)
        if text:
            yield text


def publisher(article: Json) -> str:
    """Return the name of the article's publisher."""
    return text_of(article.get("publisher") or article.get("sourceOrganization"))


def is_free(article: Json) -> bool:
    """Return False when the article or one of its parts says it is not accessible for free."""
    parts = article.get("hasPart")
    told = [article, *(parts if isinstance(parts, list) else [parts])]
    values = [one.get("isAccessibleForFree") for one in told if isinstance(one, dict)]
    return not any(str(value).lower() == "false" for value in values[:1] + values[1:])
