from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from datetime import timedelta
from math import exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.match.evidence import FEATURES, Comparison, Measures
from newsloom.match.fingerprint import fingerprint_article
from newsloom.match.pair_model import Weights, shipped_model
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
    return holding(prints_of(made).values())


def holding(fingerprints: Iterable[Fingerprint]) -> ActiveWindow:
    """Return a window in which every article votes."""
    window = ActiveWindow(96.0)
    places = [window.add(fingerprint) for fingerprint in fingerprints]
    for place in places:
        window.let_vote(place)
    window.weigh(places)
    return window


def comparison(window: ActiveWindow) -> Comparison:
    return Comparison(window, shipped_model(), Matching())


def candidates(window: ActiveWindow, article_id: ArticleId) -> list[ArticleId]:
    [(_, found)] = window.candidates([window.places[article_id]])
    return [window.told[place].article_id for place in found]


def likelihood(*articles: tuple[str, str, float]) -> float:
    """Return the probability of one event for the first two articles."""
    return float(comparison(window_of(*articles)).probabilities(0, np.array([1]))[0])


def measures(
    *values: float, hours: float = 0.0, form: float = 0.0, with_text: bool = False
) -> Measures:
    """Return the measures of one pair: as many values as there are features, then the rest."""
    found = [np.array([value]) for value in values]
    rest = (np.array([hours]), np.array([form]), np.array([with_text]), np.array([False]))
    return Measures(*found, *rest)


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


@pytest.mark.parametrize(("hours", "share"), [(0.0, 1.0), (60.0, 0.607), (120.0, 0.135)])
def test_likeness_fades_with_time(hours: float, share: float) -> None:
    judge = comparison(window_of()).judge
    here, there = measures(1, 1, 1, 1, 0, 0, 0), measures(1, 1, 1, 1, 0, 0, 0, hours=hours)
    assert share == round(float(judge(there)[0] / judge(here)[0]), 3)


@given(st.lists(SHARES, min_size=7, max_size=7), st.floats(0, 1e4), SHARES, st.booleans())
def test_a_probability_is_one(
    values: list[float], hours: float, form: float, with_text: bool
) -> None:
    found = measures(*values, hours=hours, form=form, with_text=with_text)
    assert 0 <= comparison(window_of()).judge(found)[0] <= 1


def test_every_feature_has_a_weight() -> None:
    assert {field.name for field in fields(Weights)} - {"bias"} == set(FEATURES)


def test_the_reasons_add_up_to_the_probability() -> None:
    window = window_of(("Velm closes lock", HARBOUR, 0.0), ("Lock in Velm shut", HARBOUR, 9.0))
    found = comparison(window).explain(0, 1)
    *pulls, time = (feature.pull for feature in found.features)
    odds = sum(pulls) + shipped_model().texts.bias
    assert found.probability == pytest.approx((1 + time) / (1 + exp(-odds)))


def test_measures_are_the_same_both_ways() -> None:
    window = window_of(("Velm closes lock", HARBOUR, 0.0), ("Lock in Velm", ORCHARD, 3.0))
    there = comparison(window).measure(0, np.array([1]))
    back = comparison(window).measure(1, np.array([0]))
    assert [float(v[0]) for v in there] == pytest.approx([float(v[0]) for v in back])


def test_one_with_many_is_one_with_each() -> None:
    window = window_of(
        ("Velm closes lock 7", HARBOUR, 0.0), ("Lock 14 in Velm", ORCHARD, 3.0), ("Velm", "", 1.0)
    )
    many = comparison(window).measure(0, np.array([2, 1]))
    for at, other in enumerate((2, 1)):
        one = comparison(window).measure(0, np.array([other]))
        assert [float(v[at]) for v in many] == pytest.approx([float(v[0]) for v in one])


def test_the_sentence_names_what_is_shared() -> None:
    one = ("Mill owner Anna Hoek cuts 4,200 jobs in Velm", "", 0.0)
    two = ("Unions protest as Anna Hoek cuts 4,200 jobs", "", 53 / 60)
    found = comparison(window_of(one, two)).explain(1, 0)
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
    assert candidates(window, A) == [B]


def test_an_undated_article_is_always_in_reach() -> None:
    undated = make_article("https://c.example/1", "Velm lock closed", hours=500, is_dated=False)
    dated = make_article("https://a.example/1", "Velm lock closed")
    window = holding(prints_of([dated, undated]).values())
    assert (candidates(window, A), candidates(window, C)) == ([C], [A])


def meant(vector: list[float], title: str, model: str = "a model") -> Fingerprint:
    """Return the fingerprint of a headline whose meaning is ``vector``, made a unit vector."""
    unit = (np.array(vector) / np.linalg.norm(vector)).astype("<f2").tobytes()
    made = make_article(f"https://{title.split()[0].lower()}.example/1", title, "")
    return replace(fingerprint_article(made), vector=unit, vector_model=model)


def meaning_and_probability(one: Fingerprint, two: Fingerprint) -> tuple[float | None, float]:
    judge = comparison(holding([one, two]))
    found = judge.measure(0, np.array([1]))
    meaning = float(found.meaning[0]) if found.with_meaning[0] else None
    return meaning, float(judge.judge(found)[0])


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
    assert candidates(holding([one, two]), one.article_id) == [two.article_id]


def test_a_name_in_capitals_is_named_once() -> None:
    one = ("Velm closes its lock", "VELM HARBOUR - The board of Velm Harbour met.", 0.0)
    two = ("Lock closes", "At noon the divers of Velm Harbour left. VELM HARBOUR is shut.", 1.0)
    sentence = comparison(window_of(one, two)).explain(1, 0).sentence
    assert sentence.casefold().count("velm harbour") == 1


