"""Rulings made, undone or brought -> kept, and carried out by the rows they touch.

Which rows a ruling wakes stands in ``TOUCHED``. They run at once unless a run is under way, which
then carries the ruling out; the edition's files follow with the next run. What an order means is
worked out in ``ordering``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

from newsloom.edges.lock import locked_if_free
from newsloom.errors import ConfigError
from newsloom.model import ArticleId, Deed, Ruling, RulingKind, StoryId
from newsloom.newsroom.room import Room
from newsloom.newsroom.ruling_file import news_of, parse_rulings
from newsloom.newsroom.scene import Saying
from newsloom.ports.desk import Loaded
from newsloom.stage import run_stage

TOUCHED: Mapping[RulingKind, str] = {
    RulingKind.SAME_EVENT: "stories",
    RulingKind.NOT_SAME_EVENT: "stories",
    RulingKind.MEMBER_OF: "stories",
    RulingKind.COPY_OF: "syndication",
    RulingKind.NOT_COPY_OF: "syndication",
    RulingKind.LEAD: "lead",
    RulingKind.NEVER_LEAD: "lead",
    RulingKind.TITLE: "summary",
    RulingKind.EXCERPT: "summary",
    RulingKind.PIN: "summary",
    RulingKind.TOPIC: "gate",
    RulingKind.PUBLISH: "gate",
    RulingKind.HOLD: "gate",
    RulingKind.RETRACT: "gate",
}
"""The first row that obeys each kind; what it changes wakes the rows after it."""

ARTICLE_ROWS = ("syndication", "stories")
"""Rows whose keys are articles: those named. The keys of the others are their stories."""

SHOWN = ("summary",)
"""Rows that show what a ruling on a story says, even where no decision changes by it."""

AT_ONCE = (
    "syndication", "passages", "quality", "topics", "search", "stories", "lead", "angles", "heat",
    "gate", "summary",
)  # fmt: skip
"""Rows that run as soon as a ruling is made: none asks the web, none writes files."""

MOST_AT_ONCE = 2000
"""Keys due in these rows beyond which somebody's run is left to do them: a page waits for this."""

ROUNDS = 2
"""A lead that is challenged is asked a second time."""


def make(
    room: Room, sayings: Sequence[Saying], deed: Deed, who: str, note: str
) -> Sequence[Ruling]:
    """Keep what an editor did in one go; returns its rulings."""
    rulings = rulings_for(sayings, deed, who, note, room.clock())
    with room.store.transaction():
        keep(room, rulings)
    return rulings


def rulings_for(
    sayings: Sequence[Saying], deed: Deed, who: str, note: str, at: datetime
) -> Sequence[Ruling]:
    """Return the rulings that say something, all of one act."""
    act = act_id(sayings, deed, who, at)
    return [
        Ruling(
            f"{act}-{number:03}", one.kind, one.subject, one.object, one.value, who, note.strip(),
            at, act=act, deed=deed,
        )
        for number, one in enumerate(sayings, 1)
    ]  # fmt: skip


def undo(room: Room, act: str, who: str) -> Sequence[Ruling]:
    """Undo an act; returns its rulings.

    Raises:
        ConfigError: there is no such act, or it has been undone.
    """
    with room.store.transaction():
        rulings = room.store.rulings_of([act])
        if not rulings:
            raise ConfigError(act, "is no act of an editor; see `newsloom rulings`")
        if all(r.undone_at is not None for r in rulings):
            raise ConfigError(act, f"was undone by {rulings[0].undone_by or 'somebody'} already")
        at = room.clock()
        undone = [replace(r, undone_at=at, undone_by=who) for r in rulings if r.undone_at is None]
        keep(room, undone)
        return room.store.rulings_of([act])


def keep(room: Room, rulings: Sequence[Ruling]) -> int:
    """Keep rulings and make due what the new and changed ones touch; returns how many those are.

    Grouping that was undone wakes all that stand beside: they came together with it.
    """
    store = room.store
    changed = store.save_rulings(rulings)
    store.tell_of_rulings(changed, room.clock())
    for row, keys in touched(room, changed).items():
        store.mark_due(row, keys, room.clock())
    if changed:
        store.mark_due("publish", room.settings.publishing.targets, room.clock())
    return len(changed)


def weigh_rulings(room: Room, body: bytes, name: str) -> Loaded:
    """Return what ``load_rulings`` would bring; nothing is kept.

    Raises:
        ConfigError: a line is damaged.
    """
    known = {ruling.ruling_id: ruling for ruling in room.store.rulings()}
    return news_of(parse_rulings(body, name), known, name)[1]


def load_rulings(room: Room, body: bytes, name: str) -> Loaded:
    """Keep the rulings of a file; the same file twice changes nothing.

    Raises:
        ConfigError: a line is damaged; nothing was changed.
    """
    brought = parse_rulings(body, name)
    with room.store.transaction():
        known = {ruling.ruling_id: ruling for ruling in room.store.rulings()}
        news, loaded = news_of(brought, known, name)
        keep(room, news)
        return loaded


def touched(room: Room, rulings: Iterable[Ruling]) -> dict[str, Sequence[str]]:
    """Return the keys that become due in each row."""
    by_row: dict[str, list[Ruling]] = {}
    for ruling in rulings:
        by_row.setdefault(TOUCHED[ruling.kind], []).append(ruling)
    due: dict[str, Sequence[str]] = {}
    for row, theirs in by_row.items():
        named = woven(room, room.store.named_by(theirs))
        if row not in ARTICLE_ROWS:
            stories = room.store.stories_of(named)
            due |= {name: [*due.get(name, ()), *stories] for name in (row, *SHOWN)}
        elif row == "stories" and any(r.undone_at is not None for r in theirs):
            due[row] = company(room, named)
        else:
            due[row] = named
    return due


def woven(room: Room, ids: Sequence[ArticleId]) -> Sequence[ArticleId]:
    """Return those of some articles that stand in a story; the others are not read yet."""
    return list(room.store.coverages(ids))


def company(room: Room, ids: Sequence[ArticleId]) -> Sequence[ArticleId]:
    """Return all articles of the stories that some articles stand in."""
    members = room.store.members(room.store.stories_of(ids))
    return [cover.article_id for covers in members.values() for cover in covers]


def carry_out(room: Room) -> bool:
    """Run what rulings have made due; False = a run under way, or the next one, will do it."""
    with locked_if_free(room.folder) as is_ours:
        return is_ours and run_rows(room)


def run_rows(room: Room) -> bool:
    """Run the rows that obey rulings over what is due; False = that is more than a page waits."""
    store, clock = room.store, room.clock
    if sum(len(store.due(row, clock())) for row in AT_ONCE) > MOST_AT_ONCE:
        return False
    rows = [row for row in room.table() if row.name in AT_ONCE]
    for _ in range(ROUNDS):
        for row in rows:
            run_stage(row, store, clock, lambda count, due: None)
    return True


def stories_touched(
    room: Room, rulings: Iterable[Ruling], before: Iterable[StoryId]
) -> list[StoryId]:
    """Return the stories that rulings name now, then those that they named before."""
    now = room.store.stories_of(room.store.named_by(rulings))
    return list(dict.fromkeys((*now, *before)))


def act_id(sayings: Sequence[Saying], deed: Deed, who: str, at: datetime) -> str:
    """Return the id of an act: 16 hex digits of what is done, by whom and when."""
    told = repr((sayings, deed, who, at.isoformat()))
    return blake2b(told.encode(), digest_size=8).hexdigest()
