"""A newsroom's folder and store -> ``ports.Tuning``: what the desk tries out and writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from newsloom.edges.recent import hottest_stories, recent_stories
from newsloom.edges.settings_file import SettingsFile, knobs_of
from newsloom.edges.store import SqlStore
from newsloom.judge.simulation import Trial, compare_fresh, compare_kept, try_story
from newsloom.model import StoryId
from newsloom.model.tuning import Knob, Simulation
from newsloom.newsroom.config import SETTINGS_FILE
from newsloom.ports.tuning import Draft
from newsloom.settings import Settings
from newsloom.stage import batched

LEAST_DAYS, MOST_DAYS = 1, 60
"""Days a simulation can look back."""

MOST_STORIES = 2_000
"""Stories a simulation tries: they take about a second."""

NEAR_FRONT = 120
"""Stories a glance tries, shown ones and others each: those that could come to the first places."""

AT_ONCE = 200
"""Stories whose texts are held together."""


class RoomTuning:
    """``ports.Tuning`` on a folder; it reads the files anew each time."""

    def __init__(self, folder: Path, store: SqlStore, clock: Callable[[], datetime]) -> None:
        self.folder, self.store, self.clock = folder, store, clock
        self.settings_file = SettingsFile(folder / SETTINGS_FILE)

    # --- settings --------------------------------------------------------------------------------

    def knobs(self) -> Sequence[Knob]:
        """Return the settings the simulator can change."""
        return knobs_of(self.settings_file.settings())

    def draft(self, given: Mapping[str, str]) -> Draft:
        """Return the settings with some values replaced."""
        return self.settings_file.draft(given)

    def save_settings(self, given: Mapping[str, str]) -> Draft:
        """Write the changed lines of the settings file."""
        return self.settings_file.save(given)

    def simulate(self, settings: Settings, days: int) -> Simulation:
        """Return what other settings would do to the stories of the last days."""
        days = min(max(days, LEAST_DAYS), MOST_DAYS)
        since = self.clock() - timedelta(days=days)
        ids, found = recent_stories(self.store, since, MOST_STORIES)
        return self.tried(ids, settings, days, found - len(ids))

    def glance(self, settings: Settings) -> Simulation:
        """Return the same for the stories on the front page or near it."""
        return self.tried(hottest_stories(self.store, NEAR_FRONT), settings, 0, 0)

    def tried(
        self, ids: Sequence[StoryId], settings: Settings, days: int, left_out: int
    ) -> Simulation:
        """Return what other settings would do to some stories."""
        at = self.clock()
        trials = list(self.trials(ids, settings, at))
        return Simulation(
            at, days, len(trials), left_out, compare_fresh(trials), compare_kept(trials)
        )

    def trials(self, ids: Sequence[StoryId], settings: Settings, at: datetime) -> Iterator[Trial]:
        """Yield stories under the settings in force and under others."""
        now = self.settings_file.settings()
        for piece in batched(ids, AT_ONCE):
            for hearing in self.store.hearings(piece).values():
                yield try_story(hearing, now, settings, at)
