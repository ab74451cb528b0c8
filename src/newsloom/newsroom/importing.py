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
from newsloom.model import ArticleId, Ruling, RulingKind
from newsloom.newsroom.room import Room, now
from newsloom.settings import Profile
from newsloom.text.slug import slugify
from newsloom.text.urls import article_id


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought."""

    files: int
    articles: int
    """Distinct addresses among the articles read."""
    sources: int
    problems: tuple[ParseError, ...]
    kinds: Mapping[str, int]


def import_files(room: Room, paths: Sequence[Path]) -> ImportReport:
    """Read files into the newsroom; a bad file or row is reported and the rest goes on."""
    at = now()
    read: list[Import] = []
    problems: list[ParseError] = []
    for path in paths:
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
        files=len(read),
        articles=len({page.item.web_url for page in pages}),
        sources=sum(len(one.sources) for one in read),
        problems=tuple(problems),
        kinds=kinds,
    )


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; what cannot be read is a problem of that file."""
    try:
        return path.read_bytes()
    except OSError as exc:
        raise ParseError(str(path), f"cannot be read: {exc.strerror}; check the path") from exc


def keep_archive(room: Room, posts: Sequence[Post], at: datetime) -> None:
    """Keep the posts of an archive as they stand: their names and who belongs to whom."""
    own = {article_id(post.web_url) for post in posts}
    room.store.save_posts({article_id(post.web_url): archive_name(post) for post in posts})
    for post in posts:
        founder = article_id(post.web_url)
        room.store.save_ruling(membership(founder, founder, at))
        for related in post.related:
            member = article_id(related.web_url)
            if member not in own:
                room.store.save_ruling(membership(member, founder, at))


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
