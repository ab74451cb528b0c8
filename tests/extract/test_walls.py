"""What stands at an address: an article, or something in its place."""

import gzip
import json
from datetime import UTC, datetime
from functools import partial

import pytest

from newsloom.errors import ExtractError
from newsloom.extract.article import EXTRACT_CODES, extract_article
from newsloom.extract.candidates import read_with_resiliparse
from newsloom.extract.draft import END_CODES
from newsloom.extract.metadata import Metadata, read_metadata
from newsloom.extract.tree import parse_tree, read_tree
from newsloom.extract.walls import PageKind, name_page
from newsloom.model import Article, Item, Page
from tests.shared import SHARED, needs_shared

LONG = "The harbour board voted on Tuesday to close the east pier for four months. " * 30
SHORT = "The harbour board voted on Tuesday to close the east pier. " * 4
LINKS = "".join(f'<a href="/{n}">The board votes on pier number {n}</a> ' for n in range(12))
LOGIN_FORM = "<form action='/in'><input name='user'><input type='password' name='key'></form>"
FRAME = (
    "<nav><a href='/'>Harrow</a> <a href='/sport'>Sport</a> <a href='/meer'>Meer</a></nav>"
    "{inside}<footer>Harrow Post, 4 Quay Street</footer>"
)
URL = "https://www.harrowpost.example/local/pier-closes"
SUMMARY = "The east pier is closed for four months."
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)

