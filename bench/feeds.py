"""How the feed reader does against plain feedparser on its conformance files: a table.

For every file: do both find as many entries, with the same titles and the same links? A file where
they differ is not always a loss (feedparser mangles a bare ``&``), so the differing ones are named.
``usual`` is one whole feed of 100 entries: the conformance files are
small and odd, so nearly all of them ask the slow reader too. Run it:
``python -m bench.feeds [FOLDER]``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import feedparser

from bench.labelled import FEEDS, is_absent
from bench.machine import say_peak
from newsloom.collect.feed import read_xml_feed
from newsloom.collect.rawfeed import RawFeed
from newsloom.collect.repair import repair_xml
from newsloom.errors import ParseError
from newsloom.text.markup import plain_text
from newsloom.text.urls import canonical_url

URL = "http://example.com/feed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One file read by both."""

    path: Path
    same_count: bool
    same_titles: bool
    same_links: bool
    own_seconds: float
    feedparser_seconds: float


def compare_bytes(path: Path, body: bytes) -> Comparison:
    """Return how our reading of a feed agrees with plain feedparser's."""
    start = perf_counter()
    own = read_own(body)
    middle = perf_counter()
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    end = perf_counter()
    entries = found["entries"]
    return Comparison(
        path,
        len(own.entries) == len(entries),
        [line(entry.title) for entry in own.entries] == [line(e.get("title", "")) for e in entries],
        [address(e.link or e.guid, e.base) for e in own.entries]
        == [address(e.get("link", "") or guid(e), "") for e in entries],
        middle - start,
        end - middle,
    )


def read_own(body: bytes) -> RawFeed:
    """Return what the feed reader finds, nothing where it says there is no feed."""
    try:
        return read_xml_feed(repair_xml(body), URL)
    except ParseError:
        return RawFeed("", "", ())


def guid(entry: dict[str, str]) -> str:
    """Return an entry's id when it is an address."""
    own = entry.get("id", "")
    return own if own.startswith("http") else ""


def line(title: str) -> str:
    """Return a title as one line of plain text."""
    return " ".join(plain_text(title).split())


def address(link: str, base: str) -> str:
    """Return a link in the form both readers agree on."""
    return (canonical_url(link, base or URL) or "") if link else ""


def feed_files(folder: Path) -> Iterator[Path]:
    """Yield the conformance files of a folder, sorted."""
    return iter(sorted(folder.rglob("*.xml")))


def shares_of(rows: Sequence[Comparison]) -> dict[str, float]:
    """Return the shares of files read alike, 0..1."""
    return {
        "same count": sum(row.same_count for row in rows) / len(rows),
        "same titles": sum(row.same_titles for row in rows) / len(rows),
        "same links": sum(row.same_links for row in rows) / len(rows),
    }


def time_ratio(rows: Sequence[Comparison]) -> float:
    """Return our time over feedparser's."""
    return sum(row.own_seconds for row in rows) / sum(row.feedparser_seconds for row in rows)


def print_group(name: str, rows: Sequence[Comparison]) -> None:
    """Print one line of the table."""
    shares = "".join(f"{share:>9.3f}" for share in shares_of(rows).values())
    print(f"{name:<12}{len(rows):>6}{shares}{time_ratio(rows):>14.2f}")


def marks_of(row: Comparison) -> str:
    """Return what differs in a file: C count, T titles, L links, dots for the rest."""
    same = zip("CTL", (row.same_count, row.same_titles, row.same_links), strict=True)
    return "".join("." if is_same else mark for mark, is_same in same)


def usual_feed(entries: int) -> bytes:
    """Return a well-formed feed as most publishers write it."""
    text = "<p>" + "The harbour wall stays shut until the spring tides are over. " * 20 + "</p>"
    items = "".join(
        f"<item><title>Harbour wall shut, day {number}</title>"
        f"<link>https://ledger.harrow.example/news/{number}?utm_source=rss</link>"
        f'<guid isPermaLink="false">{number}</guid><dc:creator>Mara Quill</dc:creator>'
        f"<pubDate>Tue, 20 Oct 2026 {number % 24:02}:30:00 +0100</pubDate>"
        f"<description>Day {number} of the works.</description>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
        for number in range(entries)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Harrow Ledger</title><language>en</language>{items}</channel></rss>"
    ).encode()


def compare_folder(folder: Path) -> list[Comparison]:
    """Return how every conformance file of a folder is read."""
    return [compare_bytes(path, path.read_bytes()) for path in feed_files(folder)]


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the table and the files where an entry is missing; return the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FEEDS)
    folder = parser.parse_args(arguments).folder
    if is_absent(folder):
        return {}
    print(f"{'group':<12}{'files':>6}{'count':>9}{'titles':>9}{'links':>9}{'time / theirs':>14}")
    usual = [compare_bytes(Path("usual"), usual_feed(100)) for _ in range(5)]
    print_group("usual", usual)
    groups = sorted(path for path in folder.iterdir() if path.is_dir())
    rows: list[Comparison] = []
    for group in groups:
        found = compare_folder(group)
        print_group(group.name, found)
        rows += found
    for row in rows:
        if marks_of(row) != "...":
            print(f"{marks_of(row)} {row.path.relative_to(folder)}")
    return {
        **shares_of(rows),
        "entries/s": 100 * len(usual) / sum(row.own_seconds for row in usual),
        "time / feedparser, usual feed": time_ratio(usual),
        "time / feedparser, odd files": time_ratio(rows),
        "peak MiB": say_peak(),
    }


if __name__ == "__main__":
    main()
