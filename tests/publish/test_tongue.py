"""The words of the interface: messages, numbers and dates, and pages in each tongue."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from gettext import NullTranslations

import pytest
from lxml import html

from newsloom.publish.frame import templates
from newsloom.publish.shelf import shelve
from newsloom.publish.site import render_site, site_pages
from newsloom.publish.tongue import ENGLISH, TONGUES, Tongue, tongue_of, tongue_or_english
from newsloom.publish.words import Moment, relative_words
from tests.publish.editions import HOSTILE, SETTINGS, edition, full_edition, old

NOW = datetime(2026, 10, 8, 9, 12, tzinfo=UTC)


class Marked(NullTranslations):
    """Says every message between brackets, so that words that are no message stand out."""

    def gettext(self, message: str) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


MARKED = Tongue("ar", "rtl", Marked())
"""An invented tongue, written from right to left."""


def site_in(code: str) -> dict[str, str]:
    """Return the pages of a site whose own words are in a language."""
    settings = replace(SETTINGS, newsroom=replace(SETTINGS.newsroom, language=code))
    files = render_site(full_edition(3), settings).renditions
    return {r.path: r.body.decode() for r in files if r.path.endswith(".html")}


@cache
def marked_site() -> dict[str, str]:
    """Return the pages of a site with every kind of story in the invented tongue."""
    made = edition(*full_edition(3).briefs, *old(70), redirects=[("merged", "harrow"), ("x", "y")])
    pages = site_pages(shelve(made, SETTINGS, Moment(made.as_of, tongue=MARKED)))
    return {path: make().decode() for path, make in pages.items() if path.endswith(".html")}


@pytest.mark.parametrize(
    ("code", "day", "full", "month"),
    [
        ("en", "Thursday 8 October 2026", "8 October 2026, 09:12 UTC", "October 2026"),
        ("es", "jueves, 8 de octubre de 2026", "8 de octubre de 2026, 09:12 UTC",
         "octubre de 2026"),
        ("de", "Donnerstag, 8. Oktober 2026", "8. Oktober 2026, 09:12 UTC", "Oktober 2026"),
    ],
)  # fmt: skip
def test_dates(code: str, day: str, full: str, month: str) -> None:
    tongue = tongue_of(code)

    assert (tongue.day(NOW), tongue.full(NOW), tongue.month(NOW)) == (day, full, month)
    assert tongue.day(NOW).startswith(tongue.day_of_year(NOW))
    assert tongue.clock(NOW) == "09:12 UTC"


@pytest.mark.parametrize(
    ("code", "whole", "half"),
    [("en", "4,200", "-4.5"), ("es", "4.200", "-4,5"), ("de", "4.200", "-4,5")],
)
def test_numbers(code: str, whole: str, half: str) -> None:
    tongue = tongue_of(code)

    assert tongue.number(4200) == whole
    assert tongue.fraction(Decimal("-4.5")) == half
    assert tongue.fraction(-4.5) == half
    assert tongue.fraction(48.0) == "48"


@pytest.mark.parametrize(
    ("code", "one", "many"),
    [
        ("en", "1 story", "4,200 stories"),
        ("es", "1 noticia", "4.200 noticias"),
        ("de", "1 Geschichte", "4.200 Geschichten"),
    ],
)
def test_a_count_has_the_form_that_fits_its_number(code: str, one: str, many: str) -> None:
    tongue = tongue_of(code)

    assert tongue.count("%(num)s story", "%(num)s stories", 1) == one
    assert tongue.count("%(num)s story", "%(num)s stories", 4200) == many


def test_a_message_nobody_translated_is_said_in_english() -> None:
    words = "Words %(which)s no file has."

    assert tongue_of("de").say(words, which="that") == "Words that no file has."
    assert MARKED.say(words, which="that") == "⟦Words that no file has.⟧"


def test_a_language_the_interface_has_not() -> None:
    assert tongue_or_english("tlh") is ENGLISH
    assert tongue_or_english("de") is tongue_of("de")
    with pytest.raises(ValueError, match="no language 'tlh'"):
        tongue_of("tlh")


@pytest.mark.parametrize("code", TONGUES)
def test_time_that_passed_is_told_in_its_own_words(code: str) -> None:
    told = [
        relative_words(tongue_of(code), NOW.replace(hour=hour, minute=minute), NOW)
        for hour, minute in ((9, 11), (8, 30), (7, 0))
    ]

    assert (
        told
        == {
            "en": ["1 minute ago", "42 minutes ago", "2 hours ago"],
            "es": ["hace 1 minuto", "hace 42 minutos", "hace 2 horas"],
            "de": ["vor 1 Minute", "vor 42 Minuten", "vor 2 Stunden"],
        }[code]
    )


@pytest.mark.parametrize("code", ["es", "de"])
def test_the_site_speaks_the_language_of_the_newsroom(code: str) -> None:
    for path, page in site_in(code).items():
        tree = html.fromstring(page)
        assert tree.get("lang") == code, path
        assert tree.get("dir") is None
        assert tree.xpath(f"//main//*[@lang='{code}']") == []


def test_a_newsroom_in_another_language_has_an_english_interface() -> None:
    assert site_in("pt") == site_in("en")


def test_reasons_of_a_known_shape_are_told_in_the_tongue_of_the_page() -> None:
    page = html.fromstring(site_in("es")["stories/harrow.html"])
    rules = [rule.text_content() for rule in page.xpath("//ol[@class='rules']/li")]

    assert "Informaciones independientes: 4, hace falta al menos 1." in rules
    assert rules[-1] == "Calor: 103,2, hace falta al menos 40. Esta regla decidió: publicar."
    assert page.xpath("//ol[@class='rules']//@lang") == []


def test_reasons_of_another_shape_say_that_they_are_english() -> None:
    page = html.fromstring(site_in("es")["stories/harrow.html"])
    kept = {part.text_content() for part in page.xpath("//main//*[@lang='en']")}

    assert any("came 53 minutes later" in sentence for sentence in kept)
    page = html.fromstring(site_in("en")["stories/harrow.html"])
    assert page.xpath("//main//*[@lang='en']") == []


def test_values_in_messages_stay_text() -> None:
    template = templates(ENGLISH).from_string('{{ _("By %(names)s.", names=value) }}')

    assert template.render(value="<b>A & B</b>") == "By &lt;b&gt;A &amp; B&lt;/b&gt;."
    assert re.search("[\x00\u202e\ud800]", template.render(value=HOSTILE)) is None


def test_percent_signs_of_values_are_left_alone() -> None:
    template = templates(ENGLISH).from_string(
        '{{ ngettext("%(num)s of %(name)s", "%(num)s of %(name)s", 4200, name="100 %s") }}'
    )

    assert template.render() == "4,200 of 100 %s"


def test_pages_in_a_tongue_from_right_to_left_say_so() -> None:
    for path, page in marked_site().items():
        assert html.fromstring(page).get("dir") == "rtl", path


SAID = re.compile(r"⟦[^⟦⟧]*⟧")
NAMES = re.compile(r"\bUTC\b|^Depth$|[\u0600-\u06ff]+")
"""Words every tongue has: the zone, a reason only the fixtures give, and the names of days and
months in the invented tongue."""


def unsaid(page: str) -> set[str]:
    """Return the texts of a page that are neither said by the tongue nor known to be data."""
    tree = html.fromstring(page)
    for data in tree.xpath(
        "//bdi|//blockquote|//svg|//*[@lang='en']|//h1[@dir]|//h2[@dir]|//*[@class='points']"
        "|//*[contains(@class, 'listing')]/h1|//*[contains(@class, 'masthead__name')]"
    ):
        data.text = ""
        for child in list(data):
            data.remove(child)
    texts = [*tree.xpath("//body//text()"), *tree.xpath("//@aria-label|//@alt|//@data-of")]
    joined = "\n".join(" ".join(text.split()) for text in texts)
    while SAID.search(joined):
        joined = SAID.sub("", joined)
    left = (NAMES.sub("", line).strip() for line in joined.split("\n"))
    return {line for line in left if re.search(r"[^\W\d_]{2}", line)}


@pytest.mark.parametrize("path", sorted(marked_site()))
def test_every_word_on_a_page_is_a_message_or_data(path: str) -> None:
    assert unsaid(marked_site()[path]) == set()
