"""Names as printed -> names of people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.person import is_person, name_key, split_names, straight_case

CASES = {
    "JANE DOE": "Jane Doe",
    "BO LI": "Bo Li",
    "RONAN O'BRIEN-MCKAY": "Ronan O'Brien-McKay",
    "RONAN O’BRIEN": "Ronan O’Brien",
    "ANGUS MacDONALD": "Angus MacDonald",
    "JO McHALE": "Jo McHale",
    "HANS VON DER AUE": "Hans von der Aue",
    "VAN MORROW": "Van Morrow",
    "J.K. ROWE": "J.K. Rowe",
    "JB STONE": "JB Stone",
    "JOHN SMITH III": "John Smith III",
    "ÉMILE ÖRSTED": "Émile Örsted",
    "Jean DUVAL": "Jean Duval",
    "Jane Doe": "Jane Doe",
    "PJ Harrow": "PJ Harrow",
    "Иван ПЕТРОВ": "Иван Петров",
}


@pytest.mark.parametrize(("printed", "expected"), CASES.items(), ids=CASES)
def test_straight_case(printed: str, expected: str) -> None:
    assert expected == straight_case(printed)


PEOPLE = (
    "Jane Doe", "J. K. Rowe", "Ludwig van der Berg", "María José de la Cruz", "Wafa Nasser",
    "Ani Lusa", "Tass Whitford", "Efe Kaya", "Hossam al-Masri", "Ann-Marie O'Neil", "April Jones",
    "山田太郎", "Nguyễn Văn An", "D'Arcy Cole", "La Toya Grey Moor",
)  # fmt: skip
NOBODY = (
    "Associated Press", "Harrow Post", "The Harrow", "Staff Reporter", "Chief Reporter", "New York",
    "San Francisco", "Al Jazeera", "Estadão Conteúdo", "Europa Press", "Getty Images", "Le Phare",
    "CNN Business", "Our Correspondent", "PTI ANK HVA", "Monday Night", "Jane", "jane doe", "J", "",
    "a sentence of words", "Redacción Digital", "Thomson Reuters",
)  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_people(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", NOBODY)
def test_nobody(name: str) -> None:
    assert not is_person(name)


def test_spellings_of_one_name_share_a_key() -> None:
    assert name_key("J. K. Núñez") == name_key("J K NUNEZ")
    assert name_key("Jane Doe") != name_key("Jane Roe")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for name in split_names(text):
        assert name == straight_case(name)
        assert 2 <= len(name.split()) <= 7 or not name.isascii()
