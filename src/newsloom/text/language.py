"""Text -> ISO 639-1 code of its language. Knows no article and keeps no memory of earlier texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import cache, lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_FEWEST_LETTERS = 20
_MOST_CHARACTERS = 2000
_LETTER = re.compile(r"[^\W\d_]")
# One sign of these scripts says as much as two or three letters.
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "tl": "tl"}


def detect_language(text: str, allowed: Sequence[str] = ()) -> str:
    """Return the ISO 639-1 code of the language a text is most likely written in.

    ``allowed`` restricts the answer (``en-GB`` counts as ``en``; codes the model does not know are
    ignored; empty = all it knows). "" when there are under 20 letters, a Chinese, Japanese or
    Korean sign counting as three. Only the first 2,000 characters are read.
    """
    sample = text[:_MOST_CHARACTERS]
    letters = len(_LETTER.findall(sample)) + 2 * len(_DENSE.findall(sample))
    if letters < _FEWEST_LETTERS:
        return ""
    wanted = tuple(sorted({_primary(code) for code in allowed}))
    return str(_identifier(wanted).classify(sample)[0])


def _primary(code: str) -> str:
    """``en-GB`` -> ``en``."""
    short = code.replace("_", "-").partition("-")[0].lower()
    return _SAME.get(short, short)


@cache
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE)


@lru_cache(maxsize=16)
def _identifier(wanted: tuple[str, ...]) -> LanguageIdentifier:
    # A shallow copy shares the tables of the full model, which takes half a second to load.
    identifier = copy(_model())
    two_letter = {label for label in identifier.labels if len(label) == 2} - {"nb", "nn"}
    identifier.set_languages(sorted(two_letter.intersection(wanted) or two_letter))
    return identifier
