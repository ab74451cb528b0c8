"""Acts, previews and queues -> the sentences the desk says of them. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from newsloom.model import Clash, Deed, StoryId
from newsloom.ports.desk import Act, Named, Preview, Standing
from newsloom.publish.shelf import round_half_up
from newsloom.publish.tongue import N_, Tongue
from newsloom.publish.words import count_words

DONE: Mapping[Deed, str] = {
    Deed.MERGE: N_("Merged the stories of “%(one)s” and “%(two)s”"),
    Deed.SPLIT: N_("Split “%(one)s” off into a story of its own"),
    Deed.MOVE: N_("Moved “%(one)s” to the story of “%(two)s”"),
    Deed.SAME: N_("Said “same event” for “%(one)s” and “%(two)s”"),
    Deed.APART: N_("Said “not the same event” for “%(one)s” and “%(two)s”"),
    Deed.COPY: N_("Marked “%(one)s” as a copy of “%(two)s”"),
    Deed.NOT_COPY: N_("Marked “%(one)s” as no copy of “%(two)s”"),
    Deed.LEAD: N_("Chose “%(one)s” to lead its story"),
    Deed.NEVER_LEAD: N_("Set “never lead” for “%(one)s”"),
    Deed.TITLE: N_("Retitled the story of “%(one)s”"),
    Deed.EXCERPT: N_("Edited the excerpt of “%(one)s”"),
    Deed.TOPICS: N_("Set the topics of “%(one)s”"),
    Deed.PIN: N_("Pinned “%(one)s”"),
    Deed.PUBLISH: N_("Published “%(one)s”"),
    Deed.HOLD: N_("Held “%(one)s”"),
    Deed.RETRACT: N_("Retracted “%(one)s”"),
    Deed.ARCHIVE: N_("Took “%(one)s” over from an archive"),
}
"""What was done, in the past tense; it becomes a sentence or a line of the log."""

DEEDS: Mapping[Deed, str] = {
    Deed.MERGE: N_("Merge"),
    Deed.SPLIT: N_("Split"),
    Deed.MOVE: N_("Move"),
    Deed.SAME: N_("Same event"),
    Deed.APART: N_("Not the same event"),
    Deed.COPY: N_("Copy of"),
    Deed.NOT_COPY: N_("No copy of"),
    Deed.LEAD: N_("Lead"),
    Deed.NEVER_LEAD: N_("Never lead"),
    Deed.TITLE: N_("Title"),
    Deed.EXCERPT: N_("Excerpt"),
    Deed.TOPICS: N_("Topics"),
    Deed.PIN: N_("Pin"),
    Deed.PUBLISH: N_("Publish"),
    Deed.HOLD: N_("Hold"),
    Deed.RETRACT: N_("Retract"),
    Deed.ARCHIVE: N_("Archive"),
}
"""Names of the deeds, as the log lists them and filters by them."""

CLASHES: Mapping[Clash, str] = {
    Clash.MOVED: N_("The newer one puts the same report into another story."),
    Clash.TOGETHER: N_("The newer one holds together what the older one keeps apart."),
    Clash.APART: N_("The newer one keeps apart what the older one holds together."),
    Clash.REPLACED: N_("The newer one says the same kind of thing otherwise."),
    Clash.BARRED: N_("The newer one bars from leading what the older one chose to lead."),
    Clash.CIRCLE: N_("With the newer one it would make an article a copy of itself."),
}
"""Why an older act gives way to a newer one."""


def act_words(tongue: Tongue, act: Act) -> str:
    """Return what an act did, without a full stop: "Retitled the story of “…”"."""
    names = [named_words(tongue, one) for one in act.about]
    one = names[0] if names else tongue.say("a report that is not here")
    two = names[1] if len(names) > 1 else tongue.say("others")
    return tongue.say(DONE[act.deed], one=one, two=two)


def named_words(tongue: Tongue, named: Named) -> str:
    """Return what an article a ruling names is called."""
    return named.title or tongue.say("a report that is not here (yet)")


def preview_words(tongue: Tongue, preview: Preview) -> tuple[str, ...]:
    """Return what an order would change, a sentence for each story it leaves and each it ends."""
    before = {one.story_id: one for one in preview.before}
    stand = [one for one in preview.after if one.merged_into is None]
    sentences = [standing_words(tongue, before.get(one.story_id), one) for one in stand]
    if list(preview.before) == stand:
        sentences = [tongue.say("Nothing changes now; it holds for every later run.")]
    return (*sentences, *ended_words(tongue, before, preview.after))


def ended_words(
    tongue: Tongue, before: Mapping[StoryId, Standing], after: Sequence[Standing]
) -> Iterator[str]:
    """Yield where the addresses of ended stories lead."""
    stand = {one.story_id: one for one in after if one.merged_into is None}
    told = {one.story_id: one.merged_into for one in after if one.merged_into}
    for story_id, one in before.items():
        into = stand.get(told[story_id]) if story_id in told else None
        if story_id in stand:
            continue
        if into is None and len(stand) == 1:
            into = next(iter(stand.values()))
        if into is not None:
            yield tongue.say(
                "The address of “%(one)s” leads to “%(two)s”.", one=one.title, two=into.title
            )


def standing_words(tongue: Tongue, before: Standing | None, after: Standing) -> str:
    """Return how a story would stand: reports, heat, place."""
    count = count_words(tongue, after.reports, after.independent)
    parts = ", ".join(
        (count, heat_words(tongue, before, after), place_words(tongue, before, after))
    )
    if before is None:
        return tongue.say("A new story “%(title)s” with %(parts)s.", title=after.title, parts=parts)
    return tongue.say("“%(title)s” with %(parts)s.", title=after.title, parts=parts)


def heat_words(tongue: Tongue, before: Standing | None, after: Standing) -> str:
    """Return the heat, or from what to what it goes."""
    now = tongue.number(round_half_up(after.heat))
    was = now if before is None else tongue.number(round_half_up(before.heat))
    if was == now:
        return tongue.say("heat %(now)s", now=now)
    return tongue.say("heat %(was)s to %(now)s", was=was, now=now)


def place_words(tongue: Tongue, before: Standing | None, after: Standing) -> str:
    """Return the place on the front page, and how it changes."""
    was = before.place if before else 0
    if not after.place:
        gone = tongue.say("gone from place %(was)s of the front page", was=was)
        return gone if was else tongue.say("not on the front page")
    if was == after.place:
        return tongue.say("still in place %(now)s", now=after.place)
    if not was:
        return tongue.say("new on the front page, in place %(now)s", now=after.place)
    return tongue.say("from place %(was)s to place %(now)s", was=was, now=after.place)
