"""Texts -> how many words they have, and how far two have the same ones.

The plainest rule, for shares and limits: runs of letters and digits. It knows no language.
"""

from __future__ import annotations

import re
from collections import Counter

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""Chinese and Japanese have no spaces: each sign counts as a word."""


def agreement(one: str, other: str) -> float:
    """Return the F1 of the two texts' word multisets, 0..1; two texts without words agree."""
    ours, theirs = Counter(WORD.findall(one)), Counter(WORD.findall(other))
    total = ours.total() + theirs.total()
    shared = sum(min(count, theirs[word]) for word, count in ours.items() if word in theirs)
    return 2 * shared / total if total else 1.0


def count_words(text: str) -> int:
    """Return the number of words."""
    return len(WORD.findall(text))


def count_signs(text: str) -> int:
    """Return the number of characters that are not white space: fair to every script."""
    return sum(map(len, text.split()))


def joined_words(text: str) -> str:
    """Return the words of a text with one space between them."""
    return " ".join(WORD.findall(text))
