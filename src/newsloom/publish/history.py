"""Versions of a story's summary -> how the story changed, in sentences with their times.

What the coverage itself did is in `timeline`; here is what this newsroom showed of it, and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from newsloom.model import Decision, Summary, Telling
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import count_words

DECIDED = {
    Decision.PUBLISH: N_("It is shown."),
    Decision.REFUSE: N_("The gate does not show it any more."),
    Decision.HOLD: N_("An editor holds it back."),
    Decision.RETRACT: N_("An editor took it back."),
    Decision.RETIRE: N_("It became part of another story."),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """What changed of a story at one moment."""

    at: datetime
    sentences: tuple[str, ...]


def turns(tongue: Tongue, tellings: Sequence[Telling], most: int) -> tuple[Turn, ...]:
    """Return how a story changed since it was first shown, the newest change first.

    Versions that differ only in their number of reports are told as one, by the last of them; of
    more than ``most`` changes the newest are told.
    """
    since = next((i for i, t in enumerate(tellings) if is_shown(t.summary)), len(tellings))
    known = tellings[since:]
    if not known:
        return ()
    found = [Turn(known[0].since, tuple(beginning(tongue, known[0].summary)))]
    start = known[0].summary
    for (before, after), following in zip(pairwise(known), [*known[2:], None], strict=False):
        told = tuple(changes(tongue, before.summary, after.summary))
        counts = tuple(counted(tongue, start, after.summary))
        is_last = following is None or told_apart(tongue, after.summary, following.summary)
        if told or (is_last and counts):
            found.append(Turn(after.since, (*told, *counts)))
            start = after.summary
    return tuple(found[::-1][:most])


def told_apart(tongue: Tongue, before: Summary, after: Summary) -> bool:
    """Return whether two versions differ in more than their number of reports."""
    return any(True for _ in changes(tongue, before, after))


def is_shown(summary: Summary) -> bool:
    """Return whether readers see a story."""
    return summary.decision is Decision.PUBLISH


def beginning(tongue: Tongue, summary: Summary) -> Iterator[str]:
    """Return how it was first shown."""
    yield tongue.say(
        "First shown: “%(title)s”, led by %(provider)s.",
        title=summary.title,
        provider=summary.lead.provider,
    )
    yield f"{count_words(tongue, summary.reports, summary.independent)}."


def changes(tongue: Tongue, before: Summary, after: Summary) -> Iterator[str]:
    """Return what one version changed of the one before, but for the number of reports."""
    if before.decision is not after.decision:
        yield tongue.say(DECIDED[after.decision])
    if before.correction != after.correction and after.correction:
        yield after.correction
    if before.title != after.title:
        yield tongue.say("The headline became “%(title)s”.", title=after.title)
    if before.lead.article_id != after.lead.article_id:
        led = {"new": after.lead.provider, "old": before.lead.provider}
        yield tongue.say("%(new)s leads it in place of %(old)s.", **led)
    if before.is_pinned != after.is_pinned:
        yield (
            tongue.say("An editor put it at the top.")
            if after.is_pinned
            else tongue.say("It is at the top no longer.")
        )


def counted(tongue: Tongue, before: Summary, after: Summary) -> Iterator[str]:
    """Return what became of the number of reports; nothing when it stayed."""
    if (before.reports, before.independent) != (after.reports, after.independent):
        yield tongue.say(
            "%(now)s; before: %(then)s.",
            now=count_words(tongue, after.reports, after.independent),
            then=count_words(tongue, before.reports, before.independent),
        )
