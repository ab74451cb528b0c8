"""Page -> Draft: the text and the declarations an article is made from, wherever they come from.

The first three steps of the cascade in `article`. Chooses no address, date or provider.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsloom.errors import ExtractError
from newsloom.extract.body import Body, extract_body, extract_fragment
from newsloom.extract.candidates import read_with_resiliparse
from newsloom.extract.metadata import Metadata, printed_authors, printed_date, read_metadata
from newsloom.extract.picture import body_pictures
from newsloom.extract.plaintext import read_plain_text
from newsloom.extract.title import cut_site_name
from newsloom.extract.tree import cut_text, decode_text, read_tree
from newsloom.extract.walls import PageKind, name_page
from newsloom.extract.words import count_words
from newsloom.model import Page, Picture
from newsloom.text.urls import is_front_page, registered_domain

SOURCE_CONFIDENCE = 0.9
"""Of a text the source gives: there was no page around it, but one reader cannot agree with itself.
On 181 article pages two agree to .92 in the mean."""
SUMMARY_CONFIDENCE = 0.5
"""Of an article of which only headline and summary are known, or the beginning of its text."""
TITLE_CONFIDENCE = 0.25
"""Of an article of which only the headline is known."""
MAX_PLAIN = 400_000
"""Characters of a plain text that are read: 60,000 words, and no markup among them."""
BREAKS_OFF = re.compile(r"(?:…|\.\.\.)\W*$")
END_CODES: dict[PageKind, str] = {
    PageKind.CONSENT: "no-article",
    PageKind.LOGIN: "no-article",
    PageKind.SCRIPT: "no-article",
    PageKind.ROBOT: "error-page",
    PageKind.REGION: "error-page",
    PageKind.GONE: "error-page",
    PageKind.ERROR: "error-page",
    PageKind.SECTION: "section-page",
}
"""The code a page of each kind ends under when the source gave no text."""
HTML_START = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|article|div|p|meta)",
                        re.IGNORECASE)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What the first three steps found out."""

    body: Body
    metadata: Metadata = field(default_factory=Metadata)
    title: str = ""
    excerpt: str = ""
    """First paragraph or description; the item's summary goes before it."""
    printed_at: datetime | None = None
    printed_by: tuple[str, ...] = ()
    """Bylines on the page, likeliest first, when nothing declares the authors."""
    body_pictures: tuple[Picture, ...] = ()
    is_free: bool = True
    is_page: bool = False
    """The page itself was read, so its own address counts."""
    notes: tuple[str, ...] = ()


def read_draft(page: Page) -> Draft:
    """Return what the page and the item say (steps 1 to 3)."""
    kind = page.content_type.partition(";")[0].strip().lower()
    if not page.body.strip():
        return draft_item(page, "")
    is_html = "html" in kind or HTML_START.match(page.body) is not None
    if is_html:
        return draft_html(page)
    if kind.startswith("text/") or not kind:
        return draft_plain(page)
    return draft_item(page, f"The page is {kind}, which is not read.")


# --- 1. the item ---------------------------------------------------------------------------------


def draft_item(page: Page, note: str) -> Draft:
    """Return the draft of an article of which only the item is known."""
    item = page.item
    body = extract_fragment(item.body_html, item.title)
    notes = [note] if note else []
    if count_words(body.text) >= max(1, count_words(item.summary)):
        breaks_off = BREAKS_OFF.search(body.text) is not None
        confidence = SUMMARY_CONFIDENCE if breaks_off else SOURCE_CONFIDENCE
        body = replace(body, confidence=confidence)
        notes.append(f"The text is the one the source gives{'; it breaks off' * breaks_off}.")
    else:
        known = "headline and summary" if item.summary else "headline"
        notes.append(f"Only the {known} of the source are known." if item.summary
                     else f"Only the {known} of the source is known.")  # fmt: skip
        confidence = SUMMARY_CONFIDENCE if item.summary else TITLE_CONFIDENCE
        body = Body((), (), body.credits, confidence, 0.0)
    return Draft(body, title=item.title, excerpt=item.summary, notes=(*notes, *body.notes))


# --- 2. plain text -------------------------------------------------------------------------------


def draft_plain(page: Page) -> Draft:
    """Return the draft of a plain text page."""
    text, notes = cut_text(decode_text(page.body, page.content_type), MAX_PLAIN)
    plain = read_plain_text(text)
    confidence = 1.0 if plain.paragraphs else SUMMARY_CONFIDENCE
    body = Body(plain.paragraphs, plain.key_points, plain.credits, confidence, 0.0)
    return Draft(
        body,
        Metadata(site_name=plain.publisher),
        title=plain.title or page.item.title,
        printed_at=plain.published_at,
        is_page=True,
        notes=(*notes, *plain.notes),
    )


# --- 3. HTML -------------------------------------------------------------------------------------


def draft_html(page: Page) -> Draft:
    """Return the draft of an HTML page, or of its item when something else stands in its place."""
    tree = read_tree(page.body, page.content_type)
    url = page.final_url or page.item.web_url
    metadata = read_metadata(tree.tree, url)
    sites = (metadata.site_name, registered_domain(url))
    body = extract_body(tree, cut_site_name(metadata.title, sites), metadata.body)
    signs = name_page(
        tree.tree, metadata, body.text, lambda: read_with_resiliparse(tree.html, False), url
    )
    if signs.kind not in (PageKind.ARTICLE, PageKind.STUB):
        return stand_in(page, signs.kind, signs.sentence)
    if is_front_page(url) and not is_front_page(page.item.web_url):
        return stand_in(page, PageKind.SECTION, "The address now leads to the site's front page.")
    is_stub = signs.kind is PageKind.STUB
    draft = Draft(
        body,
        metadata,
        title=metadata.title or page.item.title,
        excerpt=metadata.description,
        printed_at=None if metadata.published_at or page.item.published_at
        else printed_date(tree.tree, page.fetched_at),
        printed_by=() if metadata.people or page.item.authors else printed_authors(tree.tree),
        body_pictures=tuple(body_pictures(tree.tree, url)),
        is_free=metadata.is_free and not is_stub,
        is_page=True,
        notes=(*tree.notes, *body.notes, *([signs.sentence] if is_stub else [])),
    )  # fmt: skip
    if is_stub or not body.paragraphs:
        return with_item_text(draft, page)
    return draft


def stand_in(page: Page, kind: PageKind, sentence: str) -> Draft:
    """Return the item's draft for a page that is not the article; an error when it has no text."""
    item = page.item
    if not item.summary and not item.body_html:
        raise ExtractError(item.web_url, sentence, END_CODES[kind])
    return draft_item(page, sentence)


def with_item_text(draft: Draft, page: Page) -> Draft:
    """Return the draft with the item's text where that is longer than what the page gave."""
    own = draft_item(page, "")
    if count_words(own.body.text) > count_words(draft.body.text):
        return replace(draft, body=own.body, notes=(*draft.notes, *own.notes))
    confidence = min(draft.body.confidence, SUMMARY_CONFIDENCE)
    missing = () if draft.body.paragraphs else ("No text was found on the page.",)
    body = replace(draft.body, confidence=confidence)
    return replace(draft, body=body, notes=(*draft.notes, *missing))
