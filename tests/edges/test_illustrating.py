"""What is asked of the web before a picture is chosen, and what its answers come to."""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Mapping, Sequence

import pytest

from newsloom.edges.illustrating import illustrate
from newsloom.errors import FetchError, SourceError
from newsloom.extract.picture_size import FIRST_BYTES, MORE_BYTES
from newsloom.model import ArticleId, Illustration, Picture
from newsloom.ports import PictureOffer
from tests.contract import records as r

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAoAAAAFoCAI=")
"""The head of one of 640 x 360 pixels."""
FRAME = struct.pack(">BBHBHHB", 0xFF, 0xC0, 17, 8, 360, 640, 3) + bytes(9)
PHOTO = b"\xff\xd8" + struct.pack(">BBH", 0xFF, 0xE1, 9002) + bytes(9000) + FRAME
"""A JPEG whose size stands behind 9,000 bytes of its camera's."""
OG, NEXT, THIRD, FOURTH = (f"https://img.harrow.example/{n}.jpg" for n in range(4))


class Files:
    """A web of files that counts what is asked of it."""

    def __init__(self, answers: Mapping[str, bytes | SourceError]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, int]] = []

    def probe(self, urls: Sequence[str], limit: int) -> Mapping[str, bytes | SourceError]:
        self.asked += [(url, limit) for url in urls]
        found = {url: self.answers[url] for url in urls}
        return {u: a[:limit] if isinstance(a, bytes) else a for u, a in found.items()}


def offer(
    *pictures: Picture, name: str = "quay", repeats: Mapping[str, int] | None = None
) -> PictureOffer:
    return PictureOffer(r.article(name, pictures=pictures), repeats or {})


def one(offered: PictureOffer, files: Files) -> Illustration:
    (made,) = illustrate({offered.article.article_id: offered}, files.probe).values()
    assert made.article_id == offered.article.article_id
    return made


def at(*urls: str, origin: str = "og") -> list[Picture]:
    return [Picture(url, origin=origin) for url in urls]


def test_a_declared_size_costs_no_request() -> None:
    files = Files({})
    assert one(offer(Picture(OG, 1200, 630, "", "og"), *at(NEXT)), files).picture is not None
    assert files.asked == []


def test_the_first_bytes_tell_the_size() -> None:
    files = Files({OG: PNG + bytes(50_000)})
    assert one(offer(*at(OG, NEXT)), files).picture == Picture(OG, 640, 360, "", "og")
    assert files.asked == [(OG, FIRST_BYTES)]


def test_more_bytes_are_asked_for_once() -> None:
    files = Files({OG: PHOTO + bytes(50_000)})
    assert one(offer(*at(OG)), files).picture == Picture(OG, 640, 360, "", "og")
    assert files.asked == [(OG, FIRST_BYTES), (OG, MORE_BYTES)]
    endless = Files({OG: PHOTO[:4] + bytes(200_000)})
    assert "the first 65,536 bytes" in one(offer(*at(OG)), endless).reason
    assert endless.asked == [(OG, FIRST_BYTES), (OG, MORE_BYTES)]


def test_the_next_is_asked_for_when_one_is_refused() -> None:
    files = Files({OG: b"<html>", NEXT: PNG})
    made = one(offer(*at(OG, NEXT, THIRD)), files)
    assert made.picture == Picture(NEXT, 640, 360, "", "og")
    assert made.refused == (f"The picture {OG} was refused: its address answers with a page.",)
    assert files.asked == [(OG, FIRST_BYTES), (NEXT, FIRST_BYTES)]


def test_three_pictures_of_an_article_are_asked_for_at_most() -> None:
    files = Files(dict.fromkeys((OG, NEXT, THIRD), b"<html>"))
    made = one(offer(*at(OG, NEXT, THIRD, FOURTH, origin="body")), files)
    assert [url for url, _ in files.asked] == [OG, NEXT, THIRD]
    assert made.picture is None
    assert len(made.refused) == 4


ENDS = {
    "gone": (FetchError(OG, "has been removed for good (410)", "gone"), "", "removed for good"),
    "not there": (FetchError(OG, "does not exist (404)", "not-found"), "", "does not exist"),
    "private": (FetchError(OG, "leads into a private network", "private-address"), "", "private"),
    "closed to us": (FetchError(OG, "does not let us in (403)", "forbidden"), OG, "403"),
    "robots": (FetchError(OG, "robots.txt forbids it", "robots"), OG, "robots.txt"),
    "later": (FetchError(OG, "no answer in time", retry_at=r.DAY), OG, "no answer in time"),
}


@pytest.mark.parametrize(("error", "shown", "words"), ENDS.values(), ids=ENDS)
def test_what_cannot_be_had(error: FetchError, shown: str, words: str) -> None:
    made = one(offer(*at(OG)), Files({OG: error}))
    assert (made.picture.url if made.picture else "") == shown
    assert words in " ".join((made.reason, *made.refused))


def test_a_picture_of_two_articles_is_asked_for_once() -> None:
    files = Files({OG: PNG, NEXT: PNG})
    offers = {
        ArticleId("a"): offer(*at(OG), name="a"),
        ArticleId("b"): offer(*at(OG), name="b"),
        ArticleId("c"): offer(*at(OG, NEXT), name="c", repeats={OG: 5}),
    }
    made = illustrate(offers, files.probe)
    assert list(made) == list(offers)
    assert files.asked == [(OG, FIRST_BYTES), (NEXT, FIRST_BYTES)]
    assert [one.picture.url if one.picture else "" for one in made.values()] == [OG, OG, NEXT]
