"""What pages declare of themselves."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement

from newsloom.extract.metadata import Metadata, printed_authors, printed_date, read_metadata
from newsloom.extract.timestamps import Timestamp
from newsloom.extract.tree import parse_tree
from newsloom.model import Attribution, AttributionKind, Person, Picture

URL = "https://news.harrow.example/local/pier"


def read(head: str, body: str = "") -> Metadata:
    """Return the metadata of a page with a head and a body."""
    return read_metadata(parse_tree(f"<html><head>{head}</head><body>{body}</body></html>"), URL)


def script(value: object) -> str:
    """Return a JSON-LD script."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": "Pier closes", "datePublished": "2026-03-03T17:20Z"}
AT = datetime(2026, 3, 3, 17, 20, tzinfo=UTC)


def test_json_ld_alone() -> None:
    found = read(script(ARTICLE))
    assert (found.title, found.published_at) == ("Pier closes", AT)
    assert found.published == (Timestamp(AT, "JSON-LD datePublished"),)
    assert (found.is_article, found.kind) == (True, "newsarticle")


TITLES = {
    "two of three": (
        script(ARTICLE) + '<meta property="og:title" content="Social">',
        "<h1>Pier closes</h1>",
        "Pier closes",
    ),
    "site known by its publisher": (
        script({**ARTICLE, "headline": "Pier closes | Quay", "publisher": {"name": "The Quay"}}),
        "",
        "Pier closes",
    ),
    "site known by its account": (
        '<meta name="twitter:site" content="@quayletter"><title>Pier closes - Quay Letter</title>',
        "",
        "Pier closes",
    ),
    "site known by its domain": ("<title>Pier closes - Harrow News</title>", "", "Pier closes"),
    "a page that calls itself a site": (
        "<title>Pier closes</title><meta property='og:site_name' content='Pier closes'>",
        "",
        "Pier closes",
    ),
    "none": ("", "", ""),
}


@pytest.mark.parametrize(("head", "body", "expected"), TITLES.values(), ids=TITLES)
def test_titles(head: str, body: str, expected: str) -> None:
    assert expected == read(head, body).title


SITE_NAMES = {
    "og": ('<meta property="og:site_name" content="Harrow Post">', "Harrow Post"),
    "an address is none": (
        '<meta property="og:site_name" content="https://harrow.example">'
        + script({**ARTICLE, "publisher": {"@id": "#p"}, "about": {"@id": "#p", "name": "Harrow"}}),
        "Harrow",
    ),
    "on its front page": (
        '<meta property="og:site_name" content="Harrow"><title>Harrow</title>',
        "Harrow",
    ),
    "application": ('<meta name="application-name" content="Harrow App">', "Harrow App"),
    "none": ("", ""),
}


@pytest.mark.parametrize(("head", "name"), SITE_NAMES.values(), ids=SITE_NAMES)
def test_site_name(head: str, name: str) -> None:
    assert name == read(head).site_name


SECTIONS: dict[str, tuple[object, str, str]] = {
    "JSON-LD": ({"articleSection": "Local"}, "", "Local"),
    "first of a list": ({"articleSection": ["", "Local", "News"]}, "", "Local"),
    "meta": ({}, '<meta property="article:section" content="Local &amp;amp; Sea">', "Local & Sea"),
    "breadcrumbs": (
        {
            "breadcrumb": {
                "itemListElement": [
                    {"item": {"name": "Home"}},
                    {"name": "Local"},
                    {"name": "Pier closes"},
                ]
            }
        },
        "",
        "Local",
    ),
    "breadcrumbs without a section": (
        {"breadcrumb": {"itemListElement": [{"name": "Home"}, {"name": "Pier closes"}]}},
        "",
        "",
    ),
    "breadcrumbs from the site": (
        {"breadcrumb": {"itemListElement": [{"name": "Harrow"}, {"name": "Sea"}, {"name": "P"}]}},
        "",
        "Sea",
    ),
    "broken breadcrumbs": ({"breadcrumb": {"itemListElement": [3, None, {"item": []}]}}, "", ""),
}


@pytest.mark.parametrize(("fields", "head", "section"), SECTIONS.values(), ids=SECTIONS)
def test_section(fields: dict[str, object], head: str, section: str) -> None:
    assert section == read(script({**ARTICLE, **fields}) + head).section


def test_breadcrumbs_of_their_own() -> None:
    steps = [{"name": "Startseite"}, {"name": "Hafen"}, {"name": "Pier"}]
    trail = {"@type": "BreadcrumbList", "itemListElement": steps}
    assert read(script([ARTICLE, trail])).section == "Hafen"


KEYWORDS: dict[str, tuple[object, str, tuple[str, ...]]] = {
    "text": ("pier, quay; pier", "", ("pier", "quay")),
    "list": (["pier", "Ellery, Port of"], "", ("pier", "Ellery, Port of")),
    "list of one text": (["pier, quay"], "", ("pier", "quay")),
    "terms": ([{"@type": "DefinedTerm", "name": "pier"}], "", ("pier",)),
    "with tags": (
        "pier",
        '<meta property="article:tag" content="Quay"><meta property="article:tag" content="Pier">',
        ("pier", "Quay"),
    ),
    "too long": ("x" * 61, "", ()),
    "nonsense": ({"x": 1}, "", ()),
}


