"""Who a page declares as its authors, editors and translators."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.extract.declarations import read_declarations
from newsloom.extract.json_ld import read_json_ld
from newsloom.extract.people import Declared, declared_people
from newsloom.extract.tree import parse_tree
from newsloom.model import Person

SITES = ("harrowpost.example", "Harrow Post")
IDA = {"@type": "Person", "name": "Ida Brandt"}
ELLERY = {"@type": "Organization", "name": "Ellery Institute"}


def people(fields: dict[str, object], metas: str = "", beside: object = None) -> Declared:
    """Return whom a page with JSON-LD fields, meta tags and further objects declares."""
    told = json.dumps([{"@type": "NewsArticle", "headline": "Pier", **fields}, beside])
    html = f'<head>{metas}<script type="application/ld+json">{told}</script></head><body></body>'
    found = read_declarations(parse_tree(html))
    return declared_people(found, read_json_ld(found.scripts), SITES)


AUTHORS: dict[str, tuple[object, tuple[str, ...]]] = {
    "person": (IDA, ("Ida Brandt",)),
    "text": ("Ida Brandt", ("Ida Brandt",)),
    "list": ([IDA, "Tomas Reuel"], ("Ida Brandt", "Tomas Reuel")),
    "names in a list": ({"@type": "Person", "name": ["Ida Brandt", "Tomas Reuel"]},
                        ("Ida Brandt", "Tomas Reuel")),
    "names in a text": ("Ida Brandt and Tomas Reuel", ("Ida Brandt", "Tomas Reuel")),
    "with by and job": ("By IDA BRANDT, Staff Writer", ("Ida Brandt",)),
    "given and family name": ({"@type": "Person", "givenName": "Ida", "familyName": "Brandt"},
                              ("Ida Brandt",)),
    "value": ({"@value": "Ida Brandt"}, ("Ida Brandt",)),
    "nested": ({"author": [{"author": IDA}]}, ("Ida Brandt",)),
    "reference": ({"@id": "#ida"}, ("Ida Brandt",)),
    "references in a list": ([{"@id": "#ida"}, {"@id": "#nobody"}], ("Ida Brandt",)),
    "one name of a person": ({"@type": "Person", "name": "Brandtova"}, ("Brandtova",)),
    "one name of anything": ("Brandtova", ()),
    "a job": ({"@type": "Person", "name": "Editor"}, ()),
    "an agency called a person": ({"@type": "Person", "name": "Reuters"}, ()),
    "organisation": (ELLERY, ()),
    "the site": ({"@type": "Person", "name": "Harrow Post"}, ()),
    "the site made wider": ({"@type": "Person", "name": "HarrowPost News"}, ()),
    "address": ("https://harrowpost.example/authors/ida", ()),
    "name and address": ("Ida Brandt (ida@harrowpost.example)", ("Ida Brandt",)),
    "account": ("Ida Brandt @idabrandt", ("Ida Brandt",)),
    "site behind a bar": ({"@type": "Person", "name": "Ida Brandt | Harrow Post"}, ("Ida Brandt",)),
    "twice, by case": (["Ida Brandt", "IDA BRANDT"], ("Ida Brandt",)),
    "twice, by accents": (["Ida Bromstad", "Ida Brömstad"], ("Ida Brömstad",)),
    "order": (["Zoe Ames", "Ada Quill"], ("Zoe Ames", "Ada Quill")),
    "markup": ("<a href='/ida'>Ida&nbsp;Brandt</a>", ("Ida Brandt",)),
    "nothing": ({}, ()),
    "number": (17, ()),
    "refers to itself": ({"@id": "#loop"}, ()),
}  # fmt: skip


@pytest.mark.parametrize(("author", "names"), AUTHORS.values(), ids=AUTHORS)
def test_authors(author: object, names: tuple[str, ...]) -> None:
    graph = {"@graph": [{**IDA, "@id": "#ida"}, {"@id": "#loop", "author": {"@id": "#loop"}}]}
    found = people({"author": author}, beside=graph)
    assert tuple(Person(name) for name in names) == found.people


METAS: dict[str, tuple[dict[str, object], str, tuple[str, ...]]] = {
    "meta alone": ({}, '<meta name="author" content="Ida Brandt">', ("Ida Brandt",)),
    "several tags": (
        {},
        '<meta name="author" content="Ida Brandt"><meta name="author" content="Tomas Reuel">',
        ("Ida Brandt", "Tomas Reuel"),
    ),
    "byl": ({}, '<meta name="byl" content="By Ida Brandt">', ("Ida Brandt",)),
    "a profile is none": (
        {},
        '<meta property="article:author" content="https://faces.example/ida">'
        '<meta name="parsely-author" content="Ida Brandt">',
        ("Ida Brandt",),
    ),
    "the owner behind JSON-LD": (
        {"author": IDA}, '<meta name="author" content="Maud Ferring">', ("Ida Brandt",),
    ),
    "more than JSON-LD names": (
        {"author": IDA},
        '<meta name="author" content="Ida Brandt, Tomas Reuel">',
        ("Ida Brandt", "Tomas Reuel"),
    ),
    "JSON-LD names the site": (
        {"author": {"@type": "Organization", "name": "Harrow Post"}},
        '<meta name="author" content="Ida Brandt">',
        ("Ida Brandt",),
    ),
    "creator": ({"creator": ["Ida Brandt"]}, "", ("Ida Brandt",)),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "metas", "names"), METAS.values(), ids=METAS)
def test_places(fields: dict[str, object], metas: str, names: tuple[str, ...]) -> None:
    assert names == tuple(person.name for person in people(fields, metas).people)


def test_roles() -> None:
    found = people(
        {
            "editor": {"@type": "Person", "name": "Maud Ferring"},
            "translator": "Tomas Reuel",
            "contributor": [{"name": "Zoe Ames"}, IDA],
            "author": IDA,
        }
    )
    assert found.people == (
        Person("Ida Brandt"),
        Person("Maud Ferring", "editing"),
        Person("Zoe Ames", "additional reporting"),
        Person("Tomas Reuel", "translation"),
    )


def test_names_as_declared_keep_agencies_and_lose_the_site() -> None:
    found = people({"author": ["Reuters", "Harrow Post", ELLERY, IDA]})
    assert found.authors == ("Reuters", "Ellery Institute", "Ida Brandt")


def test_no_page_has_hundreds() -> None:
    found = people(
        {"author": [f"Ida Brandt{'abcdefghijklmnopqrstuvwxyz'[n % 26]}" for n in range(99)]}
    )
    assert len(found.people) == len(found.authors) == 20


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=12) | st.sampled_from(["Ida Brandt", "#a", "By "]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["@type", "@id", "name", "givenName", "author", "@value"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(deadline=None)
@given(values, values)
def test_any_author_is_read(author: object, editor: object) -> None:
    found = people({"author": author, "editor": editor}, beside=author)
    assert all(person.name.strip() and person.role for person in found.people)
