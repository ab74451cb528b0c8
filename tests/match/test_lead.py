from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.match.lead import choose_lead
from newsloom.model import (
    Article,
    ArticleId,
    Contest,
    Coverage,
    Dossier,
    Lead,
    Originality,
    Quality,
    Report,
    Ruling,
    RulingKind,
    Story,
    StoryId,
    Syndication,
    Tagging,
)
from newsloom.settings import Leading, Profile
from tests.match.invented import HARBOUR, START, make_article, rule

STORY = StoryId("s000000000000")
A, B, C = "a.example/1", "b.example/1", "c.example/1"


def report(name: str, quality: int, *, copies: str = "", rated: bool = False) -> Report:
    """Return a report by provider a, b, c, each an hour after the one before."""
    url = f"https://{name}.example/1"
    article = make_article(url, f"Lock by {name}", HARBOUR, hours=ord(name) - ord("a"))
    article = replace(article, rated_quality=quality if rated else None)
    key = article.article_id
    status = Originality.COPY if copies else Originality.ORIGINAL
    root = ArticleId(copies or key)
    return Report(
        article,
        Quality(key, quality, ()),
        Syndication(key, status, root, 1.0 if copies else 0.0),
        Coverage(key, STORY, 1.0, None, (), ""),
        Tagging(key, ()),
    )


def contest(
    reports: Sequence[Report],
    *,
    rulings: tuple[Ruling, ...] = (),
    incumbent: str = "",
    challenger: str = "",
    founder: str = A,
) -> Contest:
    """Return a contest for the lead."""
    story = Story(STORY, ArticleId(founder), START)
    noted = ArticleId(challenger) if challenger else None
    lead = Lead(STORY, ArticleId(incumbent), 0.0, (), noted) if incumbent else None
    return Contest(Dossier(story, tuple(reports), rulings), lead)


def winner(of: Contest, profile: Profile = Profile.DEFAULT) -> tuple[str, str | None]:
    """Return (lead, challenger)."""
    lead = choose_lead(of, Leading(), profile)
    return lead.article_id, lead.challenger_id


NEVER_A = rule(RulingKind.NEVER_LEAD, A, minute=1)
PIN_A = rule(RulingKind.LEAD, B, A, minute=1)
PIN_B = rule(RulingKind.LEAD, A, B, minute=2)
PIN_A_LATE = rule(RulingKind.LEAD, A, A, minute=3)
UNDONE = replace(PIN_B, undone_at=START)
TWO = (report("a", 70), report("b", 60))

CASES = {
    "the best leads at once": (contest(TWO), (A, None)),
    "of equals the earliest": (contest((report("b", 60), report("a", 60))), (A, None)),
    "a copy stays behind its original": (
        contest((report("a", 60), report("b", 90, copies=A))),
        (A, None),
    ),
    "a copy leads when its original is elsewhere": (
        contest((report("a", 60), report("b", 90, copies=C))),
        (B, None),
    ),
    "a challenger is noted first": (contest(TWO, incumbent=B), (B, A)),
    "and wins the second time": (contest(TWO, incumbent=B, challenger=A), (A, None)),
    "another challenger begins anew": (contest(TWO, incumbent=B, challenger=C), (B, A)),
    "less than the margin is no challenge": (
        contest((report("a", 64), report("b", 60)), incumbent=B, challenger=A),
        (B, None),
    ),
    "an incumbent that is gone needs no challenge": (contest(TWO, incumbent=C), (A, None)),
    "an editor bars the best": (contest(TWO, rulings=(NEVER_A,)), (B, None)),
    "barring the incumbent takes effect at once": (
        contest(TWO, rulings=(NEVER_A,), incumbent=A),
        (B, None),
    ),
    "an editor's pin wins at once": (contest(TWO, rulings=(PIN_B,), incumbent=A), (B, None)),
    "the newest pin wins": (contest(TWO, rulings=(PIN_A, PIN_B)), (B, None)),
    "a pin after a bar lifts it": (contest(TWO, rulings=(NEVER_A, PIN_A_LATE)), (A, None)),
    "an undone pin does not hold": (contest(TWO, rulings=(UNDONE,)), (A, None)),
    "a pin on an absent article is kept for later": (
        contest(TWO, rulings=(rule(RulingKind.LEAD, A, C),)),
        (A, None),
    ),
    "where all are barred, one still leads": (
        contest(TWO[:1], rulings=(NEVER_A,)),
        (A, None),
    ),
}


