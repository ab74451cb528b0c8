"""Fingerprints -> columns: the articles a copy finder holds, a place for each.

Holds what the comparison of texts asks for besides their runs, packed so that a million articles
fit in a few hundred MB. Compares nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from newsloom.match.fingerprint import sample_of
from newsloom.model import ArticleId, Fingerprint
from newsloom.text.wires import AGENCIES

Places = npt.NDArray[np.int64]
"""Places of articles, in any order."""

OWN_DOMAINS = {agency.name: frozenset(agency.domains) for agency in AGENCIES}
"""Agency -> domains on which it publishes itself."""

Rank = tuple[int | str, ...]
"""An article's claim to be the original, lowest first."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

COLUMNS = np.dtype(
    [
        ("at", "<i8"),  # microseconds since 1970
        ("weakness", "u1"),  # of the claim to be original, before time decides
        ("is_dated", "?"),
        ("is_title_only", "?"),
        ("words", "<i4"),
        ("sample", "u1"),
        ("runs", "<i4", (3,)),  # kept by a sample of 1, 2 and 4; 0 where its own is coarser
        ("lede_runs", "<i4"),
        ("title", "<u8"),  # hash of the headline's content words
        ("title_words", "<i4"),
        ("domain", "<i4"),
        ("agency", "<i4"),  # 0 = none
        ("mark", "<u8"),  # of the fingerprint: another one has another
        ("first", "<u8"),  # first eight bytes of the id: ties are broken in order of id
        ("is_held", "?"),
    ]
)


class Names:
    """Names and their numbers; 0 is ""."""

    def __init__(self) -> None:
        self.numbers, self.all = {"": 0}, [""]

    def number(self, name: str) -> int:
        """Return the number of a name, a new one for a new name."""
        if name not in self.numbers:
            self.numbers[name] = len(self.all)
            self.all.append(name)
        return self.numbers[name]

    def name(self, number: int) -> str:
        """Return the name of a number."""
        return self.all[number]


