"""A newsroom's folder and store -> ``ports.Tuning``: what the desk tries out and writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from newsloom.edges.publisher_files import PublisherFile
from newsloom.edges.recent import hottest_stories, recent_stories
from newsloom.edges.settings_file import SettingsFile, knobs_of
from newsloom.edges.store import SqlStore
from newsloom.edges.topic_files import TopicFiles, faults_of
from newsloom.extract.registry import never_leading_in
from newsloom.judge.quality import shipped_standing
from newsloom.judge.simulation import Trial, compare_fresh, compare_kept, try_story
from newsloom.judge.topics import parse_taxonomy
from newsloom.match.lead import choose_lead
from newsloom.model import Contest, Lead, StoryId, Topic
from newsloom.model.tuning import Knob, LearningState, Publisher, Simulation, TopicPreview
from newsloom.newsroom.config import PROVIDERS_FILE, SETTINGS_FILE
from newsloom.newsroom.learning import Learning
from newsloom.newsroom.retagging import Doubt, retagged
from newsloom.ports.tuning import Draft, Faults, PlacedPublisher, PlacedTopic
from newsloom.settings import Settings
from newsloom.stage import batched
from newsloom.text.slug import slugify

LEAST_DAYS, MOST_DAYS = 1, 60
"""Days a simulation can look back."""

MOST_STORIES = 2_000
"""Stories a simulation tries: they take about a second."""

MOST_RETAGGED = 1_000
"""Stories a preview of a topic tries: tagging all of them again takes a second and a half."""

NEAR_FRONT = 120
"""Stories a glance tries, shown ones and others each: those that could come to the first places."""

GONE = "There is no such topic any more; somebody has removed it."
CHANGED_SINCE = "Somebody has changed this since you opened it; load the page again."

AT_ONCE = 200
"""Stories whose texts are held together."""

TAXONOMY = "taxonomy"


class RoomTuning:
    """``ports.Tuning`` on a folder; it reads the files anew each time."""

    def __init__(
        self,
        folder: Path,
        store: SqlStore,
        clock: Callable[[], datetime],
        refresh: Callable[[], None] = lambda: None,
    ) -> None:
        """``refresh`` is called when a file has been written: it is to come into force."""
        self.folder, self.store, self.clock, self.refresh = folder, store, clock, refresh
        self.settings_file = SettingsFile(folder / SETTINGS_FILE)
        self.topic_files = TopicFiles(folder / TAXONOMY)
        self.publisher_file = PublisherFile(folder / PROVIDERS_FILE)
        self._learning = Learning(folder, store)
        self._turn = threading.Lock()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let one at a time read a file and write it; what was written comes into force."""
        with self._turn:
            yield
        self.refresh()

    # --- settings --------------------------------------------------------------------------------

    def knobs(self) -> Sequence[Knob]:
        """Return the settings the simulator can change."""
        return knobs_of(self.settings_file.settings())

    def draft(self, given: Mapping[str, str]) -> Draft:
        """Return the settings with some values replaced."""
        return self.settings_file.draft(given)

    def save_settings(self, given: Mapping[str, str]) -> Draft:
        """Write the changed lines of the settings file."""
        with self.writing():
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
        barred = never_leading_in(self.publisher_file.registry())

        def elect(contest: Contest, under: Settings) -> Lead:
            return choose_lead(contest, under.leading, under.newsroom.profile, barred)

        for piece in batched(ids, AT_ONCE):
            for hearing in self.store.hearings(piece).values():
                yield try_story(hearing, now, settings, at, elect)

    # --- topics ----------------------------------------------------------------------------------

    def topics(self) -> Sequence[PlacedTopic]:
        """Return all topics, each followed by its children."""
        return self.topic_files.topics()

    def try_topic(self, topic_id: str, topic: Topic) -> Faults:
        """Return what is wrong with the taxonomy if a topic were so."""
        return self.tried_topic(topic_id, topic)[1]

    def tried_topic(self, topic_id: str, topic: Topic) -> tuple[Mapping[str, str], Faults]:
        """Return the files with a topic changed or added, and what is wrong with them."""
        if topic_id and not any(p.topic.topic_id == topic_id for p in self.topics()):
            return {}, {"": GONE}
        empty = {key: "Fill this in." for key in ("topic_id", "name") if not getattr(topic, key)}
        if empty:
            return {}, empty
        if not topic_id and slugify(topic.topic_id) != topic.topic_id:
            return {}, {"topic_id": "Write small letters, digits and hyphens only."}
        texts = self.topic_files.redrawn(topic_id, topic)
        return texts, faults_of(texts, topic.topic_id)

    def preview_topic(self, topic_id: str, topic: Topic, days: int) -> TopicPreview:
        """Return the stories of the last days that gain or lose a topic."""
        days = min(max(days, LEAST_DAYS), MOST_DAYS)
        ids, found = recent_stories(self.store, self.clock() - timedelta(days=days), MOST_RETAGGED)
        after = parse_taxonomy(self.topic_files.redrawn(topic_id, topic))
        doubt = Doubt(self.topic_files.taxonomy(), after)
        changed = [
            row
            for piece in batched(ids, AT_ONCE)
            for brief in self.store.briefs(piece)
            if (row := retagged(brief, after, doubt)) is not None
        ]
        return TopicPreview(days, len(ids), found - len(ids), tuple(changed))

    def save_topic(self, topic_id: str, topic: Topic, digest: str) -> Faults:
        """Write a topic, unless it has faults or its lines have changed since ``digest``."""
        with self.writing():
            placed = {one.topic.topic_id: one for one in self.topics()}
            if topic_id in placed and placed[topic_id].digest != digest:
                return {"": CHANGED_SINCE}
            texts, faults = self.tried_topic(topic_id, topic)
            if not faults:
                self.topic_files.save(texts)
            return faults

    def remove_topic(self, topic_id: str) -> Faults:
        """Take out a topic that has no children."""
        topics = [placed.topic for placed in self.topics()]
        if all(topic.topic_id != topic_id for topic in topics):
            return {"": GONE}
        children = [topic.name for topic in topics if topic.parent == topic_id]
        if children:
            names = ", ".join(children)
            return {"": f"It has children: {names}. Move or remove them first."}
        with self.writing():
            texts = self.topic_files.without(topic_id)
            faults = faults_of(texts, "")
            if not faults:
                self.topic_files.save(texts)
            return faults

    # --- providers -------------------------------------------------------------------------------

    def publishers(self) -> Sequence[PlacedPublisher]:
        """Return the registry, in the order of its file."""
        return self.publisher_file.publishers()

    def shipped_standing(self, domain: str) -> float:
        """Return the points of quality a provider has where the registry says nothing."""
        return shipped_standing(domain)

    def save_publisher(self, domain: str, publisher: Publisher, digest: str) -> Faults:
        """Write a provider, known by one of its domains; ``domain`` "" = a new one."""
        with self.writing():
            return self.publisher_file.save(domain, publisher, digest)

    def remove_publisher(self, domain: str) -> Faults:
        """Take a provider out of the registry."""
        with self.writing():
            return self.publisher_file.remove(domain)

    # --- learning --------------------------------------------------------------------------------

    def learning(self) -> LearningState:
        """Return what rulings teach, as far as it is known."""
        return self._learning.state()

    def start_learning(self, *, retrain: bool) -> str:
        """Begin to compare grouping with the rulings; returns why not."""
        return self._learning.start(retrain=retrain)

    def accept_model(self) -> str:
        """Put the model that was learnt in force; returns why not."""
        with self.writing():
            return self._learning.accept()

    def undo_model(self) -> str:
        """Put back what stood before the last accepted model; returns why not."""
        with self.writing():
            return self._learning.undo()
