"""The command that finds sources: sources add."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import HERE, JsonOption, RoomOption, print_json, print_table, say, warn
from newsloom.cli.starting import sources_app
from newsloom.collect.discovery import Candidate
from newsloom.errors import SourceError
from newsloom.model import Source, SourceKind
from newsloom.newsroom import Discovery, Room
from newsloom.text.counting import counted
from newsloom.text.dates import format_utc

Choose = Callable[[Discovery], Sequence[Candidate]]
"""Which candidates are added."""


@dataclass(slots=True)
class Outcome:
    """What the addresses gave so far."""

    candidates: list[dict[str, object]] = field(default_factory=list)
    failed: list[dict[str, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    is_bad: bool = False
    """Whether there is nothing to follow at one of the addresses."""


@sources_app.command("add")
def add_source(
    places: Annotated[
        list[str], typer.Argument(help="Addresses of sites, pages, feeds, sitemaps; folders.")
    ],
    kind: Annotated[
        SourceKind | None,
        typer.Option(help="Add the address as it is, to be read so; nothing is looked for."),
    ] = None,
    title: Annotated[str, typer.Option(help="Name shown in lists.")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Take the best, ask nothing.")] = False,
    take_all: Annotated[bool, typer.Option("--all", help="Take all that is found.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is found.")] = False,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Find what an address offers (feeds, sitemaps, the page itself), show it, and add it."""
    choose = chooser(yes or json, take_all, dry_run)
    outcome = Outcome()
    with newsroom.opened(room) as opened:
        for place in places:
            if is_folder(place, kind):
                source = newsroom.folder_source(opened, Path(place), title)
                add_to(opened, outcome, [source], dry_run, json)
            elif kind is not None:
                source = Source(newsroom.web_address(place), kind, title)
                add_to(opened, outcome, [source], dry_run, json)
            else:
                chosen = search(opened, outcome, place, choose, json)
                sources = [replace(s, title=title or s.title) for s in chosen]
                add_to(opened, outcome, sources, dry_run, json)
    if json:
        facts = {"candidates": outcome.candidates, "failed": outcome.failed}
        print_json({**facts, "added": outcome.added})
    if outcome.is_bad:
        raise typer.Exit(2)


def is_folder(place: str, kind: SourceKind | None) -> bool:
    """Return whether a place is on disk and not on the web."""
    return kind is SourceKind.POSTS or (
        kind is None and "://" not in place and Path(place).exists()
    )


def search(
    room: Room, outcome: Outcome, place: str, choose: Choose, json: bool
) -> Sequence[Source]:
    """Show what an address offers; returns the sources that were chosen."""
    try:
        found = newsroom.discover(room, place)
    except SourceError as exc:
        outcome.is_bad = True
        outcome.failed.append({"url": exc.url, "reason": exc.message})
        warn(f"{exc}; check the address, or add it unseen with --kind")
        return ()
    outcome.failed += [{"url": one.url, "reason": one.reason} for one in found.failures]
    outcome.candidates += [
        candidate_facts(one, number, found.url)
        for number, one in enumerate(found.candidates, start=1)
    ]
    if not found.candidates:
        outcome.is_bad = True
        warn(f"{found.url}: nothing there can be followed; give another page, or use --kind")
        for failure in found.failures:
            warn(f"  {failure.url}: {failure.reason}")
        return ()
    if not json:
        print_candidates(found)
    return [one.source for one in choose(found)]


def print_candidates(found: Discovery) -> None:
    """Print the candidates as a table, and beneath it what speaks for and against each."""
    rows = [
        (
            number,
            one.form,
            one.source.title,
            counted(len(one.children), "sitemap") if one.children else counted(one.items, "item"),
            f"{one.newest_at:%Y-%m-%d}" if one.newest_at else "",
            f"{one.full_text:.0%}" if one.source.kind is SourceKind.FEED else "",
            one.source.url,
        )
        for number, one in enumerate(found.candidates, start=1)
    ]
    columns = ("no.>", "kind", "title", "lists>", "newest>", "full text>", "address")
    print_table(f"Found at {found.url}, the best first", columns, rows)
    for number, one in enumerate(found.candidates, start=1):
        say(f"{number}: {one.reason}")
    for failure in found.failures:
        if not failure.is_guess:
            say(f"Left out: {failure.url}: {failure.reason}")


def candidate_facts(one: Candidate, number: int, asked: str) -> dict[str, object]:
    """Return a candidate in the shape scripts rely on."""
    return {
        "asked": asked,
        "number": number,
        "url": one.source.url,
        "kind": one.source.kind,
        "form": one.form,
        "title": one.source.title,
        "items": one.items,
        "sitemaps": len(one.children),
        "newest_item": format_utc(one.newest_at) if one.newest_at else None,
        "full_text": round(one.full_text, 2),
        "on_page": one.on_page,
        "found_by": one.why,
        "reason": one.reason,
    }


def chooser(yes: bool, take_all: bool, dry_run: bool) -> Choose:
    """Return what chooses among candidates: the options, or who sits at the terminal."""
    if take_all:
        return lambda found: found.candidates
    if yes or dry_run:
        return lambda found: found.candidates[:1]
    return ask if sys.stdin.isatty() and sys.stdout.isatty() else take_best


def ask(found: Discovery) -> Sequence[Candidate]:
    """Return what the person at the terminal chooses."""

    def picked(answer: str) -> Sequence[Candidate]:
        return picked_from(found.candidates, answer)

    chosen: Sequence[Candidate] = typer.prompt(
        "Which are added? (numbers, all, none)", default="1", value_proc=picked
    )
    return chosen


def take_best(found: Discovery) -> Sequence[Candidate]:
    """Return the best candidate, and say that nobody was asked."""
    if len(found.candidates) > 1:
        say("There is no terminal to ask at: the best is taken; --all takes all.")
    return found.candidates[:1]


def picked_from(candidates: Sequence[Candidate], answer: str) -> Sequence[Candidate]:
    """Return the candidates that an answer names: ``1``, ``1 3``, ``1,3``, ``all``, ``none``.

    Raises:
        BadParameter: it names something else.
    """
    words = answer.replace(",", " ").lower().split()
    if words in (["all"], ["none"]):
        return candidates if words == ["all"] else ()
    by_number = {str(number): one for number, one in enumerate(candidates, start=1)}
    if not words or not by_number.keys() >= set(words):
        raise typer.BadParameter(f"give numbers from 1 to {len(candidates)}, all, or none")
    return [by_number[word] for word in dict.fromkeys(words)]


def add_to(
    room: Room, outcome: Outcome, sources: Sequence[Source], dry_run: bool, json: bool
) -> None:
    """Add sources and say which of them are new."""
    new = [] if dry_run else newsroom.add_sources(room, sources)
    outcome.added += new
    for source in () if json or dry_run else sources:
        was = "Added" if source.url in new else "Already there"
        say(f"{was}: {source.url} ({source.kind})")
    if dry_run and not json:
        say("Nothing was added: this was a dry run.")
