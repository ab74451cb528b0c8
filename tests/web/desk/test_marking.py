"""Words that two texts share are marked, and everything is escaped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from newsloom.web.desk.marking import marked, shared_words


def unmarked(text: Markup) -> str:
    """Return the text as it was before marks were put into it."""
    return text.replace(Markup("<mark>"), Markup()).replace(Markup("</mark>"), Markup())


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        (
            "Regulator rules on 5 megawatts",
            "The regulators: 5 megawatts",
            "<mark>Regulator</mark> rules on <mark>5 megawatts</mark>",
        ),
        ("The ferry is late", "The bus is late", "The ferry is <mark>late</mark>"),
        ("No word of it", "Nothing else here", "No word of it"),
        ("<b>Ferry</b> & bus", "ferry", "&lt;b&gt;<mark>Ferry</mark>&lt;/b&gt; &amp; bus"),
        ("4,200 letters", "4200 households", "<mark>4,200</mark> letters"),
        ("東京で大雨", "大雨の東京", "<mark>東京</mark>で<mark>大雨</mark>"),
        ("", "anything", ""),
    ],
)
def test_what_is_in_both_is_marked(text: str, other: str, expected: str) -> None:
    assert str(marked(text, shared_words([text], [other]))) == expected


def test_words_with_only_space_between_share_a_mark() -> None:
    text = "waste heat for the town"
    shared = shared_words([text], ["Waste heat, town"])
    assert str(marked(text, shared)) == "<mark>waste heat</mark> for the <mark>town</mark>"


@given(st.text(), st.text())
def test_marks_change_no_letter_and_let_no_markup_through(text: str, other: str) -> None:
    shown = marked(text, shared_words([text], [other]))
    assert unmarked(shown) == escape(text)
