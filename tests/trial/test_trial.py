"""The engine over labelled articles: every one stands somewhere, in the order of arrival."""

from newsloom.edges.embed import WordsOnly
from newsloom.settings import Matching
from newsloom.stage import CHUNK
from newsloom.trial.labelled import read_labelled
from newsloom.trial.scores import score
from newsloom.trial.trial import run_trial
from tests.trial.files import ROWS, jsonl


def run(rows, on_progress=lambda done: None):
    labelled = read_labelled(jsonl(rows).split(b"\n"), "x")
    articles = [row.article for row in labelled]
    trial = run_trial(articles, Matching(), WordsOnly(), on_progress=on_progress)
    return labelled, trial, trial.stories_of(articles)


def test_events_become_stories():
    rows, trial, stories = run(ROWS)
    assert score(stories, [row.story for row in rows]).b3_f1 == 1
    assert all(coverage.sentence for coverage in trial.coverages.values())
    assert set(trial.syndications) == set(trial.coverages) == set(trial.fingerprints)


def test_the_stories_come_in_the_order_of_the_rows():
    _, _, stories = run(ROWS)
    _, _, turned = run([{**row, "published": f"2026-10-0{9 - n}"} for n, row in enumerate(ROWS)])
    assert (
        [stories.index(s) for s in stories] == [turned.index(s) for s in turned] == [0, 0, 2, 2, 4]
    )


def test_odd_articles_stand_somewhere():
    odd = [
        {"id": "1", "title": "", "story": "a"},
        {"id": "2", "title": "", "text": "\n\n", "story": "a"},
        {"id": "3", "title": "?!", "story": "b", "lang": "tlh"},
        {"id": "4", "title": "港の灯りが消える", "text": "真夜中に。", "story": "c", "url": "none"},
        {"id": "5", "title": "🙂" * 500, "text": "\x00", "story": "c", "url": "http:["},
        {"id": "6", "title": "word " * 20_000, "story": "d", "published": "1901-01-01"},
    ]  # fmt: skip
    rows, _, stories = run(odd)
    assert len(stories) == len(rows) == 6


def test_progress_is_told_after_every_chunk():
    told = []
    rows = [{"id": n, "title": f"Report {n} of the day", "story": n} for n in range(CHUNK + 5)]
    run(rows, told.append)
    assert told == [CHUNK, CHUNK + 5]


def test_a_second_run_gives_the_same():
    assert run(ROWS)[2] == run(ROWS)[2]
