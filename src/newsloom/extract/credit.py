"""Page, draft -> the agency whose text an article is, with the words that show it.

What a credit looks like is the table of `newsloom.text.wires`; whether the article truly is a copy
is decided in matching.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsloom.extract.agency import AGENCY_WORD, find_wire_credit
from newsloom.extract.attribution import attributed_credit
from newsloom.extract.draft import Draft
from newsloom.extract.title import squash
from newsloom.model import Attribution, Page, Provider, WireCredit
from newsloom.text.urls import registered_domain
from newsloom.text.wires import agency_of_url


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
    texts = (*heads, "\n".join(draft.body.credits), *authors, excerpt, *ends)
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
