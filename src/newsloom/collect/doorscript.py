"""Scripts of a page -> the address they send every browser to at once. Runs nothing.

Only scripts that say so plainly: one address, written out, under no condition. A script that
decides, asks for cookies or only defines what a click does sends nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_ANY_STRING = re.compile(_STRING)
_COMMENT = re.compile(rf"({_STRING})|/\*.*?\*/|(?<![:\w])//[^\n]*|<!--|-->", re.DOTALL)
_SET = re.compile(
    r"(?<![\w$.])(?:(?:window|document|self|top|parent|this)\.){0,2}location"
    rf"(?:(?:\.href)?\s*=\s*(?P<assigned>{_STRING})\s*(?=[;}}\n]|\Z)"
    rf"|\.(?:replace|assign)\(\s*(?P<called>{_STRING})\s*\))"
)
_ANY_SET = re.compile(r"\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:replace|assign)\(")
_AT_ONCE = re.compile(
    r"(?:setTimeout\s*\(|onload\s*=|DOMContentLoaded\S*\s*,|[;(!]|\A)\s*"
    r"(?:function\s*\(\s*\)\s*\{|\(\s*\)\s*=>\s*\{?)"
)
_CONDITION = re.compile(
    r"\b(?:function|if|for|while|switch|case|catch|cookie|navigator|screen|confirm|prompt|onclick"
    r"|addEventListener|localStorage|sessionStorage)\b|=>|\?|&&|\|\|"
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_LONGEST = 4_000


def location_set_by(scripts: Sequence[str] | None) -> str:
    """Return the address that the scripts of a page set as location, as printed; "" for none.

    ``scripts`` are the texts of the page's scripts; None stands for scripts nobody can judge.
    """
    text = "\n".join(scripts or ())
    if not text.strip() or len(text) > _LONGEST:
        return ""
    text = _COMMENT.sub(lambda found: found[1] or " ", text)
    found = [match["assigned"] or match["called"] for match in _SET.finditer(text)]
    plain = _AT_ONCE.sub(" ", _ANY_STRING.sub('""', text))
    if len(set(found)) != 1 or len(found) != len(_ANY_SET.findall(plain)):
        return ""
    return "" if _CONDITION.search(plain) else _unescaped(found[0][1:-1])


def _unescaped(text: str) -> str:
    """The text that a JavaScript literal stands for."""

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        return chr(int(code, 16)) if code else found[3]

    return _ESCAPE.sub(character, text)
