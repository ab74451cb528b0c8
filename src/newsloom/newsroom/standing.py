"""Stories as they stand, and as they would stand if an order were carried out.

What would be is worked out by the functions the pipeline itself decides with, from the records at
hand: nothing is written, and no run is held up. How the machine would group what an order leaves
open is not foreseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newsloom.curve import heat_at, rank_of
from newsloom.independence import counted, is_independent
from newsloom.judge.gate import judge_story
from newsloom.judge.heat import compute_heat
from newsloom.judge.quality import rate_quality
from newsloom.match.lead import choose_lead
from newsloom.model import (
    Angles,
    ArticleId,
    Brief,
    Contest,
    Decision,
    Dossier,
    Hearing,
    Led,
    Originality,
    Report,
    Ruling,
    RulingKind,
    Story,
    StoryId,
    Summary,
)
from newsloom.newsroom.room import Room
from newsloom.newsroom.scene import Plan, Saying, Scene
from newsloom.ports import Copying
from newsloom.ports.desk import Preview, Standing
from newsloom.publish.edition import display_title, independent_count
from newsloom.ruled import is_pinned
from newsloom.settings import Profile

NEW = StoryId("")
"""Id of a story that does not stand yet."""


def standings(room: Room, ids: Sequence[StoryId]) -> tuple[Standing, ...]:
    """Return stories as they stand, ended ones too, in the order of ``ids``."""
    summaries, stories = room.store.summaries_of(ids), room.store.stories(ids)
    shown = {k: s for k, s in summaries.items() if s.decision is Decision.PUBLISH}
    places = {
        story_id: room.store.places_of({story_id: spot_of(summary)}, [story_id])[story_id]
        for story_id, summary in shown.items()
        if stories[story_id].merged_into is None
    }
    return tuple(
        standing_of(room, stories[key], summaries.get(key), places.get(key, 0))
        for key in ids
        if key in stories
    )


def spot_of(summary: Summary) -> tuple[bool, float]:
    """Return what orders a story on the front page."""
    return summary.is_pinned, rank_of(summary)


def standing_of(room: Room, story: Story, summary: Summary | None, place: int) -> Standing:
    """Return one story as it stands; without a summary it has not been heard yet."""
    story_id, ended = story.story_id, end_of(room, story)
    if summary is None:
        members = room.store.members([story_id]).get(story_id, [])
        founder = room.store.articles([story.founder_id]).get(story.founder_id)
        title = founder.title if founder else ""
        return Standing(story_id, title, len(members), 0, 0.0, 0, None, ended)
    return Standing(
        story_id=story_id,
        title=summary.title,
        reports=summary.reports,
        independent=summary.independent,
        heat=heat_at(summary, room.clock()),
        place=place,
        decision=summary.decision,
        merged_into=ended,
    )


def end_of(room: Room, story: Story) -> StoryId | None:
    """Return the story that one ended in, over any number of merges."""
    return room.store.survivor(story.story_id) if story.merged_into is not None else None


def foresee(room: Room, scene: Scene, plan: Plan, rulings: Sequence[Ruling]) -> Preview:
    """Return what a plan would do to the stories it touches; ``rulings`` are those it makes."""
    before = standings(room, list(scene.dossiers))
    parts = regrouped(room, scene, plan)
    briefs = [decide(room, part, rulings) for part in parts]
    spots = {
        str(number): (is_pinned(brief.dossier), rank_of(brief.heat))
        for number, brief in enumerate(briefs)
        if brief.verdict.decision is Decision.PUBLISH
    }
    beside = room.store.places_of(spots, scene.dossiers)
    places = {n: beside[n] + sum(spots[n] < spot for spot in spots.values()) for n in spots}
    after = [foreseen(room, brief, places.get(str(n), 0)) for n, brief in enumerate(briefs)]
    return Preview(before, tuple(after))


def regrouped(room: Room, scene: Scene, plan: Plan) -> list[Dossier]:
    """Return the stories a plan leaves; where it does not group, those there are."""
    dossiers = list(scene.dossiers.values())
    if not plan.groups:
        return [with_copying(room, dossier, plan.sayings) for dossier in dossiers]
    owners = {r.article.article_id: d for d in dossiers for r in d.reports}
    taken: set[StoryId] = set()
    found: list[Dossier] = []
    for group in plan.groups:
        of = [owners[r.article.article_id] for r in group]
        kept = next((d for d in of if d.story.founder_id in idents(group)), None)
        is_free = kept is not None and kept.story.story_id not in taken
        story = kept.story if kept is not None and is_free else new_story(group)
        taken.add(story.story_id)
        rulings = {r.ruling_id: r for d in of for r in d.rulings if touches(r, group)}
        ordered = sorted(group, key=lambda r: (r.article.published_at, r.article.article_id))
        found.append(Dossier(story, recounted(ordered), tuple(rulings.values())))
    return found


def recounted(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return reports with what counts among them, and not among others they stood with."""
    return counted([replace(report, counts_with=None) for report in reports])


