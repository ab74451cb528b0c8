"""Tree of an RSS, RDF or Atom feed -> RawFeed. Asks not whether the tree is whole."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from newsloom.collect.rawfeed import RawFeed
from newsloom.collect.xml_entry import TITLES, read_entry
from newsloom.collect.xml_names import Element, Names
from newsloom.collect.xml_text import LANGUAGE, base_of, inherited, line_of, related_link, text_of
from newsloom.collect.xmltree import local_name

MOST_ENTRIES = 20_000
"""Entries that are read of one feed; the longest archives of feeds have about half as many."""
_ROOTS = frozenset({"rss", "feed", "rdf"})
_ENTRIES = frozenset({"item", "entry"})


def read_xml_feed(root: Element, url: str) -> RawFeed | None:
    """Return what a feed's tree says, None when its root is no feed's.

    ``url`` is the feed's address, which ``xml:base`` may be relative to. Of a feed with more than
    `MOST_ENTRIES` entries, the first ones are read.
    """
    if local_name(root) not in _ROOTS:
        return None
    channels = [child for child in root if local_name(child) == "channel"]
    names = Names((root, *channels))
    entries = [one for one in chain(*channels, root) if names[one.tag] in _ENTRIES]
    # Some feeds wrap their entries once more, and what is broken may wrap them anyhow.
    entries = entries or [one for one in root.iter() if names[one.tag] in _ENTRIES]
    fields = names.fields(one for one in chain(*channels, root) if names[one.tag] not in _ENTRIES)
    language = inherited(channels[0] if channels else root, LANGUAGE)
    language = language or text_of(fields, "language", "dc:language")
    read = entries[:MOST_ENTRIES]
    bases = _bases(root, read, url)
    notes = (f"It has {len(entries)} entries; the first {MOST_ENTRIES} were read.",)
    return RawFeed(
        title=line_of(fields, *TITLES),
        language=language,
        entries=tuple(
            read_entry(one, names, language, bases.get(one.getparent(), "")) for one in read
        ),
        hub=related_link(fields, "hub"),
        topic=related_link(fields, "self"),
        notes=notes if len(entries) > MOST_ENTRIES else (),
    )


def _bases(root: Element, entries: Sequence[Element], url: str) -> dict[Element | None, str]:
    """The address in force around each entry, by its parent; nothing where no other is anywhere."""
    if not root.getroottree().xpath("boolean(//@xml:base)"):
        return {}
    parents = {one.getparent() for one in entries}
    return {parent: base_of(parent, url) for parent in parents if parent is not None}
