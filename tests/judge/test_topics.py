"""Topics: files of the family, the phrases that match, the leaves that are kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom import data
from newsloom.errors import ConfigError
from newsloom.judge.topics import lowered, parse_taxonomy, tag_article, tag_texts
from newsloom.model import ArticleId, Picture, Tag, Topic
from tests.judge.reports import article

TOWN = """\
- _id: town
  name: Town
  keywords: [town hall, mayor]
- _id: ships
  name: Ships
  shortname: Ships
  parent: town
  keywords:
    - ferry
    - ferry boat
    - EU
    - "l'été"
  hashtags: ["#Ships"]
  images:
    - https://harrow.example/ships.jpg
    - url: https://harrow.example/ship.jpg
      width: 50
      height: 40
  must_match: [The ferry is late again]
  must_not_match: [The ferryman retires]
- _id: yards
  name: Yards
  parent: Ships
  keywords: [dry dock, 造船]
- _id: music
  name: Music
  keywords: [brass band]
"""
TAXONOMY = parse_taxonomy({"town.yaml": TOWN})


def topics(title: str, excerpt: str = "", text: str = "") -> list[str]:
    made = article(title=title, excerpt=excerpt, text=text)
    return [tag.topic for tag in tag_article(made, TAXONOMY).tags]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        pytest.param("Ferry stuck in the ice", ["Ships", "Town"], id="leaf and ancestor"),
        pytest.param("The mayor resigns", ["Town"], id="a parent by itself"),
        pytest.param("Mayor boards the ferry", ["Ships", "Town"], id="the parent as ancestor"),
        pytest.param("The old dry dock", ["Yards", "Ships", "Town"], id="two ancestors"),
        pytest.param("Ferry-boat owner", ["Ships", "Town"], id="a hyphen is an edge"),
        pytest.param("The ferry's cook", ["Ships", "Town"], id="a possessive is an edge"),
        pytest.param("Ferrying goods", [], id="a part of a word is no match"),
        pytest.param("EU money for ropes", ["Ships", "Town"], id="short capitals match capitals"),
        pytest.param("eu money for ropes", [], id="and nothing else"),
        pytest.param("Brass band on the ferry", ["Ships", "Town", "Music"], id="two leaves"),
        pytest.param("Nuits de l’Été", ["Ships", "Town"], id="typographic quote and accents"),
        pytest.param("新造船所", ["Yards", "Ships", "Town"], id="scripts without spaces"),
        pytest.param("Nothing to see", [], id="no topic"),
    ],
)
def test_titles(title, expected):
    assert topics(title) == expected


@pytest.mark.parametrize(
    ("excerpt", "text", "expected"),
    [
        pytest.param("The ferry is late.", "", ["Ships", "Town"], id="once in the excerpt"),
        pytest.param("", "A ferry.", [], id="in passing"),
        pytest.param("", "Ferry. Ferry! Ferry?", ["Ships", "Town"], id="three times in the text"),
    ],
)
def test_places(excerpt, text, expected):
    assert topics("Late again", excerpt, text) == expected


def test_a_weak_topic_beside_a_strong_one_is_left_out():
    assert topics("Ferry, ferry", "The brass band plays.") == ["Ships", "Town"]


def test_a_tag_carries_the_phrase_that_earned_it():
    tagging = tag_article(article(title="The FERRY  boat sinks"), TAXONOMY)
    assert tagging.tags == (Tag("Ships", "ferry"), Tag("Town", "Ships"))
    found = tag_article(article(title="A ferry boat sinks"), TAXONOMY)
    assert found.tags[0] == Tag("Ships", "ferry boat")


def test_records():
    ships = TAXONOMY.by_id["ships"]
    assert ships == Topic(
        "ships",
        "Ships",
        "Ships",
        "town",
        ("ferry", "ferry boat", "EU", "l'été"),
        ("#Ships",),
        (
            Picture("https://harrow.example/ships.jpg", origin="taxonomy"),
            Picture("https://harrow.example/ship.jpg", 50, 40, origin="taxonomy"),
        ),
        ("The ferry is late again",),
        ("The ferryman retires",),
    )
    assert TAXONOMY.by_id["yards"].parent == "ships"


def test_one_topic_a_file_as_the_sites_of_the_family_have_it():
    ports = "taxonomy: topic\n_id: ports\nname: Ports\nparent: Town\nservices:\n  news: x\n"
    taxonomy = parse_taxonomy({"01-ports.yaml": ports, "00-town.yaml": "_id: t\nname: Town\n"})
    assert [(t.topic_id, t.parent) for t in taxonomy.topics] == [("t", ""), ("ports", "t")]


def test_no_files_no_topics():
    assert tag_article(article(), parse_taxonomy({})).tags == ()
    assert parse_taxonomy({"empty.yaml": "# nothing yet\n"}).topics == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("- _id: a\n  name: A\n  keyword: [x]\n", 3, "`keyword` is no key", id="key"),
        pytest.param("- _id: a\n  name: A\n  name: B\n", 3, "given twice", id="key twice"),
        pytest.param("- _id: a\n\n- name: B\n", 1, "no `name`", id="no name"),
        pytest.param("- name: B\n", 1, "no `_id`", id="no id"),
        pytest.param(
            "- _id: a\n  name: A\n  parent: b\n", 3, "`b` of `A` is no topic", id="parent"
        ),
        pytest.param(
            "- {_id: a, name: A}\n- {_id: a, name: B}\n", 2, "already taken", id="id twice"
        ),
        pytest.param(
            "- {_id: a, name: A}\n- {_id: b, name: A}\n", 2, "already taken", id="name twice"
        ),
        pytest.param(
            "- _id: a\n  name: A\n  parent: b\n- _id: b\n  name: B\n  parent: A\n",
            3,
            "its own ancestor",
            id="cycle",
        ),
        pytest.param(
            "- {_id: a, name: A, keywords: [oar]}\n- _id: b\n  name: B\n  keywords:\n   - Oar\n",
            5,
            "`Oar` already belongs to topic `A`",
            id="keyword twice",
        ),
        pytest.param("- _id: a\n  name: A\n  keywords: ['']\n", 3, "empty keyword", id="empty"),
        pytest.param("- _id: a\n  name: A\n  keywords: oar\n", 3, "must be a list", id="no list"),
        pytest.param("- _id: a\n  name: [A]\n", 2, "must be one text", id="no text"),
        pytest.param("- _id: a\n  name: A\n  images: [{width: 3}]\n", 3, "`url`", id="image"),
        pytest.param("- _id: a\n  name: 'A\n", 3, "not valid YAML", id="not YAML"),
        pytest.param("- only text\n", 1, "expected a topic", id="no mapping"),
        pytest.param(
            "- _id: a\n  name: A\n  keywords: [oar]\n  must_match:\n   - An oar\n   - No boat\n",
            6,
            "“No boat” must match `A`, but its topics are none",
            id="must match",
        ),
        pytest.param(
            "- _id: a\n  name: A\n  keywords: [oar]\n  must_not_match:\n    - Oar found\n",
            5,
            "“Oar found” must not match `A`, but it has “oar”",
            id="must not match",
        ),
    ],
)
def test_mistakes_name_file_and_line(text, line, words):
    with pytest.raises(ConfigError) as caught:
        parse_taxonomy({"topics.yaml": text})
    assert (caught.value.path, caught.value.line) == ("topics.yaml", line)
    assert words in caught.value.message


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_read_and_every_tag_is_a_topic(title, text):
    tags = tag_texts(ArticleId("a"), title, (), text, TAXONOMY).tags
    assert {tag.topic for tag in tags} <= {topic.name for topic in TAXONOMY.topics}
    assert len(lowered(title)) == len(title)


@pytest.mark.parametrize(
    "title",
    [
        "IBM leaves the facial recognition business",
        "Why IBM will no longer sell facial-recognition software",
        "Letter to senators: IBM drops face recognition over police use",
    ],
)
def test_the_starter_for_ai_tags_the_reports_it_was_made_for(title):
    text = data.read_text("starters/ai/taxonomy.yaml")
    tags = tag_article(article(title=title, text=""), parse_taxonomy({"ai.yaml": text})).tags
    assert [tag.topic for tag in tags] == ["Computer Vision", "AI", "IBM AI"]
