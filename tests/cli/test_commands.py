"""The commands as a user meets them: what they print, their JSON, their exit codes."""

import pytest
import typer

from newsloom import newsroom
from newsloom.cli import app
from sample.web import serve
from tests.cli.texts import POST

COMMANDS = {
    "init", "import", "sources", "run", "stories", "show", "trace", "stages", "publish",
    "extract", "feed", "post", "serve", "up", "doctor", "eval", "rulings", "train", "gate", "hooks",
    "people",
}  # fmt: skip
WITHOUT_FACTS = {
    "serve", "up", "sources export", "sources report", "people password", "people role",
    "people disable", "people enable",
}  # fmt: skip


def commands():
    return typer.main.get_command(app).commands


def test_the_list_of_commands_is_complete():
    assert set(commands()) == COMMANDS


def test_every_command_that_prints_facts_prints_them_as_json():
    found = commands()
    leaves = {n: c for n, c in found.items() if not hasattr(c, "commands")}
    groups = ("sources", "post", "hooks", "people")
    leaves |= {f"{g} {n}": one for g in groups for n, one in found[g].commands.items()}
    for name, command in leaves.items():
        has_json = any("--json" in parameter.opts for parameter in command.params)
        assert has_json is (name not in WITHOUT_FACTS), name
        assert command.help or command.callback.__doc__


def test_the_whole_way_on_the_command_line(room, files, newsloom):
    imported = newsloom("import", "-C", room, files / "post.txt", files / "text.txt", "--json")
    assert imported.code == 0
    assert (imported.facts["files"], imported.facts["articles"]) == (2, 3)
    run = newsloom("run", room)
    assert run.code == 0
    assert "published stories" in run.out
    assert "files changed in the edition" in run.out
    rows = newsloom("stories", "-C", room, "--json").facts
    assert {"id", "title", "lead", "articles", "independent", "heat", "verdict", "topics"} <= set(
        rows[0]
    )
    shown = newsloom("show", rows[0]["id"], "-C", room, "--json").facts
    assert {"id", "url", "title", "provider", "published", "quality", "copy_of", "evidence"} <= set(
        shown["coverage"][0]
    )
    assert newsloom("show", shown["coverage"][0]["url"], "-C", room).code == 0
    traced = newsloom("trace", "https://lights.example/harbour-lights", "-C", room, "--json").facts
    names = [line["stage"] for line in traced]
    assert names == sorted(names, key=lambda name: [r.name for r in table(room)].index(name))
    assert {"extract", "fingerprint", "syndication", "quality", "topics", "stories"} <= set(names)
    assert newsloom("trace", "https://lights.example/harbour-lights", "-C", room).code == 0


def table(room):
    with newsroom.opened(room) as opened:
        return opened.table()


def test_a_second_run_changes_no_file(room, files, newsloom):
    newsloom("import", "-C", room, files / "post.txt")
    assert newsloom("run", room, "--json").facts["files_changed"] > 0
    assert newsloom("run", room, "--json").facts["files_changed"] == 0


def test_a_removed_file_of_the_edition_comes_back(room, files, newsloom):
    newsloom("import", "-C", room, files / "post.txt")
    newsloom("run", room)
    index = room / "public" / "site" / "index.html"
    before = index.read_bytes()
    index.unlink()
    changed = newsloom("publish", "--dry-run", "-C", room, "--json").facts["changed"]
    assert newsloom("publish", "-C", room, "--json").facts["changed"] == ["site/index.html"]
    assert (index.read_bytes(), changed) == (before, ["site/index.html"])


def test_sources_come_and_go(room, tmp_path, newsloom):
    assert "No sources yet" in newsloom("sources", "list", "-C", room).out
    url = "https://lights.example/feed.xml"
    added = newsloom("sources", "add", url, "--kind", "feed", "-C", room, "--json")
    assert added.facts["added"] == [url]
    opml = tmp_path / "list.opml"
    opml.write_text(newsloom("sources", "export", "-C", room).out, "utf-8")
    assert newsloom("sources", "remove", url, "-C", room).code == 0
    again = newsloom("sources", "import", opml, "-C", room, "--json").facts
    assert (again["found"], again["added"]) == (1, [url])
    assert url in newsloom("sources", "list", "-C", room).out


@pytest.mark.parametrize("starter", newsroom.STARTERS)
def test_a_starter_brings_sources_topics_and_providers(tmp_path, newsloom, starter):
    made = newsloom("init", tmp_path / "room", "--starter", starter, "--json")
    assert made.facts["sources"] >= 25
    assert "Nothing" not in newsloom("doctor", "-C", tmp_path / "room").err
    facts = newsloom("doctor", "-C", tmp_path / "room", "--json").facts
    assert facts["topics"] >= 10


def test_extract_prints_the_article_of_a_file(files, newsloom):
    facts = newsloom("extract", files / "text.txt", "--json").facts
    assert set(facts) >= {
        "url", "title", "authors", "published", "language", "body", "key_points", "wire_credit",
        "pictures", "canonical_url", "amp_url", "confidence",
    }  # fmt: skip
    assert facts["title"] == "Harbour lights go out at midnight"
    assert len(facts["key_points"]) == 2
    assert [p["role"] for p in facts["byline"]] == ["reporting", "editing"]
    assert facts["authors"] == ["Ada Holm"]


def test_feed_prints_the_items_of_a_file(files, newsloom):
    facts = newsloom("feed", files / "feed.xml", "--json").facts
    (item,) = facts["items"]
    assert facts["title"] == "Lights"
    assert item | {"url": "https://lights.example/a", "summary": "Out at midnight."} == item
    assert item["published"] == "2026-10-05T08:00:00Z"
    assert newsloom("feed", files / "feed.xml").code == 0


def test_extract_and_feed_do_not_enter_private_networks(newsloom):
    with serve() as web:
        told = newsloom("feed", f"http://127.0.0.1:{web.port}/feed.xml")
    assert told.code == 1
    assert "private" in told.err


def test_post_check_says_identical(files, newsloom):
    facts = newsloom("post", "check", files / "post.txt", "--profile", "seed", "--json").facts
    assert (facts["checked"], facts["identical"], facts["differ"]) == (1, 1, [])
    assert facts["disagree"] == []


def test_post_check_names_every_disagreement(files, newsloom):
    (files / "post.txt").write_text(POST.replace("heat: 81", "heat: 80"), "utf-8")
    told = newsloom("post", "check", files / "post.txt", "--profile", "seed")
    assert told.code == 1
    assert "heat is 80, by the rules 81" in told.out


def test_what_could_not_be_had_is_said(room, newsloom):
    newsloom("sources", "add", "http://lights.invalid/feed.xml", "--kind", "feed", "-C", room)
    told = newsloom("run", room)
    assert told.code == 0
    assert "1 could not be had now and will be tried again" in told.out
    assert "http://lights.invalid/feed.xml" in told.out


def test_a_run_tells_only_of_its_own_drops(room, newsloom):
    error_page = room.parent / "gone.html"
    error_page.write_text("<title>404 Not Found</title><h1>Not Found</h1>", "utf-8")
    newsloom("import", "-C", room, error_page)
    dropped = newsloom("run", room, "--json").facts["dropped"]
    assert [end["stage"] for end in dropped] == ["extract"]
    assert newsloom("run", room, "--json").facts["dropped"] == []
