"""Commands that tell how sources do: sources --health, sources report, sources recheck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from newsloom import newsroom
from newsloom.cli.display import HERE, JsonOption, RoomOption, print_json, print_table, say
from newsloom.cli.starting import sources_app
from newsloom.collect.care import REMEDIES, SourceHealth, count_states, in_need
from newsloom.model import HealthChange
from newsloom.text.counting import counted
from newsloom.text.dates import format_utc

LAST_CHANGES = 8
"""Lines of a source's history that are shown."""


@sources_app.callback(invoke_without_command=True)
def sources(
    context: typer.Context,
    health: Annotated[bool, typer.Option("--health", help="Show how the sources do.")] = False,
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """List, add, remove, import and export sources; say how they do."""
    if context.invoked_subcommand is None and not health:
        print(context.get_help())
    if context.invoked_subcommand is not None or not health:
        return
    with newsroom.opened(room) as opened:
        found = newsroom.look_after(opened)
        changes = opened.store.health_changes()
        if json:
            print_json([health_facts(one, changes) for one in found])
        else:
            print_health(found, changes)


def health_facts(one: SourceHealth, changes: Sequence[HealthChange]) -> dict[str, object]:
    """Return how a source does, in the shape scripts rely on."""
    health = one.health
    own = [change for change in changes if change.source_url == one.source.url]
    return {
        "url": one.source.url,
        "title": one.source.title,
        "kind": one.source.kind,
        "state": health.state,
        "says": one.says,
        "remedy": REMEDIES[health.state],
        "since": moment(health.since),
        "changed": moment(health.changed_at),
        "newest_item": moment(health.newest_at),
        "minutes_between_changes": round(health.gap_minutes, 1) or None,
        "failures": health.failures,
        "moved_to": health.moved_to,
        "hub": health.hub,
        "history": [
            {"at": format_utc(change.at), "state": change.state, "detail": change.detail}
            for change in own
        ],
    }


def print_health(found: Sequence[SourceHealth], changes: Sequence[HealthChange]) -> None:
    """Print a table of the sources, the worst first, then what those in need have been through."""
    if not found:
        say("No sources yet. Add one with: newsloom sources add URL")
        return
    rows = [
        (
            one.health.state,
            f"{one.health.since:%Y-%m-%d %H:%M}" if one.health.since else "",
            f"{one.health.newest_at:%Y-%m-%d}" if one.health.newest_at else "",
            pace(one.health.gap_minutes),
            one.name,
        )
        for one in found
    ]
    title = f"{counted(len(found), 'source')}: {count_states(found)}"
    print_table(title, ("state", "since", "newest item", "changes every>", "source"), rows)
    for one in in_need(found):
        say(f"\n{one.health.state}: {one.source.url}\n  {one.says}")
        say(f"  To do: {REMEDIES[one.health.state]}.")
        own = [change for change in changes if change.source_url == one.source.url]
        past = " < ".join(f"{c.state} {c.at:%Y-%m-%d %H:%M}" for c in own[::-1][:LAST_CHANGES])
        say(f"  History: {past}")


def pace(minutes: float) -> str:
    """Return a time between changes as people say it, "" when it is not known."""
    if not minutes:
        return ""
    return f"{minutes:.0f} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def moment(at: datetime | None) -> str | None:
    """Return a moment as scripts read it."""
    return format_utc(at) if at else None


@sources_app.command("report")
def report(room: RoomOption = HERE) -> None:
    """Print the feed care report of this moment as Markdown."""
    with newsroom.opened(room) as opened:
        print(newsroom.care_report(opened), end="")


@sources_app.command("recheck")
def recheck(
    urls: Annotated[list[str], typer.Argument(help="Addresses of sources.")],
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Ask sources on the next run that rest after a failure or have ended."""
    with newsroom.opened(room) as opened:
        addresses = [newsroom.source_address(opened, url) for url in urls]
        newsroom.recheck_sources(opened, addresses)
    if json:
        print_json({"due": addresses})
    else:
        say(f"Asked on the next run: {counted(len(addresses), 'source')}.")
