"""The command that learns from labels: train."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import (
    WORDS_ONLY,
    AnyRoomOption,
    JsonOption,
    app,
    print_json,
    print_table,
    say,
    warn,
)
from newsloom.match.pair_model import PairModel
from newsloom.trial.training import Training


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