# --- forms ---------------------------------------------------------------------------------------

MARKETS = ("Hain morning markets: shares slip", "Hain morning markets: grain leads a rise")
LOCK = ("Velm harbour closes northern lock over cracks", "Cracks close Velm harbour's lock")


def formal_pair(titles: tuple[str, str], *formal: Collection[str]) -> Comparison:
    """Return two headlines in a window, some words of each in a form of other days."""
    window = ActiveWindow(96.0)
    for number, (title, words) in enumerate(zip(titles, formal, strict=True)):
        made = make_article(f"https://{number}.example/1", title, hours=24 * number)
        window.let_vote(window.add(fingerprint_article(made), words))
    window.weigh([0, 1])
    return comparison(window)


def form(titles: tuple[str, str], *formal: Collection[str]) -> float:
    return float(formal_pair(titles, *formal).measure(0, np.array([1])).form[0])


FORM = ("hain", "morn", "market")


@pytest.mark.parametrize(
    ("titles", "formal", "low", "high"),
    [
        pytest.param(MARKETS, (FORM, FORM), 1.0, 1.0, id="all they share is a form"),
        pytest.param(MARKETS, (FORM[:2], FORM[:2]), 0.6, 0.7, id="two words of three"),
        pytest.param(MARKETS, (FORM[:1], FORM[1:]), 0.0, 0.0, id="a form of each"),
        pytest.param(MARKETS, (FORM, ()), 0.0, 0.0, id="a form of one"),
        pytest.param(MARKETS, ((), ()), 0.0, 0.0, id="no form"),
        pytest.param(LOCK, (("velm", "harbour"),) * 2, 0.3, 0.5, id="an event, a common name"),
        pytest.param(("Hain markets", "Velm lock"), (FORM, FORM), 0.0, 0.0, id="nothing shared"),
    ],
)
def test_a_form_is_the_share_of_what_both_have_in_common(
    titles: tuple[str, str], formal: tuple[Collection[str], ...], low: float, high: float
) -> None:
    assert low - 1e-9 <= form(titles, *formal) <= high + 1e-9


TITLES = st.lists(st.sampled_from(" ".join((*MARKETS, *LOCK)).split()), max_size=9).map(" ".join)
FORMAL = st.sets(st.sampled_from(["hain", "morn", "market", "share", "velm", "harbour", "lock"]))


@given(TITLES, TITLES, FORMAL, FORMAL)
def test_a_form_is_a_share_and_the_same_both_ways(
    one: str, two: str, ours: set[str], theirs: set[str]
) -> None:
    there, back = form((one, two), ours, theirs), form((two, one), theirs, ours)
    assert 0 <= there <= 1
    assert there == pytest.approx(back)


def test_a_form_takes_its_share_of_the_probability() -> None:
    judge = comparison(window_of()).judge
    here, there = measures(1, 1, 1, 1, 0, 0, 0), measures(1, 1, 1, 1, 0, 0, 0, form=0.25)
    assert judge(there)[0] == pytest.approx(0.75 * judge(here)[0])


def test_the_reasons_tell_of_the_form() -> None:
    found = formal_pair(MARKETS, FORM, FORM).explain(0, 1)
    told = found.features[-1]
    words = "Both use a headline form that also ran on other days (“hain … morning … markets”)."
    assert (told.name, told.value, told.pull, told.detail) == ("form", 1.0, -1.0, words)
    assert found.sentence.endswith(words)
    assert found.probability == 0


def test_a_small_form_stands_in_the_reasons_only() -> None:
    found = formal_pair(LOCK, ("velm",), ("velm",)).explain(0, 1)
    assert (found.features[-1].name, "other days" in found.sentence) == ("form", False)


# --- the window ----------------------------------------------------------------------------------

HEADLINES = ("Velm lock closes", "Velm lock shut over cracks", "Growers burn pears", "Velm mills")
CHANGES = st.lists(st.tuples(st.booleans(), st.sampled_from(range(len(HEADLINES)))), max_size=12)


@given(CHANGES)
def test_a_window_that_grew_and_shrank_is_as_one_made_at_once(
    changes: list[tuple[bool, int]],
) -> None:
    made = [
        *prints_of(
            make_article(f"https://{n}.example/1", title, hours=n)
            for n, title in enumerate(HEADLINES)
        ).values()
    ]
    grown = ActiveWindow(96.0)
    for comes, number in changes:
        if comes:
            place = grown.add(made[number])
            grown.let_vote(place)
            grown.weigh([place])
        elif made[number].article_id in grown.places:
            grown.remove(made[number].article_id)
    grown.weigh(grown.places.values())
    fresh = holding([p for p in made if p.article_id in grown.places])
    for one in fresh.places:
        assert set(candidates(fresh, one)) == set(candidates(grown, one))
        for two in fresh.places:
            here = comparison(fresh).probabilities(fresh.places[one], np.array([fresh.places[two]]))
            there = comparison(grown).probabilities(
                grown.places[one], np.array([grown.places[two]])
            )
            assert here == pytest.approx(there)


def test_a_copy_is_no_candidate_until_it_votes() -> None:
    window = ActiveWindow(96.0)
    one, two = (
        window.add(made)
        for made in prints_of(
            [make_article(f"https://{n}.example/1", "Velm lock closes") for n in "ab"]
        ).values()
    )
    window.let_vote(one)
    window.weigh([one, two])
    assert candidates(window, A) == []
    window.let_vote(two)
    window.weigh([])
    assert candidates(window, A) == [B]
