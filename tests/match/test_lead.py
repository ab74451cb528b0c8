from collections.abc import Sequence
from dataclasses import replace

import pytest

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


def test_points_are_the_sum_of_the_reasons() -> None:
    lead = choose_lead(contest(TWO), Leading(), Profile.DEFAULT)
    assert lead.points == sum(reason.points for reason in lead.reasons)
    assert [r.feature for r in lead.reasons] == ["quality", "originality", "completeness"]


@pytest.mark.parametrize(
    "article",
    [
        make_article("https://b.example/1", "Opinion: close the lock for good", HARBOUR),
        make_article("https://b.example/opinion/1", "Close the lock for good", HARBOUR),
    ],
    ids=["title", "address"],
)
def test_a_comment_stays_behind_a_report(article: Article) -> None:
    comment = replace(report("b", 74), article=article)
    lead = choose_lead(contest((report("a", 70), comment)), Leading(), Profile.DEFAULT)
    assert lead.article_id == A


def test_a_story_without_reports_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no lead"):
        choose_lead(contest(()), Leading(), Profile.DEFAULT)
