"""Summaries and marks -> what one reader sees, and what counts as new since they read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsloom.model import (
    NO_MARKS,
    ArticleId,
    Decision,
    Mark,
    Marked,
    MarkKind,
    Marks,
    Mention,
    Pulse,
    StoryId,
    Summary,
    Tag,
)
from newsloom.publish.personal import (
    News,
    last_visit,
    personal,
    personal_of,
    read_of,
    says,
    ten_minutes,
)
from newsloom.publish.summary import summarise
from tests.publish.editions import harrow

NOON = datetime(2026, 10, 8, 12, tzinfo=UTC)
POINTS = (
    "An audit by Orla Venn found that 4,200 households were told to repay money.",
    "The council switches the Brightline system off.",
)


def hours(number: float) -> datetime:
    return NOON + timedelta(hours=number)


def mention(name: str, title: str = "", at: datetime = NOON) -> Mention:
    return Mention(
        article_id=ArticleId(name),
        title=title or f"{name} tells of the letters",
        url=f"https://{name}.example/letters",
        provider=name.title(),
        domain=f"{name}.example",
        published_at=at,
        is_dated=True,
        language="en",
        quality=70,
    )


def summary(name: str = "harrow", **given: object) -> Summary:
    lead = mention("courier")
    made = replace(
        summarise(harrow()),
        story_id=StoryId(f"s-{name}"),
        title="Harrow Bay stops automated benefit letters",
        language="en",
        lead=lead,
        minutes=3,
        points=POINTS,
        excerpt="The council of Harrow Bay has stopped its letters. Payments go on.",
        picture=None,
        also=(mention("wire"),),
        others=1,
        reports=2,
        independent=2,
        topics=(Tag("Work", "letters"),),
        domains=("courier.example", "wire.example"),
        provider_names=("Courier", "Wire"),
        newest_at=NOON,
        half_life_hours=24.0,
        pulses=(Pulse(ArticleId("courier"), NOON, 70.0), Pulse(ArticleId("wire"), NOON, 10.0)),
        peak=80.0,
        peak_at=NOON,
        decision=Decision.PUBLISH,
        rule="heat",
    )
    return replace(made, **given)  # type: ignore[arg-type]


def mark(kind: MarkKind, what: Marked, subject: str) -> Mark:
    return Mark(kind, what, subject, subject, NOON)


def marks(*kept: Mark, read: Summary | None = None) -> Marks:
    reads = {read.story_id: read_of(read, NOON)} if read else {}
    return Marks("reader", kept, reads)


def news(before: Summary, after: Summary) -> News | None:
    return personal_of(after, marks(read=before)).news


# --- what is muted and followed ------------------------------------------------------------------

CONCERNS = [
    (Marked.STORY, "s-harrow", True),
    (Marked.STORY, "s-other", False),
    (Marked.TOPIC, "Work", True),
    (Marked.TOPIC, "work", False),
    (Marked.PROVIDER, "nobody.example", False),
    (Marked.PHRASE, "brightline SYSTEM", True),
    (Marked.PHRASE, "Payments go", True),
    (Marked.PHRASE, "bright", False),
    (Marked.PHRASE, "system Brightline", False),
    (Marked.PHRASE, "letters an", False),
    (Marked.PHRASE, "…", False),
]


@pytest.mark.parametrize(("what", "subject", "is_meant"), CONCERNS)
def test_a_mute_hides_what_it_names(what: Marked, subject: str, is_meant: bool) -> None:
    choice = personal([summary()], marks(mark(MarkKind.MUTE, what, subject)))

    assert (len(choice.shown), len(choice.muted)) == (1 - is_meant, int(is_meant))


@pytest.mark.parametrize(("what", "subject", "is_meant"), CONCERNS)
def test_a_follow_marks_what_it_names(what: Marked, subject: str, is_meant: bool) -> None:
    follow = mark(MarkKind.FOLLOW, what, subject)
    (story,) = personal([summary()], marks(follow)).shown

    assert story.follows == ((follow,) if is_meant else ())


def test_a_muted_provider_hides_only_what_no_one_else_tells() -> None:
    mute = mark(MarkKind.MUTE, Marked.PROVIDER, "courier.example")
    alone = summary("alone", domains=("courier.example",), also=())
    choice = personal([summary(), alone], marks(mute))

    assert [one.summary.story_id for one in choice.shown] == ["s-harrow"]
    assert [one.summary.story_id for one in choice.muted] == ["s-alone"]


def test_a_story_followed_by_itself_outlasts_a_muted_topic_but_not_its_own_mute() -> None:
    follow = mark(MarkKind.FOLLOW, Marked.STORY, "s-harrow")
    topic = mark(MarkKind.MUTE, Marked.TOPIC, "Work")
    story = mark(MarkKind.MUTE, Marked.STORY, "s-harrow")

    assert not personal_of(summary(), marks(follow, topic)).is_muted
    assert personal_of(summary(), marks(follow, topic, story)).is_muted


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("Élections à Besançon", "elections"),
        ("Elections in Besancon", "Besançon"),
        ("STRASSE gesperrt", "Straße"),
        ("Venn's audit", "venn"),
        ("Ärger über die Züge", "zuge"),
        ("北京大学宣布", "大学"),
        ("हिन्दी समाचार", "समाचार"),
    ],
)
def test_phrases_meet_in_any_case_and_without_accents(title: str, phrase: str) -> None:
    assert says(summary(title=title), phrase)


def test_vowel_signs_are_no_accents() -> None:
    assert not says(summary(title="दिन"), "दान")


def test_a_followed_story_with_news_comes_first_and_nothing_else_moves() -> None:
    names = ("first", "second", "third")
    stories = [summary(name) for name in names]
    follow = mark(MarkKind.FOLLOW, Marked.STORY, "s-third")
    topic = mark(MarkKind.FOLLOW, Marked.TOPIC, "Work")
    quiet = personal(stories, marks(follow, topic)).shown
    before = replace(stories[2], pulses=stories[2].pulses[:1])
    told = personal(stories, marks(follow, topic, read=before)).shown

    assert [one.summary.story_id for one in quiet] == ["s-first", "s-second", "s-third"]
    assert [one.summary.story_id for one in told] == ["s-third", "s-first", "s-second"]


def test_a_reader_who_keeps_nothing_sees_all_as_it_is() -> None:
    stories = [summary("one"), summary("two")]
    choice = personal(stories, NO_MARKS)

    assert [one.summary for one in choice.shown] == stories
    assert not any(one.is_read or one.is_saved or one.news or one.follows for one in choice.shown)


# --- what is new ---------------------------------------------------------------------------------


def test_what_has_not_changed_is_read() -> None:
    story = personal_of(summary(), marks(read=summary()))

    assert (story.is_read, story.news) == (True, None)


NOT_NEW = {
    "a copy": {"reports": 9, "domains": ("courier.example", "copy.example", "wire.example")},
    "another lead": {"lead": mention("wire"), "also": (mention("courier"),)},
    "a report less": {"pulses": (Pulse(ArticleId("courier"), NOON, 70.0),), "also": ()},
    "heat": {"pulses": (Pulse(ArticleId("courier"), NOON, 5.0),), "peak": 90.0},
    "a point less": {"points": POINTS[:1]},
    "points in another order": {"points": POINTS[::-1]},
    "a point in other words": {"points": (POINTS[0], "Brightline is switched off: the council.")},
    "the same number in another spelling": {"title": "Letters to 4200 households stop"},
    "an editor's title": {"title": "No more letters by machine"},
    "a topic": {"topics": (Tag("Rights", "audit"),)},
}


@pytest.mark.parametrize("change", NOT_NEW.values(), ids=NOT_NEW)
def test_what_is_not_new(change: dict[str, object]) -> None:
    after = summary(**change)

    assert news(summary(), after) is None
    assert personal_of(after, marks(read=summary())).is_read


NEW = {
    "a report": (
        {
            "also": (mention("radio"), mention("wire")),
            "pulses": (*summary().pulses, Pulse(ArticleId("radio"), hours(2), 8.0)),
        },
        News(1, ("Radio",), ()),
    ),
    "a report that the lists do not name": (
        {"pulses": (*summary().pulses, Pulse(ArticleId("late"), hours(3), 2.0))},
        News(1, (), ()),
    ),
    "a key point": (
        {"points": (*POINTS, "Anyone who paid does not need to apply for refunds.")},
        News(0, (), ("Anyone who paid does not need to apply for refunds.",)),
    ),
    "a number in a known point": (
        {"points": (POINTS[0].replace("4,200", "5,100"), POINTS[1])},
        News(0, (), (POINTS[0].replace("4,200", "5,100"),)),
    ),
    "a date in the title": (
        {"title": "Harrow Bay stops automated benefit letters on 19 October"},
        News(0, (), ("Harrow Bay stops automated benefit letters on 19 October",)),
    ),
    "a number in a sentence of the excerpt": (
        {"excerpt": "The council has stopped its letters. Payments of $300 go on."},
        News(0, (), ("Payments of $300 go on.",)),
    ),
}


@pytest.mark.parametrize(("change", "expected"), NEW.values(), ids=NEW)
def test_what_is_new(change: dict[str, object], expected: News) -> None:
    after = summary(**change)

    assert news(summary(), after) == expected
    assert not personal_of(after, marks(read=summary())).is_read


def test_a_number_that_only_a_related_report_named_is_known() -> None:
    before = summary(also=(mention("wire", "Letters: 31 staff did not look"),))
    after = summary(points=(*POINTS, "The council has 31 staff who switches the system off."))

    assert news(before, after) is None


# --- ten minutes ---------------------------------------------------------------------------------


def ten(stories: list[Summary], kept: Marks = NO_MARKS, since: datetime | None = None) -> list[str]:
    chosen = ten_minutes(personal(stories, kept).shown, hours(6), since)
    return [one.summary.story_id.removeprefix("s-") for one in chosen]


def hot(name: str, heat: float, minutes: int = 2, at: datetime = NOON) -> Summary:
    pulse = Pulse(ArticleId("courier"), at, heat)
    return summary(name, minutes=minutes, pulses=(pulse,))


def test_ten_minutes_are_the_hottest_that_fit() -> None:
    stories = [hot("b", 50, 6), hot("c", 40, 5), hot("a", 60, 4), hot("d", 30, 0)]

    assert ten(stories) == ["a", "b"]
    assert ten([hot("b", 50, 5), *stories[1:]]) == ["a", "b", "d"]


def test_there_are_never_more_than_ten() -> None:
    assert len(ten([hot(str(n), 50, 1) for n in range(30)])) == 10


def test_what_was_read_is_left_out_until_it_has_news() -> None:
    stories = [hot("a", 60), hot("b", 50)]
    kept = marks(read=stories[0])
    later = replace(stories[0], points=(*POINTS, "Refunds start on 19 October."))

    assert ten(stories, kept) == ["b"]
    assert ten([later, stories[1]], kept) == ["a", "b"]


def test_muted_stories_are_left_out() -> None:
    stories = [hot("a", 60), hot("b", 50)]
    chosen = personal(stories, marks(mark(MarkKind.MUTE, Marked.STORY, "s-a")))

    assert [s.summary.story_id for s in ten_minutes((*chosen.muted, *chosen.shown), NOON)] == [
        "s-b"
    ]


def test_what_came_since_the_last_visit_goes_before_what_is_hotter() -> None:
    stories = [hot("old", 90, 6), hot("new", 30, 5, at=hours(4)), hot("small", 20, 3)]

    assert ten(stories, since=hours(2)) == ["new", "small"]
    assert ten(stories) == ["old", "small"]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], None),
        ([0, 10, 35, 60], None),
        ([31], 31),
        ([5, 30, 61, 90], 61),
        ([-10, 100], 100),
        ([0, 30, 60, 1000, 2000], 1000),
    ],
)
def test_the_last_visit_ended_before_a_long_pause(minutes: list[int], expected: int | None) -> None:
    ago = {number: NOON - timedelta(minutes=number) for number in minutes}
    kept = [replace(mark(MarkKind.SAVE, Marked.STORY, "s-1"), made_at=at) for at in ago.values()]
    reads = {StoryId(f"s-{n}"): replace(read_of(summary(), at)) for n, at in ago.items()}

    assert last_visit(marks(*kept), NOON) == ago.get(expected)  # type: ignore[arg-type]
    assert last_visit(Marks("reader", (), reads), NOON) == ago.get(expected)  # type: ignore[arg-type]
