"""Angles: what each report is to its story, with reasons that add up, and the groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.match.angle_groups import Text, linked, nearness_of, rarity_of
from newsloom.match.angle_names import name_of, wording_of
from newsloom.match.angle_signs import PLACES
from newsloom.match.angle_weights import LANGUAGES, WEIGHTS, Place, read_as
from newsloom.match.angles import NAMED, find_angles
from newsloom.model import (
    Angle,
    Angles,
    Article,
    ArticleId,
    Coverage,
    DateOrigin,
    Dossier,
    Originality,
    Person,
    Quality,
    Report,
    Story,
    StoryId,
    Syndication,
    Tagging,
)
from newsloom.text.patterns import any_of
from tests.match.invented import HARBOUR, START, make_article

STORY = StoryId("s000000000000")


def report(name: str, title: str, text: str = "", *, hours: float = 0, **changes: object) -> Report:
    """Return a report at ``https://<name>.example/1``, ``hours`` after the start."""
    article = make_article(f"https://{name}.example/1", title, text, hours=hours)
    return report_of(replace(article, **changes))  # type: ignore[arg-type]


def report_of(article: Article, *, copies: str = "", near: str = "") -> Report:
    """Return a report of an article."""
    key = article.article_id
    status = Originality.COPY if copies else Originality.ORIGINAL
    return Report(
        article,
        Quality(key, 50, ()),
        Syndication(key, status, ArticleId(copies or key), 0.9 if copies else 0.0),
        Coverage(key, STORY, 0.8, ArticleId(near) if near else None, (), ""),
        Tagging(key, ()),
    )


def copy_of(original: Report, name: str, title: str, hours: float) -> Report:
    """Return a copy of a report under a headline of its own."""
    made = make_article(f"https://{name}.example/1", title, HARBOUR, hours=hours)
    return report_of(made, copies=original.article.article_id)


def angles(*reports: Report) -> Angles:
    """Return the angles of a story of some reports."""
    story = Story(STORY, reports[0].article.article_id, START)
    return find_angles(Dossier(story, reports))


def angle_of(one: Report, *others: Report) -> str:
    """Return the angle of a report in a story that a plain one began the hour before."""
    first = report("first", "Harbour board closes the northern lock", HARBOUR, hours=-1)
    told = {a.article_id: a.angle.value for a in angles(first, one, *others).reports}
    return told[one.article.article_id]


HEADLINES = {
    "en": {
        "Northern lock closed after divers find cracks": "report",
        "Board says lock will stay shut until June": "report",
        "Ship owners slam closure of the lock": "reaction",
        "Velm mayor welcomes repair of the lock": "reaction",
        "Anger in the fishing port as gates stay shut": "reaction",
        "Fishermen: we warned them for two winters": "reaction",
        "What we know about the cracks in the lock": "explainer",
        "The lock at Velm, explained": "explainer",
        "Who is Ansa Brill, the engineer of the lock?": "explainer",
        "Why the gates of Velm broke": "explainer",
        "Analysis: a harbour that waited too long": "analysis",
        "What the closed lock means for the mills": "analysis",
        "Can Velm live without its lock?": "analysis",
        "Opinion: leave the lock to the sea": "opinion",
        "Editorial | A board asleep at the gate": "opinion",
        "Three weeks after the closure, ferries sail again": "follow-up",
        "A year on, the lock of Velm has new gates": "follow-up",
    },
    "de": {
        "Nordschleuse nach Rissen geschlossen": "report",
        "Reeder kritisieren die Sperrung der Schleuse": "reaction",
        "Was die Fischer am Kai dazu sagen": "reaction",
        "Was wir über die Risse in der Schleuse wissen": "explainer",
        "Warum die Tore brachen": "explainer",
        "Analyse: Ein Hafen, der zu lange wartete": "analysis",
        "Kommentar: Lasst die Schleuse dem Meer": "opinion",
        "Drei Wochen nach der Sperrung fahren die Fähren": "follow-up",
    },
    "fr": {
        "L'écluse nord fermée après la découverte de fissures": "report",
        "Les armateurs dénoncent la fermeture de l'écluse": "reaction",
        "Fissures de l'écluse : ce que l’on sait": "explainer",
        "Pourquoi les portes ont cédé": "explainer",
        "Décryptage : un port qui a trop attendu": "analysis",
        "Tribune : rendons l'écluse à la mer": "opinion",
        "Trois semaines après, les bacs naviguent": "follow-up",
    },
    "es": {
        "Cierran la esclusa norte tras hallar grietas": "report",
        "Los armadores critican el cierre de la esclusa": "reaction",
        "Qué se sabe de las grietas de la esclusa": "explainer",
        "¿Por qué cedieron las compuertas?": "explainer",
        "Análisis: un puerto que esperó demasiado": "analysis",
        "Opinión: dejad la esclusa al mar": "opinion",
        "Tres semanas después navegan los barcos": "follow-up",
    },
    "pt": {
        "Eclusa norte fechada após achado de rachaduras": "report",
        "Armadores criticam o fechamento da eclusa": "reaction",
        "O que se sabe sobre as rachaduras da eclusa": "explainer",
        "Entenda o fechamento da eclusa": "explainer",
        "Análise: um porto que esperou demais": "analysis",
        "Opinião: deixem a eclusa ao mar": "opinion",
        "Três semanas depois, as balsas navegam": "follow-up",
    },
}
CASES = [(lang, *case) for lang, cases in HEADLINES.items() for case in cases.items()]


