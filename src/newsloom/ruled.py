"""Dossier -> what rulings in force say of the story itself: title, excerpt, topics, verdict, pin.

Of several of one kind the newest holds; so a story that came of two has the word said last. What
belongs together, and which report leads, is ruled in ``match``.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsloom.model import Dossier, Ruling, RulingKind

VERDICTS = (RulingKind.PUBLISH, RulingKind.HOLD, RulingKind.RETRACT)
"""Of these together the newest holds."""


def order(ruling: Ruling) -> tuple[float, str]:
    """Return a ruling's place in time."""
    return ruling.made_at.timestamp(), ruling.ruling_id


def newest_first(rulings: Iterable[Ruling], *kinds: RulingKind) -> list[Ruling]:
    """Return the rulings of some kinds in force, newest first."""
    found = [r for r in rulings if r.kind in kinds and r.undone_at is None]
    return sorted(found, key=order, reverse=True)


def newest_on(dossier: Dossier, *kinds: RulingKind) -> Ruling | None:
    """Return the newest ruling in force of some kinds on a story; None = there is none."""
    return next(iter(newest_first(dossier.rulings, *kinds)), None)


def ruled_value(dossier: Dossier, kind: RulingKind) -> str:
    """Return the value that the newest ruling of a kind gives a story; "" = there is none."""
    found = newest_on(dossier, kind)
    return found.value.strip() if found else ""


def ruled_topics(dossier: Dossier) -> tuple[str, ...] | None:
    """Return the topics an editor has given a story; () = it has none; None = nobody has ruled."""
    found = newest_on(dossier, RulingKind.TOPIC)
    return None if found is None else topics_in(found.value)


def topics_in(value: str) -> tuple[str, ...]:
    """Return the topics in the value of a ruling, one a line, each once."""
    return tuple(dict.fromkeys(line.strip() for line in value.splitlines() if line.strip()))


def is_pinned(dossier: Dossier) -> bool:
    """Return whether an editor keeps a story at the top."""
    return newest_on(dossier, RulingKind.PIN) is not None


def ruled_verdict(dossier: Dossier) -> Ruling | None:
    """Return the ruling that decides whether a story is published; None = the gate does."""
    return newest_on(dossier, *VERDICTS)


def correction_of(dossier: Dossier) -> str:
    """Return what readers are told of a story that was taken back; "" = it was not."""
    found = ruled_verdict(dossier)
    return found.value.strip() if found and found.kind is RulingKind.RETRACT else ""