# (kind, language or form) -> (title, body)
WALLS: dict[tuple[PageKind, str], tuple[str, str]] = {
    # not found
    (PageKind.ERROR, "not found, en"): (
        "Page not found | Harrow Post",
        "<h1>We can’t find that page</h1><p>Try the search or go back to the front page.</p>",
    ),
    (PageKind.ERROR, "not found, de"): (
        "404 – Tageblatt Uferstadt",
        "<h1>Hoppla!</h1><p>Die Seite, die Sie suchen, wurde nicht gefunden.</p>",
    ),
    (PageKind.ERROR, "not found, fr"): (
        "Le Courrier du Port",
        "<p>La page que vous recherchez n’existe pas ou a changé d’adresse.</p>",
    ),
    (PageKind.ERROR, "not found, es"): (
        "Error 404: página no encontrada - El Muelle",
        "<p>Compruebe la dirección o vuelva a la portada.</p>",
    ),
    (PageKind.ERROR, "not found, pt"): (
        "Jornal do Cais",
        "<h1>Página não encontrada</h1><p>Verifique o endereço ou volte à capa.</p>",
    ),
    # servers and their care
    (PageKind.ERROR, "server, en"): (
        "503 Service Temporarily Unavailable",
        "<h1>Service Temporarily Unavailable</h1><p>Guru meditation: 1142</p>",
    ),
    (PageKind.ERROR, "server, de"): (
        "Wartungsarbeiten",
        "<p>Unsere Webseite ist derzeit nicht erreichbar. Wir sind bald wieder da.</p>",
    ),
    (PageKind.ERROR, "server, fr"): (
        "Site en maintenance | Le Courrier du Port",
        "<p>Notre site est actuellement en maintenance, merci de votre patience.</p>",
    ),
    (PageKind.ERROR, "server, es"): (
        "500 - Error interno del servidor",
        "<p>Estamos trabajando para resolverlo.</p>",
    ),
    (PageKind.ERROR, "server, pt"): (
        "Serviço temporariamente indisponível",
        "<p>Tente novamente dentro de alguns minutos.</p>",
    ),
    # no way in
    (PageKind.ERROR, "denied, en"): (
        "Access Denied",
        "<p>You don't have permission to access this resource on this server.</p>"
        "<p>Reference 18.2f1e3b17</p>",
    ),
    (PageKind.ERROR, "denied, de"): ("Zugriff verweigert", "<p>Fragen Sie den Betreiber.</p>"),
    (PageKind.ERROR, "denied, fr"): ("Accès refusé", "<p>Votre demande a été bloquée.</p>"),
    (PageKind.ERROR, "denied, es"): ("403 | Acceso denegado", "<p>Solicitud rechazada.</p>"),
    (PageKind.ERROR, "denied, pt"): ("Acesso negado", "<p>Pedido recusado pelo servidor.</p>"),
    # robots
    (PageKind.ROBOT, "en"): (
        "Just a moment...",
        "<h1>www.harrowpost.example</h1><p>Verify you are human by completing the action below. "
        "www.harrowpost.example needs to review the security of your connection.</p>",
    ),
    (PageKind.ROBOT, "en, by its text"): (
        "harrowpost.example",
        "<p>Please press and hold the button to confirm you are a human (and not a bot).</p>",
    ),
    (PageKind.ROBOT, "de"): (
        "Sicherheitsüberprüfung",
        "<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>",
    ),
    (PageKind.ROBOT, "fr"): (
        "Le Courrier du Port",
        "<p>Vérifiez que vous êtes bien un humain. Un trafic inhabituel provenant de votre réseau "
        "a été détecté.</p>",
    ),
    (PageKind.ROBOT, "es"): (
        "Un momento, por favor...",
        "<p>Hemos detectado tráfico inusual desde su red. Demuestre que usted no es un robot.</p>",
    ),
    (PageKind.ROBOT, "pt"): (
        "Jornal do Cais",
        "<h1>Verificação de segurança</h1><p>Confirme que você não é um robô.</p>",
    ),
    # other countries
    (PageKind.REGION, "en"): (
        "451: Unavailable due to legal reasons",
        "<p>We recognize you are attempting to access this website from a country belonging to the "
        "European Economic Area and therefore access cannot be granted at this time.</p>",
    ),
    (PageKind.REGION, "en, by its text"): (
        "Harrow Post",
        "<p>Sorry, this content is not available in your region.</p>",
    ),
    (PageKind.REGION, "de"): (
        "Tageblatt Uferstadt",
        "<p>Dieser Inhalt ist in Ihrem Land leider nicht verfügbar.</p>",
    ),
    (PageKind.REGION, "fr"): (
        "Le Courrier du Port",
        "<p>Désolé, cette vidéo n’est pas disponible dans votre pays.</p>",
    ),
    (PageKind.REGION, "es"): (
        "El Muelle",
        "<p>Lo sentimos: este contenido no está disponible en su país.</p>",
    ),
    (PageKind.REGION, "pt"): (
        "Jornal do Cais",
        "<p>Desculpe, este conteúdo não está disponível no seu país.</p>",
    ),
    # taken down
    (PageKind.GONE, "en"): (
        "Harrow Post",
        "<p>This article has been removed. Read our other stories on the harbour.</p>",
    ),
    (PageKind.GONE, "en, by its title"): (
        "Article no longer available - Harrow Post",
        "<p>Agency texts are kept for thirty days.</p>",
    ),
    (PageKind.GONE, "de"): (
        "Tageblatt Uferstadt",
        "<p>Der Artikel ist leider nicht mehr verfügbar.</p>",
    ),
    (PageKind.GONE, "fr"): ("Le Courrier du Port", "<p>Cet article a été supprimé.</p>"),
    (PageKind.GONE, "es"): ("El Muelle", "<p>La noticia que busca ya no está disponible.</p>"),
    (PageKind.GONE, "pt"): ("Jornal do Cais", "<p>Esta matéria foi removida do ar.</p>"),
    # log-ins
    (PageKind.LOGIN, "en"): ("Sign in | Harrow Post", LOGIN_FORM),
    (PageKind.LOGIN, "en, by its text"): (
        "Harrow Post",
        f"<p>You must be logged in to view this page.</p>{LOGIN_FORM}",
    ),
    (PageKind.LOGIN, "de"): (
        "Anmelden – Tageblatt Uferstadt",
        f"<p>Neu hier? Jetzt ein Konto anlegen.</p>{LOGIN_FORM}",
    ),
    (PageKind.LOGIN, "fr"): (
        "Le Courrier du Port",
        f"<h1>Connectez-vous</h1><p>Mot de passe oublié ?</p>{LOGIN_FORM}",
    ),
    (PageKind.LOGIN, "es"): ("Iniciar sesión - El Muelle", LOGIN_FORM),
    (PageKind.LOGIN, "pt"): (
        "Jornal do Cais",
        f"<h1>Entre na sua conta</h1><p>Esqueceu a senha?</p>{LOGIN_FORM}",
    ),
    # JavaScript
    (PageKind.SCRIPT, "en"): (
        "Harrow Post",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id='root'></div>",
    ),
    (PageKind.SCRIPT, "en, in sight"): (
        "Harrow Post",
        "<p>JavaScript is disabled in your browser. Please turn on JavaScript to go on.</p>",
    ),
    (PageKind.SCRIPT, "de"): (
        "Tageblatt Uferstadt",
        "<noscript>Bitte aktivieren Sie JavaScript, um diese Seite zu sehen.</noscript>",
    ),
    (PageKind.SCRIPT, "fr"): (
        "Le Courrier du Port",
        "<noscript>Veuillez activer JavaScript pour lire ce site.</noscript><main></main>",
    ),
    (PageKind.SCRIPT, "es"): (
        "El Muelle",
        "<noscript>Debe activar JavaScript en su navegador.</noscript><div id='app'></div>",
    ),
    (PageKind.SCRIPT, "pt"): (
        "Jornal do Cais",
        "<noscript>Este site precisa do JavaScript. Ative o JavaScript.</noscript>",
    ),
    # consent
    (PageKind.CONSENT, "en"): (
        "Before you continue",
        "<p>We and our 214 partners use cookies and similar technology. With your consent we store "
        "personal data for personalised ads. See our privacy notice.</p><p>Accept all</p>",
    ),
    (PageKind.CONSENT, "de"): (
        "Zustimmung – Tageblatt Uferstadt",
        "<h1>Weiterlesen mit Werbung und Cookies</h1><p>Wir und unsere 214 Partner verwenden "
        "Cookies. Ihre Einwilligung können Sie jederzeit in den Datenschutz-Einstellungen "
        "widerrufen. Oder lesen Sie werbefrei mit dem Pur-Abo.</p>",
    ),
    (PageKind.CONSENT, "fr"): (
        "Gestion des cookies",
        "<p>Avec votre consentement, nos partenaires et nous utilisons des cookies et des "
        "traceurs. Vous pouvez accepter, refuser ou vous abonner pour lire sans cookies.</p>",
    ),
    (PageKind.CONSENT, "es"): (
        "Su privacidad nos importa",
        "<p>Nosotros y nuestros socios usamos cookies. Puede dar su consentimiento, rechazar o "
        "suscribirse para leer sin cookies.</p><p>Aceptar y continuar</p>",
    ),
    (PageKind.CONSENT, "pt"): (
        "Aviso de privacidade",
        "<p>Nós e os nossos parceiros usamos cookies. O seu consentimento pode ser retirado a "
        "qualquer momento. Aceitar ou recusar?</p>",
    ),
    (PageKind.CONSENT, "a list of partners"): (
        "We value your privacy",
        "<p>We and our vendors store cookies with your consent, for a legitimate interest.</p>"
        + "".join(f"<p>Vendor {n}: uses cookies for ads, by consent, for {n} days</p>"
                  for n in range(30)),
    ),
    # lists of articles
    **{
        (PageKind.SECTION, name.casefold()): (
            f"{name} - Harrow Post",
            f"<ul>{''.join(f'<li><a href=/{n}>{line} {n}</a></li>' for n in range(14))}</ul>",
        )
        for name, line in {
            "Local": "The board votes on pier number",
            "Lokales": "Der Rat stimmt ab über Brücke",
            "À la une": "Le conseil vote sur le quai",
            "Portada": "La junta vota sobre el muelle",
            "Últimas": "A direção vota sobre o cais",
        }.items()
    },
}  # fmt: skip
SAID = {
    PageKind.ERROR: "The page is an error page",
    PageKind.ROBOT: "The page only asks whether a robot is reading",
    PageKind.REGION: "The page is not shown in this part of the world",
    PageKind.GONE: "The article was taken down",
    PageKind.LOGIN: "The page only asks to log in",
    PageKind.SCRIPT: "The page shows its text only with JavaScript",
    PageKind.CONSENT: "The page only asks for consent to cookies.",
    PageKind.SECTION: "The page is a list of links to articles, not an article.",
}


