"""The files of a newsroom that say what it is -> settings, taxonomy and providers in force.

The desk and people's editors change these files while the newsroom is at work; what cannot be read
does not come into force.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from newsloom.errors import ConfigError
from newsloom.extract.registry import Registry, parse_providers
from newsloom.judge.topics import Taxonomy, parse_taxonomy
from newsloom.publish.target import TARGETS
from newsloom.settings import Settings, parse_settings

SETTINGS_FILE = "newsloom.toml"
PROVIDERS_FILE = "providers.toml"
PAIR_MODEL_FILE = "pair_model.toml"
"""Weights of the pair model, as `newsloom train` writes them; absent = those of Newsloom."""

LOOK_SECONDS = 1.0
"""How often it is asked whether a file has changed."""

LOG = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]
"""Path, time of change in ns and bytes of each file."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the files of a newsroom say."""

    settings: Settings
    taxonomy: Taxonomy
    registry: Registry


def read_all(folder: Path) -> Config:
    """Return what the files of a newsroom say.

    Raises:
        ConfigError: no newsroom there, or one of its files is wrong.
    """
    settings = read_settings(folder)
    taxonomy = parse_taxonomy({str(path): read_config(path) for path in taxonomy_files(folder)})
    providers = folder / PROVIDERS_FILE
    registry = parse_providers(read_config(providers), str(providers)) if providers.exists() else {}
    return Config(settings, taxonomy, registry)


def taxonomy_files(folder: Path) -> list[Path]:
    """Return the files of a newsroom's taxonomy, by name."""
    return sorted((folder / "taxonomy").glob("*.y*ml"))


def read_settings(folder: Path) -> Settings:
    """Return the checked settings of the newsroom in a folder."""
    path = folder / SETTINGS_FILE
    if not path.is_file():
        raise ConfigError(str(path), f"no newsroom here; make one with `newsloom init {folder}`")
    text = read_config(path)
    settings = parse_settings(text, str(path))
    for target in settings.publishing.targets:
        if target not in TARGETS:
            message = f"`publishing.targets` names `{target}`; choose from {', '.join(TARGETS)}"
            raise ConfigError(str(path), message)
    return settings


def read_config(path: Path) -> str:
    """Return the text of a settings file."""
    try:
        return path.read_text("utf-8-sig")
    except OSError as exc:
        message = f"cannot be read: {exc.strerror}; check the file and its rights"
        raise ConfigError(str(path), message) from exc
    except UnicodeDecodeError as exc:
        line = exc.object[: exc.start].count(b"\n") + 1
        raise ConfigError(str(path), "is not UTF-8; save it as UTF-8", line) from exc


def stamp_of(folder: Path) -> Stamp:
    """Return what changes whenever a file of the newsroom's settings does."""
    named = [folder / name for name in (SETTINGS_FILE, PROVIDERS_FILE, PAIR_MODEL_FILE)]
    return tuple(
        (str(path), (found := path.stat()).st_mtime_ns, found.st_size)
        for path in [*named, *taxonomy_files(folder)]
        if path.is_file()
    )


class InForce:
    """What the files of a newsroom say now; a change that cannot be read is logged, not taken."""

    def __init__(self, folder: Path, config: Config) -> None:
        self.folder, self.config = folder, config
        self._stamp = stamp_of(folder)
        self._looked_at = time.monotonic()
        self._turn = threading.Lock()

    def now(self) -> Config:
        """Return what is in force, at most a second old."""
        with self._turn:
            if time.monotonic() - self._looked_at >= LOOK_SECONDS:
                self._looked_at = time.monotonic()
                self._look()
            return self.config

    def refresh(self) -> None:
        """Take what the files say at once: somebody has just changed them here."""
        with self._turn:
            self._look()

    def _look(self) -> None:
        stamp = stamp_of(self.folder)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self.config = read_all(self.folder)
        except ConfigError as exc:
            LOG.warning("%s; what was in force before stays", exc)
