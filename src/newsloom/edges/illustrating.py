"""Offers of pictures -> illustrations: asks for the first bytes where a size is not declared.

What is fit to be shown is decided in extract/illustration.py; how bytes are asked for is the
fetcher's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from newsloom.errors import SourceError
from newsloom.extract.illustration import MAX_LOOKS, choose_illustration, wanted_look
from newsloom.extract.picture_size import (
    FIRST_BYTES,
    MORE_BYTES,
    Look,
    Unfit,
    Unknown,
    is_cut,
    read_size,
)
from newsloom.model import ArticleId, Illustration
from newsloom.ports import PictureOffer

NEVER = frozenset(
    ("not-found", "gone", "bad-address", "private-address", "redirects", "not-a-page")
)
"""Codes of addresses that no reader gets a picture from either."""


class Probe(Protocol):
    """Asks for the beginning of files."""

    def __call__(self, urls: Sequence[str], limit: int, /) -> Mapping[str, bytes | SourceError]:
        """Return the first ``limit`` bytes at each address, or why they could not be had."""
        ...


def illustrate(
    offers: Mapping[ArticleId, PictureOffer], probe: Probe
) -> dict[ArticleId, Illustration]:
    """Return the picture that stands for each article.

    An address is asked for once, and a second time when its first bytes do not reach; the next
    candidate of an article only after the one before was refused.
    """
    looks: dict[str, Look] = {}
    for _ in range(MAX_LOOKS):
        wanted = (wanted_look(o.article, o.repeats, looks) for o in offers.values())
        urls = list(dict.fromkeys(filter(None, wanted)))
        if not urls:
            break
        looks |= look_at_all(urls, probe)
    return {
        key: choose_illustration(offer.article, offer.repeats, looks)
        for key, offer in offers.items()
    }


def look_at_all(urls: Sequence[str], probe: Probe) -> dict[str, Look]:
    """Return what the first bytes of some files tell, more of them where these do not reach."""
    answers = probe(urls, FIRST_BYTES)
    looks = {url: look_of(answers[url]) for url in urls}
    cut = [
        url for url, data in answers.items() if isinstance(data, bytes) and is_cut(data, looks[url])
    ]
    more = probe(cut, MORE_BYTES) if cut else {}
    return looks | {url: look_of(more[url]) for url in cut}


def look_of(answer: bytes | SourceError) -> Look:
    """Return what an answer tells of the picture at its address."""
    if isinstance(answer, bytes):
        return read_size(answer)
    if answer.code in NEVER:
        return Unfit(f"its address {answer.message}")
    return Unknown(answer.message)
