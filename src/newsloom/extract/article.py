"""Page -> Article: the cascade, in the order in which its steps are tried.

1. What the source says, when there is nothing else: the item's own text, its summary, its title.
2. A plain text page: `plaintext`.
3. An HTML page: `metadata` says what it is, `body` what it says, `walls` whether that is the
   article; when it is not, the item's own text stands in, with a note.
4. Then, whatever it came from: address, title, provider, date, people, wire credit, pictures.
5. No title and no text is an ExtractError; a language nobody asked for is Dropped.

Steps 1 to 3 are in `draft`, 4 and 5 here.
Nothing is fetched; what a page links to is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsloom.errors import ExtractError
from newsloom.extract.attribution import attributed_credit, attributions_from_elsewhere
from newsloom.extract.body import Body, count_words
from newsloom.extract.byline import (
    AGENCY_WORD,
    find_dateline,
    find_leading_byline,
    find_wire_credit,
    merge_people,
    parse_byline,
)
from newsloom.extract.dating import DateClues, choose_date
from newsloom.extract.draft import Draft, is_front_page, read_draft
from newsloom.extract.picture import choose_pictures, refuse_picture
from newsloom.extract.registry import NOBODY, Registry, as_known
from newsloom.extract.title import cut_site_name, squash
from newsloom.model import (
    Article,
    Attribution,
    Dropped,
    Page,
    Person,
    Provider,
    WireCredit,
)
from newsloom.text.language import detect_language
from newsloom.text.sentences import sentences
from newsloom.text.unlisted import is_unlisted
from newsloom.text.urls import article_id, canonical_url, host_of, registered_domain
from newsloom.text.wires import agency_of_url

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
AMP_CACHES = ("ampproject.org", "google.com", "bing.com", "bing-amp.com", "ampproject.net")
"""Registered domains that serve other publishers' AMP pages."""


def extract_article(
    page: Page, languages: Sequence[str] = (), registry: Registry = NOBODY
) -> Article | Dropped:
    """Return the article of a page, or Dropped("language") when nobody asked for its language.

    Args:
        page: bytes as fetched with the item that led to them; an empty body = the item is all.
        languages: ISO 639-1 codes an article may have; empty = all.
        registry: providers as the editor names them, by domain.

    Raises:
        ExtractError: code ``no-article``, ``error-page`` or ``section-page``.
    """
    article = finish_article(page, read_draft(page))
    wanted = {code[:2].lower() for code in languages}
    if wanted and article.language and article.language not in wanted:
        asked = ", ".join(sorted(wanted))
        return Dropped("language", f"The article is in {article.language}; asked for: {asked}.")
    return replace(article, provider=as_known(article.provider, page.item, registry))


def finish_article(page: Page, draft: Draft) -> Article:
    """Return the article of a draft (step 4 and the error of step 5)."""
    item, metadata, body = page.item, draft.metadata, draft.body
    web_url, canonical, url_notes = choose_url(page, draft)
    provider = choose_provider(page, draft, web_url)
    taken_from = attributions_from_elsewhere(metadata.attributions, item, web_url)
    sites = (provider.name, provider.domain, metadata.site_name, registered_domain(web_url))
    title = cut_site_name(" ".join((draft.title or item.title).split()), sites)
    if not title and not body.paragraphs:
        raise ExtractError(item.web_url, EXTRACT_CODES["no-article"])
    excerpt = item.summary or draft.excerpt or lede(body)
    title = title or lede(body)
    dating = choose_date(
        DateClues(page.fetched_at, metadata.published_at, metadata.published_where,
                  item.published_at, draft.printed_at, page.final_url or item.web_url)
    )  # fmt: skip
    offered = (*metadata.pictures, *item.pictures)
    refusals = tuple(dict.fromkeys(filter(None, map(refuse_picture, offered))))
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
        language=choose_language(page, draft, f"{title}\n{excerpt}\n{body.text}"),
        key_points=body.key_points,
        byline=find_people(page, draft, excerpt),
        dateline=find_dateline(body.paragraphs[0] if body.paragraphs else excerpt),
        wire_credit=credit_agency(page, draft, excerpt, web_url, provider, taken_from),
        pictures=choose_pictures((*offered, *draft.body_pictures)),
        amp_url=metadata.raw_amp or item.amp_url,
        canonical_url=canonical,
        section=metadata.section,
        keywords=metadata.keywords or item.keywords,
        kind=choose_kind(item.kind, metadata.kind),
        is_free=draft.is_free,
        confidence=body.confidence,
        boilerplate=body.boilerplate,
        notes=(*draft.notes, *url_notes, *refusals[:MAX_REFUSALS]),
        rated_quality=item.rated_quality,
        attributions=taken_from,
        page_url=item.web_url,
    )


