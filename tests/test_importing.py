"""What the posts of an archive say of who belongs to whom."""

from newsloom.collect.post import Post, read_post
from newsloom.newsroom.importing import archive_members, archive_name, files_below
from newsloom.text.urls import article_id


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
