"""What remembers from chunk to chunk and from run to run, as long as one process has the newsroom.

All of it can be had again from the store: a new process begins with engines that know nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsloom.match.neighbours import ExactNeighbours, Neighbours
from newsloom.match.pair_model import PairModel
from newsloom.match.stories import Weaver
from newsloom.match.syndication import CopyFinder
from newsloom.settings import Matching


@dataclass(frozen=True, slots=True)
class Engines:
    """One engine for each row of the pipeline that has a memory."""

    copies: CopyFinder
    stories: Weaver


def new_engines(
    settings: Matching,
    model: PairModel | None = None,
    neighbours: Callable[[int], Neighbours] = ExactNeighbours,
) -> Engines:
    """Return engines that know nothing yet.

    Args:
        model: None = the one that comes with Newsloom.
        neighbours: width of a vector -> an empty set of such vectors.
    """
    return Engines(CopyFinder(settings), Weaver(settings, model, neighbours))
