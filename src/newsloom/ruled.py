"""Dossier -> what rulings in force say of the story itself: title, excerpt, topics, verdict, pin.

Of several of one kind the newest holds; so a story that came of two has the word said last. What
belongs together, and which report leads, is ruled in ``match``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from newsloom.model import Clash, Dossier, Ruling, RulingKind

STAYS = "stays"
"""Value of a MEMBER_OF on a report that only was not asked to leave: nobody looked at the pair."""

VERDICTS = (RulingKind.PUBLISH, RulingKind.HOLD, RulingKind.RETRACT)
"""Of these together the newest holds."""


class Overruling(NamedTuple):
    """A ruling in force that a newer one overrules."""

    older: Ruling
    newer: Ruling
    why: Clash


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


def overruled_words(
    rulings: Iterable[Ruling], story_of: Callable[[str], str], domain_of: Callable[[str], str]
) -> list[Overruling]:
    """Return the rulings in force on what stories say that newer ones overrule, newest first.

    Args:
        story_of: the story an article stands in; "" = in none.
        domain_of: the registered domain of an article's provider; "" = it is not known.
    """
    newest: dict[tuple[str, str], Ruling] = {}
    bars: list[Ruling] = []
    found: list[Overruling] = []
    for ruling in newest_first(rulings, *SAID_ONCE, RulingKind.NEVER_LEAD):
        story = story_of(ruling.subject)
        if ruling.kind is RulingKind.NEVER_LEAD:
            chosen = newest.get((story, RulingKind.LEAD))
            if chosen and bars_lead(ruling, chosen, domain_of):
                found.append(Overruling(ruling, chosen, Clash.REPLACED))
            bars.append(ruling)
            continue
        kind = VERDICTS[0] if ruling.kind in VERDICTS else ruling.kind
        if not story or (ruling.kind is RulingKind.LEAD and story_of(ruling.object) != story):
            continue
        barred = next((bar for bar in bars if is_barred(ruling, bar, story_of, domain_of)), None)
        if barred is not None:
            found.append(Overruling(ruling, barred, Clash.BARRED))
            continue
        newer = newest.setdefault((story, kind), ruling)
        if newer is not ruling and said(newer) != said(ruling):
            found.append(Overruling(ruling, newer, Clash.REPLACED))
    return found


SAID_ONCE = (
    RulingKind.LEAD, RulingKind.TITLE, RulingKind.EXCERPT, RulingKind.TOPIC, *VERDICTS,
)  # fmt: skip
"""Kinds of which a story obeys one at a time."""


def said(ruling: Ruling) -> tuple[str, str, str]:
    """Return what a ruling says of its story."""
    chosen = ruling.object if ruling.kind is RulingKind.LEAD else ""
    return ruling.kind, chosen, ruling.value


def bars_lead(bar: Ruling, chosen: Ruling, domain_of: Callable[[str], str]) -> bool:
    """Return whether a NEVER_LEAD ruling speaks of the article that a LEAD ruling chose."""
    return domain_of(chosen.object) == bar.value if bar.value else bar.subject == chosen.object


def is_barred(
    ruling: Ruling, bar: Ruling, story_of: Callable[[str], str], domain_of: Callable[[str], str]
) -> bool:
    """Return whether a LEAD ruling gives way to a NEVER_LEAD ruling."""
    if ruling.kind is not RulingKind.LEAD or not bars_lead(bar, ruling, domain_of):
        return False
    return not bar.value or story_of(bar.subject) == story_of(ruling.subject)
