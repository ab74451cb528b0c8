"""Printed credits -> people with roles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.byline import (
    find_leading_byline,
    is_signature,
    merge_people,
    parse_byline,
    role_of,
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
    "two cities": (
        "By Jane Doe in Paris and Bo Reed in Rome",
        [("Jane Doe", "author"), ("Bo Reed", "author")],
    ),
    "two cities for one": (
        "Reporting by Jane Doe in London and New York; Editing by Bo Reed",
        [("Jane Doe", "reporting"), ("Bo Reed", "editing")],
    ),
    "a site after the name": ("Jane Doe | The Harrow Site", [("Jane Doe", "author")]),
    "a paper after the name": ("Jane Doe - Harrow Post", [("Jane Doe", "author")]),
    "for a paper": ("Jane Doe for The Harrow Site", [("Jane Doe", "author")]),
    "agency without a comma": (
        "By WAFA NOOR and MELA LIND Associated Press",
        [("Wafa Noor", "author"), ("Mela Lind", "author")],
    ),
    "job without a comma": ("Jane Doe Staff Writer", [("Jane Doe", "author")]),
    "a sentence about the author": ("Jane Doe is a reporter in Harrow.", [("Jane Doe", "author")]),
    "address and handle": (
        "By Jane Doe jane.doe@harrow.example (@janedoe)",
        [("Jane Doe", "author")],
    ),
    "as feeds print it": ("jane@harrow.example (Jane Doe)", [("Jane Doe", "author")]),
    "updated": ("By Jane Doe Updated 3 hours ago", [("Jane Doe", "author")]),
    "date and time": ("By Jane Doe | June 9, 2020 | 5:04pm", [("Jane Doe", "author")]),
    "honorifics": (
        "Dr. Jane Doe and Prof. Hans Meier, PhD",
        [("Jane Doe", "author"), ("Hans Meier", "author")],
    ),
    "capitals of all kinds": (
        "BY RONAN O'BRIEN-MCKAY, JO McHALE AND J.K. ROWE",
        [("Ronan O'Brien-McKay", "author"), ("Jo McHale", "author"), ("J.K. Rowe", "author")],
    ),
    "particles in capitals": (
        "LUDWIG VAN DER BERG AND MARÍA DE LA CRUZ",
        [("Ludwig van der Berg", "author"), ("María de la Cruz", "author")],
    ),
    "a surname in capitals": ("Jean DUVAL", [("Jean Duval", "author")]),
    "Arabic names": (
        "Hossam al-Masri and Khader Al-Za'anoun",
        [("Hossam al-Masri", "author"), ("Khader Al-Za'anoun", "author")],
    ),
    "Cyrillic": ("Иван Петров", [("Иван Петров", "author")]),
    "accents in pieces": ("Jose\u0301 Nu\u0301n\u0303ez", [("José Núñez", "author")]),
    "each once, with and without accents": (
        "By José Núñez. Reporting by Jose Nunez",
        [("José Núñez", "author")],
    ),
    "a lost line break": (
        "Reporting by Brad Moor in BrasiliaEditing by Rosa O'Brien",
        [("Brad Moor", "reporting"), ("Rosa O'Brien", "editing")],
    ),
    "contributed": (
        "Associated Press writers Mara Quill in Harrow, Jo Hale and Ada Finch in Stavn contributed "
        "to this report.",
        [(name, "additional reporting") for name in ("Mara Quill", "Jo Hale", "Ada Finch")],
    ),
    "contributed from": (
        "Lidman reported from Harrow. Associated Press writers Mara Quill contributed from Stavn "
        "and Jo Hale from Ellery.",
        [("Mara Quill", "additional reporting"), ("Jo Hale", "additional reporting")],
    ),
    "contributed, of a broadcaster": (
        "CNN's Mara Quill and Jo Hale contributed to this report.",
        [("Mara Quill", "additional reporting"), ("Jo Hale", "additional reporting")],
    ),
    "translators and painters are left out": (
        "By Jane Doe. Translation by Bo Reed. Illustration by Ada Finch",
        [("Jane Doe", "author")],
    ),
    "Spanish agency": (
        "(Reporte de Ana Ruiz en Lima. Editado en español por Luis Gil)",
        [("Ana Ruiz", "reporting"), ("Luis Gil", "editing")],
    ),
    "Spanish, a name with y": ("Por José Ortega y Gasca", [("José Ortega y Gasca", "author")]),
    "Spanish, a place": ("Por Ana Ruiz | Madrid", [("Ana Ruiz", "author")]),
    "Spanish, with": (
        "Por Ana Ruiz con Luis Gil",
        [("Ana Ruiz", "author"), ("Luis Gil", "author")],
    ),
    "Spanish, a place of two words": (
        "Reportaje de Ana Ferro en Ría Alta",
        [("Ana Ferro", "reporting")],
    ),
    "German text and pictures": (
        "Text: Anna Schmidt, Fotos: Jörg Weber",
        [("Anna Schmidt", "author"), ("Jörg Weber", "photography")],
    ),
    "German text and pictures by one": (
        "Text und Fotos: Anna Schmidt",
        [("Anna Schmidt", "author")],
    ),
    "German noble name": ("Von Anna von Berg, Berlin", [("Anna von Berg", "author")]),
    "German with": (
        "Von Anna Schmidt mit Jörg Weber",
        [("Anna Schmidt", "author"), ("Jörg Weber", "author")],
    ),
    "German desk": ("Redaktion: Uwe Klein", [("Uwe Klein", "editing")]),
    "French agency": (
        "(Reportage de Luc Martin, version française Anne Roy, édité par Paul Gris)",
        [("Luc Martin", "reporting"), ("Anne Roy", "editing"), ("Paul Gris", "editing")],
    ),
    "French with": ("Par Luc Roy avec Anne Gris", [("Luc Roy", "author"), ("Anne Gris", "author")]),
    "a paper with an agency": ("Le Phare avec AFP", []),
    "Portuguese helper": ("Colaborou: Ana Luz", [("Ana Luz", "additional reporting")]),
    "Italian": (
        "Di Marco Rossi e Anna Bianchi",
        [("Marco Rossi", "author"), ("Anna Bianchi", "author")],
    ),
    "Italian editor": ("A cura di Marco Rossi", [("Marco Rossi", "editing")]),
    "Dutch": (
        "Door Jan de Vries en Piet van Dam",
        [("Jan de Vries", "author"), ("Piet van Dam", "author")],
    ),
    "picture": ("Photo: REUTERS/Jane Doe", [("Jane Doe", "photography")]),
    "signature of an agency": ("PTI ANK HVA", []),
    "broadcaster": ("By Al Jazeera", []),
    "agencies": ("Agencies", []),
    "a day": ("By Monday Night", []),
    "only an agency": ("By Associated Press", []),
    "staff": ("Ellery Courier Staff", []),
    "a sentence": ("The harbour board voted to close the pier.", []),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), PEOPLE.values(), ids=PEOPLE)
def test_parse_byline(text: str, expected: list[tuple[str, str]]) -> None:
    assert expected == [(person.name, person.role) for person in parse_byline(text)]


def test_a_byline_at_the_start_of_an_excerpt() -> None:
    excerpt = "By Hedda Quill, Harrow Business The board is closing the pier for four months."
    assert [Person("Hedda Quill")] == list(parse_byline(find_leading_byline(excerpt)))


def test_a_text_without_byline_has_none() -> None:
    assert find_leading_byline("By midnight the storm had gone.") == ""


def test_a_named_role_beats_author() -> None:
    groups = [[Person("Ida Brandt")], [Person("Ida Brandt", "editing"), Person("Lena Moor")]]
    assert (Person("Ida Brandt", "editing"), Person("Lena Moor")) == merge_people(groups)


def test_the_spelling_with_accents_stays() -> None:
    groups = [[Person("Jose Nunez")], [Person("José Núñez", "editing")], [Person("JOSE NUNEZ")]]
    assert (Person("José Núñez", "editing"),) == merge_people(groups)


SIGNATURES = {
    "Agencies": True,
    "Por Redacción": True,
    "La rédaction": True,
    "dpa": True,
    "– AFP": True,
    "Reuters, AP": True,
    "Jane Doe": False,
    "Agencies of the county met": False,
    "": False,
}


@pytest.mark.parametrize(("line", "expected"), SIGNATURES.items(), ids=SIGNATURES)
def test_is_signature(line: str, expected: bool) -> None:
    assert expected == is_signature(line)


def test_every_role_of_the_table_is_known() -> None:
    roles = {"author", "reporting", "additional reporting", "editing", "photography", ""}
    assert roles == set(role_of().values())
    assert all(phrase == phrase.lower() for phrase in role_of())


NAMES = st.sampled_from(("Ida Brandt", "José Núñez", "J. K. Rowe", "Ludwig van der Berg", "Li Wei"))
WORDS = st.sampled_from(
    ("By", "Reporting by", "Editing by", "Von", "Por", "Text:", "and", "y", ",")
)


@given(st.lists(st.one_of(NAMES, WORDS, st.text(max_size=8)), max_size=30).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    names = [person.name for person in parse_byline(text)]
    assert len(names) == len({name.casefold() for name in names})
    assert text.lstrip().startswith(find_leading_byline(text))
    is_signature(text)


LONG = ("By ", "By Ann Lee and ", "Ann Lee, ", "A ", "(", "| ", "... ", "a@", "é", "Mc", "\n")


@pytest.mark.parametrize("unit", LONG)
def test_long_texts_are_read_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    parse_byline(text)
    find_leading_byline(text)
    assert time.process_time() - started < 1
