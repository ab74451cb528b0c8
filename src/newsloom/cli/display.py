"""What commands share when they print: consoles, options, tables, JSON."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from newsloom.errors import SourceError
from newsloom.model import Ending, StageCount
from newsloom.ports import UNCHANGED

WORDS_ONLY = (
    "stories are matched by words alone; for meaning too, `pip install newsloom[embed]` and leave "
    "matching.embedder at auto"
)

app = typer.Typer(
    name="newsloom",
    help="A news engine that tells each event once and shows its reasons.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
PIPED_WIDTH = 120
"""Columns when the output is no terminal."""

console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
errors = Console(stderr=True, highlight=False)

RoomOption = Annotated[
    Path,
    typer.Option(
        "--room", "-C", help="Folder of the newsroom.", show_default=False, readable=False
    ),
]
AnyRoomOption = Annotated[
    Path | None,
    typer.Option(
        "--room", "-C", help="Newsroom whose settings are used; without one, the defaults.",
        show_default=False, readable=False,
    ),
]  # fmt: skip
RoomArgument = Annotated[
    Path, typer.Argument(help="Folder of the newsroom.", show_default=False, readable=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")]
HERE = Path()


def print_json(facts: object) -> None:
    """Print facts as JSON, indented, UTF-8 whatever the locale."""
    sys.stdout.flush()
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(facts), indent=2) + b"\n")
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Print one sentence as it is."""
    console.print(text, markup=False, soft_wrap=True)


def warn(problem: SourceError | str) -> None:
    """Print a problem that did not stop the command."""
    errors.print(f"newsloom: {problem}", markup=False, soft_wrap=True)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table; columns named with a trailing ``>`` are numbers, set to the right."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        number = name.endswith(">")
        table.add_column(
            name.rstrip(">"),
            justify="right" if number else "left",
            no_wrap=number,
            ratio=3 if name == "lead" else None,
            max_width=20 if name == "provider" else None,
        )
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row))
    console.print(table)


def print_stories(rows: Sequence[Mapping[str, Any]], title: str) -> None:
    """Print story rows as the table of the front page; ``indep.`` stands before all reports."""
    print_table(
        title,
        ("heat>", "quality>", "indep.>", "lead", "provider", "story>"),
        [
            (
                f"{row['heat']:.1f}",
                row["lead"]["quality"],
                f"{row['independent']}/{row['articles']}",
                row["title"],
                row["lead"]["provider"],
                row["id"] + ("" if row["verdict"] == "publish" else f" ({row['verdict']})"),
            )
            for row in rows
        ],
    )


def print_endings(endings: Sequence[Ending], codes: Mapping[str, str]) -> None:
    """Print what was dropped and why: each code with its sentence and the inputs it ended."""
    dropped = [e for e in endings if e.code not in ("deferred", "merged")]
    counts = Counter((e.stage, e.code) for e in dropped)
    if not dropped:
        say("Nothing was dropped.")
        return
    print_table(
        "Dropped, and why",
        ("row", "code", "inputs>", "meaning"),
        [
            (stage, code, number, codes.get(code, code))
            for (stage, code), number in counts.most_common()
        ],
    )
    for end in dropped[:20]:
        say(f"  {end.code}: {end.detail or end.key}")
    if len(dropped) > 20:
        say(f"  and {len(dropped) - 20} more: newsloom trace URL tells about one")


def print_waiting(endings: Sequence[Ending], most: int = 5) -> None:
    """Print what was put off because it could not be had, the first few with the reason."""
    waiting = [e for e in endings if e.code == "deferred" and e.detail != UNCHANGED]
    if waiting:
        say(f"{len(waiting)} could not be had now and will be tried again:")
    for end in waiting[:most]:
        say(f"  {end.key}: {end.detail.removeprefix(f'{end.key}: ')}")
    if len(waiting) > most:
        say(f"  and {len(waiting) - most} more")


def count_line(count: StageCount) -> str:
    """Return how a row's inputs ended, as one line."""
    parts = [f"{count.stage:<12} {count.read:>6} due", f"{count.passed:>6} passed"]
    parts += [f"{count.dropped} dropped"] * bool(count.dropped)
    parts += [f"{count.deferred} put off"] * bool(count.deferred)
    return ", ".join(parts)
