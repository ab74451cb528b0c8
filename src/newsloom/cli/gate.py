"""The command gate: which stories would appear, disappear or move under other settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import HERE, JsonOption, RoomOption, app, print_json, print_table, say
from newsloom.errors import ConfigError
from newsloom.model.tuning import Knob, Move, Simulation, StoryChange
from newsloom.newsroom.tuning import LEAST_DAYS, MOST_DAYS, RoomTuning
from newsloom.text.counting import counted

ROWS = 40
"""Changes printed; the rest is counted."""

WORDS = {
    Move.APPEARS: "appears",
    Move.DISAPPEARS: "disappears",
    Move.RISES: "rises",
    Move.FALLS: "falls",
}


@app.command()
def gate(
    simulate: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", show_default=False,
            help="A setting to try: min_heat=50; may be given several times.",
        ),
    ] = None,
    days: Annotated[
        int, typer.Option(min=LEAST_DAYS, max=MOST_DAYS, help="Days looked back at.")
    ] = 7,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:  # fmt: skip
    """Print the gate's settings, or what others would do to the stories of the last days."""
    with newsroom.opened(room) as opened:
        tuning = RoomTuning(opened.folder, opened.store, opened.clock)
        knobs = tuning.knobs()
        if not simulate:
            print_knobs(knobs, json)
            return
        draft = tuning.draft(given_in(simulate, knobs))
        if draft.settings is None:
            name, sentence = next(iter(draft.faults.items()))
            raise ConfigError(name, sentence.rstrip(".").replace("Write", "needs", 1))
        found = tuning.simulate(draft.settings, days)
    if json:
        print_json({"settings": draft.changed, "simulation": found})
    else:
        print_simulation(found)


def given_in(pairs: Sequence[str], knobs: Sequence[Knob]) -> dict[str, str]:
    """Return settings and values as a command line gives them; a list is given line by line.

    Raises:
        ConfigError: one is not of the form NAME=VALUE, or there is no such setting.
    """
    given: dict[str, str] = {}
    for pair in pairs:
        printed, has_value, value = pair.partition("=")
        if not has_value:
            raise ConfigError(pair, "is not of the form NAME=VALUE, such as min_heat=50")
        name = name_of(printed.strip(), knobs)
        given[name] = f"{given[name]}\n{value}" if name in given else value
    return given


def name_of(printed: str, knobs: Sequence[Knob]) -> str:
    """Return the full name of a setting: ``min_heat`` is ``gate.min_heat``."""
    names = [knob.name for knob in knobs]
    found = [name for name in names if printed in (name, name.partition(".")[2])]
    if not found:
        short = ", ".join(name.partition(".")[2] for name in names)
        raise ConfigError(printed, f"is no setting of the gate or of heat; choose from {short}")
    return found[0]


def print_knobs(knobs: Sequence[Knob], json: bool) -> None:
    """Print the settings that can be tried."""
    if json:
        print_json({"settings": knobs})
        return
    rows = [(knob.name, shown(knob), knob.doc) for knob in knobs]
    print_table("Settings of the gate and of heat", ("setting", "value", "meaning"), rows)
    say("Try others: newsloom gate --simulate min_heat=50 --days 7")


def print_simulation(found: Simulation) -> None:
    """Print what other settings would do."""
    fresh, kept = found.fresh, found.kept
    of = "1 story" if found.stories == 1 else f"{found.stories:,} stories"
    say(
        f"Of {of} in {counted(found.days, 'day')}: {fresh.count(Move.APPEARS)} appear, "
        f"{fresh.count(Move.DISAPPEARS)} disappear, "
        f"{fresh.count(Move.RISES, Move.FALLS)} change place, {fresh.stay} stay."
    )
    if found.left_out:
        say(f"{found.left_out} older ones were not tried: only the newest are.")
    print_changes(fresh.changes)
    say(
        "That is as if none had been published yet. What is published stays: with the settings "
        f"saved, {kept.count(Move.APPEARS)} appear and {kept.count(Move.DISAPPEARS)} disappear."
    )
    moved = [change for change in kept.front if change.move is not Move.STAYS]
    print_front(moved)


def print_changes(changes: Sequence[StoryChange]) -> None:
    """Print the stories that change."""
    if not changes:
        return
    rows = [
        (
            WORDS[c.move],
            place(c.before.place),
            place(c.after.place),
            c.title,
            because(c),
            c.story_id,
        )
        for c in changes[:ROWS]
    ]
    columns = ("change", "before>", "after>", "lead", "because", "story")
    print_table("Stories that change", columns, rows)
    if len(changes) > ROWS:
        say(f"and {len(changes) - ROWS} more")


def print_front(moved: Sequence[StoryChange]) -> None:
    """Print which of the first places of the front page change."""
    if not moved:
        say("On the front page nothing changes place.")
        return
    rows = [(place(c.before.place), place(c.after.place), c.title) for c in moved]
    print_table("First places of the front page", ("before>", "after>", "lead"), rows)


def place(number: int) -> str:
    """Return a place, "-" for none."""
    return str(number) if number else "-"


def because(change: StoryChange) -> str:
    """Return why a story changes."""
    if change.move in (Move.APPEARS, Move.DISAPPEARS):
        return change.after.sentence
    return f"heat {change.before.heat:.1f}, then {change.after.heat:.1f}"


def shown(knob: Knob) -> str:
    """Return the value of a setting on one line."""
    empty = "no" if knob.kind == "yes" else "none"
    return knob.text.replace("\n", ", ") or empty
