"""Texts -> edited pairs of them, each with what is true of it; made at run time, never kept.

A base text and the way editors change one: cut, turned around, rephrased, mixed with own paragraphs
or with other texts. And what only looks like copying: a shared footer, a shared quotation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from newsloom.model import Originality

COPY, PARTIAL, DISTINCT = Originality.COPY, Originality.PARTIAL, Originality.ORIGINAL

FOOTER_WORDS = 55
QUOTE_WORDS = 40
BRIEF_WORDS = (45, 120)
"""Words of a short wire text, least and most."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be made an article of."""

    title: str
    body: str
    """Paragraphs separated by a blank line."""


@dataclass(frozen=True, slots=True)
class EditedPair:
    """Two texts and what they are to each other."""

    kind: str
    truth: Originality
    one: Text
    two: Text


Edit = Callable[[Text, Text, Random], tuple[str, Text, Text]]
"""(text, another of the same kind, chance) -> what is true, and the pair."""


def edited_pairs(texts: Sequence[Text], seed: int = 1) -> Iterator[EditedPair]:
    """Yield one pair of each kind for every two texts, in order: a text is used once in a kind."""
    for number, (one, two) in enumerate(zip(texts[::2], texts[1::2], strict=False)):
        for kind, (truth, edit) in EDITS.items():
            chance = Random(f"{seed} {number} {kind}")
            first, second = edit(one, two, chance)
            yield EditedPair(kind, truth, first, second)


def paragraphs(text: Text) -> list[str]:
    """Return the paragraphs of a text."""
    return [part for part in text.body.split("\n\n") if part.strip()]


def written(text: Text, parts: Sequence[str], title: str = "") -> Text:
    """Return a text of paragraphs under its own headline, or another."""
    return Text(title or text.title, "\n\n".join(parts))


def first_words(text: Text, count: int) -> str:
    """Return the first words of a text."""
    return " ".join(text.body.split()[:count])


def truncated(one: Text, _: Text, chance: Random) -> tuple[Text, Text]:
    """Only the beginning is printed."""
    count = len(one.body.split())
    return one, Text(one.title, first_words(one, max(60, int(count * chance.uniform(0.3, 0.7)))))


def reordered(one: Text, _: Text, chance: Random) -> tuple[Text, Text]:
    """Paragraphs in another order."""
    parts = paragraphs(one)
    chance.shuffle(parts)
    return one, written(one, parts)


def retitled(one: Text, two: Text, _: Random) -> tuple[Text, Text]:
    """Another headline and a house line at the end."""
    return one, Text(two.title, f"{one.body}\n\nRead more on our site.")


def rephrased(one: Text, two: Text, chance: Random, share: float = 0.2) -> tuple[Text, Text]:
    """A fifth of the words replaced, some words in a row at a time."""
    found, others = one.body.split(" "), two.body.split()
    target, changed = int(len(found) * share), 0
    while changed < target:
        start, length = chance.randrange(len(found)), chance.randint(3, 12)
        for at in range(start, min(len(found), start + length)):
            found[at] = chance.choice(others)
        changed += length
    return one, Text(one.title, " ".join(found))


def touched_up(one: Text, two: Text, chance: Random) -> tuple[Text, Text]:
    """One word in fifteen replaced, as by a translator of spellings and synonyms."""
    found, others = one.body.split(" "), two.body.split()
    for at in chance.sample(range(len(found)), len(found) // 15):
        found[at] = chance.choice(others)
    return one, Text(one.title, " ".join(found))


def localised(one: Text, two: Text, chance: Random) -> tuple[Text, Text]:
    """Local paragraphs put in, a fifth of the text."""
    parts, words = paragraphs(one), two.body.split()
    own = max(30, len(one.body.split()) // 5)
    start = chance.randrange(max(1, len(words) - own))
    parts.insert(chance.randint(1, len(parts)), " ".join(words[start : start + own]))
    return one, written(one, parts, two.title)


def embedded(one: Text, two: Text, chance: Random) -> tuple[Text, Text]:
    """A third of one text in an own one."""
    words = one.body.split()
    count = max(80, len(words) // 3)
    start = chance.randrange(max(1, len(words) - count))
    parts = paragraphs(two)
    parts.insert(chance.randint(0, len(parts)), " ".join(words[start : start + count]))
    return one, written(two, parts)


def brief(one: Text, _: Text, chance: Random) -> tuple[Text, Text]:
    """The beginning of a wire text, in two places, of which one is a little shorter."""
    count = chance.randint(*BRIEF_WORDS)
    short = Text(one.title, first_words(one, count))
    return short, Text(one.title, first_words(one, int(count * 0.9)))


def brief_of_long(one: Text, _: Text, chance: Random) -> tuple[Text, Text]:
    """A whole text, and its first sentences under the same headline."""
    return one, Text(one.title, first_words(one, chance.randint(*BRIEF_WORDS)))


def same_footer(one: Text, two: Text, _: Random) -> tuple[Text, Text]:
    """Two texts that end in the footer of their publishing house, as all of its sites' texts do."""
    footer = invented_words(Random("footer"), FOOTER_WORDS)
    return tuple(Text(t.title, f"{t.body}\n\n{footer}") for t in (one, two))  # type: ignore[return-value]


def same_quote(one: Text, two: Text, chance: Random) -> tuple[Text, Text]:
    """Two texts that quote the same statement."""
    quote = f"“{invented_words(chance, QUOTE_WORDS)}”, the mayor said."
    return tuple(written(t, [*paragraphs(t)[:1], quote, *paragraphs(t)[1:]]) for t in (one, two))  # type: ignore[return-value]


def apart(one: Text, two: Text, _: Random) -> tuple[Text, Text]:
    """Two texts."""
    return one, two


def invented_words(chance: Random, count: int) -> str:
    """Return words that no language has."""
    parts = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    return " ".join("".join(chance.choices(parts, k=chance.randint(1, 3))) for _ in range(count))


EDITS: Mapping[str, tuple[Originality, Callable[[Text, Text, Random], tuple[Text, Text]]]] = {
    "truncated": (COPY, truncated),
    "reordered": (COPY, reordered),
    "other headline": (COPY, retitled),
    "local paragraphs": (COPY, localised),
    "rephrased, a fifth": (PARTIAL, rephrased),
    "touched up": (PARTIAL, touched_up),
    "embedded": (PARTIAL, embedded),
    "brief": (COPY, brief),
    "brief of long": (COPY, brief_of_long),
    "same footer": (DISTINCT, same_footer),
    "same quotation": (DISTINCT, same_quote),
    "two texts": (DISTINCT, apart),
}
"""Kind -> what is true of it, and how it is made. Of touched-up and rephrased texts it depends on
the edits whether they are copies in whole: that they are found is what counts."""
