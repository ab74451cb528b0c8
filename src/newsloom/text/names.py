"""Text -> the names in it, as printed. Does not ask who or what they are."""

from __future__ import annotations

import re
from itertools import chain, zip_longest

from newsloom.text.sentences import phrases, sentences

_MOST = 40
_POSSESSIVE = ("'s", "’s")
_WORD = re.compile(r"((?:[A-Z]\.){2,}|[^\W_](?:[\w.&'’-]*\w)?)")
# A few names fill a short text; no long one in sentence case reaches a third (German does).
_USUAL_SHARE = 0.35
_USUAL_SHARE_IN_SHORT = 0.6
_ENOUGH_WORDS = 40


def names(text: str) -> tuple[str, ...]:
    """Return the names a text prints, in order of first appearance, each once, at most 40.

    A name is a run of capitalised words (``Bank of England``), or a single one inside a sentence;
    a single capitalised word that opens a sentence counts only when it is an acronym. Where more
    than a third of the words inside sentences are capitalised (six tenths in a text under 40
    words: headline style, German) single words count only as acronyms.
    """
    spoken = [_words(sentence) for sentence in sentences(text)]
    inner = [word for words in spoken for word in words[1:] if len(word) > 3]
    capitalised = sum(map(_is_capitalised, inner))
    usual = _USUAL_SHARE if len(inner) >= _ENOUGH_WORDS else _USUAL_SHARE_IN_SHORT
    is_title_case = capitalised > usual * len(inner)
    found = chain.from_iterable(_runs(words, is_title_case) for words in spoken)
    return tuple(dict.fromkeys(found))[:_MOST]


def _words(sentence: str) -> list[str]:
    """Words of a sentence without possessive endings; a comma or bracket after one is kept."""
    found: list[str] = []
    parts = _WORD.split(sentence)
    for gap, word in zip(parts[::2], parts[1::2], strict=False):
        if found and (mark := gap.strip()) and not (mark == "." and _takes_stop(found[-1])):
            found.append("")
        found.append(word[:-2] if word.endswith(_POSSESSIVE) else word)
    return found


def _takes_stop(word: str) -> bool:
    """True for initials and titles, whose full stop ends no name."""
    return (len(word) == 1 and word.isupper()) or word.lower() in phrases("titles")


def _runs(words: list[str], is_title_case: bool) -> list[str]:
    """The names of one sentence; "" in ``words`` marks punctuation, which ends a name."""
    found: list[str] = []
    run: list[str] = []
    opens = True
    openers, joiners = phrases("openers"), phrases("joiners")
    for index, (word, follows) in enumerate(zip_longest([*words, ""], words[1:], fillvalue="")):
        if _is_capitalised(word) and (run or word.lower() not in openers):
            if not run:
                opens = index == 0
            run.append(word)
        elif run and word in joiners and _is_capitalised(follows):
            run.append(word)
        elif run:
            found.extend(_names_of(run, opens, is_title_case))
            run = []
    return found


def _names_of(run: list[str], opens: bool, is_title_case: bool) -> list[str]:
    """A run as one name, or only the acronyms in it when capitals alone prove nothing."""
    if run and run[0].lower() in phrases("titles"):
        run = run[1:]
    if not run:
        return []
    is_proven = len(run) in range(2, 5) if is_title_case else len(run) > 1 or not opens
    if not is_proven:
        return [word for word in run if len(word) > 1 and word.isupper()]
    return [] if len(run) == 1 and run[0].lower() in phrases("calendar") else [" ".join(run)]


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper()
