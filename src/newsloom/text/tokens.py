"""Text -> canonical words and their hashes. Gives no weights and knows no article.

The one door to the words of a text: anchors, names and sentences are made next door and offered
here too.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np

from newsloom.data import read_text
from newsloom.text.anchors import anchors
from newsloom.text.names import names
from newsloom.text.sentences import sentences

__all__ = ["anchors", "content_words", "names", "sentences", "shingles", "words"]

_FOLDED = tuple(zip("’‘ʼ′`´_", "'''''' ", strict=True))
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_GROUPED = re.compile(r"(?<=\d)[,.](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"[\d.,]+\Z")
_ELISION = re.compile(r"\A(?:[cdjlmnst]|qu|dell|all|nell|dall|sull|un)'(?=\w{2})")
# Scripts written without spaces between words, and Hangul, whose particles hang on the words.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0002fa1f]+)"
)


def words(text: str) -> list[str]:
    """Return the canonical words of a text in order.

    NFKC and case folded, typographic quotes made plain, possessive ``'s`` off, dots of acronyms
    (``U.S.`` -> ``us``) and thousands separators gone, hyphens split. Runs of Chinese, Japanese,
    Korean, Thai, Lao, Khmer and Burmese become overlapping pairs of characters.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    # Seven passes of replace take a tenth of the time of one translate.
    for printed, plain in _FOLDED:
        folded = folded.replace(printed, plain)
    folded = _ACRONYM.sub(lambda match: match[0].replace(".", ""), _GROUPED.sub("", folded))
    found = [word.removesuffix("'s") for word in _word_pattern().findall(folded)]
    if folded.isascii() or not _UNSPACED.search(folded):
        return found
    return [part for word in found for part in _pairs(word)]


def content_words(text: str) -> list[str]:
    """Return the words of a text that carry its meaning, in order, lightly stemmed.

    Stop words of English, Spanish, German, French and Portuguese, pure numbers and single Latin
    letters are left out; English plural and verb endings are cut alike (``calls``, ``called`` and
    ``calling`` give ``call``).
    """
    stops = _stop_words()
    return [
        _stem(word)
        for word in (
            _ELISION.sub("", word, count=1) if "'" in word else word for word in words(text)
        )
        if word not in stops and not _NUMBER.match(word) and (len(word) > 1 or not word.isascii())
    ]


def shingles(tokens: Sequence[str], size: int, keep_mod: int = 1) -> bytes:
    """Return the distinct 32-bit hashes of all runs of ``size`` tokens, sorted.

    They come packed, little-endian, four bytes each (``numpy.frombuffer(found, "<u4")``). Only
    hashes divisible by ``keep_mod`` are kept, so two texts keep the same sample of what they share.
    They are the same in every process and on every machine. Fewer tokens than ``size`` give none.
    ValueError when ``size`` or ``keep_mod`` is under 1.
    """
    if size < 1 or keep_mod < 1:
        raise ValueError(f"size {size} and keep_mod {keep_mod} must be at least 1")
    count = len(tokens) - size + 1
    if count < 1:
        return b""
    hashed = np.fromiter(map(_hash64, tokens), np.uint64, len(tokens))
    runs = np.zeros(count, np.uint64)
    for place in range(size):
        runs = runs * _STEP + hashed[place : place + count]
    # The low bits of a sum of products are poor: fold the high ones in.
    runs = (runs ^ (runs >> np.uint64(32))) * _STEP
    folded = (runs >> np.uint64(32)).astype("<u4")
    distinct = np.unique(folded)
    return bytes(distinct[distinct % keep_mod == 0])


_STEP = np.uint64(0x9E3779B97F4A7C15)
"""Odd, its bits evenly spread (2^64 over the golden ratio)."""


@lru_cache(maxsize=65536)
def _hash64(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big")


@cache
def _word_pattern() -> re.Pattern[str]:
    """Letters, digits and combining marks, with apostrophes inside words and points in numbers."""
    # \w knows no combining marks, which would cut words of Indic scripts at every vowel sign.
    marks = "".join(
        chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code))[0] == "M"
    )
    letter = rf"[\w{marks}]"
    return re.compile(rf"\d+(?:[.,]\d+)+(?!{letter})|{letter}+(?:'{letter}+)*")


def _pairs(word: str) -> list[str]:
    """A word with its unspaced runs cut into overlapping pairs of characters."""
    found: list[str] = []
    for index, part in enumerate(_UNSPACED.split(word)):
        if index % 2 and len(part) > 1:
            found.extend(first + second for first, second in pairwise(part))
        elif part:
            found.append(part)
    return found


@cache
def _stop_words() -> frozenset[str]:
    table = tomllib.loads(read_text("stopwords.toml"))
    listed = " ".join(str(text) for text in table.values())
    return frozenset(unicodedata.normalize("NFKC", listed).casefold().split())


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    """A word without its English plural or verb ending and without a final e."""
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    stem = _without_verb_ending(_singular(word))
    return stem[:-1] if len(stem) > 4 and stem.endswith("e") else stem


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _without_verb_ending(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return f"{word[:-3]}y"
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and re.search("[aeiouy]", stem):
            is_doubled = stem[-1] == stem[-2] and stem[-1] not in "lsze"
            return stem[:-1] if is_doubled else stem
    return word
