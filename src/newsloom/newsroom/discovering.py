"""An address -> the sources it offers, asked for and read, the best first.

The number of requests is bounded; how politely they are made is the fetcher's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsloom.collect.decoding import decode_text, inflate
from newsloom.collect.discovery import (
    Candidate,
    is_alive_feed,
    kind_of,
    linked_addresses,
    rank_candidates,
    read_candidate,
)
from newsloom.collect.places import (
    Place,
    distinct_places,
    linked_places,
    listed_places,
    robots_address,
    robots_sitemaps,
    usual_feeds,
    usual_sitemaps,
)
from newsloom.collect.sitemap import is_news_name
from newsloom.edges.http import WebFetcher
from newsloom.errors import ParseError, SourceError
from newsloom.model import Deferred, Snapshot, Source, SourceCheck, SourceKind
from newsloom.newsroom.looking import expect, web_address
from newsloom.newsroom.room import Room

MOST_ASKED = 40
"""Requests for one address, robots.txt left out."""
TOLD = ("itself", "link", "anchor", "robots.txt", "sitemap index")
"""What leads to a place for better reasons than habit."""
MOST_NEWS_CHILDREN = 2
"""Sitemaps tried of those an index names."""
MOST_FEED_PAGES = 2
"""Pages about a site's feeds that are searched for them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A place at which there is no source."""

    url: str
    reason: str
    is_guess: bool
    """Whether nothing but habit led there."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What an address offers."""

    url: str
    candidates: tuple[Candidate, ...]
    """The best first; () = nothing that could be followed."""
    failures: tuple[Failure, ...]


def discover(room: Room, url: str) -> Discovery:
    """Return the sources at an address: itself if it is one, else what its page and site offer.

    Raises:
        ConfigError: it is no web address.
        SourceError: nothing can be had there.
    """
    search = Search(room, web_address(url))
    page = search.first()
    kind = kind_of(page.body)
    if kind is not None:
        search.read(Place(search.url, kind, "itself"), page)
        return search.result()
    search.linked = linked_addresses(page)
    search.try_feeds(linked_places(page.body, page.final_url, page.content_type))
    if not search.has_news():
        search.try_feeds(usual_feeds(page.final_url))
    search.try_sitemaps(page.final_url)
    search.read(Place(search.url, SourceKind.WEBPAGE, "itself"), page)
    return search.result()


@dataclass(slots=True)
class Search:
    """What has been asked and found so far."""

    room: Room
    url: str
    linked: frozenset[str] = frozenset()
    candidates: list[Candidate] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    fetcher: WebFetcher = field(init=False)

    def __post_init__(self) -> None:
        self.fetcher = self.room.fetcher()

    def first(self) -> Snapshot:
        """Return what stands at the address itself."""
        place = Place(self.url, SourceKind.WEBPAGE, "itself")
        return expect(self.ask([place])[self.url], self.url)

    def ask(self, places: Sequence[Place]) -> Mapping[str, Snapshot | Deferred | SourceError]:
        """Return the answers of places; of what was asked before, or is too much, there is none."""
        left = MOST_ASKED - len(self.asked)
        fresh = [place for place in places if place.url.rstrip("/") not in self.asked][:left]
        self.asked |= {place.url.rstrip("/") for place in fresh}
        checks = {place.url: SourceCheck(Source(place.url, place.kind)) for place in fresh}
        return {url: unpacked(end) for url, end in self.fetcher.poll(checks).items()}

    def try_feeds(self, places: Iterable[Place]) -> None:
        """Ask places, and the feeds that pages among their answers list."""
        for page in self.try_all(places)[:MOST_FEED_PAGES]:
            self.try_all(listed_places(page.body, page.final_url, page.content_type))

    def try_all(self, places: Iterable[Place]) -> list[Snapshot]:
        """Ask places and read what they give; returns the answers that are pages."""
        wanted = distinct_places(places)
        answers = self.ask(wanted)
        pages: list[Snapshot] = []
        for place in wanted:
            answer = answers.get(place.url)
            if isinstance(answer, Snapshot):
                if kind_of(answer.body) is None:
                    pages.append(answer)
                self.read(place, answer)
            elif answer is not None:
                self.fail(place, reason_of(answer))
        return pages

    def try_sitemaps(self, url: str) -> None:
        """Try the sitemaps that robots.txt names, or the usual ones if nothing else was found."""
        answer = self.ask([Place(robots_address(url), SourceKind.WEBPAGE, "robots.txt")])
        named = [
            place
            for robots in answer.values()
            if isinstance(robots, Snapshot)
            for place in robots_sitemaps(decode_text(robots.body), robots.final_url)
        ]
        self.try_all(named or (() if self.has_news() else usual_sitemaps(url)))

    def read(self, place: Place, answer: Snapshot) -> None:
        """Read an answer: a candidate, or a failure."""
        try:
            candidate = read_candidate(answer, place, self.linked)
        except ParseError as exc:
            self.fail(place, exc.message)
            return
        self.candidates.append(candidate)
        if place.why == "itself":
            return
        news = [url for url in candidate.children if is_news_name(url)][:MOST_NEWS_CHILDREN]
        self.try_all(Place(child, SourceKind.SITEMAP, "sitemap index") for child in news)

    def fail(self, place: Place, reason: str) -> None:
        """Note a place without a source."""
        self.failures.append(Failure(place.url, reason, place.why not in TOLD))

    def has_news(self) -> bool:
        """Return whether a feed was found that is alive."""
        return any(is_alive_feed(one, self.room.clock()) for one in self.candidates)

    def result(self) -> Discovery:
        """Return what was found, the best first."""
        ranked = rank_candidates(self.candidates, self.url, self.room.clock())
        return Discovery(self.url, ranked, tuple(self.failures))


def unpacked(end: Snapshot | Deferred | SourceError) -> Snapshot | Deferred | SourceError:
    """Return an answer without its gzip, the error where that is broken; other ends as they are."""
    if not isinstance(end, Snapshot):
        return end
    try:
        return replace(end, body=inflate(end.body))
    except ParseError as exc:
        return ParseError(end.source.url, exc.message, exc.code)


def reason_of(end: Deferred | SourceError) -> str:
    """Return why a place gave nothing."""
    return end.message if isinstance(end, SourceError) else end.detail
