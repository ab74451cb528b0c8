"""Two weighed articles -> what they share, as people read it. Weighs nothing."""

from __future__ import annotations

from newsloom.match.window import Weighed
from newsloom.text.tokens import content_words, words


def sentence_of(one: Weighed, two: Weighed) -> str:
    """Return the evidence as a person reads it; ``one`` is the joining article."""
    parts = []
    both_name = shared_names(one, two)
    shared = shared_words(one, two, both_name)
    numbers = shared_numbers(one, two)
    if both_name:
        parts.append(f"names {and_list(both_name)} too")
    if shared:
        parts.append(f"shares the words {and_list([f'“{word}”' for word in shared])}")
    if numbers:
        kind = "number" if len(numbers) == 1 else "numbers"
        parts.append(f"gives the same {kind} ({', '.join(numbers)})")
    if one.fingerprint.is_dated and two.fingerprint.is_dated:
        parts.append(f"came {when(one, two)} “{two.fingerprint.title}”")
    else:
        parts.append(f"is nearest to “{two.fingerprint.title}”")
    return f"It {and_list(parts)}."


def shared_names(one: Weighed, two: Weighed) -> list[str]:
    """Return at most three names both articles print, in the order of the first."""
    others = {name.casefold() for name in two.fingerprint.names}
    both: dict[str, str] = {}
    for name in one.fingerprint.names:
        if name.casefold() in others:
            both.setdefault(name.casefold(), name)
    return list(both.values())[:3]


def shared_words(one: Weighed, two: Weighed, named: list[str]) -> list[str]:
    """Return at most four rare words both use, as printed in a headline, beyond those named."""
    said = {word for name in named for word in content_words(name)}
    both = [word for word in one.lede if word in two.lede and word not in said]
    both.sort(key=lambda word: (-one.lede[word] - two.lede[word], word))
    printed = printed_forms(f"{one.fingerprint.title} {two.fingerprint.title}")
    return [printed[word] for word in both if word in printed][:4]


def printed_forms(title: str) -> dict[str, str]:
    """Return canonical word -> the word as a headline prints it, in lower case."""
    forms: dict[str, str] = {}
    for word in words(title):
        for stem in content_words(word):
            forms.setdefault(stem, word)
    return forms


def shared_numbers(one: Weighed, two: Weighed) -> list[str]:
    """Return at most three numbers and dates both give, as people write them."""
    return [readable(anchor) for anchor in sorted(one.anchors & two.anchors)[:3]]


def readable(anchor: str) -> str:
    """Return an anchor as a person writes it: "4200" -> "4,200", "$34e9" -> "$34 billion"."""
    sign, number = ("$", anchor[1:]) if anchor.startswith("$") else ("", anchor)
    for exponent, word in (("e12", " trillion"), ("e9", " billion"), ("e6", " million")):
        if number.endswith(exponent):
            return f"{sign}{number.removesuffix(exponent)}{word}"
    return f"{sign}{int(number):,}" if number.isdigit() else anchor


def when(one: Weighed, two: Weighed) -> str:
    """Return "53 minutes after" or the like."""
    first, second = one.fingerprint.published_at, two.fingerprint.published_at
    hours = (first - second).total_seconds() / 3600
    if abs(hours) < 1 / 60:
        return "at the same time as"
    return f"{interval(abs(hours))} {'after' if hours > 0 else 'before'}"


def interval(hours: float) -> str:
    """Return a length of time in the largest fitting unit: "53 minutes", "2 days"."""
    for size, unit in ((24.0, "day"), (1.0, "hour"), (1 / 60, "minute")):
        count = round(hours / size)
        if hours >= size * (2 if unit == "day" else 1) or unit == "minute":
            return f"{count} {unit}{'' if count == 1 else 's'}"
    return ""


def listed(start: str, items: list[str], none: str) -> str:
    """Return ``start`` and the items as a sentence, or ``none``."""
    return f"{start}{and_list(items)}." if items else none


def and_list(items: list[str]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
