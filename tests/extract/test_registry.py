"""The editor's registry of providers."""

from datetime import UTC, datetime

import pytest

from newsloom.errors import ConfigError
from newsloom.extract.article import extract_article
from newsloom.extract.registry import (
    agencies_in,
    never_leading_in,
    parse_providers,
    standings_in,
)
from newsloom.model import Item, Page, Picture, Provider
from newsloom.model.tuning import Publisher

TEXT = """
[[provider]]
name = "The Harrow Courier"
domain = "www.harrow.example"
logo = "https://harrow.example/logo.png"

[[provider]]
name = "Quay"
domain = "quay.example"
"""
LOGO = (Picture("https://harrow.example/logo.png", 50, 50),)


def test_providers_are_known_by_registered_domain():
    assert parse_providers(TEXT) == {
        "harrow.example": Publisher("The Harrow Courier", ("harrow.example",), LOGO[0].url),
        "quay.example": Publisher("Quay", ("quay.example",)),
    }
    assert parse_providers("# nothing yet\n") == {}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[provider]\n", 1, "not valid TOML"),
        (TEXT + '[[provider]]\nname = "Q"\ndomain = "quay.example"\n', 10, "twice"),
        (TEXT + '[[provider]]\nname = "Q"\n', 10, "domain"),
        (TEXT + '[[provider]]\nname = "Q"\ndomain = "q.example"\ncolour = 1\n', 10, "colour"),
        ('[[provider]]\nname = "Q"\ndomain = ""\n', 1, "is no domain"),
        (TEXT + '[[provider]]\nname = "Q"\ndomains = ["q.example", "quay.example"]\n', 10, "twice"),
        (TEXT + '[[provider]]\nname = "Q"\ndomain = "q.example"\nstanding = 31\n', 10, "<= 30"),
        (TEXT + '[[provider]]\nname = "Q"\ndomain = "q.example"\nagency = "no"\n', 10, "bool"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, line, words):
    with pytest.raises(ConfigError) as caught:
        parse_providers(text, "room/providers.toml")
    assert (caught.value.line, caught.value.path) == (line, "room/providers.toml")
    assert words in str(caught.value)


def test_a_provider_has_domains_a_standing_and_what_it_may_do():
    known = parse_providers(
        '[[provider]]\nname = "Harrow Wire"\ndomains = ["wire.example", "www.wire-two.example"]\n'
        "standing = -2.5\nagency = true\nnever_leads = true\n"
        '[[provider]]\nname = "Quay"\ndomain = "quay.example"\nstanding = 0\n'
    )
    assert known["wire.example"] is known["wire-two.example"]
    assert standings_in(known) == {
        "wire.example": -2.5,
        "wire-two.example": -2.5,
        "quay.example": 0,
    }
    assert never_leading_in(known) == {"wire.example", "wire-two.example"}
    assert agencies_in(known) == {"wire.example": "Harrow Wire", "wire-two.example": "Harrow Wire"}


def provider_of(item: Item) -> Provider:
    at = datetime(2026, 10, 8, tzinfo=UTC)
    page = Page(item, item.web_url, "", b"", at)
    return extract_article(page, registry=parse_providers(TEXT)).provider


def test_the_editor_names_a_provider():
    url = "https://news.harrow.example/a"
    item = Item(url, url, "s", "Harbour lights", None, summary="They go out.")
    assert provider_of(item) == Provider("The Harrow Courier", "harrow.example", LOGO)


def test_an_imported_post_keeps_the_name_it_was_published_with():
    url = "https://news.harrow.example/a"
    own = Provider("Harrow", "harrow.example")
    item = Item(url, url, "s", "Harbour lights", None, provider=own, has_page=False)
    assert provider_of(item) == Provider("Harrow", "harrow.example", LOGO)
