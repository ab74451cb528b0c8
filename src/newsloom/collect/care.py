"""Sources and how they do -> which of them need care, and the report about it. Asks nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.collect.health import SENTENCES
from newsloom.model import FIRST_LOOK, NEVER_ASKED, Health, HealthChange, HealthState, Source
from newsloom.text.counting import counted

STATES = tuple(HealthState)
"""The worst first."""

REMEDIES: Mapping[HealthState, str] = {
    HealthState.GONE: "remove it, or find its successor with `newsloom sources add SITE`",
    HealthState.BLOCKED: "ask the publisher, or wait: it is asked less and less often",
    HealthState.MISSING: "find its new address with `newsloom sources add SITE`",
    HealthState.UNREACHABLE: "nothing: it is asked again; if it lasts, check the address",
    HealthState.HTML: "find its feed with `newsloom sources add URL`",
    HealthState.UNPARSABLE: "see `newsloom feed URL`; tell the publisher",
    HealthState.EMPTY: "see `newsloom feed URL`; it may be filled again",
    HealthState.UNDATED: "nothing: pages and the time of first sight give the dates",
    HealthState.STALE: "nothing, or remove it",
    HealthState.MOVED: "nothing: it is followed; add the new address in its place when you like",
    HealthState.NEW: "nothing: it is looked at on the next run",
    HealthState.WELL: "nothing",
}
"""What to do in each state."""

CARELESS = frozenset({HealthState.WELL, HealthState.NEW})
"""States that need nobody."""

PREDICATES = frozenset({
    "answers", "asks", "breaks", "does", "grows", "has", "is", "leads", "lists", "links", "needs",
    "redirects", "says",
})  # fmt: skip
"""How errors begin that speak of a source without naming it."""

_SPECIAL = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source and how it does."""

    source: Source
    health: Health

    @property
    def name(self) -> str:
        """Its title, else its address."""
        return self.source.title or self.source.url

    @property
    def says(self) -> str:
        """One sentence on its state."""
        health = self.health
        if health.state is HealthState.MOVED:
            return f"It has moved for good to {health.moved_to}."
        if health.detail in ("", SENTENCES[health.state]):
            return SENTENCES[health.state]
        return sentence(health.detail)


def sentence(detail: str) -> str:
    """Return what an error says of a source as a sentence: ``is empty`` -> ``It is empty.``."""
    subject = "It " if detail.partition(" ")[0] in PREDICATES else ""
    return subject + (detail if subject else detail[:1].upper() + detail[1:]).rstrip(".") + "."


def source_healths(
    sources: Iterable[Source], healths: Mapping[str, Health]
) -> tuple[SourceHealth, ...]:
    """Return every source with its health, the worst first, then by address."""
    found = [SourceHealth(s, healths.get(s.url, NEVER_ASKED)) for s in sources]
    return tuple(sorted(found, key=lambda one: (STATES.index(one.health.state), one.source.url)))


def in_need(healths: Iterable[SourceHealth]) -> tuple[SourceHealth, ...]:
    """Return the sources that somebody should look after, in their order."""
    return tuple(one for one in healths if one.health.state not in CARELESS)


def count_states(healths: Iterable[SourceHealth]) -> str:
    """Return how many sources are in each state, the worst first: ``2 gone, 41 well``."""
    counts = Counter(one.health.state for one in healths)
    return ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])


def render_care(
    name: str, at: datetime, healths: Sequence[SourceHealth], changes: Sequence[HealthChange]
) -> str:
    """Return the feed care report as Markdown.

    Args:
        name: of the newsroom.
        at: the moment of the report, UTC.
        healths: every source, the worst first.
        changes: what happened since the last report, oldest first.
    """
    week = at.isocalendar()
    lines = [
        f"# Feed care, week {week.week} of {week.year}",
        "",
        f"{plain(name)}: {counted(len(healths), 'source')}, {count_states(healths) or 'none'}.",
        "",
        "## To do",
        "",
        *(todo_lines(in_need(healths)) or ["Nothing: every source is well."]),
        "",
        "## What happened",
        "",
        *(change_lines(healths, changes) or ["Nothing changed."]),
        "",
    ]
    return "\n".join(lines)


def todo_lines(healths: Iterable[SourceHealth]) -> list[str]:
    """Return one item for each source in need."""
    return [
        f"- **{one.health.state}** {plain(one.name)} (`{one.source.url}`)"
        f"{since(one.health)}: {plain(one.says)} To do: {REMEDIES[one.health.state]}."
        for one in healths
    ]


def change_lines(healths: Iterable[SourceHealth], changes: Iterable[HealthChange]) -> list[str]:
    """Return one line for each change of a source that is still there; one for all new ones."""
    names = {one.source.url: one.name for one in healths}
    known = [change for change in changes if change.source_url in names]
    new = sum(change.detail == FIRST_LOOK for change in known)
    return [f"- Well at the first look: {counted(new, 'source')}."] * bool(new) + [
        f"- {change.at:%Y-%m-%d %H:%M} {plain(names[change.source_url])}: {change.state}"
        + (f" ({plain(change.detail)})" if change.detail else "")
        for change in known
        if change.detail != FIRST_LOOK
    ]


def since(health: Health) -> str:
    """Return ``since 2026-11-20``, with the looks that failed in a row."""
    day = f", since {health.since:%Y-%m-%d}" if health.since else ""
    return day + (f", {health.failures} looks in a row" if health.failures > 1 else "")


def plain(text: str) -> str:
    """Return a text as one line whose signs mean nothing to Markdown."""
    return " ".join(text.split()).translate(_SPECIAL)
