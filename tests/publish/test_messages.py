"""The message files: every word of the interface in every tongue, and no word beside them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from lxml import html

import newsloom
from newsloom.data import names, read_bytes, read_text
from newsloom.publish.tongue import TONGUES, tongue_of

FILES = tuple(code for code in TONGUES if code != "en")
KEYWORDS = {
    "N_": None,
    "say": None,
    "count": (1, 2),
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
}
"""Those of `make messages`."""
METHODS = [
    ("publish/**.py", "python"),
    ("web/**.py", "python"),
    ("data/templates/**.html", "jinja2"),
]
PLACE = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?[a-z][^>]*>|`[^`]*`")
"""What a translation must have as it is: values, tags and what is typed."""


@cache
def spoken() -> dict[str, str]:
    """Return each message of code and templates with a file that has it."""
    found = extract_from_dir(
        Path(newsloom.__file__).parent,
        METHODS,
        {"data/templates/**.html": {"trimmed": "true"}},
        keywords=KEYWORDS,
    )
    return {
        message if isinstance(message, str) else message[0]: path
        for path, _, message, _, _ in found
    }


def marked() -> Iterator[str]:
    """Yield each message that code says or marks, as the parser of the language sees it."""
    package = Path(newsloom.__file__).parent
    for module in (m for room in ("publish", "web") for m in (package / room).rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = (
                node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            )
            text = node.args[0]
            if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
                continue
            if called in {"N_", "say"} or (called == "count" and len(node.args) > 2):
                yield text.value


def test_no_message_of_the_code_is_overlooked() -> None:
    """The extractor drops a message when a value is called ``count`` or ``say``."""
    assert set(marked()) - spoken().keys() == set()


@cache
def catalog(code: str) -> Catalog:
    """Return a message file."""
    return read_po(BytesIO(read_bytes(f"messages/{code}.po")), locale=code)


def messages(code: str) -> list[Message]:
    """Return the messages of a file, without its head."""
    return [message for message in catalog(code) if message.id]


def key_of(message: Message) -> str:
    """Return the English of a message, of two forms the one for one."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Return the forms of a message or translation."""
    return (text,) if isinstance(text, str) else tuple(text)


@pytest.mark.parametrize("code", FILES)
def test_every_message_is_in_the_file_and_no_other(code: str) -> None:
    known = {key_of(message) for message in messages(code)}

    assert {text: path for text, path in spoken().items() if text not in known} == {}
    assert known - spoken().keys() == set()


@pytest.mark.parametrize("code", FILES)
def test_every_message_is_translated(code: str) -> None:
    assert [key_of(m) for m in messages(code) if m.fuzzy or not all(forms(m.string))] == []
    assert dict(catalog(code).obsolete) == {}


@pytest.mark.parametrize("code", FILES)
def test_values_tags_and_what_is_typed_stay(code: str) -> None:
    for message in messages(code):
        wanted = {place for form in forms(message.id) for place in PLACE.findall(form)}
        least = wanted - ({"%(num)s"} if message.pluralizable else set())
        for form in forms(message.string):
            assert least <= set(PLACE.findall(form)) <= wanted, (key_of(message), form)


@pytest.mark.parametrize("code", FILES)
def test_a_translation_begins_and_ends_like_its_message(code: str) -> None:
    """Blanks at the ends hold sentences apart; a full stop tells a sentence from a label."""
    for message in messages(code):
        english = key_of(message)
        for form in forms(message.string):
            assert form == form.strip() or english != english.strip(), english
            assert form[-1:] in ".:?" or english[-1:] not in ".:?" or "%" in english, english
            assert '"' not in re.sub("<[^>]*>", "", form), english


@pytest.mark.parametrize("code", FILES)
def test_all_values_fit(code: str) -> None:
    """A message that lacks a value, or has a percent sign of its own, would break its page."""
    tongue = tongue_of(code)
    for message in messages(code):
        values = dict.fromkeys(re.findall(r"%\((\w+)\)s", "".join(forms(message.id))), "1")
        values.pop("num", None)
        one, many = (*forms(message.id), key_of(message))[:2]
        for number in (0, 1, 2, 1_000_000):
            assert tongue.count(one, many, number, **values)


ALLOWED = re.compile(r"\b(newsloom|UTC|API|JSON|OpenAPI|OPML)\b")
"""Names that are the same in every tongue."""


MARKUP = re.compile(r'<[^<>]*>|[\w-]+="[^"]*"|(?<!\S)/[a-z?]*')
"""Tags whose names, and attributes whose places, are expressions; paths."""


def outside(template: str) -> set[str]:
    """Return the texts of a template that readers see and no message says."""
    text = re.sub(r"\{#.*?#\}", "", template, flags=re.S)
    text = re.sub(r"\{%-?\s*trans\b.*?\bendtrans\s*-?%\}", "", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", " ", text, flags=re.S)
    tree = html.fromstring(f"<div>{text}</div>")
    for hidden in tree.xpath("//style|//script|//kbd|//code"):
        hidden.text = ""
    seen = [
        *tree.xpath("//text()"),
        *tree.xpath("//@alt|//@title|//@placeholder|//@aria-label|//@data-of|//@label"),
        *tree.xpath("//input[@type='submit' or @type='button']/@value"),
    ]
    plain = (" ".join(MARKUP.sub("", text).split()) for text in seen)
    return {text for text in plain if re.search(r"[^\W\d_]{2}", ALLOWED.sub("", text))}


ENGLISH = {"api.html"}
"""The reference of the API, which speaks English as the API does."""


@pytest.mark.parametrize("name", sorted({*names("templates")} - ENGLISH))
def test_a_template_has_no_words_of_its_own(name: str) -> None:
    assert outside(read_text(f"templates/{name}")) == set()


def test_words_outside_messages_are_found() -> None:
    assert outside('<p title="Up">{{ _("Said") }} left {# no #}<img alt="x"></p>') == {"Up", "left"}
    assert outside("<p>{% trans %}Said{% endtrans %} 7 <b>{{ name }}</b> UTC</p>") == set()
