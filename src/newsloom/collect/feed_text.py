"""What a feed prints in a text field -> plain text. Resolves no address.

Feeds escape their titles once, twice or not at all, and seldom say which: text without a type is
read as HTML where it holds elements that headlines really have, and as it stands elsewhere.
"""

from __future__ import annotations

import re
from enum import StrEnum

from newsloom.text.markup import plain_text

# A sign before a word that is no element is only a sign: "Vec<T>", "5 < 6", "<3".
_NO_TAG = re.compile(
    r"<(?!/?(?:a|abbr|acronym|b|big|bdi|bdo|blockquote|br|center|cite|code|del|div|em|font|h[1-6]|i|"
    r"img|ins|kbd|li|mark|ol|p|pre|q|s|small|span|strike|strong|sub|sup|tt|u|ul|script|style|iframe|"
    r"object|embed|svg|table|tr|td|th|tbody|video|audio|figure|figcaption|time|nobr|wbr|!--)\b)",
    re.IGNORECASE,
)
# A browser takes all that follows for a part of them; a headline shall not be lost to a slip.
_ENDLESS_COMMENT = re.compile(r"<!--(?!\[)(?!.*--!?>)[^>]*>", re.DOTALL)
_ENDLESS_DECLARATION = re.compile(r"<(?=!(?!--)[^>]*\Z)")
_LONGEST_HEADLINE = 1000
_LONGEST_NAME = 300
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_]|\Z)")


class Markup(StrEnum):
    """What a feed says of the markup in a text."""

    UNSAID = ""
    TEXT = "text"
    HTML = "html"


def plain_line(printed: str, markup: Markup = Markup.UNSAID) -> str:
    """Return printed text as one line of plain text.

    Text that is said to have no markup keeps its signs, but its references are decoded all the
    same: more feeds escape once too often than mean ``&amp;`` as it stands.
    """
    if "<" not in printed:
        return plain_text(printed)
    if markup is Markup.TEXT:
        return plain_text(printed.replace("<", "&lt;"))
    html = escaped_signs(printed) if markup is Markup.UNSAID else printed
    if "<!" in html and len(html) <= _LONGEST_HEADLINE:
        html = _ENDLESS_DECLARATION.sub("&lt;", _ENDLESS_COMMENT.sub("", html))
    return plain_text(html, one_line=True)


def escaped_signs(printed: str) -> str:
    """Return text with every ``<`` escaped that begins no element of a headline or text."""
    return _NO_TAG.sub("&lt;", printed)


def person_name(printed: str) -> str:
    """Return a person's name: ``jo@a.example (Jo Doe)``, ``Jo Doe <jo@a.example>`` -> Jo Doe."""
    if "@" in printed:
        printed = _EMAIL.sub("", printed[:_LONGEST_NAME]).replace("<>", "")
    name = plain_line(printed).strip(" -,;")
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name


def language_code(printed: str) -> str:
    """Return the code of a printed language: ``en-US`` -> ``en``; "" for what is none."""
    code = _LANGUAGE.match(printed.strip())
    return code[1].lower() if code else ""
