"""Pages that only lead on to another one: gone through by the rules of any other hop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from newsloom.errors import FetchError
from newsloom.model import Page
from tests.edges.asking import PAGE, code, got
from tests.edges.web import Reply, Web, html, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as served:
        yield served


ARTICLE = "http://courier.example/news/ferry-late"


def door(target: str) -> Reply:
    """Return a page that browsers leave at once."""
    return html(f'<meta http-equiv="refresh" content="0; url={target}"><p>One moment'.encode())


def arrived(web: Web, **settings: object) -> Page:
    page = got(web, **settings)
    assert isinstance(page, Page), page
    return page


def test_a_door_is_gone_through(web: Web) -> None:
    web.routes |= {"/one": door(ARTICLE), "courier.example/news/ferry-late": html(b"<p>late")}
    page = arrived(web)
    assert (page.final_url, page.body) == (ARTICLE, b"<p>late")
    assert page.wrapper == "news.harrow.example"
    assert page.item.web_url == PAGE


def test_a_page_is_no_door(web: Web) -> None:
    web.routes["/one"] = html(b"<p>The ferry was late.")
    assert arrived(web).wrapper == ""


def test_robots_hold_behind_a_door(web: Web) -> None:
    web.routes["/one"] = door(ARTICLE)
    web.routes["courier.example/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /news")
    assert code(got(web)) == "robots"
    assert web.paths() == ["/one"]


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/x/y", "http://[::1]/x/y"])
def test_a_door_leads_into_no_private_network(web: Web, target: str) -> None:
    web.routes["/one"] = door(target)
    assert code(got(web)) == "private-address"


def test_a_door_that_leads_back_is_a_page(web: Web) -> None:
    web.routes["/one"] = door("http://news.harrow.example/two")
    web.routes["/two"] = door(PAGE)
    assert arrived(web).final_url == "http://news.harrow.example/two"
    assert web.paths() == ["/one", "/two"]


def test_doors_are_hops(web: Web) -> None:
    web.routes |= {f"/{n}": door(f"http://news.harrow.example/{n + 1}") for n in range(9)}
    end = got(web, "http://news.harrow.example/0", max_redirects=3)
    assert code(end) == "redirects"
    assert web.paths() == ["/0", "/1", "/2", "/3"]


def test_a_dead_end_behind_a_door_is_the_end(web: Web) -> None:
    web.routes["/one"] = door(ARTICLE)
    end = got(web)
    assert code(end) == "not-found"
    assert isinstance(end, FetchError)
    assert end.url == ARTICLE


# --- redirects over services ---------------------------------------------------------------------


def test_a_redirect_to_a_wrapper_is_unwrapped(web: Web) -> None:
    """What the wrapper's address says needs not be asked for."""
    wrapped = "https://www.google.com/url?q=http%3A%2F%2Fcourier.example%2Fnews%2Fferry-late"
    web.routes["/one"] = (302, {"Location": wrapped}, b"")
    web.routes["courier.example/news/ferry-late"] = html()
    page = arrived(web)
    assert (page.final_url, page.wrapper) == (ARTICLE, "Google")


def test_a_short_link_is_named(web: Web) -> None:
    web.routes["/one"] = (301, {"Location": ARTICLE}, b"")
    web.routes["courier.example/news/ferry-late"] = html()
    page = arrived(web)
    assert (page.final_url, page.wrapper) == (ARTICLE, "news.harrow.example")


def test_a_redirect_within_a_site_is_not(web: Web) -> None:
    web.routes["/one"] = (301, {"Location": "http://www.harrow.example/two"}, b"")
    web.routes["/two"] = html()
    assert arrived(web).wrapper == ""
