"""Lines that are no part of the article."""

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.data import read_text
from newsloom.extract.clutter import (
    INSERTION_SHARE,
    INSERTION_WORDS,
    Cleaned,
    is_label,
    strip_clutter,
)

TAKEN_OUT = (
    "Related: North quay gets new cranes",
    "READ MORE: North quay gets new cranes",
    "See also – North quay gets new cranes",
    "Lee también: El puerto estrena grúa",
    "Lesen Sie auch: Neue Kräne am Nordkai",
    "À lire aussi : Le quai nord",
    "Leia também: O cais norte",
    "Share this article",
    "Share on Facebook",
    "Follow us on Twitter and Facebook",
    "Sign up for our newsletter to get the news every morning.",
    "Advertisement",
    "Copyright 2026 Harrow Post. All rights reserved.",
    "© 2026 Harrow Post",
    "Alle Rechte vorbehalten",
    "12 Comments",
    "Have a tip? Call us.",
    "* * *",
    "___",
    "[Related: North quay gets new cranes]",
    "READ MORE – North quay gets new cranes",
    "WATCH: The cranes arrive",
    "Filed under: Harbour",
    "Updated at 1:23 p.m.",
    "Follow The Harrow Post on Facebook, Twitter (@harrow) and Instagram.",
    "Get the day's top headlines delivered to your inbox by subscribing to our newsletter.",
    "CLICK HERE TO GET THE QUAY RADIO APP",
    "Join our WhatsApp channel for the latest news of the harbour.",
    "Email Mara Quill at mara.quill@harrow.example or call.",
    "She can be reached at mara.quill@harrow.example",
    "The post East pier closes appeared first on Ellery Courier.",
    "Follow AP's full coverage of harbours at https://apnews.example/harbours",
    "This material may not be published, broadcast, rewritten or redistributed.",
    "Image credit: Getty Images",
    "Photo: REUTERS/Mara Quill",
    "Show comments (122)",
    "Te puede interesar: El gato del puerto",
    "Suscríbete a nuestro boletín y recibe las noticias en tu correo.",
    "Síguenos en Twitter, Facebook e Instagram",
    "Compartir en WhatsApp",
    "Deja un comentario",
    "Prohibida la reproducción total o parcial.",
    "Mehr zum Thema: Neue Kräne am Nordkai",
    "Abonnieren Sie unseren Newsletter und lesen Sie jeden Morgen das Wichtigste.",
    "Melden Sie sich hier für unseren Newsletter an.",
    "Folgen Sie uns auf Facebook und Instagram.",
    "Diesen Artikel teilen",
    "Zuletzt aktualisiert: 9. Juni 2020",
    "Bild: picture alliance/dpa",
    "Lire aussi : Le quai nord",
    "Abonnez-vous à notre newsletter pour recevoir l'essentiel.",
    "Suivez-nous sur Facebook",
    "Partager cet article",
    "Article réservé aux abonnés",
    "Veja também: O cais norte",
    "Clique aqui e siga o nosso canal no WhatsApp",
    "Assine nossa newsletter",
    "Compartilhe esta notícia",
    "Leggi anche: Due gru nuove",
    "Iscriviti alla nostra newsletter",
    "Condividi su Facebook",
    "Lees ook: Twee nieuwe kranen",
    "Schrijf je in voor onze nieuwsbrief",
    "Deel dit artikel",
)
KEPT = (
    "Share prices of the shipyard fell by a fifth on Monday.",
    "Copyright law is not made for choirs, the judge said.",
    "Related to the king by marriage, she never came to court.",
    "Follow-up talks are planned for May.",
    "Subscribers had waited for years.",
    "Read the letter twice before you sign it, the lawyer said.",
    "More than half of the houses stand empty.",
    "The board voted on Tuesday.",
    "Comments by the mayor made it worse.",
    "Photographs show the pier in 1908.",
    "“Read more,” she said, “and share this.”",
    "Next: a vote in May.",
    "More: nobody knows.",
    "Recommended: two cups of flour and an egg.",
    "Breaking news: the choir of Harrow has found a tuba player",
    "Get WhatsApp on two phones and you will read every message twice.",
    "Follow the river on a map.",
    "Sign up for an account and it asks for your number.",
    "Share this information, please?",
    "Edited by Ann Lee, the collection gathers twelve stories.",
    "Editing by hand takes longer than by machine.",
    "Photo by photo, she has shown what the pier was.",
    "Text: the treaty says nothing of fish.",
    "First published in 1950, the novel was never read in Harrow.",
    "This story was first published in 1924.",
    "The island can be reached at low tide.",
    "He contributed from his own pocket to the roof.",
    "Comparte piso con dos pescadores.",
    "Recibe un correo que parece del banco cada lunes.",
    "Mehr zum Thema Wohnen wusste niemand im Rat.",
    "Teilen will er seinen Garten mit niemandem.",
    "Redaktion: die Leitung übernimmt Frau Meier aus dem Sport.",
    "Partager un repas avec les voisins est devenu rare.",
    "Assine aqui, disse a juíza ao pescador.",
    "Condividi la torta con noi, disse il fornaio.",
    "Deel één is uit, deel twee komt in mei.",
)


