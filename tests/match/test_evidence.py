from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.match.evidence import Measures, explain, measure, probability_of
from newsloom.match.fingerprint import fingerprint_article
from newsloom.match.window import ActiveWindow
from newsloom.match.wording import interval, readable
from newsloom.model import ArticleId, Fingerprint
from newsloom.settings import Matching
from tests.match.invented import HARBOUR, ORCHARD, make_article, prints_of

A, B, C = ArticleId("a.example/1"), ArticleId("b.example/1"), ArticleId("c.example/1")
SHARES = st.floats(0, 1)


def window_of(*articles: tuple[str, str, float]) -> ActiveWindow:
    """Return a window of (title, text, hours), named a, b, c."""
    made = [
        make_article(f"https://{name}.example/1", title, text, hours=hours)
        for name, (title, text, hours) in zip("abc", articles, strict=False)
    ]
    return ActiveWindow(prints_of(made), 96.0)


def likelihood(*articles: tuple[str, str, float]) -> float:
    """Return the probability of one event for the first two articles."""
    weighed = window_of(*articles).weighed
    return probability_of(measure(weighed[A], weighed[B]), Matching())


def test_reports_of_one_event_are_likely() -> None:
    one = ("Velm harbour closes northern lock after divers find cracks", "", 0.0)
    two = ("Cracks found by divers close Velm harbour's northern lock", "", 2.0)
    assert likelihood(one, two) > 0.9


def test_reports_of_two_events_are_not() -> None:
    one = ("Velm closes its lock", HARBOUR, 0.0)
    two = ("Growers burn pear trees", ORCHARD, 0.0)
    assert likelihood(one, two) < 0.05


def test_one_template_on_two_days_is_two_events() -> None:
    same = likelihood(
        ("Ossel index falls 3.5% at noon in Hain", "", 0.0),
        ("Ossel index falls 3.5% at noon in Hain", "", 1.0),
    )
    other = likelihood(
        ("Ossel index falls 3.5% at noon in Hain", "", 0.0),
        ("Ossel index falls 1.2% at noon in Hain", "", 24.0),
    )
    assert same > 0.9
    assert other < 0.4 * same


def test_numbers_alone_make_no_event() -> None:
    one = ("Mill in Velm cuts 4,200 jobs", "", 0.0)
    two = ("Theatre sells 4,200 tickets", "", 0.0)
    assert likelihood(one, two) < 0.1


@pytest.mark.parametrize(("hours", "share"), [(0.0, 1.0), (96.0, 0.607), (192.0, 0.135)])
def test_likeness_fades_with_time(hours: float, share: float) -> None:
    here = Measures(1, 1, 1, 1, 0, 0, 0.0, False)
    there = Measures(1, 1, 1, 1, 0, 0, hours, False)
    ratio = probability_of(there, Matching()) / probability_of(here, Matching())
    assert share == round(ratio, 3)


@given(SHARES, SHARES, SHARES, SHARES, SHARES, SHARES, st.floats(0, 1e4), st.booleans())
def test_a_probability_is_one(
    a: float, b: float, c: float, d: float, e: float, f: float, hours: float, with_text: bool
) -> None:
    assert 0 <= probability_of(Measures(a, b, c, d, e, f, hours, with_text), Matching()) <= 1


def test_measures_are_the_same_both_ways() -> None:
    weighed = window_of(("Velm closes lock", HARBOUR, 0.0), ("Lock in Velm", ORCHARD, 3.0)).weighed
    assert measure(weighed[A], weighed[B]) == measure(weighed[B], weighed[A])


def test_the_sentence_names_what_is_shared() -> None:
    one = ("Mill owner Anna Hoek cuts 4,200 jobs in Velm", "", 0.0)
    two = ("Unions protest as Anna Hoek cuts 4,200 jobs", "", 53 / 60)
    weighed = window_of(one, two).weighed
    found = explain(weighed[B], weighed[A], Matching())
    assert "Anna Hoek" in found.sentence
    assert "gives the same number (4,200)" in found.sentence
    assert "came 53 minutes after “Mill owner Anna Hoek cuts 4,200 jobs in Velm”." in found.sentence
    names = ["title", "containment", "headline-in-lede", "lede", "numbers", "conflict", "time"]
    assert names == [f.name for f in found.features]


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [("4200", "4,200"), ("$34e9", "$34 billion"), ("3.5%", "3.5%"), ("10-19", "10-19")],
)
def test_readable_numbers(anchor: str, expected: str) -> None:
    assert expected == readable(anchor)


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=53), "53 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=30), "30 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_interval(gap: timedelta, expected: str) -> None:
    assert expected == interval(gap.total_seconds() / 3600)


def test_candidates_are_the_nearest_within_reach() -> None:
    window = window_of(
        ("Velm harbour closes northern lock", "", 0.0),
        ("Velm harbour lock closed", "", 5.0),
        ("Velm harbour lock closed", "", 500.0),
    )
    assert list(window.candidates(A)) == [B]


def test_an_undated_article_is_always_in_reach() -> None:
    undated = make_article("https://c.example/1", "Velm lock closed", hours=500, is_dated=False)
    dated = make_article("https://a.example/1", "Velm lock closed")
    window = ActiveWindow(prints_of([dated, undated]), 96.0)
    assert (list(window.candidates(A)), list(window.candidates(C))) == ([C], [A])


def meant(vector: list[float], title: str, model: str = "a model") -> Fingerprint:
    """Return the fingerprint of a headline whose meaning is ``vector``, made a unit vector."""
    unit = (np.array(vector) / np.linalg.norm(vector)).astype("<f2").tobytes()
    made = make_article(f"https://{title.split()[0].lower()}.example/1", title, "")
    return replace(fingerprint_article(made), vector=unit, vector_model=model)


def meaning_and_probability(one: Fingerprint, two: Fingerprint) -> tuple[float | None, float]:
    window = ActiveWindow({one.article_id: one, two.article_id: two}, 96.0)
    found = measure(window.weighed[one.article_id], window.weighed[two.article_id])
    return found.meaning, probability_of(found, Matching())


def test_meaning_counts_where_an_embedder_has_read_both() -> None:
    lights = "Velm lock closes over cracks"
    near = meaning_and_probability(meant([1, 0.2], lights), meant([1, 0.1], "Divers shut gates"))
    far = meaning_and_probability(meant([1, 0], lights), meant([0, 1], "Divers shut gates"))
    assert near[0] is not None and far[0] is not None
    assert near[0] > 0.98 > far[0]
    assert near[1] > 0.5 > far[1]


def test_vectors_of_two_models_are_not_compared() -> None:
    one, two = meant([1, 0], "Velm lock closes"), meant([1, 0], "Divers shut gates", "another")
    assert meaning_and_probability(one, two)[0] is None


def test_an_article_is_a_candidate_by_meaning_alone() -> None:
    one, two = meant([1, 0.2], "Velm lock closes"), meant([1, 0.1], "Divers shut gates")
    window = ActiveWindow({one.article_id: one, two.article_id: two}, 96.0)
    assert window.candidates(one.article_id) == [two.article_id]


def test_a_name_in_capitals_is_named_once() -> None:
    one = ("Velm closes its lock", "VELM HARBOUR - The board of Velm Harbour met.", 0.0)
    two = ("Lock closes", "At noon the divers of Velm Harbour left. VELM HARBOUR is shut.", 1.0)
    weighed = window_of(one, two).weighed
    assert (
        explain(weighed[B], weighed[A], Matching()).sentence.casefold().count("velm harbour") == 1
    )
