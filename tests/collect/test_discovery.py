from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsloom.collect.discovery import (
    STALE,
    Candidate,
    is_alive_feed,
    kind_of,
    linked_addresses,
    rank_candidates,
    read_candidate,
)
from newsloom.collect.places import Place
from newsloom.errors import ParseError
from newsloom.model import Snapshot, Source, SourceKind
from tests.cli.sites import HEADLINES, TEXT, atom, json_feed, news_sitemap, page, rss

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
NEW = AT - timedelta(hours=3)
SITE = "https://harrow.example"


def candidate(
    path: str = "/feed",
    form: str = "RSS",
    *,
    title: str = "",
    items: int = 20,
    newest: datetime | None = NEW,
    full_text: float = 0.0,
    on_page: int = 0,
    children: tuple[str, ...] = (),
) -> Candidate:
    url = path if "://" in path else f"{SITE}{path}"
    kind = SourceKind.WEBPAGE if form == "web page" else SourceKind.FEED
    listed = tuple(f"{url}/{n}" for n in range(items))
    source = Source(url, kind, title)
    return Candidate(source, form, "link", listed, children, newest, full_text, on_page)


MAIN = candidate(on_page=15)
BETTER = {
    "the site's feed than comments": (MAIN, candidate("/comments/feed", on_page=20, full_text=1)),
    "than comments by their title": (MAIN, candidate("/f2", title="Kommentare zu: Mauer")),
    "the site's feed than a section's": (MAIN, candidate("/sport/feed", on_page=20)),
    "than a tag's": (MAIN, candidate("/tag/gulls/feed", on_page=20, full_text=1)),
    "what the page shows": (candidate("/b", on_page=18), candidate("/a", on_page=1, full_text=1)),
    "full text": (candidate("/rss", full_text=1), candidate("/atom")),
    "the newer one": (candidate("/rss"), candidate("/atom", newest=AT - timedelta(days=4))),
    "the longer one": (candidate("/rss", items=30), candidate("/atom", items=20)),
    "a feed than a news sitemap": (candidate(), candidate("/news.xml", "news sitemap", on_page=20)),
    "a news sitemap than a sitemap": (
        candidate("/n.xml", "news sitemap"),
        candidate("/s.xml", "sitemap", items=5000),
    ),
    "an index than a sitemap": (
        candidate("/i.xml", "sitemap index", items=0, newest=None, children=("a", "b")),
        candidate("/s.xml", "sitemap", newest=None),
    ),
    "a sitemap than the page": (candidate("/s.xml", "sitemap"), candidate("/", "web page")),
    "the page than an old feed": (
        candidate("/", "web page", newest=None),
        candidate(newest=AT - STALE - timedelta(days=1)),
    ),
    "an undated feed than an old one": (
        candidate("/a", newest=None),
        candidate("/b", newest=AT - 2 * STALE),
    ),
    "anything than what is empty": (
        candidate("/", "web page", newest=AT - 2 * STALE),
        candidate(items=0, newest=None),
    ),
}


def ranked(*candidates: Candidate, url: str = SITE) -> list[str]:
    return [one.source.url.removeprefix(SITE) for one in rank_candidates(candidates, url, AT)]


@pytest.mark.parametrize(("better", "worse"), BETTER.values(), ids=BETTER)
def test_what_is_better(better: Candidate, worse: Candidate) -> None:
    expected = [one.source.url.removeprefix(SITE) for one in (better, worse)]
    assert ranked(better, worse) == ranked(worse, better) == expected


def test_of_equals_the_first_found_is_better() -> None:
    paths = ["/rss", "/atom", "/index.xml"]
    assert ranked(*map(candidate, paths)) == paths


def test_a_section_is_followed_by_its_own_feed() -> None:
    url = f"{SITE}/sport/"
    site, own = candidate("/feed", items=40), candidate("/sport/feed")
    assert ranked(site, own, url=url) == ["/sport/feed", "/feed"]
    assert ranked(replace(site, on_page=18), own, url=url) == ["/feed", "/sport/feed"]
    assert ranked(site, own) == ["/feed", "/sport/feed"]


def test_the_same_items_in_the_same_form_count_once() -> None:
    twin = replace(MAIN, source=Source(f"{SITE}/rss", SourceKind.FEED))
    other = replace(twin, form="Atom")
    assert ranked(MAIN, twin, other) == ["/feed", "/rss"]
    empty = [candidate(path, items=0) for path in ("/a", "/b")]
    assert ranked(*empty) == ["/a", "/b"]


