"""A size and a seed -> an invented stream of reports as fingerprints, with the truth about each.

Nothing here is language: words are made of syllables and drawn by Zipf's law, an event is a handful
of words, numbers, two names and a direction in space. What is like the news is what the engine's
cost depends on: how often words are, how many reports an event has, over which hours, how long
texts are, how many are copied. Each report is made when it is asked for, from its number alone: a
million take no memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from newsloom.match.fingerprint import LEDE_RUN_WORDS, LEDE_WORDS, RUN_WORDS, sample_of
from newsloom.model import ArticleId, Fingerprint
from newsloom.text.tokens import shingles

START = datetime(2031, 3, 4, tzinfo=UTC)
MODEL = "invented"

HOURS = 96.0
"""Hours over which all reports come: all of them are active when the last ones do."""

VOCABULARY = 200_000
ZIPF_POWER, ZIPF_SHIFT = 1.05, 20
"""A word of rank r is drawn with 1 / (r + shift) ** power: the first is in four texts of ten."""

MOST_REPORTS, REPORTS_POWER = 40, 1.3
"""An event of n reports comes with 1 / n ** power: six on average."""

FADING_HOURS = 12.0
"""Mean time of a report after the first of its event."""

COPIES = 0.15
"""Share of the reports that copy the first of their event."""
HEADLINES_ONLY = 0.2
"""Share of the others of which no text is known."""

PROVIDERS = 400
TITLE_WORDS, TITLE_EVENT_WORDS = 10, 4
EVENT_TITLE_POOL, EVENT_WORDS = 12, 30
BEATS, BEAT_WORDS = 2000, 60
"""Fields that events are of, and the words of each: as many however many reports there are."""
RARE_RANK = 1000
"""Rank of the commonest word that can be an event's or a beat's."""
BEAT_SHARE = 0.5
"""Share of an event's words, and of its direction, that are its beat's."""
EVENT_SHARE = 0.2
"""Share of a text's words that are its event's."""
LEDE = (60, 100)
"""Content words of headline and first paragraphs, least and most."""
BODY = (150, 400)
"""Words of a whole text, least and most."""
KEPT_OF_COPY = (0.6, 1.0)
"""Share of the original's text that a copy keeps from its beginning."""

WIDTH, TOPICS = 512, 60
NOISE_OF_REPORT, NOISE_OF_NUMBERS = 0.7, 1.5

SYLLABLES = ["".join(parts) for parts in product("bdfgklmnprtvz", "aou")]


@dataclass(frozen=True, slots=True)
class Report:
    """One made report."""

    made: Fingerprint
    event: int
    original: int | None
    """Number of the report it copies; None = it is an original."""


@dataclass(frozen=True, slots=True)
class Event:
    """What the reports of one event share; words by rank."""

    pool: NDArray[np.int64]
    """Words its headlines draw from; the first two are its names."""
    words: NDArray[np.int64]
    anchors: tuple[str, ...]
    direction: NDArray[np.float64]


