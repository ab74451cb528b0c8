"""Text of an imported file -> the same, without the characters that nobody sees. Folds nothing."""

from __future__ import annotations

import re

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HALF = re.compile(r"[\ud800-\udfff]")


def printed(text: str) -> str:
    """Return a text with its control characters gone; half of a character becomes ``\ufffd``.

    They would reach terminals and databases, which take them for orders or not at all. Tabs and
    line ends stay.
    """
    return text if text.isprintable() else _HALF.sub("\ufffd", _CONTROL.sub("", text))