def page_of(title: str, inside: str, summary: str = SUMMARY, head: str = "") -> Page:
    """Return a page in the frame of its site, met by an item that gives a summary or nothing."""
    body = FRAME.format(inside=inside)
    html = f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    item = Item(URL, URL, "https://feeds.example/rss", "Pier closes", None, summary=summary)
    address = URL.replace("/pier-closes", "") if "<ul>" in inside else URL
    return Page(item, address, "text/html; charset=utf-8", html.encode(), AT)


@pytest.mark.parametrize(("case", "page"), WALLS.items(), ids=[" ".join(key) for key in WALLS])
def test_the_sources_text_is_kept_instead_of_a_wall(
    case: tuple[PageKind, str], page: tuple[str, str]
) -> None:
    article = extract_article(page_of(*page))
    assert isinstance(article, Article)
    assert (article.title, article.excerpt, article.text) == ("Pier closes", SUMMARY, "")
    assert article.notes[0].startswith(SAID[case[0]])


@pytest.mark.parametrize(("case", "page"), WALLS.items(), ids=[" ".join(key) for key in WALLS])
def test_a_wall_without_a_sources_text_ends_under_a_code(
    case: tuple[PageKind, str], page: tuple[str, str]
) -> None:
    with pytest.raises(ExtractError) as caught:
        extract_article(page_of(*page, summary=""))
    assert caught.value.code == END_CODES[case[0]]
    assert caught.value.message.startswith(SAID[case[0]])


