"""An entry of a queue -> the question put to an editor, with its evidence and its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsloom.collect.care import SourceHealth
from newsloom.model import Brief, StoryId
from newsloom.ports.desk import (
    Act,
    BrokenSource,
    Conflict,
    Desk,
    Doubt,
    Held,
    Late,
    Named,
    Unsure,
)
from newsloom.publish.evidence import LINK_NAMES, Pull, pulls_of
from newsloom.publish.retold import retold
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import of_hundred
from newsloom.web.desk.answers import (
    MEMBER_WORDS,
    PAIR_WORDS,
    SPLIT_WORDS,
    Choice,
    Then,
    choices_of,
    thens_of,
)
from newsloom.web.desk.sides import Side, report_side, reports_side, story_side, with_marks
from newsloom.web.desk.source_list import SourceLine, line_of
from newsloom.web.desk.waiting import Entry, key_of
from newsloom.web.desk.wording import CLASHES, act_words, named_words

FURTHER = 3
"""Headlines of further reports named beneath a story."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry as a line of the list of what comes next."""

    key: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Question:
    """One decision, and all there is to decide it by."""

    key: str
    question: str
    sure: str
    """One sentence on how sure the machine is, or what the gate says."""
    choices: tuple[Choice, ...]
    sides: tuple[Side, ...] = ()
    thens: tuple[Then, ...] = ()
    pulls: tuple[Pull, ...] = ()
    compared: str = ""
    """One or two sentences on what ``pulls`` compares."""
    rules: tuple[str, ...] = ()
    """What each rule of the gate found, in order; the last one decided."""
    source: SourceLine | None = None
    acts: tuple[Act, ...] = ()
    """Of a conflict: the older and the newer one."""


def question_of(
    tongue: Tongue, entry: Entry, desk: Desk, briefs: Mapping[StoryId, Brief]
) -> Question:
    """Return the question of an entry.

    Args:
        briefs: of the stories it names.
    """
    match entry:
        case Held():
            return held_question(tongue, entry, desk, briefs[entry.story.story_id])
        case Unsure():
            return unsure_question(tongue, entry, desk, briefs)
        case Late():
            return late_question(tongue, entry, desk, briefs)
        case BrokenSource():
            return broken_question(tongue, entry)
        case Conflict():
            return conflict_question(tongue, entry)


def story_ids_of(entry: Entry) -> tuple[StoryId, ...]:
    """Return the stories an entry is about."""
    match entry:
        case Unsure(story=story, other=other) if other is not None:
            return (story.story_id, other.story_id)
        case Late(story=story, article=article) if article.story_id is not None:
            return tuple(dict.fromkeys((story.story_id, article.story_id)))
        case Held(story=story) | Unsure(story=story) | Late(story=story):
            return (story.story_id,)
        case _:
            return ()


def held_question(tongue: Tongue, entry: Held, desk: Desk, brief: Brief) -> Question:
    """Return the question whether a story the gate keeps back is published."""
    sides = (story_side(tongue, tongue.say("The story"), brief, FURTHER),)
    near = tongue.say("It has nearly all of what the rule asks for.")
    found = retold(tongue, entry.answers[-1].sentence).words if entry.answers else ""
    sure = f"{found} {near}" if entry.is_near else found
    return Question(
        key=key_of(entry),
        question=tongue.say("Publish this story?"),
        sure=sure,
        choices=choices_of(tongue, entry, PAIR_WORDS, brief),
        sides=with_marks(sides),
        thens=thens_of(tongue, desk, entry, PAIR_WORDS, brief),
        rules=tuple(answer.sentence for answer in entry.answers),
    )


def unsure_question(
    tongue: Tongue, entry: Unsure, desk: Desk, briefs: Mapping[StoryId, Brief]
) -> Question:
    """Return the question whether reports belong together."""
    brief = briefs[entry.story.story_id]
    sides, words, question = DOUBTS[entry.doubt]
    return Question(
        key=key_of(entry),
        question=tongue.say(question),
        sure=tongue.say(
            "The machine is unsure: %(sure)s that they are one event.",
            sure=of_hundred(tongue, entry.probability),
        ),
        choices=choices_of(tongue, entry, words, brief),
        sides=with_marks(sides(tongue, entry, briefs)),
        thens=thens_of(tongue, desk, entry, words, brief),
        pulls=pulls_of(tongue, entry.features, LINK_NAMES),
        compared=compared_words(tongue, entry.one, entry.two),
    )


def merge_sides(tongue: Tongue, entry: Unsure, briefs: Mapping[StoryId, Brief]) -> tuple[Side, ...]:
    """Return the two stories."""
    assert entry.other is not None
    one, two = briefs[entry.story.story_id], briefs[entry.other.story_id]
    return (
        story_side(tongue, tongue.say("First story"), one, FURTHER, entry.one.article_id),
        story_side(tongue, tongue.say("Second story"), two, FURTHER, entry.two.article_id),
    )


def stranger_sides(
    tongue: Tongue, entry: Unsure, briefs: Mapping[StoryId, Brief]
) -> tuple[Side, ...]:
    """Return the report that may not belong, and the rest of its story."""
    return apart_sides(tongue, entry, briefs, N_("The report"), N_("The rest of its story"))


