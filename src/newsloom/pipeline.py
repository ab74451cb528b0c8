"""Where an article goes next: read ``stages`` from top to bottom.

A row reads what is due, decides, writes, and wakes later rows (see ``stage``). What decides is
pure; ``poll``, ``subscribe``, ``fetch``, ``pictures``, ``crops`` and ``deliver`` alone touch the
world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from newsloom.collect.health import changed_healths, health_after_asking, health_after_reading
from newsloom.collect.listing import LISTING_CODES, list_items
from newsloom.extract.article import EXTRACT_CODES, extract_articles
from newsloom.extract.registry import (
    Registry,
    agencies_in,
    names_in,
    never_leading_in,
    standings_in,
)
from newsloom.judge.gate import judge_story
from newsloom.judge.heat import compute_heat
from newsloom.judge.quality import rate_quality
from newsloom.judge.topics import Taxonomy, tag_article
from newsloom.match.angles import find_angles
from newsloom.match.engines import Engines
from newsloom.match.fingerprint import fingerprint_articles
from newsloom.match.lead import choose_lead
from newsloom.match.passages import find_passages
from newsloom.model import (
    Due,
    Health,
    Page,
    Subscription,
    Topic,
)
from newsloom.ports import FETCH_CODES, Commission, Embedder, Fetcher, Hubs, Store, Target
from newsloom.ports.hooks import HOOK_CODES, Caller
from newsloom.ports.search import Search
from newsloom.publish.searchable import search_row
from newsloom.publish.summary import summarise
from newsloom.publish.target import render_target
from newsloom.settings import Profile, Settings
from newsloom.stage import Stage, Wake, each, stage, version, wake

HealthStep = Callable[[Health, Any, datetime, timedelta], Health]

DROP_CODES: Mapping[str, str] = {
    **FETCH_CODES,
    **LISTING_CODES,
    **EXTRACT_CODES,
    **HOOK_CODES,
    "unusable": "The source or page cannot be used.",
    "missing": "The record this row needs is not in the store any more.",
    "merged": "The story has become part of another one.",
    "gave-up": "It was put off too often; see fetching.max_tries.",
    "refused-by-target": "The target would not take the file.",
}
"""Every code an input can be dropped under, with its sentence."""

LEASE_CHECK = timedelta(hours=12)
"""Time until it is asked whether a hub has granted its lease, and whether that ends soon."""

FEW = 25
"""Whole pictures in one chunk: each may have megabytes."""

EVERYTHING = 1_000_000
"""A chunk that is never full: an edition is put in place as a whole."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the rows work with."""

    store: Store
    fetcher: Fetcher
    hubs: Hubs
    search: Search
    target: Target
    caller: Caller
    settings: Settings
    taxonomy: Taxonomy
    registry: Registry
    embedder: Embedder
    engines: Engines
    master_key: bytes
    clock: Callable[[], datetime]

    @property
    def edition(self) -> Wake:
        """All renditions become due."""
        return Wake("publish", lambda _: self.settings.publishing.targets)

    def of_stories(self, *stages: str) -> list[Wake]:
        """The stories of the articles that changed become due in some later rows."""
        return [Wake(name, self.store.stories_of) for name in stages]

    def crops(self, articles: Callable[[Sequence[str]], Sequence[str]] = list) -> Wake:
        """The pictures of leads that changed become due to be cut, if any are kept."""
        if not self.settings.publishing.pictures:
            return Wake("crops", lambda _: ())
        return Wake("crops", lambda keys: self.store.crops_wanted(articles(keys)))

    def note_asked(self, ends: Mapping[str, Any], at: datetime) -> None:
        """Keep what asking has told of the health of sources."""
        self.note(health_after_asking, ends, at)

    def note_read(self, ends: Mapping[str, Any], at: datetime) -> None:
        """Keep what reading has told of the health of sources."""
        self.note(health_after_reading, ends, at)

    def note(self, step: HealthStep, ends: Mapping[str, Any], at: datetime) -> None:
        """Keep the healths that one step has changed, and ask the hubs they name."""
        stale = timedelta(days=self.settings.fetching.stale_days)
        changed = changed_healths(step, self.store.healths(ends), ends, at, stale)
        self.store.save_healths(changed, at)
        self.store.tell_of_sources(changed, at)
        if self.settings.fetching.websub_callback:
            self.store.want_subscriptions(changed, at)


