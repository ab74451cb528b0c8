"""Text of a post -> its front matter, lossless: every byte keeps its place until it is replaced.

Values come as PyYAML's safe loader gives them, with two choices of our own: a moment is an aware
UTC datetime (one without a zone is UTC), and a day alone is a date. Anchors, duplicate keys and
deep nesting are refused, because a post that needs them hides something. This module knows no
article; `newsloom.text.housestyle` writes the values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import yaml

from newsloom.errors import ParseError
from newsloom.text.housestyle import Value, is_apart, render_entry

BOM = "\ufeff"
MAX_DEPTH = 40
"""Levels a post may nest; the format has four."""

OPENER = re.compile(r"---[ \t]*\r?\n")
CLOSER = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
NO_CONTENT = re.compile(r"[ \t\r]*(?:#.*)?\n?\Z")


class PostLoader(yaml.CSafeLoader):
    """Safe loader whose moments are aware UTC datetimes."""

    def construct_moment(self, node: yaml.ScalarNode) -> object:
        """Return an aware UTC datetime, or a date."""
        made = self.construct_yaml_timestamp(node)
        if not isinstance(made, datetime):
            return made
        return made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)


PostLoader.add_constructor("tag:yaml.org,2002:timestamp", PostLoader.construct_moment)


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
    block = text[opener.end() : closer.start()]
    pieces = FrontMatter(
        entries=(),
        body=text[closer.end() :],
        opener=opener[0],
        closer=closer[0],
        newline="\r\n" if opener[0].endswith("\r\n") else "\n",
        bom=bom,
    )
    return cut(block, pieces, path)


def render_front_matter(doc: FrontMatter) -> str:
    """Return the file: what was read stands as it was, what was replaced in house style."""
    inner = doc.flow or "".join(entry.before + entry.raw for entry in doc.entries)
    return f"{doc.bom}{doc.opener}{inner}{doc.tail}{doc.closer}{doc.body}"


def with_value(doc: FrontMatter, key: str, value: Value) -> FrontMatter:
    """Return the front matter with one value replaced in house style, all else untouched.

    A new key goes last, but above ``secured``. A mapping in braces is rewritten line by line.

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
    if above and set_apart(above[-1], new):
        new = replace(new, before=doc.newline)
    if below and set_apart(new, below[0]) and not below[0].before:
        below = (replace(below[0], before=doc.newline), *below[1:])
    return replace(doc, entries=(*above, new, *below))


def set_apart(above: Entry, below: Entry) -> bool:
    """Return whether a blank line belongs between two entries."""
    return is_apart(above.key, above.value) or is_apart(below.key, below.value)


# --- reading -------------------------------------------------------------------------------------


def cut(block: str, doc: FrontMatter, path: str) -> FrontMatter:
    """Return ``doc`` with the entries of the YAML between the lines of hyphens."""
    first_line = doc.opener.count("\n") + 1
    try:
        refuse_traps(block, path, first_line)
        loader = PostLoader(block)
        try:
            root = loader.get_single_node()
            if root is None:
                return replace(doc, tail=block)
            if not isinstance(root, yaml.MappingNode):
                message = "the front matter is no list of `key: value` lines; write one key a line"
                raise ParseError(path, message, line=first_line)
            refuse_twice(root, block, path, first_line)
            pairs = [
                (key, text_key(loader, key), loader.construct_object(value, deep=True), value)
                for key, value in root.value
            ]
        finally:
            loader.dispose()
    except yaml.YAMLError as exc:
        raise as_parse_error(exc, block, path, first_line) from exc
    except (ValueError, OverflowError) as exc:
        message = f"a date or number that cannot be ({exc}); mend it or put it in double quotes"
        raise ParseError(path, message, line=first_line) from exc
    starts = [block.rfind("\n", 0, key.start_mark.index) + 1 for key, *_ in pairs]
    own_lines = len(set(starts)) == len(starts) and not root.flow_style
    if not own_lines or any(block[at] in "?{" for at in starts):
        made = tuple(Entry(name, value, "", line=first_line) for _, name, value, _ in pairs)
        return replace(doc, entries=made, flow=block)
    ends = [*starts[1:], len(block)]
    entries: list[Entry] = []
    before = block[: starts[0]] if starts else ""
    for (_, name, value, node), start, end in zip(pairs, starts, ends, strict=True):
        stop = content_end(block, start, end, node)
        line = first_line + block.count("\n", 0, start)
        entries.append(Entry(name, value, block[start:stop], before, line))
        before = block[stop:end]
    return replace(doc, entries=tuple(entries), tail=before)


def content_end(block: str, start: int, end: int, node: yaml.Node) -> int:
    """Return where an entry's own lines end: trailing blank and comment lines are not its own."""
    floor = start + 1
    is_literal = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    in_braces = isinstance(node, yaml.CollectionNode) and node.flow_style
    if not is_literal and (isinstance(node, yaml.ScalarNode) or in_braces):
        floor = max(floor, node.end_mark.index)
    while True:
        line_start = block.rfind("\n", 0, end - 1) + 1
        if line_start < floor or not NO_CONTENT.match(block, line_start, end):
            return end
        end = line_start


def text_key(loader: PostLoader, node: yaml.Node) -> str:
    """Return a top-level key as text: as written when it reads as a number or a yes."""
    made = loader.construct_object(node, deep=True)
    return made if isinstance(made, str) else str(node.value)


def refuse_traps(block: str, path: str, first_line: int) -> None:
    """Raise ParseError on anchors, aliases and nesting deeper than any post has."""
    depth = 0
    for event in yaml.parse(block, PostLoader):
        anchor = getattr(event, "anchor", None)
        if anchor:
            message = f"anchors and aliases (`{anchor}`) are not read; write the value out"
            raise ParseError(path, message, line=line_at(block, event, first_line))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels; flatten it"
            raise ParseError(path, message, line=line_at(block, event, first_line))


def refuse_twice(root: yaml.Node, block: str, path: str, first_line: int) -> None:
    """Raise ParseError when a mapping, at any level, has one key twice."""
    for mapping in mappings(root):
        seen: set[tuple[str, str]] = set()
        for key, _ in mapping.value:
            name = (key.tag, str(key.value))
            if name in seen:
                message = f"the key `{key.value}` stands here a second time; remove one of the two"
                line = first_line + block.count("\n", 0, key.start_mark.index)
                raise ParseError(path, message, line=line)
            seen.add(name)


def mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield every mapping in a node, outer ones first."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from mappings(item)


def line_at(block: str, event: yaml.Event, first_line: int) -> int:
    """Return the line in the file where an event starts."""
    mark: Any = event.start_mark
    return first_line + block.count("\n", 0, mark.index)


def as_parse_error(exc: yaml.YAMLError, block: str, path: str, first_line: int) -> ParseError:
    """Return PyYAML's complaint as a sentence with the line in the file and a remedy."""
    mark: Any = getattr(exc, "problem_mark", None)
    at = mark.index if mark else getattr(exc, "position", 0)
    line = first_line + block.count("\n", 0, at)
    wrong = block.splitlines()[line - first_line : line - first_line + 1]
    problem = str(getattr(exc, "problem", None) or getattr(exc, "reason", None) or exc)
    if wrong and "\t" in wrong[0][: len(wrong[0]) - len(wrong[0].lstrip())]:
        return ParseError(path, "a tab is used to indent; indent with spaces", line=line)
    message = f"not valid YAML: {problem}; put a value with special characters in double quotes"
    return ParseError(path, message, line=line)
