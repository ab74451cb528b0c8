"""Text -> ISO 639-1 code of its language. Knows no article and keeps no memory of earlier texts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_FEWEST_LETTERS = 20
_MOST_CHARACTERS = 1000
"""On 181 articles the first 300 characters already gave the answers of the first 2,000."""
_NEAR = 3.0
"""Difference of two languages' log likelihoods, divided by the root of the text's bytes, under
which they cannot be told apart. Met on a paragraph: Croatian, Bosnian and Serbian .5 to 1.5,
Indonesian and Malay 1.5 to 2.4, Danish and Norwegian 4 to 7, Portuguese and Galician 5 to 9,
others 7 and more."""
_LETTER = re.compile(r"[^\W\d_]")
# One sign of these scripts says as much as two or three letters.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl"}
_SPELLED = {
    name: code
    for code, names in {
        "ar": "ara arabic العربية",
        "bg": "bul bulgarian български",
        "cs": "ces cze czech čeština",
        "da": "dan danish dansk",
        "de": "deu ger german deutsch",
        "el": "ell gre greek ελληνικά",
        "en": "eng english",
        "es": "spa spanish español castellano",
        "fi": "fin finnish suomi",
        "fr": "fra fre french français",
        "hi": "hin hindi",
        "hu": "hun hungarian magyar",
        "id": "ind indonesian",
        "it": "ita italian italiano",
        "ja": "jpn japanese 日本語",
        "ko": "kor korean 한국어",
        "nl": "nld dut dutch nederlands",
        "no": "nor nob nno norwegian norsk",
        "pl": "pol polish polski",
        "pt": "por portuguese português",
        "ro": "ron rum romanian română",
        "ru": "rus russian русский",
        "sv": "swe swedish svenska",
        "tr": "tur turkish türkçe",
        "uk": "ukr ukrainian українська",
        "zh": "zho chi chinese 中文",
    }.items()
    for name in names.split()
}
"""Three-letter codes and names that pages declare in place of ISO 639-1."""


def detect_language(text: str, allowed: Sequence[str] = ()) -> str:
    """Return the ISO 639-1 code of the language a text is most likely written in.

    Where several languages fit nearly as well as the best one, the best of ``allowed`` among them
    is the answer (``en-GB`` counts as ``en``); a text that is clearly in none of them keeps its
    own. "" when there are under 20 letters, a Chinese, Japanese or Korean sign counting as three.
    Only the first 1,000 characters are read.
    """
    sample = text[:_MOST_CHARACTERS]
    letters = len(_LETTER.findall(sample)) + 2 * len(_DENSE.findall(sample))
    if letters < _FEWEST_LETTERS:
        return ""
    ranked = _identifier().rank(sample)
    wanted = {language_code(code) for code in allowed}
    least = float(ranked[0][1]) - _NEAR * math.sqrt(len(sample.encode("utf-8", "replace")))
    near = (str(code) for code, score in ranked if float(score) >= least)
    return next((code for code in near if code in wanted), str(ranked[0][0]))


def language_code(declared: str) -> str:
    """Return the ISO 639-1 code of a declared language, "" when it names none.

    Reads ``en``, ``en-GB``, ``en_GB``, ``eng`` and names like ``English`` or ``Deutsch``; both
    forms of Norwegian are ``no``.
    """
    short = re.split(r"[-_\s,;(]", declared.strip().lower(), maxsplit=1)[0]
    code = _SAME.get(short) or _SPELLED.get(short, short)
    return code if re.fullmatch(r"[a-z]{2}", code) else ""


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    codes = {label for label in identifier.labels if len(label) == 2} - {"nb", "nn"}
    identifier.set_languages(sorted(codes))
    return identifier
