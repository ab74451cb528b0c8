"""Rulings over the API: the log, an order, an undoing. What they mean is the desk's business."""

from __future__ import annotations

from http import HTTPStatus

from newsloom.model import Ruling
from newsloom.ports.desk import Act, Order, Outcome, Standing
from newsloom.web.api.desk_shapes import (
    ActPage,
    ActShape,
    OutcomeShape,
    RulingRow,
    StandingShape,
)
from newsloom.web.api.endpoint import Answer, Asked, Nothing
from newsloom.web.api.links import linked
from newsloom.web.api.paging import from_cursor, to_cursor
from newsloom.web.api.problems import Refusal
from newsloom.web.api.queries import ActQuery, RulingOrder

LIST = "acts"


def list_acts(asked: Asked[ActQuery, Nothing]) -> Answer:
    """Return one page of what editors did, the newest first."""
    query, desk = asked.query, asked.house.desk
    before = from_cursor(query.after, LIST, str) if query.after else ""
    found = desk.acts(query.limit + 1, before)
    shown = found[: query.limit]
    cursor = to_cursor(shown[-1].act_id, LIST) if shown != found else ""
    path, headers = linked("/rulings", query, cursor)
    return Answer(ActPage([act_shape(act) for act in shown], path), headers=headers)


def make_ruling(asked: Asked[Nothing, RulingOrder]) -> Answer:
    """Carry out what an editor wants."""
    body = asked.body
    order = Order(
        deed=body.deed,
        story_id=body.story,
        article_id=body.article,
        other_id=body.other,
        articles=tuple(body.articles),
        topics=tuple(body.topics),
        value=body.value,
    )
    outcome = asked.house.desk.order(order, asked.who, body.note, asked.address)
    return Answer(outcome_shape(outcome), HTTPStatus.CREATED)


def undo_act(asked: Asked[Nothing, Nothing]) -> Answer:
    """Undo an act.

    Raises:
        Refusal: there is no such act (404), or it has been undone before (409).
    """
    desk, key = asked.house.desk, asked.path["act_id"]
    act = desk.act(key)
    if act is None:
        raise Refusal(HTTPStatus.NOT_FOUND, "There is no such act; see /api/v1/rulings.")
    if act.undone_at is not None:
        raise Refusal(HTTPStatus.CONFLICT, "It has been undone already: nothing was changed.")
    return Answer(outcome_shape(desk.undo(key, asked.who, asked.address)))


def act_shape(act: Act) -> ActShape:
    """Return an act as the API has it."""
    return ActShape(
        id=act.act_id,
        deed=act.deed,
        author=act.author,
        note=act.note,
        made_at=act.made_at,
        undone_at=act.undone_at,
        undone_by=act.undone_by,
        value=act.value,
        overruled_by=act.overruled_by,
        articles=[named.article_id for named in act.about],
        rulings=[ruling_row(ruling) for ruling in act.rulings],
    )


def ruling_row(ruling: Ruling) -> RulingRow:
    """Return a ruling as the API has it."""
    return RulingRow(
        ruling.ruling_id,
        ruling.kind,
        ruling.subject,
        ruling.object,
        ruling.value,
        ruling.author,
        ruling.note,
        ruling.made_at,
        ruling.undone_at,
    )


def outcome_shape(outcome: Outcome) -> OutcomeShape:
    """Return what came of an order."""
    stories = [standing_shape(standing) for standing in outcome.stories]
    return OutcomeShape(act_shape(outcome.act), stories, outcome.is_done)


def standing_shape(standing: Standing) -> StandingShape:
    """Return a story as it stands."""
    return StandingShape(
        id=standing.story_id,
        title=standing.title,
        articles=standing.reports,
        independent=standing.independent,
        heat=round(standing.heat, 1),
        place=standing.place,
        verdict=standing.decision,
        merged_into=standing.merged_into,
    )
