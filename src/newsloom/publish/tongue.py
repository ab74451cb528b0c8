"""Language code -> the words of the interface in it: messages, numbers and dates.

English stands in the code and is the key; every other tongue has a message file,
``data/messages/CODE.po``. Names of days and months and the signs of numbers are those of CLDR.
What articles say is never translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from newsloom.data import read_bytes

TONGUES = {"en": "English", "es": "Español", "de": "Deutsch"}
"""Languages of the interface, each with its own name for itself."""


LOCALES = {"en": "en_GB"}
"""Where the habits of a language are not those of its code alone: no comma before "and"."""


def N_(message: str) -> str:  # noqa: N802
    """Return the message as it is: marks one for the message files that is said elsewhere."""
    return message


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the interface."""

    code: str
    """ISO 639-1."""
    direction: str
    """"ltr" or "rtl"."""
    translations: NullTranslations = field(
        default_factory=NullTranslations, compare=False, repr=False
    )
    """English -> its words; what it does not know is said in English."""

    @property
    def name(self) -> str:
        """Return the language's name for itself."""
        return TONGUES.get(self.code, self.code)

    def say(self, message: str, /, **values: object) -> str:
        """Return a message with its values: ``say("By %(names)s.", names=...)``.

        A percent sign of its own is doubled in a message.
        """
        return self.translations.gettext(message) % values

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """Return the form of a message that fits a number, which stands in it as ``%(num)s``."""
        message = self.translations.ngettext(one, many, number)
        return message % {"num": self.number(number), **values}

    def number(self, number: int) -> str:
        """Return a whole number with its thousands apart: "4,200", "4.200"."""
        return self.written(f"{number:,}")

    def fraction(self, number: float | Decimal) -> str:
        """Return a number with its decimals, thousands not apart: "4.5", "4,5".

        A float has at most six figures and no idle zeros, a Decimal has the places it has.
        """
        text = f"{number:g}" if isinstance(number, float) else f"{number}"
        return self.written(text)

    def written(self, number: str) -> str:
        """Return a number as English writes it with the signs of this tongue."""
        return number.translate(signs_of(self.code))

    def listed(self, items: Sequence[str]) -> str:
        """Return things side by side: "a, b and c"."""
        return format_list(items, locale=LOCALES.get(self.code, self.code))

    def day(self, at: datetime) -> str:
        """Return the day with its name: "Thursday 8 October 2026"."""
        # Translators: a CLDR date pattern, weekday, day, month and year.
        return dated(self.code, self.say("EEEE d MMMM y"), at.date())

    def day_of_year(self, at: datetime) -> str:
        """Return the day with its name, without the year: "Thursday 8 October"."""
        # Translators: a CLDR date pattern, weekday, day and month.
        return dated(self.code, self.say("EEEE d MMMM"), at.date())

    def date(self, at: datetime) -> str:
        """Return the date: "8 October 2026"."""
        # Translators: a CLDR date pattern, day, month and year.
        return dated(self.code, self.say("d MMMM y"), at.date())

    def month(self, at: datetime) -> str:
        """Return the month: "October 2026"."""
        # Translators: a CLDR date pattern, month and year.
        return dated(self.code, self.say("LLLL y"), at.date())

    def clock(self, at: datetime) -> str:
        """Return the time of day with its zone: "09:12 UTC"."""
        return f"{at:%H:%M} UTC"

    def full(self, at: datetime) -> str:
        """Return day and time: "8 October 2026, 09:12 UTC"."""
        return f"{self.date(at)}, {self.clock(at)}"


@cache
def tongue_of(code: str) -> Tongue:
    """Return the tongue of a code.

    Raises:
        ValueError: the interface has no such language.
    """
    if code not in TONGUES:
        raise ValueError(f"the interface has no language {code!r}")
    translations = NullTranslations() if code == "en" else translations_of(code)
    return Tongue(code, Locale.parse(code).text_direction, translations)


def tongue_or_english(code: str) -> Tongue:
    """Return the tongue of a code; English where the interface has no such language."""
    return tongue_of(code) if code in TONGUES else ENGLISH


def translations_of(code: str) -> GNUTranslations:
    """Return what the message file of a language says."""
    compiled = BytesIO()
    catalog = read_po(BytesIO(read_bytes(f"messages/{code}.po")), locale=code)
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


@cache
def signs_of(code: str) -> dict[int, str]:
    """Return the signs a language has for the comma and the point of English numbers."""
    signs = Locale.parse(code).number_symbols["latn"]
    return str.maketrans({",": signs["group"], ".": signs["decimal"]})


@lru_cache(4096)
def dated(code: str, pattern: str, day: date) -> str:
    """Return a day by a CLDR pattern in the words of a language."""
    return format_date(day, pattern, locale=code)


ENGLISH = tongue_of("en")
