"""The main job, end to end over real HTTP: the sample web against its own truth."""

from collections import Counter
from pathlib import Path

import pytest

from newsloom import newsroom
from newsloom.model import Brief, DateOrigin, Originality, Report
from newsloom.publish.edition import lead_report
from newsloom.text.urls import article_id
from sample.__main__ import make_room
from sample.truth import AS_OF, truth
from sample.web import serve

TRUTH = truth(1)
EDITED = next(u for u, a in truth(2).articles.items() if a.text != TRUTH.articles.get(u, a).text)


class Outcome:
    """What a run of the sample made."""

    def __init__(self, folder: Path) -> None:
        with newsroom.opened(folder) as room:
            self.briefs = {b.dossier.story.story_id: b for b in room.store.briefs()}
            self.endings = {end.key: end.code for end in room.store.endings()}
            self.edition = room.edition()
        pairs = [(r, b) for b in self.briefs.values() for r in b.dossier.reports]
        self.reports: dict[str, Report] = {r.article.web_url: r for r, _ in pairs}
        self.story_of: dict[str, Brief] = {r.article.web_url: b for r, b in pairs}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "room"
    with serve() as web:
        make_room(folder, f"127.0.0.1:{web.port}")
        with newsroom.opened(folder, clock=lambda: AS_OF) as room:
            counts = newsroom.run_once(room)
            assert all(c.read == c.passed + c.dropped + c.deferred for c in counts)
            before = tree(folder / "public")
            newsroom.run_once(room)
            assert tree(folder / "public") == before, "a second run changed files"
    return folder


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in paths}


@pytest.fixture(scope="module")
def outcome(folder):
    return Outcome(folder)


def test_every_article_of_the_sample_web_is_read_once(outcome):
    assert set(outcome.reports) == set(TRUTH.articles)


def test_titles_authors_providers_and_pictures(outcome):
    for url, wanted in TRUTH.articles.items():
        found = outcome.reports[url].article
        authors = tuple(p.name for p in found.byline if p.role != "editing")
        picture = found.pictures[0].url if found.pictures else ""
        assert (found.title, authors, found.provider.name, picture) == (
            wanted.title,
            wanted.authors,
            wanted.provider,
            wanted.picture,
        )


def test_dates_and_where_they_come_from(outcome):
    for url, wanted in TRUTH.articles.items():
        found = outcome.reports[url].article
        assert found.date_origin == DateOrigin(wanted.date_origin), url
        if wanted.published_at is not None:
            assert found.published_at == wanted.published_at, url


def test_the_picture_of_a_story_is_measured_and_no_placeholder(outcome):
    measured = 0
    for brief in outcome.briefs.values():
        lead = lead_report(brief)
        chosen, url = lead.illustration, lead.article.web_url
        wanted = "" if url in TRUTH.cards else TRUTH.articles[url].picture
        assert (chosen.picture.url if chosen.picture else "") == wanted
        if chosen.picture:
            assert (chosen.picture.width, chosen.picture.height) == (1200, 630)
            measured += "by its first bytes" in chosen.reason
    assert measured >= 3
    refused = [
        report.illustration.refused
        for report in outcome.reports.values()
        if report.illustration and report.article.web_url in TRUTH.cards
    ]
    assert refused and all("4 other articles of the provider" in why[0] for why in refused)


def test_copies_and_their_originals(outcome):
    found = {
        url: report.syndication.original_id
        for url, report in outcome.reports.items()
        if report.syndication.status is not Originality.ORIGINAL
    }
    assert found == {copy: article_id(original) for copy, original in TRUTH.copies.items()}


def test_reports_of_one_event_are_one_story(outcome):
    for event, urls in TRUTH.stories.items():
        stories = Counter(
            outcome.story_of[url].dossier.story.story_id for url in urls - TRUTH.loose
        )
        assert len(stories) == 1, (event, stories)


def test_no_story_holds_two_events(outcome):
    for brief in outcome.briefs.values():
        urls = {r.article.web_url for r in brief.dossier.reports}
        assert len({TRUTH.articles[url].event_id for url in urls}) == 1, urls


def test_leads_are_independent_and_complete(outcome):
    for event, urls in TRUTH.stories.items():
        for url in urls - TRUTH.loose:
            brief = outcome.story_of[url]
            leads = {article_id(lead) for lead in TRUTH.leads[event]}
            assert brief.lead.article_id in leads, (event, url)


def test_angles_are_told_apart_copies_with_their_originals(outcome):
    found = {
        report.article.web_url: angle.angle.value
        for brief in outcome.briefs.values()
        for report, angle in zip(brief.dossier.reports, brief.angles.reports, strict=True)
        if report.article.web_url in TRUTH.angles
    }
    assert found == dict(TRUTH.angles)


def test_a_story_of_several_angles_is_told_in_groups(outcome):
    url = next(url for url, angle in TRUTH.angles.items() if angle == "explainer")
    brief = outcome.story_of[url]
    held = [key for group in brief.angles.groups for key in group.article_ids]
    assert [group.angle.value for group in brief.angles.groups] == [
        "report",
        "reaction",
        "explainer",
    ]
    assert sorted(held) == sorted(r.article.article_id for r in brief.dossier.reports)


def test_what_is_no_article_is_dropped_under_its_code(outcome):
    assert {url: outcome.endings.get(url) for url in TRUTH.drops} == dict(TRUTH.drops)
    assert {outcome.endings[url] for url in TRUTH.deferred} == {"deferred"}


def test_the_edition_is_written_whole(folder, outcome):
    written = {p.name for p in (folder / "public" / "jekyll" / "_news").iterdir()}
    assert written == {brief.post_name for brief in outcome.edition.briefs}
    for name in ("index.html", "feed.xml", "atom.xml", "feed.json", "api/news/index.json"):
        assert (folder / "public" / "site" / name).is_file(), name


def test_a_changed_page_is_a_new_version_of_the_same_article(tmp_path):
    folder = tmp_path / "room"
    with serve() as web:
        make_room(folder, f"127.0.0.1:{web.port}")
        with newsroom.opened(folder, clock=lambda: AS_OF) as room:
            newsroom.run_once(room)
            web.turn_to(2)
            with room.store.transaction():
                room.store.mark_due("fetch", [EDITED], AS_OF)
            newsroom.run_once(room)
            ids = [article_id(url) for url in TRUTH.articles]
            versions = {key: room.store.article_versions(key) for key in ids}
    changed = [v for v in versions.values() if len(v) > 1]
    assert len(changed) == 1
    first, second = changed[0]
    assert (first.version, second.version, second.article_id) == (1, 2, first.article_id)
    assert first.text != second.text
    assert first.seen_at == second.seen_at
