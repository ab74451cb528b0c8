"""Posts as typed records, as Pages, and the check that rewriting changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsloom.collect.post import PostImage, check_post, post_pages, read_post
from newsloom.errors import ParseError
from newsloom.model import Picture, Provider
from newsloom.text.slug import slugify
from newsloom.text.unlisted import is_unlisted
from newsloom.text.urls import amp_cache_url
from tests.shared import SHARED, needs_shared

AT = datetime(2026, 3, 5, tzinfo=UTC)

POST = """---
category: news
title: "Ferry to Skarn is back"
excerpt: "It sails  again."
publishedDateTime: 2026-03-04T12:00:00Z
originalUrl: "https://harrow.example/ferry?utm_source=x"
webUrl: "https://harrow.example/ferry?utm_source=x"
ampWebUrl: "https://amp.harrow.example/ferry"
cdnAmpWebUrl: "https://amp-harrow-example.cdn.ampproject.org/c/s/amp.harrow.example/ferry"
type: article
quality: 74
heat: 94
published: true
editor: ada

featuredContent: "<b>Film</b>"

provider:
  name: Harrow Gazette
  domain: harrow.example
  images:
    - url: "https://harrow.example/logo.png"
      width: 50
      height: 50

topics:
  - Ferries
  - Sea

images:
  - url: "https://harrow.example/quay.jpg"
    width: 1200
    height: 630
    isCached: true
    title: "The quay"

related:
  - title: "Skarn cheers"
    excerpt: ""
    publishedDateTime: 2026-03-04T13:00:00Z
    webUrl: "https://coaster.example/cheers"
    type: article
    provider:
      name: The Coaster
      domain: coaster.example
    quality: 60
  - title: "The first crossing"
    excerpt: "A film."
    publishedDateTime: 2026-03-04T14:00:00Z
    webUrl: ""
    type: video
    provider:
      name: Skarn Films
      domain: films.example

secured: "YQ==;Yg=="
---

