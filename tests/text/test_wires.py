import pytest

from newsloom.text.wires import AGENCIES, Agency, agency_of_url, find_credit, known_agency

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
    "date first": ("June 9 (UPI) -- The quay", "UPI"),
    "end after a dash": ("The quay is shut. — AFP", "AFP"),
    "end without a dash": ("The quay is shut.” REUTERS", "Reuters"),
    "end with initials": ("The quay is shut. PTI ANK HVA", "Press Trust of India"),
    "alone": ("Australian Associated Press", "AAP"),
    "two alone": ("Reuters, AP", "Reuters"),
    "a paper with agencies": ("(FRANCE 24 with AFP and AP)", "AFP"),
    "a name and the house": ("Mara Quill, The Associated Press", "AP"),
    "house without a comma": ("By MARA QUILL and JO HALE Associated Press", "AP"),
    "name and slash": ("By Mara Quill/AFP", "AFP"),
    "diplomatic writer": ("By MARA QUILL, AP Diplomatic Writer", "AP"),
    "produced": ("This article was produced by AFP. For more go to AFP.com.", "AFP"),
    "auto-generated": (
        "This report is auto-generated from PTI news service.",
        "Press Trust of India",
    ),
    "republished": ("This article is republished from The Conversation.", "The Conversation"),
    "bureau": ("This story was originally published by ProPublica", "ProPublica"),
    "news agency of churches": ("Die Orgel klingt. (KNA/epd)", "KNA"),
    "infocom": ("© dpa-infocom, dpa:200609-99-364521/3", "dpa"),
    "Austrian source": ("Quelle: APA", "APA"),
    "German with": ("(mit dpa)", "dpa"),
    "Spanish dateline without brackets": ("9 de junio de 2020 – Lima – EFE.", "EFE"),
    "Spanish published": (
        "Este artículo fue publicado originalmente en The Conversation",
        "The Conversation",
    ),
    "Portuguese agency": ("Com informações da Agência Brasil", "Agência Brasil"),
    "Portuguese copy": ("Por Estadão Conteúdo", "Estadão Conteúdo"),
    "Italian rights": ("RIPRODUZIONE RISERVATA © Copyright ANSA", "ANSA"),
    "Dutch": ("Bron: ANP", "ANP"),
    "press release": ("HARROW, June 9, 2020 /PRNewswire/ -- The quay", "PR Newswire"),
    "business wire": ("HARROW--(BUSINESS WIRE)--The quay", "Business Wire"),
}


@pytest.mark.parametrize(("text", "agency"), CREDITED.values(), ids=CREDITED)
def test_find_credit(text: str, agency: str) -> None:
    found = find_credit(text)
    assert found is not None
    assert (agency, True) == (found.agency, found.words in " ".join(text.split()))


NOT_CREDITED = {
    "told": "A person familiar with the quay told Reuters on Monday.",
    "reported": "CNN reported that the quay is shut, AP said.",
    "according": "according to Reuters, AP and AFP",
    "picture": "REUTERS/Mara Quill",
    "picture source": "Image source: Reuters",
    "poll": "The AP-NORC poll found that few use the quay.",
    "interview": "she said in an interview with Bloomberg",
    "picture by": "The quay on Monday. (Photo by AFP)",
    "German picture": "Foto: dpa",
    "picture alliance": "Bild: picture alliance/dpa",
    "photographer": "Mara Quill/REUTERS",
    "picture rights": "© BELGA PHOTO MARA QUILL",
    "via": "Mara Quill / Getty Images via AFP",
    "first reported": "The sale was first reported by Bloomberg.",
    "a plan by somebody": "It is a plan by Prime Minister Mara Quill, Reuters reported.",
    "an interview": "un entretien avec Reuters paru lundi",
    "German": "sagte eine Sprecherin der Deutschen Presse-Agentur",
    "Spanish": "dijo un portavoz a EFE, según Europa Press",
    "French": "a déclaré la maire à l'AFP",
    "Portuguese": "segundo a Agência Brasil e a Lusa",
    "a poll of two": "A Reuters/Ipsos poll found that few use the quay.",
    "about the agency": "The Associated Press (AP) will close its office, it said.",
    "a company": "Thomson Reuters shares rose by two percent.",
    "people": "Wafa Nasser, Ani Lusa and Efe Kaya have opened a shop.",
    "other word": "The PAP smear and the ATS form",
    "nothing": "",
}


@pytest.mark.parametrize("text", NOT_CREDITED.values(), ids=NOT_CREDITED)
def test_quoting_an_agency_is_no_credit(text: str) -> None:
    assert find_credit(text) is None


def test_the_strongest_credit_stands_whatever_the_order() -> None:
    lines = ["Reporting by Mara Quill; Editing by Jo Hale", "Source: Xinhua", "© 2020 AFP"]
    told = [find_credit("\n".join(order)) for order in (lines, lines[::-1], lines[:2], lines[:1])]
    assert [credit and (credit.agency, credit.words, credit.shows) for credit in told] == [
        ("AFP", "© 2020 AFP", "rights"),
        ("AFP", "© 2020 AFP", "rights"),
        ("Xinhua", "Source: Xinhua", "source"),
        ("Reuters", lines[0], "house"),
    ]


KNOWN = {
    "Reuters": "Reuters",
    "the Associated Press": "AP",
    "dpa/lno": "dpa",
    "AFP, Reuters": "AFP",
    "Reuters Staff": "Reuters",
    "dpa-infocom": "dpa",
    "AFP-JIJI": "AFP",
    "Efe-Kaya Demir": "",
    "Reuters Quill": "",
    "reuters": "",
    "": "",
}


@pytest.mark.parametrize(("printed", "agency"), KNOWN.items(), ids=KNOWN)
def test_known_agency(printed: str, agency: str) -> None:
    assert agency == known_agency(printed)


@pytest.mark.parametrize("agency", AGENCIES, ids=[agency.name for agency in AGENCIES])
def test_every_agency_is_credited_by_each_of_its_names(agency: Agency) -> None:
    for name in agency.names:
        credit = find_credit(f"HARROW, June 9 ({name}) - The quay is shut.")
        assert credit is not None
        assert (agency.name, agency.name) == (credit.agency, known_agency(name))
        assert find_credit(f"A person told {name} that the quay is shut, {name} said.") is None


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
