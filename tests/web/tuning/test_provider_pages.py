"""The registry's pages: one table of the file changes, the rest stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import html

from newsloom import newsroom
from newsloom.extract.registry import parse_providers
from newsloom.independence import is_independent
from newsloom.newsroom import Room
from sample.truth import AS_OF
from tests.web.tuning.house import Editor, signed_in, words

PATH = "/desk/providers"
EDIT = f"{PATH}/edit"
TEXT = """\
# Ours.

[[provider]]
name = "The Harbour Courier"  # as they print it
domain = "courier.example"

# The wire.
[[provider]]
name = "Quay Wire"
domain = "quay.example"
"""


@pytest.fixture
def editor(sample_room: Room) -> Iterator[Editor]:
    (sample_room.folder / "providers.toml").write_text(TEXT)
    with signed_in(sample_room) as one:
        yield one


def text(room: Room) -> str:
    return (room.folder / "providers.toml").read_text()


def test_a_provider_is_changed_in_place(editor: Editor, sample_room: Room):
    place = f"{EDIT}?domain=quay.example"
    saved = editor.fill(place, standing="-4,5", is_agency="yes", never_leads="yes")
    assert saved.status_code == 303, saved.text
    added = "standing = -4.5\nagency = true\nnever_leads = true\n"
    assert text(sample_room) == TEXT + added
    quay = parse_providers(text(sample_room))["quay.example"]
    assert (quay.standing, quay.is_agency, quay.never_leads) == (-4.5, True, True)
    [(_, line)] = sample_room.store.audit(act="changed the provider")
    assert line.detail == "quay.example; standing -4.5; wire agency; never leads"
    back = editor.fill(place, standing="", is_agency="", never_leads="")
    assert (back.status_code, text(sample_room)) == (303, TEXT)


def test_one_is_added_and_removed(editor: Editor, sample_room: Room):
    shown = editor.page(PATH)
    unlisted = shown.xpath("//section[@aria-labelledby='un']//a/@href")
    assert unlisted
    form = editor.page(unlisted[0])
    domain = form.xpath("string(//textarea[@name='domains'])").strip()
    assert editor.fill(unlisted[0]).status_code == 303
    assert domain in parse_providers(text(sample_room))
    assert text(sample_room).startswith(TEXT)
    removed = editor.send(f"{PATH}/remove", domain=domain)
    assert (removed.status_code, text(sample_room).rstrip()) == (303, TEXT.rstrip())


def test_faults_are_said_at_their_fields(editor: Editor, sample_room: Room):
    answer = editor.fill(
        EDIT, name="", domains="www.courier.example", logo="javascript:x", standing="31"
    )
    assert answer.status_code == 422
    wrong = [words(one) for one in html.fromstring(answer.text).xpath("//*[@class='wrong']")]
    assert wrong == [
        "Fill this in: the name readers see.",
        "“www.courier.example” is no registered domain; write courier.example.",
        "Give an address that begins with https://, or nothing.",
        "Write a number from -30 to 30, or nothing.",
    ]
    taken = editor.fill(EDIT, name="Two", domains="courier.example")
    assert "courier.example already belongs to The Harbour Courier." in words(taken)
    assert text(sample_room) == TEXT


def test_a_file_that_cannot_be_read_is_said_with_its_line(editor: Editor, sample_room: Room):
    (sample_room.folder / "providers.toml").write_text(TEXT + "colour = 1\n")
    shown = editor.client.get(PATH)
    assert "providers.toml, line 8" in words(shown)


def test_a_standing_and_never_leading_hold_from_the_next_run_on(editor: Editor, sample_room: Room):
    with_others = next(
        brief for brief in sample_room.store.briefs()
        if len({r.article.provider.domain for r in brief.dossier.reports if is_independent(r)}) > 1
        and not brief.dossier.rulings
    )  # fmt: skip
    story, before = with_others.dossier.story.story_id, with_others.lead.article_id
    leading = next(r for r in with_others.dossier.reports if r.article.article_id == before)
    domain = leading.article.provider.domain
    saved = editor.fill(EDIT, name="Leader", domains=domain, standing="-7", never_leads="yes")
    assert saved.status_code == 303, saved.text
    with newsroom.opened(sample_room.folder, clock=lambda: AS_OF) as room:
        newsroom.run_once(room)
        after = room.store.qualities([before])[before]
        lead = room.store.leads([story])[story]
    assert [r.points for r in after.reasons if r.feature == "standing"] == [-7.0]
    assert after.points <= leading.quality.points
    assert lead.article_id != before


def test_a_standing_reads_no_page_again(editor: Editor, sample_room: Room):
    versions = sample_room.store.stage_versions()
    assert editor.fill(f"{EDIT}?domain=quay.example", standing="-4").status_code == 303
    with newsroom.opened(sample_room.folder, clock=lambda: AS_OF) as room:
        rows = {row.name: row.version for row in room.table()}
    changed = {name for name, version in rows.items() if versions[name] != version}
    # The registry of this test is not that of the sample: names and logos are others.
    assert "quality" in changed and "fingerprint" not in changed and "lead" not in changed
