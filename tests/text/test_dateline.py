"""Datelines: place and agency told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.dateline import Dateline, is_place, read_dateline

READ = {
    "LONDON (Reuters) - The": Dateline("LONDON (Reuters)", "LONDON", "Reuters"),
    "BERLIN, June 9 (Reuters) - Die": Dateline("BERLIN, June 9 (Reuters)", "BERLIN", "Reuters"),
    "Berlin/Hamburg (dpa/lno) – Die": Dateline(
        "Berlin/Hamburg (dpa/lno)", "Berlin/Hamburg", "dpa/lno"
    ),
    "PARIS, 9 juin (AFP) - Le": Dateline("PARIS, 9 juin (AFP)", "PARIS", "AFP"),
    "Bruxelles, le 9 juin 2020 (AFP) – La": Dateline(
        "Bruxelles, le 9 juin 2020 (AFP)", "Bruxelles", "AFP"
    ),
    "Madrid, 9 jun (EFE).- El": Dateline("Madrid, 9 jun (EFE)", "Madrid", "EFE"),
    "Mar del Plata, 9 jun (EFE).- El": Dateline(
        "Mar del Plata, 9 jun (EFE)", "Mar del Plata", "EFE"
    ),
    "Frankfurt am Main (dpa) - Die": Dateline(
        "Frankfurt am Main (dpa)", "Frankfurt am Main", "dpa"
    ),
    "'s-HERTOGENBOSCH (ANP) - De": Dateline("'s-HERTOGENBOSCH (ANP)", "'s-HERTOGENBOSCH", "ANP"),
    "L'AQUILA (ANSA) - Il": Dateline("L'AQUILA (ANSA)", "L'AQUILA", "ANSA"),
    "(ANSA) - ROMA, 09 GIU - Il": Dateline("(ANSA) - ROMA, 09 GIU", "ROMA", "ANSA"),
    "DEIR AL-BALAH, Gaza Strip (AP) — One": Dateline(
        "DEIR AL-BALAH, Gaza Strip (AP)", "DEIR AL-BALAH, Gaza Strip", "AP"
    ),
    "Harrow [India], June 9 (ANI): The": Dateline(
        "Harrow [India], June 9 (ANI)", "Harrow [India]", "ANI"
    ),
    "New Harrow, Jun 9 (PTI) The": Dateline("New Harrow, Jun 9 (PTI)", "New Harrow", "PTI", False),
    "Aug. 22 (UPI) -- A": Dateline("Aug. 22 (UPI)", "", "UPI"),
    "MOSCOW, June 9. /TASS/. The": Dateline("MOSCOW, June 9. /TASS/", "MOSCOW", "TASS"),
    "NEW YORK--(BUSINESS WIRE)--A": Dateline(
        "NEW YORK--(BUSINESS WIRE)", "NEW YORK", "BUSINESS WIRE"
    ),
    "BRASILIA (Reuters) -The": Dateline("BRASILIA (Reuters)", "BRASILIA", "Reuters"),
    "BERLIN taz/afp | Die": Dateline("BERLIN taz/afp", "BERLIN", "taz/afp"),
    "NEW YORK, N.Y. — The": Dateline("NEW YORK, N.Y.", "NEW YORK, N.Y."),
    "WASHINGTON — “We": Dateline("WASHINGTON", "WASHINGTON"),
    "São Paulo - O": Dateline("São Paulo", "São Paulo"),
    "KARACHI: The": Dateline("KARACHI", "KARACHI"),
    "Brasília, 9 de junho de 2020 - O": Dateline("Brasília, 9 de junho de 2020", "Brasília"),
}


@pytest.mark.parametrize(("text", "expected"), READ.items(), ids=READ)
def test_read_dateline(text: str, expected: Dateline) -> None:
    assert expected == read_dateline(text)


NONE = (
    "(CNN) — The", "By Mara Quill in London", "WHO says the", "NEW: The pier", "UPDATE — The",
    "COVID-19 — The", "NASA – The", "WHAT NEXT — The", "QUILL: We will see", "Harrow - The pier",
    "The board (which met in May) - said", "BERLIN — the wall", "Berlin. Die", "",
    "Die 1741 (KNA) -", "Die Pfeifen stammen von 1741. (KNA)",
)  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


def test_places() -> None:
    assert is_place("Berlin")
    assert is_place("HARROW, Tenn.")
    assert not is_place("HARROW", is_shouted=False)
    assert not is_place("Harrow")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = read_dateline(text)
    assert found is None or found.printed in text