@pytest.mark.parametrize(("language", "title", "expected"), CASES, ids=[c[1] for c in CASES])
def test_headlines(language: str, title: str, expected: str) -> None:
    assert expected == angle_of(report("other", title, language=language))


@pytest.mark.parametrize("language", ["", "sv"], ids=["unknown", "without signs"])
def test_a_language_without_signs_is_read_as_english(language: str) -> None:
    assert read_as(language) == "en"
    assert angle_of(report("other", "Opinion: let it be", language=language)) == "opinion"


PLAIN = "Velm and its lock"
ELSEWHERE = {
    "an address": ({"web_url": "https://other.example/opinion/2031/velm"}, "opinion"),
    "an address in another language": ({"web_url": "https://o.example/meinung/velm"}, "opinion"),
    "an address that only holds the word": (
        {"web_url": "https://other.example/news/opinion-polls-in-velm"},
        "report",
    ),
    "a section": ({"section": "Comment"}, "opinion"),
    "a section for explaining": ({"section": "Explained"}, "explainer"),
    "a byline": ({"byline": (Person("Editorial Board"),)}, "opinion"),
    "a blog alone is too little": ({"web_url": "https://other.example/blogs/velm"}, "report"),
    "a question by somebody else": ({"title": "“Who pays for the lock?” asks mayor"}, "report"),
}


