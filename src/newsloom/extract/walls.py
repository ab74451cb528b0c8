"""Page tree, metadata, body -> what kind of page it is: an article, or what stands in its place.

Names consent walls, checks for robots, log-ins, pages for other countries, deleted articles, error
pages, pages without text, section pages and paywall stubs, by the words of ``data/walls.toml``.
It decides nothing about what to do instead; `draft` does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsloom.data import read_text
from newsloom.extract.metadata import Metadata
from newsloom.extract.words import count_words

WALL_WORDS = 200
"""A wall has no longer text."""
FEW_WORDS = 40
"""What calls itself an article has fewer words when it is a wall all the same."""
CONSENT_WORDS = 600
"""A wall that lists its partners; nothing that calls itself an article is one of that length."""
STUB_WORDS = 250
"""A text behind a paywall with fewer words is a stub: the usual teaser has 40 to 200."""
CONSENT_SHARE = 0.04
"""Share of consent words in the text from which a page speaks of consent only; news: under .01."""
OPENING = 400
"""Characters in which a wall says what it is."""
SITE_WORDS = 5
"""The name of the site beside a wall's title has no more; more are a headline."""
ASK_REACH = 1500
"""Characters after a text in which its paywall asks; what stands above it is navigation."""
LINK_SHARE = 0.5
"""Share of words inside links from which a page without an article's signs is a section page."""
MIN_HEADLINES = 8
"""Links of four words or more that a section page has at least."""
MAX_HEADINGS = 3
MAX_TITLE = 300
"""Characters of a title that can be a wall's."""
QUOTED = 80
"""Characters of a wall's own words in the sentence about it."""
PARTS = re.compile(r"\s*[|·•»«]\s*|\s+[-–—:]+\s+")
APOSTROPHES = str.maketrans("'’ʼ´`", "     ")
EDGES = ' .!?¡¿…*#"“”„»«()'


class PageKind(StrEnum):
    """What stands at an address."""

    ARTICLE = "article"
    STUB = "stub"
    """The beginning of an article behind a paywall."""
    CONSENT = "consent"
    ROBOT = "robot-check"
    REGION = "region"
    """It is kept from readers of this part of the world."""
    GONE = "gone"
    """The article was taken down."""
    ERROR = "error-page"
    LOGIN = "login"
    SCRIPT = "script"
    """The text would come with JavaScript."""
    SECTION = "section-page"


@dataclass(frozen=True, slots=True)
class PageSigns:
    """A page's kind and the sentence that says why."""

    kind: PageKind
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Wall:
    """One kind of wall and its words."""

    kind: PageKind
    sentence: str
    titles: re.Pattern[str]
    texts: re.Pattern[str]

    def signs(self, words: str) -> PageSigns:
        """Return the kind with its sentence, the wall's own words quoted."""
        return PageSigns(self.kind, f'{self.sentence} ("{words.strip()[:QUOTED]}").')


def read_walls(table: Mapping[str, object]) -> Iterator[Wall]:
    """Yield the walls of a table, in its order.

    Raises:
        KeyError, ValueError: the table is broken, which is this program's own fault.
    """
    thing = str(table["thing"])
    rows = table["wall"]
    assert isinstance(rows, list)
    for row in rows:
        problem = str(row.get("problem", ""))
        titles, texts = (
            any_of(text.replace("{problem}", problem).replace("{thing}", f"(?:{thing})")
                   for text in row[key])
            for key in ("titles", "texts")
        )  # fmt: skip
        yield Wall(PageKind(row["kind"]), row["sentence"], titles, texts)


def any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for several, line breaks in them left out."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined.replace("\n", ""), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signs:
    """The words of ``data/walls.toml`` as patterns."""

    walls: tuple[Wall, ...]
    consent_title: re.Pattern[str]
    consent_word: re.Pattern[str]
    paywall: re.Pattern[str]


@cache
def known_signs() -> Signs:
    """Return the patterns; they are made when the first page is read, for it takes .1 s."""
    table = tomllib.loads(read_text("walls.toml"))
    words, asks = any_of(table["consent"]["words"]), any_of(table["paywall"]["asks"])
    return Signs(
        tuple(read_walls(table)),
        any_of(table["consent"]["titles"]),
        re.compile(rf"\b(?:{words.pattern})\b", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{asks.pattern})", re.IGNORECASE),
    )


PLAIN_CONSENT = "The page only asks for consent to cookies."


def name_page(
    tree: HtmlElement, metadata: Metadata, text: str, look: Callable[[], str], url: str
) -> PageSigns:
    """Return what kind of page it is, with the reason.

    Args:
        tree: the whole page.
        metadata: what it declares.
        text: the body as read; "" = none was found.
        look: gives all words a reader sees; asked only when the text is short.
        url: its final address.
    """
    words = count_words(text)
    visible = look() if words < STUB_WORDS else text
    if words < (FEW_WORDS if metadata.is_article else CONSENT_WORDS):
        wall = find_wall(tree, metadata, text or visible, words)
        if wall:
            return wall
    stub = stub_sentence(metadata, words, text, visible)
    if stub:
        return PageSigns(PageKind.STUB, stub)
    if not metadata.is_article and is_section(tree, words, url):
        sentence = "The page is a list of links to articles, not an article."
        return PageSigns(PageKind.SECTION, sentence)
    return PageSigns(PageKind.ARTICLE)


