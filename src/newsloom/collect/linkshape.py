"""Links of a page -> those that lead to articles: by rules for all sites, and by the page's habit.

An address shows what it is: a date, a long slug, a large number. Where it does not, the page does:
an address of the same shape as many others that are linked by headlines is an article too, and a
shape whose links say only "Jo Doe" or "Harbours" leads to authors and topics. Parses no markup.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import parse_qsl, urlsplit

from newsloom.text.urls import registered_domain

_DATE_IN_PATH = re.compile(
    r"/(?:19|20)\d\d[/-](?:0?[1-9]|1[0-2]|[a-z]{3})(?:[/-]\d{1,2})?(?:[/-]|\Z)"
)
_NUMERIC_ID = re.compile(r"(?:\A|[-_/.])[a-z]{0,2}\d{5,}\Z")
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|story|amp|cms|ece)\Z")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|themen?|themes?|temas?|sujets?|keywords?|hashtags?|"
    r"category|categories|categor[ií]as?|kategorien?|authors?|autor|autoren|autore|autores|auteurs?|"
    r"writers?|contributors?|users?|staff|members?|by|search|suche|buscar|recherche|"
    r"login|log-?out|sign-?in|sign-?up|register|account|konto|subscribe|subscriptions?|abo|"
    r"abonnement|donate|newsletters?|about|about-us|ueber-uns|contact|kontakt|contacto|privacy|"
    r"datenschutz|cookies?|terms|agb|imprint|impressum|jobs|careers|karriere|shop|cart|help|hilfe|"
    r"faq|rss|feeds?|page|seite|comments?|wp-content|wp-admin|wp-json|cdn-cgi|static|assets)(?:/|\Z)"
)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|css|js|xml|rss|json|ico|docx?)\Z")
_FEWEST_SLUG_WORDS = 4
_LONG_NUMBER = re.compile(r"\d{3,}")
_HEX = re.compile(r"(?=[a-z-]*\d)(?=[\d-]*[a-z])[0-9a-f-]{8,}\Z")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
_LETTERS_A_WORD = 3
"""Letters of a script without spaces that say about as much as a word."""
_FEWEST_ALIKE = 4
"""Addresses of one shape that make a habit."""
_HEADLINE_WORDS = 5
_LABEL_WORDS = 3
"""Words a label has at most: a name, a topic, a place."""
_MOST_LABELS = 0.4
"""Share of links without a headline among those of a shape that leads to articles."""
_SAME_LABEL = 3
"""Addresses that one text links to, from which on it is a label such as "Read more"."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address a page links to, and how."""

    web_url: str
    text: str
    """The headline that links there; "" = only pictures do."""
    in_heading: bool = False
    """Whether a heading links there."""


def article_links(links: Sequence[Link], page_url: str) -> tuple[Link, ...]:
    """Return the links that lead to articles, in their order.

    Navigation must be left out beforehand. A link counts when its address shows an article (a date,
    a slug of at least four words, a number of five digits or more), unless all it shows is a slug
    and the links of its shape are labels; or when four addresses or more have its shape and six in
    ten of them are linked by headlines. Links to other registered domains, files, and places named
    as tags, authors, search ... never count.
    """
    inside = [link for link in links if _is_inside(link.web_url, page_url)]
    habits = _habits(inside)
    folders = {folder for link in inside for folder in _folders_of(link.web_url)}
    return tuple(link for link in inside if _is_article(link, habits, folders))


def may_be_article(link: Link, page_url: str, labels: frozenset[str]) -> bool:
    """True when a link, seen alone, could lead to an article; sections and authors hardly do."""
    return _is_inside(link.web_url, page_url) and (
        _shows_number(link.web_url)
        or _shows_slug(link.web_url)
        or _is_headline(link)
        or link.text in labels
    )


def labels_of(links: Iterable[Link]) -> frozenset[str]:
    """Return the texts that say nothing of what they link to: three addresses share one."""
    distinct = {(link.web_url, link.text) for link in links if link.text}
    counts = Counter(text for _, text in distinct)
    return frozenset(text for text, number in counts.items() if number >= _SAME_LABEL)


