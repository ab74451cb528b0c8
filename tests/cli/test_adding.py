"""sources add: what it finds at sites of several makes, and what it adds."""

from __future__ import annotations

import pytest

from newsloom import newsroom
from newsloom.cli import sourcing
from tests.cli.sites import SITES
from tests.edges.web import serving
from tests.rooms import NOON, clock_at


@pytest.fixture(scope="module")
def web():
    with serving() as served:
        served.routes.update(SITES)
        yield served


@pytest.fixture(autouse=True)
def at_noon():
    with clock_at(NOON):
        yield


def settle_in(folder, web):
    """Let a newsroom see the local web."""
    lines = ("[fetching]", "host_delay_seconds = 0", "[fetching.resolve]")
    (folder / "newsloom.toml").write_text(
        "\n".join((*lines, f'".example" = "127.0.0.1:{web.port}"'))
    )
    return folder


@pytest.fixture
def place(web, room):
    """A newsroom that a test may change."""
    return settle_in(room, web)


@pytest.fixture(scope="module")
def quiet(web, tmp_path_factory):
    """A newsroom to which nothing is added."""
    folder = tmp_path_factory.mktemp("quiet") / "room"
    newsroom.init_room(folder)
    return settle_in(folder, web)


def sources(room):
    with newsroom.opened(room) as opened:
        return {source.url: source for source in opened.store.sources()}


