"""What one version of an article changed of the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.model import Article
from newsloom.publish.versions import (
    PARAGRAPHS,
    Passage,
    compare,
    compared,
    comparisons,
)
from tests.publish.editions import report

ARTICLE = report("Quay Radio", "Ferry stops").article


def version(number: int, text: str, **given: object) -> Article:
    return replace(ARTICLE, version=number, text=text, **given)  # type: ignore[arg-type]


def shown(passage: Passage) -> str:
    """Return a passage in one line: what went in [-...-], what came in {+...+}."""
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.text) for piece in passage)


CHANGES = {
    "one word": ("About 4,000 households paid.", "About 4,200 households paid."),
    "words came": ("The ferry stops.", "The last ferry stops at noon."),
    "words went": ("The last ferry stops at noon.", "The ferry stops."),
    "another text": ("The ferry stops.", "Nine people were asked on Monday."),
    "only space": ("The  ferry\nstops.", "The ferry stops."),
    "signs without spaces": ("人工智能很好", "人工智能不好"),
}
SHOWN = {
    "one word": ["About [-4,000 -]{+4,200 +}households paid."],
    "words came": ["The {+last +}ferry [-stops.-]{+stops at noon.+}"],
    "words went": ["The [-last -]ferry [-stops at noon.-]{+stops.+}"],
    "another text": ["[-The ferry stops.-]", "{+Nine people were asked on Monday.+}"],
    "only space": [],
    "signs without spaces": ["人工智能[-很-]{+不+}好"],
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_told_word_by_word(name: str) -> None:
    old, new = CHANGES[name]
    assert [shown(passage) for passage in compared([old], [new])] == SHOWN[name]


def test_only_paragraphs_that_changed_are_shown() -> None:
    old = version(1, "One stays.\n\nTwo was here.\n\nThree stays.\n\nFour goes.")
    new = version(2, "One stays.\n\nTwo is here.\n\nThree stays.\n\nFive came in its place now.")

    found = compare(old, new)

    assert [shown(passage) for passage in found.paragraphs] == [
        "Two [-was -]{+is +}here.",
        "[-Four goes.-]",
        "{+Five came in its place now.+}",
    ]
    assert (found.old, found.new, found.total, found.is_whole) == (1, 2, 4, True)
    assert (found.title, found.excerpt, found.points) == ((), (), ())


def test_headline_excerpt_and_points_are_compared_too() -> None:
    old = version(1, "x", title="Ferry stops", excerpt="It stops.", key_points=("One.", "Two."))
    new = version(2, "x", title="Ferry stops for good", excerpt="It stopped.", key_points=("One.",))

    found = compare(old, new)

    assert shown(found.title) == "Ferry stops {+for good+}"
    assert shown(found.excerpt) == "It [-stops.-]{+stopped.+}"
    assert [shown(point) for point in found.points] == ["[-Two.-]"]
    assert found.paragraphs == ()


def test_the_newest_changes_come_first() -> None:
    told = [version(number, f"Text {number}.") for number in range(1, 6)]
    assert [(c.old, c.new) for c in comparisons(told, 3)] == [(4, 5), (3, 4), (2, 3)]
    assert comparisons(told[:1], 3) == ()


TEXT = st.lists(st.sampled_from(["ferry", "stops", "at", "noon", "船", "<b>"]), max_size=9)


@given(TEXT, TEXT)
def test_both_texts_are_in_what_is_shown(old: list[str], new: list[str]) -> None:
    pieces = [piece for passage in compared([" ".join(old)], [" ".join(new)]) for piece in passage]

    assert bool(pieces) == (old != new)
    if pieces:
        went = [word for p in pieces if p.kind != "added" for word in p.text.split()]
        came = [word for p in pieces if p.kind != "removed" for word in p.text.split()]
        assert ("".join(went), "".join(came)) == ("".join(old), "".join(new))


def test_a_huge_change_is_told_in_time() -> None:
    """Paragraphs of thousands of words, hundreds of paragraphs: bounded, and said to be cut."""
    chance = Random(1)
    texts = ["\n\n".join(" ".join(chance.choices("abcd", k=390)) for _ in range(400)) for _ in "12"]
    old, new = version(1, texts[0]), version(2, texts[1])
    many = version(2, "\n\n".join(f"Line {n}." for n in range(PARAGRAPHS + 50)))
    started = process_time()

    assert compare(old, new).paragraphs
    assert not compare(old, many).is_whole

    assert timedelta(seconds=process_time() - started) < timedelta(seconds=5)
