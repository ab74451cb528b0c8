"""Files -> articles waiting to be read, sources, and the rulings an archive makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from newsloom.collect.imports import Import, read_import
from newsloom.collect.payload import MOST_BYTES
from newsloom.collect.post import Post
from newsloom.collect.webarchive import is_archive, read_archive
from newsloom.errors import ParseError
from newsloom.judge.archive import MEMBER_HEAT
from newsloom.model import ArticleId, Deed, Page, Ruling, RulingKind, Source
from newsloom.newsroom.room import Room
from newsloom.settings import Profile
from newsloom.text.slug import slugify
from newsloom.text.urls import article_id

MOST_PAGES = 200
"""Articles kept in one transaction."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought."""

    found: int
    """Files named, or below a folder named."""
    files: int
    """Files read."""
    articles: int
    """Distinct addresses among the articles read."""
    sources: int
    problems: tuple[ParseError, ...]
    kinds: Mapping[str, int]


def import_files(room: Room, paths: Sequence[Path]) -> ImportReport:
    """Read files into the newsroom; a bad file or row is reported and the rest goes on.

    Articles are kept 200 at a time, so that an archive of any size needs little memory, and what a
    crash leaves out is brought by importing again.
    """
    files = files_below(paths)
    intake = Intake(room)
    for path in files:
        intake.take(path, str(path))
    return intake.report(len(files))


class Intake:
    """An import under way: what is read is kept in the newsroom bit by bit."""

    def __init__(self, room: Room) -> None:
        self.room, self.at = room, room.clock()
        self.waiting: list[Page] = []
        self.size = 0
        self.web_urls = set[str]()
        self.sources: list[Source] = []
        self.problems: list[ParseError] = []
        self.posts: list[Post] = []
        self.kinds = dict[str, int]()

    def take(self, path: Path, name: str) -> None:
        """Read one file and keep what it brings; ``name`` is what it is known by."""
        kind = ""
        try:
            for part in parts_of(path, name, self.at):
                kind = part.kind
                self.add(part)
        except ParseError as exc:
            self.problems.append(exc)
        if kind:
            self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def add(self, part: Import) -> None:
        """Keep a file or a part of one, together with others."""
        self.sources += part.sources
        self.problems += part.problems
        self.posts += part.posts
        for page in part.pages:
            self.web_urls.add(page.item.web_url)
            self.waiting.append(page)
            self.size += len(page.body)
            if len(self.waiting) == MOST_PAGES or self.size > MOST_BYTES:
                self.keep()

    def keep(self) -> None:
        """Keep the articles that wait."""
        store = self.room.store
        with store.transaction():
            store.mark_due("extract", store.save_pages(self.waiting), self.at)
        self.waiting, self.size = [], 0

    def report(self, found: int) -> ImportReport:
        """Keep the rest, and return what ``found`` files brought."""
        self.keep()
        with self.room.store.transaction():
            self.room.store.save_sources(self.sources, self.at)
            if self.room.settings.newsroom.profile is Profile.SEED:
                keep_archive(self.room, self.posts, self.at)
        return ImportReport(
            found=found,
            files=sum(self.kinds.values()),
            articles=len(self.web_urls),
            sources=len(self.sources),
            problems=tuple(self.problems),
            kinds=self.kinds,
        )


def parts_of(path: Path, name: str, at: datetime) -> Iterator[Import]:
    """Yield what a file brings: all at once, or an archive of web pages response by response.

    Raises ParseError when it cannot be read, or is broken as what it is.
    """
    try:
        with path.open("rb") as stream:
            if not is_archive(stream.read(512)):
                stream.seek(0)
                yield read_import(name, stream.read(), at)
                return
            stream.seek(0)
            yield Import("archive")
            for one in read_archive(stream, name, at):
                if isinstance(one, Page):
                    yield Import("archive", pages=(one,))
                else:
                    yield Import("archive", problems=(one,))
    except OSError as exc:
        raise ParseError(name, f"cannot be read: {exc.strerror}; check the path") from exc


def files_below(paths: Sequence[Path]) -> list[Path]:
    """Return the files named, and for a folder every file below it but hidden ones, by name."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p.relative_to(path) for p in path.rglob("*") if p.is_file())
            found += [path / p for p in below if not any(n.startswith(".") for n in p.parts)]
        else:
            found.append(path)
    return found


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; what cannot be read is a problem of that file."""
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ParseError(str(path), f"cannot be read: {exc.strerror}; check the path") from exc


def keep_archive(room: Room, posts: Sequence[Post], at: datetime) -> None:
    """Keep the posts of an archive as they stand: their names and who belongs to whom."""
    room.store.save_posts({article_id(post.web_url): archive_name(post) for post in posts})
    members = archive_members(posts).items()
    room.store.save_rulings([membership(member, founder, at) for member, founder in members])


def archive_members(posts: Sequence[Post]) -> dict[ArticleId, ArticleId]:
    """Return article -> founder of its story, as the posts of an archive tell.

    A post founds a story, and its related reports belong to it. An article that has a post of its
    own stays with that, unless the post is retired (heat -1) and a standing one lists it. Where
    several list an article, the hottest has it.
    """
    own = {article_id(post.web_url): post for post in posts}
    members: dict[ArticleId, ArticleId] = {key: key for key in own}
    listed: dict[ArticleId, ArticleId] = {}
    by_heat = sorted(posts, key=lambda post: (-(post.heat or 0), post.web_url))
    for post in by_heat:
        for related in post.related:
            key = article_id(related.web_url)
            if key not in own or (own[key].heat == MEMBER_HEAT != post.heat):
                listed.setdefault(key, article_id(post.web_url))
    return members | listed


def archive_name(post: Post) -> str:
    """Return the file name the archive has for a post, else the one a new post would have."""
    name = Path(post.path).name
    if re.fullmatch(r"\d{4}-\d\d-\d\d-.+\.md", name):
        return name
    day = f"{post.published_at:%Y-%m-%d}-" if post.published_at else ""
    return f"{day}{slugify(post.title)}.md"


def membership(member: ArticleId, founder: ArticleId, at: datetime) -> Ruling:
    """Return the ruling that an archive's post makes: this report belongs to that story."""
    key = blake2b(f"archive {member}".encode(), digest_size=8).hexdigest()
    note = "The post it was imported from lists it."
    return Ruling(
        key, RulingKind.MEMBER_OF, member, founder, "", "archive", note, at, deed=Deed.ARCHIVE
    )
