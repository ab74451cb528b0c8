"""Edition -> the static site: markup that is valid, safe, small and leads nowhere dead."""

from __future__ import annotations

import inspect
import posixpath
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit

import pytest
from lxml import html

from newsloom.data import names, read_text
from newsloom.publish import loom
from newsloom.publish.site import render_site
from tests.publish.editions import HOSTILE, SETTINGS, brief, edition, full_edition, old, report


@cache
def site() -> dict[str, str]:
    """Return the text of every file of a site with every kind of story."""
    files = render_site(full_edition(3), SETTINGS).renditions
    return {rendition.path: rendition.body.decode() for rendition in files}


PAGES = sorted(path for path in site() if path.endswith(".html"))


def hrefs_of(page: str) -> list[str]:
    """Return the address of everything a page points to or loads."""
    tree = html.fromstring(page)
    meta = tree.xpath("//meta[@http-equiv='refresh']/@content")
    return [*tree.xpath("//@href"), *tree.xpath("//@src"), *(m.split("url=")[1] for m in meta)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_formed(path: str) -> None:
    tree = html.fromstring(site()[path])
    ids = Counter(tree.xpath("//@id"))

    assert site()[path].startswith('<!doctype html>\n<html lang="en">')
    assert [one for one, count in ids.items() if count > 1] == []
    assert len(tree.xpath("//h1")) == 1
    assert len(tree.xpath("//main")) == 1
    assert tree.xpath("//title/text()")[0].strip()
    assert tree.xpath("//img[not(@alt)]") == []
    assert tree.xpath("//svg[not(@aria-hidden)]") == []


@pytest.mark.parametrize("path", PAGES)
def test_tags_are_closed_where_they_were_opened(path: str) -> None:
    opened: list[str] = []
    for slash, name, end in re.findall(r"<(/?)([a-z][a-z0-9]*)[^<>]*?(/?)>", site()[path]):
        if end or name in {"meta", "link", "br", "input"}:
            continue
        if slash:
            assert opened.pop() == name
        else:
            opened.append(name)

    assert opened == []


@pytest.mark.parametrize("path", PAGES)
def test_headings_skip_no_level(path: str) -> None:
    levels = [int(h.tag[1]) for h in html.fromstring(site()[path]).xpath("//h1|//h2|//h3|//h4")]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


@pytest.mark.parametrize("path", PAGES)
def test_labels_name_what_is_on_the_page(path: str) -> None:
    tree = html.fromstring(site()[path])

    assert set(tree.xpath("//@aria-labelledby")) <= set(tree.xpath("//@id"))


FEED = "atom.xml"
"""Made by the target ``feeds``, which lies in the same folder."""


@pytest.mark.parametrize("path", PAGES)
def test_links_inside_the_site_lead_somewhere(path: str) -> None:
    for href in hrefs_of(site()[path]):
        parts = urlsplit(href)
        if parts.scheme:
            continue
        if path == "404.html":
            target = parts.path.removeprefix("/news/")
        else:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path))
        target = path if not parts.path else target
        assert target in site() or target == FEED, href
        if parts.fragment:
            assert parts.fragment in html.fromstring(site()[target]).xpath("//@id"), href


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_reached_or_sends_on(path: str) -> None:
    linked = {
        posixpath.normpath(posixpath.join(posixpath.dirname(page), urlsplit(href).path))
        for page in PAGES
        for href in hrefs_of(site()[page])
    }

    assert path in linked or path == "404.html" or 'http-equiv="refresh"' in site()[path]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_run_or_loaded_from_elsewhere(path: str) -> None:
    tree = html.fromstring(site()[path])

    assert tree.xpath("//script|//style|//iframe|//object|//embed|//form|//img|//base") == []
    assert tree.xpath("//@style|//@*[starts-with(name(), 'on')]|//@src|//@srcset") == []
    loaded = tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href")
    assert all(not urlsplit(href).netloc for href in loaded)


@pytest.mark.parametrize("path", PAGES)
def test_links_are_http_or_inside(path: str) -> None:
    """Save ``data:,``: no icon, on a page that is left before one could be fetched."""
    hrefs = set(hrefs_of(site()[path])) - {"data:,"}
    assert {urlsplit(href).scheme for href in hrefs} <= {"", "http", "https"}


