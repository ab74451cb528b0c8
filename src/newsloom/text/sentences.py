"""Text -> its sentences, by punctuation. Rewrites nothing: each sentence stands as printed."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt st jr sr inc corp co ltd no vs etc jan feb "
    "mar apr jun jul aug sep sept oct nov dec a.m p.m e.g i.e approx dept est ca bzw usw z.b d.h nr "
    "abs fig vol pp sra srta ud uds pág núm mme mlle ed eds op cit mt ft rev hon messrs maj adm".split()
)
_END = re.compile(
    r"(?P<stop>[.!?…]+[\"'”’)\]»]*)(?P<gap>\s+)(?=[\"'“‘(\[«¿¡„]*(?P<next>\w))"
    r"|(?<=[。！？])[」』”]?\s*|\s*\n\s*"
)
_LONGEST_WORD = 24
_LAST_WORD = re.compile(r"([^\s\"'“‘(\[«]+)\Z")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text in order, each stripped; a line end always ends one.

    A full stop ends a sentence when a capital, digit or sign without case follows, and the word
    before it is no title, month or other abbreviation and no single letter.
    """
    found: list[str] = []
    start = 0
    for match in _END.finditer(text):
        if match["stop"] is not None and not _is_end(
            text[max(start, match.start() - _LONGEST_WORD) : match.start()], match
        ):
            continue
        end = match.end("stop") if match["stop"] is not None else match.end()
        found.append(text[start:end].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def _is_end(before: str, match: re.Match[str]) -> bool:
    if match["next"].islower():
        return False
    if not match["stop"].startswith(".") or len(match["stop"].rstrip("\"'”’)]»")) > 1:
        return True
    last = _LAST_WORD.search(before)
    word = last[1] if last else ""
    is_initials = re.fullmatch(r"(?:[^\W\d_]\.)*[A-ZÄÖÜ]", word) is not None
    return word.lower() not in _ABBREVIATIONS and not is_initials
