"""Reports of labelled stories whose angle was told by hand -> how often it is found.

Run: ``python -m bench.angles [--all] [--errors]``. The labels (``angles.csv``: set, id, angle) were
written by one reader of headline, address and first lines, each report seen among the others of its
true story, before that reader wrote the signs; texts are not kept here. Stories are split in two as
everywhere: one half tunes, the other is reported; ``--all`` takes both. Every report counts as an
original.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from time import perf_counter

from bench.labelled import STORIES, is_absent
from bench.machine import say_peak
from newsloom.match.angles import find_angles
from newsloom.model import (
    Angle,
    Angles,
    ArticleId,
    Coverage,
    Dossier,
    Originality,
    Quality,
    Report,
    Story,
    StoryId,
    Syndication,
    Tagging,
)
from newsloom.trial.labelled import Labelled, read_labelled
from newsloom.trial.training import is_tuning

LABELS = Path(__file__).with_name("angles.csv")


@dataclass(frozen=True, slots=True)
class Found:
    """One labelled report and what was found."""

    row: Labelled
    true: Angle
    found: Angle
    sentence: str


def read_angles(path: Path = LABELS) -> dict[tuple[str, str], Angle]:
    """Return the angle told by hand, by set and id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["set"], row["id"]): Angle(row["angle"]) for row in csv.DictReader(file)}


def stories_of(name: str) -> dict[str, list[Labelled]]:
    """Return the rows of a set by their true story; of rows with one id the first."""
    with (STORIES / f"{name}_dev.jsonl").open("rb") as lines:
        rows = {row.key: row for row in reversed(read_labelled(lines, name))}
    stories: dict[str, list[Labelled]] = {}
    for row in reversed(rows.values()):
        stories.setdefault(row.story, []).append(row)
    return stories


def angles_of(story: str, rows: Sequence[Labelled]) -> Angles:
    """Return the angles of a true story."""
    story_id = StoryId(story)
    reports = tuple(report_of(row, story_id) for row in rows)
    first = reports[0].article
    return find_angles(Dossier(Story(story_id, first.article_id, first.published_at), reports))


def report_of(row: Labelled, story_id: StoryId) -> Report:
    """Return a row as an original report of its story, not rated."""
    key: ArticleId = row.article.article_id
    return Report(
        row.article,
        Quality(key, 0, ()),
        Syndication(key, Originality.ORIGINAL, key, 0.0),
        Coverage(key, story_id, 1.0, None, (), ""),
        Tagging(key, ()),
    )


def find_all(labels: Mapping[tuple[str, str], Angle], is_all: bool) -> Iterator[Found]:
    """Return what is found of every labelled report of the half that is reported, or of both."""
    for name in sorted({name for name, _ in labels}):
        for story, rows in stories_of(name).items():
            if not is_all and is_tuning(story):
                continue
            if not any((name, row.key) in labels for row in rows):
                continue
            told = {one.article_id: one for one in angles_of(story, rows).reports}
            for row in rows:
                if true := labels.get((name, row.key)):
                    one = told[row.article.article_id]
                    yield Found(row, true, one.angle, one.sentence)


def measure(found: Sequence[Found]) -> dict[str, float]:
    """Return accuracy, that of calling everything a plain report, and the mean F1 of angles.

    The mean is over the angles labelled at least five times.
    """
    counts = Counter((one.true, one.found) for one in found)
    often = [a for a in Angle if sum(one.true is a for one in found) >= 5]
    return {
        "accuracy": sum(one.true is one.found for one in found) / len(found),
        "accuracy / always report": sum(one.true is Angle.REPORT for one in found) / len(found),
        "mean F1": fmean(f1_of(angle, counts) for angle in often),
    }


def f1_of(angle: Angle, counts: Mapping[tuple[Angle, Angle], int]) -> float:
    """Return the F1 of one angle."""
    right = counts.get((angle, angle), 0)
    labelled = sum(count for (true, _), count in counts.items() if true is angle)
    told = sum(count for (_, found), count in counts.items() if found is angle)
    return 2 * right / (labelled + told) if labelled + told else 0.0


def print_angles(found: Sequence[Found]) -> None:
    """Print how each angle was found."""
    print(f"{'angle':10} {'labelled':>8} {'found':>8} {'right':>8}")
    for angle in Angle:
        labelled = sum(one.true is angle for one in found)
        told = sum(one.found is angle for one in found)
        right = sum(one.true is one.found is angle for one in found)
        print(f"{angle.value:10} {labelled:8} {told:8} {right:8}")


def rate() -> float:
    """Return how many reports a second are told apart, groups included, in the largest story."""
    story, rows = max(stories_of("groundnews").items(), key=lambda pair: len(pair[1]))
    start = perf_counter()
    angles_of(story, rows)
    return len(rows) / (perf_counter() - start)


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print how well angles are told, and return the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="both halves")
    parser.add_argument("--errors", action="store_true", help="print what was told wrongly")
    chosen = parser.parse_args(arguments)
    if is_absent(STORIES):
        return {}
    found = [*find_all(read_angles(), chosen.all)]
    measures = measure(found)
    print(f"{len(found)} reports with an angle told by hand")
    print_angles(found)
    for name, value in measures.items():
        print(f"{name:26} {value:.3f}")
    for one in found if chosen.errors else ():
        if one.true is not one.found:
            print(f"{one.true.value} found as {one.found.value}: {one.row.article.title}")
            print(f"    {one.sentence}")
    measures["reports/s"] = rate()
    print(f"{measures['reports/s']:.0f} reports a second in a large story")
    return {**measures, "peak MiB": say_peak()}


if __name__ == "__main__":
    main()
