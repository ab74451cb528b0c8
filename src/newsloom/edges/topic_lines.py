"""A taxonomy file with one topic changed, added or taken out: all other lines stay as they were.

Of the topic itself only the keys that change are written anew, and of a list only the items that
are new; comments inside go with the item they stand above. Images and lists in brackets are
written anew as a whole when they change. Whoever calls parses the text again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import yaml

from newsloom.model import Picture, Topic

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

KEYS = (
    "_id", "name", "shortname", "parent", "keywords", "hashtags", "images", "must_match",
    "must_not_match",
)  # fmt: skip
"""Keys of a topic, in the order a new one is written."""

LISTS = KEYS[4:]

QUOTED = ("hashtags", "must_match", "must_not_match")
"""Lists whose items stand in double quotes."""

Value = str | Sequence[str] | Sequence[Picture]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one topic."""

    start: int
    """First line, from 0."""
    end: int
    """Line after the last."""
    indent: int
    """Column its keys begin at."""
    keys: Mapping[str, tuple[int, int]]
    """Key -> its first line and the line after its last; {} = not one key a line."""
    nodes: Mapping[str, yaml.Node]

    def key_at(self, line: int) -> str:
        """Return the key on a line (from 0), "" when there is none."""
        return next((key for key, (a, b) in self.keys.items() if a <= line < b), "")


def blocks(text: str) -> Iterator[tuple[str, Block]]:
    """Yield the ``_id`` and the lines of every topic in a file; the text is valid."""
    root = yaml.compose(text, Loader=Loader)
    if root is None:
        return
    items = root.value if isinstance(root, yaml.SequenceNode) else [root]
    lines = text.splitlines()
    starts = [item.start_mark.line for item in items]
    for item, (start, after) in zip(items, pairwise([*starts, len(lines)]), strict=True):
        block = block_of(item, start, trimmed(lines, start, after))
        id_node = block.nodes.get("_id")
        yield str(id_node.value).strip() if id_node is not None else "", block


def block_of(item: yaml.Node, start: int, end: int) -> Block:
    """Return the lines of one topic."""
    assert isinstance(item, yaml.MappingNode)
    nodes = {str(key.value): value for key, value in item.value}
    firsts = {str(key.value): key.start_mark.line for key, _ in item.value}
    spans: dict[str, tuple[int, int]] = {}
    if not item.flow_style and len(set(firsts.values())) == len(firsts):
        for (key, first), (_, after) in pairwise([*firsts.items(), ("", end)]):
            spans[key] = first, after
    return Block(start, end, item.start_mark.column, spans, nodes)


def trimmed(lines: Sequence[str], start: int, end: int) -> int:
    """Return an end before the blank lines and comments that stand there."""
    while end > start + 1 and is_between(lines[end - 1]):
        end -= 1
    return end


