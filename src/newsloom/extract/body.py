"""Page tree -> the article's text, key points and pictures, and how sure of it we are.

Three readers give candidates, a rule chooses one; then insertions and footers are taken out. What
the page declares of itself is read in `metadata`, what kind of page it is in `walls`.

Measured with bench/extract.py on 181 labelled pages (token F1): trafilatura .958, its precise mode
.965, resiliparse .915; chosen by the rule .974, cleaned .978; the best candidate of each page .981.
The rule and the patterns were found on these pages, so expect a little less elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import trafilatura
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text

from newsloom.extract.clutter import BULLET, strip_clutter
from newsloom.extract.plaintext import head_kind
from newsloom.extract.tree import PARSE_ERRORS, PageTree, read_tree

SHORT_SHARE = 0.6
"""Share of the second opinion's words below which the first opinion is doubted. Of 181 pages 8 fall
below it; every page whose first opinion lost more than a third of the text is among them."""
BALANCED_GAIN = 1.5
"""How much longer trafilatura's balanced text must be to stand against its precise one."""
KIN_SHARE = 0.5
"""Share of further text in containers like those of the body that shows the body was cut off."""
MIN_BODY_WORDS = 25
"""Fewer words are no body unless nothing else is there."""
DECLARED_SHARE = 0.6
"""The declared articleBody wins over a text shorter than this share of it."""
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
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
"""Chinese and Japanese have no spaces: each sign counts as a word."""
SPACE = re.compile(r"[ \t\xa0\u2000-\u200b\u202f\u3000\ufeff]+")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a page's article."""

    paragraphs: tuple[str, ...]
    key_points: tuple[str, ...]
    credits: tuple[str, ...]
    """Lines naming people and agencies that were taken out of the text."""
    confidence: float
    """0..1, share of words on which the chosen reader and the second opinion agree (F1)."""
    boilerplate: float
    """0..1, share of the page's visible words that are not in the text."""
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
    second = read_with_resiliparse(page.html, main_content=True)
    chosen, notes = choose_text(page, second, declared)
    confidence = agreement(chosen, second) if chosen else 0.0
    points = named_key_points(page.tree)
    cleaned = strip_clutter(without_title(lines_of(chosen), title))
    lines, head = without_head(cleaned.paragraphs)
    paragraphs, key_points = split_key_points(lines, points)
    visible = count_words(read_with_resiliparse(page.html, main_content=False))
    words = sum(map(count_words, (*paragraphs, *key_points)))
    notes.extend(filter(None, [cleaned.note]))
    return Body(
        paragraphs,
        key_points,
        (*head, *cleaned.credits),
        round(confidence, 4),
        round(max(0.0, 1 - words / visible), 4) if visible else 0.0,
        tuple(notes),
    )


def extract_fragment(html: str, title: str = "") -> Body:
    """Return the text of a piece of HTML that is only the article, as feeds carry it."""
    page = read_tree(f"<html><body>{html}</body></html>".encode())
    text = read_with_resiliparse(page.html, main_content=False)
    cleaned = strip_clutter(without_title(lines_of(text), title))
    paragraphs, key_points = split_key_points(cleaned.paragraphs, named_key_points(page.tree))
    return Body(paragraphs, key_points, cleaned.credits, 1.0, 0.0)


# --- choosing ------------------------------------------------------------------------------------


def choose_text(page: PageTree, second: str, declared: str) -> tuple[str, list[str]]:
    """Return the best candidate for the body, and notes on anything unusual about the choice.

    1. trafilatura in its precise mode;
    2. when that gives much less than resiliparse, trafilatura's balanced mode if resiliparse
       agrees with it more;
    3. resiliparse, when the text was cut off: more paragraphs stand in containers like its own;
    4. the declared articleBody, when what was read is only a part of it;
    5. resiliparse, when all others gave nothing.
    """
    notes: list[str] = []
    text = read_with_trafilatura(page.tree, precise=True)
    if count_words(text) < SHORT_SHARE * count_words(second):
        balanced = read_with_trafilatura(page.tree, precise=False)
        if count_words(balanced) > BALANCED_GAIN * count_words(text):
            text = max(text, balanced, key=lambda one: agreement(one, second))
        if is_cut_off(page.tree, text, second):
            text = second
            notes.append("The first reader stopped in the middle; the second reader's text stands.")
    if count_words(text) < DECLARED_SHARE * count_words(declared):
        text = declared
        notes.append("The text is the one the page declares in its JSON-LD.")
    if count_words(text) < MIN_BODY_WORDS < count_words(second):
        text = second
        notes.append("The first reader found no text; the second reader's text stands.")
    return text, notes


def read_with_trafilatura(tree: HtmlElement, precise: bool) -> str:
    """Return trafilatura's text of a page, paragraphs as lines, "" when it finds none."""
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, favor_precision=precise, include_images=False
        )
    except PARSE_ERRORS:
        return ""
    return str(getattr(found, "text", None) or "")


def read_with_resiliparse(html: str, main_content: bool) -> str:
    """Return resiliparse's text of a page, paragraphs as lines, "" when it finds none."""
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
    ours, theirs = joined_words(text), joined_words(second)
    own: Counter[tuple[str, str]] = Counter()
    further: Counter[tuple[str, str]] = Counter()
    for paragraph in tree.iter("p"):
        words = WORD.findall(paragraph.text_content())
        parent = paragraph.getparent()
        if len(words) < 10 or parent is None:
            continue
        kind = (str(parent.tag), parent.get("class") or "")
        joined = " ".join(words)
        if joined in ours:
            own[kind] += len(words)
        elif joined in theirs:
            further[kind] += len(words)
    kin = sum(count for kind, count in further.items() if kind in own)
    return own.total() > 0 and kin > KIN_SHARE * own.total()


def agreement(one: str, other: str) -> float:
    """Return the F1 of the two texts' word multisets, 0..1; two empty texts agree."""
    ours, theirs = Counter(WORD.findall(one)), Counter(WORD.findall(other))
    total = ours.total() + theirs.total()
    return 2 * (ours & theirs).total() / total if total else 1.0


def count_words(text: str) -> int:
    """Return the number of words, by the plainest rule: runs of letters and digits."""
    return len(WORD.findall(text))


def joined_words(text: str) -> str:
    """Return the words of a text with one space between them."""
    return " ".join(WORD.findall(text))


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
            items = (" ".join(item.text_content().split()) for item in container.iter("li"))
            points = tuple(item for item in items if item)
            if len(points) >= 2:
                return points[:MAX_KEY_POINTS]
    return ()
