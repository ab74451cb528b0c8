"""Among 2,000 other articles of the same days the labelled posts are still one event."""

from datetime import datetime

import pytest

from bench.labelled import STORIES
from bench.seeds import OTHERS, SUBJECT, measures_of, other_articles, seed_articles, tried
from newsloom.edges.embed import WordsOnly, open_embedder
from tests.shared import needs_shared

pytestmark = [
    needs_shared,
    pytest.mark.skipif(not STORIES.is_dir(), reason=f"no labelled stories at {STORIES}"),
]


@pytest.fixture(scope="module")
def seeds():
    return seed_articles()


@pytest.fixture(scope="module")
def others():
    return other_articles(OTHERS)


def test_the_others_are_of_the_same_days_and_about_other_things(seeds, others):
    assert (len(seeds), len(others)) == (19, OTHERS)
    assert len({article.article_id for article in (*seeds, *others)}) == OTHERS + 19
    dated = [a.published_at for a in seeds if a.published_at.month == 6]
    days = {at.date() for at in dated}
    assert len(days) == 4
    for day in days:
        assert sum(a.published_at.date() == day for a in others) > 100
    assert not [a.title for a in others if SUBJECT in a.title.split()]
    assert all(isinstance(a.published_at, datetime) for a in others)


@pytest.mark.parametrize("embedder", [WordsOnly(), open_embedder()], ids=["words", "meaning"])
def test_the_event_is_one_story_with_nothing_foreign_in_it(embedder, seeds, others):
    trial = tried([*seeds, *others], embedder)
    measures = measures_of(seeds, {i: c.story_id for i, c in trial.coverages.items()})
    assert measures["reports of the event"] == 16
    assert (measures["in its story"], measures["stories it is in"]) == (1.0, 1)
    assert measures["foreign"] == 0
