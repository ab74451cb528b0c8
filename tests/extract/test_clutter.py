"""Lines that are no part of the article."""

import pytest

from newsloom.extract.clutter import Cleaned, strip_clutter

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
)


@pytest.mark.parametrize("line", CREDITS)
def test_credits_are_kept_aside(line: str) -> None:
    assert strip_clutter(["One.", line]) == Cleaned(("One.",), (line,), 0, 0)


def test_credits_in_brackets_at_the_end_of_a_paragraph() -> None:
    line = "Copper fell. (Reporting by Nils Oberg) (Editing by Joan Tully)"
    assert strip_clutter([line]) == Cleaned(
        ("Copper fell.",), ("(Reporting by Nils Oberg) (Editing by Joan Tully)",), 0, 0
    )


def test_claims_of_rights_are_kept_aside_too() -> None:
    line = "© 2026 Kestrel Wire. All rights reserved."
    assert strip_clutter(["One.", line]) == Cleaned(("One.",), (line,), 0, 1)


def test_a_credit_that_ends_a_paragraph() -> None:
    line = "Copper fell. Reporting by Nils Oberg; Editing by Joan Tully."
    assert strip_clutter([line]).paragraphs == ("Copper fell.",)
    assert strip_clutter([line, *["More text."] * 9]).paragraphs[0] == line


def test_the_note_counts() -> None:
    assert strip_clutter(["One."]).note == ""
    assert strip_clutter(["Share"]).note.startswith("1 line of an insertion or a footer was")
    assert strip_clutter(["Share", "Advertisement"]).note.startswith("2 lines")
