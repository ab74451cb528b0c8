"""Text -> its sentences, by punctuation. Rewrites nothing: each sentence stands as printed."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from newsloom.data import read_text

_END = re.compile(
    r"(?P<stop>[.!?…]+[\"'”’)\]»]*)(?P<gap>\s+)(?=[\"'“‘(\[«¿¡„]*(?P<next>\w))"
    r"|(?<=[。！？])[」』”]?\s*|\s*\n\s*"
)
_LONGEST_WORD = 24
_LAST_WORD = re.compile(r"([^\s\"'“‘(\[«]+)\Z")


@cache
def phrases(kind: str) -> frozenset[str]:
    """Return one list of ``data/phrases.toml``: ``abbreviations``, ``titles``, ``joiners``, ..."""
    return frozenset(str(tomllib.loads(read_text("phrases.toml"))[kind]).split())


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
    return word.lower() not in phrases("abbreviations") and not is_initials