# --- walls ---------------------------------------------------------------------------------------


def find_wall(tree: HtmlElement, metadata: Metadata, text: str, words: int) -> PageSigns | None:
    """Return the wall a page of few words is, None when it is none."""
    printed = (metadata.title, page_title(tree), *headings(tree))
    titles = [fold(title) for title in printed if len(title) <= MAX_TITLE]
    is_short = words < WALL_WORDS
    opening = fold(text[:OPENING])
    for wall in known_signs().walls if is_short else ():
        if wall.kind is PageKind.SCRIPT and metadata.is_article:
            continue
        title = next((title for title in titles if is_title(title, wall.titles)), "")
        if title:
            return wall.signs(title)
        said = opening_of(wall.kind, tree, opening, words)
        found = wall.texts.search(plain(said))
        if found:
            return wall.signs(said[found.start() : found.end()])
    if is_consent(titles, plain(fold(text)), is_short):
        return PageSigns(PageKind.CONSENT, PLAIN_CONSENT)
    return None


def opening_of(kind: PageKind, tree: HtmlElement, opening: str, words: int) -> str:
    """Return the words in which a wall of a kind would say what it is, "" = this is none of it."""
    if kind is PageKind.LOGIN and not has_password_field(tree):
        return ""
    if kind is PageKind.SCRIPT:
        hidden = " ".join(one.text_content() for one in tree.iter("noscript"))
        return f"{opening} {fold(hidden[:OPENING])}" if words < FEW_WORDS else ""
    return opening


def has_password_field(tree: HtmlElement) -> bool:
    """Return whether the page can be logged in on."""
    return any((one.get("type") or "").lower() == "password" for one in tree.iter("input"))


def is_title(title: str, pattern: re.Pattern[str]) -> bool:
    """Return whether a title, or a part of it beside the site's name, is a wall's."""
    if pattern.fullmatch(plain(title)):
        return True
    parts = [plain(part.strip(EDGES)) for part in PARTS.split(title)]
    others = [part for part in parts if not pattern.fullmatch(part)]
    return len(others) < len(parts) and all(len(part.split()) <= SITE_WORDS for part in others)


def fold(text: str) -> str:
    """Return a text with one blank for each run of white space, and no marks around it."""
    return " ".join(text.split()).strip(EDGES)


def plain(text: str) -> str:
    """Return a text as the table's patterns want it: as long, with blanks for apostrophes."""
    return text.translate(APOSTROPHES)


def page_title(tree: HtmlElement) -> str:
    """Return the text of ``<title>``."""
    return " ".join(next((one.text or "" for one in tree.iter("title")), "").split())


def headings(tree: HtmlElement) -> list[str]:
    """Return the first headings of a page."""
    found = (one.text_content() for one in tree.iter("h1", "h2"))
    return [text for text, _ in zip(found, range(MAX_HEADINGS), strict=False)]


def is_consent(titles: Sequence[str], text: str, is_short: bool) -> bool:
    """Return whether a page speaks of consent to cookies and of nothing else."""
    total = count_words(text)
    found = len(known_signs().consent_word.findall(text))
    if any(known_signs().consent_title.search(plain(title)) for title in titles):
        return found >= 2 if is_short else found >= CONSENT_SHARE * total
    return is_short and found >= 4 and found >= CONSENT_SHARE * total


# --- stubs and sections --------------------------------------------------------------------------


def stub_sentence(metadata: Metadata, words: int, text: str, visible: str) -> str:
    """Return why a text is only the stub of an article behind a paywall, "" when it is not."""
    if words >= STUB_WORDS:
        return ""
    last = text.rpartition("\n")[2][:OPENING]
    after = visible[max(visible.rfind(last), 0) :][: len(last) + ASK_REACH]
    said = fold(after if text else visible)
    asked = known_signs().paywall.search(plain(said))
    if asked:
        words_asked = said[asked.start() : asked.end()][:QUOTED]
        return f'Only a stub of {words} words stands before the paywall ("{words_asked}").'
    if not metadata.is_free:
        return f"Only a stub of {words} words could be read; the page says it is not free."
    return ""


def is_section(tree: HtmlElement, words: int, url: str) -> bool:
    """Return whether a page without an article's signs is a list of links.

    An address with a slug of four words or an article's number is never one.
    """
    linked = headlines = 0
    for anchor in tree.iter("a"):
        count = count_words(anchor.text_content())
        linked += count
        headlines += count >= 4
    if headlines < MIN_HEADLINES:
        return False
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    if last.count("-") >= 3 or re.search(r"\d{5}", last):
        return False
    is_top = urlsplit(url).path.count("/") <= 1 and "-" not in urlsplit(url).path
    total = sum(count_words(text) for text in visible_texts(tree))
    return (is_top and words < 4 * linked) or linked >= LINK_SHARE * total


def visible_texts(tree: HtmlElement) -> list[str]:
    """Return the texts of a page's elements outside scripts and styles."""
    return [
        text
        for element in tree.iter()
        if element.tag not in ("script", "style", "noscript", "template", "head", "title")
        for text in (element.text, *(child.tail for child in element))
        if text
    ]
