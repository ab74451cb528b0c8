"""Invented articles -> how many are rated and tagged in a second; prints, asserts nothing.

Run: ``python -m bench.judge [--articles N] [--keywords N]``. Tagging is measured beside the plain
way, one compiled pattern after the other by ``re.search``, in the same process on the same texts.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import product
from random import Random
from time import perf_counter

from bench.machine import say_peak
from newsloom.judge.quality import rate_quality
from newsloom.judge.topics import Taxonomy, occurrences, parse_taxonomy, tag_article
from newsloom.model import (
    Article,
    ArticleId,
    DateOrigin,
    Originality,
    Person,
    Picture,
    Provider,
    Syndication,
)
from newsloom.ports import Copying
from newsloom.settings import Profile

SEED = 7
WORDS_EACH = 500
PER_TOPIC = 20
NOON = datetime(2026, 10, 5, 12, tzinfo=UTC)
SYLLABLES = ("ba", "cor", "den", "fi", "gal", "hu", "jor", "ka", "lem", "mi", "nor", "pe", "ro")
VOCABULARY = tuple("".join(parts) for parts in product(SYLLABLES, repeat=3))


def invent_keywords(count: int, chance: Random) -> list[str]:
    """Return distinct phrases of two words."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(chance.choices(VOCABULARY, k=2))] = None
    return list(found)


def invent_taxonomy(keywords: Sequence[str]) -> Taxonomy:
    """Return a taxonomy of two levels with ``PER_TOPIC`` phrases a topic."""
    rows = ["- {_id: root, name: Root}"]
    for start in range(0, len(keywords), PER_TOPIC):
        phrases = ", ".join(keywords[start : start + PER_TOPIC])
        rows.append(f"- {{_id: t{start}, name: T{start}, parent: root, keywords: [{phrases}]}}")
    return parse_taxonomy({"invented.yaml": "\n".join(rows)})


def invent_article(number: int, keywords: Sequence[str], chance: Random) -> Article:
    """Return an article with a few phrases of the taxonomy in it."""
    words = chance.choices(VOCABULARY, k=WORDS_EACH)
    for phrase in chance.choices(keywords, k=5):
        words[chance.randrange(WORDS_EACH)] = phrase
    sentences = [" ".join(words[i : i + 14]).capitalize() for i in range(0, WORDS_EACH, 14)]
    text = "\n\n".join(". ".join(sentences[i : i + 4]) + "." for i in range(0, len(sentences), 4))
    return Article(
        ArticleId(f"{number:016x}"),
        f"https://harrow.example/{number}",
        " ".join(words[:9]).capitalize(),
        text,
        sentences[0],
        Provider("Harrow Courier", "harrow.example"),
        NOON,
        DateOrigin.PAGE,
        "The page prints it.",
        NOON,
        "en",
        byline=(Person("Ina Holm"),),
        pictures=(Picture("https://harrow.example/a.jpg", 1200, 630),),
    )


def copying(article: Article) -> Copying:
    """Return an article as an original."""
    key = article.article_id
    return Copying(article, Syndication(key, Originality.ORIGINAL, key, 0.0))


def per_second(work: Callable[[Article], object], articles: Sequence[Article]) -> float:
    """Return how many articles a second some work takes."""
    start = perf_counter()
    for article in articles:
        work(article)
    return len(articles) / (perf_counter() - start)


def plain_search(patterns: Sequence[re.Pattern[str]], article: Article) -> set[str]:
    """Return the phrases found one after the other."""
    text = f"{article.title}\n{article.excerpt}\n{article.text}"
    return {pattern.pattern for pattern in patterns if pattern.search(text)}


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the rates, in articles a second, and return them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--keywords", type=int, default=5000)
    chosen = parser.parse_args(arguments)
    chance = Random(SEED)
    keywords = invent_keywords(chosen.keywords, chance)
    start = perf_counter()
    taxonomy = invent_taxonomy(keywords)
    built = perf_counter() - start
    articles = [invent_article(n, keywords, chance) for n in range(chosen.articles)]
    few = articles[: max(1, chosen.articles // 30)]
    patterns = [re.compile(rf"\b{word}\b", re.IGNORECASE) for word in keywords]
    for article in few:
        text = f"{article.title}\n{article.excerpt}\n{article.text}"
        ours = {rf"\b{phrase.keyword}\b" for phrase in occurrences(text, taxonomy)}
        if ours != plain_search(patterns, article):
            print("warning: the two ways of searching disagree")
    rates = {
        "quality": per_second(lambda a: rate_quality(copying(a), Profile.DEFAULT), articles),
        "topics": per_second(lambda a: tag_article(a, taxonomy), articles),
        "plain re.search": per_second(lambda a: plain_search(patterns, a), few),
    }
    print(f"{chosen.articles} articles of {WORDS_EACH} words, {chosen.keywords} keywords")
    print(f"taxonomy read and built in {built * 1000:.0f} ms")
    for name, rate in rates.items():
        print(f"{name:16} {rate:10.1f} articles a second, {1000 / rate:8.3f} ms each")
    faster = rates["topics"] / rates["plain re.search"]
    print(f"topics against plain re.search: {faster:.0f} times")
    return {
        "quality articles/s": rates["quality"],
        "topics articles/s": rates["topics"],
        "speed / re.search, topics": faster,
        "peak MiB": say_peak(),
    }


if __name__ == "__main__":
    main()