@pytest.mark.parametrize("line", TAKEN_OUT)
def test_taken_out(line: str) -> None:
    assert strip_clutter(["One.", line, "Two."]).paragraphs == ("One.", "Two.")


@pytest.mark.parametrize("line", KEPT)
def test_kept(line: str) -> None:
    assert strip_clutter(["One.", line, "Two."]).paragraphs == ("One.", line, "Two.")


def test_a_label_takes_the_title_below_it() -> None:
    lines = ["One.", "Related article:", "North quay gets new cranes", "Two."]
    assert strip_clutter(lines) == Cleaned(("One.", "Two."), (), 2, 0)


def test_a_label_takes_the_list_below_it() -> None:
    lines = ["One.", "Don't miss", "- North quay gets cranes", "- Cat elected", "Two is kept."]
    assert strip_clutter(lines).paragraphs == ("One.", "Two is kept.")


def test_a_label_does_not_take_a_sentence() -> None:
    assert strip_clutter(["Related:", "The board voted on Tuesday."]).paragraphs == (
        "The board voted on Tuesday.",
    )


def test_a_label_takes_titles_without_bullets() -> None:
    titles = ["North quay gets two new cranes", "Cat elected harbour master by vote"]
    lines = ["One.", "Recommended Stories", *titles, "Two is kept."]
    assert strip_clutter(lines).paragraphs == ("One.", "Two is kept.")


def test_a_heading_under_an_empty_box_is_the_articles() -> None:
    lines = ["One.", "Recommended Stories", "What the divers found", "Two is kept."]
    assert strip_clutter(lines).paragraphs == ("One.", "What the divers found", "Two is kept.")


def test_a_label_does_not_take_a_credit() -> None:
    cleaned = strip_clutter(["One.", "Related:", "Reporting by Nils Oberg"])
    assert cleaned == Cleaned(("One.",), ("Reporting by Nils Oberg",), 1, 0)
    assert strip_clutter(["One.", "Related:", "REUTERS"]).credits == ("REUTERS",)


def test_labels() -> None:
    assert is_label("Related article:")
    assert is_label("Lesen Sie auch")
    assert not is_label("Related to the king")


