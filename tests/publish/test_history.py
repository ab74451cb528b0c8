"""How a story changed, told from the versions of its summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from newsloom.model import Decision, Summary, Telling
from newsloom.publish.history import turns
from newsloom.publish.summary import summarise
from newsloom.publish.tongue import ENGLISH
from tests.publish.editions import AS_OF, harrow

STORY = summarise(harrow())
OTHER = replace(STORY.lead, article_id=STORY.also[0].article_id, provider="Kestrel Wire")


def told(*versions: Summary, most: int = 20) -> list[tuple[str, ...]]:
    """Return the sentences of a story's changes, oldest first, one version an hour."""
    tellings = [
        Telling(number, AS_OF + timedelta(hours=number), None, one)
        for number, one in enumerate(versions)
    ]
    found = turns(ENGLISH, tellings, most)
    assert [turn.at for turn in found] == sorted((turn.at for turn in found), reverse=True)
    return [turn.sentences for turn in reversed(found)]


FIRST = (
    "First shown: “Harrow Bay stops automated benefit letters after 4,200 go out in error”, led by"
    " Harrow Bay Courier.",
    "12 reports, 4 independent.",
)


def test_a_story_begins_when_it_is_shown() -> None:
    refused = replace(STORY, decision=Decision.REFUSE)
    assert told(refused, refused, STORY) == [FIRST]
    assert told(refused) == []
    assert told() == []


def test_each_change_is_a_sentence() -> None:
    changed = replace(STORY, title="Refunds begin", lead=OTHER, is_pinned=True)
    lower = replace(changed, is_pinned=False)
    back = replace(lower, decision=Decision.RETRACT, correction="The audit was withdrawn.")
    assert told(STORY, changed, lower, back) == [
        FIRST,
        (
            "The headline became “Refunds begin”.",
            "Kestrel Wire leads it in place of Harrow Bay Courier.",
            "An editor put it at the top.",
        ),
        ("It is at the top no longer.",),
        ("An editor took it back.", "The audit was withdrawn."),
    ]


def test_counts_that_grow_are_told_as_one() -> None:
    more, most = replace(STORY, reports=13), replace(STORY, reports=15, independent=6)
    assert told(STORY, more, most) == [
        FIRST,
        ("15 reports, 6 independent; before: 12 reports, 4 independent.",),
    ]
    titled = [replace(one, title="Refunds begin") for one in (more, most)]
    assert told(STORY, more, *titled)[1:] == [
        ("13 reports, 4 independent; before: 12 reports, 4 independent.",),
        ("The headline became “Refunds begin”.",),
        ("15 reports, 6 independent; before: 13 reports, 4 independent.",),
    ]


def test_what_lists_do_not_say_is_no_change() -> None:
    assert told(STORY, replace(STORY, peak=12.0), replace(STORY, excerpt="Else.")) == [FIRST]


def test_of_many_changes_the_newest_are_told() -> None:
    versions = [replace(STORY, title=f"Title {number}") for number in range(30)]
    assert told(*versions, most=3) == [
        (f"The headline became “Title {number}”.",) for number in (27, 28, 29)
    ]
