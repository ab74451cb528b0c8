"""The stories of the API: lists of them as of a moment, and one with every reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

import msgspec
from msgspec import Struct

from newsloom.curve import share_at
from newsloom.model import Brief, Decision, Feature, Report, Selection, StoryId, Summary, Telling
from newsloom.ports.pages import StoryPlace, Wanted
from newsloom.publish.edition import lead_report, related_reports, topic_slugs
from newsloom.publish.facts import story_detail
from newsloom.publish.summary import summarise
from newsloom.publish.summary_facts import summary_row
from newsloom.text.dates import format_utc
from newsloom.web.api.endpoint import Answer, Asked, Nothing
from newsloom.web.api.links import linked
from newsloom.web.api.paging import from_cursor, to_cursor
from newsloom.web.api.problems import Refusal
from newsloom.web.api.queries import Order, StoryQuery
from newsloom.web.api.shapes import StoryPage, StoryRow, StoryShape
from newsloom.web.live import Live

EDITORS_ONLY = (
    "Stories that readers do not see are for editors: send `Authorization: Bearer TOKEN` with a "
    "token of scope `read`, or leave `published` out."
)

SEEN = (Decision.PUBLISH, Decision.RETRACT)
"""Decisions with a page that readers can open."""


class Turned(Struct, frozen=True):
    """Where a page of stories ended, and the moment all pages of the list are of."""

    as_of: datetime
    is_pinned: bool
    rank: float
    newest_at: datetime
    story_id: str


def list_stories(asked: Asked[StoryQuery, Nothing]) -> Answer:
    """Return one page of stories.

    All pages that follow one another are of one moment: no story is in two of them or in none,
    whatever arrives meanwhile.
    """
    query, house = asked.query, asked.house
    if not query.published and not asked.sees_all:
        raise Refusal(HTTPStatus.FORBIDDEN, EDITORS_ONLY)
    of_list = list_name(query)
    turned = from_cursor(query.after, of_list, Turned) if query.after else None
    as_of = turned.as_of if turned else moment_of(house, query.as_of)
    after = place_of(turned) if turned else None
    found = house.pages.story_page(
        Selection(
            at=as_of,
            topic=topic_name(house, query.topic),
            domain=query.provider.lower(),
            since=query.since,
            limit=query.limit + 1,
            is_newest_first=query.order is Order.NEWEST,
        ),
        Wanted(query.until, not query.published, after),
    )
    shown = found[: query.limit]
    cursor = to_cursor(turned_at(shown[-1][0], as_of), of_list) if shown != found else ""
    path, headers = linked("/stories", query, cursor)
    items = [row_of(summary, as_of) for _, summary in shown]
    return Answer(StoryPage(as_of, items, path), headers=headers)


def show_story(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return one story with every decision about it; a merged one leads to its survivor.

    Raises:
        Refusal: there is no such story for who asks.
    """
    house, key = asked.house, asked.path["story_id"]
    found = house.front.find_story(key)
    briefs = house.front.briefs([found]) if found is not None else ()
    is_shown = any(asked.sees_all or brief.verdict.decision in SEEN for brief in briefs)
    if found is None or not is_shown:
        raise Refusal(HTTPStatus.NOT_FOUND, "There is no such story; see /api/v1/stories.")
    if found != key:
        place = {"Location": f"/api/v1/stories/{found}"}
        return Answer(None, HTTPStatus.TEMPORARY_REDIRECT, place)
    at = moment_of(house, None)
    return Answer(story_shape(briefs[0], house.front.history(found), at))


def row_of(summary: Summary, at: datetime) -> StoryRow:
    """Return a story as lists show it."""
    return msgspec.convert(summary_row(summary, at), StoryRow)


