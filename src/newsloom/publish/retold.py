"""A reason as it was kept, in English -> the same reason in the tongue of a page.

Reasons are made where numbers are made and are kept with them, as English sentences. Those whose
shape stands here are read back and said again; any other stays English and says so. A shape is the
sentence with a name for each value, and so the message translators are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import Sentence

GATE = (
    N_("Merged: this story is now part of story %(story)s."),
    N_("Merged: all its reports now stand in other stories."),
    N_("Ruling: no editor has ruled to publish or to hold."),
    N_("Ruling: %(who)s ruled to publish this story on %(day)s."),
    N_("Ruling: %(who)s ruled to hold this story on %(day)s."),
    N_("Ruling: %(who)s ruled to take back this story on %(day)s."),
    N_("Blocked providers: %(domain)s is one of them."),
    N_("Blocked providers: %(domain)s is none of them."),
    N_("Blocked phrases: the lead's title has “%(phrase)s”."),
    N_("Blocked phrases: none in the lead's title."),
    N_("Published before: it is, and stays so."),
    N_("Topic: none found, one needed."),
    N_("Topic: %(topic)s, one needed."),
    N_("Quality of the lead: %(found)s, at least %(needed)s needed."),
    N_("Independent reports: %(found)s, at least %(needed)s needed."),
    N_("Heat: %(found)s, at least %(needed)s needed."),
    N_("This rule decided: publish."),
    N_("This rule decided: refuse."),
    N_("This rule decided: hold."),
    N_("This rule decided: retract."),
    N_("This rule decided: retire."),
)

LEAD = (
    N_("An editor chose it."),
    N_("It has the highest quality."),
    N_("It has the most points."),
    N_("It leads on: no other report is %(points)s points ahead."),
    N_("It was %(points)s points ahead of the former lead on two decisions in a row."),
    N_("“%(title)s” is ahead and leads if it is ahead again."),
    N_("Its quality is %(points)s."),
    N_("It is its own report."),
    N_("Part of its text is copied."),
    N_("It is a copy of another report."),
    N_("It is a comment, not a report."),
    N_("Its text has %(words)s words."),
    N_("Only its headline and excerpt are known."),
)

QUALITY = (
    N_("Rated %(points)s by the post it was imported from."),
    N_("Only the excerpt is known; a full text of %(words)s words gives %(points)s."),
    N_("The text has 1 word; %(needed)s are a full report."),
    N_("The text has %(words)s words; %(needed)s are a full report."),
    N_("It gives %(found)s; %(needed)s give all %(points)s points."),
    N_("It names %(found)s; %(needed)s give all %(points)s points."),
    N_("It has %(found)s; %(needed)s give all %(points)s points."),
    N_("It comes with an excerpt."),
    N_("It has no excerpt; one gives %(points)s."),
    N_("It is signed by %(names)s."),
    N_("No author is named; one gives %(points)s."),
    N_("It has a picture."),
    N_("It has a picture of %(width)s by %(height)s pixels."),
    N_("Its pictures are too small; at least %(width)s by %(height)s pixels are needed."),
    N_("It has no usable picture; at least %(width)s by %(height)s pixels are needed."),
    N_("Its date stands on the page."),
    N_("Its date was given by the source."),
    N_("Its date was read from the address."),
    N_("It has no date; the moment we first saw it counts."),
    N_("No other text was found that this one copies."),
    N_("The headline says plainly what happened."),
    N_("The headline shouts in capitals."),
    N_("The headline promises instead of telling (“%(words)s”)."),
    N_("The headline is made by a form (“%(words)s”)."),
    N_("The headline asks instead of telling."),
    N_("The headline has an exclamation mark."),
    N_("What could be read is a wall before the text (“%(words)s”)."),
    N_("The text is behind a paywall; only the start was read."),
    N_("The page asks readers to pay."),
    N_("Only %(words)s words could be read, %(needed)s needed."),
    N_("The machine is unsure of the text: %(sure)s of 100 sure."),
    N_("Of 100 words on the page %(words)s are not the article; up to %(usual)s are usual."),
    N_("Reports by %(provider)s count %(points)s more by the table of providers."),
    N_("Reports by %(provider)s count %(points)s less by the table of providers."),
)

COUNTED = (
    N_("1 number or date"),
    N_("%(num)s numbers or dates"),
    N_("1 number or date, such as %(such)s"),
    N_("%(num)s numbers or dates, such as %(such)s"),
    N_("1 person, place or body"),
    N_("%(num)s people, places or bodies"),
    N_("1 person, place or body, such as %(such)s"),
    N_("%(num)s people, places or bodies, such as %(such)s"),
    N_("1 quotation"),
    N_("%(num)s quotations"),
    N_("1 paragraph"),
    N_("%(num)s paragraphs"),
)
"""What stands as ``found`` in a sentence on quality."""

DATES = (
    N_("No date was found; it is the time the article was first seen."),
    N_("The source's time was taken; the page gives the same day without a time."),
    N_("The source's time was taken; the page gives one without a time zone."),
    N_(
        "The page's %(where)s was taken; the source says %(time)s, %(hours)s hours away, "
        "and a page knows its own date better."
    ),
    N_("The page's %(where)s says so."),
    N_("The source gives it; no page declares a usable one."),
    N_("The day is printed on the page; page and source declare none."),
    N_("The time is printed on the page; page and source declare none."),
    N_("The day stands in the address."),
    N_("Only the time of its last change is known: the page's %(where)s."),
    N_("The date of the source, %(time)s, was refused: it lies in the future."),
    N_("The date of the source, %(time)s, was refused: no news is that old."),
    N_("The date of the page (%(where)s), %(time)s, was refused: it lies in the future."),
    N_("The date of the page (%(where)s), %(time)s, was refused: no news is that old."),
)

GROUPING = (
    N_("It was the first report here."),
    N_("None of the reports it stands with is near to it: it came with others."),
    N_("It is a copy of “%(title)s” and follows it."),
    N_("A ruling puts it with “%(title)s”."),
    N_("A ruling puts it here."),
    N_("A ruling put it here."),
    N_("Likeness of the headlines' words, rare ones first."),
    N_("Part of the shorter headline that is in the other."),
    N_("Part of each headline that is in the other's first paragraphs."),
    N_("Likeness of headline and first paragraphs."),
    N_("Likeness in meaning of headline and first lines."),
    N_("No number in common."),
    N_("Both give %(numbers)s."),
    N_("The headlines differ in their numbers."),
    N_("The headlines' numbers do not contradict each other."),
    N_("1 minute apart."),
    N_("%(num)s minutes apart."),
    N_("1 hour apart."),
    N_("%(num)s hours apart."),
    N_("%(num)s days apart."),
    N_("Both use a headline form that also ran on other days (“%(words)s”)."),
)

COPIES = (
    N_("An editor ruled that it is a copy."),
    N_("An editor ruled it a copy."),
    N_("No other report known shares its text."),
    N_("It shares passages with another report; the rest is its own."),
    N_("It shares passages with %(num)s other reports; the rest is its own."),
    N_("It shares %(share)s of its text, about %(words)s words, with %(whom)s."),
    N_("It shares %(share)s of headline and lede, about %(words)s words, with %(whom)s."),
    N_("It has the headline of %(whom)s."),
    N_("Its page names the other as what it is taken from."),
    N_("About %(words)s words of its text."),
    N_("About %(words)s words of headline and lede."),
    N_("%(share)s of its text is in the other."),
    N_("%(share)s of headline and lede is in the other."),
    N_("%(share)s of its text is in the original."),
    N_("%(share)s of both together."),
    N_("The headlines are the same."),
    N_("Both credit %(agency)s."),
    N_("It credits %(domain)s as its source."),
)

ANGLES = (
    N_("Every report begins as a plain one."),
    N_("It is a copy and has the angle of its original."),
    N_("It was the first report: there was nothing to react to."),
    N_("It was the first report: there was nothing to follow."),
    N_("The headline asks a question."),
    N_("The author speaks in the first person, %(num)s times at the beginning."),
    N_("Of 100 words at its beginning %(num)s are quotation."),
    N_("It came %(num)s hours after the first report."),
    N_("Of %(others)s other headlines %(num)s say the like: it is what happened."),
    N_("The headline says “%(words)s”."),
    N_("Its first lines say “%(words)s”."),
    N_("Its address holds “%(words)s”."),
    N_("It stands in the section “%(words)s”."),
    N_("It is signed “%(words)s”."),
    N_("Its page calls it “%(words)s”."),
)


def retold(tongue: Tongue, sentence: str) -> Sentence:
    """Return a reason in a tongue; in English when one of its sentences has no known shape."""
    if tongue.code == "en" or not sentence:
        return Sentence(sentence, "en")
    told = said(tongue, sentence) or said_apart(tongue, sentence)
    return Sentence(told, tongue.code) if told else Sentence(sentence, "en")


def said_apart(tongue: Tongue, sentences: str) -> str:
    """Return several sentences one by one; "" when one of them is not known."""
    parts = [said(tongue, part) for part in re.split(r"(?<=\.) (?=[A-Z])", sentences)]
    return " ".join(parts) if all(parts) else ""


@lru_cache(4096)
def said(tongue: Tongue, sentence: str) -> str:
    """Return one sentence in a tongue, "" when its shape is not known."""
    if link := LINK.fullmatch(sentence):
        return link_said(tongue, link)
    for shape, pattern in patterns_of(sentence[:1]):
        if found := pattern.fullmatch(sentence):
            values = {name: value_of(tongue, text) for name, text in found.groupdict().items()}
            return tongue.say(shape, **values)
    return ""


LINK = re.compile(
    r"It (?:names (?P<names>.+?) too(?:, | and ))?"
    r"(?:shares the words (?P<words>“.+?”)(?:, | and ))?"
    r"(?:gives the same numbers? \((?P<numbers>[^)]*)\) and )?"
    r"(?P<how>came \d+ \w+ after|came \d+ \w+ before|came at the same time as|is nearest to) "
    r"“(?P<title>.+)”\.",
    re.DOTALL,
)
"""What two reports have in common, as far as they have it, and when the one came."""

CLAUSES = (
    ("names", N_("names %(names)s too")),
    ("words", N_("shares the words %(words)s")),
    ("numbers", N_("gives the same numbers (%(numbers)s)")),
)

TIMES = (
    N_("came 1 minute after “%(title)s”"),
    N_("came %(num)s minutes after “%(title)s”"),
    N_("came 1 hour after “%(title)s”"),
    N_("came %(num)s hours after “%(title)s”"),
    N_("came %(num)s days after “%(title)s”"),
    N_("came 1 minute before “%(title)s”"),
    N_("came %(num)s minutes before “%(title)s”"),
    N_("came 1 hour before “%(title)s”"),
    N_("came %(num)s hours before “%(title)s”"),
    N_("came %(num)s days before “%(title)s”"),
    N_("came at the same time as “%(title)s”"),
    N_("is nearest to “%(title)s”"),
)


def link_said(tongue: Tongue, link: re.Match[str]) -> str:
    """Return the sentence on what two reports have in common."""
    clauses = [
        tongue.say(clause, **{name: listed(tongue, link[name])})
        for name, clause in CLAUSES
        if link[name]
    ]
    when = said(tongue, f"{link['how']} “{link['title']}”")
    return tongue.say("It %(clauses)s.", clauses=tongue.listed([*clauses, when]))


def listed(tongue: Tongue, items: str) -> str:
    """Return a list as English wrote it, "a, b and c", with the last word of another tongue."""
    most, _, last = items.rpartition(" and ")
    parts = [*most.split(", "), last] if most else [last]
    return tongue.listed([quoted(tongue, part) for part in parts])


def quoted(tongue: Tongue, part: str) -> str:
    """Return a word with the quotation marks of a tongue where it has any."""
    found = re.fullmatch("“(.+)”", part)
    return tongue.say("“%(word)s”", word=found[1]) if found else part


def value_of(tongue: Tongue, text: str) -> str:
    """Return a value as a tongue writes it: a number, what was counted, or words as they are."""
    if re.fullmatch(r"[\d,]+(\.\d+)?%?", text):
        return tongue.written(text)
    return (text[:1].isdigit() and said(tongue, text)) or text


def patterns_of(first: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the shapes a sentence with this first sign can have, with what reads them back."""
    yield from patterns().get(first, ())
    yield from patterns().get("%", ())


SHAPES = (*GATE, *LEAD, *QUALITY, *COUNTED, *DATES, *GROUPING, *COPIES, *ANGLES, *TIMES)


@cache
def patterns() -> dict[str, tuple[tuple[str, re.Pattern[str]], ...]]:
    """Return every shape with what reads it back, by its first sign: "%" where a value begins."""
    grouped: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for shape in SHAPES:
        text = re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(shape))
        grouped.setdefault(shape[0], []).append((shape, re.compile(text, re.DOTALL)))
    return {first: tuple(rows) for first, rows in grouped.items()}
