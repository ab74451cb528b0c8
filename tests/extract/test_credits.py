"""Golden credits: drop ``name.txt`` or ``.html`` and ``name.json`` into credits/ for a new test.

A text is a plain page with its headline in the first line; HTML that begins with a doctype is a
page, other HTML what a feed carries. The JSON says which agency is credited by which words, who did
what, the dateline, the paragraphs of the article, and what must be in none of them.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsloom.extract.article import extract_article
from newsloom.model import Article, Item, Page

CREDITS = Path(__file__).parent / "credits"
PATHS = sorted(path for path in CREDITS.iterdir() if path.suffix != ".json")
URL = "https://www.harrowpost.example/pier"


def read(path: Path) -> Article:
    """Return the article of a golden file."""
    text = path.read_text("utf-8")
    is_feed = path.suffix == ".html" and not text.startswith("<!DOCTYPE")
    item = Item(
        raw_url=URL,
        web_url=URL,
        source_url="https://feeds.example/all",
        title="East pier to close",
        published_at=None,
        body_html=text if is_feed else "",
    )
    kind = "text/plain" if path.suffix == ".txt" else "text/html"
    body = b"" if is_feed else text.encode()
    at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    found = extract_article(Page(item, URL, f"{kind}; charset=utf-8", body, at))
    assert isinstance(found, Article)
    return found


@pytest.mark.parametrize("path", PATHS, ids=[path.stem for path in PATHS])
def test_golden_credits(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    removed = expected.pop("removed")
    article = read(path)
    credit = article.wire_credit
    assert expected == {
        "agency": credit.agency if credit else "",
        "evidence": credit.evidence if credit else "",
        "people": [f"{person.name} ({person.role})" for person in article.byline],
        "dateline": article.dateline,
        "paragraphs": article.text.split("\n\n"),
    }
    assert [words for words in removed if words in article.text] == []


def test_there_are_enough_of_each_kind() -> None:
    names = [path.stem for path in PATHS]
    languages = {name.partition("-")[0] for name in names} - {"not"}
    assert {"de", "en", "es", "fr", "it", "nl", "pt"} <= languages
    assert sum(name.startswith("not-") for name in names) >= 20
