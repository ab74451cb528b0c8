"""docs/json.md names every key that the commands print, and only commands that there are."""

import re
from pathlib import Path

ROWS = dict(
    re.findall(
        r"(?m)^\| `([a-z ]+?)(?: STORY| URL| --health)? --json` \| (.*) \|$",
        (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf-8"),
    )
)

COMMANDS = {
    "stories": "stories -C {room}",
    "show": "show https://lights.example/harbour-lights -C {room}",
    "trace": "trace https://lights.example/harbour-lights -C {room}",
    "stages": "stages -C {room}",
    "run": "run {room}",
    "publish": "publish -C {room}",
    "import": "import -C {room} {files}/post.txt",
    "init": "init {room}/other",
    "sources list": "sources list -C {room}",
    "sources add": "sources add https://lights.example/new.xml --kind feed -C {room}",
    "sources remove": "sources remove https://lights.example/feed.xml -C {room}",
    "sources import": "sources import {room}/list.opml -C {room}",
    "sources": "sources --health -C {room}",
    "sources recheck": "sources recheck https://lights.example/feed.xml -C {room}",
    "extract": "extract {files}/text.txt",
    "feed": "feed {files}/feed.xml",
    "post check": "post check {files}/post.txt --profile seed",
    "doctor": "doctor -C {room}",
    "eval": "eval {files}/labels.jsonl --errors 1",
    "rulings": "rulings -C {room}",
    "train": "train {files}/labels.jsonl --out {files}/model.toml",
    "gate": "gate -C {room}",
    "hooks add": "hooks add https://lights.example/told -C {room}",
    "hooks list": "hooks list -C {room}",
    "people add": "people add ines --invite -C {room}",
    "people list": "people list -C {room}",
}


def test_the_page_has_a_row_for_every_command():
    assert set(ROWS) == set(COMMANDS)


def test_every_key_is_on_the_page(room, files, newsloom):
    """One room for all commands, in the order in which somebody might use them."""
    newsloom("import", "-C", room, files / "post.txt")
    newsloom("run", room)
    for name in (name for name in COMMANDS if not name.startswith("sources")):
        check_keys(name, room, files, newsloom)
    newsloom("sources", "add", "https://lights.example/feed.xml", "--kind", "feed", "-C", room)
    (room / "list.opml").write_text(newsloom("sources", "export", "-C", room).out, "utf-8")
    ordered = sorted(name for name in COMMANDS if name.startswith("sources"))
    for name in sorted(ordered, key=lambda name: name == "sources remove"):
        check_keys(name, room, files, newsloom)


def check_keys(name, room, files, newsloom):
    """Run a command for its JSON: every key it prints must stand in its row."""
    told = newsloom(*COMMANDS[name].format(room=room, files=files).split(), "--json")
    assert told.code == 0, (name, told.err)
    facts = told.facts[0] if isinstance(told.facts, list) else told.facts
    words = set(re.findall(r"\w+", ROWS[name] + (ROWS["stories"] if name == "show" else "")))
    unnamed = {key for key in facts if key not in words}
    assert not unnamed or "..." in ROWS[name], (name, unnamed)
