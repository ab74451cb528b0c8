"""The gate's page: trying writes nothing, saving changes the lines that change."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html

from newsloom import newsroom
from newsloom.model.people import Role
from newsloom.newsroom import Room
from sample.truth import AS_OF
from tests.live import FROM_OWN_PAGE, client_of
from tests.web.tuning.house import Editor, signed_in, words

PATH = "/desk/gate"


@pytest.fixture
def editor(sample_room: Room) -> Iterator[Editor]:
    with signed_in(sample_room) as one:
        yield one


def test_trying_shows_what_disappears_and_writes_nothing(editor: Editor, sample_room: Room):
    before = (sample_room.folder / "newsloom.toml").read_text()
    answer = editor.fill(PATH, gate__min_heat="95", do="try")
    assert answer.status_code == 200
    shown = html.fromstring(answer.text)
    said = shown.xpath("string(//div[@role='status'])")
    assert "disappear" in said and "published and stay" in said
    assert shown.xpath("string(//input[@name='gate.min_heat']/@value)") == "95"
    assert "Heat, at least: 40 becomes 95" in words(shown)
    rows = shown.xpath("//table[contains(., 'as if none had been published')]//tbody/tr")
    assert any("at least 95 needed. This rule decided: refuse." in words(row) for row in rows)
    assert (sample_room.folder / "newsloom.toml").read_text() == before


def test_saving_changes_one_line_and_tells_the_log(editor: Editor, sample_room: Room):
    path = sample_room.folder / "newsloom.toml"
    before = path.read_text().splitlines()
    answer = editor.fill(PATH, gate__min_heat="55", do="save")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?did=saved")
    after = path.read_text().splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert changed == [("min_heat = 40", "min_heat = 55")]
    [(_, line)] = sample_room.store.audit(act="changed the setting")
    assert (line.who, line.subject, line.detail) == ("editor", "gate.min_heat", "40 to 55")
    assert "The settings are saved." in words(editor.page(f"{PATH}?did=saved"))
    assert editor.page(PATH).xpath("string(//input[@name='gate.min_heat']/@value)") == "55"


def test_a_wrong_number_is_said_at_its_field_and_kept(editor: Editor, sample_room: Room):
    before = (sample_room.folder / "newsloom.toml").read_text()
    answer = editor.fill(PATH, gate__min_heat="9999", heating__half_life_hours="0", do="save")
    assert answer.status_code == 422
    shown = html.fromstring(answer.text)
    wrong = [words(one) for one in shown.xpath("//*[@class='wrong']")]
    assert wrong == ["Write a whole number from 0 to 1000.", "Write a number above 0 to 87600."]
    assert shown.xpath("string(//input[@name='gate.min_heat']/@value)") == "9999"
    assert (sample_room.folder / "newsloom.toml").read_text() == before


def test_the_front_page_follows_what_is_typed(editor: Editor):
    form = editor.page(PATH).xpath("//div[@class='sim']//form")[0]
    fields = {**dict(form.form_values()), "heating.half_life_hours": "200"}
    answer = editor.client.post(f"{PATH}/front", data=fields, headers=FROM_OWN_PAGE)
    assert answer.status_code == 200
    assert "of the first places change" in answer.text
    assert "<html" not in answer.text
    fields["gate.min_heat"] = "hot"
    faulty = editor.client.post(f"{PATH}/front", data=fields, headers=FROM_OWN_PAGE)
    assert "have a fault" in faulty.text


def test_a_file_that_cannot_be_read_is_said(editor: Editor, sample_room: Room):
    path = sample_room.folder / "newsloom.toml"
    text = path.read_text()
    form = editor.page(PATH).xpath("//div[@class='sim']//form")[0]
    path.write_text(text.replace("min_heat = 40", "min_heat = "))
    fields = {**dict(form.form_values()), "do": "save"}
    answer = editor.client.post(PATH, data=fields, headers=FROM_OWN_PAGE)
    assert answer.status_code == 409
    assert "newsloom.toml, line" in words(answer)
    shown = editor.client.get(PATH)
    assert shown.status_code == 409 and "newsloom.toml, line" in words(shown)


@pytest.mark.parametrize("path", [PATH, "/desk/topics", "/desk/providers", "/desk/learning"])
def test_readers_do_not_come_in(sample_room: Room, path: str):
    with signed_in(sample_room, Role.READER) as reader:
        assert reader.client.get(path).status_code == 403
        assert reader.client.post(path, headers=FROM_OWN_PAGE).status_code in (403, 405)
    with client_of(sample_room) as stranger:
        assert stranger.get(path).status_code == 303


def test_a_weight_of_quality_is_tried_saved_and_rated_by(editor: Editor, sample_room: Room):
    tried = editor.fill(PATH, quality__completeness="0.1", quality__headline="0.1", do="try")
    assert "Quality of the lead:" in words(tried)
    assert editor.fill(PATH, quality__completeness="0.5", do="save").status_code == 303
    text = (sample_room.folder / "newsloom.toml").read_text()
    assert "[quality]" in text and "completeness = 0.5\n" in text
    with newsroom.opened(sample_room.folder, clock=lambda: AS_OF) as room:
        newsroom.run_once(room)
        reasons = [
            reason
            for brief in room.store.briefs()
            for report in brief.dossier.reports
            for reason in report.quality.reasons
            if reason.feature == "completeness"
        ]
    assert reasons and all("It counts 0.5 times." in one.detail for one in reasons)
