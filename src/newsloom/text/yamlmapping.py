"""Text of a YAML mapping -> its keys and values, with the nodes that say where they stand.

Values come as PyYAML's safe loader gives them, with two choices of our own: a moment is an aware
UTC datetime (one without a zone is UTC), and a day alone is a date. Whatever a post can do without
is refused, because a text that needs it hides something: anchors, merges, tags that are no plain
type, directives, further documents, duplicate keys, deep nesting. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import yaml

from newsloom.errors import ParseError
from newsloom.text.housestyle import Value

MAX_DEPTH = 40
"""Levels a post may nest; the format has four."""

MAX_VALUES = 30_000
"""Keys and values a post may hold; the fullest of the archives has 1,228."""

MAX_DIGITS = 100
"""Characters of a number; reading one takes time that grows with their square."""

MAX_SHOWN = 40
"""Characters of a text that an error quotes."""

TYPE = "tag:yaml.org,2002:"
MERGE = f"{TYPE}merge"
PLAIN_TYPES = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map")
TAGS = frozenset(["!", *(TYPE + name for name in PLAIN_TYPES)])
MARKER = re.compile(
    r"(?:^|[\r\x85\u2028\u2029])(?:---|\.\.\.)(?=[ \t\r\n\x85\u2028\u2029]|\Z)", re.MULTILINE
)
"""What ends a YAML document, whatever follows on the line."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One key of the YAML as PyYAML has it: its nodes, its name and its value."""

    key: yaml.Node
    node: yaml.Node
    name: str
    """What is written, also where that reads as a number or a yes."""
    value: Value


@dataclass(frozen=True, slots=True)
class Source:
    """A file up to the end of its YAML, from the line of hyphens on."""

    text: str
    path: str

    def fault(self, message: str, at: int) -> ParseError:
        """Return the error of a place, given in characters from the start."""
        return ParseError(self.path, message, line=1 + self.text.count("\n", 0, at))


class PostLoader(yaml.CSafeLoader):
    """Safe loader whose moments are aware UTC datetimes, and whose only error of values is ours."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.text)
        self.source = source

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """Return the value of a node."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError, LookupError) as exc:
            # PyYAML takes for granted that a text is what its form or its tag says.
            message = (
                "looks like a date or number and cannot be; mend it or put it in double quotes"
            )
            written = named(str(node.value))
            raise self.source.fault(f"{written} {message}", node.start_mark.index) from exc

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Return a mapping; every key that is written is in it."""
        made = super().construct_mapping(node, deep)
        if len(made) < len(node.value):
            message = "two keys below have the same value; remove or quote one of them"
            raise self.source.fault(message, node.start_mark.index)
        return made

    def construct_moment(self, node: yaml.ScalarNode) -> object:
        """Return an aware UTC datetime, or a date."""
        if not self.timestamp_regexp.match(self.construct_scalar(node)):
            raise ValueError("no timestamp")
        made = self.construct_yaml_timestamp(node)
        if not isinstance(made, datetime):
            return made
        return made.astimezone(UTC) if made.tzinfo else made.replace(tzinfo=UTC)

    def construct_sign(self, node: yaml.ScalarNode) -> str:
        """Return the text ``=``, which YAML 1.1 has a meaning for that nobody uses."""
        return self.construct_scalar(node)

    def construct_whole(self, node: yaml.ScalarNode) -> int:
        """Return an int."""
        self.refuse_endless(node)
        return self.construct_yaml_int(node)

    def construct_real(self, node: yaml.ScalarNode) -> float:
        """Return a float."""
        self.refuse_endless(node)
        return self.construct_yaml_float(node)

    def refuse_endless(self, node: yaml.ScalarNode) -> None:
        """Raise ValueError when a number is longer than any that means something."""
        if len(self.construct_scalar(node)) > MAX_DIGITS:
            raise ValueError("too many digits")


PostLoader.add_constructor(f"{TYPE}timestamp", PostLoader.construct_moment)
PostLoader.add_constructor(f"{TYPE}value", PostLoader.construct_sign)
PostLoader.add_constructor(f"{TYPE}int", PostLoader.construct_whole)
PostLoader.add_constructor(f"{TYPE}float", PostLoader.construct_real)


def read_pairs(text: str, path: str) -> tuple[bool, list[Pair]]:
    """Return whether the mapping is in braces, and its keys with their values, in order.

    ``text``: the file from the line of hyphens that opens the YAML up to the one that closes it.

    Raises:
        ParseError: no YAML mapping, or one with something in it that posts have no use for.
    """
    source = Source(text, path)
    try:
        refuse_traps(source)
        return load_pairs(source)
    except yaml.YAMLError as exc:
        raise as_parse_error(exc, source) from exc
    except UnicodeEncodeError as exc:
        message = "half of a character stands here; write the character whole"
        raise source.fault(message, exc.start) from exc


def load_pairs(source: Source) -> tuple[bool, list[Pair]]:
    """Return what `read_pairs` does, PyYAML's errors as they come."""
    loader = PostLoader(source)
    try:
        root: Any = loader.get_single_node()
        if root.start_mark.index == root.end_mark.index:
            return False, []
        if not isinstance(root, yaml.MappingNode):
            message = "the front matter is no list of `key: value` lines; write one key a line"
            raise source.fault(message, root.start_mark.index)
        for mapping in mappings(root):
            refuse_keys(mapping, source)
        return bool(root.flow_style), [
            Pair(key, node, key.value, loader.construct_object(node, deep=True))
            for key, node in root.value
        ]
    finally:
        loader.dispose()


