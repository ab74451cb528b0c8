"""The gate: rules in order, the first that decides ends the hearing, and every answer is kept."""

from dataclasses import replace

import pytest

from newsloom.judge.gate import GATE_RULES, RULES, judge_story
from newsloom.model import ArticleId, Decision, Rival, RulingKind, StoryId
from newsloom.settings import Gate, Newsroom, Profile, Settings
from tests.judge.reports import hearing, report, ruling

SEED = Settings(newsroom=Newsroom(profile=Profile.SEED))
GOOD = report("a", 80, title="Harbour market moves to the old station", topics=("Town",))
WEAK = report("a", 39)
LATE = Rival(StoryId("s0"), ArticleId("z"), 0.6, (), late_hours=80.0)


def gate(**changes: object) -> Settings:
    return Settings(gate=Gate(**changes))  # type: ignore[arg-type]


CASES = [
    ("it is hot enough", hearing(GOOD), gate(), "publish", "min-heat"),
    ("it is not hot enough", hearing(GOOD, peak=39.9), gate(), "refuse", "min-heat"),
    ("the lead is too weak", hearing(WEAK), gate(), "refuse", "min-quality"),
    ("too few reports", hearing(GOOD), gate(min_independent=2), "refuse", "min-independent"),
    (
        "copies are no reports",
        hearing(GOOD, report("c", 80, 1, "copy", of="a"), report("d", 80, 1, "partial", of="a")),
        gate(min_independent=2),
        "refuse",
        "min-independent",
    ),
    ("a topic is required", hearing(report("b", 80)), gate(topic_required=True), "refuse", "topic"),
    ("it has a topic", hearing(GOOD), gate(topic_required=True), "publish", "min-heat"),
    (
        "its provider is blocked",
        hearing(GOOD, was_published=True),
        gate(blocked_providers=("news.harrow.example",)),
        "refuse",
        "blocked-providers",
    ),
    (
        "its title has a blocked phrase",
        hearing(GOOD, was_published=True),
        gate(blocked_phrases=("Old Station",)),
        "refuse",
        "blocked-phrases",
    ),
    (
        "a part of a word is no phrase",
        hearing(GOOD),
        gate(blocked_phrases=("harb", "station old", "")),
        "publish",
        "min-heat",
    ),
    (
        "once published it stays",
        hearing(WEAK, peak=1.0, was_published=True),
        gate(topic_required=True, min_independent=5),
        "publish",
        "published-before",
    ),
    (
        "an editor holds it",
        hearing(GOOD, was_published=True, rulings=[ruling(RulingKind.HOLD)]),
        gate(),
        "hold",
        "ruling",
    ),
    (
        "an editor publishes it",
        hearing(WEAK, peak=0.0, rulings=[ruling(RulingKind.PUBLISH)]),
        gate(blocked_providers=("harrow.example",)),
        "publish",
        "ruling",
    ),
    (
        "the later ruling counts",
        hearing(GOOD, rulings=[ruling(RulingKind.PUBLISH, 2), ruling(RulingKind.HOLD, 1)]),
        gate(),
        "publish",
        "ruling",
    ),
    (
        "an undone ruling does not count",
        hearing(GOOD, rulings=[ruling(RulingKind.HOLD, undone=True)]),
        gate(),
        "publish",
        "min-heat",
    ),
    (
        "an editor takes it back",
        hearing(GOOD, was_published=True, rulings=[ruling(RulingKind.RETRACT)]),
        gate(),
        "retract",
        "ruling",
    ),
    (
        "an editor took its topics away",
        hearing(GOOD, rulings=[ruling(RulingKind.TOPIC)]),
        gate(topic_required=True),
        "refuse",
        "topic",
    ),
    (
        "an editor gave it a topic",
        hearing(WEAK, rulings=[replace(ruling(RulingKind.TOPIC), value="Sea")]),
        gate(topic_required=True, min_quality=0),
        "publish",
        "min-heat",
    ),
    (
        "it came late to a published story",
        hearing(replace(GOOD, coverage=replace(GOOD.coverage, rival=LATE))),
        gate(),
        "hold",
        "late",
    ),
    (
        "it came late, and another with it",
        hearing(replace(GOOD, coverage=replace(GOOD.coverage, rival=LATE)), report("b", 80, 1)),
        gate(),
        "publish",
        "min-heat",
    ),
    (
        "other rulings do not count",
        hearing(GOOD, rulings=[ruling(RulingKind.LEAD)]),
        gate(),
        "publish",
        "min-heat",
    ),
    (
        "it ended in another story",
        hearing(merged_into="survivor", was_published=True, rulings=[ruling(RulingKind.PUBLISH)]),
        gate(),
        "retire",
        "merged",
    ),
    ("its reports have moved away", hearing(was_published=True), gate(), "retire", "merged"),
    (
        "an archive publishes at the threshold",
        hearing(WEAK, peak=60),
        SEED,
        "publish",
        "seed-threshold",
    ),
    ("an archive refuses below it", hearing(GOOD, peak=59), SEED, "refuse", "seed-threshold"),
    (
        "an archive forgets what it published",
        hearing(GOOD, peak=59, was_published=True),
        SEED,
        "refuse",
        "seed-threshold",
    ),
    ("an archive retires", hearing(GOOD, merged_into="s"), SEED, "retire", "merged"),
]


@pytest.mark.parametrize(
    ("case", "chosen", "decision", "rule"),
    [pytest.param(*case[1:], id=case[0]) for case in CASES],
)
def test_verdict(case, chosen, decision, rule):
    verdict = judge_story(case, chosen)
    assert (verdict.decision, verdict.rule) == (Decision(decision), rule)
    assert verdict.answers[-1].rule == rule
    assert verdict.answers[-1].sentence.endswith(f"This rule decided: {decision}.")
    assert not any("decided" in answer.sentence for answer in verdict.answers[:-1])
    assert all(answer.passed for answer in verdict.answers[:-1])
    assert verdict.answers[-1].passed == (decision in ("publish", "retire"))


def test_answers_are_sentences_with_found_and_needed():
    chosen = gate(topic_required=True, blocked_providers=("x.example",), blocked_phrases=("sale",))
    verdict = judge_story(hearing(GOOD, peak=100.9), chosen)
    assert [answer.sentence for answer in verdict.answers] == [
        "Ruling: no editor has ruled to publish or to hold.",
        "Blocked providers: harrow.example is none of them.",
        "Blocked phrases: none in the lead's title.",
        "Topic: Town, one needed.",
        "Quality of the lead: 80, at least 40 needed.",
        "Independent reports: 1, at least 1 needed.",
        "Heat: 100.9, at least 40 needed. This rule decided: publish.",
    ]


def test_a_ruling_is_told_with_its_note():
    held = hearing(GOOD, rulings=[ruling(RulingKind.HOLD, note="wait for the mayor.")])
    assert judge_story(held, gate()).answers[-1].sentence == (
        "Ruling: Ina Holm ruled to hold this story on 2026-10-05 (wait for the mayor). "
        "This rule decided: hold."
    )


def test_rules_are_asked_in_the_documented_order():
    assert [name for name, _ in RULES[Profile.DEFAULT]] == [
        "merged",
        "ruling",
        "late",
        "blocked-providers",
        "blocked-phrases",
        "published-before",
        "topic",
        "min-quality",
        "min-independent",
        "min-heat",
    ]
    assert set(GATE_RULES) == {name for rules in RULES.values() for name, _ in rules}
    assert all(text.endswith(".") for text in GATE_RULES.values())
