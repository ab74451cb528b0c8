"""The page of one story: everything an editor can rule about it, by plain forms."""

from __future__ import annotations

import pytest

from newsloom.edges.lock import locked
from newsloom.model import ArticleId, Brief
from newsloom.newsroom import Room
from newsloom.publish.edition import display_excerpt, display_title, story_topics
from tests.web.desk.desks import Sitting, id_of, sit, story_with, told_in, wrong_in


@pytest.fixture
def editor(sample_room: Room) -> Sitting:
    return sit(sample_room)


@pytest.fixture
def story(sample_room: Room) -> Brief:
    return story_with(sample_room, "Harrow Bay stops")


def articles(room: Room, words: str) -> list[ArticleId]:
    """Return the reports of the story with some words in its title."""
    return [r.article.article_id for r in story_with(room, words).dossier.reports]


def ruled(editor: Sitting, brief: Brief, **fields: str | list[str]) -> str:
    """Send a form that is taken; return the page it leads to."""
    sent = editor.rule(id_of(brief), **fields)
    assert sent.status_code == 303, wrong_in(sent.text)
    return editor.look(sent.headers["location"]).text


def again(room: Room, story: Brief) -> Brief:
    """Return the story as it stands now."""
    (brief,) = room.store.briefs([id_of(story)])
    return brief


def test_the_page_names_every_report(editor: Sitting, story: Brief) -> None:
    page = editor.look(f"/desk/stories/{id_of(story)}").text
    for report in story.dossier.reports:
        assert f'value="{report.article.article_id}"' in page
    assert f'href="/stories/{id_of(story)}.html"' in page
    assert "None: the machine decides everything." in page


@pytest.mark.parametrize("story_id", ["nothing", "../desk", "%3Cb%3E", "s" * 300])
def test_a_story_that_is_not_there_is_one_sentence(editor: Sitting, story_id: str) -> None:
    answered = editor.look(f"/desk/stories/{story_id}")
    assert answered.status_code == 404
    assert "<b>" not in answered.text
    assert editor.send(f"/desk/stories/{story_id}/rule", "/desk", do="pin").status_code == 404


def test_retitle_and_undo(editor: Sitting, sample_room: Room, story: Brief) -> None:
    page = ruled(editor, story, group="title", do="title", title="Letters <stopped>", note="Short")
    assert told_in(page).startswith("Retitled the story of ")
    assert "Letters &lt;stopped&gt;" in page
    assert "The headline is an editor’s." in page
    assert display_title(again(sample_room, story)) == "Letters <stopped>"
    (act,) = sample_room.store.latest_acts(1)
    here = f"/desk/stories/{id_of(story)}"
    page = editor.done(f"/desk/rulings/{act}/undo", here, back=here)
    assert told_in(page).startswith("Undone: Retitled")
    assert display_title(again(sample_room, story)) == display_title(story)


