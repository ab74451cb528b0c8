import pytest

from newsloom.text.tokens import names

NAMES = {
    "inside a sentence": (
        "Officials told Mara Quill of the Bank of Harrow that the quay closes early this week.",
        ("Mara Quill", "Bank of Harrow"),
    ),
    "opening a sentence": ("Ships left the quay at noon and came home.", ()),
    "acronym opens a sentence": ("HPA said the quay closes soon, and nobody knew.", ("HPA",)),
    "possessive": ("The crew met Harrow’s mayor there at noon.", ("Harrow",)),
    "initials and titles": (
        "The plan by Dr. J. R. Quill was read aloud at noon.",
        ("J R Quill",),
    ),
    "comma ends a name": ("They met Quill, Mara and others later on.", ("Quill", "Mara")),
    "days are no names": ("They met on Monday and again in October that year.", ()),
    "headline style": ("Harbour Wall Plan Falls Again as HPA Runs Out of Money", ("HPA",)),
    "distinct": ("We saw Mara Quill and then Mara Quill again.", ("Mara Quill",)),
    "nothing": ("", ()),
}


@pytest.mark.parametrize(("text", "expected"), NAMES.values(), ids=NAMES)
def test_names(text: str, expected: tuple[str, ...]) -> None:
    assert expected == names(text)


def test_at_most_forty() -> None:
    # Digits end no name, so every name here is one of its own.
    text = " ".join(
        f"and there was once also that Ship{number} sailing home over calm seas,"
        for number in range(100)
    )
    assert len(names(text)) == 40
