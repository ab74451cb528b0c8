"""Errors: every one is drawn, pickles, and says its subject."""

import pickle

import pytest

from newsloom import errors
from newsloom.errors import NewsloomError

EXAMPLES = {
    "NewsloomError": errors.NewsloomError("a sentence"),
    "ConfigError": errors.ConfigError("newsloom.toml", "is empty", 3),
    "SourceError": errors.SourceError("https://a.example/", "is odd", "odd"),
    "FetchError": errors.FetchError("https://a.example/", "answers 404", "not-found"),
    "ParseError": errors.ParseError("feed.xml", "ends early", line=7),
    "ExtractError": errors.ExtractError("https://a.example/", "has no text"),
    "StoreError": errors.StoreError("the disk is full"),
    "MigrationError": errors.MigrationError("the database is newer"),
    "PublishError": errors.PublishError("site", "refuses"),
}


def tree(kind: type) -> list[type]:
    return [kind, *(sub for child in kind.__subclasses__() for sub in tree(child))]


def test_every_error_class_has_an_example_and_stands_in_the_drawing():
    names = {kind.__name__ for kind in tree(NewsloomError) if kind.__module__ == errors.__name__}
    assert names == set(EXAMPLES)
    assert all(name in (errors.__doc__ or "") for name in names)


def test_no_room_defines_errors_of_its_own():
    assert {kind.__module__ for kind in tree(NewsloomError)} == {errors.__name__}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_error_survives_pickling(name):
    error = EXAMPLES[name]
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (EXAMPLES["ConfigError"], "newsloom.toml, line 3: is empty"),
        (errors.ConfigError("taxonomy", "is missing"), "taxonomy: is missing"),
        (EXAMPLES["ParseError"], "feed.xml, line 7: ends early"),
        (EXAMPLES["FetchError"], "https://a.example/: answers 404"),
        (EXAMPLES["PublishError"], "site: refuses"),
    ],
)
def test_the_text_names_the_subject(error, text):
    assert str(error) == text
