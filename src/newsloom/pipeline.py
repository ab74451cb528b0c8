"""Where an article goes next: read ``stages`` from top to bottom.

Every row is: read what is due -> decide -> write the decisions -> wake the rows that depend on
them. ``decide`` is pure (``poll``, ``fetch`` and ``deliver`` alone touch the world) and gives every
input one end: a record, ``Dropped(code)`` or ``Deferred(until)``. A chunk and its ends are written
in one transaction, so a crash costs one chunk of work and no data. ``SourceError`` and
``PublishError`` are ends; any other exception stops the run with the chunk unwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, TypeVar

from newsloom.collect.health import changed_healths, health_after_asking, health_after_reading
from newsloom.collect.listing import LISTING_CODES, list_items
from newsloom.errors import FetchError, PublishError, SourceError
from newsloom.extract.article import EXTRACT_CODES, extract_article
from newsloom.extract.registry import Registry
from newsloom.judge.gate import judge_story
from newsloom.judge.heat import compute_heat
from newsloom.judge.quality import rate_quality
from newsloom.judge.topics import Taxonomy, tag_article
from newsloom.match.angles import find_angles
from newsloom.match.engines import Engines
from newsloom.match.fingerprint import fingerprint_articles
from newsloom.match.lead import choose_lead
from newsloom.match.passages import find_passages
from newsloom.model import Deferred, Dropped, Due, Ending, Health, Page, StageCount, Topic
from newsloom.ports import FETCH_CODES, Commission, Embedder, Fetcher, Store, Target
from newsloom.publish.target import render_target
from newsloom.settings import Profile, Settings

In = TypeVar("In")
Out = TypeVar("Out")
Batch = TypeVar("Batch")
HealthStep = Callable[[Health, Any, datetime, timedelta], Health]

DROP_CODES: Mapping[str, str] = {
    **FETCH_CODES,
    **LISTING_CODES,
    **EXTRACT_CODES,
    "unusable": "The source or page cannot be used.",
    "missing": "The record this row needs is not in the store any more.",
    "merged": "The story has become part of another one.",
    "gave-up": "It was put off too often; see fetching.max_tries.",
    "refused-by-target": "The target would not take the file.",
}
"""Every code an input can be dropped under, with its sentence."""

CHUNK = 200
"""Inputs per transaction: bounds memory and what a crash can cost."""

EVERYTHING = 1_000_000
"""A chunk that is never full: an edition is put in place as a whole."""


@dataclass(frozen=True, slots=True)
class Wake:
    """A later row, and which of its keys become due for the keys that changed."""

    stage: str
    keys: Callable[[Sequence[str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Stage:
    """One row of the table, its types already checked by ``stage``."""

    name: str
    version: str
    read: Callable[[Sequence[str]], Any]
    decide: Callable[[Any], Mapping[Any, Any]]
    write: Callable[[Sequence[Any]], Sequence[str]]
    wakes: tuple[Wake, ...]
    chunk: int
    max_tries: int | None
    missing: str
    """Code of a key whose record is not there to be read."""
    by_publication: bool
    """True = keys come in the order their articles were published, whenever they became due."""
    note: Callable[[Mapping[Any, Any], datetime], None]
    """Told how a chunk's inputs ended, errors included; part of its transaction."""


def stage(
    name: str,
    version: str,
    read: Callable[[Sequence[str]], Batch],
    decide: Callable[[Batch], Mapping[Any, Out | Dropped | Deferred | SourceError | PublishError]],
    write: Callable[[Sequence[Out]], Sequence[str]],
    wakes: Sequence[Wake] = (),
    *,
    chunk: int = CHUNK,
    max_tries: int | None = None,
    missing: str = "missing",
    by_publication: bool = False,
    note: Callable[[Mapping[Any, Any], datetime], None] = lambda ends, at: None,
) -> Stage:
    """Return one row; the type checker refuses a row whose three functions do not fit.

    ``version`` changes when the answers of ``decide`` do; older answers become due again.
    """
    return Stage(
        name, version, read, decide, write, tuple(wakes), chunk, max_tries, missing,
        by_publication, note,
    )  # fmt: skip


def version(number: str, *settings: object) -> str:
    """Return the version of a row whose answers depend on settings: they change, it changes."""
    return f"{number}-{blake2b(repr(settings).encode(), digest_size=4).hexdigest()}"