def refuse_traps(source: Source) -> None:
    """Raise ParseError on what no post has, before any of it takes time or memory."""
    further = MARKER.search(source.text, 3)
    if further:
        message = "three hyphens or dots, and more on that line; end it there or indent it"
        raise source.fault(message, further.end() - 3)
    depth = number = 0
    # The type stub knows no loader that reads something else than a text.
    events: Iterator[Any] = yaml.parse(source, PostLoader)  # type: ignore[arg-type]
    for event in events:
        number += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        at = event.start_mark.index
        problem = trap_in(event, depth, number)
        if isinstance(event, yaml.DocumentEndEvent) and source.text.startswith("%", at):
            problem = "a line that starts with `%` is no value; put the text in double quotes"
        if problem:
            raise source.fault(problem, at)


def trap_in(event: yaml.Event, depth: int, number: int) -> str:
    """Return what is wrong with one event, "" for nothing."""
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor:
        return f"anchors and aliases ({named(anchor)}) are not read; write the value out"
    if tag and tag not in TAGS:
        return f"tags such as {named(tag.replace(TYPE, '!!'))} are not read; remove it"
    if depth > MAX_DEPTH:
        return f"nested deeper than {MAX_DEPTH} levels; flatten it"
    if number > MAX_VALUES:
        return f"holds more than {MAX_VALUES:,} keys and values; split the post"
    return ""


def refuse_keys(mapping: yaml.MappingNode, source: Source) -> None:
    """Raise ParseError when a key stands there twice, or is more than a text."""
    seen: set[str] = set()
    for key, _ in mapping.value:
        problem = ""
        if not isinstance(key, yaml.ScalarNode):
            problem = "a list or mapping cannot be a key; put the key in double quotes"
        elif key.tag == MERGE:
            problem = "merges (`<<`) are not read; write the keys out"
        elif key.value in seen:
            problem = f"the key {named(key.value)} stands here a second time; remove one of the two"
        if problem:
            raise source.fault(problem, key.start_mark.index)
        seen.add(key.value)


def mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield every mapping in a node, outer ones first."""
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from mappings(item)


def named(written: str) -> str:
    """Return a text of the file as an error quotes it: cut short, nothing in it invisible."""
    short = written if len(written) <= MAX_SHOWN else f"{written[:MAX_SHOWN]}…"
    return f"`{short if short.isprintable() else short.encode('unicode_escape').decode()}`"


def as_parse_error(exc: yaml.YAMLError, source: Source) -> ParseError:
    """Return PyYAML's complaint as a sentence with the line in the file and a remedy."""
    marks: Any = exc
    if getattr(exc, "context", None) == "while scanning a quoted scalar" and marks.context_mark:
        message = "not valid YAML: the text in quotes that begins here never ends; close its quotes"
        return source.fault(message, marks.context_mark.index)
    mark: Any = getattr(exc, "problem_mark", None)
    at = mark.index if mark else characters(source.text, getattr(exc, "position", 0))
    line = source.text[source.text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return source.fault("a tab is used to indent; indent with spaces", at)
    problem = str(getattr(exc, "problem", None) or getattr(exc, "reason", None) or exc)
    message = f"not valid YAML: {problem}; put a value with special characters in double quotes"
    return source.fault(message, at)


def characters(text: str, size: int) -> int:
    """Return how many characters the first ``size`` bytes are: PyYAML counts bytes here."""
    return len(text.encode()[:size].decode("utf-8", "ignore"))