CREDITS = (
    "Reporting by Nils Oberg; Editing by Joan Tully",
    "(Reporting by Nils Oberg)",
    "Additional reporting by Lena Moor in Stavn",
    "Reportaje de Ana Ruiz. Edición de Luis Gil.",
    "Redigiert von Uwe Klein",
    "Reportage de Luc Martin à Paris.",
    "Edição de Rita Luz.",
    "This article was originally published by Kestrel Wire.",
    "Dieser Artikel stammt von der Kestrel-Agentur.",
    "With reporting by Lena Moor",
    "Associated Press writers Mara Quill in Harrow and Jo Hale contributed to this report.",
    "This story is republished from The Conversation under a Creative Commons license.",
    "Editor's note: This article was first published by Kestrel Wire.",
    "This report is auto-generated from ANI news service. The Quay holds no responsibility for it.",
    "(With inputs from agencies.)",
    "With files from Mara Quill and The Canadian Press",
    "(FRANCE 24 with AFP)",
    "–IANS",
    "Reuters, AP",
    "By Jane L. Doe And Bo Reed, The Associated Press",
    "Photographs by Tomas Reuel",
    "Con información de EFE",
    "Con información de agencias",
    "Fuente: Télam",
    "Texto: Ana Ferro / Fotos: Luis Gil",
    "Mit Material von dpa",
    "Mit Agenturmaterial",
    "Quelle: APA",
    "Text: Anna Schmidt, Fotos: Jörg Weber",
    "Mitarbeit: Lena Moor",
    "Le Phare avec AFP",
    "Cet article est republié à partir de The Conversation sous licence Creative Commons.",
    "Com informações da Agência Brasil",
    "Colaborou: Ana Luz",
    "Con informazioni ANSA",
    "Bron: ANP",
)


@pytest.mark.parametrize("line", CREDITS)
def test_credits_are_kept_aside(line: str) -> None:
    assert strip_clutter(["One.", line]) == Cleaned(("One.",), (line,), 0, 0)


def test_credits_in_brackets_at_the_end_of_a_paragraph() -> None:
    line = "Copper fell. (Reporting by Nils Oberg) (Editing by Joan Tully)"
    assert strip_clutter([line]) == Cleaned(
        ("Copper fell.",), ("(Reporting by Nils Oberg) (Editing by Joan Tully)",), 0, 0
    )


TAILS = {
    "Copper fell. — AFP": "— AFP",
    "Copper fell. (AFP)": "(AFP)",
    "Copper fell.” REUTERS": "REUTERS",
    "Copper fell. PTI ANK HVA": "PTI ANK HVA",
    "Copper fell. (With inputs from agencies.)": "(With inputs from agencies.)",
    "Copper fell. —With inputs from IANS": "—With inputs from IANS",
    "Das Kupfer fiel. (KNA/epd)": "(KNA/epd)",
    "El cobre cayó. Con información de EFE.": "Con información de EFE.",
}


@pytest.mark.parametrize(("line", "credit"), TAILS.items(), ids=TAILS)
def test_credits_at_the_end_of_the_last_paragraph(line: str, credit: str) -> None:
    body = line.removesuffix(credit).rstrip()
    assert strip_clutter(["One.", line]) == Cleaned(("One.", body), (credit,), 0, 0)


NO_TAILS = (
    "“We will see,” she told AFP.",
    "She works for the AP.",
    "The pier is old (Reuters said so).",
    "He read Reuters. AFP he did not read at all.",
    "The board (AP Harrow) met.",
)


@pytest.mark.parametrize("line", NO_TAILS)
def test_an_agency_in_the_last_sentence_stays(line: str) -> None:
    assert strip_clutter(["One.", line]).paragraphs == ("One.", line)


def test_an_agency_alone_counts_only_at_the_ends() -> None:
    lines = ["One.", "AFP", "Two.", "Three.", "Four."]
    assert strip_clutter(lines).paragraphs == tuple(lines)
    assert strip_clutter(["AFP", "One.", "Two.", "REUTERS"]) == Cleaned(
        ("One.", "Two."), ("AFP", "REUTERS"), 0, 0
    )


def test_a_picture_credit_is_no_credit_of_an_agency() -> None:
    assert strip_clutter(["One.", "© BELGA PHOTO MARA QUILL"]).paragraphs == ("One.",)
    assert strip_clutter(["One.", "Foto: dpa"]) == Cleaned(("One.",), (), 0, 1)
    assert strip_clutter(["One.", "Foto: Ida Brandt"]) == Cleaned(
        ("One.",), ("Foto: Ida Brandt",), 0, 0
    )


def test_claims_of_rights_are_kept_aside_too() -> None:
    line = "© 2026 Kestrel Wire. All rights reserved."
    assert strip_clutter(["One.", line]) == Cleaned(("One.",), (line,), 0, 1)


