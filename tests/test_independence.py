"""Which reports of a story count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from newsloom.independence import counted
from newsloom.judge.heat import compute_heat
from newsloom.model import Provider, Report, WireCredit
from newsloom.settings import Settings
from tests.judge.reports import led, report

REUTERS = WireCredit("Reuters", "HARROW (Reuters) -")
PART = WireCredit("Reuters", "with reporting by Reuters")
KESTREL = WireCredit("Kestrel Wire", "HARROW (Kestrel Wire) -")
LONG, SHORT = "word " * 200, "word " * 100


def wire(
    name: str,
    hours: float = 0,
    credit: WireCredit | None = REUTERS,
    text: str = LONG,
    **more: object,
) -> Report:
    url = f"https://{name}.example/lock"
    return report(name, hours=hours, wire_credit=credit, text=text, web_url=url, **more)


def own_site(name: str, provider: str, url: str, hours: float = 0) -> Report:
    return report(name, hours=hours, web_url=url, provider=Provider(provider, ""), text=LONG)


CASES: dict[str, tuple[Sequence[Report], Mapping[str, str]]] = {
    "no agency": ([wire("a", credit=None), wire("b", credit=None)], {}),
    "two of one agency": ([wire("a"), wire("b", 5)], {"b": "a"}),
    "the earliest counts": ([wire("a", 5), wire("b")], {"a": "b"}),
    "the fullest of one moment": ([wire("a", text=SHORT), wire("b")], {"a": "b"}),
    "the agency's own counts": (
        [wire("a"), own_site("b", "Reuters", "https://www.reuters.com/lock", 9)], {"a": "b"},
    ),
    "an agency that no table knows": (
        [wire("a", credit=KESTREL), own_site("b", "Kestrel Wire", "https://kestrel.example/1", 9)],
        {"a": "b"},
    ),
    "two agencies": ([wire("a"), wire("b", credit=KESTREL)], {}),
    "three days apart": ([wire("a"), wire("b", 72), wire("c", 73)], {"b": "a"}),
    "the next one begins anew": (
        [wire("a"), wire("b", 80), wire("c", 150)], {"c": "b"},
    ),
    "an own text with a part of it": ([wire("a"), wire("b", credit=PART)], {}),
    "little of its own with a part of it": ([wire("a"), wire("b", credit=PART, text=SHORT)],
                                            {"b": "a"}),
    "a headline alone": ([wire("a"), wire("b", text="")], {"b": "a"}),
    "a copy is one already": ([wire("a"), wire("b", status="copy", of="a")], {}),
    "a copy stands for nobody": ([wire("a", status="copy", of="x"), wire("b", 1)], {}),
}  # fmt: skip


@pytest.mark.parametrize(("reports", "expected"), CASES.values(), ids=CASES)
def test_reports_of_one_agency_count_once(
    reports: Sequence[Report], expected: Mapping[str, str]
) -> None:
    for given in (reports, list(reversed(reports))):
        found = counted(given)
        assert [r.article.article_id for r in given] == [r.article.article_id for r in found]
        assert expected == {
            r.article.article_id: r.counts_with for r in found if r.counts_with is not None
        }


@pytest.mark.parametrize("lead", ["a", "b"])
def test_an_agencys_reports_add_heat_once_whichever_leads(lead: str) -> None:
    reports = counted([wire("a"), wire("b", 1), wire("c", 2), wire("d", credit=None)])
    heat = compute_heat(led(*reports, lead=lead), Settings())
    assert {share.article_id for share in heat.shares} == {lead, "d"}
    told = {reason.feature: reason.detail for reason in heat.reasons}
    assert "further report" in told["agency"]
