"""Taxonomy files -> entries: topics as written, each knowing its file and its lines.

It checks the shape of the files and the tree of parents; phrases are the business of ``topics``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import yaml

from newsloom.errors import ConfigError
from newsloom.model import Picture, Topic

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

LISTS = ("keywords", "hashtags", "must_match", "must_not_match")
SCALARS = ("_id", "name", "shortname", "parent")
UNUSED = ("taxonomy", "services")
"""Keys that files of the family have and Newsloom does not need."""

KEYS = (*SCALARS, *LISTS, "images", *UNUSED)


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic and where it is written."""

    path: str
    line: int
    topic: Topic
    lines: Mapping[tuple[str, str], int]
    """1-based line of (key, value); (key, "") for the key itself."""

    def line_of(self, key: str, value: str = "") -> int:
        """Return the line of a value, or of its key, or of the topic."""
        return self.lines.get((key, value)) or self.lines.get((key, "")) or self.line


def read_entries(texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the topics of YAML texts in order of file name, parents resolved to ids.

    Raises:
        ConfigError: as listed at ``parse_taxonomy``; with file and line.
    """
    entries = [
        read_entry(path, node) for path in sorted(texts) for node in nodes(path, texts[path])
    ]
    refuse_twins(entries, "_id")
    refuse_twins(entries, "name")
    ids = {entry.topic.name: entry.topic.topic_id for entry in entries}
    ids |= {entry.topic.topic_id: entry.topic.topic_id for entry in entries}
    resolved = tuple(resolve_parent(entry, ids) for entry in entries)
    refuse_cycles(resolved)
    return resolved


def nodes(path: str, text: str) -> list[yaml.MappingNode]:
    """Return the topics of one file as YAML nodes."""
    try:
        root = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 0
        raise ConfigError(path, f"not valid YAML: {exc.problem}; mend this line", line) from exc
    except yaml.YAMLError as exc:
        raise ConfigError(path, f"not valid YAML: {str(exc).splitlines()[0]}") from exc
    if root is None:
        return []
    children = root.value if isinstance(root, yaml.SequenceNode) else [root]
    for child in children:
        if not isinstance(child, yaml.MappingNode):
            message = "expected a topic or a list of topics, each with `_id` and `name`"
            raise ConfigError(path, message, line_at(child))
    return list(children)


def read_entry(path: str, node: yaml.MappingNode) -> Entry:
    """Return one topic as written; ``parent`` is still an id or a name."""
    values: dict[str, yaml.Node] = {}
    lines: dict[tuple[str, str], int] = {}
    for key_node, value in node.value:
        key = str(key_node.value)
        if key not in KEYS:
            message = f"`{key}` is no key of a topic; the keys are {', '.join(KEYS)}"
            raise ConfigError(path, message, line_at(key_node))
        if key in values:
            raise ConfigError(path, f"`{key}` is given twice", line_at(key_node))
        values[key] = value
        lines[key, ""] = line_at(key_node)
    texts = {key: scalar(path, key, values.get(key)) for key in SCALARS}
    lists = {key: scalars(path, key, values.get(key), lines) for key in LISTS}
    for key in ("_id", "name"):
        if not texts[key]:
            raise ConfigError(path, f"a topic has no `{key}`; give it one", line_at(node))
    topic = Topic(
        topic_id=texts["_id"],
        name=texts["name"],
        shortname=texts["shortname"] or texts["name"],
        parent=texts["parent"],
        images=pictures(path, values.get("images")),
        **lists,
    )
    return Entry(path, line_at(node), topic, lines)


def line_at(node: yaml.Node) -> int:
    """Return the 1-based line of a node."""
    return int(node.start_mark.line) + 1


def scalar(path: str, key: str, node: yaml.Node | None) -> str:
    """Return the text of a value, "" when there is none."""
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise ConfigError(path, f"`{key}` must be one text", line_at(node))
    return str(node.value).strip()


def scalars(
    path: str, key: str, node: yaml.Node | None, lines: dict[tuple[str, str], int]
) -> tuple[str, ...]:
    """Return the texts of a list, each with its line noted in ``lines``."""
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise ConfigError(path, f"`{key}` must be a list", line_at(node))
    found = []
    for child in node.value:
        text = scalar(path, key, child)
        lines[key, text] = line_at(child)
        found.append(text)
    return tuple(found)


def pictures(path: str, node: yaml.Node | None) -> tuple[Picture, ...]:
    """Return the images of a topic: addresses, or mappings with url, width, height, title."""
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise ConfigError(path, "`images` must be a list", line_at(node))
    return tuple(picture(path, child) for child in node.value)


def picture(path: str, node: yaml.Node) -> Picture:
    """Return one image of a topic."""
    if isinstance(node, yaml.ScalarNode):
        return Picture(str(node.value), origin="taxonomy")
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError(path, "an image is an address or a mapping with `url`", line_at(node))
    given = {str(key.value): scalar(path, str(key.value), value) for key, value in node.value}
    sizes = given.get("width", "0"), given.get("height", "0")
    if not given.get("url") or not all(size.isdecimal() for size in sizes):
        message = "an image needs a `url`, and whole numbers as `width` and `height`"
        raise ConfigError(path, message, line_at(node))
    return Picture(given["url"], int(sizes[0]), int(sizes[1]), given.get("title", ""), "taxonomy")


# --- the tree ------------------------------------------------------------------------------------


def refuse_twins(entries: Sequence[Entry], key: str) -> None:
    """Raise ConfigError when two topics share an id or a name."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        value = entry.topic.topic_id if key == "_id" else entry.topic.name
        other = seen.setdefault(value, entry)
        if other is not entry:
            message = (
                f"the {key} `{value}` is already taken in {other.path}, line {other.line}; "
                "give each topic its own"
            )
            raise ConfigError(entry.path, message, entry.line_of(key))


def resolve_parent(entry: Entry, ids: Mapping[str, str]) -> Entry:
    """Return the entry with its parent as an id; ``ids`` by every id and name, ids first."""
    wanted = entry.topic.parent
    if wanted and wanted not in ids:
        message = f"the parent `{wanted}` of `{entry.topic.name}` is no topic of this taxonomy"
        raise ConfigError(entry.path, message, entry.line_of("parent"))
    return replace(entry, topic=replace(entry.topic, parent=ids[wanted] if wanted else ""))


def refuse_cycles(entries: Sequence[Entry]) -> None:
    """Raise ConfigError when a topic is its own ancestor."""
    parents = {entry.topic.topic_id: entry.topic.parent for entry in entries}
    for entry in entries:
        way, here = [entry.topic.topic_id], entry.topic.parent
        while here and here not in way:
            way.append(here)
            here = parents[here]
        if here:
            message = f"`{entry.topic.name}` is its own ancestor ({' -> '.join([*way, here])})"
            raise ConfigError(entry.path, message, entry.line_of("parent"))
