"""feedparser's conformance files -> what each expects of titles, links, dates and ids, and if so.

Every file says in a comment what its authors expect, as a Python expression over feedparser's
result. What of it can be asked of ours is decided by form alone, never by the outcome: the
expression is split at its ``and``, a chained comparison into its members, and a clause is a case
when it compares one of the fields of ``FIELDS``, of any entry or of the feed, with a literal. Every
other clause is counted under the reason of `refusal`.

What is compared: our titles are plain text, so the expected one is made plain text too, whatever
its markup was sanitised to (a title of which nothing is left that can be read is no case); links
in their canonical form; dates as moments, a printed one read by feedparser's own date reader; ids
as printed, or resolved as feedparser does. A file's ``Content-Location`` is the address its feed
is read from, its ``Content-Type`` what we are told of it.
"""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from io import StringIO
from pathlib import Path
from urllib.parse import urljoin

from feedparser.datetimes import _parse_date as read_date

from bench.labelled import FEEDS
from newsloom.collect.feed import read_raw_feed
from newsloom.collect.feed_item import make_item
from newsloom.collect.feed_text import plain_line
from newsloom.collect.rawfeed import RawEntry, RawFeed
from newsloom.errors import ParseError
from newsloom.text.urls import canonical_url

SERVER = "http://127.0.0.1:8097/"
"""Where feedparser's own tests serve the files: addresses they expect begin with it."""

FIELDS: Mapping[str, str] = {
    "entries.title": "title",
    "entries.title_detail.value": "title",
    "entries.link": "link",
    "entries.id": "id",
    "entries.guid": "id",
    "entries.published": "published",
    "entries.published_parsed": "published",
    "entries.updated": "updated",
    "entries.updated_parsed": "updated",
    "feed.title": "feed title",
    "feed.title_detail.value": "feed title",
}
"""Field of feedparser's result -> the field of ours it is asked of."""

MEASURES = tuple(f"conformance {name}" for name in ("title", "link", "date", "id", "all"))
_EXPECTED = re.compile(r"Expect:[ \t]*(.+?)\s*(?:\n|-->)")
_HEADER = re.compile(r"Header:[ \t]*([\w-]+):[ \t]*(.*?)\s*\n")


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation about one field."""

    name: str
    """File and number of the clause in it."""
    field: str
    entry: int
    """Number of the entry; -1 = the feed itself."""
    expected: object


@dataclass(frozen=True, slots=True)
class File:
    """One conformance file."""

    name: str
    body: bytes
    url: str
    content_type: str
    clauses: tuple[ast.expr, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The cases with what became of them, and why the other clauses are none."""

    cases: Sequence[tuple[Case, bool]]
    refused: Mapping[str, int]


def measure() -> dict[str, float]:
    """Return the shares of cases that hold, by field and of all."""
    cases = outcome().cases
    groups = {"title": ("title", "feed title"), "link": ("link",), "id": ("id",)}
    groups |= {"date": ("published", "updated")}
    shares = {name: share(cases, fields) for name, fields in groups.items()}
    shares["all"] = share(cases, tuple(FIELDS.values()))
    return {name: shares[name.removeprefix("conformance ")] for name in MEASURES}


def share(cases: Sequence[tuple[Case, bool]], fields: Sequence[str]) -> float:
    """Return the share of the cases of some fields that hold."""
    held = [holds for case, holds in cases if case.field in fields]
    return sum(held) / len(held) if held else 0.0


def cases() -> dict[str, str]:
    """Return the case file: which case holds, without a word of what is expected."""
    table = StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(("case", "field", "holds"))
    writer.writerows((case.name, case.field, int(holds)) for case, holds in outcome().cases)
    return {"feeds.csv": table.getvalue()}


@cache
def outcome(folder: Path = FEEDS) -> Outcome:
    """Return what became of every case of a folder."""
    found: list[tuple[Case, bool]] = []
    refused: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.xml")):
        file = read_file(path, folder)
        cases, reasons = cases_of(file)
        refused.update(reasons)
        if cases:
            feed = read(file)
            found += [(case, holds(case, feed, file.url)) for case in cases]
    return Outcome(found, refused)


def print_outcome(found: Outcome) -> None:
    """Print the shares, why clauses are no cases, and the cases that do not hold."""
    for field in dict.fromkeys(FIELDS.values()):
        of_field = [holds for case, holds in found.cases if case.field == field]
        print(f"{field:<12}{len(of_field):>6} cases{share(found.cases, (field,)):>9.3f}")
    for reason, count in sorted(found.refused.items()):
        print(f"{count:>6} clauses are no case: {reason}")
    for case, holds in found.cases:
        if not holds:
            print(f"does not hold: {case.name} {case.field}")


def read(file: File) -> RawFeed:
    """Return what our reader finds, nothing where it says there is no feed."""
    try:
        return read_raw_feed(file.body, file.url, file.content_type)
    except ParseError:
        return RawFeed("", "", ())


# --- what a file expects ------------------------------------------------------------------------


