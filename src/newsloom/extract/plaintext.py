"""Plain text article -> its parts: title, caption, key points, paragraphs, credits, date.

Reads texts as people paste or export them: a headline first, blank lines or single lines between
paragraphs, bullets, insertions about other articles, credits and a sharing footer at the end. It
knows neither markup nor where the text came from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.extract.byline import find_leading_byline, parse_byline
from newsloom.extract.clutter import is_label, strip_clutter
from newsloom.extract.credit_lines import is_byline
from newsloom.extract.signs import BULLET
from newsloom.text.dates import parse_date

MAX_TITLE_WORDS = 40
MAX_CAPTION_WORDS = 20
WRAP = (50, 82)
"""Characters of the usual line of a hard-wrapped text, least and most."""
HEAD_LINES = 6
"""Lines after the title in which a byline, a date and a caption are looked for."""

SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*$")
RULE = re.compile(r"[=\-_*~#\s]{3,}")
HEADING = re.compile(r"^#{1,6}\s+")
FIELD = re.compile(
    r"(?P<name>title|headline|date|published|updated|author|byline|source|"
    r"título|fecha|autor|fuente|titel|datum|autorin|quelle|titre|auteur|publié|fonte|data|titolo|"
    r"autore|bron)"
    r"\s*:\s*(?P<value>\S.*)",
    re.IGNORECASE,
)
DATE_LINE = re.compile(
    r"(?i)(?:(?:first |last )?(?:published|updated|posted|publicado|actualizado|veröffentlicht|"
    r"aktualisiert|stand|publié|mis à jour|atualizado|pubblicato|aggiornato|gepubliceerd|"
    r"bijgewerkt)(?: on| at| el| am| le| em| il| op|:)*\s*)?"
    r"(?=.{0,40}\d)[\w\s.,:/+º°ª()-]{6,60}"
)
FAREWELL_OF = re.compile(
    r"(?i:the (?:team|staff|editors) (?:at|of)) (?P<name>[A-Z].{1,50}?) hopes?\b"
)
KICKER = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ &/+-]{2,30}\s*[·|•:–—-]?")
BY_FIRM = re.compile(r"(?i:by|por|par|von)(?: the)? [A-ZÀ-Þ]")
CREDIT_FIELDS = frozenset(
    ("author", "byline", "autor", "autorin", "auteur", "autore",
     "source", "fuente", "quelle", "fonte", "bron")
)  # fmt: skip
DATE_FIELDS = frozenset(("date", "published", "fecha", "datum", "publié", "data"))
TITLE_FIELDS = frozenset(("title", "headline", "título", "titel", "titre", "titolo"))


@dataclass(frozen=True, slots=True)
class PlainArticle:
    """The parts of a plain text article; "" and () where it has none."""

    title: str
    caption: str
    """The line under the headline that describes a picture."""
    key_points: tuple[str, ...]
    paragraphs: tuple[str, ...]
    """The summary paragraph first, when there is one; no insertions, credits or footers."""
    credits: tuple[str, ...]
    """Byline and credit lines as printed, in order."""
    published_at: datetime | None
    """Date printed under the headline; None = none is."""
    notes: tuple[str, ...]
    publisher: str = ""
    """Who says goodbye at the end ("The team at X hope you have enjoyed"); "" = nobody."""


def read_plain_text(text: str) -> PlainArticle:
    """Return the parts of a plain text article; all empty for an empty text."""
    lines = [HEADING.sub("", line) for line in to_lines(text)]
    head, rest = split_head(lines)
    cleaned = strip_clutter(rest)
    paragraphs, key_points = take_bullets(cleaned.paragraphs)
    caption, paragraphs = take_caption(paragraphs, key_points)
    notes = []
    if caption:
        notes.append("The line under the headline was taken for a picture's caption.")
    notes.extend(filter(None, [cleaned.note]))
    return PlainArticle(
        head.title, caption, key_points, paragraphs,
        (*head.credits, *cleaned.credits), head.published_at, tuple(notes),
        find_publisher(cleaned.credits),
    )  # fmt: skip


def find_publisher(credits: Sequence[str]) -> str:
    """Return the publisher a farewell names, "" when there is none."""
    found = next(filter(None, map(FAREWELL_OF.match, credits)), None)
    return found["name"] if found else ""


# --- lines ---------------------------------------------------------------------------------------


def to_lines(text: str) -> list[str]:
    """Return the paragraphs and bullets of a text, one a line, hard wraps undone."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = [block for block in re.split(r"\n\s*\n", raw) if block.strip()]
    is_wrapped = is_hard_wrapped(raw.split("\n"))
    lines = []
    for block in blocks:
        parts = [" ".join(part.split()) for part in block.split("\n") if part.strip()]
        lines.extend(unwrap(parts) if is_wrapped else parts)
    return [line for line in lines if not RULE.fullmatch(line)]


