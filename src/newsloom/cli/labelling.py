"""Commands that make and use labels: rulings."""

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
from newsloom.model import Ruling
from newsloom.newsroom import STANDARD_INPUT as STANDARD_OUTPUT
from newsloom.newsroom import Export
from newsloom.text.dates import format_utc


@app.command()
def rulings(
    export: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False,
            help="Write them as labelled pairs for eval --pairs; - = standard output.",
        ),
    ] = "",
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:  # fmt: skip
    """Print the rulings of editors, or write them as labelled pairs."""
    if export == STANDARD_OUTPUT and json:
        raise ConfigError("--json", "and the pairs cannot both go to standard output")
    with newsroom.opened(room) as opened:
        found = opened.store.rulings()
        exported = newsroom.export_rulings(opened) if export else None
    if exported is None:
        print_rulings(found, json)
    else:
        write_pairs(exported, export, json)


def print_rulings(found: Sequence[Ruling], json: bool) -> None:
    """Print rulings, oldest first, the undone ones too."""
    if json:
        print_json({"rulings": found})
    elif found:
        rows = [
            (
                format_utc(r.made_at), r.kind, r.subject, r.object or r.value, r.author,
                r.note if r.undone_at is None else f"undone {format_utc(r.undone_at)}",
            )
            for r in found
        ]  # fmt: skip
        columns = ("made", "ruling", "of", "and", "by", "note")
        print_table(f"{len(found)} rulings", columns, rows)
    else:
        say("No rulings yet: nobody has corrected the engine.")


def write_pairs(exported: Export, file: str, json: bool) -> None:
    """Write labelled pairs to a file or to standard output, and say how many."""
    if exported.left_out:
        warn(f"{exported.left_out} pairs were left out: an article of theirs is not in the store")
    if file == STANDARD_OUTPUT:
        sys.stdout.buffer.write(exported.body)
        sys.stdout.buffer.flush()
        return
    newsroom.write_file(Path(file), exported.body)
    if json:
        print_json({"exported": exported.exported, "left_out": exported.left_out, "file": file})
    else:
        say(f"Wrote {exported.exported} pairs to {file}. Next: newsloom eval {file} --pairs")
