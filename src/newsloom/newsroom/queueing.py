"""An open newsroom -> what waits for an editor: held, unsure, late, broken; nothing put off.

Everything is worked out when it is asked for, from what stands in the store; only that an entry was
put off is remembered, with the evidence it had then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TypeVar

from newsloom.collect.care import source_healths
from newsloom.edges.neighbours import open_neighbours
from newsloom.errors import ConfigError
from newsloom.independence import is_independent
from newsloom.match.bonds import Bonds, Copies
from newsloom.match.doubts import Doubtful, explain_pair, find_doubts
from newsloom.model import (
    ArticleId,
    Brief,
    DateOrigin,
    Decision,
    Dossier,
    Feature,
    HealthState,
    Report,
    StoryId,
)
from newsloom.newsroom.acting import names_of
from newsloom.newsroom.room import Room
from newsloom.newsroom.standing import standings
from newsloom.ports.desk import BrokenSource, Doubt, Held, Late, Named, Standing, Unsure

MOST_HELD = 100
"""Stories looked through that are not published, the hottest."""

MOST_UNSURE = 50

MOST_ARTICLES = 2000
"""Articles among whose stories doubts are looked for, the newest within the window."""

RECENT = timedelta(days=3)
"""How long a refused story is asked about."""

LATE = timedelta(days=14)
"""How long a late report is asked about."""

NEAR_SHARE = 0.9
"""Share of what a rule asks for that is near to it."""

SOUND = frozenset({HealthState.UNDATED, HealthState.NEW, HealthState.WELL})
"""States of sources that need nobody."""

Entry = TypeVar("Entry", Held, Unsure, Late, BrokenSource)


class Queue:
    """What waits in one newsroom at this moment."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.told: dict[str, str] = {}
        """Entry -> a hash of the evidence it was found with."""

    # --- held -------------------------------------------------------------------------------------

    def held(self) -> list[Held]:
        """Return stories that are held or were just refused, the nearest to publishing first."""
        since = self.room.clock() - RECENT
        ids = self.room.store.unpublished(since, MOST_HELD)
        briefs = {b.dossier.story.story_id: b for b in self.room.store.briefs(ids)}
        found = standing_by_id(self.room, [key for key in ids if key in briefs])
        entries = [self._held(briefs[key], found[key]) for key in ids if key in found]
        entries.sort(key=nearness)
        told = {e.key: ids_of(briefs[e.story.story_id].dossier) for e in entries}
        return self._waiting(entries, told)

    def _held(self, brief: Brief, standing: Standing) -> Held:
        verdict = brief.verdict
        return Held(
            key=f"held:{standing.story_id}",
            story=standing,
            rule=verdict.rule,
            answers=verdict.answers,
            is_near=verdict.decision is Decision.HOLD or self._shortfall(brief) <= 1 - NEAR_SHARE,
            at=max(r.article.published_at for r in brief.dossier.reports),
        )

    def _shortfall(self, brief: Brief) -> float:
        """Return which share of what the deciding rule asks for is missing, 1 for other rules."""
        gate, seed = self.room.settings.gate, self.room.settings.seed
        lead = brief.lead.article_id
        quality = next(
            (r.quality.points for r in brief.dossier.reports if r.article.article_id == lead), 0
        )
        asked = {
            "min-heat": (brief.heat.peak, gate.min_heat),
            "seed-threshold": (brief.heat.peak, seed.threshold),
            "min-quality": (float(quality), gate.min_quality),
        }
        found, needed = asked.get(brief.verdict.rule, (0.0, 1))
        return max(0.0, 1 - found / max(1, needed))

    # --- unsure -----------------------------------------------------------------------------------

    def unsure(self) -> list[Unsure]:
        """Return groupings close to the edge, the least sure first."""
        room, matching = self.room, self.room.settings.matching
        since = room.clock() - timedelta(hours=matching.window_hours)
        ids = room.store.recent_articles(since, MOST_ARTICLES)
        if not ids:
            return []
        window = room.store.story_window(ids, 0, None)
        doubts = find_doubts(window, matching, room.pair_model, open_neighbours)[:MOST_UNSURE]
        stories = {i for d in doubts for i in (d.story_id, d.other_id) if i}
        found = standing_by_id(room, sorted(stories))
        names = names_of(room, {i for d in doubts for i in (d.one, d.two)})
        entries = [
            unsure_of(doubt, found, names)
            for doubt in doubts
            if {doubt.story_id, doubt.other_id or doubt.story_id} <= found.keys()
        ]
        members = room.store.members(sorted(stories))
        told = {
            entry.key: [
                cover.article_id
                for story in (entry.story, entry.other)
                for cover in (members.get(story.story_id, []) if story else [])
            ]
            for entry in entries
        }
        return self._waiting(entries, told)

    def explain(self, one: ArticleId, two: ArticleId) -> tuple[Feature, ...]:
        """Return what is compared of two articles; () = one of them is not known."""
        room = self.room
        window = room.store.story_window([one, two], 0, None)
        return explain_pair(window, one, two, room.settings.matching, room.pair_model)

    # --- late -------------------------------------------------------------------------------------

    def late(self) -> list[Late]:
        """Return reports that joined published stories late, the newest first."""
        room = self.room
        stories = room.store.published_since(room.clock() - LATE)
        dossiers = room.store.dossiers(stories)
        hours = room.settings.matching.late_hours
        found = [
            (dossier, report, gap)
            for dossier in dossiers.values()
            for report, gap in late_reports(dossier, hours)
            if report.article.published_at >= room.clock() - LATE
        ]
        standing = standing_by_id(room, sorted({d.story.story_id for d, _, _ in found}))
        names = names_of(room, [report.article.article_id for _, report, _ in found])
        entries = [
            Late(
                key=f"late:{report.article.article_id}",
                story=standing[dossier.story.story_id],
                article=names[report.article.article_id],
                at=report.article.published_at,
                hours=gap,
                probability=report.coverage.probability,
                features=report.coverage.features,
            )
            for dossier, report, gap in found
            if dossier.story.story_id in standing
        ]
        entries.sort(key=lambda one: (one.at, one.key), reverse=True)
        return self._waiting(entries, {one.key: [one.story.story_id] for one in entries})

    # --- sources ----------------------------------------------------------------------------------

    def broken(self) -> list[BrokenSource]:
        """Return the sources that give nothing any more, the worst first."""
        found = source_healths(self.room.store.sources(), self.room.store.healths())
        entries = [
            BrokenSource(f"source:{digest([one.source.url])}", one.source, one.health)
            for one in found
            if one.health.state not in SOUND
        ]
        told = {e.key: [e.health.state, e.health.moved_to] for e in entries}
        return self._waiting(entries, told)

    # --- later ------------------------------------------------------------------------------------

    def put_off(self, key: str, who: str) -> None:
        """Put off one entry until its evidence changes.

        Raises:
            ConfigError: it does not wait any more.
        """
        look: dict[str, Callable[[], object]] = {
            "held": self.held, "unsure": self.unsure, "late": self.late, "source": self.broken,
        }  # fmt: skip
        find = look.get(key.partition(":")[0], list)
        find()
        if key not in self.told:
            raise ConfigError(key, "does not wait for an answer any more; see the queue")
        self.room.store.put_off(key, self.told[key], who, self.room.clock())

    def _waiting(self, entries: Sequence[Entry], told: Mapping[str, Sequence[str]]) -> list[Entry]:
        """Return the entries that nobody has put off with the evidence they have."""
        now = {key: digest(evidence) for key, evidence in told.items()}
        self.told |= now
        off = self.room.store.put_offs(now)
        return [entry for entry in entries if off.get(entry.key) != now[entry.key]]


