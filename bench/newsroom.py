"""1,905 labelled articles -> what a whole newsroom costs: first run, quiet run, increment.

Run: ``python -m bench.newsroom``. A newsroom in a temporary folder imports all but the last 200
rows and runs; runs again, which must change no file; then imports the 200 and runs. There is no
peer that does all this: the ratios are of the later runs to the first. No network is used.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.labelled import STORIES, is_absent
from bench.machine import say_peak
from newsloom import newsroom
from newsloom.model import StageCount

SETS = ("groundnews", "kite")
LATER = 200
"""Rows that come as an increment."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the newsroom."""

    seconds: dict[str, float]
    """By row of the pipeline, "import" first; rows with nothing due are not in it."""
    total: float
    files: int
    """Written, changed or withdrawn."""


def run_with(folder: Path, imported: Sequence[Path] = ()) -> Run:
    """Import files, run the newsroom in ``folder``, and return what it cost."""
    before = stamps(folder)
    with newsroom.opened(folder) as room:
        watch = Stopwatch()
        if imported:
            report = newsroom.import_files(room, imported)
            if report.problems:
                raise report.problems[0]
            watch.lap("import")
        newsroom.run_once(room, watch.on_progress)
    after = stamps(folder)
    changed = {path for path, _ in before.items() ^ after.items()}
    return Run(watch.laps, watch.elapsed(), len(changed))


class Stopwatch:
    """Seconds since the last lap, kept by name."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.clock = clock
        self.started = self.last = clock()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """Count the time since the last lap to ``name``."""
        now = self.clock()
        self.laps[name] = self.laps.get(name, 0.0) + now - self.last
        self.last = now

    def on_progress(self, count: StageCount, due: int) -> None:
        """Count the time of a chunk to its row."""
        self.lap(count.stage)

    def elapsed(self) -> float:
        """Return the seconds since the beginning."""
        return self.clock() - self.started


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    """Return when each file of the edition was written, in nanoseconds, and its size."""
    files = [path for path in (folder / "public").rglob("*") if path.is_file()]
    found = {str(path): path.stat() for path in files}
    return {path: (stat.st_mtime_ns, stat.st_size) for path, stat in found.items()}


def print_run(name: str, run: Run) -> None:
    """Print the seconds and shares of a run, row by row."""
    print(f"{name}: {run.total:.2f} s, {run.files} files")
    for row, seconds in run.seconds.items():
        print(f"  {row:12} {seconds:8.2f} s {seconds / run.total:6.1%}")


def split_rows(folder: Path) -> tuple[Path, Path, int]:
    """Write the rows to import first and those to import later; return both files and the sum."""
    rows = [
        line
        for name in SETS
        for line in (STORIES / f"{name}_dev.jsonl").read_text("utf-8").splitlines()
    ]
    first, later = folder / "first.jsonl", folder / "later.jsonl"
    first.write_text("\n".join(rows[:-LATER]), "utf-8")
    later.write_text("\n".join(rows[-LATER:]), "utf-8")
    return first, later, len(rows)


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print what each run costs, row by row, and return the sums and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keep", type=Path, help="leave the newsroom in this folder")
    keep = parser.parse_args(arguments).keep
    if is_absent(STORIES):
        return {}
    with TemporaryDirectory() as place:
        folder = Path(place) / "room"
        newsroom.init_room(folder)
        first, later, total = split_rows(Path(place))
        full = run_with(folder, [first])
        quiet = run_with(folder)
        more = run_with(folder, [later])
        if keep:
            shutil.copytree(folder, keep)
    print(f"{total} articles, the last {LATER} of them later")
    for name, run in (("full", full), ("quiet", quiet), ("increment", more)):
        print_run(name, run)
    if quiet.files:
        print(f"warning: the quiet run changed {quiet.files} files")
    return {
        "full s": full.total,
        "articles/s": (total - LATER) / full.total,
        "quiet s": quiet.total,
        "quiet files": quiet.files,
        "increment s": more.total,
        "increment / full": more.total / full.total,
        "increment / full, by article": more.total / LATER / (full.total / (total - LATER)),
        "files": full.files,
        "peak MiB": say_peak(),
    }


if __name__ == "__main__":
    main()
