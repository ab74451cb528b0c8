"""Commands that set up a newsroom: init, import, sources (but add), doctor."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import (
    HERE,
    WORDS_ONLY,
    JsonOption,
    RoomOption,
    app,
    print_json,
    print_table,
    say,
    warn,
)
from newsloom.collect.opml import read_opml, write_opml
from newsloom.errors import ConfigError

sources_app = typer.Typer(help="List, add, remove, import and export sources.")
app.add_typer(sources_app, name="sources")


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Folder to make the newsroom in.", readable=False)],
    starter: Annotated[
        str, typer.Option(help=f"Begin with sources and topics: {', '.join(newsroom.STARTERS)}.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Make a newsroom: settings, taxonomy, providers; with a starter also sources."""
    number = newsroom.init_room(folder, starter)
    if json:
        print_json({"folder": str(folder), "starter": starter, "sources": number})
        return
    say(f"Made a newsroom in {folder} with {number} sources.")
    where = f" -C {folder}" if folder != HERE else ""
    hint = "" if number else f"newsloom sources add URL{where}, then "
    say(f"Next: {hint}newsloom run {folder}")


@app.command("import")
def import_command(
    paths: Annotated[
        list[Path], typer.Argument(help="Posts, pages, texts, JSONL, OPML, WARC.", readable=False)
    ],
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Read files into the newsroom; their kind is told by their content."""
    with newsroom.opened(room) as opened:
        report = newsroom.import_files(opened, paths)
    for problem in report.problems:
        warn(problem)
    if json:
        problems = [str(problem) for problem in report.problems]
        print_json({**asdict(report), "problems": problems})
    else:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(report.kinds.items()))
        say(
            f"Read {report.files} of {report.found} files ({kinds or 'none'}): "
            f"{report.articles} articles, {report.sources} sources. Next: newsloom run"
        )
    if report.problems and not (report.articles or report.sources):
        raise typer.Exit(2)


@sources_app.command("list")
def list_sources(room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Print the sources of the newsroom."""
    with newsroom.opened(room) as opened:
        sources = opened.store.sources()
    if json:
        print_json(sources)
    elif sources:
        rows = [(s.kind, s.title or (s.parent and f"of {s.parent}"), s.url) for s in sources]
        print_table(f"{len(sources)} sources", ("kind", "title", "address"), rows)
    else:
        say("No sources yet. Add one with: newsloom sources add URL")


@sources_app.command("remove")
def remove_source(
    url: Annotated[str, typer.Argument(help="Address or folder of the source.")],
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Remove a source; its articles stay."""
    with newsroom.opened(room) as opened, opened.store.transaction():
        removed = opened.store.remove_source(newsroom.source_address(opened, url))
    if not removed:
        raise ConfigError(url, "is no source of this newsroom; see newsloom sources list")
    if json:
        print_json({"removed": url})
    else:
        say(f"Removed {url}; its articles stay.")


@sources_app.command("import")
def import_sources(
    file: Annotated[Path, typer.Argument(help="An OPML file.", readable=False)],
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Add every source of an OPML file."""
    found = read_opml(newsroom.read_bytes(file), str(file))
    with newsroom.opened(room) as opened:
        added = newsroom.add_sources(opened, found)
    if json:
        print_json({"found": len(found), "added": list(added)})
    else:
        say(f"Found {len(found)} sources in {file}, {len(added)} of them new.")


@sources_app.command("export")
def export_sources(room: RoomOption = HERE) -> None:
    """Print the sources as OPML."""
    with newsroom.opened(room) as opened:
        print(write_opml(opened.store.sources(), opened.settings.newsroom.name), end="")


@app.command()
def doctor(room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Check settings, taxonomy, providers and store, and say what is missing."""
    with newsroom.opened(room) as opened:
        counts = opened.store.counts()
        topics, providers = len(opened.taxonomy.topics), len(opened.registry)
        has_key, meaning = bool(opened.master_key), opened.embedder.name
    missing = dict[str, str]()
    if not has_key:
        missing["master key"] = f"{newsroom.KEY_VARIABLE} is not set: posts carry no `secured`"
    if not meaning:
        missing["embedder"] = f"none: {WORDS_ONLY}"
    if not counts.get("sources"):
        missing["sources"] = "none: add one with `newsloom sources add URL`"
    free_gb = shutil.disk_usage(room).free / 1e9
    if json:
        facts = {"settings": "ok", "topics": topics, "providers": providers, "store": counts}
        facts["embedder"] = meaning
        print_json({**facts, "free_gb": round(free_gb, 1), "missing": missing})
        return
    say(f"Settings: in order. Taxonomy: {topics} topics. Registry: {providers} providers.")
    say("Store: in order; " + ", ".join(f"{n} {name}" for name, n in counts.items() if n) + ".")
    say(f"Disk: {free_gb:.1f} GB free.")
    for name, sentence in missing.items():
        say(f"{name}: {sentence}")
    if not missing:
        say("Nothing is missing.")
