"""NEWSLOOM_SHARED -> the labelled data, which lies outside the project and is never copied in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tests.shared import SHARED

STORIES = SHARED / "data" / "stories"
PAGES = SHARED / "data" / "pages"
FEEDS = SHARED / "data" / "feeds" / "feedparser"
POSTS = SHARED / "data" / "posts"
SEEDS = SHARED / "seeds"


def is_absent(place: Path) -> bool:
    """Return whether a file or folder is missing, which it says in one sentence."""
    if place.exists():
        return False
    print(f"skipped: no labelled data at {place}; name its folder in NEWSLOOM_SHARED")
    return True


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def corpus_hash(files: Iterable[Path]) -> str:
    """Return 16 hex digits of blake2b over the names and bytes of files, their order no matter."""
    digest = blake2b(digest_size=8)
    for path in sorted(files, key=lambda path: (path.name, str(path))):
        body = path.read_bytes()
        digest.update(f"{path.name} {len(body)}\n".encode() + body)
    return digest.hexdigest()