def choose_url(page: Page, draft: Draft) -> tuple[str, str, tuple[str, ...]]:
    """Return (web URL, canonical URL as declared, notes).

    The declared canonical address counts within the page's registered domain, on AMP caches, which
    serve other sites' pages, and on imported pages without an address; never a front page's.
    """
    own = page.item.web_url
    if not draft.is_page:
        return own, "", ()
    final = canonical_url(page.final_url) or own
    raw = draft.metadata.raw_canonical
    declared = (canonical_url(raw, final) if raw else None) or ""
    if not declared or declared == final:
        return final, declared, ()
    here = registered_domain(final)
    is_ours = registered_domain(declared) == here
    is_stand_in = is_unlisted(final) or (here in AMP_CACHES and "amp" in final)
    if not is_ours and not is_stand_in:
        note = f"The canonical address {declared} was refused: it is on another site."
        return final, declared, (note,)
    if is_front_page(declared) and not is_front_page(final):
        note = f"The canonical address {declared} was refused: it is a front page."
        return final, declared, (note,)
    return declared, declared, ()


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


def choose_language(page: Page, draft: Draft, text: str) -> str:
    """Return the language of an article: detected on long texts, declared on short ones."""
    declared = draft.metadata.language or page.item.language[:2].lower()
    if declared and count_words(text) < DETECTED_WORDS:
        return declared
    return detect_language(text) or declared


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


def find_people(page: Page, draft: Draft, excerpt: str) -> tuple[Person, ...]:
    """Return the people of all credits: declared ones first, then those printed."""
    declared = draft.metadata.authors or page.item.authors
    printed = (*draft.body.credits, find_leading_byline(excerpt))
    known = merge_people([parse_byline(line) for line in (*declared, *printed)])
    own = squash(draft.metadata.site_name)
    people = tuple(person for person in known if squash(person.name) != own)
    return people or next(filter(None, map(parse_byline, draft.printed_by)), ())


def credit_agency(
    page: Page,
    draft: Draft,
    excerpt: str,
    web_url: str,
    provider: Provider,
    attributions: Sequence[Attribution],
) -> WireCredit | None:
    """Return the agency whose text it is, None when nobody else's or the agency's own page."""
    paragraphs = draft.body.paragraphs
    names = draft.metadata.authors or page.item.authors or draft.printed_by[:1]
    authors = (f"By {re.sub('(?i)^by ', '', name)}." for name in names)
    ends = (paragraph[-400:] for paragraph in paragraphs[-2:])
    heads = (paragraph[:300] for paragraph in paragraphs[:1])
    texts = (*heads, " ".join(draft.body.credits), *authors, excerpt, *ends)
    credit = find_wire_credit(text for text in texts if text)
    if credit is None:
        addresses = (web_url, page.item.web_url, draft.metadata.raw_canonical)
        credit = next(filter(None, map(credit_address, addresses)), None)
    credit = credit or attributed_credit(attributions)
    if credit is None or is_own_site(credit.agency, web_url, provider):
        return None
    # The form "Reporting by A; Editing by B" names nobody: an agency may use it for its own text.
    is_named = credit.agency.casefold() in credit.evidence.casefold()
    return credit if is_named or not AGENCY_WORD.search(provider.name) else None


def credit_address(url: str) -> WireCredit | None:
    """Return the agency an address names, None when it names none."""
    named = agency_of_url(url)
    return WireCredit(*named) if named else None


def is_own_site(agency: str, web_url: str, provider: Provider) -> bool:
    """Return whether an article stands on the credited agency's own site."""
    for domain in (registered_domain(web_url), provider.domain):
        owner = agency_of_url(f"https://{domain}/") if domain else None
        if owner is not None and owner[0] == agency:
            return True
        if squash(domain.split(".")[0]) == squash(agency):
            return True
    return squash(provider.name) == squash(agency)
