"""What the desk needs to tune the newsroom: settings, topics, providers, and the pair model.

Nothing is written before something is saved; what is saved is a file of the newsroom, and the
pipeline's row versions make every answer due that depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from newsloom.model import Topic
from newsloom.model.tuning import (
    ChangedSetting,
    Knob,
    LearningState,
    Publisher,
    Simulation,
    TopicPreview,
)
from newsloom.settings import Settings

Faults = Mapping[str, str]
"""Field -> sentence that says what is wrong with it; "" = what is wrong with no single field."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Settings as somebody would have them."""

    settings: Settings | None
    """None = there are faults."""
    faults: Faults
    changed: tuple[ChangedSetting, ...]


@dataclass(frozen=True, slots=True)
class PlacedTopic:
    """A topic and where it stands."""

    topic: Topic
    file: str
    """Name of its file in the folder ``taxonomy``."""
    depth: int
    """0 = it has no parent."""
    digest: str
    """Of its lines in the file: another one = somebody has changed it since."""


@dataclass(frozen=True, slots=True)
class PlacedPublisher:
    """A provider of the registry and how the file has it."""

    publisher: Publisher
    digest: str
    """Of its lines in the file: another one = somebody has changed it since."""


class Tuning(Protocol):
    """The newsroom's files, tried out and rewritten. Any method can raise StoreError."""

    # settings
    def knobs(self) -> Sequence[Knob]:
        """The settings the simulator can change, of the profile in force, with their values."""
        ...

    def draft(self, given: Mapping[str, str]) -> Draft:
        """The settings with some values replaced, as forms and command lines give them.

        Raises:
            ConfigError: the settings file itself is wrong.
        """
        ...

    def simulate(self, settings: Settings, days: int) -> Simulation:
        """What other settings would do to the stories of the last days; nothing is written."""
        ...

    def glance(self, settings: Settings) -> Simulation:
        """The same for the stories that are on the front page or near it: quick enough to type."""
        ...

    def save_settings(self, given: Mapping[str, str]) -> Draft:
        """Write the changed lines of the settings file, unless there are faults.

        Raises:
            ConfigError: the file cannot be changed line by line, or not be written.
        """
        ...

    # topics
    def topics(self) -> Sequence[PlacedTopic]:
        """All topics, each followed by its children.

        Raises:
            ConfigError: the taxonomy is wrong.
        """
        ...

    def try_topic(self, topic_id: str, topic: Topic) -> Faults:
        """What is wrong with the taxonomy if a topic were so; ``topic_id`` "" = a new one."""
        ...

    def preview_topic(self, topic_id: str, topic: Topic, days: int) -> TopicPreview:
        """The stories of the last days that gain or lose a topic; the topic has no faults."""
        ...

    def save_topic(self, topic_id: str, topic: Topic, digest: str) -> Faults:
        """Write a topic, unless it has faults or its lines have changed since ``digest``.

        Raises:
            ConfigError: its file cannot be written.
        """
        ...

    def remove_topic(self, topic_id: str) -> Faults:
        """Take out a topic that has no children."""
        ...

    # providers
    def publishers(self) -> Sequence[PlacedPublisher]:
        """The registry, in the order of its file.

        Raises:
            ConfigError: the file is wrong.
        """
        ...

    def shipped_standing(self, domain: str) -> float:
        """Points of quality a provider has where the registry says nothing."""
        ...

    def save_publisher(self, domain: str, publisher: Publisher, digest: str) -> Faults:
        """Write a provider, known by one of its domains; ``domain`` "" = a new one."""
        ...

    def remove_publisher(self, domain: str) -> Faults: ...

    # learning
    def learning(self) -> LearningState: ...
    def start_learning(self, *, retrain: bool) -> str:
        """Begin to compare grouping with the rulings; returns why not, "" = it has begun."""
        ...

    def accept_model(self) -> str:
        """Put the model that was learnt in force; returns why not, "" = it is."""
        ...

    def undo_model(self) -> str:
        """Put back what stood before the last accepted model; returns why not, "" = it is."""
        ...
