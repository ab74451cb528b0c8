"""The commands under bad input: one sentence with a remedy, an exit code, and nothing lost."""

import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.edges.lock import locked
from sample.__main__ import make_room
from sample.web import serve
from tests.cli.texts import POST

BAD_INPUT = {
    "no newsroom": (["stories", "-C", "{tmp}/none"], "newsloom init"),
    "room exists": (["init", "{room}"], "already"),
    "no such starter": (["init", "{tmp}/new", "--starter", "sport"], "choose from"),
    "no such story": (["show", "s123", "-C", "{room}"], "newsloom stories"),
    "no such article": (["trace", "https://a.example/", "-C", "{room}"], "not known"),
    "no such file": (["import", "-C", "{room}", "{tmp}/none.md"], "check the path"),
    "empty file": (["import", "-C", "{room}", "{tmp}/empty"], "empty"),
    "a folder for a file": (["extract", "{tmp}"], "check the path"),
    "a file for a folder": (["init", "{tmp}/bad.md/room"], "choose another folder"),
    "an error page": (["extract", "{tmp}/error.html"], "error.html: The page is an error page"),
    "a page for a feed": (["feed", "{tmp}/error.html"], "is a web page, not a feed"),
    "no web address": (["extract", "ftp://a.example/x"], "https://"),
    "no web address of a feed": (["feed", "https://a b/"], "https://"),
    "nothing to listen on": (["serve", "{room}", "--host", "192.0.2.1"], "choose another --host"),
    "no target here": (["publish", "feeds", "-C", "{room}"], "publishing.targets"),
    "no address": (["sources", "add", "nonsense", "-C", "{room}"], "https://"),
    "not a source": (["sources", "remove", "https://a.example/", "-C", "{room}"], "no source"),
    "bad opml": (["sources", "import", "{tmp}/bad.opml", "-C", "{room}"], "line"),
    "bad feed": (["feed", "{tmp}/empty"], "empty"),
    "bad post": (["post", "check", "{tmp}/bad.md"], "line"),
    "no such target": (["publish", "paper", "-C", "{room}"], "choose from"),
    "both ways": (["run", "{room}", "--watch", "--once"], "exclude"),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_bad_input_is_one_sentence_and_exit_code_2(name, room, tmp_path, newsloom):
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "bad.opml").write_text("<opml><body><outline></opml>", "utf-8")
    (tmp_path / "bad.md").write_text('---\ntitle: "open\n---\n', "utf-8")
    error = "<html><head><title>503 Service Unavailable</title></head><body><h1>Service Unavailable"
    (tmp_path / "error.html").write_text(f"{error}</h1></body></html>", "utf-8")
    if name == "no target here":
        (room / "newsloom.toml").write_text('[publishing]\ntargets = ["site"]\n')
    args, words = BAD_INPUT[name]
    told = newsloom(*(arg.format(tmp=tmp_path, room=room) for arg in args))
    assert told.code == 2
    assert words in told.err
    assert told.err.startswith("newsloom: ")
    assert len(told.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("newsloom.toml", "[gate]\nmin_het = 3\n", "newsloom.toml, line 2"),
        ("newsloom.toml", "[publishing]\ntargets = ['paper']\n", "choose from"),
        ("newsloom.toml", "[gate]\nmin_heat = 'x'\n", "Least peak heat. Default: 40"),
        ("newsloom.toml", "[newsroom]\nlanguages = ['english']\n", "line 2: `newsroom.languages"),
        ("newsloom.toml", "[newsroom]\nurl = 'my site'\n", "Public address of the site"),
        ("newsloom.toml", "[heating]\ntrend_hours = 1e300\n", "line 2: `heating.trend_hours`"),
        ("newsloom.toml", "[fetching.resolve]\n'.example' = 5\n", "line 1: `fetching.resolve"),
        ("taxonomy/topics.yaml", "- _id: a\n  name: [\n", "topics.yaml, line"),
        ("taxonomy/topics.yaml", "- _id: a\n  name: A\n  parent: b\n", "topics.yaml, line"),
    ],
)
def test_a_broken_settings_file_is_named_with_its_line(room, newsloom, file, text, words):
    Path(room / file).write_text(text, "utf-8")
    told = newsloom("run", room)
    assert told.code == 2
    assert words in told.err
    assert len(told.err.strip().splitlines()) == 1


