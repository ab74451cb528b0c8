"""Files into a newsroom, and what the posts of an archive say of who belongs to whom."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.collect.post import Post, read_post
from newsloom.newsroom.importing import (
    MOST_PAGES,
    archive_members,
    archive_name,
    files_below,
    import_files,
)
from newsloom.text.urls import article_id
from tests.cli.texts import POST
from tests.collect.archives import response
from tests.rooms import NOON


def post(name: str, heat: int, related: str = "", path: str = "") -> Post:
    rows = "".join(
        f'  - title: "Of {other}"\n    excerpt: "Of {other}."\n'
        f'    publishedDateTime: 2026-10-05T09:00:00Z\n    webUrl: "https://{other}.example/"\n'
        "    type: article\n"
        for other in related
    )
    text = (
        f'---\ncategory: news\ntitle: "Of {name}"\nexcerpt: "Of {name}."\n'
        f'publishedDateTime: 2026-10-05T08:00:00Z\nwebUrl: "https://{name}.example/"\n'
        f"type: article\nquality: 70\nheat: {heat}\npublished: {'true' if heat > 0 else 'false'}\n"
        f"{'related:' if rows else ''}\n{rows}---\n"
    )
    return read_post(text, path or f"{name}.txt")


def members(*posts: Post) -> dict[str, str]:
    names = {article_id(f"https://{name}.example/"): name for name in "abcdxyz"}
    return {names[m]: names[f] for m, f in archive_members(posts).items()}


def test_related_reports_belong_to_the_post_that_lists_them():
    assert members(post("a", 90, "xy")) == {"a": "a", "x": "a", "y": "a"}


def test_an_article_with_a_standing_post_stays_with_it():
    assert members(post("a", 90, "b"), post("b", 80, "x")) == {"a": "a", "b": "b", "x": "b"}


def test_a_retired_article_belongs_to_the_standing_post_that_lists_it():
    assert members(post("a", 90, "b"), post("b", -1, "x")) == {"a": "a", "b": "a", "x": "b"}


def test_a_retired_article_that_nobody_lists_keeps_its_reports():
    assert members(post("b", -1, "xy")) == {"b": "b", "x": "b", "y": "b"}


def test_the_hottest_post_has_an_article_that_several_list():
    posts = (post("a", 90, "x"), post("b", 120, "x"))
    assert members(*posts) == members(*reversed(posts)) == {"a": "a", "b": "b", "x": "b"}


def test_a_post_keeps_the_name_of_its_file():
    assert archive_name(post("a", 90, path="site/_news/2026-10-05-old-name.md")) == (
        "2026-10-05-old-name.md"
    )
    assert archive_name(post("a", 90, path="seed.txt")) == "2026-10-05-of-a.md"


def test_a_folder_stands_for_the_files_below_it(tmp_path):
    folder = tmp_path / ".hidden" / "posts"
    (folder / "2026").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("b.md", "2026/a.md", ".git/config", ".DS_Store"):
        (folder / name).write_text("x")
    lone = tmp_path / "lone.md"
    assert files_below([folder, lone]) == [folder / "2026" / "a.md", folder / "b.md", lone]


# --- files into a newsroom ------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path):
    folder = tmp_path / "room"
    newsroom.init_room(folder)
    with newsroom.opened(folder, clock=lambda: NOON) as opened:
        yield opened


PAGE = b"<html><title>Of the wall</title><p>" + b"The wall is shut until spring. " * 30


def crawl(number):
    pages = (response(f"https://wall.example/{n}", PAGE + b"%d" % n) for n in range(number))
    return b"".join(pages)


def test_an_archive_of_pages_is_imported_in_pieces(room, tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(gzip.compress(crawl(2 * MOST_PAGES + 1)))
    report = import_files(room, [path])
    assert (report.files, report.articles) == (1, 2 * MOST_PAGES + 1)
    assert (report.kinds, report.problems) == ({"archive": 1}, ())
    url = "https://wall.example/400"
    assert room.store.pages([url])[url].body == PAGE + b"400"
    assert room.store.pages([url])[url].fetched_at == datetime(2026, 10, 20, 10, tzinfo=UTC)
    assert len(room.store.due("extract", NOON)) == report.articles


def test_what_a_broken_archive_holds_before_the_break_is_kept(room, tmp_path):
    (tmp_path / "a.warc").write_bytes(crawl(3)[:-100])
    (tmp_path / "b.warc").write_bytes(crawl(0) + b"WARC/1.1 and no more")
    (tmp_path / "c.warc").write_bytes(response("https://tide.example/", PAGE))
    report = import_files(room, [tmp_path / f"{name}.warc" for name in "abc"])
    assert (report.found, report.files, report.articles) == (3, 3, 4)
    assert [problem.url for problem in report.problems] == [
        str(tmp_path / "a.warc"),
        str(tmp_path / "b.warc"),
    ]


def test_an_import_ends_with_what_could_be_read_and_why_the_rest_could_not(room, tmp_path):
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "bad.md").write_text('---\ntitle: "open\n---\n')
    (folder / "good.md").write_text(POST)
    (folder / "list.opml").write_text("<opml><outline xmlUrl='https://a.example/'/></opml>")
    report = import_files(room, [folder, tmp_path / "none.md"])
    assert (report.found, report.files, report.articles, report.sources) == (4, 2, 2, 1)
    assert [Path(problem.url).name for problem in report.problems] == ["bad.md", "none.md"]
    assert [source.url for source in room.store.sources()] == ["https://a.example/"]


def test_importing_again_changes_nothing(room, tmp_path):
    (tmp_path / "crawl.warc").write_bytes(crawl(3))
    first = import_files(room, [tmp_path / "crawl.warc"])
    urls = [f"https://wall.example/{n}" for n in range(3)]
    before = room.store.pages(urls)
    assert import_files(room, [tmp_path / "crawl.warc"]) == first
    assert room.store.pages(urls) == before
