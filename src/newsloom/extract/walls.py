"""Page tree, metadata, body -> what kind of page it is: an article, or what stands in its place.

Names consent walls, error pages served as success, section pages and paywall stubs. It decides
nothing about what to do instead; `article` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsloom.extract.body import count_words
from newsloom.extract.metadata import Metadata

STUB_WORDS = 250
"""A text behind a paywall with fewer words is a stub: the usual teaser has 40 to 200."""
WALL_WORDS = 200
"""A consent wall or an error page has no longer text."""
CONSENT_SHARE = 0.04
"""Share of consent words in the text from which a page speaks of consent only; news: under .01."""
LINK_SHARE = 0.5
"""Share of words inside links from which a page without an article's signs is a section page."""
MIN_HEADLINES = 8
"""Links of four words or more that a section page has at least."""

ERROR_TITLE = re.compile(
    r"(?i)^\W*(?:(?:error|fehler|erreur|erro)?\W*(?:40[0-9]|41[0-9]|429|50[0-9])\b.{0,60}|"
    r".{0,30}\b(?:page|site|article|content|url) (?:not found|(?:is |was )?(?:unavailable|removed"
    r"|gone|missing)|can(?:not|['’]t) be found|does(?: not|n['’]t) exist)\b.{0,40}|"
    r"not found.{0,30}|(?:access|permission) denied.{0,40}|forbidden.{0,20}|just a moment\W*|"
    r"attention required.{0,30}|"
    r"(?:are you|verify (?:that )?you are) (?:a |not a )?(?:human|robot).{0,30}|"
    r"service (?:temporarily )?unavailable.{0,30}|bad (?:gateway|request).{0,20}|"
    r"internal server error.{0,20}|pardon our interruption.{0,20}|security check.{0,20}|"
    r"(?:oops|sorry|whoops)\b.{0,60}|page introuvable.{0,40}|"
    r"(?:seite|artikel) (?:wurde )?nicht (?:gefunden|verfügbar).{0,40}|"
    r"p[áa]gina n(?:o|ão) (?:encontrada|existe|disponible).{0,40}|accès refusé.{0,20}|"
    r"zugriff verweigert.{0,20}|acceso denegado.{0,20}|acesso negado.{0,20})$"
)
CONSENT_TITLE = re.compile(
    r"(?i)\b(?:before you continue|(?:your )?(?:privacy|cookie|consent) (?:choices?|settings?|"
    r"preferences?|notice)|we value your privacy|cookies? (?:consent|policy|wall)|"
    r"(?:datenschutz|cookie)-?einstellungen|zustimmung|consentement|"
    r"(?:configuración|preferencias|definições|preferências) de (?:cookies|privacidad\w*))\b"
)
CONSENT_WORD = re.compile(
    r"(?i)\b(?:cookies?|consent\w*|privacy|gdpr|vendors?|third[- ]part\w+|accept all|reject all|"
    r"personali[sz]ed ads?|legitimate interests?|zustimm\w+|einwillig\w+|datenschutz\w*|"
    r"akzeptier\w+|confidentialité|accepter|traceurs?|consentim\w+|privacidad\w*|aceptar|aceitar)"
)
PAYWALL = re.compile(
    r"(?i)\b(?:(?:subscribe|register|sign (?:in|up)|log ?in|join)(?: now| today)? to "
    r"(?:continue|keep|read(?: the)? (?:full|rest|more|this))|to (?:continue|keep) reading|"
    r"continue reading (?:your|this) article|"
    r"(?:this|the) (?:article|story|content) is (?:exclusively |only |available )*"
    r"(?:for|to|reserved for) (?:our )?(?:paying |paid )?(?:subscribers|members)|"
    r"(?:for )?subscribers only|already (?:a subscriber|have a subscription)\?|"
    r"(?:you have|you['’]ve) (?:reached|used|read) .{0,30}(?:free|article) (?:article|limit)|"
    r"suscr[íi]b(?:ete|ase|a) para (?:seguir|continuar)|(?:contenido )?(?:solo|exclusivo) para "
    r"(?:suscriptores|abonados)|¿ya eres suscriptor|"
    r"(?:artikel|inhalt|text) (?:ist )?(?:nur )?für abonnenten|jetzt (?:abonnieren|weiterlesen)|"
    r"weiterlesen mit|(?:sie sind|bereits) (?:bereits )?abonnent|"
    r"(?:article |contenu )?réservé (?:à nos |aux )abonnés|il vous reste .{0,20}de cet article|"
    r"abonnez-vous pour (?:lire|continuer)|(?:déjà|vous êtes déjà) abonné|"
    r"(?:conteúdo |matéria )?(?:exclusiv[oa]|só) para assinantes|assine para (?:continuar|ler)|"
    r"já é assinante)"
)


class PageKind(StrEnum):
    """What stands at an address."""

    ARTICLE = "article"
    STUB = "stub"
    """The beginning of an article behind a paywall."""
    CONSENT = "consent"
    ERROR = "error-page"
    SECTION = "section-page"


@dataclass(frozen=True, slots=True)
class PageSigns:
    """A page's kind and the sentence that says why."""

    kind: PageKind
    sentence: str = ""


def name_page(
    tree: HtmlElement, metadata: Metadata, text: str, visible: str, url: str
) -> PageSigns:
    """Return what kind of page it is, with the reason.

    Args:
        tree: the whole page.
        metadata: what it declares.
        text: the body as read; "" = none was found.
        visible: all words a reader sees.
        url: its final address.
    """
    words = count_words(text)
    titles = (metadata.title, page_title(tree))
    if words < WALL_WORDS:
        bad = next((title for title in titles if ERROR_TITLE.match(title)), "")
        if bad:
            return PageSigns(PageKind.ERROR, f'The page is an error page ("{bad[:80]}").')
        if is_consent(titles, text or visible):
            return PageSigns(PageKind.CONSENT, "The page only asks for consent to cookies.")
    stub = stub_sentence(metadata, words, visible)
    if stub:
        return PageSigns(PageKind.STUB, stub)
    if not metadata.is_article and is_section(tree, words, url):
        sentence = "The page is a list of links to articles, not an article."
        return PageSigns(PageKind.SECTION, sentence)
    return PageSigns(PageKind.ARTICLE)


def page_title(tree: HtmlElement) -> str:
    """Return the text of ``<title>``."""
    return " ".join(next((one.text or "" for one in tree.iter("title")), "").split())


def is_consent(titles: tuple[str, ...], text: str) -> bool:
    """Return whether a short page speaks of consent to cookies and of nothing else."""
    total = count_words(text)
    found = len(CONSENT_WORD.findall(text))
    if any(CONSENT_TITLE.search(title) for title in titles) and found >= 2:
        return True
    return found >= 4 and found >= CONSENT_SHARE * total


def stub_sentence(metadata: Metadata, words: int, visible: str) -> str:
    """Return why a text is only the stub of an article behind a paywall, "" when it is not."""
    if words >= STUB_WORDS:
        return ""
    asked = PAYWALL.search(visible)
    if asked:
        return f'Only a stub of {words} words stands before the paywall ("{asked[0][:60]}").'
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