def split_sides(tongue: Tongue, entry: Unsure, briefs: Mapping[StoryId, Brief]) -> tuple[Side, ...]:
    """Return the reports that would leave, and those that would stay."""
    return apart_sides(tongue, entry, briefs, N_("These would leave"), N_("These would stay"))


def apart_sides(
    tongue: Tongue, entry: Unsure, briefs: Mapping[StoryId, Brief], leave: str, stay: str
) -> tuple[Side, ...]:
    """Return some reports of a story and the others."""
    reports = briefs[entry.story.story_id].dossier.reports
    gone = [r for r in reports if r.article.article_id in entry.articles]
    rest = [r for r in reports if r.article.article_id not in entry.articles]
    parts = ((leave, gone), (stay, rest))
    return tuple(reports_side(tongue.say(word), part, tongue) for word, part in parts if part)


DOUBTS = {
    Doubt.MERGE: (merge_sides, PAIR_WORDS, N_("Are these two stories one event?")),
    Doubt.STRANGER: (stranger_sides, MEMBER_WORDS, N_("Does this report belong in this story?")),
    Doubt.SPLIT: (split_sides, SPLIT_WORDS, N_("Is this story one event, or two?")),
}
"""Doubt -> what stands side by side, the words of the answers, the question."""


def late_question(
    tongue: Tongue, entry: Late, desk: Desk, briefs: Mapping[StoryId, Brief]
) -> Question:
    """Return the question whether a report that came late belongs in a story."""
    brief, late = briefs[entry.story.story_id], entry.article.article_id
    reports = [r for one in briefs.values() for r in one.dossier.reports]
    own = [r for r in reports if r.article.article_id == late][:1]
    sides = (
        *(report_side(tongue.say("The late report"), report) for report in own),
        story_side(tongue, tongue.say("The story"), brief, FURTHER),
    )
    sure = tongue.say(
        "It came %(hours)s hours after the story’s last independent report; the machine says "
        "%(sure)s that it belongs.",
        hours=tongue.number(round(entry.hours)),
        sure=of_hundred(tongue, entry.probability),
    )
    return Question(
        key=key_of(entry),
        question=tongue.say("Does this late report belong in this story?"),
        sure=sure,
        choices=choices_of(tongue, entry, MEMBER_WORDS, brief),
        sides=with_marks(sides),
        thens=thens_of(tongue, desk, entry, MEMBER_WORDS, brief),
        pulls=pulls_of(tongue, entry.features, LINK_NAMES),
        compared=tongue.say(
            "Compared were the late report and the one of the story that is most like it. Words "
            "marked above are on both sides."
        ),
    )


def broken_question(tongue: Tongue, entry: BrokenSource) -> Question:
    """Return the question what becomes of a source."""
    line = line_of(SourceHealth(entry.source, entry.health), ())
    return Question(
        key=key_of(entry),
        question=tongue.say("What shall become of this source?"),
        sure=line.says,
        choices=choices_of(tongue, entry, PAIR_WORDS, None),
        source=line,
    )


def conflict_question(tongue: Tongue, entry: Conflict) -> Question:
    """Return the question which of two rulings is kept."""
    return Question(
        key=key_of(entry),
        question=tongue.say("These two rulings contradict each other. Which one is kept?"),
        sure=tongue.say("The newer one wins until you answer.")
        + " "
        + tongue.say(CLASHES[entry.why]),
        choices=choices_of(tongue, entry, PAIR_WORDS, None),
        acts=(entry.older, entry.newer),
    )


def compared_words(tongue: Tongue, one: Named, two: Named) -> str:
    """Return which two reports were compared."""
    return tongue.say(
        "Compared were “%(one)s” (%(by_one)s) and “%(two)s” (%(by_two)s). Words marked above are "
        "on both sides.",
        one=named_words(tongue, one),
        by_one=one.provider,
        two=named_words(tongue, two),
        by_two=two.provider,
    )


def waiting_line(tongue: Tongue, entry: Entry) -> Waiting:
    """Return an entry as a line of the list of what comes next."""
    key = key_of(entry)
    match entry:
        case Held(story=story):
            heat = tongue.say("heat %(now)s", now=tongue.number(round(story.heat)))
            return Waiting(key, story.title, heat)
        case Unsure(story=story, other=other):
            words = tongue.say(
                NEXT[entry.doubt],
                one=story.title,
                two=other.title if other else entry.one.title,
            )
            return Waiting(key, words, of_hundred(tongue, entry.probability))
        case Late(story=story, article=article):
            words = tongue.say("“%(one)s” in “%(two)s”?", one=article.title, two=story.title)
            return Waiting(key, words, of_hundred(tongue, entry.probability))
        case BrokenSource(source=source):
            return Waiting(key, source.title or source.url, "")
        case Conflict(older=older):
            return Waiting(key, act_words(tongue, older), "")


NEXT = {
    Doubt.MERGE: N_("“%(one)s” and “%(two)s”: one event?"),
    Doubt.STRANGER: N_("A stranger in “%(one)s”? “%(two)s”"),
    Doubt.SPLIT: N_("Split “%(one)s” into two?"),
}
