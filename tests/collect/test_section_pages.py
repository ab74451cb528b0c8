"""Section pages as different systems write them: which links are articles, and what is beside."""

from __future__ import annotations

import pytest

from newsloom.collect.linkshape import Link, article_links, common_shape, shape_of, words_in
from newsloom.collect.webpage import find_links
from newsloom.model import Listing, Picture
from newsloom.text.dates import format_utc

URL = "https://www.harrow.example/"


def page(main: str, around: str = "") -> bytes:
    return f"""<!DOCTYPE html><html><head><title>Harrow</title></head><body>
<header class="site"><nav class="main-menu"><a href="/">Home</a>
<a href="/news/the-big-summer-reading-list">The big summer reading list of the harbour</a></nav>
</header>{around}<main>{main}</main><footer>
<a href="/2026/01/01/our-terms-of-use">Our terms of use, in full, for all readers</a></footer>
</body></html>""".encode()


def found(body: bytes) -> list[tuple[str, str]]:
    items = find_links(body, URL).items
    return [(item.web_url.removeprefix(URL.rstrip("/")), item.title) for item in items]


def dates(listing: Listing) -> list[str]:
    return [format_utc(item.published_at) if item.published_at else "" for item in listing.items]


HEADLINES = (
    ("wall", "Harbour wall shut until spring"),
    ("tide", "Spring tide floods three streets of Eastmere"),
    ("gulls", "A census of gulls ends in an argument"),
    ("rowing", "Rowers win the regatta by half a length"),
    ("ferry", "The last ferry of the year is cancelled"),
)


def number_of(slug: str) -> int:
    return 4000 + [name for name, _ in HEADLINES].index(slug)


def wordpress(slug: str, title: str) -> str:
    return f"""<article class="post"><header class="entry-header">
<h2 class="entry-title"><a href="/{slug}/" rel="bookmark">{title}</a></h2>
<div class="entry-meta"><span class="posted-on"><a href="/{slug}/">
<time datetime="2026-10-20T08:00:00+02:00">20 October 2026</time></a></span>
<span class="byline"><a href="/author/mara-quill/">Mara Quill of the harbour desk</a></span></div>
</header><p>It stays shut. <a class="more-link" href="/{slug}/">Continue reading</a></p>
<footer class="entry-footer"><a href="/category/port/">Port</a>
<a href="/tag/sea-walls-of-the-north/">Sea walls of the north coast today</a></footer></article>"""


def ghost(slug: str, title: str) -> str:
    return f"""<article class="post-card"><a class="post-card-image-link" href="/{slug}/">
<img src="/content/images/{slug}.jpg" alt="{title}"></a><div class="post-card-content">
<a class="post-card-content-link" href="/{slug}/"><header><h3 class="title">{title}</h3></header>
<div class="excerpt">What the harbour master says about it, in more words than the title.</div></a>
<footer><time datetime="2026-10-19">Oct 19</time></footer></div></article>"""


def drupal(slug: str, title: str) -> str:
    return f"""<div class="views-row"><span class="field-content"><a href="/node/{number_of(slug)}">
{title}</a></span> <span><time datetime="2026-10-18T06:00:00Z">18.10.</time></span>
<a href="/users/desk">desk of the harbour news room</a></div>"""


def query(slug: str, title: str) -> str:
    return f'<tr><td><a href="read.php?lang=en&amp;id={number_of(slug)}">{title}</a></td></tr>'


def cards(slug: str, title: str) -> str:
    return f"""<div class="card"><div class="card-body"><h5>{title}</h5><p>Some words.</p></div>
<div class="card-footer"><a href="/stories/{slug}">Read more</a>
<a href="/people/jo-doe">Jo Doe</a></div></div>"""


def plain(slug: str, title: str) -> str:
    return f'<li><a href="/stories/{slug}.html">{title}</a> (<a href="/u/9/{slug}">Jo Doe</a>)</li>'


