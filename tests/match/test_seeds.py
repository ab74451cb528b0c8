"""The labelled posts: the two agency texts among them are found, and nothing else."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

import yaml

from newsloom.match.fingerprint import fingerprint_article
from newsloom.match.stories import Weaver
from newsloom.match.syndication import find_copies
from newsloom.model import (
    Article,
    ArticleId,
    DateOrigin,
    Originality,
    Provider,
    Syndication,
    WireCredit,
)
from newsloom.ports import StoryWindow, SyndicationWindow
from newsloom.settings import Matching
from newsloom.text.urls import article_id
from newsloom.text.wires import find_credit
from tests.shared import SHARED, needs_shared

SEEN = datetime(2020, 7, 1, tzinfo=UTC)
TEXT_URL = "https://www.platformexecutive.com/ibm/"


def credit_of(text: str) -> WireCredit | None:
    """Return the wire credit of a text."""
    found = find_credit(text)
    return WireCredit(found.agency, found.words) if found else None


def listed_article(row: Mapping[str, object]) -> Article:
    """Return an article as a post lists it: headline and excerpt only."""
    url, excerpt = str(row["webUrl"]), str(row["excerpt"])
    at = row["publishedDateTime"]
    assert isinstance(at, datetime)
    provider = row["provider"]
    assert isinstance(provider, dict)
    return Article(
        article_id=article_id(url),
        web_url=url,
        title=str(row["title"]),
        text="",
        excerpt=excerpt,
        provider=Provider(provider["name"], provider["domain"]),
        published_at=at if at.tzinfo else at.replace(tzinfo=UTC),
        date_origin=DateOrigin.SOURCE,
        date_reason="As listed.",
        seen_at=SEEN,
        language="en",
        wire_credit=credit_of(excerpt),
    )


def text_article(text: str) -> Article:
    """Return the syndicated text page as a reader would extract it."""
    parts = [p for p in re.split(r"\n\s*\n", text.strip()) if not p.startswith("Related")]
    return Article(
        article_id=article_id(TEXT_URL),
        web_url=TEXT_URL,
        title=parts[0],
        text="\n\n".join(p for p in parts[2:-1] if "•" not in p),
        excerpt="",
        provider=Provider("Platform Executive", "platformexecutive.com"),
        published_at=SEEN,
        date_origin=DateOrigin.FIRST_SEEN,
        date_reason="No date is given.",
        seen_at=SEEN,
        language="en",
        wire_credit=credit_of(text),
    )


def seed_articles() -> dict[ArticleId, Article]:
    """Return the articles of all seeds by id."""
    articles = []
    for path in sorted((SHARED / "seeds").iterdir()):
        text = path.read_text("utf-8")
        if not text.startswith("---"):
            articles.append(text_article(text))
            continue
        post = yaml.safe_load(text.split("---\n")[1])
        articles += [listed_article(row) for row in (post, *post["related"])]
    return {a.article_id: a for a in articles}


def seed_syndications(articles: Mapping[ArticleId, Article]) -> dict[ArticleId, Syndication]:
    """Return the syndication of every seed article, found in one window."""
    new = {i: fingerprint_article(a) for i, a in articles.items()}
    found = find_copies(SyndicationWindow(new, {}, {}, ()), Matching())
    return {i: kinship.own for i, kinship in found.items()}


@needs_shared
def test_the_seeds_hold_two_copies() -> None:
    """The text page copies the agency text; the station's page copies the network's."""
    articles = seed_articles()
    found = seed_syndications(articles)
    copies = {
        (articles[i].provider.domain, articles[s.original_id].provider.domain)
        for i, s in found.items()
        if s.status is not Originality.ORIGINAL
    }
    expected = {("platformexecutive.com", "nytimes.com"), ("kitv.com", "cnnphilippines.com")}
    assert expected == copies


@needs_shared
def test_the_announcement_is_mostly_one_story() -> None:
    """All reports of the announcement meet; a comment from four days later stays outside."""
    articles = seed_articles()
    new = {i: fingerprint_article(a) for i, a in articles.items()}
    syndications = seed_syndications(articles)
    found = Weaver(Matching()).weave(StoryWindow(new, {}, syndications, {}, {}, (), {}))
    stories = defaultdict(list)
    for i, assignment in found.items():
        stories[assignment.coverage.story_id].append(articles[i].title)
    largest = max(stories.values(), key=len)
    outside = [a.title for a in articles.values() if a.title not in largest]
    assert not [title for title in outside if "IBM" in title]
    assert len(outside) <= 3


def main() -> None:
    """Print the grouping of the seeds."""
    articles = seed_articles()
    new = {i: fingerprint_article(a) for i, a in articles.items()}
    syndications = seed_syndications(articles)
    found = Weaver(Matching()).weave(StoryWindow(new, {}, syndications, {}, {}, (), {}))
    for i, assignment in sorted(found.items(), key=lambda row: row[1].coverage.story_id):
        c, s = assignment.coverage, syndications[i]
        print(c.story_id, f"{c.probability:.2f}", articles[i].title[:70], "|", s.status.value)
        print("      ", c.sentence)
        if s.sentence and s.evidence:
            print("      ", s.sentence)


if __name__ == "__main__":
    main()
