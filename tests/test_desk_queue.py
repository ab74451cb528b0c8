"""What waits at the desk: held, unsure, late and broken, until it is answered or put off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.errors import ConfigError
from newsloom.model import Deed, Health, HealthState, Source, SourceKind
from newsloom.ports.desk import Doubt, Order
from newsloom.settings import Gate, Matching, Newsroom, Settings
from tests.deskroom import ARTICLES, IDS, DeskRoom, desk_room
from tests.match.invented import make_article


@pytest.fixture
def room(tmp_path: Path) -> Iterator[DeskRoom]:
    """A newsroom whose gate lets nothing pass but the hottest story."""
    strict = Settings(
        newsroom=Newsroom(name="Tarn"),
        matching=Matching(embedder="none"),
        gate=Gate(min_quality=0, min_heat=62),
    )
    with desk_room(tmp_path, strict) as made:
        made.take([*ARTICLES[:4], ARTICLES[4], ARTICLES[8]])
        yield made


def test_what_the_gate_refused_waits_the_nearest_first(room: DeskRoom) -> None:
    held = room.desk.held()
    assert [one.story.reports for one in held] == [4, 1, 1]
    assert [one.is_near for one in held] == [True, False, False]
    assert {one.rule for one in held} == {"min-heat"}
    assert room.desk.counts().held == 3
    room.desk.order(Order(Deed.PUBLISH, held[0].story.story_id), "ines")
    room.desk.order(Order(Deed.HOLD, held[2].story.story_id), "ines")
    assert [one.story.story_id for one in room.desk.held()] == [
        held[1].story.story_id,
        held[2].story.story_id,
    ]


def test_what_was_put_off_waits_again_when_its_evidence_is_another(room: DeskRoom) -> None:
    (first, *_) = room.desk.held()
    room.desk.later(first.key, "ines")
    assert first.key not in [one.key for one in room.desk.held()]
    room.clock.tick()
    room.take(ARTICLES)
    others = {one.story.story_id for one in room.desk.held()}
    assert first.story.story_id not in others
    late = make_article("https://a9.example/1", f"{ARTICLES[0].title} again", hours=9)
    room.take([late])
    assert first.key in [one.key for one in room.desk.held()]


def test_what_does_not_wait_cannot_be_put_off(room: DeskRoom) -> None:
    for key in ("held:unknown", "unsure:unknown", "nonsense"):
        with pytest.raises(ConfigError, match="does not wait"):
            room.desk.later(key, "ines")


def test_refused_stories_are_forgotten_after_days(room: DeskRoom) -> None:
    room.clock.now += timedelta(days=4)
    assert room.desk.held() == []


SHIPS = make_article(
    "https://s.example/1", "Ships wait in the roads as Velm lock stays closed", hours=9
)


@pytest.fixture
def wary(tmp_path: Path) -> Iterator[DeskRoom]:
    """A newsroom that joins only what is almost certain: ships and locks stay two stories."""
    chosen = Settings(
        newsroom=Newsroom(name="Tarn"),
        matching=Matching(embedder="none", join_probability=0.97),
        gate=Gate(min_quality=0, min_heat=10),
    )
    with desk_room(tmp_path, chosen) as made:
        made.take([*ARTICLES, SHIPS])
        yield made


def test_stories_that_come_near_to_being_one_are_asked_about(wary: DeskRoom) -> None:
    unsure = wary.desk.unsure()
    distances = [abs(one.probability - 0.97) for one in unsure]
    assert distances == sorted(distances)
    (merge,) = [one for one in unsure if one.doubt is Doubt.MERGE]
    assert merge.features
    assert (merge.story.story_id, merge.other.story_id) == (
        wary.story(IDS[0]),
        wary.story(SHIPS.article_id),
    )
    assert (merge.one.story_id, merge.two.story_id) == (
        merge.story.story_id,
        merge.other.story_id,
    )
    wary.desk.later(merge.key, "ines")
    assert merge.key not in [one.key for one in wary.desk.unsure()]


def test_an_answer_is_not_asked_for_again(wary: DeskRoom) -> None:
    (merge,) = [one for one in wary.desk.unsure() if one.doubt is Doubt.MERGE]
    pair = Order(Deed.APART, article_id=merge.one.article_id, other_id=merge.two.article_id)
    wary.desk.order(pair, "ines")
    assert [one for one in wary.desk.unsure() if one.doubt is Doubt.MERGE] == []


def test_reports_that_hardly_fit_are_asked_about(wary: DeskRoom) -> None:
    strangers = [one for one in wary.desk.unsure() if one.doubt is Doubt.STRANGER]
    assert all(one.articles == (one.one.article_id,) for one in strangers)
    (first, *_) = strangers
    belongs = Order(Deed.SAME, article_id=first.one.article_id, other_id=first.two.article_id)
    wary.desk.order(belongs, "ines")
    told = {one.one.article_id for one in wary.desk.unsure() if one.doubt is Doubt.STRANGER}
    assert first.one.article_id not in told


LATE = make_article(
    "https://late.example/1",
    "Velm harbour: northern lock closed after divers found cracks",
    hours=82,
)


@pytest.fixture
def late(tmp_path: Path) -> Iterator[DeskRoom]:
    """A newsroom with a published story, to which a report came 76 hours after its last one."""
    with desk_room(tmp_path) as made:
        made.take(ARTICLES)
        made.clock.now += timedelta(hours=70)
        made.take([LATE])
        yield made


def test_a_late_report_is_put_to_the_editor_and_held(late: DeskRoom) -> None:
    own = late.story(LATE.article_id)
    assert own != late.story(IDS[0])
    standing = late.desk.standing(own)
    assert (standing.decision, standing.place) == ("hold", 0)
    (waiting,) = late.desk.late()
    assert waiting.story.story_id == late.story(IDS[0])
    assert waiting.article.article_id == LATE.article_id
    assert waiting.hours == pytest.approx(76)
    assert waiting.probability >= 0.38
    assert waiting.features
    assert late.desk.held() == []
    late.run(late.room.engines())
    assert late.story(LATE.article_id) == own


def test_a_late_report_belongs_where_the_editor_says(late: DeskRoom) -> None:
    belongs = Order(Deed.SAME, article_id=LATE.article_id, other_id=IDS[0])
    late.desk.order(belongs, "ines")
    assert late.story(LATE.article_id) == late.story(IDS[0])
    assert late.desk.late() == []


def test_a_late_report_that_does_not_belong_goes_to_the_gate(late: DeskRoom) -> None:
    stays_out = Order(Deed.SPLIT, late.story(IDS[0]), articles=(LATE.article_id,))
    late.desk.order(stays_out, "ines")
    standing = late.desk.standing(late.story(LATE.article_id))
    assert standing.decision == "publish"
    assert late.desk.late() == []


def test_a_late_report_that_others_follow_is_news_of_its_own(late: DeskRoom) -> None:
    more = make_article(
        "https://more.example/1", "Northern lock closed again at Velm harbour: cracks", hours=84
    )
    late.take([more])
    assert late.story(more.article_id) == late.story(LATE.article_id)
    assert late.desk.standing(late.story(LATE.article_id)).decision == "publish"


def test_in_time_is_not_late(tmp_path: Path) -> None:
    with desk_room(tmp_path) as room:
        room.take(ARTICLES)
        room.clock.now += timedelta(hours=50)
        room.take([replace(LATE, published_at=LATE.published_at - timedelta(hours=10))])
        assert room.story(LATE.article_id) == room.story(IDS[0])


def test_evidence_is_told_of_any_pair(room: DeskRoom) -> None:
    features = {f.name: f for f in room.desk.explain(IDS[0], IDS[1])}
    assert features["title"].value > 0.5
    far = {f.name: f for f in room.desk.explain(IDS[0], IDS[8])}
    assert far["title"].value < features["title"].value
    assert room.desk.explain(IDS[0], "unknown") == ()


def test_broken_sources_wait(room: DeskRoom) -> None:
    well, gone = (Source(f"https://{x}.example/feed", SourceKind.FEED, x) for x in ("w", "g"))
    store, at = room.room.store, room.clock()
    store.save_sources([well, gone], at)
    store.save_healths({well.url: Health(HealthState.WELL), gone.url: Health(HealthState.GONE)}, at)
    (broken,) = room.desk.broken()
    assert broken.source == gone
    room.desk.later(broken.key, "ines")
    assert room.desk.broken() == []
    healths = {gone.url: replace(broken.health, asking=HealthState.BLOCKED)}
    store.save_healths(healths, at)
    assert [one.source for one in room.desk.broken()] == [gone]


def test_what_was_found_is_looked_for_again_only_after_a_change(wary: DeskRoom) -> None:
    desk = wary.desk
    found = desk.unsure()
    assert all(one is other for one, other in zip(found, desk.unsure(), strict=True))
    desk.order(Order(Deed.HOLD, wary.story(IDS[4])), "ines")
    assert [one.key for one in desk.unsure()] == [one.key for one in found]
    assert not any(one is other for one, other in zip(found, desk.unsure(), strict=True))
