"""Pages -> Articles: the cascade, in the order in which its steps are tried.

1. What the source says, when there is nothing else: the item's own text, its summary, its title.
2. A plain text page: `plaintext`.
3. An HTML page: `metadata` says what it is, `body` what it says, `walls` whether that is the
   article; when it is not, the item's own text stands in, with a note.
4. Then, whatever it came from: address, title, provider, date, people, wire credit, pictures.
5. No title and no text is an ExtractError; a language nobody asked for is Dropped.

Steps 1 to 3 are in `draft`, 4 and 5 here; between them `reading` learns the habits of sites from
the titles of all pages, so that no article depends on their order.
Nothing is fetched; what a page links to is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsloom.errors import ExtractError, SourceError
from newsloom.extract.agency import find_dateline
from newsloom.extract.attribution import attributions_from_elsewhere
from newsloom.extract.body import Body
from newsloom.extract.byline import find_leading_byline, merge_people, parse_byline
from newsloom.extract.credit import credit_agency
from newsloom.extract.dating import DateClues, choose_date
from newsloom.extract.draft import Draft
from newsloom.extract.people import Name, once, own_names, people_of
from newsloom.extract.picture import choose_pictures, refuse_picture
from newsloom.extract.reading import Reading, learn_habits, read_page
from newsloom.extract.registry import NOBODY, Registry, as_known
from newsloom.extract.title import (
    NO_HABITS,
    TitleHabits,
    cut_site_name,
    is_site_name,
    squash,
)
from newsloom.extract.words import count_words
from newsloom.model import Article, Dropped, Page, Person, Provider
from newsloom.ports import PageBatch
from newsloom.text.language import detect_language, language_code
from newsloom.text.sentences import sentences
from newsloom.text.urls import article_id, host_of, registered_domain

EXTRACT_CODES: dict[str, str] = {
    "no-article": "The page has neither a title nor a text, and the source gave none.",
    "error-page": "The page is an error page, and the source gave no text.",
    "section-page": "The page is a list of links to articles, not an article.",
    "language": "The article is in a language the newsroom does not read.",
}
"""Every code an input of this row can end under, with its sentence."""

EXCERPT_CHARACTERS = 300
DETECTED_WORDS = 40
"""From so many words on, the detected language is believed over the declared one."""
MAX_REFUSALS = 4
"""Refused pictures that are worth a note."""


def extract_articles(
    batch: PageBatch, languages: Sequence[str] = (), registry: Registry = NOBODY
) -> Mapping[str, Article | Dropped | SourceError]:
    """Return for each page its article, Dropped("language"), or the ExtractError that is its end.

    What sites add to their titles is learnt from the printed titles known before and from those of
    the batch; the order of the pages changes nothing.

    Args:
        batch: pages as fetched with the items that led to them; an empty body = the item is all.
        languages: ISO 639-1 codes an article may have; empty = all.
        registry: providers as the editor names them, by domain.
    """
    readings = {key: attempt(page) for key, page in batch.pages.items()}
    read = [reading for reading in readings.values() if isinstance(reading, Reading)]
    habits = learn_habits(read, batch.printed_titles)
    return {
        key: end_of(reading, habits, languages, registry) if isinstance(reading, Reading)
        else reading
        for key, reading in readings.items()
    }  # fmt: skip


def extract_article(
    page: Page, languages: Sequence[str] = (), registry: Registry = NOBODY
) -> Article | Dropped:
    """Return the article of a single page, or Dropped("language") when nobody asked for it.

    Raises:
        ExtractError: code ``no-article``, ``error-page`` or ``section-page``.
    """
    end = extract_articles(PageBatch({"": page}, {}), languages, registry)[""]
    if isinstance(end, SourceError):
        raise end
    return end


def attempt(page: Page) -> Reading | ExtractError:
    """Return what a page says by itself, or the error that is its end."""
    try:
        return read_page(page)
    except ExtractError as exc:
        return exc


def end_of(
    reading: Reading, habits: Mapping[str, TitleHabits], languages: Sequence[str],
    registry: Registry,
) -> Article | Dropped | ExtractError:  # fmt: skip
    """Return how a page that was read ends."""
    wanted = frozenset(filter(None, map(language_code, languages)))
    try:
        article = finish_article(reading, habits.get(reading.domain, NO_HABITS), sorted(wanted))
    except ExtractError as exc:
        return exc
    if wanted and article.language and article.language not in wanted:
        asked = ", ".join(sorted(wanted))
        return Dropped("language", f"The article is in {article.language}; asked for: {asked}.")
    provider = as_known(article.provider, reading.page.item, registry)
    return replace(article, provider=provider)


def finish_article(reading: Reading, habits: TitleHabits, wanted: Sequence[str]) -> Article:
    """Return the article of a page that was read (step 4 and the error of step 5)."""
    page, draft, web_url = reading.page, reading.draft, reading.address.web_url
    item, metadata, body = page.item, draft.metadata, draft.body
    provider = choose_provider(page, draft, web_url)
    taken_from = attributions_from_elsewhere(metadata.attributions, item, web_url)
    sites = (provider.name, provider.domain, metadata.site_name, registered_domain(web_url))
    title = choose_title(reading, sites, habits)
    if not title and not body.paragraphs:
        raise ExtractError(item.web_url, EXTRACT_CODES["no-article"])
    excerpt = item.summary or draft.excerpt or lede(body)
    title = title or lede(body)
    dating = choose_date(
        DateClues(page.fetched_at, metadata.published, metadata.updated, item.published_at,
                  draft.printed_at, page.final_url or item.web_url)
    )  # fmt: skip
    offered = (*metadata.pictures, *item.pictures)
    refusals = tuple(dict.fromkeys(filter(None, map(refuse_picture, offered))))
    wrapper = page.wrapper or item.wrapper
    unwrapped = (f"The link was unwrapped from {wrapper}.",) if wrapper else ()
    return Article(
        article_id=article_id(web_url),
        web_url=web_url,
        title=title,
        text=body.text,
        excerpt=excerpt,
        provider=provider,
        published_at=dating.at,
        date_origin=dating.origin,
        date_reason=dating.reason,
        seen_at=page.fetched_at,
        language=choose_language(reading, f"{title}\n{excerpt}\n{body.text}", wanted),
        key_points=body.key_points,
        byline=find_people(page, draft, excerpt, sites),
        dateline=find_dateline(body.paragraphs[0] if body.paragraphs else excerpt),
        wire_credit=credit_agency(page, draft, excerpt, web_url, provider, taken_from),
        pictures=choose_pictures((*offered, *draft.body_pictures)),
        amp_url=choose_amp_url(reading),
        canonical_url=reading.address.canonical_url,
        section=metadata.section,
        keywords=metadata.keywords or item.keywords,
        kind=choose_kind(item.kind, metadata.kind),
        is_free=draft.is_free,
        confidence=body.confidence,
        boilerplate=body.boilerplate,
        notes=(*unwrapped, *draft.notes, *reading.address.notes, *refusals[:MAX_REFUSALS]),
        rated_quality=item.rated_quality,
        attributions=taken_from,
        page_url=item.web_url,
        printed_title=reading.printed_title,
        genre=metadata.genre,
        wrapper=wrapper,
    )


def choose_title(reading: Reading, sites: Sequence[str], habits: TitleHabits) -> str:
    """Return the title without the site's name, and without what else the site adds to it."""
    metadata = reading.draft.metadata
    if not reading.has_parts:
        return cut_site_name(reading.title, sites)
    people = (squash(person.name) for person in metadata.people)
    own = TitleHabits(frozenset({*people, squash(metadata.section)} - {""}))
    return cut_site_name(reading.title, sites, habits | own)