"""


def test_every_field_is_typed() -> None:
    post = read_post(POST, "p.md")
    assert (post.category, post.title, post.type) == ("news", "Ferry to Skarn is back", "article")
    assert post.published_at == datetime(2026, 3, 4, 12, tzinfo=UTC)
    assert post.web_url == post.original_url == "https://harrow.example/ferry?utm_source=x"
    assert post.amp_url == "https://amp.harrow.example/ferry"
    assert post.cdn_amp_url == amp_cache_url(post.amp_url)
    assert (post.quality, post.heat, post.published) == (74, 94, True)
    assert post.provider_images == (PostImage("https://harrow.example/logo.png", 50, 50),)
    assert post.topics == ("Ferries", "Sea")
    quay = PostImage("https://harrow.example/quay.jpg", 1200, 630, True, "The quay")
    assert post.images == (quay,)
    assert (post.secured, post.featured_content) == ("YQ==;Yg==", "<b>Film</b>")
    assert [one.quality for one in post.related] == [60, None]
    assert post.related[0].provider == Provider("The Coaster", "coaster.example")
    assert post.front.values["editor"] == "ada"


def test_pages_are_the_own_article_then_the_related_ones() -> None:
    pages = post_pages(read_post(POST, "p.md"), AT)
    own, cheers, film = (page.item for page in pages)
    assert [(p.content_type, p.body, p.fetched_at) for p in pages] == [("", b"", AT)] * 3
    assert [page.final_url for page in pages] == [page.item.web_url for page in pages]
    assert own.web_url == "https://harrow.example/ferry"
    assert own.raw_url == "https://harrow.example/ferry?utm_source=x"
    assert (own.source_url, own.has_page) == ("import:p.md", False)
    assert (own.title, own.summary) == ("Ferry to Skarn is back", "It sails  again.")
    assert (own.rated_quality, own.keywords) == (74, ("Ferries", "Sea"))
    assert own.amp_url == "https://amp.harrow.example/ferry"
    logo = Picture("https://harrow.example/logo.png", 50, 50)
    assert own.provider == Provider("Harrow Gazette", "harrow.example", (logo,))
    assert own.pictures == (
        Picture("https://harrow.example/quay.jpg", 1200, 630, "The quay", "post"),
    )
    assert (cheers.keywords, cheers.rated_quality, cheers.kind) == ((), 60, "article")
    assert (film.rated_quality, film.kind, film.provider) == (
        None, "video", Provider("Skarn Films", "films.example"),
    )  # fmt: skip


def test_an_article_without_an_address_is_known_by_a_lasting_stand_in() -> None:
    film = post_pages(read_post(POST, "p.md"), AT)[2].item.web_url
    assert is_unlisted(film)
    elsewhere = POST.replace("Ferry to Skarn is back", "Another story")
    assert post_pages(read_post(elsewhere, "q.md"), AT)[2].item.web_url == film
    later = POST.replace("T14:00", "T15:00")
    assert post_pages(read_post(later, "q.md"), AT)[2].item.web_url != film


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("webUrl goes first", "webUrl: http://a.example/\noriginalUrl: http://b.example/\n", "a"),
        ("originalUrl alone", "originalUrl: http://b.example/\n", "b"),
        ("webUrl empty", 'webUrl: ""\noriginalUrl: http://b.example/\n', "b"),
    ],
)
def test_the_address_an_article_is_known_by(name: str, lines: str, expected: str) -> None:
    post = read_post(f'---\ntitle: "a"\n{lines}---\n', "p.md")
    assert f"http://{expected}.example/" == post.web_url, name


def test_a_post_may_have_only_a_title() -> None:
    post = read_post("---\ntitle: a\nimages:\nrelated:\nexcerpt:\n---\n", "p.md")
    assert (post.quality, post.heat, post.published, post.provider) == (None, None, None, None)
    assert (post.published_at, post.images, post.related, post.excerpt) == (None, (), (), "")
    item = post_pages(post, AT)[0].item
    assert (item.provider, item.published_at, item.rated_quality) == (None, None, None)
    assert is_unlisted(item.web_url)


@pytest.mark.parametrize(
    ("name", "written", "expected"),
    [
        ("quoted", '"2026-03-04T12:00:00Z"', datetime(2026, 3, 4, 12, tzinfo=UTC)),
        ("a day", "2026-03-04", datetime(2026, 3, 4, tzinfo=UTC)),
        ("offset", "2026-03-04T12:00:00+01:00", datetime(2026, 3, 4, 11, tzinfo=UTC)),
        ("nonsense", '"soon"', None),
        ("the year 1", "0001-01-01T00:00:00Z", None),
        ("the end of time", "9999-12-31T23:59:59Z", None),
        (
            "with microseconds",
            "2026-03-04T12:00:00.5Z",
            datetime(2026, 3, 4, 12, 0, 0, 500000, UTC),
        ),
    ],
)
def test_dates_as_people_write_them(name: str, written: str, expected: datetime | None) -> None:
    post = read_post(f"---\ntitle: a\npublishedDateTime: {written}\n---\n", "p.md")
    assert expected == post.published_at, name


@pytest.mark.parametrize(
    ("name", "inner", "line", "message"),
    [
        ("no title", "heat: 1\n", 1, "missing required field `title`"),
        ("title is a yes", "heat: 1\ntitle: yes\n", 3, "`title`: expected `str`, got `bool`"),
        ("quality is text", 'title: a\nquality: "much"\n', 3, "`quality`: expected `int"),
        ("inside", "title: a\nrelated:\n  - title: b\n    quality: x\n", 3, "related[0].quality"),
        ("related is a text", "title: a\n\nrelated: b\n", 4, "`related`: expected `array"),
        ("not even yaml", "title: a: b\n", 2, "not valid YAML"),
        (
            "a key is a number",
            "title: a\nprovider: {1: b}\n",
            3,
            "`provider`: a key: expected `str`",
        ),
        ("endless heat", f"title: a\nheat: {'9' * 40}\n", 3, "`heat`: expected `int` <= 1000000"),
        ("no such size", "title: a\nimages:\n  - {url: b, width: -1}\n", 3, "`images[0].width`"),
    ],
)
def test_a_wrong_value_says_where_it_is(name: str, inner: str, line: int, message: str) -> None:
    with pytest.raises(ParseError) as caught:
        read_post(f"---\n{inner}---\n", "p.md")
    assert (caught.value.url, caught.value.line) == ("p.md", line), name
    assert message in str(caught.value)


def test_checking_says_identical_and_whether_it_is_house_style() -> None:
    check = check_post(POST, "p.md")
    assert (check.identical, check.house_style, check.line) == (True, True, 0)
    odd = check_post(POST.replace('"Ferry to Skarn is back"', "'Ferry to Skarn is back'"), "p.md")
    assert (odd.identical, odd.house_style) == (True, False)


def test_a_key_that_house_style_has_no_form_for_is_no_reason_to_fail() -> None:
    check = check_post(f"---\ntitle: a\n? {'k' * 2000}\n: 1\n---\n", "p.md")
    assert (check.identical, check.house_style) == (True, False)


def test_what_nobody_sees_stays_in_the_post() -> None:
    text = POST.replace("Ferry to Skarn", "Fer\\0ry \\e[31mto").replace("- Sea", '- "S\\x9Bea"')
    post = read_post(text, "p.md")
    item = post_pages(post, AT)[0].item
    assert (post.title, item.title) == ("Fer\0ry \x1b[31mto is back", "Ferry [31mto is back")
    assert item.keywords == ("Ferries", "Sea")


def test_only_addresses_on_the_web_are_passed_on() -> None:
    text = POST.replace("https://harrow.example/quay.jpg", "javascript:alert(1)")
    text = text.replace("https://amp.harrow.example/ferry", "file:///etc/passwd")
    item = post_pages(read_post(text, "p.md"), AT)[0].item
    assert (item.pictures, item.amp_url) == ((), "")


@needs_shared
def test_archives_of_the_family() -> None:
    files = [*(SHARED / "seeds").glob("00[0-3]*"), *(SHARED / "data" / "posts").glob("*.md")]
    texts = [file.read_bytes().decode() for file in files]
    checks = [check_post(text, file.name) for text, file in zip(texts, files, strict=True)]
    assert (len(checks), sum(c.identical for c in checks)) == (84, 84)
    assert all(check.house_style for check in checks)
    posts = [read_post(text, file.name) for text, file in zip(texts, files, strict=True)]
    printed = [one for post in posts for one in (post, *post.related) if one.amp_url]
    assert len(printed) == 111
    assert [amp_cache_url(one.amp_url) for one in printed] == [one.cdn_amp_url for one in printed]
    names = [f"{post.published_at:%Y-%m-%d}-{slugify(post.title)}.md" for post in posts]
    assert [n for n, p in zip(names, posts, strict=True) if p.path.endswith(".md")] == [
        file.name for file in files if file.suffix == ".md"
    ]
