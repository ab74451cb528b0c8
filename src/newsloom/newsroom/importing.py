"""Files -> articles waiting to be read, sources, and the rulings an archive makes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from newsloom.collect.imports import Import, read_import
from newsloom.collect.post import Post
from newsloom.errors import ParseError
from newsloom.judge.archive import MEMBER_HEAT
from newsloom.model import ArticleId, Ruling, RulingKind
from newsloom.newsroom.room import Room
from newsloom.settings import Profile
from newsloom.text.slug import slugify
from newsloom.text.urls import article_id


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
    """Read files into the newsroom; a bad file or row is reported and the rest goes on."""
    at = room.clock()
    read: list[Import] = []
    problems: list[ParseError] = []
    files = files_below(paths)
    for path in files:
        try:
            read.append(read_import(str(path), read_bytes(path), at))
        except ParseError as exc:
            problems.append(exc)
    problems += [problem for one in read for problem in one.problems]
    pages = [page for one in read for page in one.pages]
    kinds = {one.kind: sum(other.kind == one.kind for other in read) for one in read}
    with room.store.transaction():
        changed = room.store.save_pages(pages)
        room.store.mark_due("extract", changed, at)
        room.store.save_sources([source for one in read for source in one.sources], at)
        if room.settings.newsroom.profile is Profile.SEED:
            keep_archive(room, [post for one in read for post in one.posts], at)
    return ImportReport(
        found=len(files),
        files=len(read),
        articles=len({page.item.web_url for page in pages}),
        sources=sum(len(one.sources) for one in read),
        problems=tuple(problems),
        kinds=kinds,
    )


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
    for member, founder in archive_members(posts).items():
        room.store.save_ruling(membership(member, founder, at))


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
    return Ruling(key, RulingKind.MEMBER_OF, member, founder, "", "archive", note, at)