REASONS = {
    "It lists comments, not articles.": candidate("/comments/feed"),
    "It lists nothing now.": candidate(items=0, newest=None),
    "It has had nothing new since 2025-01-02.": candidate(newest=datetime(2025, 1, 2, tzinfo=UTC)),
    "It names sitemaps, of which 2 are followed.": candidate(
        form="sitemap index", items=0, newest=None, children=("a", "b")
    ),
    "The page itself: 20 links, most of them like /feed/N.": candidate(form="web page"),
    "A news sitemap.": candidate(form="news sitemap"),
    "The feed of the site; with summaries only.": candidate(),
    "The feed of the site; 3 of its items are linked on the page; 40% of it with full text.": (
        candidate(full_text=0.4, on_page=3)
    ),
    "A feed of a part of the site; with full text.": candidate("/sport/rss.xml", full_text=0.95),
}


@pytest.mark.parametrize(("reason", "given"), REASONS.items(), ids=REASONS)
def test_every_place_has_a_reason(reason: str, given: Candidate) -> None:
    (only,) = rank_candidates([given], SITE, AT)
    assert only.reason == reason


def test_a_feed_above_the_page_is_that_of_the_whole_site() -> None:
    (only,) = rank_candidates([candidate()], f"{SITE}/sport/", AT)
    assert only.reason.startswith("The feed of the whole site")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (MAIN, True),
        (candidate("/comments/feed"), False),
        (candidate(newest=None), False),
        (candidate(newest=AT - 2 * STALE), False),
        (candidate(form="news sitemap"), False),
    ],
)
def test_which_feeds_are_alive(given: Candidate, expected: bool) -> None:
    assert is_alive_feed(given, AT) is expected


def snapshot(body: bytes, url: str = f"{SITE}/x", **more: str) -> Snapshot:
    source = Source(url, SourceKind.WEBPAGE)
    return Snapshot(source, url, "", body, AT, AT, digest="d", **more)


KINDS = {
    "RSS": (rss("R", "harrow.example"), SourceKind.FEED),
    "Atom": (atom("A", "harrow.example"), SourceKind.FEED),
    "JSON Feed": (json_feed("J", "harrow.example"), SourceKind.FEED),
    "news sitemap": (news_sitemap("harrow.example"), SourceKind.SITEMAP),
    "sitemap": (b"<urlset><url><loc>/a</loc></url></urlset>", SourceKind.SITEMAP),
    "sitemap index": (
        b"<sitemapindex><sitemap><loc>/a</loc></sitemap></sitemapindex>",
        SourceKind.SITEMAP,
    ),
    "web page": (page(), None),
}


@pytest.mark.parametrize("form", KINDS)
def test_an_answer_is_known_by_its_content(form: str) -> None:
    body, kind = KINDS[form]
    assert kind_of(body) is kind
    place = Place(f"{SITE}/x", kind or SourceKind.WEBPAGE, "link", "Named")
    found = read_candidate(snapshot(body), place, frozenset())
    assert (found.form, found.source.kind) == (form, place.kind)
    assert found.items == {"sitemap": 1, "sitemap index": 0}.get(form, len(HEADLINES))


def test_text_with_an_address_a_line_is_a_sitemap() -> None:
    body = b"\xef\xbb\xbf https://harrow.example/a\n"
    assert kind_of(body) is SourceKind.SITEMAP
    place = Place(f"{SITE}/x", SourceKind.SITEMAP, "itself")
    assert read_candidate(snapshot(body), place, frozenset()).form == "sitemap"


def test_what_a_candidate_offers() -> None:
    place = Place(f"{SITE}/x", SourceKind.FEED, "link", " Named\n so ")
    linked = linked_addresses(snapshot(page(titles=HEADLINES[:2]), "http://harrow.example/"))
    body = rss("", "harrow.example", text=TEXT).replace(b"19 Nov 2026", b"19 Nov 2027")
    found = read_candidate(snapshot(body, moved_to=f"{SITE}/new?utm_source=x"), place, linked)
    assert found.source == Source(f"{SITE}/new", SourceKind.FEED, "Named so")
    assert (found.why, found.items, found.on_page, found.full_text) == ("link", 6, 2, 1.0)
    assert found.newest_at == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_the_sitemaps_an_index_names_are_kept() -> None:
    body, _ = KINDS["sitemap index"]
    place = Place(f"{SITE}/x", SourceKind.SITEMAP, "robots.txt")
    assert read_candidate(snapshot(body), place, frozenset()).children == (f"{SITE}/a",)


@pytest.mark.parametrize("kind", [SourceKind.FEED, SourceKind.SITEMAP, SourceKind.WEBPAGE])
def test_what_is_no_source_is_refused(kind: SourceKind) -> None:
    with pytest.raises(ParseError):
        read_candidate(snapshot(b"<html><p>Gulls"), Place(SITE, kind, "link"), frozenset())
