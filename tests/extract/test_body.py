"""The text of a page: which reader is believed, key points, confidence."""

import pytest

from newsloom.extract.body import (
    Body,
    agreement,
    count_words,
    extract_body,
    extract_fragment,
    is_cut_off,
    split_key_points,
)
from newsloom.extract.tree import parse_tree, read_tree

FIRST = "The harbour board voted on Tuesday to close the east pier for four months this summer."
SECOND = "Divers found in January that forty of the piles had lost more than half their thickness."
THIRD = "The repair will cost three million crowns, two thirds of it paid by the county, it said."


def body_of(inside: str, title: str = "", declared: str = "") -> Body:
    """Return the body of a page around a piece of HTML."""
    return extract_body(read_tree(f"<html><body>{inside}</body></html>".encode()), title, declared)


def test_readers_that_agree_are_sure() -> None:
    body = body_of(
        f"<article><h1>Pier</h1><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>", "Pier"
    )
    assert body.paragraphs == (FIRST, SECOND, THIRD)
    assert body.confidence > 0.9
    assert body.boilerplate < 0.1


def test_clutter_is_boilerplate() -> None:
    nav = "<nav>" + "<a href='/x'>Weather and sport</a> " * 40 + "</nav>"
    body = body_of(f"{nav}<article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>")
    assert body.boilerplate > 0.6


def test_no_text_gives_no_paragraphs() -> None:
    body = body_of("<div id='app'></div>")
    assert (body.paragraphs, body.confidence, body.boilerplate) == ((), 0.0, 0.0)
    assert body.text == ""


def test_the_declared_text_wins_over_a_stub() -> None:
    declared = "\n".join([FIRST, SECOND, THIRD] * 4)
    body = body_of(f"<article><p>{FIRST}</p></article>", declared=declared)
    assert len(body.paragraphs) == 12
    assert "The text is the one the page declares in its JSON-LD." in body.notes


def test_the_title_is_no_paragraph() -> None:
    body = body_of(
        f"<article><p>Pier closes!</p><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>",
        title="Pier closes",
    )
    assert body.paragraphs == (FIRST, SECOND, THIRD)


CUT = {
    "more text in containers of the same kind": ("text", "text", True),
    "comments in other containers": ("text", "comment", False),
}


@pytest.mark.parametrize(("ours", "theirs", "expected"), CUT.values(), ids=CUT)
def test_is_cut_off(ours: str, theirs: str, expected: bool) -> None:
    tree = parse_tree(
        f"<html><body><div class='{ours}'><p>{FIRST}</p></div>"
        f"<div class='{theirs}'><p>{SECOND}</p></div></body></html>"
    )
    assert expected == is_cut_off(tree, FIRST, f"{FIRST}\n{SECOND}")


KEY_POINTS = {
    "in the head": (
        ["- The pier closes", "- Boats move north", FIRST],
        [],
        ((FIRST,), ("The pier closes", "Boats move north")),
    ),
    "after one paragraph": (
        [FIRST, "• The pier closes", "• Boats move north", SECOND],
        [],
        ((FIRST, SECOND), ("The pier closes", "Boats move north")),
    ),
    "a list at the end": ([FIRST, "- Boats and nets", "- Ice house"], [], None),
    "one item": (["- The pier closes", FIRST], [], None),
    "six items": ([*["- The pier closes"] * 6, FIRST], [], None),
    "named by the page": (
        [FIRST, "- Boats move north", SECOND],
        ["Boats move north"],
        ((FIRST, SECOND), ("Boats move north",)),
    ),
}


@pytest.mark.parametrize(("lines", "named", "expected"), KEY_POINTS.values(), ids=KEY_POINTS)
def test_key_points(
    lines: list[str], named: list[str], expected: tuple[tuple[str, ...], tuple[str, ...]] | None
) -> None:
    assert (expected or (tuple(lines), ())) == split_key_points(lines, named)


def test_agreement() -> None:
    assert agreement("", "") == 1.0
    assert agreement("a b", "") == 0.0
    assert agreement("a b", "b a") == 1.0
    assert agreement("a b c d", "a b") == pytest.approx(2 / 3)


def test_signs_of_languages_without_spaces_count_as_words() -> None:
    assert count_words("Port 港は3月に閉じる") == 2 + 7
    assert count_words("The pier’s end: 3.4 million") == 7


def test_a_fragment_of_a_feed() -> None:
    body = extract_fragment(f"<p>{FIRST}</p><p>Related: Cranes</p><ul><li>x</li></ul><p>{SECOND}")
    assert (body.paragraphs[0], body.paragraphs[-1]) == (FIRST, SECOND)
    assert extract_fragment("") == Body((), (), (), 1.0, 0.0)