def words_in(text: str) -> int:
    """Return the words of a text; three letters of a script without spaces count as one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + unspaced // _LETTERS_A_WORD


def shape_of(web_url: str) -> str:
    """Return what an address has in common with others of its kind.

    ``/2026/10/20/wall-shut.html`` -> ``/YYYY/NN/NN/*.html``, ``/a/wall-123`` -> ``/a/*-N``,
    ``/read?id=77`` -> ``/read?id=*``.
    """
    parts = urlsplit(web_url)
    *folders, last = parts.path.strip("/").split("/")
    ending = _ENDING.search(last.lower())
    stem = last[: ending.start()] if ending else last
    keys = sorted(name for name, _ in parse_qsl(parts.query))
    if keys:
        printed = last + "?" + "&".join(f"{key}=*" for key in keys)
    else:
        printed = _last_shape(stem) + (ending[0] if ending else "")
    return "/" + "/".join([*map(_folder_shape, folders), printed])


def common_shape(web_urls: Sequence[str]) -> str:
    """Return the shape that most addresses have, "" for none; the first one of several."""
    counts = Counter(map(shape_of, web_urls))
    return counts.most_common(1)[0][0] if counts else ""


def _is_inside(web_url: str, page_url: str) -> bool:
    domain = registered_domain(web_url)
    if not domain or domain != registered_domain(page_url):
        return False
    path = urlsplit(web_url).path.lower()
    return not _NO_ARTICLE.search(path) and not _FILE.search(path)


def _shows_number(web_url: str) -> bool:
    """Whether a date or a large number stands in the path."""
    path = urlsplit(web_url).path.lower()
    last = _ENDING.sub("", path.rstrip("/").rpartition("/")[2])
    return bool(_DATE_IN_PATH.search(path)) and bool(_words(last)) or bool(_NUMERIC_ID.search(last))


def _shows_slug(web_url: str) -> bool:
    path = urlsplit(web_url).path.lower()
    last = _ENDING.sub("", path.rstrip("/").rpartition("/")[2])
    return len(_words(last)) >= _FEWEST_SLUG_WORDS


def _words(slug: str) -> list[str]:
    return [word for word in re.split(r"[-_]+", slug) if any(c.isalpha() for c in word)]


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a page links to the addresses of one shape."""

    addresses: int
    headlines: int
    words: float
    """Median number of words of its links."""

    @property
    def is_article(self) -> bool:
        return (
            self.addresses >= _FEWEST_ALIKE
            and self.addresses - self.headlines <= _MOST_LABELS * self.addresses
        )

    @property
    def is_label(self) -> bool:
        return (
            self.addresses >= _FEWEST_ALIKE
            and self.words <= _LABEL_WORDS
            and self.headlines <= _MOST_LABELS * self.addresses
        )


_NO_HABIT = _Habit(0, 0, 0.0)


def _habits(links: Sequence[Link]) -> Mapping[str, _Habit]:
    """Of each shape, and of each shape whatever its folders are called."""
    by_shape: dict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.text:
            by_shape[shape_of(link.web_url)].append(link)
            by_shape[_nameless(shape_of(link.web_url))].append(link)
    return {
        shape: _Habit(
            len(alike), sum(map(_is_headline, alike)), median(words_in(x.text) for x in alike)
        )
        for shape, alike in by_shape.items()
    }


def _is_headline(link: Link) -> bool:
    words = words_in(link.text)
    return words >= _HEADLINE_WORDS or (link.in_heading and words >= _LABEL_WORDS)


def _is_article(link: Link, habits: Mapping[str, _Habit], folders: set[str]) -> bool:
    if _shows_number(link.web_url):
        return True
    shape = shape_of(link.web_url)
    habit = habits.get(shape, _NO_HABIT)
    if _shows_slug(link.web_url):
        return not habit.is_label
    if link.web_url.rstrip("/") in folders:
        return False
    if habit.is_article:
        return words_in(link.text) > 1
    return _is_headline(link) and habits.get(_nameless(shape), _NO_HABIT).is_article


def _nameless(shape: str) -> str:
    """``/news/port/*`` -> ``/././*``: sections of a site that write their articles alike."""
    return re.sub(r"/[^/?*]*[a-z][^/?*]*(?=/)", "/.", shape, flags=re.IGNORECASE)


def _folders_of(web_url: str) -> list[str]:
    """The addresses above an address, without a slash at their end."""
    parts = urlsplit(web_url)
    names = parts.path.strip("/").split("/")
    site = f"{parts.scheme}://{parts.netloc}"
    return ["/".join([site, *names[:depth]]) for depth in range(len(names))]


def _folder_shape(name: str) -> str:
    if re.fullmatch(r"(?:19|20)\d\d", name):
        return "YYYY"
    if name.isdigit():
        return "NN" if len(name) < 3 else "N"
    if _HEX.match(name.lower()) or len(_words(name)) >= _FEWEST_SLUG_WORDS:
        return "*"
    return name


def _last_shape(stem: str) -> str:
    if stem.isdigit():
        return "N"
    numbered = _NUMERIC_ID.search(stem.lower())
    return "*-N" if numbered or _LONG_NUMBER.match(stem) else "*"