def each(
    decide: Callable[[In], Out],
) -> Callable[[Mapping[Any, In]], dict[Any, Out | SourceError]]:
    """Return ``decide`` for a whole chunk; a SourceError is the end of its own input only."""

    def decide_all(inputs: Mapping[Any, In]) -> dict[Any, Out | SourceError]:
        return {key: attempt(decide, value) for key, value in inputs.items()}

    return decide_all


def attempt(decide: Callable[[In], Out], value: In) -> Out | SourceError:
    """Return the decision, or the expected error that is its end."""
    try:
        return decide(value)
    except SourceError as exc:
        return exc


def wake(stage: str) -> Wake:
    """Return: the same keys become due in a later row."""
    return Wake(stage, lambda keys: keys)


@dataclass(frozen=True, slots=True)
class Tools:
    """What the rows work with."""

    store: Store
    fetcher: Fetcher
    target: Target
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

    def note_asked(self, ends: Mapping[str, Any], at: datetime) -> None:
        """Keep what asking has told of the health of sources."""
        self.note(health_after_asking, ends, at)

    def note_read(self, ends: Mapping[str, Any], at: datetime) -> None:
        """Keep what reading has told of the health of sources."""
        self.note(health_after_reading, ends, at)

    def note(self, step: HealthStep, ends: Mapping[str, Any], at: datetime) -> None:
        """Keep the healths that one step has changed."""
        stale = timedelta(days=self.settings.fetching.stale_days)
        changed = changed_healths(step, self.store.healths(ends), ends, at, stale)
        self.store.save_healths(changed, at)


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
    yield stage("fetch", "1", store.items, tools.fetcher.fetch,
                lambda pages: save_pages(pages, store, fetching.recheck_hours),
                [wake("extract")], max_tries=fetching.max_tries)


def reading(tools: Tools) -> Iterator[Stage]:
    """Pages -> articles."""
    store, languages = tools.store, tools.settings.newsroom.languages
    yield stage("extract", version("3", languages, tools.registry), store.pages,
                each(lambda page: extract_article(page, languages, tools.registry)),
                store.save_articles, [*map(wake, ("fingerprint", "quality", "topics")),
                                      *tools.of_stories("angles"), tools.edition])


def matching(tools: Tools) -> Iterator[Stage]:
    """Articles -> copies and stories. Quality and topics are in between: they need no story."""
    store, engines = tools.store, tools.engines
    reach, profile = tools.settings.matching.window_hours, tools.settings.newsroom.profile
    yield stage("fingerprint", version("4", tools.embedder.name), store.articles,
                lambda articles: fingerprint_articles(articles, tools.embedder),
                store.save_fingerprints, [wake("syndication")])
    yield stage("syndication", "2",
                lambda ids: store.syndication_window(ids, reach, engines.copies.span),
                engines.copies.find, store.save_kinships,
                [*map(wake, ("passages", "quality", "stories")),
                 *tools.of_stories("lead", "angles", "heat")], by_publication=True)
    yield stage("passages", "1", store.collations, each(find_passages),
                store.save_passages, [tools.edition])
    yield stage("quality", version("1", profile), store.copyings,
                each(lambda copying: rate_quality(copying, profile)),
                store.save_qualities, [*tools.of_stories("lead", "heat"), tools.edition])
    yield stage("topics", version("1", tools.taxonomy.topics), store.articles,
                each(lambda article: tag_article(article, tools.taxonomy)),
                store.save_taggings, [*tools.of_stories("gate"), tools.edition])
    yield stage("stories", "2", lambda ids: store.story_window(ids, reach, engines.stories.span),
                engines.stories.weave, store.save_assignments,
                [*map(wake, ("lead", "angles", "heat", "gate"))], by_publication=True)


