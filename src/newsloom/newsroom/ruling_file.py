"""Rulings <-> one readable file: JSON Lines, one ruling a line, the oldest first.

The same rulings give the same bytes, and a file brings back exactly the rulings it was made of. A
damaged file brings nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from newsloom.errors import ConfigError
from newsloom.model import Deed, Ruling, RulingKind
from newsloom.ports.desk import Loaded

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

PAIRS = frozenset({
    RulingKind.SAME_EVENT, RulingKind.NOT_SAME_EVENT, RulingKind.COPY_OF, RulingKind.NOT_COPY_OF,
})  # fmt: skip
"""Kinds that speak of two articles."""

BOM = b"\xef\xbb\xbf"


class Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """A line of the file: the fields of a ruling, those that say nothing left out."""

    made: Moment
    id: Name
    kind: RulingKind
    subject: Name
    object: str = ""
    value: str = ""
    author: str = ""
    note: str = ""
    act: str = ""
    deed: Deed | None = None
    undone: Moment | None = None
    undone_by: str = ""


def render_rulings(rulings: Iterable[Ruling]) -> bytes:
    """Return rulings as a file, by time and id."""
    ordered = sorted(rulings, key=lambda r: (r.made_at, r.ruling_id))
    return b"".join(msgspec.json.encode(line_of(ruling)) + b"\n" for ruling in ordered)


def parse_rulings(body: bytes, name: str) -> dict[int, Ruling]:
    """Return the rulings of a file by their lines.

    Raises:
        ConfigError: a line is no ruling, or has the id of another one; it names file and line.
    """
    found: dict[int, Ruling] = {}
    ids: set[str] = set()
    for number, text in enumerate(body.removeprefix(BOM).split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            ruling = ruling_of(msgspec.json.decode(text, type=Line))
        except msgspec.MsgspecError as exc:
            message = f"is no ruling ({exc}); write the file with `newsloom rulings --export` again"
            raise ConfigError(name, message, number) from exc
        if ruling.ruling_id in ids:
            raise ConfigError(name, f"has the id `{ruling.ruling_id}` twice; remove one", number)
        if ruling.kind in PAIRS and ruling.subject == ruling.object:
            raise ConfigError(name, f"rules {ruling.kind} of one article; name two", number)
        if (ruling.undone_at is None) and ruling.undone_by:
            raise ConfigError(name, "names who undid it, but not when; add `undone`", number)
        ids.add(ruling.ruling_id)
        found[number] = ruling
    return found


def news_of(
    brought: Mapping[int, Ruling], known: Mapping[str, Ruling], name: str
) -> tuple[list[Ruling], Loaded]:
    """Return the rulings to keep of those a file brought, and how many are new or changed.

    What was undone, here or there, stays undone.

    Raises:
        ConfigError: one has the id of a known ruling that says something else.
    """
    new: list[Ruling] = []
    changed: list[Ruling] = []
    for number, ruling in brought.items():
        here = known.get(ruling.ruling_id)
        if here is None:
            new.append(ruling)
        elif in_force(here) != in_force(ruling):
            message = f"has another ruling under the id `{ruling.ruling_id}`; give it a new one"
            raise ConfigError(name, message, number)
        elif ruling.undone_at is not None and here.undone_at is None:
            changed.append(ruling)
    return [*new, *changed], Loaded(len(new), len(changed), len(brought) - len(new) - len(changed))


def in_force(ruling: Ruling) -> Ruling:
    """Return a ruling as if nobody had undone it."""
    return replace(ruling, undone_at=None, undone_by="")


def line_of(ruling: Ruling) -> Line:
    """Return the line of a ruling."""
    return Line(
        made=ruling.made_at, id=ruling.ruling_id, kind=ruling.kind, subject=ruling.subject,
        object=ruling.object, value=ruling.value, author=ruling.author, note=ruling.note,
        act=ruling.act, deed=ruling.deed, undone=ruling.undone_at, undone_by=ruling.undone_by,
    )  # fmt: skip


def ruling_of(line: Line) -> Ruling:
    """Return the ruling in a line."""
    return Ruling(
        ruling_id=line.id, kind=line.kind, subject=line.subject, object=line.object,
        value=line.value, author=line.author, note=line.note, made_at=line.made.astimezone(UTC),
        undone_at=line.undone.astimezone(UTC) if line.undone else None, undone_by=line.undone_by,
        act=line.act, deed=line.deed,
    )  # fmt: skip
