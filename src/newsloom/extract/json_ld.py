"""JSON-LD texts -> the object that describes a page's article.

Repairs the usual faults of hand-made JSON and opens lists and graphs; what the fields mean for an
article is its readers' work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from urllib.parse import urlsplit

import msgspec

Json = dict[str, object]

ARTICLE_TYPE = re.compile(
    r"(?:\w*news)?article|(?:live)?blogposting|report|techarticle|scholarlyarticle"
    r"|advertisercontentarticle|satiricalarticle|socialmediaposting|videoobject"
)
"""schema.org types, lower case, whose object describes the page's article."""
EMBEDDED_TYPE = re.compile(r"videoobject|socialmediaposting")
"""Of them, those that more often stand inside of an article."""
PAGE_TYPE = re.compile(r"(?:medical)?webpage|itempage|claimreview|review|recipe|podcastepisode")
"""Types whose object describes the page around an article, or an article of another name."""
OF_THE_PAGE = (
    "headline", "datePublished", "dateModified", "inLanguage", "isAccessibleForFree", "keywords",
    "author", "breadcrumb",
)  # fmt: skip
"""Fields that an article takes over from the object of its page."""
RANKED = ("headline", "datePublished", "articleBody", "author", "image", "isAccessibleForFree")
"""The more of these an object has, the likelier it is the article."""
MAX_JSON_DEPTH = 12
MAX_OBJECTS = 400
MAX_SEARCHED = 20_000
"""Values gone through for the object that a reference means."""


@dataclass(frozen=True, slots=True)
class JsonLd:
    """What a page's JSON-LD says of its article."""

    article: Json
    """The article's own fields, {} = no object describes one."""
    fields: Json
    """The article's fields, those it leaves out taken from the page's object."""
    objects: tuple[Json, ...]
    """Everything there is, lists and graphs opened."""

    def resolved(self, value: object) -> object:
        """Return the object that a bare reference (``{"@id": ...}``) means, else the value."""
        if not isinstance(value, dict) or set(value) - {"@id", "@type"} or not value.get("@id"):
            return value
        told = (one for one in everything_in(self.objects) if one.get("@id") == value["@id"])
        return next((one for one in told if set(one) - {"@id", "@type"}), value)

    def of_type(self, name: str) -> Json:
        """Return the first object of a type, lower case; {} = there is none."""
        return next((one for one in self.objects if name in type_names(one)), {})


def read_json_ld(texts: Iterable[str], url: str = "", *, is_written: bool = False) -> JsonLd:
    """Return what JSON-LD blocks say of the article; broken ones that resist repair are left out.

    Args:
        texts: contents of the blocks, in order.
        url: address of the page, which tells its article from others on it; "" = unknown.
        is_written: the page calls itself an article, so a video is not what it is about.
    """
    objects: list[Json] = []
    for text in texts:
        objects.extend(objects_in(parse_json(text), 0))
    known = tuple(objects[:MAX_OBJECTS])
    article = best_object(known, ARTICLE_TYPE, url)
    if is_written and any(map(EMBEDDED_TYPE.fullmatch, type_names(article))):
        article = {}
    page = best_object(known, PAGE_TYPE, url)
    fields = {**{key: page[key] for key in OF_THE_PAGE if page.get(key)}, **article}
    return JsonLd(article, fields, known)


# --- repair --------------------------------------------------------------------------------------

Repair = Callable[[str], str]


def replaced(pattern: str, replacement: str) -> Repair:
    """Return the repair that replaces a pattern everywhere."""
    return lambda text: re.sub(pattern, replacement, text)


def without_markup(text: str) -> str:
    """Return the text without comment marks, CDATA marks and what stands around the value."""
    text = unescape(text) if '"' not in text else text
    text = re.sub(
        r"^[\s\ufeff]*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$", "", text
    )
    return text.strip(" \t\r\n;\ufeff")


def without_comments(text: str) -> str:
    """Return the text without the comments of JavaScript; ``//`` in an address is none."""
    text = re.sub(r"/\*.{0,2000}?\*/", " ", text, flags=re.DOTALL)
    return re.sub(r"(?m)^[ \t]*//.*$|(?<=[\s,{}\[\]])//[^\"\n]*$", " ", text)