def judging(tools: Tools) -> Iterator[Stage]:
    """Stories -> decisions about them."""
    store, settings = tools.store, tools.settings
    profile = settings.newsroom.profile
    challenged = Wake("lead", lambda _: store.pending_leads())
    yield stage("lead", version("2", settings.leading, profile), store.contests,
                each(lambda contest: choose_lead(contest, settings.leading, profile)),
                store.save_leads, [wake("heat"), challenged, tools.edition], missing="merged")
    yield stage("angles", "1", store.leds, each(lambda led: find_angles(led.dossier)),
                store.save_angles, [tools.edition], missing="merged")
    yield stage("heat", version("1", settings.heating, settings.seed, profile), store.leds,
                each(lambda led: compute_heat(led, settings)),
                store.save_heats, [wake("gate"), tools.edition], missing="merged")
    yield stage("gate", version("1", settings.gate, settings.seed, profile), store.hearings,
                each(lambda hearing: judge_story(hearing, settings)),
                store.save_verdicts, [tools.edition], missing="merged")


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
# fmt: on


def save_pages(pages: Sequence[Page], store: Store, hours: Sequence[float]) -> Sequence[str]:
    """Keep pages and make each due for its next look; returns the addresses that changed."""
    for page in pages:
        at = recheck_at(page, hours)
        if at is not None:
            store.mark_due("fetch", [page.item.web_url], at)
    return store.save_pages(pages)


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


def run(
    table: Sequence[Stage],
    store: Store,
    clock: Callable[[], datetime],
    on_progress: Callable[[StageCount, int], None] = lambda count, due: None,
) -> list[StageCount]:
    """Run each row once over what is due; returns how every row's inputs ended.

    ``on_progress`` is told after every chunk: the count so far and how many were due.
    """
    recorded = store.stage_versions()
    with store.transaction():
        for row in table:
            if recorded.get(row.name) != row.version:
                store.raise_version(row.name, row.version, clock())
    return [run_stage(row, store, clock, on_progress) for row in table]


def run_stage(
    row: Stage,
    store: Store,
    clock: Callable[[], datetime],
    on_progress: Callable[[StageCount, int], None],
) -> StageCount:
    """Run one row over its work list, chunk by chunk."""
    count = StageCount(row.name)
    due = store.due(row.name, clock(), by_publication=row.by_publication)
    for chunk in batched(due, row.chunk):
        count = added(count, run_chunk(row, chunk, store, clock))
        on_progress(count, len(due))
    return count


def run_chunk(
    row: Stage, chunk: Sequence[Due], store: Store, clock: Callable[[], datetime]
) -> StageCount:
    """Decide one chunk and write its ends in one transaction, in the order of the answers."""
    tries = {due.key: due.tries for due in chunk}
    keys = list(tries)
    ends = row.decide(row.read(keys))
    at = clock()
    passed: dict[str, Any] = {}
    dropped: list[Ending] = []
    deferred: dict[str, Deferred] = {}
    for key in (*ends, *(key for key in keys if key not in ends)):
        match end_of(ends.get(key, Dropped(row.missing)), row, tries[key]):
            case Dropped(code, detail):
                dropped.append(Ending(row.name, key, code, detail, at))
            case Deferred() as wait:
                deferred[key] = wait
            case record:
                passed[key] = record
    with store.transaction():
        store.settle(row.name, list(passed), dropped, deferred, at)
        row.note(ends, at)
        changed = row.write(list(passed.values())) if passed else ()
        if changed:
            for later in row.wakes:
                store.mark_due(later.stage, later.keys(changed), at)
    return StageCount(row.name, len(keys), len(passed), len(dropped), len(deferred))


def end_of(end: object, row: Stage, tries: int) -> object:
    """Return an end with an expected error turned into the drop or deferral it means."""
    match end:
        case FetchError(retry_at=datetime() as until) | PublishError(retry_at=datetime() as until):
            end = Deferred(until, str(end))
        case SourceError():
            return Dropped(end.code, str(end))
        case PublishError():
            return Dropped("refused-by-target", str(end))
    if isinstance(end, Deferred) and row.max_tries is not None and tries + 1 >= row.max_tries:
        return Dropped("gave-up", f"{end.detail}; tried {tries + 1} times")
    return end


def added(total: StageCount, more: StageCount) -> StageCount:
    """Return the sum of two counts of one row."""
    return replace(
        total,
        read=total.read + more.read,
        passed=total.passed + more.passed,
        dropped=total.dropped + more.dropped,
        deferred=total.deferred + more.deferred,
    )


def batched(values: Sequence[In], size: int) -> Iterator[Sequence[In]]:
    """Return consecutive runs of at most ``size`` values."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
