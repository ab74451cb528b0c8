"""Texts -> datelines and wire credits, of agencies known and unknown."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.extract.agency import find_dateline, find_wire_credit

DATELINES = {
    "agency": ("HARROW (Kestrel Wire) - Copper fell.", "HARROW (Kestrel Wire)"),
    "state and agency": ("ST. JOSEPH, Mich. (AP) — One", "ST. JOSEPH, Mich. (AP)"),
    "date": ("BERLIN, 3 Oct (dpa) - Die", "BERLIN, 3 Oct (dpa)"),
    "mixed case": ("Uferstadt (dpa) - Nach", "Uferstadt (dpa)"),
    "two places, a region": ("Uferstadt/Hamburg (dpa/lno) – Nach", "Uferstadt/Hamburg (dpa/lno)"),
    "no dash after a date": ("New Harrow, Jun 9 (PTI) The", "New Harrow, Jun 9 (PTI)"),
    "a bar": ("BERLIN dpa | Die", "BERLIN dpa"),
    "no agency": ("PARIS — The company", "PARIS"),
    "a known place in ordinary case": ("São Paulo - O parque", "São Paulo"),
    "an unknown place in ordinary case": ("Uferstadt - Die Brücke", ""),
    "an unknown agency in capitals": ("AUSTIN, Texas (KXXV) — The", "AUSTIN, Texas (KXXV)"),
    "a phrase and its letters": ("Artificial Intelligence (AI) - the word", ""),
    "an aside in brackets": ("The board (which met in May) - said", ""),
    "an agency in a sentence": ("The Associated Press (AP) said on Monday", ""),
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
    "first published by the": (
        "This story was first published by The Marsh Ledger, a newsroom.",
        "Marsh Ledger",
    ),
    "first published in": (
        "This essay first appeared in Marsh Valley Review.",
        "Marsh Valley Review",
    ),
    "Spanish": ("Este artículo fue publicado originalmente en Ría Diario.", "Ría Diario"),
    "German": ("Dieser Beitrag erschien zuerst auf Netzpost.", "Netzpost"),
    "French": ("Cet article a été initialement publié par Le Phare.", "Phare"),
    "Portuguese": ("Este artigo foi publicado originalmente no Jornal da Serra", "Jornal da Serra"),
    "Dutch": ("Dit artikel verscheen eerder in De Kustpost.", "De Kustpost"),
    "reporting by a wire": ("Reporting by Harbour News Agency", "Harbour News Agency"),
    "by a wire": ("By AB Wire", "AB Wire"),
    "unknown agency beats a house form": (
        "Reporting by Nils Oberg for clients, by Kestrel Wire; Editing by Joan Tully",
        "Kestrel Wire",
    ),
    "supplied by a person": ("This report was provided by Anna Schmidt.", ""),
    "published by a person": ("This story was first published by Anna Schmidt.", ""),
    "in a language": ("This article was originally published in Spanish.", ""),
    "the own desk": ("Dieser Artikel stammt von der Redaktion.", ""),
    "a town": ("Dieser Beitrag wurde von der Stadt gefördert.", ""),
    "in a month": ("This article was originally published in June 2019.", ""),
    "a report of a council": ("The report was produced by the Harrow Council.", ""),
    "obtained by": ("according to papers obtained by The Kestrel Wire.", ""),
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
    assert credit.evidence == "This article was supplied by Kestrel Wire"


def test_a_credit_for_the_whole_text_beats_one_for_a_part() -> None:
    texts = ["With inputs from AP", "© 2020 Reuters", "HARROW (AFP) - Copper fell"]
    found = [find_wire_credit(texts[:count]) for count in (1, 2, 3)]
    assert [credit and credit.agency for credit in found] == ["AP", "Reuters", "AFP"]


LINES = (
    "Reporting by Mara Quill; Editing by Jo Hale",
    "With inputs from AP",
    "Source: Xinhua",
    "© 2020 AFP",
    "© 2020 Reuters",
    "Quelle: dpa",
    "Photo: Lusa",
    "This article was supplied by Kestrel Wire.",
    "By Mara Quill, ANSA",
    "Additional reporting by Bo Reed",
)


@given(st.lists(st.sampled_from(LINES), unique=True), st.randoms())
def test_the_order_of_credits_plays_no_part(lines: list[str], chance: random.Random) -> None:
    mixed = list(lines)
    chance.shuffle(mixed)
    one, two = find_wire_credit(["\n".join(lines)]), find_wire_credit(["\n".join(mixed)])
    assert (one and one.agency) == (two and two.agency)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert text.lstrip().lstrip('“"„«* ').startswith(find_dateline(text))
    find_wire_credit([text, f"HARROW (AP) - {text}", f"{text} (Reuters)"])


LONG = ("(AP) ", "(AP)\n", "AP, ", "By Ann Lee and ", "this article was published in ", "Jun 9 (")


@pytest.mark.parametrize("unit", LONG)
def test_long_texts_are_read_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.process_time()
    find_wire_credit([text])
    find_dateline(text)
    assert time.process_time() - started < 1
