"""Settings that can be tried -> the fields of a form, and what was changed in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsloom.model.tuning import ChangedSetting, Knob
from newsloom.ports.tuning import Faults
from newsloom.publish.tongue import N_, Tongue

LABELS: Mapping[str, str] = {
    "gate.blocked_providers": N_("Blocked providers, one domain a line"),
    "gate.blocked_phrases": N_("Blocked phrases, one a line"),
    "gate.topic_required": N_("A topic is required"),
    "gate.min_quality": N_("Quality of the lead, at least"),
    "gate.min_independent": N_("Independent reports, at least"),
    "gate.min_heat": N_("Heat, at least"),
    "quality.completeness": N_("Quality: length of the text counts times"),
    "quality.depth": N_("Quality: numbers, names, quotations count times"),
    "quality.excerpt": N_("Quality: an excerpt counts times"),
    "quality.byline": N_("Quality: a named author counts times"),
    "quality.picture": N_("Quality: a usable picture counts times"),
    "quality.date": N_("Quality: a date counts times"),
    "quality.originality": N_("Quality: originality counts times"),
    "quality.headline": N_("Quality: the headline counts times"),
    "quality.stub": N_("Quality: a wall before the text counts times"),
    "quality.extraction": N_("Quality: an unsure text counts times"),
    "heating.half_life_hours": N_("Hours in which heat halves"),
    "heating.related_points": N_("Heat of a further report of quality 70"),
    "heating.related_cap": N_("Heat of a further report, at most"),
    "heating.trend_hours": N_("Hours over which rising is measured"),
    "heating.trend_points": N_("Change that counts as rising or falling"),
    "seed.related_points": N_("Heat of a related report"),
    "seed.quality_floor": N_("Quality from which related reports count"),
    "seed.threshold": N_("Heat, at least"),
}
"""What a form calls a setting; one that is not here is called by its name."""


@dataclass(frozen=True, slots=True)
class KnobField:
    """One setting in the form."""

    knob: Knob
    label: str
    typed: str
    hint: str
    wrong: str


def fields_of(
    knobs: Sequence[Knob], given: Mapping[str, str], faults: Faults, tongue: Tongue
) -> list[KnobField]:
    """Return the form's fields, with what was typed and what is wrong with it."""
    return [
        KnobField(
            knob,
            tongue.say(LABELS.get(knob.name, knob.name)),
            given.get(knob.name, knob.text),
            hint_of(knob, tongue),
            faults.get(knob.name, ""),
        )
        for knob in knobs
    ]


def hint_of(knob: Knob, tongue: Tongue) -> str:
    """Return what stands below a field: the value in force, and its bounds."""
    if knob.kind != "number":
        return ""
    if knob.least is not None and knob.most is not None and knob.most <= 1000:
        return tongue.say(
            "now %(now)s, from %(least)s to %(most)s",
            now=knob.text, least=f"{knob.least:g}", most=f"{knob.most:g}",
        )  # fmt: skip
    return tongue.say("now %(now)s", now=knob.text)


def changed_words(changed: tuple[ChangedSetting, ...], tongue: Tongue) -> list[str]:
    """Return one line for each setting that another value was given to."""
    return [
        tongue.say(
            "%(name)s: %(before)s becomes %(after)s",
            name=tongue.say(LABELS.get(one.name, one.name)), before=one.before, after=one.after,
        )
        for one in changed
    ]  # fmt: skip
