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
        held[2].story.story_id,
        held[1].story.story_id,
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


NEAR = (
    make_article(
        "https://x1.example/1", "Velm harbour dredges its southern basin before winter", hours=3
    ),
    make_article(
        "https://x2.example/1", "Southern basin of Velm harbour dredged before the winter", hours=4
    ),
)


def unsure_room(folder: Path, bar: float) -> Settings:
    return Settings(
        newsroom=Newsroom(name="Tarn"),
        matching=Matching(embedder="none", join_probability=bar),
        gate=Gate(min_quality=0, min_heat=10),
    )


def test_stories_that_come_near_to_being_one_are_asked_about(tmp_path: Path) -> None:
    with desk_room(tmp_path, unsure_room(tmp_path, 0.97)) as room:
        room.take(ARTICLES)
        doubts = [one for one in room.desk.unsure() if one.doubt is Doubt.MERGE]
        assert doubts
        distances = [abs(one.probability - 0.97) for one in doubts]
        assert distances == sorted(distances)
        first = doubts[0]
        assert first.other is not None
        assert first.features
        assert {first.one.story_id, first.two.story_id} == {
            first.story.story_id,
            first.other.story_id,
        }
        pair = {"article_id": first.one.article_id, "other_id": first.two.article_id}
        room.desk.order(Order(Deed.APART, **pair), "ines")
        assert first.key not in [one.key for one in room.desk.unsure()]
        second = doubts[1]
        room.desk.later(second.key, "ines")
        assert second.key not in [one.key for one in room.desk.unsure()]


def test_a_report_that_hardly_fits_is_asked_about(tmp_path: Path) -> None:
    with desk_room(tmp_path, unsure_room(tmp_path, 0.38)) as room:
        room.take(ARTICLES)
        stranger = IDS[9]
        room.desk.order(Order(Deed.MOVE, articles=(stranger,), other_id=room.story(IDS[0])), "x")
        room.desk.undo(room.desk.acts(1)[0].act_id, "x")
        assert [one for one in room.desk.unsure() if one.doubt is Doubt.STRANGER] == []
    with desk_room(tmp_path, unsure_room(tmp_path, 0.01)) as room:
        room.take([*ARTICLES[:4], *NEAR])
        strangers = [one for one in room.desk.unsure() if one.doubt is Doubt.STRANGER]
        for one in strangers:
            assert one.probability <= 0.11
            assert one.articles == (one.one.article_id,)


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
