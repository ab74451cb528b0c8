"""The cascade where golden pages do not reach: items alone, posts, agencies' own sites."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsloom.errors import ExtractError
from newsloom.extract.article import EXTRACT_CODES, extract_article
from newsloom.model import Article, DateOrigin, Dropped, Item, Page, Picture, Provider, WireCredit
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
    assert article.confidence == 1.0


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


@pytest.mark.parametrize(("languages", "is_dropped"), [((), False), (("en",), True),
                                                       (("de-AT", "fr"), False)])  # fmt: skip
def test_languages(languages: tuple[str, ...], is_dropped: bool) -> None:
    summary = (
        "Die Alte Brücke über die Lenne bleibt bis zum Herbst gesperrt. Bei einer Prüfung am "
        "Mittwoch fanden Ingenieure Risse im Beton von zwei Pfeilern, wie die Stadt mitteilte. "
        "Fußgänger dürfen weiter hinüber, die Busse fahren eine Umleitung, die zwölf Minuten "
        "länger dauert als die alte Strecke."
    )
    item = replace(ITEM, summary=summary, language="en")
    result = extract_article(Page(item, item.web_url, "", b"", SEEN_AT), languages)
    assert is_dropped == isinstance(result, Dropped)


def test_codes_are_sentences() -> None:
    assert all(sentence.endswith(".") for sentence in EXTRACT_CODES.values())
