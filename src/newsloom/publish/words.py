"""Numbers, times and texts -> the words a reader sees on the site.

English only, as the pages around them. No markup is made here, and the clock is never read: what
counts as now comes in with a `Moment`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from urllib.parse import urlsplit

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


def number_words(number: int, one: str, many: str = "") -> str:
    """Return the number with its noun: "1 story", "4,200 stories"; ``many`` defaults to one + s."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def count_words(reports: int, independent: int) -> str:
    """Return how much coverage there is: "12 reports, 4 independent"."""
    if reports == 1:
        return "1 report" if independent else "1 report, a copy"
    if independent == reports:
        return f"{reports:,} reports, all independent"
    return f"{reports:,} reports, {f'{independent:,}' if independent else 'none'} independent"


def edition_words(articles: int, sources: int, stories: int) -> str:
    """Return the line under the date: "214 articles from 61 sources became 38 stories"."""
    read = number_words(articles, "article")
    asked = number_words(sources, "source")
    return f"{read} from {asked} became {number_words(stories, 'story', 'stories')}"


def of_hundred(share: float) -> str:
    """Return a share 0..1 as "97 of 100"; only 1 itself is "100 of 100", only 0 "0 of 100"."""
    percent = round(share * 100)
    if share < 1:
        percent = min(percent, 99)
    if share > 0:
        percent = max(percent, 1)
    return f"{percent} of 100"


def one_decimal(value: float) -> str:
    """Return the number with one decimal, halves up, and never "-0.0"."""
    return signed(Decimal(str(value)).quantize(Decimal("0.1"), ROUND_HALF_UP), plus="")


def signed(value: Decimal, plus: str = "+") -> str:
    """Return the number with a typographic minus, ``plus`` before what is above zero."""
    if value < 0:
        return f"\N{MINUS SIGN}{-value}"
    return f"{plus}{value}" if value else f"{abs(value)}"


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


def day_words(at: datetime) -> str:
    """Return the day with its name: "Thursday 8 October 2026"."""
    return f"{at:%A} {at.day} {at:%B %Y}"


def month_words(at: datetime) -> str:
    """Return the month: "October 2026"."""
    return f"{at:%B %Y}"


def clock_words(at: datetime) -> str:
    """Return the time of day with its zone: "09:12 UTC"."""
    return f"{at:%H:%M} UTC"


def full_words(at: datetime) -> str:
    """Return day and time: "8 October 2026, 09:12 UTC"."""
    return f"{at.day} {at:%B %Y}, {clock_words(at)}"


def kept_together(words: str) -> str:
    """Return the words with spaces at which no line may end, save those after a comma."""
    return re.sub(r"(?<!,) ", "\N{NO-BREAK SPACE}", words)


def times_words(number: int) -> str:
    """Return how often: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def relative_words(then: datetime, now: datetime) -> str:
    """Return how long ago it was: "45 minutes ago", "5 hours ago", "yesterday, 18:20 UTC", a day.

    A moment still to come is given in full.
    """
    passed = now - then
    minutes = int(passed.total_seconds() // 60)
    if passed < timedelta(0):
        return full_words(then)
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{number_words(minutes, 'minute')} ago"
    if minutes < 24 * 60:
        return f"{number_words(minutes // 60, 'hour')} ago"
    if then.date() == now.date() - timedelta(days=1):
        return f"yesterday, {clock_words(then)}"
    return day_words(then) if then.year != now.year else day_words(then)[:-5]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a page is made, which decides how it speaks of time."""

    at: datetime
    """What counts as now: an edition's ``as_of``, or the clock of a live page."""
    is_live: bool = False
    """False = a page that is kept: no time on it may depend on when it is read."""

    def when(self, then: datetime) -> str:
        """Return the words for ``then``: relative to now on a live page, in full on a kept one."""
        return relative_words(then, self.at) if self.is_live else full_words(then)
