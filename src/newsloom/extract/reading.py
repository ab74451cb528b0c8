"""Page -> Reading: what a page says by itself, before the habits of its site are known.

A site's habits are learnt from all readings of it, so this comes before any article is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsloom.extract.address import Address, choose_address
from newsloom.extract.draft import Draft, read_draft
from newsloom.extract.title import SEPARATOR, TitleHabits, learn_endings
from newsloom.model import Page
from newsloom.text.urls import registered_domain


@dataclass(frozen=True, slots=True)
class Reading:
    """A page that was read as far as it can be without the others."""

    page: Page
    draft: Draft
    address: Address

    @property
    def domain(self) -> str:
        """Registered domain of the article's address."""
        return registered_domain(self.address.web_url)

    @property
    def title(self) -> str:
        """Its title, which may still hold what the site adds."""
        return " ".join((self.draft.title or self.page.item.title).split())

    @property
    def printed_title(self) -> str:
        """Its title as declared, the site's name included; the source's when no page was read."""
        return " ".join(self.draft.metadata.printed_title.split()) or self.title

    @property
    def has_parts(self) -> bool:
        """Whether parts of its title can be the site's.

        None of a title that the page shows to its readers, or of one that a post prints.
        """
        is_settled = self.draft.metadata.is_shown or not self.page.item.has_page
        return not is_settled and SEPARATOR.search(self.title) is not None


def read_page(page: Page) -> Reading:
    """Return what a page says by itself.

    Raises:
        ExtractError: as `draft.read_draft`.
    """
    draft = read_draft(page)
    own = page.item.web_url
    final = page.final_url or own
    address = choose_address(draft.metadata, own, final) if draft.is_page else Address(own)
    return Reading(page, draft, address)


def learn_habits(
    readings: Sequence[Reading], known: Mapping[str, Sequence[str]]
) -> Mapping[str, TitleHabits]:
    """Return what sites add to their titles, by domain, for those whose titles may need a cut."""
    titles: dict[str, list[str]] = {}
    for reading in readings:
        titles.setdefault(reading.domain, []).append(reading.printed_title)
    wanted = {reading.domain for reading in readings if reading.has_parts}
    return {
        domain: learn_endings([*titles[domain], *known.get(domain, ())])
        for domain in sorted(wanted)
    }