@pytest.mark.parametrize(("told", "head", "expected"), KEYWORDS.values(), ids=KEYWORDS)
def test_keywords(told: object, head: str, expected: tuple[str, ...]) -> None:
    assert expected == read(script({**ARTICLE, "keywords": told}) + head).keywords


LANGUAGES: dict[str, tuple[object, str, tuple[str, ...]]] = {
    "code": ("de-AT", "", ("de",)),
    "name": ({"@type": "Language", "name": "Deutsch"}, "", ("de",)),
    "alternate name": ({"@type": "Language", "name": "German", "alternateName": "de"}, "", ("de",)),
    "several": ("de", '<meta property="og:locale" content="en_US">', ("de", "en")),
    "header": ("", '<meta http-equiv="Content-Language" content="nb-NO">', ("no",)),
    "nonsense": (["?"], '<meta property="og:locale" content="website">', ()),
}


@pytest.mark.parametrize(("told", "head", "expected"), LANGUAGES.values(), ids=LANGUAGES)
def test_languages(told: object, head: str, expected: tuple[str, ...]) -> None:
    assert expected == read(script({**ARTICLE, "inLanguage": told}) + head).languages


GENRES: dict[str, tuple[object, str, str]] = {
    "opinion": ("OpinionNewsArticle", "", "opinion"),
    "live blog": (["NewsArticle", "LiveBlogPosting"], "", "live"),
    "advertisement": ("AdvertiserContentArticle", "", "advertisement"),
    "plain": ("NewsArticle", "", ""),
    "meta": ("NewsArticle", '<meta property="article:opinion" content="true">', "opinion"),
    "meta says no": ("NewsArticle", '<meta property="article:opinion" content="false">', ""),
}


@pytest.mark.parametrize(("kind", "head", "genre"), GENRES.values(), ids=GENRES)
def test_genre(kind: object, head: str, genre: str) -> None:
    assert genre == read(script({**ARTICLE, "@type": kind}) + head).genre


