"""The taxonomy of a newsroom on disk: its topics changed, added, moved and taken out.

Every change is tried on the whole taxonomy, its example headlines included, before it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from newsloom.edges.config_files import digest_of_text, read_text_of, remove_file, replace_text
from newsloom.edges.topic_lines import (
    added_topic,
    blocks,
    holds_list,
    lines_of,
    with_topic,
    without_topic,
)
from newsloom.errors import ConfigError
from newsloom.judge.taxonomy import Entry, nodes, read_entries, read_entry
from newsloom.judge.topics import Taxonomy, parse_taxonomy
from newsloom.model import Topic
from newsloom.ports.tuning import Faults, PlacedTopic
from newsloom.text.slug import slugify

FIRST_FILE = "topics.yaml"
"""Where topics are put in a newsroom that has none."""

FIELDS = {"_id": "topic_id"}
"""Keys of the file that have another name in the record."""


class TopicFiles:
    """The folder ``taxonomy`` of a newsroom."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def texts(self) -> dict[str, str]:
        """Return the files by name."""
        return {path.name: read_text_of(path) for path in sorted(self.folder.glob("*.y*ml"))}

    def taxonomy(self) -> Taxonomy:
        """Return the taxonomy as the files have it now."""
        return parse_taxonomy(self.texts())

    def topics(self) -> Sequence[PlacedTopic]:
        """Return all topics, each followed by its children."""
        texts = self.texts()
        entries = read_entries(texts)
        digests = {
            entry.topic.topic_id: digest_of_text(lines_of(texts[entry.path], entry.topic.topic_id))
            for entry in entries
        }
        return list(in_tree(entries, digests, "", 0))

    def redrawn(self, topic_id: str, topic: Topic) -> dict[str, str]:
        """Return the files with a topic changed, or a new one for ``topic_id`` "".

        Children that name a renamed topic by its name follow it.
        """
        texts = self.texts()
        entries = {entry.topic.topic_id: entry for entry in read_entries(texts)}
        if not topic_id:
            return texts | self.with_new(texts, entries, topic)
        before = entries[topic_id]
        texts[before.path] = with_topic(texts[before.path], before.topic, topic)
        if topic.name != before.topic.name:
            children = [e for e in entries.values() if e.topic.parent == topic_id]
            for child in children:
                texts[child.path] = renamed_parent(
                    texts[child.path], child.topic.topic_id, before.topic.name, topic.name
                )
        return texts

    def with_new(
        self, texts: Mapping[str, str], entries: Mapping[str, Entry], topic: Topic
    ) -> dict[str, str]:
        """Return the file of a new topic with it: its parent's, where that holds a list."""
        near = entries[topic.parent].path if topic.parent in entries else ""
        lists = [name for name in (near, *texts) if name and holds_list(texts[name])]
        name = lists[0] if lists else FIRST_FILE if not texts else f"{slugify(topic.topic_id)}.yaml"
        return {name: added_topic(texts.get(name, ""), topic)}

    def without(self, topic_id: str) -> dict[str, str]:
        """Return the files without a topic."""
        texts = self.texts()
        path = next(e.path for e in read_entries(texts) if e.topic.topic_id == topic_id)
        texts[path] = without_topic(texts[path], topic_id)
        return texts

    def save(self, texts: Mapping[str, str]) -> None:
        """Write the files that have changed; one that holds nothing any more is taken away."""
        before = self.texts()
        for name, text in texts.items():
            if text == before.get(name):
                continue
            if text.strip():
                replace_text(self.folder / name, text)
            else:
                remove_file(self.folder / name)


def in_tree(
    entries: Sequence[Entry], digests: Mapping[str, str], parent: str, depth: int
) -> list[PlacedTopic]:
    """Return the topics below a parent, each followed by its children."""
    found: list[PlacedTopic] = []
    for entry in entries:
        if entry.topic.parent == parent:
            topic = entry.topic
            found.append(PlacedTopic(topic, entry.path, depth, digests[topic.topic_id]))
            found += in_tree(entries, digests, topic.topic_id, depth + 1)
    return found


def renamed_parent(text: str, child_id: str, before: str, after: str) -> str:
    """Return a file in which a topic that names its parent ``before`` names it ``after``."""
    block = next(block for key, block in blocks(text) if key == child_id)
    node = block.nodes.get("parent")
    if node is None or str(node.value).strip() != before:
        return text
    child = next(topic for topic in topics_alone(text) if topic.topic_id == child_id)
    return with_topic(text, replace(child, parent=before), replace(child, parent=after))


def topics_alone(text: str) -> list[Topic]:
    """Return the topics of one file, their parents left open."""
    return [read_entry("", node).topic for node in nodes("", text)]


def faults_of(texts: Mapping[str, str], topic_id: str) -> Faults:
    """Return what is wrong with a taxonomy, put at the field of a topic where it is that one's."""
    try:
        parse_taxonomy(texts)
    except ConfigError as exc:
        sentence = f"{exc.message[0].upper()}{exc.message[1:]}."
        return {field_at(texts.get(exc.path, ""), topic_id, exc.line - 1): sentence}
    return {}


def field_at(text: str, topic_id: str, line: int) -> str:
    """Return the field of a topic on a line (from 0), "" when the line is not its own."""
    for key, block in blocks(text):
        if key == topic_id and block.start <= line < block.end:
            found = block.key_at(line)
            return FIELDS.get(found, found)
    return ""
