"""Page -> the candidates for the text of its article, and which of them is taken.

Two readers and the page itself offer texts: trafilatura, resiliparse, the articleBody of the
JSON-LD. How far two of them agree is how sure the choice is. Nothing is taken out of the text here.

A page of the 181 of bench/extract.py costs, in milliseconds of which trafilatura as it comes takes
13: its trees 3.0, resiliparse 1.0, trafilatura's precise reading 3.2, agreement and the readings
that one page in twenty needs 0.7; then cleaning 0.9, and 1.1 for what the page declares.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Extractor

from newsloom.extract.tree import PARSE_ERRORS, PageTree
from newsloom.extract.words import WORD, agreement, count_words

PRECISE = Extractor(output_format="python", fast=True, precision=True, comments=False)
"""How trafilatura reads: rather too little than too much."""
BALANCED = Extractor(output_format="python", fast=True, comments=False)
COMPARED = Extractor(output_format="python", precision=True, comments=False)
"""Precise, but readability and justext read too, and it may prefer what they find."""
SHORT_SHARE = 0.5
"""Share of the second opinion's characters below which the first opinion is doubted."""
FIRM = 0.9
"""Agreement of trafilatura's precise and balanced readings from which its text is no accident."""
MAX_COMPARED = 5_000
"""Elements of a page that justext may see; its time grows with their square, 35 s for 10,000."""
CUT_SHARE = 0.8
"""Share of the second opinion's characters below which the text may have been cut off."""
KIN_SHARE = 0.25
"""Further text in containers like those of the body, as a share of it, that shows that it was."""
MIN_BODY_WORDS = 25
"""Fewer words are no body unless nothing else is there."""
DECLARED_SHARE = 0.6
"""The declared articleBody wins over a text shorter than this share of it."""
START_WORDS = 10
"""A shorter paragraph says nothing about where the text goes on."""
TOO_MANY = etree.XPath(f"count(//*) > {MAX_COMPARED}")


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate chosen for the body."""

    text: str
    """Paragraphs as lines."""
    confidence: float
    """0..1, agreement with the candidate that is likest to it; 0 = there is no other."""
    note: str = ""
    """Why it is not trafilatura's text; "" = it is."""


def choose_text(page: PageTree, second: str, declared: str) -> Choice:
    """Return the best candidate for the body, how sure it is, and why it is that one.

    1. trafilatura's precise reading, or what `first_reading` has instead;
    2. resiliparse, when that was cut off: more paragraphs stand in containers like its own;
    3. the declared articleBody, when what was read is only a part of it;
    4. resiliparse, when all others gave nothing.

    Args:
        page: the whole page.
        second: resiliparse's main content.
        declared: JSON-LD articleBody as plain text; "" = none.
    """
    first = first_reading(page, second)
    text, note = first, ""
    if is_less(first, second, CUT_SHARE) and is_cut_off(page.tree, first, second):
        text = second
        note = "The first reader stopped in the middle; the second reader's text stands."
    if is_less(text, declared, DECLARED_SHARE):
        text = declared
        note = "The text is the one the page declares in its JSON-LD."
    if count_words(text) < MIN_BODY_WORDS < count_words(second):
        text = second
        note = "The first reader found no text; the second reader's text stands."
    others = [other for other in (first, second, declared) if other and other is not text]
    return Choice(text, max((agreement(text, other) for other in others), default=0.0), note)


def first_reading(page: PageTree, second: str) -> str:
    """Return trafilatura's text of a page, its dearer modes tried only where they can help.

    The precise and the balanced reading cost 3 ms each; comparing with readability and justext 6.
    When the precise text is much shorter than the second opinion, the balanced one is read too;
    only if the two differ is the comparing mode asked, and the text nearest to the second opinion
    stands.
    """
    precise = read_with_trafilatura(page.lean, PRECISE)
    if not is_less(precise, second, SHORT_SHARE):
        return precise
    balanced = read_with_trafilatura(page.lean, BALANCED)
    if agreement(precise, balanced) >= FIRM:
        return precise
    readings = [precise, balanced]
    if not TOO_MANY(page.lean):
        readings.append(read_with_trafilatura(page.lean, COMPARED))
        if not is_less(readings[-1], second, SHORT_SHARE):
            return readings[-1]
    return max(readings, key=lambda text: agreement(text, second))


def is_less(one: str, other: str, share: float) -> bool:
    """Return whether a text has less than a share of another's characters."""
    return len(one) < share * len(other)


def read_with_trafilatura(tree: HtmlElement, how: Extractor) -> str:
    """Return trafilatura's text of a page, which it leaves as it is; "" when it finds none.

    Paragraphs are lines.
    """
    try:
        found = trafilatura.bare_extraction(tree, options=how)
    except PARSE_ERRORS:
        return ""
    return str(getattr(found, "text", None) or "")


def read_with_resiliparse(html: str, main_content: bool) -> str:
    """Return resiliparse's text of a page, paragraphs as lines, "" when it finds none.

    Args:
        html: as `tree` writes it; never a page as it was fetched.
        main_content: without it, all words a reader sees.
    """
    try:
        text = extract_plain_text(
            html, main_content=main_content, preserve_formatting=True, alt_texts=False
        )
    except PARSE_ERRORS:
        return ""
    return str(text)


def is_cut_off(tree: HtmlElement, text: str, second: str) -> bool:
    """Return whether the page goes on where the text stops.

    The paragraphs that only the second opinion has are compared by the tag and class of their
    parents: in the body's own kind of container they are more body (a text broken by
    advertisements), elsewhere they are comments, teasers, other articles.
    """
    ours, theirs = starts_of_lines(text), starts_of_lines(second)
    own: Counter[tuple[str, str]] = Counter()
    further: Counter[tuple[str, str]] = Counter()
    for paragraph in tree.iter("p"):
        words = WORD.findall(paragraph.text_content())
        parent = paragraph.getparent()
        if len(words) < START_WORDS or parent is None:
            continue
        kind = (str(parent.tag), parent.get("class") or "")
        start = tuple(words[:START_WORDS])
        if start in ours:
            own[kind] += len(words)
        elif start in theirs:
            further[kind] += len(words)
    kin = sum(count for kind, count in further.items() if kind in own)
    return own.total() > 0 and kin > KIN_SHARE * own.total()


def starts_of_lines(text: str) -> set[tuple[str, ...]]:
    """Return the first ten words of every line that has so many."""
    lines = (WORD.findall(line) for line in text.splitlines())
    return {tuple(words[:START_WORDS]) for words in lines if len(words) >= START_WORDS}
