"""Printed title -> the article's title without the site's name. Changes no word of the rest.

A site names itself, a section or an author at an end of its titles. Its own names are known from
the page; whatever else it adds is learnt from other titles of the same site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

EAST_ASIAN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
SEPARATOR = re.compile(
    r"(?=[\s|｜¦:：_–—―-])(?:"  # most characters begin none: passed over at once
    r"(?P<bar>\s*[|｜¦]\s*|\s+(?:[·•»«]|::)\s+)"
    rf"|(?P<dash>\s+[-–—―]{{1,3}}\s+|(?<={EAST_ASIAN})\s?[-_–—―]{{1,3}}\s?(?=\S)|_(?={EAST_ASIAN}))"
    r"|(?P<colon>\s+:\s+|(?<=\w):\s+|\s*：\s*))"
)
MAX_CHARACTERS = 600
"""A longer title is none; it is left as it is."""
LETTERS = re.compile(r"[\W_]+")
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
SMALL_WORDS = frozenset({
    "the", "of", "and", "der", "die", "das", "le", "la", "les", "el", "los",
})  # fmt: skip
WIDER_WORDS = frozenset({
    "the", "news", "online", "sport", "sports", "magazine", "international", "english", "tv",
    "radio", "digital", "com", "net", "org", "world", "uk", "us", "usa", "europe", "africa",
    "asia", "india", "australia", "canada", "deutsch", "español", "brasil", "france",
})  # fmt: skip
"""Words that sites add to their name: ``BBC News`` stands on ``bbc.com``."""
LABELS = frozenset({
    "live", "liveblog", "liveticker", "newsblog", "ticker", "video", "videos", "watch",
    "listen", "podcast", "audio", "photos", "photo", "fotos", "pictures", "gallery",
    "interview", "exclusive", "exklusiv", "exclusif", "exclusiva", "exclusivo", "breaking",
    "breakingnews", "update", "updated", "updates", "analysis", "analyse", "análisis",
    "análise", "opinion", "opinión", "opinião", "comment", "kommentar", "explainer",
    "explained", "review", "factcheck", "faktencheck", "report", "editorial", "column",
    "kolumne", "letters", "obituary", "asithappened", "endirect", "envivo", "aovivo", "direct",
    "directo", "vídeo", "eilmeldung", "urgent", "última", "advertisement", "anzeige",
})  # fmt: skip
"""What says of which kind an article is: part of its title, however often a site prints it."""
LEAST_TITLES = 3
"""Different titles of one site that show a habit."""
BEGINNING_SHARE = 0.8
"""Of a site's titles: fewer than this may well begin with the name of what the news is about."""
MOST_WORDS = 8
MOST_PARTS = 4
"""Parts that a site adds to its titles."""


@dataclass(frozen=True, slots=True)
class TitleHabits:
    """What a site adds to its titles, letters and digits only, case folded."""

    endings: frozenset[str] = frozenset()
    beginnings: frozenset[str] = frozenset()

    def __or__(self, other: TitleHabits) -> TitleHabits:
        """Return both."""
        return TitleHabits(self.endings | other.endings, self.beginnings | other.beginnings)


NO_HABITS = TitleHabits()


def cut_site_name(title: str, sites: Iterable[str], habits: TitleHabits = NO_HABITS) -> str:
    """Return the title without parts at its end or beginning that are the site's, not its own.

    Cutting twice changes nothing; something is always left.

    Args:
        title: plain text.
        sites: names and domains of the publisher; "" are passed over.
        habits: what the site is known to add.
    """
    if len(title) > MAX_CHARACTERS:
        return title
    names = names_of(tuple(sites))
    while True:
        shorter = cut_once(title, names, habits)
        if shorter == title:
            return title
        title = shorter


def cut_once(title: str, names: SiteNames, habits: TitleHabits) -> str:
    """Return the title without one part that the site added."""
    marks = list(SEPARATOR.finditer(title))
    for mark in reversed(marks):
        start, end = title[: mark.start()].strip(), title[mark.end() :].strip()
        endings = habits.endings if mark.lastgroup != "colon" else frozenset()
        if start and is_added(end, names, endings):
            return start
    for mark in marks:
        start, end = title[: mark.start()].strip(), title[mark.end() :].strip()
        if end and is_added(start, names, habits.beginnings):
            return end
    return title


def is_added(part: str, names: SiteNames, habit: frozenset[str]) -> bool:
    """Return whether a part of a title names the site or is one of its habits."""
    key = squash(part)
    return key in habit or key in names.keys or is_wider(part, names.labels)


