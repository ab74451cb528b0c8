"""The audit log: what it shows, its filter, its pages."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TypeGuard

import pytest
from lxml import html

import newsloom
from newsloom.model.people import AuditLine
from newsloom.newsroom.desk import PAST
from newsloom.web.accounts.log import ACTS, UNDID
from tests.web.accounts.house import NOON, House

LINES = [
    AuditLine(NOON, "ines", "made a ruling", "Harrow Bay stops letters", "hold", "192.0.2.7"),
    AuditLine(NOON, "tomas", "made a ruling", "Vantmoor 100% agrees", "publish", "192.0.2.8"),
    AuditLine(NOON, "tomas", "undid a ruling", "Vantmoor 100% agrees", "", "192.0.2.8"),
    AuditLine(NOON, "newsloom", "added the account", "rea", "reader"),
]


def shown(text: str) -> list[str]:
    """Return who did what, from the rows of the page."""
    rows = html.fromstring(text).xpath("//tbody/tr")
    return [f"{row.xpath('string(th)')} {row.xpath('string(td[2])')}" for row in rows]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("who=tomas", ["tomas undid a ruling", "tomas made a ruling"]),
        ("act=made+a+ruling", ["tomas made a ruling", "ines made a ruling"]),
        ("subject=VANTMOOR", ["tomas undid a ruling", "tomas made a ruling"]),
        ("subject=100%25", ["tomas undid a ruling", "tomas made a ruling"]),
        ("subject=%25a%25", []),
        ("who=tomas&act=made+a+ruling", ["tomas made a ruling"]),
        ("who=nobody", []),
        ("who=%27+OR+1%3D1", []),
    ],
)
def test_the_filter(house: House, query: str, rows: list[str]) -> None:
    for line in LINES:
        house.room.store.write_audit(line)
    answer = house.signed_in("ines").get(f"/desk/audit?{query}")

    assert answer.status_code == 200
    assert shown(answer.text) == rows
    assert ("Nothing in the log is like this." in answer.text) == (not rows)


def test_a_long_log_has_pages(house: House) -> None:
    for number in range(230):
        house.room.store.write_audit(AuditLine(NOON, "tomas", "made a ruling", f"story {number}"))
    admin = house.signed_in("ines")
    seen: list[str] = []
    path = "/desk/audit?who=tomas"
    for _ in range(3):
        page = html.fromstring(admin.get(path).text)
        seen += [str(row.xpath("string(td[3])")) for row in page.xpath("//tbody/tr")]
        path = page.xpath("string(//a[.='Older']/@href)")

    assert seen == [f"story {number}" for number in reversed(range(230))]
    assert path == ""


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²"])
def test_a_page_that_is_none_is_the_first(house: House, before: str) -> None:
    house.room.store.write_audit(LINES[0])
    answer = house.signed_in("ines").get("/desk/audit", params={"before": before})

    assert answer.status_code == 200
    assert "Harrow Bay stops letters" in answer.text


def test_an_editor_may_not_read_it(house: House) -> None:
    assert house.signed_in("tomas").get("/desk/audit").status_code == 403


def noted(path: Path) -> set[str]:
    """Return the acts that a file writes into the log, where they stand in the call itself."""
    found: set[str] = set()
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        if isinstance(call, ast.Call) and name in ("note", "AuditLine", "self._audit"):
            where = 2 if name == "AuditLine" else 1
            args = call.args[where : where + 1]
            found |= {one.value for arg in args for one in ast.walk(arg) if is_text(one)}
    return found


def is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_act_can_be_said_in_another_language() -> None:
    source = Path(newsloom.__file__).parent
    acts = {act for path in source.rglob("*.py") for act in noted(path)}

    assert {"signed in", "added the account", "removed the topic"} <= acts
    assert acts - set(ACTS) == {UNDID}
    assert set(PAST.values()) - set(ACTS) == set()
    assert list(ACTS) == sorted(ACTS)
