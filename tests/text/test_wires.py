import pytest

from newsloom.text.wires import AGENCIES, agency_of_url, find_credit

CREDITED = {
    "dateline": ("HARROW (Reuters) - The quay", "Reuters"),
    "dateline with a dash": ("PARIS (AFP) – Le port", "AFP"),
    "dateline of two": ("Berlin (dpa/tmn) - Der Hafen", "dpa"),
    "Spanish dateline": ("MADRID, 9 jun (EFE).- El puerto", "EFE"),
    "Indian dateline": ("New Harrow, Jun 9 (PTI) The quay", "Press Trust of India"),
    "end of the text": ("The quay is shut. (ANSA)", "ANSA"),
    "byline of the house": ("By Reuters Staff\nThe quay", "Reuters"),
    "byline with the house": ("By Mara Quill, CNN Business The quay is shut", "CNN"),
    "two authors": ("By MARA QUILL and JO HALE, Associated Press\nThe", "AP"),
    "reporting and editing": (
        "(Reporting by Mara Quill in Harrow and Jo Hale in Low Harrow; Editing by Ada Finch)",
        "Reuters",
    ),
    "reporting and editing in sentences": (
        "Reporting by Mara Quill in Harrow. Editing by Ada Finch and Jo Hale.",
        "Reuters",
    ),
    "content partners": (
        "This text comes from our content partners at Thomson Reuters",
        "Reuters",
    ),
    "contributed": ("The Associated Press contributed to this report.", "AP"),
    "writers contributed": (
        "Associated Press writers Mara Quill in Harrow and Jo Hale contributed to this report.",
        "AP",
    ),
    "files": ("With files from The Canadian Press", "Canadian Press"),
    "inputs": ("(With inputs from agencies and IANS)", "IANS"),
    "feed": ("This story has been published from PTI feed", "Press Trust of India"),
    "copyright": ("© 2020 AFP", "AFP"),
    "source": ("Source: Xinhua", "Xinhua"),
    "German": ("Mit Material von dpa", "dpa"),
    "German sources": ("Quelle: ntv.de, dpa", "dpa"),
    "Spanish": ("Con información de EFE", "EFE"),
    "French": ("Le port est fermé, avec AFP", "AFP"),
    "Portuguese": ("Com informações da Lusa", "Lusa"),
    "Italian": ("Fonte: ANSA", "ANSA"),
    "Russian agency": ("HARROW, June 9. /TASS/. The quay", "TASS"),
    "PA": ("By Jo Hale, PA", "PA Media"),
    "AAP": ("Australian Associated Press contributed to this report", "AAP"),
    "Kyodo": ("HARROW (Kyodo) -- The quay", "Kyodo"),
    "CNN": ("New Harrow (CNN) The quay is shut", "CNN"),
    "CNN alone": ("CNN — The quay is shut", "CNN"),
    "UPI": ("HARROW, June 9 (UPI) -- The quay", "UPI"),
    "Bloomberg": ("(Bloomberg) -- The quay", "Bloomberg"),
}


@pytest.mark.parametrize(("text", "agency"), CREDITED.values(), ids=CREDITED)
def test_find_credit(text: str, agency: str) -> None:
    found = find_credit(text)
    assert found is not None
    assert (agency, True) == (found[0], found[1] in " ".join(text.split()))


NOT_CREDITED = {
    "told": "A person familiar with the quay told Reuters on Monday.",
    "reported": "CNN reported that the quay is shut, AP said.",
    "according": "according to Reuters, AP and AFP",
    "picture": "REUTERS/Mara Quill",
    "picture source": "Image source: Reuters",
    "poll": "The AP-NORC poll found that few use the quay.",
    "interview": "she said in an interview with Bloomberg",
    "other word": "The PAP smear and the ATS form",
    "nothing": "",
}


@pytest.mark.parametrize("text", NOT_CREDITED.values(), ids=NOT_CREDITED)
def test_quoting_an_agency_is_no_credit(text: str) -> None:
    assert find_credit(text) is None


def test_the_first_credit_stands_and_a_named_one_beats_a_house_form() -> None:
    text = "Reporting by Mara Quill; Editing by Jo Hale\nSource: Xinhua. © 2020 AFP"
    assert find_credit(text) == ("Xinhua", "Source: Xinhua")


ADDRESSES = {
    "own site": ("https://uk.reuters.com/a", "Reuters"),
    "path": ("https://harrow.example/reuters/2020/a.html", "Reuters"),
    "short path": ("https://harrow.example/ap/a", "AP"),
    "sister site": ("https://cnnphilippines.com/a", "CNN"),
    "part of a word": ("https://harrow.example/maps/ap-a", None),
    "other site": ("https://harrow.example/a", None),
    "no address": ("reuters", None),
}


@pytest.mark.parametrize(("url", "agency"), ADDRESSES.values(), ids=ADDRESSES)
def test_agency_of_url(url: str, agency: str | None) -> None:
    found = agency_of_url(url)
    assert agency == (found[0] if found else None)


def test_the_evidence_is_a_sentence() -> None:
    found = agency_of_url("https://harrow.example/reuters/a")
    assert found == ("Reuters", "The address names Reuters in its path: /reuters/")


def test_no_agency_stands_twice_in_the_table() -> None:
    names = [agency.name for agency in AGENCIES]
    domains = [domain for agency in AGENCIES for domain in agency.domains]
    assert (len(names), len(domains)) == (len(set(names)), len(set(domains)))
