"""Two readings of one article: which is kept, and what counts as a change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsloom.edges.revision import content_digest, revised
from newsloom.model import Article, DateOrigin
from tests.contract import records as r

FULL = r.article("one")
SEEN = {"date_origin": DateOrigin.FIRST_SEEN, "date_reason": "First seen."}

KEPT: dict[str, tuple[Article, Article, dict[str, object]]] = {
    "a shorter text of the same page": (FULL, replace(FULL, text="Cut."), {"text": "Cut."}),
    "no text any more": (FULL, replace(FULL, text=""), {}),
    "an excerpt from elsewhere": (
        FULL,
        replace(FULL, text="Cut.", confidence=0.2, page_url=r.url("two")),
        {},
    ),
    "as much text from elsewhere": (
        FULL,
        replace(FULL, keywords=("canals",), confidence=1.0, page_url=r.url("two")),
        {},
    ),
    "a longer text from elsewhere": (
        FULL,
        replace(FULL, text=FULL.text * 2, page_url=r.url("two")),
        {"text": FULL.text * 2, "page_url": r.url("two")},
    ),
    "a longer but doubtful text from elsewhere": (
        FULL,
        replace(FULL, text=FULL.text * 2, confidence=0.3, page_url=r.url("two")),
        {},
    ),
    "a surer text from elsewhere": (
        replace(FULL, confidence=0.3, page_url=r.url("two")),
        FULL,
        {},
    ),
    "a rated import of a known page": (
        FULL,
        replace(FULL, text="", rated_quality=74, page_url=r.url("two")),
        {"rated_quality": 74},
    ),
    "a page of a rated import": (
        replace(FULL, text="", rated_quality=74),
        FULL,
        {"rated_quality": 74},
    ),
    "a later first sight": (FULL, replace(FULL, published_at=r.hours(9), **SEEN), {}),  # type: ignore[arg-type]
    "seen earlier": (FULL, replace(FULL, seen_at=r.hours(1)), {"seen_at": r.hours(1)}),
}


@pytest.mark.parametrize(("old", "new", "change"), KEPT.values(), ids=KEPT)
def test_what_is_kept(old: Article, new: Article, change: dict[str, object]) -> None:
    assert revised(old, new) == replace(FULL, **change)  # type: ignore[arg-type]


@pytest.mark.parametrize(("old", "new"), [(o, n) for o, n, _ in KEPT.values()], ids=KEPT)
def test_reading_again_changes_nothing(old: Article, new: Article) -> None:
    once = revised(old, new)
    assert content_digest(revised(once, new)) == content_digest(once)
