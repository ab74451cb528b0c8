"""Quality: the anchors of the scale, every feature, and the sum of the reasons."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.judge.quality import FEATURES, clamped, headline_faults, measure, rate_quality
from newsloom.model import Article, DateOrigin, Originality, Person, Picture, Provider
from newsloom.settings import Profile
from tests.judge.reports import PARAGRAPH, article, copying

BARE = {"text": "", "byline": ()}
WALL = "Subscribe now to continue reading. " + "The ferry left the yard at dawn. " * 4


def points(made: Article, status: str = "original") -> int:
    return rate_quality(copying(made, status, 0.96), Profile.DEFAULT).points


def reason(feature: str, made: Article, status: str = "original") -> tuple[float, str] | None:
    found = rate_quality(copying(made, status, 0.96), Profile.DEFAULT).reasons
    return next(((r.points, r.detail) for r in found if r.feature == feature), None)


@pytest.mark.parametrize(
    ("made", "least", "most"),
    [
        pytest.param(article(), 85, 95, id="a complete original"),
        pytest.param(article(**BARE), 45, 60, id="excerpt, picture and date"),
        pytest.param(
            article(text=PARAGRAPH, is_free=False, byline=(), pictures=()), 15, 25, id="stub"
        ),
        pytest.param(
            article(text=PARAGRAPH, is_free=False), 25, 39, id="a stub with all around it"
        ),
        pytest.param(article(text=WALL), 20, 39, id="a wall with all around it"),
        pytest.param(article(text=PARAGRAPH), 55, 75, id="a short report"),
    ],
)
def test_anchors_of_the_scale(made, least, most):
    assert least <= points(made) <= most


@pytest.mark.parametrize("made", [article(), article(**BARE)], ids=["full", "excerpt"])
def test_a_copy_loses_clearly_to_its_original(made):
    richer = replace(made, byline=(Person("Ina Holm"), Person("Bo Lind")))
    assert points(made) - points(richer, "copy") >= 20
    assert points(made) > points(made, "partial") > points(made, "copy")


FEATURE_CASES = [
    (
        "completeness",
        {"text": "word " * 700},
        30.0,
        "The text has 700 words; 700 are a full report.",
    ),
    ("completeness", {"text": "word " * 70}, 7.5, "The text has 70 words; 700 are a full report."),
    (
        "completeness",
        {"text": ""},
        8.0,
        "Only the excerpt is known; a full text of 700 words gives 30.",
    ),
    (
        "quotations",
        {"text": "“We have waited eleven years.” So it was."},
        1.0,
        "It has 1 quotation; 3 give all 3 points.",
    ),
    (
        "quotations",
        {"text": "The “Merle” sails."},
        0.0,
        "It has no quotations; 3 give all 3 points.",
    ),
    (
        "paragraphs",
        {"text": "One.\n\nTwo.\n\n"},
        1.0,
        "It has 2 paragraphs; 6 give all 3 points.",
    ),
    ("excerpt", {"excerpt": " "}, 0.0, "It has no excerpt; one gives 8."),
    ("byline", {}, 6.0, "It is signed by Ina Holm."),
    ("byline", {"byline": ()}, 0.0, "No author is named; one gives 6."),
    ("picture", {}, 8.0, "It has a picture of 1200 by 630 pixels."),
    ("picture", {"pictures": (Picture("https://x.example/a"),)}, 8.0, "It has a picture."),
    (
        "picture",
        {"pictures": (Picture("https://x.example/a", 50, 50),)},
        0.0,
        "Its pictures are too small; at least 300 by 150 pixels are needed.",
    ),
    ("date", {}, 7.0, "Its date stands on the page."),
    (
        "date",
        {"date_origin": DateOrigin.FIRST_SEEN},
        0.0,
        "It has no date; the moment we first saw it counts.",
    ),
    (
        "stub",
        {"is_free": False, "text": PARAGRAPH},
        -32.0,
        "The text is behind a paywall; only the start was read.",
    ),
    ("stub", {"is_free": False}, -8.0, "The page asks readers to pay."),
    ("stub", {"text": "word " * 59}, -15.0, "Only 59 words could be read, 60 needed."),
    (
        "stub",
        {"text": WALL},
        -32.0,
        "What could be read is a wall before the text (“Subscribe now to continue”).",
    ),
    ("confidence", {"confidence": 0.5}, -4.0, "The machine is unsure of the text: 50 of 100 sure."),
    (
        "boilerplate",
        {"boilerplate": 0.8},
        -3.0,
        "Of 100 words on the page 80 are not the article; up to 60 are usual.",
    ),
    (
        "standing",
        {"provider": Provider("PR Newswire", "prnewswire.com")},
        -10.0,
        "Reports by PR Newswire count 10 less by the table of providers.",
    ),
]


@pytest.mark.parametrize(("feature", "changes", "expected", "sentence"), FEATURE_CASES)
def test_feature(feature, changes, expected, sentence):
    assert reason(feature, article(**changes)) == (expected, sentence)


@pytest.mark.parametrize(
    ("standings", "expected"),
    [
        ({"prnewswire.com": -2.5}, (-2.5, "count 2.5 less by")),
        ({"prnewswire.com": 0.0}, None),
        ({"other.example": 9.0}, (-10.0, "count 10 less by")),
    ],
    ids=["the editor's beats the table's", "nothing is more than the table", "another provider"],
)
def test_an_editor_gives_a_provider_its_standing(standings, expected):
    made = article(provider=Provider("PR Newswire", "prnewswire.com"))
    rated = rate_quality(copying(made), Profile.DEFAULT, standings)
    found = [(r.points, r.detail) for r in rated.reasons if r.feature == "standing"]
    assert [points for points, _ in found] == ([expected[0]] if expected else [])
    assert all(expected[1] in detail for _, detail in found)


@pytest.mark.parametrize(
    ("feature", "changes"),
    [
        pytest.param("stub", {}, id="free and full"),
        pytest.param("stub", {"text": PARAGRAPH * 4 + WALL}, id="a wall under a text"),
        pytest.param("confidence", {}, id="the readers agree"),
        pytest.param("boilerplate", {"boilerplate": 0.6}, id="as much as usual"),
        pytest.param("standing", {}, id="no standing"),
    ],
)
def test_features_that_have_nothing_to_say(feature, changes):
    assert reason(feature, article(**changes)) is None


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("original", (12.0, "No other text was found that this one copies.")),
        ("partial", (0.0, "Part of it is copied: 96 of 100 parts the same as elsewhere.")),
        ("copy", (-15.0, "It is a copy: 96 of 100 parts the same as elsewhere.")),
    ],
)
def test_originality(status, expected):
    assert reason("originality", article(), status) == expected


@pytest.mark.parametrize(
    ("title", "faults"),
    [
        ("Ferry Merle sails again", []),
        ("FERRY MERLE SAILS AGAIN AFTER YEARS", ["shouts"]),
        ("NATO and EU meet", []),
        ("You won’t believe what this ferry hides", ["promises"]),
        ("7 things only sailors know", ["promises"]),
        ("7 sailors rescued off Harrow", []),
        ("Here’s why the ferry is late", ["promises"]),
        ("Merle Yards (NYSE: MRL) shares gap up", ["is made"]),
        ("Answers to puzzle #1234", ["is made"]),
        ("Live updates: storm nears the coast", ["is made"]),
        ("Will the ferry ever sail?", ["asks"]),
        ("Mayor asks: ‘Will the ferry ever sail?’", []),
        ("Ferry sails!", ["has an"]),
        ("“Hurrah!” say the guests of the Merle", []),
        ("10 REASONS WHY THE FERRY IS LATE AGAIN!", ["shouts", "promises", "has an"]),
    ],
)
def test_headlines(title, faults):
    found = headline_faults(title)
    assert [why.startswith(fault) for (_, why), fault in zip(found, faults, strict=True)] == [
        True
    ] * len(faults)
    assert all(taken < 0 for taken, _ in found)


def test_faults_of_a_headline_are_told():
    assert reason("headline", article(title="Will it sail? Will it sink?")) == (
        7.0,
        "The headline asks instead of telling.",
    )


@pytest.mark.parametrize("rated", [69, 107, 127, 0])
def test_an_archive_keeps_its_ratings(rated):
    found = rate_quality(copying(article(rated_quality=rated)), Profile.SEED)
    assert found.points == rated
    assert [(r.points, r.detail) for r in found.reasons] == [
        (float(rated), f"Rated {rated} by the post it was imported from.")
    ]


def test_other_profiles_and_unrated_articles_are_rated_here():
    unrated = rate_quality(copying(article()), Profile.SEED)
    assert rate_quality(copying(article(rated_quality=7)), Profile.DEFAULT) == unrated


def test_an_excerpt_from_a_post_keeps_its_rating_less_what_a_copy_loses():
    known_by_excerpt = replace(article(rated_quality=89), text="")
    original = rate_quality(copying(known_by_excerpt), Profile.DEFAULT)
    copy = rate_quality(copying(known_by_excerpt, Originality.COPY), Profile.DEFAULT)
    assert (original.points, copy.points) == (89, 62)
    assert [reason.feature for reason in original.reasons] == ["rated", "originality"]


# --- properties ----------------------------------------------------------------------------------

TEXTS = st.text(max_size=300) | st.integers(0, 30).map(lambda n: "\n\n".join([PARAGRAPH] * n))
ARTICLES = st.builds(
    article,
    title=st.text(max_size=80) | st.sampled_from(["WHY THE FERRY IS LATE!", "Ferry sails"]),
    text=TEXTS,
    excerpt=st.text(max_size=80),
    byline=st.sampled_from([(), (Person("Ina Holm"),)]),
    pictures=st.sampled_from([(), (Picture("https://x.example/p", 20, 20),)]),
    date_origin=st.sampled_from(list(DateOrigin)),
    is_free=st.booleans(),
    confidence=st.floats(0, 1),
    boilerplate=st.floats(0, 1),
    provider=st.sampled_from([Provider("A", "harrow.example"), Provider("W", "prweb.com")]),
)
STATES = st.sampled_from([status.value for status in Originality])


@settings(max_examples=200, deadline=None)
@given(ARTICLES, STATES, st.floats(0, 1))
def test_reasons_sum_to_the_points(made, status, similarity):
    found = rate_quality(copying(made, status, similarity), Profile.DEFAULT)
    total = math.fsum(r.points for r in found.reasons)
    assert found.points == max(0, min(100, math.floor(total + 0.5)))
    assert all(r.detail.endswith(".") and r.detail[0].isupper() for r in found.reasons)
    assert len({r.feature for r in found.reasons}) == len(found.reasons)


@settings(deadline=None)
@given(ARTICLES)
def test_more_text_never_costs_completeness(made):
    shorter = reason("completeness", replace(made, text="word " * 100))
    longer = reason("completeness", replace(made, text="word " * 200))
    assert shorter is not None
    assert longer is not None
    assert shorter[0] < longer[0]


@settings(deadline=None)
@given(st.floats(-200, 300))
def test_points_are_whole_and_on_the_scale(total):
    assert 0 <= clamped(total) <= 100


def test_every_feature_answers_for_a_plain_article():
    subject = measure(copying(article()))
    assert [f.__name__ for f in FEATURES if f(subject) is None] == [
        "stub",
        "confidence",
        "boilerplate",
        "standing",
    ]
