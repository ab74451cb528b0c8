"""Times of publication and change that a page declares."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.extract.declarations import read_declarations
from newsloom.extract.json_ld import read_json_ld
from newsloom.extract.timestamps import Timestamps, read_timestamps
from newsloom.extract.tree import parse_tree

AT = datetime(2026, 3, 3, 17, 20, tzinfo=UTC)


def read(fields: dict[str, object], head: str = "", body: str = "") -> Timestamps:
    """Return the times of a page with JSON-LD fields and further tags."""
    told = json.dumps({"@type": "NewsArticle", **fields})
    script = f'<script type="application/ld+json">{told}</script>'
    html = f"<html><head>{script}{head}</head><body>{body}</body></html>"
    found = read_declarations(parse_tree(html))
    return read_timestamps(found, read_json_ld(found.scripts))


def meta(name: str, content: str) -> str:
    """Return a meta tag."""
    return f'<meta property="{name}" content="{content}">'


PUBLISHED, SAILTHRU = "article:published_time", "sailthru.date"
FIRST: dict[str, tuple[dict[str, object], str, str, datetime | None, str]] = {
    "JSON-LD": ({"datePublished": "2026-03-03T18:20:00+01:00"}, "", "", AT,
                "JSON-LD datePublished"),
    "JSON-LD before meta": (
        {"datePublished": "2026-03-03T17:20Z"}, meta(PUBLISHED, "2026-03-04T17:20Z"), "",
        AT, "JSON-LD datePublished",
    ),
    "no date falls back": (
        {"datePublished": "soon"}, meta(PUBLISHED, "2026-03-03T17:20Z"), "",
        AT, f"meta {PUBLISHED}",
    ),
    "seconds": ({"datePublished": 1772558400}, "", "", AT, "JSON-LD datePublished"),
    "milliseconds": ({"datePublished": 1772558400000}, "", "", AT, "JSON-LD datePublished"),
    "milliseconds as text": ({"datePublished": "1772558400000"}, "", "", AT,
                             "JSON-LD datePublished"),
    "typed": ({"datePublished": {"@type": "Date", "@value": "2026-03-03T17:20Z"}}, "", "",
              AT, "JSON-LD datePublished"),
    "list": ({"datePublished": ["2026-03-03T17:20Z"]}, "", "", AT, "JSON-LD datePublished"),
    "true": ({"datePublished": True}, "", "", None, ""),
    "endless": ({"datePublished": 1e300}, "", "", None, ""),
    "time tag with pubdate": (
        {}, "", '<time pubdate datetime="2026-03-03T17:20Z">3 March</time>', AT,
        "time of publication",
    ),
    "time tag by its name": (
        {}, "", '<time itemprop="datePublished" datetime="2026-03-03T17:20Z">now</time>', AT,
        "time of publication",
    ),
    "time tag of a change": (
        {}, "", '<time class="published updated" datetime="2026-03-03T17:20Z">now</time>', None, "",
    ),
    "time tag of a list": (
        {}, "", '<ul><li><time pubdate datetime="2026-03-03T17:20Z">x</time></li></ul>', None, "",
    ),
    "a day takes the moment on it": (
        {"datePublished": "2026-03-03"}, meta(PUBLISHED, "2026-03-03T17:20Z"), "",
        AT, f"meta {PUBLISHED}",
    ),
    "a day keeps itself before another day's moment": (
        {"datePublished": "2026-03-03"}, meta(PUBLISHED, "2026-03-07T17:20Z"), "",
        datetime(2026, 3, 3, tzinfo=UTC), "JSON-LD datePublished",
    ),
    "a local time takes the zone of the same moment": (
        {"datePublished": "2026-03-03T12:20:00"}, meta(PUBLISHED, "2026-03-03T12:20:04-05:00"), "",
        AT + timedelta(seconds=4), "JSON-LD datePublished",
    ),
    "a local time takes the offset of the change": (
        {"datePublished": "2026-03-03T12:20:00", "dateModified": "2026-03-05T09:00:00-05:00"},
        "", "", AT, "JSON-LD datePublished",
    ),
    "a local time beside another moment stays": (
        {"datePublished": "2026-03-03T17:20:00"}, meta(PUBLISHED, "2026-03-03T12:27:00Z"), "",
        AT, "JSON-LD datePublished",
    ),
    "a local time called UTC": (
        {"datePublished": "2026-03-03T12:20:00+00:00"}, meta(SAILTHRU, "2026-03-03T12:20:00-05:00"),
        "", AT, "JSON-LD datePublished",
    ),
    "live blog that moves its publication": (
        {"@type": "LiveBlogPosting", "datePublished": "2026-03-03T21:00Z",
         "coverageStartTime": "2026-03-03T17:20Z"},
        "", "", AT, "JSON-LD coverageStartTime",
    ),
    "live blog before it starts": (
        {"@type": "LiveBlogPosting", "datePublished": "2026-03-03T17:20Z",
         "coverageStartTime": "2026-03-03T21:00Z"},
        "", "", AT, "JSON-LD datePublished",
    ),
    "coverage of another thing": (
        {"datePublished": "2026-03-03T17:20Z", "coverageStartTime": "2026-03-01T17:20Z"},
        "", "", AT, "JSON-LD datePublished",
    ),
    "nothing": ({}, "", "", None, ""),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "head", "body", "at", "where"), FIRST.values(), ids=FIRST)
def test_publication(
    fields: dict[str, object], head: str, body: str, at: datetime | None, where: str
) -> None:
    found = read(fields, head, body).published
    assert (at, where) == ((found[0].at, found[0].where) if found else (None, ""))


LOCAL = {
    "2026-03-03T17:20:00": True,
    "2026-03-03 17:20": True,
    "2026-03-03T17:20:00Z": False,
    "2026-03-03T17:20:00+0100": False,
    "2026-03-03 17:20 CET": False,
    "2026-03-03": False,
    "1772558400": False,
}


@pytest.mark.parametrize(("text", "is_local"), LOCAL.items())
def test_local_times(text: str, is_local: bool) -> None:
    assert is_local == read({"datePublished": text}).published[0].is_local


def test_changes() -> None:
    found = read(
        {"dateModified": "2026-03-05T09:00Z"}, meta("og:updated_time", "2026-03-04T09:00Z")
    )
    assert [stamp.where for stamp in found.updated] == [
        "JSON-LD dateModified", "meta og:updated_time",
    ]  # fmt: skip
    assert found.published == ()


texts = st.text(max_size=20) | st.sampled_from(
    ["2026-03-03", "2026-03-03T17:20:00", "2026-03-03T17:20-05:00", "0001-01-01T00:00:00+14:00",
     "9999-12-31T23:59-14:00", "1772558400", "+99:99", "2026-03-03T24:00:00", "2199-12-31T23:59"]
)  # fmt: skip


@settings(deadline=None)
@given(texts, texts, texts)
def test_any_times_are_read(published: str, changed: str, start: str) -> None:
    fields: dict[str, object] = {
        "@type": "LiveBlogPosting", "datePublished": published, "dateModified": changed,
        "coverageStartTime": start,
    }  # fmt: skip
    found = read(fields, meta(PUBLISHED, changed.replace('"', "")))
    assert all(stamp.at.tzinfo is UTC for stamp in (*found.published, *found.updated))
