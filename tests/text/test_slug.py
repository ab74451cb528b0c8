import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.slug import slugify
from tests.shared import SHARED, needs_shared

SLUGS = {
    "headline": ("Harbour Wall: It’s “Over” – Yes!", "harbour-wall-its-over-yes"),
    "accents": ("Café à Málaga", "cafe-a-malaga"),
    "hyphens": ("sea--wall - plan", "sea-wall-plan"),
    "points and numbers": ("Version 4.2 at 10%", "version-42-at-10"),
}


@pytest.mark.parametrize(("title", "expected"), SLUGS.values(), ids=SLUGS)
def test_slugify(title: str, expected: str) -> None:
    assert expected == slugify(title)


@pytest.mark.parametrize("title", ["", "港の壁", "!!!"])
def test_a_title_that_leaves_nothing_gets_a_stable_name(title: str) -> None:
    assert re.fullmatch(r"story-[0-9a-f]{8}", slugify(title))
    assert slugify(title) == slugify(title)


@given(st.text(max_size=400))
def test_a_slug_is_a_file_name_everywhere(title: str) -> None:
    slug = slugify(title)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 180
    assert slug == slugify(slug)


@needs_shared
def test_the_archive_keeps_its_file_names() -> None:
    """Titles may have been edited after publication; nearly all of them were not."""
    title = re.compile(r'^title: "(.*)"$', re.MULTILINE)
    named = [
        (path.stem[11:], slugify(found[1]))
        for path in sorted((SHARED / "data/posts").glob("*.md"))
        if (found := title.search(path.read_text("utf-8")))
    ]
    assert sum(was == now for was, now in named) >= 0.95 * len(named)
