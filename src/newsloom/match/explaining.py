"""Two articles in the company of others -> what is compared of them, and how far each thing pulls.

How rare a word is depends on the others: the more of them there are, the nearer is this to what the
machine saw when it decided. Decides nothing.
"""

from __future__ import annotations

from newsloom.match.pair_model import PairModel
from newsloom.match.stories import Weaver
from newsloom.model import ArticleId, Feature
from newsloom.ports import StoryWindow
from newsloom.settings import Matching


def explain_pair(
    window: StoryWindow,
    one: ArticleId,
    two: ArticleId,
    settings: Matching,
    model: PairModel | None = None,
) -> tuple[Feature, ...]:
    """Return what is compared of two articles of a window; () = one of them is not in it."""
    weaver = Weaver(settings, model)
    weaver.take_in(window)
    here = weaver.loom.active.places
    if one not in here or two not in here:
        return ()
    return weaver.loom.near.explain(here[one], here[two]).features
