"""Shared runs -> those that are house text of an article's own site.

House text stands in many different texts of one site: footers, appeals, notes on the author, which
sister sites have as well. Learnt from the articles held; no list of phrases.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from newsloom.match.holdings import Holdings, Places
from newsloom.match.run_index import Meetings

Flags = npt.NDArray[np.bool_]
Runs = npt.NDArray[np.uint32]

SAME_TEXT = 0.5
"""Share of its runs in another text of its site that makes both the same text."""

HOUSE_SHARE, HOUSE_TEXTS = 0.5, (4, 20)
"""Share of a site's texts that makes a run house text; how many at least, and always enough."""


def house_text(met: Meetings, held: Holdings) -> tuple[Flags, dict[int, Runs]]:
    """Return which meetings are by house text of their owner, and that text's runs by owner.

    A run is house text when it stands in half of the site's other texts that are held, in 4 at
    least (20 are always enough); a text that is half the same counts as the same text.
    """
    domain = held.columns["domain"]
    mine = met.where((domain[met.owner] == domain[met.place]) & (domain[met.owner] > 0))
    own_runs = held.columns["runs"][mine.owner].max(axis=1)
    _, pair, shared = np.unique(
        keys_of(mine.owner, mine.place), return_inverse=True, return_counts=True
    )
    mine = mine.where(shared[pair] < SAME_TEXT * own_runs)
    runs, texts = np.unique(keys_of(mine.owner, mine.run), return_counts=True)
    others = held.site_size[domain[(runs >> np.uint64(32)).astype(np.int64)]] - 1
    house = runs[texts >= np.clip(HOUSE_SHARE * others, *HOUSE_TEXTS)]
    owners, begin = np.unique(house >> np.uint64(32), return_index=True)
    by_owner = np.split(house.astype(np.uint32), begin[1:])
    is_house = np.isin(keys_of(met.owner, met.run), house)
    return is_house, dict(zip(owners.tolist(), by_owner, strict=False))


def keys_of(owner: Places, other: npt.NDArray[np.integer]) -> npt.NDArray[np.uint64]:
    """Return one number for each pair, in the order of the owners."""
    return (owner.astype(np.uint64) << np.uint64(32)) | other.astype(np.uint64)