def nearness(entry: Held) -> tuple[bool, bool, float]:
    """Return what orders held stories: an editor's first, then the near ones, then by heat."""
    return entry.story.decision is not Decision.HOLD, not entry.is_near, -entry.story.heat


def standing_by_id(room: Room, ids: Sequence[StoryId]) -> dict[StoryId, Standing]:
    """Return stories as they stand, by id."""
    return {one.story_id: one for one in standings(room, ids)}


def unsure_of(
    doubt: Doubtful, found: Mapping[StoryId, Standing], names: Mapping[ArticleId, Named]
) -> Unsure:
    """Return one doubt as the queue has it."""
    other = found[doubt.other_id] if doubt.other_id else None
    key = [doubt.kind, doubt.story_id, doubt.other_id or "", *doubt.articles]
    return Unsure(
        key=f"unsure:{digest(key)}",
        doubt=Doubt(doubt.kind),
        story=found[doubt.story_id],
        other=other,
        articles=doubt.articles,
        probability=doubt.probability,
        one=names[doubt.one],
        two=names[doubt.two],
        features=doubt.features,
    )


def late_reports(dossier: Dossier, hours: float) -> Iterator[tuple[Report, float]]:
    """Yield the reports that came so long after the independent ones before, with the gap in hours.

    Not those that an editor has said something of.
    """
    dated = [r for r in dossier.reports if r.article.date_origin is not DateOrigin.FIRST_SEEN]
    told = Bonds(dossier.rulings, Copies()).ruled
    last: datetime | None = None
    for report in filter(is_independent, dated):
        article = report.article
        if last is not None and article.article_id not in told:
            gap = (article.published_at - last) / timedelta(hours=1)
            if gap > hours:
                yield report, gap
        last = article.published_at


def ids_of(dossier: Dossier) -> list[ArticleId]:
    """Return the articles of a story."""
    return [report.article.article_id for report in dossier.reports]


def digest(parts: Iterable[str]) -> str:
    """Return 16 hex digits of some texts, in any order."""
    return blake2b("\n".join(sorted(parts)).encode(), digest_size=8).hexdigest()
