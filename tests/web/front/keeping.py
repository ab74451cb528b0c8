"""Invented stories, put into the store of a newsroom as a run would leave them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsloom.edges.store import SqlStore
from newsloom.model import Assignment, Brief, Kinship
from newsloom.publish.searchable import search_row
from newsloom.publish.summary import summarise


def keep(store: SqlStore, brief: Brief, at: datetime) -> None:
    """Keep a story with all that was decided about it, and its summary as of a moment."""
    story, reports = brief.dossier.story, brief.dossier.reports
    with store.transaction():
        store.save_articles([report.article for report in reports])
        store.save_kinships([Kinship(report.syndication) for report in reports])
        store.save_qualities([report.quality for report in reports])
        store.save_taggings([report.tagging for report in reports])
        first, *others = sorted(reports, key=lambda r: r.article.article_id != story.founder_id)
        store.save_assignments(
            [Assignment(first.coverage, founded=story), *(Assignment(r.coverage) for r in others)]
        )
        store.save_leads([brief.lead])
        store.save_angles([brief.angles])
        store.save_heats([brief.heat])
        store.save_verdicts([brief.verdict])
        store.save_rulings(brief.dossier.rulings)
        ids = [report.article.article_id for report in reports]
        store.save_search_rows([search_row(one) for one in store.indexables(ids).values()])
        (kept,) = store.tellings([story.story_id]).values()
        store.save_summaries([replace(summarise(kept), decision=brief.verdict.decision)], at)
