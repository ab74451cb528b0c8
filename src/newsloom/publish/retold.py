"""A reason as it was kept, in English -> the same reason in the tongue of a page.

Reasons are made where numbers are made and are kept with them, as English sentences. Those whose
shape stands here are read back and said again; any other stays English and says so. A shape is the
sentence with a name for each value, and so the message translators are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from newsloom.publish.shapes import CLAUSES, NAMED, SHAPES
from newsloom.publish.tongue import Tongue
from newsloom.publish.words import Sentence


def retold(tongue: Tongue, sentence: str) -> Sentence:
    """Return a reason in a tongue; in English when one of its sentences has no known shape."""
    if tongue.code == "en" or not sentence:
        return Sentence(sentence, "en")
    told = said(tongue, sentence) or said_apart(tongue, sentence)
    return Sentence(told, tongue.code) if told else Sentence(sentence, "en")


def said_apart(tongue: Tongue, sentences: str) -> str:
    """Return several sentences one by one; "" when one of them is not known."""
    parts = [said(tongue, part) for part in re.split(r"(?<=\.) (?=[A-Z])", sentences)]
    return " ".join(parts) if all(parts) else ""


@lru_cache(4096)
def said(tongue: Tongue, sentence: str) -> str:
    """Return one sentence in a tongue, "" when its shape is not known."""
    if link := LINK.fullmatch(sentence):
        return link_said(tongue, link)
    for shape, pattern in patterns_of(sentence[:1]):
        if found := pattern.fullmatch(sentence):
            values = {
                name: value_of(tongue, name, text) for name, text in found.groupdict().items()
            }
            return tongue.say(shape, **values) if all(values.values()) else ""
    return ""


LINK = re.compile(
    r"It (?:names (?P<names>.+?) too(?:, | and ))?"
    r"(?:shares the words (?P<words>“.+?”)(?:, | and ))?"
    r"(?:gives the same numbers? \((?P<numbers>[^)]*)\) and )?"
    r"(?P<how>came \d+ \w+ after|came \d+ \w+ before|came at the same time as|is nearest to) "
    r"“(?P<title>.+)”\.",
    re.DOTALL,
)
"""What two reports have in common, as far as they have it, and when the one came."""


def link_said(tongue: Tongue, link: re.Match[str]) -> str:
    """Return the sentence on what two reports have in common."""
    clauses = [
        tongue.say(clause, **{name: listed(tongue, link[name])})
        for name, clause in CLAUSES
        if link[name]
    ]
    when = said(tongue, f"{link['how']} “{link['title']}”")
    return tongue.say("It %(clauses)s.", clauses=tongue.listed([*clauses, when]))


def listed(tongue: Tongue, items: str) -> str:
    """Return a list as English wrote it, "a, b and c", with the last word of another tongue."""
    most, _, last = items.rpartition(" and ")
    parts = [*most.split(", "), last] if most else [last]
    return tongue.listed([quoted(tongue, part) for part in parts])


def quoted(tongue: Tongue, part: str) -> str:
    """Return a word with the quotation marks of a tongue where it has any."""
    found = re.fullmatch("“(.+)”", part)
    return tongue.say("“%(word)s”", word=found[1]) if found else part


def value_of(tongue: Tongue, name: str, text: str) -> str:
    """Return a value as a tongue writes it: a number, what was counted, or words as they are.

    "" for a reason within a reason that has no known shape.
    """
    if re.fullmatch(r"[\d,]+(\.\d+)?%?", text):
        return tongue.written(text)
    if name == "why":
        return said(tongue, text)
    if text[:1].lower() + text[1:] in NAMED:
        told = tongue.say(text[:1].lower() + text[1:])
        return told[:1].upper() + told[1:] if text[:1].isupper() else told
    return (text[:1].isdigit() and said(tongue, text)) or text


def patterns_of(first: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the shapes a sentence with this first sign can have, with what reads them back."""
    yield from patterns().get(first, ())
    yield from patterns().get("%", ())


@cache
def patterns() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return every shape with what reads it back, by its first sign: "%" where a value begins."""
    grouped: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for shape in SHAPES:
        text = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(shape))
        grouped.setdefault(shape[0], []).append((shape, re.compile(text, re.DOTALL)))
    return {first: tuple(rows) for first, rows in grouped.items()}
