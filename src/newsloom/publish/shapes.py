"""The shapes of reasons: English sentences with a name for each value, as messages for translators.

Judges make the sentences; how they are read back is in `retold`.
"""

from __future__ import annotations

from newsloom.publish.tongue import N_

GATE = (
    N_("Merged: this story is now part of story %(story)s."),
    N_("Merged: all its reports now stand in other stories."),
    N_("Ruling: no editor has ruled to publish or to hold."),
    N_("Ruling: %(who)s ruled to publish this story on %(day)s."),
    N_("Ruling: %(who)s ruled to hold this story on %(day)s."),
    N_("Ruling: %(who)s ruled to take back this story on %(day)s."),
    N_(
        "Late: it came %(hours)s hours after the last report of story %(story)s, "
        "and may belong to it."
    ),
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
    N_("Part of it is copied: %(why)s"),
    N_("It is a copy: %(why)s"),
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
    N_("Of %(all)s names at its beginning %(new)s are not in the first report, such as %(names)s."),
    N_("Of %(others)s other headlines %(num)s say the like: it is what happened."),
    N_("The headline says “%(words)s”."),
    N_("Its first lines say “%(words)s”."),
    N_("Its address holds “%(words)s”."),
    N_("It stands in the section “%(words)s”."),
    N_("It is signed “%(words)s”."),
    N_("Its page calls it “%(words)s”."),
    N_("%(angle)s with %(points)s points."),
    N_("%(angle)s with %(points)s points; %(second)s would have %(fewer)s."),
)

NAMED = (
    N_("a plain report"),
    N_("a follow-up"),
    N_("a reaction"),
    N_("an explainer"),
    N_("an analysis"),
    N_("an opinion"),
)
"""What stands as ``angle`` and ``second``; the first with a capital."""

NOTES = (
    N_("1 line of an insertion or a footer was taken out of the text."),
    N_("%(num)s lines of insertions and footers were taken out of the text."),
    N_("The text is the one the source gives."),
    N_("The text is the one the source gives; it breaks off."),
    N_("The text is the one the page declares in its JSON-LD."),
    N_("The first reader stopped in the middle; the second reader's text stands."),
    N_("The first reader found no text; the second reader's text stands."),
    N_("No text was found on the page."),
    N_("The link was unwrapped from %(wrapper)s."),
)

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

SHAPES = (*GATE, *LEAD, *QUALITY, *COUNTED, *DATES, *GROUPING, *COPIES, *ANGLES, *NOTES, *TIMES)
"""Every shape a sentence, or what was counted in one, can have."""
