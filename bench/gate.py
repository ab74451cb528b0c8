"""The pinned qualities -> the floors that are broken, one sentence each; it measures no time.

``python -m bench.gate [GROUP...]`` exits 1 when a floor of ``baseline.json`` is broken. Floors lie
a hair below what was measured. ``--raise`` writes those that have become better and those of new
measures; ``--lower NAME`` is the only way down. A group whose files changed has to be pinned anew:
its hash is written by either flag.

Where each case stands lies in ``cases``, so that a change shows which ones it moved; either flag
writes it too, unless a floor is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor
from pathlib import Path

from bench.labelled import corpus_hash, is_absent
from bench.quality import GROUPS, Group
from bench.stories import CASES, changed_cases

BASELINE = Path(__file__).with_name("baseline.json")
HAIR = 0.005
"""How far below the measured value a floor lies: an article more or less changes no floor."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is pinned."""

    corpora: Mapping[str, str]
    """Group -> hash of the files measured."""
    floors: Mapping[str, float]
    """Measure -> the least it may be, 0..1."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one group gave."""

    group: str
    corpus: str
    measures: Mapping[str, float]
    cases: Mapping[str, str]
    """File name -> its CSV."""


def find(group: Group) -> Finding:
    """Return the measures of a group and the hash of its files.

    Raises:
        ValueError: it gave other measures than it names.
    """
    measures = group.measure()
    if set(measures) != set(group.measures):
        odd = sorted(set(measures) ^ set(group.measures))
        raise ValueError(f"{group.name} names other measures than it gives: {odd}")
    return Finding(group.name, corpus_hash(group.files()), measures, group.cases())


def complaints(finding: Finding, baseline: Baseline) -> list[str]:
    """Return one sentence for each broken floor, missing floor and changed corpus."""
    found: list[str] = []
    corpus = baseline.corpora.get(finding.group, finding.corpus)
    if corpus != finding.corpus:
        found.append(
            f"The files of `{finding.group}` changed: its floors were measured on {corpus}, not"
            f" {finding.corpus}; pin it anew with --raise."
        )
    for name, value in finding.measures.items():
        least = baseline.floors.get(name)
        if least is None:
            found.append(f"`{name}` has no floor; pin it with --raise.")
        elif value < least:
            found.append(f"`{name}` is {value:.4f}, below its floor of {least:.3f}.")
    return found


def pinned(baseline: Baseline, finding: Finding, down: Sequence[str] = ()) -> Baseline:
    """Return the baseline with better floors written, and those of ``down`` let down."""
    floors = dict(baseline.floors)
    for name, value in finding.measures.items():
        new = floor_of(value)
        if name in down or new > floors.get(name, -1.0):
            floors[name] = new
    return Baseline({**baseline.corpora, finding.group: finding.corpus}, floors)


def lowered(baseline: Baseline, finding: Finding, names: Sequence[str]) -> Baseline:
    """Return the baseline with only the floors in ``names`` let down to what was measured."""
    given = {name: value for name, value in finding.measures.items() if name in names}
    if not given:
        return baseline
    return pinned(baseline, replace(finding, measures=given), names)


def floor_of(value: float) -> float:
    """Return the floor for a measured value: a hair lower, three decimals, 0 at least."""
    return max(0.0, floor(round((value - HAIR) * 1000, 6)) / 1000)


def read_baseline(path: Path = BASELINE) -> Baseline:
    """Return the baseline of a file, an empty one where there is none."""
    if not path.is_file():
        return Baseline({}, {})
    table = json.loads(path.read_text("utf-8"))
    return Baseline(table["corpora"], table["floors"])


def write_baseline(baseline: Baseline, path: Path) -> None:
    """Write a baseline, in the order of the groups."""
    names = [name for group in GROUPS for name in group.measures]
    table = {
        "corpora": {g.name: baseline.corpora[g.name] for g in GROUPS if g.name in baseline.corpora},
        "floors": {name: baseline.floors[name] for name in names if name in baseline.floors},
    }
    path.write_text(json.dumps(table, indent=2) + "\n", "utf-8")


def keep_cases(finding: Finding, folder: Path, *, write: bool) -> None:
    """Say how many cases stand elsewhere than they did, and keep them where asked to."""
    for name, now in finding.cases.items():
        path = folder / name
        before = path.read_text("utf-8") if path.is_file() else ""
        if now != before:
            moved = changed_cases(before, now)
            print(f"{folder.name}/{name}: {moved} cases stand elsewhere{', kept' * write}")
        if write:
            folder.mkdir(exist_ok=True)
            path.write_text(now, "utf-8")


def main(
    arguments: Sequence[str] | None = None, path: Path = BASELINE, folder: Path = CASES
) -> int:
    """Print every measure with its floor and what is broken; returns the exit code."""
    chosen = parse(arguments)
    before = after = read_baseline(path)
    broken: list[str] = []
    for group in GROUPS:
        if group.name not in (chosen.groups or [g.name for g in GROUPS]):
            continue
        if is_absent(group.place):
            continue
        finding = find(group)
        if chosen.lower:
            after = lowered(after, finding, chosen.lower)
        if chosen.better:
            after = pinned(after, finding)
        for name, value in finding.measures.items():
            print(f"{name:28} {value:.4f}   floor {after.floors.get(name, 0.0):.3f}", flush=True)
        found = complaints(finding, after)
        keep_cases(finding, folder, write=bool(chosen.lower or chosen.better) and not found)
        broken += found
    if after != before:
        write_baseline(after, path)
    print("\n".join(broken) or "No floor is broken.")
    return 1 if broken else 0


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the chosen groups and flags."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    groups = [group.name for group in GROUPS]
    measures = [name for group in GROUPS for name in group.measures]
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(groups)}")
    parser.add_argument("--raise", action="store_true", dest="better", help="write better floors")
    parser.add_argument("--lower", action="append", default=[], metavar="NAME",
                        help="let this floor down to what is measured now")  # fmt: skip
    chosen = parser.parse_args(arguments)
    for name in {*chosen.groups} - {*groups}:
        parser.error(f"no group `{name}`; choose from {', '.join(groups)}")
    for name in {*chosen.lower} - {*measures}:
        parser.error(f"no measure `{name}`; choose from {', '.join(measures)}")
    return chosen


if __name__ == "__main__":
    sys.exit(main())
