"""Heat: every share adds up, copies add nothing, and a further report never cools a story."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curve import heat_at
from newsloom.judge.heat import compute_heat, tenths
from newsloom.model import DateOrigin, Report
from newsloom.settings import Newsroom, Profile, Seed, Settings
from tests.judge.reports import DAWN, at, led, report

DEFAULT = Settings()
SEED = Settings(newsroom=Newsroom(profile=Profile.SEED))
UNDATED = DateOrigin.FIRST_SEEN


@pytest.mark.parametrize(
    ("reports", "peak", "hours"),
    [
        pytest.param([("a", 82, 0)], 82.0, 0, id="a lead alone is worth its quality"),
        pytest.param([("a", 82, 0), ("b", 70, 0)], 92.0, 0, id="quality 70 adds ten"),
        pytest.param([("a", 82, 0), ("b", 35, 0)], 87.0, 0, id="half the quality adds half"),
        pytest.param([("a", 82, 0), ("b", 127, 0)], 97.0, 0, id="a share is capped at 15"),
        pytest.param([("a", 80, 0), ("b", 70, 24)], 80.0, 0, id="after a day the lead has halved"),
        pytest.param([("a", 80, 24), ("b", 70, 0)], 85.0, 24, id="the lead came a day later"),
        pytest.param([("a", 0, 0), ("b", 0, 1)], 0.0, 0, id="worthless reports give no heat"),
    ],
)
def test_peak(reports, peak, hours):
    heat = compute_heat(led(*(report(n, q, h) for n, q, h in reports), lead="a"), DEFAULT)
    assert (heat.peak, heat.peak_at) == (pytest.approx(peak), at(hours))


def test_reasons_are_sentences_and_name_the_copies():
    heat = compute_heat(
        led(
            report("a", 80),
            report("b", 70),
            report("c", 75, 4, "copy", of="a"),
            report("d", 75, 5, "partial", of="a"),
        ),
        DEFAULT,
    )
    assert [(r.points, r.detail) for r in heat.reasons] == [
        (80.0, "The lead, by Harrow Courier, counts with its quality of 80."),
        (10.0, "A report by Harrow Courier of quality 70 adds 10.0 when it is new."),
        (0.0, "2 copies add nothing."),
    ]
    assert [share.article_id for share in heat.shares] == ["a", "b"]


def test_reasons_tell_what_has_cooled():
    heat = compute_heat(led(report("a", 80, 24), report("b", 70, 0), lead="a"), DEFAULT)
    assert [r.detail for r in heat.reasons] == [
        "A report by Harrow Courier of quality 70 adds 10.0 when it is new. "
        "24 hours before the hottest moment, it had cooled to 5.0 of 10.0.",
        "The lead, by Harrow Courier, counts with its quality of 80.",
    ]


def test_an_undated_report_counts_where_the_dated_ones_are_hottest():
    late = report("b", 70, 900, date_origin=UNDATED)
    heat = compute_heat(led(report("a", 80, 2), late), DEFAULT)
    assert (heat.peak, heat.peak_at) == (90.0, at(2))


def test_undated_reports_alone_count_at_their_own_moment():
    reports = [report(n, 70, h, date_origin=UNDATED) for n, h in (("a", 5), ("b", 5))]
    heat = compute_heat(led(*reports), DEFAULT)
    assert (heat.peak, heat.peak_at) == (80.0, at(5))


def test_a_pinned_copy_leads_for_its_original():
    heat = compute_heat(
        led(report("a", 80), report("c", 60, 1, "copy", of="a"), report("b", 70, 1), lead="c"),
        DEFAULT,
    )
    assert [(s.article_id, s.weight) for s in heat.shares] == [("b", 10.0), ("c", 60.0)]


def test_a_story_without_reports_has_no_heat():
    heat = compute_heat(led(), DEFAULT)
    assert (heat.peak, heat.peak_at, heat.shares) == (0.0, DAWN, ())
    assert compute_heat(led(), SEED).peak == 0


def test_when_the_lead_has_left_the_best_independent_report_takes_over():
    reports = report("b", 60), report("c", 90, 0, "copy", of="b"), report("d", 70)
    assert compute_heat(led(*reports, lead="gone"), DEFAULT).peak == pytest.approx(78.6)


@pytest.mark.parametrize(
    ("quality", "related", "points", "peak"),
    [
        pytest.param(74, 3, 10, 104, id="three related reports"),
        pytest.param(89, 4, 10, 129, id="four related reports"),
        pytest.param(49, 4, 10, 49, id="below the floor"),
        pytest.param(50, 4, 10, 90, id="at the floor"),
        pytest.param(147, 12, 20, 387, id="ratings above a hundred"),
    ],
)
def test_seed_profile(quality, related, points, peak):
    others = [report(f"r{i}", 20, i, "copy" if i else "original", of="r0") for i in range(related)]
    chosen = Settings(newsroom=SEED.newsroom, seed=Seed(related_points=points))
    heat = compute_heat(led(report("a", quality), *others), chosen)
    assert (heat.peak, heat.half_life_hours) == (peak, 0)
    assert math.fsum(r.points for r in heat.reasons) == peak
    assert heat_at(heat, at(10_000)) == peak


# --- properties ----------------------------------------------------------------------------------


@st.composite
def stories(draw: st.DrawFn) -> list[Report]:
    count = draw(st.integers(1, 12))
    return [
        report(
            f"r{index}",
            draw(st.integers(0, 127)),
            draw(st.integers(0, 400)) / 4,
            draw(st.sampled_from(["original", "original", "copy", "partial"]))
            if index
            else "original",
            of="r0",
            date_origin=draw(st.sampled_from([DateOrigin.PAGE, DateOrigin.PAGE, UNDATED])),
        )
        for index in range(count)
    ]


PROFILES = st.sampled_from([DEFAULT, SEED])


@settings(deadline=None)
@given(stories(), PROFILES)
def test_reasons_add_up_to_the_peak(reports, chosen):
    heat = compute_heat(led(*reports), chosen)
    assert math.fsum(r.points for r in heat.reasons) == pytest.approx(heat.peak, abs=1e-9)
    assert round(heat.peak, 1) == heat.peak
    assert heat_at(heat, heat.peak_at) == pytest.approx(heat.peak, abs=0.051)


@settings(deadline=None)
@given(stories())
def test_no_moment_is_hotter_than_the_peak(reports):
    heat = compute_heat(led(*reports), DEFAULT)
    assert all(heat_at(heat, at(hour)) <= heat.peak + 0.051 for hour in range(-1, 130, 3))


@settings(deadline=None)
@given(stories(), st.randoms(use_true_random=False), PROFILES)
def test_order_of_arrival_changes_nothing(reports, shuffler, chosen):
    shuffled = list(reports)
    shuffler.shuffle(shuffled)
    assert compute_heat(led(*shuffled, lead="r0"), chosen) == compute_heat(led(*reports), chosen)


@settings(deadline=None)
@given(stories())
def test_copies_never_change_the_heat(reports):
    with_copies = compute_heat(led(*reports), DEFAULT)
    own = [r for r in reports if r.syndication.status == "original"]
    without = compute_heat(led(*own), DEFAULT)
    assert (with_copies.shares, with_copies.peak, with_copies.peak_at) == (
        without.shares,
        without.peak,
        without.peak_at,
    )


@settings(max_examples=300, deadline=None)
@given(
    stories(),
    st.integers(0, 127),
    st.integers(-400, 800),
    st.sampled_from([DateOrigin.PAGE, DateOrigin.SOURCE, UNDATED]),
)
def test_a_further_independent_report_never_lowers_the_peak(reports, quality, quarters, origin):
    before = compute_heat(led(*reports), DEFAULT).peak
    further = report("new", quality, quarters / 4, date_origin=origin)
    assert compute_heat(led(*reports, further), DEFAULT).peak >= before


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), max_size=20))
def test_tenths_add_up_and_stay_near(parts):
    total = round(math.fsum(parts), 1)
    shown = tenths(parts, total)
    assert math.fsum(shown) == pytest.approx(total, abs=1e-9)
    assert all(abs(s - p) <= 0.1 + 1e-9 for s, p in zip(shown, parts, strict=True))