# --- names of the site ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SiteNames:
    """How a site can be named, letters and digits only, case folded."""

    keys: frozenset[str]
    labels: tuple[str, ...]
    """First labels of its domains: ``bbc`` of ``bbc.com``."""


@lru_cache(maxsize=512)
def names_of(sites: tuple[str, ...]) -> SiteNames:
    """Return the forms in which a site is named in titles, from its names and domains."""
    labels = tuple(squash(site.split(".")[0]) for site in sites if DOMAIN.fullmatch(site))
    bare = [re.sub(r"(?i)^the\s+", "", site) for site in sites]
    keys = {*labels, *map(squash, (*sites, *bare, *(f"the {one}" for one in bare if one)))}
    return SiteNames(frozenset(keys - {""}), tuple(label for label in labels if len(label) > 1))


def is_site_name(part: str, sites: Iterable[str]) -> bool:
    """Return whether a part of a title names the site: as it is known, shortened, or made wider."""
    return is_added(part, names_of(tuple(sites)), frozenset())


def is_wider(part: str, labels: Sequence[str]) -> bool:
    """Return whether a part is the label of a site's domain with general words, or spelled out.

    ``BBC News`` and ``bbc.com``; ``Los Angeles Times`` and ``latimes.com``.
    """
    words = part.split()
    if not 2 <= len(words) <= MOST_WORDS or not labels:
        return False
    words = [word for word in map(squash, words) if word and word not in SMALL_WORDS]
    if len(words) < 2:
        return False
    is_general = all(word in WIDER_WORDS for word in words[1:])
    return any(
        (is_general and words[0] == label) or (len(label) > 2 and is_shortened(label, words))
        for label in labels
    )


def is_shortened(label: str, words: Sequence[str]) -> bool:
    """Return whether a label is made of beginnings of all the words, in their order."""
    ends = {0}
    for word in words:
        ends = {
            end + size
            for end in ends
            for size in range(1, len(word) + 1)
            if label.startswith(word[:size], end)
        }
        if not ends:
            return False
    return len(label) in ends


# --- habits of the site --------------------------------------------------------------------------


def learn_endings(printed_titles: Sequence[str]) -> TitleHabits:
    """Return what a site adds to its titles: parts that recur on three different ones.

    After a bar any part can be an ending, after a dash one that begins with a capital letter;
    labels such as ``Live`` never are. In front of a bar the same holds; in front of a dash or a
    colon only what most titles begin with.

    Args:
        printed_titles: titles of one site as its pages declare them, in any order, also doubled.
    """
    titles = {title.strip() for title in printed_titles if 0 < len(title) <= MAX_CHARACTERS}
    habits = NO_HABITS
    for _ in range(MOST_PARTS):
        found = habits | recurring_parts(titles)
        if found == habits:
            break
        habits = found
        titles = {cut_site_name(title, (), habits) for title in titles}
    return habits


def recurring_parts(titles: Iterable[str]) -> TitleHabits:
    """Return the last and first parts that recur on enough titles."""
    endings: dict[str, set[str]] = {}
    beginnings: dict[str, set[str]] = {}
    usual: dict[str, set[str]] = {}
    count = 0
    for title in titles:
        count += 1
        marks = list(SEPARATOR.finditer(title))
        if not marks:
            continue
        start, kind, end = split_at(title, marks[-1])
        if kind != "colon" and can_be_added(end, is_bare=kind == "bar"):
            endings.setdefault(squash(end), set()).add(squash(start))
        start, kind, end = split_at(title, marks[0])
        if can_be_added(start, is_bare=True):
            told = beginnings if kind == "bar" else usual
            told.setdefault(squash(start), set()).add(squash(end))
    most = max(LEAST_TITLES, BEGINNING_SHARE * count)
    return TitleHabits(
        frozenset(key for key, rest in endings.items() if len(rest) >= LEAST_TITLES),
        frozenset(key for key, rest in beginnings.items() if len(rest) >= LEAST_TITLES)
        | frozenset(key for key, rest in usual.items() if len(rest) >= most),
    )


def split_at(title: str, mark: re.Match[str]) -> tuple[str, str, str]:
    """Return what stands before a separator, the kind of the separator, what stands after it."""
    return title[: mark.start()], str(mark.lastgroup), title[mark.end() :]


def can_be_added(part: str, *, is_bare: bool) -> bool:
    """Return whether a part of a title can be an addition of the site.

    Args:
        is_bare: the separator alone shows that it is one; else it must begin like a name.
    """
    key = squash(part)
    if not key or key in LABELS or len(part.split()) > MOST_WORDS:
        return False
    return is_bare or not part.strip()[0].islower()


def squash(text: str) -> str:
    """Return letters and digits only, case folded."""
    return LETTERS.sub("", text).casefold()
