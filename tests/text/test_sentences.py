import pytest

from newsloom.text.sentences import sentences

SENTENCES = {
    "two": ("One here. Two there.", ["One here.", "Two there."]),
    "title": ("Mr. Quill spoke. Dr. Hale did not.", ["Mr. Quill spoke.", "Dr. Hale did not."]),
    "initials": ("J. K. Quill came. Nobody saw.", ["J. K. Quill came.", "Nobody saw."]),
    "acronym inside": ("The U.S. Navy left.", ["The U.S. Navy left."]),
    "quote": ("“Stop.” Then he left.", ["“Stop.”", "Then he left."]),
    "question": ("Why? Because.", ["Why?", "Because."]),
    "small letter follows": ("It cost approx. nothing and no. one paid.", None),
    "decimal": ("It rose 3.5 percent.", None),
    "line end": ("A headline\nA first sentence.", ["A headline", "A first sentence."]),
    "Chinese": ("第一句。第二句。", ["第一句。", "第二句。"]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(text: str, expected: list[str] | None) -> None:
    assert ([text] if expected is None else expected) == sentences(text)
