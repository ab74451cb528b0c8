"""Numbers, times and texts -> the words a reader sees on the site.

Each is told the tongue it speaks. No markup is made here, and the clock is never read: what counts
as now comes in with a `Moment`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from urllib.parse import urlsplit

from newsloom.publish.tongue import ENGLISH, Tongue

WORDS_A_MINUTE = 230
"""Reading speed for prose, words a minute: Brysbaert 2019 gives 238 for English; rounded down."""

SIGNS_A_MINUTE = 480
"""Reading speed where words are not spaced (Chinese, Japanese, Thai), characters a minute."""

UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
"""What no text may bring into a page: control characters, halves of pairs, non-characters, and
marks that turn the direction of the text around them."""


def printable(value: object) -> object:
    """Return ``value`` without unprintable characters when it is plain text, else as it is."""
    return UNPRINTABLE.sub("", value) if type(value) is str else value


def safe_href(url: str) -> str:
    """Return ``url`` when it is a plain http(s) address that can be linked to, else ""."""
    if not re.match(r"https?://[^\s\x00-\x1f<>\"]+$", url, re.IGNORECASE):
        return ""
    try:
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def count_words(tongue: Tongue, reports: int, independent: int) -> str:
    """Return how much coverage there is: "12 reports, 4 independent"."""
    if reports == 1:
        return tongue.say("1 report") if independent else tongue.say("1 report, a copy")
    total = tongue.number(reports)
    if independent == reports:
        return tongue.say("%(reports)s reports, all independent", reports=total)
    if not independent:
        return tongue.say("%(reports)s reports, none independent", reports=total)
    return tongue.count(
        "%(reports)s reports, %(num)s independent",
        "%(reports)s reports, %(num)s independent",
        independent,
        reports=total,
    )


def stories_words(tongue: Tongue, stories: int) -> str:
    """Return how many stories there are: "1 story", "4,200 stories"."""
    return tongue.count("%(num)s story", "%(num)s stories", stories)


def edition_words(tongue: Tongue, articles: int, sources: int, stories: int) -> str:
    """Return the line under the date: "214 articles from 61 sources became 38 stories"."""
    return tongue.say(
        "%(articles)s from %(sources)s became %(stories)s",
        articles=tongue.count("%(num)s article", "%(num)s articles", articles),
        # Translators: after "from".
        sources=tongue.count("%(num)s source", "%(num)s sources", sources),
        stories=stories_words(tongue, stories),
    )


def of_hundred(tongue: Tongue, share: float) -> str:
    """Return a share 0..1 as "97 of 100"; only 1 itself is "100 of 100", only 0 "0 of 100"."""
    percent = round(share * 100)
    if share < 1:
        percent = min(percent, 99)
    if share > 0:
        percent = max(percent, 1)
    return tongue.say("%(number)s of 100", number=percent)


def one_decimal(tongue: Tongue, value: float) -> str:
    """Return the number with one decimal, halves up, and never "-0.0"."""
    return signed(tongue, Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP), plus="")


def signed(tongue: Tongue, value: Decimal, plus: str = "+") -> str:
    """Return the number with a typographic minus, ``plus`` before what is above zero."""
    if value < 0:
        return f"\N{MINUS SIGN}{tongue.fraction(-value)}"
    return f"{plus}{tongue.fraction(value)}" if value else tongue.fraction(abs(value))


def adding_up(values: Sequence[float], places: int = 1) -> tuple[Decimal, ...]:
    """Return the values rounded to ``places`` so that they sum to their rounded sum.

    Each is rounded down, then the largest remainders (the earliest among equals) get one unit.
    """
    unit = Decimal(1).scaleb(-places)
    exact = [Decimal(str(v)) for v in values]
    floors = [v.quantize(unit, ROUND_FLOOR) for v in exact]
    total = sum(exact, Decimal(0)).quantize(unit, ROUND_HALF_UP)
    missing = int((total - sum(floors, Decimal(0))) / unit)
    order = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    lucky = set(order[:missing])
    return tuple(floors[i] + unit if i in lucky else floors[i] for i in range(len(exact)))


def reading_minutes(text: str) -> int:
    """Return the minutes a text takes to read, at least 1; 0 when there is no text."""
    words = text.split()
    if not words:
        return 0
    signs = sum(map(len, words))
    is_spaced = signs / len(words) < 16
    spent = len(words) / WORDS_A_MINUTE if is_spaced else signs / SIGNS_A_MINUTE
    return max(1, round(spent))


def kept_together(words: str) -> str:
    """Return the words with spaces at which no line may end, save those after a comma."""
    return re.sub(r"(?<!,) ", "\N{NO-BREAK SPACE}", words)


def times_words(tongue: Tongue, number: int) -> str:
    """Return how often: "once", "twice", "3 times"."""
    if number == 2:
        return tongue.say("twice")
    return tongue.count("once", "%(num)s times", number)


@cache
def ago_words(tongue: Tongue, minutes: int) -> str:
    """Return how long ago it was, less than a day: "just now", "45 minutes ago", "5 hours ago".

    Every line of a live page asks, and there are 1440 answers.
    """
    if minutes < 1:
        return tongue.say("just now")
    if minutes < 60:
        return tongue.count("%(num)s minute ago", "%(num)s minutes ago", minutes)
    return tongue.count("%(num)s hour ago", "%(num)s hours ago", minutes // 60)


def relative_words(tongue: Tongue, then: datetime, now: datetime) -> str:
    """Return how long ago it was: "45 minutes ago", "5 hours ago", "yesterday, 18:20 UTC", a day.

    A moment still to come is given in full.
    """
    passed = now - then
    minutes = int(passed.total_seconds() // 60)
    if passed < timedelta(0):
        return tongue.full(then)
    if minutes < 24 * 60:
        return ago_words(tongue, minutes)
    if then.date() == now.date() - timedelta(days=1):
        return tongue.say("yesterday, %(clock)s", clock=tongue.clock(then))
    return tongue.day(then) if then.year != now.year else tongue.day_of_year(then)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with the language they are in: a reason kept with a record is in English."""

    words: str
    language: str
    """ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a page is made and in which tongue, which decides how it speaks."""

    at: datetime
    """What counts as now: an edition's ``as_of``, or the clock of a live page."""
    is_live: bool = False
    """False = a page that is kept: no time on it may depend on when it is read."""

    tongue: Tongue = ENGLISH

    def when(self, then: datetime) -> str:
        """Return the words for ``then``: relative to now on a live page, in full on a kept one."""
        return (
            relative_words(self.tongue, then, self.at) if self.is_live else self.tongue.full(then)
        )
