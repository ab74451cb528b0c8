"""What other settings would do: the same gate and heat, asked twice; places before and after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.judge.gate import judge_story
from newsloom.judge.heat import compute_heat
from newsloom.judge.quality import rate_quality
from newsloom.judge.simulation import FRONT, compare_fresh, compare_kept, rerated, try_story
from newsloom.match.lead import choose_lead
from newsloom.model import Contest, Decision, Hearing, Lead, Led, Report, RulingKind, StoryId
from newsloom.model.tuning import Move, Outcome
from newsloom.ports import Copying
from newsloom.settings import Gate, Heating, Newsroom, Profile, Rating, Seed, Settings
from tests.judge.reports import at, hearing, report, ruling

NOW = Settings()
STRICT = Settings(gate=Gate(min_heat=75))
SEED = Settings(newsroom=Newsroom(profile=Profile.SEED))


def elect(contest: Contest, settings: Settings) -> Lead:
    return choose_lead(contest, settings.leading, settings.newsroom.profile)


def story(name: str, *reports: object, **changes: object) -> Hearing:
    made = hearing(*reports, **changes)  # type: ignore[arg-type]
    own = replace(made.dossier, story=replace(made.dossier.story, story_id=StoryId(name)))
    return replace(made, dossier=own)


def outcomes(stories: list[Hearing], after: Settings, hours: float = 0) -> tuple[Outcome, Outcome]:
    trials = [try_story(one, NOW, after, at(hours), elect) for one in stories]
    return compare_fresh(trials), compare_kept(trials)


def moves(outcome: Outcome) -> list[tuple[str, Move, int, int]]:
    return [(c.story_id, c.move, c.before.place, c.after.place) for c in outcome.changes]


HOT = story("hot", report("a", 90))
MILD = story("mild", report("b", 70))
COLD = story("cold", report("c", 45))


def test_nothing_moves_under_the_same_settings():
    fresh, kept = outcomes([HOT, MILD, COLD], NOW)
    assert moves(fresh) == moves(kept) == []
    assert fresh.stay == 3
    assert [(c.story_id, c.before.place) for c in fresh.front] == [
        ("hot", 1), ("mild", 2), ("cold", 3),
    ]  # fmt: skip


def test_a_higher_threshold_takes_the_mild_away():
    fresh, _ = outcomes([COLD, HOT, MILD], STRICT)
    assert moves(fresh) == [
        ("mild", Move.DISAPPEARS, 2, 0), ("cold", Move.DISAPPEARS, 3, 0),
    ]  # fmt: skip
    after = fresh.changes[0].after
    assert (after.decision, after.rule) == (Decision.REFUSE, "min-heat")
    assert after.sentence == "Heat: 70.0, at least 75 needed. This rule decided: refuse."


def test_what_is_published_stays_and_is_marked():
    published = replace(MILD, was_published=True)
    fresh, kept = outcomes([HOT, published], STRICT)
    assert moves(fresh) == [("mild", Move.DISAPPEARS, 2, 0)]
    assert fresh.changes[0].is_published
    assert moves(kept) == []
    assert (
        outcomes([published], Settings(gate=Gate(blocked_providers=("harrow.example",))))[1]
        .changes[0]
        .move
        is Move.DISAPPEARS
    )


def test_stories_below_one_that_appears_fall():
    loose = Settings(gate=Gate(min_quality=0, min_heat=0))
    weak = story("weak", report("w", 38), report("x", 38, 0.5))
    fresh, _ = outcomes([story("faint", report("f", 41)), weak], loose, 1)
    assert moves(fresh) == [
        ("weak", Move.APPEARS, 0, 1), ("faint", Move.FALLS, 1, 2),
    ]  # fmt: skip


def test_a_longer_half_life_lifts_the_old():
    old = story("old", report("o", 90, -48))
    slow = Settings(heating=Heating(half_life_hours=480))
    fresh, _ = outcomes([old, MILD], slow)
    assert moves(fresh) == [("mild", Move.FALLS, 1, 2), ("old", Move.RISES, 2, 1)]


def test_a_pinned_story_keeps_the_first_place():
    pinned = story("cold", report("c", 45), rulings=[ruling(RulingKind.PIN)])
    fresh, _ = outcomes([HOT, pinned], NOW)
    assert [c.story_id for c in fresh.front] == ["cold", "hot"]


def test_the_seed_profile_is_tried_by_its_own_rules():
    after = replace(SEED, seed=Seed(threshold=80))
    trial = try_story(MILD, SEED, after, at(100), elect)
    before, then = trial.fresh
    assert (before.decision, then.decision) == (Decision.PUBLISH, Decision.REFUSE)
    assert (before.rule, then.heat) == ("seed-threshold", 70)


def test_only_the_first_places_are_shown_and_those_that_come_to_them():
    many = [story(f"s{n:03}", report(f"r{n}", 95 - n)) for n in range(FRONT + 5)]
    late = story("late", report("z", 39), report("y", 99, 0.1), report("x", 99, 0.2))
    after = Settings(gate=Gate(min_quality=0), heating=Heating(related_points=900, related_cap=900))
    fresh, _ = outcomes([*many, late], after, 1)
    assert len(fresh.front) == FRONT + 1
    assert (fresh.front[-1].story_id, fresh.front[-1].after.place) == ("late", 1)


@given(
    st.lists(st.tuples(st.integers(0, 100), st.integers(-90, 0), st.booleans()), max_size=12),
    st.builds(
        Gate, min_heat=st.integers(0, 150), min_quality=st.integers(0, 100),
        min_independent=st.integers(0, 3),
    ),
    st.builds(Heating, half_life_hours=st.floats(1, 500)),
)  # fmt: skip
def test_it_says_what_the_rows_of_the_pipeline_would(rows, gate, heating):
    after = Settings(gate=gate, heating=heating)
    stories = [
        story(f"s{n}", report(f"r{n}", quality, hours), was_published=was)
        for n, (quality, hours, was) in enumerate(rows)
    ]
    fresh, kept = outcomes(stories, after)
    for outcome in (fresh, kept):
        assert len(outcome.changes) + outcome.stay == len(stories)
    real = {}
    for one in stories:
        heat = compute_heat(Led(one.dossier, one.lead), after)
        real[one.dossier.story.story_id] = judge_story(replace(one, heat=heat), after)
    for change in kept.changes:
        verdict = real[change.story_id]
        assert (change.after.decision, change.after.rule) == (verdict.decision, verdict.rule)
    shown = sorted(c.after.place for c in kept.front if c.after.place)
    published = sum(v.decision is Decision.PUBLISH for v in real.values())
    assert shown[: min(published, FRONT)] == list(range(1, min(published, FRONT) + 1))


@pytest.mark.parametrize("profile", list(Profile))
def test_a_story_without_reports_is_retired_before_and_after(profile):
    gone = replace(HOT, dossier=replace(HOT.dossier, reports=()))
    settings = Settings(newsroom=Newsroom(profile=profile))
    trial = try_story(gone, settings, settings, at(1), elect)
    assert {s.decision for s in (*trial.fresh, *trial.kept)} == {Decision.RETIRE}


def rated(name: str, settings: Settings, **changes: object) -> Report:
    """Return a report with the quality its text has by some weights."""
    made = report(name, **changes)  # type: ignore[arg-type]
    copying = Copying(made.article, made.syndication)
    quality = rate_quality(copying, Profile.DEFAULT, {}, settings.quality)
    return replace(made, quality=quality)


FACTORS = st.sampled_from([0.1, 0.3, 0.5, 1.0, 1.2, 2.0, 3.7, 10.0])
RATINGS = st.builds(
    Rating, completeness=FACTORS, depth=FACTORS, byline=FACTORS, headline=FACTORS, stub=FACTORS
)


@given(RATINGS, RATINGS, st.sampled_from([{}, {"text": ""}, {"byline": ()}, {"is_free": False}]))
def test_weights_of_quality_give_what_rating_anew_gives(before, after, changes):
    was = replace(rated("a", Settings(quality=before), **changes))
    settings = Settings(quality=after)
    tried = rerated(story("s", was), Settings(quality=before), settings, elect)
    anew = rated("a", settings, **changes)
    assert tried.dossier.reports[0].quality.points == anew.quality.points


def test_other_weights_choose_another_lead():
    plain = rated("plain", NOW, byline=())
    signed = rated("signed", NOW, hours=1, title="Is this the end of the ferry Merle?")
    after = Settings(quality=Rating(byline=10.0))
    case = story("s", plain, signed)
    assert case.lead.article_id == "plain"
    assert rerated(case, NOW, after, elect).lead.article_id == "signed"
    assert rerated(case, NOW, NOW, elect) is case
