"""What a page and its feed say an article is taken from."""

import json
from datetime import UTC, datetime

import pytest

from newsloom.extract.article import extract_article
from newsloom.model import Article, Attribution, AttributionKind, Item, Page, Provider

URL = "https://www.harrowpost.example/pier"
TEXT = (
    "<p>The harbour board voted on Tuesday to close the east pier for four months.</p><p>Divers "
    "found rotten piles in January, and the ferry has moored at the fish market since.</p>"
)
MALLOW = Provider("Mallow Wire", "mallow.example")


def read(head: str = "", source: Provider | None = None, *, body: str = TEXT) -> Article:
    """Return the article of a page with a head, from a feed that names a source."""
    item = Item(URL, URL, "https://feeds.example/all", "Pier closes", None, provider=source)
    page = f"<html><head>{head}</head><body><article><h1>Pier closes</h1>{body}</article></body>"
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    found = extract_article(Page(item, URL, "text/html", page.encode(), at))
    assert isinstance(found, Article)
    return found


def json_ld(**fields: object) -> str:
    """Return the JSON-LD of a news article."""
    told = {"@type": "NewsArticle", "headline": "Pier closes", **fields}
    return f'<script type="application/ld+json">{json.dumps(told)}</script>'


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


CANONICAL, BASED_ON = AttributionKind.CANONICAL, AttributionKind.BASED_ON
ORGANIZATION, FEED = AttributionKind.SOURCE_ORGANIZATION, AttributionKind.FEED_SOURCE
PIER = "https://mallow.example/pier"

HEADS: dict[str, tuple[str, tuple[Attribution, ...]]] = {
    "nothing": ("", ()),
    "its own address": (canonical("/pier?utm_source=rss"), ()),
    "another address on its site": (canonical("https://news.harrowpost.example/pier"), ()),
    "an address elsewhere": (
        canonical("https://mallow.example/pier?utm_medium=x"),
        (Attribution(CANONICAL, url=PIER),),
    ),
    "a front page elsewhere": (canonical("https://mallow.example/"), ()),
    "no address": (canonical("javascript:void(0)"), ()),
    "based on an address": (json_ld(isBasedOn=PIER), (Attribution(BASED_ON, url=PIER),)),
    "based on an object": (
        json_ld(isBasedOn={"@type": "NewsArticle", "name": "Pier shut", "url": PIER}),
        (Attribution(BASED_ON, "Pier shut", PIER),),
    ),
    "based on several": (
        json_ld(isBasedOn=[PIER, {"@id": "https://tarn.example/pier"}]),
        (Attribution(BASED_ON, url=PIER), Attribution(BASED_ON, url="https://tarn.example/pier")),
    ),
    "based on, the old name": (json_ld(isBasedOnUrl=PIER), (Attribution(BASED_ON, url=PIER),)),
    "based on its own page": (json_ld(isBasedOn=URL), ()),
    "a source by name": (
        json_ld(sourceOrganization="Mallow Wire"),
        (Attribution(ORGANIZATION, "Mallow Wire"),),
    ),
    "a source by name and address": (
        json_ld(sourceOrganization={"name": "Mallow Wire", "url": "https://mallow.example"}),
        (Attribution(ORGANIZATION, "Mallow Wire", "https://mallow.example/"),),
    ),
    "its own organisation": (
        json_ld(sourceOrganization={"name": "Harrow", "url": "https://harrowpost.example"}),
        (),
    ),
    "nonsense": (json_ld(isBasedOn=[3, None, {}, {"url": 4}], sourceOrganization=[]), ()),
}


@pytest.mark.parametrize(("head", "expected"), HEADS.values(), ids=HEADS)
def test_declarations(head: str, expected: tuple[Attribution, ...]) -> None:
    assert expected == read(head).attributions


def test_no_page_names_hundreds() -> None:
    many = [f"https://mallow.example/{number}" for number in range(300)]
    assert len(read(json_ld(isBasedOn=many)).attributions) == 5


def test_a_feed_names_whom_it_took_an_article_from() -> None:
    """Where the page was read, the article is the page's; its source is told beside it."""
    found = read(source=MALLOW)
    assert found.attributions == (Attribution(FEED, "Mallow Wire", "https://mallow.example/"),)
    assert found.provider == Provider("harrowpost.example", "harrowpost.example")


def test_a_feed_of_many_sites_names_each_ones_own() -> None:
    own = Provider("Harrow Post", "harrowpost.example")
    found = read(source=own)
    assert (found.provider, found.attributions) == (own, ())


AGENCIES: dict[str, tuple[str, Provider | None, str, str]] = {
    "metadata": (
        json_ld(publisher="Harrow Post", sourceOrganization={"name": "Reuters"}), None,
        "Reuters", "The page names Reuters as the source.",
    ),
    "an address of the agency": (
        json_ld(isBasedOn="https://apnews.com/article/pier"), None,
        "AP", "The page names https://apnews.com/article/pier as the source.",
    ),
    "the feed": (
        "", Provider("Reuters", "reuters.com"), "Reuters", "The feed names Reuters as the source.",
    ),
    "nobody known": (json_ld(sourceOrganization="Mallow Wire"), MALLOW, "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("head", "source", "agency", "why"), AGENCIES.values(), ids=AGENCIES)
def test_an_attribution_to_an_agency_is_a_credit(
    head: str, source: Provider | None, agency: str, why: str
) -> None:
    credit = read(head, source).wire_credit
    assert (agency, why) == ((credit.agency, credit.evidence) if credit else ("", ""))


def test_a_printed_credit_comes_first() -> None:
    printed = "<p>HARROW (AFP) - The board voted on Tuesday to close the east pier.</p>"
    credit = read(json_ld(sourceOrganization="Reuters"), body=f"{printed}{TEXT}").wire_credit
    assert credit is not None
    assert credit.agency == "AFP"
