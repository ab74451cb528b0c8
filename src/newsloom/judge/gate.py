"""Hearing -> Verdict: an ordered list of rules; the first that decides ends the hearing.

It does not measure anything itself: qualities, heat, copies and topics come in the hearing. Every
rule asked leaves its answer, so a verdict shows all that was found and all that was needed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from newsloom.judge.heat import independent_reports, lead_report
from newsloom.model import Decision, Hearing, Report, RuleAnswer, Ruling, RulingKind, Verdict
from newsloom.ruled import ruled_topics, ruled_verdict
from newsloom.settings import Profile, Settings
from newsloom.text.tokens import words
from newsloom.text.urls import registered_domain


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found; ``decision`` None = it does not decide, ask the next one."""

    sentence: str
    decision: Decision | None = None
    passed: bool = True


RULED: dict[RulingKind, tuple[Decision, str]] = {
    RulingKind.PUBLISH: (Decision.PUBLISH, "publish"),
    RulingKind.HOLD: (Decision.HOLD, "hold"),
    RulingKind.RETRACT: (Decision.RETRACT, "take back"),
}
"""What each ruling on publishing decides, and the words for it."""

Rule = Callable[[Hearing, Report, Settings], Finding | None]
"""A rule: the hearing, the leading report and the settings in; None = it has nothing to ask."""


def judge_story(hearing: Hearing, settings: Settings) -> Verdict:
    """Return the verdict on a story: the rules of the profile asked in order until one decides."""
    lead = lead_report(hearing.dossier, hearing.lead)
    answers: list[RuleAnswer] = []
    for name, rule in RULES[settings.newsroom.profile]:
        found = finding(rule, hearing, lead, settings)
        if found is None:
            continue
        if found.decision is not None:
            sentence = f"{found.sentence} This rule decided: {found.decision}."
            answers.append(RuleAnswer(name, found.passed, sentence))
            return Verdict(hearing.dossier.story.story_id, found.decision, name, tuple(answers))
        answers.append(RuleAnswer(name, found.passed, found.sentence))
    raise AssertionError("the last rule of the gate always decides")


def finding(
    rule: Rule, hearing: Hearing, lead: Report | None, settings: Settings
) -> Finding | None:
    """Return what a rule found; a story without reports is retired by whichever comes first."""
    if lead is None:
        return retired(hearing)
    return rule(hearing, lead, settings)


# --- the rules, in the order they are asked ------------------------------------------------------