def test_every_end_is_documented() -> None:
    assert set(END_CODES.values()) <= set(EXTRACT_CODES)
    assert set(END_CODES) == set(PageKind) - {PageKind.ARTICLE, PageKind.STUB}
    assert {kind for kind, _ in WALLS} == set(END_CODES)


ASKS = {
    "en": "Subscribe to continue reading",
    "en, members": "This article is for subscribers only",
    "en, metered": "You have reached your limit of 3 free articles",
    "en, log in": "Already a subscriber? Log in",
    "en, unlock": "Unlock this article",
    "de": "Artikel nur für Abonnenten",
    "de, metered": "Jetzt weiterlesen mit Tageblatt Plus",
    "fr": "Article réservé aux abonnés",
    "fr, metered": "Il vous reste 80% de cet article à lire",
    "fr, rest": "Pour lire la suite, choisissez votre offre",
    "es": "Suscríbete para seguir leyendo",
    "es, metered": "Has alcanzado el límite de artículos gratuitos",
    "pt": "Conteúdo exclusivo para assinantes",
    "pt, metered": "Assine para continuar lendo",
    "pt, rest": "Para continuar lendo, entre na sua conta",
}


@pytest.mark.parametrize("asked", ASKS.values(), ids=ASKS)
def test_paywall_stubs(asked: str) -> None:
    assert kind_of(text=SHORT, visible=f"Harrow Sport {SHORT} {asked}") is PageKind.STUB
    assert kind_of(text=LONG, visible=f"{LONG} {asked}") is PageKind.ARTICLE


@pytest.mark.parametrize("asked", ASKS.values(), ids=ASKS)
def test_what_a_paywall_asks_above_the_text_is_navigation(asked: str) -> None:
    assert kind_of(text=SHORT.strip(), visible=f"{asked}\n{SHORT}\nWeather") is PageKind.ARTICLE


def test_declared_not_free() -> None:
    assert kind_of(text=SHORT, is_free=False) is PageKind.STUB
    assert kind_of(text=LONG, is_free=False) is PageKind.ARTICLE


def test_a_stub_gives_way_to_a_longer_text_of_the_source() -> None:
    page = page_of("Pier closes", f"<article><p>{SHORT}</p></article><p>Subscribe to continue</p>")
    article = extract_article(page)
    assert isinstance(article, Article)
    assert (article.is_free, article.text) == (False, SHORT.strip())
    assert article.confidence <= 0.5
    assert "Only a stub of 44 words stands before the paywall" in article.notes[-1]


