"""The desk's queue: one decision at a time with its evidence, its answers, and what they did."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from newsloom.errors import ConfigError
from newsloom.model import Article, ArticleId
from newsloom.model.people import Role
from newsloom.ports.desk import BrokenSource, Conflict
from newsloom.web.desk.frame import Told, desk_page
from newsloom.web.desk.log import log_lines
from newsloom.web.desk.question import Question, question_of, story_ids_of, waiting_line
from newsloom.web.desk.sources import fix_source
from newsloom.web.desk.told import address, did, sentence_of, told_of
from newsloom.web.desk.waiting import (
    Answer,
    Entry,
    Queue,
    answers_of,
    counts_of,
    entries_of,
    key_of,
    orders_of,
    queue_lines,
)
from newsloom.web.live import Live, live_of
from newsloom.web.respond import see_other, tongue_for
from newsloom.web.visitor import form_of, need_role, visit_of

PATH = "/desk"
NEXT = 5
"""Entries of the queue named beneath the decision."""
LOG = 8
"""Acts in the log beside it."""


def queue_routes() -> list[BaseRoute]:
    """Return the routes of the queue."""
    return [Route(PATH, show_queue), Route(f"{PATH}/answer", answer, methods=["POST"])]


def show_queue(request: Request) -> Response:
    """Answer with one decision of one queue."""
    need_role(request, Role.EDITOR)
    queue = queue_of(request.query_params.get("queue", ""), live_of(request))
    return queue_page(request, queue, told=told_of(request, address(PATH, queue=queue)))


def queue_of(name: str, live: Live) -> Queue:
    """Return the queue of a name; for any other name the first in which something waits."""
    if name in tuple(Queue):
        return Queue(name)
    numbers = counts_of(live.desk.counts())
    return next((queue for queue, number in numbers.items() if number), Queue.HELD)


def queue_page(
    request: Request,
    queue: Queue,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    told: Told | None = None,
    note: str = "",
    wrong: str = "",
) -> Response:
    """Return the page of a queue; ``wrong`` says why the answer just given could not be taken."""
    live, tongue = live_of(request), tongue_for(request)
    entries = entries_of(live.desk, queue)
    place, question = first_askable(request, live, entries)
    near = entries[place + 1 : place + 1 + NEXT] if question else ()
    lines = queue_lines(live.desk.counts(), queue, tongue)
    current = next(line for line in lines if line.is_current)
    return desk_page(
        request,
        "desk_queue.html",
        PATH,
        tongue.say("Queue"),
        status=status,
        told=told,
        queues=lines,
        queue=queue,
        name=current.name,
        question=question,
        place=place,
        total=max(len(entries), current.count),
        disputed=log_lines(tongue, live, question.acts) if question else (),
        coming=[waiting_line(tongue, entry) for entry in near],
        before=key_of(entries[place - 1]) if question and place else "",
        log=log_lines(tongue, live, live.desk.acts(LOG)),
        note=note,
        wrong=wrong,
    )


def first_askable(
    request: Request, live: Live, entries: Sequence[Entry]
) -> tuple[int, Question | None]:
    """Return the entry that was asked for, or the next one whose stories still stand."""
    start = start_of(request, entries)
    for place in (*range(start, len(entries)), *range(start)):
        question = asked(request, live, entries[place])
        if question is not None:
            return place, question
    return 0, None


def asked(request: Request, live: Live, entry: Entry) -> Question | None:
    """Return the question of an entry; None = a run has just ended one of its stories."""
    ids = story_ids_of(entry)
    briefs = {
        brief.dossier.story.story_id: brief
        for brief in (live.front.briefs(ids) if ids else ())
        if brief.dossier.story.merged_into is None
    }
    if not briefs.keys() >= set(ids):
        return None
    try:
        return question_of(tongue_for(request), entry, live.desk, briefs)
    except ConfigError:
        # What its answers would do cannot be foreseen: a report has left its story since.
        return None


def start_of(request: Request, entries: Sequence[Entry]) -> int:
    """Return the place of the entry that was asked for by its key or its place."""
    given = {**request.query_params, **{n: v[0] for n, v in form_of(request).fields.items()}}
    keys = [key_of(entry) for entry in entries]
    if given.get("key") in keys:
        return keys.index(given["key"])
    at = given.get("at", "")
    place = int(at) if at.isdecimal() and len(at) < 6 else 0
    return place if place < len(entries) else 0


def answer(request: Request) -> Response:
    """Carry out an answer and lead to the next decision."""
    account = need_role(request, Role.EDITOR)
    live, form = live_of(request), form_of(request)
    queue = queue_of(form.one("queue"), live)
    entries = entries_of(live.desk, queue)
    place = start_of(request, entries)
    entry = next((one for one in entries if key_of(one) == form.one("key")), None)
    reports = [a.article_id for a in story_reports(live, entry)] if entry else []
    given = form.one("answer")
    if entry is None or given not in answers_of(entry, reports):
        return see_other(address(PATH, queue=queue, at=place, told="gone"))
    try:
        said = carry_out(request, entry, Answer(given), reports, account.name)
    except ConfigError as exc:
        return queue_page(
            request,
            queue,
            status=HTTPStatus.CONFLICT,
            note=form.one("note"),
            wrong=sentence_of(exc),
        )
    return see_other(address(PATH, queue=queue, at=place, **said))


def story_reports(live: Live, entry: Entry) -> Sequence[Article]:
    """Return the reports of the story an entry is about."""
    ids = story_ids_of(entry)
    return live.desk.reports(ids[0]) if ids else ()


def carry_out(
    request: Request, entry: Entry, given: Answer, reports: Sequence[ArticleId], who: str
) -> dict[str, str]:
    """Do what an answer says; returns what the next page is told of it."""
    live, note = live_of(request), form_of(request).one("note")
    whence = visit_of(request).address
    if given is Answer.LATER:
        live.desk.later(key_of(entry), who)
        return {"told": "later"}
    if isinstance(entry, BrokenSource):
        is_done = fix_source(request, given, entry.source.url)
        return {"told": given.value if is_done else "fixed"}
    if isinstance(entry, Conflict):
        lost = entry.older if given is Answer.NEWER else entry.newer
        return did(live.desk.undo(lost.act_id, who, whence))
    return did(live.desk.order(orders_of(entry, reports)[given], who, note, whence))