def story_shape(brief: Brief, history: Sequence[Telling], at: datetime) -> StoryShape:
    """Return a story with every decision about it, as of a moment."""
    detail = story_detail(brief, at)
    reports, rows = (lead_report(brief), *related_reports(brief)), detail["coverage"]
    assert isinstance(rows, list)
    told = {
        **summary_row(summarise(brief), at),
        **without(detail, "lead"),
        "as_of": at,
        "coverage": [{**row, **bond_rows(r)} for row, r in zip(rows, reports, strict=True)],
        "shares": share_rows(brief, at),
        "lead_sentence": brief.lead.sentence,
        "copy_tree": tree_rows(brief),
        "versions": [version_row(telling) for telling in history],
    }
    return msgspec.convert(told, StoryShape)


def bond_rows(report: Report) -> dict[str, object]:
    """Return what put a report into its story, and whether it is its own text."""
    link, copy = report.coverage, report.syndication
    return {
        "link": {
            "probability": link.probability,
            "nearest": link.nearest_id,
            "sentence": link.sentence,
            "features": feature_rows(link.features),
        },
        "copy": {
            "status": copy.status,
            "original": copy.original_id,
            "similarity": copy.similarity,
            "sentence": copy.sentence,
            "features": feature_rows(copy.evidence),
        },
    }


def feature_rows(features: Sequence[Feature]) -> list[dict[str, object]]:
    """Return what was compared."""
    return [
        {"name": f.name, "value": f.value, "pull": f.pull, "detail": f.detail} for f in features
    ]


def share_rows(brief: Brief, at: datetime) -> list[dict[str, object]]:
    """Return the parts of the heat, as published and at a moment."""
    life = brief.heat.half_life_hours
    return [
        {
            "id": share.article_id,
            "at": format_utc(share.at),
            "weight": share.weight,
            "now": round(share_at(share.weight, share.at, at, life), 1),
            "detail": share.detail,
        }
        for share in brief.heat.shares
    ]


def tree_rows(brief: Brief) -> list[dict[str, object]]:
    """Return each text that was copied, with its copies in order of time."""
    copies: dict[str, list[str]] = {}
    for report in brief.dossier.reports:
        syndication = report.syndication
        if syndication.original_id != syndication.article_id:
            copies.setdefault(syndication.original_id, []).append(syndication.article_id)
    return [{"original": key, "copies": found} for key, found in copies.items()]


def version_row(telling: Telling) -> dict[str, object]:
    """Return how a story stood for a time."""
    summary = telling.summary
    return {
        "version": telling.version,
        "since": telling.since,
        "until": telling.until,
        "title": summary.title,
        "lead": summary.lead.article_id,
        "articles": summary.reports,
        "independent": summary.independent,
        "verdict": summary.decision,
    }


def moment_of(house: Live, as_of: datetime | None) -> datetime:
    """Return the moment an answer is of: the one asked for, but none after the last change.

    Nothing changes between the last change and now, so the answer can be kept until the next.
    """
    last = house.pages.last_change() or house.clock()
    return min(as_of, last) if as_of else last


def list_name(query: StoryQuery) -> str:
    """Return what a list of stories is told from others by: its conditions and order."""
    return repr(msgspec.structs.replace(query, limit=1, after=""))


def topic_name(house: Live, asked: str) -> str:
    """Return the name of the topic that is asked for by its name, or its name in paths."""
    slugs = topic_slugs(topic.name for topic in house.topics())
    return next((name for name, slug in slugs.items() if asked == slug), asked)


def turned_at(place: StoryPlace, as_of: datetime) -> Turned:
    """Return where a page ends."""
    return Turned(as_of, place.is_pinned, place.rank, place.newest_at, place.story_id)


def place_of(turned: Turned) -> StoryPlace:
    """Return the place a page goes on from."""
    story_id = StoryId(turned.story_id)
    return StoryPlace(turned.is_pinned, turned.rank, turned.newest_at, story_id)


def without(row: dict[str, object], *names: str) -> dict[str, object]:
    """Return a row without some keys."""
    return {key: value for key, value in row.items() if key not in names}