@pytest.mark.parametrize(("of", "expected"), CASES.values(), ids=CASES.keys())
def test_default_profile(of: Contest, expected: tuple[str, str | None]) -> None:
    assert expected == winner(of)


SEED_CASES = {
    "the highest quality, without hysteresis": (contest(TWO, incumbent=B), A),
    "of equals the incumbent": (
        contest((report("a", 60), report("b", 60)), incumbent=B, founder=A),
        B,
    ),
    "of equals the founder": (contest((report("a", 60), report("b", 60)), founder=B), B),
    "of equals the earliest": (contest((report("b", 60), report("a", 60)), founder=C), A),
    "a copy the archive rated may lead": (
        contest((report("a", 60), report("b", 90, copies=A, rated=True))),
        B,
    ),
    "a copy it did not rate may not": (
        contest((report("a", 60), report("b", 90, copies=A))),
        A,
    ),
    "a pin wins": (contest(TWO, rulings=(PIN_B,)), B),
}


@pytest.mark.parametrize(("of", "expected"), SEED_CASES.values(), ids=SEED_CASES.keys())
def test_seed_profile(of: Contest, expected: str) -> None:
    assert (expected, None) == winner(of, Profile.SEED)


# --- from run to run -----------------------------------------------------------------------------

NAMES = "abcdef"


def runs(
    steps: Sequence[Sequence[Report]], rulings: tuple[Ruling, ...] = (), again: int = 3
) -> list[ArticleId]:
    """Return the lead after each run; the last state is decided ``again`` times more."""
    incumbent: Lead | None = None
    leads: list[ArticleId] = []
    for reports in [*steps, *[steps[-1]] * again]:
        story = Story(STORY, ArticleId(A), START)
        of = Contest(Dossier(story, tuple(reports), rulings), incumbent)
        incumbent = choose_lead(of, Leading(), Profile.DEFAULT)
        leads.append(incumbent.article_id)
    return leads


def stories() -> st.SearchStrategy[list[Report]]:
    """Return reports in the order they arrive; some are copies of an earlier or later one."""

    def built(qualities: list[int], roots: list[int], order: list[int]) -> list[Report]:
        originals = [n for n in range(len(qualities)) if roots[n] % 2 == 0] or [0]
        made = []
        for n, quality in enumerate(qualities):
            root = originals[roots[n] % len(originals)]
            copies = "" if n in originals else f"{NAMES[root]}.example/1"
            made.append(report(NAMES[n], quality, copies=copies))
        return [made[n] for n in order]

    return st.integers(1, 6).flatmap(
        lambda size: st.builds(
            built,
            st.lists(st.integers(0, 100), min_size=size, max_size=size),
            st.lists(st.integers(0, 9), min_size=size, max_size=size),
            st.permutations(range(size)),
        )
    )


@given(stories())
def test_the_lead_never_goes_from_an_original_to_its_copy_nor_back_and_forth(
    arriving: list[Report],
) -> None:
    leads = runs([arriving[: n + 1] for n in range(len(arriving))])
    root = {r.article.article_id: r.syndication.original_id for r in arriving}
    changes = [(was, now) for was, now in zip(leads, leads[1:], strict=False) if was != now]
    assert [(was, now) for was, now in changes if root[now] == was] == []
    # A copy stands first only until its original has come, and then for good behind it.
    assert len(changes) == len(set(changes))
    for turn, (was, now) in enumerate(changes):
        if root[was] == now:
            assert was not in [later for _, later in changes[turn:]]


