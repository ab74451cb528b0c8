"""Item -> whether its own text is the whole article, so that its page need not be fetched."""

from __future__ import annotations

import re

from newsloom.model import Item
from newsloom.text.markup import plain_text

FEWEST_WORDS = 250
"""Words of a text that may be whole: shorter ones are as often the beginning of one."""

TAIL_CHARACTERS = 400

CUT_OFF = re.compile(
    r"(?:\[\s*(?:…|\.{3})\s*\]|(?:…|\.{3}))\s*$|"
    r"\b(?:read (?:more|on|the (?:full|whole|rest|original)|it (?:all|in full))|continue reading|"
    r"(?:full|whole) (?:story|article)|keep reading|view (?:the )?(?:original|full)|"
    r"weiterlesen|mehr lesen|zum (?:ganzen |vollständigen )?artikel|"
    r"lire (?:la suite|l['’]article)|seguir leyendo|leer más|sigue leyendo|"
    r"leia mais|continue lendo|leggi tutto|lees verder)\b",
    re.IGNORECASE,
)
"""How a text ends that goes on elsewhere."""


def is_whole(item: Item) -> bool:
    """Return whether the source gives the whole text of an article.

    It must have at least 250 words and must not end like a text that is continued elsewhere.
    """
    if len(item.body_html) < 4 * FEWEST_WORDS:
        return False
    text = plain_text(item.body_html)
    return len(text.split()) >= FEWEST_WORDS and not CUT_OFF.search(text[-TAIL_CHARACTERS:])
