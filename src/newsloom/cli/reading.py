"""Commands that show what is known: stories, show, trace, stages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from newsloom import newsroom
from newsloom.cli.display import (
    HERE,
    JsonOption,
    RoomOption,
    app,
    print_json,
    print_stories,
    print_table,
    say,
)
from newsloom.errors import ConfigError
from newsloom.model import Selection
from newsloom.pipeline import DROP_CODES
from newsloom.publish.facts import story_detail, story_row, summary_row
from newsloom.text.dates import parse_date

ALL = 1_000_000
"""More stories than there are."""


@app.command()
def stories(
    room: RoomOption = HERE,
    published: Annotated[bool, typer.Option("--published", help="Only published ones.")] = False,
    as_of: Annotated[str, typer.Option(help="Published ones as they stood then, UTC.")] = "",
    limit: Annotated[int, typer.Option(min=0, help="At most this many; 0 = all.")] = 0,
    json: JsonOption = False,
) -> None:
    """Print the stories, hottest first."""
    rows = past_rows(room, as_of, limit or ALL) if as_of else story_rows(room, published)
    rows = rows[:limit] if limit else rows
    if json:
        print_json(rows)
    elif rows:
        print_stories(rows, f"{len(rows)} stories")
    else:
        say("No stories yet. Bring articles with newsloom import or sources, then newsloom run.")


def story_rows(room: Path, published: bool) -> list[dict[str, object]]:
    """Return the rows of all stories, or of the published ones, hottest first."""
    with newsroom.opened(room) as opened:
        edition = opened.edition()
        briefs = [b for b in opened.store.briefs() if b.dossier.story.merged_into is None]
    rows = [story_row(brief, edition.as_of) for brief in briefs]
    kept = [row for row in rows if not published or row["verdict"] == "publish"]
    return sorted(kept, key=lambda row: (-float(str(row["heat"])), str(row["id"])))


def past_rows(room: Path, as_of: str, limit: int) -> list[dict[str, object]]:
    """Return the rows of the stories that were published at a moment, in the order they had."""
    at = parse_date(as_of)
    if at is None:
        raise ConfigError("--as-of", f"{as_of!r} is no moment; write it as 2026-11-22T14:30")
    with newsroom.opened(room) as opened:
        found = opened.store.summaries(Selection(at, limit=limit))
    return [summary_row(summary, at) for summary in found]


@app.command()
def show(
    story: Annotated[str, typer.Argument(help="Id of a story, or address of an article.")],
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Print one story with all coverage and every reason."""
    with newsroom.opened(room) as opened:
        edition = opened.edition()
        story_id = opened.store.find_story(story)
        found = opened.store.briefs([story_id]) if story_id else ()
    if not found:
        raise ConfigError(story, "is no story or article here; see newsloom stories")
    detail = story_detail(found[0], edition.as_of)
    if json:
        print_json(detail)
    else:
        print_detail(detail)


def print_detail(detail: dict[str, Any]) -> None:
    """Print the facts of a story with their reasons."""
    say(f"{detail['title']}")
    say(f"{detail['lead']['provider']}: {detail['lead']['url']}")
    say(f"{detail['articles']} reports, {detail['independent']} independent; id {detail['id']}")
    say(f"Topics: {', '.join(detail['topics']) or 'none'}\n")
    providers = {c["id"]: c["provider"] for c in detail["coverage"]}
    print_table(
        "Coverage",
        ("published", "provider", "quality>", "angle", "title", "evidence"),
        [
            (
                c["published"],
                c["provider"],
                c["quality"],
                c["angle"] or "",
                c["title"],
                told(c, providers),
            )
            for c in detail["coverage"]
        ],
    )
    print_passages(detail["coverage"], providers)
    print_course(detail)
    for name, reasons in (
        (f"Heat {detail['peak']:.1f} at its peak", detail["heat_reasons"]),
        ("Why this report leads", detail["lead_reasons"]),
        ("Quality of the lead", detail["quality_reasons"][detail["lead"]["id"]]),
    ):
        rows = [(f"{r['points']:+.1f}", r["detail"]) for r in reasons]
        say("")
        print_table(name, ("points>", "because"), rows)
    say(f"\nThe gate: {detail['verdict']}")
    for answer in detail["gate_answers"]:
        say(f"  {answer['sentence']}")