def stages(tools: Tools) -> tuple[Stage, ...]:
    """The pipeline, in order."""
    return (
        *gathering(tools), *reading(tools), *matching(tools), *judging(tools), *publishing(tools),
    )  # fmt: skip


# fmt: off
def gathering(tools: Tools) -> Iterator[Stage]:
    """Sources -> pages."""
    store, fetching = tools.store, tools.settings.fetching
    yield stage("poll", "2", store.source_checks, tools.fetcher.poll, store.save_snapshots,
                [wake("collect")], note=tools.note_asked)
    yield stage("collect", "2", store.snapshots, each(list_items),
                lambda rows: store.save_listings(rows, tools.clock()), [wake("fetch")],
                note=tools.note_read)
    yield stage("subscribe", version("1", fetching.websub_callback), store.subscriptions,
                tools.hubs.subscribe,
                lambda rows: save_subscriptions(rows, store, tools.clock()))
    yield stage("fetch", "1", store.items, tools.fetcher.fetch,
                lambda pages: save_pages(pages, store, fetching.recheck_hours),
                [wake("extract")], max_tries=fetching.max_tries, arrange=host_by_host)


def reading(tools: Tools) -> Iterator[Stage]:
    """Pages -> articles."""
    store, languages = tools.store, tools.settings.newsroom.languages
    yield stage("extract", version("3", languages, names_in(tools.registry)),
                store.page_batch,
                lambda batch: extract_articles(batch, languages, tools.registry),
                store.save_articles, [*map(wake, ("fingerprint", "quality", "topics", "search")),
                                      *tools.of_stories("angles", "summary"),
                                      Wake("pictures", store.pictures_to_choose), tools.edition])


def matching(tools: Tools) -> Iterator[Stage]:
    """Articles -> copies and stories. Quality and topics are in between: they need no story."""
    store, engines = tools.store, tools.engines
    reach, profile = tools.settings.matching.window_hours, tools.settings.newsroom.profile
    agencies, standings = agencies_in(tools.registry), standings_in(tools.registry)
    rating = tools.settings.quality
    yield stage("fingerprint", version("4", tools.embedder.name, agencies), store.articles,
                lambda articles: fingerprint_articles(articles, tools.embedder, agencies),
                store.save_fingerprints, [wake("syndication")])
    yield stage("syndication", "2",
                lambda ids: store.syndication_window(ids, reach, engines.copies.span),
                engines.copies.find, store.save_kinships,
                [*map(wake, ("passages", "quality", "stories")),
                 *tools.of_stories("lead", "angles", "heat", "summary")], by_publication=True)
    yield stage("passages", "1", store.collations, each(find_passages),
                store.save_passages, [tools.edition])
    yield stage("quality", version("1", profile, standings, rating), store.copyings,
                each(lambda copying: rate_quality(copying, profile, standings, rating)),
                store.save_qualities, [*tools.of_stories("lead", "heat", "summary"), tools.edition])
    yield stage("topics", version("1", tools.taxonomy.topics), store.articles,
                each(lambda article: tag_article(article, tools.taxonomy)),
                store.save_taggings, [wake("search"), *tools.of_stories("gate", "summary"),
                                      tools.edition])
    yield stage("search", "1", tools.search.indexables, each(search_row),
                tools.search.save_search_rows)
    yield stage("stories", "2", lambda ids: store.story_window(ids, reach, engines.stories.span),
                engines.stories.weave, store.save_assignments,
                [*map(wake, ("lead", "angles", "heat", "gate", "summary"))], by_publication=True)


