"""Words of a group and of the rest of its story -> what readers call the group.

It reads headlines and first lines only, and groups nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from newsloom.match.angle_weights import WEIGHTS
from newsloom.text.tokens import content_words, names

TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[.,:;!?…—–()“”\"]")

MOSTLY = 0.5
"""Part of a group's headlines that must hold a word for it to name the group."""

TELLING = 3.0
"""Times as common as in the rest of the story a word must be in the group."""

SHORTEST, LONGEST = 3, 30
"""Letters of a name; two are enough where both are capitals: EU, UN."""

WORDS = 3
"""Words of a name at most."""

VERBAL = re.compile(r"(?:ed|ing|ly)$")
"""Endings of English words that say what is done and how, and name no thing."""

SPAN = 3
"""Words between the one that announces a noun and the noun: "the *old northern* lock"."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a headline and first lines."""

    stems: frozenset[str]
    """Canonical words."""
    headline: frozenset[str]
    """Those of the headline."""
    small: frozenset[str]
    """Those printed in small letters somewhere: no names, whatever headlines do to them."""
    things: Mapping[str, tuple[str, ...]]
    """Canonical word -> its forms, in small letters, that are used as a thing."""
    names: Mapping[str, tuple[str, ...]]
    """Canonical word -> the names it is (part of), as printed."""


def wording_of(headline: str, lines: str) -> Wording:
    """Return the words of a report, as groups are compared and named by them."""
    tokens = [tokens_of(headline), tokens_of(lines)]
    stems = [{stem for token in some for stem in stems_of(token)} for some in tokens]
    small = {
        stem for some in tokens for token in some if token.islower() for stem in stems_of(token)
    }
    printed = (*(() if is_title_case(headline) else names(headline)), *names(lines))
    return Wording(
        frozenset(stems[0] | stems[1]),
        frozenset(stems[0]),
        frozenset(small),
        by_stem(thing for some in tokens for thing in things_of(some)),
        by_stem(name for name in printed if len(name.split()) <= WORDS),
    )


@lru_cache(maxsize=65536)
def stems_of(text: str) -> tuple[str, ...]:
    """Return the canonical words in a few printed ones; the same stand in report after report."""
    return tuple(content_words(text))


def tokens_of(text: str) -> list[str]:
    """Return the words and signs of a text."""
    return [match[0] for match in TOKEN.finditer(text)]


def by_stem(forms: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return each canonical word with the forms that hold it, in order."""
    found: dict[str, tuple[str, ...]] = {}
    for form in forms:
        for stem in dict.fromkeys(stems_of(form)):
            found[stem] = (*found.get(stem, ()), form)
    return found


def is_title_case(text: str) -> bool:
    """Return whether capitals mean nothing in a text: most of its longer words have one."""
    longer = [token for token in tokens_of(text)[1:] if len(token) > 3]
    return sum(not token.islower() for token in longer) > len(longer) / 2


def things_of(tokens: Sequence[str]) -> list[str]:
    """Return the words in small letters that are used as a thing.

    Read from what stands around: after an article, preposition or possessive (``groups.announces``)
    with at most ``SPAN`` words in small letters between, and before a function word, a sign or the
    end. English verb forms are left out.
    """
    found: list[str] = []
    for place, token in enumerate(tokens):
        follows = tokens[place + 1 : place + 2]
        if (
            token.islower()
            and token not in DULL
            and not VERBAL.search(token)
            and stems_of(token)
            and not any(map(stems_of, follows))
            and is_announced(tokens, place)
        ):
            found.append(token)
    return found


def is_announced(tokens: Sequence[str], place: int) -> bool:
    """Return whether a word stands after one that announces a thing."""
    for token in reversed(tokens[max(0, place - SPAN - 1) : place]):
        if token.casefold() in ANNOUNCES or token.endswith(("'s", "’s")):
            return True
        if not token.islower() or not stems_of(token):
            return False
    return False


ANNOUNCES = frozenset(WEIGHTS.groups.announces)
DULL = frozenset(WEIGHTS.groups.dull)


def name_of(group: Sequence[Wording], rest: Sequence[Wording]) -> tuple[str, ...]:
    """Return the words that tell a group from the rest of its story, the most telling first.

    At most ``groups.name_words`` things or names that stand in most of its headlines; () when
    there are none.
    """
    counts = Counter(stem for wording in group for stem in wording.headline)
    others = Counter(stem for wording in rest for stem in wording.stems)
    worth: dict[str, float] = {}
    for stem, count in counts.items():
        share = count / len(group)
        is_common = share < TELLING * others[stem] / max(1, len(rest))
        if count >= max(2, MOSTLY * len(group)) and not is_common:
            worth[stem] = share * log((2 + len(rest)) / (1 + others[stem]))
    chosen: list[str] = []
    for stem in sorted(worth, key=lambda stem: (-worth[stem], stem)):
        name = printed(stem, group)
        if is_fit(name) and not any(overlap(name, taken) for taken in chosen):
            chosen.append(name)
    return tuple(chosen[: WEIGHTS.groups.name_words])


def is_fit(name: str) -> bool:
    """Return whether a name is neither too short nor too long to be read."""
    return SHORTEST <= len(name) <= LONGEST or (len(name) == 2 and name.isupper())


def overlap(one: str, other: str) -> bool:
    """Return whether two names share a word."""
    return bool(set(stems_of(one)) & set(stems_of(other)))


def printed(stem: str, group: Sequence[Wording]) -> str:
    """Return a word as readers know it, "" when it is no thing and no name.

    A word printed in small letters anywhere in the group is a thing or nothing; any other is shown
    by the name it is most often part of.
    """
    if any(stem in wording.small for wording in group):
        forms = Counter(form for wording in group for form in wording.things.get(stem, ()))
    else:
        forms = Counter(name for wording in group for name in wording.names.get(stem, ()))
    return min(forms, key=lambda form: (-forms[form], form), default="")
