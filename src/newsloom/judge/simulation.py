"""Hearings and two sets of settings -> what a change of settings would do to the front page.

The same functions as the rows lead, heat and gate, asked twice. Nothing is read or kept; a
story goes through one by one, so that their texts need not be held together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from newsloom.curve import heat_at
from newsloom.judge.gate import judge_story
from newsloom.judge.heat import compute_heat, lead_report
from newsloom.judge.quality import reweighted
from newsloom.model import Contest, Decision, Hearing, Lead, Led, Report, RulingKind, StoryId
from newsloom.model.tuning import Move, Outcome, Standing, StoryChange
from newsloom.settings import Settings

FRONT = 20
"""Places of the front page that are shown before and after."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One story under both settings; places are not known yet."""

    story_id: StoryId
    title: str
    is_published: bool
    is_pinned: bool
    fresh: tuple[Standing, Standing]
    """Before and after, as if it had not been published yet."""
    kept: tuple[Standing, Standing]
    """Before and after, as it is."""


Elect = Callable[[Contest, Settings], Lead]
"""The row that chooses the lead."""


def try_story(
    hearing: Hearing, before: Settings, after: Settings, at: datetime, elect: Elect
) -> Trial:
    """Return a story under two sets of settings: heat worked out and the gate asked with each.

    Where the weights of quality are others, its reports are rated and its lead is chosen anew.

    Args:
        at: the moment whose heat decides the places.
    """
    lead = lead_report(hearing.dossier, hearing.lead)
    now = reheated(hearing, before)
    then = reheated(rerated(hearing, before, after, elect), after)
    fresh = (
        standing(replace(now, was_published=False), before, at),
        standing(replace(then, was_published=False), after, at),
    )
    kept = fresh
    if hearing.was_published:
        kept = standing(now, before, at), standing(then, after, at)
    return Trial(
        hearing.dossier.story.story_id,
        title_of(hearing, lead.article.title if lead else ""),
        hearing.was_published,
        is_pinned(hearing),
        fresh,
        kept,
    )


def rerated(hearing: Hearing, before: Settings, after: Settings, elect: Elect) -> Hearing:
    """Return a hearing with the qualities that other weights give, and the lead they choose.

    A new lead must win twice, so a challenge is decided at once.
    """
    if before.quality == after.quality or not hearing.dossier.reports:
        return hearing
    reports = tuple(
        replace(one, quality=reweighted(one.quality, before.quality, after.quality))
        for one in hearing.dossier.reports
    )
    dossier, lead = replace(hearing.dossier, reports=reports), hearing.lead
    if gains_on_lead(hearing, reports):
        lead = elect(Contest(dossier, lead), after)
    if lead.challenger_id is not None:
        lead = elect(Contest(dossier, lead), after)
    return replace(hearing, dossier=dossier, lead=lead)


def gains_on_lead(hearing: Hearing, reports: Sequence[Report]) -> bool:
    """Return whether a report gains more quality than the lead: without one the lead stays."""
    gains = {
        one.article.article_id: new.quality.points - one.quality.points
        for one, new in zip(hearing.dossier.reports, reports, strict=True)
    }
    return max(gains.values()) > gains.get(hearing.lead.article_id, 0)


def reheated(hearing: Hearing, settings: Settings) -> Hearing:
    """Return a hearing with the heat that some settings give."""
    return replace(hearing, heat=compute_heat(Led(hearing.dossier, hearing.lead), settings))


def standing(hearing: Hearing, settings: Settings, at: datetime) -> Standing:
    """Return what the gate says, with the heat at a moment."""
    verdict = judge_story(hearing, settings)
    said = verdict.answers[-1].sentence
    heat = heat_at(hearing.heat, at)
    return Standing(verdict.decision, verdict.rule, said, hearing.heat.peak, heat)


def title_of(hearing: Hearing, printed: str) -> str:
    """Return an editor's newest title, else the lead's."""
    ruled = [
        r
        for r in hearing.dossier.rulings
        if r.kind is RulingKind.TITLE and r.undone_at is None and r.value.strip()
    ]
    return max(ruled, key=lambda r: (r.made_at, r.ruling_id)).value if ruled else printed


def is_pinned(hearing: Hearing) -> bool:
    """Return whether an editor has pinned the story."""
    return any(r.kind is RulingKind.PIN and r.undone_at is None for r in hearing.dossier.rulings)


# --- the front page ------------------------------------------------------------------------------


def compare_fresh(trials: Sequence[Trial]) -> Outcome:
    """Return what changes as if no story had been published yet."""
    return compare(trials, [trial.fresh for trial in trials])


def compare_kept(trials: Sequence[Trial]) -> Outcome:
    """Return what changes when what is published stays published."""
    return compare(trials, [trial.kept for trial in trials])


def compare(trials: Sequence[Trial], pairs: Sequence[tuple[Standing, Standing]]) -> Outcome:
    """Return what changes for stories: each trial with its standing before and after.

    The front page has the published ones: pinned ones first, then by heat, then by id. A story
    moves when its place is another one.
    """
    before = placed(trials, [pair[0] for pair in pairs])
    after = placed(trials, [pair[1] for pair in pairs])
    rows = [
        StoryChange(t.story_id, t.title, move_of(b, a), b, a, t.is_published)
        for t, b, a in zip(trials, before, after, strict=True)
    ]
    changed = sorted((r for r in rows if r.move is not Move.STAYS), key=importance)
    return Outcome(tuple(changed), front_of(rows), len(rows) - len(changed))


def placed(trials: Sequence[Trial], standings: Sequence[Standing]) -> list[Standing]:
    """Return standings with their places, in the order given."""
    shown = [i for i, one in enumerate(standings) if one.decision is Decision.PUBLISH]
    shown.sort(key=lambda i: (not trials[i].is_pinned, -standings[i].heat, trials[i].story_id))
    places = {i: place for place, i in enumerate(shown, 1)}
    return [replace(one, place=places.get(i, 0)) for i, one in enumerate(standings)]


def move_of(before: Standing, after: Standing) -> Move:
    """Return what happens to a story."""
    if bool(before.place) is not bool(after.place):
        return Move.APPEARS if after.place else Move.DISAPPEARS
    if before.place == after.place:
        return Move.STAYS
    return Move.RISES if after.place < before.place else Move.FALLS


ORDER = (Move.APPEARS, Move.DISAPPEARS, Move.RISES, Move.FALLS)


def importance(change: StoryChange) -> tuple[object, ...]:
    """Return the order of changes: what appears and disappears by its place, then by distance."""
    if change.move in (Move.RISES, Move.FALLS):
        return 2, -abs(change.after.place - change.before.place), change.before.place
    return ORDER.index(change.move), change.after.place or change.before.place, change.story_id


def front_of(rows: Iterable[StoryChange]) -> tuple[StoryChange, ...]:
    """Return the first places before, in their order, then those that come into them after."""
    seen = [r for r in rows if 0 < r.before.place <= FRONT or 0 < r.after.place <= FRONT]
    was = sorted((r for r in seen if 0 < r.before.place <= FRONT), key=lambda r: r.before.place)
    new = sorted((r for r in seen if not 0 < r.before.place <= FRONT), key=lambda r: r.after.place)
    return (*was, *new)
