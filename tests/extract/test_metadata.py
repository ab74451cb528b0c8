"""What pages declare of themselves."""

import json
from datetime import UTC, datetime

import pytest

from newsloom.extract.json_ld import parse_json
from newsloom.extract.metadata import Metadata, printed_date, read_metadata
from newsloom.extract.tree import parse_tree
from newsloom.model import Attribution, AttributionKind, Picture

URL = "https://news.harrow.example/local/pier"


def read(head: str, body: str = "") -> Metadata:
    """Return the metadata of a page with a head and a body."""
    return read_metadata(parse_tree(f"<html><head>{head}</head><body>{body}</body></html>"), URL)


def script(value: object) -> str:
    """Return a JSON-LD script."""
    text = value if isinstance(value, str) else json.dumps(value)
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE = {"@type": "NewsArticle", "headline": "Pier closes", "datePublished": "2026-03-03T17:20Z"}
SHAPES = {
    "object": ARTICLE,
    "list": [{"@type": "WebSite"}, ARTICLE],
    "graph": {"@graph": [{"@type": "WebPage"}, ARTICLE]},
    "type as list and address": {**ARTICLE, "@type": ["https://schema.org/NewsArticle"]},
    "inside the page": {"@type": "WebPage", "mainEntity": ARTICLE},
    "trailing comma": json.dumps(ARTICLE)[:-1] + ",}",
    "comment marks": "<!-- " + json.dumps(ARTICLE) + " -->",
    "raw newline": json.dumps(ARTICLE).replace("Pier closes", "Pier\ncloses"),
    "semicolon": json.dumps(ARTICLE) + ";",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_json_ld_shapes(shape: object) -> None:
    found = read(script(shape))
    expected = ("Pier closes", datetime(2026, 3, 3, 17, 20, tzinfo=UTC), "JSON-LD datePublished")
    assert expected == (found.title, found.published_at, found.published_where)
    assert found.is_article


def test_hopeless_json_is_nothing() -> None:
    assert parse_json('{"@type": "NewsArticle", "headline": ') is None


TITLES = {
    "headline before og:title": (
        script(ARTICLE) + '<meta property="og:title" content="Social">',
        "",
        "Pier closes",
    ),
    "cut headline gives way": (
        script({**ARTICLE, "headline": "The pier of Ellery…"})
        + '<meta property="og:title" content="The pier of Ellery closes">',
        "",
        "The pier of Ellery closes",
    ),
    "og:title": ('<meta property="og:title" content="Pier &amp; quay">', "<h1>Other</h1>",
                 "Pier & quay"),
    "the only h1": ("<title>Site</title>", "<h1>Pier <em>closes</em></h1>", "Pier closes"),
    "title when there are two h1": ("<title>Pier closes</title>", "<h1>A</h1><h1>B</h1>",
                                    "Pier closes"),
    "none": ("", "", ""),
}  # fmt: skip


@pytest.mark.parametrize(("head", "body", "expected"), TITLES.values(), ids=TITLES)
def test_titles(head: str, body: str, expected: str) -> None:
    assert expected == read(head, body).title


AUTHORS = {
    "object": ({"name": "Ida Brandt"}, ("Ida Brandt",)),
    "list": ([{"name": "Ida Brandt"}, "Tomas Reuel"], ("Ida Brandt", "Tomas Reuel")),
    "address": ("https://harrow.example/authors/ida", ()),
    "number": (17, ()),
}


@pytest.mark.parametrize(("author", "expected"), AUTHORS.values(), ids=AUTHORS)
def test_authors(author: object, expected: tuple[str, ...]) -> None:
    assert expected == read(script({**ARTICLE, "author": author})).authors


FREE = {
    "not said": ({}, True),
    "free": ({"isAccessibleForFree": True}, True),
    "not free": ({"isAccessibleForFree": False}, False),
    "as text": ({"isAccessibleForFree": "False"}, False),
    "a part is not free": ({"hasPart": {"isAccessibleForFree": False}}, False),
}


@pytest.mark.parametrize(("fields", "expected"), FREE.values(), ids=FREE)
def test_is_free(fields: dict[str, object], expected: bool) -> None:
    assert expected == read(script({**ARTICLE, **fields})).is_free


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
        published_at=datetime(2026, 3, 3, 17, 20, tzinfo=UTC),
        published_where="meta article:published_time",
        site_name="Harrow Post",
        raw_canonical="/pier",
        raw_amp="https://news.harrow.example/amp/pier",
        section="Local",
        keywords=("pier", "quay"),
        kind="article",
        language="en",
        pictures=(Picture("https://news.harrow.example/quay.jpg", origin="og"),),
        attributions=(
            Attribution(AttributionKind.CANONICAL, url="https://news.harrow.example/pier"),
        ),
        is_article=True,
    )


def test_a_bare_page_declares_nothing() -> None:
    assert read("") == Metadata()


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("<time datetime='2026-03-03'>3 March</time>", datetime(2026, 3, 3, tzinfo=UTC)),
        ("<footer>Copyright 2026 Harrow Post</footer>", None),
    ],
)
def test_printed_date(printed: str, expected: datetime | None) -> None:
    tree = parse_tree(f"<html><body><p>The pier closes.</p>{printed}</body></html>")
    assert expected == printed_date(tree, datetime(2026, 6, 1, tzinfo=UTC))
