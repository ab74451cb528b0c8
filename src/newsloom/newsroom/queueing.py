"""An open newsroom -> what waits for an editor: held, unsure, late, broken; nothing put off.

Everything is worked out when it is asked for, from what stands in the store; only that an entry was
put off is remembered, with the evidence it had then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import TypeVar

from newsloom.collect.care import source_healths
from newsloom.errors import ConfigError
from newsloom.match.bonds import Bonds, Copies
from newsloom.match.explaining import explain_pair
from newsloom.match.weft import is_ruled
from newsloom.model import (
    ArticleId,
    Brief,
    Coverage,
    Decision,
    Dossier,
    Feature,
    HealthState,
    StoryId,
)
from newsloom.newsroom.acting import names_of
from newsloom.newsroom.doubting import Doubtful, Memberships, find_doubts
from newsloom.newsroom.room import Room
from newsloom.newsroom.standing import standings
from newsloom.ports.desk import BrokenSource, Held, Late, Named, Standing, Unsure
from newsloom.publish.edition import lead_report

MOST_HELD = 100
"""Stories looked through that are not published, the hottest."""

MOST_UNSURE = 50

MOST_ARTICLES = 2000
"""Articles among whose stories doubts are looked for, the newest within the window."""

RECENT = timedelta(days=3)
"""How long a refused story is asked about."""

KEPT = timedelta(minutes=5)
"""How long what was found is not looked for again, if nothing changes."""

COMPANY = 300
"""Recent articles that tell how rare the words of a pair are."""

NEAR_SHARE = 0.9
"""Share of what a rule asks for that is near to it."""

SOUND = frozenset({HealthState.UNDATED, HealthState.NEW, HealthState.WELL})
"""States of sources that need nobody."""

Entry = TypeVar("Entry", Held, Unsure, Late, BrokenSource)


class Queue:
    """What waits in one newsroom at this moment."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.at, self.counter = room.clock(), room.store.desk_counter()
        self._unsure: list[Unsure] | None = None
        self.told: dict[str, str] = {}
        """Entry -> a hash of the evidence it was found with."""

    # --- held -------------------------------------------------------------------------------------

    def held(self) -> list[Held]:
        """Return stories that are held or were just refused, the nearest to publishing first.

        Those an editor holds come last: they are decided.
        """
        since = self.room.clock() - RECENT
        ids = self.room.store.unpublished(since, MOST_HELD)
        heard = self.room.store.briefs(ids)
        briefs = {b.dossier.story.story_id: b for b in heard if b.verdict.rule != "late"}
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
        quality = lead_report(brief).quality.points
        asked = {
            "min-heat": (brief.heat.peak, gate.min_heat),
            "seed-threshold": (brief.heat.peak, seed.threshold),
            "min-quality": (quality, gate.min_quality),
        }
        found, needed = asked.get(brief.verdict.rule, (0.0, 1))
        return max(0.0, 1 - found / max(1, needed))

    # --- unsure -----------------------------------------------------------------------------------

    def is_fresh(self, room: Room) -> bool:
        """Say whether what was found still stands, and was found with the same settings."""
        is_young = room.clock() - self.at < KEPT
        same = room.settings is self.room.settings
        return is_young and same and room.store.desk_counter() == self.counter

    def unsure(self) -> list[Unsure]:
        """Return groupings close to the edge, the least sure first; looked for once."""
        if self._unsure is None:
            self._unsure = self._doubts()
        return self._unsure

    def _doubts(self) -> list[Unsure]:
        room, matching = self.room, self.room.settings.matching
        since = room.clock() - timedelta(hours=matching.window_hours)
        recent = room.store.coverages(room.store.recent_articles(since, MOST_ARTICLES))
        told = self._memberships(recent, matching.join_probability)
        doubts = find_doubts(told)[:MOST_UNSURE]
        stories = {i for d in doubts for i in (d.story_id, d.other_id) if i}
        found = standing_by_id(room, sorted(stories))
        names = names_of(room, {i for d in doubts for i in (d.one, d.two)})
        entries = [unsure_of(doubt, found, names) for doubt in doubts]
        evidence = {
            entry.key: [
                cover.article_id
                for story in (entry.story, entry.other)
                for cover in (told.members[story.story_id] if story else ())
            ]
            for entry in entries
        }
        return self._waiting(entries, evidence)

    def _memberships(self, recent: Mapping[ArticleId, Coverage], bar: float) -> Memberships:
        """Return recent memberships, rivals that have ended as the stories they ended in."""
        store = self.room.store
        rivals = {c.rival.story_id for c in recent.values() if c.rival is not None}
        stands = {key: store.survivor(key) for key in sorted(rivals)}
        moved = {
            key: replace(c, rival=replace(c.rival, story_id=stands[c.rival.story_id]))
            if c.rival
            else c
            for key, c in recent.items()
        }
        members = store.members({*stands.values(), *(c.story_id for c in recent.values())})
        names = [cover.article_id for covers in members.values() for cover in covers]
        bonds = Bonds(store.rulings_on(names), Copies())
        return Memberships(moved, members, store.stories(members), bonds, bar)

    def explain(self, one: ArticleId, two: ArticleId) -> tuple[Feature, ...]:
        """Return what is compared of two articles; () = one of them is not known."""
        room = self.room
        for cover in room.store.coverages([one, two]).values():
            other = two if cover.article_id == one else one
            if cover.nearest_id == other and cover.features and not is_ruled(cover):
                return cover.features
            if cover.rival is not None and cover.rival.nearest_id == other:
                return cover.rival.features
        since = room.clock() - timedelta(hours=room.settings.matching.window_hours)
        company = room.store.recent_articles(since, COMPANY)
        window = room.store.story_window(list(dict.fromkeys((one, two, *company))), 0, None)
        return explain_pair(window, one, two, room.settings.matching, room.pair_model)

    # --- late -------------------------------------------------------------------------------------

    def late(self) -> list[Late]:
        """Return reports that came too late to join a published story, the newest first."""
        room = self.room
        heard = room.store.briefs(room.store.held_by("late"))
        briefs = {brief.dossier.story.story_id: brief for brief in heard}
        rivals = {
            key: rival
            for key, brief in briefs.items()
            if (rival := lead_report(brief).coverage.rival) is not None
        }
        stands = {key: room.store.survivor(rival.story_id) for key, rival in rivals.items()}
        found = standing_by_id(room, sorted(set(stands.values())))
        leads = {key: briefs[key].lead.article_id for key in rivals}
        names = names_of(room, leads.values())
        entries = [
            Late(
                key=f"late:{leads[key]}",
                story=found[stands[key]],
                article=names[leads[key]],
                at=lead_report(briefs[key]).article.published_at,
                hours=rival.late_hours,
                probability=rival.probability,
                features=rival.features,
            )
            for key, rival in rivals.items()
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
    """Return what orders held stories: the near ones, then by heat; an editor's own last."""
    return entry.story.decision is Decision.HOLD, not entry.is_near, -entry.story.heat


def standing_by_id(room: Room, ids: Sequence[StoryId]) -> dict[StoryId, Standing]:
    """Return stories as they stand, by id."""
    return {one.story_id: one for one in standings(room, ids)}


def unsure_of(
    doubt: Doubtful, found: Mapping[StoryId, Standing], names: Mapping[ArticleId, Named]
) -> Unsure:
    """Return one doubt as the queue has it."""
    other = found[doubt.other_id] if doubt.other_id else None
    key = [doubt.doubt, doubt.story_id, doubt.other_id or "", *doubt.articles]
    return Unsure(
        key=f"unsure:{digest(key)}",
        doubt=doubt.doubt,
        story=found[doubt.story_id],
        other=other,
        articles=doubt.articles,
        probability=doubt.probability,
        one=names[doubt.one],
        two=names[doubt.two],
        features=doubt.features,
    )


def ids_of(dossier: Dossier) -> list[ArticleId]:
    """Return the articles of a story."""
    return [report.article.article_id for report in dossier.reports]


def digest(parts: Iterable[str]) -> str:
    """Return 16 hex digits of some texts, in any order."""
    return blake2b("\n".join(sorted(parts)).encode(), digest_size=8).hexdigest()
