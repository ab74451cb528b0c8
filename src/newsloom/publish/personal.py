"""Summaries + one reader's marks -> what this reader sees of them, and what is new since they read.

Nothing is read from a store and no words are made here; how a story looks is in `shelf`.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from newsloom.curve import heat_at
from newsloom.model import Mark, Marked, MarkKind, Marks, Read, Summary
from newsloom.text.sentences import sentences
from newsloom.text.tokens import anchors, content_words, words

TEN_MINUTES = 10
"""Reading time of the short choice, in minutes."""

TEN_STORIES = 10
"""Most stories in it."""

VISIT = timedelta(minutes=30)
"""Who does nothing for so long has left; what they do next begins a visit."""

NEW_SHARE = 0.5
"""A key point is new when more than this share of its words was in none there was. Half lets a
point be reworded, and asks of a new one that it tells mostly something else."""


@dataclass(frozen=True, slots=True)
class News:
    """What a story has that it had not when it was read."""

    reports: int
    """New independent reports."""
    providers: tuple[str, ...]
    """Theirs, where the summary names them, best first."""
    facts: tuple[str, ...]
    """Lines with something new in them: key points, or a number or date that was in none."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A story, and what one reader has to do with it."""

    summary: Summary
    follows: tuple[Mark, ...]
    """What they follow that it is part of."""
    mutes: tuple[Mark, ...]
    """What they mute that it is part of."""
    is_saved: bool
    is_read: bool
    """Read, and nothing is new since."""
    news: News | None
    """None = it was never read, or nothing is new."""

    @property
    def is_followed(self) -> bool:
        """Whether the story itself is followed."""
        return any(mark.what is Marked.STORY for mark in self.follows)

    @property
    def is_muted(self) -> bool:
        """Whether it is left out; what a reader follows by itself is not muted by what it holds."""
        return any(not self.is_followed or mark.what is Marked.STORY for mark in self.mutes)


@dataclass(frozen=True, slots=True)
class Choice:
    """Some stories as one reader wants them."""

    shown: tuple[Personal, ...]
    muted: tuple[Personal, ...]


def personal(summaries: Iterable[Summary], marks: Marks) -> Choice:
    """Return the stories as one reader wants them, each in its turn.

    A story they follow by itself comes first when it has something new; all else stays in the
    order given.
    """
    on_stories, on_others = divided(marks)
    stories = [
        standing(
            summary,
            [*on_stories[summary.story_id], *(m for m in on_others if concerns(m, summary))],
            marks.reads.get(summary.story_id),
        )
        for summary in summaries
    ]
    shown = [story for story in stories if not story.is_muted]
    shown.sort(key=lambda story: not (story.is_followed and story.news))
    return Choice(tuple(shown), tuple(story for story in stories if story.is_muted))


def personal_of(summary: Summary, marks: Marks) -> Personal:
    """Return a story with what a reader has to do with it."""
    mine = [mark for mark in marks.marks if concerns(mark, summary)]
    return standing(summary, mine, marks.reads.get(summary.story_id))


def divided(marks: Marks) -> tuple[Mapping[str, Sequence[Mark]], Sequence[Mark]]:
    """Return the marks on each story, and those on all else: a reader has hundreds of the first."""
    on_stories, on_others = defaultdict[str, list[Mark]](list), list[Mark]()
    for mark in marks.marks:
        (on_stories[mark.subject] if mark.what is Marked.STORY else on_others).append(mark)
    return on_stories, on_others


def standing(summary: Summary, mine: Sequence[Mark], read: Read | None) -> Personal:
    """Return a story with the marks that touch it, and what is new since it was read."""
    news = news_since(read, summary) if read else None
    return Personal(
        summary=summary,
        follows=tuple(mark for mark in mine if mark.kind is MarkKind.FOLLOW),
        mutes=tuple(mark for mark in mine if mark.kind is MarkKind.MUTE),
        is_saved=any(mark.kind is MarkKind.SAVE for mark in mine),
        is_read=read is not None and news is None,
        news=news,
    )


def concerns(mark: Mark, summary: Summary) -> bool:
    """Return whether a story is what a mark is on, or part of it."""
    match mark.what:
        case Marked.STORY:
            return mark.subject == summary.story_id
        case Marked.TOPIC:
            return any(tag.topic == mark.subject for tag in summary.topics)
        case Marked.PROVIDER:
            return is_provider(mark, summary)
        case Marked.PHRASE:
            return says(summary, mark.subject)


def is_provider(mark: Mark, summary: Summary) -> bool:
    """Return whether a mark on a provider touches a story.

    One that is followed by any report of it; one that is muted when no one else tells it: another
    provider's story is not lost because a muted one has it too.
    """
    if mark.kind is MarkKind.MUTE:
        return set(summary.domains) == {mark.subject}
    return mark.subject in summary.domains