class Corpus:
    """``size`` reports, numbered in order of time."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.size, self.seed = size, seed
        chance = np.random.default_rng(seed)
        ranks = np.arange(1, VOCABULARY + 1)
        self.zipf = np.cumsum((ranks + ZIPF_SHIFT) ** -ZIPF_POWER)
        self.zipf /= self.zipf[-1]
        self.topics = chance.normal(size=(TOPICS, WIDTH))
        self.events, self.hours = self._plan(chance)
        self.first = np.full(int(self.events.max()) + 1, size, np.int64)
        np.minimum.at(self.first, self.events, np.arange(size))
        rare = 1 - len(self.first) / size
        self.is_copy = (chance.random(size) < COPIES / max(rare, COPIES)) & (
            self.first[self.events] != np.arange(size)
        )
        copied = np.zeros(size, bool)
        copied[self.first[self.events[self.is_copy]]] = True
        self.is_bare = (chance.random(size) < HEADLINES_ONLY) & ~self.is_copy & ~copied

    def _plan(self, chance: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the event and the hour of each report, in order of time."""
        sizes = np.arange(1, MOST_REPORTS + 1)
        shares = sizes**-REPORTS_POWER
        counts = chance.choice(sizes, self.size, p=shares / shares.sum())
        events = np.repeat(np.arange(self.size), counts)[: self.size]
        begun = chance.random(self.size) * HOURS
        hours = begun[events] + chance.exponential(FADING_HOURS, self.size)
        hours = np.where(hours < HOURS, hours, begun[events])
        order = np.argsort(hours, kind="stable")
        return events[order], hours[order]

    @cached_property
    def words(self) -> list[str]:
        """The vocabulary, the commonest word first."""
        parts = len(SYLLABLES)
        return [
            SYLLABLES[n % parts] + SYLLABLES[n // parts % parts] + SYLLABLES[n // parts**2 % parts]
            + SYLLABLES[n // parts**3]
            for n in range(VOCABULARY)
        ]  # fmt: skip

    def reports(self, start: int, end: int) -> Iterator[Report]:
        """Yield the reports of some numbers."""
        for number in range(start, min(end, self.size)):
            original = int(self.first[self.events[number]]) if self.is_copy[number] else None
            yield Report(self._made(number, original), int(self.events[number]), original)

    def article_id(self, number: int) -> ArticleId:
        """Return the id of a report: numbers in a row give ids far apart."""
        return ArticleId(f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}")

    def _made(self, number: int, original: int | None) -> Fingerprint:
        """Return the fingerprint of a report."""
        event = self._event(int(self.events[number]))
        chance = self._chance("report", number)
        title = self._title(chance, event)
        body = self._body(number if original is None else original, event)
        if original is not None:
            body = body[: int(len(body) * chance.uniform(*KEPT_OF_COPY))]
        if self.is_bare[number]:
            body = body[:0]
        lede = body[: int(chance.integers(*LEDE)) - len(title)]
        spoken = [self.words[word] for word in title]
        text = [self.words[word] for word in body]
        names = tuple(self.words[word].capitalize() for word in event.pool[:2])
        return Fingerprint(
            article_id=self.article_id(number),
            title=" ".join(spoken).capitalize(),
            domain=f"provider{int(PROVIDERS * chance.random() ** 2)}.example",
            published_at=START + timedelta(hours=float(self.hours[number])),
            is_dated=True,
            title_words=tuple(dict.fromkeys(spoken)),
            lede_words=(*spoken, *text[: len(lede)]),
            shingles=shingles(text, RUN_WORDS, sample_of(len(text))),
            lede_shingles=joined(
                shingles(spoken, LEDE_RUN_WORDS), shingles(text[:LEDE_WORDS], LEDE_RUN_WORDS)
            ),
            word_count=len(text),
            anchors=event.anchors[: int(chance.integers(0, len(event.anchors) + 1))],
            names=names,
            vector=self._vector(chance, event),
            vector_model=MODEL,
        )

    def _chance(self, what: str, number: int) -> np.random.Generator:
        """Return the chance that makes one thing; the same for its number."""
        return np.random.Generator(np.random.SFC64([self.seed, len(what), number]))

    def _event(self, number: int) -> Event:
        """Return an event: rare words, of which some are those of its beat."""
        chance = self._chance("event", number)
        beat = self._chance("beat", int(chance.integers(BEATS)))
        field = beat.integers(RARE_RANK, VOCABULARY, BEAT_WORDS)
        count = EVENT_TITLE_POOL + EVENT_WORDS
        words = chance.integers(RARE_RANK, VOCABULARY, count)
        of_beat = chance.random(count) < BEAT_SHARE
        of_beat[:2] = False
        words = np.where(of_beat, chance.choice(field, count), words)
        anchors = sorted({str(n) for n in chance.integers(13, 1900, int(chance.integers(0, 4)))})
        direction = np.sqrt(BEAT_SHARE) * beat.normal(size=TOPICS)
        direction += np.sqrt(1 - BEAT_SHARE) * chance.normal(size=TOPICS)
        pool, others = words[:EVENT_TITLE_POOL], words[EVENT_TITLE_POOL:]
        return Event(pool, others, tuple(anchors), direction)

    def _title(self, chance: np.random.Generator, event: Event) -> list[int]:
        """Return the words of a headline, the event's first name among them."""
        own = chance.permutation(event.pool[1:])[: TITLE_EVENT_WORDS - 1]
        others = self._drawn(chance, TITLE_WORDS - TITLE_EVENT_WORDS)
        return [int(event.pool[0]), *own.tolist(), *others.tolist()]

    def _body(self, number: int, event: Event) -> list[int]:
        """Return the words of a whole text."""
        chance = self._chance("body", number)
        count = int(chance.integers(*BODY))
        drawn = self._drawn(chance, count)
        own = np.concatenate((event.pool, event.words))
        is_own = chance.random(count) < EVENT_SHARE
        body: list[int] = np.where(is_own, own[chance.integers(0, len(own), count)], drawn).tolist()
        return body

    def _drawn(self, chance: np.random.Generator, count: int) -> NDArray[np.int64]:
        """Return words drawn by Zipf's law."""
        return np.searchsorted(self.zipf, chance.random(count))

    def _vector(self, chance: np.random.Generator, event: Event) -> bytes:
        """Return the vector of a report: near its event's."""
        turned = event.direction + NOISE_OF_REPORT * chance.normal(size=TOPICS)
        row = turned @ self.topics + NOISE_OF_NUMBERS * chance.normal(size=WIDTH)
        unit = (row / np.linalg.norm(row)).astype("<f2")
        return bytes(unit.tobytes())


def joined(*runs: bytes) -> bytes:
    """Return runs of several texts as those of one."""
    return bytes(np.unique(np.frombuffer(b"".join(runs), "<u4")))
