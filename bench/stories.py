"""Labelled sets -> the pinned qualities of stories, and where each article stands (bench/cases).

Stories are split in two by a hash of their label; only the half that nothing is tuned on is
measured. A case file holds no word of an article: its id, a hash of its true story, and the
predicted one, named by its first article.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from io import StringIO
from pathlib import Path
from statistics import fmean

from bench import labelled
from newsloom.edges.embed import WordsOnly, open_embedder
from newsloom.ports import Embedder
from newsloom.settings import Matching
from newsloom.trial.labelled import Labelled, read_labelled
from newsloom.trial.measures import b_cubed
from newsloom.trial.scores import Scores, score
from newsloom.trial.training import is_tuning
from newsloom.trial.trial import run_trial

SETS = ("groundnews", "kite", "uci", "basil")
CASES = Path(__file__).with_name("cases")
HEAD = ("article", "true", "predicted")

PINNED = ("P", "R", "F1", "whole")
"""Of each set: B-cubed, and true stories over predicted ones, 1 at most."""

MEASURES = (
    *(f"stories {name} {measure}" for name in SETS for measure in PINNED),
    "stories mean F1",
    "stories mean F1, words only",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the articles of one set stand."""

    rows: Sequence[Labelled]
    predicted: Sequence[str]

    @property
    def true(self) -> list[str]:
        """The true story of each article."""
        return [row.story for row in self.rows]


def files() -> list[Path]:
    """Return the labelled sets."""
    return [labelled.STORIES / f"{name}_dev.jsonl" for name in SETS]


def measure() -> dict[str, float]:
    """Return the pinned measures of every set, and the mean F1 with and without the embedder."""
    scores = {name: score(found.predicted, found.true) for name, found in outcomes().items()}
    words = [b_cubed(o.predicted, o.true).f1 for o in run_sets(WordsOnly()).values()]
    return {
        **{
            f"stories {name} {what}": value
            for name, one in scores.items()
            for what, value in zip(PINNED, pinned_of(one), strict=True)
        },
        "stories mean F1": fmean(one.b3_f1 for one in scores.values()),
        "stories mean F1, words only": fmean(words),
    }


def pinned_of(scores: Scores) -> tuple[float, ...]:
    """Return the values of ``PINNED``, 0..1, more is better."""
    return scores.b3_p, scores.b3_r, scores.b3_f1, min(1.0, 1 / scores.fragments)


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Return where the articles of every set stand, with the embedder; found once a process."""
    return run_sets(open_embedder())


def run_sets(embedder: Embedder) -> dict[str, Outcome]:
    """Run the engine over the reported half of every set."""
    return {
        name: run_set(reported(path), embedder) for name, path in zip(SETS, files(), strict=True)
    }


def run_set(rows: Sequence[Labelled], embedder: Embedder) -> Outcome:
    """Run the engine over some labelled articles."""
    articles = [row.article for row in rows]
    return Outcome(rows, run_trial(articles, Matching(), embedder).stories_of(articles))


def reported(path: Path) -> list[Labelled]:
    """Return the rows of a set whose stories nothing is tuned on."""
    with path.open("rb") as lines:
        return [row for row in read_labelled(lines, path.name) if not is_tuning(row.story)]


# --- cases ---------------------------------------------------------------------------------------


def cases() -> dict[str, str]:
    """Return file name -> where each article of a set stands, as CSV."""
    return {f"{name}.csv": case_table(outcome) for name, outcome in outcomes().items()}


def case_table(outcome: Outcome) -> str:
    """Return a row for each article: its id, its true story hashed, the first it stands with."""
    first: dict[str, str] = {}
    for row, story in zip(outcome.rows, outcome.predicted, strict=True):
        first.setdefault(story, row.key)
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(
        (row.key, blake2b(row.story.encode(), digest_size=4).hexdigest(), first[story])
        for row, story in zip(outcome.rows, outcome.predicted, strict=True)
    )
    return table.getvalue()


def changed_cases(before: str, now: str) -> int:
    """Return how many rows of a case file are not in the other."""
    return len(set(rows_in(now)) - set(rows_in(before)))


def rows_in(table: str) -> Iterable[tuple[str, ...]]:
    """Return the rows of a case file below its heading."""
    return (tuple(row) for row in list(csv.reader(StringIO(table)))[1:])
