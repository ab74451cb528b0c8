"""Golden pages: drop ``name.html`` and ``name.json`` into golden/ and there is a new test.

The JSON names the address, the item that led there, the languages asked for, and what is expected:
the fields of the article, or how the page ended.
"""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsloom.errors import ExtractError
from newsloom.extract.article import EXTRACT_CODES, extract_article
from newsloom.model import Article, Dropped, Item, Page
from newsloom.text.dates import format_utc, parse_date

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.stem for path in GOLDEN.glob("*.html"))
SEEN_AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def read_page(name: str) -> tuple[Page, dict[str, object], list[str]]:
    """Return the page of a golden pair, what is expected of it, and the languages asked for."""
    spec = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    fields = {"web_url": spec["url"], **spec["item"]}
    published_at = parse_date(fields.pop("published_at", ""))
    item = Item(
        raw_url=fields["web_url"],
        source_url="https://feeds.example/rss",
        published_at=published_at,
        **fields,
    )
    content_type = spec.get("content_type", "text/html; charset=utf-8")
    body = (GOLDEN / f"{name}.html").read_bytes()
    page = Page(item, spec["url"], content_type, body, SEEN_AT)
    return page, spec.get("expected", {}), spec.get("languages", [])


def describe(article: Article) -> dict[str, object]:
    """Return an article as the golden files write it."""
    credit = article.wire_credit
    return {
        "web_url": article.web_url,
        "canonical_url": article.canonical_url,
        "amp_url": article.amp_url,
        "title": article.title,
        "excerpt": article.excerpt,
        "provider": f"{article.provider.name} ({article.provider.domain})",
        "published": format_utc(article.published_at),
        "date_origin": str(article.date_origin),
        "date_reason": article.date_reason,
        "language": article.language,
        "byline": [f"{person.name} ({person.role})" for person in article.byline],
        "dateline": article.dateline,
        "wire_credit": f"{credit.agency}: {credit.evidence}" if credit else "",
        "pictures": [f"{p.url} {p.width}x{p.height} {p.origin}" for p in article.pictures],
        "section": article.section,
        "keywords": list(article.keywords),
        "kind": article.kind,
        "is_free": article.is_free,
        "key_points": list(article.key_points),
        "notes": list(article.notes),
        "text": article.text.split("\n\n"),
    }


def run(page: Page, languages: list[str]) -> dict[str, object]:
    """Return the article of a page as the golden files write it, or how it ended."""
    try:
        result = extract_article(page, languages)
    except ExtractError as exc:
        return {"error": exc.code, "message": exc.message}
    if isinstance(result, Dropped):
        return {"dropped": result.code, "detail": result.detail}
    return describe(result)


@pytest.mark.parametrize("name", NAMES)
def test_golden_page(name: str) -> None:
    page, expected, languages = read_page(name)
    assert expected == run(page, languages)


@pytest.mark.parametrize("name", NAMES)
def test_reading_a_page_twice_gives_the_same(name: str) -> None:
    page, _, languages = read_page(name)
    assert run(page, languages) == run(page, languages)


def test_every_end_is_documented() -> None:
    ends = [run(page, languages) for page, _, languages in map(read_page, NAMES)]
    codes = {str(end.get("error") or end.get("dropped")) for end in ends} - {"None"}
    assert codes <= set(EXTRACT_CODES)
    assert {"section-page", "language"} <= codes