SYSTEMS = {
    "WordPress": (wordpress, "/{slug}/", "2026-10-20T06:00:00Z"),
    "Ghost": (ghost, "/{slug}/", "2026-10-19T00:00:00Z"),
    "Drupal": (drupal, "/node/{number}", "2026-10-18T06:00:00Z"),
    "a script with a query": (query, "/read.php?lang=en&id={number}", ""),
    "cards": (cards, "/stories/{slug}", ""),
    "a plain list": (plain, "/stories/{slug}.html", ""),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_page_shows_by_its_habit_what_its_articles_are(name: str) -> None:
    written, address, day = SYSTEMS[name]
    body = page("".join(written(*one) for one in HEADLINES))
    expected = {
        address.format(slug=slug, number=number_of(slug)): title for slug, title in HEADLINES
    }
    assert dict(found(body)) == expected
    assert set(dates(find_links(body, URL))) == {day}


def test_a_picture_inside_the_link_belongs_to_the_article() -> None:
    lazy = (
        '<a href="/2026/10/20/pier"><img src="data:image/gif;base64,R0" data-src="/pier.jpg"></a>'
        '<a href="/2026/10/20/pier">The pier</a><img src="/other.jpg">'
    )
    body = page("".join(ghost(*one) for one in HEADLINES) + lazy)
    items = {item.title: item.pictures for item in find_links(body, URL).items}
    title = HEADLINES[0][1]
    assert items[title] == (Picture(f"{URL}content/images/wall.jpg", alt=title, origin="webpage"),)
    assert items["The pier"] == (Picture(f"{URL}pier.jpg", origin="webpage"),)


def test_long_names_of_places_are_no_headlines() -> None:
    """A slug of four words is an article's, unless the page links to many such by short names."""
    places = "".join(
        f'<li><a href="/places/harbour-of-{name}-north">{name.title()} North</a></li>'
        for name in ("eastmere", "vantmoor", "kallsund", "lowmoor")
    )
    articles = "".join(f"<h3><a href='/{s}-and-what-follows'>{t}</a></h3>" for s, t in HEADLINES)
    assert [title for _, title in found(page(places + articles))] == [t for _, t in HEADLINES]
    alone = page('<a href="/places/harbour-of-eastmere-north">Eastmere North</a>')
    assert [title for _, title in found(alone)] == ["Eastmere North"]


def test_sections_above_their_articles_are_no_articles() -> None:
    sections = "".join(
        f'<section><h2><a href="/news/{name}">News from the {name} of Harrow</a></h2>'
        f'<a href="/news/{name}/wall-{n}">Wall {n} of the {name} shut until spring</a></section>'
        for n, name in enumerate(("world", "port", "town", "coast", "sea"))
    )
    assert all(url.count("/") == 3 for url, _ in found(page(sections)))
    assert len(found(page(sections))) == 5


UNSPACED = (
    ("1", "港の防波堤が春まで閉鎖されることに"),
    ("2", "東港の三つの通りが大潮で浸水した"),
    ("3", "カモメの数を数える調査が論争に終わる"),
    ("4", "今年最後のフェリーが欠航となった模様"),
)


def test_headlines_in_a_script_without_spaces() -> None:
    body = page("".join(f'<p><a href="/articles/{n}.html">{t}</a></p>' for n, t in UNSPACED))
    assert [title for _, title in found(body)] == [title for _, title in UNSPACED]


def test_the_page_itself_and_other_sites_do_not_count() -> None:
    body = page(
        '<a href="/?page=1#top">The front page of the harbour news</a>'
        '<a href="https://other.example/2026/10/20/wall">Harbour wall shut until spring</a>'
        '<a href="https://sport.harrow.example/2026/10/20/row">Rowers win the regatta</a>'
    )
    assert [title for _, title in found(body)] == ["Rowers win the regatta"]


def test_a_time_beside_two_articles_belongs_to_neither() -> None:
    body = page(
        "<div><time datetime='2026-10-20'></time><a href='/2026/10/20/a-wall'>A wall</a>"
        "<a href='/2026/10/20/a-tide'>A tide</a></div>"
        "<div><a href='/2026/10/20/a-gull'>A gull</a><time>yesterday</time></div>"
    )
    assert dates(find_links(body, URL)) == ["", "", ""]


SHAPES = {
    "/2026/10/20/wall-shut.html": "/YYYY/NN/NN/*.html",
    "/news/world-12345678": "/news/*-N",
    "/a/1234567": "/a/N",
    "/read.php?id=7&lang=en": "/read.php?id=*&lang=*",
    "/stories/the-wall-is-shut/8841": "/stories/*/N",
    "/p/0f3a99c2d1/wall": "/p/*/*",
    "/": "/*",
}


@pytest.mark.parametrize("path", SHAPES)
def test_the_shape_of_an_address(path: str) -> None:
    assert shape_of(f"https://harrow.example{path}") == SHAPES[path]


def test_the_shape_most_addresses_have() -> None:
    urls = [f"https://harrow.example{path}" for path in ("/news/a-1", "/s/b", "/s/c")]
    assert (common_shape(urls), common_shape([])) == ("/s/*", "")


def test_words_of_scripts_with_and_without_spaces() -> None:
    counts = [
        words_in(text) for text in ("", "Wall", "Wall & quay shut", "港の防波堤", "Wall 港の防")
    ]
    assert counts == [0, 1, 4, 1, 2]


def test_a_habit_needs_four_addresses() -> None:
    links = [Link(f"{URL}s/{slug}", title) for slug, title in HEADLINES]
    assert article_links(links[:3], URL) == ()
    assert article_links(links[:4], URL) == tuple(links[:4])
    labels = [Link(f"{URL}s/{name}", "Jo Doe") for name in "abcd"]
    assert article_links(links[:4] + labels, URL) == ()


@pytest.mark.parametrize(
    "body",
    [b"<div>" * 100_000 + b"<a href=/2026/10/20/a>A</a>", b"<a href=/2026/10/20/a>A" * 20_000],
    ids=["deep", "many"],
)
def test_hostile_pages_cost_little(body: bytes) -> None:
    assert len(find_links(body, URL).items) <= 1
