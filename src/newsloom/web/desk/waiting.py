"""The desk's queues: what waits in each, by what key, and what each answer to it orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from newsloom.model import ArticleId, Decision, Deed, StoryId
from newsloom.ports.desk import (
    BrokenSource,
    Conflict,
    Counts,
    Desk,
    Doubt,
    Held,
    Late,
    Order,
    Unsure,
)
from newsloom.publish.tongue import N_, Tongue
from newsloom.web.desk.frame import QueueLine

MOST = 50
"""Entries of a queue that are looked at; those behind come up as these are answered."""

Entry = Held | Unsure | Late | BrokenSource | Conflict


class Queue(StrEnum):
    """A kind of decision, in the order they are listed."""

    HELD = "held"
    UNSURE = "unsure"
    LATE = "late"
    BROKEN = "broken"
    CONFLICTS = "conflicts"


QUEUES: Mapping[Queue, str] = {
    Queue.HELD: N_("Held by the gate"),
    Queue.UNSURE: N_("Unsure groupings"),
    Queue.LATE: N_("Late arrivals"),
    Queue.BROKEN: N_("Broken sources"),
    Queue.CONFLICTS: N_("Conflicting rulings"),
}


class Answer(StrEnum):
    """What an editor can answer; which of them a decision takes depends on it."""

    SAME = "same"
    APART = "apart"
    PUBLISH = "publish"
    HOLD = "hold"
    RECHECK = "recheck"
    MOVE = "move"
    REMOVE = "remove"
    NEWER = "newer"
    OLDER = "older"
    LATER = "later"


def entries_of(desk: Desk, queue: Queue) -> Sequence[Entry]:
    """Return what waits in a queue, the first to be decided first."""
    match queue:
        case Queue.HELD:
            return desk.held(MOST)
        case Queue.UNSURE:
            return desk.unsure(MOST)
        case Queue.LATE:
            return desk.late(MOST)
        case Queue.BROKEN:
            return desk.broken()
        case Queue.CONFLICTS:
            return desk.conflicts()


def key_of(entry: Entry) -> str:
    """Return what an entry is known by; another evidence is another key."""
    if isinstance(entry, Conflict):
        return f"{entry.older.act_id}.{entry.newer.act_id}"
    return entry.key


def queue_lines(counts: Counts, current: Queue | None, tongue: Tongue) -> tuple[QueueLine, ...]:
    """Return the side list; ``current`` None = none of them is shown."""
    numbers = counts_of(counts)
    return tuple(
        QueueLine(f"/desk?queue={queue}", tongue.say(name), numbers[queue], queue is current)
        for queue, name in QUEUES.items()
    )


def counts_of(counts: Counts) -> Mapping[Queue, int]:
    """Return how many decisions wait in each queue."""
    return {
        Queue.HELD: counts.held,
        Queue.UNSURE: counts.unsure,
        Queue.LATE: counts.late,
        Queue.BROKEN: counts.broken,
        Queue.CONFLICTS: counts.conflicts,
    }


def orders_of(entry: Entry, reports: Sequence[ArticleId]) -> Mapping[Answer, Order]:
    """Return what each answer orders, where it is an order.

    Args:
        reports: those of the entry's story, in order of time.
    """
    match entry:
        case Held(story=story):
            publish = {Answer.PUBLISH: Order(Deed.PUBLISH, story.story_id)}
            if story.decision is Decision.HOLD:
                return publish
            return publish | {Answer.HOLD: Order(Deed.HOLD, story.story_id)}
        case Unsure(doubt=Doubt.MERGE, other=other) if other is not None:
            merge = Order(Deed.MERGE, entry.story.story_id, other_id=other.story_id)
            return {Answer.SAME: merge, Answer.APART: pair(Deed.APART, entry)}
        case Unsure():
            leave = split(entry.story.story_id, entry.articles)
            return {Answer.SAME: pair(Deed.SAME, entry), Answer.APART: leave}
        case Late(article=article):
            gone = {Answer.APART: split(entry.story.story_id, (article.article_id,))}
            others = [one for one in reports if one != article.article_id]
            if not others:
                return gone
            joined = Order(Deed.SAME, article_id=article.article_id, other_id=others[0])
            return {Answer.SAME: joined, **gone}
        case _:
            return {}


def pair(deed: Deed, entry: Unsure) -> Order:
    """Return what is ordered of the two reports the evidence compares."""
    return Order(deed, article_id=entry.one.article_id, other_id=entry.two.article_id)


def split(story_id: StoryId, articles: Sequence[ArticleId]) -> Order:
    """Return the order that reports leave their story."""
    return Order(Deed.SPLIT, story_id, articles=tuple(articles))


def answers_of(entry: Entry, reports: Sequence[ArticleId]) -> tuple[Answer, ...]:
    """Return the answers an entry takes, in the order they are offered."""
    match entry:
        case BrokenSource(health=health):
            moved = (Answer.MOVE,) if health.moved_to else ()
            return (*moved, Answer.RECHECK, Answer.REMOVE, Answer.LATER)
        case Conflict():
            return (Answer.NEWER, Answer.OLDER)
        case _:
            return (*orders_of(entry, reports), Answer.LATER)
