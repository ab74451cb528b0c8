"""Page tree -> the article's text and key points, and how sure of it we are.

The text is chosen in `candidates`; here insertions and footers are taken out of it and key points
told from paragraphs. What the page declares of itself is read in `metadata`, what kind of page it
is in `walls`.

Measured with bench/extract.py on 181 labelled pages, by runs of four words (F1): trafilatura .960,
resiliparse .916; chosen .975, cleaned .981. The rules were found on these pages. Chosen anew on one
half of them, the limits of `candidates` give .974 and .984 on the other, where these give .975 and
.985; the patterns of `clutter` were not put to that test.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsloom.extract.candidates import choose_text, read_with_resiliparse
from newsloom.extract.clutter import strip_clutter
from newsloom.extract.plaintext import head_kind
from newsloom.extract.signs import BULLET
from newsloom.extract.tree import PageTree, read_tree
from newsloom.extract.words import count_signs, count_words, joined_words

MAX_KEY_POINTS = 5
HEAD_LINES = 3
"""Byline and date stand within so many lines of the body's start."""
HEAD_WORDS = 90
"""Key points begin within so many words of the body's start."""
MAX_KEY_POINT_WORDS = 45
KEY_POINT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:key[-_]?(?:points?|facts|takeaways)|(?:story|article|post)[-_]?highlights?|"
    r"takeaways|tl-?dr|bullet[-_]?summary|(?:article|story)[-_]?summary|at[-_]a[-_]glance)",
    re.IGNORECASE,
)
SPACE = re.compile(r"[ \t\xa0\u2000-\u200b\u202f\u3000\ufeff\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]+")
"""Blanks of all kinds, and characters that entities can write but no text has."""


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page's article."""

    paragraphs: tuple[str, ...]
    key_points: tuple[str, ...]
    credits: tuple[str, ...]
    """Lines naming people and agencies that were taken out of the text."""
    confidence: float
    """0..1, share of words on which the chosen reader agrees with one that did not choose (F1)."""
    boilerplate: float
    """0..1, share of the page's characters, white space apart, that are not in the text."""
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraphs, a blank line between them."""
        return "\n\n".join(self.paragraphs)


def extract_body(page: PageTree, title: str = "", declared: str = "") -> Body:
    """Return the article's text; no paragraphs when the page has none.

    Args:
        page: the whole page.
        title: lines that only repeat it are dropped.
        declared: JSON-LD articleBody as plain text, a candidate of its own.
    """
    choice = choose_text(page, read_with_resiliparse(page.html, main_content=True), declared)
    cleaned = strip_clutter(without_title(lines_of(choice.text), title))
    lines, head = without_head(cleaned.paragraphs)
    paragraphs, key_points = split_key_points(lines, named_key_points(page.tree))
    kept = sum(map(count_signs, (*paragraphs, *key_points)))
    return Body(
        paragraphs,
        key_points,
        (*head, *cleaned.credits),
        round(choice.confidence, 4),
        round(max(0.0, 1 - kept / page.signs), 4) if page.signs else 0.0,
        tuple(filter(None, (choice.note, cleaned.note))),
    )


def extract_fragment(html: str, title: str = "") -> Body:
    """Return the text of a piece of HTML that is only the article, as feeds carry it.

    Its confidence is 1: nothing stands around the article. Whether it is all of the article, this
    cannot know.
    """
    page = read_tree(f"<html><body>{html}</body></html>".encode("utf-8", "replace"))
    text = read_with_resiliparse(page.html, main_content=False)
    cleaned = strip_clutter(without_title(lines_of(text), title))
    paragraphs, key_points = split_key_points(cleaned.paragraphs, named_key_points(page.tree))
    return Body(paragraphs, key_points, cleaned.credits, 1.0, 0.0, page.notes)


# --- lines ---------------------------------------------------------------------------------------


def lines_of(text: str) -> list[str]:
    """Return the non-empty lines of a text, white space folded."""
    lines = (SPACE.sub(" ", line).strip() for line in text.splitlines())
    return [line for line in lines if line]


def without_title(lines: Sequence[str], title: str) -> list[str]:
    """Return the lines without those that only repeat the title."""
    said = joined_words(title).casefold()
    return [line for line in lines if not said or joined_words(line).casefold() != said]


def without_head(lines: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the lines without byline, date and kicker above the text, and the bylines."""
    kinds = [head_kind(line) for line in lines[:HEAD_LINES]]
    kept = [line for line, kind in zip(lines, kinds, strict=False) if not kind]
    credits = [line for line, kind in zip(lines, kinds, strict=False) if kind == "byline"]
    return [*kept, *lines[HEAD_LINES:]], tuple(credits)


def split_key_points(
    lines: Sequence[str], named: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (paragraphs, key points): a list in the head of the body, or one the page names so.

    Args:
        lines: the body in reading order, list items with their bullets.
        named: items of a list the page calls its key points; may be empty.
    """
    if named:
        said = {joined_words(point) for point in named}
        kept = tuple(line for line in lines if joined_words(line) not in said)
        return kept, tuple(named[:MAX_KEY_POINTS])
    start, end = head_list(lines)
    points = tuple(BULLET.sub("", line).strip() for line in lines[start:end])
    return (*lines[:start], *lines[end:]), points


def head_list(lines: Sequence[str]) -> tuple[int, int]:
    """Return the range of the list that stands in the head of a body, (0, 0) = none."""
    words = 0
    for start, line in enumerate(lines):
        if BULLET.match(line):
            end = start
            while end < len(lines) and BULLET.match(lines[end]):
                end += 1
            return (start, end) if is_key_list(lines[start:end]) and end < len(lines) else (0, 0)
        words += count_words(line)
        if words > HEAD_WORDS:
            break
    return 0, 0


def is_key_list(lines: Sequence[str]) -> bool:
    """Return whether list items can be key points: two to five, none of one or too many words."""
    sizes = [count_words(line) for line in lines]
    return (
        2 <= len(lines) <= MAX_KEY_POINTS and min(sizes) > 2 and max(sizes) <= MAX_KEY_POINT_WORDS
    )


def named_key_points(tree: HtmlElement) -> tuple[str, ...]:
    """Return the items of the list whose container is called key points, highlights or the like."""
    for container in tree.iter("div", "ul", "section", "aside"):
        name = f"{container.get('class') or ''} {container.get('id') or ''}"
        if KEY_POINT_NAMES.search(name):
            items = (" ".join(lines_of(item.text_content())) for item in container.iter("li"))
            points = tuple(item for item in items if item)
            if len(points) >= 2:
                return points[:MAX_KEY_POINTS]
    return ()