def merged(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A story that ended in another one is retired."""
    return retired(hearing) if hearing.dossier.story.merged_into is not None else None


def retired(hearing: Hearing) -> Finding:
    """Return the finding that ends a story which has become part of another."""
    survivor = hearing.dossier.story.merged_into
    if survivor is not None:
        return Finding(f"Merged: this story is now part of story {survivor}.", Decision.RETIRE)
    return Finding("Merged: all its reports now stand in other stories.", Decision.RETIRE)


def ruling(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """An editor's latest ruling to publish, to hold or to take back decides."""
    last = ruled_verdict(hearing.dossier)
    if last is None:
        return Finding("Ruling: no editor has ruled to publish or to hold.")
    decision, _ = RULED[last.kind]
    return Finding(ruling_sentence(last), decision, decision is Decision.PUBLISH)


def ruling_sentence(last: Ruling) -> str:
    """Return who ruled what, and why if a note says so."""
    _, verb = RULED[last.kind]
    who = last.author or "an editor"
    note = f" ({last.note.rstrip('.')})" if last.note else ""
    return f"Ruling: {who} ruled to {verb} this story on {last.made_at:%Y-%m-%d}{note}."


def late(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A report that may belong to a published story, but came late, waits for an editor."""
    rival = lead.coverage.rival
    if rival is None or not rival.late_hours or len(independent_reports(hearing.dossier)) > 1:
        return None
    sentence = (
        f"Late: it came {rival.late_hours:.0f} hours after the last report of story "
        f"{rival.story_id}, and may belong to it."
    )
    return Finding(sentence, Decision.HOLD, False)


def blocked_providers(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A lead by a blocked provider refuses the story."""
    blocked = {domain_of(name) for name in settings.gate.blocked_providers}
    if not blocked:
        return None
    domain = lead.article.provider.domain
    if domain_of(domain) in blocked:
        return Finding(f"Blocked providers: {domain} is one of them.", Decision.REFUSE, False)
    return Finding(f"Blocked providers: {domain} is none of them.")


def domain_of(host: str) -> str:
    """Return the registered domain of a host, or the host itself when it has none."""
    return registered_domain(host) or host.casefold()


def blocked_phrases(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A blocked phrase, as whole words in the lead's title, refuses the story."""
    phrases = settings.gate.blocked_phrases
    if not phrases:
        return None
    title = words(lead.article.title)
    for phrase in phrases:
        if has_run(title, words(phrase)):
            sentence = f"Blocked phrases: the lead's title has “{phrase}”."
            return Finding(sentence, Decision.REFUSE, False)
    return Finding("Blocked phrases: none in the lead's title.")


def has_run(title: list[str], phrase: list[str]) -> bool:
    """Return whether the words of a phrase stand side by side in a title."""
    width = len(phrase)
    return bool(phrase) and any(
        title[start : start + width] == phrase for start in range(len(title) - width + 1)
    )


def published_before(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A story once published stays published."""
    if not hearing.was_published:
        return None
    return Finding("Published before: it is, and stays so.", Decision.PUBLISH)


def topic(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A story without a topic is refused where one is required."""
    if not settings.gate.topic_required:
        return None
    found = ruled_topics(hearing.dossier)
    if found is None:
        reports = hearing.dossier.reports
        found = tuple(tag.topic for report in reports for tag in report.tagging.tags)
    if not found:
        return Finding("Topic: none found, one needed.", Decision.REFUSE, False)
    return Finding(f"Topic: {found[0]}, one needed.")


def min_quality(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """A lead below the least quality refuses the story."""
    found, needed = lead.quality.points, settings.gate.min_quality
    sentence = f"Quality of the lead: {found}, at least {needed} needed."
    return Finding(sentence) if found >= needed else Finding(sentence, Decision.REFUSE, False)


def min_independent(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """Too few independent reports refuse the story."""
    reports = independent_reports(hearing.dossier)
    found, needed = len({r.article.article_id for r in reports}), settings.gate.min_independent
    sentence = f"Independent reports: {found}, at least {needed} needed."
    return Finding(sentence) if found >= needed else Finding(sentence, Decision.REFUSE, False)


def min_heat(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """The peak heat decides about everything that came so far."""
    return by_heat(hearing.heat.peak, settings.gate.min_heat)


def seed_threshold(hearing: Hearing, lead: Report, settings: Settings) -> Finding | None:
    """The archives publish by heat alone."""
    return by_heat(hearing.heat.peak, settings.seed.threshold)


def by_heat(found: float, needed: int) -> Finding:
    """Return the decision of a rule that compares the peak heat with a least value."""
    passed = found >= needed
    decision = Decision.PUBLISH if passed else Decision.REFUSE
    return Finding(f"Heat: {found:.1f}, at least {needed} needed.", decision, passed)


RULES: dict[Profile, tuple[tuple[str, Rule], ...]] = {
    Profile.DEFAULT: (
        ("merged", merged),
        ("ruling", ruling),
        ("late", late),
        ("blocked-providers", blocked_providers),
        ("blocked-phrases", blocked_phrases),
        ("published-before", published_before),
        ("topic", topic),
        ("min-quality", min_quality),
        ("min-independent", min_independent),
        ("min-heat", min_heat),
    ),
    Profile.SEED: (
        ("merged", merged),
        ("ruling", ruling),
        ("seed-threshold", seed_threshold),
    ),
}
"""Name and function of every rule, in the order they are asked; the last one always decides."""

GATE_RULES: dict[str, str] = {
    name: (rule.__doc__ or "").strip() for rules in RULES.values() for name, rule in rules
}
"""Every rule's name and what it does, in the order asked; names appear in verdicts and the API."""
