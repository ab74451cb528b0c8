"""Text -> the words a search compares: what is indexed, what is asked, and what is marked.

Unlike ``tokens`` nothing is judged: no word is left out or shortened, and every one knows where it
stands in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

PLAIN = re.compile(r"[a-z0-9]+")
"""A word of a text in lower case that is all ASCII."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0002fa1f"
)
"""Thai, Lao, Burmese, Khmer, Chinese, Japanese, Korean: no space says where a word ends."""

SIGNS = str.maketrans(
    dict.fromkeys("‘’‚‛“”„«»‹›–—―…•·′″€£¥°§©®™\xa0\u2009\u200a\u202f\u2028\u2029", " ")
)
"""Signs that part words in texts that are ASCII otherwise; most texts in English are."""

TATWEEL = "\u0640"
"""Lengthens an Arabic word and means nothing."""


class Place(NamedTuple):
    """A folded word and where it stands in its text."""

    word: str
    start: int
    end: int


def folded_words(text: str) -> list[str]:
    """Return the folded words of a text in order.

    NFKC and case folded, without accents and the vowel points of Arabic and Hebrew; letters and
    digits make a word, all else parts words. Scripts written without spaces become one word a
    character, so that any run of them is found as a phrase.
    """
    plain = plain_text(text)
    if plain is not None:
        return PLAIN.findall(plain)
    return [place.word for place in places(text)]


def plain_text(text: str) -> str | None:
    """Return a text in lower case, sign for sign; None = it has letters beyond ASCII."""
    plain = text if text.isascii() else text.translate(SIGNS)
    return plain.lower() if plain.isascii() else None


def places(text: str) -> Iterator[Place]:
    """Return the same words with their places; one that folds into several gives them one place."""
    plain = plain_text(text)
    if plain is not None:
        for match in PLAIN.finditer(plain):
            yield Place(match[0], match.start(), match.end())
        return
    for match in word_pattern().finditer(text):
        for word in folded(match[0]):
            yield Place(word, match.start(), match.end())


@lru_cache(maxsize=65536)
def folded(word: str) -> tuple[str, ...]:
    """Return a word as it is compared; "½" folds into two words, a stray accent into none."""
    if word.isascii():
        return (word.lower(),)
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", word).casefold())
    bare = "".join(sign for sign in apart if sign != TATWEEL and not is_accent(sign))
    return tuple(word_pattern().findall(unicodedata.normalize("NFC", bare)))


def is_accent(sign: str) -> bool:
    """Return whether a sign is an accent or a point; Indic vowel signs and viramas are neither.

    By canonical combining class: 10 to 36 are points of Hebrew, Arabic and Syriac, 200 and more
    stand above, below or through a letter.
    """
    order = unicodedata.combining(sign)
    return order >= 200 or 10 <= order <= 36


@cache
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word: a character of an unspaced script, or a run of all others."""
    # \w knows no combining marks, which would cut words of Indic scripts at every vowel sign.
    marks = "".join(
        chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"
    )
    sign = rf"(?:[^\W_{UNSPACED}]|[{marks}])"
    return re.compile(rf"[{UNSPACED}][{marks}]*|{sign}+")