# --- phrases -------------------------------------------------------------------------------------


def says(summary: Summary, phrase: str) -> bool:
    """Return whether a phrase stands in the title, a key point or the excerpt, in whole words."""
    sought = folded(phrase)
    texts = (summary.title, *summary.points, summary.excerpt)
    return bool(sought) and any(sought in folded(text) for text in texts)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return the words of a text in order, each between spaces; "" where it has none.

    They are without case, accents and possessives.
    """
    found = " ".join(words(unaccented(text)))
    return f" {found} " if found else ""


def unaccented(text: str) -> str:
    """Return a text without marks above and below its letters.

    Vowel signs and viramas (classes under 200) stay: they are no accents.
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(sign for sign in apart if unicodedata.combining(sign) < 200)
    return unicodedata.normalize("NFC", kept)


# --- what is new ---------------------------------------------------------------------------------


def read_of(summary: Summary, at: datetime) -> Read:
    """Return how a story stands for a reader who reads it at a moment."""
    return Read(
        story_id=summary.story_id,
        at=at,
        reports=tuple(sorted(pulse.article_id for pulse in summary.pulses)),
        lines=(summary.title, *summary.points),
        numbers=tuple(sorted({n for text in told(summary) for n in anchors(text)})),
    )


def news_since(read: Read, summary: Summary) -> News | None:
    """Return what a story has that it had not when it was read; None = nothing.

    New are an independent report that was not there, and a fact: a key point that says mostly
    something else than what stood there, or a number or date that was named nowhere. Copies, other
    words for the same, and another order of the reports are not.
    """
    fresh = {pulse.article_id for pulse in summary.pulses}.difference(read.reports)
    facts = tuple(dict.fromkeys(new_lines(read, summary)))
    if not fresh and not facts:
        return None
    named = [m.provider for m in (summary.lead, *summary.also) if m.article_id in fresh]
    return News(len(fresh), tuple(dict.fromkeys(named)), facts)


def new_lines(read: Read, summary: Summary) -> list[str]:
    """Return the lines of a story that tell a fact it had not when it was read."""
    known = frozenset(word for line in read.lines for word in content_words(line))
    points = [p for p in summary.points if p not in read.lines and is_new(p, known)]
    lines = (summary.title, *summary.points, *sentences(summary.excerpt))
    numbers = frozenset(read.numbers)
    numbered = [line for line in lines if not numbers.issuperset(anchors(line))]
    return [line for line in lines if line in points or line in numbered]


def is_new(line: str, known: frozenset[str]) -> bool:
    """Return whether more than ``NEW_SHARE`` of the words of a line are in none that is known."""
    told_words = set(content_words(line))
    return len(told_words - known) > NEW_SHARE * len(told_words)


def told(summary: Summary) -> tuple[str, ...]:
    """Return every text that lists show of a story."""
    also = (mention.title for mention in (summary.lead, *summary.also))
    return (summary.title, *summary.points, summary.excerpt, *also)


# --- ten minutes ---------------------------------------------------------------------------------


def ten_minutes(
    stories: Iterable[Personal], at: datetime, since: datetime | None = None
) -> tuple[Personal, ...]:
    """Return what matters most since the last visit, in ten minutes of reading.

    Of the stories that are unread or have something new, by heat at the moment, those with a report
    since the last visit before the others; one that is too long for the time left is passed over.

    Args:
        stories: muted ones are left out.
        at: now.
        since: end of the last visit; None = there was none, or it is not known.
    """
    unread = [s for s in stories if not s.is_read and not s.is_muted]
    unread.sort(key=lambda s: (not is_since(s.summary, since), -heat_at(s.summary, at)))
    left, taken = TEN_MINUTES, list[Personal]()
    for story in unread:
        needed = story.summary.minutes or 1
        if needed <= left and len(taken) < TEN_STORIES:
            taken.append(story)
            left -= needed
    return tuple(taken)


def is_since(summary: Summary, since: datetime | None) -> bool:
    """Return whether an independent report of a story came after a moment; None = it did."""
    return since is None or any(pulse.at > since for pulse in summary.pulses)


def last_visit(marks: Marks, at: datetime) -> datetime | None:
    """Return when a reader last read or kept something before this visit; None = never.

    This visit reaches back over what they did with pauses of at most ``VISIT``.
    """
    times = [mark.made_at for mark in marks.marks]
    times += [read.at for read in marks.reads.values()]
    begun = at
    for time in sorted((time for time in times if time <= at), reverse=True):
        if begun - time > VISIT:
            return time
        begun = time
    return None
