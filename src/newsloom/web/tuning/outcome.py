"""A simulation -> the words and rows of the gate's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsloom.model.tuning import Move, Outcome, Simulation, StoryChange
from newsloom.publish.retold import retold
from newsloom.publish.tongue import N_, Tongue

ROWS = 100
"""Changes shown; the rest is counted."""

MOVES: Mapping[Move, str] = {
    Move.APPEARS: N_("Appears"),
    Move.DISAPPEARS: N_("Disappears"),
    Move.RISES: N_("Rises"),
    Move.FALLS: N_("Falls"),
    Move.STAYS: N_("Stays"),
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One story that changes, as the page shows it."""

    story_id: str
    title: str
    move: Move
    word: str
    before: str
    after: str
    because: str


@dataclass(frozen=True, slots=True)
class FrontRow:
    """One place of the front page before and after."""

    story_id: str
    title: str
    before: str
    after: str
    move: Move
    word: str


@dataclass(frozen=True, slots=True)
class GateResult:
    """A simulation as the page shows it."""

    summary: str
    left_out: str
    kept: str
    changes: tuple[ChangeRow, ...]
    more: int
    """Changes that are not shown."""
    front: tuple[FrontRow, ...]
    front_words: str


def result_of(found: Simulation, tongue: Tongue) -> GateResult:
    """Return a simulation in words and rows."""
    fresh, kept = found.fresh, found.kept
    staying = sum(c.move is Move.DISAPPEARS and c.is_published for c in fresh.changes)
    return GateResult(
        summary=summary_of(found, fresh, tongue),
        left_out=tongue.count(
            "%(num)s older story was not tried: only the newest are.",
            "%(num)s older stories were not tried: only the newest are.",
            found.left_out,
        )
        if found.left_out
        else "",
        kept=kept_words(kept, staying, tongue),
        changes=tuple(change_row(change, tongue) for change in fresh.changes[:ROWS]),
        more=max(0, len(fresh.changes) - ROWS),
        front=tuple(front_rows(kept, tongue)),
        front_words=front_words(kept, tongue),
    )


def summary_of(found: Simulation, fresh: Outcome, tongue: Tongue) -> str:
    """Return the counts: "Of 143 stories in 7 days: 6 appear, 9 disappear, 128 stay."."""
    of = tongue.count(
        "Of %(num)s story in %(days)s days", "Of %(num)s stories in %(days)s days",
        found.stories, days=found.days,
    )  # fmt: skip
    moving = fresh.count(Move.RISES, Move.FALLS)
    return tongue.say(
        "%(of)s: %(appear)s appear, %(disappear)s disappear, %(move)s change place, "
        "%(stay)s stay.",
        of=of, appear=fresh.count(Move.APPEARS), disappear=fresh.count(Move.DISAPPEARS),
        move=moving, stay=fresh.stay,
    )  # fmt: skip


def kept_words(kept: Outcome, staying: int, tongue: Tongue) -> str:
    """Return what saving would really do, as what is published stays."""
    said = tongue.say(
        "On saving, %(appear)s appear and %(disappear)s disappear.",
        appear=kept.count(Move.APPEARS), disappear=kept.count(Move.DISAPPEARS),
    )  # fmt: skip
    if not staying:
        return said
    stays = tongue.count(
        "%(num)s that would disappear is published and stays.",
        "%(num)s that would disappear are published and stay.",
        staying,
    )
    return f"{said} {stays}"


def change_row(change: StoryChange, tongue: Tongue) -> ChangeRow:
    """Return one change with its words."""
    word = tongue.say(MOVES[change.move])
    return ChangeRow(
        change.story_id, change.title, change.move, word,
        stands(change.before.place, change.before.rule, tongue),
        stands(change.after.place, change.after.rule, tongue),
        because(change, tongue),
    )  # fmt: skip


def stands(place: int, rule: str, tongue: Tongue) -> str:
    """Return where a story stands: its place, or the rule that keeps it away."""
    if place:
        return tongue.say("place %(place)s", place=place)
    return tongue.say("not published: %(rule)s", rule=rule)


def because(change: StoryChange, tongue: Tongue) -> str:
    """Return why a story changes: what the gate says now, or its heat before and after."""
    if change.move in (Move.APPEARS, Move.DISAPPEARS):
        said = retold(tongue, change.after.sentence).words
        if change.is_published and change.move is Move.DISAPPEARS:
            stays = tongue.say("It is published and stays.")
            return f"{said} {stays}"
        return said
    before, after = (f"{one.heat:.1f}" for one in (change.before, change.after))
    if before == after:
        return tongue.say("Its heat is the same; stories above it come or go.")
    return tongue.say("Heat %(before)s, then %(after)s.", before=before, after=after)


def front_rows(outcome: Outcome, tongue: Tongue) -> list[FrontRow]:
    """Return the first places before and after."""
    return [
        FrontRow(
            change.story_id, change.title, place_words(change.before.place),
            place_words(change.after.place), change.move, tongue.say(MOVES[change.move]),
        )
        for change in outcome.front
    ]  # fmt: skip


def place_words(place: int) -> str:
    """Return a place, "" for none."""
    return str(place) if place else ""


def front_words(outcome: Outcome, tongue: Tongue) -> str:
    """Return how many of the first places change."""
    changed = sum(change.move is not Move.STAYS for change in outcome.front)
    if not outcome.front:
        return tongue.say("Nothing is published yet.")
    if not changed:
        return tongue.say("On today’s front page nothing changes place.")
    return tongue.count(
        "On today’s front page %(num)s of the first places changes.",
        "On today’s front page %(num)s of the first places change.",
        changed,
    )
