"""Labels -> a pair model in a file; rulings -> labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from newsloom.errors import ConfigError
from newsloom.match.pair_model import PairModel, render_pair_model
from newsloom.newsroom.room import Room
from newsloom.newsroom.trying import Bench, read_file
from newsloom.trial.fitting import Fitter
from newsloom.trial.rulings import render_pairs, ruled_pairs
from newsloom.trial.training import Training, read_labels, train_model


def train(places: Sequence[str], bench: Bench) -> Training[PairModel]:
    """Fit the pair model on one half of some label files and judge it on the other.

    Raises:
        ParseError: a file cannot be read, or there are too few stories for two halves.
    """
    labels = [read_file(place, read_labels) for place in places]
    fitter = Fitter(bench.model, bench.settings.matching, bench.embedder)
    return train_model(labels, bench.model, fitter.fit, fitter.judge)


def keep_model(training: Training[PairModel], path: Path) -> None:
    """Write the model that came of training, with what it is worth.

    Raises:
        ConfigError: it cannot be written.
    """
    held = f"mean F1 on the other half {fmean(training.after.values()):.3f}"
    model = replace(training.model, trained_on=f"{training.model.trained_on}; {held}")
    write_file(path, render_pair_model(model).encode())


@dataclass(frozen=True, slots=True)
class Export:
    """Rulings written as labelled pairs."""

    exported: int
    left_out: int
    """Pairs of which an article is not in the store."""
    body: bytes
    """JSON Lines."""


def export_pairs(room: Room) -> Export:
    """Return the rulings of a newsroom as labelled pairs with their texts."""
    pairs = ruled_pairs(room.store.rulings())
    articles = room.store.articles(sorted({key for pair in pairs for key in (pair.one, pair.two)}))
    known = [pair for pair in pairs if pair.one in articles and pair.two in articles]
    return Export(len(known), len(pairs) - len(known), render_pairs(known, articles))


def write_file(path: Path, body: bytes) -> None:
    """Put a file in place as a whole: written beside it, then renamed.

    Raises:
        ConfigError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_bytes(body)
        beside.replace(path)
    except OSError as exc:
        message = f"cannot be written: {exc.strerror}; choose another place"
        raise ConfigError(str(path), message) from exc