# --- no walls ------------------------------------------------------------------------------------


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
    return name_page(tree, metadata, text, lambda: visible or text, url).kind


BRIEF = (
    "The council of Harrow said so on Monday after a meeting of two hours in the old town hall, "
    "which forty people had come to. The mayor, who had asked for a vote, got none. A second "
    "meeting is planned for the week after the harbour festival, when the engineers are back. "
)
NEWS = {
    "a number": ("404 days at sea", BRIEF),
    "what is denied": ("Access to the pier denied to anglers", BRIEF),
    "a wall's words before a long part": (
        "Access denied - how the harbour keeps its anglers out for the whole summer", BRIEF),
    "moments": ("Just a moment of silence for the ferry's crew", BRIEF),
    "robots": ("Are you a robot? The harbour's new guide is", f"A robot guides visitors. {BRIEF}"),
    "an error": ("An error occurred in the count of votes, council admits", BRIEF),
    "sorry": ("Sorry seems to be the hardest word for the mayor", BRIEF),
    "maintenance": ("Bridge closed for maintenance until May", f"The bridge is shut. {BRIEF}"),
    "deleted": (
        "Newspaper deletes story on pier",
        f"This article has been removed from the site of the Harrow Post, a lawyer said. {BRIEF}"),
    "other countries": (
        "Film not shown abroad",
        f"The film is not available in your country if that is France, the studio said. {BRIEF}"),
    "JavaScript": (
        "Council's site works without JavaScript", f"It no longer requires JavaScript. {BRIEF}"),
    "log-ins": ("Login to be changed for all pupils", f"Pupils must log in with a key. {BRIEF}"),
    "cookies": (
        "Court rules on cookies",
        f"{LONG} The court said that consent to cookies must be free and privacy protected."),
    "German": (
        "Seite an Seite", f"Der Artikel wurde gestern gelöscht, sagte die Stadt. {BRIEF}"),
    "French": (
        "Un moment d'émotion", f"Cet article a été supprimé du contrat, dit la ville. {BRIEF}"),
    "Spanish": (
        "El puerto no existe, dice un libro", f"La noticia fue eliminada por error. {BRIEF}"),
    "Portuguese": (
        "Acesso negado a pescadores no cais", f"Esta nota foi retirada da pauta. {BRIEF}"),
}  # fmt: skip


@pytest.mark.parametrize(("title", "text"), NEWS.values(), ids=NEWS)
def test_news_about_walls_is_no_wall(title: str, text: str) -> None:
    assert kind_of(title, text) is PageKind.ARTICLE


def test_an_article_whose_text_needs_javascript_keeps_what_it_declares() -> None:
    noscript = "<noscript>You need to enable JavaScript to run this app.</noscript>"
    head = "<meta property='article:published_time' content='2026-05-31T08:00:00Z'>"
    article = extract_article(page_of("East pier closes", noscript, head=head))
    assert isinstance(article, Article)
    assert (article.title, article.published_at.day) == ("East pier closes", 31)
    assert article.notes[-1] == "No text was found on the page."


def test_section_pages() -> None:
    assert kind_of("Local", "", is_article=False) is PageKind.SECTION
    assert kind_of("Local", "", is_article=True) is PageKind.ARTICLE
    slug = "https://harrow.example/local/pier-closes-for-months"
    assert kind_of("Local", "", url=slug, is_article=False) is PageKind.ARTICLE


@needs_shared
def test_none_of_the_labelled_pages_is_a_wall() -> None:
    folder = SHARED / "data" / "pages"
    labels = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for key, label in labels.items():
        page = read_tree(gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes()))
        metadata = read_metadata(page.tree, label["url"])
        text = read_with_resiliparse(page.html, main_content=True)
        look = partial(read_with_resiliparse, page.html, main_content=False)
        kind = name_page(page.tree, metadata, text, look, label["url"]).kind
        assert kind is PageKind.ARTICLE or (kind is PageKind.STUB and not metadata.is_free), key
