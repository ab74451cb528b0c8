"""A newsroom of invented articles for tests of the desk: small, and made anew in no time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from newsloom.edges.embed import open_embedder
from newsloom.edges.store import open_store
from newsloom.judge.topics import parse_taxonomy
from newsloom.match.engines import Engines
from newsloom.match.pair_model import shipped_model
from newsloom.model import Article, ArticleId, Brief, StoryId, Summary
from newsloom.newsroom.desk import RoomDesk
from newsloom.newsroom.room import Room
from newsloom.newsroom.ruling import AT_ONCE
from newsloom.settings import Gate, Matching, Newsroom, Settings
from newsloom.stage import run_stage
from tests.match.invented import START, make_article

TOPICS = "".join(
    f"- _id: {name.lower()}\n  name: {name}\n  shortname: {name.lower()}\n"
    f"  keywords: [{', '.join(words)}]\n"
    for name, words in (
        ("Harbours", ("harbour", "lock")),
        ("Orchards", ("fungus", "pear trees")),
        ("Stages", ("theatre",)),
    )
)

EVENTS = (
    (
        "Velm harbour closes northern lock after divers find cracks",
        "Cracks found by divers close northern lock of Velm harbour",
        "Northern lock at Velm harbour closed: divers found cracks",
        "Divers find cracks: Velm harbour has closed its northern lock",
    ),
    (
        "Ossel valley growers burn pear trees to stop fungus",
        "Fungus in Ossel valley: growers burn a third of pear trees",
        "Pear trees burn as Ossel growers fight valley fungus",
        "Growers in Ossel valley burn their pear trees over fungus",
    ),
    (
        "City theatre reopens with comedy nine years after roof collapse",
        "Nine years after its roof collapse the city theatre reopens with comedy",
        "Comedy reopens city theatre after roof collapse",
        "After roof collapse: city theatre reopens with a comedy",
    ),
)
ARTICLES = tuple(
    make_article(
        f"https://{('a', 'b', 'c')[event]}{number}.example/1",
        title,
        excerpt=f"{title}, says report {number}.",
        hours=event + number * 2.0,
    )
    for event, titles in enumerate(EVENTS)
    for number, title in enumerate(titles)
)
"""Three events of four reports each."""

IDS = tuple(article.article_id for article in ARTICLES)


@dataclass
class Clock:
    """A clock that goes on a minute whenever it is told to."""

    now: datetime = START + timedelta(hours=24)

    def __call__(self) -> datetime:
        return self.now

    def tick(self, minutes: float = 1) -> None:
        """Go on."""
        self.now += timedelta(minutes=minutes)


@dataclass
class DeskRoom:
    """A newsroom with its desk."""

    room: Room
    clock: Clock

    @property
    def desk(self) -> RoomDesk:
        """The desk."""
        return RoomDesk(lambda: self.room)

    @property
    def log(self) -> list[tuple[str, str, str, str]]:
        """What the audit log has, oldest first: who, what, of what, detail."""
        lines = [line for _, line in self.room.store.audit()]
        return [(one.who, one.act, one.subject, one.detail) for one in reversed(lines)]

    def arrive(self, articles: Iterable[Article]) -> None:
        """Let articles have been read, as the row extract leaves them."""
        store = self.room.store
        with store.transaction():
            ids = store.save_articles(list(articles))
            for row in ("fingerprint", "quality", "topics"):
                store.mark_due(row, ids, self.clock())

    def run(self, engines: Engines | None = None) -> None:
        """Run the rows from fingerprint to summary, twice: so that a challenged lead is settled."""
        for row in [r for r in self.room.table(engines) if r.name in ("fingerprint", *AT_ONCE)] * 2:
            run_stage(row, self.room.store, self.clock, lambda count, due: None)

    def take(self, articles: Iterable[Article]) -> None:
        """Let articles come, and run."""
        self.arrive(articles)
        self.run()

    def story(self, article_id: str) -> StoryId:
        """Return the story an article stands in."""
        return self.room.store.coverages([article_id])[ArticleId(article_id)].story_id

    def groups(self) -> set[frozenset[str]]:
        """Return the stories as sets of articles."""
        stories = self.room.store.stories_of(IDS)
        members = self.room.store.members(stories).values()
        return {frozenset(cover.article_id for cover in covers) for covers in members}

    def brief(self, article_id: str) -> Brief:
        """Return all decisions about the story an article stands in."""
        (brief,) = self.room.store.briefs([self.story(article_id)])
        return brief

    def summary(self, article_id: str) -> Summary:
        """Return how the story of an article stands on the front page."""
        story_id = self.story(article_id)
        return self.room.store.summaries_of([story_id])[story_id]


@contextmanager
def desk_room(folder: Path, settings: Settings | None = None) -> Iterator[DeskRoom]:
    """Return an empty newsroom in memory; ``folder`` holds its lock."""
    chosen = settings or Settings(
        newsroom=Newsroom(name="Tarn"),
        matching=Matching(embedder="none"),
        gate=Gate(min_quality=0, min_heat=10),
    )
    clock = Clock()
    with open_store("sqlite://") as store:
        room = Room(
            folder, chosen, parse_taxonomy({"topics.yaml": TOPICS}), {}, store, clock,
            open_embedder("none", folder), shipped_model(), b"",
        )  # fmt: skip
        yield DeskRoom(room, clock)
