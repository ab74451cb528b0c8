"""Printed credits -> people, datelines, wire credits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.byline import (
    find_dateline,
    find_leading_byline,
    find_wire_credit,
    merge_people,
    parse_byline,
)
from newsloom.model import Person

PEOPLE = {
    "two roles": (
        "Reporting by Nils Oberg in Harrow and Petra Lindqvist in Stavn. Editing by Joan Tully.",
        [("Nils Oberg", "reporting"), ("Petra Lindqvist", "reporting"), ("Joan Tully", "editing")],
    ),
    "all roles, semicolons, initials": (
        "(Reporting by Ann-Marie O'Neil in New York and J. K. Rowe in Paris; Additional reporting "
        "by Li Wei; Writing by Tom Hill; Editing by Sue Ray)",
        [
            ("Ann-Marie O'Neil", "reporting"),
            ("J. K. Rowe", "reporting"),
            ("Li Wei", "additional reporting"),
            ("Tom Hill", "author"),
            ("Sue Ray", "editing"),
        ],
    ),
    "organisation after the name": (
        "By Hedda Quill, Harrow Business",
        [("Hedda Quill", "author")],
    ),
    "job after the name": ("Jane Doe, technology editor", [("Jane Doe", "author")]),
    "capitals": (
        "BY JANE DOE AND JOHN SMITH",
        [("Jane Doe", "author"), ("John Smith", "author")],
    ),
    "bare list": (
        "Ida Brandt, Tomas Reuel & Lena Moor",
        [("Ida Brandt", "author"), ("Tomas Reuel", "author"), ("Lena Moor", "author")],
    ),
    "particles": (
        "By Ludwig van der Berg and María de la Cruz",
        [("Ludwig van der Berg", "author"), ("María de la Cruz", "author")],
    ),
    "photographs": (
        "Words by Ida Brandt. Photographs by Tomas Reuel",
        [("Ida Brandt", "author"), ("Tomas Reuel", "photography")],
    ),
    "each once": (
        "By Ida Brandt. Reporting by Ida Brandt",
        [("Ida Brandt", "author")],
    ),
    "Spanish": (
        "Reportaje de Ana Ruiz en Madrid. Edición de Luis Gil.",
        [("Ana Ruiz", "reporting"), ("Luis Gil", "editing")],
    ),
    "Spanish author": (
        "Por María López y Juan Ruiz",
        [("María López", "author"), ("Juan Ruiz", "author")],
    ),
    "German": (
        "Bericht von Anna Schmidt; redigiert von Uwe Klein",
        [("Anna Schmidt", "reporting"), ("Uwe Klein", "editing")],
    ),
    "German author": (
        "Von Anna Schmidt und Jörg Weber",
        [("Anna Schmidt", "author"), ("Jörg Weber", "author")],
    ),
    "French": (
        "Reportage de Luc Martin à Paris. Édité par Anne Roy.",
        [("Luc Martin", "reporting"), ("Anne Roy", "editing")],
    ),
    "Portuguese": (
        "Reportagem de João da Silva em São Paulo. Edição de Rita Luz.",
        [("João da Silva", "reporting"), ("Rita Luz", "editing")],
    ),
    "Japanese": ("山田太郎", [("山田太郎", "author")]),
    "day after the name": ("Carla Arno Monday", [("Carla Arno", "author")]),
    "firm after a full stop": ("Ida Brandt. Sputnik Press", [("Ida Brandt", "author")]),
    "only an agency": ("By Associated Press", []),
    "staff": ("Ellery Courier Staff", []),
    "a sentence": ("The harbour board voted to close the pier.", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_parse_byline(text: str, expected: list[tuple[str, str]]) -> None:
    assert expected == [(person.name, person.role) for person in parse_byline(text)]


DATELINES = {
    "agency": ("HARROW (Kestrel Wire) - Copper fell.", "HARROW (Kestrel Wire)"),
    "state and agency": ("ST. JOSEPH, Mich. (AP) — One", "ST. JOSEPH, Mich. (AP)"),
    "date": ("BERLIN, 3 Oct (dpa) - Die", "BERLIN, 3 Oct (dpa)"),
    "mixed case": ("Uferstadt (dpa) - Nach", "Uferstadt (dpa)"),
    "no agency": ("PARIS — The company", "PARIS"),
    "an aside in brackets": ("The board (which met in May) - said", ""),
    "a sentence": ("The harbour board voted.", ""),
    "nothing": ("", ""),
}


@pytest.mark.parametrize(("text", "expected"), DATELINES.values(), ids=DATELINES)
def test_find_dateline(text: str, expected: str) -> None:
    assert expected == find_dateline(text)


CREDITS = {
    "known agency": ("HARROW (Reuters) - Copper fell", "Reuters"),
    "unknown agency in a dateline": ("HARROW (Kestrel Wire) - Copper fell", "Kestrel Wire"),
    "supplied by": ("This article was supplied by Kestrel Wire.", "Kestrel Wire"),
    "reporting by a wire": ("Reporting by Harbour News Agency", "Harbour News Agency"),
    "unknown agency beats a house form": (
        "Reporting by Nils Oberg for clients, by Kestrel Wire; Editing by Joan Tully",
        "Kestrel Wire",
    ),
    "supplied by a person": ("The report was provided by Anna Schmidt.", ""),
    "quoting an agency": ("A person told Reuters that copper fell.", ""),
    "no credit": ("Copper fell for a third day.", ""),
}


@pytest.mark.parametrize(("text", "expected"), CREDITS.values(), ids=CREDITS)
def test_find_wire_credit(text: str, expected: str) -> None:
    credit = find_wire_credit([text])
    assert expected == (credit.agency if credit else "")


def test_the_evidence_is_printed_in_the_text() -> None:
    text = "One. This article was supplied by Kestrel Wire. Two."
    credit = find_wire_credit(["nothing here", text])
    assert credit is not None
    assert credit.evidence == "This article was supplied by Kestrel Wire."


def test_a_byline_at_the_start_of_an_excerpt() -> None:
    excerpt = "By Hedda Quill, Harrow Business The board is closing the pier for four months."
    assert [Person("Hedda Quill")] == list(parse_byline(find_leading_byline(excerpt)))


def test_a_text_without_byline_has_none() -> None:
    assert find_leading_byline("By midnight the storm had gone.") == ""


def test_a_named_role_beats_author() -> None:
    groups = [[Person("Ida Brandt")], [Person("Ida Brandt", "editing"), Person("Lena Moor")]]
    assert (Person("Ida Brandt", "editing"), Person("Lena Moor")) == merge_people(groups)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    names = [person.name for person in parse_byline(text)]
    assert len(names) == len({name.casefold() for name in names})
    assert text.lstrip().startswith(find_dateline(text))
