"""Forms of headlines, remembered from run to run."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from newsloom.edges.store import SqlStore, open_store
from newsloom.match.fingerprint import fingerprint_article
from newsloom.match.stories import Weaver
from newsloom.match.syndication import CopyFinder
from newsloom.model import Article, ArticleId, Coverage, StoryId
from newsloom.settings import Matching
from tests.match.invented import make_article

REPORTS = (
    ("Hain morning markets: shares slip before the bank speaks", 0),
    ("Hain morning markets: brewers lower", 1),
    ("Hain morning markets: timber recovers", 2),
    ("Velm harbour closes northern lock after divers find cracks", 2.1),
    ("Hain morning markets: a slow rise", 3),
    ("Hain morning markets: shares rise on cheap grain", 9),
    ("Cracks found by divers close northern lock of Velm harbour", 2.3),
    ("Hain morning markets: shares slip again", 10),
    ("Hain morning markets: shares slip, wool rises", 10.2),
)
"""A report of every day, one event, and how many days after the start each ran."""

ARTICLES = [
    make_article(f"https://{n}.example/1", title, hours=24 * day)
    for n, (title, day) in enumerate(REPORTS)
]


def match(
    store: SqlStore, articles: Sequence[Article], copies: CopyFinder, stories: Weaver
) -> None:
    """Take some articles through the rows of matching."""
    ids = [article.article_id for article in articles]
    reach = stories.settings.window_hours
    store.save_articles(articles)
    store.save_fingerprints([fingerprint_article(article) for article in articles])
    found = copies.find(store.syndication_window(ids, reach, copies.span))
    store.save_kinships([*found.values()])
    woven = stories.weave(store.story_window(ids, reach, stories.span))
    store.save_assignments([*woven.values()])


def standings(chunk: int, *, restart: bool) -> dict[ArticleId, tuple[StoryId, str]]:
    """Return each article's story and form when ``chunk`` articles come at a time."""
    settings = Matching()
    with open_store("sqlite://") as store:
        copies, stories = CopyFinder(settings), Weaver(settings)
        for start in range(0, len(ARTICLES), chunk):
            if restart:
                copies, stories = CopyFinder(settings), Weaver(settings)
            match(store, ARTICLES[start : start + chunk], copies, stories)
        found = store.coverages([article.article_id for article in ARTICLES])
        return {key: (coverage.story_id, form_in(coverage)) for key, coverage in found.items()}


def form_in(coverage: Coverage) -> str:
    """Return what the evidence says of a form, "" for none."""
    return next((f.detail for f in coverage.features if f.name == "form"), "")


@pytest.mark.parametrize("chunk", [1, 2, 4])
def test_an_engine_told_anew_by_the_store_answers_the_same(chunk: int) -> None:
    held, told = standings(chunk, restart=False), standings(chunk, restart=True)
    assert held == told
    assert "“hain … morning … markets”" in told[ArticleId("8.example/1")][1]


def test_a_report_of_every_day_is_an_event_a_day() -> None:
    stories = {key: story for key, (story, _) in standings(1, restart=True).items()}
    lock, again, before, after = (
        stories[ArticleId(f"{number}.example/1")] for number in (3, 6, 5, 7)
    )
    assert lock == again
    assert before != after
