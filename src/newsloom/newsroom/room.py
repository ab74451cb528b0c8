"""A folder on disk -> an open newsroom: settings, taxonomy, store and the pipeline over them.

The clock and the environment are read here.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from newsloom.edges.calling import HookCaller
from newsloom.edges.embed import open_embedder
from newsloom.edges.files import FolderTarget
from newsloom.edges.http import WebFetcher
from newsloom.edges.hubs import WebHubs
from newsloom.edges.neighbours import open_neighbours
from newsloom.edges.store import SqlStore, open_store
from newsloom.errors import ConfigError
from newsloom.extract.registry import Registry
from newsloom.judge.topics import Taxonomy
from newsloom.match.engines import Engines, new_engines
from newsloom.match.pair_model import PairModel, parse_pair_model, shipped_model
from newsloom.model import Edition, StageCount
from newsloom.newsroom.config import PAIR_MODEL_FILE, read_all, read_config
from newsloom.pipeline import Tools, stages
from newsloom.ports import Embedder
from newsloom.publish.sealed import MIN_KEY_BYTES
from newsloom.settings import Profile, Settings
from newsloom.stage import Stage

KEY_VARIABLE = "NEWSLOOM_MASTER_KEY"
"""Environment variable with the base64 master key of the ``secured`` values."""

Clock = Callable[[], datetime]
Progress = Callable[[StageCount, int], None]


def now() -> datetime:
    """Return the moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Room:
    """An open newsroom."""

    folder: Path
    settings: Settings
    taxonomy: Taxonomy
    registry: Registry
    store: SqlStore
    clock: Clock
    embedder: Embedder
    pair_model: PairModel
    master_key: bytes

    @property
    def edition_folder(self) -> Path:
        """Where the edition is written."""
        return self.folder / self.settings.publishing.folder

    def edition(self) -> Edition:
        """Return all that is published now."""
        per_lead = self.settings.newsroom.profile is Profile.SEED
        return self.store.edition(self.taxonomy.topics, per_lead)

    def table(
        self, engines: Engines | None = None, fetcher: WebFetcher | None = None
    ) -> tuple[Stage, ...]:
        """Return the pipeline over this room's store and edges.

        Args:
            engines: those of earlier runs, while nobody else could write; None = new ones.
            fetcher: the one of earlier runs, which knows when it asked whom; None = a new one.
        """
        tools = Tools(
            self.store, fetcher or self.fetcher(),
            WebHubs(self.settings.fetching, self.clock), self.store,
            FolderTarget(self.edition_folder, self.clock),
            HookCaller(self.settings.fetching, self.clock), self.settings, self.taxonomy,
            self.registry, self.embedder, engines or self.engines(), self.master_key, self.clock,
        )  # fmt: skip
        return stages(tools)

    def fetcher(self) -> WebFetcher:
        """Return a fetcher that knows the robots.txt files of earlier runs."""
        return WebFetcher(self.settings.fetching, self.clock, self.store)

    def engines(self) -> Engines:
        """Return engines of matching that know nothing yet."""
        return new_engines(self.settings.matching, self.pair_model, open_neighbours)


@contextmanager
def opened(folder: Path, clock: Clock = now) -> Iterator[Room]:
    """Open the newsroom in a folder; its store is closed at the end.

    ``clock`` tells the moment, UTC: another one than the machine's is for samples and tests.

    Raises:
        ConfigError: no newsroom there, or one of its files is wrong.
        StoreError: its database cannot be opened.
    """
    config = read_all(folder)
    key = master_key()
    embedder = open_embedder(config.settings.matching.embedder, folder)
    pair_model = read_pair_model(folder)
    store = open_store(f"sqlite:///{folder.resolve() / 'newsloom.db'}")
    try:
        yield Room(
            folder, config.settings, config.taxonomy, config.registry, store, clock, embedder,
            pair_model, key,
        )  # fmt: skip
    finally:
        store.close()


def read_pair_model(folder: Path) -> PairModel:
    """Return the pair model of the newsroom in a folder; without one that of Newsloom."""
    path = folder / PAIR_MODEL_FILE
    return parse_pair_model(read_config(path), str(path)) if path.is_file() else shipped_model()


def master_key() -> bytes:
    """Return the master key from the environment, b"" when there is none.

    Raises:
        ConfigError: it is not base64, or too short to protect anything.
    """
    text = os.environ.get(KEY_VARIABLE, "")
    remedy = "make a key with `head -c 32 /dev/urandom | base64`"
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as exc:
        raise ConfigError(KEY_VARIABLE, f"is not base64; {remedy}") from exc
    if text and len(key) < MIN_KEY_BYTES:
        message = f"has {len(key)} bytes, {MIN_KEY_BYTES} are needed; {remedy}"
        raise ConfigError(KEY_VARIABLE, message)
    return key