def is_between(line: str) -> bool:
    """Return whether a line is blank or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def lines_of(text: str, topic_id: str) -> str:
    """Return the lines of one topic, "" when it is not in the file."""
    lines = text.splitlines(keepends=True)
    for key, block in blocks(text):
        if key == topic_id:
            return "".join(lines[block.start : block.end])
    return ""


# --- changing ------------------------------------------------------------------------------------


def with_topic(text: str, before: Topic, after: Topic) -> str:
    """Return a file with one topic changed; ``before`` is how the file has it."""
    block = next(block for key, block in blocks(text) if key == before.topic_id)
    changed = {
        key: value_of(after, key) for key in KEYS if value_of(after, key) != value_of(before, key)
    }
    lines = text.splitlines(keepends=True)
    if not block.keys:
        is_item = lines[block.start].lstrip().startswith("-")
        made = new_lines(after, 2 if is_item else 0)
        return "".join([*lines[: block.start], *made, *lines[block.end :]])
    for key in sorted(changed, key=KEYS.index, reverse=True):
        # From the last line up, so that the places of the others stay.
        is_told = key == "shortname" and after.shortname == after.name
        if key not in block.keys and not is_told:
            lines[block.end : block.end] = key_lines(key, changed[key], block.indent)
    for key in sorted(changed, key=lambda k: block.keys.get(k, (0, 0)), reverse=True):
        if key in block.keys:
            start, after_last = block.keys[key]
            end = trimmed(lines, start, after_last)
            lines[start:end] = changed_lines(lines, block, key, changed[key])
    return "".join(closed(lines))


def changed_lines(lines: Sequence[str], block: Block, key: str, value: Value) -> list[str]:
    """Return the lines of one key with another value; what stays in a list keeps its lines."""
    start = block.keys[key][0]
    head = lines[start][: block.indent]
    if not value and head.strip() == "":
        return []
    node = block.nodes[key]
    known = item_lines(lines, node, block.keys[key])
    made = key_lines(key, value, block.indent, known)
    if not made:
        empty = "[]" if key in LISTS else '""'
        made = [f"{' ' * block.indent}{key}: {empty}\n"]
    return [head + made[0][block.indent :], *made[1:]]


def item_lines(
    lines: Sequence[str], node: yaml.Node, span: tuple[int, int]
) -> dict[str, list[str]]:
    """Return the lines of each text of a list, with the comments above it.

    {} for a list that is not written one text a line.
    """
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        return {}
    if not all(isinstance(child, yaml.ScalarNode) for child in node.value):
        return {}
    starts = [child.start_mark.line for child in node.value]
    if len(set(starts)) != len(starts) or span[0] in starts:
        return {}
    ends = [child.end_mark.line + (1 if child.end_mark.column else 0) for child in node.value]
    firsts = [span[0] + 1, *ends[:-1]]
    return {
        str(child.value).strip(): [ended(line) for line in lines[first : max(end, start + 1)]]
        for child, first, start, end in zip(node.value, firsts, starts, ends, strict=True)
    }


def ended(line: str) -> str:
    """Return a line that ends."""
    return line if line.endswith("\n") else f"{line}\n"


def closed(lines: Sequence[str]) -> list[str]:
    """Return lines of which every one ends."""
    return [ended(line) for line in lines]


def added_topic(text: str, topic: Topic) -> str:
    """Return a file (a list of topics, or empty) with one more at its end."""
    lines = closed(text.splitlines(keepends=True))
    gap = ["\n"] if any(line.strip() for line in lines) and lines[-1].strip() else []
    return "".join([*lines, *gap, *new_lines(topic, 2)])


def without_topic(text: str, topic_id: str) -> str:
    """Return a file without a topic and the comment right above it; that of the file stays."""
    block = next(block for key, block in blocks(text) if key == topic_id)
    lines = text.splitlines(keepends=True)
    first = block.start
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    first = first if first else block.start
    end = block.end
    while end < len(lines) and not lines[end].strip():
        end += 1
    return "".join([*lines[:first], *lines[end:]])


def holds_list(text: str) -> bool:
    """Return whether a file holds a list of topics, or nothing yet, and no single one."""
    root = yaml.compose(text, Loader=Loader)
    return root is None or isinstance(root, yaml.SequenceNode)


# --- rendering -----------------------------------------------------------------------------------


def value_of(topic: Topic, key: str) -> Value:
    """Return what a topic has under a key; "" or () = nothing."""
    if key == "_id":
        return topic.topic_id
    value: Value = getattr(topic, key)
    return value


def new_lines(topic: Topic, indent: int) -> list[str]:
    """Return the lines of a new topic; an indent of 2 makes it an item of a list."""
    keys = (key for key in KEYS if key != "shortname" or topic.shortname != topic.name)
    made = [line for key in keys for line in key_lines(key, value_of(topic, key), indent)]
    return [f"- {made[0].lstrip()}", *made[1:]] if indent else made


def key_lines(
    key: str, value: Value, indent: int, known: Mapping[str, list[str]] | None = None
) -> list[str]:
    """Return the lines of one key; none for an empty value."""
    if not value:
        return []
    blank = " " * indent
    if isinstance(value, str):
        return [f"{blank}{key}: {printed(value)}\n"]
    lines = [f"{blank}{key}:\n"]
    for item in value:
        if isinstance(item, Picture):
            lines += picture_lines(item, indent + 2)
        elif known and item in known:
            lines += known[item]
        else:
            text = json.dumps(item, ensure_ascii=False) if key in QUOTED else printed(item)
            lines.append(f"{blank}  - {text}\n")
    return lines


def printed(text: str) -> str:
    """Return a text as YAML prints it: plain where that reads back the same, else quoted."""
    try:
        is_plain = yaml.load(f"- {text}", Loader=Loader) == [text] and "\n" not in text
    except yaml.YAMLError:
        is_plain = False
    return text if is_plain and text else json.dumps(text, ensure_ascii=False)


def picture_lines(picture: Picture, indent: int) -> list[str]:
    """Return the lines of an image: its address alone, or with its size and title."""
    blank = " " * indent
    if not picture.width and not picture.alt:
        return [f"{blank}- {printed(picture.url)}\n"]
    rows: list[tuple[str, object]] = [("url", json.dumps(picture.url))]
    if picture.width:
        rows += [("width", picture.width), ("height", picture.height)]
    if picture.alt:
        rows.append(("title", json.dumps(picture.alt, ensure_ascii=False)))
    made = [f"{blank}  {key}: {value}\n" for key, value in rows]
    return [f"{blank}- {made[0].lstrip()}", *made[1:]]