@pytest.mark.parametrize("path", PAGES)
def test_links_to_providers_give_no_handle_on_this_window(path: str) -> None:
    for link in html.fromstring(site()[path]).xpath("//main//a[starts-with(@href, 'http')]"):
        assert link.get("rel") == "noopener external"


@pytest.mark.parametrize(
    "field", ["title", "provider", "excerpt", "key point", "topic", "byline", "note", "rule"]
)
def test_hostile_text_stays_text(field: str) -> None:
    shown = "<script>alert(1)</script> \"'><img src=x onerror=alert(2)> {{ 7*7 }}"
    places = {
        "title": "//h1",
        "provider": "//p[@class='by']/b",
        "excerpt": "//aside//li/a",
        "key point": "//ul[@class='points']/li",
        "topic": "//aside//li/a",
        "byline": "//p[@class='by']",
        "note": "//section[@id='evidence']//ul/li",
        "rule": "//ol[@class='rules']/li",
    }
    found = html.fromstring(site()["stories/hostile.html"]).xpath(places[field])

    assert any(shown in part.text_content() for part in found)
    assert "<script" not in site()["stories/hostile.html"]


def test_characters_no_page_may_hold_are_left_out() -> None:
    assert "\x00" in HOSTILE and "\ud800" in HOSTILE and "\u202e" in HOSTILE
    for page in site().values():
        assert re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\ud800-\udfff]", page) is None


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("javascript:alert(1)", id="script"),
        pytest.param(" https://a.example/", id="blank before"),
        pytest.param("java\nscript:alert(1)", id="line end inside"),
        pytest.param("data:text/html,x", id="data"),
        pytest.param("//a.example/", id="no scheme"),
        pytest.param("https://[half", id="half an address"),
        pytest.param("https:///path", id="no host"),
        pytest.param('https://a.example/"><b>', id="quote"),
        pytest.param("", id="none"),
    ],
)
def test_an_address_that_is_not_plain_http_gets_no_link(address: str) -> None:
    lead = report("Quay Radio", "A report")
    lead = replace(lead, article=replace(lead.article, web_url=address))
    files = render_site(edition(brief(lead, story_id="one")), SETTINGS).renditions
    page = next(r.body.decode() for r in files if r.path == "stories/one.html")

    assert html.fromstring(page).xpath("//main//a[@rel]") == []


def test_pages_stay_small() -> None:
    big = edition(*full_edition().briefs, *old(400))
    sizes = {r.path: len(r.body) for r in render_site(big, SETTINGS).renditions}

    assert {path: size for path, size in sizes.items() if size > 100_000} == {}
    assert sizes["style.css"] < 20_000


SHEETS = ("style.css", "live.css", "desk.css")


def styled_in(*sheets: str) -> set[str]:
    """Return the classes that some style sheets name."""
    css = "".join(read_text(f"static/{sheet}") for sheet in sheets)
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    selectors = " ".join(re.findall(r"([^{};]+)\{", css))
    return set(re.findall(r"\.([a-z][\w-]*)", selectors))


def test_every_class_of_the_site_has_a_style() -> None:
    busy = brief(*(report(f"Paper {i}", f"Tide {i}", i / 9) for i in range(9)), story_id="busy")
    many = (brief(report("A", f"Rain {i}", -i / 60), story_id=f"r{i}") for i in range(70))
    more = [r.body.decode() for r in render_site(edition(busy, *many), SETTINGS).renditions]
    none = [r.body.decode() for r in render_site(edition(), SETTINGS).renditions]
    used = {
        name
        for page in (*site().values(), *more, *none)
        for value in re.findall(r'class="([^"]*)"', page)
        for name in value.split()
    }

    assert used - styled_in("style.css") == set()


def test_no_style_is_idle() -> None:
    """Every class that is styled stands in a template, a script, or where drawings are made."""
    texts = [read_text(f"templates/{name}") for name in names("templates")]
    texts += [read_text(f"static/{n}") for n in names("static") if n.endswith(".js")]
    texts.append(inspect.getsource(loom))
    words = set(re.findall(r"[\w-]+", " ".join(texts)))

    assert sorted(styled_in(*SHEETS) - words) == []


def test_templates_hold_no_styles_handlers_or_scripts_of_their_own() -> None:
    own = r"\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|\| *safe"
    for name in names("templates"):
        assert re.search(own, read_text(f"templates/{name}")) is None, name
