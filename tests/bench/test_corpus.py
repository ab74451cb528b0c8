"""The invented stream of reports: the same every time, and shaped as it says."""

import numpy as np
import pytest

from bench.corpus import BODY, COPIES, HOURS, LEDE, MOST_REPORTS, Corpus
from newsloom.model import Fingerprint


@pytest.fixture(scope="module")
def corpus():
    return Corpus(3000)


@pytest.fixture(scope="module")
def reports(corpus):
    return list(corpus.reports(0, 3000))


def prints(reports) -> list[Fingerprint]:
    return [report.made for report in reports]


def test_a_report_is_the_same_whenever_it_is_made(reports):
    again = Corpus(3000)
    assert list(again.reports(2000, 2010)) == reports[2000:2010]
    assert list(again.reports(5, 6)) == reports[5:6]
    assert list(Corpus(3000, seed=2).reports(5, 6)) != reports[5:6]


def test_reports_come_in_order_of_time_and_all_are_active(reports):
    times = [made.published_at for made in prints(reports)]
    assert times == sorted(times)
    assert (times[-1] - times[0]).total_seconds() <= HOURS * 3600
    assert len({made.article_id for made in prints(reports)}) == 3000


def test_events_and_copies_are_as_many_as_promised(corpus, reports):
    counts = np.bincount(corpus.events)
    assert 1 <= counts[counts > 0].min() <= counts.max() <= MOST_REPORTS
    assert 4 < counts[counts > 0].mean() < 9
    assert sum(r.original is not None for r in reports) / 3000 == pytest.approx(COPIES, abs=0.02)


def test_texts_have_the_lengths_promised(reports):
    with_text = [made for made in prints(reports) if made.word_count]
    assert 0.75 < len(with_text) / 3000 < 0.9
    originals = [r.made for r in reports if r.original is None and r.made.word_count]
    assert all(BODY[0] <= made.word_count <= BODY[1] for made in originals)
    assert all(LEDE[0] <= len(made.lede_words) <= LEDE[1] for made in originals)
    assert {len(made.title.split()) for made in prints(reports)} == {10}


def test_a_copy_has_the_runs_of_its_original_and_comes_later(corpus, reports):
    shares = []
    for number, report in enumerate(reports):
        if report.original is not None:
            original = reports[report.original]
            assert report.original < number
            assert (report.event, original.original) == (original.event, None)
            one, two = (set(np.frombuffer(r.made.shingles, "<u4")) for r in (report, original))
            shares.append(len(one & two) / min(len(one), len(two)))
    # A shorter text keeps a finer sample of its runs, of which the longer one has fewer.
    assert np.mean(shares) > 0.8


def test_reports_of_one_event_are_near_in_meaning(reports):
    rows = np.array([np.frombuffer(made.vector, "<f2") for made in prints(reports)], np.float32)
    events = np.array([report.event for report in reports])
    near = rows @ rows.T
    same = events[:, None] == events
    np.fill_diagonal(same, False)
    assert near[same].mean() > 0.5 > 0.2 > np.percentile(near[~same], 90)
