"""Commands that make labels and learn from them: rulings, train."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import (
    HERE,
    WORDS_ONLY,
    AnyRoomOption,
    JsonOption,
    RoomOption,
    app,
    print_json,
    print_table,
    say,
    warn,
)
from newsloom.errors import ConfigError
from newsloom.match.pair_model import PairModel
from newsloom.model import Ruling
from newsloom.newsroom import STANDARD_INPUT as STANDARD_OUTPUT
from newsloom.newsroom import Export
from newsloom.text.dates import format_utc
from newsloom.trial.training import Training


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


@app.command()
def train(
    labels: Annotated[
        list[str],
        typer.Argument(metavar="LABELS...", help="Files as eval reads them: articles or pairs."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where the model goes; by default pair_model.toml in the newsroom, which uses it.",
            show_default=False, readable=False,
        ),
    ] = None,
    room: AnyRoomOption = None,
    json: JsonOption = False,
) -> None:  # fmt: skip
    """Fit the pair model on half of your labels; keep it if it is no worse on the other half."""
    bench = newsroom.open_bench(room)
    path = out or bench.folder / newsroom.PAIR_MODEL_FILE
    if bench.embedder.name == "":
        warn(f"no embedder, the weights of meaning stay as they are: {WORDS_ONLY}")
    training = newsroom.train(labels, bench)
    is_worse = training.gain < 0
    if not is_worse:
        newsroom.keep_model(training, path)
    if json:
        print_json(
            {
                "before": training.before, "after": training.after, "gain": training.gain,
                "kept": not is_worse, "file": str(path),
            }
        )  # fmt: skip
    else:
        print_training(training, path)
    if is_worse:
        warn("the new model is worse on the half it has not seen; nothing was written")
        raise typer.Exit(1)


def print_training(training: Training[PairModel], path: Path) -> None:
    """Print what a model was worth before training and is after."""
    print_table(
        "F1 on the half held out",
        ("labels", "before>", "after>"),
        [
            (name, f"{f1:.3f}", f"{training.after[name]:.3f}")
            for name, f1 in training.before.items()
        ],
    )
    if training.gain >= 0:
        say(f"Better by {training.gain:.3f} on average: the model is in {path}.")
