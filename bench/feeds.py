"""How the feed reader does against stock feedparser, on conformance files and on large feeds.

For every conformance file: do both find as many entries, with the same titles and the same links?
A file where they differ is not always a loss (feedparser mangles a bare ``&``), so the differing
ones are named. What the files themselves expect is `bench.conformance`.

Large feeds are invented (`bench.bigfeeds`) and read by both in turn: ours from bytes to Listing,
sanitised, and feedparser as it comes. Run it: ``python -m bench.feeds [FOLDER]``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import Any

import feedparser

from bench import conformance
from bench.bigfeeds import KINDS
from bench.labelled import FEEDS, is_absent
from bench.machine import say_peak
from newsloom.collect.feed import read_feed, read_raw_feed
from newsloom.collect.feed_text import Markup, plain_line
from newsloom.collect.rawfeed import RawFeed
from newsloom.errors import ParseError
from newsloom.text.urls import canonical_url

URL = "http://example.com/feed"
SIZES = (500, 5000)
"""Entries of the large feeds."""
ROUNDS = 3
"""Readings by ours for each by feedparser; the fastest counts."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One file read by both."""

    path: Path
    same_count: bool
    same_titles: bool
    same_links: bool
    seconds: float


def compare_bytes(path: Path, body: bytes) -> Comparison:
    """Return how our reading of a feed agrees with plain feedparser's."""
    start = process_time()
    own = read_own(body)
    seconds = process_time() - start
    found = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    entries = found["entries"]
    return Comparison(
        path,
        len(own.entries) == len(entries),
        [entry.title for entry in own.entries] == [title(entry) for entry in entries],
        [address(e.link or guid(e.guid), e.base) for e in own.entries]
        == [address(link(e), "") for e in entries],
        seconds,
    )


def read_own(body: bytes) -> RawFeed:
    """Return what the feed reader finds, nothing where it says there is no feed."""
    try:
        return read_raw_feed(body, URL)
    except ParseError:
        return RawFeed("", "", ())


def title(entry: Mapping[str, Any]) -> str:
    """Return a title of feedparser's as one line of plain text."""
    is_html = "html" in entry.get("title_detail", {}).get("type", "")
    return plain_line(entry.get("title", ""), Markup.HTML if is_html else Markup.UNSAID)


def link(entry: Mapping[str, Any]) -> str:
    """Return a link of feedparser's; an id that it takes for one counts only as an address."""
    found, own = str(entry.get("link", "")), str(entry.get("id", ""))
    return guid(own) if found in ("", own) else found


def guid(printed: str) -> str:
    """Return an entry's id when it is an address."""
    return printed if printed.lower().startswith("http") else ""


def address(link: str, base: str) -> str:
    """Return a link in the form both readers agree on."""
    return (canonical_url(link, base or URL) or "") if link else ""


def feed_files(folder: Path) -> Iterator[Path]:
    """Yield the conformance files of a folder, sorted."""
    return iter(sorted(folder.rglob("*.xml")))


def compare_folder(folder: Path) -> list[Comparison]:
    """Return how every conformance file of a folder is read."""
    return [compare_bytes(path, path.read_bytes()) for path in feed_files(folder)]


def shares_of(rows: Sequence[Comparison]) -> dict[str, float]:
    """Return the shares of files read alike, 0..1."""
    return {
        "same count": sum(row.same_count for row in rows) / len(rows),
        "same titles": sum(row.same_titles for row in rows) / len(rows),
        "same links": sum(row.same_links for row in rows) / len(rows),
    }


def marks_of(row: Comparison) -> str:
    """Return what differs in a file: C count, T titles, L links, dots for the rest."""
    same = zip("CTL", (row.same_count, row.same_titles, row.same_links), strict=True)
    return "".join("." if is_same else mark for mark, is_same in same)


def print_conformance(folder: Path) -> dict[str, float]:
    """Print how the files of a folder are read, and return it."""
    print(f"{'group':<12}{'files':>6}{'count':>9}{'titles':>9}{'links':>9}")
    rows: list[Comparison] = []
    for group in sorted(path for path in folder.iterdir() if path.is_dir()):
        found = compare_folder(group)
        shares = "".join(f"{share:>9.3f}" for share in shares_of(found).values())
        print(f"{group.name:<12}{len(found):>6}{shares}")
        rows += found
    for row in rows:
        if marks_of(row) != "...":
            print(f"{marks_of(row)} {row.path.relative_to(folder)}")
    print()
    conformance.print_outcome(conformance.outcome(folder))
    return {
        **shares_of(rows),
        **conformance.measure(),
        "slowest file s": max(row.seconds for row in rows),
    }


def seconds_of(read: Callable[[], object]) -> float:
    """Return how much of a core a reading takes; what else the machine does counts for little."""
    start = process_time()
    read()
    return process_time() - start


def print_speeds() -> dict[str, float]:
    """Print how fast large feeds are read, and return the least of each measure."""
    print(f"\n{'large feed':<14}{'entries':>8}{'MB':>7}{'entries/s':>11}{'times feedparser':>18}")
    rates, ratios = [], []
    for size in SIZES:
        for name, make in KINDS.items():
            feed = make(size)
            theirs = seconds_of(lambda feed=feed: feedparser.parse(feed))
            own = min(seconds_of(lambda feed=feed: read_feed(feed, URL)) for _ in range(ROUNDS))
            rates.append(size / own)
            ratios.append(theirs / own)
            megabytes = len(feed) / 1e6
            print(f"{name:<14}{size:>8}{megabytes:>7.1f}{rates[-1]:>11.0f}{ratios[-1]:>18.1f}")
    return {"entries/s": min(rates), "times feedparser": min(ratios)}


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the tables and the files where an entry is missing; return the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=FEEDS)
    folder = parser.parse_args(arguments).folder
    if is_absent(folder):
        return {}
    measures = print_conformance(folder) | print_speeds()
    return {**measures, "peak MiB": say_peak()}


if __name__ == "__main__":
    main()
