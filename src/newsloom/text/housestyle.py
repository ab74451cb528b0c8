"""Values -> YAML text in the style of the posts; no anchors, no line folding, no surprises.

Every text reads back the same under YAML 1.1 (PyYAML, Jekyll) and 1.2. Prose and addresses are
always in double quotes, short names are plain where that is safe. It knows no article and parses
nothing; `newsloom.text.frontmatter` reads.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TypeAlias

Value: TypeAlias = object
"""None, bool, int, float, str, datetime, date, or a list/tuple or mapping of these."""

QUOTED_KEYS = frozenset({"title", "excerpt", "url", "featuredContent", "secured", "description"})
"""Keys whose text is always in double quotes, with every key that ends in ``Url``."""

APART_KEYS = frozenset({"featuredContent", "secured"})
"""Keys that stand between blank lines though their value is one line."""

MAX_KEY = 1000
"""YAML readers give up on a plain key after 1,024 characters."""

RESERVED = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|none|nan|inf|~|=|<<)\Z", re.IGNORECASE)
NUMBER_LIKE = re.compile(r"[-+.]?[0-9][0-9a-fox_,.:+-]*\Z", re.IGNORECASE)
DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
INDICATORS = "-?:,[]{}#&*!|>'\"%@`.+~=<"
SPECIAL = re.compile(
    r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]'
    "|[\U0001fffe\U0001ffff]"
)
SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def render_mapping(values: Mapping[str, Value], newline: str = "\n") -> str:
    """Return all entries of a top-level mapping, blank lines between its blocks; "" for none.

    Raises:
        ValueError: a value YAML has no form for, or a key over 1,000 characters.
    """
    parts: list[str] = []
    apart_before = False
    for key, value in values.items():
        apart = is_apart(key, value)
        if parts and (apart or apart_before):
            parts.append(newline)
        parts.append(render_entry(key, value, newline))
        apart_before = apart
    return "".join(parts)


def is_apart(key: str, value: Value) -> bool:
    """Return whether the entry is a block of its own, set off by blank lines."""
    return key in APART_KEYS or is_block(value)


def render_entry(key: str, value: Value, newline: str = "\n") -> str:
    """Return one top-level entry with its line end, in house style.

    Raises:
        ValueError: a value YAML has no form for, or a key over 1,000 characters.
    """
    return "".join(line + newline for line in entry_lines(key, value, ""))


def render_value(value: Value, key: str = "") -> str:
    """Return one scalar, or an empty list or mapping, as it stands after ``key: ``.

    Raises:
        ValueError: a value YAML has no one-line form for.
    """
    if isinstance(value, str):
        return quoted(value) if is_quoted(key) or not is_plain(value) else value
    if isinstance(value, (Mapping, list, tuple)) and not value:
        return "{}" if isinstance(value, Mapping) else "[]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return render_float(value)
    if isinstance(value, date):
        return render_date(value)
    raise ValueError(f"no YAML form for {type(value).__name__} under {key!r}")


def entry_lines(key: object, value: Value, indent: str) -> Iterable[str]:
    """Yield the lines of ``key: value`` at an indent."""
    name = render_value(key)
    if len(name) > MAX_KEY:
        raise ValueError(f"a key of {len(name)} characters is longer than the {MAX_KEY} allowed")
    if not is_block(value):
        yield f"{indent}{name}: {render_value(value, str(key))}"
        return
    yield f"{indent}{name}:"
    yield from block_lines(value, str(key), indent + "  ")


def block_lines(value: Value, key: str, indent: str) -> Iterable[str]:
    """Yield the lines of a filled list or mapping at an indent."""
    if isinstance(value, Mapping):
        for inner, item in value.items():
            yield from entry_lines(inner, item, indent)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from item_lines(item, key, indent)


def item_lines(item: Value, key: str, indent: str) -> Iterable[str]:
    """Yield the lines of one list item: its first line starts with a hyphen."""
    if not is_block(item):
        yield f"{indent}- {render_value(item, key)}"
        return
    for number, line in enumerate(block_lines(item, key, indent + "  ")):
        yield line if number else f"{indent}- {line[len(indent) + 2 :]}"


def is_block(value: Value) -> bool:
    """Return whether the value needs lines of its own."""
    return isinstance(value, (Mapping, list, tuple)) and bool(value)


def is_quoted(key: str) -> bool:
    """Return whether texts under this key are always in double quotes."""
    return key in QUOTED_KEYS or key.endswith("Url")


def is_plain(text: str) -> bool:
    """Return whether a text without quotes reads as itself in every YAML."""
    if not text or text != text.strip() or text[0] in INDICATORS or text[-1] == ":":
        return False
    if ": " in text or " #" in text or not text.isprintable():
        return False
    return not (RESERVED.match(text) or NUMBER_LIKE.match(text) or DATE_LIKE.match(text))


def quoted(text: str) -> str:
    """Return a text in double quotes on one line, special characters escaped."""
    return f'"{SPECIAL.sub(escape, text)}"'


def escape(found: re.Match[str]) -> str:
    """Return the YAML escape of one character."""
    char = found[0]
    code = ord(char)
    if char in SHORT:
        return SHORT[char]
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def render_float(value: float) -> str:
    """Return a float with the point that YAML 1.1 asks for: ``1.0e+16``."""
    if math.isnan(value) or math.isinf(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    text = repr(value)
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def render_date(value: date) -> str:
    """Return a moment as ``2020-06-09T00:53:00Z`` (a naive one is UTC), a day as it is."""
    if not isinstance(value, datetime):
        return value.isoformat()
    moment = value.astimezone(UTC) if value.tzinfo else value
    return moment.replace(tzinfo=None).isoformat() + "Z"