def test_editors_of_every_system_may_write_the_settings(room, newsloom):
    path = room / "newsloom.toml"
    text = path.read_text("utf-8").replace('"My newsroom"', '"Größe"').replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert newsloom("run", room).code == 0
    path.write_bytes(text.encode("latin-1"))
    told = newsloom("run", room)
    assert told.code == 2
    assert "newsloom.toml, line 6: is not UTF-8" in told.err


def test_init_leaves_alone_what_an_editor_wrote(tmp_path, newsloom):
    own = tmp_path / "taxonomy" / "topics.yaml"
    own.parent.mkdir()
    own.write_text("- _id: a\n  name: A\n", "utf-8")
    assert newsloom("init", tmp_path, "--starter", "ai").code == 0
    assert own.read_text("utf-8") == "- _id: a\n  name: A\n"


@pytest.mark.parametrize("key", ["not base64!", "YWJj", "ключ"], ids=["no base64", "short", "odd"])
def test_a_bad_master_key_is_refused_before_any_work(room, newsloom, monkeypatch, key):
    monkeypatch.setenv(newsroom.KEY_VARIABLE, key)
    told = newsloom("run", room)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"newsloom: {newsroom.KEY_VARIABLE}: ")
    assert "head -c 32 /dev/urandom | base64" in told.err


def spoil(path, how):
    if how == "folder":
        path.unlink()
        path.mkdir()
    elif how == "newer":
        with sqlite3.connect(path) as database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.close()
    else:
        path.write_bytes({"garbage": b"garbage" * 999, "cut off": path.read_bytes()[:9000]}[how])


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("folder", "cannot be opened"),
        ("newer", "a newer Newsloom wrote it"),
        ("garbage", "no Newsloom database"),
        ("cut off", "restore newsloom.db from a copy"),
    ],
)
def test_a_spoiled_database_is_one_sentence_and_exit_code_1(room, newsloom, how, words):
    spoil(room / "newsloom.db", how)
    for command in (["run", room], ["stories", "-C", room], ["doctor", "-C", room]):
        told = newsloom(*command)
        assert told.code == 1
        assert words in told.err
        assert len(told.err.strip().splitlines()) == 1


def test_a_port_in_use_is_said_before_the_front_page_is_promised(room, newsloom):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        told = newsloom("serve", room, "--port", taken.getsockname()[1])
    assert (told.code, told.out) == (2, "")
    assert "choose another --host or --port" in told.err


def test_rows_among_bad_ones_are_kept(room, tmp_path, newsloom):
    rows = ['{"title": "A", "text": "One."}', "no json", '{"title": 5}', '{"title": "B"}', "[1]"]
    (tmp_path / "rows.jsonl").write_text("\r\n".join(rows), "utf-8")
    told = newsloom("import", "-C", room, tmp_path / "rows.jsonl", "--json")
    assert (told.code, told.facts["articles"]) == (0, 2)
    lines = [line.split(":")[1] for line in told.err.splitlines()]
    assert lines == [f" {tmp_path}/rows.jsonl, line {number}" for number in (2, 3, 5)]


POSTS = {
    "a tab": (POST.replace("  name: Lights", "\tname: Lights"), "line 13: a tab"),
    "a key twice": (POST.replace("type: article", "title: x\ntype: article", 1), "line 7"),
    "never closed": (POST.removesuffix("---\n"), "never closed"),
    "a word for a number": (POST.replace("quality: 71", "quality: high"), "line 8: `quality`"),
}


@pytest.mark.parametrize("name", POSTS)
def test_a_broken_post_is_named_with_its_line(room, tmp_path, newsloom, name):
    text, words = POSTS[name]
    (tmp_path / "post.md").write_text(text, "utf-8")
    told = newsloom("import", "-C", room, tmp_path / "post.md")
    assert told.code == 2
    assert words in told.err


