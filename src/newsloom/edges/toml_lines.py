"""TOML texts with one value or one table changed: every other line stays as it was.

Works on lines, not on a tree: comments, order and the layout of what is not touched are the
editor's. It proves nothing about the outcome; whoever calls it parses the text again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence

from newsloom.settings import line_of, toml


def with_value(text: str, name: str, value: object) -> str:
    """Return a text with the setting ``section.key`` replaced, or added to its section.

    A comment behind a value on one line stays. A section that is not there is put at the end.
    """
    section, _, key = name.partition(".")
    lines = text.splitlines(keepends=True)
    at = line_of(text, name) - 1
    if at < 0:
        return "".join(added(lines, section, f"{key} = {toml(value)}\n"))
    end = value_end(lines, at)
    note = comment_of(lines[end - 1]) if end == at + 1 else ""
    indent = re.match(r"\s*", lines[at])
    made = f"{indent[0] if indent else ''}{key} = {toml(value)}{note}{ending_of(lines[end - 1])}"
    return "".join([*lines[:at], made, *lines[end:]])


def value_end(lines: Sequence[str], at: int) -> int:
    """Return the place after the last line of the value that begins at a line."""
    for end in range(at + 1, len(lines) + 1):
        if parses("".join(lines[at:end])):
            return end
    return at + 1


def parses(fragment: str) -> bool:
    """Return whether some lines are whole TOML."""
    try:
        tomllib.loads(fragment)
    except tomllib.TOMLDecodeError:
        return False
    return True


def comment_of(line: str) -> str:
    """Return the comment behind a value with the blanks before it, "" when there is none."""
    for found in re.finditer(r"\s*#", line):
        if parses(line[: found.start()]):
            return line[found.start() :].rstrip("\r\n")
    return ""


def ending_of(line: str) -> str:
    """Return how a line ends; one without an end gets that of most."""
    return "\r\n" if line.endswith("\r\n") else "\n"


def added(lines: Sequence[str], section: str, line: str) -> list[str]:
    """Return lines with one more at the end of a section, before the blank lines that follow."""
    headers = [i for i, one in enumerate(lines) if re.match(r"\s*\[", one)]
    start = next((i for i in headers if re.match(rf"\s*\[\s*{section}\s*\]", lines[i])), None)
    if start is None:
        closed = [*lines[:-1], *(ended(one) for one in lines[-1:])]
        return [*closed, "\n" if lines else "", f"[{section}]\n", line]
    end = next((i for i in headers if i > start), len(lines))
    while end > start + 1 and is_between(lines[end - 1]):
        end -= 1
    return [*lines[: end - 1], ended(lines[end - 1]), line, *lines[end:]]


def is_between(line: str) -> bool:
    """Return whether a line is blank or a comment: such lines belong to what follows them."""
    return not line.strip() or line.lstrip().startswith("#")


def ended(line: str) -> str:
    """Return a line that ends."""
    return line if line.endswith("\n") else f"{line}\n"


# --- arrays of tables ----------------------------------------------------------------------------


def tables(text: str, name: str) -> list[tuple[int, int]]:
    """Return first line (from 0) and end of every ``[[name]]`` table.

    Blank lines and comments before the next table belong to that one.
    """
    lines = text.splitlines()
    headers = [i for i, line in enumerate(lines) if re.match(r"\s*\[", line)]
    spans = []
    for start in headers:
        if not re.match(rf"\s*\[\[\s*{name}\s*\]\]", lines[start]):
            continue
        end = next((i for i in headers if i > start), len(lines))
        while end > start + 1 and is_between(lines[end - 1]):
            end -= 1
        spans.append((start, end))
    return spans


def with_keys(block: Sequence[str], wanted: Mapping[str, object]) -> list[str]:
    """Return the lines of a table with some keys changed; None takes a key out."""
    lines = list(block)
    for key, value in wanted.items():
        at = next((i for i, line in enumerate(lines) if re.match(rf"\s*{key}\s*=", line)), None)
        if at is None:
            if value is not None:
                lines = [*lines[:-1], ended(lines[-1]), f"{key} = {toml(value)}\n"]
            continue
        end = value_end(lines, at)
        note = comment_of(lines[end - 1]) if end == at + 1 else ""
        made = [] if value is None else [f"{key} = {toml(value)}{note}{ending_of(lines[end - 1])}"]
        if parsed(lines[at:end]) != {key: plain(value)}:
            lines = [*lines[:at], *made, *lines[end:]]
    return lines


def parsed(lines: Sequence[str]) -> dict[str, object]:
    """Return the values of some lines."""
    return tomllib.loads("".join(lines))


def plain(value: object) -> object:
    """Return a value as TOML gives it back."""
    return list(value) if isinstance(value, tuple) else value


def with_table(text: str, name: str, at: int | None, wanted: Mapping[str, object]) -> str:
    """Return a text with the table of a number (from 0) changed, or a new one at the end."""
    lines = text.splitlines(keepends=True)
    if at is None:
        rows = [f"{key} = {toml(value)}\n" for key, value in wanted.items() if value is not None]
        closed = [*lines[:-1], *(ended(one) for one in lines[-1:])]
        gap = "\n" if closed and closed[-1].strip() else ""
        return "".join([*closed, gap, f"[[{name}]]\n", *rows])
    start, end = tables(text, name)[at]
    return "".join([*lines[:start], *with_keys(lines[start:end], wanted), *lines[end:]])


def without_table(text: str, name: str, at: int) -> str:
    """Return a text without the table of a number, nor the comment and blank lines before it.

    The comment at the head of the file stays, and one after a blank line stays with the file.
    """
    lines = text.splitlines(keepends=True)
    start, end = tables(text, name)[at]
    first = start
    while first and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    if first == 0:
        first = start
    while first and not lines[first - 1].strip():
        first -= 1
    return "".join([*lines[:first], *lines[end:]])
