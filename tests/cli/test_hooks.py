"""The commands of webhooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from newsloom import newsroom
from newsloom.cli import app
from newsloom.errors import ConfigError
from newsloom.settings import Fetching, Matching, Settings
from tests.edges.receiver import Receiver, receiving

EVENTS = ["story.published", "story.changed", "story.retracted", "ruling.made", "source.broken"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def room(tmp_path: Path, receiver: Receiver) -> Path:
    """Give the folder of a newsroom that may call the receiver."""
    fetching = Fetching(allow_private=(f"127.0.0.1:{receiver.port}",))
    settings = Settings(fetching=fetching, matching=Matching(embedder="none"))
    newsroom.init_room(tmp_path / "room", settings=settings)
    return tmp_path / "room"


def run(room: Path, *words: str) -> Result:
    """Run a command of webhooks."""
    return CliRunner().invoke(app, ["hooks", *words, "-C", str(room)])


def added(room: Path, receiver: Receiver, *words: str) -> dict[str, str]:
    """Register a webhook and return what is told of it."""
    result = run(room, "add", f"http://127.0.0.1:{receiver.port}/news", *words, "--json")
    assert result.exit_code == 0, result.output
    facts: dict[str, str] = json.loads(result.stdout)
    return facts


def test_a_webhook_is_added_listed_tried_and_removed(room: Path, receiver: Receiver) -> None:
    made = added(room, receiver)
    listed = json.loads(run(room, "list", "--json").stdout)
    assert (made["events"], made["author"]) == (EVENTS, "newsloom")
    assert listed == [{key: value for key, value in made.items() if key != "secret"}]

    tried = run(room, "test", made["id"])
    assert (tried.exit_code, "It answered 204." in tried.stdout) == (0, True)
    assert receiver.heard[0].is_signed_with(made["secret"])
    assert made["secret"] not in run(room, "list").stdout

    assert run(room, "remove", made["url"]).exit_code == 0
    assert "No webhooks yet" in run(room, "list").stdout


def test_events_are_chosen(room: Path, receiver: Receiver) -> None:
    words = ("--event", "ruling.made", "--event", "story.changed")
    assert added(room, receiver, *words)["events"] == ["story.changed", "ruling.made"]


def test_a_call_that_is_not_taken_is_exit_code_1(room: Path, receiver: Receiver) -> None:
    receiver.status = 500
    made = added(room, receiver)
    result = run(room, "test", made["id"], "--json")
    assert (result.exit_code, json.loads(result.stdout)["says"]) == (1, "Answers 500.")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("add", "nowhere"), "nowhere: is no web address; write one that begins with https://"),
        (("add", "https://x.example", "--event", "hook.test"), "hook.test: is no event; choose"),
        (("remove", "hook_none"), "hook_none: is no webhook of this newsroom; see newsloom hooks"),
        (("test", "hook_none"), "hook_none: is no webhook of this newsroom; see newsloom hooks"),
    ],
)
def test_what_cannot_be_is_said(room: Path, words: tuple[str, ...], says: str) -> None:
    result = run(room, *words)
    assert isinstance(result.exception, ConfigError)
    assert str(result.exception).startswith(says)