def print_passages(coverage: list[dict[str, Any]], providers: dict[str, str]) -> None:
    """Print the longest passage that each report has in common with another."""
    rows = [
        (c["provider"], providers.get(c["overlaps"][0]["id"], "another story"), c["passages"][0])
        for c in coverage
        if c["passages"] and c["overlaps"]
    ]
    if rows:
        say("")
        print_table("Shared text", ("provider", "with", "longest passage"), rows)


def print_course(detail: dict[str, Any]) -> None:
    """Print how the coverage grew and by which angles it can be read."""
    timeline = detail["timeline"]
    say(f"\nFirst reported {timeline['first']['at']} by {timeline['first']['provider']}")
    for peak in timeline["peaks"]:
        say(f"Busiest {peak['from']} to {peak['to']}: {peak['independent']} independent reports")
    say(f"Last reported {timeline['last']['at']} by {timeline['last']['provider']}")
    groups = [
        (group["angle"], group["name"] or "", len(group["reports"])) for group in detail["angles"]
    ]
    if groups:
        say("")
        print_table("Angles", ("angle", "about", "reports>"), groups)


def told(coverage: dict[str, Any], providers: dict[str, str]) -> str:
    """Return the evidence of one coverage as a person reads it, copies named as such."""
    original = providers.get(coverage["copy_of"] or "")
    return f"Copy of {original}. {coverage['evidence']}" if original else str(coverage["evidence"])


@app.command()
def trace(
    url: Annotated[str, typer.Argument(help="Address of an article.")],
    room: RoomOption = HERE,
    json: JsonOption = False,
) -> None:
    """Print every record of one article, in the order of the pipeline."""
    with newsroom.opened(room) as opened:
        records = opened.store.trace(url)
    if not records:
        raise ConfigError(url, "is not known here; see newsloom stories")
    if json:
        print_json([{"stage": name, "record": record} for name, record in records])
        return
    for name, record in records:
        say(f"{name}")
        for line in lines_of(record):
            say(f"    {line}")


def lines_of(record: Any) -> list[str]:
    """Return one line for each filled field of a record; long texts end after 160 characters."""
    lines = []
    for name in record.__dataclass_fields__:
        value = getattr(record, name)
        if value not in ("", None, (), b""):
            text = " ".join(str(value).split())
            lines.append(f"{name}: {text[:160]}{'…' if len(text) > 160 else ''}")
    return lines


@app.command()
def stages(room: RoomOption = HERE, json: JsonOption = False) -> None:
    """Print the pipeline's table, what is due in each row, and the drop codes."""
    with newsroom.opened(room) as opened:
        table = opened.table()
        due = {row.name: len(opened.store.due(row.name, opened.clock())) for row in table}
        times = {row.name: opened.store.next_due(row.name) for row in table}
    wakes = {row.name: [wake.stage for wake in row.wakes] for row in table}
    if json:
        rows = [
            {
                "name": row.name,
                "version": row.version,
                "due": due[row.name],
                "next": times[row.name],
                "wakes": wakes[row.name],
            }
            for row in table
        ]
        print_json({"stages": rows, "drop_codes": DROP_CODES})
        return
    print_table(
        "The pipeline, in order",
        ("row", "version", "due now>", "wakes"),
        [(row.name, row.version, due[row.name], ", ".join(wakes[row.name])) for row in table],
    )
    say("")
    print_table("Drop codes", ("code", "meaning"), list(DROP_CODES.items()))
