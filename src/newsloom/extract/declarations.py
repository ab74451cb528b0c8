"""Page tree -> what stands in its tags: meta tags, links, headings, times, JSON-LD texts.

One walk over the tree. What a declaration means, and whether it is true, is for its readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsloom.extract.field import plain

META_NAMES = ("property", "name", "itemprop", "http-equiv")
MAX_HEADINGS = 40
MAX_HEADING_CHARACTERS = 600
"""A longer heading is a whole page in the wrong tag."""
MAX_TIMES = 40
UNSEEN = frozenset(("script", "style", "svg", "noscript", "template", "button", "select"))
"""Tags in a heading that are no words of it."""
HIDDEN = re.compile(
    r"(?i)(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-reader\S*|u-hidden|is-hidden|a11y\S*)(?:$|\s)"
)
HEADLINE_NAME = re.compile(
    r"(?i)head(?:line|ing|er-?title)|title|(?:^|[\s_-])hed(?:$|[\s_-])|titel|titre|t[ií]tul"
)
"""What classes of an article's heading are called."""
SITE_NAME = re.compile(r"(?i)site|logo|brand|masthead|widget|related|recirc|sidebar|newsletter")
"""What classes of other headings are called."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One ``<h1>``."""

    text: str
    pieces: tuple[str, ...] = ()
    """Texts of its child elements, when it has any: a kicker, the headline, a subtitle."""
    is_marked: bool = False
    """Its markup calls it a headline, or it stands in the article."""


@dataclass(frozen=True, slots=True)
class TimeTag:
    """One ``<time>`` that has a machine-readable moment."""

    moment: str
    is_publication: bool
    """Its markup says that it is the time of publication."""
    is_in_article: bool


@dataclass(frozen=True, slots=True)
class Declarations:
    """The tags of a page that declare something, as written."""

    metas: Mapping[str, tuple[str, ...]]
    """Property, name, itemprop or http-equiv in lower case -> contents, in order."""
    links: Mapping[str, tuple[str, ...]]
    """``rel`` in lower case -> addresses, in order."""
    title: str
    """``<title>``."""
    headings: tuple[Heading, ...]
    times: tuple[TimeTag, ...]
    scripts: tuple[str, ...]
    """Texts of the JSON-LD blocks."""
    language: str
    """Of the ``<html>`` tag."""
    is_amp: bool
    """The page is itself an AMP page."""

    def first(self, *names: str) -> str:
        """Return the first content of the first of the meta names that has one, "" = none has."""
        return next((self.metas[name][0] for name in names if name in self.metas), "")

    def link(self, rel: str) -> str:
        """Return the first address of a ``rel``, "" = there is none."""
        return next(iter(self.links.get(rel, ())), "")


def read_declarations(tree: HtmlElement) -> Declarations:
    """Return the declarations of a page in the order in which they stand there."""
    metas: dict[str, list[str]] = {}
    links: dict[str, list[str]] = {}
    tags: dict[str, list[HtmlElement]] = {"title": [], "h1": [], "time": []}
    scripts = []
    for tag in tree.iter("meta", "link", "script", "title", "h1", "time"):
        if tag.tag == "meta":
            for key, content in named_contents(tag):
                metas.setdefault(key, []).append(content)
        elif tag.tag == "link":
            href = (tag.get("href") or "").strip()
            for rel in (tag.get("rel") or "").lower().split() if href else ():
                links.setdefault(rel, []).append(href)
        elif tag.tag == "script":
            if "ld+json" in (tag.get("type") or "").lower():
                scripts.append(tag.text_content())
        else:
            tags[str(tag.tag)].append(tag)
    return Declarations(
        metas={key: tuple(values) for key, values in metas.items()},
        links={key: tuple(values) for key, values in links.items()},
        title=page_title(tags["title"]),
        headings=tuple(filter(None, map(read_heading, tags["h1"][:MAX_HEADINGS]))),
        times=tuple(filter(None, map(read_time, tags["time"][:MAX_TIMES]))),
        scripts=tuple(scripts),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        is_amp=any(tree.get(mark) is not None for mark in ("amp", "⚡", "amp4html")),
    )


def named_contents(tag: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield (name, content) for each name a meta tag has."""
    content = tag.get("content")
    if not content or content.isspace():
        return
    content = " ".join(content.split())
    seen = ""
    for name in META_NAMES:
        key = tag.get(name)
        if key and key != seen:
            seen = key
            yield key.strip().lower(), content


def page_title(titles: list[HtmlElement]) -> str:
    """Return the text of the page's own ``<title>``: pictures in SVG have titles, too."""
    own = [tag for tag in titles if (parent := tag.getparent()) is not None
           and parent.tag in ("head", "html")]  # fmt: skip
    return plain(next((tag.text_content() for tag in own or titles), ""))


def read_heading(tag: HtmlElement) -> Heading | None:
    """Return a heading, None when there is nothing to read in it."""
    pieces = tuple(filter(None, (plain(" ".join(seen_texts(child))) for child in tag)))
    text = plain("".join(seen_texts(tag, is_inside=True)))
    if not text or len(text) > MAX_HEADING_CHARACTERS:
        return None
    return Heading(text, pieces if pieces != (text,) else (), is_headline(tag))


def seen_texts(tag: HtmlElement, *, is_inside: bool = False) -> Iterator[str]:
    """Yield the pieces of text of an element that a reader sees, without its tail.

    Args:
        is_inside: a word is never broken by inline tags, so nothing goes between the pieces, but a
            line break is a space.
    """
    if tag.tag in UNSEEN or not isinstance(tag.tag, str) or HIDDEN.search(tag.get("class") or ""):
        return
    if is_inside and tag.tag in ("br", "div", "p"):
        yield " "
    yield tag.text or ""
    for child in tag:
        yield from seen_texts(child, is_inside=is_inside)
        yield child.tail or ""


def is_headline(tag: HtmlElement) -> bool:
    """Return whether the markup around a heading says that it is the article's headline."""
    if "headline" in (tag.get("itemprop") or "").lower().split():
        return True
    name = f"{tag.get('class') or ''} {tag.get('id') or ''} {tag.get('data-testid') or ''}"
    if SITE_NAME.search(name):
        return False
    above = [str(one.tag) for one in tag.iterancestors()]
    if "article" in above or "main" in above:
        return True
    return HEADLINE_NAME.search(name) is not None and "nav" not in above


def read_time(tag: HtmlElement) -> TimeTag | None:
    """Return a time tag, None when only people can read it."""
    moment = (tag.get("datetime") or tag.get("content") or "").strip()
    if not moment:
        return None
    names = f"{tag.get('itemprop') or ''} {tag.get('class') or ''}".lower()
    says = tag.get("pubdate") is not None or re.search(r"publi[sc]|pub-?date|entry-date", names)
    is_update = re.search(r"updat|modif", names)
    above = {str(one.tag) for one in tag.iterancestors()}
    is_aside = bool(above & {"aside", "nav", "footer", "li"})
    is_in_article = bool(above & {"article", "main", "header"}) and not is_aside
    return TimeTag(moment, bool(says) and not is_update and not is_aside, is_in_article)
