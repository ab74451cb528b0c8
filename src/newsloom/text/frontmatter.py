"""Text of a post -> its front matter, lossless: every byte keeps its place until it is replaced.

It knows no article. `newsloom.text.yamlmapping` reads the values, `newsloom.text.housestyle`
writes them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, repeat

import yaml

from newsloom.errors import ParseError
from newsloom.text.housestyle import Value, is_apart, render_entry
from newsloom.text.yamlmapping import read_pairs

BOM = "\ufeff"
OPENER = re.compile(r"---[ \t]*\r?\n")
CLOSER = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
BREAKS = "\n\r\x85\u2028\u2029"
"""What ends a line in YAML 1.1."""

BLANKS = " \r\n"
"""What blank lines are made of; a tab makes one part of the value above it."""

KEEPS_BLANKS = re.compile(r"[|>][1-9]?\+")
"""Begins a text to which the blank lines below it belong."""

NO_CONTENT = re.compile(r"[ \r]*(?:#[^\n\x85\u2028\u2029]*)?\n?\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """One top-level ``key: value``."""

    key: str
    value: Value
    raw: str
    """Its source lines; "" in a flow mapping, where `FrontMatter.flow` holds them."""
    before: str = ""
    """Blank lines and comments above it."""
    line: int = 0
    """1-based line in the file; 0 = not from a file."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A whole file, cut into pieces that join to the same bytes."""

    entries: tuple[Entry, ...]
    body: str
    """Everything after the closing line."""
    opener: str = "---\n"
    closer: str = "---\n"
    tail: str = ""
    """Blank lines and comments after the last entry."""
    newline: str = "\n"
    bom: str = ""
    flow: str = ""
    """Source of a mapping in braces, or of one not kept line by line; "" = entries have theirs."""

    @property
    def values(self) -> dict[str, Value]:
        """Every key with its value, in order."""
        return {entry.key: entry.value for entry in self.entries}

    def line_of(self, key: str) -> int:
        """Return the line where a key stands, 0 when it is not there."""
        return next((entry.line for entry in self.entries if entry.key == key), 0)


def parse_front_matter(text: str, path: str = "") -> FrontMatter:
    """Return the front matter and body of a post; rendering it gives ``text`` again.

    Raises:
        ParseError: no front matter, never closed, not a YAML mapping, a key given twice, an
            anchor or alias, or nested too deep; with the line in the file and the remedy.
    """
    bom = BOM if text.startswith(BOM) else ""
    opener = OPENER.match(text, len(bom))
    if opener is None:
        message = "does not begin with front matter; start it with a line of three hyphens"
        raise ParseError(path, message, line=1)
    closer = CLOSER.search(text, opener.end())
    if closer is None:
        message = "the front matter is never closed; put a line of three hyphens after its last key"
        raise ParseError(path, message, line=1)
    pieces = FrontMatter(
        entries=(),
        body=text[closer.end() :],
        opener=opener[0],
        closer=closer[0],
        newline="\r\n" if opener[0].endswith("\r\n") else "\n",
        bom=bom,
    )
    return cut(text[len(bom) : closer.start()], pieces, path)


def render_front_matter(doc: FrontMatter) -> str:
    """Return the file: what was read stands as it was, what was replaced in house style."""
    inner = doc.flow or "".join(entry.before + entry.raw for entry in doc.entries)
    return f"{doc.bom}{doc.opener}{inner}{doc.tail}{doc.closer}{doc.body}"


def with_value(doc: FrontMatter, key: str, value: Value) -> FrontMatter:
    """Return the front matter with one value replaced in house style, all else untouched.

    A new key goes last, but above ``secured``. A mapping in braces or indented is written anew,
    line by line.

    Raises:
        ValueError: a value YAML has no form for.
    """
    if doc.flow:
        return replace(doc, flow="", entries=house_entries({**doc.values, key: value}, doc.newline))
    raw = render_entry(key, value, doc.newline)
    for place, entry in enumerate(doc.entries):
        if entry.key == key:
            new = replace(entry, value=value, raw=raw)
            return replace(doc, entries=(*doc.entries[:place], new, *doc.entries[place + 1 :]))
    return insert_entry(doc, Entry(key, value, raw))


