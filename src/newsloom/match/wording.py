"""Two articles of the window -> what they share, as people read it. Weighs nothing."""

from __future__ import annotations

from newsloom.match.window import ActiveWindow, Told, telling
from newsloom.text.tokens import content_words, words


def sentence_of(window: ActiveWindow, joining: int, other: int) -> str:
    """Return the evidence as a person reads it."""
    one, two = window.told[joining], window.told[other]
    parts = []
    both_name = shared_names(one, two)
    shared = shared_words(window, joining, other, both_name)
    numbers = shared_numbers(one, two)
    if both_name:
        parts.append(f"names {and_list(both_name)} too")
    if shared:
        parts.append(f"shares the words {and_list([f'“{word}”' for word in shared])}")
    if numbers:
        kind = "number" if len(numbers) == 1 else "numbers"
        parts.append(f"gives the same {kind} ({', '.join(numbers)})")
    if one.is_dated and two.is_dated:
        parts.append(f"came {when(one, two)} “{two.title}”")
    else:
        parts.append(f"is nearest to “{two.title}”")
    return f"It {and_list(parts)}."


def shared_names(one: Told, two: Told) -> list[str]:
    """Return at most three names both articles print, in the order of the first."""
    others = {name.casefold() for name in two.names}
    both: dict[str, str] = {}
    for name in one.names:
        if name.casefold() in others:
            both.setdefault(name.casefold(), name)
    return list(both.values())[:3]


def shared_words(window: ActiveWindow, one: int, two: int, named: list[str]) -> list[str]:
    """Return at most four rare words both use, as printed in a headline, beyond those named."""
    said = {word for name in named for word in content_words(name)}
    theirs = set(window.lede.row(two).tolist())
    both = [key for key in window.lede.row(one).tolist() if key in theirs]
    both.sort(key=lambda key: (-window.rarities[key], window.words[key]))
    printed = printed_forms(f"{window.told[one].title} {window.told[two].title}")
    found = [window.words[key] for key in both]
    return [printed[word] for word in found if word in printed and word not in said][:4]


def form_of(window: ActiveWindow, one: int, two: int) -> str:
    """Return which form two headlines share, in the words of the first."""
    theirs = set(window.title_forms.row(two).tolist())
    both = [window.words[key] for key in window.title_forms.row(one).tolist() if key in theirs]
    printed = printed_forms(window.told[one].title)
    said = " … ".join(printed.get(word, word) for word in both)
    return f"Both use a headline form that also ran on other days (“{said}”)."


def printed_forms(title: str) -> dict[str, str]:
    """Return canonical word -> the word as a headline prints it, in lower case."""
    forms: dict[str, str] = {}
    for word in words(title):
        for stem in content_words(word):
            forms.setdefault(stem, word)
    return forms


def shared_numbers(one: Told, two: Told) -> list[str]:
    """Return at most three telling numbers and dates both give, as people write them."""
    both = set(telling(one.anchors)) & set(telling(two.anchors))
    return [readable(anchor) for anchor in sorted(both)[:3]]


def readable(anchor: str) -> str:
    """Return an anchor as a person writes it: "4200" -> "4,200", "$34e9" -> "$34 billion"."""
    sign, number = ("$", anchor[1:]) if anchor.startswith("$") else ("", anchor)
    for exponent, word in (("e12", " trillion"), ("e9", " billion"), ("e6", " million")):
        if number.endswith(exponent):
            return f"{sign}{number.removesuffix(exponent)}{word}"
    return f"{sign}{int(number):,}" if number.isdigit() else anchor


def when(one: Told, two: Told) -> str:
    """Return "53 minutes after" or the like."""
    hours = (one.published_at - two.published_at).total_seconds() / 3600
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