def test_a_credit_that_ends_a_paragraph() -> None:
    line = "Copper fell. Reporting by Nils Oberg; Editing by Joan Tully."
    assert strip_clutter([line]).paragraphs == ("Copper fell.",)
    assert strip_clutter([line, *["More text."] * 9]).paragraphs[0] == line


def test_a_text_made_of_links_is_left_as_it_is() -> None:
    links = tuple(f"Read more: {number} cranes on the quay of Harrow" for number in range(12))
    assert strip_clutter(["The week.", *links]).paragraphs == ("The week.", *links)


def test_the_note_counts() -> None:
    assert strip_clutter(["One."]).note == ""
    assert strip_clutter(["Share"]).note.startswith("1 line of an insertion or a footer was")
    assert strip_clutter(["Share", "Advertisement"]).note.startswith("2 lines")


TABLE = tomllib.loads(read_text("clutter.toml"))
PHRASES = [
    (table, phrase)
    for table in ("labels", "lists", "boxes", "headings", "whole")
    for phrases in TABLE[table].values()
    for phrase in phrases
]


@pytest.mark.parametrize(("table", "phrase"), PHRASES)
def test_every_phrase_of_the_table_is_told(table: str, phrase: str) -> None:
    line = phrase.replace("#", "12")
    assert strip_clutter(["One.", line, "Two is kept."]).paragraphs == ("One.", "Two is kept.")
    assert strip_clutter(["One.", f"• {line.upper()}", "Two."]).paragraphs == ("One.", "Two.")
    if table == "labels":
        assert strip_clutter(["One.", f"{line}: A title", "Two."]).paragraphs == ("One.", "Two.")


def test_what_asks_is_told_by_both_of_its_words() -> None:
    for row in TABLE["asks"]:
        begin, hold = row["begins"][0], row["holds"][0]
        assert strip_clutter(["One.", f"{begin} and {hold}."]).paragraphs == ("One.",)


TEXT = ("The board voted on Tuesday.", "Divers found rotten piles", "“We will see,” she said.",
        "Read more than ten books, she said.", "AFP", "dpa", "What the divers found")  # fmt: skip
LINES = st.sampled_from(
    (*TAKEN_OUT, *KEPT, *CREDITS, *TAILS, *TEXT, "Related:", "Most read", "- A")
)
JOINED = st.tuples(LINES, st.sampled_from((" ", ". ", ": ", " (", "\n")), LINES).map("".join)


@given(st.lists(st.one_of(LINES, LINES, JOINED, st.text(max_size=40)), max_size=25))
def test_stripping_twice_changes_nothing_and_takes_no_more_than_told(lines: list[str]) -> None:
    once = strip_clutter(lines)
    twice = strip_clutter(once.paragraphs)
    assert once.paragraphs == twice.paragraphs
    assert (twice.credits, twice.insertions, twice.footers) == ((), 0, 0)
    assert len(once.paragraphs) + once.insertions + once.footers <= len(lines)


WORDS = st.sampled_from(("pier", "the", "Harrow", "closes", "board", "of", "cranes"))
TITLES = st.lists(WORDS, min_size=1, max_size=20).map(" ".join)
LABELS = st.sampled_from(("Related:", "Read more: ", "Most read", "Lee también: "))


@given(st.lists(st.one_of(st.tuples(LABELS, TITLES).map("".join), LABELS, TITLES), max_size=40))
def test_insertions_are_no_more_than_their_share(lines: list[str]) -> None:
    cleaned = strip_clutter(lines)
    words = sum(len(line.split()) for line in lines)
    kept = sum(len(line.split()) for line in (*cleaned.paragraphs, *cleaned.credits))
    assert words - kept <= max(INSERTION_WORDS, INSERTION_SHARE * words)


LONG = ("(AP) ", "Related: ", "Text. (Editing by Ann Lee) ", "Reporting by Ann Lee; ", "( ", "... ")


@pytest.mark.parametrize("unit", LONG)
def test_long_lines_are_read_in_linear_time(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    pieces = [text[start : start + 400] for start in range(0, len(text), 400)]
    started = time.process_time()
    strip_clutter([text])
    strip_clutter(pieces)
    assert time.process_time() - started < 1
