"""Commands that do the work: run, publish, serve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from newsloom import newsroom
from newsloom.cli.display import (
    HERE,
    WORDS_ONLY,
    JsonOption,
    RoomArgument,
    RoomOption,
    app,
    console,
    count_line,
    print_endings,
    print_json,
    print_stories,
    print_waiting,
    say,
    warn,
)
from newsloom.collect.care import count_states, in_need
from newsloom.errors import ConfigError
from newsloom.model import StageCount
from newsloom.newsroom import Room
from newsloom.pipeline import DROP_CODES
from newsloom.publish.edition import published_briefs
from newsloom.publish.facts import story_row
from newsloom.publish.target import TARGETS
from newsloom.text.counting import counted
from newsloom.web.accounts import set_up_path
from newsloom.web.app import create_app
from newsloom.web.serving import serve as serve_app
from newsloom.web.serving import serve_beside

TOP = 15
"""Stories shown after a run."""


class RunDisplay:
    """Live progress: a bar for the row that is at work, a line for each that ended."""

    def __init__(self) -> None:
        self.progress = Progress(
            TextColumn("{task.description:<12}"), BarColumn(), MofNCompleteColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self.tasks: dict[str, TaskID] = {}

    def __call__(self, count: StageCount, due: int) -> None:
        if count.stage not in self.tasks:
            self.tasks[count.stage] = self.progress.add_task(count.stage, total=due)
        self.progress.update(self.tasks[count.stage], completed=count.read)
        if count.read == due:
            self.progress.update(self.tasks[count.stage], visible=False)
            self.progress.console.print(count_line(count), markup=False)


@app.command()
def run(
    folder: RoomArgument = HERE,
    watch: Annotated[bool, typer.Option("--watch", help="Go on until interrupted.")] = False,
    once: Annotated[bool, typer.Option("--once", help="Run once (the default).")] = False,
    json: JsonOption = False,
) -> None:
    """Look at every source, take every article as far as it goes, publish the edition."""
    if watch and once:
        raise ConfigError("--watch and --once", "exclude each other; give one of them")
    if watch:
        newsroom.watch_for_ever(folder, print_watching, print_round, print_fault)
        return
    with newsroom.opened(folder) as room:
        run_and_print(room, json)


def print_watching(room: Room) -> None:
    """Say what is watched, each time the newsroom is opened."""
    say(f"Watching {len(room.store.sources())} sources; Ctrl-C ends it.")


def print_fault(fault: ConfigError) -> None:
    """Say why nothing runs until the settings are mended."""
    warn(f"{fault}; nothing runs until this is mended")


def run_and_print(room: Room, json: bool = False) -> None:
    """Run once and print the outcome."""
    started = room.clock()
    if json:
        counts = newsroom.run_once(room)
        print_json(run_facts(room, counts, started))
    else:
        if not room.embedder.name:
            say(f"No embedder: {WORDS_ONLY}.")
        display = RunDisplay()
        with display.progress:
            counts = newsroom.run_once(room, display)
        print_outcome(room, counts, started)
    fail_if_refused(room)


def fail_if_refused(room: Room) -> None:
    """Say why files of the edition are not in their place, and leave with exit code 1."""
    reasons = dict.fromkeys(end.detail for end in newsroom.refused(room))
    for reason in reasons:
        warn(reason)
    if reasons:
        raise typer.Exit(1)


def run_facts(room: Room, counts: Sequence[StageCount], started: datetime) -> dict[str, object]:
    """Return the outcome of a run as facts."""
    edition = room.edition()
    return {
        "stages": counts,
        "stories": [story_row(brief, edition.as_of) for brief in published_briefs(edition)],
        "dropped": [e for e in room.store.endings(since=started) if e.code != "deferred"],
        "files_changed": files_changed(counts),
        "folder": str(room.edition_folder),
    }


def print_outcome(room: Room, counts: Sequence[StageCount], started: datetime) -> None:
    """Print the top stories, the drops and where the edition stands."""
    edition = room.edition()
    rows = [story_row(brief, edition.as_of) for brief in published_briefs(edition)]
    rows = sorted(rows, key=lambda row: -float(str(row["heat"])))
    say("")
    print_stories(rows[:TOP], f"Top {min(TOP, len(rows))} of {len(rows)} published stories")
    say("")
    print_endings(room.store.endings(since=started), DROP_CODES)
    print_waiting([*room.store.endings("poll"), *room.store.endings("fetch", started)])
    say("")
    articles, sources = counted(edition.articles, "article"), counted(edition.sources, "source")
    say(f"{articles} from {sources}.")
    needy = in_need(newsroom.look_after(room))
    if needy:
        who = counted(len(needy), "source")
        say(f"In need of care: {who} ({count_states(needy)}); see newsloom sources --health")
    say(f"{files_changed(counts)} files changed in the edition: {room.edition_folder}")


def files_changed(counts: Sequence[StageCount]) -> int:
    """Return how many files were put in place or withdrawn."""
    return sum(count.passed for count in counts if count.stage == "deliver")


def print_round(counts: Sequence[StageCount]) -> None:
    """Print the rows of a round that had work."""
    for count in counts:
        if count.read:
            say(f"{newsroom.now():%H:%M:%S} {count_line(count)}")


@app.command()
def publish(
    targets: Annotated[list[str] | None, typer.Argument(help=f"{', '.join(TARGETS)}.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Render the edition again and put what changed in place."""
    for target in targets or ():
        if target not in TARGETS:
            raise ConfigError(target, f"is no target; choose from {', '.join(TARGETS)}")
    with newsroom.opened(room) as opened:
        for target in set(targets or ()) - set(opened.settings.publishing.targets):
            raise ConfigError(target, "is not made here; name it in publishing.targets first")
        if dry_run:
            changed = newsroom.changed_files(opened, targets or ())
        else:
            changed = newsroom.publish(opened, targets or ())
        print_changed(changed, opened.edition_folder, dry_run, json)
        if not dry_run:
            fail_if_refused(opened)


def print_changed(changed: Sequence[str], folder: Path, dry_run: bool, json: bool) -> None:
    """Print which files changed, or would."""
    if json:
        print_json({"changed": changed, "folder": str(folder), "dry_run": dry_run})
        return
    for key in changed:
        say(f"  {key}")
    verb = "would change" if dry_run else "changed"
    say(f"{len(changed)} files {verb} in {folder}")


@app.command()
def serve(
    folder: RoomArgument = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8080,
) -> None:
    """Serve the live pages and the desk; hubs tell them what is new (fetching.websub_callback)."""
    with newsroom.opened(folder) as room:
        web = create_app(newsroom.open_house(room))
        serve_app(web, host, port, partial(say_ready, room))


@app.command()
def up(
    folder: RoomArgument = HERE,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8080,
) -> None:
    """Do all of it in one process: watch the sources, and serve the live pages and the desk."""
    with newsroom.opened(folder) as room:
        web = create_app(newsroom.open_house(room))

        def work() -> None:
            newsroom.watch_for_ever(folder, print_watching, print_round, print_fault)

        serve_beside(web, host, port, partial(say_ready, room), work)


def say_ready(room: Room, url: str) -> None:
    """Say where the pages are, and where the first admin is made while there is none."""
    say(f"The front page is at {url} (Ctrl-C ends it)")
    path = set_up_path(room.store)
    if path:
        say(f"No admin yet, so the desk is off: make one at {url.rstrip('/')}{path}")