def read_file(path: Path, folder: Path) -> File:
    """Return a file with its expectations; it has none when they are no Python expression."""
    body = path.read_bytes()
    name = path.relative_to(folder).as_posix()
    said = next((text for text in texts(body) if "Expect:" in text), "")
    headers = {key.lower(): value for key, value in _HEADER.findall(said)}
    url = urljoin(f"{SERVER}{name}", headers.get("content-location", ""))
    expected = _EXPECTED.search(said)
    clauses = tuple(clauses_of(expected[1])) if expected else ()
    return File(name, body, url, headers.get("content-type", ""), clauses)


def texts(body: bytes) -> Iterator[str]:
    """Yield the bytes in the encodings the comments of the files are written in."""
    for encoding in ("utf-8", "utf-16", "utf-16-be", "utf-32", "utf-32-be", "iso8859-1"):
        yield body.decode(encoding, "ignore")


def clauses_of(expected: str) -> Iterator[ast.expr]:
    """Yield the clauses of an expectation."""
    try:
        tree = ast.parse(expected, mode="eval").body
    except SyntaxError:
        return
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    for part in parts:
        if isinstance(part, ast.Compare):
            sides = [part.left, *part.comparators]
            for side in sides[:-1]:
                yield ast.Compare(side, part.ops[-1:], sides[-1:])
        else:
            yield part


def cases_of(file: File) -> tuple[list[Case], list[str]]:
    """Return the cases of a file, and why its other clauses are none."""
    found: list[Case] = []
    reasons = [] if file.clauses else ["no expectation"]
    for number, clause in enumerate(file.clauses):
        reason = refusal(clause)
        if reason:
            reasons.append(reason)
        else:
            path, entry, expected = parts_of(clause)
            found.append(Case(f"{file.name}#{number}", FIELDS[path], entry, expected))
    return found, reasons


def refusal(clause: ast.expr) -> str:
    """Return why a clause is no case, "" when it is one."""
    if not isinstance(clause, ast.Compare) or not isinstance(clause.ops[0], ast.Eq):
        return "no comparison of two values"
    path, _, expected = parts_of(clause)
    if path not in FIELDS:
        return "of no title, link, date or id"
    if expected is None:
        return "not compared with a literal"
    if FIELDS[path].endswith("title") and not plain_line(str(expected)):
        return "a title without any text"
    return ""


def parts_of(clause: ast.Compare) -> tuple[str, int, object]:
    """Return field, number of the entry (-1 = the feed) and expected value of a comparison."""
    path, entry = path_of(clause.left)
    return path, entry, literal(clause.comparators[0])


def path_of(side: ast.expr) -> tuple[str, int]:
    """Return ``entries[1]['title'].value`` as ``entries.title.value`` and 1."""
    keys: list[object] = []
    while isinstance(side, ast.Subscript | ast.Attribute):
        keys.append(side.attr if isinstance(side, ast.Attribute) else literal(side.slice))
        side = side.value
    keys.append(side.id if isinstance(side, ast.Name) else "")
    keys.reverse()
    entry = keys.pop(1) if keys[0] == "entries" and len(keys) > 1 else -1
    path = ".".join("*" if isinstance(key, int) else str(key) for key in keys)
    return (path, entry) if isinstance(entry, int) else ("", -1)


def literal(side: ast.expr) -> object:
    """Return the value of a literal, or of a sum of strings; None for anything else."""
    if isinstance(side, ast.BinOp) and isinstance(side.op, ast.Add):
        parts = (literal(side.left), literal(side.right))
        return "".join(map(str, parts)) if None not in parts else None
    try:
        return ast.literal_eval(side)
    except ValueError:
        return None


# --- whether it holds ---------------------------------------------------------------------------


def holds(case: Case, feed: RawFeed, url: str) -> bool:
    """Return whether our reading is what a case expects."""
    if case.entry < 0:
        return feed.title == plain_line(str(case.expected))
    if case.entry >= len(feed.entries):
        return False
    return HOLDS[case.field](feed.entries[case.entry], case.expected, url)


def has_title(entry: RawEntry, expected: object, _: str) -> bool:
    """Return whether an entry has a title, as one line of plain text."""
    return entry.title == plain_line(str(expected))


def has_link(entry: RawEntry, expected: object, url: str) -> bool:
    """Return whether an entry has a link, in its canonical form."""
    wanted = canonical_url(str(expected))
    item = make_item(entry, url)
    return item is not None and item.web_url == wanted


def has_id(entry: RawEntry, expected: object, url: str) -> bool:
    """Return whether an entry has an id, as printed or resolved."""
    return expected in (entry.guid, urljoin(entry.base or url, entry.guid))


def has_moment(at: datetime | None, expected: object) -> bool:
    """Return whether a moment is the one printed, or the one in a tuple of nine."""
    wanted = read_date(expected) if isinstance(expected, str) else expected
    return isinstance(wanted, tuple) and at == datetime(*wanted[:6], tzinfo=UTC)


HOLDS: Mapping[str, Callable[[RawEntry, object, str], bool]] = {
    "title": has_title,
    "link": has_link,
    "id": has_id,
    "published": lambda entry, expected, _: has_moment(entry.published_at, expected),
    "updated": lambda entry, expected, _: has_moment(entry.updated_at, expected),
}
"""Field -> how it is compared."""
