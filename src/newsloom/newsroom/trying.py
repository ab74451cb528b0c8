"""Label files on disk -> trials of the engine, with the time they took and the memory.

Works without a newsroom; in one it takes its settings. Files may be packed with gzip; ``-`` is
standard input.
"""

from __future__ import annotations

import gzip
import resource
import sys
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

from newsloom.edges.embed import open_embedder
from newsloom.errors import ParseError
from newsloom.match.pair_model import PairModel, shipped_model
from newsloom.newsroom.config import SETTINGS_FILE, read_settings
from newsloom.newsroom.room import read_pair_model
from newsloom.ports import Embedder
from newsloom.settings import Profile, Settings
from newsloom.trial.answers import Answer, answer_pairs
from newsloom.trial.labelled import Labelled, read_articles, read_labelled
from newsloom.trial.pairs import PairSet, read_pairs
from newsloom.trial.trial import Trial, run_trial

STANDARD_INPUT = "-"
GZIP = b"\x1f\x8b"
BYTES_OF_PEAK = 1 if sys.platform == "darwin" else 1024
"""Bytes in the unit in which the system tells the peak memory."""

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Bench:
    """What a trial is run with."""

    settings: Settings
    embedder: Embedder
    model: PairModel
    folder: Path
    """The newsroom, else the folder at hand."""


@dataclass(frozen=True, slots=True)
class TimedTrial:
    """A trial and what it took."""

    trial: Trial
    seconds: float
    """Of the match stage: fingerprints with their vectors, copies, stories."""
    peak_mb: float
    """Most memory the process has held so far, in millions of bytes."""


def open_bench(folder: Path | None = None, profile: Profile | None = None) -> Bench:
    """Return settings, embedder and pair model of a newsroom; without one the defaults.

    ``folder`` None is the folder at hand, if it is a newsroom. ``profile`` None is that of the
    settings.

    Raises:
        ConfigError: the folder named is no newsroom, or its settings are wrong.
    """
    here = Path()
    place = here if folder is None and (here / SETTINGS_FILE).is_file() else folder
    settings = read_settings(place) if place is not None else Settings()
    if profile is not None:
        settings = replace(settings, newsroom=replace(settings.newsroom, profile=profile))
    embedder = open_embedder(settings.matching.embedder, place or here)
    model = read_pair_model(place) if place is not None else shipped_model()
    return Bench(settings, embedder, model, place or here)


def read_label_file(place: str) -> tuple[Labelled, ...]:
    """Return the labelled articles of a file.

    Raises:
        ParseError: it cannot be read.
    """
    return read_file(place, read_labelled)


def read_pair_file(place: str, articles: str | None = None) -> PairSet:
    """Return the labelled pairs of a file, joined with the articles of another.

    Raises:
        ParseError: one of them cannot be read.
    """
    known = None if articles is None else read_file(articles, read_articles)
    return read_file(place, lambda lines, name: read_pairs(lines, name, known))


def read_file(place: str, read: Callable[[Iterable[bytes], str], Read]) -> Read:
    """Return what ``read`` makes of the lines of a file and its name."""
    is_piped = place == STANDARD_INPUT
    name = "standard input" if is_piped else place
    try:
        with open(0 if is_piped else place, "rb", closefd=not is_piped) as file:
            is_packed = file.peek(2)[:2] == GZIP
            return read(gzip.GzipFile(fileobj=file) if is_packed else file, name)
    except (gzip.BadGzipFile, zlib.error, EOFError) as exc:
        raise ParseError(name, "is a broken gzip file; pack it again") from exc
    except OSError as exc:
        raise ParseError(name, f"cannot be read: {exc.strerror}; check the path") from exc


def try_stories(
    rows: Iterable[Labelled], bench: Bench, on_progress: Callable[[int], None] = lambda done: None
) -> TimedTrial:
    """Run the engine over labelled articles; the loading of a model is not timed."""
    bench.embedder.embed(["Warm up."])
    start = perf_counter()
    articles = [row.article for row in rows]
    matching = bench.settings.matching
    trial = run_trial(articles, matching, bench.embedder, bench.model, on_progress)
    return TimedTrial(trial, perf_counter() - start, peak_mb())


def try_pairs(pairs: PairSet, bench: Bench) -> list[Answer]:
    """Return what the engine says of each labelled pair."""
    return answer_pairs(pairs, bench.settings.matching, bench.embedder, bench.model)


def peak_mb() -> float:
    """Return the most memory this process has held so far, in millions of bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_OF_PEAK / 1e6