@given(stories(), st.integers(0, 5))
def test_an_unchanged_story_changes_its_lead_at_most_once_more(
    arriving: list[Report], at: int
) -> None:
    first = arriving[: 1 + at % len(arriving)]
    leads = runs([first, arriving], again=5)[1:]
    assert len(set(leads)) <= 2
    assert len(set(leads[1:])) == 1


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=12),
    st.sampled_from([(70, 70), (70, 72), (72, 70)]),
)
def test_quality_that_trembles_within_the_margin_changes_nothing(
    trembling: list[tuple[int, int]], qualities: tuple[int, int]
) -> None:
    steps = [
        (report("a", qualities[0] + one), report("b", qualities[1] + other))
        for one, other in trembling
    ]
    assert len(set(runs(steps))) == 1


@given(st.lists(st.booleans(), min_size=4, max_size=12))
def test_a_lead_changes_only_after_two_wins_in_a_row(wins: list[bool]) -> None:
    steps = [(report("a", 70), report("b", 90 if won else 70)) for won in wins]
    leads = runs([(report("a", 70),), *steps], again=0)[1:]
    for place, lead in enumerate(leads):
        if lead == B and (place == 0 or leads[place - 1] == A):
            assert place and wins[place] and wins[place - 1]


@given(stories(), st.integers(0, 5))
def test_an_editors_pin_holds_on_every_run_whatever_it_names(
    arriving: list[Report], which: int
) -> None:
    pinned = arriving[which % len(arriving)].article.article_id
    pin = rule(RulingKind.LEAD, pinned, pinned)
    assert set(runs([arriving], rulings=(pin,))) == {pinned}


def test_a_provider_barred_in_a_story_never_leads_it_unless_chosen_since() -> None:
    best, second = report("a", 90), report("b", 70)
    domain = best.article.provider.domain
    bar = replace(rule(RulingKind.NEVER_LEAD, second.article.article_id), value=domain)
    assert set(runs([(best, second)], rulings=(bar,))) == {second.article.article_id}
    elsewhere = replace(bar, subject="another")
    assert set(runs([(best, second)], rulings=(elsewhere,))) == {best.article.article_id}
    chosen = rule(RulingKind.LEAD, second.article.article_id, best.article.article_id, minute=1)
    assert set(runs([(best, second)], rulings=(bar, chosen))) == {best.article.article_id}


def test_points_are_the_sum_of_the_reasons() -> None:
    lead = choose_lead(contest(TWO), Leading(), Profile.DEFAULT)
    assert lead.points == sum(reason.points for reason in lead.reasons)
    assert [r.feature for r in lead.reasons] == ["quality", "originality", "completeness"]


@pytest.mark.parametrize(
    "article",
    [
        make_article("https://b.example/1", "Opinion: close the lock for good", HARBOUR),
        make_article("https://b.example/opinion/1", "Close the lock for good", HARBOUR),
        replace(
            make_article("https://b.example/1", "Kommentar: Schließt die Schleuse", HARBOUR),
            language="de",
        ),
        replace(make_article("https://b.example/1", "Close it", HARBOUR), section="Opinion"),
    ],
    ids=["title", "address", "another language", "section"],
)
def test_a_comment_stays_behind_a_report(article: Article) -> None:
    comment = replace(report("b", 74), article=article)
    lead = choose_lead(contest((report("a", 70), comment)), Leading(), Profile.DEFAULT)
    assert lead.article_id == A


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(contest([report("a", 90), report("b", 40)]), B, id="the other leads"),
        pytest.param(contest([report("a", 90)]), A, id="nobody else reports"),
        pytest.param(
            contest([report("a", 90), report("b", 40)], rulings=(PIN_A,)),
            A,
            id="an editor chose it",
        ),
        pytest.param(
            contest([report("a", 90), report("b", 40)], incumbent=A), B, id="it led before"
        ),
        pytest.param(
            contest([report("a", 90), report("b", 40, copies=A)]), B, id="only a copy is left"
        ),
    ],
)
def test_a_provider_that_never_leads(of: Contest, expected: str, profile: Profile) -> None:
    assert choose_lead(of, Leading(), profile, {"a.example"}).article_id == expected


def test_a_story_without_reports_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no lead"):
        choose_lead(contest(()), Leading(), Profile.DEFAULT)