FREE = {
    "not said": ({}, True),
    "free": ({"isAccessibleForFree": True}, True),
    "not free": ({"isAccessibleForFree": False}, False),
    "as text": ({"isAccessibleForFree": "False"}, False),
    "as address": ({"isAccessibleForFree": "https://schema.org/False"}, False),
    "as number": ({"isAccessibleForFree": 0}, False),
    "in a list": ({"isAccessibleForFree": ["false"]}, False),
    "a part is not free": (
        {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False"}},
        False,
    ),
    "one of its parts": ({"hasPart": [{}, 3, {"isAccessibleForFree": False}]}, False),
    "a part of a free article": (
        {"isAccessibleForFree": True, "hasPart": {"isAccessibleForFree": False}},
        True,
    ),
}


@pytest.mark.parametrize(("fields", "expected"), FREE.values(), ids=FREE)
def test_is_free(fields: dict[str, object], expected: bool) -> None:
    assert expected == read(script({**ARTICLE, **fields})).is_free


def test_a_locked_tier_is_not_free() -> None:
    assert not read('<meta property="article:content_tier" content="locked">').is_free
    assert read('<meta property="article:content_tier" content="metered">').is_free


def test_meta_tags_alone() -> None:
    found = read(
        '<meta property="og:site_name" content="Harrow Post"><meta property="og:type" '
        'content="article"><meta property="article:published_time" content="2026-03-03T17:20Z">'
        '<meta name="author" content="Ida Brandt"><meta property="article:section" content="Local">'
        '<meta name="news_keywords" content="pier, quay;Pier"><meta property="og:locale" '
        'content="en_GB"><link rel="canonical" href="/pier"><link rel="amphtml" href="/amp/pier">'
        '<meta property="og:image" content="/quay.jpg">'
    )
    assert found == Metadata(
        authors=("Ida Brandt",),
        people=(Person("Ida Brandt"),),
        published=(Timestamp(AT, "meta article:published_time"),),
        site_name="Harrow Post",
        raw_canonical="/pier",
        raw_amp="https://news.harrow.example/amp/pier",
        section="Local",
        keywords=("pier", "quay"),
        kind="article",
        languages=("en",),
        pictures=(Picture("https://news.harrow.example/quay.jpg", origin="og"),),
        attributions=(
            Attribution(AttributionKind.CANONICAL, url="https://news.harrow.example/pier"),
        ),
        is_article=True,
    )


def test_a_video_inside_an_article_is_not_the_article() -> None:
    video = {"@type": "VideoObject", "name": "Film", "uploadDate": "2026-01-01T00:00Z"}
    found = read(
        script(video)
        + '<meta property="og:type" content="article"><meta property="og:title" content="Pier">'
        '<meta itemprop="datePublished" content="2026-03-03T17:20Z">'
    )
    assert (found.title, found.published_at) == ("Pier", AT)


def test_a_page_of_lists_is_no_article() -> None:
    page = {"@type": "WebPage", "headline": "Local", "datePublished": "2026-03-03T17:20Z"}
    assert not read(script(page)).is_article


def test_an_amp_page_says_so() -> None:
    tree = parse_tree("<html amp lang=en><head></head><body></body></html>")
    assert read_metadata(tree, URL).is_amp
    assert not read("").is_amp


def test_a_bare_page_declares_nothing() -> None:
    assert read("") == Metadata()


def page(body: str) -> HtmlElement:
    """Return the tree of a page."""
    return parse_tree(f"<html><body><p>The pier closes.</p>{body}</body></html>")


PRINTED: dict[str, tuple[str, datetime | None]] = {
    "time": ("<article><time datetime='2026-03-03T17:20Z'>3 March</time></article>", AT),
    "time of a list before": (
        "<main><ul><li><time datetime='2026-02-03'>x</time></ul>"
        "<time datetime='2026-03-03T17:20Z'>3 March</time></main>",
        AT,
    ),
    "time to come": ("<article><time datetime='2027-03-03T17:20Z'>x</time></article>", None),
    "words": ("<p class='date'>3 March 2026</p>", datetime(2026, 3, 3, tzinfo=UTC)),
    "copyright": ("<footer>Copyright 2026 Harrow Post</footer>", None),
}


@pytest.mark.parametrize(("printed", "expected"), PRINTED.values(), ids=PRINTED)
def test_printed_date(printed: str, expected: datetime | None) -> None:
    assert expected == printed_date(page(printed), datetime(2026, 6, 1, tzinfo=UTC))


BYLINES = {
    "span": ('<span class="byline">By Ida Brandt</span>', "By Ida Brandt"),
    "rel": ('<a rel="author" href="/ida">Ida Brandt</a>', "Ida Brandt"),
    "with a date": ('<p class="author">Ida Brandt 3 March 2026, 17:20</p>', "Ida Brandt"),
    "with a month": ('<p class="author">Ida Brandt March 3</p>', "Ida Brandt"),
    "words run together": (
        '<p class="byline">By <b>Ida Brandt</b><i>November 3</i></p>', "By Ida Brandt",
    ),
    "only a date": ('<p class="byline">3 March</p><a rel="author">Ida Brandt</a>', "Ida Brandt"),
    "a box about the author": ('<div class="author-bio">Ida Brandt writes.</div>', ""),
    "a whole paragraph": (f'<p class="author">{"Ida Brandt writes. " * 9}</p>', ""),
    "a line below the heading": (
        "<h1>Pier closes</h1><p>Divers find rotten piles.</p><p>by Ida Brandt<br>3 March</p>",
        "by Ida Brandt",
    ),
    "none": ("<p>Ida Brandt</p>", ""),
}  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), BYLINES.values(), ids=BYLINES)
def test_printed_authors(printed: str, expected: str) -> None:
    assert expected == next(iter(printed_authors(page(printed))), "")


def test_the_parts_of_a_printed_byline() -> None:
    found = printed_authors(page('<p class="byline">By <a>Ida Brandt</a> Harrow Post</p>'))
    assert found == ("By Ida Brandt Harrow Post", "Ida Brandt")


KEYS = st.sampled_from(
    ["og:title", "og:type", "og:url", "og:image", "article:published_time", "author", "keywords",
     "article:section", "og:locale", "og:site_name", "twitter:title", "datePublished"]
)  # fmt: skip
WORDS = st.sampled_from(
    ["Pier", "|", "-", "2026-03-03", "&amp;amp;", "<b>", "\x00", "https://[", ",", "article",
     "By Ida Brandt", "\ud83d", "…", "]]>", '"', "'", "\u202e"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
METAS = st.tuples(st.sampled_from(["property", "name", "itemprop", "http-equiv"]), KEYS, TEXTS)
FIELDS = st.sampled_from(
    ["@type", "@id", "headline", "name", "author", "datePublished", "image", "url", "publisher",
     "articleSection", "keywords", "hasPart", "isAccessibleForFree", "inLanguage", "breadcrumb",
     "itemListElement", "articleBody", "isBasedOn", "mainEntityOfPage"]
)  # fmt: skip
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers() | st.sampled_from(["NewsArticle", "#a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=5),
    max_leaves=10,
)


@settings(deadline=None, max_examples=60)
@given(st.lists(METAS, max_size=6), VALUES, TEXTS, TEXTS)
def test_any_soup_of_declarations(
    metas: list[tuple[str, str, str]], value: object, heading: str, fault: str
) -> None:
    tags = "".join(f"<meta {key}={name} content='{text}'>" for key, name, text in metas)
    told = {"@type": "NewsArticle", "headline": heading, "author": value, "image": value}
    blocks = script([told, value]) + script(json.dumps(value) + fault)
    found = read(tags + blocks, f"<h1>{heading}<span>{fault}</span></h1><time datetime='{fault}'>")
    assert "\n" not in found.title + found.site_name + found.section
    assert all(picture.url.startswith("http") for picture in found.pictures)
    assert found.published_at is None or found.published_at.tzinfo is UTC
