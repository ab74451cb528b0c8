"""Qualities, taggings, leads, heats and verdicts in the database, and what each is decided from.

A dossier is composed here from a dozen tables in a fixed number of queries, however many stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import select

from newsloom.edges import tables as t
from newsloom.edges.rows import Values, encode, records, rows_in, save_changed
from newsloom.edges.weaving import Weaving
from newsloom.independence import counted
from newsloom.model import (
    Angles,
    ArticleId,
    Brief,
    Contest,
    Coverage,
    Crop,
    Decision,
    Dossier,
    Hearing,
    Heat,
    Illustration,
    Lead,
    Led,
    Quality,
    Report,
    Ruling,
    Story,
    StoryId,
    Tagging,
    Verdict,
)
from newsloom.ports import Copying

Record = TypeVar("Record", Lead, Heat, Verdict)


class Judging(Weaving):
    """What the rows quality, topics, lead, angles, heat and gate read and write."""

    def copyings(self, ids: Sequence[str]) -> Mapping[ArticleId, Copying]:
        """Return articles with their copy status, those that have one."""
        with self.reading():
            syndications = self.syndications(ids)
            articles = self.articles(list(syndications))
            return {key: Copying(article, syndications[key]) for key, article in articles.items()}

    def save_qualities(self, rows: Sequence[Quality]) -> Sequence[ArticleId]:
        """Keep qualities; returns the articles whose quality changed."""
        with self.writing() as connection:
            given = {row.article_id: quality_row(row) for row in rows}
            return save_changed(connection, t.QUALITIES, given)

    def save_taggings(self, rows: Sequence[Tagging]) -> Sequence[ArticleId]:
        """Keep taggings; returns the articles whose topics changed."""
        with self.writing() as connection:
            given: dict[ArticleId, Values] = {
                row.article_id: {"article_id": row.article_id, "data": encode(row)} for row in rows
            }
            return save_changed(connection, t.TAGGINGS, given)

    def qualities(self, ids: Iterable[str]) -> dict[ArticleId, Quality]:
        """Return the qualities of some articles."""
        with self.reading() as connection:
            return records(connection, t.QUALITIES, [ArticleId(key) for key in ids], Quality)

    def taggings(self, ids: Iterable[str]) -> dict[ArticleId, Tagging]:
        """Return the topics of some articles."""
        with self.reading() as connection:
            return records(connection, t.TAGGINGS, [ArticleId(key) for key in ids], Tagging)

    def dossiers(self, ids: Sequence[str]) -> Mapping[StoryId, Dossier]:
        """Return stories with all their reports; left out while a report is not yet judged.

        A merged story has one report, that of its last lead, standing in another story.
        """
        with self.reading():
            stories = self.stories(ids)
            covers = self.members(k for k, story in stories.items() if story.merged_into is None)
            leads = self.leads(k for k, story in stories.items() if story.merged_into is not None)
            for lead in leads.values():
                covers[lead.story_id] = list(self.coverages([lead.article_id]).values())
            reports = self._reports([cover for members in covers.values() for cover in members])
            rulings = self._rulings_by_name([*reports, *stories])
            return {
                key: dossier(
                    stories[key], [reports[cover.article_id] for cover in members], rulings
                )
                for key, members in sorted(covers.items())
                if members and all(cover.article_id in reports for cover in members)
            }

    def contests(self, ids: Sequence[str]) -> Mapping[StoryId, Contest]:
        """Return standing stories with the lead they have, if it still is in the story."""
        with self.reading():
            dossiers = {k: d for k, d in self.dossiers(ids).items() if d.story.merged_into is None}
            leads = self.leads(dossiers)
            return {
                key: Contest(dossier, leads.get(key) if leads_in(dossier, leads) else None)
                for key, dossier in dossiers.items()
            }

    def save_leads(self, rows: Sequence[Lead]) -> Sequence[StoryId]:
        """Keep leads; returns the stories whose lead (or its reasons) changed."""
        with self.writing() as connection:
            return save_changed(connection, t.LEADS, {row.story_id: lead_row(row) for row in rows})

    def leads(self, ids: Iterable[str]) -> dict[StoryId, Lead]:
        """Return the leads of some stories."""
        with self.reading() as connection:
            return records(connection, t.LEADS, [StoryId(key) for key in ids], Lead)

    def pending_leads(self) -> Sequence[StoryId]:
        """Return stories whose lead is challenged, by id."""
        standing = select(t.STORIES.c.story_id).where(t.STORIES.c.merged_into.is_(None))
        row = t.LEADS.c
        query = select(row.story_id).where(
            row.challenger_id.is_not(None), row.story_id.in_(standing)
        )
        with self.reading() as connection:
            keys = connection.execute(query.order_by(row.story_id)).scalars()
            return [StoryId(key) for key in keys]

    def leds(self, ids: Sequence[str]) -> Mapping[StoryId, Led]:
        """Return standing stories with their lead."""
        with self.reading():
            dossiers = self.dossiers(ids)
            leads = self.leads(dossiers)
            return {
                key: Led(dossier, leads[key])
                for key, dossier in dossiers.items()
                if dossier.story.merged_into is None and leads_in(dossier, leads)
            }

    def save_angles(self, rows: Sequence[Angles]) -> Sequence[StoryId]:
        """Keep angles; returns the stories whose angles or groups changed."""
        with self.writing() as connection:
            given: dict[StoryId, Values] = {
                row.story_id: {"story_id": row.story_id, "data": encode(row)} for row in rows
            }
            return save_changed(connection, t.ANGLES, given)

    def angles(self, ids: Iterable[str]) -> dict[StoryId, Angles]:
        """Return the angles of some stories."""
        with self.reading() as connection:
            return records(connection, t.ANGLES, [StoryId(key) for key in ids], Angles)

    def save_heats(self, rows: Sequence[Heat]) -> Sequence[StoryId]:
        """Keep heats; returns the stories whose heat changed."""
        with self.writing() as connection:
            return save_changed(connection, t.HEATS, {row.story_id: heat_row(row) for row in rows})

    def heats(self, ids: Iterable[str]) -> dict[StoryId, Heat]:
        """Return the heats of some stories."""
        with self.reading() as connection:
            return records(connection, t.HEATS, [StoryId(key) for key in ids], Heat)

    def hearings(self, ids: Sequence[str]) -> Mapping[StoryId, Hearing]:
        """Return all the gate decides from; a merged story with its last lead and heat."""
        with self.reading():
            dossiers = self.dossiers(ids)
            leads, heats = self.leads(dossiers), self.heats(dossiers)
            verdicts, posts = self.verdicts(dossiers), self.post_names(dossiers)
            return {
                key: Hearing(
                    dossier,
                    leads[key],
                    heats[key],
                    was_published=key in posts
                    or (key in verdicts and verdicts[key].decision is Decision.PUBLISH),
                )
                for key, dossier in dossiers.items()
                if key in heats and leads_in(dossier, leads)
            }

    def save_verdicts(self, rows: Sequence[Verdict]) -> Sequence[StoryId]:
        """Keep verdicts; returns the stories whose verdict changed."""
        with self.writing() as connection:
            given = {row.story_id: verdict_row(row) for row in rows}
            return save_changed(connection, t.VERDICTS, given)

    def verdicts(self, ids: Iterable[str]) -> dict[StoryId, Verdict]:
        """Return the verdicts on some stories."""
        with self.reading() as connection:
            return records(connection, t.VERDICTS, [StoryId(key) for key in ids], Verdict)

    def post_names(self, ids: Iterable[str]) -> dict[StoryId, str]:
        """Return the names of the posts that some stories have."""
        row = t.POSTS.c
        with self.reading() as connection:
            query = select(row.holder, row.post_name)
            return {StoryId(r[0]): r[1] for r in rows_in(connection, query, row.holder, ids)}

    def briefs(self, ids: Sequence[str] | None = None) -> Sequence[Brief]:
        """Return stories with every decision about them, all by default, in order of id.

        A merged story is among them only when it has a post.
        """
        return [b for b in self.decided(ids) if b.post_name or not b.dossier.story.merged_into]

    def decided(self, ids: Sequence[str] | None = None) -> Sequence[Brief]:
        """Return stories with every decision about them, merged ones too, in order of id."""
        with self.reading() as connection:
            if ids is None:
                keys = connection.execute(select(t.VERDICTS.c.story_id)).scalars().all()
                ids = list(keys)
            dossiers = self.dossiers(ids)
            leads, heats = self.leads(dossiers), self.heats(dossiers)
            verdicts, posts = self.verdicts(dossiers), self.post_names(dossiers)
            angles = self.angles(dossiers)
            return [
                Brief(
                    dossier,
                    leads[key],
                    heats[key],
                    verdicts[key],
                    angles.get(key, Angles(key)),
                    posts.get(key, ""),
                )
                for key, dossier in sorted(dossiers.items())
                if key in heats and key in verdicts and leads_in(dossier, leads)
            ]

    def _reports(self, covers: Sequence[Coverage]) -> dict[ArticleId, Report]:
        """Return the reports of some articles; one that is not fully judged is left out."""
        by_id = {cover.article_id: cover for cover in covers}
        articles, qualities = self.articles(list(by_id)), self.qualities(by_id)
        syndications, taggings = self.syndications(by_id), self.taggings(by_id)
        found = {key: row.passages for key, row in self.passages(by_id).items()}
        illustrations, crops = self.illustrations(by_id), self.crops(by_id)
        return {
            key: Report(
                articles[key],
                qualities[key],
                syndications[key],
                cover,
                taggings[key],
                found.get(key, ()),
                illustration=illustrations.get(key),
                crop=crop_of(illustrations.get(key), crops.get(key)),
            )
            for key, cover in by_id.items()
            if key in articles and key in qualities and key in syndications and key in taggings
        }

    def _rulings_by_name(self, names: Iterable[str]) -> dict[str, list[Ruling]]:
        """Return the rulings in force under each article or story they name."""
        found: dict[str, list[Ruling]] = {}
        for ruling in self.rulings_on(names):
            for name in {ruling.subject, ruling.object}:
                found.setdefault(name, []).append(ruling)
        return found


def dossier(
    story: Story, reports: Sequence[Report], rulings: Mapping[str, Sequence[Ruling]]
) -> Dossier:
    """Return a story with its reports in order of time, then id, and the rulings on them."""
    ordered = sorted(reports, key=lambda r: (r.article.published_at, r.article.article_id))
    names = [story.story_id, *(report.article.article_id for report in ordered)]
    touching = {r.ruling_id: r for name in names for r in rulings.get(name, ())}
    by_time = sorted(touching.values(), key=lambda r: (r.made_at, r.ruling_id))
    return Dossier(story, counted(ordered), tuple(by_time))


def crop_of(illustration: Illustration | None, crop: Crop | None) -> Crop | None:
    """Return the crop of an article if it is of the picture that stands for it now."""
    picture = illustration.picture if illustration else None
    return crop if crop and picture and crop.url == picture.url else None


def leads_in(dossier: Dossier, leads: Mapping[StoryId, Lead]) -> bool:
    """Return whether the story has a lead that is one of its reports."""
    lead = leads.get(dossier.story.story_id)
    return lead is not None and any(
        report.article.article_id == lead.article_id for report in dossier.reports
    )


def quality_row(quality: Quality) -> Values:
    """Return the row of a quality."""
    return {
        "article_id": quality.article_id,
        "points": quality.points,
        "data": encode(quality),
    }


def lead_row(lead: Lead) -> Values:
    """Return the row of a lead."""
    return {
        "story_id": lead.story_id,
        "article_id": lead.article_id,
        "challenger_id": lead.challenger_id,
        "data": encode(lead),
    }


def heat_row(heat: Heat) -> Values:
    """Return the row of a heat."""
    return {
        "story_id": heat.story_id,
        "peak": heat.peak,
        "peak_at": heat.peak_at,
        "data": encode(heat),
    }


def verdict_row(verdict: Verdict) -> Values:
    """Return the row of a verdict."""
    return {
        "story_id": verdict.story_id,
        "decision": verdict.decision,
        "rule": verdict.rule,
        "data": encode(verdict),
    }
