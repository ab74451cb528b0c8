"""Sources over the API: how they do, and a look at one out of turn."""

from __future__ import annotations

from http import HTTPStatus

from newsloom.collect.care import REMEDIES, SourceHealth, source_healths
from newsloom.model.people import AuditLine
from newsloom.web.api.desk_shapes import Rechecked, SourceList, SourceShape
from newsloom.web.api.endpoint import Answer, Asked, Nothing
from newsloom.web.api.problems import Refusal
from newsloom.web.api.queries import SourceAsked


def list_sources(asked: Asked[Nothing, Nothing]) -> Answer:
    """Return how every source does, the worst first."""
    sourcing = asked.house.sourcing
    found = source_healths(sourcing.sources(), sourcing.healths())
    return Answer(SourceList([source_shape(one) for one in found]))


def recheck_source(asked: Asked[Nothing, SourceAsked]) -> Answer:
    """Make a source due now.

    Raises:
        Refusal: it is no source of this newsroom.
    """
    url, house = asked.body.url, asked.house
    if not house.sourcing.recheck(url):
        raise Refusal(HTTPStatus.NOT_FOUND, "That is no source here; see /api/v1/sources.")
    line = AuditLine(
        house.clock(), asked.who, "asked for a look at the source", url, "", asked.address
    )
    house.people.write_audit(line)
    return Answer(Rechecked([url]), HTTPStatus.ACCEPTED)


def source_shape(one: SourceHealth) -> SourceShape:
    """Return how a source does."""
    source, health = one.source, one.health
    return SourceShape(
        url=source.url,
        title=source.title,
        kind=source.kind,
        parent=source.parent,
        state=health.state,
        says=one.says,
        remedy=REMEDIES[health.state],
        since=health.since,
        changed=health.changed_at,
        newest_item=health.newest_at,
        minutes_between_changes=round(health.gap_minutes, 1) or None,
        failures=health.failures,
        moved_to=health.moved_to,
        hub=health.hub,
    )
