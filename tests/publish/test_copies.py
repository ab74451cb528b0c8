"""What a story's page says of the text its reports share."""

from dataclasses import replace

from newsloom.independence import counted
from newsloom.model import Bond, Brief, Overlap, Report, WireCredit
from newsloom.publish.coverage import Entry, entries_of
from newsloom.publish.edition import independent_count
from newsloom.publish.feeds import report_html
from newsloom.publish.timeline import copied_texts, timeline
from newsloom.publish.tongue import ENGLISH
from tests.publish.briefs import COASTER, HARROW, brief, report

REUTERS = WireCredit("Reuters", "HARROW (Reuters) -")


def wire(report_: Report) -> Report:
    return replace(report_, article=replace(report_.article, wire_credit=REUTERS))


def agency_brief() -> Brief:
    one = wire(report("ferry", provider=HARROW))
    two = wire(report("boat", hours=3, provider=COASTER))
    made = brief(one, two)
    return replace(made, dossier=replace(made.dossier, reports=counted(made.dossier.reports)))


def entry(of: Brief, path: str) -> Entry:
    return next(e for e in entries_of(ENGLISH, of) if e.line.href.endswith(path))


def test_reports_of_one_agency_count_as_one_and_say_why() -> None:
    made = agency_brief()
    assert independent_count(made) == 1
    second = entry(made, "boat")
    assert (second.is_independent, second.kind) == (False, "report of the same agency")
    assert second.copy_sentence.words == (
        "It prints Reuters, as Harrow Gazette does: both count as one report."
    )
    assert second.told.startswith("joined with ")
    assert copied_texts(ENGLISH, made) == ()
    notes = [event.note for day in timeline(ENGLISH, made) for event in day.events]
    assert notes == ["first report, the lead", "report of the same agency"]
    assert report_html(ENGLISH, made.dossier.reports[1]).endswith(", same agency)")


def test_an_original_tells_with_whom_it_shares_a_passage() -> None:
    one, two = report("ferry", provider=HARROW), report("boat", hours=3, provider=COASTER)
    overlaps = (
        Overlap(one.article.article_id, Bond.PASSAGE, 40, 0.21, 0.3),
        Overlap(report("elsewhere").article.article_id, Bond.PASSAGE, 35, 0.2, 0.3),
    )
    sharing = replace(two, syndication=replace(two.syndication, overlaps=overlaps))
    (shared,) = entry(brief(one, sharing), "boat").sharing
    assert shared.line.provider == "Harrow Gazette"
    assert shared.words == "about 40 words, 21 of 100 parts of this text"
    assert entry(brief(one, sharing), "ferry").sharing == ()
