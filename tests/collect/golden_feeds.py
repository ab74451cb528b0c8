"""Golden feeds: an input in ``golden/feeds`` and beside it, as JSON, the listing it must give.

A new test is two files: ``x.xml`` (or ``x.jsonfeed``) and ``x.json``. Run this module as
``python -m tests.collect.golden_feeds`` to write the JSON of inputs that have none yet; read it
before you keep it.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from pathlib import Path

from newsloom.collect.feed import read_feed
from newsloom.model import Item, Listing
from newsloom.text.dates import format_utc

FOLDER = Path(__file__).parent / "golden" / "feeds"
URL = "https://feeds.harrow.example/feed.xml"
INPUTS = tuple(sorted(path for path in FOLDER.iterdir() if path.suffix in (".xml", ".jsonfeed")))


def to_golden(listing: Listing) -> dict[str, object]:
    """Return a listing as plain data: only what differs from an empty one."""
    said = {"hub": listing.hub, "topic": listing.topic, "notes": list(listing.notes)}
    return {
        "title": listing.title,
        **{name: value for name, value in said.items() if value},
        "items": [_to_fields(item) for item in listing.items],
    }


def read_golden(path: Path) -> dict[str, object]:
    """Return the listing an input must give, as plain data."""
    found: dict[str, object] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return found


def _to_fields(item: Item) -> dict[str, object]:
    fields = {
        name: value
        for name, value in dataclasses.asdict(item).items()
        if value not in ("", None, ())
    }
    for fixed in ("source_url", "kind", "has_page"):
        del fields[fixed]
    plain: dict[str, object] = json.loads(json.dumps(fields, default=_to_json))
    return plain


def _to_json(value: object) -> str:
    if isinstance(value, datetime):
        return format_utc(value)
    raise TypeError(f"{value!r} has no place in a golden file")


def main() -> None:
    """Write the JSON of the inputs that have none."""
    for path in INPUTS:
        target = path.with_suffix(".json")
        if not target.exists():
            listing = read_feed(path.read_bytes(), URL)
            text = json.dumps(to_golden(listing), indent=2, ensure_ascii=False)
            target.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
