"""The cascade where golden pages do not reach: items alone, posts, agencies' own sites."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.errors import ExtractError
from newsloom.extract.article import EXTRACT_CODES, extract_article, extract_articles
from newsloom.model import Article, DateOrigin, Dropped, Item, Page, Picture, Provider, WireCredit
from newsloom.ports import PageBatch
from tests.shared import SHARED, needs_shared

SEEN_AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
POSTED = datetime(2020, 6, 9, 1, 8, tzinfo=UTC)
ITEM = Item(
    web_url="https://www.harrowpost.example/pier-closes",
    raw_url="https://www.harrowpost.example/pier-closes",
    source_url="posts/",
    title="Pier closes",
    published_at=POSTED,
    summary="The board closes the east pier.",
    provider=Provider("Harrow Post", "harrowpost.example"),
    amp_url="https://www.harrowpost.example/amp/pier-closes",
    has_page=False,
    rated_quality=74,
)


def article_of(item: Item, body: bytes = b"", content_type: str = "") -> Article:
    """Return the article of an item with or without a page."""
    result = extract_article(Page(item, item.web_url, content_type, body, SEEN_AT))
    assert isinstance(result, Article)
    return result


def test_an_imported_post() -> None:
    article = article_of(ITEM)
    assert (ITEM.web_url, "Pier closes", "", ITEM.summary) == (
        article.web_url, article.title, article.text, article.excerpt,
    )  # fmt: skip
    assert (article.published_at, article.date_origin) == (POSTED, DateOrigin.SOURCE)
    assert (0.5, 74, ITEM.amp_url) == (article.confidence, article.rated_quality, article.amp_url)
    assert article.notes == ("Only the headline and summary of the source are known.",)
    assert article.provider == ITEM.provider


def test_a_placeholder_of_a_post_is_refused_with_a_reason() -> None:
    photo = Picture("https://img.harrow.example/quay.jpg", 600, 350, origin="post")
    promo = Picture("https://img.harrow.example/icons/defaultPromoCrop.png", 1200, 630, "", "post")
    article = article_of(replace(ITEM, pictures=(promo, photo)))
    assert article.pictures == (photo,)
    assert "defaultPromoCrop.png was refused" in article.notes[-1]


def test_an_excerpt_is_kept_as_printed() -> None:
    excerpt = "By Hedda Quill, CNN Business The board is closing the pier."
    article = article_of(replace(ITEM, summary=excerpt))
    assert excerpt == article.excerpt
    assert [person.name for person in article.byline] == ["Hedda Quill"]
    assert article.wire_credit == WireCredit("CNN", "By Hedda Quill, CNN Business")


def test_a_canonical_address_on_an_agencys_site_is_a_credit() -> None:
    body = (
        b'<html><head><link rel="canonical" href="https://www.reuters.com/world/pier"></head><body>'
        b"<article><h1>Pier closes</h1><p>The harbour board voted on Tuesday to close the east pier"
        b" for four months.</p><p>Divers found rotten piles in January.</p></article></body></html>"
    )
    article = article_of(ITEM, body, "text/html")
    assert article.web_url == ITEM.web_url
    assert article.canonical_url == "https://www.reuters.com/world/pier"
    assert article.wire_credit is not None
    assert article.wire_credit.agency == "Reuters"


def test_an_imported_page_believes_its_own_address() -> None:
    body = (
        b'<html><head><link rel="canonical" href="https://harrowpost.example/pier"></head><body>'
        b"<article><h1>Pier closes</h1><p>The harbour board voted on Tuesday to close the east pier"
        b" for four months.</p><p>Divers found rotten piles in January.</p></article></body></html>"
    )
    item = replace(ITEM, web_url="https://import.unlisted.invalid/pier", provider=None)
    article = article_of(item, body, "text/html")
    assert article.web_url == "https://harrowpost.example/pier"
    assert article.provider.domain == "harrowpost.example"


AGENCY_SITES = {
    "copy under an agency's path": ("https://www.harrowpost.example/reuters/pier", "Reuters"),
    "the agency's own site": ("https://www.reuters.com/world/pier", ""),
    "no agency": ("https://www.harrowpost.example/pier", ""),
}


@pytest.mark.parametrize(("url", "agency"), AGENCY_SITES.values(), ids=AGENCY_SITES)
def test_agencies_in_addresses(url: str, agency: str) -> None:
    credit = article_of(replace(ITEM, web_url=url, provider=None)).wire_credit
    assert agency == (credit.agency if credit else "")


def test_a_dateline_on_the_agencys_own_site_is_no_credit() -> None:
    summary = "HARROW (Kestrel Wire) - Copper fell."
    own = Provider("Kestrel Wire", "kestrelwire.example")
    url = "https://kestrelwire.example/copper"
    assert article_of(replace(ITEM, summary=summary)).wire_credit is not None
    assert article_of(replace(ITEM, summary=summary, web_url=url, provider=own)).wire_credit is None


def test_only_a_headline() -> None:
    article = article_of(replace(ITEM, summary=""))
    assert article.confidence < 0.5
    assert article.notes == ("Only the headline of the source is known.",)


def test_the_feeds_own_text() -> None:
    html = "<p>The harbour board voted on Tuesday.</p><p>Share this article</p>"
    article = article_of(replace(ITEM, body_html=html, summary=""))
    assert article.text == "The harbour board voted on Tuesday."
    assert article.excerpt == "The harbour board voted on Tuesday."
    assert article.confidence == 0.9


def test_plain_text() -> None:
    body = b"Cat elected\nBy Ida Brandt\n\nThe harbour cat was given a name by vote.\n\nIt slept."
    article = article_of(replace(ITEM, title="x"), body, "text/plain; charset=utf-8")
    assert article.title == "Cat elected"
    assert article.text == "The harbour cat was given a name by vote.\n\nIt slept."
    assert [person.name for person in article.byline] == ["Ida Brandt"]


def test_a_page_that_cannot_be_read_leaves_the_item() -> None:
    article = article_of(ITEM, b"%PDF-1.7", "application/pdf")
    assert article.title == "Pier closes"
    assert article.notes[0] == "The page is application/pdf, which is not read."


def test_an_address_that_now_leads_to_the_front_page() -> None:
    body = b"<html><body><h1>Harrow Post</h1><p>All the news of the harbour.</p></body></html>"
    page = Page(ITEM, "https://www.harrowpost.example/", "text/html", body, SEEN_AT)
    article = extract_article(page)
    assert isinstance(article, Article)
    assert article.web_url == ITEM.web_url
    assert article.notes[0] == "The address now leads to the site's front page."
    with pytest.raises(ExtractError) as caught:
        extract_article(replace(page, item=replace(ITEM, summary="")))
    assert caught.value.code == "section-page"


@needs_shared
def test_the_syndicated_seed_is_credited() -> None:
    body = (SHARED / "seeds" / "004_b227e8eca072cde8.txt").read_bytes()
    item = replace(ITEM, title="", summary="", provider=None, amp_url="", rated_quality=None)
    article = article_of(item, body, "text/plain")
    assert article.wire_credit is not None
    assert article.wire_credit.agency == "Reuters"
    assert len(article.key_points) == 3
    assert {"reporting", "editing"} == {person.role for person in article.byline}
    assert article.language == "en"


def test_neither_title_nor_text() -> None:
    with pytest.raises(ExtractError) as caught:
        article_of(replace(ITEM, title="", summary=""))
    assert caught.value.code == "no-article"


GERMAN = (
    "Die Alte Brücke über die Lenne bleibt bis zum Herbst gesperrt. Bei einer Prüfung am "
    "Mittwoch fanden Ingenieure Risse im Beton von zwei Pfeilern, wie die Stadt mitteilte. "
    "Fußgänger dürfen weiter hinüber, die Busse fahren eine Umleitung, die zwölf Minuten "
    "länger dauert als die alte Strecke."
)
SERBIAN = (
    "Lučki zid je ponovo zatvoren u utorak posle oluje, saopštio je grad. Ronioci su u januaru "
    "otkrili da je nekoliko stubova trulo, a trajekt od tada pristaje kod riblje pijace. Radovi "
    "koštaju tri miliona i treba da budu gotovi u septembru, navodi se u saopštenju lučke uprave "
    "od srede."
)
LANGUAGES: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "nobody asks": (GERMAN, "en", (), "de"),
    "asked for": (GERMAN, "en", ("de-AT", "fr"), "de"),
    "not asked for, wrongly declared": (GERMAN, "en", ("en",), ""),
    "not asked for, not declared": (GERMAN, "", ("en",), ""),
    "not asked for, short": ("Die Brücke ist zu.", "de", ("en",), ""),
    "declared, and short": ("Brücke.", "de", ("de",), "de"),
    "nearly the declared one": (SERBIAN, "hr", ("hr",), "hr"),
    "nearly one asked for": (SERBIAN, "", ("en", "sr"), "sr"),
    "a form of it asked for": (GERMAN, "de-AT", ("deu",), "de"),
}


@pytest.mark.parametrize(
    ("summary", "declared", "asked", "language"), LANGUAGES.values(), ids=LANGUAGES
)
def test_languages(summary: str, declared: str, asked: tuple[str, ...], language: str) -> None:
    """An article in a language nobody asked for is dropped, here ""."""
    item = replace(ITEM, title="", summary=summary, language=declared)
    item = replace(item, title="Pier" if len(summary) > 90 else summary)
    result = extract_article(Page(item, item.web_url, "", b"", SEEN_AT), asked)
    assert language == (result.language if isinstance(result, Article) else "")
    if isinstance(result, Dropped):
        assert result.code == "language"


# --- many pages ----------------------------------------------------------------------------------


def page_of(name: str, title: str, body: str = "", domain: str = "harrowpost.example") -> Page:
    """Return a page that only ``<title>`` gives a title."""
    url = f"https://www.{domain}/{name}"
    item = Item(url, url, "https://feeds.example/all", "", None)
    text = "<p>The harbour board voted on Tuesday to close the east pier for four months.</p>" * 3
    html = f"<html><head><title>{title}</title></head><body>{body}<article>{text}</article></body>"
    return Page(item, url, "text/html", html.encode(), SEEN_AT)


def titles_of(*pages: Page, known: dict[str, list[str]] | None = None) -> list[str]:
    """Return the titles of the articles of a batch."""
    batch = PageBatch({page.item.web_url: page for page in pages}, known or {})
    articles = extract_articles(batch).values()
    return [article.title for article in articles if isinstance(article, Article)]


NAMES = ("Pier closes", "Cat elected", "Ferry runs")


def test_what_a_site_adds_is_learnt_from_a_batch() -> None:
    pages = [page_of(str(n), f"{name} - Ellery Desk") for n, name in enumerate(NAMES)]
    assert titles_of(*pages) == list(NAMES)
    assert titles_of(*pages[:2]) == ["Pier closes - Ellery Desk", "Cat elected - Ellery Desk"]


def test_the_order_of_a_batch_changes_nothing() -> None:
    pages = [page_of(str(n), f"{name} - Ellery Desk") for n, name in enumerate(NAMES)]
    assert sorted(titles_of(*pages)) == sorted(titles_of(*reversed(pages)))


def test_what_a_site_adds_is_learnt_from_known_titles() -> None:
    page = page_of("a", "Pier closes - Ellery Desk")
    known = [f"{name} - Ellery Desk" for name in NAMES[1:]]
    assert titles_of(page, known={"harrowpost.example": known}) == ["Pier closes"]
    assert titles_of(page, known={"mallow.example": known}) == ["Pier closes - Ellery Desk"]


def test_habits_of_one_site_are_not_anothers() -> None:
    pages = [page_of(str(n), f"{name} - Ellery Desk") for n, name in enumerate(NAMES)]
    other = page_of("b", "Quay opens - Ellery Desk", domain="mallow.example")
    assert titles_of(*pages, other)[-1] == "Quay opens - Ellery Desk"


def test_what_readers_are_shown_is_not_cut() -> None:
    pages = [page_of(str(n), f"{name} - Ellery Desk") for n, name in enumerate(NAMES)]
    shown = page_of("s", "Quay opens", "<h1>Quay opens at Ellery Desk - Ellery Desk</h1>")
    assert titles_of(*pages, shown)[-1] == "Quay opens at Ellery Desk - Ellery Desk"


def test_a_post_keeps_the_title_it_was_published_with() -> None:
    posts = [
        replace(ITEM, web_url=f"{ITEM.web_url}-{n}", title=f"{name} - Ellery Desk")
        for n, name in enumerate(NAMES)
    ]
    pages = [Page(item, item.web_url, "", b"", SEEN_AT) for item in posts]
    assert titles_of(*pages) == [item.title for item in posts]


def test_a_title_as_printed_is_kept() -> None:
    article = extract_article(page_of("a", "Pier closes |  Harrowpost"))
    assert isinstance(article, Article)
    assert (article.title, article.printed_title) == ("Pier closes", "Pier closes | Harrowpost")
    assert article_of(ITEM).printed_title == "Pier closes"


def test_each_page_of_a_batch_has_its_own_end() -> None:
    nothing = replace(ITEM, web_url="https://harrowpost.example/none", title="", summary="")
    german = replace(ITEM, web_url="https://harrowpost.example/de", summary=GERMAN)
    pages = {item.web_url: Page(item, item.web_url, "", b"", SEEN_AT)
             for item in (nothing, german, ITEM)}  # fmt: skip
    ends = extract_articles(PageBatch(pages, {}), ("en",))
    kinds = [type(end).__name__ for end in ends.values()]
    assert kinds == ["ExtractError", "Dropped", "Article"]
    assert list(ends) == list(pages)


def test_a_wrapper_is_told() -> None:
    item = replace(ITEM, wrapper="Google News")
    article = article_of(item)
    assert article.wrapper == "Google News"
    assert article.notes[0] == "The link was unwrapped from Google News."
    page = Page(item, item.web_url, "", b"", SEEN_AT, wrapper="a shortener")
    met = extract_article(page)
    assert isinstance(met, Article)
    assert met.wrapper == "a shortener"


AMP = {
    "declared": (
        '<link rel="amphtml" href="/amp/pier">',
        "",
        "https://harrowpost.example/amp/pier",
    ),
    "itself": ('<link rel="canonical" href="/pier">', " amp", "https://harrowpost.example/a"),
    "itself, and nothing else": ("", " ⚡", ITEM.amp_url),
    "the item's": ("", "", ITEM.amp_url),
}


@pytest.mark.parametrize(("head", "mark", "amp_url"), AMP.values(), ids=AMP)
def test_amp_pages(head: str, mark: str, amp_url: str) -> None:
    text = "<p>The harbour board voted on Tuesday to close the east pier for four months.</p>" * 3
    html = f"<html{mark}><head>{head}</head><body><article>{text}</article></body></html>"
    url = "https://harrowpost.example/a"
    article = extract_article(
        Page(replace(ITEM, web_url=url), url, "text/html", html.encode(), SEEN_AT)
    )
    assert isinstance(article, Article)
    assert article.amp_url == amp_url


def test_codes_are_sentences() -> None:
    assert all(sentence.endswith(".") for sentence in EXTRACT_CODES.values())


TEXTS = st.lists(
    st.sampled_from(
        ["Pier", "|", " - ", ":", "2026-03-03T17:20", "https://harrowpost.example/", "&amp;", "[",
         "By Ida Brandt", "<b>", "\x00", "{", ",", "de", "\u202e", "\ud83d", "false"]
    ),
    max_size=4,
).map(" ".join)  # fmt: skip
METAS = st.sampled_from(
    ["og:title", "og:url", "og:type", "author", "article:section", "article:published_time",
     "og:locale", "twitter:title"]
)  # fmt: skip
TYPES = st.sampled_from(["NewsArticle", "WebPage", "LiveBlogPosting", "VideoObject"])
FIELDS = st.sampled_from(["headline", "author", "datePublished", "@graph", "hasPart", "url"])
VALUES = st.sampled_from(['"Pier"}', '{"@id": "#a"}}', '["x",]}', "17}", "[[[{}]]]}", '"', ""])
SCRIPT = '<script type="application/ld+json">{{"@type": "{}", "{}": {}</script>'
HEADS = st.one_of(
    st.builds("<meta property='{}' content='{}'>".format, METAS, TEXTS),
    st.builds("<link rel='{}' href='{}'>".format, st.sampled_from(["canonical", "amphtml"]), TEXTS),
    st.builds("<title>{}</title>".format, TEXTS),
    st.builds(SCRIPT.format, TYPES, FIELDS, VALUES),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(HEADS, max_size=6), TEXTS, st.sampled_from([(), ("en",)]))
def test_any_soup_of_declarations_ends_as_documented(
    heads: list[str], heading: str, languages: tuple[str, ...]
) -> None:
    text = "<p>The harbour board voted on Tuesday to close the east pier for four months.</p>" * 3
    body = f"<html><head>{''.join(heads)}</head><body><h1>{heading}</h1>{text}</body></html>"
    page = Page(ITEM, ITEM.web_url, "text/html", body.encode("utf-8", "replace"), SEEN_AT)
    end = extract_articles(PageBatch({ITEM.web_url: page}, {}), languages)[ITEM.web_url]
    assert isinstance(end, (Article, Dropped, ExtractError))
    if isinstance(end, Article):
        assert end.title.strip()
        assert end.published_at <= SEEN_AT
        assert end.web_url.startswith("https://")
