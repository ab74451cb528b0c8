"""The command line as tests call it: in this process, with what it printed and its exit code."""

import json

import pytest

from newsloom.cli import main
from tests.cli.texts import FEED, LABELS, POST, TEXT


class Told:
    """What a command printed, and how it left."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def facts(self):
        return json.loads(self.out)


@pytest.fixture
def newsloom(monkeypatch, capsys):
    def call(*args: object) -> Told:
        monkeypatch.setattr("sys.argv", ["newsloom", *map(str, args)])
        code = 0
        try:
            main()
        except SystemExit as left:
            code = int(left.code or 0)
        printed = capsys.readouterr()
        return Told(code, printed.out, printed.err)

    return call


@pytest.fixture
def room(tmp_path, newsloom):
    folder = tmp_path / "room"
    assert newsloom("init", folder).code == 0
    return folder


@pytest.fixture
def files(tmp_path):
    named = {"post.txt": POST, "text.txt": TEXT, "feed.xml": FEED, "labels.jsonl": LABELS}
    for name, text in named.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path
