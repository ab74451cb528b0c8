"""Text of a YAML mapping -> its keys and values, with the nodes that say where they stand.

Values come as PyYAML's safe loader gives them, with two choices of our own: a moment is an aware
UTC datetime (one without a zone is UTC), and a day alone is a date. Anchors, duplicate keys and
deep nesting are refused, because a text that needs them hides something. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import yaml

from newsloom.errors import ParseError
from newsloom.text.housestyle import Value

MAX_DEPTH = 40
"""Levels a post may nest; the format has four."""


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
class Pair:
    """One key of the YAML as PyYAML has it: its nodes, its name and its value."""

    key: yaml.Node
    node: yaml.Node
    name: str
    value: Value


def read_pairs(block: str, path: str, first_line: int) -> tuple[bool, list[Pair]]:
    """Return whether the mapping is in braces, and its keys with their values, in order.

    ``first_line``: line of the file where ``block`` starts, for errors.

    Raises:
        ParseError: no YAML mapping, a key given twice, an anchor or alias, or nested too deep.
    """
    try:
        refuse_traps(block, path, first_line)
        return load_pairs(block, path, first_line)
    except yaml.YAMLError as exc:
        raise as_parse_error(exc, block, path, first_line) from exc


def load_pairs(block: str, path: str, first_line: int) -> tuple[bool, list[Pair]]:
    """Return what `read_pairs` does, PyYAML's errors as they come."""
    loader = PostLoader(block)
    try:
        root = loader.get_single_node()
        if root is None:
            return False, []
        if not isinstance(root, yaml.MappingNode):
            message = "the front matter is no list of `key: value` lines; write one key a line"
            raise ParseError(path, message, line=first_line)
        refuse_twice(root, block, path, first_line)
        return bool(root.flow_style), [
            read_pair(loader, key, node, block, path, first_line) for key, node in root.value
        ]
    finally:
        loader.dispose()


def read_pair(
    loader: PostLoader, key: yaml.Node, node: yaml.Node, block: str, path: str, first_line: int
) -> Pair:
    """Return one key with its value."""
    try:
        name = loader.construct_object(key, deep=True)
        value = loader.construct_object(node, deep=True)
    except (ValueError, OverflowError) as exc:
        message = f"a date or number that cannot be ({exc}); mend it or put it in double quotes"
        raise ParseError(path, message, line=line_at(block, key.start_mark, first_line)) from exc
    # A key that reads as a number or a yes goes by what is written.
    return Pair(key, node, name if isinstance(name, str) else str(key.value), value)


def refuse_traps(block: str, path: str, first_line: int) -> None:
    """Raise ParseError on anchors, aliases and nesting deeper than any post has."""
    depth = 0
    for event in yaml.parse(block, PostLoader):
        anchor = getattr(event, "anchor", None)
        if anchor:
            message = f"anchors and aliases (`{anchor}`) are not read; write the value out"
            raise ParseError(path, message, line=line_at(block, event.start_mark, first_line))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            message = f"nested deeper than {MAX_DEPTH} levels; flatten it"
            raise ParseError(path, message, line=line_at(block, event.start_mark, first_line))


def refuse_twice(root: yaml.Node, block: str, path: str, first_line: int) -> None:
    """Raise ParseError when a mapping, at any level, has one key twice."""
    for mapping in mappings(root):
        seen: set[tuple[str, str]] = set()
        for key, _ in mapping.value:
            name = (key.tag, str(key.value))
            if name in seen:
                message = f"the key `{key.value}` stands here a second time; remove one of the two"
                raise ParseError(path, message, line=line_at(block, key.start_mark, first_line))
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


def line_at(block: str, mark: Any, first_line: int) -> int:
    """Return the line in the file of one of PyYAML's marks."""
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