def test_what_a_run_under_way_will_carry_out_is_said(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    with locked(sample_room.folder):
        page = ruled(editor, story, group="title", do="title", title="Later on")
    assert told_in(page).endswith("A run is under way: it will carry this out within seconds.")
    assert [ruling.value for ruling in sample_room.store.rulings()] == ["Later on"]


def test_edit_the_excerpt(editor: Sitting, sample_room: Room, story: Brief) -> None:
    page = ruled(editor, story, group="excerpt", do="excerpt", excerpt="Letters went\r\nwrong.")
    assert "Edited the excerpt of" in told_in(page)
    assert display_excerpt(again(sample_room, story)) == "Letters went\nwrong."
    assert "Give it the lead’s own excerpt" in page


def test_split_and_merge_back(editor: Sitting, sample_room: Room, story: Brief) -> None:
    ticked = articles(sample_room, "Harrow Bay stops")[-2:]
    page = ruled(editor, story, group="reports", do="split", tick=list(ticked))
    assert told_in(page).startswith("Split “")
    left = again(sample_room, story)
    assert not {r.article.article_id for r in left.dossier.reports} & set(ticked)
    other = sample_room.store.find_story(ticked[0])
    assert other not in (None, id_of(story))
    assert f'<a href="/desk/stories/{other}">Open the story</a>' in page
    page = ruled(editor, story, group="other", do="merge", story=str(other))
    assert told_in(page).startswith("Merged the stories of ")
    assert len(again(sample_room, story).dossier.reports) == len(story.dossier.reports)


def test_move_to_a_story_found_by_its_words(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    last = articles(sample_room, "Harrow Bay stops")[-1]
    fields = {"group": "reports", "tick": last, "other": "ferry crews"}
    found = editor.rule(id_of(story), do="find", **fields)
    assert found.status_code == 200
    ferry = id_of(story_with(sample_room, "Ferry crews"))
    assert f'name="story" value="{ferry}" checked' in found.text
    assert f'name="tick" value="{last}" checked' in found.text
    ruled(editor, story, do="move", story=ferry, **fields)
    assert sample_room.store.find_story(last) == ferry


def test_one_event_and_two_for_two_ticked(editor: Sitting, sample_room: Room, story: Brief) -> None:
    one, *_, two = [
        r.article.article_id
        for r in story.dossier.reports
        if r.syndication.original_id == r.article.article_id
    ]
    ruled(editor, story, group="reports", do="apart", tick=[one, two])
    assert sample_room.store.find_story(one) != sample_room.store.find_story(two)
    (act,) = sample_room.store.latest_acts(1)
    editor.done(f"/desk/rulings/{act}/undo", "/desk")
    ruled(editor, story, group="reports", do="same", tick=[one, two])
    assert sample_room.store.find_story(one) == sample_room.store.find_story(two)


def test_choose_the_lead_and_bar_its_provider(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    chosen = next(
        r for r in story.dossier.reports if r.article.article_id != story.lead.article_id
    ).article
    ruled(editor, story, group="reports", do="lead", lead=chosen.article_id)
    assert again(sample_room, story).lead.article_id == chosen.article_id
    ruled(editor, story, group="reports", do="never-lead", tick=chosen.article_id)
    assert again(sample_room, story).lead.article_id != chosen.article_id


def test_mark_as_a_copy_and_as_none(editor: Sitting, sample_room: Room, story: Brief) -> None:
    own = [
        r.article.article_id
        for r in story.dossier.reports
        if r.syndication.original_id == r.article.article_id
    ]
    ruled(editor, story, group="reports", do="copy", tick=own[1], original=own[0])
    kinds = {r.article.article_id: r.syndication for r in again(sample_room, story).dossier.reports}
    assert kinds[own[1]].original_id == own[0]
    ruled(editor, story, group="reports", do="not-copy", tick=own[1])
    kinds = {r.article.article_id: r.syndication for r in again(sample_room, story).dossier.reports}
    assert kinds[own[1]].original_id == own[1]


def test_set_topics(editor: Sitting, sample_room: Room, story: Brief) -> None:
    ruled(editor, story, group="topics", do="topics", topic=["Ferries", "Courts"])
    names = set(story_topics(again(sample_room, story)))
    assert names == {"Ferries", "Transport", "Courts", "Rules and rights"}


@pytest.mark.parametrize(
    ("do", "button"), [("hold", "Hold no longer"), ("pin", "Unpin"), ("publish", "Publish no long")]
)
def test_standing_is_ruled_and_taken_back(
    editor: Sitting, story: Brief, do: str, button: str
) -> None:
    assert button in ruled(editor, story, group="standing", do=do)


def test_retract_shows_the_correction(editor: Sitting, story: Brief) -> None:
    page = ruled(
        editor, story, group="retract", do="retract", correction="No letter went out.\nSorry."
    )
    assert "It is retracted." in page
    assert "No letter went out." in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"group": "title", "do": "title", "title": " "}, "Write something first."),
        ({"group": "title", "do": "title", "title": "x" * 400}, "300 are the most"),
        ({"group": "retract", "do": "retract"}, "Write something first."),
        ({"group": "reports", "do": "split"}, "Tick the reports first."),
        ({"group": "reports", "do": "same"}, "Tick two reports."),
        ({"group": "reports", "do": "copy"}, "Tick one report."),
        ({"group": "reports", "do": "lead"}, "Choose the report that shall lead."),
        ({"group": "reports", "do": "lead", "lead": "nothing"}, "look it up again"),
        ({"group": "reports", "do": "split", "tick": "nothing"}, "look it up again"),
        ({"group": "reports", "do": "find", "other": "zzzz"}, "No other story has these words."),
        ({"group": "other", "do": "merge"}, "Choose the other story"),
        ({"group": "topics", "do": "topics", "topic": "Nonsense"}, "is no topic of the taxonomy"),
        ({"group": "standing", "do": "nonsense"}, "Choose one of the buttons."),
        ({"group": "nonsense", "do": "archive"}, "Choose one of the buttons."),
    ],
    ids=str,
)
def test_what_cannot_be_ruled_is_said_in_place(
    editor: Sitting, sample_room: Room, story: Brief, fields: dict[str, str], sentence: str
) -> None:
    answered = editor.rule(id_of(story), note="kept as typed", **fields)
    assert answered.status_code == 422
    assert sentence in wrong_in(answered.text)
    assert answered.text.count('value="kept as typed"') == 1
    assert sample_room.store.rulings() == []


def test_what_was_typed_is_kept(editor: Sitting, story: Brief) -> None:
    answered = editor.rule(id_of(story), group="title", do="title", title="x" * 400)
    assert f'value="{"x" * 400}"' in answered.text


def test_stories_are_suggested_by_title_address_and_id(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    ferry = story_with(sample_room, "Ferry crews")
    url = ferry.dossier.reports[1].article.web_url
    for asked in ("FERRY cre", id_of(ferry), url):
        found = editor.client.get("/desk/suggest", params={"other": asked, "not": id_of(story)})
        assert f'value="{id_of(ferry)}"' in found.text
    own = editor.client.get(
        "/desk/suggest", params={"other": "Harrow Bay stops", "not": id_of(story)}
    )
    assert f'value="{id_of(story)}"' not in own.text
    assert "<html" not in own.text


def test_a_merged_story_leads_to_the_one_it_is_part_of(
    editor: Sitting, sample_room: Room, story: Brief
) -> None:
    ferry = id_of(story_with(sample_room, "Ferry crews"))
    ruled(editor, story, group="other", do="merge", other=ferry)
    answered = editor.look(f"/desk/stories/{ferry}")
    assert answered.status_code == 303
    assert answered.headers["location"] == f"/desk/stories/{id_of(story)}"
