"""Acts -> lines of the rulings log: who did what and when, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.model import Deed
from newsloom.ports.desk import Act, Desk, Named
from newsloom.publish.tongue import Tongue
from newsloom.web.desk.sides import desk_path
from newsloom.web.desk.told import undo_path
from newsloom.web.desk.wording import DEEDS, act_words, named_words
from newsloom.web.live import Live

SHOWN = 50
"""Acts on one page of the log."""
PIECE = 200
"""Acts read at a time when only some are wanted."""
MOST_READ = 2000
"""Acts looked through for one page; the next page goes on behind them."""


@dataclass(frozen=True, slots=True)
class About:
    """A report an act is about."""

    title: str
    provider: str
    path: str
    """Its story at the desk; "" = it stands in none."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act as the log shows it."""

    act_id: str
    made_at: datetime
    name: str
    """Of the deed: "Same event"."""
    words: str
    """What was done, a sentence without its full stop."""
    about: tuple[About, ...]
    value: tuple[str, ...]
    """Title, excerpt, topics, correction or domain, line by line."""
    author: str
    note: str
    undone_at: datetime | None
    undone_by: str
    overruled_by: str
    """The act that overrules it; "" = none."""
    undo: str
    """Where it is undone; "" = it is not in force any more."""

    @property
    def is_in_force(self) -> bool:
        """Whether it holds."""
        return self.undone_at is None and not self.overruled_by


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which acts are wanted: all that is not "" holds together."""

    deed: str = ""
    author: str = ""
    """Name of the account."""
    story: str = ""
    """Id of a story that a report of the act stands in."""

    def takes(self, act: Act) -> bool:
        """Return whether an act is wanted."""
        return (
            self.deed in ("", act.deed)
            and self.author in ("", act.author)
            and self.story in ("", *(one.story_id for one in act.about))
        )


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some acts, the newest first."""

    acts: tuple[Act, ...]
    older: str
    """The act behind which the next page begins; "" = this is the last."""


def read_log(desk: Desk, wanted: LogFilter, before: str = "") -> LogPage:
    """Return the newest acts that are wanted, those made before an act if one is named."""
    found: list[Act] = []
    for _ in range(MOST_READ // PIECE):
        piece = desk.acts(PIECE, before)
        for place, act in enumerate(piece):
            before = act.act_id
            if wanted.takes(act):
                found.append(act)
            is_last = place + 1 == len(piece) < PIECE
            if len(found) == SHOWN:
                return LogPage(tuple(found), "" if is_last else before)
        if len(piece) < PIECE:
            return LogPage(tuple(found), "")
    return LogPage(tuple(found), before)


def log_lines(tongue: Tongue, live: Live, acts: Iterable[Act]) -> tuple[LogLine, ...]:
    """Return acts as lines; authors by the names people know them by."""
    acts = tuple(acts)
    called = {account.name: account.called for account in live.people.accounts()} if acts else {}
    return tuple(log_line(tongue, act, called) for act in acts)


def log_line(tongue: Tongue, act: Act, called: Mapping[str, str]) -> LogLine:
    """Return one act as a line."""
    return LogLine(
        act_id=act.act_id,
        made_at=act.made_at,
        name=tongue.say(DEEDS[act.deed]),
        words=act_words(tongue, act),
        about=tuple(about(tongue, one) for one in act.about),
        value=tuple(line for line in act.value.splitlines() if line.strip()),
        author=called.get(act.author, act.author),
        note=act.note,
        undone_at=act.undone_at,
        undone_by=called.get(act.undone_by, act.undone_by),
        overruled_by=act.overruled_by,
        undo=undo_path(act.act_id) if act.undone_at is None else "",
    )


def about(tongue: Tongue, named: Named) -> About:
    """Return a report an act is about."""
    path = desk_path(named.story_id) if named.story_id else ""
    return About(named_words(tongue, named), named.provider, path)


def deed_choices(tongue: Tongue) -> Sequence[tuple[str, str]]:
    """Return the deeds to filter by, as pairs of value and name."""
    return [("", tongue.say("All kinds")), *((d.value, tongue.say(DEEDS[d])) for d in Deed)]