def with_copying(room: Room, dossier: Dossier, sayings: Sequence[Saying]) -> Dossier:
    """Return a story whose reports are copies, or none, as rulings will say."""
    sources = {r.article.article_id: r.syndication.original_id for r in dossier.reports}
    said = {
        saying.subject: sources.get(ArticleId(saying.object), ArticleId(saying.object))
        if saying.kind is RulingKind.COPY_OF
        else saying.subject
        for saying in sayings
        if saying.kind in (RulingKind.COPY_OF, RulingKind.NOT_COPY_OF)
    }
    profile = room.settings.newsroom.profile
    reports = [
        copied(report, said[report.article.article_id], profile)
        if report.article.article_id in said
        else report
        for report in dossier.reports
    ]
    return replace(dossier, reports=recounted(reports)) if said else dossier


def copied(report: Report, source: ArticleId, profile: Profile) -> Report:
    """Return a report as a copy of another, or with its own id as its own text."""
    own = source == report.article.article_id
    status = Originality.ORIGINAL if own else Originality.COPY
    syndication = replace(report.syndication, status=status, original_id=source)
    quality = rate_quality(Copying(report.article, syndication), profile)
    return replace(report, syndication=syndication, quality=quality)


def idents(group: Sequence[Report]) -> set[str]:
    """Return the articles of a group."""
    return {report.article.article_id for report in group}


def touches(ruling: Ruling, group: Sequence[Report]) -> bool:
    """Return whether a ruling names an article of a group."""
    return not idents(group).isdisjoint((ruling.subject, ruling.object))


def new_story(group: Sequence[Report]) -> Story:
    """Return the story a group would found."""
    first = min(group, key=lambda r: (not is_independent(r), r.article.published_at))
    return Story(NEW, first.article.article_id, first.article.published_at)


def decide(room: Room, dossier: Dossier, rulings: Sequence[Ruling]) -> Brief:
    """Return what the pipeline would decide of a story under some more rulings."""
    more = [ruling for ruling in rulings if touches(ruling, dossier.reports)]
    dossier = replace(dossier, rulings=(*dossier.rulings, *more))
    settings, story_id = room.settings, dossier.story.story_id
    was = room.store.leads([story_id]).get(story_id)
    incumbent = was if was and was.article_id in idents(dossier.reports) else None
    contest = Contest(dossier, incumbent)
    lead = choose_lead(contest, settings.leading, settings.newsroom.profile)
    heat = compute_heat(Led(dossier, lead), settings)
    heard = room.store.hearings([story_id]).get(story_id)
    hearing = Hearing(dossier, lead, heat, heard is not None and heard.was_published)
    return Brief(dossier, lead, heat, judge_story(hearing, settings), Angles(story_id))


def foreseen(room: Room, brief: Brief, place: int) -> Standing:
    """Return a story as it would stand."""
    return Standing(
        story_id=brief.dossier.story.story_id,
        title=display_title(brief),
        reports=len(brief.dossier.reports),
        independent=independent_count(brief),
        heat=heat_at(brief.heat, room.clock()),
        place=place,
        decision=brief.verdict.decision,
    )