class Holdings:
    """The articles held, by place; a place is used for one article until ``renumbered``."""

    def __init__(self) -> None:
        self.columns = np.zeros(0, COLUMNS)
        self.ids: list[ArticleId] = []
        self.titles: list[bytes] = []
        """In UTF-8, which takes less."""
        self.claims: dict[ArticleId, tuple[ArticleId, ...]] = {}
        self.credited: dict[ArticleId, tuple[str, ...]] = {}
        self.domains, self.agencies = Names(), Names()
        self.site_size = np.zeros(1, np.int64)
        """Articles held of each domain, by its number."""
        self._places: dict[ArticleId, int] = {}

    def __contains__(self, article_id: ArticleId) -> bool:
        return article_id in self._places

    def __len__(self) -> int:
        return len(self._places)

    @property
    def used(self) -> int:
        """How many places are taken, those of dropped articles included."""
        return len(self.ids)

    def place(self, article_id: ArticleId) -> int:
        """Return the place of a held article."""
        return self._places[article_id]

    def holds(self, made: Fingerprint) -> bool:
        """Say whether this very fingerprint is held."""
        place = self._places.get(made.article_id)
        return place is not None and int(self.columns["mark"][place]) == mark_of(made)

    def add(self, prints: Sequence[Fingerprint]) -> Places:
        """Give places to articles that are not held; returns them in the order of ``prints``."""
        start, end = self.used, self.used + len(prints)
        if end > len(self.columns):
            room = np.zeros(max(end, len(self.columns) * 5 // 4) - len(self.columns), COLUMNS)
            self.columns = np.concatenate([self.columns, room])
        for place, made in enumerate(prints, start):
            self.columns[place] = self._row(made)
            self.ids.append(made.article_id)
            self.titles.append(made.title.encode("utf-8", "replace"))
            self._places[made.article_id] = place
            if made.claims:
                self.claims[made.article_id] = made.claims
            if made.credited:
                self.credited[made.article_id] = made.credited
        self._count(self.columns["domain"][start:end], 1)
        return np.arange(start, end)

    def drop(self, ids: Iterable[ArticleId]) -> None:
        """Let go of articles; their places stay empty until ``renumbered``."""
        for article_id in ids:
            place = self._places.pop(article_id)
            self._count(self.columns["domain"][place : place + 1], -1)
            self.columns["is_held"][place] = False
            self.ids[place], self.titles[place] = ArticleId(""), b""
            self.claims.pop(article_id, None)
            self.credited.pop(article_id, None)

    def renumbered(self) -> Places:
        """Close the gaps; returns the new place of every old one, -1 for the empty ones."""
        kept = np.flatnonzero(self.columns["is_held"][: self.used])
        moved = np.full(self.used, -1, np.int64)
        moved[kept] = np.arange(len(kept))
        self.columns = self.columns[kept]
        self.ids = [self.ids[place] for place in kept]
        self.titles = [self.titles[place] for place in kept]
        self._places = {article_id: place for place, article_id in enumerate(self.ids)}
        return moved

    def ranked(self, places: Places) -> Places:
        """Return places in order of their claims to be the original, the best first."""
        rows = self.columns[places]
        tie, fullness = rows["first"], -rows["words"]
        return places[np.lexsort((tie, fullness, rows["at"], rows["weakness"]))]

    def rank(self, article_id: ArticleId) -> Rank:
        """Return an article's claim to be the original, lowest first.

        It names no other article as its source; it is on a domain of the agency it credits; dated;
        the earliest; the fullest; the lowest id. One that is not held comes first: an editor or the
        store names it.
        """
        place = self._places.get(article_id)
        if place is None:
            return (-1, article_id)
        row = self.columns[place]
        return (int(row["weakness"]), int(row["at"]), -int(row["words"]), article_id)

    def title_of(self, article_id: ArticleId) -> str:
        """Return the headline of a held article."""
        return self.titles[self.place(article_id)].decode()

    def domain_of(self, article_id: ArticleId) -> str:
        """Return the domain of a held article, "" when it has none."""
        return self.domains.name(int(self.columns["domain"][self.place(article_id)]))

    def common_agency(self, one: ArticleId, two: ArticleId) -> str:
        """Return the agency that two held articles credit; "" = none."""
        first, second = (int(self.columns["agency"][self.place(key)]) for key in (one, two))
        return self.agencies.name(first) if first == second else ""

    def has_same_title(self, one: ArticleId, two: ArticleId) -> bool:
        """Say whether the headlines of two held articles have the same content words."""
        first, second = (self.columns[self.place(key)] for key in (one, two))
        return bool(first["title_words"] and first["title"] == second["title"])

    def outside(self, first: datetime, last: datetime) -> list[ArticleId]:
        """Return the held articles published before ``first`` or after ``last``."""
        at = self.columns["at"][: self.used]
        far = (at < moment(first)) | (at > moment(last))
        return [self.ids[p] for p in np.flatnonzero(far & self.columns["is_held"][: self.used])]

    def _count(self, domains: npt.NDArray[np.int32], step: int) -> None:
        """Count articles of some domains in or out."""
        missing = len(self.domains.all) - len(self.site_size)
        self.site_size = np.pad(self.site_size, (0, missing))
        np.add.at(self.site_size, domains, step)

    def count_runs(self, place: int, runs: npt.NDArray[np.uint32]) -> None:
        """Take these for all the runs of a text."""
        self.columns["runs"][place] = counts_of(runs, int(self.columns["sample"][place]))

    def _row(self, made: Fingerprint) -> tuple[object, ...]:
        """Return an article's row of ``COLUMNS``."""
        runs = np.frombuffer(made.shingles, "<u4")
        sample = sample_of(made.word_count)
        return (
            moment(made.published_at),
            weakness_of(made),
            made.is_dated,
            len(made.lede_words) <= len(made.title_words),
            made.word_count,
            sample,
            counts_of(runs, sample),
            len(made.lede_shingles) // 4,
            hash_of(" ".join(made.title_words).encode()),
            len(made.title_words),
            self.domains.number(made.domain),
            self.agencies.number(made.agency),
            mark_of(made),
            int.from_bytes(made.article_id.encode()[:8].ljust(8, b"\0"), "big"),
            True,
        )


def counts_of(runs: npt.NDArray[np.uint32], sample: int) -> list[int]:
    """Return how many runs a sample of 1, 2 and 4 keeps, 0 for those finer than ``sample``."""
    return [int(np.count_nonzero(runs % m == 0)) if m >= sample else 0 for m in (1, 2, 4)]


def weakness_of(made: Fingerprint) -> int:
    """Return what speaks against an article's being the original before time is asked: 0..7."""
    own = made.domain in OWN_DOMAINS.get(made.agency, ()) or is_at_home(made)
    return 4 * bool(made.claims) + 2 * (not own) + (not made.is_dated)


def is_at_home(made: Fingerprint) -> bool:
    """Return whether the article's own site is that of the agency an editor says it is."""
    return bool(made.agency) and made.agency_evidence == made.domain


def mark_of(made: Fingerprint) -> int:
    """Return a hash of all that is compared of an article."""
    said = (
        made.title, made.domain, made.published_at, made.is_dated, made.word_count, made.agency,
        is_at_home(made), made.claims, made.credited, len(made.title_words), len(made.lede_words),
    )  # fmt: skip
    return hash_of(repr(said).encode() + made.shingles + made.lede_shingles)


def hash_of(body: bytes) -> int:
    """Return 64 bits of blake2b."""
    return int.from_bytes(blake2b(body, digest_size=8).digest(), "big")


def moment(at: datetime) -> int:
    """Return microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND
