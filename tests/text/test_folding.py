"""Words as a search compares them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.folding import folded_words, places

TEXTS = {
    "case and accents": ("Straße NAÏVE Café L’été", ["strasse", "naive", "cafe", "l", "ete"]),
    "figures": ("4,200 households, 10:30", ["4", "200", "households", "10", "30"]),
    "signs": ("C++ & C# a_b don't", ["c", "c", "a", "b", "don", "t"]),
    "full width": ("ＮＡＴＯ ﬁne ①", ["nato", "fine", "1"]),
    "a sign of two": ("½", ["1", "2"]),
    "Chinese": ("人工智能 AI", ["人", "工", "智", "能", "ai"]),
    "Korean": ("정부는", ["정", "부", "는"]),
    "Thai keeps its marks": ("ดี", ["ดี"]),
    "Hindi is not cut": ("हिन्दी में", ["हिन्दी", "में"]),
    "points of Hebrew and Arabic": ("שָׁלוֹם مُحَمَّد عـــالم", ["שלום", "محمد", "عالم"]),
    "nothing": ("… — !", []),
    "half a pair": ("a\ud800b\x00c", ["a", "b", "c"]),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_folded_into_words(name: str) -> None:
    text, expected = TEXTS[name]
    assert folded_words(text) == expected


@given(st.text())
def test_places_are_those_of_the_words(text: str) -> None:
    found = list(places(text))
    assert [place.word for place in found] == folded_words(text)
    assert all(0 <= place.start < place.end <= len(text) for place in found)
    assert [place.start for place in found] == sorted(place.start for place in found)


@given(st.text())
def test_words_are_folded_once_and_for_all(text: str) -> None:
    words = folded_words(text)
    assert folded_words(" ".join(words)) == words
    assert all(word and not word.isspace() and '"' not in word for word in words)


@given(st.text(), st.text())
def test_words_of_one_text_stay_when_another_follows(one: str, other: str) -> None:
    assert folded_words(f"{one}\n{other}") == folded_words(one) + folded_words(other)


@given(st.text("aB1 ’“”—…é·€½\xa0_"))
def test_plain_texts_have_the_words_of_any_other(text: str) -> None:
    assert folded_words(f"{text} é") == [*folded_words(text), "e"]
