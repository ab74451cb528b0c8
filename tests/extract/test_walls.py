"""What stands at an address: an article, or something in its place."""

import pytest

from newsloom.extract.metadata import Metadata
from newsloom.extract.tree import parse_tree
from newsloom.extract.walls import PageKind, name_page

LONG = "The harbour board voted on Tuesday to close the east pier for four months. " * 30
SHORT = "The harbour board voted on Tuesday to close the east pier. " * 4
LINKS = "".join(f'<a href="/{n}">The board votes on pier number {n}</a> ' for n in range(12))


def kind_of(
    title: str = "Pier closes",
    text: str = LONG,
    visible: str = "",
    url: str = "https://harrow.example/local",
    is_article: bool = True,
    is_free: bool = True,
) -> PageKind:
    """Return the kind of a page with links around its text."""
    tree = parse_tree(f"<html><body>{LINKS}<p>{text}</p></body></html>")
    metadata = Metadata(title=title, is_article=is_article, is_free=is_free)
    return name_page(tree, metadata, text, visible or text, url).kind


@pytest.mark.parametrize(
    "title",
    ["404 Not Found", "Page not found | Harrow", "Access Denied", "Just a moment...",
     "Seite nicht gefunden", "Página no encontrada", "Page introuvable",
     "Página não encontrada", "Are you a robot?", "503 Service Unavailable"],
)  # fmt: skip
def test_error_pages(title: str) -> None:
    assert kind_of(title, "Try the search.") is PageKind.ERROR


@pytest.mark.parametrize("title", ["404 days at sea", "Access to the pier denied to anglers"])
def test_long_texts_are_no_error_pages(title: str) -> None:
    assert kind_of(title) is PageKind.ARTICLE


@pytest.mark.parametrize(
    "text",
    [
        "We and our partners use cookies. Accept all cookies or manage your consent and privacy.",
        "Wir verwenden Cookies. Mit Ihrer Einwilligung, die Sie im Datenschutz widerrufen, "
        "setzen Partner Cookies. Akzeptieren Sie?",
        "Nous utilisons des cookies et des traceurs avec votre consentement. Cookies : accepter ?",
        "Usamos cookies. Su consentimiento y su privacidad: aceptar todas las cookies.",
    ],
)
def test_consent_walls(text: str) -> None:
    assert kind_of("Before you continue", text) is PageKind.CONSENT


def test_an_article_on_cookies_is_an_article() -> None:
    text = LONG + "The court said that consent to cookies must be free and privacy protected. "
    assert kind_of("Court rules on cookies", text) is PageKind.ARTICLE


@pytest.mark.parametrize(
    "asked",
    ["Subscribe to continue reading", "This article is for subscribers only",
     "Already a subscriber? Log in", "Suscríbete para seguir leyendo",
     "Artikel nur für Abonnenten", "Article réservé aux abonnés",
     "Conteúdo exclusivo para assinantes", "Il vous reste 80% de cet article à lire"],
)  # fmt: skip
def test_paywall_stubs(asked: str) -> None:
    assert kind_of(text=SHORT, visible=f"{SHORT} {asked}") is PageKind.STUB
    assert kind_of(text=LONG, visible=f"{LONG} {asked}") is PageKind.ARTICLE


def test_declared_not_free() -> None:
    assert kind_of(text=SHORT, is_free=False) is PageKind.STUB
    assert kind_of(text=LONG, is_free=False) is PageKind.ARTICLE


def test_section_pages() -> None:
    assert kind_of("Local", "", is_article=False) is PageKind.SECTION
    assert kind_of("Local", "", is_article=True) is PageKind.ARTICLE
    slug = "https://harrow.example/local/pier-closes-for-months"
    assert kind_of("Local", "", url=slug, is_article=False) is PageKind.ARTICLE
