"""Whether a source gives the whole article."""

import pytest

from newsloom.collect.wholeness import is_whole
from newsloom.model import Item

WORDS = "The harbour wall stays shut until the spring tides are over and the divers come back. "


def item(body_html, summary=""):
    return Item("https://a.example/1", "https://a.example/1", "f", "t", None, summary=summary,
                body_html=body_html)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "body", "whole"),
    [
        ("nothing", "", False),
        ("a teaser", f"<p>{WORDS * 3}</p>", False),
        ("a long text", f"<p>{WORDS * 20}</p>", True),
        ("a long address and few words", f'<img src="https://a.example/{"x" * 2000}"/>', False),
        ("a long text with three dots at the end", f"<p>{WORDS * 20} and then…</p>", False),
        ("dots in brackets", f"<p>{WORDS * 20} and then [...]</p>", False),
        ("a link to the rest", f"<p>{WORDS * 20}</p><p><a href='/1'>Read more</a></p>", False),
        ("the same in German", f"<p>{WORDS * 20}</p><p>Weiterlesen</p>", False),
        ("the same in French", f"<p>{WORDS * 20}</p><p>Lire la suite</p>", False),
        ("the same in Spanish", f"<p>{WORDS * 20}</p><p>Seguir leyendo</p>", False),
        ("the same in Portuguese", f"<p>{WORDS * 20}</p><p>Leia mais</p>", False),
        ("read more early in the text", f"<p>People read more now. {WORDS * 30}</p>", True),
    ],
)
def test_whole_texts(name, body, whole):
    assert is_whole(item(body)) is whole


def test_a_long_summary_is_no_text():
    assert not is_whole(item("", summary=WORDS * 30))