def new_front_matter(values: Mapping[str, Value]) -> FrontMatter:
    """Return a front matter written in house style throughout, with the posts' empty body.

    Raises:
        ValueError: a value YAML has no form for.
    """
    return FrontMatter(entries=house_entries(values, "\n"), body="\n")


def house_entries(values: Mapping[str, Value], newline: str) -> tuple[Entry, ...]:
    """Return an entry in house style for each value, blank lines between the blocks."""
    entries: list[Entry] = []
    for key, value in values.items():
        new = Entry(key, value, render_entry(key, value, newline))
        apart = bool(entries) and set_apart(entries[-1], new)
        entries.append(replace(new, before=newline) if apart else new)
    return tuple(entries)


def insert_entry(doc: FrontMatter, new: Entry) -> FrontMatter:
    """Return the front matter with an entry added last, above ``secured`` if that ends it."""
    last = len(doc.entries)
    if last and doc.entries[-1].key == "secured":
        last -= 1
    above, below = doc.entries[:last], doc.entries[last:]
    if above and set_apart(above[-1], new) and not KEEPS_BLANKS.search(above[-1].raw):
        new = replace(new, before=doc.newline)
    if below and set_apart(new, below[0]) and not below[0].before:
        below = (replace(below[0], before=doc.newline), *below[1:])
    return replace(doc, entries=(*above, new, *below))


def set_apart(above: Entry, below: Entry) -> bool:
    """Return whether a blank line belongs between two entries."""
    return is_apart(above.key, above.value) or is_apart(below.key, below.value)


# --- reading -------------------------------------------------------------------------------------


def cut(block: str, doc: FrontMatter, path: str) -> FrontMatter:
    """Return ``doc`` with the entries of a file up to the line of hyphens that closes them."""
    in_braces, pairs = read_pairs(block, path)
    stop = len(doc.opener)
    starts = [int(pair.key.start_mark.index) for pair in pairs]
    lines = [line + 1 for line in accumulate(map(block.count, repeat("\n"), [0, *starts], starts))]
    if in_braces or not all(block[at - 1] in BREAKS for at in starts):
        made = zip(pairs, lines, strict=True)
        entries = [Entry(pair.name, pair.value, "", line=line) for pair, line in made]
        return replace(doc, entries=tuple(entries), flow=block[stop:])
    entries = []
    ends = [*starts, len(block)][1:]
    for pair, line, start, end in zip(pairs, lines, starts, ends, strict=True):
        before = block[stop:start]
        stop = content_end(block, start, end, pair.node)
        entries.append(Entry(pair.name, pair.value, block[start:stop], before, line))
    return replace(doc, entries=tuple(entries), tail=block[stop:])


def content_end(block: str, start: int, end: int, node: yaml.Node) -> int:
    """Return where an entry's own lines end: trailing blank and comment lines are not its own."""
    floor = max(start + 1, value_end(block, node))
    # Blank lines may be a million, so they go all at once.
    filled = start + len(block[start:end].rstrip(BLANKS))
    blank = block.find("\n", filled, end) + 1
    end = blank if blank >= floor else end
    while True:
        begin = block.rfind("\n", 0, end - 1) + 1
        if begin < floor or not NO_CONTENT.match(block, begin, end):
            return end
        end = begin


def value_end(block: str, node: yaml.Node) -> int:
    """Return where the last thing in a value ends that is neither blank nor a comment."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end: int = node.end_mark.index
    if not isinstance(node, yaml.ScalarNode) or node.style not in {"|", ">"}:
        return end
    # The blank lines below a literal text are its own where it keeps them.
    keeps = node.value.endswith("\n\n") or not node.value.strip("\n")
    return end if keeps else len(block[:end].rstrip(BLANKS))
