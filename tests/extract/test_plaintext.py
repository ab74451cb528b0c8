"""Plain text articles in the shapes people paste them in."""

from dataclasses import dataclass

import pytest

from newsloom.extract.agency import find_wire_credit
from newsloom.extract.byline import parse_byline
from newsloom.extract.plaintext import is_hard_wrapped, read_plain_text, to_lines
from tests.shared import SHARED, needs_shared


@dataclass(frozen=True)
class Case:
    """A text and what must be read from it."""

    name: str
    text: str
    title: str
    paragraphs: tuple[str, ...]
    key_points: tuple[str, ...] = ()
    caption: str = ""
    people: tuple[tuple[str, str], ...] = ()
    agency: str = ""
    day: str = ""


CASES = (
    Case(
        "headline, caption, summary, bullets, insertions, credits, footer",
        """Port Ellery drops its camera plan, asks for a law

Ellery Courier: Cameras on the north quay

The harbour board said on Monday that it will not buy cameras that read faces.


  • The board drops a plan made in 2024
  • It asks the county for clear rules
  • Plain cameras stay where they are

The chair told the board that the time had come to talk about such tools in public.

Related article:
North quay gets two new cranes

Four members had asked for the vote in January. Two were against it.

The team at Ellery Courier hope you have enjoyed the ‘Port Ellery drops its camera plan‘ \
article. Initial reporting via our content partners at Thomson Reuters. Reporting by Ida Brandt \
in Ellery and Tomas Reuel in Harrow. Editing by Joan Tully and Sven Ek-Dahl.

Share this Article""",
        "Port Ellery drops its camera plan, asks for a law",
        (
            "The harbour board said on Monday that it will not buy cameras that read faces.",
            "The chair told the board that the time had come to talk about such tools in public.",
            "Four members had asked for the vote in January. Two were against it.",
        ),
        (
            "The board drops a plan made in 2024",
            "It asks the county for clear rules",
            "Plain cameras stay where they are",
        ),
        "Ellery Courier: Cameras on the north quay",
        (
            ("Ida Brandt", "reporting"),
            ("Tomas Reuel", "reporting"),
            ("Joan Tully", "editing"),
            ("Sven Ek-Dahl", "editing"),
        ),
        "Reuters",
    ),
    Case(
        "byline and date under the headline, dateline of an unknown agency",
        """Storm takes the roof of the ice house
By Ida Brandt
3 March 2026

ELLERY (Kestrel Wire) - A storm took the roof of the ice house on Monday night.

Nobody was hurt. The fish were moved to Stavn by lorry.""",
        "Storm takes the roof of the ice house",
        (
            "ELLERY (Kestrel Wire) - A storm took the roof of the ice house on Monday night.",
            "Nobody was hurt. The fish were moved to Stavn by lorry.",
        ),
        people=(("Ida Brandt", "author"),),
        agency="Kestrel Wire",
        day="2026-03-03",
    ),
    Case(
        "hard wraps at a fixed width",
        """Mill museum opens its great wheel

The mill museum in Lower Marsh has opened its great wheel to visitors
after a repair that took four years and used the wood of eleven oaks
from the county's own forest, the museum's director said on Friday
morning in front of a crowd that had come by steam train.

The wheel is seven metres high. It turns on the first Sunday of each
month and grinds flour that can be bought in the shop, as long as the
millrace has enough water to drive it.""",
        "Mill museum opens its great wheel",
        (
            "The mill museum in Lower Marsh has opened its great wheel to visitors after a repair "
            "that took four years and used the wood of eleven oaks from the county's own forest, "
            "the museum's director said on Friday morning in front of a crowd that had come by "
            "steam train.",
            "The wheel is seven metres high. It turns on the first Sunday of each month and grinds "
            "flour that can be bought in the shop, as long as the millrace has enough water to "
            "drive it.",
        ),
    ),
    Case(
        "one line a paragraph, no blank lines",
        """Two ships collide in the fog
Two ships collided in the fog off the Ness light on Sunday, the coast guard said.
Both reached port under their own power.
Read more: Why the fog signal was silent""",
        "Two ships collide in the fog",
        (
            "Two ships collided in the fog off the Ness light on Sunday, the coast guard said.",
            "Both reached port under their own power.",
        ),
    ),
    Case(
        "fields above the text",
        """Title: Choir finds a tuba player
Author: Lena Moor
Date: 2026-05-14

The choir had looked for tenors. It found a man with a tuba, and took him.""",
        "Choir finds a tuba player",
        ("The choir had looked for tenors. It found a man with a tuba, and took him.",),
        people=(("Lena Moor", "author"),),
        day="2026-05-14",
    ),
    Case(
        "Markdown heading and rule",
        """# Bakery wins the prize again
=====

The bakery in Mill Lane has won the county prize for the third time.

Copyright 2026 Marsh Valley Post. All rights reserved.""",
        "Bakery wins the prize again",
        ("The bakery in Mill Lane has won the county prize for the third time.",),
    ),
    Case(
        "bullets with asterisks before the text",
        """Tram line delayed

* The first trams come in 2029
* The bridge is too weak

The tram line will open two years late, the council heard on Tuesday.""",
        "Tram line delayed",
        ("The tram line will open two years late, the council heard on Tuesday.",),
        ("The first trams come in 2029", "The bridge is too weak"),
    ),
    Case(
        "supplied by an agency",
        """Copper falls again

The price of copper fell for a third day.

This article was supplied by Kestrel Wire.""",
        "Copper falls again",
        ("The price of copper fell for a third day.",),
        agency="Kestrel Wire",
    ),
    Case(
        "Spanish",
        """La lonja cierra dos semanas
Por María López y Juan Ruiz

La lonja de Ría Alta cerrará dos semanas en abril.

Lee también:
El puerto estrena grúa

Los barcos descargarán en el muelle sur.

Reportaje de Ana Ferro en Ría Alta. Edición de Luis Gil.

Compartir en Facebook""",
        "La lonja cierra dos semanas",
        (
            "La lonja de Ría Alta cerrará dos semanas en abril.",
            "Los barcos descargarán en el muelle sur.",
        ),
        people=(
            ("María López", "author"),
            ("Juan Ruiz", "author"),
            ("Ana Ferro", "reporting"),
            ("Luis Gil", "editing"),
        ),
    ),
    Case(
        "German",
        """Alte Brücke bis Herbst gesperrt
Von Anna Schmidt und Jörg Weber

UFERSTADT, 3. Okt. (dpa) - Die Alte Brücke bleibt bis zum Herbst gesperrt.

Lesen Sie auch: Fahrgastverband lobt neue Züge

Fußgänger dürfen weiter hinüber.

Redigiert von Uwe Klein.

Artikel teilen""",
        "Alte Brücke bis Herbst gesperrt",
        (
            "UFERSTADT, 3. Okt. (dpa) - Die Alte Brücke bleibt bis zum Herbst gesperrt.",
            "Fußgänger dürfen weiter hinüber.",
        ),
        people=(
            ("Anna Schmidt", "author"),
            ("Jörg Weber", "author"),
            ("Uwe Klein", "editing"),
        ),
        agency="dpa",
    ),
    Case(
        "French",
        """Le Val interdit les feux
Par Luc Besançon

Les feux de jardin sont interdits à partir de mercredi.

À lire aussi :
Les agriculteurs demandent des citernes

L'interdiction vaut jusqu'au 15 septembre.

Reportage de Luc Besançon à Montval. Édité par Anne Roy.

Partager cet article""",
        "Le Val interdit les feux",
        (
            "Les feux de jardin sont interdits à partir de mercredi.",
            "L'interdiction vaut jusqu'au 15 septembre.",
        ),
        people=(("Luc Besançon", "reporting"), ("Anne Roy", "editing")),
    ),
    Case(
        "Portuguese",
        """Serra abre trilha

O parque da Serra Clara abriu uma trilha de 90 quilômetros.

Leia também:
Vilas pedem mais ônibus

A reserva é gratuita.

Reportagem de João da Silva em Serra Clara. Edição de Rute Melo.

Compartilhe esta notícia""",
        "Serra abre trilha",
        (
            "O parque da Serra Clara abriu uma trilha de 90 quilômetros.",
            "A reserva é gratuita.",
        ),
        people=(("João da Silva", "reporting"), ("Rute Melo", "editing")),
    ),
    Case(
        "Windows line ends",
        "Cat elected\r\n\r\nThe harbour cat was given a name by vote.\r\n\r\nIt slept.",
        "Cat elected",
        ("The harbour cat was given a name by vote.", "It slept."),
    ),
    Case("a headline only", "Snow closes the pass road", "Snow closes the pass road", ()),
    Case("nothing", "  \n\n ", "", ()),
)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_read_plain_text(case: Case) -> None:
    found = read_plain_text(case.text)
    people = [p for line in found.credits for p in parse_byline(line)]
    roles = {person.name: person.role for person in people}
    credit = find_wire_credit([*found.paragraphs[:1], *found.credits])
    expected = (case.title, case.caption, case.key_points, case.paragraphs)
    assert expected == (found.title, found.caption, found.key_points, found.paragraphs)
    assert dict(case.people) == roles
    assert case.agency == (credit.agency if credit else "")
    assert case.day == (f"{found.published_at:%Y-%m-%d}" if found.published_at else "")


