"""Names of benches -> their tables, and a row for each in ``results.md``.

``python -m bench`` runs all of them, ``python -m bench match feeds`` those two. Each runs in a
process of its own, so that its peak memory is its own. It judges nothing: see ``bench.gate``.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bench.child import measured_apart
from bench.machine import commit, cores

BENCHES = (
    "angles",
    "copies",
    "embedders",
    "extract",
    "feeds",
    "judge",
    "match",
    "neighbours",
    "newsroom",
    "poll",
    "scale",
    "seeds",
    "serve",
)
RESULTS = Path(__file__).with_name("results.md")
HEAD = """# Results of `make bench`

One row a bench and run, newest last. Ratios compare with a peer in the same process; rates depend
on the machine. A commit with `+` had changes on top.

| date | cores | commit | bench | measures |
|---|---|---|---|---|
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benches named, all by default, and keep their measures."""
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}")
    names = parser.parse_args(arguments).names or BENCHES
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        parser.error(f"no bench {', '.join(unknown)}; choose from {', '.join(BENCHES)}")
    for name in names:
        print(f"\n=== {name}", flush=True)
        measures = measured_apart(name)
        if measures:
            keep(RESULTS, row_of(datetime.now(UTC).date(), name, measures))


def row_of(day: date, name: str, measures: Mapping[str, float]) -> str:
    """Return the row of one run of a bench."""
    said = ", ".join(f"{what} {number:.4g}" for what, number in measures.items())
    return f"| {day} | {cores()} | {commit()} | {name} | {said} |\n"


def keep(path: Path, row: str) -> None:
    """Add a row to the results, which begin with a heading."""
    before = path.read_text("utf-8") if path.is_file() else HEAD
    path.write_text(before + row, "utf-8")


if __name__ == "__main__":
    main()
