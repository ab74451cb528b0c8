"""The sample web is consistent with itself and with its truth."""

import gzip
import http.client
import re
from itertools import combinations
from urllib.parse import urljoin, urlsplit

import pytest
import yaml

from newsloom.extract.picture_size import Size, is_cut, read_size
from newsloom.model import Angle
from sample.feeds import listed_links
from sample.truth import ANGLES, source_rows, truth
from sample.web import answer_for, build_web, serve
from sample.world import FOLDER as WORLD_FOLDER
from sample.world import load_world

WORLD = load_world()
REPORTS = list(WORLD.reports())
ORIGINALS = [r for r in REPORTS if not r.is_copy and r.is_served]
COPIES = [r for r in REPORTS if r.is_copy]
STANDARDS = {"schema.org", "www.w3.org", "purl.org", "search.yahoo.com", "jsonfeed.org",
             "www.sitemaps.org", "www.google.com"}  # fmt: skip
"""Hosts that only occur as names of formats."""


def grams(text: str) -> set[tuple[str, ...]]:
    """Return the word 4-grams of a text."""
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False))


def containment(one: set[tuple[str, ...]], two: set[tuple[str, ...]]) -> float:
    """Return the share of the smaller set found in the other."""
    return len(one & two) / max(1, min(len(one), len(two)))


GRAMS = {r.key: grams(" ".join(r.paragraphs)) for r in REPORTS}


def ask(url: str, edition: int = 1):
    """Return the answer of the sample web at an address."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return answer_for(build_web(edition), parts.netloc, path or "/")


def test_every_article_of_the_truth_is_served():
    articles = truth().articles
    assert len(articles) >= 120
    assert {200} == {ask(url).status for url in articles}


def test_every_page_holds_its_text():
    for report in (r for r in REPORTS if r.is_served and "paywall" not in r.odd):
        body = ask(report.url).body.decode()
        last = report.paragraphs[-1].replace("’", "").split(". ")[-1][:20]
        assert last.split("'")[0].split('"')[0] in body.replace("’", ""), report.url


def test_every_article_stands_in_one_story_and_every_story_has_a_lead():
    facts = truth()
    members = [url for urls in facts.stories.values() for url in urls]
    assert sorted(members) == sorted(facts.articles)
    assert all(facts.leads[event] for event in facts.stories)


def test_angles_are_told_of_articles_that_are_there_and_of_every_kind():
    facts = truth()
    assert set(ANGLES) <= {report.key for report in ORIGINALS}
    assert set(facts.angles) <= set(facts.articles)
    assert set(facts.angles.values()) == {angle.value for angle in Angle}


def test_addresses_and_titles_are_distinct():
    assert len({r.url for r in REPORTS}) == len(REPORTS)
    assert len({(r.title, r.provider.key) for r in REPORTS}) == len(REPORTS)


def test_times_lie_in_the_four_days():
    times = [r.at.isoformat() for r in REPORTS]
    assert min(times) >= "2026-10-05T05:00:00+00:00"
    assert max(times) <= "2026-10-08T14:40:00+00:00"


def test_a_copy_is_later_than_its_original():
    at = {r.key: r.at for r in REPORTS}
    assert [r.key for r in COPIES if r.at <= at[r.of]] == []


def test_every_source_is_served_and_counted():
    facts = truth()
    urls = [row["url"] for row in source_rows()]
    assert {200} == {ask(url).status for url in urls}
    assert sorted(facts.items) == sorted(urls)


def test_every_listed_link_ends_as_the_truth_says():
    facts = truth()
    for provider in WORLD.providers.values():
        for outlet in provider.outlets:
            for link in listed_links(outlet, provider, WORLD):
                assert end_of(link.split("#")[0], facts), link


def without_tracking(link: str) -> str:
    """Return a link without the tracking parameters the sample's lists add."""
    return re.sub(r"(\?|&)(utm_|fbclid).*$", "", link)


def end_of(link: str, facts) -> bool:
    """Return whether a link leads to an article, or ends as expected."""
    status = ask(link).status
    link = without_tracking(link)
    if link in facts.drops:
        expected = {"not-found": 404, "gone": 410, "redirects": 302}.get(facts.drops[link], 200)
        return status == expected
    if link in facts.deferred:
        return status == 503
    if status == 301:
        link = urljoin(link, ask(link).headers["Location"])
    plain = link.replace("/index.html", "/")
    return facts.aliases.get(plain, plain) in facts.articles


def test_every_article_is_listed_somewhere():
    listed = {
        without_tracking(link.split("#")[0]).replace("/index.html", "/")
        for provider in WORLD.providers.values()
        for outlet in provider.outlets
        for link in listed_links(outlet, provider, WORLD)
    }
    assert set(truth().articles) - listed == set()