def test_the_publisher_says_goodbye() -> None:
    assert read_plain_text(CASES[0].text).publisher == "Ellery Courier"
    assert read_plain_text(CASES[1].text).publisher == ""


def test_taking_lines_out_is_noted() -> None:
    text = "A title here\n\nOne sentence of text.\n\nRelated:\nAnother title\n\nShare this story"
    assert (read_plain_text(text).notes) == (
        "3 lines of insertions and footers were taken out of the text.",
    )


def test_short_lines_are_not_hard_wraps() -> None:
    assert not is_hard_wrapped(["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven."])
    assert to_lines("One.\nTwo.") == ["One.", "Two."]


@needs_shared
def test_the_syndicated_seed() -> None:
    text = (SHARED / "seeds" / "004_b227e8eca072cde8.txt").read_text("utf-8")
    found = read_plain_text(text)
    body = "\n".join(found.paragraphs)
    people = [p for line in found.credits for p in parse_byline(line)]
    credit = find_wire_credit([" ".join(found.credits)])
    assert len(found.key_points) == 3
    assert len(found.paragraphs) == 9
    assert found.caption
    assert [p.role for p in people] == ["reporting", "reporting", "editing", "editing"]
    assert [p.name.split()[-1] for p in people] == [
        "Acharya",
        "Shepardson",
        "Jacob-Phillips",
        "Cushing",
    ]
    assert credit is not None
    assert credit.agency == "Reuters"
    for taken_out in ("Related article", "Share this Article", "Tencent", "hope you have enjoyed"):
        assert taken_out not in body
