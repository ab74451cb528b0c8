"""What the desk says of acts and of what an order would change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsloom.errors import ConfigError
from newsloom.model import ArticleId, Clash, Decision, Deed, StoryId
from newsloom.ports.desk import Act, Named, Preview, Standing
from newsloom.publish.tongue import ENGLISH, tongue_of
from newsloom.web.desk.told import address, safe_back, sentence_of
from newsloom.web.desk.wording import CLASHES, DEEDS, DONE, act_words, preview_words

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HARBOUR = Standing(StoryId("harbour"), "The harbour", 6, 3, 60.4, 4, Decision.PUBLISH)
FERRY = Standing(StoryId("ferry"), "The ferry", 2, 2, 34.6, 0, Decision.REFUSE)


def act(deed: Deed, *titles: str) -> Act:
    named = tuple(Named(ArticleId(t), t, "Post", StoryId("s")) for t in titles)
    return Act("a", deed, "ines", "", NOON, None, "", (), named, "")


def test_every_deed_and_clash_has_words() -> None:
    assert set(DEEDS) == set(Deed) == set(DONE)
    assert set(CLASHES) == set(Clash)


@pytest.mark.parametrize("deed", list(Deed))
def test_every_act_is_a_sentence_in_every_tongue(deed: Deed) -> None:
    for code in ("en", "es", "de"):
        words = act_words(tongue_of(code), act(deed, "Ferry late", "Harbour shut"))
        assert "Ferry late" in words
        assert "%(" not in words


def test_an_act_on_what_is_not_here_says_so() -> None:
    assert "not here" in act_words(ENGLISH, act(Deed.TITLE))
    assert "not here" in act_words(ENGLISH, act(Deed.SAME, "", "Harbour shut"))


def test_a_merge_tells_count_heat_place_and_where_the_address_leads() -> None:
    joined = replace(HARBOUR, reports=8, independent=5, heat=79.0)
    after = (joined, replace(FERRY, merged_into=HARBOUR.story_id))
    assert preview_words(ENGLISH, Preview((HARBOUR, FERRY), after)) == (
        "“The harbour” with 8 reports, 5 independent, heat 60 to 79, still in place 4.",
        "The address of “The ferry” leads to “The harbour”.",
    )


def test_a_merge_that_leaves_one_story_tells_where_the_address_leads() -> None:
    told = preview_words(ENGLISH, Preview((HARBOUR, FERRY), (replace(HARBOUR, reports=8),)))
    assert told[1:] == ("The address of “The ferry” leads to “The harbour”.",)


def test_a_split_tells_of_both_stories() -> None:
    rest = replace(HARBOUR, reports=4, independent=2, heat=31.0, place=9)
    new = replace(FERRY, story_id=StoryId(""), title="Ferry fares", heat=29.0, place=12)
    assert preview_words(ENGLISH, Preview((HARBOUR,), (rest, new))) == (
        "“The harbour” with 4 reports, 2 independent, heat 60 to 31, from place 4 to place 9.",
        "A new story “Ferry fares” with 2 reports, all independent, heat 29, "
        "new on the front page, in place 12.",
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (0, 7, "new on the front page, in place 7."),
        (7, 0, "gone from place 7 of the front page."),
        (3, 5, "from place 3 to place 5."),
        (3, 3, "still in place 3."),
    ],
)
def test_places(before: int, after: int, expected: str) -> None:
    was, now = replace(HARBOUR, place=before), replace(HARBOUR, place=after, heat=61.0)
    (told,) = preview_words(ENGLISH, Preview((was,), (now,)))
    assert told.endswith(expected)


def test_nothing_changes_is_said() -> None:
    told = preview_words(ENGLISH, Preview((HARBOUR,), (HARBOUR,)))
    assert told == ("Nothing changes now; it holds for every later run.",)


def test_an_error_becomes_a_sentence() -> None:
    error = ConfigError("merge", "needs two stories; these are one already")
    assert sentence_of(error) == "Merge needs two stories; these are one already."


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example/desk", "/deskevil", "/desk\\evil", "", "/desk/\x00"],
)
def test_nobody_is_led_away_from_the_desk(path: str) -> None:
    assert safe_back(path) == "/desk"


@pytest.mark.parametrize("path", ["/desk", "/desk?queue=held", "/desk/rulings", "/desk/stories/s1"])
def test_pages_of_the_desk_are_gone_back_to(path: str) -> None:
    assert safe_back(path) == path


def test_addresses_leave_out_what_is_empty() -> None:
    assert address("/desk", queue="held", at=0, did="") == "/desk?queue=held&at=0"
    assert address("/desk") == "/desk"
