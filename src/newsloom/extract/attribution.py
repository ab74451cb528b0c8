"""Declarations of a page and its item -> what the article is said to be taken from.

Only what lies on other sites: an article's other addresses on its own site are `address`'s work.
Whether it truly is a copy is decided in matching, which compares the texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsloom.extract.field import absolute, plain
from newsloom.extract.json_ld import Json, text_of
from newsloom.model import Attribution, AttributionKind, Item, WireCredit
from newsloom.text.urls import canonical_url, registered_domain
from newsloom.text.wires import agency_of_url, known_agency

MOST = 5
"""Attributions of one kind: more would be a list of links."""

MAX_NAME_CHARACTERS = 80


def declared_attributions(canonical: str, article: Json, url: str) -> tuple[Attribution, ...]:
    """Return what a page declares: its canonical link, ``isBasedOn``, ``sourceOrganization``.

    Own addresses are still among them.

    Args:
        canonical: address of its ``<link rel=canonical>``, as written; "" = none.
        article: its JSON-LD object; {} = none.
        url: its final address, against which relative ones are resolved.
    """
    own = Attribution(AttributionKind.CANONICAL, url=address_of(canonical, url))
    bases = (*listed(article.get("isBasedOn")), *listed(article.get("isBasedOnUrl")))
    makers = listed(article.get("sourceOrganization"))
    found = (
        own,
        *(Attribution(AttributionKind.BASED_ON, name_of(b), link_of(b, url)) for b in bases),
        *(
            Attribution(AttributionKind.SOURCE_ORGANIZATION, name_of(m), link_of(m, url))
            for m in makers
        ),
    )
    return tuple(dict.fromkeys(one for one in found if one.name or one.url))


def attributions_from_elsewhere(
    declared: Sequence[Attribution], item: Item, web_url: str
) -> tuple[Attribution, ...]:
    """Return the attributions that lead to another site than the article's own, each once.

    A front page is no article: as a canonical address it is a fault of the page. The provider that
    the feed names stands last, where the article itself was read on another site.
    """
    own = registered_domain(web_url)
    found = [one for one in declared if is_elsewhere(one, own)]
    source = item.provider if item.has_page else None
    if source is not None and source.domain != own:
        url = canonical_url(f"https://{source.domain}/") or ""
        found.append(Attribution(AttributionKind.FEED_SOURCE, source.name, url))
    return tuple(found)


def attributed_credit(attributions: Sequence[Attribution]) -> WireCredit | None:
    """Return the agency that the first attribution to one names; None = none does."""
    for one in attributions:
        by_address = agency_of_url(one.url)
        agency = by_address[0] if by_address else known_agency(one.name)
        if agency:
            who = "feed" if one.kind is AttributionKind.FEED_SOURCE else "page"
            return WireCredit(agency, f"The {who} names {one.name or one.url} as the source.")
    return None


def is_elsewhere(one: Attribution, own: str) -> bool:
    """Say whether an attribution leads away from the registered domain ``own``."""
    if one.kind is AttributionKind.SOURCE_ORGANIZATION:
        return not one.url or registered_domain(one.url) != own
    path = one.url.partition("://")[2].partition("/")[2]
    return bool(path) and registered_domain(one.url) != own


def listed(value: object) -> Iterator[object]:
    """Yield the first values of a JSON-LD value that may be one or a list."""
    yield from (value if isinstance(value, list) else [value])[:MOST]


def name_of(value: object) -> str:
    """Return the name an object has, or a text that is no address; "" = neither."""
    told = text_of(value.get("name")) if isinstance(value, dict) else text_of(value)
    name = plain(told)
    return "" if "://" in name or len(name) > MAX_NAME_CHARACTERS else name


def link_of(value: object, url: str) -> str:
    """Return the canonical address an object has or a text is; "" = neither."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("url", "@id", "sameAs") if value.get(key)), "")
    return address_of(text_of(value), url) if "/" in text_of(value) else ""


def address_of(raw: str, url: str) -> str:
    """Return the canonical form of an address as written; "" = it is none."""
    return canonical_url(absolute(raw, url)) or ""