def is_hard_wrapped(lines: Sequence[str]) -> bool:
    """Return whether lines are broken at a fixed width: most of the full ones end mid-sentence."""
    sizes = [len(line.rstrip()) for line in lines if line.strip()]
    if len(sizes) < 6 or max(sizes) > 2 * WRAP[1]:
        return False
    full = [line for line in lines if WRAP[0] <= len(line.rstrip()) <= WRAP[1]]
    running = sum(not SENTENCE_END.search(line.rstrip()) for line in full)
    return len(full) >= len(sizes) / 2 and running > len(full) / 2


def unwrap(parts: Sequence[str]) -> list[str]:
    """Return the lines of one block with wrapped ones joined; bullets and labels begin anew."""
    lines: list[str] = []
    for part in parts:
        is_new = not lines or BULLET.match(part) or is_label(part) or is_label(lines[-1])
        if is_new or FIELD.fullmatch(part):
            lines.append(part)
        else:
            lines[-1] = f"{lines[-1]} {part}"
    return lines


# --- head ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the text."""

    title: str = ""
    credits: tuple[str, ...] = ()
    published_at: datetime | None = None


def split_head(lines: Sequence[str]) -> tuple[Head, list[str]]:
    """Return title, byline and date above the text, and the lines below."""
    fields, start = leading_fields(lines)
    title = next((value for name, value in fields if name in TITLE_FIELDS), "")
    rest = list(lines[start:])
    if not title and rest and len(rest[0].split()) <= MAX_TITLE_WORDS and not BULLET.match(rest[0]):
        title = rest.pop(0)
    credits = [value for name, value in fields if name in CREDIT_FIELDS]
    dates = [parse_date(value) for name, value in fields if name in DATE_FIELDS]
    below: list[str] = []
    for index, line in enumerate(rest):
        kind = head_kind(line) if index < HEAD_LINES else ""
        if kind == "byline":
            credits.append(line)
        elif kind == "date" and not any(dates):
            dates.append(parse_date(line))
        elif kind == "kicker":
            continue
        else:
            below.append(line)
    return Head(title, tuple(credits), next((at for at in dates if at), None)), below


def leading_fields(lines: Sequence[str]) -> tuple[list[tuple[str, str]], int]:
    """Return the ``Name: value`` lines a text begins with, and how many lines they are."""
    fields = []
    for line in lines[: 2 * HEAD_LINES]:
        found = FIELD.fullmatch(line)
        if found is None:
            break
        fields.append((found["name"].lower(), found["value"].strip()))
    return fields, len(fields)


def head_kind(line: str) -> str:
    """Return ``byline``, ``date``, ``kicker`` (the section in capitals) or "" for a head line."""
    words = len(line.split())
    is_led = words <= 16 and find_leading_byline(line) and parse_byline(line)
    if is_led or is_byline(line):
        return "byline"
    if words <= 8 and BY_FIRM.match(line) and not SENTENCE_END.search(line):
        return "byline"
    if words <= 4 and KICKER.fullmatch(line):
        return "kicker"
    if words <= 10 and DATE_LINE.fullmatch(line) and parse_date(line) is not None:
        return "date"
    return ""


# --- parts ---------------------------------------------------------------------------------------


def take_bullets(lines: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return (paragraphs, key points): the first run of bullets when it stands in the head."""
    starts = [index for index, line in enumerate(lines) if BULLET.match(line)]
    if not starts or starts[0] > 3:
        return tuple(lines), ()
    start = end = starts[0]
    while end < len(lines) and BULLET.match(lines[end]):
        end += 1
    if not 2 <= end - start <= 8:
        return tuple(lines), ()
    points = tuple(BULLET.sub("", line).strip() for line in lines[start:end])
    return (*lines[:start], *lines[end:]), points[:5]


def take_caption(
    paragraphs: Sequence[str], key_points: Sequence[str]
) -> tuple[str, tuple[str, ...]]:
    """Return the caption under the headline, "" = none, and the other paragraphs.

    A caption is short, ends without a full stop and is followed by running text.
    """
    if len(paragraphs) > 1 or (paragraphs and key_points):
        line = paragraphs[0]
        words = len(line.split())
        if 2 <= words <= MAX_CAPTION_WORDS and not SENTENCE_END.search(line):
            return line, tuple(paragraphs[1:])
    return "", tuple(paragraphs)
