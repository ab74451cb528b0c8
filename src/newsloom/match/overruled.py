"""Rulings -> those on grouping that newer ones overrule, each with the newer one and why.

What holds is decided in ``bonds``; here is only told what is left out there.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence

from newsloom.match.bonds import KINDS, Bonds, Copies
from newsloom.model import ArticleId, Clash, Ruling, RulingKind
from newsloom.ruled import Overruling, newest_first, order

Ties = Mapping[str, Sequence[tuple[str, Ruling]]]


def overruled_groupings(rulings: Iterable[Ruling]) -> list[Overruling]:
    """Return the rulings in force on grouping that do not hold, newest first.

    Of those that put one article into stories the newest holds; of all others each that contradicts
    none of the newer ones that hold.
    """
    bonds = Bonds((), Copies())
    members: dict[str, Ruling] = {}
    apart: list[Ruling] = []
    ties: defaultdict[str, list[tuple[str, Ruling]]] = defaultdict(list)
    found: list[Overruling] = []
    for ruling in newest_first(rulings, *KINDS):
        if ruling.kind is RulingKind.MEMBER_OF:
            newer = members.setdefault(ruling.subject, ruling)
            if newer is not ruling:
                if newer.object != ruling.object:
                    found.append(Overruling(ruling, newer, Clash.MOVED))
                continue
        if not bonds.obey(ruling):
            found.append(clash_of(ruling, bonds, apart, ties))
        elif ruling.kind is RulingKind.NOT_SAME_EVENT:
            apart.append(ruling)
        else:
            ties[ruling.subject].append((ruling.object, ruling))
            ties[ruling.object].append((ruling.subject, ruling))
    return found


def clash_of(ruling: Ruling, bonds: Bonds, apart: Sequence[Ruling], ties: Ties) -> Overruling:
    """Return which newer ruling a ruling gives way to: one of those that hold."""
    if ruling.kind is RulingKind.NOT_SAME_EVENT:
        chain = way(ruling.subject, ruling.object, ties)
        return Overruling(ruling, max(chain, key=order, default=ruling), Clash.TOGETHER)
    ends = {bonds.root(ArticleId(i)) for i in (ruling.subject, ruling.object)}
    newer = next(
        foe
        for foe in apart
        if {bonds.root(ArticleId(i)) for i in (foe.subject, foe.object)} == ends
    )
    return Overruling(ruling, newer, Clash.APART)


def way(one: str, other: str, ties: Ties) -> list[Ruling]:
    """Return the rulings that lead from one article to another; [] = it is the same."""
    came: dict[str, tuple[str, Ruling] | None] = {one: None}
    edge = deque([one])
    while edge and other not in came:
        here = edge.popleft()
        for there, ruling in ties.get(here, ()):
            if there not in came:
                came[there] = (here, ruling)
                edge.append(there)
    found: list[Ruling] = []
    step = came.get(other)
    while step is not None:
        found.append(step[1])
        step = came[step[0]]
    return found
