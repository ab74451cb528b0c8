"""The text of a page: which reader is believed, key points, confidence."""

import pytest

from newsloom.extract.body import Body, extract_body, extract_fragment, split_key_points
from newsloom.extract.candidates import choose_text, is_cut_off
from newsloom.extract.tree import parse_tree, read_tree
from newsloom.extract.words import agreement, count_signs, count_words

FIRST = "The harbour board voted on Tuesday to close the east pier for four months this summer."
SECOND = "Divers found in January that forty of the piles had lost more than half their thickness."
THIRD = "The repair will cost three million crowns, two thirds of it paid by the county, it said."


def body_of(inside: str, title: str = "", declared: str = "") -> Body:
    """Return the body of a page around a piece of HTML."""
    page = read_tree(f"<html><body>{inside}</body></html>".encode())
    return extract_body(page, title, declared)


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


def test_the_declared_text_that_agrees_changes_nothing() -> None:
    inside = f"<article><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article>"
    body = body_of(inside, declared="\n".join([FIRST, SECOND, THIRD]))
    assert (body.paragraphs, body.notes) == ((FIRST, SECOND, THIRD), ())
    assert body.confidence == 1.0


def test_a_text_nobody_else_reads_is_unsure() -> None:
    others = "".join(f"<p>Comment {n}: I walk there with the dog, it is no loss.</p>" for n in "ab")
    inside = f"<article><p>{FIRST}</p><p>{SECOND}</p></article><div class=comments>{others}</div>"
    page = read_tree(f"<html><body>{inside}</body></html>".encode())
    ours = f"{FIRST}\n{SECOND}"
    assert choose_text(page, ours, "").confidence == 1.0
    unsure = choose_text(page, f"{ours}\n{THIRD}\n{THIRD.upper()}", "")
    assert (unsure.text, unsure.note) == (ours, "")
    assert 0.5 < unsure.confidence < 0.8
    assert choose_text(page, f"{ours}\n{THIRD}\n{THIRD.upper()}", ours).confidence == 1.0


PIECES = 4


@pytest.mark.parametrize("box", ["chunk", "body__inner"])
def test_a_text_that_was_cut_off_is_the_second_readers(box: str) -> None:
    texts = [f"Part {n} of the report on the pier. {FIRST} {SECOND}" for n in range(PIECES)]
    pieces = "".join(f"<div class='{box}'><p>{text}</p></div><hr>" for text in texts)
    page = read_tree(f"<html><body><main>{pieces}</main></body></html>".encode())
    choice = choose_text(page, "\n".join(texts), "")
    assert [line[:6] for line in choice.text.splitlines() if line] == [
        f"Part {n}" for n in range(PIECES)
    ]


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


def test_texts_without_words_agree() -> None:
    assert agreement("…", "--") == 1.0


def test_signs_of_languages_without_spaces_count_as_words() -> None:
    assert count_words("Port 港は3月に閉じる") == 2 + 7
    assert count_words("The pier’s end: 3.4 million") == 7
    assert count_signs("Port 港は\n3月 ") == 4 + 4


def test_a_fragment_of_a_feed() -> None:
    body = extract_fragment(f"<p>{FIRST}</p><p>Related: Cranes</p><ul><li>x</li></ul><p>{SECOND}")
    assert (body.paragraphs[0], body.paragraphs[-1]) == (FIRST, SECOND)
    assert extract_fragment("") == Body((), (), (), 1.0, 0.0)


def test_a_fragment_of_half_a_character() -> None:
    assert extract_fragment(f"<p>{FIRST} \ud83d</p>").paragraphs == (f"{FIRST} ?",)


HIDDEN = {
    "script": "<script>document.write('<p>Stolen.</p>')</script>",
    "style": "<style>p::after{content:'Stolen.'}</style>",
    "template": "<template><p>Stolen.</p></template>",
    "comment": "<!-- <p>Stolen.</p> -->",
    "frame": "<iframe srcdoc='<p>Stolen.</p>'></iframe>",
    "handler": "<p onclick=\"say('Stolen.')\"></p>",
}


@pytest.mark.parametrize("inside", HIDDEN.values(), ids=HIDDEN)
def test_what_is_not_text_is_left_out(inside: str) -> None:
    body = extract_fragment(f"<p>{FIRST}</p>{inside}<p>{SECOND}</p>")
    assert body.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize("tag", ["plaintext", "xmp", "listing", "noembed", "noframes", "textarea"])
def test_tags_that_swallow_tags_leave_no_markup(tag: str) -> None:
    text = extract_fragment(f"<p>{FIRST}</p><{tag}><p>{SECOND}</p></{tag}><p>{THIRD}</p>").text
    assert "<" not in text
    assert FIRST in text
