"""The labelled posts among 2,000 other articles of the same days: is their event still one story?

Run: ``python -m bench.seeds [--words] [--others N]``. The posts and the text page are read as
``newsloom import`` reads them, without their rulings. The others are labelled rows, moved to the
days around; the reports of one of their stories come within 36 hours.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

from bench.labelled import SEEDS, STORIES, is_absent
from newsloom.collect.imports import read_import
from newsloom.edges.embed import WordsOnly, open_embedder
from newsloom.extract.article import extract_article
from newsloom.model import Article, ArticleId, DateOrigin, StoryId
from newsloom.ports import Embedder
from newsloom.settings import Matching
from newsloom.trial.labelled import Labelled, read_labelled
from newsloom.trial.trial import Trial, run_trial

SETS = ("kite", "groundnews", "uci")
OTHERS = 2_000

SEEN = datetime(2020, 7, 1, tzinfo=UTC)
"""When the posts are imported."""
FIRST = datetime(2020, 6, 5, tzinfo=UTC)
"""The others begin then: four days before the event, and go on for ten."""
DAYS = 10
HOURS_OF_STORY = 36

SUBJECT = "IBM"
"""Named in the headlines of all reports of the event, and of no other article."""


def seed_articles() -> list[Article]:
    """Return the articles of all seeds, each once."""
    found: dict[ArticleId, Article] = {}
    for path in sorted(SEEDS.iterdir()):
        for page in read_import(path.name, path.read_bytes(), SEEN).pages:
            article = extract_article(page)
            if isinstance(article, Article):
                found.setdefault(article.article_id, article)
    return list(found.values())


def other_articles(count: int) -> list[Article]:
    """Return so many labelled articles, the same share of each set, dated by their story."""
    sets = [read_set(name) for name in SETS]
    total = sum(map(len, sets))
    return [
        moved(row)
        for rows in sets
        for row in sorted(rows, key=lambda r: digest(r.key))[: -(-count * len(rows) // total)]
    ][:count]


def read_set(name: str) -> Sequence[Labelled]:
    """Return the rows of a labelled set."""
    path = STORIES / f"{name}_dev.jsonl"
    with path.open("rb") as lines:
        return read_labelled(lines, path.name)


def moved(row: Labelled) -> Article:
    """Return an article at a time within the hours of its story."""
    begun = digest(row.story) % (DAYS * 24 * 60)
    later = digest(row.key) % (HOURS_OF_STORY * 60)
    at = FIRST + timedelta(minutes=begun + later)
    return replace(row.article, published_at=at, seen_at=at, date_origin=DateOrigin.PAGE)


def digest(name: str) -> int:
    """Return a number of a name, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest(), "big")


def tried(articles: Sequence[Article], embedder: Embedder) -> Trial:
    """Return what the engine makes of the articles."""
    return run_trial(articles, Matching(), embedder)


def measures_of(seeds: Iterable[Article], stories: Mapping[ArticleId, StoryId]) -> dict[str, float]:
    """Return how much of the event is in its story, and how much of that story is foreign."""
    seeds = list(seeds)
    event = [a.article_id for a in seeds if SUBJECT in a.title]
    places = Counter(stories[i] for i in event)
    ((main, inside),) = places.most_common(1)
    members = {i for i, story in stories.items() if story == main}
    return {
        "reports of the event": len(event),
        "in its story": inside / len(event),
        "stories it is in": len(places),
        "articles in its story": len(members),
        "foreign": len(members - {a.article_id for a in seeds}),
    }


def print_stories(seeds: Sequence[Article], trial: Trial) -> None:
    """Print the stories that the seeds stand in, with all they hold; "!" before a foreign one."""
    own = {article.article_id for article in seeds}
    for story in dict.fromkeys(trial.stories_of(seeds)):
        print(story)
        for i, coverage in trial.coverages.items():
            if coverage.story_id == story:
                made, sign = trial.fingerprints[i], " " if i in own else "!"
                at = f"{made.published_at:%d %H:%M}"
                print(f"  {sign} {coverage.probability:.2f} {at} {made.title[:90]}")


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the stories of the seeds and how pure they are; return the measures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--words", action="store_true", help="without the embedder")
    parser.add_argument("--others", type=int, default=OTHERS, help="articles mixed in")
    chosen = parser.parse_args(arguments)
    if is_absent(STORIES) or is_absent(SEEDS):
        return {}
    seeds = seed_articles()
    articles = [*seeds, *other_articles(chosen.others)]
    trial = tried(articles, WordsOnly() if chosen.words else open_embedder())
    print_stories(seeds, trial)
    measures = measures_of(seeds, {i: c.story_id for i, c in trial.coverages.items()})
    print("  ".join(f"{what} {number:.4g}" for what, number in measures.items()))
    return measures


if __name__ == "__main__":
    main()
