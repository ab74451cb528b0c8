"""newsloom.toml with some values changed: checked whole, then written with all other lines kept."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from newsloom.edges.config_files import read_text_of, replace_text
from newsloom.edges.toml_lines import with_value
from newsloom.errors import ConfigError
from newsloom.model.tuning import ChangedSetting, Knob
from newsloom.ports.tuning import Draft
from newsloom.settings import Profile, Settings, parse_settings, toml

SECTIONS: Mapping[Profile, tuple[str, ...]] = {
    Profile.DEFAULT: ("gate", "heating", "quality"),
    Profile.SEED: ("seed",),
}
"""Sections of the settings that decide, by profile, what is published and in which order."""

YES = ("yes", "true", "on", "1")
NO = ("", "no", "false", "off", "0")


class SettingsFile:
    """The settings of a newsroom on disk."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def settings(self) -> Settings:
        """Return the settings as the file has them now."""
        return parse_settings(read_text_of(self.path), str(self.path))

    def draft(self, given: Mapping[str, str]) -> Draft:
        """Return the settings with some values replaced."""
        return self.redrawn(given)[0]

    def save(self, given: Mapping[str, str]) -> Draft:
        """Write the lines of what changes, unless there are faults."""
        draft, text = self.redrawn(given)
        if draft.changed and draft.settings is not None:
            replace_text(self.path, text)
        return draft

    def redrawn(self, given: Mapping[str, str]) -> tuple[Draft, str]:
        """Return the settings with some values replaced, and the text of the file for them.

        Raises:
            ConfigError: the file is wrong as it is, or writes a value in a way that cannot be
                changed line by line.
        """
        text = read_text_of(self.path)
        before = parse_settings(text, str(self.path))
        knobs = {knob.name: knob for knob in knobs_of(before)}
        values: dict[str, object] = {}
        faults: dict[str, str] = {}
        for name, typed in given.items():
            try:
                values[name] = value_of(knobs[name], typed)
            except KeyError:
                names = ", ".join(knobs)
                faults[name] = f"`{name}` is no setting that can be tried; choose from {names}."
            except ValueError as exc:
                faults[name] = str(exc)
        changed = [
            ChangedSetting(name, toml(valued(before, name)), toml(value))
            for name, value in values.items()
            if value != valued(before, name)
        ]
        if faults:
            return Draft(None, faults, tuple(changed)), text
        after = before
        for change in changed:
            after = with_setting(after, change.name, values[change.name])
            text = with_value(text, change.name, values[change.name])
        self.prove(text, after, changed[0].name if changed else "")
        return Draft(after, {}, tuple(changed)), text

    def prove(self, text: str, wanted: Settings, name: str) -> None:
        """Accept a rewritten text that reads back as the settings it was written for."""
        try:
            is_so = parse_settings(text, str(self.path)) == wanted
        except ConfigError:
            is_so = False
        if not is_so:
            section, _, key = name.partition(".")
            message = (
                f"`{name}` is written in a way that cannot be changed from here; put "
                f"`{key} = ...` on a line of its own below `[{section}]`"
            )
            raise ConfigError(str(self.path), message)


def knobs_of(settings: Settings) -> list[Knob]:
    """Return the settings the gate can be tried with, those of the profile in force."""
    found = []
    for section in SECTIONS[settings.newsroom.profile]:
        record = getattr(settings, section)
        hints = get_type_hints(type(record), include_extras=True)
        for entry in fields(record):
            value = getattr(record, entry.name)
            doc = entry.metadata["doc"]
            found.append(knob_of(f"{section}.{entry.name}", doc, value, hints[entry.name]))
    return found


def knob_of(name: str, doc: str, value: object, hint: Any) -> Knob:
    """Return one setting with its bounds."""
    if isinstance(value, bool):
        return Knob(name, doc, "yes", "yes" if value else "")
    if isinstance(value, tuple):
        return Knob(name, doc, "lines", "\n".join(value))
    least, most = bounds_of(hint)
    return Knob(name, doc, "number", number_text(value), least, most, isinstance(value, int))


def number_text(value: object) -> str:
    """Return a number without idle zeros: "24", "0.5"."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def bounds_of(hint: Any) -> tuple[float | None, float | None]:
    """Return the least and the most a number may be."""
    least: float | None = None
    most: float | None = None
    for meta in get_args(hint)[1:] if get_origin(hint) is Annotated else ():
        if isinstance(meta, msgspec.Meta):
            least = next((b for b in (meta.ge, meta.gt) if b is not None), least)
            most = next((b for b in (meta.le, meta.lt) if b is not None), most)
    return least, most


def value_of(knob: Knob, typed: str) -> object:
    """Return what somebody typed as the value of a setting.

    Raises:
        ValueError: it is none; with the sentence that says what is wanted.
    """
    text = typed.strip()
    if knob.kind == "yes":
        if text.lower() not in (*YES, *NO):
            raise ValueError("Write yes or no.")
        return text.lower() in YES
    if knob.kind == "lines":
        return tuple(dict.fromkeys(filter(None, (line.strip() for line in typed.splitlines()))))
    return number_of(knob, text)


def number_of(knob: Knob, text: str) -> float:
    """Return a number within the bounds of its setting; see ``value_of``."""
    try:
        value: float = int(text) if knob.is_whole else float(text)
    except ValueError as exc:
        raise ValueError(wanted(knob)) from exc
    is_above = knob.least is None or value >= knob.least
    if not math.isfinite(value) or not is_above or (knob.most is not None and value > knob.most):
        raise ValueError(wanted(knob))
    if not knob.is_whole and knob.least == 0 and value == 0:
        raise ValueError(wanted(knob))
    return value


def wanted(knob: Knob) -> str:
    """Return the sentence that says which numbers a setting takes."""
    kind = "a whole number" if knob.is_whole else "a number"
    least = 0 if knob.least is None else knob.least
    start = f"from {least:g}" if knob.is_whole or least else "above 0"
    end = "" if knob.most is None else f" to {knob.most:g}"
    return f"Write {kind} {start}{end}."


def valued(settings: Settings, name: str) -> object:
    """Return the value of a setting."""
    section, _, key = name.partition(".")
    return getattr(getattr(settings, section), key)


def with_setting(settings: Settings, name: str, value: object) -> Settings:
    """Return settings with one value replaced."""
    section, _, key = name.partition(".")
    record = replace(getattr(settings, section), **{key: value})
    return replace(settings, **{section: record})
