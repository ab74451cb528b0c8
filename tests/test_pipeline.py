"""The table and its runner: order, ends, transactions."""

import ast
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import newsloom
from newsloom import errors
from newsloom.errors import FetchError, ParseError, PublishError
from newsloom.model import Deferred, Dropped, Due, Item, Page
from newsloom.pipeline import DROP_CODES, host_by_host, recheck_at
from newsloom.stage import Wake, each, run, stage, wake

NOW = datetime(2026, 10, 8, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


class WorkList:
    """A work list in memory: all the runner asks of a store."""

    def __init__(self, **due):
        self.list = {name: dict.fromkeys(keys, 0) for name, keys in due.items()}
        self.endings, self.written, self.versions = [], [], {}

    @contextmanager
    def transaction(self):
        before = ({k: dict(v) for k, v in self.list.items()}, list(self.written))
        try:
            yield
        except BaseException:
            self.list, self.written = before
            raise

    def due(self, name, now, *, by_publication=False):
        return [Due(key, tries) for key, tries in sorted(self.list.get(name, {}).items())]

    def mark_due(self, name, keys, at):
        for key in keys:
            self.list.setdefault(name, {}).setdefault(key, 0)

    def settle(self, name, passed, dropped, deferred, at):
        for key in (*passed, *(end.key for end in dropped)):
            del self.list[name][key]
        for key in deferred:
            self.list[name][key] += 1
        self.endings += dropped

    def stage_versions(self):
        return self.versions

    def raise_version(self, name, version, at):
        self.versions[name] = version

    def write(self, rows):
        self.written += rows
        return [row.lower() for row in rows]


def read(keys):
    return {key: key for key in keys if key != "lost"}


def decide(key):
    match key:
        case "bad":
            raise ParseError("https://a.example/feed", "no root", line=3)
        case "busy":
            raise FetchError("https://a.example/", "answers 503", retry_at=LATER)
        case "odd":
            return Dropped("language", "xx")
        case "early":
            return Deferred(LATER, "embargo")
    return key.upper()


def clock():
    return NOW


def test_every_input_ends_once_under_a_name():
    store = WorkList(one=["a", "b", "bad", "busy", "early", "lost", "odd"])
    table = [
        stage("one", "1", read, each(decide), store.write, [wake("two")], chunk=3),
        stage("two", "1", read, each(decide), store.write),
    ]
    counts = run(table, store, clock)
    one, two = counts
    assert (one.read, one.passed, one.dropped, one.deferred) == (7, 2, 3, 2)
    assert (two.read, two.passed) == (2, 2)
    assert all(c.read == c.passed + c.dropped + c.deferred for c in counts)
    ends = {end.key: end.code for end in store.endings}
    assert ends == {"bad": "unparsable", "lost": "missing", "odd": "language"}
    assert store.list == {"one": {"busy": 1, "early": 1}, "two": {}}


def test_a_deferral_too_often_is_given_up():
    store = WorkList(one=["busy"])
    table = [stage("one", "1", read, each(decide), store.write, max_tries=3)]
    codes = [run(table, store, clock)[0].dropped for _ in range(3)]
    assert codes == [0, 0, 1]
    assert store.endings[0].code == "gave-up"
    assert "tried 3 times" in store.endings[0].detail


def test_an_unexpected_error_leaves_its_chunk_unwritten_and_due():
    store = WorkList(one=["a", "b", "c"])

    def write(rows):
        store.write(rows)
        if "C" in rows:
            raise RuntimeError("a bug")
        return rows

    table = [stage("one", "1", read, each(decide), write, chunk=2)]
    with pytest.raises(RuntimeError):
        run(table, store, clock)
    assert store.written == ["A", "B"]
    assert list(store.list["one"]) == ["c"]


def test_only_changed_keys_wake_later_rows():
    store = WorkList(one=["a", "b"])
    table = [
        stage(
            "one", "1", read, each(decide), lambda rows: ["a"], [Wake("two", lambda k: [*k, "x"])]
        )
    ]
    run(table, store, clock)
    assert store.list["two"] == {"a": 0, "x": 0}


def test_a_refusing_target_is_an_end():
    store = WorkList(one=["a"])
    table = [stage("one", "1", read, lambda b: {"a": PublishError("site", "full")}, store.write)]
    assert run(table, store, clock)[0].dropped == 1
    assert store.endings[0].code == "refused-by-target"


def test_progress_is_told_after_every_chunk():
    store, told = WorkList(one=["a", "b", "c"]), []
    table = [stage("one", "1", read, each(decide), store.write, chunk=2)]
    run(table, store, clock, lambda count, due: told.append((count.read, due)))
    assert told == [(2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("published_hours_ago", "hours", "expected"),
    [
        (0, (2, 12), 2),
        (3, (2, 12), 9),
        (13, (2, 12), None),
        (None, (2, 12), 2),
        (0, (), None),
        (-24, (2, 12), 26),
    ],
    ids=["fresh", "second look", "old", "undated", "never", "dated tomorrow"],
)
def test_a_page_is_looked_at_again(published_hours_ago, hours, expected):
    published = (
        NOW - timedelta(hours=published_hours_ago) if published_hours_ago is not None else None
    )
    item = Item("https://a.example/x", "", "s", "", published)
    found = recheck_at(Page(item, item.web_url, "text/html", b"", NOW), hours)
    assert found == (None if expected is None else NOW + timedelta(hours=expected))


def test_every_drop_code_has_a_sentence():
    assert all(code and sentence.endswith(".") for code, sentence in DROP_CODES.items())


SOURCE = Path(newsloom.__file__).parent
OF_IMPORTS = {"bad-row", "binary"}
"""Codes of problems an import prints; they never reach the pipeline."""
RAISERS = {"SourceError", "FetchError", "ParseError", "ExtractError", "Dropped"}


def codes_in(path):
    """Return every code that a module gives to an expected error or a drop."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISERS:
            place = 0 if node.func.id == "Dropped" else 2
            given = [k.value for k in node.keywords if k.arg == "code"] + node.args[place:][:1]
            yield from (g.value for g in given if isinstance(g, ast.Constant))


def test_every_code_used_anywhere_has_a_sentence():
    used = {code for path in SOURCE.rglob("*.py") for code in codes_in(path)}
    assert len(used) > 5
    assert used - OF_IMPORTS - set(DROP_CODES) == set()
    defaults = {errors.SourceError("", "").code, errors.ParseError("", "").code}
    defaults |= {errors.FetchError("", "").code, errors.ExtractError("", "").code}
    assert defaults <= set(DROP_CODES)


def test_addresses_of_one_host_stand_far_apart():
    keys = ["https://a.example/1", "https://a.example/2", "https://a.example/3",
            "https://b.example/1", "https://c.example/1", "https://c.example/2"]  # fmt: skip
    arranged = host_by_host([Due(key, 0) for key in keys])
    hosts = [due.key[8] for due in arranged]
    assert hosts == ["a", "b", "c", "a", "c", "a"]
    assert sorted(due.key for due in arranged) == keys


def test_a_row_is_told_how_its_inputs_ended_within_its_transaction():
    store = WorkList(one=["a", "bad"])
    told = {}

    def note(ends, at):
        told.update(ends)
        assert at == NOW
        assert store.list["one"] == {}

    run([stage("one", "1", read, each(decide), store.write, note=note)], store, clock)
    assert told["a"] == "A"
    assert isinstance(told["bad"], ParseError)