def test_an_address_in_a_private_network_is_named_as_it_was_given(newsloom):
    told = newsloom("extract", "http://localhost:9/page")
    assert told.code == 1
    assert told.err.startswith("newsloom: http://localhost:9/page: leads into a private network")


def test_an_edition_in_the_way_is_said_until_it_is_mended(room, files, newsloom):
    newsloom("import", "-C", room, files / "post.txt")
    (room / "public").write_text("a file where the folder belongs")
    for command in (["run", room], ["publish", "-C", room], ["run", room, "--json"]):
        told = newsloom(*command)
        assert told.code == 1
        assert "public: cannot be written" in told.err
        assert len(told.err.strip().splitlines()) == 1
    (room / "public").unlink()
    assert newsloom("run", room, "--json").facts["files_changed"] > 0


@pytest.mark.parametrize("width", ["", "--json"], ids=["table", "json"])
def test_a_reader_that_goes_away_sees_no_traceback(room, width):
    """As in ``newsloom stages | head -1``."""
    command = (
        f"{sys.executable} -c 'from newsloom.cli import main; main()' stages -C {room} {width}"
    )
    done = subprocess.run(f"{command} | true", shell=True, capture_output=True, text=True)
    assert done.stderr == ""


def test_output_is_plain_where_no_terminal_is_and_safe_in_any_locale(files):
    command = [sys.executable, "-c", "from newsloom.cli import main; main()", "extract"]
    (files / "text.txt").write_text("Größe\n\nDer Rat tagt in Kallsund über das Öl.\n", "utf-8")
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    for options in ([], ["--json"]):
        done = subprocess.run(
            [*command, str(files / "text.txt"), *options], capture_output=True, env=ascii_only
        )
        assert (done.returncode, done.stderr, b"\x1b" in done.stdout) == (0, b"", False)
    assert "Größe" in done.stdout.decode("utf-8")


def test_a_run_leaves_nothing_for_publish_to_change(tmp_path, newsloom):
    """Whatever was edited before the run."""
    room = tmp_path / "room"
    with serve() as web:
        make_room(room, web.address)
        newsloom("run", room)
        url = newsloom("sources", "list", "-C", room, "--json").facts[0]["url"]
        for edit in (
            lambda: replace(room / "taxonomy/topics.yaml", "shortname: rules", "shortname: law"),
            lambda: replace(room / "newsloom.toml", '"Common ground"', '"Other ground"'),
            lambda: replace(room / "newsloom.toml", '"jekyll", ', ""),
            lambda: newsloom("sources", "remove", url, "-C", room),
        ):
            edit()
            assert newsloom("run", room, "--json").facts["files_changed"] > 0
            dry = newsloom("publish", "--dry-run", "-C", room, "--json").facts
            assert dry["changed"] == []
    assert not (room / "public/jekyll").exists()


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_defaced_file_comes_back_and_the_folder_may_move(room, files, tmp_path, newsloom):
    newsloom("import", "-C", room, files / "post.txt")
    newsloom("run", room)
    moved = room.rename(tmp_path / "moved")
    index = moved / "public/site/index.html"
    before = index.read_bytes()
    index.write_text("defaced")
    assert newsloom("publish", "-C", moved, "--json").facts["changed"] == ["site/index.html"]
    assert index.read_bytes() == before
    assert newsloom("run", moved, "--json").facts["files_changed"] == 0


def test_a_bad_file_does_not_stop_the_good_ones(room, files, newsloom):
    (files / "bad.md").write_text('---\ntitle: "open\n---\n', "utf-8")
    told = newsloom("import", "-C", room, files / "bad.md", files / "post.txt")
    assert told.code == 0
    assert "bad.md, line" in told.err
    assert "2 articles" in told.out


def test_two_runs_at_once_are_refused(room, newsloom):
    with locked(room):
        told = newsloom("run", room)
    assert told.code == 1
    assert "another run" in told.err