def choose_provider(page: Page, draft: Draft, web_url: str) -> Provider:
    """Return the item's provider, else the site name the page declares, else its domain.

    A feed names as an item's source whom it took it from: where the page itself was read, that is
    its provider only if the page is on that provider's site.
    """
    domain = registered_domain(web_url) or host_of(web_url)
    given = page.item.provider
    is_taken = draft.is_page and page.item.has_page
    if given is not None and (not is_taken or given.domain == domain):
        return given
    name = re.split(r"\s*[|•]\s*", draft.metadata.site_name)[0]
    return Provider(domain if "://" in name or not name else name, domain)


def choose_language(reading: Reading, text: str, wanted: Sequence[str]) -> str:
    """Return the language of an article: declared on short texts, detected on long ones.

    A language that is nearly as likely as the likeliest is taken if the page declares it, or if it
    is one of those asked for. A short text whose page declares several languages is detected, too.
    """
    declared = reading.draft.metadata.languages
    declared = declared or tuple(filter(None, [language_code(reading.page.item.language)]))
    if len(declared) == 1 and count_words(text) < DETECTED_WORDS:
        return declared[0]
    return detect_language(text, declared or wanted) or next(iter(declared), "")


def choose_amp_url(reading: Reading) -> str:
    """Return the address of the AMP page: declared, the page's own when it is one, the item's."""
    metadata, page = reading.draft.metadata, reading.page
    own = page.final_url if metadata.is_amp else ""
    return metadata.raw_amp or (own if own != reading.address.web_url else "") or page.item.amp_url


def choose_kind(item_kind: str, page_kind: str) -> str:
    """Return the kind of an article: the item's unless only the page knows it is a video."""
    if item_kind == "article" and page_kind.startswith("video"):
        return "video"
    return item_kind


def lede(body: Body) -> str:
    """Return the first sentences of a text, at most 300 characters, "" for an empty one."""
    first = body.paragraphs[0] if body.paragraphs else ""
    taken = ""
    for sentence in sentences(first):
        if taken and len(taken) + len(sentence) >= EXCERPT_CHARACTERS:
            break
        taken = f"{taken} {sentence}".strip()
    return taken[: 2 * EXCERPT_CHARACTERS]


def find_people(page: Page, draft: Draft, excerpt: str, sites: Sequence[str]) -> tuple[Person, ...]:
    """Return the people of all credits: declared ones first, then those printed."""
    given = own_names(map(Name, page.item.authors), sites)
    declared = draft.metadata.people or people_of(given, "author", sites)
    printed = (*draft.body.credits, find_leading_byline(excerpt))
    known = once(merge_people([declared, *map(parse_byline, printed)]))
    marked = (own_people(parse_byline(line), sites) for line in draft.printed_by)
    return own_people(known, sites) or max(marked, key=len, default=())


def own_people(people: Sequence[Person], sites: Sequence[str]) -> tuple[Person, ...]:
    """Return the people without those that are the site under another name."""
    return tuple(person for person in people if not is_site_name(person.name, sites))
