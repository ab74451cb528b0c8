"""An agency's paragraphs -> the text another provider prints: cut, respelt, credited.

Knows paragraphs only; no files, no pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def derive_paragraphs(
    original: Sequence[str],
    house: Sequence[tuple[str, str]],
    credit: str,
    agency: str,
    kept: int = 0,
    extra: Sequence[str] = (),
) -> tuple[str, ...]:
    """Return the paragraphs of a copy.

    ``kept`` paragraphs of the original stay (0 = all); ``house`` pairs are replaced in them;
    ``credit`` says where the agency is named; ``extra`` are own paragraphs put at the end.
    """
    body = list(original)
    credits = body.pop() if re.match(r"\((Reporting|Compiled) by", body[-1]) else ""
    body = body[:kept] if kept else body
    has_dateline = bool(re.match(rf"[A-Z][A-Z ,]+\b.*?\({re.escape(agency)}\) - ", body[0]))
    body = [respell(paragraph, house) for paragraph in body]
    if has_dateline:
        body[0] = redate(body[0], agency, credit)
    return (*body, *extra, *closing(credit, agency, credits, bool(kept)))


def respell(paragraph: str, house: Sequence[tuple[str, str]]) -> str:
    """Return the paragraph in the house's spelling."""
    for old, new in house:
        paragraph = paragraph.replace(old, new)
    return paragraph


def redate(paragraph: str, agency: str, credit: str) -> str:
    """Return the first paragraph with the dateline the house prints."""
    place, _, rest = paragraph.partition(f" ({agency}) - ")
    town = place.split(",")[0]
    if credit == "dateline":
        return f"{town} ({agency}) - {rest}"
    if credit == "byline":
        return f"{town}: {rest}"
    return rest


def closing(credit: str, agency: str, credits: str, is_cut: bool) -> tuple[str, ...]:
    """Return the closing credit lines of a copy; () when the house prints none."""
    if credit == "footer":
        return (f"This report was supplied by {agency}. {credits.strip('()')}.".replace(" .", ""),)
    if credit == "dateline" and credits and not is_cut:
        return (credits,)
    return ()
