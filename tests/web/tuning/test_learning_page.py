"""What rulings teach: a look by a process of its own, the page while it works, a model and back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest

from newsloom.match.pair_model import parse_pair_model, render_pair_model, shipped_model
from newsloom.model import Ruling, RulingKind
from newsloom.newsroom import Room
from newsloom.newsroom.learning import Learning, holding, write_json
from newsloom.newsroom.learning import Progress as Far
from sample.truth import AS_OF
from tests.web.tuning.house import Editor, signed_in, words

PATH = "/desk/learning"


@pytest.fixture
def editor(sample_room: Room) -> Iterator[Editor]:
    with signed_in(sample_room) as one:
        yield one


def rule(room: Room, count: int) -> None:
    """Rule on pairs as the stories stand: half of one event, half of two."""
    members = [
        [report.article.article_id for report in brief.dossier.reports]
        for brief in room.store.briefs()
    ]
    same = [pair for story in members for pair in combinations(story, 2)][: count // 2]
    apart = [
        pair for a, b in combinations(members, 2) for pair in product(a[:1], b[:1])
    ][: count - len(same)]  # fmt: skip
    kinds = (RulingKind.SAME_EVENT, RulingKind.NOT_SAME_EVENT)
    for number, (one, two) in enumerate([*same, *apart]):
        kind = kinds[number >= len(same)]
        ruling = Ruling(f"r{number:03}", kind, one, two, "", "ines", "", AS_OF)
        room.store.save_rulings([ruling])


def wait(learning: Learning) -> None:
    for _ in range(600):
        if not learning.is_running():
            return
        time.sleep(0.1)
    raise AssertionError("the look does not end")


def test_grouping_is_compared_without_the_rulings(editor: Editor, sample_room: Room):
    assert "50 more ruled pairs are needed" in words(editor.page(PATH))
    refused = editor.send(PATH, page=PATH, do="look")
    assert (refused.status_code, "There is no ruling yet" in words(refused)) == (409, True)
    rule(sample_room, 12)
    members = [
        [r.article.article_id for r in b.dossier.reports] for b in sample_room.store.briefs()
    ]
    one, two = max(members, key=len)[-2:]
    kind = RulingKind.NOT_SAME_EVENT
    wrong = Ruling("wrong", kind, one, two, "", "bo", "", AS_OF)
    sample_room.store.save_rulings([wrong])
    assert editor.send(PATH, page=PATH, do="look").status_code == 303
    learning = Learning(sample_room.folder, sample_room.store)
    wait(learning)
    state = learning.state()
    assert (state.failure, state.is_stale, state.missing) == ("", False, 37)
    assert state.lesson is not None
    everything = state.lesson.months[0]
    assert everything.pairs + state.lesson.left_out == state.lesson.ruled
    assert everything.recall.value > 0.8
    assert "wrong" in [mistake.ruling_id for mistake in state.lesson.mistakes]
    shown = words(editor.page(PATH))
    assert "puts them together" in shown and "of 100 (" in shown
    rule(sample_room, 14)
    assert "Rulings have changed since." in words(editor.page(PATH))


def test_retraining_judges_on_what_is_held_out_and_offers_only_what_is_better(
    editor: Editor, sample_room: Room
):
    rule(sample_room, 60)
    assert len(Learning(sample_room.folder, sample_room.store).pairs()) >= 50
    assert editor.send(PATH, page=PATH, do="retrain").status_code == 303
    learning = Learning(sample_room.folder, sample_room.store)
    wait(learning)
    state = learning.state()
    assert state.failure == "" and state.lesson is not None
    found = state.lesson.retraining
    assert found is not None and found.pairs >= 50
    assert state.can_accept is found.is_better
    assert f"{found.before.right} of {found.before.of}" in words(editor.page(PATH))
    if not found.is_better:
        refused = editor.send(PATH, page=PATH, do="accept")
        assert (refused.status_code, "No model is offered" in words(refused)) == (409, True)


def model_file(room: Room) -> Path:
    return room.folder / "pair_model.toml"


def test_a_model_is_accepted_and_the_former_put_back(editor: Editor, sample_room: Room):
    learning = Learning(sample_room.folder, sample_room.store)
    learning.place.mkdir(parents=True)
    for former in (None, b"version = 1\n" + render_pair_model(shipped_model()).encode()[12:]):
        if former is not None:
            model_file(sample_room).write_bytes(former)
        learning.offer_file.write_text(render_pair_model(shipped_model()))
        assert "Put back" not in words(editor.page(PATH))
        assert editor.send(PATH, page=PATH, do="accept").status_code == 303
        assert parse_pair_model(model_file(sample_room).read_text(), "m") == shipped_model()
        assert editor.send(PATH, page=PATH, do="undo").status_code == 303
        now = model_file(sample_room).read_bytes() if model_file(sample_room).exists() else None
        assert now == former
    acts = [line.act for _, line in sample_room.store.audit()]
    assert acts[:2] == ["put back the former pair model", "accepted the model learnt from rulings"]


def test_the_page_says_how_far_a_look_is_and_lets_no_second_one_begin(
    editor: Editor, sample_room: Room
):
    rule(sample_room, 4)
    learning = Learning(sample_room.folder, sample_room.store)
    with holding(learning.place):
        write_json(learning.progress_file, Far("replaying", 200, 900))
        shown = editor.page(PATH)
        assert "200 of 900." in words(shown)
        assert shown.xpath("string(//meta[@http-equiv='refresh']/@content)")
        refused = editor.client.post(
            PATH,
            data={"csrf": shown.xpath("string(//input[@name='csrf']/@value)"), "do": "look"},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert (refused.status_code, "under way already" in words(refused)) == (409, True)
    assert "was broken off" in words(editor.page(PATH))
