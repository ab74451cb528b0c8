"""The command of the editors' rulings: listed, written to a file, brought from one, undone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import (
    HERE,
    JsonOption,
    RoomOption,
    app,
    print_json,
    print_table,
    say,
    warn,
)
from newsloom.errors import ConfigError
from newsloom.newsroom import STANDARD_INPUT as STANDARD_STREAM
from newsloom.newsroom import Export, Room
from newsloom.ports.desk import Act
from newsloom.text.counting import counted
from newsloom.text.dates import format_utc

BY_COMMAND = "newsloom"
"""Who the audit log names for what is done on the command line."""


@app.command()
def rulings(
    export: Annotated[
        str,
        typer.Option(metavar="FILE", show_default=False,
                     help="Write all of them to one file; - = standard output."),
    ] = "",
    bring: Annotated[
        str,
        typer.Option("--import", metavar="FILE", show_default=False,
                     help="Bring those of such a file; - = standard input."),
    ] = "",
    undo: Annotated[
        str, typer.Option(metavar="ACT", show_default=False, help="Undo what was done in one go.")
    ] = "",
    pairs: Annotated[
        str,
        typer.Option(metavar="FILE", show_default=False,
                     help="Write them as labelled pairs for eval --pairs; - = standard output."),
    ] = "",
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:  # fmt: skip
    """Print the rulings of editors, write them to a file, bring them from one, or undo them."""
    wanted = [name for name in (export, bring, undo, pairs) if name]
    if len(wanted) > 1:
        raise ConfigError("rulings", "does one thing at a time; name one option")
    if json and STANDARD_STREAM in (export, pairs):
        raise ConfigError("--json", "and the file cannot both go to standard output")
    with newsroom.opened(room) as opened:
        if export:
            write_out(opened, export, json)
        elif bring:
            bring_in(opened, bring, json)
        elif undo:
            undo_act(opened, undo, json)
        elif pairs:
            write_pairs(newsroom.export_pairs(opened), pairs, json)
        else:
            print_rulings(opened, json)


def print_rulings(room: Room, json: bool) -> None:
    """Print what editors did, newest last, the undone too."""
    found = room.store.rulings()
    if json:
        print_json({"rulings": found})
    elif found:
        acts = newsroom.all_acts(room)
        columns = ("act", "made", "what", "of", "by", "note")
        title = f"{counted(len(found), 'ruling')} in {counted(len(acts), 'act')}"
        print_table(title, columns, [row_of(act) for act in acts])
    else:
        say("No rulings yet: nobody has corrected the engine.")


def row_of(act: Act) -> Sequence[str]:
    """Return one act as a line of the table."""
    named = [one.title or one.article_id for one in act.about[:2]]
    about = "; ".join([*named, act.value] if act.value else named)
    state = f"undone {format_utc(act.undone_at)}" if act.undone_at else ""
    state = state or (f"overruled by {act.overruled_by}" if act.overruled_by else "")
    told = ", ".join(part for part in (act.note, state) if part)
    return act.act_id, format_utc(act.made_at), act.deed, about, act.author, told


def write_out(room: Room, file: str, json: bool) -> None:
    """Write all rulings to a file."""
    body = newsroom.RoomDesk(lambda: room).export()
    if file == STANDARD_STREAM:
        sys.stdout.buffer.write(body)
        sys.stdout.buffer.flush()
        return
    newsroom.write_file(Path(file), body)
    count = body.count(b"\n")
    if json:
        print_json({"exported": count, "file": file})
    else:
        say(f"Wrote {counted(count, 'ruling')} to {file}.")


def bring_in(room: Room, file: str, json: bool) -> None:
    """Keep the rulings of a file."""
    is_piped = file == STANDARD_STREAM
    body = sys.stdin.buffer.read() if is_piped else newsroom.read_bytes(Path(file))
    name = "standard input" if is_piped else file
    loaded = newsroom.RoomDesk(lambda: room).load(body, name, BY_COMMAND)
    if json:
        print_json({"new": loaded.new, "changed": loaded.changed, "known": loaded.known})
    else:
        say(f"{counted(loaded.new, 'new ruling')}, {loaded.changed} undone by the file, "
            f"{loaded.known} known already.")  # fmt: skip


def undo_act(room: Room, act_id: str, json: bool) -> None:
    """Undo what an editor did in one go."""
    outcome = newsroom.RoomDesk(lambda: room).undo(act_id, BY_COMMAND)
    if json:
        print_json({"undone": act_id, "stories": [one.story_id for one in outcome.stories]})
        return
    later = "" if outcome.is_done else " A run is under way and will carry this out."
    say(f"Undone: {outcome.act.deed}, {counted(len(outcome.act.rulings), 'ruling')}.{later}")


def write_pairs(exported: Export, file: str, json: bool) -> None:
    """Write labelled pairs to a file or to standard output, and say how many."""
    if exported.left_out:
        warn(f"{exported.left_out} pairs were left out: an article of theirs is not in the store")
    if file == STANDARD_STREAM:
        sys.stdout.buffer.write(exported.body)
        sys.stdout.buffer.flush()
        return
    newsroom.write_file(Path(file), exported.body)
    if json:
        print_json({"exported": exported.exported, "left_out": exported.left_out, "file": file})
    else:
        say(f"Wrote {exported.exported} pairs to {file}. Next: newsloom eval {file} --pairs")
