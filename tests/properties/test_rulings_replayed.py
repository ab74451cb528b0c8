"""Rulings in one file: it brings back what it was made of, and makes the same stories anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom import newsroom
from newsloom.model import Deed, Ruling, RulingKind, StoryId
from newsloom.newsroom.ruling_file import news_of, parse_rulings, render_rulings
from newsloom.ports.desk import Order
from sample.__main__ import make_room
from sample.web import Served, serve
from tests.rooms import NOON, run_at

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
NAMES = TEXTS.filter(bool)
TIMES = st.datetimes(datetime(1990, 1, 1), datetime(2190, 1, 1), timezones=st.just(UTC))


@st.composite
def rulings(draw: st.DrawFn) -> Ruling:
    """Return any ruling there could be."""
    undone_at = draw(st.none() | TIMES)
    subject = draw(NAMES)
    return Ruling(
        ruling_id=draw(NAMES), kind=draw(st.sampled_from(list(RulingKind))), subject=subject,
        object=draw(TEXTS.filter(lambda name: name != subject)), value=draw(TEXTS),
        author=draw(TEXTS), note=draw(TEXTS),
        made_at=draw(TIMES), undone_at=undone_at, undone_by=draw(TEXTS) if undone_at else "",
        act=draw(TEXTS), deed=draw(st.none() | st.sampled_from(list(Deed))),
    )  # fmt: skip


MANY = st.lists(rulings(), max_size=8, unique_by=lambda ruling: ruling.ruling_id)


@settings(max_examples=200, deadline=None)
@given(MANY, st.randoms(use_true_random=False))
def test_a_file_brings_back_exactly_what_it_was_made_of(made: list[Ruling], chance) -> None:
    body = render_rulings(made)
    shuffled = list(made)
    chance.shuffle(shuffled)
    assert render_rulings(shuffled) == body
    found = list(parse_rulings(body, "rulings.jsonl").values())
    assert found == sorted(made, key=lambda r: (r.made_at, r.ruling_id))
    assert body.count(b"\n") == len(made)
    known = {ruling.ruling_id: ruling for ruling in made}
    news, loaded = news_of(parse_rulings(body, "x"), known, "x")
    assert (news, loaded.new, loaded.changed) == ([], 0, 0)


# --- the sample web ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def web() -> Iterator[Served]:
    with serve() as served:
        yield served


@pytest.fixture(scope="module")
def ruled(web: Served, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample newsroom after a busy day at the desk."""
    folder = tmp_path_factory.mktemp("ruled") / "room"
    make_room(folder, web.address)
    run_at(folder)
    later = [NOON]

    def clock() -> datetime:
        later[0] += timedelta(minutes=1)
        return later[0]

    with newsroom.opened(folder, clock=clock) as room:
        desk = newsroom.RoomDesk(lambda: room)
        briefs = room.store.briefs()
        by_size = sorted(briefs, key=lambda b: (-len(b.dossier.reports), b.dossier.story.story_id))
        ids = [brief.dossier.story.story_id for brief in by_size]
        reports = {key: [a.article_id for a in desk.reports(key)] for key in ids}
        first, second, third, fourth, fifth, sixth = ids[:6]
        topics = [topic.name for topic in room.taxonomy.topics][:2]
        orders = [
            Order(Deed.MERGE, first, other_id=second),
            Order(Deed.SPLIT, third, articles=tuple(reports[third][1::2])),
            Order(Deed.MOVE, articles=(reports[fourth][-1],), other_id=fifth),
            Order(Deed.APART, article_id=reports[sixth][-1], other_id=reports[sixth][0]),
            Order(Deed.SAME, article_id=reports[ids[8]][0], other_id=reports[ids[9]][0]),
            Order(Deed.TITLE, fifth, value="A title of the desk"),
            Order(Deed.TOPICS, fifth, topics=tuple(topics)),
            Order(Deed.LEAD, fifth, article_id=reports[fifth][-1]),
            Order(Deed.HOLD, ids[10]),
            Order(Deed.RETRACT, ids[11], value="It was not so."),
            Order(Deed.PUBLISH, ids[-1]),
            Order(Deed.PIN, ids[12]),
        ]
        made = [desk.order(order, "ines").act.act_id for order in orders]
        desk.undo(made[8], "tomas")
    run_at(folder, timedelta(hours=2))
    return folder


Told = dict[str, tuple[StoryId, str, str, tuple[str, ...], str, bool, str]]


def told(folder: Path) -> Told:
    """Return what stands of the story of each article: id, title, lead, topics, verdict."""
    with newsroom.opened(folder) as room:
        briefs = [b for b in room.store.briefs() if b.dossier.story.merged_into is None]
        summaries = room.store.summaries_of([b.dossier.story.story_id for b in briefs])
        return {
            report.article.web_url: (
                brief.dossier.story.story_id, summary.title, summary.lead.article_id,
                tuple(tag.topic for tag in summary.topics), summary.decision,
                summary.is_pinned, summary.correction,
            )
            for brief in briefs
            for summary in [summaries[brief.dossier.story.story_id]]
            for report in brief.dossier.reports
        }  # fmt: skip


@pytest.mark.parametrize("when", ["before the articles come", "after they came"])
def test_a_fresh_newsroom_comes_to_the_same(
    web: Served, ruled: Path, tmp_path: Path, when: str
) -> None:
    with newsroom.opened(ruled) as room:
        body = newsroom.RoomDesk(lambda: room).export()
    folder = tmp_path / "room"
    make_room(folder, web.address)
    if when == "after they came":
        run_at(folder)
    with newsroom.opened(folder, clock=lambda: NOON + timedelta(hours=1)) as room:
        desk = newsroom.RoomDesk(lambda: room)
        assert desk.load(body, "rulings.jsonl", "ines").new > 20
        assert desk.load(body, "rulings.jsonl", "ines").new == 0
        assert desk.export() == body
    run_at(folder, timedelta(hours=2))
    here, there = told(folder), told(ruled)
    assert here.keys() == there.keys()
    assert {url: (here[url], there[url]) for url in here if here[url] != there[url]} == {}
