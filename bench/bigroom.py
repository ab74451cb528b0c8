"""A newsroom of 100,000 invented articles in 20,000 stories, for benches of what is served.

Its records are written straight into the store: only what pages, search and the API read. Words
come by Zipf's law, so that common ones are as common as in real texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newsloom import newsroom
from newsloom.model import (
    Article,
    ArticleId,
    Assignment,
    Coverage,
    DateOrigin,
    Decision,
    Heat,
    HeatShare,
    Kinship,
    Lead,
    Originality,
    Provider,
    Quality,
    Reason,
    RuleAnswer,
    Story,
    StoryId,
    Syndication,
    Tag,
    Tagging,
    Verdict,
)
from newsloom.newsroom import Room
from newsloom.publish.searchable import search_row
from newsloom.publish.summary import summarise
from newsloom.text.urls import article_id

NEWEST = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAYS = 60
WORDS = 400
"""Of one article."""
VOCABULARY = 60_000
TOPICS = tuple(f"Topic {number}" for number in range(40))
PROVIDERS = 400
CHUNK = 500
"""Stories in one transaction."""

SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "da", "fen", "gar", "hol", "pim")


def vocabulary(chance: random.Random) -> list[str]:
    """Return invented words, the most common first."""
    found = dict[str, None]()
    while len(found) < VOCABULARY:
        found["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
        found[f"{chance.choice(SYLLABLES)}{len(found)}"] = None
    return list(found)[:VOCABULARY]


class Press:
    """Writes articles and stories; the same seed writes the same."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary(self.chance)
        self.weights = list(accumulated(1 / (rank + 2.7) for rank in range(VOCABULARY)))

    def text(self, number: int) -> list[str]:
        """Return some words by Zipf's law."""
        return self.chance.choices(self.words, cum_weights=self.weights, k=number)

    def article(self, story: int, number: int, at: datetime) -> Article:
        """Return the article of a story with a number."""
        domain = f"paper{(story * 7 + number * 13) % PROVIDERS}.example"
        url = f"https://{domain}/{story}/{number}"
        words = self.text(WORDS)
        paragraphs = [" ".join(words[i : i + 50]).capitalize() + "." for i in range(0, WORDS, 50)]
        return Article(
            ArticleId(article_id(url)), url, " ".join(self.text(9)).capitalize(),
            "\n\n".join(paragraphs), paragraphs[0][:180], Provider(f"Paper {domain[5:-8]}", domain),
            at, DateOrigin.PAGE, "As the page says.", at, "en",
            key_points=tuple(" ".join(self.text(10)).capitalize() for _ in range(3)),
        )  # fmt: skip


def accumulated(values: Iterator[float]) -> Iterator[float]:
    """Return the running sums."""
    total = 0.0
    for value in values:
        total += value
        yield total


def fill(folder: Path, stories: int, articles: int) -> None:
    """Make a newsroom in a folder with so many stories and articles."""
    newsroom.init_room(folder)
    press = Press()
    sizes = [1 + (articles - stories) // stories] * stories
    sizes[:10] = [200] * 10
    with newsroom.opened(folder) as room:
        for first in range(0, stories, CHUNK):
            chunk = range(first, min(first + CHUNK, stories))
            with room.store.transaction():
                keep(room, [tale(press, number, sizes[number], stories) for number in chunk])


def tale(press: Press, number: int, size: int, stories: int) -> list[Article]:
    """Return the articles of one story, the lead first."""
    begun = NEWEST - timedelta(days=DAYS) * (number / stories)
    return [press.article(number, i, begun - timedelta(minutes=37 * i)) for i in range(size)]


def keep(room: Room, tales: Sequence[Sequence[Article]]) -> None:
    """Write everything pages read of some stories."""
    store = room.store
    articles = [article for tale in tales for article in tale]
    store.save_articles(articles)
    store.save_kinships([Kinship(Syndication(a.article_id, Originality.ORIGINAL, a.article_id, 0.0))
                         for a in articles])  # fmt: skip
    quality = (Reason("length", 70.0, "400 words."),)
    store.save_qualities([Quality(a.article_id, 70, quality) for a in articles])
    store.save_taggings([tagging(a, number) for tale in tales for number, a in enumerate(tale)])
    ids = [StoryId(f"s{tale[0].article_id[:12]}") for tale in tales]
    for story_id, tale in zip(ids, tales, strict=True):
        founded = Story(story_id, tale[0].article_id, tale[0].published_at)
        covers = [cover(a, story_id, tale[0].article_id) for a in tale]
        store.save_assignments([Assignment(covers[0], founded, moved=tuple(covers[1:]))])
    store.save_leads(
        [Lead(s, t[0].article_id, 70.0, quality) for s, t in zip(ids, tales, strict=True)]
    )
    store.save_heats([heat(s, t) for s, t in zip(ids, tales, strict=True)])
    answer = (RuleAnswer("min-heat", True, "Heat: 90.0, at least 40 needed. It decided: publish."),)
    store.save_verdicts([Verdict(s, Decision.PUBLISH, "min-heat", answer) for s in ids])
    store.save_summaries([summarise(b) for b in store.tellings(ids).values()], NEWEST)
    found = store.indexables([a.article_id for a in articles])
    store.save_search_rows([search_row(one) for one in found.values()])


def tagging(article: Article, number: int) -> Tagging:
    """Return the topics of an article."""
    first = int(article.article_id[:4], 16) % len(TOPICS)
    second = (first + 1 + number) % len(TOPICS)
    return Tagging(article.article_id, (Tag(TOPICS[first], "news"), Tag(TOPICS[second], "paper")))


def cover(article: Article, story_id: StoryId, lead: ArticleId) -> Coverage:
    """Return the membership of an article."""
    near = None if article.article_id == lead else lead
    return Coverage(article.article_id, story_id, 0.9, near, (), "Joined: 90 of 100.")


def heat(story_id: StoryId, tale: Sequence[Article]) -> Heat:
    """Return the heat of a story."""
    shares = [HeatShare(a.article_id, a.published_at, 10.0, "A report.") for a in tale]
    total = 10.0 * len(tale)
    return Heat(story_id, 24.0, tuple(shares), total, tale[0].published_at, ())