def test_pictures_and_amp_pages_exist():
    for article in truth().articles.values():
        for url in filter(None, (article.picture, article.amp_url)):
            assert ask(url).status == 200, url


def test_pictures_have_the_size_that_pages_declare():
    """Those of Quay Radio say it behind more bytes than are asked for at first."""
    found = {}
    for article in truth().articles.values():
        if article.picture:
            body = ask(article.picture).body
            found[article.picture.rpartition(".")[2]] = read_size(body)
            is_photo = article.picture.endswith(".jpg")
            assert is_cut(body[:2048], read_size(body[:2048])) == is_photo, article.picture
    assert found == {"png": Size(1200, 630), "jpg": Size(1200, 630)}


@pytest.mark.parametrize("event", WORLD.events, ids=lambda event: event.event_id)
def test_independent_reports_are_written_differently(event):
    own = [r for r in event.reports if not r.is_copy]
    close = [
        (a.key, b.key)
        for a, b in combinations(own, 2)
        if containment(GRAMS[a.key], GRAMS[b.key]) >= 0.3
    ]
    assert close == []


def test_only_templates_share_text_between_events():
    pairs = combinations(ORIGINALS, 2)
    close = {
        frozenset((a.event_id, b.event_id))
        for a, b in pairs
        if a.event_id != b.event_id and containment(GRAMS[a.key], GRAMS[b.key]) >= 0.1
    }
    bulletins = [f"reservoir-{day}" for day in ("monday", "tuesday", "wednesday")]
    templates = {frozenset(pair) for pair in combinations(bulletins, 2)}
    results = {frozenset(("results-ostrel", "results-calder"))}
    matches = {frozenset(("match-rovers", "match-united"))}
    assert templates <= close <= templates | results | matches


@pytest.mark.parametrize("copy", COPIES, ids=lambda report: report.key)
def test_a_copy_holds_its_original(copy):
    assert containment(GRAMS[copy.key], GRAMS[copy.of]) > 0.6


def test_originals_are_long_enough():
    short = {"talking-bus-stop/lowmoor", "wedding-apps/ferry"}
    words = {r.key: len(" ".join(r.paragraphs).split()) for r in ORIGINALS}
    assert {key for key, count in words.items() if count < 100} <= short


def test_no_address_outside_the_invented_world():
    found = set()
    for answer in build_web().values():
        if not answer.headers.get("Content-Type", "").startswith(("image/png", "image/jpeg")):
            found |= set(re.findall(r"https?://([\w.-]+)", answer.body.decode("utf-8", "replace")))
    assert {host for host in found - STANDARDS if not host.endswith(".example")} == set()


def test_two_builds_give_the_same_bytes():
    assert build_web.__wrapped__() == build_web.__wrapped__()


def test_second_round_corrects_and_recovers():
    first, second = truth(1), truth(2)
    (back,) = first.deferred
    assert ask(back, 2).status == 200
    assert set(second.articles) - set(first.articles) == {back}
    changed = [u for u, a in first.articles.items() if second.articles[u].text != a.text]
    assert len(changed) == 1
    assert "had been checked once, in March" in ask(changed[0], 2).body.decode()


def test_topics_are_those_of_the_taxonomy():
    rows = yaml.safe_load((WORLD_FOLDER / "taxonomy.yaml").read_text())
    names, ids = {row["name"] for row in rows}, {row["_id"] for row in rows}
    assert {t for topics in truth().topics.values() for t in topics} <= names
    assert {row["parent"] for row in rows} <= ids | {""}


def test_the_server_answers_by_host_with_etag_gzip_and_head():
    url = "http://www.harrowbaycourier.example/feed.xml"
    with serve() as served:
        link = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
        try:
            status, headers, body = call(link, "GET", url, {"Accept-Encoding": "gzip"})
            assert (200, ask(url).body) == (status, gzip.decompress(body))
            again = call(link, "GET", url, {"If-None-Match": headers["ETag"]})
            assert (again[0], again[2]) == (304, b"")
            assert call(link, "HEAD", url, {})[::2] == (200, b"")
            status, headers, body = call(link, "GET", url, {"Range": "bytes=0-99"})
            assert (status, body) == (206, ask(url).body[:100])
            assert headers["Content-Range"] == f"bytes 0-99/{len(ask(url).body)}"
            assert call(link, "GET", "http://nowhere.example/", {})[0] == 404
        finally:
            link.close()
    assert served.requests[0] == ("www.harrowbaycourier.example", "/feed.xml", 200)


def call(link: http.client.HTTPConnection, method: str, url: str, headers: dict[str, str]):
    """Return (status, headers, body) of one request to the sample server."""
    parts = urlsplit(url)
    link.request(method, parts.path, headers={"Host": parts.netloc, **headers})
    answer = link.getresponse()
    return answer.status, answer.headers, answer.read()
