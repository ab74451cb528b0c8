"""The conformance bench: which clause is a case is decided by its form, and cases can fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import conformance

ATOM = """<!--
Header: Content-Location: https://harrow.example/blog/
Description: invented
Expect: {expected}
-->
<feed xmlns="http://www.w3.org/2005/Atom"><title>Quay</title>
<entry><title type="html">A &lt;b&gt;bold&lt;/b&gt; gull</title><link href="one"/><id>urn:1</id>
<published>2026-10-20T08:00:00+02:00</published><updated>2026-10-20T09:00:00Z</updated></entry>
<entry><title>Two</title><link href="/two"/></entry></feed>
"""


def outcome(folder: Path, expected: str) -> conformance.Outcome:
    (folder / "one.xml").write_text(ATOM.format(expected=expected), "utf-8")
    conformance.outcome.cache_clear()
    return conformance.outcome(folder)


HOLDING = [
    "not bozo and entries[0]['title'] == u'A <strong>bold</strong> gull'",
    "entries[0].title == 'A ' + 'bold gull'",
    "entries[1]['link'] == 'https://harrow.example/two'",
    "entries[0]['id'] == 'urn:1'",
    "entries[0]['published_parsed'] == (2026, 10, 20, 6, 0, 0, 1, 293, 0)",
    "entries[0]['updated'] == 'Tue, 20 Oct 2026 09:00:00 GMT'",
    "feed['title_detail']['value'] == 'Quay'",
]
FAILING = [
    "entries[0]['title'] == 'A bald gull'",
    "entries[1]['link'] == 'https://harrow.example/blog/two'",
    "entries[2]['title'] == 'Three'",
    "entries[0]['updated_parsed'] == (2026, 10, 20, 6, 0, 0, 1, 293, 0)",
    "entries[1]['id'] == 'urn:1'",
]


@pytest.mark.parametrize(
    ("expected", "holds"), [*((one, True) for one in HOLDING), *((one, False) for one in FAILING)]
)
def test_a_case_holds_or_not(tmp_path: Path, expected: str, holds: bool) -> None:
    assert [held for _, held in outcome(tmp_path, expected).cases] == [holds]


def test_a_chain_and_an_and_are_several_cases(tmp_path: Path) -> None:
    expected = "entries[1]['title'] == entries[0]['title'] == 'Two' and feed['title'] == 'Quay'"
    found = outcome(tmp_path, expected).cases
    assert [(case.field, case.entry, held) for case, held in found] == [
        ("title", 1, True),
        ("title", 0, False),
        ("feed title", -1, True),
    ]


REFUSED = {
    "not bozo": "no comparison of two values",
    "bozo and": "no expectation",
    "entries[0]['link'] != 'x'": "no comparison of two values",
    "entries[0]['links'][0]['href'] == 'x'": "of no title, link, date or id",
    "len(entries) == len(feed)": "of no title, link, date or id",
    "entries[0]['title'] == feed": "not compared with a literal",
    "entries[0]['title'] == '<img src=\"x\" />'": "a title without any text",
}


@pytest.mark.parametrize(("expected", "reason"), REFUSED.items())
def test_what_is_no_case_says_why(tmp_path: Path, expected: str, reason: str) -> None:
    found = outcome(tmp_path, expected)
    assert (list(found.cases), dict(found.refused)) == ([], {reason: 1})


def test_the_case_file_holds_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = outcome(tmp_path, "entries[0]['title'] == 'A bold gull'")
    monkeypatch.setattr(conformance, "outcome", lambda: found)
    assert conformance.cases() == {"feeds.csv": "case,field,holds\none.xml#0,title,1\n"}