def with_inner_quotes(text: str) -> str:
    """Return the text with the quotation marks inside of strings escaped.

    A mark that begins or ends a string stands next to a bracket, a colon or a comma.
    """
    pieces = re.split(r'(?<!\\)"', text)
    marked = [pieces[0]]
    for before, after in pairwise(pieces):
        is_edge = before.rstrip()[-1:] in ("{", "[", ",", ":")
        is_edge = is_edge or re.match(r"\s*(?:[,:}\]]|$)", after) is not None
        marked.append(f'"{after}' if is_edge else f'\\"{after}')
    return "".join(marked)


REPAIRS: tuple[Repair, ...] = (
    without_markup,
    replaced(r"[\x00-\x1f]+", " "),
    replaced(r",(\s*[\]}])", r"\1"),
    replaced(r"\\(?![\"\\/bfnrtu])|\\u(?![0-9a-fA-F]{4})", r"\\\\"),
    replaced(
        r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
        r"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}",
        r"\\ufffd",
    ),
)
"""Done together: marks around the value, raw newlines, trailing commas, stray backslashes, halves
of surrogate pairs."""
LATER_REPAIRS: tuple[Repair, ...] = (
    without_comments,
    replaced(r"}\s*{", "},{"),
    lambda text: f"[{text}]",
    with_inner_quotes,
)
"""Done one after the other until one helps: comments, values without a comma between them, several
values in one block, quotation marks inside of strings."""


def parse_json(text: str) -> object:
    """Return the value of a JSON text, repaired when it is broken, None when that fails too."""
    value = decoded(text)
    if value is not None or not text.strip():
        return value
    # Newlines end comments, so they go before everything else.
    text = without_comments(without_markup(text))
    for repair in REPAIRS:
        text = repair(text)
    value = decoded(text)
    for repair in LATER_REPAIRS if value is None else ():
        text = repair(text)
        value = decoded(text)
        if value is not None:
            break
    return value


def decoded(text: str) -> object:
    """Return the value of a JSON text, None when it is broken."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


# --- objects -------------------------------------------------------------------------------------


def objects_in(value: object, depth: int) -> Iterator[Json]:
    """Yield the objects of a JSON value that can describe an article, outer ones first."""
    if depth > MAX_JSON_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from objects_in(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from objects_in(value.get(key), depth + 1)


def everything_in(values: Iterable[object]) -> Iterator[Json]:
    """Yield every object inside of JSON values, however deep, as far as a page is worth it."""
    waiting = list(values)
    for _ in range(MAX_SEARCHED):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


def best_object(objects: Sequence[Json], types: re.Pattern[str], url: str) -> Json:
    """Return the object of some types that is the page's own and the fullest; {} = none."""
    found = [one for one in objects if any(map(types.fullmatch, type_names(one)))]
    if len(found) < 2:
        return found[0] if found else {}
    own = path_of(url)

    def rank(one: Json) -> tuple[bool, bool, int]:
        is_embedded = any(map(EMBEDDED_TYPE.fullmatch, type_names(one)))
        is_own = bool(own) and own in map(path_of, addresses_of(one))
        return not is_embedded, is_own, sum(bool(one.get(key)) for key in RANKED)

    return max(found, key=rank)


def addresses_of(value: Json) -> Iterator[str]:
    """Yield the addresses under which an object says that it is found."""
    for key in ("url", "mainEntityOfPage", "@id"):
        told = value.get(key)
        told = told.get("@id") or told.get("url") if isinstance(told, dict) else told
        if isinstance(told, str):
            yield told


def path_of(url: str) -> str:
    """Return the path of an address, "" when it is none or a front page's."""
    try:
        return urlsplit(url).path.strip("/").casefold()
    except ValueError:
        return ""


def type_names(value: Json) -> tuple[str, ...]:
    """Return the types of an object, lower case, without the schema.org prefix."""
    types = value.get("@type") or value.get("type")
    names = types if isinstance(types, list) else [types]
    return tuple(re.split(r"[/:#]", str(name))[-1].strip().lower() for name in names if name)


# --- values --------------------------------------------------------------------------------------


def text_of(value: object, depth: int = 0) -> str:
    """Return a JSON-LD value as text: itself, its name, or the first of a list."""
    if depth > MAX_JSON_DEPTH:
        return ""
    if isinstance(value, list):
        return next((text for part in value[:20] if (text := text_of(part, depth + 1))), "")
    if isinstance(value, dict):
        told = value.get("name") or value.get("@value") or value.get("url")
        return text_of(told, depth + 1)
    return value if isinstance(value, str) else ""


def texts_of(value: object) -> Iterator[str]:
    """Yield every text of a JSON-LD value that may be one or a list."""
    for part in value if isinstance(value, list) else [value]:
        text = text_of(part)
        if text:
            yield text
