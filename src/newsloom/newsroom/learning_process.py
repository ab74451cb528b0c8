"""The process that looks at the rulings of a newsroom: ``python -m`` this with its folder.

It reads the database and writes nothing but ``cache/learning``; it makes way for others. Whoever
starts it holds the lock and leaves it to this process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

from newsloom.edges.store import SqlStore, open_store
from newsloom.errors import NewsloomError
from newsloom.match.pair_model import render_pair_model
from newsloom.model.tuning import Lesson, Retraining
from newsloom.newsroom.config import read_settings
from newsloom.newsroom.learning import (
    Kept,
    Learning,
    Progress,
    digest_of_pairs,
    write_json,
)
from newsloom.newsroom.replaying import Replay, replay
from newsloom.newsroom.room import now, read_pair_model
from newsloom.settings import Settings
from newsloom.trial.agreement import by_month, mistakes_in
from newsloom.trial.refitting import measure_pairs, retrain, too_few

MOST_MISTAKES = 200
"""Mistakes kept to be shown, the newest first."""

PROGRESS_SECONDS = 0.5
"""How often it is written how far the look is."""

REPLAYING, FITTING = "replaying", "fitting"


class Look:
    """One look at the rulings."""

    def __init__(self, folder: Path, store: SqlStore) -> None:
        self.folder, self.store = folder, store
        self.learning = Learning(folder, store)
        self._told_at = 0.0

    def tell(self, step: str, done: int, total: int) -> None:
        """Write how far the look is, now and then."""
        if done not in (0, total) and monotonic() - self._told_at < PROGRESS_SECONDS:
            return
        self._told_at = monotonic()
        write_json(self.learning.progress_file, Progress(step, done, total))

    def run(self, *, is_retraining: bool) -> None:
        """Compare grouping with the rulings, and learn from them if wanted."""
        settings, pairs = read_settings(self.folder), self.learning.pairs()
        model = read_pair_model(self.folder)
        found = replay(
            pairs, self.store, settings.matching, model, lambda n, of: self.tell(REPLAYING, n, of)
        )
        self.learning.offer_file.unlink(missing_ok=True)
        learnt = self.learn(found, settings) if is_retraining else None
        titles = {key: made.title for key, made in found.fingerprints.items()}
        lesson = Lesson(
            at=now(),
            ruled=len(pairs),
            left_out=len(pairs) - len(found.judged),
            months=by_month(found.judged),
            mistakes=mistakes_in(found.judged, titles)[:MOST_MISTAKES],
            retraining=learnt,
        )
        write_json(self.learning.lesson_file, Kept(digest_of_pairs(pairs), lesson))

    def learn(self, found: Replay, settings: Settings) -> Retraining:
        """Return how a model learnt from the rulings does; it is offered when it is better.

        Raises:
            NewsloomError: the pairs that could be replayed are too few.
        """
        model = read_pair_model(self.folder)
        pairs = [one.pair for one in found.judged]
        self.tell(FITTING, 0, 1)
        measured = measure_pairs(pairs, found.fingerprints, settings.matching, model)
        if said := too_few(measured.same):
            raise NewsloomError(said)
        told = f"{len(pairs)} ruled pairs, from: {model.trained_on}"
        learnt, outcome = retrain(
            measured, model, told, lambda done, total: self.tell(FITTING, done, total)
        )
        if outcome.is_better:
            self.learning.offer_file.write_text(render_pair_model(learnt), "utf-8")
        return outcome


def main(arguments: Sequence[str]) -> None:
    """Look at the rulings of the newsroom in a folder; a failure is kept to be shown."""
    folder, is_retraining = Path(arguments[0]), "retrain" in arguments[1:]
    os.nice(10)
    store = open_store(f"sqlite:///{folder.resolve() / 'newsloom.db'}")
    try:
        look = Look(folder, store)
        look.tell(REPLAYING, 0, 0)
        try:
            look.run(is_retraining=is_retraining)
        except NewsloomError as exc:
            write_json(look.learning.progress_file, Progress(failure=f"{exc}"))
            return
        look.learning.progress_file.unlink(missing_ok=True)
    finally:
        store.close()


if __name__ == "__main__":
    main(sys.argv[1:])