@pytest.mark.parametrize(("changes", "expected"), ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_signs_beside_the_headline(changes: dict[str, object], expected: str) -> None:
    one = report("other", PLAIN)
    article = replace(one.article, **changes)  # type: ignore[arg-type]
    assert expected == angle_of(report_of(article))


def test_the_author_speaks_of_himself() -> None:
    own = "I grew up beside the lock. My father oiled its hinges, and I will miss it."
    said = "“I grew up beside the lock and my father oiled its hinges”, the mayor told me today."
    blog = "https://other.example/blogs/velm"
    assert angle_of(report("other", PLAIN, own, web_url=blog)) == "opinion"
    assert angle_of(report("other", PLAIN, said, web_url=blog)) == "report"


def test_much_quotation_and_new_names_make_a_weak_sign_a_reaction() -> None:
    text = (
        "“Nobody asked us before the gates were shut for good”, said Rhea Tolm of the mill "
        "union. “We shall be out of flour before the month is over, and so will every baker”, "
        "said Odo Vance. “The board has known of it for two winters”, said Pia Marsh of Tarn. "
        "They spoke on the quay in front of the closed gates, where the wind was cold and the "
        "boats lay still in the basin, as they have for days."
    )
    assert angle_of(report("other", "Mill union demands help", text)) == "reaction"
    assert angle_of(report("other", "Mill union demands help")) == "report"


def test_the_same_words_come_later_and_are_a_follow_up() -> None:
    title = "Ferries sail again from Velm"
    assert angle_of(report("other", title, hours=2)) == "report"
    assert angle_of(report("other", title, hours=60)) == "follow-up"
    undated = report("other", title, hours=60, date_origin=DateOrigin.FIRST_SEEN)
    assert angle_of(undated) == "report"


def test_the_first_report_reacts_to_nothing() -> None:
    first = report("a", "Ship owners slam the harbour board")
    later = report("b", "Harbour board shuts the lock", hours=1)
    assert [a.angle.value for a in angles(first, later).reports] == ["report", "report"]


def test_what_most_headlines_say_is_the_event_and_no_angle() -> None:
    titles = ("Mayor slams board", "Mayor condemns the board", "Mayor blasts harbour board")
    same = [report(f"n{n}", title, hours=n) for n, title in enumerate(titles)]
    odd = report("odd", "Lock to stay shut", hours=5)
    told = angles(report("first", "Mayor slams the board of Velm", hours=-1), *same, odd)
    assert {a.angle for a in told.reports} == {Angle.REPORT}
    few = angles(report("first", "Lock shut", hours=-1), same[0], odd)
    assert few.reports[1].angle is Angle.REACTION


# --- reasons -------------------------------------------------------------------------------------

TITLES = [title for cases in HEADLINES.values() for title in cases]
WEB = ("https://x.example/news/1", "https://x.example/opinion/1", "https://x.example/blog/1")
REPORTS = st.lists(
    st.builds(
        lambda number, title, url, hours, language, dated, text: (
            number,
            replace(
                make_article(f"https://n{number}.example/1", title, text, hours=hours),
                web_url=url,
                language=language,
                date_origin=DateOrigin.PAGE if dated else DateOrigin.FIRST_SEEN,
            ),
        ),
        st.integers(0, 40),
        st.sampled_from(TITLES),
        st.sampled_from(WEB),
        st.integers(0, 200),
        st.sampled_from(["en", "de", "fr", "es", "pt", "fi"]),
        st.booleans(),
        st.sampled_from(["", HARBOUR]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda pair: pair[0],
)


def with_copies(articles: Sequence[Article], of: Sequence[int]) -> list[Report]:
    """Return reports, some of them copies of the one before or of a text that is elsewhere."""
    made: list[Report] = []
    for place, article in enumerate(articles):
        kind = of[place % len(of)] if of else 0
        root = made[-1].syndication.original_id if kind == 1 and made else ""
        made.append(report_of(article, copies=root or ("elsewhere" if kind == 2 else "")))
    return made


@settings(max_examples=60, deadline=None)
@given(REPORTS, st.lists(st.integers(0, 3), max_size=6), st.randoms(use_true_random=False))
def test_angles_add_up_cover_all_and_know_no_order(pairs, of, chance) -> None:
    reports = with_copies([article for _, article in pairs], of)
    told = angles(*reports)
    keys = sorted(r.article.article_id for r in reports)
    assert sorted(a.article_id for a in told.reports) == keys
    for one in told.reports:
        assert one.points == pytest.approx(sum(reason.points for reason in one.reasons))
        assert one.sentence.endswith(".")
        assert all(reason.detail.endswith(".") for reason in one.reasons)
    if told.groups:
        assert sorted(key for group in told.groups for key in group.article_ids) == keys
        by_id = {a.article_id: a.angle for a in told.reports}
        assert all(by_id[key] is g.angle for g in told.groups for key in g.article_ids)
    shuffled = list(reports)
    chance.shuffle(shuffled)
    story = Story(STORY, reports[0].article.article_id, START)
    assert told == find_angles(Dossier(story, tuple(shuffled)))


def test_copies_have_the_angle_of_their_original_for_that_reason() -> None:
    first = report("first", "Harbour board closes the lock", HARBOUR)
    own = report("own", "Ship owners slam the board", hours=1)
    copy = copy_of(own, "copy", "Opinion: something else altogether", 2)
    told = angles(first, own, copy).reports
    assert told[2].angle is told[1].angle is Angle.REACTION
    assert [reason.feature for reason in told[2].reasons] == ["copy"]
    assert told[2].points == told[1].points


def test_copies_of_a_text_that_is_elsewhere_follow_the_earliest() -> None:
    first = report("first", "Harbour board closes the lock", HARBOUR)
    copies = [
        report_of(
            make_article(f"https://{n}.example/1", title, HARBOUR, hours=hours), copies="elsewhere"
        )
        for n, title, hours in (("a", "Opinion: shut it", 1), ("b", "What we know", 2))
    ]
    assert [a.angle.value for a in angles(first, *copies).reports][1:] == ["opinion", "opinion"]


def test_a_sentence_names_what_came_close() -> None:
    one = report("other", "How the lock of Velm broke", section="Explained")
    story = angles(report("first", "Lock shut", hours=-1), one)
    assert story.reports[0].sentence == "A plain report with 3 points."
    assert story.reports[1].sentence == (
        "An explainer with 6.9 points; a plain report would have 3."
    )


# --- groups --------------------------------------------------------------------------------------

UNIONS = [
    "Dockers' union condemns the closure",
    "Closure angers the union of dockers",
    "Union of dockers slams board over closure",
]
SCHOOLS = [
    "Anger in the schools of Velm over lost ferries",
    "Teachers slam loss of ferries to the schools",
]
MAYOR = ["Mayor defends board in heated debate, hails engineers"]
REACTIONS = [
    report(f"r{n}", title, hours=2 + n / 10) for n, title in enumerate((*UNIONS, *SCHOOLS, *MAYOR))
]
EVENTS = [
    report(f"e{n}", title, hours=n / 10)
    for n, title in enumerate(
        (
            "Closure of northern lock after cracks are found",
            "Velm shuts lock: cracks in steel gates",
            "Divers find cracks, harbour board shuts lock",
            "Closure of lock in Velm for repairs",
            "Freighters wait as northern lock is shut",
            "Board tells of closure and repairs of the gates",
            "Steel gates of the lock are cracked",
            "Board shuts lock in the north of Velm",
            "Repairs of the lock may take until June",
        )
    )
]


def groups(*reports: Report) -> list[tuple[str, str, int]]:
    return [(g.angle.value, g.name, len(g.article_ids)) for g in angles(*reports).groups]


def test_a_story_of_three_texts_needs_no_groups() -> None:
    three = [EVENTS[0], REACTIONS[0], report("x", "Opinion: let it be", hours=3)]
    copies = [copy_of(EVENTS[0], f"c{n}", "Lock shut", 1) for n in range(4)]
    assert groups(*three, *copies) == []


def test_a_story_of_one_angle_needs_no_groups() -> None:
    assert groups(*EVENTS[:3], report("x", "Lock to stay shut", hours=1)) == []


def test_few_texts_of_an_angle_are_one_group_without_a_name() -> None:
    copy = copy_of(REACTIONS[0], "copy", "Union condemns closure", 5)
    found = angles(*EVENTS[:3], REACTIONS[0], copy)
    assert [(g.angle.value, g.name, len(g.article_ids)) for g in found.groups] == [
        ("report", "", 3),
        ("reaction", "", 2),
    ]
    assert found.groups[1].article_ids == (REACTIONS[0].article.article_id, copy.article.article_id)


def test_reactions_that_are_near_to_each_other_are_named_by_what_they_are_about() -> None:
    found = angles(*EVENTS, *REACTIONS)
    named = {g.name: g.article_ids for g in found.groups if g.angle is Angle.REACTION}
    assert [*named] == ["dockers and union", "ferries and schools", ""]
    assert [len(ids) for ids in named.values()] == [3, 2, 1]


def test_nearness_is_made_of_words_link_and_time() -> None:
    one, other = REACTIONS[0], REACTIONS[1]
    linked_to = report_of(other.article, near=one.article.article_id)
    late = report_of(replace(other.article, published_at=START + timedelta(hours=50)))
    undated = report_of(replace(late.article, date_origin=DateOrigin.FIRST_SEEN))

    def near(second: Report) -> float:
        texts = [Text((one,)), Text((second,)), Text((EVENTS[0],))]
        return float(nearness_of(texts, rarity_of(texts))[0, 1])

    assert near(linked_to) == pytest.approx(near(other) + WEIGHTS.groups.link * 0.8, abs=0.01)
    assert near(late) == pytest.approx(near(other) / 2, abs=0.01)
    assert near(undated) == pytest.approx(near(other), abs=0.01)


def test_groups_of_wire_reports_are_bounded() -> None:
    many = [
        report(f"m{n}", f"Lock {word} shut as {word} waits for the {word}", hours=n / 60)
        for n, word in enumerate(f"{a}{b}rton" for a in "BCDFGHKLM" for b in "aeiou" for _ in "xyz")
    ]
    found = angles(*many, *REACTIONS[:1])
    named = [g for g in found.groups if g.name]
    assert len(named) <= WEIGHTS.groups.most
    assert len({g.name for g in named}) == len(named)


@pytest.mark.parametrize(
    ("least", "expected"),
    [(0.2, [[0, 1, 2], [3]]), (0.6, [[0, 1], [2], [3]]), (0.9, [[0], [1], [2], [3]])],
    ids=["far", "near", "none"],
)
def test_average_link(least: float, expected: list[list[int]]) -> None:
    near = np.array(
        [[1, 0.8, 0.4, 0], [0.8, 1, 0.4, 0.1], [0.4, 0.4, 1, 0.1], [0, 0.1, 0.1, 1]], dtype=float
    )
    assert expected == linked(near, least)


REST = [wording_of("Lock of Velm shut", "The board shut the lock.")] * 6
NAMES = {
    "a thing in small letters, whatever headlines do": (
        ["Union Slams Board", "Anger at the Union"],
        "The union is angry.",
        ("union",),
    ),
    "a name as printed": (
        ["Tarn slams board", "Tarn is angry"],
        "The people of Tarn are angry with the harbour board.",
        ("Tarn",),
    ),
    "a long name": (
        ["Brill slams board", "Anger of Ansa Brill"],
        "It was Ansa Brill, the engineer.",
        ("Ansa Brill",),
    ),
    "no verbs": (["They quickly slammed it", "Being slammed quickly"], "", ()),
    "nothing that the rest says too": (["The lock", "A lock"], "The lock, the board.", ()),
}


@pytest.mark.parametrize(("titles", "lines", "expected"), NAMES.values(), ids=NAMES.keys())
def test_names_of_groups(titles: list[str], lines: str, expected: tuple[str, ...]) -> None:
    assert expected == name_of([wording_of(title, lines) for title in titles], REST)


# --- the table -----------------------------------------------------------------------------------


def test_the_table_is_whole() -> None:
    spoken = {"en", "de", "fr", "es", "pt"}
    assert spoken == LANGUAGES == set(WEIGHTS.first_person.words)
    told = set(Angle) - {Angle.REPORT}
    for language in spoken:
        signs = [s for s in WEIGHTS.signs if language in s.languages and s.where is Place.HEADLINE]
        assert {sign.angle for sign in signs} == told
        assert all(
            any(s.angle is a and s.points > WEIGHTS.plain.report for s in signs) for a in told
        )
    assert set(PLACES) == set(Place)
    assert set(NAMED) == set(Angle)


def test_every_pattern_compiles_and_matches_no_nothing() -> None:
    for sign in WEIGHTS.signs:
        assert sign.points > 0
        assert any_of(sign.patterns).search("") is None


def test_a_large_story_takes_moments_and_stays_whole() -> None:
    many = [
        report(f"b{n}", f"{TITLES[n % len(TITLES)]} {n}", HARBOUR, hours=n / 9) for n in range(450)
    ]
    found = angles(*many)
    assert len(found.reports) == 450
    assert sum(len(group.article_ids) for group in found.groups) == 450
