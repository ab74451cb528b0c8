"""Plain text -> Page of the article it is. Caption, key points and credits are read later."""

from __future__ import annotations

import re
from datetime import datetime
from hashlib import blake2b

from newsloom.collect.printed import printed
from newsloom.errors import ParseError
from newsloom.model import Item, Page
from newsloom.text.slug import slugify
from newsloom.text.unlisted import SUFFIX

_LONGEST_TITLE = 300
_LONGEST_LINE = 5000
_LINE = re.compile(rf"\S.{{0,{_LONGEST_LINE}}}")


def read_text_article(text: str, name: str, at: datetime) -> Page:
    """Return the Page of a plain text article: the first line is its title, the text its body.

    ``name`` is the file it came from, ``at`` (UTC) becomes ``fetched_at``. Its address is a
    stand-in made of title and text, the same on every import.

    Raises ParseError when there is no line of text.
    """
    lines = (printed(found[0].splitlines()[0]).strip() for found in _LINE.finditer(text))
    title = next((line for line in lines if line), "")[:_LONGEST_TITLE].strip()
    if not title:
        raise ParseError(name, "holds no text; give a file with an article", code="empty")
    url = stand_in_url(title, text)
    item = Item(
        web_url=url,
        raw_url=url,
        source_url=f"import:{name}",
        title=title,
        published_at=None,
        has_page=False,
    )
    return Page(item, url, "text/plain; charset=utf-8", text.encode("utf-8", "replace"), at)


def stand_in_url(title: str, text: str) -> str:
    """Return the stable made-up address of an imported article that has none of its own.

    It lies under ``.invalid``, which RFC 2606 keeps free for ever, where `is_unlisted` knows it:
    no page shows it as a link. It is canonical.
    """
    digest = blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
    return f"https://import{SUFFIX}/{slugify(title)}-{digest}"
