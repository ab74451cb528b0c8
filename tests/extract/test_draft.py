"""What an article is made from when the source's own text is all there is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from newsloom.extract.draft import MAX_PLAIN, read_draft
from newsloom.model import Item, Page

URL = "https://news.harrow.example/pier"
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
TEXT = "The harbour board voted on Tuesday to close the east pier for four months."
ITEM = Item(URL, URL, "https://feeds.example/rss", "Pier closes", None)

GIVEN = {
    "a text": (f"<p>{TEXT}</p>", "", TEXT, 0.9, "The text is the one the source gives."),
    "a text that breaks off": (
        f"<p>{TEXT} Divers […]</p>", "", f"{TEXT} Divers […]", 0.5,
        "The text is the one the source gives; it breaks off."),
    "three dots": (
        f"<p>{TEXT} Divers...</p>", "", f"{TEXT} Divers...", 0.5,
        "The text is the one the source gives; it breaks off."),
    "less text than summary": (
        "<p>Pier.</p>", TEXT, "", 0.5, "Only the headline and summary of the source are known."),
    "a summary": ("", TEXT, "", 0.5, "Only the headline and summary of the source are known."),
    "a picture": (
        "<img src='https://img.example/1.jpg' alt='A pier'>", "", "", 0.25,
        "Only the headline of the source is known."),
    "a headline": ("", "", "", 0.25, "Only the headline of the source is known."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("html", "summary", "text", "confidence", "note"), GIVEN.values(), ids=GIVEN
)
def test_what_the_source_gives(
    html: str, summary: str, text: str, confidence: float, note: str
) -> None:
    draft = read_draft(Page(replace(ITEM, body_html=html, summary=summary), URL, "", b"", AT))
    assert (draft.body.text, draft.body.confidence) == (text, confidence)
    assert (draft.notes, draft.is_page) == ((note,), False)


def test_a_sources_text_is_plain() -> None:
    html = (
        f"<p onclick=\"say('x')\">{TEXT}</p><script>say('x')</script><style>p{{color:red}}</style>"
        "<p>It cost 3 &lt; 4 crowns &amp; was <b>bold</b>.</p><p>Share this article</p>"
    )
    draft = read_draft(Page(replace(ITEM, body_html=html), URL, "", b"", AT))
    assert draft.body.paragraphs == (TEXT, "It cost 3 < 4 crowns & was bold.")
    assert draft.notes == ("The text is the one the source gives.",)


def test_plain_text_that_is_too_long_is_cut_and_noted() -> None:
    body = b"Pier closes\n\n" + b"word " * MAX_PLAIN
    draft = read_draft(Page(ITEM, URL, "text/plain", body, AT))
    assert len(draft.body.text) < MAX_PLAIN
    assert draft.notes[0] == f"Only the first {MAX_PLAIN} characters of the page were read."