def judging(tools: Tools) -> Iterator[Stage]:
    """Stories -> decisions about them."""
    store, settings = tools.store, tools.settings
    profile = settings.newsroom.profile
    barred = never_leading_in(tools.registry)
    challenged = Wake("lead", lambda _: store.pending_leads())
    yield stage("lead", version("2", settings.leading, profile, sorted(barred)), store.contests,
                each(lambda contest: choose_lead(contest, settings.leading, profile, barred)),
                store.save_leads, [Wake("pictures", store.leaders), wake("heat"), challenged,
                                   wake("summary"), tools.edition], missing="merged")
    yield stage("pictures", "1", store.picture_offers, tools.fetcher.illustrate,
                store.save_illustrations, [tools.crops(), *tools.of_stories("summary"),
                                           tools.edition])
    yield stage("angles", "1", store.leds, each(lambda led: find_angles(led.dossier)),
                store.save_angles, [tools.edition], missing="merged")
    yield stage("heat", version("1", settings.heating, settings.seed, profile), store.leds,
                each(lambda led: compute_heat(led, settings)),
                store.save_heats, [*map(wake, ("gate", "summary")), tools.edition],
                missing="merged")
    yield stage("gate", version("1", settings.gate, settings.seed, profile), store.hearings,
                each(lambda hearing: judge_story(hearing, settings)),
                store.save_verdicts, [tools.crops(store.leaders), wake("summary"), tools.edition],
                missing="merged")
    yield stage("crops", "1", store.pictures_to_cut, tools.fetcher.cut, store.save_cuts,
                tools.of_stories("summary"), chunk=FEW, max_tries=settings.fetching.max_tries)
    yield stage("summary", "1", store.tellings, each(summarise),
                lambda rows: store.save_summaries(rows, tools.clock()),
                [Wake("notify", store.tell_of_stories)], missing="merged")


def publishing(tools: Tools) -> Iterator[Stage]:
    """Decisions -> files in their places."""
    store, settings, key = tools.store, tools.settings, tools.master_key
    topics = tools.taxonomy.topics
    yield stage("publish", version("1", settings.publishing, settings.newsroom, key, topics,
                                   len(store.sources())),
                lambda targets: commissions(targets, store, topics, settings.newsroom.profile),
                each(lambda commission: render_target(commission, settings, key)),
                store.save_renditions, [wake("deliver")])
    yield stage("deliver", "1", store.deliveries, tools.target.deliver, store.save_receipts,
                chunk=EVERYTHING)
    yield stage("notify", "1", store.calls, tools.caller.call, store.save_answers,
                note=store.note_calls)
# fmt: on


def host_by_host(due: Sequence[Due]) -> Sequence[Due]:
    """Return due addresses so that those of one host stand far apart: its pauses cost no time."""
    by_host: dict[str, list[Due]] = {}
    for one in due:
        by_host.setdefault(urlsplit(one.key).netloc, []).append(one)
    rounds = zip_longest(*by_host.values())
    return [one for same_round in rounds for one in same_round if one is not None]


def save_pages(pages: Sequence[Page], store: Store, hours: Sequence[float]) -> Sequence[str]:
    """Keep pages and make each due for its next look; returns the addresses that changed."""
    for page in pages:
        at = recheck_at(page, hours)
        if at is not None:
            store.mark_due("fetch", [page.item.web_url], at)
    return store.save_pages(pages)


def save_subscriptions(rows: Sequence[Subscription], store: Store, at: datetime) -> Sequence[str]:
    """Keep that hubs were asked, and make each due for the question whether its lease holds."""
    store.mark_due("subscribe", [row.source_url for row in rows], at + LEASE_CHECK)
    return store.save_subscriptions(rows)


def recheck_at(page: Page, hours: Sequence[float]) -> datetime | None:
    """Return when a page is to be read again: the next of ``hours`` after its publication.

    An item without a date counts from the fetch. None = it is too old to be corrected often.
    """
    since = page.item.published_at or page.fetched_at
    times = [since + timedelta(hours=h) for h in hours]
    return min((at for at in times if at > page.fetched_at), default=None)


def commissions(
    targets: Sequence[str], store: Store, topics: Sequence[Topic], profile: Profile
) -> Mapping[str, Commission]:
    """Return the edition to render, for each target."""
    edition = store.edition(topics, per_lead=profile is Profile.SEED)
    return {target: Commission(target, edition) for target in targets}
