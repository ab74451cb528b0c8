"""Article -> Fingerprint: what matching compares of an article.

Compares nothing and knows no other article. Quotations are left out of the headline-and-lede runs:
independent reporters quote the same sentence, so a shared quotation there shows no copying; in
whole texts the floor of shared words does that work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from newsloom.model import Article, ArticleId, AttributionKind, DateOrigin, Fingerprint
from newsloom.ports import Embedder
from newsloom.text.tokens import anchors, content_words, names, shingles, words
from newsloom.text.urls import article_id, registered_domain
from newsloom.text.wires import agency_of_url

RUN_WORDS = 4
"""Words in a run of the full text: fewer meet by chance, more break at every small edit."""

SAMPLES = ((160, 1), (320, 2))
"""(words, m): texts of up to so many words keep one in m of their runs, longer ones one in 4.

Two texts are compared by what the coarser sample would keep of both. A text of any length keeps
some 100 runs or more, so that a fifth of it is measured within a twentieth; bench/copies.py finds
no better answers with all runs kept, and the index is a quarter as large.
"""

COARSEST = 4

LEDE_RUN_WORDS = 3
"""Words in a run of headline and lede: short texts need shorter runs."""

LEDE_CHARACTERS = 700
"""Characters of the body taken as its first paragraphs; bench/match.py, tuning half."""

LEDE_WORDS = 60
"""Words of the body taken for the headline-and-lede runs."""

EMBEDDED_CHARACTERS = 300
"""Characters an embedder reads of a headline, and of the text after it: more dilutes the event."""

TABLE_ONLY: Mapping[str, str] = MappingProxyType({})

MIN_TITLE_WORDS = 4
"""Words a headline must keep when a provider's name is taken off its end."""

MAX_SUFFIX_WORDS = 5
"""Words a provider's name at the end of a headline may have."""

CLAIMS = (AttributionKind.CANONICAL, AttributionKind.BASED_ON)
"""Attributions that name an article; the others name a site."""

SUFFIX = re.compile(r"\s+(?:[-–—|]|::)\s+(?P<name>[^|–—]{2,60})$")
QUOTATION = re.compile(r"[\"“„«][^\"“”„«»\n]{20,400}[\"”»]")


def fingerprint_article(article: Article, agencies: Mapping[str, str] = TABLE_ONLY) -> Fingerprint:
    """Return what matching compares of ``article``; a pure function of its text and credits.

    ``shingles`` are of the body alone, so that a shared headline is no shared text;
    ``lede_shingles`` are of the headline, the excerpt, and the first 60 words of the body.

    Args:
        agencies: domain -> name of the wire agencies an editor knows beside those of the table.
    """
    title = bare_title(article.title)
    lede = first_paragraphs(article)
    body = words(article.text)
    agency, evidence = credited_agency(article, agencies)
    return Fingerprint(
        article_id=article.article_id,
        title=article.title,
        domain=article.provider.domain or registered_domain(article.web_url),
        published_at=article.published_at,
        is_dated=article.date_origin is not DateOrigin.FIRST_SEEN,
        title_words=tuple(content_words(title)),
        lede_words=tuple(content_words(f"{title}\n{lede}")),
        shingles=shingles(body, RUN_WORDS, sample_of(len(body))),
        lede_shingles=lede_runs(title, article),
        word_count=len(body),
        anchors=anchors(f"{title}\n{lede}"),
        names=names(f"{title}\n{lede}"),
        agency=agency,
        agency_evidence=evidence,
        claims=claimed_ids(article),
        credited=credited_domains(article),
    )


def fingerprint_articles(
    articles: Mapping[ArticleId, Article],
    embedder: Embedder,
    agencies: Mapping[str, str] = TABLE_ONLY,
) -> dict[ArticleId, Fingerprint]:
    """Return the fingerprints of some articles, with their vectors: one call of the embedder."""
    ids = list(articles)
    vectors = embedder.embed([embedded_text(articles[key]) for key in ids])
    return {
        key: replace(
            fingerprint_article(articles[key], agencies), vector=vector, vector_model=embedder.name
        )
        for key, vector in zip(ids, vectors, strict=True)
    }


def embedded_text(article: Article) -> str:
    """Return what the embedder reads: headline and first characters of the text or excerpt."""
    title = bare_title(article.title)[:EMBEDDED_CHARACTERS]
    return f"{title}. {(article.text or article.excerpt)[:EMBEDDED_CHARACTERS]}"


def bare_title(title: str) -> str:
    """Return a headline without a provider's name at its end: "Rain - The Harrow Post" -> "Rain".

    Nothing is taken when fewer than four words would stay or the end has more than five.
    """
    found = SUFFIX.search(title)
    if found is None or len(found["name"].split()) > MAX_SUFFIX_WORDS:
        return title
    rest = title[: found.start()]
    return rest if len(rest.split()) >= MIN_TITLE_WORDS else title


def first_paragraphs(article: Article) -> str:
    """Return excerpt, key points and the first characters of the body, cut at a word."""
    start = article.text[:LEDE_CHARACTERS]
    if len(article.text) > LEDE_CHARACTERS:
        start = start.rpartition(" ")[0]
    return "\n".join(part for part in (article.excerpt, *article.key_points, start) if part)


def sample_of(word_count: int) -> int:
    """Return m: a text of so many words keeps one in m of its runs."""
    return next((kept for words_, kept in SAMPLES if word_count <= words_), COARSEST)


def lede_runs(title: str, article: Article) -> bytes:
    """Return the sorted distinct 3-word runs of headline, excerpt and the body's first words."""
    lede = words(unquoted(article.text[: LEDE_WORDS * 20]))[:LEDE_WORDS]
    parts = (words(title), words(unquoted(article.excerpt)), lede)
    runs = b"".join(shingles(part, LEDE_RUN_WORDS) for part in parts)
    return bytes(np.unique(np.frombuffer(runs, "<u4")))


def unquoted(text: str) -> str:
    """Return ``text`` without its longer quotations."""
    return QUOTATION.sub(" ", text)


def credited_agency(article: Article, agencies: Mapping[str, str]) -> tuple[str, str]:
    """Return (agency, evidence) by printed credit, else by the address; ("", "") for none.

    On an agency's own site the evidence is the site's domain.
    """
    if article.wire_credit is not None:
        return article.wire_credit.agency, article.wire_credit.evidence
    domain = article.provider.domain or registered_domain(article.web_url)
    if domain in agencies:
        return agencies[domain], domain
    return agency_of_url(article.web_url) or ("", "")


def claimed_ids(article: Article) -> tuple[ArticleId, ...]:
    """Return the articles on other sites that the page names as what it is taken from."""
    named = (one.url for one in article.attributions if one.kind in CLAIMS and one.url)
    return tuple(dict.fromkeys(map(article_id, named)))


def credited_domains(article: Article) -> tuple[str, ...]:
    """Return the other sites that page or feed credit as its source."""
    domains = (registered_domain(one.url) for one in article.attributions if one.url)
    return tuple(dict.fromkeys(filter(None, domains)))