BEST = {
    "the main feed before that of comments": (
        "ledger.example/", "ledger.example/feed/", "RSS", "link",
    ),
    "the feed of the section that was asked about": (
        "ledger.example/category/port/", "ledger.example/category/port/feed/", "RSS", "link",
    ),
    "a feed at a usual place": ("gulls.example/", "gulls.example/rss.xml", "RSS", "usual place"),
    "the format with the full text": ("formats.example/", "formats.example/atom", "Atom", "link"),
    "a feed from a page about feeds": (
        "list.example/", "feeds.list.example/all", "RSS", "anchor",
    ),
    "a news sitemap from an index": (
        "tide.example/", "tide.example/news.xml.gz", "news sitemap", "sitemap index",
    ),
    "the page where there is no more": ("port.example/", "port.example/", "web page", "itself"),
    "the page before an abandoned feed": (
        "stale.example/", "stale.example/", "web page", "itself",
    ),
    "where a feed has moved to": ("moved.example/", "moved.example/new", "RSS", "link"),
    "a feed itself": ("ledger.example/feed/", "ledger.example/feed/", "RSS", "itself"),
    "a JSON feed itself": (
        "themselves.example/feed.json", "themselves.example/feed.json", "JSON Feed", "itself",
    ),
    "a sitemap itself": (
        "themselves.example/news.xml", "themselves.example/news.xml", "news sitemap", "itself",
    ),
    "a text sitemap itself": (
        "themselves.example/map.txt", "themselves.example/map.txt", "sitemap", "itself",
    ),
    "an index itself": (
        "tide.example/index.xml", "tide.example/index.xml", "sitemap index", "itself",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BEST)
def test_the_best_source_of_a_site(quiet, newsloom, name):
    asked, url, form, why = BEST[name]
    best = candidates(newsloom, quiet, f"http://{asked}")[0]
    assert (best["url"], best["form"], best["found_by"]) == (f"http://{url}", form, why)


def candidates(newsloom, room, url):
    return newsloom("sources", "add", url, "-C", room, "--json", "--dry-run").facts["candidates"]


def test_the_best_is_added(place, newsloom):
    facts = newsloom("sources", "add", "http://gulls.example/", "-C", place, "--json").facts
    assert facts["added"] == ["http://gulls.example/rss.xml"]
    assert set(sources(place)) == {"http://gulls.example/rss.xml"}


def test_all_that_is_known_of_a_candidate(quiet, newsloom):
    first, *others = candidates(newsloom, quiet, "http://formats.example/")
    assert first == {
        "asked": "http://formats.example/", "number": 1, "url": "http://formats.example/atom",
        "kind": "feed", "form": "Atom", "title": "Atom", "items": 6, "sitemaps": 0,
        "newest_item": "2026-11-20T08:00:00Z", "full_text": 1.0, "on_page": 6, "found_by": "link",
        "reason": "The feed of the site; 6 of its items are linked on the page; with full text.",
    }  # fmt: skip
    assert [one["form"] for one in others] == ["RSS", "JSON Feed", "web page"]
    assert others[0]["reason"].endswith("with summaries only.")
    assert others[-1]["reason"] == "The page itself: 6 links, most of them like /*."


def test_comments_come_last_whatever_they_offer(quiet, newsloom):
    forms = candidates(newsloom, quiet, "http://ledger.example/")
    assert [one["url"].removeprefix("http://ledger.example") for one in forms] == [
        "/feed/", "/", "/comments/feed/",
    ]  # fmt: skip
    assert forms[-1]["reason"] == "It lists comments, not articles."


def test_what_has_ended_is_said(quiet, newsloom):
    page, feed = candidates(newsloom, quiet, "http://stale.example/")
    assert feed["reason"] == "It has had nothing new since 2023-03-20."


def test_a_dry_run_adds_nothing_and_a_script_adds_the_best(place, newsloom):
    told = newsloom("sources", "add", "http://formats.example/", "-C", place, "--dry-run")
    assert told.out.endswith("Nothing was added: this was a dry run.\n")
    assert sources(place) == {}
    told = newsloom("sources", "add", "http://formats.example/", "-C", place)
    assert "There is no terminal to ask at: the best is taken; --all takes all." in told.out
    assert "Added: http://formats.example/atom (feed)" in told.out
    again = newsloom("sources", "add", "http://formats.example/", "-C", place, "--yes")
    assert "Already there: http://formats.example/atom (feed)" in again.out
    assert sources(place)["http://formats.example/atom"].title == "Atom"


def test_the_table_shows_what_is_found(place, newsloom):
    told = newsloom("sources", "add", "http://closed.example/", "-C", place, "--yes")
    assert "Found at http://closed.example/, the best first" in told.out
    assert "1: The page itself: 6 links" in told.out
    for reason in ("/feed: robots.txt of its site forbids it", "/broken: is no feed that can be"):
        assert f"Left out: http://closed.example{reason}" in told.out
    assert "rss.xml" not in told.out


def test_all_of_them_with_a_name_of_ones_own(place, newsloom):
    options = ("--all", "--title", "Formats", "--json")
    facts = newsloom("sources", "add", "http://formats.example/", "-C", place, *options).facts
    assert len(facts["added"]) == 4
    assert {source.title for source in sources(place).values()} == {"Formats"}


def test_a_kind_is_taken_at_its_word(place, newsloom, web):
    url = "http://nowhere.example/feed"
    web.asked.clear()
    told = newsloom("sources", "add", url, "--kind", "sitemap", "--title", "N", "-C", place)
    assert told.out == f"Added: {url} (sitemap)\n"
    assert web.asked == []
    assert (sources(place)[url].kind, sources(place)[url].title) == ("sitemap", "N")


def test_nothing_to_follow_is_an_error_with_every_reason(quiet, newsloom):
    told = newsloom("sources", "add", "http://same.example/", "-C", quiet)
    assert (told.code, told.out) == (2, "")
    first, *reasons = told.err.splitlines()
    assert first == (
        "newsloom: http://same.example/: nothing there can be followed; "
        "give another page, or use --kind"
    )
    assert any("http://same.example/rss.xml: is a web page, not a feed" in line for line in reasons)
    assert any("http://same.example/: links to nothing" in line for line in reasons)
    assert sources(quiet) == {}


BAD = {
    "no such page": ("http://ledger.example/nothing", "check the address"),
    "no such host": ("http://ledger.invalid/", "check the address"),
    "JSON that is no feed": (
        "http://themselves.example/data.json",
        "nothing there can be followed",
    ),
    "damaged gzip": ("http://themselves.example/broken.xml.gz", "the gzip file is broken"),
    "no address": ("ledger.example", "https://"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_had_is_an_error(quiet, newsloom, name):
    url, words = BAD[name]
    told = newsloom("sources", "add", url, "-C", quiet)
    assert told.code == 2
    assert told.err.startswith("newsloom: ")
    assert words in told.err.splitlines()[0]


def test_a_bad_address_does_not_stop_the_good_ones(place, newsloom):
    urls = ("http://nothing.invalid/", "http://port.example/")
    told = newsloom("sources", "add", *urls, "-C", place, "--json")
    assert told.code == 2
    assert told.facts["added"] == ["http://port.example/"]
    assert [one["url"] for one in told.facts["failed"]][0] == "http://nothing.invalid/"


def test_the_number_of_requests_is_bounded(quiet, newsloom, web):
    web.asked.clear()
    newsloom("sources", "add", "http://port.example/", "-C", quiet, "--dry-run")
    assert len(web.paths()) == len(set(web.paths())) <= 25


PICKED = {"": None, "1": "a", "2 1": "ba", "1,3,1": "ac", "all": "abc", "none": "", "4": None,
          "one": None, "0": None, "-1": None, "1 x": None}  # fmt: skip


@pytest.mark.parametrize("answer", PICKED)
def test_what_an_answer_at_the_terminal_means(answer):
    expected = PICKED[answer]
    if expected is None:
        with pytest.raises(sourcing.typer.BadParameter, match="numbers from 1 to 3"):
            sourcing.picked_from("abc", answer)
    else:
        assert "".join(sourcing.picked_from("abc", answer)) == expected


def test_a_folder_comes_and_goes(place, newsloom, tmp_path, monkeypatch):
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path)
    told = newsloom("sources", "add", "./posts/", "-C", place, "--title", "Posts")
    assert told.out == f"Added: {tmp_path}/posts (posts)\n"
    assert sources(place)[f"{tmp_path}/posts"].title == "Posts"
    assert "<outline" not in newsloom("sources", "export", "-C", place).out
    assert newsloom("sources", "remove", "posts", "-C", place).code == 0
    assert sources(place) == {}


def test_a_folder_that_is_not_there_or_is_our_own_is_refused(place, newsloom, tmp_path):
    for folder, words in (("nowhere", "no folder here"), (place, "writes itself")):
        told = newsloom("sources", "add", tmp_path / folder, "--kind", "posts", "-C", place)
        assert (told.code, sources(place)) == (2, {})
        assert words in told.err
